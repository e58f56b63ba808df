//! The notice of an adjustment 调整通知 on paper: whose post ends when and why, who decided it, lines
//! to sign. It names no child.

use super::{Office, Problem};
use crate::domain::adjustment::{Adjustment, AdjustmentReason, AdjustmentType};
use crate::domain::book::{Kind, Record};
use crate::domain::post::Post;
use crate::schema::{Coded, Day, Id, Words};
use std::path::Path;

impl Office {
    /// Writes the notice of an adjustment to a new file, and logs that it was printed.
    ///
    /// # Errors
    /// No such adjustment; a file of that name is there already; the disk or the log refuses.
    pub fn print_adjustment(&self, words: &dyn Words, id: Id, path: &Path) -> Result<(), Problem> {
        let text = self.adjustment_notice(words, id)?;
        self.put_on_paper(path, &text, &[(Kind::Adjustment, &[id])])
    }

    fn adjustment_notice(&self, words: &dyn Words, id: Id) -> Result<String, Problem> {
        self.require(Kind::Adjustment)?;
        let row = self.row(Kind::Adjustment, id).filter(|row| !row.retired);
        let Some(Record::Adjustment(facts)) = row.as_deref().map(|row| &row.record) else {
            let problem = Problem::new("problem-no-such-record");
            return Err(problem.with("kind", Kind::Adjustment.name()));
        };
        let mut out = Vec::new();
        if self.demo() {
            out.push(words.word("demo-mark"));
        }
        out.push(words.word("adjustment-paper-title"));
        out.push(String::new());
        let name = facts
            .worker
            .map_or_else(String::new, |id| self.label(Kind::Worker, id));
        out.push(words.fill("adjustment-paper-to", &[("name", &name)]));
        out.push(String::new());
        out.extend(self.adjustment_body(words, facts));
        out.push(String::new());
        out.extend(why(words, facts));
        out.push(String::new());
        let line = "_".repeat(18);
        for key in [
            "adjustment-sign-worker",
            "adjustment-sign-village",
            "adjustment-sign-office",
        ] {
            out.push(words.fill(key, &[("line", &line)]));
            out.push(String::new());
        }
        let lines = out.iter().map(|line| format!("{}\n", line.trim_end()));
        Ok(lines.collect())
    }

    /// Which post ends, and what comes in its place.
    fn adjustment_body(&self, words: &dyn Words, facts: &Adjustment) -> Vec<String> {
        let label = |kind, id: Option<Id>| id.map_or_else(String::new, |id| self.label(kind, id));
        let row = facts.post.and_then(|id| self.row(Kind::Post, id));
        let post = row
            .as_deref()
            .and_then(|row| <&Post>::try_from(&row.record).ok());
        let village = post.and_then(|post| post.village);
        let (place, role) = match village {
            Some(village) => (self.label(Kind::Village, village), "one-director"),
            None => {
                let township = post.map_or("", |post| &post.township);
                let named = self.township_name(township);
                let place = if named.is_empty() {
                    self.place().name.clone()
                } else {
                    named
                };
                (place, "one-supervisor")
            }
        };
        let day = facts.day.unwrap_or_else(|| self.today());
        let from = post.and_then(|post| post.from);
        let (role, day, next) = (words.word(role), day.iso(), day.plus(1).iso());
        let from = from.map_or_else(|| "____".to_owned(), Day::iso);
        let args = [
            ("place", place.as_str()),
            ("role", &role),
            ("from", &from),
            ("day", &day),
        ];
        let mut out = vec![words.fill("adjustment-paper-ends", &args)];
        if facts.kind == Some(AdjustmentType::Moved) {
            let village = label(Kind::Village, facts.village);
            let args = [
                ("next", next.as_str()),
                ("village", &village),
                ("role", &role),
            ];
            out.push(words.fill("adjustment-paper-moves", &args));
        }
        if facts.successor.is_some() {
            let who = label(Kind::Worker, facts.successor);
            let args = [("next", next.as_str()), ("who", &who)];
            out.push(words.fill("adjustment-paper-successor", &args));
        }
        out
    }
}

/// Why, by whom it was decided, and for poor work the clause.
fn why(words: &dyn Words, facts: &Adjustment) -> Vec<String> {
    let mut out = Vec::new();
    let mut line = |key: &str, text: &str| {
        if !text.trim().is_empty() {
            out.push(words.fill(key, &[("text", text)]));
        }
    };
    let reason = facts.reason.map_or_else(String::new, |reason| {
        words.choice(AdjustmentReason::LIST, reason.code())
    });
    line("adjustment-paper-reason", &reason);
    line("adjustment-paper-explanation", &facts.explanation);
    line("adjustment-paper-decided", &facts.decided_by);
    if facts.reason == Some(AdjustmentReason::PoorWork) {
        out.push(words.word("adjustment-paper-clause"));
    }
    out
}
