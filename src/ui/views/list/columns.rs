//! Which columns a list has, how wide they may be, and how a cell reads.

use super::register;
use super::source::Source;
use crate::domain::book::Kind;
use crate::schema::{Day, FieldType, Words};
use crate::service::{Column, Computed};
use crate::ui::context::Ctx;
use crate::ui::text;
use crate::ui::widgets::{Cell, grid};

/// The widest that a name gets, where it isn't the title.
pub(super) const NAME: u16 = 12;

/// The most that a column grows for its head's sake.
const HEAD: u16 = 8;

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Col {
    /// One that the kind has.
    Of(Column),
    /// One that only the directors' register has.
    Register(register::Col),
}

impl Col {
    /// Those that a list shows unless people choose others; the office's own stand last.
    pub fn usual(source: Source, ctx: &Ctx) -> Vec<Self> {
        let kind = source.kind();
        // Sessions are looked for by day.
        let chosen: &[&str] = match source {
            Source::Kind(Kind::Session) => {
                &["day", "training", "name", "place", "enrolled", "attended"]
            }
            Source::Kind(Kind::Child) => &[
                "name", "age", "sex", "village", "risk", "category", "priority", "cared_by",
                "complete",
            ],
            // The parts stand in the record.
            Source::Kind(Kind::Inspection) => {
                &["village", "checked", "kind", "planned", "done", "to_settle"]
            }
            Source::Kind(Kind::Finding) => &["what", "settled", "found_in", "owner", "due"],
            Source::Register | Source::Kind(_) => &[],
        };
        let named = |name: &&str| Column::named(kind, name).map(Self::Of);
        let mut usual: Vec<Self> = match source {
            Source::Register => register::columns(ctx),
            _ if chosen.is_empty() => Column::listed(kind).into_iter().map(Self::Of).collect(),
            _ => chosen.iter().filter_map(named).collect(),
        };
        let locals = ctx
            .office()
            .map_or_else(|_| Vec::new(), |office| office.locals(kind));
        let listed = locals.into_iter().filter(|local| local.info.role.listed);
        usual.extend(listed.map(|local| Self::Of(Column::Local(local))));
        usual
    }

    /// Those that it could show, the usual ones first.
    pub fn all(source: Source, ctx: &Ctx) -> Vec<Self> {
        let mut all = Self::usual(source, ctx);
        let names: Vec<String> = all.iter().map(|col| col.name(source)).collect();
        let kind = source.kind();
        let every = ctx
            .office()
            .map_or_else(|_| Column::all(kind), |o| o.columns(kind));
        let others = every.into_iter().filter(|column| {
            column.showable(kind) && !names.iter().any(|n| n == column.name(kind))
        });
        all.extend(others.map(Self::Of));
        all
    }

    /// What the session remembers it by.
    pub fn name(self, source: Source) -> String {
        match self {
            Self::Of(column) => column.name(source.kind()).to_owned(),
            Self::Register(col) => col.name().to_owned(),
        }
    }

    /// Its word.
    pub fn word(self, source: Source, ctx: &Ctx) -> String {
        match self {
            Self::Of(column) => column.word(source.kind(), &ctx.words),
            Self::Register(col) => col.head(ctx.today(), ctx).head,
        }
    }

    /// Its head and width; the register's is that of a day.
    pub fn head(self, source: Source, day: Day, ctx: &Ctx) -> grid::Column {
        match self {
            Self::Of(column) => head(source.kind(), column, &ctx.words),
            Self::Register(col) => col.head(day, ctx),
        }
    }

    /// The column of the kind behind it.
    pub fn column(self) -> Option<Column> {
        match self {
            Self::Of(column) => Some(column),
            Self::Register(_) => None,
        }
    }
}

fn head(kind: Kind, column: Column, words: &dyn Words) -> grid::Column {
    // The short word, where a field has one: heads are as narrow as their columns.
    let word = column.label(kind, words);
    let (min, max) = room(kind, column, words);
    // A cut head says nothing either.
    let min = min.max(text::width(&word).min(HEAD));
    if column.ty(kind).right_aligned() {
        grid::Column::numbers(word, min, max)
    } else {
        grid::Column::words(word, min, max)
    }
}

/// The fewest and the most cells of a column.
fn room(kind: Kind, column: Column, words: &dyn Words) -> (u16, u16) {
    let name = column.name(kind) == "name";
    match (column, column.ty(kind)) {
        (Column::Computed(Computed::Director), _) => (8, 22),
        (_, FieldType::Text { .. }) if name => (6, 16),
        (_, FieldType::Text { .. } | FieldType::Note { .. }) => (6, 20),
        (_, FieldType::Link(_)) => (6, 22),
        (_, FieldType::Day) => (10, 10),
        (_, FieldType::Phone) => (11, 13),
        (_, FieldType::IdNumber) => (18, 18),
        (_, FieldType::Division) => (12, 12),
        (_, FieldType::Choices(..)) => (8, 18),
        (_, FieldType::Choice(list, all)) => {
            // A cut choice says nothing.
            let word = |code: &str| text::width(&words.choice(list, code));
            let widest = all
                .iter()
                .map(|choice| word(choice.code))
                .max()
                .unwrap_or(2);
            (widest.min(12), widest.max(12))
        }
        _ => (4, 8),
    }
}

/// A cell as it reads; a village without a director says so where the name would stand.
pub(super) fn cell(kind: Kind, column: Column, text: String, words: &dyn Words) -> Cell {
    if text.is_empty() && kind == Kind::Village && column == Column::Computed(Computed::Director) {
        return Cell::text(words.word("rule-no_director"));
    }
    Cell::text(text)
}
