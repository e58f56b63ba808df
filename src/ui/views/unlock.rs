//! Unlocking. Shows no names: nothing personal lies on the disk in clear. Never stands between a
//! child and 110.

use super::users::after_code;
use crate::schema::Coded;
use crate::service::{OfficeRole, Problem, Secret, passphrase_of};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::job::Answer;
use crate::ui::sign::Sign;
use crate::ui::theme::Role;
use crate::ui::unlocking;
use crate::ui::view::{Flow, Header, Title, View};
use crate::ui::widgets::{Input, Window, lines};
use ratatui::layout::Size;

/// Cells of the field between its brackets: a recovery code and the caret.
const FIELD: u16 = 30;
/// Rows for everything; with fewer, the blank ones go.
const ROWS: u16 = 14;
/// As many with several posts.
const ROWS_OF_POSTS: u16 = 17;

/// The lock.
pub struct Unlock {
    /// The posts that have a way in, each once; one alone isn't shown.
    posts: Vec<OfficeRole>,
    chosen: Window,
    input: Input,
    recovery: bool,
    wrong: u32,
    latin: bool,
    working: bool,
}

impl Default for Unlock {
    fn default() -> Self {
        Self {
            posts: Vec::new(),
            chosen: Window::default(),
            input: Input::masked(),
            recovery: false,
            wrong: 0,
            latin: false,
            working: false,
        }
    }
}

impl Unlock {
    /// For these posts; the one that was in last is chosen already.
    pub fn new(ways: &[OfficeRole], last: Option<OfficeRole>) -> Self {
        let mut posts = ways.to_vec();
        posts.sort_unstable();
        posts.dedup();
        let mut unlock = Self::default();
        let chosen = posts.iter().position(|post| Some(*post) == last);
        unlock.chosen.set(chosen.unwrap_or(0));
        Self { posts, ..unlock }
    }

    /// The same lock, begun anew.
    fn anew(&mut self) -> Self {
        Self {
            posts: std::mem::take(&mut self.posts),
            chosen: std::mem::take(&mut self.chosen),
            wrong: self.wrong,
            ..Self::default()
        }
    }

    /// Whether one has to say who one is.
    fn asks_who(&self) -> bool {
        self.posts.len() > 1 && !self.recovery
    }

    fn draw_posts(&self, canvas: &mut Canvas<'_>, y: u16, ctx: &Ctx) -> u16 {
        lines::label(canvas, y, &ctx.word("unlock-who"));
        let mut y = y;
        for (at, post) in self.posts.iter().enumerate() {
            if at == self.chosen.cursor() {
                let mark = Sign::Marked;
                canvas.put(lines::TEXT_AT, y, mark.text(), mark.role());
            }
            let word = ctx.word(&format!("choice-office-role-{}", post.code()));
            canvas.put(lines::TEXT_AT + 2, y, &word, Role::Text);
            y += 1;
        }
        y
    }

    fn unlock(&mut self, ctx: &Ctx) -> Flow {
        if self.input.is_empty() {
            return Flow::Stay;
        }
        self.working = true;
        let typed = self.input.value().to_owned();
        let secret = if self.recovery {
            Secret::recovery(typed)
        } else {
            match self.posts.get(self.chosen.cursor()) {
                Some(post) if self.asks_who() => passphrase_of(*post, typed),
                _ => Secret::passphrase(typed),
            }
        };
        Flow::Start(unlocking::open(ctx, secret))
    }

    fn draw_complaint(&self, canvas: &mut Canvas<'_>, y: u16, ctx: &Ctx) -> u16 {
        let (key, advice) = match (self.latin, self.wrong, self.recovery) {
            (true, _, _) => ("unlock-latin", None),
            (_, 0, _) => return y,
            (_, _, true) => ("unlock-wrong-code", Some("unlock-code-advice")),
            (_, _, false) if self.asks_who() => ("unlock-wrong", Some("unlock-advice-who")),
            (_, _, false) => ("unlock-wrong", Some("unlock-advice")),
        };
        let times = self.wrong.to_string();
        let y = lines::complaint(
            canvas,
            y,
            Sign::Refused,
            &ctx.fill(key, &[("times", &times)]),
        );
        match advice {
            Some(advice) => lines::wrapped(canvas, y, "", &ctx.word(advice)),
            None => y,
        }
    }
}

impl View for Unlock {
    fn scope(&self) -> Scope {
        Scope::Unlock
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Work(String::new())
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        Title::new(ctx.word("scope-unlock"), "")
    }

    fn notice(&self, ctx: &Ctx) -> String {
        match ctx.prefs.settings().lock_minutes {
            0 => String::new(),
            _ if ctx.demo => String::new(),
            minutes => ctx.fill("unlock-idle", &[("minutes", &minutes.to_string())]),
        }
    }

    fn caret(&self) -> bool {
        true
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        if cmd == Cmd::Down && !self.asks_who() {
            Err("why-nothing-to-choose")
        } else if cmd == Cmd::Acts && self.recovery {
            Err("why-code-asked")
        } else {
            Ok(())
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if self.working {
            return Flow::Ignored;
        }
        let who = self.asks_who() && matches!(cmd, Cmd::Up | Cmd::Down);
        if who && self.chosen.command(cmd, self.posts.len()) || self.input.command(cmd) {
            return Flow::Stay;
        }
        match cmd {
            Cmd::Enter => self.unlock(ctx),
            Cmd::Acts => {
                *self = Self {
                    recovery: true,
                    input: Input::default(),
                    wrong: 0,
                    ..self.anew()
                };
                Flow::Stay
            }
            Cmd::Back => {
                *self = self.anew();
                Flow::Stay
            }
            _ => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, _ctx: &Ctx) -> Flow {
        if self.working {
            return Flow::Stay;
        }
        // Passphrases hold no such characters, so an input method was left on.
        self.latin = !self.recovery && !c.is_ascii();
        if !self.latin {
            self.input.text(c);
        }
        Flow::Stay
    }

    fn done(&mut self, result: Result<Answer, Problem>, _ctx: &Ctx) -> Flow {
        self.working = false;
        let code = self.recovery.then(|| self.input.value().to_owned());
        self.input.clear();
        match result {
            Ok(Answer::Opened(office)) => {
                let offer = code.map(|code| Flow::Open(after_code(code)));
                Flow::All(std::iter::once(Flow::Enter(office)).chain(offer).collect())
            }
            Ok(_) => Flow::Stay,
            Err(problem) if problem.key == "store-wrong-passphrase" => {
                self.wrong += 1;
                Flow::Stay
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let needed = if self.asks_who() { ROWS_OF_POSTS } else { ROWS };
        let loose = u16::from(canvas.height() >= needed);
        let mut y = 2 * loose;
        if self.asks_who() {
            y = self.draw_posts(canvas, y, ctx) + loose;
        }
        let label = if self.recovery {
            "unlock-code"
        } else {
            "unlock-passphrase"
        };
        lines::label(canvas, y, &ctx.word(label));
        if canvas.focused() {
            canvas.put(lines::FOCUS_AT, y, ">", Role::Text);
        }
        self.input
            .draw(canvas, lines::TEXT_AT, y, FIELD, canvas.focused());
        let mut y = self.draw_complaint(canvas, y + 1, ctx) + loose;
        if !self.recovery {
            y = lines::wrapped(
                canvas,
                y,
                &ctx.word("unlock-forgot"),
                &ctx.word("unlock-how"),
            ) + 2 * loose;
        }
        canvas.put(lines::LABEL_AT, y, &ctx.word("unlock-urgent"), Role::Warn);
        lines::wrapped(canvas, y, "", &ctx.word("unlock-call"));
    }
}
