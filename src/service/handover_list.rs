//! A handover on paper: who gives what to whom, every child and everything open, lines to sign.

use super::roster::pad;
use super::{Office, Problem, deadline, moment};
use crate::domain::book::{Kind, Record};
use crate::domain::child::Child;
use crate::domain::due::Due;
use crate::domain::handover::Handover;
use crate::schema::{Day, Id, Words};
use std::path::Path;

/// Cells of a name, and of a village.
const NAME: usize = 14;
const VILLAGE: usize = 14;

impl Office {
    /// Writes the list of a handover to a new file, and logs that it was printed, with every child
    /// on it. What can't be logged isn't left lying about.
    ///
    /// # Errors
    /// No such handover; the role may not see children; a file of that name is there already; the
    /// disk or the log refuses.
    pub fn print_handover(&self, words: &dyn Words, id: Id, path: &Path) -> Result<(), Problem> {
        let (text, children) = self.handover_list(words, id)?;
        let of = [(Kind::Child, &*children), (Kind::Handover, &[id])];
        self.put_on_paper(path, &text, &of)
    }

    /// The list as text for paper, and the children on it: as things stand now, which is what is
    /// signed for.
    fn handover_list(&self, words: &dyn Words, id: Id) -> Result<(String, Vec<Id>), Problem> {
        self.require(Kind::Child)?;
        let row = self.row(Kind::Handover, id).filter(|row| !row.retired);
        let Some(Record::Handover(facts)) = row.as_deref().map(|row| &row.record) else {
            return Err(Problem::new("problem-no-such-record").with("kind", Kind::Handover.name()));
        };
        let open = self.open_work(facts.village);
        let mut out: Vec<String> = self.handover_head(words, facts);
        out.push(String::new());
        let count = |n: usize| n.to_string();
        out.push(words.fill(
            "handover-list-children",
            &[("count", &count(open.children.len()))],
        ));
        let mut children = open.children;
        children.sort_by_cached_key(|id| {
            let tables = self.tables();
            let village = tables
                .get::<Child>(Kind::Child, *id)
                .and_then(|c| c.village);
            (village, tables.label(Kind::Child, *id))
        });
        for (n, child) in children.iter().enumerate() {
            out.push(format!("{:>4}  {}", n + 1, self.child_line(words, *child)));
        }
        out.push(String::new());
        out.push(words.fill("handover-list-due", &[("count", &count(open.due.len()))]));
        for (n, due) in open.due.iter().enumerate() {
            out.push(format!("{:>4}  {}", n + 1, self.open_line(words, due)));
        }
        out.push(String::new());
        for key in [
            "handover-sign-leaving",
            "handover-sign-taking",
            "handover-sign-witness",
        ] {
            let line = "_".repeat(18);
            out.push(words.fill(key, &[("line", &line)]));
            out.push(String::new());
        }
        Ok((out.join("\n"), children))
    }

    fn handover_head(&self, words: &dyn Words, facts: &Handover) -> Vec<String> {
        let label = |kind, id: Option<Id>| id.map_or_else(String::new, |id| self.label(kind, id));
        let place = match facts.village {
            Some(village) => self.label(Kind::Village, village),
            None => self.place().name.clone(),
        };
        let mut head = Vec::new();
        if self.demo() {
            head.push(words.word("demo-mark"));
        }
        let day = facts.day.map_or_else(String::new, Day::iso);
        head.push(words.fill("handover-list-title", &[("place", &place)]));
        let (from, to) = (
            label(Kind::Worker, facts.leaving),
            label(Kind::Worker, facts.taking),
        );
        let args = [("from", from.as_str()), ("to", &to), ("day", &day)];
        head.push(words.fill("handover-list-who", &args));
        head.push(words.fill("handover-list-printed", &[("when", &moment(self.now()))]));
        head
    }

    fn child_line(&self, words: &dyn Words, id: Id) -> String {
        let Some(row) = self.row(Kind::Child, id) else {
            return String::new();
        };
        let field = |name: &str| {
            let index = Kind::Child.field_index(name);
            index.map_or_else(String::new, |i| self.text(words, &row, i))
        };
        let parts = [
            pad(&field("name"), NAME),
            pad(&field("village"), VILLAGE),
            pad(&field("sex"), 4),
            pad(&field("birth_day"), 12),
            field("risk"),
        ];
        parts.join("").trim_end().to_owned()
    }

    fn open_line(&self, words: &dyn Words, due: &Due) -> String {
        let who = self.label(due.kind, due.id);
        let rule = words.word(&format!("rule-{}", due.rule.code()));
        let by = match due.put_off {
            Some(until) => words.fill("deadline-put-off", &[("day", &until.iso())]),
            None => deadline(words, due.deadline, self.today()),
        };
        format!(
            "{}{}{by}  {}",
            pad(&who, NAME),
            pad(&rule, 18),
            due.rule.clause()
        )
    }
}
