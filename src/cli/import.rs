use super::{Desk, Outcome};
use std::path::PathBuf;
pub(super) struct Asked {
    pub file: PathBuf,
    pub kind: String,
    pub sheet: Option<String>,
    pub map: Vec<String>,
    pub dry_run: bool,
    pub report: Option<PathBuf>,
}
impl Desk {
    pub(super) fn import(&self, _: &Asked) -> Outcome {
        Ok(())
    }
}
