//! The same by verbs, in both languages.

use std::path::PathBuf;
use std::process::Command;

/// A township's folder, and what its verbs say.
pub struct Desk {
    dir: tempfile::TempDir,
}

/// What a verb said and with which code it ended.
pub struct Said {
    /// The exit code.
    pub code: i32,
    /// Its data.
    pub out: String,
    /// Its talk.
    pub err: String,
}

impl Desk {
    /// An office made by `init` with these arguments.
    pub fn new(area: &str, role: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("passphrase"), "correct horse\n").unwrap();
        let desk = Self { dir };
        desk.does(&["init", "--area", area, "--name", "王芳", "--role", role]);
        desk
    }

    /// A file beside the office.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs a verb in a language, with the passphrase in a file.
    pub fn say_as(&self, language: &str, passphrase: &str, args: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_tongdu"))
            .env_clear()
            .args(["--lang", language, "--data"])
            .arg(self.path("office"))
            .arg("--passphrase-file")
            .arg(self.path(passphrase))
            .args(args)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said {
            code: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Runs a verb.
    pub fn say(&self, args: &[&str]) -> Said {
        self.say_as("zh-CN", "passphrase", args)
    }

    /// A verb that has to succeed; its data.
    pub fn does(&self, args: &[&str]) -> String {
        let said = self.say(args);
        assert_eq!(said.code, 0, "{args:?}\n{}{}", said.out, said.err);
        said.out
    }
}

#[test]
fn the_register_of_a_day_by_verb() {
    let desk = Desk::new("350703104", "supervisor");
    for name in ["曾德旺", "曾庆华"] {
        desk.does(&[
            "add",
            "worker",
            &format!("name={name}"),
            "role=儿童主任",
            "sex=女",
            "work_time=兼职",
        ]);
    }
    desk.does(&[
        "add",
        "post",
        "worker=曾德旺",
        "village=后山村",
        "from=2019-11-01",
        "to=2022-04-19",
    ]);
    desk.does(&[
        "add",
        "post",
        "worker=曾庆华",
        "village=后山村",
        "from=2022-05-20",
        "proposed_by=村委会",
        "meeting=2022-05-18",
        "checks=身份已核,本人同意",
    ]);
    let then = desk.does(&["--json", "register", "--on", "2022-04-19"]);
    let line = then.lines().find(|l| l.contains("后山村")).expect("a line");
    assert!(
        line.contains("曾德旺") && line.contains(r#""since":"2019-11-01""#),
        "{line}"
    );
    let gap = desk.does(&["--json", "register", "--on", "2022-05-01"]);
    assert_eq!(gap.matches(r#""vacant":true"#).count(), 17);
    let said = desk.say(&["register"]);
    assert!(
        said.out
            .lines()
            .nth(1)
            .is_some_and(|l| l.starts_with("空岗")),
        "{}",
        said.out
    );
    assert!(
        said.err.contains("空岗 16") && said.err.contains("兼职 1"),
        "{}",
        said.err
    );
    let history = desk.does(&["register", "--village", "后山村"]);
    let gap = history
        .lines()
        .find(|l| l.starts_with("空岗"))
        .expect("the gap");
    assert!(
        gap.contains("2022-04-20") && gap.contains("2022-05-19") && gap.ends_with("30"),
        "{gap}"
    );

    let english = desk.say_as("en", "passphrase", &["register"]);
    assert!(
        english.out.contains("vacant") && english.err.contains("16 vacant"),
        "{}",
        english.err
    );
    // Refusals: a day that isn't one, a village that isn't there.
    for args in [
        &["register", "--on", "2022-02-30"][..],
        &["register", "--village", "没有村"],
    ] {
        let said = desk.say(args);
        assert_eq!(
            (said.code, said.out.as_str()),
            (1, ""),
            "{args:?} {}",
            said.err
        );
    }
    // A second director of the village is saved, and said.
    let said = desk.say(&[
        "add",
        "post",
        "worker=曾德旺",
        "village=后山村",
        "from=2023-01-01",
    ]);
    assert!(
        said.code == 0 && said.err.contains("两任并存"),
        "{}",
        said.err
    );
    assert!(desk.does(&["register"]).contains("两任"));
}

#[test]
fn a_handover_by_verb_and_its_refusals() {
    let desk = Desk::new("350703104", "supervisor");
    for (name, role) in [
        ("曾德旺", "儿童主任"),
        ("曾庆华", "儿童主任"),
        ("王芳", "儿童督导员"),
        ("陈志明", "儿童督导员"),
    ] {
        desk.does(&[
            "add",
            "worker",
            &format!("name={name}"),
            &format!("role={role}"),
            "first_training=2019-03-01",
        ]);
    }
    let post = ["add", "post", "worker=曾德旺", "village=后山村"];
    desk.does(&[&post[..], &["from=2026-01-01"]].concat());
    desk.does(&["add", "child", "name=小明", "village=后山村"]);
    let list = desk.path("清单.txt").display().to_string();
    for (args, code) in [
        (&["handover", "没有村", "--to", "曾庆华"][..], 1),
        (&["handover", "后山村", "--to", "没有人"], 1),
        (&["handover", "后山村", "--to", "曾德旺"], 1),
        (&["handover", "后山村", "--to", "王芳"], 1),
        (&["handover", "东山村", "--to", "曾庆华"], 1),
        (
            &["handover", "后山村", "--to", "曾庆华", "--on", "2026-01-01"],
            1,
        ),
        (
            &["handover", "后山村", "--to", "曾庆华", "--on", "2026-02-30"],
            1,
        ),
        (
            &[
                "handover",
                "后山村",
                "--to",
                "曾庆华",
                "--new-passphrase-file",
                &list,
            ],
            2,
        ),
    ] {
        for language in ["zh-CN", "en"] {
            let said = desk.say_as(language, "passphrase", args);
            assert_eq!(said.code, code, "{args:?} {}", said.err);
            assert!(said.err.lines().count() >= 2, "{args:?} {}", said.err);
        }
    }
    assert_eq!(desk.does(&["count", "handover"]).trim(), "0");
    assert_eq!(desk.does(&["count", "post"]).trim(), "1");

    let done = desk.does(&[
        "--json",
        "handover",
        "后山村",
        "--to",
        "曾庆华",
        "--on",
        "2026-05-01",
        "--list",
        &list,
    ]);
    assert!(done.contains(r#""children":1"#), "{done}");
    let paper = std::fs::read_to_string(&list).unwrap();
    assert!(
        paper.contains("小明") && paper.contains("接收人签字"),
        "{paper}"
    );
    let again = desk.path("again.txt").display().to_string();
    desk.does(&["form", "handover", "1", "--out", &again]);
    let on = |day| desk.does(&["--json", "register", "--on", day]);
    assert!(on("2026-04-30").contains("曾德旺") && on("2026-05-01").contains("曾庆华"));

    // The township: the new supervisor comes in with their own passphrase, the old one no longer.
    std::fs::write(desk.path("new"), "laoying2026\n").unwrap();
    let new = desk.path("new").display().to_string();
    desk.does(&[
        "handover",
        "township",
        "--to",
        "陈志明",
        "--from",
        "王芳",
        "--new-passphrase-file",
        &new,
    ]);
    assert_eq!(desk.say(&["count", "child"]).code, 4, "the old passphrase");
    let said = desk.say_as("zh-CN", "new", &["user"]);
    assert!(said.code == 0 && said.out.contains("陈志明") && !said.out.contains("王芳"));
    let seen = desk.say_as("zh-CN", "new", &["--json", "show", "child", "1"]);
    assert!(seen.out.contains("小明"), "{}", seen.err);
}
