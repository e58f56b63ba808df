//! The tour: it is told what happened, and its step stands above row 22.

use super::App;
use crate::service::Problem;
use crate::ui::tour::Lesson;
use crate::ui::view::Toast;

impl App {
    /// Begins the tour or goes on with it; while it runs, passes over a step. Only in the demo,
    /// where nothing that one tries concerns anybody.
    pub(super) fn start_teaching(&mut self) {
        let Some(office) = self.ctx.office.clone() else {
            return;
        };
        if !self.ctx.demo {
            return self.refuse(Problem::new("problem-tour-elsewhere"));
        }
        if self.tour.go(&office) {
            self.graduate();
        }
        // What began the tour is no step of it.
        self.meant = None;
    }

    /// Esc where there is nothing left to go back to.
    pub(super) fn stop_teaching(&mut self) {
        if self.tour.running() {
            self.tour.leave();
            self.toast = Some(Toast::told(self.ctx.word("tour-left")));
        }
    }

    fn graduate(&mut self) {
        self.toast = Some(Toast::told(self.ctx.word("tour-done")));
    }

    /// Tells the tour what has just happened, and puts its step on the screen.
    pub(super) fn teach(&mut self) {
        let Some(office) = self.ctx.office.clone() else {
            return;
        };
        let now = self.top().scope();
        let (cmd, from) = match self.meant.take() {
            Some((cmd, from)) => (Some(cmd), from),
            None => (None, now),
        };
        if self.tour.saw(cmd, from, now, &office) {
            self.graduate();
        }
        let offered = self.ctx.lesson == Lesson::Offered;
        if self.tour.running() || !offered {
            self.ctx.lesson = self.tour.lesson(&office, &self.ctx);
        }
    }
}
