//! The program on the screen: a stack of views, what they share, and what a key does to them.
//!
//! Knows no terminal: events come in, a buffer is filled. So a test can be its user.

pub(in crate::ui) mod backing;
mod commands;
mod events;
mod flow;
mod layers;
mod learning;
mod leaving;
mod locking;
pub(in crate::ui) mod taste;
mod undoing;

use super::canvas::{Canvas, Look};
use super::command::{Cmd, Scope};
use super::context::Ctx;
use super::event::Event;
use super::job::JobId;
use super::kept::Memory;
use super::run::Ended;
use super::theme::Role;
use super::tour::{Lesson, Tour};
use super::view::{Toast, View};
use super::views::Desk;
use super::{Root, Start, frame, text};
use crate::schema::Day;
use crate::service::{Office, Problem};
use layers::Layer;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

/// The program on the screen.
pub struct App {
    ctx: Ctx,
    /// Never empty: the lowest is the workbench, or what stands before it.
    layers: Vec<Layer>,
    toast: Option<Toast>,
    events: Sender<Event>,
    /// Which view gets the result of a job.
    owners: HashMap<JobId, u64>,
    last_id: u64,
    quitting: bool,
    seen: (u64, u64, Day),
    /// Text on its way to the clipboard.
    copied: Option<String>,
    ended: Option<Ended>,
    tour: Tour,
    /// What was last meant, and on which sort of screen, until the tour has been told.
    meant: Option<(Cmd, Scope)>,
    /// When the last key was pressed, in milliseconds since 1970.
    last_key: u64,
    /// Waiting for the jobs to end.
    locking: bool,
    kept_back: Vec<locking::KeptBack>,
}

impl App {
    /// The first screen, for what was found in the folder. Jobs answer through `events`.
    pub fn new(start: Start, events: Sender<Event>) -> Self {
        let today = start.setup.today();
        let mut ctx = Ctx {
            words: taste::words(start.language, &start.prefs),
            prefs: start.prefs,
            setup: start.setup,
            root: start.root,
            place: None,
            demo: false,
            office: None,
            jobs: Vec::new(),
            kept: Memory::default(),
            looked_for: RefCell::default(),
            used: HashMap::new(),
            lesson: Lesson::None,
        };
        let (view, office): (Box<dyn View>, _) = match start.found {
            Root::Nothing => (Box::new(super::views::Setup::default()), None),
            Root::Locked(cover) => {
                (ctx.place, ctx.demo) = (Some(cover.place), cover.demo);
                (
                    Box::new(super::views::Unlock::new(&cover.posts, None)),
                    None,
                )
            }
            Root::Open(office) => (Box::new(super::views::Unlock::default()), Some(office)),
        };
        let mut app = Self {
            ctx,
            layers: vec![Layer {
                id: 0,
                view,
                stale: false,
            }],
            toast: None,
            events,
            owners: HashMap::new(),
            last_id: 0,
            quitting: false,
            seen: (0, 0, today),
            copied: None,
            ended: None,
            tour: Tour::default(),
            meant: None,
            last_key: 0,
            locking: false,
            kept_back: Vec::new(),
        };
        app.touched();
        app.warn();
        if let Some(office) = office {
            app.enter(office);
        }
        app
    }

    /// Puts a view on top.
    pub fn open(&mut self, view: Box<dyn View>) {
        self.push(view);
    }

    /// What views read.
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// Whether it is time to go.
    pub fn ended(&self) -> bool {
        self.ended.is_some()
    }

    /// How it ended, once it has.
    pub fn ending(&self) -> Option<Ended> {
        self.ended
    }

    /// Text that the person wants on the clipboard; it is handed out once.
    pub fn take_copied(&mut self) -> Option<String> {
        self.copied.take()
    }

    /// Whether nothing is going on by itself.
    pub fn idle(&self) -> bool {
        self.ctx.jobs.is_empty()
    }

    /// How long until the clock on the screen is wrong, or the lock falls; nothing where neither can.
    pub fn until_tick(&self, width: u16, height: u16) -> Option<Duration> {
        const MINUTE: u64 = 60_000;
        let past = self.ctx.setup.now() % MINUTE;
        let clock = frame::fits(width, height).then(|| Duration::from_millis(MINUTE - past));
        clock.into_iter().chain(self.until_lock()).min()
    }

    /// Gives back what has to be closed in order.
    pub fn into_office(self) -> Option<Arc<Office>> {
        self.ctx.office
    }

    fn enter(&mut self, office: Arc<Office>) {
        self.ctx.place = Some(office.place().clone());
        self.ctx.demo = office.demo();
        self.seen = (
            office.version(),
            office.version_beside_log(),
            self.ctx.today(),
        );
        let mut office_notes = office.notes();
        // More than a line to pass over: with a wrong clock everything due is counted wrongly.
        // And a file that nobody knows of may be anywhere.
        let mut grave = Vec::new();
        for (key, problem) in [
            ("note-export-unsure", "problem-export-unsure"),
            ("note-clock-back", "problem-clock-back"),
        ] {
            let of = office_notes.extract_if(.., |(own, _)| *own == key);
            grave.extend(of.map(|(_, args)| Problem {
                args,
                ..Problem::new(problem)
            }));
        }
        office.prepare_search();
        self.ctx.office = Some(Arc::clone(&office));
        if let Some((key, args)) = office_notes.into_iter().next() {
            self.toast = Some(Toast::told(self.ctx.fill_with(key, &args)));
        }
        self.ctx.kept.forget();
        self.tour = Tour::default();
        if self.ctx.demo {
            self.ctx.lesson = Lesson::Offered;
        }
        let desk = Desk::new(&self.ctx);
        self.layers.clear();
        self.push(Box::new(desk));
        self.give_back(&office);
        grave.into_iter().for_each(|problem| self.refuse(problem));
    }

    /// Fills the buffer with the screen; where the caret stands.
    pub fn draw(&self, buffer: &mut Buffer) -> Option<Position> {
        text::measured(self.ctx.prefs.look().wide, || self.show(buffer))
    }

    fn show(&self, buffer: &mut Buffer) -> Option<Position> {
        let mut caret = None;
        let look = self.ctx.prefs.look();
        buffer.set_style(buffer.area, look.theme.style(Role::Text));
        let mut canvas = Canvas::new(buffer, &mut caret, look);
        if self.locking {
            locking::draw_waiting(&mut canvas, &self.ctx);
            return None;
        }
        let width = canvas.width();
        let is_panel = |l: &&Layer| l.view.panel(width, &self.ctx).is_some();
        let top = self.layers.last()?;
        let below = if is_panel(&top) {
            self.layers
                .iter()
                .rev()
                .find(|l| !is_panel(l))
                .map(|l| l.view.as_ref())
        } else {
            None
        };
        frame::draw(
            &mut canvas,
            top.view.as_ref(),
            below,
            self.toast.as_ref(),
            &self.ctx,
        );
        caret
    }

    /// How things look.
    pub fn look(&self) -> &Look {
        self.ctx.prefs.look()
    }
}
