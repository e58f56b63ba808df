//! The verbs that read: `list`, `show`, `count`, `find`. Numbers stay masked unless a reason is given.

use super::{Desk, Outcome};
use crate::domain::book::Kind;
use crate::schema::{Value, Words};
use crate::service::{Column, Fit, Hit, Office, Query, Row};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// What `list` was asked for.
pub(super) struct Asked {
    pub wheres: Vec<String>,
    pub sort: Option<String>,
    pub limit: Option<usize>,
    pub csv: bool,
    pub retired: bool,
    pub unmask: Option<String>,
}

impl Desk {
    pub(super) fn list(&self, kind_name: &str, asked: &Asked) -> Outcome {
        let kind = self.kind(kind_name)?;
        let office = self.office(asked.unmask.is_none())?;
        office.require(kind)?;
        let sort = asked.sort.as_deref();
        let sort = sort.map(|typed| office.parse_sort(kind, typed));
        let (sort, descending) = sort.transpose()?.unzip();
        let query = Query {
            wheres: self.wheres(&office, kind_name, kind, &asked.wheres)?,
            sort,
            descending: descending.unwrap_or_default(),
            limit: asked.limit,
            retired: asked.retired,
            on: None,
        };
        let listing = office.list(&self.words, kind, &query);
        office.log_reading(kind, &listing.rows, asked.unmask.as_deref())?;
        let masked = asked.unmask.is_none();
        if self.out.json {
            self.objects(&office, &listing.rows, masked);
        } else if asked.csv {
            self.csv(&office, kind, &listing.rows, masked)?;
        } else {
            self.table(&office, kind, &listing.rows, listing.total);
        }
        Ok(())
    }

    pub(super) fn objects(&self, office: &Office, rows: &[Arc<Row>], masked: bool) {
        let objects = rows.iter().map(|row| object(office, row, masked));
        objects.for_each(|object| self.out.object(object));
    }

    pub(super) fn table(&self, office: &Office, kind: Kind, rows: &[Arc<Row>], total: usize) {
        let columns = office.listed(kind);
        let mut cells = office.cells(&self.words, rows, &columns);
        for (row, cells) in rows.iter().zip(&mut cells) {
            cells.insert(0, format!("#{}", row.number));
        }
        let mut headings: Vec<String> = columns.iter().map(|c| c.word(kind, &self.words)).collect();
        headings.insert(0, self.words.word("column-number"));
        let right: Vec<bool> = std::iter::once(true)
            .chain(columns.iter().map(|c| right_aligned(kind, *c)))
            .collect();
        self.out.table(&headings, &cells, &right);
        self.say_count(kind, rows.len(), total);
    }

    fn say_count(&self, kind: Kind, shown: usize, total: usize) {
        let kind = self.words.word(&format!("kind-{}", kind.name()));
        let args = [
            ("kind", kind.as_str()),
            ("shown", &shown.to_string()),
            ("total", &total.to_string()),
        ];
        self.out.say(&self.words.fill("cli-listed", &args));
    }

    /// All fields, codes and ISO days, so that it can be read back.
    fn csv(&self, office: &Office, kind: Kind, rows: &[Arc<Row>], masked: bool) -> Outcome {
        let locals = office.locals(kind);
        let mut headings = vec!["number"];
        headings.extend(kind.fields().iter().map(|f| f.name));
        headings.extend(locals.iter().map(|local| local.info.name));
        let cells = |row: &Arc<Row>| {
            let cells = object(office, row, masked);
            let own = |name: &str| cells.get("extra").and_then(|extra| extra.get(name));
            let text = |name: &&str| match cells.get(*name).or_else(|| own(name)) {
                Some(Json::String(s)) => s.clone(),
                Some(Json::Null) | None => String::new(),
                Some(Json::Array(all)) => all
                    .iter()
                    .filter_map(Json::as_str)
                    .collect::<Vec<_>>()
                    .join(","),
                Some(other) => other.to_string(),
            };
            headings.iter().map(text).collect()
        };
        let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
        self.out.csv(&headings, &rows)
    }

    pub(super) fn show(&self, kind_name: &str, id: &str, unmask: Option<&str>) -> Outcome {
        let kind = self.kind(kind_name)?;
        let office = self.office(unmask.is_none())?;
        let row = self.row(&office, kind, id)?;
        office.log_reading(kind, std::slice::from_ref(&row), unmask)?;
        if self.out.json {
            let mut object = object(&office, &row, unmask.is_none());
            super::child::computed(&mut object, &office, &row, unmask.is_none());
            self.out.object(object);
            return Ok(());
        }
        let title = self.words.word(&format!("kind-{}", kind.name()));
        self.out.data(&format!(
            "{title} #{}  {}",
            row.number,
            office.label(kind, row.id)
        ));
        if row.retired {
            self.out.data(&self.words.word("record-retired"));
        }
        let mut lines: Vec<Vec<String>> = Vec::new();
        for (index, field) in kind.fields().iter().enumerate() {
            let text = match unmask {
                Some(_) => office.text_unmasked(&self.words, &row, index),
                None => office.text(&self.words, &row, index),
            };
            lines.push(vec![
                self.words
                    .word(&format!("field-{}-{}", kind.name(), field.name)),
                text,
            ]);
        }
        let locals = office.locals(kind).into_iter().map(Column::Local);
        let computed = Column::listed(kind)
            .into_iter()
            .filter(|c| matches!(c, Column::Computed(_)));
        for column in locals.chain(computed) {
            lines.push(vec![
                column.word(kind, &self.words),
                office.column_text(&self.words, &row, column),
            ]);
        }
        lines.extend(super::child::lines(
            &office,
            &self.words,
            &row,
            unmask.is_none(),
        ));
        let headings = lines.remove(0);
        self.out.table(&headings, &lines, &[false, false]);
        for entry in office.history(kind, row.id)? {
            let when = crate::service::moment(entry.millis);
            let act = self.words.word(entry.act.key());
            let (who, why) = (
                entry.user_name.unwrap_or_default(),
                entry.reason.unwrap_or_default(),
            );
            self.out
                .data(format!("{when}  {act}  {who}  {why}").trim_end());
        }
        Ok(())
    }

    pub(super) fn count(&self, kind_name: &str, wheres: &[String]) -> Outcome {
        let kind = self.kind(kind_name)?;
        let office = self.office(true)?;
        office.require(kind)?;
        let query = Query {
            wheres: self.wheres(&office, kind_name, kind, wheres)?,
            ..Query::default()
        };
        let total = office.list(&self.words, kind, &query).total;
        self.out.data(&total.to_string());
        Ok(())
    }

    pub(super) fn find(&self, text: &str, limit: usize) -> Outcome {
        let office = self.office(true)?;
        let hits = office.find(text, limit).hits;
        for kind in Kind::ALL {
            let found = hits.iter().filter(|h| h.kind == *kind);
            let rows: Vec<Arc<Row>> = found.map(|h| Arc::clone(&h.row)).collect();
            office.log_reading(*kind, &rows, None)?;
        }
        let mut lines = Vec::new();
        for hit in &hits {
            let kind = self.words.word(&format!("kind-{}", hit.kind.name()));
            let label = office.label(hit.kind, hit.row.id);
            if self.out.json {
                let object = json!({"kind": hit.kind.name(), "number": hit.row.number, "id": hit.row.id.to_string(), "label": label});
                self.out.object(object);
            } else {
                let where_from = office.whereabouts(&hit.row);
                lines.push(vec![
                    kind,
                    format!("#{}", hit.row.number),
                    label,
                    where_from,
                    self.why(hit),
                ]);
            }
        }
        if !self.out.json {
            let headings = [
                "column-kind",
                "column-number",
                "column-who",
                "column-village",
                "column-fit",
            ]
            .map(|k| self.words.word(k));
            self.out
                .table(&headings, &lines, &[false, true, false, false, false]);
            self.out.say(
                &self
                    .words
                    .fill("cli-found", &[("count", &hits.len().to_string())]),
            );
        }
        Ok(())
    }

    /// Why a record was found: how its name fits, or which other field does.
    fn why(&self, hit: &Hit) -> String {
        match hit.fit {
            Fit::Other(field, _) => self
                .words
                .word(&format!("field-{}-{field}", hit.kind.name())),
            fit => self.words.word(fit.key()),
        }
    }
}

pub(super) fn right_aligned(kind: Kind, column: Column) -> bool {
    column.ty(kind).right_aligned()
}

/// A record with the stable names of its field table; what is not known is null.
pub(super) fn object(office: &Office, row: &Row, masked: bool) -> Map<String, Json> {
    let kind = row.record.kind();
    let mut object = Map::new();
    object.insert("number".into(), json!(row.number));
    object.insert("id".into(), json!(row.id.to_string()));
    for (index, field) in kind.fields().iter().enumerate() {
        let value = row.record.at(index);
        let json = match &value {
            Value::Empty => Json::Null,
            Value::Int(n) => json!(n),
            Value::Flag(b) => json!(b),
            Value::Choices(codes) => json!(codes),
            Value::Text(text) if masked && field.role.sensitive => {
                json!(crate::service::masked(field.ty, text))
            }
            Value::Link(id) => json!(office.link_name(field.ty, *id)),
            other => json!(other.plain()),
        };
        object.insert(field.name.into(), json);
    }
    if kind.extended() {
        let locals = office.locals(kind).into_iter();
        let extra: Map<String, Json> = locals
            .map(|local| {
                let json = match Column::Local(local).read(&row.record) {
                    Value::Empty => Json::Null,
                    Value::Int(n) => json!(n),
                    Value::Flag(b) => json!(b),
                    other => json!(other.plain()),
                };
                (local.info.name.to_owned(), json)
            })
            .collect();
        object.insert("extra".into(), Json::Object(extra));
    }
    object
}
