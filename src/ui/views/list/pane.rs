//! The side pane of a list on wide screens: the record of the focus. It follows the focus once no
//! key is waiting, so that it never delays one.

use super::List;
use crate::ui::canvas::Canvas;
use crate::ui::command::Cmd;
use crate::ui::context::Ctx;
use crate::ui::theme::Role;
use crate::ui::views::record::Beside;
use ratatui::layout::Size;
use std::cell::Cell;

/// Columns from which on there is room for it.
const WIDE: u16 = 110;
/// Cells of it.
const CELLS: u16 = 44;

/// The pane.
#[derive(Default)]
pub(super) struct Pane {
    record: Beside,
    /// Whether the keys are in it.
    focused: bool,
    /// Whether the screen had room for it; known only while drawing.
    drawn: Cell<bool>,
}

impl Pane {
    /// The records changed.
    pub fn spoil(&mut self) {
        self.record.spoil();
    }
}

impl List {
    fn pane_at(&self, width: u16) -> Option<u16> {
        (width >= WIDE && self.item().is_some() && !self.is_empty()).then(|| width - CELLS)
    }

    /// The pane's title, and where it begins.
    pub(super) fn split(&self, body: Size, ctx: &Ctx) -> Option<(u16, String)> {
        let at = self.pane_at(body.width)?;
        let (item, office) = (self.item()?, ctx.office().ok()?);
        Some((at, office.label(item.kind(), item.row.id)))
    }

    /// Tab goes to the pane and back; in it, keys move it, and Esc leaves it.
    pub(super) fn in_pane(&mut self, cmd: Cmd) -> bool {
        // A narrower screen has no pane to be in.
        self.pane.focused &= self.pane.drawn.get();
        match cmd {
            Cmd::NextPart | Cmd::PrevPart => {
                self.pane.focused = self.pane.drawn.get() && !self.pane.focused;
                true
            }
            Cmd::Back if self.pane.focused => {
                self.pane.focused = false;
                true
            }
            cmd => self.pane.focused && self.pane.record.command(cmd),
        }
    }

    /// Reads the record of the focus, unless it stands there already; whether it had to.
    pub(super) fn complete(&mut self, ctx: &Ctx) -> bool {
        let Some(row) = self.row().cloned() else {
            return false;
        };
        if !self.pane.drawn.get() || self.pane.record.shows(row.id) {
            return false;
        }
        self.pane.record.read(&row, CELLS - 1, ctx);
        true
    }

    /// Draws the list, and beside it the pane where there is room.
    pub(super) fn draw_both(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let (width, height) = (canvas.width(), canvas.height());
        let at = self.pane_at(width);
        self.pane.drawn.set(at.is_some());
        let Some(at) = at else {
            return self.draw_list(canvas, ctx);
        };
        let list = canvas.part(0, 0, at, height);
        let mut list = if self.pane.focused {
            list.unfocused()
        } else {
            list
        };
        self.draw_list(&mut list, ctx);
        for y in 0..height {
            let down = canvas.glyphs().down();
            canvas.put(at, y, down, Role::Text);
        }
        // Never another record's than the one under the focus: rather nothing for a moment.
        if self.row().is_some_and(|row| self.pane.record.shows(row.id)) {
            let mut pane = canvas.part(at + 1, 0, width - at - 1, height);
            self.pane.record.draw(&mut pane, self.pane.focused);
        }
    }
}
