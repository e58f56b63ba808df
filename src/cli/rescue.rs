//! The verb `rescue`: whatever can still be read out of any folders and sticks.

use super::{Desk, Outcome, passphrase};
use crate::schema::Words;
use crate::service::{Office, Problem, Sheets};
use crate::store::{Rescued, Salvage, Secret};
use serde_json::json;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// What `rescue` was asked for.
pub(super) struct Asked {
    pub sources: Vec<PathBuf>,
    pub out: PathBuf,
    pub export: Option<String>,
    pub unmask: Option<String>,
}

impl Desk {
    /// Searches everything named for what is left of a store, and makes a new one of it.
    pub(super) fn rescue(&self, asked: &Asked) -> Outcome {
        let sheets = match &asked.export {
            None => None,
            Some(code) => Some(Sheets::from_code(code).ok_or_else(|| {
                Problem::new("cli-unknown-sheets")
                    .with("text", code)
                    .exit(2)
            })?),
        };
        if asked
            .unmask
            .as_ref()
            .is_some_and(|reason| reason.trim().is_empty())
        {
            return Err(Problem::new("problem-needs-reason"));
        }
        self.apart(asked)?;
        let salvage = self.search(&asked.sources)?;
        let frames = salvage.frames().to_string();
        self.out
            .say(&self.words.fill("rescue-found", &[("frames", &frames)]));
        let secret = passphrase::get(&self.global, &self.words, salvage.demo())?;
        let secret = Secret::passphrase(secret);
        let rescued = salvage.write(&asked.out, &secret, &self.setup.store)?;
        self.told(&rescued);
        let out = asked.out.display().to_string();
        self.out
            .say(&self.words.fill("rescue-made", &[("folder", &out)]));
        let Some(sheets) = sheets else {
            return Ok(());
        };
        let office = Office::open(&self.setup, &asked.out, &secret)?;
        let dir = sheets_folder(&asked.out);
        std::fs::create_dir(&dir).map_err(|e| {
            Problem::new("problem-file-refused")
                .with("file", dir.display())
                .with("why", e)
        })?;
        let unmask = asked.unmask.as_deref();
        let files = office.write_sheets(&self.words, rescued.loose, &dir, sheets, unmask)?;
        for (path, rows) in files {
            let (path, rows) = (path.display().to_string(), rows.to_string());
            match self.out.json {
                true => self.object(json!({ "file": path, "rows": rows })),
                false => self.out.data(
                    &self
                        .words
                        .fill("rescue-sheet", &[("file", &path), ("rows", &rows)]),
                ),
            }
        }
        Ok(())
    }

    /// The new folder must not lie in what is searched, nor the other way round.
    fn apart(&self, asked: &Asked) -> Outcome {
        let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let out = whole(&asked.out);
        match asked
            .sources
            .iter()
            .map(|s| whole(s))
            .find(|s| out.starts_with(s) || s.starts_with(&out))
        {
            Some(source) => {
                Err(Problem::new("cli-rescue-into-source").with("folder", source.display()))
            }
            None => Ok(()),
        }
    }

    fn search(&self, sources: &[PathBuf]) -> Result<Salvage, Problem> {
        /// Told again after so many bytes.
        const STEP: u64 = 256 << 20;
        let mut next = STEP;
        let talks = std::io::stderr().is_terminal();
        let salvage = Salvage::scan(sources, &mut |bytes| {
            if talks && bytes >= next {
                next = bytes + STEP;
                let mib = (bytes >> 20).to_string();
                self.out
                    .say(&self.words.fill("rescue-searched", &[("mib", &mib)]));
            }
        })?;
        Ok(salvage)
    }

    fn told(&self, rescued: &Rescued) {
        for stream in &rescued.streams {
            if self.out.json {
                self.object(json!({
                    "device": stream.device.to_string(), "kept": stream.kept,
                    "loose": stream.loose, "missing": stream.missing,
                }));
                continue;
            }
            let args = [
                ("device", stream.device.to_string()),
                ("kept", stream.kept.to_string()),
                ("loose", stream.loose.to_string()),
            ];
            let sign = if stream.missing.is_empty() { "+" } else { "!" };
            self.out.data(&format!(
                "{sign} {}",
                self.words.fill_with("rescue-kept", &args)
            ));
            for (from, to) in &stream.missing {
                let (from, to) = (from.to_string(), to.to_string());
                let args = [("from", from.as_str()), ("to", to.as_str())];
                self.out
                    .data(&format!("  {}", self.words.fill("rescue-missing", &args)));
            }
            if stream.loose > 0 {
                self.out.data(&format!(
                    "  {}",
                    self.words.fill_with("rescue-loose", &args)
                ));
            }
        }
        if self.out.json {
            return;
        }
        if !rescued.loose.is_empty() {
            let records = rescued.loose.len().to_string();
            self.out.data(
                &self
                    .words
                    .fill("rescue-loose-records", &[("records", &records)]),
            );
        }
        if rescued.unreadable > 0 {
            let bytes = rescued.unreadable.to_string();
            self.out
                .data(&self.words.fill("rescue-unreadable", &[("bytes", &bytes)]));
        }
    }
}

/// Beside the data folder, in which nothing stands in clear.
fn sheets_folder(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push("-export");
    out.with_file_name(name)
}
