//! Every command of the screen below, as a plain list: what can't be done now stands last, with
//! why.

use crate::ui::canvas::Canvas;
use crate::ui::command::{COMMANDS, Cmd, Scope, Spec, label};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::view::{Flow, Header, Title, Toast, View};
use crate::ui::widgets::{Cell, Column, Line, Window, grid};
use ratatui::layout::Size;

/// The list of commands.
pub struct CommandList {
    rows: Vec<(&'static Spec, Result<(), &'static str>)>,
    window: Window,
}

impl CommandList {
    /// The commands of this view.
    pub fn new(below: &dyn View, ctx: &Ctx) -> Self {
        let listed = |spec: &&Spec| {
            spec.within(below.scope())
                && !spec.moves()
                && !matches!(spec.cmd, Cmd::Enter | Cmd::Back | Cmd::Commands)
        };
        let specs = COMMANDS.iter().filter(listed);
        let mut rows: Vec<_> = specs.map(|s| (s, (s.ready)(s.cmd, below, ctx))).collect();
        rows.sort_by_key(|(_, ready)| ready.is_err());
        Self {
            rows,
            window: Window::default(),
        }
    }

    fn line(&self, at: usize, ctx: &Ctx) -> Line {
        let (spec, ready) = &self.rows[at];
        let does = match ready {
            Ok(()) => ctx.word(&format!("cmd-{}.does", spec.name)),
            Err(why) => ctx.fill("commands-not-now", &[("why", &ctx.word(why))]),
        };
        let key = spec
            .keys
            .first()
            .map(|k| label(k, &ctx.words))
            .unwrap_or_default();
        let cells = [ctx.word(&format!("cmd-{}", spec.name)), does, key].map(Cell::text);
        Line {
            sign: ready.is_err().then_some(Sign::Later),
            cells: cells.to_vec(),
            muted: ready.is_err(),
            marked: false,
        }
    }
}

impl View for CommandList {
    fn scope(&self) -> Scope {
        Scope::Commands
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("commands-header"))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let count = self.rows.len().to_string();
        Title::new(
            ctx.word("scope-commands"),
            ctx.fill("commands-count", &[("count", &count)]),
        )
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if self.window.command(cmd, self.rows.len()) {
            return Flow::Stay;
        }
        match (cmd, self.rows.get(self.window.cursor())) {
            (Cmd::Enter, Some((spec, Ok(())))) => Flow::All(vec![Flow::Close, Flow::Run(spec.cmd)]),
            (Cmd::Enter, Some((_, Err(why)))) => Flow::Say(Toast::refused(ctx.word(why))),
            _ => Flow::Ignored,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let columns = [
            Column::words(ctx.word("commands-name"), 12, 20),
            Column::words(ctx.word("commands-does"), 16, 44),
            Column::words(ctx.word("commands-key"), 6, 12),
        ];
        let range = self
            .window
            .range(canvas.height().saturating_sub(2), self.rows.len());
        let first = range.start;
        let lines: Vec<Line> = range.map(|i| self.line(i, ctx)).collect();
        let widths = grid::widths(&columns, &lines, canvas.width());
        grid::draw_heads(canvas, 1, &columns, &widths);
        for (i, line) in lines.iter().enumerate() {
            let y = u16::try_from(i + 2).unwrap_or(u16::MAX);
            grid::draw_line(
                canvas,
                y,
                line,
                &columns,
                &widths,
                first + i == self.window.cursor(),
            );
        }
    }
}
