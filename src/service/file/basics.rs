//! Who the child is, what it counts as, who is in charge, and what is due about it.

use super::lines::{Bit, Mark, Reason, Section, Teller, mark, plain};
use crate::domain::answer::Answer;
use crate::domain::book::Kind;
use crate::domain::category::Standing;
use crate::domain::child::{Category, Child, Risk};
use crate::domain::due::{Pressing, Rule};
use crate::schema::{Coded, Value};

impl Teller<'_> {
    pub(super) fn basics(&mut self, child: &Child) {
        let mut bits = vec![self.field_or_name("sex")];
        bits.extend(self.years(child.birth_day).map(plain));
        bits.push(self.field_or_name("birth_day"));
        bits.push(self.risk(child.risk));
        bits.extend(self.categories());
        let codes = self.file.priorities.iter().map(|p| p.code());
        let reasons = self.list("priority", codes);
        if !reasons.is_empty() {
            let text = self.words.fill("file-priority", &[("reasons", &reasons)]);
            bits.push(mark(Mark::Watch, text));
        }
        self.line(Section::Basics, bits, "risk").why = Some(Reason::Categories);
        self.differences();
        self.village();
        let row = &self.file.child;
        let number = self.named(row, "id_number");
        let mut bits = vec![number.unwrap_or_else(|| self.lacks("field-child-id_number"))];
        bits.push(match child.registered {
            Some(true) => plain(self.word("file-hukou")),
            Some(false) => mark(Mark::Watch, self.word("file-no-hukou")),
            None => self.lacks("field-child-registered"),
        });
        bits.extend(self.named(row, "origin"));
        bits.extend(self.named(row, "ethnicity"));
        let percent = self.file.complete.to_string();
        let full = if self.file.complete == 100 {
            Mark::Good
        } else {
            Mark::Later
        };
        bits.push(mark(
            full,
            self.words.fill("file-complete", &[("percent", &percent)]),
        ));
        let due = self
            .file
            .due
            .iter()
            .position(|d| d.rule == Rule::FileIncomplete);
        let why = due.map_or(Reason::Rule(Rule::FileIncomplete), Reason::Due);
        self.line(Section::Basics, bits, "id_number").why = Some(why);
    }

    fn risk(&self, risk: Option<Risk>) -> Bit {
        let sign = match risk {
            Some(Risk::Red) => Mark::Urgent,
            Some(Risk::Yellow) => Mark::Watch,
            Some(Risk::Blue) => Mark::Later,
            Some(Risk::Green) => Mark::Good,
            None => return self.lacks("field-child-risk"),
        };
        let text = self.field(&self.file.child, "risk").unwrap_or_default();
        mark(sign, text)
    }

    fn categories(&self) -> Vec<Bit> {
        let held = self.file.standings.iter().filter(|s| s.holds());
        let told = held.map(|s| {
            let word = self.word(&format!("choice-category-{}", s.category.code()));
            let codes = self.file.difficulties.iter().map(|d| d.code());
            let reasons = self.list("difficulty", codes);
            if s.category == Category::Difficult && !reasons.is_empty() {
                let args = [("category", word.as_str()), ("reasons", &reasons)];
                return plain(self.words.fill("file-category", &args));
            }
            plain(word)
        });
        told.collect()
    }

    /// Where the ledger's word is not what the facts say. A ledger that tells no category at all
    /// says nothing that could differ.
    fn differences(&mut self) {
        let standings = &self.file.standings;
        if standings.iter().all(|s| !s.told) {
            return;
        }
        let differing: Vec<Standing> = standings.iter().copied().filter(|s| s.differs()).collect();
        for standing in differing {
            let (sign, key) = match standing.computed {
                Answer::Unknown => (Mark::Unknown, "file-differs-unknown"),
                Answer::No => (Mark::Watch, "file-differs-no"),
                Answer::Yes => (Mark::Watch, "file-differs-yes"),
            };
            let word = self.word(&format!("choice-category-{}", standing.category.code()));
            let text = self.words.fill(key, &[("category", &word)]);
            self.line(Section::Basics, vec![mark(sign, text)], "categories")
                .why = Some(Reason::Category(standing.category));
        }
    }

    fn village(&mut self) {
        let village = match self.file.child.record.value("village") {
            Value::Link(id) => Some(id),
            _ => None,
        };
        let mut bits = Vec::new();
        bits.push(match village {
            Some(id) => plain(self.office.label(Kind::Village, id)),
            None => self.lacks("field-child-village"),
        });
        for director in &self.file.directors {
            let name = director.record.value("name").plain();
            let phone = director.record.value("phone").plain();
            let args = [("name", name.as_str()), ("phone", &phone)];
            bits.push(plain(self.words.fill("file-director", &args).trim_end()));
        }
        if self.file.directors.is_empty() && village.is_some() {
            bits.push(mark(Mark::Urgent, self.word("rule-no_director")));
        }
        let line = self.line(Section::Basics, bits, "village");
        line.opens = village.map(|id| (Kind::Village, id));
    }

    pub(super) fn now(&mut self) {
        if self.file.child.retired {
            let bits = vec![mark(Mark::Refused, self.word("record-retired"))];
            self.line(Section::Now, bits, "name");
        }
        for (at, due) in self.file.due.iter().enumerate() {
            let sign = match due.pressing {
                Pressing::Now => Mark::Urgent,
                Pressing::Soon => Mark::Watch,
                Pressing::Later => Mark::Later,
            };
            let bits = vec![mark(sign, self.office.due_what(self.words, due))];
            let field = settles(due.rule);
            self.line(Section::Now, bits, field).why = Some(Reason::Due(at));
        }
        if self.file.due.is_empty() && !self.file.child.retired {
            let bits = vec![mark(Mark::Good, self.word("file-nothing-due"))];
            self.line(Section::Now, bits, "name");
        }
    }
}

/// The field that settles what is due.
fn settles(rule: Rule) -> &'static str {
    match rule {
        Rule::FileStale => "checked",
        Rule::Turns14 | Rule::Turns16 | Rule::Turns18 => "birth_day",
        _ => "name",
    }
}
