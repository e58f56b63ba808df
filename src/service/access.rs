use super::{Act, Office, Problem, Row, folders};
use crate::domain::book::Kind;
use crate::schema::KeyClass;
use std::path::Path;
use std::sync::Arc;

impl Office {
    /// Writes down that records were read: always for cases (未成年人网络保护条例 36: 访问记录),
    /// and for every kind when personal numbers are shown, with the reason.
    ///
    /// # Errors
    /// No reason for unmasking, or the log can't be written; then nothing may be shown.
    pub fn log_reading(
        &self,
        kind: Kind,
        rows: &[Arc<Row>],
        unmask: Option<&str>,
    ) -> Result<(), Problem> {
        if unmask.is_some_and(|reason| reason.trim().is_empty()) {
            return Err(Problem::new("problem-needs-reason"));
        }
        if rows.is_empty() || (kind.class() != KeyClass::Cases && unmask.is_none()) {
            return Ok(());
        }
        let ids: Vec<_> = rows.iter().map(|r| r.id).collect();
        let act = if unmask.is_some() {
            Act::Unmask
        } else {
            Act::Read
        };
        self.mention(act, unmask.unwrap_or_default(), kind, &ids)
    }

    /// Writes something printed about a record to a new file, and logs that; `unmask` is the reason
    /// for which personal numbers stand in it in full. What can't be logged isn't left lying about.
    ///
    /// # Errors
    /// An empty reason; a file of that name is there already; the disk or the log refuses.
    pub fn print(
        &self,
        row: &Row,
        text: &str,
        path: &Path,
        unmask: Option<&str>,
    ) -> Result<(), Problem> {
        let kind = row.record.kind();
        self.require(kind)?;
        if unmask.is_some_and(|reason| reason.trim().is_empty()) {
            return Err(Problem::new("problem-needs-reason"));
        }
        folders::write_new(path, text)?;
        let logged = self.mention(Act::Print, unmask.unwrap_or_default(), kind, &[row.id]);
        if logged.is_err() {
            // It was made just now; whether it goes or not, the refusal is told.
            let _ = std::fs::remove_file(path);
        }
        logged
    }
}
