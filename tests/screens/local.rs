//! Fields of an office's own on the screen: made from the palette, filled in with the rest of a
//! child, seen in its file and in lists.

use crate::support::person::{Person, office, see};
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;

fn snapshot(name: &str, person: &Person) {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, person.screen());
    });
}

fn add(person: &Person, kind: Kind, values: &[(&str, &str)]) {
    let office = office(person);
    let mut record = kind.blank();
    let pairs = values
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
    office
        .fill(&mut record, &pairs.collect::<Vec<_>>())
        .expect("good values");
    office.save(None, record, "样张").expect("a good record");
}

/// Makes a field as people do: from the palette, in the generic form.
fn make(person: &mut Person, palette: &str, label: &str, words: &str) {
    person.press("ctrl-p").type_text(palette).press("enter");
    person.press("insert").type_text("1").press("enter");
    person.type_text(label).press("enter");
    person.type_text("5").press("enter");
    person.type_text(words).press("enter");
    person.type_text("1").press("f2");
}

/// Down to the line of this text.
fn down_to(person: &mut Person, text: &str) {
    let there = |person: &Person| {
        let lines = person.text();
        lines.lines().any(|l| l.contains('>') && l.contains(text))
    };
    for _ in 0..40 {
        if there(person) {
            return;
        }
        person.press("down");
    }
    panic!("no {text} on\n{}", person.text());
}

fn journey(language: Language, [palette, label, words, head, choice]: [&str; 5]) {
    let mut person = Person::in_office(language);
    let code = language.code();
    make(&mut person, palette, label, words);
    see(&person, words);
    snapshot(&format!("local_fields-{code}"), &person);
    add(
        &person,
        Kind::Child,
        &[("name", "林小宝"), ("village", "上㘵村")],
    );
    person.press("esc").press("4").press("enter");
    down_to(&mut person, &format!("? {label}"));
    // F2 goes to the field itself, at the end of the form, under a head of its own.
    person.press("f2");
    see(&person, head);
    snapshot(&format!("local_form-{code}"), &person);
    person.type_text("2").press("f2");
    down_to(&mut person, &format!("{label} {choice}"));
    snapshot(&format!("local_file-{code}"), &person);
    // Its history tells the change by the label.
    person.press("end");
    let told = |l: &str| l.contains(label) && l.contains(choice);
    assert!(person.text().lines().any(told), "{}", person.text());

    // As a condition of the list, by the panel of F3.
    person
        .press("esc")
        .press("f3")
        .press("1")
        .type_text(label)
        .press("enter");
    see(&person, choice);
    person.press("2");
    snapshot(&format!("local_list-{code}"), &person);
    see(&person, "林小宝");
}

#[test]
fn a_field_is_made_filled_in_and_asked_for() {
    let words = ["bendilanmu", "宗教", "佛教、道教、无", "本地栏目", "道教"];
    journey(Language::ZhCn, words);
}

#[test]
fn a_field_is_made_filled_in_and_asked_for_in_english() {
    let words = [
        "local fields",
        "Faith",
        "Buddhist/Taoist/none",
        "Local fields",
        "Taoist",
    ];
    journey(Language::En, words);
}

#[test]
fn what_can_not_be_a_field_is_told_in_the_form() {
    let mut person = Person::in_office(Language::ZhCn);
    make(&mut person, "bendilanmu", "性别", "无");
    see(&person, "至少写两个可选的词");
    see(&person, "没有存");
}
