//! The verb `import`: looked at first, then done in one act, with the report of refused rows.

use super::{Desk, Outcome};
use crate::domain::book::Kind;
use crate::schema::Words;
use crate::service::Problem;
use crate::service::import::{self, Look};
use crate::service::transfer::shape::Shape;
use serde_json::json;
use std::path::PathBuf;

/// What `import` was asked for.
pub(super) struct Asked {
    pub file: PathBuf,
    pub kind: Option<String>,
    pub sheet: Option<String>,
    pub map: Vec<String>,
    pub township: Option<String>,
    pub dry_run: bool,
    pub report: Option<PathBuf>,
    /// Whose roster it marks.
    pub session: Option<String>,
}

impl Desk {
    pub(super) fn import(&self, asked: &Asked) -> Outcome {
        let kind = asked.kind.as_deref().map(|name| self.kind(name));
        let kind = kind.transpose()?;
        let list = |kind: &Kind| Shape::all().iter().any(|shape| shape.kind == *kind);
        if let Some(kind) = kind.filter(|kind| !list(kind)) {
            let word = self.words.word(&format!("kind-{}", kind.name()));
            return Err(Problem::new("cli-import-kind").with("kind", word).exit(2));
        }
        let map = asked
            .map
            .iter()
            .map(|text| pair(text))
            .collect::<Result<Vec<_>, _>>()?;
        let office = self.office(asked.dry_run)?;
        let session = match &asked.session {
            Some(session) => Some(self.row(&office, Kind::Session, session)?.id),
            None => None,
        };
        let look = office.look(&import::Asked {
            file: asked.file.clone(),
            sheet: asked.sheet.clone(),
            kind,
            map,
            session,
            township: asked.township.clone(),
        })?;
        self.tell(&look);
        if let Some(file) = &asked.report
            && look.report(file, &self.words)? > 0
        {
            self.out.say(
                &self
                    .words
                    .fill("import-report-at", &[("file", &file.display().to_string())]),
            );
        }
        let counts = look.plan.counts();
        if !asked.dry_run {
            office.take(&look, &mut |_, _| true)?;
        }
        if self.out.json {
            let o = json!({"new": counts.new, "changed": counts.changed, "same": counts.same,
                "refused": counts.refused, "saved": !asked.dry_run});
            self.out.object(o);
        } else {
            let numbers =
                [counts.new, counts.changed, counts.same, counts.refused].map(|n| n.to_string());
            let names = ["new", "changed", "same", "refused"];
            let args: Vec<(&str, &str)> = names
                .into_iter()
                .zip(numbers.iter().map(String::as_str))
                .collect();
            let key = if asked.dry_run {
                "import-would"
            } else {
                "import-did"
            };
            let key = match look.columns.kind {
                // What it brings in are no people.
                Kind::Expense => format!("{key}-expense"),
                _ => key.to_owned(),
            };
            self.out.data(&self.words.fill(&key, &args));
        }
        drop(office);
        if counts.refused == 0 {
            return Ok(());
        }
        Err(Problem::new("cli-import-refused").with("count", counts.refused))
    }

    fn tell(&self, look: &Look) {
        if let Some(township) = &look.township {
            let args = [("township", township.as_str())];
            self.out.say(&self.words.fill("import-township", &args));
        }
        for column in &look.columns.taken {
            let field = column.target.name();
            self.out.say(&self.words.fill(
                "import-column",
                &[("heading", &column.heading), ("field", field)],
            ));
        }
        if !look.columns.unused.is_empty() {
            let unused = look.columns.unused.join(" ");
            self.out
                .say(&self.words.fill("import-unused", &[("headings", &unused)]));
        }
        for remark in look.remarks(&self.words) {
            let sign = if remark.taken { "!" } else { "x" };
            let row = remark.row.to_string();
            let args = [
                ("sign", sign),
                ("row", row.as_str()),
                ("name", &remark.name),
                ("text", &remark.text),
            ];
            self.out.say(&self.words.fill("import-remark", &args));
        }
    }
}

fn pair(text: &str) -> Result<(String, String), Problem> {
    let (field, column) = text
        .split_once(['=', '＝'])
        .ok_or_else(|| Problem::new("cli-not-a-pair").with("text", text).exit(2))?;
    Ok((field.trim().to_owned(), column.trim().to_owned()))
}
