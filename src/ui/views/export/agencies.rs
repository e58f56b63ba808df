//! Tab 0: to whom one can send, and what was sent when.

use super::own;
use super::past::{Past, past};
use super::policy;
use super::preview::Preview;
use super::trust;
use crate::domain::book::Kind;
use crate::domain::disclosure::Disclosure;
use crate::i18n::Lexicon;
use crate::schema::Id;
use crate::service::Problem;
use crate::service::export::Agency;
use crate::service::plugins::{PassedOver, PluginView};
use crate::service::short_day;
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::job::{Answer, Job};
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::view::{Act, Flow, Header, Reply, Title, View};
use crate::ui::views::Note;
use crate::ui::widgets::{Cell, Column, Line, Window, grid, lines};
use ratatui::layout::Size;
use std::sync::Arc;

/// From this width on there is room for the agencies' codes; they are told again where they are typed.
const CODES_FROM: u16 = 100;

/// Rows that stay for what was sent, however many agencies there are: its line, its heads, three of it.
const PAST_ROWS: u16 = 5;

/// The agencies and the log.
pub struct Agencies {
    agencies: Vec<Agency>,
    /// Plug-in folders that can't be used.
    passed: Vec<PassedOver>,
    past: Vec<Past>,
    list: Window,
    log: Window,
    /// Whether the focus is in the log.
    below: bool,
    busy: bool,
    /// The plug-in that the question about approving it shows.
    shown: Option<Box<PluginView>>,
}

impl Agencies {
    /// What there is now.
    pub fn new(ctx: &Ctx) -> Self {
        let mut view = Self {
            agencies: Vec::new(),
            passed: Vec::new(),
            past: Vec::new(),
            list: Window::default(),
            log: Window::default(),
            below: false,
            busy: false,
            shown: None,
        };
        view.read(ctx);
        view
    }

    fn read(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        (self.agencies, self.passed) = office.agencies(false);
        let tables = office.tables();
        let all = tables.all::<Disclosure>(Kind::Disclosure);
        let mut all: Vec<(Id, &Disclosure)> = all.collect();
        all.sort_by_key(|(id, d)| std::cmp::Reverse((d.day, d.time, *id)));
        self.past = all
            .into_iter()
            .map(|(id, d)| past(id, d, &self.agencies, ctx))
            .collect();
        self.list.clamp(self.agencies.len());
        self.log.clamp(self.past.len());
        self.below = !self.past.is_empty() && (self.below || self.agencies.is_empty());
    }

    fn agency(&self) -> Option<&Agency> {
        let here = (!self.below).then(|| self.list.cursor());
        here.and_then(|at| self.agencies.get(at))
    }

    /// Moves the focus; from one list into the other where they meet.
    fn go(&mut self, cmd: Cmd) -> bool {
        let (agencies, past) = (self.agencies.len(), self.past.len());
        match (cmd, self.below) {
            (Cmd::NextPart | Cmd::PrevPart, below) => self.below = !below && past > 0,
            (Cmd::Down | Cmd::PageDown, false) if self.list.cursor() + 1 >= agencies => {
                self.below = past > 0;
            }
            (Cmd::Up | Cmd::PageUp, true) if self.log.cursor() == 0 => self.below = agencies == 0,
            (_, false) => return self.list.command(cmd, agencies),
            (_, true) => return self.log.command(cmd, past),
        }
        true
    }

    fn open(&mut self, ctx: &Ctx) -> Flow {
        if let (Some(agency), Ok(office)) = (self.agency(), ctx.office()) {
            let (office, code, language) =
                (Arc::clone(office), agency.plugin.clone(), ctx.language());
            self.busy = true;
            return Flow::Start(Job::new("job-preview", move |_| {
                let preview = office.preview(&Lexicon::new(language), &code, &[])?;
                Ok(Answer::Previewed(Arc::new(preview)))
            }));
        }
        match self.past.get(self.log.cursor()) {
            Some(past) => Flow::Open(Box::new(Note::new(past.title.clone(), past.told.clone()))),
            None => Flow::Stay,
        }
    }

    /// What it calls itself; behind its id where another calls itself so, too: the end may be cut.
    fn name(&self, agency: &Agency, ctx: &Ctx) -> String {
        let name = own(&agency.names, ctx);
        let alike = |other: &&Agency| own(&other.names, ctx) == name;
        match self.agencies.iter().filter(alike).count() {
            1 => name.to_owned(),
            _ => format!("{} {name}", agency.plugin),
        }
    }

    /// The folders that can't be used, each with why and what to do.
    fn passed_over(&self, ctx: &Ctx) -> Note {
        let told = |(folder, why): &PassedOver| {
            let why_not = text::joined(&why.what(&ctx.words), &why.why(&ctx.words));
            [
                ("export-passed-folder", folder.display().to_string()),
                ("note-why", why_not),
                ("note-next", why.next(&ctx.words)),
            ]
            .map(|(label, text)| (ctx.word(label), text))
        };
        let title = ctx.fill(
            "export-passed-title",
            &[("count", &self.passed.len().to_string())],
        );
        Note::new(title, self.passed.iter().flat_map(told).collect())
    }

    /// Cells of the longest state, with its sign.
    fn state_cells(&self, ctx: &Ctx) -> u16 {
        let standings = self.agencies.iter().filter_map(|a| a.standing.as_ref());
        let cells = standings.map(|s| text::width(&ctx.word(s.key())) + 3);
        cells.max().unwrap_or(0).clamp(10, 24)
    }

    fn draw_agencies(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) -> u16 {
        if self.agencies.is_empty() {
            let y = lines::wrapped(
                canvas,
                1,
                &ctx.word("note-why"),
                &ctx.word("export-no-plugins"),
            );
            return lines::wrapped(
                canvas,
                y,
                &ctx.word("note-next"),
                &ctx.word("export-no-plugins-next"),
            );
        }
        let mut columns = vec![
            Column::words(ctx.word("export-agency"), 12, 50),
            Column::words(ctx.word("export-last"), 5, 10),
            Column::words(ctx.word("export-due"), 8, 24),
            // Never cut: the name gives way before what is to be known of it.
            Column::words(ctx.word("trust-state"), self.state_cells(ctx), 24),
        ];
        if canvas.width() >= CODES_FROM {
            columns.push(Column::words(ctx.word("export-code"), 12, 24));
        }
        let rows = self.agencies.iter();
        let rows: Vec<Line> = rows.map(|a| line(a, self.name(a, ctx), ctx)).collect();
        let widths = grid::widths(&columns, &rows, canvas.width());
        grid::draw_heads(canvas, 0, &columns, &widths);
        let room = canvas.height().saturating_sub(1 + PAST_ROWS).max(1);
        let range = self.list.range(room, rows.len());
        let mut y = 1;
        for at in range {
            let here = !self.below && at == self.list.cursor();
            grid::draw_line(canvas, y, &rows[at], &columns, &widths, here);
            y += 1;
        }
        y
    }

    fn draw_past(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let count = self.past.len().to_string();
        canvas.put(
            1,
            0,
            &ctx.fill("export-past", &[("count", &count)]),
            Role::Muted,
        );
        if self.past.is_empty() {
            canvas.put(grid::TEXT_AT, 1, &ctx.word("export-none-yet"), Role::Text);
            return;
        }
        let columns = [
            Column::words(ctx.word("export-when"), 10, 16),
            Column::words(ctx.word("export-agency"), 12, 40),
            Column::numbers(ctx.word("export-rows"), 4, 8),
            Column::numbers(ctx.word("export-children"), 4, 8),
            Column::words(ctx.word("export-state"), 8, 16),
        ];
        let range = self
            .log
            .range(canvas.height().saturating_sub(2), self.past.len());
        let first = range.start;
        let shown: Vec<Line> = self.past[range].iter().map(|p| p.line.clone()).collect();
        let widths = grid::widths(&columns, &shown, canvas.width());
        grid::draw_heads(canvas, 1, &columns, &widths);
        for (i, (y, row)) in (2..).zip(&shown).enumerate() {
            let focus = self.below && first + i == self.log.cursor();
            grid::draw_line(canvas, y, row, &columns, &widths, focus);
        }
    }
}

/// An agency as a row: what is due has its sign.
fn line(agency: &Agency, name: String, ctx: &Ctx) -> Line {
    let state = match &agency.standing {
        Some(standing) => Cell::state(trust::sign(standing), ctx.word(standing.key())),
        None => Cell::text(ctx.word("trust-looking")),
    };
    let last = match agency.last {
        Some(day) => short_day(day, ctx.today()),
        None => ctx.word("export-never"),
    };
    let (sign, due) = match agency.turn {
        Some(turn) if turn.due => (Some(Sign::Watch), ctx.word(&turn.key())),
        Some(turn) => {
            // Within a year there is one such day.
            let next = turn.next.iso();
            let day = next.split_once('-').map_or("", |(_, day)| day);
            (None, ctx.fill("export-next", &[("day", day)]))
        }
        None => (None, String::new()),
    };
    let cells = [name, last, due].map(Cell::text);
    let code = Cell::text(&agency.code);
    Line::new(sign, cells.into_iter().chain([state, code]).collect())
}

impl View for Agencies {
    fn scope(&self) -> Scope {
        Scope::Agencies
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(0)
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let (count, passed) = (self.agencies.len(), self.passed.len());
        let key = match passed {
            0 => "export-agencies",
            _ => "export-agencies-passed",
        };
        let counts = [("count", count), ("passed", passed)].map(|(k, n)| (k, n.to_string()));
        Title::new(ctx.word("scope-agencies"), ctx.fill_with(key, &counts))
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("export-notice-agencies")
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::Enter if self.agencies.is_empty() && self.past.is_empty() => Err("why-no-row"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if self.go(cmd) {
            return Flow::Stay;
        }
        match cmd {
            Cmd::Enter if self.busy => Flow::Stay,
            Cmd::Enter => self.open(ctx),
            _ => Flow::Ignored,
        }
    }

    fn done(&mut self, result: Result<Answer, Problem>, ctx: &Ctx) -> Flow {
        self.busy = false;
        match result {
            Ok(Answer::Previewed(preview)) => Flow::Open(Box::new(Preview::new(preview, ctx))),
            Ok(Answer::Plugin(view)) => {
                let question = trust::question(&view, ctx);
                self.shown = Some(view);
                question
            }
            Ok(_) => Flow::Stay,
            Err(problem) => Flow::Refuse(problem),
        }
    }

    fn acts(&self, _ctx: &Ctx) -> Vec<Act> {
        let mut acts = Vec::new();
        if let Some(agency) = self.agency() {
            acts = trust::acts(agency.standing.as_ref());
            acts.push(Act::new("show-policy"));
        }
        if !self.passed.is_empty() {
            acts.push(Act::new("show-passed-over"));
        }
        acts
    }

    fn act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        if name == "show-passed-over" {
            return Flow::Open(Box::new(self.passed_over(ctx)));
        }
        let (Some(agency), Ok(office)) = (self.agency(), ctx.office()) else {
            return Flow::Ignored;
        };
        match name {
            "trust-plugin" => trust::look(office, &agency.plugin),
            "show-policy" => Flow::Open(Box::new(policy::page(agency, office, ctx))),
            "distrust-plugin" => trust::distrust(&agency.plugin, office, ctx),
            _ => Flow::Ignored,
        }
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
        match (self.shown.take(), ctx.office()) {
            (Some(view), Ok(office)) => trust::approve(&view, &reply, office, ctx),
            _ => Flow::Stay,
        }
    }

    fn rest(&mut self, ctx: &Ctx) -> bool {
        let (true, Ok(office)) = (
            self.agencies.iter().any(|agency| agency.standing.is_none()),
            ctx.office(),
        ) else {
            return false;
        };
        (self.agencies, self.passed) = office.agencies(true);
        true
    }

    fn changed(&mut self, ctx: &Ctx) {
        self.read(ctx);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let y = self.draw_agencies(canvas, ctx);
        let gap = u16::from(canvas.height() > y + 4);
        let rest = canvas.height().saturating_sub(y + gap);
        self.draw_past(&mut canvas.rows(y + gap, rest), ctx);
    }
}
