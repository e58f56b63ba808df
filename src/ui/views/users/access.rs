//! Somebody new, another passphrase, a new recovery code, somebody who leaves: one thing at a
//! time, as at the set-up. A code that was shown is typed back in part before the old one stops.

mod draw;

use super::work::{self, Typed};
use crate::schema::{Choice, Coded, text as plain};
use crate::service::{NewCode, OfficeRole, Problem, passphrase_is_good};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::job::Answer;
use crate::ui::view::{Flow, Header, Title, Toast, View};
use crate::ui::widgets::Input;
use ratatui::layout::Size;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    Add,
    Passphrase,
    /// Another passphrase, proven by this recovery code.
    Forgotten(String),
    Code,
    Remove(String),
}

/// Something that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Name,
    Role,
    Old,
    New,
    Again,
    /// The name of whoever is removed: what can't be taken back is not done by Enter alone.
    Theirs,
    /// The new code's last group.
    Check,
}

impl Field {
    fn secret(self) -> bool {
        matches!(self, Self::Old | Self::New | Self::Again)
    }

    fn label(self) -> &'static str {
        match self {
            Self::Name | Self::Theirs => "setup-name",
            Self::Role => "access-role",
            Self::Old => "access-old",
            Self::New => "access-new",
            Self::Again => "setup-again",
            Self::Check => "setup-check",
        }
    }
}

impl What {
    fn key(&self) -> &'static str {
        match self {
            Self::Add => "act-user-add",
            Self::Passphrase | Self::Forgotten(_) => "act-own-passphrase",
            Self::Code => "act-new-code",
            Self::Remove(_) => "act-user-remove",
        }
    }

    fn fields(&self) -> &'static [Field] {
        match self {
            Self::Add => &[Field::Name, Field::Role, Field::New, Field::Again],
            Self::Passphrase => &[Field::Old, Field::New, Field::Again],
            Self::Forgotten(_) => &[Field::New, Field::Again],
            Self::Code => &[Field::Check],
            Self::Remove(_) => &[Field::Theirs, Field::Check],
        }
    }

    /// What one should know before.
    fn about(&self) -> &'static str {
        match self {
            Self::Add => "access-about-add",
            Self::Passphrase => "access-about-passphrase",
            Self::Forgotten(_) => "access-about-forgotten",
            Self::Code => "access-about-code",
            Self::Remove(_) => "access-about-remove",
        }
    }
}

/// The steps of one of them.
pub(super) struct Access {
    what: What,
    inputs: Vec<(Field, Input)>,
    at: usize,
    code: Option<NewCode>,
    complaint: Option<&'static str>,
    working: bool,
    /// Esc was pressed over a code that isn't checked yet.
    warned: bool,
}

impl Access {
    pub fn new(what: What) -> Self {
        let input = |field: &Field| match field.secret() {
            true => (*field, Input::masked()),
            false => (*field, Input::default()),
        };
        Self {
            inputs: what.fields().iter().map(input).collect(),
            at: 0,
            code: None,
            complaint: None,
            working: what == What::Code,
            warned: false,
            what,
        }
    }

    fn field(&self) -> Field {
        self.inputs[self.at].0
    }

    fn value(&self, field: Field) -> &str {
        let found = self.inputs.iter().find(|(f, _)| *f == field);
        found.map_or("", |(_, input)| input.value())
    }

    fn role(&self) -> Option<OfficeRole> {
        let typed = plain::tidy(self.value(Field::Role));
        let nth = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let by_number = nth.and_then(|n| OfficeRole::CHOICES.get(n));
        let choice = by_number.or_else(|| Choice::find(OfficeRole::CHOICES, &typed))?;
        OfficeRole::from_code(choice.code)
    }

    fn checked(&self) -> bool {
        let typed = plain::tidy(self.value(Field::Check));
        let code = self.code.as_ref().map(|new| new.code.to_string());
        code.and_then(|code| {
            code.rsplit('-')
                .next()
                .map(|last| last.eq_ignore_ascii_case(&typed))
        })
        .unwrap_or(false)
    }

    /// Why one can't go on from here.
    fn wrong(&self) -> Option<&'static str> {
        let new = self.value(Field::New);
        match (self.field(), &self.what) {
            (Field::Name, _) if self.value(Field::Name).trim().is_empty() => Some("setup-no-name"),
            (Field::Role, _) if self.role().is_none() => Some("access-no-role"),
            (Field::Old, _) if self.value(Field::Old).is_empty() => Some("access-no-old"),
            (Field::New, _) if !passphrase_is_good(new) => Some("setup-weak"),
            (Field::Again, _) if new != self.value(Field::Again) => Some("setup-not-same"),
            (Field::Theirs, What::Remove(name))
                if plain::clean(self.value(Field::Theirs)) != *name =>
            {
                Some("access-other-name")
            }
            (Field::Check, _) if !self.checked() => Some("setup-not-the-code"),
            _ => None,
        }
    }

    fn next(&mut self, ctx: &Ctx) -> Flow {
        self.complaint = self.wrong();
        if self.complaint.is_some() {
            return Flow::Stay;
        }
        let job = if self.field() == Field::Theirs {
            work::begin_code(ctx)
        } else if self.at + 1 < self.inputs.len() {
            self.at += 1;
            return Flow::Stay;
        } else {
            let typed = Typed {
                name: self.value(Field::Name).to_owned(),
                role: self.role().unwrap_or(OfficeRole::Trainer),
                old: self.value(Field::Old).to_owned(),
                new: self.value(Field::New).to_owned(),
            };
            work::settle(&self.what, typed, self.code.take(), ctx)
        };
        self.working = job.is_some();
        job.map_or(Flow::Stay, Flow::Start)
    }

    /// One step back; before the first, away. A code that was shown is not left unasked.
    fn back(&mut self, ctx: &Ctx) -> Flow {
        if self.code.is_some() && !self.warned {
            self.warned = true;
            self.complaint = Some("access-leave");
            return Flow::Stay;
        }
        if let Some(code) = self.code.take() {
            let job = work::discard(code, ctx).map(Flow::Start);
            return Flow::All(job.into_iter().chain([Flow::Close]).collect());
        }
        if self.at == 0 {
            return Flow::Close;
        }
        self.complaint = None;
        self.inputs[self.at].1.clear();
        self.at -= 1;
        Flow::Stay
    }

    fn told(&self, ctx: &Ctx) -> String {
        let name = self.value(Field::Name);
        match &self.what {
            What::Add => ctx.fill("cli-user-added", &[("name", name)]),
            What::Passphrase | What::Forgotten(_) => ctx.word("access-changed"),
            What::Code => ctx.word("cli-code-renewed"),
            What::Remove(name) => ctx.fill("cli-user-removed", &[("name", name)]),
        }
    }
}

impl View for Access {
    fn scope(&self) -> Scope {
        Scope::Access
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("users-header"))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let title = ctx.word(self.what.key());
        match &self.what {
            What::Remove(name) => Title::new(format!("{title} {name}"), ""),
            _ => Title::new(title, ""),
        }
    }

    fn notice(&self, ctx: &Ctx) -> String {
        match self.working {
            true => ctx.word("access-working"),
            false => String::new(),
        }
    }

    fn caret(&self) -> bool {
        !self.working
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if self.working {
            return Flow::Ignored;
        }
        if self.inputs[self.at].1.command(cmd) {
            self.complaint = None;
            return Flow::Stay;
        }
        match cmd {
            Cmd::Enter | Cmd::NextPart | Cmd::Down => self.next(ctx),
            Cmd::Back | Cmd::PrevPart => self.back(ctx),
            Cmd::Up if self.at > 0 => self.back(ctx),
            _ => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, _ctx: &Ctx) -> Flow {
        if self.working {
            return Flow::Stay;
        }
        self.complaint = None;
        self.warned = false;
        // A console without an input method could not type it again.
        if self.field().secret() && !c.is_ascii() {
            self.complaint = Some("setup-latin-only");
        } else {
            self.inputs[self.at].1.text(c);
        }
        Flow::Stay
    }

    fn done(&mut self, result: Result<Answer, Problem>, ctx: &Ctx) -> Flow {
        self.working = false;
        match result {
            Ok(Answer::Coded(code)) => {
                self.code = Some(code);
                self.at = self.inputs.len() - 1;
                Flow::Stay
            }
            Ok(_) => Flow::All(vec![Flow::Say(Toast::told(self.told(ctx))), Flow::Close]),
            // Without the code there is nothing to go on with.
            Err(problem) if self.field() == Field::Check => {
                Flow::All(vec![Flow::Close, Flow::Refuse(problem)])
            }
            Err(problem) => {
                let old = problem.key == "store-wrong-passphrase";
                self.at = if old { 0 } else { self.at };
                Flow::Refuse(problem)
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_steps(canvas, ctx);
    }
}
