//! The verb `backup`: what is new goes to a folder or stick, is read back, and what came of it is told.

use super::{Desk, Outcome};
use crate::service::backup;
use serde_json::{Map, Value};
use std::path::Path;

impl Desk {
    /// Backs up; beside a running program with `--read-only`.
    pub(super) fn back_up(&self, into: &Path) -> Outcome {
        let office = self.office(true)?;
        let made = office.back_up(into, &mut |_, _| true)?;
        if self.out.json {
            let mut object = Map::new();
            let fields = [
                ("folder", Value::from(made.dir.display().to_string())),
                ("entries", made.entries.into()),
                ("records", made.records.into()),
                ("bytes", made.bytes.into()),
                ("copied", made.copied.into()),
                ("off_machine", made.off.into()),
                ("removed", made.removed.into()),
                ("head", office.head().into()),
            ];
            object.extend(fields.map(|(name, value)| (name.to_owned(), value)));
            self.out.object(object);
        } else {
            self.out.data(&backup::told(&self.words, &made));
            self.out.data(&made.dir.display().to_string());
        }
        Ok(())
    }
}
