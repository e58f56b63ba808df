//! Trust in plug-ins: nobody's data goes to one that isn't approved to the byte, and one that
//! breaks the rules or keeps breaking down is put away.

mod table;

use crate::office::setup;
use crate::plugins::{self, c_library_at, install, install_civil, names};
use std::path::{Path, PathBuf};
use tongdu::domain::book::Kind;
use tongdu::domain::disclosure::{Disclosure, DisclosureState};
use tongdu::domain::plugin_trust::{PluginTrust, QuarantineCause};
use tongdu::i18n::{Language, Lexicon};
use tongdu::plugin::discover::{Origin, Root, StockLibrary, beside};
use tongdu::schema::Value;
use tongdu::service::export::{Confirmation, Sent};
use tongdu::service::plugins::{FieldChange, Part, Standing};
use tongdu::service::{Office, Problem, demo};

/// An invented township on a machine whose user has a folder for plug-ins.
struct Desk {
    dir: tempfile::TempDir,
    office: Office,
}

const CIVIL: &str = "civil_affairs";

impl Desk {
    fn new(shipped: bool) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut machine = setup();
        machine.plugin_roots = vec![Root::of_user(dir.path().join("plugins"))];
        if shipped {
            machine.plugins = beside(&crate::plugins::libraries().join("tongdu"));
        } else {
            // A copy, so that a test can bring a new program.
            let path = dir.path().join("liblayout.so");
            let library = crate::plugins::libraries().join("liblayout.so");
            std::fs::copy(library, &path).unwrap();
            let origin = Origin::Built;
            machine.plugins.stock = Some(StockLibrary { path, origin });
        }
        let data = dir.path().join("office");
        let office = demo::make(&machine, &data, demo::Scale::Township, 1).unwrap();
        std::fs::create_dir(dir.path().join("out")).unwrap();
        Self { dir, office }
    }

    fn root(&self) -> PathBuf {
        self.dir.path().join("plugins")
    }

    fn standing(&self, id: &str) -> Standing {
        self.office.plugin(id).unwrap().standing
    }

    fn trust(&self, id: &str) -> Result<bool, &'static str> {
        let shown = self.office.plugin(id).unwrap();
        let done = self.office.trust(&shown, id);
        done.map(|revision| revision.is_some()).map_err(|p| p.key)
    }

    fn send(&self, code: &str) -> Result<Sent, Problem> {
        let words = Lexicon::new(Language::ZhCn);
        let preview = self.office.preview(&words, code, &[]).unwrap();
        let sure = Confirmation {
            code: preview.agency.code.clone(),
            clear: preview.agency.code.clone(),
            ..Confirmation::default()
        };
        let out = self.dir.path().join("out");
        let (tell, never) = (&mut |_| {}, &crate::plugins::NEVER);
        self.office.send(&words, &preview, &sure, &out, tell, never)
    }

    /// With which sentence it is refused, having made nothing anywhere. What isn't what was approved stands
    /// in the log.
    fn refused(&self, code: &str) -> &'static str {
        let before = self.log();
        let problem = self.send(code).expect_err("nothing may leave");
        let wrong = ["plugin-changed", "plugin-forged", "plugin-called-back"];
        let mut expected = before;
        if wrong.contains(&problem.key) {
            expected.push(Some(DisclosureState::Failed));
        }
        let (mut log, order) = (self.log(), |state: &Option<DisclosureState>| *state);
        log.sort_by_key(order);
        expected.sort_by_key(order);
        assert_eq!(log, expected, "{}", problem.key);
        assert_eq!(names(&self.dir.path().join("out")), [""; 0]);
        problem.key
    }

    fn log(&self) -> Vec<Option<DisclosureState>> {
        let tables = self.office.tables();
        let all = tables.all::<Disclosure>(Kind::Disclosure);
        all.map(|(_, d)| d.state).collect()
    }

    fn record(&self, id: &str) -> PluginTrust {
        let tables = self.office.tables();
        let mut all = tables.all::<PluginTrust>(Kind::PluginTrust);
        all.find(|(_, t)| t.plugin == id).expect("one").1.clone()
    }

    /// Changes a file by replacing this in it.
    fn edit(&self, file: &Path, from: &str, to: &str) {
        let bytes = std::fs::read(file).unwrap();
        let at = bytes.windows(from.len()).position(|w| w == from.as_bytes());
        let at = at.unwrap_or_else(|| panic!("no {from}"));
        let whole = [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat();
        std::fs::write(file, whole).unwrap();
    }
}

#[test]
fn nothing_leaves_before_approval_or_after_it_was_taken_back() {
    let desk = Desk::new(false);
    install_civil(&desk.root());
    assert_eq!(desk.standing(CIVIL), Standing::New);
    assert_eq!(desk.refused(CIVIL), "plugin-unapproved");

    let shown = desk.office.plugin(CIVIL).unwrap();
    for typed in ["", "civil", "education"] {
        let refused = desk.office.trust(&shown, typed).unwrap_err();
        assert_eq!(refused.key, "plugin-not-confirmed");
    }
    assert_eq!(desk.standing(CIVIL), Standing::New);
    let approved = desk.office.trust(&shown, CIVIL).unwrap().expect("new");
    assert_eq!(desk.standing(CIVIL), Standing::Approved);
    assert_eq!(desk.trust(CIVIL), Ok(false), "nothing more to approve");
    let record = desk.record(CIVIL);
    assert_eq!(
        (record.by.as_str(), record.day),
        (desk.office.user().name.as_str(), Some(desk.office.today()))
    );
    assert!(
        record
            .fields
            .starts_with("roster.name! roster.role! roster.sex "),
        "{}",
        record.fields
    );

    // Undone, it is as if nobody had approved it; and done again, it sends.
    desk.office.undo(Some(approved)).unwrap();
    assert_eq!(desk.standing(CIVIL), Standing::New);
    assert_eq!(desk.refused(CIVIL), "plugin-unapproved");
    assert_eq!(desk.trust(CIVIL), Ok(true));
    assert_eq!(desk.send(CIVIL).unwrap().files.len(), 2);
    std::fs::remove_dir_all(desk.dir.path().join("out")).unwrap();
    std::fs::create_dir(desk.dir.path().join("out")).unwrap();

    desk.office.distrust(CIVIL).unwrap();
    assert_eq!(desk.standing(CIVIL), Standing::Withdrawn);
    assert_eq!(desk.refused(CIVIL), "plugin-withdrawn");
    let again = desk.office.distrust(CIVIL).unwrap_err();
    assert_eq!(again.key, "plugin-untrusted");
}

#[test]
fn what_was_shown_before_it_was_taken_back_sends_nothing() {
    let desk = Desk::new(false);
    install_civil(&desk.root());
    desk.trust(CIVIL).unwrap();
    let words = Lexicon::new(Language::ZhCn);
    let preview = desk.office.preview(&words, CIVIL, &[]).unwrap();
    assert!(preview.standing.may_run());
    desk.office.distrust(CIVIL).unwrap();
    let sure = Confirmation {
        code: CIVIL.into(),
        clear: CIVIL.into(),
        ..Confirmation::default()
    };
    let out = desk.dir.path().join("out");
    let (tell, never) = (&mut |_| {}, &crate::plugins::NEVER);
    let sent = desk.office.send(&words, &preview, &sure, &out, tell, never);
    assert_eq!(sent.unwrap_err().key, "plugin-withdrawn");
    assert!(desk.log().is_empty());
}

#[test]
fn another_byte_in_any_file_is_not_what_was_approved() {
    let desk = Desk::new(false);
    let home = install_civil(&desk.root());
    desk.trust(CIVIL).unwrap();
    let (library, manifest, layout) = (
        home.join("libcivil_affairs.so"),
        home.join("plugin.toml"),
        home.join("layout.toml"),
    );
    let changed = |parts: &[Part]| {
        assert_eq!(desk.standing(CIVIL), Standing::Changed(parts.to_vec()));
        assert_eq!(desk.refused(CIVIL), "plugin-changed");
    };
    // The last byte of an ELF file is padding or a table: nothing that the loader would refuse.
    let bytes = std::fs::read(&library).unwrap();
    let mut other = bytes.clone();
    *other.last_mut().unwrap() ^= 1;
    std::fs::write(&library, other).unwrap();
    changed(&[Part::Library]);
    std::fs::write(&library, bytes).unwrap();
    assert_eq!(desk.standing(CIVIL), Standing::Approved);

    desk.edit(&layout, "实名制花名册", "实名制花名冊");
    changed(&[Part::Layout]);
    let shown = desk.office.plugin(CIVIL).unwrap();
    let told: Vec<_> = shown
        .layout
        .iter()
        .map(|l| (l.added, l.text.contains('冊')))
        .collect();
    assert_eq!(told, [(false, false), (true, true)]);

    desk.edit(
        &manifest,
        "name = \"sex\"",
        "required = true\nname = \"sex\"",
    );
    desk.edit(
        &manifest,
        "name = \"birth_day\"",
        "name = \"national_entered\"",
    );
    changed(&[Part::Manifest, Part::Layout]);
    let shown = desk.office.plugin(CIVIL).unwrap();
    let change = |name: &str| shown.fields.iter().find(|f| f.name == name).unwrap().change;
    assert_eq!(change("sex"), Some(FieldChange::Required));
    assert_eq!(change("national_entered"), Some(FieldChange::New));
    assert_eq!(change("name"), None);
    assert_eq!(shown.gone, ["birth_day"]);
    let lines = shown.manifest.iter().map(|l| (l.added, l.text.trim()));
    let lines: Vec<_> = lines.filter(|(_, text)| text.contains('=')).collect();
    let (required, born) = ("required = true", "name = \"birth_day\"");
    let other = (true, "name = \"national_entered\"");
    assert_eq!(lines, [(true, required), (false, born), other]);
    assert!(!shown.moved());

    desk.edit(
        &manifest,
        "agency = \"civil_affairs\"",
        "agency = \"police\"",
    );
    let shown = desk.office.plugin(CIVIL).unwrap();
    assert!(shown.moved());
    assert_eq!(shown.before.unwrap().agency, CIVIL);
    // Approved as it is now, the difference is none.
    assert_eq!(desk.trust(CIVIL), Ok(true));
    let shown = desk.office.plugin(CIVIL).unwrap();
    assert_eq!(shown.standing, Standing::Approved);
    assert!(shown.layout.is_empty() && shown.manifest.is_empty() && shown.tables.is_empty());
    assert!(shown.gone.is_empty() && !shown.moved());
    assert!(shown.fields.iter().all(|f| f.change.is_none()));
}

#[test]
fn what_is_approved_is_what_was_shown() {
    let desk = Desk::new(false);
    let home = install_civil(&desk.root());
    let shown = desk.office.plugin(CIVIL).unwrap();
    desk.edit(&home.join("layout.toml"), "实名制花名册", "别的");
    desk.office.trust(&shown, CIVIL).unwrap();
    assert_eq!(desk.standing(CIVIL), Standing::Changed(vec![Part::Layout]));
    // Decided by somebody else meanwhile: the older question counts for nothing.
    let (one, two) = (
        desk.office.plugin(CIVIL).unwrap(),
        desk.office.plugin(CIVIL).unwrap(),
    );
    desk.office.trust(&one, CIVIL).unwrap();
    desk.office.trust(&two, CIVIL).unwrap_err();
}

#[test]
fn before_the_first_approval_its_tables_are_shown_and_what_the_policy_leaves_out() {
    let desk = Desk::new(false);
    let home = install_civil(&desk.root());
    let shown = desk.office.plugin(CIVIL).unwrap();
    assert!(!shown.tables.is_empty() && shown.manifest.is_empty());
    assert!(
        shown
            .tables
            .iter()
            .all(|t| t.before.is_empty() && t.after.len() == 4)
    );
    assert_eq!(shown.ungranted, [""; 0]);
    desk.office.trust(&shown, CIVIL).unwrap();
    let granted = desk.record(CIVIL).policy;
    assert_eq!(granted.len(), 64);

    // Another purpose has no entry in the policy: then nothing of it is.
    desk.edit(
        &home.join("plugin.toml"),
        "code = \"real_name_roster\"",
        "code = \"other\"",
    );
    let shown = desk.office.plugin(CIVIL).unwrap();
    let why = shown.sends_nothing.as_ref().map(|problem| problem.key);
    assert_eq!(why, Some("export-not-granted"));
    desk.office.trust(&shown, CIVIL).unwrap();
    assert_eq!(desk.record(CIVIL).policy, "");

    // One field less is one that stays, and another policy than was approved.
    desk.edit(
        &home.join("plugin.toml"),
        "code = \"other\"",
        "code = \"real_name_roster\"",
    );
    let less: Vec<&str> = shown.fields.iter().map(|f| f.name.as_str()).collect();
    let less: Vec<&str> = less.into_iter().filter(|name| *name != "note").collect();
    crate::plugins::grant(&desk.office, CIVIL, "real_name_roster", "roster", &less);
    let shown = desk.office.plugin(CIVIL).unwrap();
    assert_eq!(shown.ungranted, ["note"]);
    assert!(shown.sends_nothing.is_none());
    desk.office.trust(&shown, CIVIL).unwrap();
    assert_ne!(desk.record(CIVIL).policy, granted);

    // What it can't do without is named, though all else be granted.
    let less: Vec<&str> = less.into_iter().filter(|name| *name != "village").collect();
    crate::plugins::grant(&desk.office, CIVIL, "real_name_roster", "roster", &less);
    let why = desk.office.plugin(CIVIL).unwrap().sends_nothing.unwrap();
    assert_eq!(why.key, "export-field-not-granted");
    assert!(why.why(&Lexicon::new(Language::ZhCn)).contains("村居"));
}

#[test]
fn an_older_version_than_approved_is_refused_until_that_is_taken_back() {
    let desk = Desk::new(false);
    let home = install_civil(&desk.root());
    let higher = home.with_file_name("0.10.0");
    std::fs::rename(&home, &higher).unwrap();
    let manifest = higher.join("plugin.toml");
    desk.edit(&manifest, "version = \"0.1.0\"", "version = \"0.10.0\"");
    desk.trust(CIVIL).unwrap();
    assert_eq!(desk.standing(CIVIL), Standing::Approved);

    std::fs::rename(&higher, &home).unwrap();
    let manifest = home.join("plugin.toml");
    desk.edit(&manifest, "version = \"0.10.0\"", "version = \"0.1.0\"");
    let lower = Standing::Lower {
        approved: "0.10.0".into(),
    };
    assert_eq!(desk.standing(CIVIL), lower);
    assert_eq!(desk.refused(CIVIL), "plugin-lower");
    assert_eq!(desk.trust(CIVIL), Err("plugin-lower"));
    assert_eq!(desk.record(CIVIL).version, "0.10.0");
    // Nor is a quarantine, which approving clears, a way in for it.
    let row = desk.office.tables().live(Kind::PluginTrust).next().cloned();
    let row = row.unwrap();
    let mut record = row.record.clone();
    assert!(record.set("quarantined", Value::Choice("crashes".into())));
    desk.office.save(Some(&row), record, "").unwrap();
    assert_eq!(desk.standing(CIVIL), lower);
    desk.office.undo(None).unwrap();
    desk.office.distrust(CIVIL).unwrap();
    assert_eq!(desk.trust(CIVIL), Ok(true));
    assert_eq!(desk.standing(CIVIL), Standing::Approved);
}

#[test]
fn one_that_came_with_the_program_counts_as_approved_until_somebody_says_no() {
    let desk = Desk::new(true);
    assert_eq!(desk.standing(CIVIL), Standing::Shipped);
    assert_eq!(desk.trust(CIVIL), Ok(false));
    desk.office.distrust(CIVIL).unwrap();
    assert_eq!(desk.refused(CIVIL), "plugin-withdrawn");
    assert_eq!(desk.trust(CIVIL), Ok(true));
    assert_eq!(desk.standing(CIVIL), Standing::Shipped);
    // A user's own of that id is not even looked at.
    let home = install_civil(&desk.root());
    let (views, passed_over) = desk.office.plugins();
    let theirs = views.iter().filter(|view| !view.origin.is_ours());
    assert_eq!(theirs.count(), 0);
    let told: Vec<_> = passed_over
        .iter()
        .map(|(f, p)| (f.clone(), p.key))
        .collect();
    assert_eq!(told, [(home, "plugin-shadow")]);
}

/// A plug-in in C that does this while it is loaded, in the user's folder.
fn bad(desk: &Desk, start: &str) {
    let words = "{ zh-CN = '试', en = 'test' }";
    let manifest = format!(
        "id='bad'\nversion='1'\nabi=1\nagency='test'\nname={words}\n\
         [purpose]\ncode='test'\nname={words}\nbasis={words}\n\
         [[dataset]]\nname='roster'\n[[dataset.field]]\nname='name'\nrequired=true\nreason={words}\n\
         [[output]]\nname='out.txt'\nfile='out.txt'\nmedia_type='text/plain'\nmax_bytes=1000000\n"
    );
    let library = desk.dir.path().join("bad.so");
    c_library_at("tries", Some(start), &library);
    crate::plugins::grant(&desk.office, "test", "test", "roster", &["name"]);
    install(&desk.root(), ("bad", "1"), &manifest, "", &library);
}

fn quarantined(desk: &Desk, cause: QuarantineCause) {
    assert_eq!(desk.standing("bad"), Standing::Quarantined(cause));
    // With the end of the run, in one commit.
    let tables = desk.office.tables();
    let newest = |kind| {
        tables
            .rows(kind)
            .map(|row| row.revision)
            .max_by_key(|r| r.seq)
    };
    assert_eq!(newest(Kind::PluginTrust), newest(Kind::Disclosure));
    drop(tables);
    assert!(
        desk.log()
            .iter()
            .all(|s| *s == Some(DisclosureState::Failed))
    );
    assert_eq!(desk.refused("bad"), "plugin-quarantined");
    // Approving it again, as nothing else does, lets it try once more.
    assert_eq!(desk.trust("bad"), Ok(true));
    assert_eq!(desk.standing("bad"), Standing::Approved);
    assert_eq!(desk.record("bad").crashes.unwrap_or(0), 0);
}

#[test]
fn three_crashes_in_a_row_put_it_into_quarantine() {
    let desk = Desk::new(false);
    bad(&desk, "null");
    desk.trust("bad").unwrap();
    for crashes in 1..=3 {
        assert_eq!(desk.standing("bad"), Standing::Approved, "{crashes}");
        assert_eq!(desk.send("bad").unwrap_err().key, "plugin-crashed");
        assert_eq!(desk.record("bad").crashes, Some(crashes));
    }
    quarantined(&desk, QuarantineCause::Crashes);
}

#[test]
fn one_forbidden_attempt_does_so_at_once() {
    let desk = Desk::new(false);
    bad(&desk, "fork");
    desk.trust("bad").unwrap();
    assert_eq!(desk.send("bad").unwrap_err().key, "plugin-forbidden");
    quarantined(&desk, QuarantineCause::Forbidden);
}
