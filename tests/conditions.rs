//! Machines in a bad way, with the real program: full, read-only, forbidden, gone, taken, with the
//! clock set back. Each says what, why and what to do, in both languages, loses nothing, and goes
//! on when the trouble is over.
//!
//! Some of it needs a small file system of its own and so root; where that can't be had, the test
//! says so and passes.

#[path = "support/office.rs"]
mod office;
#[path = "support/plugins.rs"]
#[allow(dead_code)]
mod plugins;

use office::{MONDAY, PASSPHRASE, jukou, setup};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use tongdu::i18n::{Language, Lexicon};
use tongdu::plugin::discover::beside;
use tongdu::schema::Words;
use tongdu::service::export::{Confirmation, Sent};
use tongdu::service::{Office, demo};
use tongdu::store::Secret;

struct Desk {
    /// Unmounted before the folder that it is in goes.
    medium: Option<Mounted>,
    dir: tempfile::TempDir,
    data: PathBuf,
}

/// A mounted file system, until this is dropped.
struct Mounted(PathBuf);

impl Mounted {
    fn new(at: PathBuf, options: &str) -> Option<Self> {
        let _ = fs::create_dir(&at);
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "none"])
            .arg(&at)
            .output();
        if mount.is_ok_and(|o| o.status.success()) {
            return Some(Self(at));
        }
        println!("no file system can be mounted here: this is not shown");
        None
    }

    fn remount(&self, options: &str) {
        let mount = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(&self.0)
            .status();
        assert!(mount.unwrap().success());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("office");
        fs::write(dir.path().join("passphrase"), PASSPHRASE).unwrap();
        Self {
            medium: None,
            dir,
            data,
        }
    }

    fn made(self) -> Self {
        jukou(&self.data).close();
        self
    }

    fn on(mut self, medium: Mounted) -> Self {
        self.data = medium.0.join("office");
        self.medium = Some(medium);
        self
    }

    fn medium(&self) -> &Mounted {
        self.medium.as_ref().expect("it is on one")
    }

    fn args(&self, language: &str, words: &str) -> Vec<String> {
        let passphrase = self.dir.path().join("passphrase");
        let [data, passphrase] = [&self.data, &passphrase].map(|p| p.to_str().unwrap().to_owned());
        let mut args = ["--lang", language, "--data"].map(String::from).to_vec();
        args.extend([data, "--passphrase-file".into(), passphrase]);
        args.extend(words.split(' ').map(String::from));
        args
    }

    fn program(&self, language: &str, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tongdu"));
        command.args(self.args(language, words));
        command
    }

    /// Done, and what it told.
    fn does(&self, words: &str) -> String {
        let output = self.program("en", words).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Refused in both languages with this sentence and its way on.
    fn refuses(&self, words: &str, key: &str, code: i32) {
        for language in ["zh-CN", "en"] {
            is_refused(self.program(language, words), language, key, code);
        }
    }

    fn is_well(&self, directors: usize) {
        self.does("verify --full");
        let count = self.does("count worker");
        assert_eq!(count.trim(), directors.to_string());
    }
}

fn is_refused(mut command: Command, language: &str, key: &str, code: i32) {
    let output = command.output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    says(&told, language, key);
    assert_eq!(output.status.code(), Some(code), "{told}");
}

/// Both what happened and what to do next stand there. Places are filled in, so what is before
/// the first of them is looked for.
fn says(told: &str, language: &str, key: &str) {
    let words = Lexicon::new(Language::from_code(language).unwrap());
    for part in ["", ".next"] {
        let sentence = words.word(&format!("{key}{part}"));
        let known = sentence.split(['{', '\u{2068}']).next().unwrap();
        assert!(
            !known.is_empty() && told.contains(known),
            "{key}{part} in {language}: {told}"
        );
    }
}

#[test]
fn a_full_disk_refuses_can_be_looked_at_and_goes_on_when_there_is_room() {
    let desk = Desk::new();
    let Some(medium) = Mounted::new(desk.dir.path().join("medium"), "size=8m") else {
        return;
    };
    let desk = desk.on(medium).made();
    desk.does("add worker name=林秀英 role=director");
    let filler = desk.medium().0.join("filler");
    let mut people = 1;
    for language in ["zh-CN", "en"] {
        let mut adding = Adding::begin(&desk, language);
        assert!(!adding.add("黄丽").is_empty());
        let mut file = fs::File::create(&filler).unwrap();
        while file.write_all(&[7; 4096]).is_ok() || file.write_all(&[7]).is_ok() {}
        // What fits into the last page that the journal has already is saved as ever.
        let more = (0..50).take_while(|_| !adding.add("陈强").is_empty());
        people += 1 + more.count();
        let (code, told) = adding.end();
        says(&told, language, "store-full");
        assert_eq!(code, Some(1));
        // Looking goes on, though there is no room for the view.
        assert_eq!(desk.does("count worker").trim(), people.to_string());
        drop(file);
        fs::remove_file(&filler).unwrap();
    }
    desk.does("add worker name=黄丽 role=director");
    desk.is_well(people + 1);
}

/// A limit on the size of files is met like a full disk, and does not end the program.
#[test]
fn a_limit_on_files_refuses_and_loses_nothing() {
    let desk = Desk::new().made();
    for language in ["zh-CN", "en"] {
        let mut limited = Command::new("sh");
        limited.args(["-c", "ulimit -f 1; exec \"$0\" \"$@\""]);
        limited.arg(env!("CARGO_BIN_EXE_tongdu"));
        limited.args(desk.args(language, "add worker name=林秀英 role=director"));
        is_refused(limited, language, "store-full", 1);
    }
    desk.does("add worker name=林秀英 role=director");
    desk.is_well(1);
}

#[test]
fn a_read_only_medium_can_be_looked_at() {
    let desk = Desk::new();
    let Some(medium) = Mounted::new(desk.dir.path().join("medium"), "size=8m") else {
        return;
    };
    let desk = desk.on(medium).made();
    desk.does("add worker name=林秀英 role=director");
    desk.medium().remount("ro");
    let words = "add worker name=黄丽 role=director";
    desk.refuses(words, "store-read-only-medium", 1);
    assert_eq!(desk.does("--read-only count worker").trim(), "1");
    desk.medium().remount("rw");
    desk.does(words);
    desk.is_well(2);
}

#[test]
fn a_folder_of_somebody_else_is_said_to_be_so() {
    let desk = Desk::new().made();
    let root = fs::metadata(&desk.data)
        .map(|m| std::os::unix::fs::MetadataExt::uid(&m))
        .unwrap()
        == 0;
    // Root may do everything, so it has to become somebody else.
    let somebody = "setpriv --reuid=65534 --clear-groups --";
    let program = |language: &str| {
        let args = desk.args(language, "count village");
        if root {
            let mut words = somebody.split(' ');
            let mut command = Command::new(words.next().unwrap());
            command.args(words).arg(env!("CARGO_BIN_EXE_tongdu"));
            command.args(args);
            command
        } else {
            let mut command = Command::new(env!("CARGO_BIN_EXE_tongdu"));
            command.args(args);
            command
        }
    };
    let allow = |mode| {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        fs::set_permissions(&desk.data, mode).unwrap();
    };
    let open = |path: &Path| {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(path, mode).unwrap();
    };
    open(desk.dir.path());
    let reached = program("en").arg("--version").output();
    if !reached.is_ok_and(|o| o.status.success()) {
        println!("nobody else can run the program here: this is not shown");
        return;
    }
    allow(if root { 0o700 } else { 0 });
    for language in ["zh-CN", "en"] {
        is_refused(program(language), language, "store-not-permitted", 1);
    }
    allow(0o700);
    desk.is_well(0);
}

/// Adds people one by one, each when it is told to.
struct Adding {
    child: Child,
    input: std::process::ChildStdin,
    output: BufReader<std::process::ChildStdout>,
}

impl Adding {
    fn begin(desk: &Desk, language: &str) -> Self {
        let mut child = desk
            .program(language, "--json add worker -")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self {
            child,
            input,
            output,
        }
    }

    /// What it answered; nothing if it ended.
    fn add(&mut self, name: &str) -> String {
        let line = format!("{{\"name\":\"{name}\",\"role\":\"director\"}}\n");
        self.input.write_all(line.as_bytes()).unwrap();
        let mut answer = String::new();
        self.output.read_line(&mut answer).unwrap();
        answer
    }

    fn end(self) -> (Option<i32>, String) {
        drop(self.input);
        let output = self.child.wait_with_output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }
}

#[test]
fn a_second_program_is_told_who_has_it_and_may_look() {
    let desk = Desk::new().made();
    let mut first = Adding::begin(&desk, "en");
    assert!(!first.add("林秀英").is_empty());
    desk.refuses("count worker", "store-in-use", 3);
    assert_eq!(desk.does("--read-only count worker").trim(), "1");
    assert!(!first.add("黄丽").is_empty(), "the first is not disturbed");
    assert_eq!(first.end().0, Some(0));
    desk.is_well(2);
}

/// A file without a name takes bytes and syncs as any other; what goes there is never acknowledged.
#[test]
fn a_folder_that_goes_under_the_program_is_noticed_before_anything_is_acknowledged() {
    let desk = Desk::new().made();
    let aside = desk.dir.path().join("aside");
    for (n, language) in ["zh-CN", "en"].into_iter().enumerate() {
        let mut adding = Adding::begin(&desk, language);
        assert!(!adding.add(&format!("在{n}")).is_empty());
        fs::rename(&desk.data, &aside).unwrap();
        assert_eq!(adding.add("不在"), "", "acknowledged into nowhere");
        let (code, told) = adding.end();
        says(&told, language, "store-gone");
        assert_eq!(code, Some(1));
        // Opened again while it is away: there is nothing, and nothing is made there.
        desk.refuses("count worker", "store-not-a-store", 5);
        let _ = fs::remove_dir_all(&desk.data);
        fs::rename(&aside, &desk.data).unwrap();
        desk.is_well(n + 1);
    }
    let mut adding = Adding::begin(&desk, "en");
    assert!(!adding.add("在2").is_empty());
    fs::remove_dir_all(&desk.data).unwrap();
    assert_eq!(adding.add("不在"), "");
    says(&adding.end().1, "en", "store-gone");
}

#[test]
fn a_clock_set_back_a_year_is_told_and_changes_keep_their_order() {
    const YEAR: u64 = 365 * 24 * 60 * 60 * 1000;
    let desk = Desk::new().made();
    let at = |time: u64| {
        let mut machine = setup();
        machine.store.clock = Arc::new(move || time);
        Office::open(&machine, &desk.data, &Secret::passphrase(PASSPHRASE)).unwrap()
    };
    let office = at(MONDAY - YEAR);
    let notes = office.notes();
    let back = notes.iter().find(|(key, _)| *key == "note-clock-back");
    let (key, args) = back.expect("it is told");
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    for language in ["zh-CN", "en"] {
        let told = Lexicon::new(Language::from_code(language).unwrap()).fill(key, &args);
        for day in ["2026-11-23", "2025-11-23"] {
            assert!(told.contains(day), "{told}");
        }
    }
    let village = tongdu::domain::book::Kind::Village;
    let row = office.tables().live(village).next().cloned().unwrap();
    office.retire(&row, "合并").unwrap();
    let history = office.history(village, row.id).unwrap();
    let times: Vec<u64> = history.iter().map(|h| h.millis).collect();
    assert!(
        times.is_sorted_by(|a, b| a > b) || times.is_sorted(),
        "{times:?}"
    );
    assert_eq!(office.verify(true).unwrap().findings, []);
    office.close();
    let office = at(MONDAY);
    assert_eq!(office.notes(), [], "nothing to tell once it is right again");
    assert!(office.row(village, row.id).is_some_and(|r| r.retired));
}

/// A stick pulled out between two rows, and one that fills up: nothing is called sent, no file is
/// left, the log says why, and the next one goes.
#[test]
fn a_stick_that_goes_or_fills_up_while_sending_is_said_and_logged() {
    let desk = Desk::new();
    let mut machine = setup();
    machine.plugins = beside(&plugins::libraries().join("tongdu"));
    let office = demo::make(&machine, &desk.data, demo::Scale::Township, 1).unwrap();
    let stick = desk.dir.path().join("stick");
    let words = Lexicon::new(Language::En);
    let send = |folder: &Path, clear: &str, at_row: &mut dyn FnMut()| {
        let sure = Confirmation {
            code: "civil_affairs".into(),
            clear: clear.into(),
            ..Confirmation::default()
        };
        let preview = office.preview(&words, "civil_affairs", &[]).unwrap();
        office.send(
            &words,
            &preview,
            &sure,
            folder,
            &mut |_| at_row(),
            &plugins::NEVER,
        )
    };
    let refused = |sent: Result<_, tongdu::service::Problem>| {
        let problem = sent.map(|_: Sent| ()).unwrap_err();
        for language in Language::ALL {
            let words = Lexicon::new(language);
            assert_eq!(problem.key, "plugin-disk");
            assert!(!problem.what(&words).is_empty() && !problem.next(&words).is_empty());
        }
    };
    for (clear, files) in [("civil_affairs", 2), ("", 1)] {
        let _ = fs::remove_dir_all(&stick);
        fs::create_dir(&stick).unwrap();
        let mut rows = 0;
        refused(send(&stick, clear, &mut || {
            rows += 1;
            let _ = fs::remove_dir_all(&stick);
        }));
        assert!(rows > 0, "it was pulled out in the middle");
        assert!(!stick.exists());
        if let Some(medium) = Mounted::new(stick.clone(), "size=4k") {
            refused(send(&stick, clear, &mut || ()));
            assert_eq!(plugins::names(&stick), Vec::<String>::new());
            drop(medium);
        }
        fs::create_dir_all(&stick).unwrap();
        let sent = send(&stick, clear, &mut || ()).unwrap();
        assert_eq!(
            (sent.files.len(), sent.password.is_some()),
            (files, clear.is_empty())
        );
    }
    assert_eq!(office.verify(true).unwrap().findings, []);
}
