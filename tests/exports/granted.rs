//! The policy at work: refused without it, changed and undone, ended, one case at a time, by two.

use crate::plugins::grant;
use crate::sponge::{Desk, shipped};
use tongdu::domain::book::Kind;
use tongdu::service::OfficeRole;
use tongdu::service::export::{Stays, parse_policy};

const EDUCATION: [&str; 3] = ["education", "school_attendance", "children"];

fn granted(desk: &Desk, fields: &[&str], more: &str) {
    let [agency, purpose, dataset] = EDUCATION;
    let text = format!(
        "[[grant]]\nagency='{agency}'\npurpose='{purpose}'\ndataset='{dataset}'\nrows='all'\n\
         source='试'\nfields={fields:?}\n{more}"
    );
    let grants = parse_policy(&text).unwrap().grants;
    assert!(desk.office.grant(&grants, None).unwrap().is_some());
}

fn refusal(desk: &Desk, id: &str, wheres: &[&str]) -> (&'static str, Vec<(&'static str, String)>) {
    match desk.preview(id, wheres) {
        Ok(_) => panic!("{id} was previewed"),
        Err(problem) => (problem.key, problem.args),
    }
}

#[test]
fn what_is_needed_and_taken_back_ends_it_until_that_is_undone() {
    let desk = Desk::demo();
    let before = desk.preview("education", &[]).unwrap();
    granted(&desk, &["name", "schooling", "guardian_phone"], "");
    let (key, args) = refusal(&desk, "education", &[]);
    assert_eq!(key, "export-field-not-granted");
    let told = [
        ("entry", "education/school_attendance/children"),
        ("asked", "children.school_needs"),
        // As it would be typed behind `policy grant`.
        ("grant", "education school_attendance children school_needs"),
    ];
    assert_eq!(args, told.map(|(name, value)| (name, value.to_owned())));
    desk.office.undo(None).unwrap();
    let after = desk.preview("education", &[]).unwrap();
    assert_eq!(after.leaving.len(), before.leaving.len());
    // What is only wished for stays, and the preview says why.
    granted(
        &desk,
        &["name", "schooling", "school_needs", "guardian_phone"],
        "",
    );
    let preview = desk.preview("education", &[]).unwrap();
    assert_eq!(preview.leaving.len(), 4);
    let stays = |name| {
        preview
            .withheld
            .iter()
            .find(|w| w.name == name)
            .map(|w| w.why)
    };
    assert_eq!(stays("sex"), Some(Stays::NotGranted));
    assert_eq!(stays("father"), Some(Stays::NotAsked));
    assert_eq!(stays("name"), None);
}

#[test]
fn a_newcomer_gets_nothing_before_somebody_grants_it() {
    let desk = Desk::demo();
    let manifest = shipped("education").replace("\"education\"", "\"bank\"");
    desk.soak(&manifest, "");
    let (key, args) = refusal(&desk, "sponge", &[]);
    assert_eq!(key, "export-not-granted");
    assert!(args.contains(&("entry", "bank/school_attendance/children".to_owned())));
    let all = ["name", "schooling", "school_needs", "guardian_phone"];
    grant(&desk.office, "bank", "school_attendance", "children", &all);
    let given = desk.given(&desk.preview("sponge", &[]).unwrap());
    assert_eq!(
        given.tables[0].fields,
        ["name", "schooling", "guardian_phone", "school_needs"]
    );
}

#[test]
fn a_grant_ends_with_its_last_day_and_goes_by_so_many_rows() {
    let desk = Desk::demo();
    let all = ["name", "schooling", "school_needs", "guardian_phone"];
    let today = desk.office.today();
    granted(&desk, &all, &format!("until='{}'\n", today.iso()));
    assert!(desk.preview("education", &[]).is_ok());
    let past = format!("until='{}'\n", today.plus(-1).iso());
    let [agency, purpose, dataset] = EDUCATION;
    let text = format!(
        "[[grant]]\nagency='{agency}'\npurpose='{purpose}'\ndataset='{dataset}'\nrows='all'\n\
         source='试'\nfields={all:?}\n{past}"
    );
    // What would end before it began isn't written.
    assert!(
        desk.office
            .grant(&parse_policy(&text).unwrap().grants, None)
            .is_err()
    );
    granted(&desk, &all, "most=1\n");
    let (key, args) = refusal(&desk, "education", &[]);
    assert_eq!(key, "export-too-many");
    assert!(args.contains(&("most", "1".to_owned())), "{args:?}");
    let number = desk
        .office
        .tables()
        .live(Kind::Child)
        .next()
        .unwrap()
        .number;
    let (key, _) = refusal(&desk, "education", &["name=没有这个人"]);
    assert_eq!(key, "export-no-rows");
    let name = desk
        .office
        .tables()
        .numbered(Kind::Child, number)
        .unwrap()
        .record
        .value("name");
    let one = desk.preview("education", &[&format!("name={}", name.plain())]);
    assert!(one.is_ok() || one.err().unwrap().key == "export-too-many");
}

#[test]
fn where_two_have_to_say_yes_one_alone_sends_nothing() {
    let desk = Desk::demo();
    let all = ["name", "schooling", "school_needs", "guardian_phone"];
    granted(&desk, &all, "second=true\n");
    let office = &desk.office;
    office
        .add_user("赵敏", OfficeRole::Trainer, "laoying2026")
        .unwrap();
    office
        .add_user("周海燕", OfficeRole::Supervisor, "haiyan2026")
        .unwrap();
    let preview = desk.preview("education", &[]).unwrap();
    assert!(preview.second);
    let own = tongdu::service::demo::DEMO_PASSPHRASE;
    for (second, key) in [
        (None, "export-second-missing"),
        (Some(""), "export-second-missing"),
        (Some("不是口令"), "export-second-unknown"),
        (Some(own), "export-second-same"),
        (Some("laoying2026"), "export-second-may-not"),
    ] {
        let problem = desk.send(&preview, second).unwrap_err();
        assert_eq!(problem.key, key, "{second:?}");
        assert_eq!(office.tables().rows(Kind::Disclosure).count(), 0);
    }
    desk.send(&preview, Some("haiyan2026")).unwrap();
    let tables = office.tables();
    let log = tables.live(Kind::Disclosure).next().unwrap();
    assert_eq!(log.record.value("second").plain(), "周海燕");
    let kept = format!("{:?}", log.record);
    assert!(!kept.contains("haiyan2026"));
}

#[test]
fn a_trainer_sends_the_register_and_never_a_child() {
    let desk = Desk::demo();
    desk.office
        .add_user("赵敏", OfficeRole::Trainer, "laoying2026")
        .unwrap();
    let Desk { dir, office } = desk;
    let (machine, root) = (office.setup().clone(), office.root().to_owned());
    office.close();
    let secret = tongdu::store::Secret::passphrase("laoying2026".to_owned());
    let office = tongdu::service::Office::open(&machine, &root, &secret).unwrap();
    let desk = Desk { dir, office };
    assert!(desk.preview("civil_affairs", &[]).is_ok());
    for id in [
        "education",
        "labour",
        "womens_federation",
        "disabled_federation",
        "wcwc",
    ] {
        assert_eq!(refusal(&desk, id, &[]).0, "export-not-yours", "{id}");
    }
}
