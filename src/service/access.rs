use super::{Act, Office, Problem, Row};
use crate::domain::book::Kind;
use crate::schema::KeyClass;
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
}
