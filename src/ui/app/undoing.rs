//! Ctrl-Z: the last change is taken back beside the keys, for it may have been an import.

use super::App;
use crate::service::Undone;
use crate::service::{GATE, Problem};
use crate::ui::command::Cmd;
use crate::ui::job::Job;
use crate::ui::view::{Flow, Reply, Toast};
use crate::ui::views::gate::{self, Way};
use crate::ui::views::undone_told;

/// What the gate carries along, so that its answer comes back here.
const UNDO: &str = "gate-undo";

fn asked() -> Reply {
    Reply {
        question: UNDO,
        choice: 0,
        text: String::new(),
        carried: String::new(),
    }
}

impl App {
    pub(super) fn undo(&mut self) {
        if let Ok(office) = self.ctx.office().cloned() {
            // The tour hears of it when it is done.
            self.meant = None;
            self.start_for(None, Job::undo(office, None, String::new()));
        }
    }

    /// Taking the last change back would put somebody untrained in charge of children again.
    pub(super) fn undo_at_gate(&mut self, problem: &Problem) -> bool {
        if problem.key != GATE {
            return false;
        }
        let question = gate::question(problem, "gate-leave", Some(&asked()), &self.ctx);
        self.push(Box::new(question));
        true
    }

    /// Whether this was an answer to that question.
    pub(super) fn undo_replied(&mut self, reply: &Reply) -> bool {
        let Ok(office) = self.ctx.office().cloned() else {
            return false;
        };
        if !reply.carried.contains(UNDO) {
            return false;
        }
        let flow = match gate::chosen(reply, &self.ctx) {
            Some(Way::Enrol(worker)) => gate::enrol(worker, &office, &self.ctx),
            Some(Way::Reason(flow)) => flow,
            Some(Way::Still(_, reason)) => {
                self.start_for(None, Job::undo(office, None, reason));
                Flow::Stay
            }
            Some(Way::Another(_)) | None => Flow::Stay,
        };
        self.apply(flow);
        true
    }

    /// Says what was taken back, whoever asked for it.
    pub(super) fn undone(&mut self, undone: &Undone) {
        if let Ok(office) = self.ctx.office() {
            self.toast = Some(Toast::told(undone_told(undone, office, &self.ctx)));
            self.meant = Some((Cmd::Undo, self.top().scope()));
        }
    }
}
