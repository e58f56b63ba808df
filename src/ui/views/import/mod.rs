//! Bringing in a list of directors: which file, what it would do, then do it.
//!
//! Nothing is saved before the last step, and one undo takes all of it back. Reading and saving are
//! jobs; this view knows neither files nor records.

mod choices;
mod draw;
mod files;
mod seen;

use crate::i18n::Lexicon;
use crate::service::Problem;
use crate::service::import::{self, Look, field_key};
use crate::service::transfer::directors::Counts;
use crate::service::transfer::heading;
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::job::{Answer, Job};
use crate::ui::view::{Flow, Header, Reply, Title, Toast, View};
use crate::ui::views::Note;
use choices::Choices;
use files::{Chosen, Files};
use ratatui::layout::Size;
use seen::{Line, Pane, Seen, Way};
use std::path::PathBuf;
use std::sync::Arc;

/// The questions that this view has asked.
const FIELD: &str = "field";
const SHEET: &str = "sheet";

/// What a sheet that isn't the list is refused with: then the list is perhaps on another.
const NO_LIST: [&str; 4] = [
    "import-no-heading-here",
    "import-missing-both",
    "import-missing-name",
    "import-missing-village",
];

/// What a job is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Busy {
    Looking,
    Saving,
}

/// How a list is to be read.
#[derive(Clone, Debug, Default)]
struct Asked {
    file: PathBuf,
    sheet: Option<String>,
    map: Vec<(String, String)>,
}

/// The import.
pub struct Import {
    files: Files,
    /// What the running or last look was asked for.
    asked: Asked,
    /// The second step; without it the first is on the screen.
    seen: Option<Seen>,
    busy: Option<Busy>,
}

impl Import {
    /// Begins with the files on the desktop.
    pub fn new(ctx: &Ctx) -> Self {
        Self {
            files: Files::new(ctx.setup.home.clone()),
            asked: Asked::default(),
            seen: None,
            busy: None,
        }
    }

    fn look(&mut self, asked: Asked, ctx: &Ctx) -> Flow {
        let office = match ctx.office() {
            Ok(office) => Arc::clone(office),
            Err(problem) => return Flow::Refuse(problem),
        };
        self.busy = Some(Busy::Looking);
        self.asked = asked.clone();
        Flow::Start(Job::new("job-look", move |_| {
            let sheet = asked.sheet.as_deref();
            match office.look(&asked.file, sheet, &asked.map) {
                Ok(look) => Ok(Answer::Looked(Arc::new(look))),
                Err(problem) if NO_LIST.contains(&problem.key) => {
                    match import::other_sheets(&asked.file, sheet) {
                        others if others.is_empty() => Err(problem),
                        others => Ok(Answer::OtherSheets(problem, others)),
                    }
                }
                Err(problem) => Err(problem),
            }
        }))
    }

    fn take(&mut self, way: Way, ctx: &Ctx) -> Flow {
        let (Some(seen), Ok(office)) = (&self.seen, ctx.office()) else {
            return Flow::Stay;
        };
        if way == Way::Leave {
            self.leave();
            return Flow::Stay;
        }
        let (office, look, file) = (
            Arc::clone(office),
            Arc::clone(&seen.look),
            seen.file.clone(),
        );
        let (home, language) = (ctx.setup.home.clone(), ctx.language());
        self.busy = Some(Busy::Saving);
        Flow::Start(Job::new("job-import", move |progress| {
            let counts = office.take(&look, &mut |done, all| progress.tell(done, all))?;
            // Behind the saving: a list that is taken again changes nothing, so the sheet of
            // refused rows can be had at any time.
            let report = look.report_beside(&file, &home, &Lexicon::new(language));
            Ok(Answer::Imported(counts, report))
        }))
    }

    /// Back to the files; the path stays as it was.
    fn leave(&mut self) {
        self.seen = None;
        self.files.read_again();
    }

    fn looked(&mut self, look: Arc<Look>, ctx: &Ctx) {
        let before = self.seen.take().map(|s| s.window.cursor());
        let mut seen = Seen::new(self.asked.file.clone(), look, ctx);
        seen.sheet = self.asked.sheet.clone();
        seen.map = self.asked.map.clone();
        // After a change of columns the focus stays where the change was made.
        if let Some(cursor) = before {
            seen.stand_on(cursor);
        }
        self.seen = Some(seen);
    }

    fn imported(
        &self,
        counts: Counts,
        report: Result<Option<PathBuf>, Problem>,
        ctx: &Ctx,
    ) -> Flow {
        let taken = counts.new + counts.changed;
        let numbers = [counts.new, counts.changed, counts.refused, taken].map(|n| n.to_string());
        let name = |path: &PathBuf| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        let file = report
            .as_ref()
            .ok()
            .and_then(|r| r.as_ref())
            .map(name)
            .unwrap_or_default();
        let args = [
            ("new", numbers[0].as_str()),
            ("changed", &numbers[1]),
            ("refused", &numbers[2]),
            ("taken", &numbers[3]),
            ("file", &file),
        ];
        let saved = taken > 0;
        let key = match (saved, file.is_empty()) {
            (true, true) => "import-done",
            (true, false) => "import-done-report",
            (false, _) => "import-report-only",
        };
        let said = ctx.fill(key, &args);
        let toast = if saved {
            Toast::done(said)
        } else {
            Toast::told(said)
        };
        let mut flows = vec![Flow::Say(toast), Flow::Close];
        match report {
            Err(problem) => flows.push(Flow::Refuse(problem)),
            // Not where anybody would look for it, so it is said in full.
            Ok(Some(path)) if path.parent() != self.asked.file.parent() => {
                let rows = vec![
                    (ctx.word("note-why"), ctx.word("import-report-elsewhere")),
                    (ctx.word("import-file"), path.display().to_string()),
                ];
                flows.push(Flow::Open(Box::new(Note::new(
                    ctx.word("import-report-where"),
                    rows,
                ))));
            }
            Ok(_) => {}
        }
        Flow::All(flows)
    }

    /// Enter on a line: the choices for a column or sheet, the whole of a sentence.
    fn open_line(&self, ctx: &Ctx) -> Flow {
        let Some(seen) = &self.seen else {
            return Flow::Stay;
        };
        match seen.line() {
            Some(Line::Row(remark)) => {
                let row = ctx.fill("import-row-number", &[("row", &remark.row.to_string())]);
                let rows = vec![(ctx.word("note-why"), remark.text.clone())];
                Flow::Open(Box::new(Note::new(format!("{row} {}", remark.name), rows)))
            }
            Some(Line::Column(column)) => pick_field(&column.heading, Some(column.field), ctx),
            Some(Line::Unused(heading)) => pick_field(heading, None, ctx),
            Some(Line::Sheet) => {
                let sheets = seen.look.sheet.others.clone();
                Flow::Open(Box::new(Choices::new(
                    SHEET,
                    ctx.word("import-which-sheet"),
                    sheets,
                    0,
                )))
            }
            Some(Line::Head(_)) | None => Flow::Stay,
        }
    }

    /// The column of the focus is to be this field, or none; the list is looked at anew.
    fn remap(&mut self, choice: usize, ctx: &Ctx) -> Flow {
        let fields = heading::fields();
        let field = choice.checked_sub(1).and_then(|i| fields.get(i).copied());
        let Some(seen) = &self.seen else {
            return Flow::Stay;
        };
        let (column, before) = match seen.line() {
            Some(Line::Column(column)) => (column.place.clone(), Some(column.field)),
            Some(Line::Unused(heading)) => (heading.clone(), None),
            _ => return Flow::Stay,
        };
        if field == before {
            return Flow::Stay;
        }
        let mut map = seen.map.clone();
        map.retain(|(f, c)| {
            *c != column && Some(f.as_str()) != field && Some(f.as_str()) != before
        });
        match (field, before) {
            (Some(field), _) => map.push((field.to_owned(), column)),
            (None, Some(before)) => map.push((before.to_owned(), String::new())),
            (None, None) => return Flow::Stay,
        }
        let (file, sheet) = (seen.file.clone(), seen.sheet.clone());
        self.look(Asked { file, sheet, map }, ctx)
    }

    fn enter(&mut self, ctx: &Ctx) -> Flow {
        match &self.seen {
            Some(seen) if seen.pane == Pane::Ways => {
                let way = seen.ways.get(seen.way).copied().unwrap_or(Way::Leave);
                self.take(way, ctx)
            }
            _ => self.open_line(ctx),
        }
    }
}

/// The fields that a column can be.
fn pick_field(heading: &str, current: Option<&str>, ctx: &Ctx) -> Flow {
    let fields = heading::fields();
    let at = fields
        .iter()
        .position(|f| Some(*f) == current)
        .map_or(0, |i| i + 1);
    let mut choices = vec![ctx.word("import-not-used")];
    choices.extend(fields.iter().map(|f| ctx.word(&field_key(f))));
    let title = ctx.fill("import-which-field", &[("heading", heading)]);
    Flow::Open(Box::new(Choices::new(FIELD, title, choices, at)))
}

impl View for Import {
    fn scope(&self) -> Scope {
        Scope::Import
    }

    fn header(&self, ctx: &Ctx) -> Header {
        let key = match (&self.seen, self.busy) {
            (None, _) => "import-step-file",
            (Some(_), Some(Busy::Saving)) => "import-step-save",
            (Some(_), _) => "import-step-look",
        };
        Header::Work(ctx.word(key))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        match &self.seen {
            None => {
                let count = self.files.count().to_string();
                Title::new(
                    ctx.word("import-title"),
                    ctx.fill("import-files", &[("count", &count)]),
                )
            }
            Some(seen) => Title::new(seen.name(), ctx.word("import-not-saved")),
        }
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word(if self.seen.is_some() {
            "import-notice-look"
        } else {
            "import-notice-file"
        })
    }

    fn caret(&self) -> bool {
        self.seen.is_none()
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        let choosable = self.seen.as_ref().is_some_and(Seen::choosable);
        if cmd == Cmd::Pick && !choosable {
            return Err("why-no-column");
        }
        Ok(())
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        match (self.busy, cmd) {
            // Half of it isn't saved: what is running ends or is stopped, then it is over.
            (Some(Busy::Saving), Cmd::Back) => {
                return Flow::Say(Toast::refused(ctx.word("why-saving")));
            }
            (Some(_), Cmd::Enter | Cmd::Pick | Cmd::Undo) => return Flow::Stay,
            (Some(Busy::Looking), Cmd::Back) if self.seen.is_some() => return Flow::Stay,
            _ => {}
        }
        let Some(seen) = &mut self.seen else {
            return match self.files.command(cmd) {
                Chosen::File(file) => self.look(
                    Asked {
                        file,
                        ..Asked::default()
                    },
                    ctx,
                ),
                Chosen::Moved => Flow::Stay,
                Chosen::Nothing => Flow::Ignored,
            };
        };
        if seen.go(cmd) {
            return Flow::Stay;
        }
        match cmd {
            Cmd::Enter => self.enter(ctx),
            Cmd::Pick => self.open_line(ctx),
            Cmd::Back => {
                self.leave();
                Flow::Stay
            }
            _ => Flow::Ignored,
        }
    }

    fn digit(&mut self, digit: u8, ctx: &Ctx) -> Flow {
        let ways = self
            .seen
            .as_ref()
            .map(|s| s.ways.as_slice())
            .unwrap_or_default();
        let way = usize::from(digit)
            .checked_sub(1)
            .and_then(|i| ways.get(i).copied());
        match (self.busy, way) {
            (None, Some(way)) => self.take(way, ctx),
            _ => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, _ctx: &Ctx) -> Flow {
        if self.busy.is_none() {
            self.files.text(c);
        }
        Flow::Stay
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
        match reply.question {
            FIELD => self.remap(reply.choice, ctx),
            SHEET => {
                let file = self.asked.file.clone();
                self.look(
                    Asked {
                        file,
                        sheet: Some(reply.text),
                        map: Vec::new(),
                    },
                    ctx,
                )
            }
            _ => Flow::Stay,
        }
    }

    fn done(&mut self, result: Result<Answer, Problem>, ctx: &Ctx) -> Flow {
        self.busy = None;
        match result {
            Ok(Answer::Looked(look)) => {
                self.looked(look, ctx);
                Flow::Stay
            }
            Ok(Answer::OtherSheets(problem, sheets)) => {
                let title = format!(
                    "{} {}",
                    problem.what(&ctx.words),
                    ctx.word("import-which-sheet")
                );
                Flow::Open(Box::new(Choices::new(SHEET, title, sheets, 0)))
            }
            Ok(Answer::Imported(counts, report)) => self.imported(counts, report, ctx),
            Ok(_) => Flow::Stay,
            Err(problem) => Flow::Refuse(problem),
        }
    }

    fn changed(&mut self, ctx: &Ctx) {
        if let Some(seen) = &mut self.seen {
            seen.put_in_words(ctx);
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        match &self.seen {
            Some(seen) => seen.draw(canvas, ctx),
            None => self.files.draw(canvas, ctx),
        }
    }
}
