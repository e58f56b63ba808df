//! Sending the register encrypted, by keys to the file: the password is shown once, opens the ZIP, is
//! asked about before it goes, and stands nowhere else.

use crate::desk::{register, with_plugin};
use crate::plugins::names;
use crate::support::person::Person;
use std::io::Read;
use std::path::PathBuf;
use tongdu::domain::book::Kind;
use tongdu::domain::disclosure::{Disclosure, DisclosureState};
use tongdu::i18n::Language;

/// On the screen with the password.
pub fn told(language: Language) -> Person {
    let mut person = with_plugin(language);
    person.keys(&[
        "0", "enter", "pagedown", "pagedown", "pagedown", "tab", "tab",
    ]);
    person.type_text("civil_affairs").press("enter");
    person
}

/// The five groups on the screen, if they stand there.
fn password(person: &Person) -> Option<String> {
    let text = person.text();
    let line = text.lines().find(|line| line.starts_with(" 密码 "))?;
    let groups: Vec<&str> = line.split_whitespace().skip(1).take(5).collect();
    let four = |group: &&str| group.len() == 4 && group.bytes().all(|b| b.is_ascii_digit());
    (groups.len() == 5 && groups.iter().all(four)).then(|| groups.concat())
}

fn zip(person: &Person) -> PathBuf {
    let files = names(person.folder());
    let zips: Vec<_> = files.iter().filter(|name| name.ends_with(".zip")).collect();
    assert_eq!(
        (zips.len(), files.len()),
        (1, 2),
        "the ZIP and the office: {files:?}"
    );
    person.folder().join(zips[0])
}

fn open(zip: &PathBuf, name: &str, password: &str) -> Vec<u8> {
    let file = std::fs::File::open(zip).expect("the ZIP");
    let mut zip = zip::ZipArchive::new(file).expect("a ZIP");
    let name = zip
        .file_names()
        .filter_map(Result::ok)
        .find(|n| n.ends_with(name))
        .expect(name);
    let name = name.into_owned();
    let mut out = Vec::new();
    let file = zip.by_name_decrypt(&name, password.as_bytes());
    file.expect("the password")
        .read_to_end(&mut out)
        .expect("whole");
    out
}

fn disclosures(person: &Person) -> Vec<Disclosure> {
    let office = person.ctx().office().expect("an office is open");
    let tables = office.tables();
    let all = tables.all::<Disclosure>(Kind::Disclosure);
    all.map(|(_, d)| d.clone()).collect()
}

#[test]
fn the_password_on_the_screen_opens_the_file_and_is_asked_about_before_it_goes() {
    let mut person = told(Language::ZhCn);
    let password = password(&person).unwrap_or_else(|| panic!("{}", person.text()));
    for said in [
        "!! 密码只显示这一次",
        "单独打电话告诉对方",
        "不要和文件一起发",
        "+ 已送出",
    ] {
        assert!(person.sees(said), "{said}\n{}", person.text());
    }
    let people = register(&person);
    let cover = String::from_utf8(open(&zip(&person), "cover.txt", &password)).expect("text");
    for said in [
        "仅限“儿童主任和儿童督导员实名制管理”用途，用后删除",
        "给谁：民政：实名制花名册 (civil_affairs)",
        "凭什么：闽民童〔2019〕128号",
        "条件：在任的儿童主任和儿童督导员",
        "插件：civil_affairs 0.1.0",
        "\r\n",
    ] {
        assert!(cover.contains(said), "{said}\n{cover}");
    }
    let csv = String::from_utf8(open(&zip(&person), ".csv", &password)).expect("text");
    assert!(people.iter().any(|name| csv.contains(name)), "{csv}");

    // How it left is logged, with what was in it; the password isn't.
    let log = disclosures(&person);
    assert_eq!(
        (log[0].state, log[0].clear),
        (Some(DisclosureState::Sent), Some(false))
    );
    let lines: Vec<&str> = log[0].files.lines().collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    for line in &lines[1..] {
        let (name, sha256) = line.rsplit_once(' ').expect("a name and a sum");
        assert!(
            name.contains(".zip/") && cover.contains(sha256),
            "{line}\n{cover}"
        );
    }
    assert!(cover.contains(&log[0].plugin));
    assert!(!format!("{log:?}").contains(&password));

    // Leaving asks; going back shows it still; having it written down, it is gone.
    person.press("esc");
    assert!(person.sees("! 密码写下来了吗？"), "{}", person.text());
    person.press("esc");
    assert_eq!(self::password(&person).as_ref(), Some(&password));
    person.press("enter");
    assert!(person.sees("! 密码写下来了吗？"), "{}", person.text());
    person.press("2");
    assert_eq!(self::password(&person).as_ref(), Some(&password));
    person.press("ctrl-q");
    assert!(person.sees("! 密码写下来了吗？"), "{}", person.text());
    person.press("2").keys(&["enter", "1"]);
    assert!(person.sees("[0导出]"), "{}", person.text());
    assert_eq!(self::password(&person), None);
    person.keys(&["tab", "enter"]);
    assert!(person.sees("加密压缩包，密码不留底"), "{}", person.text());
}

#[test]
fn a_locked_screen_keeps_the_password_for_the_same_person() {
    let mut person = told(Language::ZhCn);
    let password = password(&person).expect("shown");
    person.press("ctrl-l");
    assert_eq!(self::password(&person), None, "{}", person.text());
    person
        .type_text(tongdu::service::demo::DEMO_PASSPHRASE)
        .press("enter");
    assert_eq!(self::password(&person), Some(password), "{}", person.text());
}

#[test]
fn a_second_time_the_first_file_stays_and_nothing_new_is_shown() {
    let mut person = told(Language::ZhCn);
    person.keys(&["enter", "1"]);
    let before = std::fs::read(zip(&person)).expect("the first");
    person.keys(&["enter", "pagedown", "pagedown", "pagedown", "tab", "tab"]);
    person.type_text("civil_affairs").press("enter");
    assert!(
        person.sees("x 没有导出：已经有 ") && person.sees("怎么办"),
        "{}",
        person.text()
    );
    assert_eq!(password(&person), None);
    assert_eq!(std::fs::read(zip(&person)).expect("the first"), before);
    let states: Vec<_> = disclosures(&person).iter().map(|d| d.state).collect();
    assert!(
        states.contains(&Some(DisclosureState::Failed)),
        "{states:?}"
    );
}
