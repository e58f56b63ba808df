//! `policy`: which agency may get what for which purpose; what a file of a county's would change.

use super::args::{GrantArgs, PolicyAct};
use super::{Desk, Outcome};
use crate::domain::grant::{Grant, RowScope, Transform};
use crate::domain::signer::POLICY;
use crate::plugin::slip::near;
use crate::schema::{Coded, Day, Words, text};
use crate::service::export::MAX_POLICY;
use crate::service::export::{Made, PolicyFile, PolicyLine, Second, Table, parse_policy};
use crate::service::{Office, Problem};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

impl Desk {
    pub(super) fn policy(&self, act: Option<PolicyAct>) -> Outcome {
        match act.unwrap_or(PolicyAct::Show { agency: None }) {
            PolicyAct::Show { agency } => self.show_policy(agency.as_deref()),
            PolicyAct::Check { file } => self.check_policy(&file),
            PolicyAct::Adopt {
                file,
                confirm,
                second,
            } => self.adopt_policy(&file, confirm.as_deref(), second.as_deref()),
            PolicyAct::Grant(args) => self.grant(&args),
        }
    }

    fn show_policy(&self, agency: Option<&str>) -> Outcome {
        let office = self.office(true)?;
        let policy = office.policy();
        let fits = |grant: &Grant| agency.is_none_or(|agency| agency == grant.agency);
        let shown: Vec<_> = policy.iter().filter(|(grant, _)| fits(grant)).collect();
        if shown.is_empty() {
            let agency = agency.unwrap_or_default();
            return Err(Problem::new("policy-nothing").with("agency", agency));
        }
        for (grant, made) in shown {
            if self.out.json {
                self.out.object(object(grant, *made));
                continue;
            }
            self.out.data(&self.head(grant, office.today()));
            let made = match made {
                Made::Shipped => self.words.word("policy-shipped"),
                Made::Here => {
                    let day = grant.day.map(|day| day.iso()).unwrap_or_default();
                    let args = [("day", day.as_str()), ("by", grant.by.as_str())];
                    self.words.fill("policy-here", &args)
                }
            };
            self.out.data(&format!("  {made}  {}", grant.source));
            let named = grant.granted().into_iter();
            let named = named.map(|(name, how)| self.granted_word(name, how));
            self.out
                .data(&format!("  {}", named.collect::<Vec<_>>().join(" ")));
        }
        Ok(())
    }

    /// `education/school_attendance/children  有就学需求的儿童`, with what limits it.
    fn head(&self, grant: &Grant, today: Day) -> String {
        let scope = grant.rows.map_or("all", RowScope::code);
        let scope = self.words.choice(RowScope::LIST, scope);
        let mut parts = vec![grant.entry(), scope];
        if let Some(most) = grant.most {
            let most = most.to_string();
            parts.push(self.words.fill("policy-most", &[("most", &most)]));
        }
        if let Some(until) = grant.until {
            let ended = grant.ended(today);
            let key = if ended {
                "policy-ended"
            } else {
                "policy-until"
            };
            parts.push(self.words.fill(key, &[("day", &until.iso())]));
        }
        if grant.second == Some(true) {
            parts.push(self.words.word("policy-second"));
        }
        parts.join("  ")
    }

    fn granted_word(&self, name: &str, how: Option<Transform>) -> String {
        let word = self.words.word(&format!("export-field-{name}"));
        match how {
            None => word,
            Some(how) => {
                let how = self.words.choice(Transform::LIST, how.code());
                self.words
                    .fill("export-changed-to", &[("field", &word), ("how", &how)])
            }
        }
    }

    fn check_policy(&self, file: &Path) -> Outcome {
        let (text, signature, file) = read(file)?;
        let office = self.office(true)?;
        self.show_file(&office, &file)?;
        self.judge_signature(&office, &text, signature.as_deref())
    }

    fn show_file(&self, office: &Office, file: &PolicyFile) -> Outcome {
        let lines = office.compare_policy(&self.words, &file.grants)?;
        self.show_changes_of(&lines);
        self.show_unknown(office, file, &lines);
        for signer in &file.signers {
            let key = match (signer.opens(), signer.revoked == Some(true)) {
                (false, true) => "policy-key-gone",
                (false, false) => "policy-key-new",
                (true, true) => "policy-opens-gone",
                (true, false) => "policy-opens-new",
            };
            let args = [("agency", signer.agency.as_str()), ("key", &signer.key)];
            self.out.say(&self.words.fill(key, &args));
        }
        for revocation in &file.revoked {
            let args = [
                ("print", revocation.print.as_str()),
                ("why", &revocation.why),
            ];
            self.out.say(&self.words.fill("policy-called-back", &args));
        }
        Ok(())
    }

    /// Codes that nothing here knows: what is granted to one that is misspelt goes nowhere, and the key of
    /// one that is called back still holds.
    fn show_unknown(&self, office: &Office, file: &PolicyFile, lines: &[PolicyLine]) {
        let (policy, written) = (office.policy(), office.written_for());
        let granted = policy.iter().map(|(grant, _)| grant.agency.as_str());
        let known = granted.chain(written.iter().map(|(agency, _)| agency.as_str()));
        let known: BTreeSet<&str> = known.chain([POLICY]).collect();
        let granted = file.grants.iter().map(|grant| grant.agency.as_str());
        let keys = file.signers.iter().map(|signer| signer.agency.as_str());
        let named: BTreeSet<&str> = granted.chain(keys).collect();
        for code in named.difference(&known) {
            if let Some(near) = near(code, known.iter().copied()) {
                let args = [("code", *code), ("near", near)];
                self.out.say(&self.words.fill("policy-agency-near", &args));
            }
        }
        // What gives nothing more has nobody waiting for it.
        for PolicyLine { grant, .. } in lines.iter().filter(|line| !line.more.is_empty()) {
            let pair = (grant.agency.clone(), grant.purpose.clone());
            if !written.contains(&pair) {
                let entry = grant.entry();
                let args = [("entry", entry.as_str())];
                self.out
                    .say(&self.words.fill("policy-nobody-writes", &args));
            }
        }
    }

    fn show_changes_of(&self, lines: &[PolicyLine]) {
        for line in lines {
            if self.out.json {
                let mut object = object(&line.grant, Made::Here);
                object["change"] = line
                    .change
                    .key()
                    .trim_start_matches("policy-change-")
                    .into();
                object["more"] = json!(line.more);
                object["less"] = json!(line.less);
                self.out.object(object);
                continue;
            }
            let change = self.words.word(line.change.key());
            self.out.data(&format!("{change}  {}", line.grant.entry()));
            for (key, was, is) in &line.other {
                let word = self.words.word(key);
                let args = [("what", word.as_str()), ("was", was), ("is", is)];
                let key = if was.is_empty() {
                    "policy-term"
                } else {
                    "policy-term-other"
                };
                self.out.data(&format!("  {}", self.words.fill(key, &args)));
            }
            for (sign, fields) in [("+", &line.more), ("-", &line.less)] {
                for field in fields {
                    self.out.data(&format!("  {sign} {field}"));
                }
            }
            if line.ended {
                self.out
                    .data(&format!("  {}", self.words.word("policy-has-ended")));
            }
        }
    }

    /// Takes a file's entries for this office's own, after it was shown what they change.
    fn adopt_policy(&self, file: &Path, confirm: Option<&str>, second: Option<&Path>) -> Outcome {
        let (text, signature, file) = read(file)?;
        let office = self.office(false)?;
        self.show_file(&office, &file)?;
        self.judge_signature(&office, &text, signature.as_deref())?;
        let count = file.entries().to_string();
        if confirm.map(text::tidy).as_deref() != Some(count.as_str()) {
            return Err(Problem::new("policy-not-confirmed").with("count", count));
        }
        let second = self.second_for(&office, &file, second)?;
        self.decided(office.adopt(&file, second.as_ref())?.is_some());
        Ok(())
    }

    /// Whether a file is signed as it has to be, in words.
    fn judge_signature(&self, office: &Office, text: &str, signature: Option<&str>) -> Outcome {
        let signed = office.check_policy_signature(text, signature)?;
        let key = match signed {
            true => "policy-is-signed",
            false => "policy-no-signature",
        };
        self.out.say(&self.words.word(key));
        Ok(())
    }

    /// The second person, where one has to agree that none is wanted any more.
    fn second_for(
        &self,
        office: &Office,
        file: &PolicyFile,
        from: Option<&Path>,
    ) -> Result<Option<Second>, Problem> {
        match office.needs_second(file) {
            true => self.ask_second(from).map(Some),
            false => Ok(None),
        }
    }

    fn decided(&self, done: bool) {
        let key = if done {
            "policy-done"
        } else {
            "policy-as-before"
        };
        self.out.say(&self.words.word(key));
    }

    /// Changes one entry, and shows what is other before it is written.
    fn grant(&self, args: &GrantArgs) -> Outcome {
        let office = self.office(false)?;
        let key = (&*args.agency, &*args.purpose, &*args.dataset);
        let policy = office.policy();
        let now = policy.into_iter().find(|(grant, _)| grant.key() == key);
        let now = match now {
            Some((grant, _)) => grant,
            // Which rows is for whoever grants to say, never for the program to assume.
            None if args.rows.is_none() => {
                let rows = Table::named(&args.dataset).map_or(&[][..], Table::scopes);
                let rows: Vec<&str> = rows.iter().map(|scope| scope.code()).collect();
                return Err(Problem::new("policy-which-rows")
                    .with("scopes", rows.join(" "))
                    .exit(2));
            }
            None => Grant {
                agency: args.agency.clone(),
                purpose: args.purpose.clone(),
                dataset: args.dataset.clone(),
                ..Grant::default()
            },
        };
        let wanted = changed(now, args, office.today())?;
        let file = PolicyFile {
            grants: vec![wanted],
            ..PolicyFile::default()
        };
        self.show_file(&office, &file)?;
        let confirmed = args.confirm.as_deref().map(text::tidy);
        if confirmed.as_deref() != Some(&args.agency) {
            return Err(Problem::new("policy-grant-not-confirmed").with("agency", &args.agency));
        }
        let second = self.second_for(&office, &file, args.second_file.as_deref())?;
        self.decided(office.adopt(&file, second.as_ref())?.is_some());
        Ok(())
    }
}

/// What a grant becomes by what was asked.
fn changed(now: Grant, args: &GrantArgs, today: Day) -> Result<Grant, Problem> {
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    let name = |field: &str| field.split(':').next().unwrap_or(field).to_owned();
    for field in now
        .fields
        .split_whitespace()
        .chain(args.fields.iter().map(String::as_str))
    {
        fields.insert(name(field), field.to_owned());
    }
    for field in &args.without {
        fields.remove(&name(field));
    }
    // As the catalogue has them, so that a granted field stands where it stood.
    let order = Table::named(&args.dataset)
        .map(Table::fields)
        .unwrap_or_default();
    let place = |field: &str| order.iter().position(|(known, _)| *known == name(field));
    let mut all: Vec<String> = fields.into_values().collect();
    all.sort_by_key(|field| place(field).unwrap_or(usize::MAX));
    let wrong = |key: &'static str, typed: &str| {
        Problem::new(key)
            .with("entry", now.entry())
            .with("what", typed)
            .exit(2)
    };
    let rows = match &args.rows {
        None => now.rows,
        Some(typed) => {
            let scope = RowScope::from_code(typed);
            Some(scope.ok_or_else(|| wrong("policy-no-scope", typed))?)
        }
    };
    let until = match args.until.as_deref() {
        None => now.until,
        Some("") => None,
        Some(typed) => {
            let day = Day::parse(typed, Some(today));
            Some(day.ok_or_else(|| wrong("policy-no-day", typed))?)
        }
    };
    Ok(Grant {
        fields: all.join(" "),
        rows,
        until,
        most: args.most.or(now.most).filter(|most| *most > 0),
        second: args.second.or(now.second),
        source: args.source.clone(),
        ..now
    })
}

/// The text of a policy file, its signature if there is one beside it, and what it says.
fn read(file: &Path) -> Result<(String, Option<String>, PolicyFile), Problem> {
    let text = small(file)?;
    let mut beside = file.as_os_str().to_owned();
    beside.push(".minisig");
    let beside = Path::new(&beside);
    let signature = beside.exists().then(|| small(beside)).transpose()?;
    let read = parse_policy(&text)?;
    Ok((text, signature, read))
}

fn small(file: &Path) -> Result<String, Problem> {
    let unreadable = |why: std::io::Error| {
        Problem::new("policy-no-file")
            .with("file", file.display())
            .with("why", why)
    };
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(unreadable)?;
    opened
        .take(MAX_POLICY + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|_| Problem::new("policy-unreadable").with("why", "UTF-8"))
}

fn object(grant: &Grant, made: Made) -> Json {
    let fields: Vec<&str> = grant.fields.split_whitespace().collect();
    json!({
        "agency": grant.agency,
        "purpose": grant.purpose,
        "dataset": grant.dataset,
        "fields": fields,
        "rows": grant.rows.map(RowScope::code),
        "most": grant.most,
        "until": grant.until.map(|day| day.iso()),
        "second": grant.second == Some(true),
        "source": grant.source,
        "made": if made == Made::Here { "here" } else { "shipped" },
        "by": grant.by,
    })
}
