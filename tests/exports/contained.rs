//! Whatever a plug-in does to get out or to break: the office says the right cause, has one line more in
//! its log and nothing on the disk, and all its records are as they were.

use crate::office::setup;
use crate::plugins::{self, c_library_at, install, names};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::disclosure::{Disclosure, DisclosureState};
use tongdu::domain::plugin_trust::PluginTrust;
use tongdu::i18n::{Language, Lexicon};
use tongdu::plugin::Limits;
use tongdu::plugin::discover::Root;
use tongdu::schema::Id;
use tongdu::service::export::Confirmation;
use tongdu::service::plugins::Standing;
use tongdu::service::{Office, demo};

/// What it does when the first row comes, and the sentence that this ends in.
const AT_A_ROW: [(&str, &str); 20] = [
    ("null", "plugin-crashed"),
    ("abort", "plugin-crashed"),
    ("overflow", "plugin-crashed"),
    ("loop", "plugin-stalled"),
    ("sleep", "plugin-stalled"),
    ("exit", "plugin-unfinished"),
    ("malloc", "plugin-failed"),
    ("careless", "plugin-crashed"),
    ("share", "plugin-memory"),
    ("fork", "plugin-forbidden"),
    ("vfork", "plugin-forbidden"),
    ("system", "plugin-forbidden"),
    ("exec", "plugin-forbidden"),
    ("ptrace", "plugin-forbidden"),
    ("kill", "plugin-forbidden"),
    ("kill-all", "plugin-forbidden"),
    ("socket", "plugin-forbidden"),
    ("garbage", "plugin-breach"),
    ("forge", "plugin-breach"),
    ("call 42", "plugin-forbidden"),
];

/// The same while it is being loaded.
const AT_ITS_START: [(&str, &str); 6] = [
    ("null", "plugin-crashed"),
    ("socket", "plugin-forbidden"),
    ("exit", "plugin-unfinished"),
    ("sleep", "plugin-load-timeout"),
    // What it wrote of its tries stands where its version should.
    ("reach", "plugin-mismatch"),
    ("hinder", "plugin-forbidden"),
];

struct Desk {
    dir: tempfile::TempDir,
    office: Office,
}

/// An office whose plug-ins are given little time and memory.
fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let mut machine = setup();
    machine.plugin_roots = vec![Root::of_user(dir.path().join("plugins"))];
    machine.plugin_limits = Limits {
        load: Duration::from_secs(2),
        stall: Duration::from_secs(2),
        memory: 64 << 20,
        ..Limits::default()
    };
    let data = dir.path().join("office");
    let office = demo::make(&machine, &data, demo::Scale::Township, 1).unwrap();
    plugins::grant(&office, "test", "test", "roster", &["name"]);
    Desk { dir, office }
}

impl Desk {
    /// Approves a plug-in that does this; once more where one was put away before.
    fn approve(&self, how: &str, library: &Path) {
        let words = "{ zh-CN = '试', en = 'test' }";
        let manifest = format!(
            "id='bad'\nversion='1'\nabi=1\nagency='test'\nname={words}\n\
             [purpose]\ncode='test'\nname={words}\nbasis={words}\n[[dataset]]\nname='roster'\n\
             [[dataset.field]]\nname='name'\nrequired=true\nreason={words}\n[[output]]\n\
             name='out.txt'\nfile='out.txt'\nmedia_type='text/plain'\nmax_bytes=1000000\n"
        );
        let root = self.dir.path().join("plugins");
        install(&root, ("bad", "1"), &manifest, how, library);
        let shown = self.office.plugin("bad").unwrap();
        self.office.trust(&shown, "bad").unwrap();
    }

    /// Everything that is stored but the log and the standing of plug-ins.
    fn records(&self) -> Vec<(Id, Record)> {
        let tables = self.office.tables();
        let kinds = Kind::ALL.iter().copied();
        let kinds = kinds.filter(|kind| !matches!(kind, Kind::Disclosure | Kind::PluginTrust));
        let rows = kinds.flat_map(|kind| tables.rows(kind));
        rows.map(|row| (row.id, row.record.clone())).collect()
    }

    /// Sends by it, encrypted; what becomes of that.
    fn ends_in(&self, how: &str, cause: &str) {
        let out: PathBuf = self.dir.path().join("out").join(how);
        std::fs::create_dir_all(&out).unwrap();
        let words = Lexicon::new(Language::ZhCn);
        let preview = self.office.preview(&words, "bad", &[]).unwrap();
        let sure = Confirmation {
            code: "test".into(),
            ..Confirmation::default()
        };
        let log = || -> Vec<(Id, Disclosure)> {
            let tables = self.office.tables();
            let all = tables.all::<Disclosure>(Kind::Disclosure);
            all.map(|(id, entry)| (id, entry.clone())).collect()
        };
        let (before, records) = (log(), self.records());
        let (trusted, before_versions) = (standing(&self.office), versions(&self.office));
        let tell = &mut |_| {};
        let sent = self
            .office
            .send(&words, &preview, &sure, &out, tell, &plugins::NEVER);
        assert_eq!(sent.expect_err(how).key, cause, "{how}");
        assert_eq!(names(&out), [""; 0], "{how}");
        let new: Vec<_> = log().into_iter().filter(|e| !before.contains(e)).collect();
        let [(_, entry)] = &new[..] else {
            panic!("{how}: {} lines", new.len())
        };
        assert_eq!(log().len(), before.len() + 1, "{how}");
        assert_eq!(entry.state, Some(DisclosureState::Failed), "{how}");
        assert_eq!(entry.cause, cause, "{how}");
        assert!(entry.files.is_empty(), "{how}");
        assert!(records == self.records(), "{how} changed a record");
        // One breach or forbidden try is one too many.
        let put_away = self.office.plugin("bad").unwrap().standing;
        let once = ["plugin-breach", "plugin-forbidden"].contains(&cause);
        if once {
            assert!(
                matches!(put_away, Standing::Quarantined(..)),
                "{how} {put_away:?}"
            );
        }
        // Lists are read anew where more than the log changed: here, the standing of the plug-in.
        let counted = standing(&self.office) != trusted;
        let grown = tell_apart(&self.office, &before_versions);
        assert_eq!(grown, [true, counted], "{how}");
    }
}

fn versions(office: &Office) -> [u64; 2] {
    [office.version(), office.version_beside_log()]
}

/// Which of the two have grown.
fn tell_apart(office: &Office, before: &[u64; 2]) -> [bool; 2] {
    let now = versions(office);
    [now[0] > before[0], now[1] > before[1]]
}

/// What is kept of the plug-in.
fn standing(office: &Office) -> Vec<PluginTrust> {
    let tables = office.tables();
    let all = tables.all::<PluginTrust>(Kind::PluginTrust);
    all.map(|(_, trust)| trust.clone()).collect()
}

#[test]
fn each_way_out_ends_in_its_cause_and_one_line_of_the_log() {
    let desk = desk();
    let library = desk.dir.path().join("tries.so");
    c_library_at("tries", None, &library);
    for (how, cause) in AT_A_ROW {
        desk.approve(&format!("# {how}"), &library);
        desk.ends_in(how, cause);
    }
}

#[test]
fn so_does_each_while_it_is_loaded() {
    let desk = desk();
    for (how, cause) in AT_ITS_START {
        let library = desk.dir.path().join(format!("{how}.so"));
        c_library_at("tries", Some(how), &library);
        desk.approve("", &library);
        desk.ends_in(how, cause);
    }
}

#[test]
fn who_reaches_for_files_and_goes_on_gets_none_and_sends_what_it_may() {
    let desk = desk();
    let library = desk.dir.path().join("tries.so");
    c_library_at("tries", None, &library);
    desk.approve("# reach", &library);
    let out = desk.dir.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let words = Lexicon::new(Language::ZhCn);
    let preview = desk.office.preview(&words, "bad", &[]).unwrap();
    let sure = Confirmation {
        code: "test".into(),
        clear: "test".into(),
        second: None,
    };
    let sent = desk
        .office
        .send(&words, &preview, &sure, &out, &mut |_| {}, &plugins::NEVER);
    let sent = sent.unwrap();
    let seen = std::fs::read_to_string(&sent.files[0]).unwrap();
    assert!(
        seen.contains("run refused;") && !seen.contains("DONE"),
        "{seen}"
    );
    assert_eq!(names(&out), ["out.txt"]);
    let tables = desk.office.tables();
    let log: Vec<_> = tables.all::<Disclosure>(Kind::Disclosure).collect();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].1.state, Some(DisclosureState::Sent));
}
