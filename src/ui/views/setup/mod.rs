//! First-run set-up: where, who, the passphrase, the recovery code. One thing at a time.

mod draw;

use super::Question;
use crate::domain::divisions::{self, Division, DivisionLevel};
use crate::service::{NewOffice, Office, OfficeRole, Problem, passphrase_is_good};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::job::Answer;
use crate::ui::places::Place;
use crate::ui::unlocking;
use crate::ui::view::{Flow, Header, Reply, Title, View};
use crate::ui::widgets::{Input, Window};
use ratatui::layout::Size;
use std::sync::Arc;

/// Matches that stand on the screen.
const MATCHES: usize = 5;
/// Where an office can be.
const LEVELS: &[DivisionLevel] = &[
    DivisionLevel::Township,
    DivisionLevel::County,
    DivisionLevel::Prefecture,
];

/// The thing that is being filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    #[default]
    Place,
    Name,
    Passphrase,
    Again,
    /// The recovery code's last group, typed back.
    Check,
}

/// The set-up.
pub struct Setup {
    part: Part,
    place: Input,
    matches: Vec<&'static Division>,
    picked: Window,
    name: Input,
    passphrase: Input,
    again: Input,
    made: Option<(Arc<Office>, String)>,
    check: Input,
    /// The word key of what is wrong with the part.
    complaint: Option<&'static str>,
    working: bool,
    /// Leaves for good, though the code has not been typed back.
    leaving: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            part: Part::Place,
            place: Input::default(),
            matches: Vec::new(),
            picked: Window::default(),
            name: Input::default(),
            passphrase: Input::masked(),
            again: Input::masked(),
            made: None,
            check: Input::default(),
            complaint: None,
            working: false,
            leaving: false,
        }
    }
}

/// Leaving before the code was typed back: it is shown only here.
const LEAVING: &str = "setup-leaving";

impl Setup {
    fn ask_to_leave(ctx: &Ctx) -> Flow {
        let answers = ["setup-leave-stay", "setup-leave-go"].map(|key| ctx.word(key));
        let question = Question::new(LEAVING, ctx.word("setup-leave-title"), answers.to_vec())
            .note(ctx.word("note-why"), ctx.word("setup-leave-why"))
            .esc(0);
        Flow::Open(Box::new(question))
    }

    fn division(&self) -> Option<&'static Division> {
        self.matches.get(self.picked.cursor()).copied()
    }

    /// A county's or prefecture's office is a trainer's.
    fn role(&self) -> OfficeRole {
        match self.division() {
            Some(d) if d.level != DivisionLevel::Township => OfficeRole::Trainer,
            _ => OfficeRole::Supervisor,
        }
    }

    fn request(&self) -> NewOffice {
        NewOffice {
            area: self
                .division()
                .map_or(String::new(), |d| d.stem().to_owned()),
            name: self.name.value().to_owned(),
            role: self.role(),
            passphrase: self.passphrase.value().to_owned(),
            demo: false,
        }
    }

    /// Whether the passphrase will do.
    fn strong(&self) -> bool {
        passphrase_is_good(self.passphrase.value())
    }

    fn same(&self) -> bool {
        self.passphrase.value() == self.again.value()
    }

    /// The recovery code's last group.
    fn last_group(&self) -> Option<&str> {
        self.made
            .as_ref()
            .and_then(|(_, code)| code.rsplit('-').next())
    }

    fn checked(&self) -> bool {
        let typed = crate::schema::text::tidy(self.check.value());
        self.last_group()
            .is_some_and(|group| group.eq_ignore_ascii_case(&typed))
    }

    fn input(&mut self) -> &mut Input {
        match self.part {
            Part::Place => &mut self.place,
            Part::Name => &mut self.name,
            Part::Passphrase => &mut self.passphrase,
            Part::Again => &mut self.again,
            Part::Check => &mut self.check,
        }
    }

    fn search(&mut self) {
        self.matches = divisions::search(self.place.value(), LEVELS, MATCHES);
        self.picked = Window::default();
    }

    fn next(&mut self, ctx: &Ctx) -> Flow {
        let refused = match self.part {
            Part::Place if self.division().is_none() => Some("setup-no-place"),
            Part::Name if self.name.value().trim().is_empty() => Some("setup-no-name"),
            Part::Passphrase if !self.strong() => Some("setup-weak"),
            Part::Again if !self.same() => Some("setup-not-same"),
            Part::Check if !self.checked() => Some("setup-not-the-code"),
            _ => None,
        };
        self.complaint = refused;
        if refused.is_some() {
            return Flow::Stay;
        }
        match self.part {
            Part::Place => self.part = Part::Name,
            Part::Name => self.part = Part::Passphrase,
            Part::Passphrase => self.part = Part::Again,
            Part::Again => {
                self.working = true;
                return Flow::Start(unlocking::make(ctx, self.request()));
            }
            Part::Check => {
                if let Some((office, _)) = self.made.take() {
                    return Flow::Enter(office);
                }
            }
        }
        Flow::Stay
    }

    /// One part back; behind the making of the office there is no way back.
    fn previous(&mut self) {
        self.complaint = None;
        self.part = match self.part {
            Part::Place | Part::Name => Part::Place,
            Part::Passphrase => Part::Name,
            Part::Again => {
                self.again.clear();
                Part::Passphrase
            }
            Part::Check => Part::Check,
        };
    }
}

impl View for Setup {
    fn scope(&self) -> Scope {
        Scope::Setup
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("setup-header"))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let step = match self.part {
            Part::Place => "1",
            Part::Name => "2",
            Part::Passphrase | Part::Again => "3",
            Part::Check => "4",
        };
        Title::new(
            ctx.word("scope-setup"),
            ctx.fill("setup-step", &[("step", step)]),
        )
    }

    fn notice(&self, ctx: &Ctx) -> String {
        match self.part {
            Part::Place => ctx.word("setup-restore"),
            _ => ctx.word("setup-notice"),
        }
    }

    fn caret(&self) -> bool {
        true
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        let back = matches!(self.part, Part::Place | Part::Check);
        if cmd == Cmd::Acts && self.part != Part::Place {
            Err("why-set-up-begun")
        } else if cmd == Cmd::Back && back {
            Err("why-first-part")
        } else {
            Ok(())
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if self.working {
            return if cmd == Cmd::Quit {
                Flow::Stay
            } else {
                Flow::Ignored
            };
        }
        if self.part == Part::Place && self.picked.command(cmd, self.matches.len()) {
            // Home and End are the caret's where something is typed.
            if !matches!(cmd, Cmd::Home | Cmd::End) {
                return Flow::Stay;
            }
        }
        if self.input().command(cmd) {
            self.complaint = None;
            if self.part == Part::Place && matches!(cmd, Cmd::Erase | Cmd::Delete) {
                self.search();
            }
            return Flow::Stay;
        }
        match cmd {
            Cmd::Quit if self.made.is_some() && !self.leaving => Self::ask_to_leave(ctx),
            Cmd::Enter | Cmd::NextPart => self.next(ctx),
            Cmd::Acts => Flow::Go(Place::Restore),
            Cmd::Back | Cmd::PrevPart => {
                self.previous();
                Flow::Stay
            }
            Cmd::Down if self.part < Part::Again => self.next(ctx),
            Cmd::Up => {
                self.previous();
                Flow::Stay
            }
            _ => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, _ctx: &Ctx) -> Flow {
        if self.working {
            return Flow::Stay;
        }
        self.complaint = None;
        let secret = matches!(self.part, Part::Passphrase | Part::Again);
        // A console without an input method could not type it again.
        if secret && !c.is_ascii() {
            self.complaint = Some("setup-latin-only");
            return Flow::Stay;
        }
        self.input().text(c);
        if self.part == Part::Place {
            self.search();
        }
        Flow::Stay
    }

    fn replied(&mut self, reply: Reply, _ctx: &Ctx) -> Flow {
        self.leaving = reply.question == LEAVING && reply.choice == 1;
        if self.leaving {
            Flow::Run(Cmd::Quit)
        } else {
            Flow::Stay
        }
    }

    fn done(&mut self, result: Result<Answer, Problem>, _ctx: &Ctx) -> Flow {
        self.working = false;
        match result {
            Ok(Answer::Made(office, code)) => {
                self.passphrase.clear();
                self.again.clear();
                self.made = Some((office, code));
                self.part = Part::Check;
                Flow::Stay
            }
            Ok(_) => Flow::Stay,
            Err(problem) => Flow::Refuse(problem),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_parts(canvas, ctx);
    }
}
