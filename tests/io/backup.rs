//! The stick, from the workbench; and a new computer, from the set-up.

use crate::support::person::Person;
use std::fs;
use std::path::{Path, PathBuf};
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;
use tongdu::ui::event::Event;

fn stick(person: &Person) -> PathBuf {
    let stick = person.folder().join("media/wangfang/U盘");
    fs::create_dir_all(&stick).unwrap();
    stick
}

fn carry(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).unwrap();
            carry(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn add_village(person: &Person, code: &str, name: &str) {
    let office = person.ctx().office().unwrap();
    let mut record = Kind::Village.blank();
    let pairs = [("code", code), ("name", name)];
    let pairs = pairs.map(|(k, v)| (k.to_owned(), v.to_owned()));
    office.fill(&mut record, &pairs).unwrap();
    office.save(None, record, "").unwrap();
}

fn to_the_question(person: &mut Person) {
    person.press("ctrl-p").type_text("beifen").press("enter");
}

/// Backs up to a stick by its name, as the first time.
fn backed_up(person: &mut Person, stick: &Path) {
    to_the_question(person);
    person.paste(&stick.display().to_string()).press("enter");
}

/// Nobody locks the screen, and the lock doesn't either.
fn stays_overnight(person: &mut Person) {
    person.prefers("settings.toml", "lock_minutes = 0\n");
    person.app.handle(Event::Tick);
}

#[test]
fn a_stick_is_asked_for_once_and_then_one_key_does() {
    let mut person = Person::in_office(Language::ZhCn);
    stays_overnight(&mut person);
    let stick = stick(&person);
    person.press("tab");
    assert!(
        person.sees("上次备份") && person.sees("还没有"),
        "{}",
        person.text()
    );
    person.press("tab");
    to_the_question(&mut person);
    assert!(person.sees("没有找到 U 盘"), "{}", person.text());
    person.press("esc");
    backed_up(&mut person, &stick);
    assert!(person.sees("备份好了，查过了"), "{}", person.text());
    // The folder of a test lies on the same disk as the office.
    assert!(person.sees("同一块硬盘"), "{}", person.text());
    assert!(person.sees("只在本机"), "{}", person.text());
    let count = || {
        fs::read_dir(
            fs::read_dir(&stick)
                .unwrap()
                .next()
                .unwrap()
                .unwrap()
                .path(),
        )
    };
    let before = count().unwrap().count();
    add_village(&person, "350703104400", "后来村");
    person.clock.pass(86_400_000);
    // From the figures, where nothing else can be done with a row.
    person.keys(&["tab", "f6", "1"]);
    assert!(
        person.sees("备份好了"),
        "asked for nothing: {}",
        person.text()
    );
    assert!(count().unwrap().count() > before);
}

#[test]
fn a_new_computer_goes_on_from_the_stick() {
    for (language, words) in [
        (Language::ZhCn, ["从备份恢复", "恢复好了", "口令不对"]),
        (
            Language::En,
            ["From a backup", "Restored", "Wrong passphrase"],
        ),
    ] {
        let mut old = Person::in_office(language);
        add_village(&old, "350703104401", "后山新村");
        let from = stick(&old);
        backed_up(&mut old, &from);

        let mut new = Person::first_time(language);
        new.press("f6");
        assert!(new.sees(words[0]), "{}", new.text());
        new.press("enter");
        let none = new.ctx().word("restore-none");
        assert!(new.sees(&none[..9]), "{}", new.text());
        let to = stick(&new);
        carry(&from, &to);
        new.press("enter");
        assert!(new.sees("莒口镇"), "found by itself: {}", new.text());
        new.type_text("maque9999").press("enter");
        assert!(new.sees(words[2]), "{}", new.text());
        new.type_text("maque2026").press("enter");
        assert!(new.sees(words[1]), "{}", new.text());
        new.press("2").press("end");
        assert!(new.sees("后山新村"), "{}", new.text());
    }
}

#[test]
fn days_without_a_backup_are_told_and_a_stick_that_is_gone_is_asked_for_again() {
    let mut person = Person::in_office(Language::ZhCn);
    let day = 86_400_000;
    stays_overnight(&mut person);
    person.clock.pass(day);
    person.press("2").press("1");
    add_village(&person, "350703104402", "甲村");
    person.press("down");
    assert!(person.sees("今天还没有备份"), "{}", person.text());
    person.clock.pass(3 * day);
    add_village(&person, "350703104403", "乙村");
    person.press("up");
    assert!(person.sees("4 天没有备份到 U 盘了"), "{}", person.text());
    let stick = stick(&person);
    backed_up(&mut person, &stick);
    fs::remove_dir_all(&stick).unwrap();
    to_the_question(&mut person);
    assert!(person.sees("备份到哪里"), "{}", person.text());
}
