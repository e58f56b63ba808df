//! The policy at work: refused without it, changed and undone, ended, one case at a time, by two.

use crate::plugins::grant;
use crate::sponge::{Desk, shipped};
use tongdu::domain::book::Kind;
use tongdu::domain::child::Child;
use tongdu::domain::worker::Sex;
use tongdu::service::OfficeRole;
use tongdu::service::demo::DEMO_PASSPHRASE;
use tongdu::service::export::{Second, Stays, parse_policy};

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
    let (key, _) = refusal(&desk, "education", &["name=没有这个人"]);
    assert_eq!(key, "export-no-rows");
    // One that the grant is for, and whose name nobody else has, goes.
    let tables = desk.office.tables();
    let today = desk.office.today();
    let minor = |child: &Child| child.age(today).is_none_or(|age| age < 18);
    let names: Vec<&str> = tables
        .all::<Child>(Kind::Child)
        .filter(|(_, child)| minor(child))
        .map(|(_, child)| child.name.as_str())
        .collect();
    let many = |name: &str| names.iter().filter(|other| **other == name).count();
    let alone = names.iter().find(|name| many(name) == 1).unwrap();
    let one = desk
        .preview("education", &[&format!("name={alone}")])
        .unwrap();
    assert_eq!((one.rows, one.children), (1, 1));
    // All of them are as many too many as they are.
    let girls = tables.all::<Child>(Kind::Child).map(|(_, child)| child);
    let girls = girls.filter(|child| minor(child) && child.sex == Some(Sex::Female));
    let girls = girls.count();
    drop(tables);
    granted(&desk, &all, &format!("most={girls}\n"));
    assert_eq!(
        desk.preview("education", &["sex=female"]).unwrap().rows,
        girls
    );
    granted(&desk, &all, &format!("most={}\n", girls - 1));
    let (key, args) = refusal(&desk, "education", &["sex=female"]);
    assert_eq!(key, "export-too-many");
    assert!(args.contains(&("rows", girls.to_string())), "{args:?}");
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
    let own = DEMO_PASSPHRASE;
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
fn that_two_have_to_say_yes_is_ended_by_two_only_however_it_is_ended() {
    let desk = Desk::demo();
    let office = &desk.office;
    let fields = ["name", "schooling", "school_needs", "guardian_phone"];
    granted(&desk, &fields, "second=true\n");
    office
        .add_user("周海燕", OfficeRole::Supervisor, "haiyan2026")
        .unwrap();
    let wanted = || desk.preview("education", &[]).unwrap().second;
    let [agency, purpose, dataset] = EDUCATION;
    for end in ["second=false\n", ""] {
        let text = format!(
            "[[grant]]\nagency='{agency}'\npurpose='{purpose}'\ndataset='{dataset}'\n\
             rows='all'\nsource='试'\nfields={fields:?}\n{end}"
        );
        let file = parse_policy(&text).unwrap();
        assert!(office.needs_second(&file));
        for (second, key) in [
            (None, "export-second-missing"),
            (Some("不是口令"), "export-second-unknown"),
            (Some(DEMO_PASSPHRASE), "export-second-same"),
        ] {
            let second = second.map(|typed| Second::new(typed.into()));
            let problem = office.adopt(&file, second.as_ref()).unwrap_err();
            assert_eq!(problem.key, key);
            assert!(wanted());
        }
        let second = Second::new("haiyan2026".into());
        assert!(office.adopt(&file, Some(&second)).unwrap().is_some());
        assert!(!wanted());
        granted(&desk, &fields, "second=true\n");
    }
}
