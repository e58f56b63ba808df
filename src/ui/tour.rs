//! Ten minutes at the keys: steps that are done, not read. The demo is there to be changed, so
//! what ticks a step is what really happened: a command, a screen, a change of the records.
//!
//! Takes no key: it is told afterwards.

use super::command::{Cmd, Scope};
use super::context::Ctx;
use crate::domain::book::Kind;
use crate::domain::child::{Child, Risk};
use crate::domain::letters;
use crate::schema::Id;
use crate::service::{Office, Revision};
use std::collections::HashMap;

/// What stands on the screen of the tour.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Lesson {
    /// Nothing.
    #[default]
    None,
    /// That there is one.
    Offered,
    /// A step.
    Step {
        /// Which of how many.
        title: String,
        /// How to pass over it, and how to stop.
        ways: String,
        /// What to press and why.
        text: String,
    },
}

/// What has just happened.
pub struct Happened {
    /// What was meant.
    pub cmd: Option<Cmd>,
    /// On which sort of screen.
    pub from: Scope,
    /// Which sort of screen one is on now.
    pub now: Scope,
    changed: Changed,
    /// Rows marked since the step began.
    marked: usize,
}

/// What became of the records.
#[derive(Default)]
struct Changed {
    /// Children that are another way than before.
    children: usize,
    /// Those of them whose risk is another one.
    risks: usize,
    /// More has been put off.
    put_off: bool,
}

struct Step {
    /// Its words are `tour-NAME`.
    name: &'static str,
    done: fn(&Happened) -> bool,
}

/// Rows to mark, and to change at once.
const SEVERAL: usize = 3;

const STEPS: &[Step] = &[
    step("open", |h| {
        h.from == Scope::Desk && h.cmd == Some(Cmd::Enter) && h.now == Scope::Record
    }),
    step("back", |h| h.cmd == Some(Cmd::Back) && h.now == Scope::Desk),
    step("why", |h| h.cmd == Some(Cmd::Why) && h.now == Scope::Panel),
    step("put-off", |h| h.changed.put_off),
    step("find", |h| h.now == Scope::Find),
    step("file", |h| h.from == Scope::Find && h.now == Scope::Record),
    step("risk", |h| h.changed.risks > 0),
    step("undo", |h| h.cmd == Some(Cmd::Undo)),
    step("children", |h| {
        h.cmd == Some(Cmd::Digit) && h.now == Scope::List
    }),
    step("mark", |h| h.marked >= SEVERAL),
    step("bulk", |h| h.changed.children >= SEVERAL),
    step("history", |h| {
        h.cmd == Some(Cmd::End) && h.now == Scope::Record
    }),
    step("language", |h| h.cmd == Some(Cmd::Language)),
    step("help", |h| h.now == Scope::Help),
];

const fn step(name: &'static str, done: fn(&Happened) -> bool) -> Step {
    Step { name, done }
}

/// The records as they were last looked at.
#[derive(Default)]
struct Seen {
    version: u64,
    children: HashMap<Id, (Revision, Option<Risk>)>,
    put_off: usize,
}

impl Seen {
    fn of(office: &Office) -> Self {
        let tables = office.tables();
        let of_child = |row: &std::sync::Arc<crate::service::Row>| {
            let child = <&Child>::try_from(&row.record).ok()?;
            Some((row.id, (row.revision, child.risk)))
        };
        Self {
            version: office.version(),
            children: tables.live(Kind::Child).filter_map(of_child).collect(),
            put_off: tables.live(Kind::Postponement).count(),
        }
    }

    /// Looks again, and says what is another way.
    fn renew(&mut self, office: &Office) -> Changed {
        if self.version == office.version() {
            return Changed::default();
        }
        let was = std::mem::replace(self, Self::of(office));
        let both = self.children.iter();
        let both = both.filter_map(|(id, now)| Some((now, was.children.get(id)?)));
        let others: Vec<_> = both.filter(|(now, was)| now.0 != was.0).collect();
        Changed {
            children: others.len(),
            risks: others.iter().filter(|(now, was)| now.1 != was.1).count(),
            put_off: self.put_off > was.put_off,
        }
    }
}

/// Where somebody is in the tour.
#[derive(Default)]
pub struct Tour {
    running: bool,
    /// The next step; it stays when the tour is left, to be gone on with.
    at: usize,
    marked: usize,
    seen: Seen,
}

impl Tour {
    /// Whether it is being followed.
    pub fn running(&self) -> bool {
        self.running
    }

    /// Begins, or goes on where it was left; on the way, passes over a step. Whether that was the
    /// last one.
    pub fn go(&mut self, office: &Office) -> bool {
        if self.running {
            return self.tick();
        }
        self.running = true;
        self.seen = Seen::of(office);
        self.marked = 0;
        false
    }

    /// Leaves it.
    pub fn leave(&mut self) {
        self.running = false;
    }

    /// Takes note of what happened; whether that was the last step.
    pub fn saw(&mut self, cmd: Option<Cmd>, from: Scope, now: Scope, office: &Office) -> bool {
        if !self.running {
            return false;
        }
        self.marked += match cmd {
            Some(Cmd::Mark) => 1,
            Some(Cmd::MarkAll) => SEVERAL,
            _ => 0,
        };
        let happened = Happened {
            cmd,
            from,
            now,
            changed: self.seen.renew(office),
            marked: self.marked,
        };
        let done = STEPS.get(self.at).is_some_and(|s| (s.done)(&happened));
        done && self.tick()
    }

    fn tick(&mut self) -> bool {
        self.at += 1;
        self.marked = 0;
        if self.at < STEPS.len() {
            return false;
        }
        *self = Self::default();
        true
    }

    /// What the screen shows of it.
    pub fn lesson(&self, office: &Office, ctx: &Ctx) -> Lesson {
        let Some(step) = STEPS.get(self.at).filter(|_| self.running) else {
            return Lesson::None;
        };
        let (step_number, all) = ((self.at + 1).to_string(), STEPS.len().to_string());
        let (name, typed) = somebody(office);
        Lesson::Step {
            title: ctx.fill("tour-title", &[("step", &step_number), ("all", &all)]),
            ways: ctx.word("tour-ways"),
            text: ctx.fill(
                &format!("tour-{}", step.name),
                &[("name", &name), ("letters", &typed)],
            ),
        }
    }
}

/// A child to look for, and the initials to type.
fn somebody(office: &Office) -> (String, String) {
    let tables = office.tables();
    let mut names = tables
        .all::<Child>(Kind::Child)
        .map(|(_, child)| child.name.clone());
    let name = names.next().unwrap_or_default();
    let typed = letters::initials(&name);
    (name, typed)
}
