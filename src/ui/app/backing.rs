//! Backing up from the screen: where to is asked once and remembered; the work goes on meanwhile.

use super::App;
use crate::service::backup::BackedUp;
use crate::service::{Problem, backup, folders};
use crate::ui::job::{Answer, Job};
use crate::ui::prefs::Change;
use crate::ui::sign::Sign;
use crate::ui::view::{Reply, Toast};
use crate::ui::views::Question;
use std::path::{Path, PathBuf};

/// The job's word key.
pub(in crate::ui) const JOB: &str = "job-back-up";
/// The app's own questions: which stick, and which folder.
const WHERE: &str = "back-up-where";
const FOLDER: &str = "back-up-folder";
/// Sticks that are offered; behind them stands another folder.
const MOST: usize = 8;

impl App {
    /// Backs up to where it went last; asks where that isn't there.
    pub(super) fn back_up(&mut self) {
        if self.ctx.jobs.iter().any(|job| job.name == JOB) {
            self.toast = Some(Toast::refused(self.ctx.word("why-backing-up")));
            return;
        }
        let remembered = self.ctx.prefs.settings().backup.as_ref().map(PathBuf::from);
        match remembered.filter(|folder| self.ctx.setup.store.files.exists(folder)) {
            Some(folder) => self.start_backup(folder),
            None => self.ask_where(),
        }
    }

    fn ask_where(&mut self) {
        let mut sticks = backup::sticks(&self.ctx.setup);
        sticks.truncate(MOST);
        if sticks.is_empty() {
            return self.ask_folder("back-up-no-stick");
        }
        let mut names: Vec<String> = sticks.iter().map(|p| p.display().to_string()).collect();
        let carried = names.join("\n");
        names.push(self.ctx.word("back-up-other"));
        let title = self.ctx.word("back-up-to");
        let question = Question::new(WHERE, title, names).carry(carried);
        self.push(Box::new(question));
    }

    fn ask_folder(&mut self, note: &str) {
        let (title, label) = (self.ctx.word("back-up-to"), self.ctx.word("back-up-label"));
        let question = Question::line(FOLDER, title, label)
            .note(self.ctx.word("put-off-how"), self.ctx.word(note));
        self.push(Box::new(question));
    }

    /// Whether this was an answer to a question of ours.
    pub(super) fn backup_replied(&mut self, reply: &Reply) -> bool {
        match reply.question {
            WHERE => match reply.carried.lines().nth(reply.choice) {
                Some(folder) => self.start_backup(folder.into()),
                None => self.ask_folder("back-up-any-folder"),
            },
            FOLDER if reply.text.trim().is_empty() => {}
            FOLDER => {
                let folder = folders::path_of(&self.ctx.setup.home, &reply.text);
                self.start_backup(folder);
            }
            _ => return false,
        }
        true
    }

    fn start_backup(&mut self, folder: PathBuf) {
        let Ok(office) = self.ctx.office().cloned() else {
            return;
        };
        let job = Job::new(JOB, move |progress| {
            let made = office.back_up(&folder, &mut |done, all| progress.tell(done, all))?;
            Ok(Answer::BackedUp(made))
        });
        self.start_for(None, job);
    }

    /// Says what came of it, and remembers where it went.
    pub(super) fn backed_up(&mut self, result: Result<BackedUp, Problem>) {
        let made = match result {
            Ok(made) => made,
            Err(problem) if problem.key == "store-cancelled" => {
                let told = self.ctx.word("back-up-stopped");
                self.toast = Some(Toast::refused(told));
                return;
            }
            Err(problem) => return self.refuse(problem),
        };
        let folder = made.dir.parent().map(Path::to_owned);
        let folder = folder.map(|p| p.display().to_string());
        if folder != self.ctx.prefs.settings().backup {
            self.prefer(Change::Backup(folder));
        }
        let told = Toast::told(backup::told(&self.ctx.words, &made));
        self.toast = Some(match made.off {
            true => told,
            false => Toast {
                sign: Sign::Watch,
                ..told
            },
        });
    }
}
