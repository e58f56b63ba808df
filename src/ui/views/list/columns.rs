//! Which columns a list has, how wide they may be, and how a cell reads.

use crate::domain::book::Kind;
use crate::schema::{FieldType, Words};
use crate::service::{Column, Computed};
use crate::ui::text;
use crate::ui::widgets::{Cell, grid};

/// The widest that a name gets, where it isn't the title.
pub(super) const NAME: u16 = 12;

/// The columns of a kind's list.
pub(super) fn of(kind: Kind) -> Vec<Column> {
    // Sessions are looked for by day.
    let chosen: &[&str] = match kind {
        Kind::Session => &["day", "training", "name", "place", "enrolled", "attended"],
        _ => return Column::listed(kind),
    };
    chosen
        .iter()
        .filter_map(|name| Column::named(kind, name))
        .collect()
}

/// Their heads and widths.
pub(super) fn heads(kind: Kind, columns: &[Column], words: &dyn Words) -> Vec<grid::Column> {
    let head = |column: &Column| {
        // The short word, where a field has one: heads are as narrow as their columns.
        let word = match column {
            Column::Field(_) => words.word(&format!("{}.label", column.key(kind))),
            Column::Computed(_) => words.word(&column.key(kind)),
        };
        let (min, max) = room(kind, *column, words);
        if right(kind, *column) {
            grid::Column::numbers(word, min, max)
        } else {
            grid::Column::words(word, min, max)
        }
    };
    columns.iter().map(head).collect()
}

fn ty(kind: Kind, column: Column) -> Option<FieldType> {
    match column {
        Column::Field(i) => kind.fields().get(i).map(|f| f.ty),
        Column::Computed(_) => None,
    }
}

fn right(kind: Kind, column: Column) -> bool {
    match column {
        Column::Computed(c) => matches!(c, Computed::Enrolled | Computed::Attended),
        column => ty(kind, column).is_some_and(FieldType::right_aligned),
    }
}

/// The fewest and the most cells of a column.
fn room(kind: Kind, column: Column, words: &dyn Words) -> (u16, u16) {
    let name = column.name(kind) == "name";
    match (column, ty(kind, column)) {
        (Column::Computed(Computed::Enrolled | Computed::Attended), _) => (4, 8),
        (Column::Computed(Computed::Trained), _) => (10, 10),
        (Column::Computed(Computed::Director), _) => (8, 22),
        (Column::Computed(_), _) => (6, 12),
        (_, Some(FieldType::Text { .. })) if name => (6, 16),
        (_, Some(FieldType::Text { .. } | FieldType::Note { .. })) => (6, 20),
        (_, Some(FieldType::Link(_))) => (6, 22),
        (_, Some(FieldType::Day)) => (10, 10),
        (_, Some(FieldType::Phone)) => (11, 13),
        (_, Some(FieldType::IdNumber)) => (18, 18),
        (_, Some(FieldType::Division)) => (12, 12),
        (_, Some(FieldType::Choices(..))) => (8, 18),
        (_, Some(FieldType::Choice(list, all))) => {
            // A cut choice says nothing.
            let word = |code: &str| text::width(&words.word(&format!("choice-{list}-{code}")));
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
