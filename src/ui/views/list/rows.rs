//! The rows of a list: gathered and put in order once for each change, made into text around the
//! focus only.

use super::columns::Col;
use super::{List, chips, columns};
use crate::service::{Office, Row};
use crate::ui::context::Ctx;
use crate::ui::widgets::Line;
use std::ops::Range;
use std::sync::Arc;

impl List {
    pub(super) fn gather(&mut self, office: &Office, ctx: &Ctx) {
        self.items = self.source.rows(office, &self.query, ctx);
        self.advice = if self.items.is_empty() && !self.query.wheres.is_empty() {
            self.which_to_take_off(office, ctx)
        } else {
            String::new()
        };
    }

    /// The condition without which there would be something, the last such one first: Backspace
    /// takes the last one off.
    fn which_to_take_off(&self, office: &Office, ctx: &Ctx) -> String {
        let words = chips::words(self.source, &self.query, ctx);
        for at in (0..self.query.wheres.len()).rev() {
            let mut query = self.query.clone();
            query.wheres.remove(at);
            let left = self.source.rows(office, &query, ctx).len();
            if left > 0 {
                let key = if at + 1 == self.query.wheres.len() {
                    "list-take-last-off"
                } else {
                    "list-take-off"
                };
                let count = left.to_string();
                return ctx.fill(key, &[("what", &words[at]), ("count", &count)]);
            }
        }
        ctx.word("list-take-several-off")
    }

    pub(super) fn fill(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        let mut band = std::mem::take(&mut self.band);
        band.fill(self.window.cursor(), self.items.len(), |range| {
            self.lines(range, office, ctx)
        });
        self.band = band;
        // Another column rather goes than that a name is cut.
        for (i, col) in self.cols.iter().enumerate() {
            if col.name(self.source) == "name"
                && let Some(head) = self.heads.get_mut(i)
            {
                head.min = self.band.widest(i).min(columns::NAME);
            }
        }
    }

    fn lines(&self, range: Range<usize>, office: &Office, ctx: &Ctx) -> Vec<Line> {
        let asked: Vec<_> = self.cols.iter().filter_map(|col| col.column()).collect();
        let rows: Vec<Arc<Row>> = self.items[range.clone()]
            .iter()
            .map(|item| Arc::clone(&item.row))
            .collect();
        let cells = office.cells(&ctx.words, &rows, &asked);
        let made = range.zip(cells).map(|(at, texts)| {
            let item = &self.items[at];
            let mut texts = texts.into_iter();
            let cells = self.cols.iter().map(|col| match col {
                Col::Register(col) => item
                    .line
                    .as_ref()
                    .map_or_else(Default::default, |line| col.cell(line, office, ctx)),
                Col::Of(column) => {
                    // A vacancy is a village's line, and has nothing of a worker's.
                    let text = texts.next().filter(|_| !item.is_vacancy());
                    let text = text.unwrap_or_default();
                    columns::cell(self.source.kind(), *column, text, &ctx.words)
                }
            });
            Line::new(item.sign, cells.collect())
        });
        made.collect()
    }
}
