//! Sending what was previewed: the log first, then the run, then what came of it.

use super::super::office::put;
use super::super::plugins::Standing;
use super::super::{Act, Office, Problem};
use super::cover::cover;
use super::grant::GrantedTable;
use super::leave::Rows;
use super::{Confirmation, Going, Leave, Password, Preview, Sent, hex};
use crate::domain::book::Kind;
use crate::domain::disclosed::Disclosed;
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::plugin::{self, Dataset, Inside, Job, Lock, Progress, Seal, option};
use crate::schema::{Id, TimeOfDay, Words};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use zeroize::Zeroizing;

/// So many of the lines that a plug-in said are kept until its run is over, for who looks why it
/// failed.
const SAID: usize = 20;

impl Office {
    /// Sends what was previewed, after its code was typed: encrypted, or in clear after the code was
    /// typed again. `progress` is told how far it is.
    ///
    /// # Errors
    /// Not confirmed, by one or by two; no such folder; the log can't be written; the plug-in or the disk failed.
    /// Then no file is there, and once something was begun, the log says why.
    pub fn send(
        &self,
        words: &dyn Words,
        preview: &Preview,
        confirmation: &Confirmation,
        folder: &Path,
        progress: &mut dyn FnMut(Going),
        cancel: &AtomicBool,
    ) -> Result<Sent, Problem> {
        self.refuse_unapproved(preview, folder)?;
        // Somebody may have decided otherwise since, or the grant's last day gone by.
        let now = self.granted_now(&preview.found.manifest)?;
        let keys = self.opening_keys(&preview.agency.code);
        if now.fingerprint() != preview.granted.fingerprint() || keys != preview.keys {
            return Err(Problem::new("export-granted-anew"));
        }
        let leave = preview.confirmed(confirmation)?;
        // Before the log says that something was begun.
        if !folder.is_dir() {
            let folder = folder.display();
            return Err(Problem::new("export-no-such-folder").with("folder", folder));
        }
        let second = self.second_person(preview, confirmation)?;
        let (id, started) = self.begin(preview, leave, folder, second)?;
        let sealed = leave == Leave::Sealed;
        let password = (sealed && keys.is_empty()).then(|| {
            let random = Zeroizing::new(self.setup().store.bytes());
            Password::new(&random)
        });
        let chinese = words.chinese();
        let cover = |inside: &[Inside]| cover(self, &*chinese, preview, id, inside);
        let lock = match &password {
            Some(password) => Lock::Password(password.typed()),
            None => Lock::Keys(&keys),
        };
        let seal = sealed.then_some(Seal {
            file: &preview.file,
            lock,
            cover: &cover,
        });
        let (sent, said) = self.run(words, preview, id, seal, folder, progress, cancel);
        let logged = self.finish(id, started, preview, &sent);
        let report = sent.map_err(|problem| match problem {
            // Whoever pressed Esc knows why.
            plugin::Problem::Cancelled => problem.into(),
            _ => Problem::from(problem).saying(said),
        })?;
        if let Err(problem) = logged {
            // What the log doesn't know of isn't sent; nor could anybody open it any more.
            for made in &report.files {
                let _ = std::fs::remove_file(&made.path);
            }
            return Err(problem);
        }
        Ok(Sent {
            files: report.files.into_iter().map(|f| f.path).collect(),
            rows: report.rows,
            password,
        })
    }

    /// Writes down that something tried to leave by a plug-in that isn't what was approved.
    fn note_refused(
        &self,
        preview: &Preview,
        folder: &Path,
        problem: &Problem,
    ) -> Result<(), Problem> {
        let refused = Disclosure {
            rows: Some(0),
            children: Some(0),
            state: Some(DisclosureState::Failed),
            cause: problem.key.to_owned(),
            ..self.of_run(preview, folder)
        };
        let item = put(self.setup().new_id(), None, refused.into());
        self.commit(Act::Disclose, "", vec![item])?;
        Ok(())
    }

    /// What is known of a run before anything is given.
    fn of_run(&self, preview: &Preview, folder: &Path) -> Disclosure {
        Disclosure {
            agency: preview.agency.code.clone(),
            purpose: preview.purpose[0].clone(),
            basis: preview.basis[0].clone(),
            day: Some(self.today()),
            time: Some(TimeOfDay::of_millis(self.now())),
            plugin: preview.plugin.clone(),
            library: preview.fingerprint.clone(),
            manifest: hex(&preview.found.manifest_sha256),
            sandbox: self.setup().sandbox.code().to_owned(),
            by: self.user().name.clone(),
            folder: whole(folder).display().to_string(),
            ..Disclosure::default()
        }
    }

    fn begin(
        &self,
        preview: &Preview,
        leave: Leave,
        folder: &Path,
        second: Option<String>,
    ) -> Result<(Id, Disclosure), Problem> {
        let subjects: Vec<Id> = preview.leaves.subjects.iter().copied().collect();
        let mut parts = subjects.chunks(Disclosure::HOLDS);
        let fields = preview.granted.tables.iter().flat_map(GrantedTable::logged);
        let entries = preview
            .granted
            .tables
            .iter()
            .map(GrantedTable::logged_entry);
        let disclosure = Disclosure {
            policy: hex(&preview.granted.fingerprint()),
            fields: fields.collect::<Vec<_>>().join(" "),
            filter: logged_filter(preview),
            rows: i64::try_from(preview.rows).ok(),
            children: i64::try_from(preview.children).ok(),
            under_14: i64::try_from(preview.under_14).ok(),
            second: second.unwrap_or_default(),
            entries: entries.collect::<Vec<_>>().join(" "),
            files: match leave {
                Leave::Sealed => preview.file.clone(),
                Leave::InClear => preview.files.join("\n"),
            },
            clear: Some(leave == Leave::InClear),
            state: Some(DisclosureState::Started),
            subjects: parts.next().unwrap_or_default().to_vec(),
            ..self.of_run(preview, folder)
        };
        let id = self.setup().new_id();
        let mut items = vec![put(id, None, disclosure.clone().into())];
        items.extend((1..).zip(parts).map(|(part, subjects)| {
            let part = Disclosed {
                disclosure: Some(id),
                part: Some(part),
                subjects: subjects.to_vec(),
            };
            put(self.setup().new_id(), None, part.into())
        }));
        self.commit(Act::Disclose, "", items)?;
        Ok((id, disclosure))
    }

    fn finish(
        &self,
        id: Id,
        mut disclosure: Disclosure,
        preview: &Preview,
        sent: &Result<plugin::Report, plugin::Problem>,
    ) -> Result<(), Problem> {
        match sent {
            Ok(report) => {
                disclosure.state = Some(DisclosureState::Sent);
                disclosure.files = files(report);
            }
            Err(problem) => {
                disclosure.state = Some(DisclosureState::Failed);
                disclosure.files.clear();
                disclosure.cause = problem.key().to_owned();
            }
        }
        let base = self.row(Kind::Disclosure, id).map(|r| r.revision);
        let mut items = vec![put(id, base, disclosure.into())];
        items.extend(self.after_run(&preview.found, sent));
        self.commit(Act::Disclose, "", items)?;
        Ok(())
    }

    /// Nothing leaves by a plug-in that isn't approved as it was read; asked anew, for somebody may
    /// have decided otherwise since it was previewed.
    fn refuse_unapproved(&self, preview: &Preview, folder: &Path) -> Result<(), Problem> {
        let library = Some(preview.library.sha256());
        let standing = self.standing(&preview.found, library);
        let standing = standing.unwrap_or(Standing::New);
        let Some(problem) = standing.problem(&preview.found) else {
            return Ok(());
        };
        if standing.is_wrong() {
            self.note_refused(preview, folder, &problem)?;
        }
        Err(problem)
    }

    /// The run, and the last lines that the plug-in said.
    #[allow(clippy::too_many_arguments)]
    fn run(
        &self,
        words: &dyn Words,
        preview: &Preview,
        id: Id,
        seal: Option<Seal<'_>>,
        folder: &Path,
        progress: &mut dyn FnMut(Going),
        cancel: &AtomicBool,
    ) -> (Result<plugin::Report, plugin::Problem>, VecDeque<String>) {
        let manifest = &preview.found.manifest;
        let dataset = |rows: &Rows| Dataset {
            name: rows.granted.table.name().to_owned(),
            fields: rows
                .granted
                .fields
                .iter()
                .map(|f| (f.name.to_owned(), f.ty))
                .collect(),
            row_estimate: rows.cells.len() as u64,
        };
        let chinese = words.chinese();
        let words = &*chinese;
        let title = match preview.statistics() {
            true => "export-title-statistics",
            false => "export-title",
        };
        let options = [
            (option::LAYOUT, preview.found.layout.clone()),
            (
                option::TITLE,
                words.fill(
                    title,
                    &[("place", &self.place().name), ("name", &preview.purpose[0])],
                ),
            ),
            (option::PLACE, self.place().name.clone()),
            (option::PURPOSE, preview.purpose[0].clone()),
            (option::ROWS, preview.rows.to_string()),
            (option::FILTER, preview.chosen(words)),
            (option::MADE_ON, self.today().iso()),
            (option::CHAIN_HEAD, self.head()),
            (
                option::MARK,
                if self.demo() {
                    words.word("demo-mark")
                } else {
                    String::new()
                },
            ),
        ];
        let job = Job {
            job_id: id.to_string(),
            agency: preview.agency.code.clone(),
            purpose: manifest.purpose.code.clone(),
            locale: "zh-CN".to_owned(),
            started_at: i64::try_from(self.now()).unwrap_or(0).saturating_mul(1000),
            options: options
                .into_iter()
                .map(|(k, v)| (k.to_owned(), v))
                .collect(),
            datasets: preview.leaves.tables.iter().map(dataset).collect(),
        };
        let export = plugin::Export {
            helper: &self.setup().helper,
            manifest,
            library: &preview.library,
            job,
            folder,
            date: &self.today().iso(),
            area: &self.place().code,
            limits: &self.setup().plugin_limits,
            seal,
        };
        let tables = preview.leaves.tables.iter().enumerate();
        let rows =
            tables.flat_map(|(at, rows)| rows.cells.iter().map(move |row| (at, row.clone())));
        let all = preview.rows as u64;
        let mut said = VecDeque::new();
        let mut tell = |p: Progress| match p {
            Progress::At { rows, .. } => progress(Going::Rows(rows, all)),
            Progress::Sealing { done, all } => progress(Going::Sealing(done, all)),
            Progress::Note(line) => {
                said.push_back(line);
                if said.len() > SAID {
                    said.pop_front();
                }
            }
        };
        let ran = plugin::run(export, rows, &mut tell, cancel);
        (ran, said)
    }
}

/// The folder from the root on: the next start looks there, from wherever it is started.
fn whole(folder: &Path) -> PathBuf {
    std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned())
}

/// How the rows were chosen, for the log. It holds no values, and is read also by who may not see a
/// child: of a condition only the field and the sign are kept, `name=*`.
fn logged_filter(preview: &Preview) -> String {
    let kept = preview.wheres.iter().map(|one| without_value(one));
    kept.collect::<Vec<_>>().join(" ")
}

/// `name=陈某` as `name=*`.
fn without_value(condition: &str) -> String {
    const SIGNS: [char; 5] = ['=', '!', '<', '>', '~'];
    let (field, rest) = condition.split_at(condition.find(SIGNS).unwrap_or(condition.len()));
    let sign = &rest[..rest.len() - rest.trim_start_matches(SIGNS).len()];
    format!("{field}{sign}*")
}

/// Name and SHA-256 of each file, one a line; behind the ZIP, what is in it, as `ZIP/FILE`.
fn files(report: &plugin::Report) -> String {
    let name = |path: &Path| {
        path.file_name()
            .map_or_else(String::new, |n| n.to_string_lossy().into_owned())
    };
    let line = |name: &str, sha256: &[u8]| format!("{name} {}", hex(sha256));
    let mut lines = Vec::new();
    for made in &report.files {
        let own = name(&made.path);
        lines.push(line(&own, &made.sha256));
        let inside = report.inside.iter();
        lines.extend(inside.map(|file| line(&format!("{own}/{}", file.name), &file.sha256)));
    }
    lines.join("\n")
}
