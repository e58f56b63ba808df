//! What is around the child: home, siblings, school, health, papers, and the care of the file.

use super::lines::{Bit, Mark, Reason, Section, Teller, mark, plain};
use crate::domain::child::Child;
use crate::domain::due::Rule;
use crate::domain::household::Household;
use crate::schema::Coded;

impl Teller<'_> {
    pub(super) fn home(&mut self, home: Option<&Household>) {
        let (Some(row), Some(home)) = (self.file.household.clone(), home) else {
            let bits = vec![self.lacks("file-no-home")];
            self.line(Section::Home, bits, "household");
            return;
        };
        let address = self.field(&row, "address").map(plain);
        let mut bits = vec![address.unwrap_or_else(|| self.lacks("field-household-address"))];
        let told = ["registered_place", "phone"];
        bits.extend(told.into_iter().filter_map(|name| self.named(&row, name)));
        if let Some(text) = self
            .field(&row, "poverty")
            .filter(|_| home.poverty.is_some_and(|p| p.code() != "none"))
        {
            let sign = home
                .poverty
                .is_some_and(|p| p.is_poor())
                .then_some(Mark::Watch);
            bits.push(Bit { mark: sign, text });
        }
        if let Some(text) = self.field(&row, "family_type") {
            let word = self.word("field-household-family_type");
            bits.push(plain(format!("{word} {text}")));
        }
        bits.extend(
            ["income", "relief"]
                .into_iter()
                .filter_map(|name| self.named(&row, name)),
        );
        self.about(Section::Home, bits, &row, "address");
        if let Some(note) = self.named(&row, "note") {
            self.about(Section::Home, vec![note], &row, "note");
        }
    }

    pub(super) fn siblings(&mut self) {
        for sibling in self.file.siblings.clone() {
            let Ok(child) = <&Child>::try_from(&sibling.record) else {
                continue;
            };
            let mut bits = vec![plain(child.name.clone())];
            bits.extend(self.field(&sibling, "sex").map(plain));
            bits.extend(self.years(child.birth_day).map(plain));
            bits.extend(self.field(&sibling, "village").map(plain));
            self.about(Section::Siblings, bits, &sibling, "name");
        }
    }

    pub(super) fn school(&mut self, child: &Child) {
        use crate::domain::child::Schooling::{DroppedOut, NotAtSchool};
        let mut bits = vec![self.field_or_name("schooling")];
        if matches!(child.schooling, Some(DroppedOut | NotAtSchool)) {
            bits[0].mark = Some(Mark::Watch);
        }
        let row = &self.file.child;
        bits.extend(
            ["school", "class"]
                .into_iter()
                .filter_map(|n| self.field(row, n).map(plain)),
        );
        bits.extend(
            child
                .boarding
                .map(|boards| plain(self.word(if boards { "file-boards" } else { "file-walks" }))),
        );
        self.line(Section::School, bits, "schooling");
    }

    pub(super) fn health(&mut self, child: &Child) {
        let mut bits = vec![self.field_or_name("health")];
        if child.is_disabled() || child.health.iter().any(|h| h.code() != "healthy") {
            bits[0].mark = Some(Mark::Watch);
        }
        let row = &self.file.child;
        bits.extend(self.named(row, "disability"));
        bits.extend(self.field(row, "grade").map(plain));
        bits.extend(self.named(row, "disability_card"));
        bits.extend(self.named(row, "illness"));
        self.line(Section::Health, bits, "health");
    }

    pub(super) fn papers(&mut self) {
        let papers = &self.file.papers;
        let mut bits: Vec<Bit> = papers
            .iter()
            .map(|p| {
                mark(
                    Mark::Watch,
                    self.word(&format!("choice-paper-{}", p.code())),
                )
            })
            .collect();
        if bits.is_empty() {
            bits.push(mark(Mark::Good, self.word("file-no-papers-missing")));
        }
        let field = papers.first().map_or("registered", |p| match p.code() {
            "hukou" => "registered",
            // A missing paper is called as its field.
            "birth_certificate" => "birth_certificate",
            "disability_card" => "disability_card",
            _ => "id_number",
        });
        self.line(Section::Papers, bits, field);
    }

    pub(super) fn checked(&mut self, child: &Child) {
        let fresh = self.file.fresh_until;
        let mut bits = match (child.checked, fresh) {
            (Some(day), Some(until)) => {
                let sign = (until < self.file.today).then_some(Mark::Watch);
                let args = [("day", day.iso()), ("until", until.iso())];
                vec![Bit {
                    mark: sign,
                    text: self.words.fill_with("file-checked-on", &args),
                }]
            }
            _ => vec![self.lacks("file-never-checked")],
        };
        bits.push(match child.national_entered {
            Some(day) => plain(self.words.fill("file-entered-on", &[("day", &day.iso())])),
            None => self.lacks("file-not-entered"),
        });
        self.line(Section::Checked, bits, "checked").why = Some(Reason::Rule(Rule::FileStale));
        if let Some(note) = self.field(&self.file.child, "note") {
            self.line(Section::Note, vec![plain(note)], "note");
        }
    }
}
