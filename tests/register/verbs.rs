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
