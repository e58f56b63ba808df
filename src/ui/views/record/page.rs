//! What stands on a record's page, as labelled lines.

use super::{linked, past};
use crate::domain::book::Kind;
use crate::domain::due::Due;
use crate::schema::{FieldType, Local, Value};
use crate::service::{Column, Computed, Office, Revision, Row};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::sign::Sign;
use crate::ui::views::{dues, list};

/// A bit of a line: a sign and its word, or plain text.
#[derive(Clone, Debug, Default)]
pub(in crate::ui::views) struct Piece {
    pub sign: Option<Sign>,
    pub text: String,
}

impl Piece {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            sign: None,
            text: text.into(),
        }
    }

    /// A sign and its word.
    pub fn state(sign: Sign, text: impl Into<String>) -> Self {
        Self {
            sign: Some(sign),
            text: text.into(),
        }
    }
}

/// A line of the page.
#[derive(Clone, Debug, Default)]
pub(in crate::ui::views) struct Item {
    pub label: String,
    pub pieces: Vec<Piece>,
    /// A second label and its text, in the other half of the line.
    pub beside: Option<(String, Vec<Piece>)>,
    /// What Enter opens.
    pub target: Option<Place>,
    /// Which of the record's due items it is.
    pub due: Option<usize>,
    /// Which change of the record it tells of.
    pub change: Option<Revision>,
    /// Whether a section begins here.
    pub begins: bool,
}

impl Item {
    /// A line.
    pub fn new(label: impl Into<String>, pieces: Vec<Piece>) -> Self {
        Self {
            label: label.into(),
            pieces,
            ..Self::default()
        }
    }

    /// A sentence instead of a page.
    pub fn told(text: impl Into<String>) -> Self {
        Self::new("", vec![Piece::text(text)])
    }

    /// A line that Enter opens.
    pub fn leading(label: impl Into<String>, pieces: Vec<Piece>, target: Place) -> Self {
        Self {
            target: Some(target),
            ..Self::new(label, pieces)
        }
    }

    /// Whether nothing stands on it.
    pub fn is_blank(&self) -> bool {
        self.label.is_empty() && self.pieces.is_empty()
    }
}

/// What a page is made from.
pub(super) struct Page<'a> {
    pub office: &'a Office,
    pub ctx: &'a Ctx,
    pub row: &'a Row,
    pub unmasked: bool,
}

impl Page<'_> {
    /// All of it, in order: what is wrong stands first.
    pub fn items(&self, due: &[Due]) -> Vec<Item> {
        let sections = [
            self.now(due),
            self.fields(),
            linked::items(self),
            past::items(self),
        ];
        let mut items = Vec::new();
        for mut section in sections.into_iter().filter(|s| !s.is_empty()) {
            if !items.is_empty() {
                items.push(Item::default());
            }
            section[0].begins = true;
            items.append(&mut section);
        }
        items
    }

    fn now(&self, due: &[Due]) -> Vec<Item> {
        let label = self.ctx.word("record-now");
        let mut items = Vec::new();
        if self.row.retired {
            let word = self.ctx.word("record-retired");
            items.push(Item::new(&label, vec![Piece::state(Sign::Refused, word)]));
        }
        for (at, due) in due.iter().enumerate() {
            let what = dues::what(due, self.office, self.ctx);
            let label = if items.is_empty() { label.as_str() } else { "" };
            let piece = Piece::state(due.pressing.into(), what);
            items.push(Item {
                due: Some(at),
                ..Item::new(label, vec![piece])
            });
        }
        items
    }

    fn fields(&self) -> Vec<Item> {
        let kind = self.row.record.kind();
        let mut items = Vec::new();
        let mut waiting: Option<(String, Vec<Piece>)> = None;
        for (index, field) in kind.fields().iter().enumerate() {
            let label = self
                .ctx
                .word(&format!("field-{}-{}.label", kind.name(), field.name));
            let pieces = vec![self.field(index)];
            let wide = matches!(
                field.ty,
                FieldType::Note { .. } | FieldType::Link(_) | FieldType::Choices(..)
            );
            match (wide, waiting.take()) {
                (true, before) => {
                    items.extend(before.map(|(label, pieces)| Item::new(label, pieces)));
                    let target = self.linked(field.ty, index);
                    items.push(Item {
                        target,
                        ..Item::new(label, pieces)
                    });
                }
                (false, None) => waiting = Some((label, pieces)),
                (false, Some((left, text))) => items.push(Item {
                    beside: Some((label, pieces)),
                    ..Item::new(left, text)
                }),
            }
        }
        items.extend(waiting.map(|(label, pieces)| Item::new(label, pieces)));
        let locals = self.office.locals(kind);
        for pair in locals.chunks(2) {
            let (label, pieces) = self.local(&pair[0]);
            items.push(Item {
                beside: pair.get(1).map(|local| self.local(local)),
                ..Item::new(label, pieces)
            });
        }
        items.extend(self.computed());
        items
    }

    /// A field of the office's own.
    fn local(&self, local: &Local) -> (String, Vec<Piece>) {
        let column = Column::Local(*local);
        let text = self.office.column_text(&self.ctx.words, self.row, column);
        let piece = if text.is_empty() {
            Piece::state(Sign::Unknown, "")
        } else {
            Piece::text(text)
        };
        (local.info.name.to_owned(), vec![piece])
    }

    /// The listed fields, one below the other, and what is computed.
    pub fn listed(&self) -> Vec<Item> {
        let kind = self.row.record.kind();
        let fields = kind.fields().iter().enumerate();
        let listed = fields.filter(|(_, field)| field.role.listed);
        let mut items: Vec<Item> = listed
            .map(|(index, field)| {
                let key = format!("field-{}-{}.label", kind.name(), field.name);
                Item::new(self.ctx.word(&key), vec![self.field(index)])
            })
            .collect();
        let locals = self.office.locals(kind);
        for local in locals.iter().filter(|local| local.info.role.listed) {
            let (label, pieces) = self.local(local);
            items.push(Item::new(label, pieces));
        }
        items.extend(self.computed());
        items
    }

    fn linked(&self, ty: FieldType, index: usize) -> Option<Place> {
        match (ty, self.row.record.at(index)) {
            (FieldType::Link(kind), Value::Link(id)) => {
                Kind::from_name(kind).map(|kind| Place::Record { kind, id })
            }
            _ => None,
        }
    }

    fn field(&self, index: usize) -> Piece {
        let value = self.row.record.at(index);
        if value.is_empty() {
            return Piece::state(Sign::Unknown, "");
        }
        let words = &self.ctx.words;
        let text = if self.unmasked {
            self.office.text_unmasked(words, self.row, index)
        } else {
            self.office.text(words, self.row, index)
        };
        match (self.row.record.kind().fields()[index].name, value) {
            ("birth_day", Value::Day(day)) => {
                let years = day.years_until(self.office.today()).to_string();
                Piece::text(
                    self.ctx
                        .fill("record-age", &[("day", &text), ("years", &years)]),
                )
            }
            // A blank alone would run phrases together.
            (_, Value::Choices(codes)) => {
                let FieldType::Choices(list, _) = self.row.record.kind().fields()[index].ty else {
                    return Piece::text(text);
                };
                let words = codes
                    .iter()
                    .map(|code| self.ctx.word(&format!("choice-{list}-{code}")));
                Piece::text(words.collect::<Vec<_>>().join("  "))
            }
            ("risk", value) => Piece {
                sign: crate::ui::views::list::risk(&value),
                text,
            },
            _ => Piece::text(text),
        }
    }

    /// A computed column with the sign of its state.
    fn state(&self, computed: Computed, text: String) -> Piece {
        let not_yet = || self.ctx.word("choice-year-state-not_yet");
        let tables = self.office.tables();
        let workforce = tables.workforce_around(std::iter::once(self.row));
        let (id, today) = (self.row.id, self.office.today());
        match computed {
            Computed::Trained if text.is_empty() => Piece::state(Sign::Watch, not_yet()),
            Computed::Trained => Piece::state(Sign::Good, text),
            Computed::Rotation => Piece {
                sign: list::rotation(workforce.year_state(id, today.year(), today), self.ctx).sign,
                text,
            },
            Computed::Director if text.is_empty() => {
                Piece::state(Sign::Urgent, self.ctx.word("rule-no_director"))
            }
            _ if text.is_empty() => Piece::state(Sign::Later, ""),
            _ => Piece::text(text),
        }
    }

    /// What is computed and stored nowhere.
    fn computed(&self) -> Vec<Item> {
        let kind = self.row.record.kind();
        let shown = |computed: &Computed| {
            let text =
                self.office
                    .column_text(&self.ctx.words, self.row, Column::Computed(*computed));
            let label = self.ctx.word(&format!("column-{}.label", computed.name()));
            (label, vec![self.state(*computed, text)])
        };
        // A session's numbers stand in its roster's tally.
        let all = Computed::ALL
            .iter()
            .filter(|c| c.kind() == kind && kind != Kind::Session)
            .filter(|c| **c != Computed::Township || self.office.has_townships());
        let mut shown = all.map(shown);
        let mut items = Vec::new();
        while let Some((label, pieces)) = shown.next() {
            items.push(Item {
                beside: shown.next(),
                ..Item::new(label, pieces)
            });
        }
        items
    }
}
