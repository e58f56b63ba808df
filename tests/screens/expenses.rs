//! A supervisor notes what a director's travel and telephone cost: by keys, in both languages.

use crate::support::person::{Person, office};
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;
use tongdu::service::Office;

fn notes(office: &Office) -> usize {
    office.tables().live(Kind::Expense).count()
}

/// Fills the form that F6 opens; whose and which day stand there already.
fn note(person: &mut Person, amount: &str, source: &str) {
    person.press("ctrl-p");
    let act = person.ctx().word("act-new-expense");
    person.type_text(&act).press("enter");
    person.type_text("1").press("enter");
    person.type_text(amount).press("enter");
    person.type_text(source).press("f2");
}

#[test]
fn what_a_director_spent_stands_on_their_page_with_its_sum() {
    for (language, nothing, sum, all) in [
        (
            Language::ZhCn,
            "金额是 0",
            "2026年共 35.5 元",
            "2026年共 65.5 元",
        ),
        (
            Language::En,
            "The amount is 0",
            "35.5 yuan in 2026",
            "65.5 yuan in 2026",
        ),
    ] {
        let mut person = Person::in_demo(language);
        let office = office(&person);
        person.keys(&["3", "end", "enter"]);
        // Nothing is not an expense: the form stays open with the sentence under the field.
        note(&mut person, "0", "走访");
        assert!(person.sees(nothing), "{}", person.text());
        assert_eq!(notes(&office), 0);
        person.keys(&["esc", "2"]);
        note(&mut person, "35.5", "走访和家访项目");
        assert_eq!(notes(&office), 1, "{}", person.text());
        person.press("end");
        assert!(person.sees(sum), "{}", person.text());
        note(&mut person, "30", "");
        person.press("end");
        assert!(person.sees(all), "{}", person.text());
        person.press("ctrl-z").press("end");
        assert!(person.sees(sum) && !person.sees(all), "{}", person.text());
        assert_eq!(notes(&office), 1);
    }
}
