//! What is wanted of a check: which tests, which rows; and what was not run has not passed.

use std::path::Path;

use super::{Made, UNLOADED, not_passed, wishes, with_skipped};
use tongdu::plugin::check::{Subject, Verdict, check};

#[test]
fn what_was_not_run_has_not_passed() {
    let made = Made::new("", &[]);
    let subject = Subject::at(made.0.path(), None).expect("a folder");
    // No helper; and one that loads nothing.
    for (helper, loads) in [("/nowhere/tongdu", "skip"), ("/bin/true", "fail")] {
        let mut wishes = wishes();
        wishes.helper = Path::new(helper);
        let report = check(&subject, &wishes);
        let loads = format!("binary.loads {loads}");
        let expected = with_skipped(&[&loads], &UNLOADED);
        assert_eq!(not_passed(&report), expected, "{helper}");
    }
}

#[test]
fn a_seed_and_a_choice_of_tests_are_kept_to() {
    let made = Made::new("percent", &[]);
    let subject = Subject::at(&made.path("plugin.toml"), None).expect("there");
    let mut few = wishes();
    few.include = vec!["fuzz".into(), "life.".into()];
    few.exclude = vec!["life.m".into()];
    let report = check(&subject, &few);
    let run: Vec<_> = report.checked.iter().map(|one| one.id).collect();
    let expected = [
        "life.usual",
        "life.zero_rows",
        "life.one_row",
        "life.required_only",
        "life.batches",
        "fuzz.rows",
    ];
    assert_eq!(run, expected);
    let cause = |seed: u64| {
        let mut wishes = wishes();
        (wishes.seed, wishes.include) = (seed, vec!["fuzz".into()]);
        let report = check(&subject, &wishes);
        format!("{:?}", report.checked[0].cause)
    };
    assert_eq!(cause(7), cause(7));
}

#[test]
fn a_failed_trial_is_made_again_by_its_own_seed() {
    let made = Made::new("two_faces", &[]);
    let subject = Subject::at(&made.path("plugin.toml"), None).expect("there");
    let fuzz = |seed: u64| {
        let mut wishes = wishes();
        (wishes.seed, wishes.include) = (seed, vec!["fuzz.rows".into()]);
        check(&subject, &wishes).checked.remove(0)
    };
    // A seed is looked for whose own rows do no harm, but those of one of the next two.
    let mut seeds = (1..60).map(|seed| (seed, fuzz(seed)));
    let late = seeds.find(|(seed, one)| one.verdict == Verdict::Crash && one.seed != *seed);
    let (first, late) = late.expect("one of so many");
    assert!((first + 1..first + 3).contains(&late.seed), "{late:?}");
    let again = fuzz(late.seed);
    assert_eq!((again.verdict, again.seed), (Verdict::Crash, late.seed));
    assert_eq!(again.cause, late.cause);
}
