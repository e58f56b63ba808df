//! What views ask for, done.

use super::App;
use crate::service::Problem;
use crate::ui::job::{self, Job};
use crate::ui::view::Flow;
use crate::ui::views::Note;

impl App {
    /// Does what the view on top asks for.
    pub(super) fn apply(&mut self, flow: Flow) {
        let top = self.layers.last().map(|l| l.id);
        self.apply_for(top, flow);
    }

    /// Does what a view asks for, which isn't the one on top where the result of a job came late.
    pub(super) fn apply_for(&mut self, actor: Option<u64>, flow: Flow) {
        match flow {
            Flow::Stay | Flow::Ignored => {}
            Flow::Open(view) => self.push(view),
            Flow::Replace(view) => {
                if let Some(layer) = self.layers.iter_mut().find(|l| Some(l.id) == actor) {
                    layer.view = view;
                }
            }
            Flow::Close => self.remove(actor),
            Flow::Go(place) => self.go(&place),
            Flow::Run(cmd) => self.run(cmd),
            Flow::Start(job) => self.start(job),
            Flow::Say(toast) => self.toast = Some(toast),
            Flow::Refuse(problem) => self.refuse(problem),
            Flow::Reply(reply) => {
                self.close();
                self.reply(reply);
            }
            Flow::Act(name) => {
                self.close();
                let flow = self.with_top(|view, ctx| view.act(name, ctx));
                self.apply(flow);
            }
            Flow::Copy(text) => self.copied = Some(text),
            Flow::Prefer(change) => self.prefer(change),
            Flow::Enter(office) => self.enter(office),
            Flow::All(flows) => flows.into_iter().for_each(|f| self.apply_for(actor, f)),
        }
    }

    pub(super) fn start(&mut self, job: Job) {
        let owner = self.layers.last().map(|l| l.id);
        self.start_for(owner, job);
    }

    /// Starts a job whose result goes to this view, or to none: then the app itself says it.
    pub(super) fn start_for(&mut self, owner: Option<u64>, job: Job) {
        self.last_id += 1;
        if let Some(owner) = owner {
            self.owners.insert(self.last_id, owner);
        }
        let running = job::start(job, self.last_id, self.events.clone());
        self.ctx.jobs.push(running);
    }

    pub(super) fn refuse(&mut self, problem: Problem) {
        let note = Note::problem(&problem, &self.ctx.words);
        self.push(Box::new(note));
    }
}
