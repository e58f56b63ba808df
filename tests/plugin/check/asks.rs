//! Whom a plug-in writes for, and what it asks of the program.

use super::{MANIFEST, Made, wishes, with_skipped};
use tongdu::plugin::check::{Cause, Checked, Recipient, Subject, check};

/// What came of a test of the package, with whom the policy knows.
fn tried(made: &Made, id: &str) -> Checked {
    let recipient = |agency: &str, purposes: &[&str]| Recipient {
        agency: agency.into(),
        purposes: purposes.iter().map(|code| (*code).to_owned()).collect(),
    };
    let mut wishes = wishes();
    wishes.include = vec![id.to_owned()];
    wishes.recipients = vec![
        recipient("education", &["school_attendance"]),
        recipient("finance", &["funding"]),
    ];
    let subject = Subject::at(&made.path("plugin.toml"), None).expect("there");
    let [one] = &check(&subject, &wishes).checked[..] else {
        panic!("{id} is one");
    };
    one.clone()
}

/// Verdict, cause, and what fills that.
fn told(one: &Checked) -> String {
    let cause = match &one.cause {
        None => return one.verdict.code().into(),
        Some(Cause::Said(_, args)) => args.clone(),
        Some(Cause::Problem(problem)) => problem.args(),
    };
    let args: Vec<_> = cause.into_iter().map(|(_, value)| value).collect();
    let code = one.cause.as_ref().map_or("", Cause::code);
    format!("{} {code} {}", one.verdict.code(), args.join(","))
}

#[test]
fn agency_and_purpose_are_looked_up_and_slips_are_named() {
    let made = Made::new("", &[]);
    let to = |agency: &str, purpose: &str| {
        let text = MANIFEST.replace("agency = 'test'", &format!("agency = '{agency}'"));
        let text = text.replace("code = 'test'", &format!("code = '{purpose}'"));
        std::fs::write(made.path("plugin.toml"), text).expect("room");
        ["package.agency", "package.purpose"].map(|id| told(&tried(&made, id)))
    };
    let known = "education finance";
    assert_eq!(to("education", "school_attendance"), ["pass", "pass"]);
    assert_eq!(
        to("eduction", "school_attendance"),
        [
            "warn checked-cause-agency eduction,education",
            // Of nobody known there are no purposes.
            "skip checked-idle-recipients ",
        ]
    );
    assert_eq!(
        to("education", "school_atendance"),
        [
            "pass",
            "warn checked-cause-purpose school_atendance,school_attendance"
        ]
    );
    assert_eq!(
        to("press", "news")[0],
        format!("warn checked-cause-agency-unknown press,{known}")
    );
    // A purpose of another agency's is none of its own; a new one may be granted.
    assert_eq!(
        to("education", "funding")[1],
        "warn checked-cause-purpose-unknown funding,school_attendance"
    );
}

#[test]
fn no_more_is_asked_for_than_the_program_gives() {
    let made = Made::new("", &[]);
    let asking = |text: &str| {
        std::fs::write(made.path("plugin.toml"), text).expect("room");
        told(&tried(&made, "package.limits"))
    };
    let limits = |line: &str| asking(&format!("{MANIFEST}[limits]\n{line}\n"));
    assert_eq!(limits("memory_mib = 512\nrun_seconds = 1800"), "pass");
    for (line, expected) in [
        ("memory_mib = 513", "memory 513,512"),
        ("run_seconds = 1801", "run 1801,1800"),
        ("memory_mib = 0", "nothing "),
    ] {
        let expected = format!("fail checked-cause-limit-{expected}");
        assert_eq!(limits(line), expected, "{line}");
    }
    let size = |bytes: &str| {
        asking(&MANIFEST.replace("max_bytes = 1000000", &format!("max_bytes = {bytes}")))
    };
    assert_eq!(size("2147483648"), "pass");
    assert_eq!(
        size("2147483649"),
        "fail checked-cause-limit-output 2147483649,2147483648,out.csv"
    );
}

#[test]
fn one_for_another_generation_of_the_program_is_refused_as_that() {
    let made = Made::new("", &[]);
    made.manifest("abi = 1", "abi = 2");
    let all_else: Vec<_> = ["package.", "binary."].into();
    let all_else = [&all_else[..], &super::UNLOADED].concat();
    let mut expected = with_skipped(&["package.manifest fail"], &all_else);
    expected.retain(|told| !told.starts_with("package.signature"));
    assert_eq!(made.found(), expected);
    let told = told(&tried(&made, "package.manifest"));
    assert!(told.starts_with("fail slip-abi "), "{told}");
    assert!(
        told.ends_with(",3,7,2,1"),
        "line, column, found, own: {told}"
    );
}
