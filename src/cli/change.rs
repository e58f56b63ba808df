//! The verbs that change one record: `add` (also line by line from stdin), `set`, `retire`, `undo`.

use super::{Desk, Outcome};
use crate::schema::Words;
use crate::service::{Office, Problem, Revision, Saved};
use serde_json::{Value as Json, json};
use std::io::BufRead;

impl Desk {
    pub(super) fn add(&self, kind_name: &str, values: &[String], reason: &str) -> Outcome {
        let kind = self.kind(kind_name)?;
        self.typed(kind)?;
        let office = self.office(false)?;
        if values == ["-"] {
            self.add_lines(&office, kind, reason)?;
        } else {
            let saved = save_new(&office, kind, &pairs(values)?, reason)?;
            self.acknowledge(&saved, "cli-added");
        }
        Ok(())
    }

    /// JSON lines from stdin; each saved line is acknowledged on stdout, after it is durable.
    fn add_lines(&self, office: &Office, kind: crate::domain::book::Kind, reason: &str) -> Outcome {
        for (n, line) in std::io::stdin().lock().lines().enumerate() {
            let at = |problem: Problem| problem.with("line", n + 1);
            let line = line.map_err(|e| Problem::new("cli-input-failed").with("why", e))?;
            if line.trim().is_empty() {
                continue;
            }
            let object: serde_json::Map<String, Json> =
                serde_json::from_str(&line).map_err(|_| at(Problem::new("cli-not-json")))?;
            let pairs: Vec<(String, String)> = object.into_iter().flat_map(pairs_of).collect();
            let saved = save_new(office, kind, &pairs, reason).inspect_err(|_| {
                self.out.say(
                    &self
                        .words
                        .fill("cli-line", &[("line", &(n + 1).to_string())]),
                );
            })?;
            let ack = json!({"line": n + 1, "number": saved.number, "id": saved.id.to_string(), "revision": saved.revision.to_string()});
            self.out.object(ack);
        }
        Ok(())
    }

    pub(super) fn set(
        &self,
        kind_name: &str,
        id: &str,
        values: &[String],
        reason: &str,
    ) -> Outcome {
        let kind = self.kind(kind_name)?;
        self.typed(kind)?;
        let office = self.office(false)?;
        let row = self.row(&office, kind, id)?;
        if row.retired {
            return Err(Problem::new("problem-retired").with("number", row.number));
        }
        let mut record = row.record.clone();
        office.fill(&mut record, &pairs(values)?)?;
        let same = record == row.record;
        let saved = office.save(Some(&row), record, reason)?;
        self.acknowledge(&saved, if same { "cli-unchanged" } else { "cli-changed" });
        Ok(())
    }

    pub(super) fn retire(&self, kind_name: &str, id: &str, reason: &str) -> Outcome {
        let kind = self.kind(kind_name)?;
        let office = self.office(false)?;
        let row = self.row(&office, kind, id)?;
        let revision = office.retire(&row, reason)?;
        self.acknowledge(
            &Saved {
                id: row.id,
                number: row.number,
                revision,
                warnings: Vec::new(),
            },
            "cli-retired",
        );
        Ok(())
    }

    pub(super) fn undo(&self, change: Option<&str>, reason: &str) -> Outcome {
        let revision = change
            .map(|text| {
                Revision::parse(text)
                    .ok_or_else(|| Problem::new("cli-bad-revision").with("text", text).exit(2))
            })
            .transpose()?;
        let office = self.office(false)?;
        let act = office.undo_because(revision, reason)?.act;
        let act = self.words.word(act.key());
        self.out
            .say(&self.words.fill("cli-undone", &[("act", &act)]));
        Ok(())
    }

    pub(super) fn typed(&self, kind: crate::domain::book::Kind) -> Outcome {
        if kind.typed() {
            return Ok(());
        }
        let kind = self.words.word(&format!("kind-{}", kind.name()));
        Err(Problem::new("problem-not-typed")
            .with("field", kind)
            .exit(2))
    }

    fn acknowledge(&self, saved: &Saved, key: &str) {
        for (field, fault) in &saved.warnings {
            self.out.say(&format!(
                "! {field}: {}",
                super::output::fault_text(&self.words, fault)
            ));
        }
        if self.out.json {
            let ack = json!({"number": saved.number, "id": saved.id.to_string(), "revision": saved.revision.to_string()});
            self.out.object(ack);
        } else {
            let args = [
                ("number", saved.number.to_string()),
                ("revision", saved.revision.to_string()),
            ];
            self.out.data(&self.words.fill_with(key, &args));
        }
    }
}

fn save_new(
    office: &Office,
    kind: crate::domain::book::Kind,
    pairs: &[(String, String)],
    reason: &str,
) -> Result<Saved, Problem> {
    let mut record = kind.blank();
    office.fill(&mut record, pairs)?;
    office.save(None, record, reason)
}

/// `FIELD=VALUE` arguments; a full-width sign, which an input method leaves behind, counts too.
pub(super) fn pairs(values: &[String]) -> Result<Vec<(String, String)>, Problem> {
    values
        .iter()
        .map(|v| {
            let (name, value) = v
                .split_once(['=', '＝'])
                .ok_or_else(|| Problem::new("cli-not-a-pair").with("text", v).exit(2))?;
            Ok((name.trim().to_owned(), value.to_owned()))
        })
        .collect()
}

/// A field and its text; what stands under "extra" are fields of the office's own.
fn pairs_of((name, value): (String, Json)) -> Vec<(String, String)> {
    match value {
        Json::Object(own) if name == "extra" => {
            own.into_iter().map(|(k, v)| (k, json_text(v))).collect()
        }
        value => vec![(name, json_text(value))],
    }
}

fn json_text(value: Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text,
        Json::Bool(yes) => if yes { "yes" } else { "no" }.to_owned(),
        Json::Array(all) => all.into_iter().map(json_text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
