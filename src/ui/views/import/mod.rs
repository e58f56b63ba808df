//! Bringing in a list of directors or of children, or who signed in to a session: which file, what
//! it would do, then do it.
//!
//! Nothing is saved before the last step, and one undo takes all of it back. Reading and saving are
//! jobs; this view knows neither files nor records.

mod columns;
mod draw;
mod files;
mod seen;
mod work;

use crate::schema::Id;
use crate::service::Problem;
use crate::service::import::Asked;
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::job::Answer;
use crate::ui::view::{Flow, Header, Reply, Title, Toast, View};
use files::{Chosen, Files};
use ratatui::layout::Size;
use seen::{Pane, Seen, Way};

/// The questions that this view has asked.
const FIELD: &str = "field";
const SHEET: &str = "sheet";
const LIST: &str = "list";
const TOWNSHIP: &str = "township";

/// What a job is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Busy {
    Looking,
    Saving,
}

/// The import.
pub struct Import {
    files: Files,
    /// What the running or last look was asked for.
    asked: Asked,
    /// The second step; without it the first is on the screen.
    seen: Option<Seen>,
    busy: Option<Busy>,
    /// Whose roster is marked; none for the lists of people.
    session: Option<Id>,
}

impl Import {
    /// Begins with the files on the desktop.
    pub fn new(ctx: &Ctx) -> Self {
        Self {
            files: Files::new(ctx.setup.home.clone()),
            asked: Asked::default(),
            seen: None,
            busy: None,
            session: None,
        }
    }

    /// The same for who signed in to a session, and what scores they had.
    pub fn for_roster(session: Id, ctx: &Ctx) -> Self {
        Self {
            session: Some(session),
            ..Self::new(ctx)
        }
    }

    /// Back to the files; the path stays as it was.
    fn leave(&mut self) {
        self.seen = None;
        self.files.read_again();
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
                let title = match self.session {
                    Some(_) => "import-title-roster",
                    None => "import-title",
                };
                Title::new(
                    ctx.word(title),
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
                        session: self.session,
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
            FIELD => self.remap(&reply.text, ctx),
            LIST => self.relist(&reply.text, ctx),
            TOWNSHIP => self.of_township(&reply.text, ctx),
            SHEET => {
                let file = self.asked.file.clone();
                self.look(
                    Asked {
                        file,
                        sheet: Some(reply.text),
                        session: self.session,
                        ..Asked::default()
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
                columns::pick_sheet(title, &sheets)
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
