//! The verb `restore`: an office comes back from a backup.

use super::{Desk, Outcome, passphrase};
use crate::schema::Words;
use crate::service::{backup, moment};
use serde_json::{Map, Value};
use std::path::Path;

impl Desk {
    /// Brings an office back from a backup: the passphrase may be the recovery code.
    pub(super) fn restore(&self, from: &Path, replace: bool) -> Outcome {
        let root = self.root()?;
        let found = backup::found(&self.setup, Some(from));
        let demo = matches!(found.as_slice(), [one] if one.demo);
        let typed = passphrase::get(&self.global, &self.words, demo)?;
        let (restored, _) =
            backup::bring_back(&self.setup, from, &root, &typed, replace, &mut |_, _| true)?;
        for file in &restored.skipped {
            self.out
                .say(&self.words.fill("backup-skipped", &[("file", file)]));
        }
        let kept = restored.kept_as.as_ref().map(|p| p.display().to_string());
        if self.out.json {
            let mut object = Map::new();
            let fields = [
                ("folder", Value::from(root.display().to_string())),
                ("made", moment(restored.time).into()),
                ("entries", restored.entries.into()),
                ("records", restored.records.into()),
                ("skipped", restored.skipped.into()),
                ("kept_as", kept.into()),
            ];
            object.extend(fields.map(|(name, value)| (name.to_owned(), value)));
            self.out.object(object);
            return Ok(());
        }
        let args = [
            ("records", restored.records.to_string()),
            ("time", moment(restored.time)),
        ];
        self.out
            .data(&self.words.fill_with("backup-restored", &args));
        if let Some(folder) = kept {
            let args = [("folder", folder.as_str())];
            self.out.say(&self.words.fill("backup-kept", &args));
        }
        Ok(())
    }
}
