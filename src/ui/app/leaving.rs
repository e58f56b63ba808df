//! Leaving: a form that would lose something is asked about once; Esc goes on filling it in.

use super::App;
use super::locking::KEPT_BACK;
use crate::ui::command::Cmd;
use crate::ui::run::Ended;
use crate::ui::view::Reply;
use crate::ui::views::Question;

/// The app's own question: a changed form is being left.
const LEAVING: &str = "leaving";

impl App {
    pub(super) fn ask_to_leave(&mut self) {
        let answers = ["leave-save", "leave-drop", "leave-stay"].map(|k| self.ctx.word(k));
        let title = self.ctx.word("leave-title");
        self.push(Box::new(
            Question::new(LEAVING, title, answers.to_vec()).esc(2),
        ));
    }

    pub(super) fn reply(&mut self, reply: Reply) {
        if self.backup_replied(&reply) || self.undo_replied(&reply) {
            return;
        }
        if reply.question == KEPT_BACK {
            if reply.choice == 1 {
                self.kept_back.clear();
                self.quit();
            }
            return;
        }
        if reply.question != LEAVING {
            let flow = self.with_top(|view, ctx| view.replied(reply, ctx));
            return self.apply(flow);
        }
        let form = self.layers.last().map(|l| l.id);
        match reply.choice {
            0 => {
                self.run(Cmd::Save);
                let saved = self
                    .layers
                    .last()
                    .is_some_and(|l| Some(l.id) == form && !l.view.unsaved());
                if saved {
                    self.close();
                }
            }
            1 => self.close(),
            _ => {}
        }
        let gone = !self.layers.iter().any(|l| Some(l.id) == form);
        if std::mem::take(&mut self.quitting) && gone {
            self.quit();
        }
    }

    /// Ends, after asking about each form that would lose something.
    pub(super) fn quit(&mut self) {
        match self.layers.iter().rposition(|l| l.view.unsaved()) {
            Some(at) => {
                self.layers.truncate(at + 1);
                self.quitting = true;
                self.ask_to_leave();
            }
            None if !self.kept_back.is_empty() => self.ask_about_kept_back(),
            None => self.ended = Some(Ended::Left),
        }
    }
}
