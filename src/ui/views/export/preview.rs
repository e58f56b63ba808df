//! Everything that would leave, on one page, before anything runs; then the codes; then it is sent.
//!
//! The lines for the codes open only once every field has been on the screen.

use super::confirm::{Confirm, Part, Said};
use super::own;
use super::told::{Told, sent_toast};
use crate::i18n::Lexicon;
use crate::service::export::{Confirmation, Going, Leave, Preview as Leaving, Second, Stays};
use crate::service::{Problem, folders};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::job::{Answer, Job, Phase, Running};
use crate::ui::sign::Sign;
use crate::ui::view::{Flow, Header, Title, Toast, View};
use crate::ui::views::Note;
use crate::ui::widgets::Window;
use ratatui::layout::Size;
use std::cell::Cell;
use std::sync::Arc;

/// The job that sends, by its word key.
const SENDING: &str = "job-send";

/// The page.
pub(super) struct Preview {
    pub leaving: Arc<Leaving>,
    pub part: Part,
    pub window: Window,
    pub confirm: Confirm,
    /// Which fields have been on the screen. Only drawing knows, so it leaves that here.
    pub shown: Vec<Cell<bool>>,
    busy: bool,
}

impl Preview {
    pub fn new(leaving: Arc<Leaving>, ctx: &Ctx) -> Self {
        let folder = folders::first_folder(&ctx.setup.home);
        // Ends in `/`, so that a whole path pasted behind it counts alone.
        let folder = format!("{}/", folder.display());
        let confirm = Confirm::new(leaving.agency.code.clone(), folder, leaving.second);
        Self {
            shown: vec![Cell::new(false); leaving.leaving.len()],
            part: Part::Fields,
            window: Window::default(),
            busy: false,
            confirm,
            leaving,
        }
    }

    /// Whether every field has been on the screen.
    pub fn looked_through(&self) -> bool {
        self.shown.iter().all(Cell::get)
    }

    /// Goes to a line; to those for the codes only once all was shown.
    fn move_to(&mut self, part: Part, ctx: &Ctx) -> Flow {
        if let Some(problem) = self.leaving.refusal().filter(|_| part > Part::Fields) {
            return Flow::Refuse(problem);
        }
        if part > Part::Folder && !self.looked_through() {
            return Flow::Say(Toast::refused(ctx.word("why-not-seen")));
        }
        self.part = part;
        Flow::Stay
    }

    fn go(&mut self, cmd: Cmd, ctx: &Ctx) -> Option<Flow> {
        let fields = self.leaving.leaving.len();
        let last = self.window.cursor() + 1 >= fields;
        let by_two = self.confirm.by_two;
        let part = match (self.part, cmd) {
            (Part::Fields, Cmd::NextPart) => Part::Folder,
            (Part::Fields, Cmd::Down | Cmd::PageDown) if last => Part::Folder,
            (Part::Fields, cmd) => return self.window.command(cmd, fields).then_some(Flow::Stay),
            (Part::Folder, Cmd::Down | Cmd::NextPart) => Part::Code,
            (Part::Code, Cmd::Down | Cmd::NextPart) if by_two => Part::Second,
            (Part::Code | Part::Second, Cmd::Down | Cmd::NextPart) => Part::Clear,
            (Part::Clear, Cmd::Down) => Part::Clear,
            (Part::Clear, Cmd::NextPart) | (Part::Folder, Cmd::Up | Cmd::PrevPart) => Part::Fields,
            (Part::Code, Cmd::Up | Cmd::PrevPart) => Part::Folder,
            (Part::Clear, Cmd::Up | Cmd::PrevPart) if by_two => Part::Second,
            (Part::Clear | Part::Second, Cmd::Up | Cmd::PrevPart) => Part::Code,
            // The table stays within reach while something is typed.
            (_, Cmd::PageUp | Cmd::PageDown) => {
                self.window.command(cmd, fields);
                return Some(Flow::Stay);
            }
            _ => return None,
        };
        Some(self.move_to(part, ctx))
    }

    fn enter(&mut self, ctx: &Ctx) -> Flow {
        // With Enter alone one sees every field before the lines.
        let last = self.window.cursor() + 1 >= self.leaving.leaving.len();
        if self.part == Part::Fields && !self.looked_through() && !last {
            self.window
                .command(Cmd::PageDown, self.leaving.leaving.len());
            return Flow::Stay;
        }
        match self.confirm.enter(self.part) {
            Said::On(part) => self.move_to(part, ctx),
            Said::Wrong => Flow::Stay,
            Said::LookAgain => {
                self.look_again();
                Flow::Say(Toast::refused(ctx.word("export-look-again")))
            }
            Said::Send(leave) => self.send(leave, ctx),
        }
    }

    fn look_again(&mut self) {
        self.part = Part::Fields;
        self.window.set(0);
        self.shown.iter().for_each(|field| field.set(false));
    }

    fn send(&mut self, leave: Leave, ctx: &Ctx) -> Flow {
        let office = match ctx.office() {
            Ok(office) => Arc::clone(office),
            Err(problem) => return Flow::Refuse(problem),
        };
        let code = self.leaving.agency.code.clone();
        let clear = match leave {
            Leave::Sealed => String::new(),
            Leave::InClear => code.clone(),
        };
        let second = self
            .confirm
            .by_two
            .then(|| self.confirm.second.value().to_owned());
        let confirmation = Confirmation {
            code,
            clear,
            second: second.map(Second::new),
        };
        let folder = folders::path_of(&ctx.setup.home, self.confirm.folder.value());
        let (leaving, language) = (Arc::clone(&self.leaving), ctx.language());
        self.busy = true;
        // What is typed is typed: while it runs, the table can be looked through.
        self.part = Part::Fields;
        Flow::Start(Job::new(SENDING, move |progress| {
            let all = u64::try_from(leaving.rows).unwrap_or(0);
            progress.tell_of(Phase::Rows, 0, all);
            let mut tell = |going| {
                match going {
                    Going::Rows(done, all) => progress.tell_of(Phase::Rows, done, all),
                    Going::Sealing(done, all) => progress.tell_of(Phase::Sealing, done, all),
                };
            };
            let words = Lexicon::new(language);
            let cancel = progress.cancelled();
            let sent = office.send(&words, &leaving, &confirmation, &folder, &mut tell, cancel)?;
            Ok(Answer::Sent(sent))
        }))
    }

    /// Keys while it runs: Esc stops it, all others look.
    fn meanwhile(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        match cmd {
            Cmd::Back => {
                let sending = ctx.jobs.iter().filter(|job| job.name == SENDING);
                sending.for_each(Running::stop);
                Flow::Say(Toast {
                    sign: Sign::Watch,
                    text: ctx.word("export-stopping"),
                    undo: false,
                })
            }
            Cmd::Why => self.withheld(ctx),
            Cmd::Help | Cmd::Commands | Cmd::StopJob | Cmd::Language | Cmd::Quit => Flow::Ignored,
            cmd => {
                self.window.command(cmd, self.leaving.leaving.len());
                Flow::Stay
            }
        }
    }

    /// F5: what stays here, and on what ground the rest leaves.
    fn withheld(&self, ctx: &Ctx) -> Flow {
        let leaving = &self.leaving;
        let names = |why: Stays| {
            let fields = leaving.withheld.iter().filter(|field| field.why == why);
            let names = fields.map(|f| leaving.name(&ctx.words, f.table, f.name));
            names.collect::<Vec<_>>().join(" ")
        };
        let (asked, granted) = (names(Stays::NotAsked), names(Stays::NotGranted));
        let mut rows = vec![
            (ctx.word("export-kept"), asked),
            (ctx.word("note-why"), ctx.word("export-withheld-why")),
        ];
        if !granted.is_empty() {
            rows.push((ctx.word("export-kept"), granted));
            rows.push((ctx.word("note-why"), ctx.word("export-not-granted-why")));
        }
        rows.push((
            ctx.word("export-ground"),
            own(&leaving.basis, ctx).to_owned(),
        ));
        for [entry, source] in &leaving.entries {
            rows.push((ctx.word("export-entry"), format!("{entry}  {source}")));
        }
        let count = leaving.withheld.len().to_string();
        let title = ctx.fill("export-withheld-title", &[("count", &count)]);
        Flow::Open(Box::new(Note::new(title, rows)))
    }
}

impl View for Preview {
    fn scope(&self) -> Scope {
        Scope::Export
    }

    fn header(&self, ctx: &Ctx) -> Header {
        let key = if self.busy || self.part > Part::Folder {
            "export-step-send"
        } else {
            "export-step-look"
        };
        Header::Work(ctx.word(key))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        Title {
            alarm: Some(Sign::Urgent),
            ..Title::new(
                own(&self.leaving.agency.names, ctx),
                ctx.word("export-for-good"),
            )
        }
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word(if self.busy {
            "export-notice-sending"
        } else {
            "export-notice-preview"
        })
    }

    fn caret(&self) -> bool {
        self.part != Part::Fields && !self.busy
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if self.busy {
            return self.meanwhile(cmd, ctx);
        }
        if self.confirm.command(self.part, cmd) {
            return Flow::Stay;
        }
        if let Some(flow) = self.go(cmd, ctx) {
            return flow;
        }
        match cmd {
            Cmd::Enter => self.enter(ctx),
            Cmd::Why => self.withheld(ctx),
            _ => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, _ctx: &Ctx) -> Flow {
        self.confirm.text(self.part, c);
        Flow::Stay
    }

    fn done(&mut self, result: Result<Answer, Problem>, ctx: &Ctx) -> Flow {
        self.busy = false;
        self.confirm.forget();
        self.part = Part::Folder;
        match result {
            Ok(Answer::Sent(sent)) => {
                let toast = sent_toast(&sent, ctx);
                match Told::new(sent) {
                    Some(told) => Flow::All(vec![Flow::Say(toast), Flow::Replace(Box::new(told))]),
                    None => Flow::closing(toast),
                }
            }
            Ok(_) => Flow::Stay,
            Err(problem) => Flow::Refuse(problem),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_page(canvas, ctx);
    }
}
