//! Approving a plug-in from the keyboard: seen, refused, approved, sent, taken back.

use crate::plugins::{install, install_civil, names};
use crate::support::person::{Person, office, see};
use std::sync::Arc;
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;
use tongdu::service::demo::{self, Scale};
use tongdu::ui::Root;

/// In front of the agencies, with one plug-in of the user's own.
fn at_the_agencies(language: Language) -> Person {
    let mut person = Person::with(language, |setup, root| {
        let office = demo::make(setup, root, Scale::Township, 1).expect("a demo can be made");
        Root::Open(Arc::new(office))
    });
    install_civil(&person.folder().join("plugins"));
    person.press("0");
    person
}

#[test]
fn a_plug_in_is_approved_by_typing_its_id_and_then_sends() {
    let mut person = at_the_agencies(Language::ZhCn);
    see(&person, "? 没批准");
    // It can be looked at, and nothing leaves.
    person.press("enter");
    see(&person, "? civil_affairs 0.1.0，没批准   指纹");
    person.press("tab");
    see(&person, "还没有人批准");
    person.keys(&["esc", "esc"]);

    person.keys(&["f6", "1"]);
    let text = person.text();
    for told in [
        "批准 civil_affairs 0.1.0？",
        "姓名!、",
        "、性别、",
        "指纹",
        "没批准",
    ] {
        assert!(text.contains(told), "no {told} on\n{text}");
    }
    person.type_text("civil").press("enter");
    see(&person, "插件 civil_affairs 没有批准");
    person.press("esc");
    assert_eq!(office(&person).tables().rows(Kind::PluginTrust).count(), 0);

    person
        .keys(&["f6", "1"])
        .type_text("civil_affairs")
        .press("enter");
    see(&person, "+ 已批准插件 civil_affairs 0.1.0");
    see(&person, "+ 已批准");
    assert!(!person.sees("? 没批准"), "{}", person.text());

    let out = person.folder().join("u");
    std::fs::create_dir(&out).expect("a folder");
    person.keys(&["enter", "pagedown", "pagedown", "pagedown", "enter"]);
    person.paste(&out.display().to_string());
    person
        .press("enter")
        .type_text("civil_affairs")
        .press("enter");
    // Encrypted, in one file.
    assert_eq!(names(&out).len(), 1, "{}", person.text());
}

#[test]
fn however_many_there_are_each_can_be_reached_and_the_log_stays_in_sight() {
    let mut person = at_the_agencies(Language::ZhCn);
    let root = person.folder().join("plugins");
    let home = root.join("civil_affairs/0.1.0");
    let manifest = std::fs::read_to_string(home.join("plugin.toml")).expect("installed");
    let library = home.join("libcivil_affairs.so");
    for n in 0..30 {
        let id = format!("own{n:02}");
        let manifest = manifest
            .replace("id = \"civil_affairs\"", &format!("id = \"{id}\""))
            .replace("民政：", &format!("民政{n:02}："));
        let layout = std::fs::read_to_string(home.join("layout.toml")).expect("installed");
        install(&root, (&id, "0.1.0"), &manifest, &layout, &library);
    }
    person.keys(&["esc", "0"]);
    see(&person, "31 项");
    person.press("end");
    let text = person.text();
    let last = text.lines().find(|line| line.starts_with('>'));
    assert!(last.is_some_and(|line| line.contains("民政29：")), "{text}");
    assert!(person.sees("送过的"), "{text}");
    // Nothing was sent: there is nowhere further down.
    person.keys(&["down", "pagedown", "tab"]);
    assert!(
        person
            .text()
            .lines()
            .any(|l| l.starts_with('>') && l.contains("民政29："))
    );
    person.press("home");
    assert!(
        person
            .text()
            .lines()
            .any(|l| l.starts_with('>') && l.contains("民政："))
    );
}

#[test]
fn what_is_typed_is_in_sight_however_much_changed() {
    let mut person = at_the_agencies(Language::ZhCn);
    person
        .keys(&["f6", "1"])
        .type_text("civil_affairs")
        .press("enter");
    let home = person.folder().join("plugins/civil_affairs/0.1.0");
    for (file, from, to) in [
        (
            "plugin.toml",
            "儿童主任和儿童督导员实名制管理",
            "实名制管理",
        ),
        ("plugin.toml", "实名：知道是谁", "知道是谁"),
        ("plugin.toml", "实名制花名册-", "名册-"),
        ("layout.toml", "手机号", "联系电话"),
    ] {
        let path = home.join(file);
        let text = std::fs::read_to_string(&path).expect("installed");
        assert!(text.contains(from), "{from}");
        std::fs::write(&path, text.replace(from, to)).expect("room");
    }
    person.keys(&["esc", "0", "f6", "1"]);
    see(&person, "代号  > [");
    see(&person, "PgDn、PgUp 翻看");
    let mut read = person.text();
    for _ in 0..6 {
        person.press("pagedown");
        see(&person, "代号  > [");
        read += &person.text();
    }
    for said in ["手机号", "联系电话", "指纹", "+ file = \"名册-"] {
        assert!(read.contains(said), "no {said} in\n{read}");
    }
    person.keys(&["pageup", "pageup", "pageup", "pageup", "pageup", "pageup"]);
    see(&person, "给谁");
    person.type_text("civil_affairs").press("enter");
    see(&person, "+ 已批准插件");
}

#[test]
fn an_approval_is_undone_and_taken_back() {
    let mut person = at_the_agencies(Language::ZhCn);
    person
        .keys(&["f6", "1"])
        .type_text("ｃivil_affairs")
        .press("enter");
    see(&person, "+ 已批准");
    person.press("ctrl-z");
    see(&person, "? 没批准");
    person
        .keys(&["f6", "1"])
        .type_text("civil_affairs")
        .press("enter");
    person.keys(&["f6", "1"]);
    see(&person, "x 已经批准了");
    person.press("2");
    see(&person, "- 已收回");
    person.press("ctrl-z");
    see(&person, "+ 已批准");
}

#[test]
fn what_changed_stands_beside_what_was_approved() {
    let mut person = at_the_agencies(Language::En);
    person
        .keys(&["f6", "1"])
        .type_text("civil_affairs")
        .press("enter");
    let home = person.folder().join("plugins/civil_affairs/0.1.0");
    let edit = |name: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(home.join(name)).expect("there");
        assert!(text.contains(from), "{from}");
        std::fs::write(home.join(name), text.replacen(from, to, 1)).expect("room");
    };
    edit(
        "plugin.toml",
        "name = \"birth_day\"",
        "name = \"national_entered\"",
    );
    edit("layout.toml", "实名制花名册", "Roster");
    person.keys(&["1", "0"]);
    see(&person, "! changed, not approved");
    person.keys(&["f6", "1"]);
    let text = person.text();
    for told in [
        "In national system new",
        "Birth date gone",
        "+ ",
        "- ",
        "(manifest, layout)",
    ] {
        assert!(text.contains(told), "no {told} on\n{text}");
    }
}

/// The question about a plug-in whose layout was changed since it was approved.
fn asked_again(language: Language, change: impl Fn(&str) -> String) -> String {
    let mut person = at_the_agencies(language);
    person
        .keys(&["f6", "1"])
        .type_text("civil_affairs")
        .press("enter");
    let layout = person
        .folder()
        .join("plugins/civil_affairs/0.1.0/layout.toml");
    let text = std::fs::read_to_string(&layout).expect("there");
    let changed = change(&text);
    assert_ne!(text, changed);
    std::fs::write(layout, changed).expect("room");
    person.keys(&["1", "0"]).keys(&["f6", "1"]);
    person.text()
}

#[test]
fn a_renamed_column_is_seen_as_a_table() {
    let rename = |text: &str| text.replace("heading = \"手机号\"", "heading = \"联系电话\"");
    for (language, told) in [
        (
            Language::ZhCn,
            [
                "版式    表格变化：实名制花名册（人物虚构）",
                "原来    ",
                "现在    ",
            ],
        ),
        (
            Language::En,
            [
                "Layout  Table 实名制花名册 changed (invented people)",
                "Before  ",
                "Now     ",
            ],
        ),
    ] {
        let text = asked_again(language, rename);
        let [head, before, now] = told;
        for line in [
            head,
            &format!("{before}…  村居    手机号       任职日期    …"),
            &format!("{now}…  村居    联系电话     任职日期    …"),
            "…  东㘵村  13900000001  2024-03-01  …",
            "…  后山村  13900000002  2023-09-15  …",
            "…  社州村  13900000003  2025-06-01  …",
            "civil_affairs",
        ] {
            assert!(text.contains(line), "no {line} on\n{text}");
        }
    }
}

#[test]
fn a_moved_column_is_seen_where_it_was_and_is() {
    let column = "[[sheet.column]]\nheading = \"村居\"\nfield = \"village\"\nwidth = 14\n\n";
    let after = "field = \"post_from\"\nwidth = 12\n\n";
    let moved = |text: &str| {
        let text = text.replacen(column, "", 1);
        text.replacen(after, &format!("{after}{column}"), 1)
    };
    for language in [Language::ZhCn, Language::En] {
        let text = asked_again(language, moved);
        for line in [
            "…  证件号码            村居    手机号       任职日期    专兼职  …",
            "…  证件号码            手机号       任职日期    村居    专兼职  …",
            "…  350700201209010001  后山村  13900000002  2023-09-15  兼职    …",
            "…  350700201209010001  13900000002  2023-09-15  后山村  兼职    …",
        ] {
            assert!(text.contains(line), "no {line} on\n{text}");
        }
    }
}

#[test]
fn a_folder_that_cannot_be_used_is_told_and_two_alike_have_their_ids() {
    let mut person = Person::with(Language::ZhCn, |setup, root| {
        let office = demo::make(setup, root, Scale::Township, 1).expect("a demo can be made");
        Root::Open(Arc::new(office))
    });
    let plugins = person.folder().join("plugins");
    let civil = install_civil(&plugins);
    person.press("0");
    see(&person, "1 项");
    assert!(!person.sees("用不了"), "{}", person.text());

    let text = std::fs::read_to_string(civil.join("plugin.toml")).expect("there");
    let twin = text.replacen("id = \"civil_affairs\"", "id = \"county_roster\"", 1);
    let library = civil.join("libcivil_affairs.so");
    install(&plugins, ("county_roster", "0.1.0"), &twin, "", &library);
    let slip = text.replacen("abi = 1", "abi = \"1\"", 1);
    let broken = install(&plugins, ("broken", "1"), &slip, "", &library);
    person.keys(&["1", "0"]);
    see(&person, "2 项；1 个文件夹用不了，见 F6");
    for id in ["civil_affairs", "county_roster"] {
        see(&person, &format!("{id} 民政：实名制花名册"));
    }
    person.press("f6");
    let at = person.text();
    let (before, _) = at
        .split_once("看用不了的文件夹")
        .unwrap_or_else(|| panic!("{at}"));
    let digit = before.chars().rev().find(char::is_ascii_digit);
    let digit = digit.expect("a number before it");
    person.press(&digit.to_string());
    let told: String = person.text().split_whitespace().collect();
    let folder: String = broken.display().to_string();
    for part in ["用不了的插件文件夹1个", &folder, "“abi”要写整数", "怎么办"] {
        assert!(told.contains(part), "no {part} in\n{}", person.text());
    }
}
