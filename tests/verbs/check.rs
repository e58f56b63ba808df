//! `plugin new` and `plugin check`, as IT staff at a partner's go: no office, no passphrase.

use super::Desk;
use super::plugins::libraries;
use serde_json::Value as Json;

fn objects(said: &str) -> Vec<Json> {
    said.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_new_plug_in_is_written_checked_and_spoilt() {
    libraries();
    let desk = Desk::new();
    let ours = desk.path("ours");
    let folder = ours.to_str().unwrap();
    let said = desk.say(&[
        "plugin",
        "new",
        "--lang",
        "layout",
        "--agency",
        "education",
        folder,
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains("layout.toml") && said.err.contains("已写好插件 education_own"),
        "{}",
        said.err
    );
    assert!(
        !desk.path("office").exists(),
        "no office is needed, none is made"
    );

    // Nothing is written over; a language that isn't one is wrong usage, told in the language of words.
    let again = desk.say_in(
        "en",
        &[
            "plugin",
            "new",
            "--lang",
            "c",
            "--agency",
            "education",
            folder,
        ],
    );
    assert_eq!(again.code, 1);
    assert!(
        again.err.contains("Not written: there is something in"),
        "{}",
        again.err
    );
    assert!(!again.err.contains("exported"), "{}", again.err);
    for args in [
        &["plugin", "new", "--agency", "education", "there"][..],
        &[
            "plugin",
            "new",
            "--lang",
            "cobol",
            "--agency",
            "education",
            "there",
        ],
    ] {
        let said = desk.say(args);
        assert_eq!(said.code, 2, "{args:?}");
        assert!(said.err.contains("layout rust c cpp"), "{}", said.err);
    }

    let said = desk.say(&["plugin", "check", folder]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("通过  life.zero_rows  "), "{}", said.out);
    assert!(
        said.out
            .contains("试做的 children.xlsx，表“名单”：\n序号  姓名"),
        "{}",
        said.out
    );
    // Not signed, and no sha256: nothing to put right.
    assert!(said.err.contains("不行 0，崩溃 0，没查 2"), "{}", said.err);
    let failed = desk.say(&["plugin", "check", folder, "--only-failed"]);
    assert_eq!(failed.code, 0);
    assert!(!failed.out.contains("没查"), "{}", failed.out);

    // One field that nobody has, and a heading that is another than before.
    let spoil = |name: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(ours.join(name)).unwrap();
        assert!(text.contains(from));
        std::fs::write(ours.join(name), text.replacen(from, to, 1)).unwrap();
    };
    let old = desk.path("old");
    std::fs::create_dir(&old).unwrap();
    for name in ["plugin.toml", "layout.toml"] {
        std::fs::copy(ours.join(name), old.join(name)).unwrap();
    }
    spoil("layout.toml", "heading = \"姓名\"", "heading = \"本人\"");
    let against = [
        "plugin",
        "check",
        folder,
        "--against",
        old.to_str().unwrap(),
    ];
    let said = desk.say(&against);
    assert_eq!(said.code, 0, "{}", said.err);
    let tables = said
        .out
        .split("原来的 children.csv")
        .nth(1)
        .expect("the CSV differs");
    let (before, after) = tables
        .split_once("现在的 children.csv")
        .expect("and is there still");
    assert!(
        before.contains("序号  姓名") && after.contains("序号  本人"),
        "{}",
        said.out
    );

    spoil("plugin.toml", "\"guardian_phone\"", "\"telephone\"");
    let said = desk.say(&[
        "--json",
        "plugin",
        "check",
        folder,
        "--only-failed",
        "--include",
        "package",
    ]);
    assert_eq!(said.code, 1);
    let all = objects(&said.out);
    let found: Vec<_> = all
        .iter()
        .map(|one| {
            (
                one["test"].as_str().unwrap(),
                one["result"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [("package.fields", "fail"), ("package.layout", "fail")]
    );
    assert_eq!(all[0]["cause"], "checked-cause-unknown-field");
    assert!(
        all[0]["why"].as_str().unwrap().contains("telephone"),
        "{}",
        all[0]
    );
    assert!(all[0]["next"].as_str().is_some());
    assert!(said.err.contains("查出 2 处要改"), "{}", said.err);

    // What didn't pass says how it is tried again, and that finds the same.
    let again = all[0]["again"].as_str().unwrap();
    let command = format!("tongdu plugin check {folder} --reproduce package.fields:128");
    assert_eq!(again, command);
    let args: Vec<_> = again.split(' ').skip(1).collect();
    let said = desk.say(&args);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        said.out.starts_with("不行  package.fields  "),
        "{}",
        said.out
    );
    let line = format!("再来一遍：{command}");
    assert!(said.out.contains(&line), "{}", said.out);
    assert_eq!(said.out.matches("package.").count(), 2, "{}", said.out);
    for trial in [
        "package:128",
        "package.fields",
        "package.fields:x",
        "nothing.at_all:1",
    ] {
        let said = desk.say(&["plugin", "check", folder, "--reproduce", trial]);
        assert_eq!(said.code, 2, "{trial} {}", said.err);
        assert!(said.err.contains(trial), "{}", said.err);
    }
}

#[test]
fn a_new_table_asks_for_what_its_agency_gets() {
    libraries();
    let desk = Desk::new();
    for (agency, dataset, field) in [
        ("education", "children", "school_needs"),
        ("finance", "funding", "item"),
        ("police", "children", "papers"),
        ("civil_affairs", "roster", "role"),
        ("press", "roster", "role"),
    ] {
        let folder = desk.path(agency);
        let folder = folder.to_str().unwrap();
        let new = [
            "plugin", "new", "--lang", "layout", "--agency", agency, folder,
        ];
        let said = desk.say(&new);
        assert_eq!(said.code, 0, "{agency} {}", said.err);
        let unknown = said.err.contains("授权里没有“press”这个单位，有：");
        assert_eq!(unknown, agency == "press", "{}", said.err);
        let manifest = std::fs::read_to_string(desk.path(agency).join("plugin.toml")).unwrap();
        for name in [dataset, field] {
            let line = format!("name = \"{name}\"\n");
            assert!(manifest.contains(&line), "{agency}: {name}");
        }
        let said = desk.say(&[
            "--json",
            "plugin",
            "check",
            folder,
            "--include",
            "package",
            "--include",
            "life.usual",
        ]);
        assert_eq!(said.code, 0, "{agency} {}{}", said.out, said.err);
        let judged = objects(&said.out).into_iter();
        let warned: Vec<_> = judged
            .filter(|one| one["result"] == "warn")
            .map(|one| one["test"].as_str().unwrap().to_owned())
            .collect();
        // Nobody has granted the press anything; and where no plug-in came with the program, what it is for
        // is still to be written.
        let expected = match agency {
            "press" => &["package.agency", "package.words"][..],
            "police" => &["package.words"],
            _ => &[],
        };
        assert_eq!(warned, expected, "{agency}");
        let sample = std::fs::read_to_string(desk.path(agency).join("sample.csv")).unwrap();
        assert!(
            sample
                .lines()
                .next()
                .unwrap()
                .split(',')
                .any(|name| name == field),
            "{sample}"
        );
    }
}

#[test]
fn one_that_came_with_the_program_is_checked_by_its_id() {
    libraries();
    let desk = Desk::new();
    let said = desk.say_in(
        "en",
        &[
            "--json",
            "plugin",
            "check",
            "education",
            "--include",
            "life",
            "--include",
            "outputs",
            "-j",
            "2",
        ],
    );
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let all = objects(&said.out);
    assert!(
        all.iter()
            .filter(|one| one["test"].is_string())
            .all(|one| one["result"] == "pass"
                || one["cause"]
                    .as_str()
                    .is_some_and(|c| c.starts_with("checked-idle-"))),
        "{}",
        said.out
    );
    assert!(
        all.iter()
            .any(|one| one["table"].is_string() && one["when"] == "sample"),
        "{}",
        said.out
    );
    for (args, code) in [
        (&["plugin", "check", "nobody"][..], 1),
        (&["plugin", "check", "./nobody"], 1),
        (&["plugin", "check", "education", "--include", "nothing"], 2),
        (&["plugin", "check", "education", "--seed", "x"], 2),
    ] {
        assert_eq!(desk.say(args).code, code, "{args:?}");
    }
}

#[test]
fn code_begins_with_what_its_agency_gets_too() {
    libraries();
    let desk = Desk::new();
    for language in ["c", "cpp"] {
        let folder = desk.path(language);
        let path = folder.to_str().unwrap();
        let new = [
            "plugin",
            "new",
            "--lang",
            language,
            "--agency",
            "education",
            path,
        ];
        assert_eq!(desk.say(&new).code, 0);
        let made = std::process::Command::new("make")
            .current_dir(&folder)
            .output();
        let made = made.expect("make");
        let said = String::from_utf8_lossy(&made.stderr);
        assert!(made.status.success() && said.is_empty(), "{said}");
        let said = desk.say(&["plugin", "check", path, "--include", "life.usual"]);
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        assert!(
            said.out.contains("试做的 children.csv") && said.out.contains("就学需求"),
            "{}",
            said.out
        );
    }
}

#[test]
fn an_agency_that_is_nearly_known_is_said() {
    libraries();
    let desk = Desk::new();
    let folder = desk.path("ours");
    let new = [
        "plugin",
        "new",
        "--lang",
        "layout",
        "--agency",
        "eduction",
        folder.to_str().unwrap(),
    ];
    let said = desk.say_in("en", &new);
    assert_eq!(said.code, 0, "{}", said.err);
    let told = "no agency “eduction”; “education” is probably meant";
    assert!(said.err.contains(told), "{}", said.err);
    assert!(folder.join("plugin.toml").exists());
}
