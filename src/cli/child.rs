//! What of a child's file is beyond the field table: its computed lines.

use super::read::object;
use crate::domain::answer::Answer;
use crate::domain::book::Kind;
use crate::schema::{Coded, Value, Words};
use crate::service::file::ChildFile;
use crate::service::{Office, Problem, Row};
use crate::ui;
use serde_json::{Map, Value as Json, json};

/// The file of a child.
pub(super) fn file_of(office: &Office, row: &Row) -> Result<ChildFile, Problem> {
    let file = office.child_file(row.id);
    file.ok_or_else(|| Problem::new("problem-no-such-record").with("kind", Kind::Child.name()))
}

/// The file of a child as people read it, below its fields: what is computed, and the records
/// around it.
pub(super) fn lines(
    office: &Office,
    words: &dyn Words,
    row: &Row,
    masked: bool,
) -> Vec<Vec<String>> {
    let file = (row.record.kind() == Kind::Child).then(|| office.child_file(row.id));
    let Some(file) = file.flatten() else {
        return Vec::new();
    };
    let lines = file.lines(office, words, masked).into_iter();
    lines
        .map(|line| {
            let bits = line.bits.iter().map(|bit| match bit.mark {
                Some(mark) => format!("{} {}", ui::sign::Sign::from(mark).text(), bit.text),
                None => bit.text.clone(),
            });
            let text = bits.collect::<Vec<_>>().join("  ");
            let label = words.word(&format!("file-{}", line.section.code()));
            vec![label, text.replace('\n', " ")]
        })
        .collect()
}

/// What is computed of a child, and the records around it, with stable names.
pub(super) fn computed(
    object_of: &mut Map<String, Json>,
    office: &Office,
    row: &Row,
    masked: bool,
) {
    let file = (row.record.kind() == Kind::Child).then(|| office.child_file(row.id));
    let Some(file) = file.flatten() else { return };
    let answer = |answer: Answer| match answer {
        Answer::Yes => json!(true),
        Answer::No => json!(false),
        Answer::Unknown => Json::Null,
    };
    let standings = file.standings.iter().map(|s| {
        let facts = file.facts.iter().find(|(c, _)| *c == s.category);
        let facts = facts.map_or(&[][..], |(_, facts)| facts).iter();
        let facts: Map<String, Json> = facts
            .map(|(f, a)| (f.code().to_owned(), answer(*a)))
            .collect();
        json!({
            "category": s.category.code(), "computed": answer(s.computed), "told": s.told,
            "holds": s.holds(), "facts": facts,
        })
    });
    let standings: Vec<Json> = standings.collect();
    let born = match row.record.value("birth_day") {
        Value::Day(day) => Some(day.years_until(file.today)),
        _ => None,
    };
    let record = |row: &Row| Json::Object(object(office, row, masked));
    let person =
        |row: &Row| json!({"number": row.number, "name": row.record.value("name").plain()});
    let due = |due: &crate::domain::due::Due| json!({"rule": due.rule.code(), "pressing": due.pressing.code(), "clause": due.rule.clause()});
    let codes = |codes: Vec<&str>| json!(codes);
    let more = [
        ("age", json!(born)),
        ("standings", json!(standings)),
        (
            "difficulties",
            codes(file.difficulties.iter().map(|d| d.code()).collect()),
        ),
        (
            "priorities",
            codes(file.priorities.iter().map(|p| p.code()).collect()),
        ),
        (
            "missing_papers",
            codes(file.papers.iter().map(|p| p.code()).collect()),
        ),
        (
            "lacking",
            codes(file.lacking.iter().map(|p| p.code()).collect()),
        ),
        ("complete", json!(file.complete)),
        ("fresh_until", json!(file.fresh_until.map(|day| day.iso()))),
        ("home", json!(file.household.as_deref().map(record))),
        (
            "caregivers",
            json!(file.caregivers().map(|row| record(row)).collect::<Vec<_>>()),
        ),
        (
            "siblings",
            json!(
                file.siblings
                    .iter()
                    .map(|row| person(row))
                    .collect::<Vec<_>>()
            ),
        ),
        (
            "directors",
            json!(
                file.directors
                    .iter()
                    .map(|row| person(row))
                    .collect::<Vec<_>>()
            ),
        ),
        ("due", json!(file.due.iter().map(due).collect::<Vec<_>>())),
    ];
    object_of.extend(more.map(|(name, value)| (name.to_owned(), value)));
}
