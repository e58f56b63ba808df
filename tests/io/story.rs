//! The whole way by keys: set-up, the list in, a training held, somebody changed, the program
//! gone and open again, the register out to civil affairs.

use crate::desk::{four, list, register};
use crate::plugins;
use crate::support::person::Person;
use std::sync::Arc;
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;
use tongdu::plugin::discover::beside;
use tongdu::service::{Office, Secret};
use tongdu::ui::Root;

fn set_up(person: &mut Person) {
    person.type_text("jukou").keys(&["down", "enter"]);
    person.type_text("王芳").press("enter");
    person.type_text("maque2026").press("enter");
    person.type_text("maque2026").press("enter");
    let text = person.text();
    let code = text
        .lines()
        .find(|l| l.starts_with(" 恢复码"))
        .expect("the code is shown");
    let group = code.split_whitespace().last().expect("six groups")[25..].to_owned();
    person.type_text(&group).press("enter");
}

#[test]
fn a_township_from_set_up_to_civil_affairs() {
    let shipped = beside(&plugins::libraries().join("tongdu"));
    let mut person = Person::equipped(Language::ZhCn, shipped.clone(), |_, _| Root::Nothing);
    let file = list(person.folder(), "名册.xlsx", &four());
    set_up(&mut person);
    assert!(person.text().contains("莒口镇") && person.text().contains("要办的事 17"));

    person.keys(&["3", "enter"]);
    person.paste(&file.display().to_string());
    person.keys(&["enter", "enter"]);
    assert_eq!(register(&person).len(), 3, "{}", person.text());

    person.keys(&["7", "enter"]);
    person
        .type_text("2026年儿童主任轮训")
        .keys(&["enter", "2", "f2"]);
    person.keys(&["esc", "7", "down", "enter"]);
    person.type_text("2026").press("enter");
    person.type_text("第1组").press("enter");
    person.type_text("2026-11-23").press("f2");
    person.keys(&["enter", "f6", "2", "1", "2", "3"]);
    let office = Arc::clone(person.ctx().office().expect("open"));
    let marks = |office: &Office| {
        let rows = office.tables();
        let mut marks: Vec<String> = rows
            .live(Kind::Enrolment)
            .map(|r| r.record.value("state").plain())
            .collect();
        marks.sort();
        marks
    };
    assert_eq!(
        marks(&office),
        ["excused", "late", "present"],
        "{}",
        person.text()
    );

    person.keys(&["esc", "3", "end", "f2"]);
    person.keys(&["tab"; 12]);
    person.type_text("兼管儿童之家").press("f2");
    assert!(person.text().contains("已存"), "{}", person.text());

    // Gone without a word, and open again: what was confirmed is there.
    let (setup, root) = (office.setup().clone(), office.root().to_owned());
    drop(office);
    let held = person.folder().to_owned();
    let moved = tempfile::tempdir().expect("a folder");
    let copy = moved.path().join("office");
    copy_folder(&root, &copy);
    drop((person, held));
    let office = Office::open(&setup, &copy, &Secret::passphrase("maque2026")).expect("it opens");
    assert_eq!(marks(&office), ["excused", "late", "present"]);
    let mut person = Person::equipped(Language::ZhCn, shipped, |_, _| Root::Open(Arc::new(office)));
    let out = person.folder().join("u");
    std::fs::create_dir(&out).expect("a folder");
    person.keys(&["0", "enter", "pagedown", "pagedown", "pagedown", "enter"]);
    person.paste(&out.display().to_string());
    person.press("enter").type_text("civil_affairs");
    person.press("tab").type_text("civil_affairs");
    person.press("enter");
    let files = std::fs::read_dir(&out).expect("the folder").count();
    assert_eq!(files, 2, "{}", person.text());
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("the office") {
        let entry = entry.expect("a name");
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a file");
        }
    }
}
