//! The sign-in sheet, on paper.

use super::super::{Office, Problem};
use crate::domain::book::Kind;
use crate::domain::training::Attendance;
use crate::schema::{Coded, Id, TimeOfDay, Words};
use std::path::Path;

impl Office {
    /// Writes the sign-in sheet to a new file and logs that it was printed.
    ///
    /// # Errors
    /// No such session, a file of that name is there already, or the disk refuses.
    pub fn write_sheet(&self, words: &dyn Words, session: Id, path: &Path) -> Result<(), Problem> {
        let sheet = self.sign_in_sheet(words, session)?;
        self.put_on_paper(path, &sheet, &[(Kind::Session, &[session])])
    }

    /// The sign-in sheet as text for paper: title, place and time, a numbered line a person with
    /// room to sign.
    ///
    /// # Errors
    /// No such session.
    pub fn sign_in_sheet(&self, words: &dyn Words, session: Id) -> Result<String, Problem> {
        let facts = self.session(session)?;
        let lines = self.roster(session);
        let title = self.label(Kind::Session, session);
        let time = |t: Option<TimeOfDay>| t.map_or_else(|| "     ".to_owned(), |t| t.to_string());
        let mut out = String::new();
        if self.demo() {
            out.push_str(&words.word("demo-mark"));
            out.push('\n');
        }
        out.push_str(&words.fill("sheet-title", &[("session", &title)]));
        out.push('\n');
        let (from, to) = (time(facts.start), time(facts.end));
        out.push_str(&words.fill(
            "sheet-where",
            &[
                ("place", &facts.place),
                ("from", from.trim()),
                ("to", to.trim()),
            ],
        ));
        out.push('\n');
        let taught = self.taught_told(words, session);
        if !taught.is_empty() {
            let taught = taught.join(&words.word("list-comma"));
            out.push_str(&words.fill("notice-topics", &[("text", &taught)]));
            out.push('\n');
        }
        out.push('\n');
        for (n, line) in lines.iter().enumerate() {
            let state = line.state.code();
            let mark = match line.state {
                Attendance::Unmarked => String::new(),
                _ => words.word(&format!("choice-attendance-{state}")),
            };
            let name = pad(&line.name, 14);
            let village = pad(&line.village, 18);
            out.push_str(&format!(
                "{:>3}  {name}{village}{}  {mark}\n",
                n + 1,
                "_".repeat(16)
            ));
        }
        out.push('\n');
        out.push_str(&words.fill("sheet-total", &[("count", &lines.len().to_string())]));
        out.push('\n');
        Ok(out)
    }
}

/// Filled up with blanks to a width in cells.
pub(in crate::service) fn pad(text: &str, cells: usize) -> String {
    let width = unicode_width::UnicodeWidthStr::width(text);
    format!("{text}{}", " ".repeat(cells.saturating_sub(width)))
}
