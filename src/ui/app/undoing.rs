//! Ctrl-Z: the last change is taken back beside the keys, for it may have been an import.

use super::App;
use crate::service::Undone;
use crate::ui::command::Cmd;
use crate::ui::job::Job;
use crate::ui::view::Toast;
use crate::ui::views::undone_told;

impl App {
    pub(super) fn undo(&mut self) {
        if let Ok(office) = self.ctx.office().cloned() {
            // The tour hears of it when it is done.
            self.meant = None;
            self.start_for(None, Job::undo(office, None, String::new()));
        }
    }

    /// Says what was taken back, whoever asked for it.
    pub(super) fn undone(&mut self, undone: &Undone) {
        if let Ok(office) = self.ctx.office() {
            self.toast = Some(Toast::told(undone_told(undone, office, &self.ctx)));
            self.meant = Some((Cmd::Undo, self.top().scope()));
        }
    }
}
