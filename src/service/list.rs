//! The rows and cells of a list that a query asks for.

use super::columns::{Column, Neighbours};
use super::query::{Query, sort};
use super::show::{computed_text, show, text};
use super::{DirectorLine, Office, Row};
use crate::domain::book::Kind;
use crate::schema::{Value, Words};
use std::sync::Arc;

/// The rows that a query found, and how many there were before the limit.
pub struct Listing {
    /// The rows in order.
    pub rows: Vec<Arc<Row>>,
    /// How many the query matches.
    pub total: usize,
}

impl Office {
    /// The records that a query asks for.
    pub fn list(&self, words: &dyn Words, kind: Kind, query: &Query) -> Listing {
        if !self.may(kind) {
            return Listing {
                rows: Vec::new(),
                total: 0,
            };
        }
        let tables = self.tables();
        let mut rows: Vec<Arc<Row>> = tables
            .rows(kind)
            .filter(|r| r.retired == query.retired)
            .cloned()
            .collect();
        rows.sort_by_key(|r| r.number);
        if !query.is_plain() {
            let around = Neighbours::new(&tables, self.today());
            let value = |row: &Arc<Row>, column| around.value(column, row.id, &row.record);
            rows.retain(|row| {
                let holds = |w| query.holds(w, &tables, words, kind, &value(row, w.column()));
                query.wheres.iter().all(holds)
            });
            if let Some(column) = query.sort {
                rows = sort(rows, column.ty(kind), query.descending, |row| {
                    value(row, column)
                });
            }
        }
        if query.descending && query.sort.is_none() {
            rows.reverse();
        }
        let total = rows.len();
        rows.truncate(query.limit.unwrap_or(usize::MAX));
        Listing { rows, total }
    }

    /// The lines of the directors' register that a query about workers asks for; by default in
    /// the register's own order. A vacancy is read as somebody of whom only the village is known.
    pub fn register_of(&self, words: &dyn Words, query: &Query) -> Vec<DirectorLine> {
        let mut lines = self.register_on(query.on.unwrap_or_else(|| self.today()));
        if query.is_plain() {
            return lines;
        }
        let tables = self.tables();
        let around = Neighbours::new(&tables, self.today());
        let value = |line: &DirectorLine, column| match (column, line.worker) {
            // Whoever holds two villages stands in two lines.
            (Column::Computed(super::Computed::Village), _) => {
                line.village.map_or(Value::Empty, Value::Link)
            }
            (column, Some(id)) => tables
                .row(Kind::Worker, id)
                .map_or(Value::Empty, |row| around.value(column, id, &row.record)),
            (_, None) => Value::Empty,
        };
        lines.retain(|line| {
            let holds = |w| query.holds(w, &tables, words, Kind::Worker, &value(line, w.column()));
            query.wheres.iter().all(holds)
        });
        match query.sort {
            Some(column) => sort(lines, column.ty(Kind::Worker), query.descending, |line| {
                value(line, column)
            }),
            None => lines,
        }
    }

    /// The cells of these rows under columns, personal numbers masked; what is computed is
    /// gathered for these rows only, so that a list can be scrolled cheaply.
    pub fn cells(
        &self,
        words: &dyn Words,
        rows: &[Arc<Row>],
        columns: &[Column],
    ) -> Vec<Vec<String>> {
        let tables = self.tables();
        let computed = columns.iter().any(|c| matches!(c, Column::Computed(_)));
        let around = computed.then(|| {
            Neighbours::of(
                &tables,
                self.today(),
                rows.iter().map(Arc::as_ref).collect(),
            )
        });
        let cell = |row: &Arc<Row>, column: &Column| match (column, &around) {
            (Column::Field(i), _) => text(&tables, words, row, *i, true),
            (Column::Computed(_), Some(around)) => {
                let value = around.value(*column, row.id, &row.record);
                computed_text(&tables, words, *column, &value)
            }
            (Column::Computed(_), None) => String::new(),
            (Column::Local(local), _) => {
                show(&tables, words, local.info.ty, &column.read(&row.record))
            }
        };
        rows.iter()
            .map(|row| columns.iter().map(|c| cell(row, c)).collect())
            .collect()
    }
}
