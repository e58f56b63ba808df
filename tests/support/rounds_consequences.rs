//! Struck down while a talk is noted, a post ends with why, somebody is recommended: the record and
//! whatever goes with it, or nothing. Supervisors, whom no other round counts.

use super::{Seen, Sort, Yard, whole_or_nothing, words};
use serde_json::Value as Json;
use tongdu::domain::book::Kind;

pub(super) const TALK: Sort = Sort {
    name: "talk",
    before: |yard| {
        vec![add(&format!(
            "worker name={} role=supervisor",
            who("谈", yard)
        ))]
    },
    verb: |yard| {
        let who = who("谈", yard);
        add(&format!(
            "talk worker={who} day=2025-01-06 kind=指导谈话 about=走访"
        ))
    },
    fed: None,
    far: Yard::journal,
    judge: whole_or_nothing,
    again: false,
};

pub(super) const ADJUSTED: Sort = Sort {
    name: "post ended",
    before: |yard| {
        let who = who("调", yard);
        // Trained, so that the gate has nothing to ask.
        let worker = format!("worker name={who} role=supervisor first_training=2020-01-06");
        vec![
            add(&worker),
            add(&format!("post worker={who} from=2020-02-03")),
        ]
    },
    verb: |yard| {
        let who = who("调", yard);
        add(&format!(
            "adjustment worker={who} day=2025-01-06 kind=卸任 reason=本人辞任"
        ))
    },
    fed: None,
    far: Yard::journal,
    judge: with_its_end,
    again: false,
};

pub(super) const RECOMMENDED: Sort = Sort {
    name: "recommended",
    before: |yard| {
        // Those of rounds before, so that there is always somebody left.
        let given = objects(yard, "--json list commendation");
        let retire = |one: &Json| {
            let number = one["number"].to_string();
            ["retire", "commendation", &number, "--reason", "再试"]
                .map(str::to_owned)
                .into()
        };
        given.iter().map(retire).collect()
    },
    verb: |yard| {
        let all = objects(yard, "--json review recommend");
        let id = all.first().and_then(|one| one["id"].as_str()).unwrap();
        ["review", "recommend", id, "--reason", "走访扎实"]
            .map(str::to_owned)
            .into()
    },
    fed: None,
    far: Yard::journal,
    judge: whole_or_nothing,
    again: false,
};

/// Somebody of this round alone; invented.
fn who(name: &str, yard: &Yard) -> String {
    format!("欧阳{name}{}", yard.round)
}

fn add(what: &str) -> Vec<String> {
    words(&format!("add {what}"))
}

fn objects(yard: &Yard, asked: &str) -> Vec<Json> {
    let said = yard.in_peace(&words(asked)).unwrap();
    said.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn with_its_end(seen: &Seen<'_>) -> Result<bool, String> {
    let count = |kind| seen.changed.iter().filter(|(k, _)| *k == kind).count();
    let (posts, why) = (count(Kind::Post), count(Kind::Adjustment));
    if posts != why {
        return Err(format!("{posts} posts end with {why} reasons"));
    }
    whole_or_nothing(seen)
}
