//! The check-up: what on this machine helps or endangers the data, the worst first. Looking is a
//! job, since the whole journal is read.

use crate::service::Problem;
use crate::service::doctor::{self, Around, Line, Verdict};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::job::{Answer, Job};
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::view::{Flow, Header, Title, View};
use ratatui::layout::Size;

/// Where the text begins, behind the sign.
const TEXT_AT: u16 = 5;

/// The check-up, before and after it is done.
#[derive(Default)]
pub struct Checkup {
    lines: Option<Vec<Line>>,
    from: usize,
}

impl Checkup {
    /// One that shows these lines.
    pub fn of(mut lines: Vec<Line>) -> Self {
        lines.sort_by_key(|line| match line.verdict {
            Verdict::Bad => 0,
            Verdict::Watch => 1,
            Verdict::Good => 2,
        });
        Self {
            lines: Some(lines),
            from: 0,
        }
    }

    /// The job that looks.
    ///
    /// # Errors
    /// No office is open.
    pub fn job(ctx: &Ctx) -> Result<Job, Problem> {
        let (setup, root) = (ctx.setup.clone(), ctx.office()?.root().to_owned());
        let ambiguous = ctx.prefs.settings().ambiguous.code();
        Ok(Job::new("job-checkup", move |_| {
            let around = Around {
                env: &|name| std::env::var(name).ok(),
                size: crossterm::terminal::size().ok(),
                ambiguous,
            };
            let facts = doctor::gather(&setup, &root, &around);
            Ok(Answer::Checked(doctor::judge(&facts)))
        }))
    }

    fn rows(&self, width: u16, ctx: &Ctx) -> Vec<(Option<Sign>, Role, String)> {
        let room = width.saturating_sub(TEXT_AT + 1);
        let mut rows = Vec::new();
        for line in self.lines.iter().flatten() {
            let sign = match line.verdict {
                Verdict::Bad => Sign::Urgent,
                Verdict::Watch => Sign::Watch,
                Verdict::Good => Sign::Good,
            };
            let what = text::wrap(&line.say(&ctx.words, ""), room);
            let signs = std::iter::once(Some(sign)).chain(std::iter::repeat(None));
            rows.extend(signs.zip(what).map(|(sign, row)| (sign, Role::Text, row)));
            if line.verdict != Verdict::Good {
                for (part, role) in [(".why", Role::Muted), (".next", Role::Text)] {
                    let said = text::wrap(&line.say(&ctx.words, part), room);
                    rows.extend(said.into_iter().map(|row| (None, role, row)));
                }
            }
        }
        rows
    }
}

impl View for Checkup {
    fn scope(&self) -> Scope {
        Scope::Checkup
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("checkup-header"))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let right = match &self.lines {
            None => ctx.word("checkup-looking"),
            Some(lines) => {
                let wrong = lines.iter().filter(|l| l.verdict != Verdict::Good).count();
                ctx.fill("checkup-count", &[("count", &wrong.to_string())])
            }
        };
        Title::new(ctx.word("scope-checkup"), right)
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("checkup-notice")
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        // The widest screen has the fewest rows, and nobody scrolls past the last of those.
        let most = self.rows(40, ctx).len().saturating_sub(4);
        self.from = match cmd {
            Cmd::Up => self.from.saturating_sub(1),
            Cmd::Down => self.from + 1,
            Cmd::PageUp => self.from.saturating_sub(8),
            Cmd::PageDown => self.from + 8,
            Cmd::Home => 0,
            Cmd::End => most,
            _ => return Flow::Ignored,
        }
        .min(most);
        Flow::Stay
    }

    fn done(&mut self, result: Result<Answer, Problem>, _ctx: &Ctx) -> Flow {
        match result {
            Ok(Answer::Checked(lines)) => *self = Self::of(lines),
            Ok(_) => {}
            Err(problem) => return Flow::Refuse(problem),
        }
        Flow::Stay
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let rows = self.rows(canvas.width(), ctx);
        let most = rows.len().saturating_sub(usize::from(canvas.height()));
        for (y, (sign, role, row)) in
            (0..canvas.height()).zip(rows.iter().skip(self.from.min(most)))
        {
            if let Some(sign) = sign {
                canvas.put(2, y, sign.text(), sign.role());
            }
            canvas.put(TEXT_AT, y, row, *role);
        }
    }
}
