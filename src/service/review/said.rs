//! How an item reads: its name, what the records say, points with one place behind the point.

use super::ReviewLine;
use crate::domain::book::Kind;
use crate::domain::child::Child;
use crate::domain::review::{Behind, Count, Evidence};
use crate::domain::rubric::Basis;
use crate::schema::{Coded, Day, Id, Score, Words};
use crate::service::Office;

/// Points with their tenth, as a review shows them.
pub fn points_text(score: Score) -> String {
    format!("{}.{}", score.0 / 10, score.0.abs() % 10)
}

/// Tenths that were added or taken off, with their sign.
pub fn change_text(tenths: i64) -> String {
    let sign = match tenths.signum() {
        1 => "+",
        -1 => "-",
        _ => "",
    };
    format!("{sign}{}", points_text(Score(tenths.abs())))
}

impl ReviewLine {
    /// What it is called: the office's own name, else the basis's word.
    pub fn named(&self, words: &dyn Words) -> String {
        if self.name.is_empty() {
            words.choice(Basis::LIST, self.basis.code())
        } else {
            self.name.clone()
        }
    }

    /// What the records say.
    pub fn said(&self, words: &dyn Words) -> String {
        match self.evidence {
            Evidence::Counted(count) => counted(words, self.basis, count),
            Evidence::NoRecords => words.word("review-no-records"),
            Evidence::Hidden => words.word("review-hidden"),
        }
    }

    /// The same as they stand now, where that is something else than what the director was told.
    pub fn said_now(&self, words: &dyn Words) -> Option<String> {
        self.since.map(|count| counted(words, self.basis, count))
    }
}

fn counted(words: &dyn Words, basis: Basis, count: Count) -> String {
    if count.due == 0 {
        return words.word("review-nothing-due");
    }
    let (met, due) = (count.met.to_string(), count.due.to_string());
    let key = format!("review-count-{}", basis.code());
    words.fill(&key, &[("met", &met), ("due", &due)])
}

impl Office {
    /// What a record behind a number is called, and what it lacks where it was missed. A director
    /// without training isn't called by name: the review is about them.
    pub fn called(&self, words: &dyn Words, behind: &Behind) -> String {
        let label = self.label(behind.kind, behind.id);
        match behind.kind {
            Kind::Worker if behind.met => words.word("review-trained"),
            Kind::Worker => words.word("review-untrained"),
            Kind::Child if !behind.met => self.missing_of(words, behind.id, &label),
            _ => label,
        }
    }

    /// A child's name with what its file lacks: parts, or a check for long.
    fn missing_of(&self, words: &dyn Words, id: Id, name: &str) -> String {
        let tables = self.tables();
        let found = tables.row(Kind::Child, id).and_then(|row| {
            let child = <&Child>::try_from(&row.record).ok()?;
            let changed = Day::of_millis(row.time);
            Some((
                tables.family(child).complete(),
                child.checked.unwrap_or(changed),
            ))
        });
        let Some((complete, last)) = found else {
            return name.to_owned();
        };
        let args = [
            ("name", name.to_owned()),
            ("percent", complete.to_string()),
            ("day", last.iso()),
        ];
        let key = if complete < 100 {
            "review-incomplete"
        } else {
            "review-stale"
        };
        words.fill_with(key, &args)
    }
}
