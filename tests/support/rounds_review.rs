//! Struck down while a director is told a review: all its items and the review, or nothing.

use super::{Sort, Yard, whole_or_nothing, words};
use serde_json::Value as Json;

pub(super) const TELL: Sort = Sort {
    name: "review",
    before: back_to_a_draft,
    verb: |yard| vec!["review".into(), "tell".into(), first(yard).0],
    fed: None,
    far: Yard::journal,
    judge: whole_or_nothing,
    again: false,
};

/// The first review that isn't signed, which has all its points, and how far it is.
fn first(yard: &Yard) -> (String, String) {
    let listed = yard.program(&words("--json list review")).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let all = listed.lines().map(|line| {
        let review: Json = serde_json::from_str(line).unwrap();
        let stage = review["stage"].as_str().unwrap_or_default().to_owned();
        (review["number"].as_u64().unwrap_or_default(), stage)
    });
    let open = all.filter(|(_, stage)| stage != "signed");
    let (number, stage) = open.min_by_key(|(number, _)| *number).unwrap();
    (number.to_string(), stage)
}

/// Told in the round before: taken back, so that it can be told again.
fn back_to_a_draft(yard: &Yard) -> Vec<Vec<String>> {
    let (number, stage) = first(yard);
    if stage == "draft" {
        return Vec::new();
    }
    let mut words = words("review reopen N --reason");
    words[2] = number;
    words.push(format!("第{}轮", yard.round));
    vec![words]
}
