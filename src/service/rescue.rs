//! What a rescue could read, as sheets that people open.
//!
//! One file a kind, whether its records hang together in the new store or stand behind a gap.
//! Owns that looking is logged and numbers are masked, as everywhere.

use super::folders;
use super::show::text;
use super::table::Table;
use super::{Act, Column, Office, Problem, Row, Tables};
use crate::domain::book::Kind;
use crate::schema::{Id, Words};
use crate::store::Stored;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The form of the sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheets {
    /// For Excel and WPS, every cell as text.
    Xlsx,
    /// For everything else; begins with a mark so that Excel reads it too.
    Csv,
}

impl Sheets {
    /// The form that a word names, which is also the end of its files' names.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Xlsx, Self::Csv]
            .into_iter()
            .find(|sheets| sheets.code() == code)
    }

    fn code(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

impl Office {
    /// Writes every record that the user may see to new files in a folder, those behind a gap
    /// marked; says which files, and how many records stand in each.
    ///
    /// # Errors
    /// No reason for showing numbers, the reading can't be logged, or a file is there already.
    pub fn write_sheets(
        &self,
        words: &dyn Words,
        loose: Vec<Stored>,
        dir: &Path,
        sheets: Sheets,
        unmask: Option<&str>,
    ) -> Result<Vec<(PathBuf, usize)>, Problem> {
        let behind: BTreeSet<(Kind, Id)> = loose
            .iter()
            .map(|stored| (stored.record.kind(), stored.id))
            .collect();
        let kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(|k| self.may(*k)).collect();
        let mut all = Tables::default();
        for kind in &kinds {
            let rows: Vec<Arc<Row>> = self.tables().rows(*kind).cloned().collect();
            self.log_reading(*kind, &rows, unmask)?;
            rows.iter().for_each(|row| all.put(row.stored()));
        }
        let seen = |kind: Kind| self.may(kind);
        if loose.iter().any(|stored| seen(stored.record.kind())) {
            // Those records are not in this store, so the entry can name none of them.
            let act = unmask.map_or(Act::Read, |_| Act::Unmask);
            self.commit(act, unmask.unwrap_or_default(), Vec::new())?;
        }
        for stored in loose {
            if seen(stored.record.kind()) {
                all.put(stored);
            }
        }
        let mut written = Vec::new();
        for kind in kinds {
            let mut rows: Vec<&Arc<Row>> = all.rows(kind).collect();
            rows.sort_by_key(|row| row.number);
            if rows.is_empty() {
                continue;
            }
            let show = Show {
                office: self,
                words,
                all: &all,
                masked: unmask.is_none(),
            };
            let lines = rows
                .iter()
                .map(|row| show.line(kind, row, &behind))
                .collect();
            let table = Table {
                heading: show.heading(kind),
                lines,
            };
            let failed = |why: String| Problem::new("cli-output-failed").with("why", why);
            let bytes = match sheets {
                Sheets::Xlsx => table.xlsx().map_err(|e| failed(e.to_string()))?,
                Sheets::Csv => table.csv().map_err(|e| failed(e.to_string()))?,
            };
            let name = format!(
                "{}.{}",
                words.word(&format!("kind-{}", kind.name())),
                sheets.code()
            );
            let path = dir.join(name);
            folders::write_new(&path, &bytes)?;
            written.push((path, rows.len()));
        }
        Ok(written)
    }
}

struct Show<'a> {
    office: &'a Office,
    words: &'a dyn Words,
    all: &'a Tables,
    masked: bool,
}

impl Show<'_> {
    fn heading(&self, kind: Kind) -> Vec<String> {
        let field = |name: &str| self.words.word(&format!("field-{}-{name}", kind.name()));
        let locals = self.office.locals(kind).into_iter().map(Column::Local);
        let mut heading = vec![
            self.words.word("column-number"),
            self.words.word("rescue-from"),
            self.words.word("rescue-retired"),
        ];
        heading.extend(kind.fields().iter().map(|f| field(f.name)));
        heading.extend(locals.map(|local| local.word(kind, self.words)));
        heading
    }

    fn line(&self, kind: Kind, row: &Row, behind: &BTreeSet<(Kind, Id)>) -> Vec<String> {
        let from = match behind.contains(&(kind, row.id)) {
            true => "rescue-from-behind",
            false => "rescue-from-whole",
        };
        let retired = match row.retired {
            true => self.words.word("record-retired"),
            false => String::new(),
        };
        let fields = (0..kind.fields().len())
            .map(|index| text(self.all, self.words, row, index, self.masked));
        let locals = self.office.locals(kind).into_iter().map(Column::Local);
        let locals = locals.map(|local| self.office.record_text(self.words, &row.record, local));
        [format!("#{}", row.number), self.words.word(from), retired]
            .into_iter()
            .chain(fields)
            .chain(locals)
            .collect()
    }
}
