//! Where there is nothing of the kind, nothing has passed; and what a text looks like is shown.

use super::{MANIFEST, Made, wishes};
use tongdu::plugin::check::{Cause, Subject, Verdict, check};

/// The tests that found nothing to try, with why.
fn idle(made: &Made) -> Vec<String> {
    let subject = Subject::at(&made.path("plugin.toml"), None).expect("there");
    let checked = check(&subject, &wishes()).checked;
    let idle = checked.iter().filter(|one| one.is_idle()).map(|one| {
        assert_eq!(one.verdict, Verdict::Skip);
        let cause = one.cause.as_ref().map_or("", Cause::code);
        format!("{} {cause}", one.id)
    });
    idle.collect()
}

/// What a plug-in without layout, signature and policy has nothing of.
const USUAL: [&str; 5] = [
    "package.agency checked-idle-recipients",
    "package.purpose checked-idle-recipients",
    "package.layout checked-idle-layout",
    "package.hashes checked-idle-hashes",
    "package.signature checked-idle-signature",
];

#[test]
fn a_test_that_finds_nothing_of_the_kind_says_so() {
    assert_eq!(idle(&Made::new("", &[])), USUAL);
    // Days alone: nothing of what is tried with texts.
    let days = Made::new("", &[]);
    let (a, b) = (
        MANIFEST
            .find("[[dataset.field]]\nname = 'name'")
            .expect("it"),
        MANIFEST
            .find("[[dataset.field]]\nname = 'born'")
            .expect("it"),
    );
    let text = [&MANIFEST[..a], &MANIFEST[b..]].concat();
    std::fs::write(days.path("plugin.toml"), text).expect("room");
    let of_texts = [
        "values.rare_characters",
        "values.long_numbers",
        "values.quotes",
        "values.lines",
        "values.formulas",
        "outputs.unused",
    ];
    let of_texts = of_texts.map(|id| format!("{id} checked-idle-texts"));
    assert_eq!(idle(&days)[USUAL.len()..], of_texts);
    days.is(&[], &[], "days alone");
    // A file of a kind that nobody here can look into.
    let other = Made::new("", &[]);
    let text = MANIFEST.replace("text/csv", "application/octet-stream");
    std::fs::write(
        other.path("plugin.toml"),
        text.replace("out-{date}.csv", "out-{date}.bin"),
    )
    .expect("room");
    let kinds = ["package.files", "outputs.well_formed"];
    let kinds = kinds.map(|id| format!("{id} checked-idle-kinds"));
    assert_eq!(idle(&other)[USUAL.len()..], kinds);
}

#[test]
fn rows_that_hardly_grow_measure_nothing() {
    let made = Made::new("leaks", &[]);
    let subject = Subject::at(&made.path("plugin.toml"), None).expect("there");
    let mut few = wishes();
    (few.rows, few.include) = (900, vec!["life.memory".into()]);
    let [one] = &check(&subject, &few).checked[..] else {
        panic!("one");
    };
    assert_eq!(one.verdict, Verdict::Skip);
    let cause = one.cause.as_ref().map_or("", Cause::code);
    assert_eq!((cause, one.is_idle()), ("checked-cause-few-rows", false));
}

#[test]
fn the_first_lines_of_a_text_are_shown() {
    let made = Made::new("", &[]);
    let text = MANIFEST.replace("out-{date}.csv", "out-{date}.txt");
    let text = text.replace("text/csv", "text/plain; charset=utf-8");
    std::fs::write(made.path("plugin.toml"), text).expect("room");
    let report = made.checked();
    let [table] = &report.tables[..] else {
        panic!("{:?}", report.tables);
    };
    assert_eq!((table.output.as_str(), table.heading.len()), ("out.csv", 0));
    assert_eq!(
        (table.rows.len(), &table.rows[0]),
        (8, &vec!["name,note,born".into()])
    );
    assert!(table.rows[1][0].contains("note0"), "{:?}", table.rows[1]);
}
