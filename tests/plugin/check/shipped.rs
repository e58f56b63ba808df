//! What came with the program passes; and what a change of its layout changes is shown.

use std::path::Path;

use crate::plugins::{HELPER, libraries};
use tongdu::plugin::check::{Subject, Table, Verdict, Wishes, check, differences};
use tongdu::plugin::discover::{beside, discover};
use tongdu::service::export::type_of;

/// Those that came with the program.
fn shipped() -> Vec<(String, Subject)> {
    let (found, refused) = discover(&beside(&libraries().join("tongdu")), &[]);
    assert!(refused.is_empty(), "{refused:?}");
    found
        .iter()
        .map(|found| (found.manifest.id.clone(), Subject::of(found)))
        .collect()
}

#[test]
fn what_came_with_the_program_passes_whole() {
    let mut seen = 0;
    for (id, subject) in shipped() {
        let mut wishes = Wishes::new(Path::new(HELPER), &type_of);
        wishes.jobs = 2;
        let report = check(&subject, &wishes);
        let not = report
            .checked
            .iter()
            .filter(|one| one.verdict != Verdict::Pass);
        // The build machine's own glibc is its packager's business.
        let not = not.filter(|one| !one.is_idle());
        let not: Vec<_> = not.filter(|one| one.id != "binary.glibc").collect();
        assert!(not.is_empty(), "{id}: {not:?}");
        assert!(!report.tables.is_empty(), "{id} shows no table");
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn a_changed_layout_is_shown_before_and_after() {
    let own = |from: &str, to: &str| {
        let mut all = shipped().into_iter();
        let (_, mut civil) = all.find(|(id, _)| id == "civil_affairs").expect("shipped");
        let layout = civil.layout.clone().expect("there");
        assert!(layout.contains(from), "{from}");
        civil.layout = Ok(layout.replacen(from, to, 1));
        civil
    };
    let mut wishes = Wishes::new(Path::new(HELPER), &type_of);
    wishes.include = vec!["life.usual".into()];
    let before = own("heading = \"姓名\"", "heading = \"姓名\"");
    let same = check(&own("width = 6", "width = 8"), &wishes);
    assert_eq!(differences(&before, &same.tables, &wishes), []);
    let renamed = check(
        &own("heading = \"姓名\"", "heading = \"本人姓名\""),
        &wishes,
    );
    let told = differences(&before, &renamed.tables, &wishes);
    let headings = |table: &Option<Table>| table.as_ref().map(|table| table.heading[1].clone());
    let told: Vec<_> = told
        .iter()
        .map(|(a, b)| (headings(a), headings(b)))
        .collect();
    let pair = (Some("姓名".to_owned()), Some("本人姓名".to_owned()));
    assert_eq!(told, [pair.clone(), pair], "in the workbook and in the CSV");
}
