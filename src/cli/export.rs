//! The verbs `export` and `disclosures`. What may leave is decided by the service, never here.

use super::progress::ProgressLine;
use super::{Desk, Outcome, passphrase};
use crate::domain::book::Kind;
use crate::i18n::Language;
use crate::schema::{Day, Words};
use crate::service::export::{
    Agency, Confirmation, Going, Leave, Password, Preview, Second, Sent, Stays,
};
use crate::service::{Problem, short_day};
use crate::ui::job::Phase;
use serde_json::json;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use zeroize::Zeroizing;

/// What `export` was asked for.
pub(super) struct Asked {
    pub agency: Option<String>,
    pub out: Option<PathBuf>,
    pub wheres: Vec<String>,
    pub preview: bool,
    pub confirm: Option<String>,
    pub clear: Option<String>,
    pub show_password: bool,
    pub second: Option<PathBuf>,
}

impl Desk {
    pub(super) fn export(&self, asked: &Asked) -> Outcome {
        let office = self.office(asked.agency.is_none())?;
        let Some(agency) = &asked.agency else {
            let today = office.today();
            for agency in office.agencies(true).0 {
                self.list_agency(&agency, today);
            }
            return Ok(());
        };
        let preview = office.preview(&self.words, agency, &asked.wheres)?;
        self.show_preview(&preview, asked.clear.is_some());
        if !asked.preview {
            let folder = asked
                .out
                .as_deref()
                .ok_or_else(|| Problem::new("export-no-folder").exit(2))?;
            let confirmation = Confirmation {
                code: asked.confirm.clone().unwrap_or_default(),
                clear: asked.clear.clone().unwrap_or_default(),
                second: self.second_person(asked, &preview)?,
            };
            let sealed = preview.confirmed(&confirmation)? == Leave::Sealed;
            let password = sealed && preview.keys.is_empty();
            if password && !asked.show_password && !std::io::stderr().is_terminal() {
                return Err(Problem::new("export-no-terminal").exit(2));
            }
            let cancel = AtomicBool::new(false);
            let mut line = ProgressLine::new(&self.words);
            let mut tell = |going| match going {
                Going::Rows(done, all) => line.show(Phase::Rows, done, all),
                Going::Sealing(done, all) => line.show(Phase::Sealing, done, all),
            };
            let sent = office.send(
                &self.words,
                &preview,
                &confirmation,
                folder,
                &mut tell,
                &cancel,
            );
            drop(line);
            let sent = sent?;
            self.show_sent(&sent, asked.show_password);
        }
        Ok(())
    }

    /// An agency, when something last left for it, and what is due.
    fn list_agency(&self, agency: &Agency, today: Day) {
        let last = agency.last.map(Day::iso);
        let due = agency.turn.filter(|turn| turn.due);
        if self.out.json {
            self.out.object(json!({
                "agency": agency.code,
                "plugin": agency.plugin,
                "purpose": agency.purpose,
                "name": self.own(&agency.names),
                "state": agency.standing.as_ref().map(|standing| standing.key().trim_start_matches("trust-")),
                "last": last,
                "due": due.map(|turn| turn.begun.iso()),
                "next": agency.turn.map(|turn| turn.next.iso()),
            }));
            return;
        }
        let standing = agency.standing.as_ref();
        let state = standing.map(|standing| standing.told(&self.words));
        let last = match agency.last {
            Some(day) => format!(
                "{} {}",
                self.words.word("export-last"),
                short_day(day, today)
            ),
            None => self.words.word("export-never"),
        };
        let mut parts = vec![
            agency.code.clone(),
            self.own(&agency.names).to_owned(),
            state.unwrap_or_default(),
            last,
        ];
        if let Some(turn) = due {
            parts.push(format!("! {}", self.words.word(&turn.key())));
        }
        self.out.data(&parts.join("  "));
    }

    /// The second person's passphrase, out of their file or typed at the terminal.
    fn second_person(&self, asked: &Asked, preview: &Preview) -> Result<Option<Second>, Problem> {
        if !preview.second {
            return Ok(None);
        }
        self.ask_second(asked.second.as_deref()).map(Some)
    }

    /// Somebody else's passphrase, out of their file or typed at the terminal.
    pub(super) fn ask_second(&self, from: Option<&Path>) -> Result<Second, Problem> {
        let typed = match from {
            Some(file) => passphrase::first_line(file)?,
            None => passphrase::ask(&self.words, "export-ask-second")?,
        };
        Ok(Second::new(typed))
    }

    /// What was sent, and once its password: to the terminal that somebody looks at. Standard
    /// output often ends in a file or a log, with `--json` most of all, so it has the password only
    /// where `--show-password` says that a program takes it from there.
    fn show_sent(&self, sent: &Sent, to_program: bool) {
        let paths = sent.files.iter().map(|file| file.display().to_string());
        let paths: Vec<String> = paths.collect();
        let for_program = sent.password.as_ref().filter(|_| to_program);
        if self.out.json {
            let mut object = json!({"files": paths, "rows": sent.rows});
            if let Some(password) = for_program {
                object["password"] = password.typed().into();
            }
            self.out.object(object);
        } else {
            paths.iter().for_each(|path| self.out.data(path));
            if let Some(password) = for_program {
                self.out.data(password.typed());
            }
        }
        let rows = sent.rows.to_string();
        self.out
            .say(&self.words.fill("export-sent", &[("rows", &rows)]));
        if let (Some(password), false) = (&sent.password, to_program) {
            self.tell_password(password);
        }
    }

    fn tell_password(&self, password: &Password) {
        let label = self.words.word("export-password");
        let line = Zeroizing::new(format!("{label}  {}", *password.spoken()));
        self.out.say(&line);
        self.out.say(&self.words.word("export-password-once"));
    }

    /// `disclosures`: who got what, of somebody or of all.
    pub(super) fn disclosures(
        &self,
        of: Option<(String, String)>,
        agency: Option<&str>,
    ) -> Outcome {
        let office = self.office(true)?;
        let subject = match of {
            Some((kind, id)) => Some(self.row(&office, self.kind(&kind)?, &id)?.id),
            None => None,
        };
        let rows = office.disclosures(agency, subject)?;
        if self.out.json {
            self.objects(&office, &rows, true);
        } else {
            self.table(&office, Kind::Disclosure, &rows, rows.len());
        }
        Ok(())
    }

    /// The Chinese or the English one of a pair.
    pub(super) fn own<'a>(&self, pair: &'a [String; 2]) -> &'a str {
        match self.words.language() {
            Language::ZhCn => &pair[0],
            Language::En => &pair[1],
        }
    }

    /// Everything that would leave, on stderr with the talk: the data of this verb are file names.
    fn show_preview(&self, preview: &Preview, in_clear: bool) {
        let say =
            |key: &str, value: &str| self.out.say(&format!("{}  {value}", self.words.word(key)));
        say("export-to", self.own(&preview.agency.names));
        say("export-purpose", self.own(&preview.purpose));
        say("export-basis", self.own(&preview.basis));
        say("export-count", &preview.count(&self.words));
        if !preview.filter.is_empty() {
            say("export-filter", &preview.filter);
        }
        for field in &preview.leaving {
            let name = preview.label(&self.words, field);
            self.out.say(&format!(
                "  {name}  {}  {}",
                self.own(&field.why),
                field.samples.join(" ")
            ));
        }
        let names = |why: Stays| {
            let fields = preview.withheld.iter().filter(|field| field.why == why);
            let names = fields.map(|f| preview.name(&self.words, f.table, f.name));
            names.collect::<Vec<_>>().join(" ")
        };
        say("export-withheld", &names(Stays::NotAsked));
        let kept = names(Stays::NotGranted);
        if !kept.is_empty() {
            say("export-not-granted-kept", &kept);
        }
        for [entry, source] in &preview.entries {
            say("export-entry", &format!("{entry}  {source}"));
        }
        if preview.second {
            say("export-second", &self.words.word("export-second-wanted"));
        }
        say(
            "export-plugin",
            &format!(
                "{}  {}  SHA-256 {}",
                preview.plugin,
                preview.standing.told(&self.words),
                preview.fingerprint
            ),
        );
        let level = self.setup.sandbox.code();
        say(
            "export-sandbox",
            &self.words.word(&format!("export-sandbox-{level}")),
        );
        let files = preview.files.join(" ");
        if in_clear {
            let files = self.words.fill("export-in-clear", &[("files", &files)]);
            say("export-files", &files);
        } else {
            say("export-files", &preview.sealed(&self.words, &files));
        }
        if let Some(problem) = preview.refusal() {
            self.out.say(&self.words.word("export-way-none"));
            self.out.say(&problem.what(&self.words));
            return self.out.say(&problem.next(&self.words));
        }
        self.out
            .say(&self.words.word(match preview.keys.is_empty() {
                _ if in_clear => "export-way-clear",
                true => "export-way",
                false => "export-way-key",
            }));
    }
}
