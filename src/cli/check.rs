//! `plugin check`: tries a plug-in out on invented rows. Needs no office and no passphrase.

use super::args::CheckArgs;
use super::profile::recipients;
use super::{Desk, Outcome};
use crate::plugin::check::{self, Cause, Checked, Subject, Table, Verdict, Wishes};
use crate::schema::Words;
use crate::service::{Problem, export};
use serde_json::json;
use std::path::Path;

impl Desk {
    pub(super) fn check_plugin(&self, asked: &CheckArgs) -> Outcome {
        let subject = self.subject(&asked.plugin)?;
        let mut wishes = Wishes::new(&self.setup.helper, &export::type_of);
        wishes.limits = self.setup.plugin_limits.clone();
        wishes.recipients = recipients();
        wishes.include.clone_from(&asked.include);
        wishes.exclude.clone_from(&asked.exclude);
        wishes.jobs = asked.jobs.unwrap_or(wishes.jobs);
        wishes.seed = asked.seed.unwrap_or(wishes.seed);
        wishes.rows = asked.rows.unwrap_or(wishes.rows);
        if let Some(trial) = &asked.reproduce {
            let (id, seed) = trial_of(trial)?;
            (wishes.include, wishes.seed) = (vec![id.to_owned()], seed);
        }
        if !check::ids().any(|id| wishes.wants(id)) {
            return Err(Problem::new("cli-check-no-test").exit(2));
        }
        let folder = subject.folder.display().to_string();
        self.out
            .say(&self.words.fill("checked-what", &[("folder", &folder)]));
        let before = self.before(&subject, asked.against.as_deref())?;
        let report = check::check(&subject, &wishes);
        let found = report.checked.iter().any(|c| c.verdict.is_finding());
        for checked in &report.checked {
            // What wasn't run is told where that is all there is to tell.
            let skipped = checked.verdict == Verdict::Skip && (found || checked.is_idle());
            let quiet = checked.verdict == Verdict::Pass || skipped;
            if !asked.only_failed || !quiet {
                self.show_checked(checked, asked);
            }
        }
        if let Some(before) = before {
            self.show_differences(&check::differences(&before, &report.tables, &wishes));
        } else if !asked.only_failed {
            for table in &report.tables {
                self.show_table("checked-table", "sample", table);
            }
        }
        self.sum_up(&report.checked)
    }

    /// What lies at this path, or the plug-in that is called so.
    fn subject(&self, plugin: &str) -> Result<Subject, Problem> {
        let path = Path::new(plugin);
        if plugin.contains('/') || path.exists() {
            return self.subject_at(path);
        }
        let (found, refused) = self.setup.discover();
        if let Some(found) = found.iter().find(|found| found.manifest.id == plugin) {
            return Ok(Subject::of(found));
        }
        let own = |folder: &Path| folder.iter().any(|part| part == plugin);
        if let Some((_, why)) = refused.into_iter().find(|(folder, _)| own(folder)) {
            return Err(why.into());
        }
        let ids: Vec<_> = found.iter().map(|f| f.manifest.id.as_str()).collect();
        Err(Problem::new("plugin-none-such")
            .with("id", plugin)
            .with("ids", ids.join(" ")))
    }

    fn subject_at(&self, path: &Path) -> Result<Subject, Problem> {
        let stock = self.setup.plugins.stock.as_ref();
        Ok(Subject::at(path, stock.map(|stock| stock.path.as_path()))?)
    }

    /// What it is to be compared with: the folder that was named, or the one of that id that is
    /// installed elsewhere.
    fn before(&self, subject: &Subject, named: Option<&Path>) -> Result<Option<Subject>, Problem> {
        if let Some(folder) = named {
            return self.subject_at(folder).map(Some);
        }
        let place = |folder: &Path| folder.canonicalize().ok();
        let found = self.setup.discover().0.into_iter().find(|found| {
            subject.id() == Some(found.manifest.id.as_str())
                && place(&found.folder) != place(&subject.folder)
        });
        Ok(found.as_ref().map(Subject::of))
    }

    fn show_checked(&self, checked: &Checked, asked: &CheckArgs) {
        let key = format!("checked-{}", checked.id.replace('.', "-"));
        let (what, next) = (
            self.words.word(&key),
            self.words.word(&format!("{key}.next")),
        );
        let why = checked.cause.as_ref().map(|cause| self.cause(cause));
        let judged = !matches!(checked.verdict, Verdict::Pass | Verdict::Skip);
        let again = judged.then(|| again(checked, asked));
        if self.out.json {
            let next = why.as_ref().map(|_| next);
            let cause = checked.cause.as_ref().map(Cause::code);
            self.out.object(json!({
                "test": checked.id, "result": checked.verdict.code(), "what": what, "cause": cause,
                "why": why, "next": next, "again": again,
            }));
            return;
        }
        let word = self
            .words
            .word(&format!("checked-{}", checked.verdict.code()));
        self.out.data(&format!("{word}  {}  {what}", checked.id));
        let Some(why) = why else { return };
        self.out
            .data(&format!("    {} {why}", self.words.word("cli-why")));
        if checked.verdict != Verdict::Skip {
            self.out
                .data(&format!("    {} {next}", self.words.word("cli-next")));
        }
        if let Some(again) = again {
            let args = [("command", again.as_str())];
            self.out.data(&format!(
                "    {}",
                self.words.fill("cli-check-again", &args)
            ));
        }
    }

    fn cause(&self, cause: &Cause) -> String {
        match cause {
            Cause::Problem(problem) => {
                let problem = Problem::from(problem.clone());
                // What it did, not that nothing was exported: nothing was to be. And what it says: nobody's
                // data was near.
                let why = problem.why(&self.words);
                [&[why], problem.details()].concat().join(" ")
            }
            Cause::Said(key, args) => {
                let mut said = Problem::new(key);
                said.args.clone_from(args);
                said.what(&self.words)
            }
        }
    }

    fn show_table(&self, key: &str, when: &str, table: &Table) {
        if self.out.json {
            self.out.object(json!({
                "table": table.sheet, "output": table.output, "when": when,
                "heading": table.heading, "rows": table.rows,
            }));
            return;
        }
        let args = [
            ("output", table.output.as_str()),
            ("sheet", table.sheet.as_str()),
        ];
        // A text has neither sheet nor heading.
        if table.heading.is_empty() {
            let key = key.replacen("checked-table", "checked-text", 1);
            self.out.data(&self.words.fill(&key, &args[..1]));
            for line in table.rows.iter().flatten() {
                self.out.data(&format!("    {line}"));
            }
            return;
        }
        self.out.data(&self.words.fill(key, &args));
        let left = vec![false; table.heading.len()];
        self.out.table(&table.heading, &table.rows, &left);
    }

    /// Each table that differs, before and after.
    fn show_differences(&self, differences: &[(Option<Table>, Option<Table>)]) {
        if differences.is_empty() && !self.out.json {
            self.out.data(&self.words.word("checked-no-difference"));
        }
        for (before, after) in differences {
            for (key, when, table) in [
                ("checked-table-before", "before", before),
                ("checked-table-after", "after", after),
            ] {
                if let Some(table) = table {
                    self.show_table(key, when, table);
                }
            }
        }
    }

    /// How many came out how; an error if there is something to mend or something was not run.
    fn sum_up(&self, all: &[Checked]) -> Outcome {
        let count = |verdict| all.iter().filter(|c| c.verdict == verdict).count();
        let [pass, warn, fail, crash, skip] = [
            Verdict::Pass,
            Verdict::Warn,
            Verdict::Fail,
            Verdict::Crash,
            Verdict::Skip,
        ]
        .map(|verdict| count(verdict).to_string());
        let args = [
            ("pass", pass.as_str()),
            ("warn", &warn),
            ("fail", &fail),
            ("crash", &crash),
            ("skip", &skip),
        ];
        self.out.say(&self.words.fill("checked-sum", &args));
        let findings = all.iter().filter(|c| c.verdict.is_finding()).count();
        // Where there is nothing of the kind, nothing has to be put right.
        let not_run = |one: &&Checked| one.verdict == Verdict::Skip && !one.is_idle();
        match (findings, all.iter().filter(not_run).count()) {
            (0, 0) => Ok(()),
            (0, count) => Err(Problem::new("cli-check-not-run").with("count", count)),
            (count, _) => Err(Problem::new("cli-check-findings").with("count", count)),
        }
    }
}

/// The id and the seed of a trial that is to be made again.
fn trial_of(trial: &str) -> Result<(&'static str, u64), Problem> {
    let read = || {
        let (id, seed) = trial.rsplit_once(':')?;
        let id = check::ids().find(|own| *own == id)?;
        Some((id, seed.parse().ok()?))
    };
    let wrong = || Problem::new("cli-check-trial").with("trial", trial).exit(2);
    read().ok_or_else(wrong)
}

/// What to type to make one trial again.
fn again(checked: &Checked, asked: &CheckArgs) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-~".contains(c);
    let plugin = match asked.plugin.chars().all(plain) {
        true => asked.plugin.clone(),
        false => format!("'{}'", asked.plugin.replace('\'', "'\\''")),
    };
    let rows = asked
        .rows
        .map_or(String::new(), |rows| format!(" --rows {rows}"));
    let (id, seed) = (checked.id, checked.seed);
    format!("tongdu plugin check {plugin} --reproduce {id}:{seed}{rows}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, Lexicon};

    #[test]
    fn every_test_says_what_it_is_and_what_to_do() {
        let verdicts = ["pass", "warn", "fail", "crash", "skip"].map(|v| format!("checked-{v}"));
        for language in Language::ALL {
            let words = Lexicon::new(language);
            let own = check::ids().flat_map(|id| {
                let key = format!("checked-{}", id.replace('.', "-"));
                [format!("{key}.next"), key]
            });
            let slips = crate::plugin::slip::KEYS
                .iter()
                .map(|key| (*key).to_owned());
            let missing: Vec<_> = own
                .chain(slips)
                .chain(verdicts.clone())
                .filter(|k| !words.has(k))
                .collect();
            assert_eq!(missing, Vec::<String>::new(), "{language:?}");
        }
    }
}
