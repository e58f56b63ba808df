use super::ChildFile;
use crate::domain::book::Kind;
use crate::domain::caregiver::Relation;
use crate::domain::child::Category;
use crate::domain::due::Rule;
use crate::schema::{Day, FieldType, Id, Value, Words, number};
use crate::service::plain::without_numbers;
use crate::service::show::show;
use crate::service::{Column, Office, Row};

/// What a bit of a line says of itself, as a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// 马上办.
    Urgent,
    /// 要留意.
    Watch,
    /// 好了.
    Good,
    /// 不急, 没有.
    Later,
    /// 没填.
    Unknown,
    /// 不行.
    Refused,
}

/// A bit of a line: plain text, or a sign and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bit {
    /// Its sign.
    pub mark: Option<Mark>,
    /// Its text.
    pub text: String,
}

/// What "why" is asked about on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The due item at this place of the file's list.
    Due(usize),
    /// All the categories that hold or are told.
    Categories,
    /// One category.
    Category(Category),
    /// A rule that isn't due now.
    Rule(Rule),
}

crate::choices! {
    /// A section of the file, in its order.
    Section "file" {
        Basics "basics" ["基本"],
        Now "now" ["现状"],
        Home "home" ["住"],
        Father "father" ["父亲"],
        Mother "mother" ["母亲"],
        Care "care" ["照料"],
        Guardianship "guardianship" ["监护"],
        Siblings "siblings" ["同家"],
        School "school" ["上学"],
        Health "health" ["身体"],
        Papers "papers" ["缺证"],
        Checked "checked" ["核实"],
        Note "note" ["备注"],
        Local "local" ["本地栏目"],
    }
}

/// A line of the file, with what can be done on it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Where it stands.
    pub section: Section,
    /// What it says.
    pub bits: Vec<Bit>,
    /// The record that it is about, where that is another one.
    pub opens: Option<(Kind, Id)>,
    /// The field that one changes here, and of which record.
    pub changes: (Kind, Id, &'static str),
    /// Nobody is recorded here: one adds somebody who is this to the child.
    pub adds: Option<Relation>,
    /// What "why" tells here.
    pub why: Option<Reason>,
}

impl ChildFile {
    /// The file line by line, in the words of a language; personal numbers masked or not.
    pub fn lines(&self, office: &Office, words: &dyn Words, masked: bool) -> Vec<Line> {
        let (Some(child), home) = (self.facts_of_child(), self.home()) else {
            return Vec::new();
        };
        let mut teller = Teller {
            file: self,
            office,
            words,
            masked,
            lines: Vec::new(),
        };
        teller.basics(child);
        teller.now();
        teller.home(home);
        teller.people(child);
        teller.siblings();
        teller.school(child);
        teller.health(child);
        teller.papers();
        teller.checked(child);
        teller.locals();
        teller.lines
    }
}

/// Tells the file, line by line.
pub(super) struct Teller<'a> {
    pub file: &'a ChildFile,
    pub office: &'a Office,
    pub words: &'a dyn Words,
    pub masked: bool,
    pub lines: Vec<Line>,
}

impl Teller<'_> {
    /// A line about a field of the child.
    pub(super) fn line(
        &mut self,
        section: Section,
        bits: Vec<Bit>,
        field: &'static str,
    ) -> &mut Line {
        let changes = (Kind::Child, self.file.child.id, field);
        self.lines.push(Line {
            section,
            bits,
            opens: None,
            changes,
            adds: None,
            why: None,
        });
        // It was pushed just now.
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }

    /// A line about another record.
    pub(super) fn about(
        &mut self,
        section: Section,
        bits: Vec<Bit>,
        of: &Row,
        field: &'static str,
    ) {
        let kind = of.record.kind();
        let line = self.line(section, bits, field);
        line.opens = Some((kind, of.id));
        line.changes = (kind, of.id, field);
    }

    /// The fields of the office's own, one a line: each is changed by itself.
    fn locals(&mut self) {
        for local in self.office.locals(Kind::Child) {
            let name = local.info.name;
            let column = Column::Local(local);
            let text = self
                .office
                .column_text(self.words, &self.file.child, column);
            let bit = if text.is_empty() {
                mark(Mark::Unknown, name)
            } else {
                plain(format!("{name} {text}"))
            };
            self.line(Section::Local, vec![bit], name);
        }
    }

    pub(super) fn word(&self, key: &str) -> String {
        self.words.word(key)
    }

    /// A field as people read it, masked as asked; nothing where it is empty.
    pub(super) fn field(&self, row: &Row, name: &str) -> Option<String> {
        let kind = row.record.kind();
        let index = kind.field_index(name)?;
        let value = row.record.at(index);
        if value.is_empty() {
            return None;
        }
        let field = &kind.fields()[index];
        Some(match (&value, field.ty) {
            (Value::Text(text), FieldType::Phone) if self.masked && field.role.sensitive => {
                number::mask_phone(text)
            }
            (Value::Text(text), _) if self.masked && field.role.sensitive => number::mask_id(text),
            // People write numbers into notes too.
            (Value::Text(text), FieldType::Note { .. }) if self.masked => without_numbers(text),
            // A blank alone would run phrases together.
            (Value::Choices(codes), FieldType::Choices(list, _)) => {
                let all = codes
                    .iter()
                    .map(|c| self.word(&format!("choice-{list}-{c}")));
                all.collect::<Vec<_>>().join(&self.word("list-comma"))
            }
            (value, ty) => show(&self.office.tables(), self.words, ty, value),
        })
    }

    /// A field with its name before it: 电话 139****0103.
    pub(super) fn named(&self, row: &Row, name: &str) -> Option<Bit> {
        let text = self.field(row, name)?;
        let key = format!("field-{}-{name}.label", row.record.kind().name());
        Some(plain(format!("{} {text}", self.word(&key))))
    }

    /// A field's text, or its name with a question mark.
    pub(super) fn field_or_name(&self, name: &str) -> Bit {
        match self.field(&self.file.child, name) {
            Some(text) => plain(text),
            None => self.lacks(&format!("field-child-{name}")),
        }
    }

    pub(super) fn lacks(&self, key: &str) -> Bit {
        mark(Mark::Unknown, self.word(key))
    }

    pub(super) fn years(&self, born: Option<Day>) -> Option<String> {
        let years = born?.years_until(self.file.today).to_string();
        Some(self.words.fill("file-years", &[("years", &years)]))
    }

    pub(super) fn list(&self, list: &str, codes: impl Iterator<Item = &'static str>) -> String {
        let all = codes.map(|c| self.word(&format!("choice-{list}-{c}")));
        all.collect::<Vec<_>>().join(&self.word("list-comma"))
    }
}

pub(super) fn plain(text: impl Into<String>) -> Bit {
    Bit {
        mark: None,
        text: text.into(),
    }
}

pub(super) fn mark(mark: Mark, text: impl Into<String>) -> Bit {
    Bit {
        mark: Some(mark),
        text: text.into(),
    }
}
