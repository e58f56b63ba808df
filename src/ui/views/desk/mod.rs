//! The workbench: what must I do today. The list at the left, the township's figures at the
//! right, and below the one step that settles the row of the focus.

mod draw;
mod figures;
mod items;

use crate::domain::book::Kind;
use crate::domain::due::Due;
use crate::schema::Day;
use crate::service::backup::Backups;
use crate::service::{self, Problem, in_system_words};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::tour::Lesson;
use crate::ui::view::{Act, Flow, Header, Reply, Title, Toast, View};
use crate::ui::views::{Question, doing, dues};
use crate::ui::widgets::Window;
use figures::FigureLine;
use items::{DeskLine, Step};
use ratatui::layout::Size;
use std::collections::HashMap;
use std::sync::Arc;

/// What a row of the list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// 马上 5; never the focus.
    Head,
    /// A thing to do, by its place in the list of everything due.
    Item(usize),
    /// All things of a village, by their place in the list of villages; Enter unfolds.
    Village(usize),
}

/// Which of the two panes has the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pane {
    #[default]
    List,
    Figures,
}

/// The workbench.
#[derive(Default)]
pub struct Desk {
    due: Arc<Vec<Due>>,
    lines: Vec<DeskLine>,
    figures: Vec<FigureLine>,
    backups: Option<Backups>,
    /// What to do about each thing that has a line.
    steps: HashMap<usize, Step>,
    window: Window,
    figure: Window,
    pane: Pane,
    unfolded: Option<usize>,
    /// What is being put off, and from the second question on to which day.
    putting_off: Option<(Due, Option<Day>)>,
}

impl Desk {
    /// The workbench of the office that is open.
    pub fn new(ctx: &Ctx) -> Self {
        let mut desk = Self::default();
        desk.changed(ctx);
        desk.first();
        desk
    }

    /// The focus belongs on something that can be done.
    fn first(&mut self) {
        let first = self.lines.iter().position(|l| l.row != Row::Head);
        self.window.set(first.unwrap_or(0));
    }

    fn row(&self) -> Option<Row> {
        self.lines.get(self.window.cursor()).map(|l| l.row)
    }

    fn item(&self) -> Option<(&Due, &Step)> {
        match self.row()? {
            Row::Item(at) => Some((self.due.get(at)?, self.steps.get(&at)?)),
            Row::Head | Row::Village(_) => None,
        }
    }

    fn moved(&mut self, cmd: Cmd) -> bool {
        let all = self.lines.len();
        if !self.window.command(cmd, all) {
            return false;
        }
        // Heads are passed over, in the direction of the movement; above the first row there
        // is one only where there are rows below it.
        if self.row() == Some(Row::Head) {
            let up = matches!(cmd, Cmd::Up | Cmd::PageUp);
            let onward = if up && self.window.cursor() > 0 {
                Cmd::Up
            } else {
                Cmd::Down
            };
            self.window.command(onward, all);
        }
        true
    }

    fn open(&mut self, ctx: &Ctx) -> Flow {
        match self.row() {
            Some(Row::Item(at)) => self.due.get(at).map_or(Flow::Stay, |due| {
                Flow::Go(Place::Record {
                    kind: due.kind,
                    id: due.id,
                })
            }),
            Some(Row::Village(village)) => {
                self.unfolded = if self.unfolded == Some(village) {
                    None
                } else {
                    Some(village)
                };
                self.changed(ctx);
                Flow::Stay
            }
            _ => Flow::Stay,
        }
    }

    fn why(&self, ctx: &Ctx) -> Flow {
        match (self.item(), ctx.office()) {
            (Some((due, _)), Ok(office)) => Flow::Open(Box::new(dues::why(due, office, ctx))),
            _ => Flow::Stay,
        }
    }
}

/// 催办: two questions, the day and the reason.
impl Desk {
    fn item_row(&self, ctx: &Ctx) -> Option<Arc<service::Row>> {
        let (due, _) = self.item()?;
        ctx.office().ok()?.row(due.kind, due.id)
    }

    fn may_put_off(&self, ctx: &Ctx) -> Result<(), &'static str> {
        match ctx.office() {
            Ok(office) if office.may(Kind::Postponement) => Ok(()),
            _ => Err("why-may-not-put-off"),
        }
    }

    fn ask_until(&mut self, ctx: &Ctx) -> Flow {
        let Some((due, step)) = self.item() else {
            return Flow::Stay;
        };
        let question = Question::line("put-off", ctx.word("act-put-off"), ctx.word("put-off-day"))
            .note(ctx.word("desk-what"), step.what.clone())
            .note(ctx.word("put-off-how"), ctx.word("put-off-note"));
        self.putting_off = Some((due.clone(), None));
        Flow::Open(Box::new(question))
    }

    fn ask_reason(&mut self, typed: &str, ctx: &Ctx) -> Flow {
        let Some((_, until)) = &mut self.putting_off else {
            return Flow::Stay;
        };
        let today = ctx.office().map(|o| o.today()).ok();
        let Some(day) = Day::parse(typed, today).filter(|day| Some(*day) > today) else {
            return Flow::Refuse(Problem::new("problem-not-ahead").with("day", typed));
        };
        *until = Some(day);
        let title = ctx.fill("put-off-until", &[("day", &day.iso())]);
        let question = Question::line("put-off-why", title, ctx.word("doing-reason"));
        Flow::Open(Box::new(question))
    }

    fn put_off(&mut self, reason: &str, ctx: &Ctx) -> Flow {
        let (Some((due, Some(until))), Ok(office)) = (self.putting_off.take(), ctx.office()) else {
            return Flow::Stay;
        };
        match office.postpone(&due, until, reason) {
            Ok(_) => {
                let rule = ctx.word(&format!("rule-{}", due.rule.code()));
                let day = dues::short(until, office.today());
                let args = [("rule", rule.as_str()), ("day", &day)];
                Flow::Say(Toast::done(ctx.fill("put-off-done", &args)))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }
}

impl View for Desk {
    fn scope(&self) -> Scope {
        Scope::Desk
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(1)
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let count = self.due.len().to_string();
        let split = draw::split(body.width, body.height);
        let place = if ctx.office().is_ok_and(|office| office.has_townships()) {
            "desk-district"
        } else {
            "desk-place"
        };
        Title {
            split: split.map(|at| (at, ctx.word(place))),
            ..Title::new(ctx.fill("desk-title", &[("count", &count)]), "")
        }
    }

    fn notice(&self, ctx: &Ctx) -> String {
        if ctx.lesson == Lesson::Offered {
            return ctx.word("tour-offer");
        }
        let mirror = ctx.setup.store.mirror.as_ref();
        if let Some(why) = mirror.and_then(|mirror| mirror.fault()) {
            let why = in_system_words(&ctx.words, &why);
            return ctx.fill("desk-mirror-fault", &[("why", &why)]);
        }
        match &self.backups {
            Some(backups) if backups.late() => {
                let days = backups.days.to_string();
                ctx.fill("desk-backup-late", &[("days", &days)])
            }
            Some(backups) if backups.due() => ctx.word("desk-backup-due"),
            _ => String::new(),
        }
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            // A figure is no thing to do: its list says what it counts.
            Cmd::Why if self.item().is_none() || self.pane == Pane::Figures => Err("why-no-row"),
            Cmd::Enter if self.lines.is_empty() && self.pane == Pane::List => Err("why-no-row"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if matches!(cmd, Cmd::NextPart | Cmd::PrevPart) {
            self.pane = if self.pane == Pane::List {
                Pane::Figures
            } else {
                Pane::List
            };
            return Flow::Stay;
        }
        match (self.pane, cmd) {
            (Pane::Figures, Cmd::Back) => self.pane = Pane::List,
            (Pane::Figures, Cmd::Enter) => {
                let line = self.figures.get(self.figure.cursor());
                if line.is_some_and(|f| f.backup) {
                    let cmd = figures::backing_up(ctx).map_or(Cmd::BackUp, |_| Cmd::StopJob);
                    return Flow::Run(cmd);
                }
                let place = line.and_then(|f| f.place.clone());
                return place.map_or(Flow::Stay, Flow::Go);
            }
            (Pane::Figures, cmd) if self.figure.command(cmd, self.figures.len()) => {}
            (Pane::List, Cmd::Enter) => return self.open(ctx),
            (Pane::List, Cmd::Why) => return self.why(ctx),
            (Pane::List, cmd) if self.moved(cmd) => {}
            _ => return Flow::Ignored,
        }
        Flow::Stay
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        let was = self.item().map(|(due, _)| (due.rule, due.id));
        self.due = office.due();
        let list = items::Items::new(office, &self.due, ctx);
        self.lines = list.lines(self.unfolded);
        self.steps = list.steps(&self.lines);
        let backups = office.backups();
        self.figures = figures::lines(&office.figures(), ctx);
        self.figures.push(figures::backup(&backups, ctx));
        self.backups = Some(backups);
        self.figure.clamp(self.figures.len());
        self.window.clamp(self.lines.len());
        // The focus stays with what it was on, wherever that now stands.
        let still = |line: &DeskLine| match line.row {
            Row::Item(at) => self.due.get(at).map(|due| (due.rule, due.id)) == was,
            _ => false,
        };
        match self.lines.iter().position(still) {
            Some(at) if was.is_some() => self.window.set(at),
            _ if self.row() == Some(Row::Head) => {
                self.window.command(Cmd::Down, self.lines.len());
            }
            _ => {}
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_desk(canvas, ctx);
    }

    fn acts(&self, ctx: &Ctx) -> Vec<Act> {
        let back_up = Act {
            name: "back-up",
            not_now: figures::backing_up(ctx).map(|_| "why-backing-up"),
        };
        let Some((due, _)) = self.item().filter(|_| self.pane == Pane::List) else {
            return vec![back_up];
        };
        let row = self.item_row(ctx);
        let mut acts = vec![Act {
            name: "put-off",
            not_now: self.may_put_off(ctx).err(),
        }];
        acts.extend(doing::acts(due.kind, row.as_deref(), ctx));
        acts.truncate(8); // of nine, the last is the one that every row has
        acts.push(back_up);
        acts
    }

    fn act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        match name {
            "put-off" => return self.ask_until(ctx),
            "back-up" => return Flow::Run(Cmd::BackUp),
            _ => {}
        }
        doing::start(name, self.item_row(ctx).as_deref(), ctx)
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
        match reply.question {
            "put-off" => self.ask_reason(&reply.text, ctx),
            "put-off-why" => self.put_off(&reply.text, ctx),
            _ => doing::replied(&reply, self.item_row(ctx).as_ref(), ctx),
        }
    }
}
