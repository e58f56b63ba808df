//! The record of the focus beside a list, on wide screens.

use super::page::{Item, Page, Piece};
use crate::domain::book::Kind;
use crate::schema::{Id, KeyClass};
use crate::service::Row;
use crate::ui::canvas::Canvas;
use crate::ui::command::Cmd;
use crate::ui::context::Ctx;
use crate::ui::text;
use crate::ui::views::dues;
use crate::ui::widgets::{Window, lines};
use std::sync::Arc;

/// A record in a pane.
#[derive(Default)]
pub(in crate::ui::views) struct Beside {
    of: Option<Id>,
    items: Vec<Item>,
    window: Window,
}

impl Beside {
    /// Whether it shows this record as it stands.
    pub fn shows(&self, id: Id) -> bool {
        self.of == Some(id)
    }

    /// The record changed: it has to be read again.
    pub fn spoil(&mut self) {
        self.of = None;
    }

    /// Reads a record. Of cases, whose reading is logged for each file that is opened, only what
    /// the list itself shows, and how many records lead to it: moving through a list must not
    /// read a file for every row that the focus passes.
    /// Sentences are broken for a pane of so many cells.
    pub fn read(&mut self, row: &Arc<Row>, cells: u16, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        let kind = row.record.kind();
        let page = Page {
            office,
            ctx,
            row,
            unmasked: false,
        };
        let items = if kind.class() == KeyClass::Cases {
            page.brief()
        } else {
            page.items(&dues::of(office, kind, row.id))
        };
        let narrow = items.into_iter().flat_map(unfolded);
        self.items = narrow.flat_map(|item| broken(item, cells)).collect();
        self.of = Some(row.id);
        self.window = Window::default();
    }

    /// Moves in it; whether that was a movement.
    pub fn command(&mut self, cmd: Cmd) -> bool {
        self.window.command(cmd, self.items.len())
    }

    /// Draws it; `focused` where the keys are in it.
    pub fn draw(&self, canvas: &mut Canvas<'_>, focused: bool) {
        let range = self.window.range(canvas.height(), self.items.len());
        for (y, at) in (0..canvas.height()).zip(range) {
            self.items[at].draw(canvas, y);
            if focused && at == self.window.cursor() {
                lines::focus(canvas, y);
            }
        }
    }
}

/// What stands beside goes below: a pane is narrow.
fn unfolded(item: Item) -> Vec<Item> {
    let mut item = item;
    let beside = item.beside.take();
    let mut both = vec![item];
    both.extend(beside.map(|(label, pieces)| Item::new(label, pieces)));
    both
}

/// A sentence too long for the pane goes on below; what stands in pieces is cut as elsewhere.
fn broken(item: Item, cells: u16) -> Vec<Item> {
    let room = cells.saturating_sub(lines::TEXT_AT + 2);
    let [piece] = item.pieces.as_slice() else {
        return vec![item];
    };
    let sign = piece.sign.map_or(0, |sign| text::width(sign.text()) + 1);
    let rows = text::wrap(&piece.text, room.saturating_sub(sign));
    let mut rows = rows.into_iter();
    let first = Piece {
        sign: piece.sign,
        text: rows.next().unwrap_or_default(),
    };
    let below = rows.map(|row| {
        let row = format!("{}{row}", text::blank(sign));
        Item::new("", vec![Piece::text(row)])
    });
    let below: Vec<Item> = below.collect();
    let mut all = vec![Item {
        pieces: vec![first],
        ..item
    }];
    all.extend(below);
    all
}

impl Page<'_> {
    /// What a list shows of the record, and how many records of each kind lead to it.
    fn brief(&self) -> Vec<Item> {
        let mut items = self.listed();
        let leading = self.office.leading(self.row.record.kind(), self.row.id);
        let count = |kind: &Kind| {
            leading
                .iter()
                .filter(|row| row.record.kind() == *kind)
                .count()
        };
        let counts = Kind::ALL.iter().map(|kind| (kind, count(kind)));
        let told = counts.filter(|(_, n)| *n > 0).map(|(kind, n)| {
            let label = self.ctx.word(&format!("kind-{}", kind.name()));
            Item::new(label, vec![Piece::text(n.to_string())])
        });
        let told: Vec<Item> = told.collect();
        if !told.is_empty() {
            items.push(Item::default());
            items.extend(told);
        }
        items.push(Item::default());
        let rest = self.ctx.word("record-open-for-more");
        items.push(Item::new("", vec![Piece::text(rest)]));
        items
    }
}
