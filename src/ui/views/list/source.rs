//! Where a list's rows come from: the records of a kind, or the directors' register, which has a
//! line for each village and director.

use super::{register, signs};
use crate::domain::book::Kind;
use crate::schema::{Id, Value};
use crate::service::{DirectorLine, Office, Query, Row};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use std::sync::Arc;

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The records of a kind.
    Kind(Kind),
    /// Villages with their directors.
    Register,
}

/// A row of a list.
pub(super) struct Item {
    /// The record behind it; a vacancy's is the village's.
    pub row: Arc<Row>,
    /// What stands before it.
    pub sign: Option<Sign>,
    /// In the register, the line.
    pub line: Option<DirectorLine>,
}

impl Item {
    /// What it is a record of.
    pub fn kind(&self) -> Kind {
        self.row.record.kind()
    }

    /// A village without anybody, in the register.
    pub fn is_vacancy(&self) -> bool {
        self.line.as_ref().is_some_and(|line| line.worker.is_none())
    }

    /// What tells it from every other row: somebody may have two villages.
    pub fn key(&self) -> (Id, Option<Id>) {
        (
            self.row.id,
            self.line.as_ref().and_then(|line| line.village),
        )
    }
}

impl Source {
    /// The kind that its filters, its marks and its new records are of.
    pub fn kind(self) -> Kind {
        match self {
            Self::Kind(kind) => kind,
            Self::Register => Kind::Worker,
        }
    }

    /// The end of the key of its word, `many-NAME`; and what the session remembers it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.name(),
            Self::Register => "director",
        }
    }

    /// The rows that a query asks for. Without an order of its own, what must be done first
    /// stands first.
    pub fn rows(self, office: &Office, query: &Query, ctx: &Ctx) -> Vec<Item> {
        match self {
            Self::Register => lines(office, query, ctx),
            Self::Kind(kind) => {
                let rows = office.list(&ctx.words, kind, query).rows;
                let signs = signs::of(office, kind, &rows);
                let both = signs.into_iter().zip(rows);
                let item = |(sign, row)| Item {
                    row,
                    sign,
                    line: None,
                };
                let mut items: Vec<Item> = both.map(item).collect();
                if query.sort.is_some() {
                    return items;
                }
                if kind == Kind::Session {
                    // The next one and the last ones are what people come for.
                    let day = |item: &Item| (item.row.record.value("day"), item.row.number);
                    items.sort_by_cached_key(|item| std::cmp::Reverse(day(item)));
                } else if kind == Kind::Inspection {
                    items.sort_by_cached_key(|item| (signs::rank(item.sign), calendar(item)));
                } else if kind == Kind::Draw {
                    items.sort_by_key(|item| std::cmp::Reverse(item.row.number));
                } else {
                    items.sort_by_key(|item| signs::rank(item.sign));
                }
                items
            }
        }
    }
}

fn lines(office: &Office, query: &Query, ctx: &Ctx) -> Vec<Item> {
    let lines = office.register_of(&ctx.words, query);
    let tables = office.tables();
    let item = |line: DirectorLine| {
        let row = match (line.worker, line.village) {
            (Some(id), _) => tables.row(Kind::Worker, id)?,
            (None, village) => tables.row(Kind::Village, village?)?,
        };
        Some(Item {
            row: Arc::clone(row),
            sign: Some(register::sign(&line)),
            line: Some(line),
        })
    };
    lines.into_iter().filter_map(item).collect()
}

/// What is still to come in the order of its day, what was done the newest first.
fn calendar(item: &Item) -> (i32, u32) {
    let day = |name| match item.row.record.value(name) {
        Value::Day(day) => Some(day.0),
        _ => None,
    };
    let done = day("done").map(|done| -done);
    (done.or(day("planned")).unwrap_or(i32::MAX), item.row.number)
}
