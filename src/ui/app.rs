//! The program on the screen: a stack of views, what they share, and what a key does to them.
//!
//! Knows no terminal: events come in, a buffer is filled. So a test can be its user.

pub(in crate::ui) mod backing;
mod flow;
mod learning;
mod leaving;
mod locking;
pub(in crate::ui) mod taste;
mod undoing;

use super::canvas::{Canvas, Look};
use super::command::{Cmd, Scope};
use super::context::Ctx;
use super::event::Event;
use super::job::{self, Answer, JobId};
use super::kept::Memory;
use super::key;
use super::places::{self, Place, TABS};
use super::prefs::Change;
use super::run::Ended;
use super::theme::Role;
use super::tour::{Lesson, Tour};
use super::view::{Flow, Header, Toast, View};
use super::views::{ActsPanel, Checkup, CommandList, Desk, Help, in_charge};
use super::{Root, Start, frame, text};
use crate::schema::Day;
use crate::service::{Office, Problem};
use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use signal_hook::consts::SIGHUP;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

/// Characters that a paste may have; what comes from another program may be a book.
const PASTED: usize = 4_000;

/// Pasted text on one line: line ends, tabs and the like become a blank, and none at the ends.
fn one_line(text: &str) -> String {
    let words = text.trim().split(char::is_control);
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(PASTED).collect()
}

struct Layer {
    id: u64,
    view: Box<dyn View>,
    /// Something changed while it was out of sight; it is told when it comes back.
    stale: bool,
}

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
    seen: (u64, Day),
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
            seen: (0, today),
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

    /// Takes note of what the world did.
    pub fn handle(&mut self, event: Event) {
        text::measured(self.ctx.prefs.look().wide, || self.take(event));
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Key(_) | Event::Paste(_) if self.locking => {}
            Event::Key(key) if !key.is_release() => {
                // A computer that slept tells of the key before the minute.
                self.lock_when_idle();
                if !self.locking {
                    self.touched();
                    self.key(key);
                }
            }
            Event::Key(_) | Event::Resize | Event::Suspend | Event::Resume => {}
            Event::Tick => {
                self.look_again();
                self.lock_when_idle();
            }
            Event::Paste(text) => {
                self.touched();
                self.paste(&text);
            }
            Event::Progress(id, done, all) => {
                if let Some(job) = self.ctx.jobs.iter_mut().find(|j| j.id == id) {
                    job.state = Some((done, all));
                }
            }
            Event::Done(id, result) => {
                let backup = |j: &job::Running| j.id == id && j.name == backing::JOB;
                let backup = self.ctx.jobs.iter().any(backup);
                self.ctx.jobs.retain(|j| j.id != id);
                let owner = self.owners.remove(&id);
                if let (None, Err(problem)) = (owner, &result)
                    && self.undo_at_gate(problem)
                {
                    return self.lock_if_free();
                }
                let layer = self.layers.iter_mut().find(|l| Some(l.id) == owner);
                let flow = match (layer, result) {
                    (_, Ok(Answer::Undone(undone))) => {
                        self.undone(&undone);
                        Flow::Stay
                    }
                    (None, Ok(Answer::BackedUp(made))) => {
                        self.backed_up(Ok(made));
                        Flow::Stay
                    }
                    (None, Err(problem)) if backup => {
                        self.backed_up(Err(problem));
                        Flow::Stay
                    }
                    (Some(layer), result) => layer.view.done(result, &self.ctx),
                    (None, Ok(_)) => Flow::Stay,
                    (None, Err(problem)) => Flow::Refuse(problem),
                };
                self.apply_for(owner, flow);
                self.lock_if_free();
            }
            // What was saved is safe and what wasn't can't be asked about any more.
            Event::Signal(number) => self.ended = Some(Ended::Signal(number)),
            Event::Hangup => self.ended = Some(Ended::Signal(SIGHUP)),
        }
        self.settle();
    }

    /// A moment without keys: whether the picture is completer than before, and worth drawing.
    pub fn rest(&mut self) -> bool {
        self.with_top(|view, ctx| view.rest(ctx))
    }

    /// Lets the views know when the records or the day are other ones than they last saw.
    fn settle(&mut self) {
        let version = self
            .ctx
            .office
            .as_ref()
            .map_or(0, |office| office.version());
        let now = (version, self.ctx.today());
        if self.seen != now {
            self.seen = now;
            self.mark_changed();
        }
        self.tell_visible();
        self.teach();
    }

    fn mark_changed(&mut self) {
        self.layers.iter_mut().for_each(|layer| layer.stale = true);
    }

    /// Tells the views that are on the screen: the one on top, and under panels the one below.
    /// The others wait, since working a whole stack out anew at each key takes too long.
    fn tell_visible(&mut self) {
        for layer in self.layers.iter_mut().rev() {
            if std::mem::take(&mut layer.stale) {
                layer.view.changed(&self.ctx);
            }
            if layer.view.panel(u16::MAX, &self.ctx).is_none() {
                break;
            }
        }
    }

    fn top(&mut self) -> &mut dyn View {
        let last = self.layers.len() - 1;
        self.layers[last].view.as_mut()
    }

    fn key(&mut self, key: KeyEvent) {
        let scope = self.top().scope();
        if let (true, Some(c)) = (self.top().caret(), key::typed(key)) {
            let flow = self.with_top(|view, ctx| view.text(c, ctx));
            if !matches!(flow, Flow::Ignored) {
                return self.apply(flow);
            }
        }
        let Some(name) = key::name(key) else { return };
        let Some(spec) = self.ctx.prefs.keys().look_up(scope, &name) else {
            return;
        };
        let ready = self.with_top(|view, ctx| (spec.ready)(spec.cmd, view, ctx));
        match ready {
            Ok(()) if spec.cmd == Cmd::Digit => self.digit(name.parse().unwrap_or(0)),
            Ok(()) => self.run(spec.cmd),
            Err(why) => self.toast = Some(Toast::refused(self.ctx.word(why))),
        }
    }

    /// Pasted text goes into the field at the caret and nowhere else: it is never a command, and
    /// where it makes another view come up the rest of it is dropped.
    fn paste(&mut self, text: &str) {
        let field = self.layers.last().map(|layer| layer.id);
        for c in one_line(text).chars() {
            let same = self.layers.last().map(|layer| layer.id) == field;
            if !same || !self.top().caret() {
                return;
            }
            let flow = self.with_top(|view, ctx| view.text(c, ctx));
            self.apply(flow);
        }
    }

    fn with_top<T>(&mut self, f: impl FnOnce(&mut dyn View, &Ctx) -> T) -> T {
        let last = self.layers.len() - 1;
        f(self.layers[last].view.as_mut(), &self.ctx)
    }

    fn digit(&mut self, digit: u8) {
        self.meant = Some((Cmd::Digit, self.top().scope()));
        let header = self.with_top(|view, ctx| view.header(ctx));
        match header {
            Header::Tabs(_) => self.go(&Place::Tab(digit)),
            Header::Work(_) => {
                let flow = self.with_top(|view, ctx| view.digit(digit, ctx));
                self.apply(flow);
            }
        }
    }

    fn run(&mut self, cmd: Cmd) {
        self.meant = Some((cmd, self.top().scope()));
        *self.ctx.used.entry(cmd).or_default() += 1;
        if cmd == Cmd::Back && self.top().unsaved() {
            return self.ask_to_leave();
        }
        let flow = self.with_top(|view, ctx| view.command(cmd, ctx));
        match flow {
            Flow::Ignored => self.own(cmd),
            flow => self.apply(flow),
        }
    }

    /// What a command does where the view has no use of its own for it.
    fn own(&mut self, cmd: Cmd) {
        match cmd {
            Cmd::Back if self.layers.len() == 1 => self.stop_teaching(),
            Cmd::Back => self.close(),
            Cmd::Quit => self.quit(),
            Cmd::Lock => self.lock(),
            Cmd::Help => {
                let scope = self.screen_scope();
                self.push(Box::new(Help::new(scope)));
            }
            Cmd::Language => {
                let code = self.ctx.language().next().code();
                self.prefer(Change::Language(code));
            }
            Cmd::Theme => self.next_theme(),
            Cmd::Acts => {
                let (acts, about) =
                    self.with_top(|view, ctx| (view.acts(ctx), view.acts_about(ctx)));
                self.push(Box::new(ActsPanel::new(acts, about)));
            }
            Cmd::Commands => {
                let list = self.with_top(|view, ctx| CommandList::new(view, ctx));
                self.push(Box::new(list));
            }
            Cmd::Find => self.go(&Place::Find),
            Cmd::Undo => self.undo(),
            Cmd::Settings => {
                self.look_again();
                self.go(&Place::Settings);
            }
            Cmd::Checkup => match Checkup::job(&self.ctx) {
                Ok(job) => {
                    self.push(Box::<Checkup>::default());
                    self.start(job);
                }
                Err(problem) => self.refuse(problem),
            },
            Cmd::InCharge => {
                let flow = in_charge(None, &self.ctx);
                self.apply(flow);
            }
            Cmd::Users => self.go(&Place::Users),
            Cmd::LocalFields => self.go(&Place::List {
                kind: crate::domain::book::Kind::LocalField,
                wheres: Vec::new(),
            }),
            Cmd::Import => self.go(&Place::Import),
            Cmd::Tour => self.start_teaching(),
            Cmd::Pictures => self.go(&Place::Pictures),
            Cmd::BackUp => self.back_up(),
            Cmd::StopJob => self.ctx.jobs.iter().for_each(job::Running::stop),
            _ => {}
        }
    }

    /// The sort of screen that the person is on, whatever panel is over it.
    fn screen_scope(&self) -> Scope {
        let mut scopes = self.layers.iter().rev().map(|l| l.view.scope());
        scopes.find(|s| *s != Scope::Panel).unwrap_or(Scope::Panel)
    }

    fn push(&mut self, view: Box<dyn View>) {
        self.last_id += 1;
        let id = self.last_id;
        self.layers.push(Layer {
            id,
            view,
            stale: false,
        });
    }

    /// A refusal belongs to the screen that it was said on; results stay until the next.
    fn forget_refusal(&mut self) {
        let refused = |toast: &Toast| toast.sign == super::sign::Sign::Refused;
        self.toast = self.toast.take().filter(|toast| !refused(toast));
    }

    fn close(&mut self) {
        self.forget_refusal();
        if self.layers.len() > 1 {
            self.layers.pop();
        }
    }

    fn remove(&mut self, id: Option<u64>) {
        self.forget_refusal();
        if self.layers.len() > 1 {
            self.layers.retain(|l| Some(l.id) != id);
        }
    }

    fn go(&mut self, place: &Place) {
        self.forget_refusal();
        if let Place::Tab(digit) = place {
            let role = self.ctx.role();
            let shown = |digit| {
                TABS.iter()
                    .any(|t| t.digit == digit && role.is_some_and(|r| t.shown(r)))
            };
            if !shown(*digit) {
                return;
            }
            self.layers.truncate(1);
            // The first tab is what all the others stand on.
            if *digit == 1 {
                return;
            }
        }
        match places::open(place, &self.ctx) {
            Ok(Some(view)) => self.push(view),
            Ok(None) => {}
            Err(problem) => self.refuse(problem),
        }
    }

    fn enter(&mut self, office: Arc<Office>) {
        self.ctx.place = Some(office.place().clone());
        self.ctx.demo = office.demo();
        self.seen = (office.version(), self.ctx.today());
        let mut office_notes = office.notes();
        // More than a line to pass over: with a wrong clock everything due is counted wrongly.
        let back = |(key, _): &(&str, _)| *key == "note-clock-back";
        let clock = office_notes.iter().position(back).map(|at| Problem {
            args: office_notes.remove(at).1,
            ..Problem::new("problem-clock-back")
        });
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
        if let Some(problem) = clock {
            self.refuse(problem);
        }
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
