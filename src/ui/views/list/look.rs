//! How a list is looked at: its conditions, order and columns; what F3 said, and what the session
//! remembers.

use super::columns::Col;
use super::source::Source;
use super::{List, refine};
use crate::schema::Day;
use crate::ui::context::Ctx;
use crate::ui::kept::Kept;
use crate::ui::view::{Flow, Reply, View};

impl List {
    /// It is looked at otherwise now; the focus stays with what it was on.
    pub(super) fn look_otherwise(&mut self, ctx: &Ctx) {
        self.keep(ctx);
        self.changed(ctx);
    }

    fn keep(&self, ctx: &Ctx) {
        if self.kept {
            let usual = Col::usual(self.source, ctx);
            let chosen = (usual != self.cols).then(|| {
                let names = self.cols.iter().map(|col| col.name(self.source));
                names.collect()
            });
            let kept = Kept {
                query: self.query.clone(),
                columns: chosen,
            };
            ctx.kept.keep(self.source.name(), kept);
        }
    }

    /// Does what the panel of F3 was told.
    pub(super) fn refined(&mut self, reply: &Reply, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        let kind = self.source.kind();
        match reply.question {
            refine::WHERE => match office.parse_where(kind, &reply.text) {
                Ok(condition) => self.query.narrow(condition),
                Err(problem) => return Flow::Refuse(problem),
            },
            refine::DAY => self.query.on = Day::parse(&reply.text, Some(office.today())),
            refine::SORT if reply.text.is_empty() => {
                (self.query.sort, self.query.descending) = (None, false);
            }
            refine::SORT => match office.parse_sort(kind, &reply.text) {
                Ok((column, descending)) => {
                    (self.query.sort, self.query.descending) = (Some(column), descending);
                }
                Err(problem) => return Flow::Refuse(problem),
            },
            refine::COLUMNS => {
                let names: Vec<String> = reply.text.split(',').map(str::to_owned).collect();
                self.cols = columns_named(self.source, Some(&names), ctx);
                self.shift = 0;
            }
            _ => {
                let at = reply.text.parse().unwrap_or(usize::MAX);
                if at < self.query.wheres.len() {
                    self.query.wheres.remove(at);
                } else {
                    self.query.on = None;
                }
            }
        }
        self.look_otherwise(ctx);
        Flow::Stay
    }
}

/// The columns with these names, in the order of the list; the usual ones where none are chosen.
pub(super) fn columns_named(source: Source, names: Option<&[String]>, ctx: &Ctx) -> Vec<Col> {
    match names {
        None => Col::usual(source, ctx),
        Some(names) => {
            let all = Col::all(source, ctx).into_iter();
            all.filter(|col| names.contains(&col.name(source)))
                .collect()
        }
    }
}
