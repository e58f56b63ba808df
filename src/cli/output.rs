//! How verbs speak: data to stdout as lines, tables, CSV or objects, talk to stderr.

use super::args::Global;
use crate::schema::{Fault, Words};
use crate::service::Problem;
use std::borrow::Cow;
use std::io::{IsTerminal, Write};
use tongdu_sdk::layout::plain::guarded;
use unicode_width::UnicodeWidthStr;

/// Where the verbs write.
pub(super) struct Output {
    pub json: bool,
    bold: bool,
    /// Whether what a plug-in itself says is told, too.
    details: bool,
}

/// Talk goes to stderr. A reader that went away is no reason to fail.
pub(super) fn talk(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

impl Output {
    pub fn new(global: &Global, details: bool) -> Self {
        let colour = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        let plain = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Self {
            json: global.json,
            bold: colour && !plain && !global.plain && std::io::stderr().is_terminal(),
            details,
        }
    }

    /// A line of data.
    pub fn data(&self, line: &str) {
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    }

    pub fn object(&self, object: impl Into<serde_json::Value>) {
        self.data(&object.into().to_string());
    }

    /// A table as other programs read it; no cell can be taken for a formula.
    ///
    /// # Errors
    /// It could not be written.
    pub fn csv(&self, headings: &[&str], rows: &[Vec<String>]) -> Result<(), Problem> {
        let failed = || Problem::new("cli-output-failed");
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(headings).map_err(|_| failed())?;
        for row in rows {
            let cells = row.iter().map(|cell| guarded(cell.as_str().into()));
            writer
                .write_record(cells.map(Cow::into_owned))
                .map_err(|_| failed())?;
        }
        let bytes = writer.into_inner().map_err(|_| failed())?;
        self.data(String::from_utf8_lossy(&bytes).trim_end());
        Ok(())
    }

    /// A line of talk.
    pub fn say(&self, line: &str) {
        talk(line);
    }

    /// What, why, what next; then the fields that are wrong.
    pub fn problem(&self, words: &dyn Words, problem: &Problem) {
        let what = problem.what(words);
        talk(&if self.bold {
            format!("\x1b[1m{what}\x1b[0m")
        } else {
            what
        });
        for (field, fault) in &problem.faults {
            talk(&format!("  {field}: {}", fault_text(words, fault)));
        }
        talk(&format!("{} {}", words.word("cli-why"), problem.why(words)));
        talk(&format!(
            "{} {}",
            words.word("cli-next"),
            problem.next(words)
        ));
        // What goes to a script's log stays there, so only who asks gets it.
        if self.details {
            for text in problem.details() {
                talk(&words.fill("export-details", &[("text", text)]));
            }
        } else if !problem.details().is_empty() {
            talk(&words.word("export-details-there"));
        }
    }

    /// Rows under headings, columns lined up in cells.
    pub fn table(&self, headings: &[String], rows: &[Vec<String>], right: &[bool]) {
        let mut widths: Vec<usize> = headings.iter().map(|h| h.width()).collect();
        for row in rows {
            for (w, cell) in widths.iter_mut().zip(row) {
                *w = (*w).max(one_line(cell).width());
            }
        }
        for row in std::iter::once(headings).chain(rows.iter().map(Vec::as_slice)) {
            let cells = row
                .iter()
                .zip(&widths)
                .zip(right)
                .map(|((cell, width), right)| pad(&one_line(cell), *width, *right));
            self.data(cells.collect::<Vec<_>>().join("  ").trim_end());
        }
    }
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

fn pad(text: &str, cells: usize, right: bool) -> String {
    let blanks = " ".repeat(cells.saturating_sub(text.width()));
    if right {
        format!("{blanks}{text}")
    } else {
        format!("{text}{blanks}")
    }
}

/// A fault's sentence.
pub(super) fn fault_text(words: &dyn Words, fault: &Fault) -> String {
    let args = fault.args();
    words.fill_with(fault.key(), &args)
}
