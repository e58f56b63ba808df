//! `set KIND --where`: many records at once, looked at first with `--dry-run`.

use super::output::fault_text;
use super::{Desk, Outcome, change};
use crate::domain::book::Kind;
use crate::schema::{Value, Words};
use crate::service::{BulkLine, BulkPlan, Column, Office, Problem, Query, Verdict};
use serde_json::{Map, Value as Json, json};

/// Records that are given the same values.
pub(super) struct Many<'a> {
    pub wheres: &'a [String],
    pub values: &'a [String],
    pub reason: &'a str,
    pub dry_run: bool,
}

impl Desk {
    /// Changes every record for which the conditions hold, as one act. A script can't look first
    /// and choose as people do, so where one record is refused nothing is saved.
    pub(super) fn set_many(&self, kind_name: &str, asked: &Many<'_>) -> Outcome {
        let kind = self.kind(kind_name)?;
        self.typed(kind)?;
        let office = self.office(false)?;
        let query = Query {
            wheres: self.wheres(&office, kind_name, kind, asked.wheres)?,
            ..Query::default()
        };
        let values = read(&office, kind, asked.values)?;
        let rows = office.list(&self.words, kind, &query).rows;
        office.log_reading(kind, &rows, None)?;
        let plan = office.plan_bulk(kind, &rows, &values)?;
        let (_, same, refused) = plan.counts();
        if asked.dry_run || refused > 0 {
            self.show_plan(&office, &plan, &values);
        }
        self.say_plan(&plan);
        if refused > 0 {
            return Err(Problem::new("problem-bulk-refused").with("count", refused));
        }
        if asked.dry_run {
            return Ok(());
        }
        let (changed, revision) = office.save_bulk(&plan, asked.reason)?;
        let revision = revision.to_string();
        if self.out.json {
            let ack = json!({"changed": changed, "same": same, "revision": revision});
            self.out.object(ack);
        } else {
            let count = changed.to_string();
            self.out.data(&self.words.fill(
                "cli-changed-many",
                &[("count", &count), ("revision", &revision)],
            ));
        }
        Ok(())
    }

    fn say_plan(&self, plan: &BulkPlan) {
        let (changes, same, refused) = plan.counts();
        let numbers = [changes, same, refused].map(|n| n.to_string());
        self.out.say(&self.words.fill(
            "bulk-counts",
            &[
                ("changes", &numbers[0]),
                ("same", &numbers[1]),
                ("refused", &numbers[2]),
            ],
        ));
    }

    fn show_plan(&self, office: &Office, plan: &BulkPlan, values: &[(Column, Value)]) {
        if self.out.json {
            for line in &plan.lines {
                self.out.object(object(line, values));
            }
            return;
        }
        let row = |line: &BulkLine| {
            let told = |record| {
                let texts = values
                    .iter()
                    .map(|(i, _)| office.record_text(&self.words, record, *i));
                texts.collect::<Vec<_>>().join(", ")
            };
            let verdict = match &line.verdict {
                Verdict::Changes => self.words.word("bulk-changes"),
                Verdict::Same => self.words.word("bulk-same"),
                Verdict::Refused(faults) => faults
                    .first()
                    .map_or_else(String::new, |(_, fault)| fault_text(&self.words, fault)),
            };
            vec![
                format!("#{}", line.row.number),
                office.label(line.row.record.kind(), line.row.id),
                told(&line.row.record),
                told(&line.after),
                verdict,
            ]
        };
        let rows: Vec<Vec<String>> = plan.lines.iter().map(row).collect();
        let heads = [
            "column-number",
            "column-who",
            "bulk-before",
            "bulk-after",
            "bulk-verdict",
        ]
        .map(|key| self.words.word(key));
        self.out
            .table(&heads, &rows, &[true, false, false, false, false]);
    }
}

fn read(office: &Office, kind: Kind, values: &[String]) -> Result<Vec<(Column, Value)>, Problem> {
    let pairs = change::pairs(values)?;
    // Through the same door as the change of one record, which knows what can be typed.
    let mut record = kind.blank();
    office.fill(&mut record, &pairs)?;
    let field = |(name, _): &(String, String)| {
        let column = office.named(kind, name)?;
        Some((column, column.read(&record)))
    };
    Ok(pairs.iter().filter_map(field).collect())
}

fn object(line: &BulkLine, values: &[(Column, Value)]) -> Map<String, Json> {
    let kind = line.row.record.kind();
    let fields = |record: &crate::domain::book::Record| -> Map<String, Json> {
        let field =
            |(i, _): &(Column, Value)| (i.name(kind).to_owned(), json!(i.read(record).plain()));
        values.iter().map(field).collect()
    };
    let (verdict, faults) = match &line.verdict {
        Verdict::Changes => ("changes", Vec::new()),
        Verdict::Same => ("same", Vec::new()),
        Verdict::Refused(faults) => {
            let keys = faults
                .iter()
                .map(|(name, fault)| json!([name, fault.key()]));
            ("refused", keys.collect())
        }
    };
    let object = json!({
        "number": line.row.number,
        "id": line.row.id.to_string(),
        "verdict": verdict,
        "before": fields(&line.row.record),
        "after": fields(&line.after),
        "faults": faults,
    });
    match object {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}
