//! What the world did, taken note of: keys, pastes, the clock, the ends of jobs, signals.

use super::{App, backing};
use crate::service::Office;
use crate::ui::command::Cmd;
use crate::ui::event::Event;
use crate::ui::job::{self, Answer};
use crate::ui::key;
use crate::ui::places::Place;
use crate::ui::run::Ended;
use crate::ui::text;
use crate::ui::view::{Flow, Header, Toast};
use crate::ui::views::{Told, sent_toast};
use crossterm::event::KeyEvent;
use signal_hook::consts::SIGHUP;
use std::sync::Arc;

/// Characters that a paste may have; what comes from another program may be a book.
const PASTED: usize = 4_000;

/// Pasted text on one line: line ends, tabs and the like become a blank, and none at the ends.
fn one_line(text: &str) -> String {
    let words = text.trim().split(char::is_control);
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(PASTED).collect()
}

impl App {
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
            Event::Phase(id, phase) => {
                if let Some(job) = self.ctx.jobs.iter_mut().find(|j| j.id == id) {
                    (job.phase, job.state) = (Some(phase), None);
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
                    // Whoever has gone elsewhere meanwhile is told the password all the same.
                    (None, Ok(Answer::Sent(sent))) => {
                        let toast = sent_toast(&sent, &self.ctx);
                        let told = Told::new(sent).map(|told| Flow::Open(Box::new(told)));
                        told.unwrap_or(Flow::Say(toast))
                    }
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
        let versions = |office: &Arc<Office>| (office.version(), office.version_beside_log());
        let (all, beside_log) = self.ctx.office.as_ref().map_or((0, 0), versions);
        let now = (all, beside_log, self.ctx.today());
        if self.seen != now {
            // A long list is not read anew because something was sent.
            let log_only = (self.seen.1, self.seen.2) == (now.1, now.2);
            self.seen = now;
            for layer in &mut self.layers {
                layer.stale |= !log_only || layer.view.reads_log();
            }
        }
        self.tell_visible();
        self.teach();
    }

    pub(super) fn mark_changed(&mut self) {
        self.layers.iter_mut().for_each(|layer| layer.stale = true);
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
}
