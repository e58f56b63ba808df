//! Leaving: a form that would lose something is asked about once; Esc goes on filling it in.

use super::App;
use super::locking::KEPT_BACK;
use crate::ui::command::Cmd;
use crate::ui::run::Ended;
use crate::ui::view::Reply;
use crate::ui::views::Question;

/// The app's own question: a changed form is being left.
const LEAVING: &str = "leaving";
/// The same, where there is nothing to save.
const PARTING: &str = "parting";

impl App {
    pub(super) fn ask_to_leave(&mut self) {
        if let Some([title, leave, stay]) = self.top().parting() {
            let answers = [leave, stay].map(|key| self.ctx.word(key)).to_vec();
            let question = Question::new(PARTING, self.ctx.word(title), answers).esc(1);
            return self.push(Box::new(question));
        }
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
        if ![LEAVING, PARTING].contains(&reply.question) {
            let flow = self.with_top(|view, ctx| view.replied(reply, ctx));
            return self.apply(flow);
        }
        let form = self.layers.last().map(|l| l.id);
        match (reply.question, reply.choice) {
            (LEAVING, 0) => {
                self.run(Cmd::Save);
                let saved = self
                    .layers
                    .last()
                    .is_some_and(|l| Some(l.id) == form && !l.view.unsaved());
                if saved {
                    self.close();
                }
            }
            (LEAVING, 1) | (PARTING, 0) => self.close(),
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
