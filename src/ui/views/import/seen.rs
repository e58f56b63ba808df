//! The second step: what the list holds and what taking it would do, as lines and answers.
//!
//! First what needs a look: rows that aren't taken, then warnings, then what each column was taken
//! for. Saves nothing.

use crate::domain::book::Kind;
use crate::schema::number;
use crate::service::import::{Look, Remark, report_place};
use crate::service::transfer::plan::Counts;
use crate::service::transfer::shape::Shape;
use crate::ui::command::Cmd;
use crate::ui::context::Ctx;
use crate::ui::widgets::Window;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Cells of a column that are shown as samples.
const SAMPLES: usize = 3;
/// Rows among which samples are looked for.
const LOOKED_AT: usize = 30;

/// A line about the list.
pub(super) enum Line {
    /// Begins a section.
    Head(String),
    /// About a row.
    Row(Remark),
    /// The sheet of the workbook that is read, where there are others.
    Sheet,
    /// Whose list it is taken for.
    List,
    /// Whose township's list it is taken for, where rows don't say.
    Township,
    /// A column that is taken.
    Column(ColumnLine),
    /// A heading that isn't.
    Unused(String),
}

/// A column that is taken for a field.
pub(super) struct ColumnLine {
    /// As a spreadsheet names it: `B`.
    pub letter: String,
    /// Its place, from 1, as a column is said to the import.
    pub place: String,
    pub heading: String,
    pub field: &'static str,
    pub word: String,
    pub samples: String,
}

/// What can be done with the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Take the good rows; the refused ones go to a sheet of their own.
    Take,
    /// Nothing can be taken; only write that sheet.
    OnlyReport,
    /// Take nothing.
    Leave,
}

/// Whether the focus is on a line or on a way on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pane {
    Lines,
    Ways,
}

/// A list that was looked at.
pub(super) struct Seen {
    pub file: PathBuf,
    pub look: Arc<Look>,
    pub sheet: Option<String>,
    pub map: Vec<(String, String)>,
    pub counts: Counts,
    pub lines: Vec<Line>,
    pub ways: Vec<Way>,
    /// The name that the sheet of refused rows would get.
    pub report: String,
    /// The first reasons, in a sentence.
    pub reasons: String,
    pub pane: Pane,
    pub window: Window,
    pub way: usize,
}

impl Seen {
    pub fn new(file: PathBuf, look: Arc<Look>, ctx: &Ctx) -> Self {
        let counts = look.plan.counts();
        let take = counts.new + counts.changed > 0;
        let ways = match (take, counts.refused > 0) {
            (true, _) => vec![Way::Take, Way::Leave],
            (false, true) => vec![Way::OnlyReport, Way::Leave],
            (false, false) => vec![Way::Leave],
        };
        let mut seen = Self {
            file,
            look,
            sheet: None,
            map: Vec::new(),
            counts,
            lines: Vec::new(),
            ways,
            report: String::new(),
            reasons: String::new(),
            pane: Pane::Ways,
            window: Window::default(),
            way: 0,
        };
        seen.put_in_words(ctx);
        seen
    }

    /// The rows of the list.
    pub fn rows(&self) -> usize {
        self.look.plan.rows.len()
    }

    /// The file's own name.
    pub fn name(&self) -> String {
        file_name(&self.file)
    }

    /// Makes the lines, in the language of the screen.
    pub fn put_in_words(&mut self, ctx: &Ctx) {
        let (taken, refused): (Vec<_>, Vec<_>) = self
            .look
            .remarks(&ctx.words)
            .into_iter()
            .partition(|r| r.taken);
        self.reasons = refused
            .iter()
            .take(2)
            .map(|r| sentence(r, ctx))
            .collect::<Vec<_>>()
            .join(" ");
        self.report = file_name(&report_place(&self.file, &ctx.words));
        self.lines.clear();
        self.section(
            "import-refused",
            refused.into_iter().map(Line::Row).collect(),
            ctx,
        );
        self.section(
            "import-watch",
            taken.into_iter().map(Line::Row).collect(),
            ctx,
        );
        let mut sheets = Vec::new();
        let of_people = Shape::all()
            .iter()
            .any(|s| s.kind == self.look.columns.kind);
        if of_people && ctx.office().is_ok_and(|o| o.importable().len() > 1) {
            sheets.push(Line::List);
        }
        if !self.look.sheet.others.is_empty() {
            sheets.push(Line::Sheet);
        }
        let taken = &self.look.columns.taken;
        let told = taken.iter().any(|c| c.target.name() == "township");
        let directors = self.look.columns.kind == Kind::Worker;
        if directors && !told && ctx.office().is_ok_and(|o| o.has_townships()) {
            sheets.push(Line::Township);
        }
        let columns = self
            .look
            .columns
            .taken
            .iter()
            .map(|c| Line::Column(self.column(c, ctx)));
        // Whose list it is stands first: the columns hang on it.
        let lines = sheets.into_iter().chain(columns);
        self.section("import-columns", lines.collect(), ctx);
        let unused = self.look.columns.unused.iter().cloned().map(Line::Unused);
        self.section("import-left-out", unused.collect(), ctx);
        self.window.clamp(self.lines.len());
    }

    fn section(&mut self, key: &str, lines: Vec<Line>, ctx: &Ctx) {
        if !lines.is_empty() {
            let count = lines
                .iter()
                .filter(|l| !matches!(l, Line::Sheet | Line::List | Line::Township))
                .count()
                .to_string();
            self.lines
                .push(Line::Head(ctx.fill(key, &[("count", &count)])));
            self.lines.extend(lines);
        }
    }

    fn column(&self, column: &crate::service::transfer::heading::Column, ctx: &Ctx) -> ColumnLine {
        let field = column.target.name();
        let number = column.target.field();
        let first = self.look.columns.first_row;
        let cells =
            (first..first + LOOKED_AT).filter_map(|row| self.look.sheet.cell(row, column.index));
        let shown = cells.take(SAMPLES).map(|cell| match number {
            "id_number" => number::mask_id(cell.text.trim()),
            "phone" => number::mask_phone(cell.text.trim()),
            _ => cell.text.trim().replace('\n', " "),
        });
        ColumnLine {
            letter: letters(column.index),
            place: (column.index + 1).to_string(),
            heading: column.heading.replace('\n', " "),
            field,
            word: column.target.word(&ctx.words),
            samples: shown.collect::<Vec<_>>().join("  "),
        }
    }

    /// The line of the focus.
    pub fn line(&self) -> Option<&Line> {
        self.lines
            .get(self.window.cursor())
            .filter(|_| self.pane == Pane::Lines)
    }

    /// Whether Enter and F4 choose a field there, or a sheet.
    pub fn choosable(&self) -> bool {
        matches!(
            self.line(),
            Some(Line::Column(_) | Line::Unused(_) | Line::Sheet | Line::List | Line::Township)
        )
    }

    /// Moves the focus: through the lines, and below the last one to the ways on.
    pub fn go(&mut self, cmd: Cmd) -> bool {
        let last = self.lines.len().saturating_sub(1);
        match (self.pane, cmd) {
            (Pane::Ways, Cmd::Up) if self.way == 0 => self.enter_lines(),
            (Pane::Ways, Cmd::Up) => self.way -= 1,
            (Pane::Ways, Cmd::Down) => self.way = (self.way + 1).min(self.ways.len() - 1),
            (Pane::Ways, Cmd::NextPart) => {
                self.window.set(0);
                self.enter_lines();
            }
            (Pane::Lines, Cmd::Down) if self.window.cursor() == last => self.pane = Pane::Ways,
            (Pane::Lines, Cmd::NextPart) => self.next_section(),
            (_, Cmd::PrevPart) => self.pane = Pane::Ways,
            _ => {
                if !self.window.command(cmd, self.lines.len()) {
                    return false;
                }
                self.enter_lines();
            }
        }
        if self.pane == Pane::Lines {
            self.off_heads(cmd);
        }
        true
    }

    /// Puts the focus on this line.
    pub fn stand_on(&mut self, line: usize) {
        self.window.set(line);
        self.window.clamp(self.lines.len());
        self.enter_lines();
        self.off_heads(Cmd::Down);
    }

    fn enter_lines(&mut self) {
        if !self.lines.is_empty() {
            self.pane = Pane::Lines;
        }
    }

    fn next_section(&mut self) {
        let from = self.window.cursor();
        let rest = self.lines.iter().enumerate().skip(from + 1);
        match rest.into_iter().find(|(_, l)| matches!(l, Line::Head(_))) {
            Some((at, _)) => self.window.set(at + 1),
            None => self.pane = Pane::Ways,
        }
    }

    /// Heads are passed over.
    fn off_heads(&mut self, cmd: Cmd) {
        let at = self.window.cursor();
        if matches!(self.lines.get(at), Some(Line::Head(_))) {
            let up = matches!(cmd, Cmd::Up | Cmd::PageUp) && at > 0;
            self.window.set(if up { at - 1 } else { at + 1 });
        }
    }
}

/// `第 9 行 王芳 证件号码: …`
pub(super) fn sentence(remark: &Remark, ctx: &Ctx) -> String {
    let row = remark.row.to_string();
    ctx.fill(
        "import-row",
        &[
            ("row", &row),
            ("name", &remark.name),
            ("text", &remark.text),
        ],
    )
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// `A`, `Z`, `AA`.
fn letters(index: usize) -> String {
    let mut out = String::new();
    let mut rest = index + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        out.insert(0, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_called_as_a_spreadsheet_calls_them() {
        let named = [0, 1, 25, 26, 27, 51, 52, 701, 702].map(letters);
        assert_eq!(named, ["A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
    }
}
