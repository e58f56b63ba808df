//! The form of an inspection 检查表, as text for paper: to be filled in by hand before it was
//! done, with what was found after it.

use super::draws::draw_of;
use super::{Office, Problem};
use crate::domain::book::{Kind, Record};
use crate::domain::finding::Finding;
use crate::domain::inspection::{CheckResult, Inspection};
use crate::schema::{Coded, Day, Id, Words};
use std::path::Path;

/// Cells of a line that is to be written on.
const BLANK: usize = 60;
/// Findings that there is room for by hand.
const ROOM: usize = 3;

impl Office {
    /// The form of an inspection.
    ///
    /// # Errors
    /// No such inspection.
    pub fn check_form(&self, words: &dyn Words, id: Id) -> Result<String, Problem> {
        let gone = || Problem::new("problem-no-such-record").with("kind", Kind::Inspection.name());
        let row = self.row(Kind::Inspection, id).filter(|r| !r.retired);
        let row = row.ok_or_else(gone)?;
        let Record::Inspection(inspection) = &row.record else {
            return Err(gone());
        };
        let mut out = String::new();
        let mut line = |text: String| {
            out.push_str(text.trim_end());
            out.push('\n');
        };
        if self.demo() {
            line(words.word("demo-mark"));
        }
        let village = inspection
            .village
            .map_or_else(String::new, |id| self.label(Kind::Village, id));
        line(words.fill("form-check-title", &[("village", &village)]));
        line(String::new());
        for text in self.about_check(words, inspection, row.number) {
            line(text);
        }
        for (part, result, note) in inspection.parts() {
            line(String::new());
            let name = chosen(words, part);
            let boxes = CheckResult::CHOICES
                .iter()
                .filter_map(|c| CheckResult::from_code(c.code));
            let boxes = boxes.map(|r| {
                let mark = if Some(r) == result { "x" } else { " " };
                format!("[{mark}] {}", chosen(words, r))
            });
            line(format!(
                "{name}    {}",
                boxes.collect::<Vec<_>>().join("   ")
            ));
            line(words.word(&format!("form-check-{}", part.code())));
            line(written(note, 2));
        }
        line(String::new());
        line(words.word("form-check-findings"));
        let tables = self.tables();
        let findings = tables.leading_to(id, Kind::Finding);
        let findings: Vec<&Finding> = findings
            .filter_map(|row| <&Finding>::try_from(&row.record).ok())
            .collect();
        for n in 0..findings.len().max(ROOM) {
            let text =
                |of: fn(&Finding) -> String| findings.get(n).map_or(String::new(), |f| of(f));
            let owner = findings.get(n).and_then(|f| f.owner);
            let owner = owner.map_or_else(String::new, |id| tables.label(Kind::Worker, id));
            let cells = [
                ("n", (n + 1).to_string()),
                ("what", or_blank(text(|f| f.what.clone()), 26)),
                ("owner", or_blank(owner, 8)),
                ("due", or_blank(text(|f| day(f.due)), 10)),
                ("closed", or_blank(text(|f| day(f.closed)), 10)),
            ];
            let cells = cells.each_ref().map(|(name, text)| (*name, text.as_str()));
            line(words.fill("form-check-finding", &cells));
        }
        line(String::new());
        line(words.word("form-check-sign"));
        Ok(out)
    }

    /// Which inspection it is: its sort, its draw, by when, who.
    fn about_check(&self, words: &dyn Words, inspection: &Inspection, number: u32) -> Vec<String> {
        let kind = inspection
            .kind
            .map_or_else(String::new, |kind| chosen(words, kind));
        let directors = inspection.village.map_or_else(Vec::new, |village| {
            let tables = self.tables();
            let ids = tables.directors_of(village, self.today()).into_iter();
            ids.map(|id| tables.label(Kind::Worker, id)).collect()
        });
        let director = or_blank(directors.join("/"), 12);
        let planned = or_blank(day(inspection.planned), 12);
        let done = or_blank(day(inspection.done), 12);
        let who = or_blank(inspection.inspectors.clone(), 24);
        let number = number.to_string();
        let mut lines = vec![
            words.fill(
                "form-check-which",
                &[
                    ("number", &number),
                    ("kind", &kind),
                    ("director", &director),
                ],
            ),
            words.fill(
                "form-check-when",
                &[("planned", &planned), ("done", &done), ("who", &who)],
            ),
        ];
        let drawn = inspection.draw.and_then(|id| self.row(Kind::Draw, id));
        if let Some(draw) = drawn.as_ref().and_then(draw_of) {
            let args = [("seed", draw.seed.as_str()), ("algorithm", &draw.algorithm)];
            lines.push(words.fill("form-check-drawn", &args));
        }
        lines
    }

    /// Writes the forms of inspections to a new file, a page each, and logs that they were printed.
    ///
    /// # Errors
    /// No such inspection, a file of that name is there already, or the disk refuses.
    pub fn print_check_forms(
        &self,
        words: &dyn Words,
        ids: &[Id],
        path: &Path,
    ) -> Result<(), Problem> {
        self.require(Kind::Inspection)?;
        let pages = ids.iter().map(|id| self.check_form(words, *id));
        let pages = pages.collect::<Result<Vec<_>, _>>()?;
        // A form feed: printers begin a page there.
        self.put_on_paper(path, &pages.join("\u{c}"), &[(Kind::Inspection, ids)])
    }
}

fn chosen<T: Coded>(words: &dyn Words, choice: T) -> String {
    words.choice(T::LIST, choice.code())
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(String::new, Day::iso)
}

/// The text, or a line of this width to write on.
fn or_blank(text: String, cells: usize) -> String {
    if text.trim().is_empty() {
        "_".repeat(cells)
    } else {
        text
    }
}

/// The text in lines of its own, or so many to write on.
fn written(text: &str, lines: usize) -> String {
    if text.trim().is_empty() {
        vec![format!("    {}", "_".repeat(BLANK)); lines].join("\n")
    } else {
        let lines = text.lines().map(|line| format!("    {line}"));
        lines.collect::<Vec<_>>().join("\n")
    }
}
