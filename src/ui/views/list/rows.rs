//! The rows of a list: gathered and put in order once for each change, made into text around the
//! focus only.

use super::columns::Col;
use super::source::Source;
use super::{List, chips, columns};
use crate::service::{Office, Row};
use crate::ui::context::Ctx;
use crate::ui::widgets::Line;
use std::ops::Range;
use std::sync::Arc;

impl List {
    pub(super) fn gather(&mut self, office: &Office, ctx: &Ctx) {
        self.items = self.source.rows(office, &self.query, ctx);
        let computed: Vec<_> = self.cols.iter().filter_map(|col| col.computed()).collect();
        self.computed = if computed.is_empty() || self.source == Source::Register {
            Vec::new()
        } else {
            let rows: Vec<Arc<Row>> = self.items.iter().map(|i| Arc::clone(&i.row)).collect();
            office.cells(&ctx.words, &rows, &computed)
        };
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
        let stored: Vec<_> = self.cols.iter().filter_map(|col| col.stored()).collect();
        let rows: Vec<Arc<Row>> = self.items[range.clone()]
            .iter()
            .map(|item| Arc::clone(&item.row))
            .collect();
        let cells = office.cells(&ctx.words, &rows, &stored);
        let made = range.zip(cells).map(|(at, stored)| {
            let item = &self.items[at];
            let mut stored = stored.into_iter();
            let mut computed = self.computed.get(at).into_iter().flatten().cloned();
            let cells = self.cols.iter().map(|col| {
                let text = match col {
                    Col::Register(col) => {
                        let line = item.line.as_ref();
                        return line
                            .map_or_else(Default::default, |line| col.cell(line, office, ctx));
                    }
                    Col::Of(_) if col.computed().is_some() => computed.next(),
                    Col::Of(_) => stored.next(),
                };
                let Col::Of(column) = col else {
                    return Default::default();
                };
                // A vacancy is a village's line, and has nothing of a worker's.
                let text = text.filter(|_| !item.is_vacancy()).unwrap_or_default();
                columns::cell(self.source.kind(), *column, text, &ctx.words)
            });
            Line::new(item.sign, cells.collect())
        });
        made.collect()
    }
}
