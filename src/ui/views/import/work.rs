//! The two jobs of an import: looking at a list, and taking it; and what is said of each.

use super::seen::{Seen, Way};
use super::{Busy, Import};
use crate::domain::book::Kind;
use crate::i18n::Lexicon;
use crate::service::Problem;
use crate::service::import::{self, Asked, Look};
use crate::service::transfer::plan::Counts;
use crate::ui::context::Ctx;
use crate::ui::job::{Answer, Job};
use crate::ui::view::{Flow, Toast};
use crate::ui::views::Note;
use std::path::PathBuf;
use std::sync::Arc;

/// What a sheet that isn't the list is refused with: then the list is perhaps on another.
const NO_LIST: [&str; 5] = [
    "import-no-heading-here",
    "import-missing-both",
    "import-missing-name",
    "import-missing-village",
    "import-missing-others",
];

impl Import {
    pub(super) fn look(&mut self, asked: Asked, ctx: &Ctx) -> Flow {
        let office = match ctx.office() {
            Ok(office) => Arc::clone(office),
            Err(problem) => return Flow::Refuse(problem),
        };
        self.busy = Some(Busy::Looking);
        self.asked = asked.clone();
        Flow::Start(Job::new("job-look", move |_| {
            let sheet = asked.sheet.as_deref();
            match office.look(&asked) {
                Ok(look) => Ok(Answer::Looked(Arc::new(look))),
                Err(problem) if NO_LIST.contains(&problem.key) => {
                    match import::other_sheets(&asked.file, sheet) {
                        others if others.is_empty() => Err(problem),
                        others => Ok(Answer::OtherSheets(problem, others)),
                    }
                }
                Err(problem) => Err(problem),
            }
        }))
    }

    pub(super) fn take(&mut self, way: Way, ctx: &Ctx) -> Flow {
        let (Some(seen), Ok(office)) = (&self.seen, ctx.office()) else {
            return Flow::Stay;
        };
        if way == Way::Leave {
            self.leave();
            return Flow::Stay;
        }
        let (office, look, file) = (
            Arc::clone(office),
            Arc::clone(&seen.look),
            seen.file.clone(),
        );
        let (home, language) = (ctx.setup.home.clone(), ctx.language());
        self.busy = Some(Busy::Saving);
        Flow::Start(Job::new("job-import", move |progress| {
            let counts = office.take(&look, &mut |done, all| progress.tell(done, all))?;
            // Behind the saving: a list that is taken again changes nothing, so the sheet of
            // refused rows can be had at any time.
            let report = look.report_beside(&file, &home, &Lexicon::new(language));
            Ok(Answer::Imported(counts, report))
        }))
    }

    pub(super) fn looked(&mut self, look: Arc<Look>, ctx: &Ctx) {
        let before = self.seen.take().map(|s| s.window.cursor());
        let mut seen = Seen::new(self.asked.file.clone(), look, ctx);
        seen.sheet = self.asked.sheet.clone();
        seen.map = self.asked.map.clone();
        // After a change of columns the focus stays where the change was made.
        if let Some(cursor) = before {
            seen.stand_on(cursor);
        }
        self.seen = Some(seen);
    }

    pub(super) fn imported(
        &self,
        counts: Counts,
        report: Result<Option<PathBuf>, Problem>,
        ctx: &Ctx,
    ) -> Flow {
        let taken = counts.new + counts.changed;
        let numbers = [counts.new, counts.changed, counts.refused, taken].map(|n| n.to_string());
        let name = |path: &PathBuf| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        let file = report
            .as_ref()
            .ok()
            .and_then(|r| r.as_ref())
            .map(name)
            .unwrap_or_default();
        let args = [
            ("new", numbers[0].as_str()),
            ("changed", &numbers[1]),
            ("refused", &numbers[2]),
            ("taken", &numbers[3]),
            ("file", &file),
        ];
        let saved = taken > 0;
        let key = match (saved, file.is_empty()) {
            (true, true) => "import-done",
            (true, false) => "import-done-report",
            (false, _) => "import-report-only",
        };
        let list = self.seen.as_ref().map(|seen| seen.look.columns.kind);
        let said = match list {
            // What it brings in are no people.
            Some(Kind::Expense) if saved => ctx.fill(&format!("{key}-expense"), &args),
            _ => ctx.fill(key, &args),
        };
        let toast = if saved {
            Toast::done(said)
        } else {
            Toast::told(said)
        };
        let mut flows = vec![Flow::Say(toast), Flow::Close];
        match report {
            Err(problem) => flows.push(Flow::Refuse(problem)),
            // Not where anybody would look for it, so it is said in full.
            Ok(Some(path)) if path.parent() != self.asked.file.parent() => {
                let rows = vec![
                    (ctx.word("note-why"), ctx.word("import-report-elsewhere")),
                    (ctx.word("import-file"), path.display().to_string()),
                ];
                flows.push(Flow::Open(Box::new(Note::new(
                    ctx.word("import-report-where"),
                    rows,
                ))));
            }
            Ok(_) => {}
        }
        Flow::All(flows)
    }
}
