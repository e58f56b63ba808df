use super::columns::{Column, Neighbours};
use super::show::{computed_text, show, text};
use super::{Office, Problem, Row, Tables};
use crate::domain::book::Kind;
use crate::schema::{Context, FieldType, Value, Words};
use std::cmp::Ordering;
use std::sync::Arc;

/// Which records of a kind, in which order.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// All of these have to hold.
    pub wheres: Vec<Where>,
    /// By which column; the running number where there is none.
    pub sort: Option<Column>,
    /// Biggest first.
    pub descending: bool,
    /// At most so many.
    pub limit: Option<usize>,
    /// Records out of use instead of those in use.
    pub retired: bool,
}

/// One condition: `field=value`, `!=`, `<`, `>`, `~` (contains).
#[derive(Clone, Debug, PartialEq)]
pub struct Where {
    column: Column,
    op: Op,
    value: Value,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    Is,
    IsNot,
    Below,
    Above,
    Contains,
}

const OPS: [(&str, Op); 5] = [
    ("!=", Op::IsNot),
    ("=", Op::Is),
    ("<", Op::Below),
    (">", Op::Above),
    ("~", Op::Contains),
];

/// The rows that a query found, and how many there were before the limit.
pub struct Listing {
    /// The rows in order.
    pub rows: Vec<Arc<Row>>,
    /// How many the query matches.
    pub total: usize,
}

impl Office {
    /// Reads a condition like `sex=女` or `first_training<2020-01-01`; blank behind `=` asks for
    /// what is not filled in.
    ///
    /// # Errors
    /// Not of that form, an unknown field, or a value that the field can't have.
    pub fn parse_where(&self, kind: Kind, expression: &str) -> Result<Where, Problem> {
        let bad = || {
            Problem::new("problem-bad-where")
                .with("where", expression)
                .exit(2)
        };
        let at = expression
            .find(['!', '=', '<', '>', '~', '＝'])
            .ok_or_else(bad)?;
        let (name, rest) = expression.split_at(at);
        let rest = rest.replacen('＝', "=", 1);
        let (sign, op) = OPS
            .into_iter()
            .find(|(sign, _)| rest.starts_with(sign))
            .ok_or_else(bad)?;
        let typed = rest[sign.len()..].trim();
        let column = self.column(kind, name.trim())?;
        // Asked piece by piece, a masked number would give itself away without a log entry.
        let masked = matches!(column, Column::Field(i) if kind.fields()[i].role.sensitive);
        if masked && !matches!(op, Op::Is | Op::IsNot) {
            return Err(Problem::new("problem-where-masked")
                .with("field", name.trim())
                .exit(2));
        }
        let value = if op == Op::Contains {
            Value::Empty
        } else {
            self.parse_value(kind, column, typed)?
        };
        Ok(Where {
            column,
            op,
            value,
            text: typed.to_lowercase(),
        })
    }

    /// The column that a script names.
    ///
    /// # Errors
    /// There is none.
    pub fn column(&self, kind: Kind, name: &str) -> Result<Column, Problem> {
        Column::named(kind, name).ok_or_else(|| {
            let names: Vec<&str> = kind.fields().iter().map(|f| f.name).collect();
            Problem::new("problem-unknown-field")
                .with("field", name)
                .with("kind", kind.name())
                .with("fields", names.join(" "))
                .exit(2)
        })
    }

    fn parse_value(&self, kind: Kind, column: Column, typed: &str) -> Result<Value, Problem> {
        use super::Computed;
        let ty = match column {
            Column::Field(i) => kind.fields()[i].ty,
            Column::Computed(Computed::Village) => FieldType::Link("village"),
            Column::Computed(Computed::Trained) => FieldType::Day,
            Column::Computed(Computed::Enrolled | Computed::Attended) => FieldType::Int {
                min: 0,
                max: i64::MAX,
            },
            Column::Computed(Computed::Rotation) => {
                return Ok(if typed.is_empty() {
                    Value::Empty
                } else {
                    Value::Choice(typed.to_owned())
                });
            }
            Column::Computed(Computed::Director) => FieldType::Text { max: 200 },
        };
        let tables = self.tables();
        let context = Context {
            today: Some(self.today()),
            links: &*tables,
        };
        ty.parse(typed, context).map_err(|fault| Problem {
            faults: vec![(column.name(kind).to_owned(), fault)],
            ..Problem::new("problem-bad-value")
        })
    }

    /// The records that a query asks for.
    pub fn list(&self, words: &dyn Words, kind: Kind, query: &Query) -> Listing {
        if !self.may(kind) {
            return Listing {
                rows: Vec::new(),
                total: 0,
            };
        }
        let tables = self.tables();
        let plain = query.wheres.is_empty() && query.sort.is_none();
        let mut rows: Vec<Arc<Row>> = tables
            .rows(kind)
            .filter(|r| r.retired == query.retired)
            .cloned()
            .collect();
        rows.sort_by_key(|r| r.number);
        if !plain {
            let around = Neighbours::new(&tables, self.today());
            rows.retain(|row| {
                query
                    .wheres
                    .iter()
                    .all(|w| w.holds(&tables, &around, words, row))
            });
            if let Some(column) = query.sort {
                let key = |row: &Arc<Row>| around.value(column, row.id, &row.record);
                let mut keyed: Vec<(Value, Arc<Row>)> =
                    rows.into_iter().map(|r| (key(&r), r)).collect();
                keyed.sort_by(|(a, _), (b, _)| empty_last(a, b));
                rows = keyed.into_iter().map(|(_, r)| r).collect();
            }
        }
        if query.descending {
            rows.reverse();
        }
        let total = rows.len();
        rows.truncate(query.limit.unwrap_or(usize::MAX));
        Listing { rows, total }
    }

    /// The cells of rows under columns, personal numbers masked; what is computed is gathered
    /// once, and only where a column asks for it, so that a list can be scrolled cheaply.
    pub fn cells(
        &self,
        words: &dyn Words,
        rows: &[Arc<Row>],
        columns: &[Column],
    ) -> Vec<Vec<String>> {
        let tables = self.tables();
        let computed = columns.iter().any(|c| matches!(c, Column::Computed(_)));
        let around = computed.then(|| Neighbours::new(&tables, self.today()));
        let cell = |row: &Arc<Row>, column: &Column| match (column, &around) {
            (Column::Field(i), _) => text(&tables, words, row, *i, true),
            (Column::Computed(_), Some(around)) => {
                let value = around.value(*column, row.id, &row.record);
                computed_text(&tables, words, *column, &value)
            }
            (Column::Computed(_), None) => String::new(),
        };
        rows.iter()
            .map(|row| columns.iter().map(|c| cell(row, c)).collect())
            .collect()
    }
}

fn empty_last(a: &Value, b: &Value) -> Ordering {
    a.is_empty().cmp(&b.is_empty()).then_with(|| a.cmp(b))
}

impl Where {
    /// The condition as people read it: 风险 红.
    pub fn describe(&self, office: &Office, words: &dyn Words, kind: Kind) -> String {
        let shown = match (self.column, &self.value) {
            (_, Value::Empty) if self.text.is_empty() => words.word("where-empty"),
            (_, Value::Empty) => self.text.clone(),
            (Column::Field(i), value) => show(&office.tables(), words, kind.fields()[i].ty, value),
            (column, value) => computed_text(&office.tables(), words, column, value),
        };
        let sign = match self.op {
            Op::Is | Op::Contains => "",
            Op::IsNot => "!=",
            Op::Below => "<",
            Op::Above => ">",
        };
        format!("{} {sign}{shown}", words.word(&self.column.key(kind)))
    }

    fn holds(
        &self,
        tables: &Tables,
        around: &Neighbours<'_>,
        words: &dyn Words,
        row: &Row,
    ) -> bool {
        let value = around.value(self.column, row.id, &row.record);
        match self.op {
            Op::Is => self.is(&value),
            Op::IsNot => !self.is(&value),
            Op::Below => !value.is_empty() && value < self.value,
            Op::Above => !value.is_empty() && value > self.value,
            Op::Contains => {
                let shown = match self.column {
                    Column::Field(i) => text(tables, words, row, i, false),
                    Column::Computed(_) => computed_text(tables, words, self.column, &value),
                };
                shown.to_lowercase().contains(&self.text)
            }
        }
    }

    /// Several choices are what one of them is.
    fn is(&self, value: &Value) -> bool {
        match (value, &self.value) {
            (Value::Choices(have), Value::Choices(want)) => want.iter().all(|w| have.contains(w)),
            (value, want) => value == want,
        }
    }
}
