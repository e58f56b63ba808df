//! When something last left for an agency, and whose turn it is; and a run that is stopped while its
//! files are encrypted.

use crate::plugins::names;
use crate::sponge::{Desk, shipped};
use std::sync::atomic::{AtomicBool, Ordering};
use tongdu::domain::book::Kind;
use tongdu::domain::disclosure::{Disclosure, DisclosureState};
use tongdu::i18n::{Language, Lexicon};
use tongdu::service::OfficeRole;
use tongdu::service::export::{Agency, Confirmation, Going};

fn agency(desk: &Desk, plugin: &str) -> Agency {
    let mut all = desk.office.agencies(false).0.into_iter();
    all.find(|a| a.plugin == plugin).expect(plugin)
}

fn due(desk: &Desk) -> Vec<String> {
    let all = desk.office.agencies(false).0.into_iter();
    let due = all.filter(|a| a.turn.is_some_and(|turn| turn.due));
    due.map(|a| a.plugin).collect()
}

#[test]
fn lists_need_not_be_read_anew_for_a_line_of_the_log() {
    let desk = Desk::demo();
    let beside_log = || desk.office.version_beside_log();
    let (all, before) = (desk.office.version(), beside_log());
    let preview = desk.preview("civil_affairs", &[]).unwrap();
    desk.send(&preview, None).unwrap();
    assert_eq!(beside_log(), before);
    assert!(desk.office.version() > all);
    // Whatever else is done, and taken back, they have to.
    crate::plugins::grant(&desk.office, "civil_affairs", "other", "roster", &["name"]);
    let granted = beside_log();
    assert!(granted > before);
    desk.office.undo(None).unwrap();
    assert!(beside_log() > granted);
}

#[test]
fn what_was_sent_is_due_no_more_and_a_purpose_of_the_same_agency_still_is() {
    let desk = Desk::demo();
    let regular = [
        "civil_affairs",
        "civil_children",
        "education",
        "finance",
        "wcwc",
    ];
    assert_eq!(due(&desk), regular);
    assert!(
        desk.office
            .agencies(false)
            .0
            .iter()
            .all(|a| a.last.is_none())
    );
    desk.send(&desk.preview("civil_affairs", &[]).unwrap(), None)
        .unwrap();
    let today = desk.office.today();
    let roster = agency(&desk, "civil_affairs");
    assert_eq!(roster.last, Some(today));
    let next = roster.turn.expect("it has turns").next;
    assert_eq!(next.iso(), "2027-01-01");
    assert_eq!(agency(&desk, "civil_children").last, None);
    assert_eq!(due(&desk), regular[1..]);
    // The same names are in the way now: it fails, and doesn't count.
    let again = desk.preview("civil_affairs", &[]).unwrap();
    assert!(desk.send(&again, None).is_err());
    assert_eq!(agency(&desk, "civil_affairs").last, Some(today));
    // Another plug-in for the same purpose sends for it, too.
    desk.soak(&shipped("finance"), "");
    desk.send(&desk.preview("sponge", &[]).unwrap(), None)
        .unwrap();
    assert_eq!(agency(&desk, "finance").last, Some(today));
    assert_eq!(due(&desk), ["civil_children", "education", "wcwc"]);
}

#[test]
fn a_run_that_failed_was_not_sent() {
    let desk = Desk::demo();
    desk.soak(&shipped("education"), "FAIL");
    let preview = desk.preview("sponge", &[]).unwrap();
    assert!(desk.send(&preview, None).is_err());
    assert_eq!(agency(&desk, "education").last, None);
    assert!(due(&desk).contains(&"education".to_owned()));
}

#[test]
fn a_trainer_is_not_told_that_something_with_children_is_due() {
    let desk = Desk::demo();
    desk.office
        .add_user("赵敏", OfficeRole::Trainer, "laoying2026")
        .unwrap();
    let Desk { dir, office } = desk;
    let (machine, root) = (office.setup().clone(), office.root().to_owned());
    office.close();
    let secret = tongdu::store::Secret::passphrase("laoying2026".to_owned());
    let office = tongdu::service::Office::open(&machine, &root, &secret).unwrap();
    assert_eq!(due(&Desk { dir, office }), ["civil_affairs"]);
}

#[test]
fn stopped_while_it_is_encrypted_it_leaves_one_failed_line_and_no_file() {
    let desk = Desk::demo();
    let preview = desk.preview("education", &[]).unwrap();
    let sure = Confirmation {
        code: "education".into(),
        ..Confirmation::default()
    };
    let (words, out) = (Lexicon::new(Language::ZhCn), desk.dir.path().join("out"));
    let (cancel, mut told) = (AtomicBool::new(false), Vec::new());
    let mut tell = |going| {
        told.push(going);
        if matches!(going, Going::Sealing(..)) {
            cancel.store(true, Ordering::Relaxed);
        }
    };
    let sent = desk
        .office
        .send(&words, &preview, &sure, &out, &mut tell, &cancel);
    assert_eq!(sent.unwrap_err().key, "plugin-cancelled");
    let all = preview.rows as u64;
    assert!(told.contains(&Going::Rows(all, all)), "{told:?}");
    assert_eq!(names(&out), [""; 0]);
    let tables = desk.office.tables();
    let log: Vec<_> = tables.all::<Disclosure>(Kind::Disclosure).collect();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].1.state, Some(DisclosureState::Failed));
}

#[test]
fn the_log_tells_what_the_cover_told() {
    let desk = Desk::demo();
    let preview = desk.preview("education", &[]).unwrap();
    desk.send(&preview, None).unwrap();
    let tables = desk.office.tables();
    let (_, log) = tables.all::<Disclosure>(Kind::Disclosure).next().unwrap();
    assert_eq!(log.purpose, preview.purpose[0]);
    assert_eq!(log.basis, preview.basis[0]);
    assert_eq!(
        log.entries,
        "education/school_attendance/children:school_need"
    );
    assert_eq!(log.sandbox, "full");
    assert_eq!(log.by, desk.office.user().name);
    assert!(
        log.fields.contains("children.grade:home_teaching"),
        "{}",
        log.fields
    );
}

#[test]
fn the_log_keeps_no_value_of_a_condition() {
    let desk = Desk::demo();
    for (id, typed, kept) in [
        ("education", "name!=欧阳无名", "name!=*"),
        ("civil_affairs", "name!=欧阳无名", "name!=*"),
    ] {
        let preview = desk.preview(id, &[typed]).unwrap();
        assert_eq!(preview.filter, typed);
        desk.send(&preview, None).unwrap();
        let log = desk.office.disclosures(Some(id), None).unwrap();
        assert_eq!(log[0].record.value("filter").plain(), kept);
    }
}
