//! A record as plain text, for the clipboard and for a file of the person's own. Personal numbers
//! are masked in it, wherever they stand.

use super::{Column, Office, Problem, Row};
use crate::domain::book::Kind;
use crate::schema::{FieldType, Words, number};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

/// Digits in a row that may be a personal number: a mobile telephone's eleven, or more.
const PERSONAL: usize = 11;
/// Files of one name before the person is told to clear up.
const MOST_FILES: u32 = 100;

impl Office {
    /// The fields of a record that are filled in, one a line. A reading that has to be logged is.
    ///
    /// # Errors
    /// The role may not see it, or the reading can't be logged; then there is no text.
    pub fn plain_text(
        &self,
        words: &dyn Words,
        row: &std::sync::Arc<Row>,
    ) -> Result<String, Problem> {
        let kind = row.record.kind();
        self.require(kind)?;
        self.log_reading(kind, std::slice::from_ref(row), None)?;
        let mut out = format!(
            "{} #{}\n",
            words.word(&format!("kind-{}", kind.name())),
            row.number
        );
        let fields = (0..kind.fields().len()).map(Column::Field);
        let locals = self.locals(kind).into_iter().map(Column::Local);
        for column in fields.chain(locals) {
            let text = self.column_text(words, row, column);
            if text.is_empty() {
                continue;
            }
            let name = column.word(kind, words);
            let ty = column.ty(kind);
            let free = matches!(ty, FieldType::Text { .. } | FieldType::Note { .. });
            // A code of a village is no person's, and a masked number is masked already.
            let text = if free { without_numbers(&text) } else { text };
            out.push_str(&words.fill("plain-line", &[("name", &name), ("value", &text)]));
            out.push('\n');
        }
        Ok(out)
    }

    /// Puts such a text into a file in this folder; where it is. Nobody else may read the file, and
    /// its name says nobody's.
    ///
    /// # Errors
    /// It can't be written.
    pub fn put_aside_text(
        &self,
        folder: &std::path::Path,
        kind: Kind,
        row: &Row,
        text: &str,
    ) -> Result<PathBuf, Problem> {
        let failed = |path: &std::path::Path| {
            Problem::new("problem-text-not-written").with("file", path.display())
        };
        for n in 1..=MOST_FILES {
            let more = if n == 1 {
                String::new()
            } else {
                format!("-{n}")
            };
            let path = folder.join(format!("tongdu-{}-{}{more}.txt", kind.name(), row.number));
            let opened = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path);
            match opened {
                Ok(mut file) => {
                    let written = file
                        .write_all(text.as_bytes())
                        .and_then(|()| file.sync_all());
                    return written.map(|()| path.clone()).map_err(|_| failed(&path));
                }
                Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
                Err(_) => return Err(failed(&path)),
            }
        }
        Err(failed(folder))
    }
}

/// The text with long numbers masked, which people write into notes too.
pub(super) fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for c in text.chars().chain(std::iter::once('\0')) {
        let folded = crate::schema::text::fold(c);
        if folded.is_ascii_digit() || (!run.is_empty() && matches!(folded, 'X' | 'x')) {
            run.push(folded);
            continue;
        }
        match run.len() {
            0 => {}
            PERSONAL => out.push_str(&number::mask_phone(&run)),
            more if more > PERSONAL => out.push_str(&number::mask_id(&run)),
            _ => out.push_str(&run),
        }
        run.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_notes_are_masked() {
        for (text, want) in [
            ("证 35070320150314001X。", "证 3507"),
            ("号码３５０７０３２０１５０３１４００１３", "号码3507"),
            ("电话 10000000004", "电话 100"),
        ] {
            let masked = without_numbers(text);
            assert!(masked.starts_with(want) && masked.contains('*'), "{masked}");
            assert!(!masked.contains("20150314"), "{masked}");
        }
        for same in ["2026-11-23 走访 3 次", "", "上㘵村 12 号", "x光"] {
            assert_eq!(without_numbers(same), same);
        }
    }
}
