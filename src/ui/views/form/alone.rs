//! One field of a form on its own, for whoever asks for a single value: the same editor, the same
//! parser, the same faults.

use super::entry::Entry;
use super::{Form, Part};
use crate::domain::book::Kind;
use crate::schema::Value;
use crate::service::Column;
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use std::cell::Cell;

impl Form {
    /// A stored column of this kind, with nothing in it.
    pub(in crate::ui::views) fn alone(kind: Kind, column: Column, ctx: &Ctx) -> Self {
        let record = kind.blank();
        let entries = ctx.office().map_or_else(
            |_| Vec::new(),
            |office| vec![Entry::new(0, &record, column, true, office, &ctx.words)],
        );
        Self {
            parts: vec![Part { was: None, record }],
            entries,
            focus: 0,
            heads: Vec::new(),
            home_of: None,
            together: Vec::new(),
            top: Cell::new(0),
        }
    }

    /// What it holds; nothing where that is wrong, which then stands under it.
    pub(in crate::ui::views) fn answer(&mut self, ctx: &Ctx) -> Option<Value> {
        let (Some(entry), Ok(office)) = (self.entries.first_mut(), ctx.office()) else {
            return None;
        };
        entry.take(office);
        entry.leave(office);
        if entry.fault.is_some() {
            return None;
        }
        entry.value(office).ok()
    }

    /// The rows that it takes.
    pub(in crate::ui::views) fn rows(&self, width: u16, ctx: &Ctx) -> u16 {
        self.rows_of(0, width, ctx)
    }

    /// Draws it.
    pub(in crate::ui::views) fn draw_alone(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_entries(canvas, ctx);
    }
}
