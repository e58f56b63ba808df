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

/// A list of expenses: two that can be noted, and one each of what can't, whose rows go back.
fn list(person: &Person, who: &str) -> std::path::PathBuf {
    let text = format!(
        "三季度费用\n姓名,村居,日期,费用类别,金额（元）,资金来源\n\
         {who},,2026-09-03,交通,35.5,走访和家访项目\n\
         {who},,2026.9.30,电话费,30,\n\
         {who},,2026-09-30,通讯,30,\n\
         欧阳无名,,2026-09-03,交通,12,\n\
         {who},,2026-09-04,交通,0,\n\
         {who},,2026-09-05,花费,12,\n\
         {who},,2027-01-01,交通,12,\n\
         {who},,2026-09-06,交通,,\n"
    );
    let path = person.folder().join("费用.csv");
    std::fs::write(&path, text).expect("a file");
    path
}

fn bring_in(person: &mut Person) {
    person.press("ctrl-p").type_text("daoru").press("enter");
    person.type_text("费用.csv").press("enter");
}

#[test]
fn a_list_of_expenses_comes_in_row_by_row_once_and_goes_in_one() {
    for (language, list_of, taken, none) in [
        (
            Language::ZhCn,
            "费用清单",
            "已记 3 笔；不收的 5 行",
            "已经是",
        ),
        (
            Language::En,
            "list of expenses",
            "Noted 3; refused 5",
            "same",
        ),
    ] {
        let mut person = Person::in_demo(language);
        let office = office(&person);
        // Somebody whom nobody else shares the name with.
        let who = {
            let tables = office.tables();
            let names: Vec<String> = tables
                .live(Kind::Worker)
                .map(|row| row.record.value("name").plain())
                .collect();
            let once = |name: &&String| names.iter().filter(|n| n == name).count() == 1;
            names.iter().find(once).expect("a name").clone()
        };
        list(&person, &who);
        bring_in(&mut person);
        // It is known for what it is, and says of each row what is wrong with it.
        assert!(person.sees("5"), "{}", person.text());
        let refused: Vec<String> = (0..30)
            .map(|_| {
                person.press("shift-tab").press("down");
                person.text()
            })
            .collect();
        let seen = |text: &str| refused.iter().any(|screen| screen.contains(text));
        assert!(seen(list_of), "{}", person.text());
        assert!(seen("欧阳无名"), "{}", person.text());
        person.press("1");
        assert!(person.sees(taken), "{}", person.text());
        assert_eq!(
            notes(&office),
            3,
            "the same twice in a list is two expenses"
        );
        let report = std::fs::read_dir(person.folder())
            .expect("a folder")
            .flatten()
            .any(|e| e.file_name().to_string_lossy().ends_with(".xlsx"));
        assert!(report, "the refused rows go back");
        // Once more: nothing is noted twice.
        bring_in(&mut person);
        assert_eq!(notes(&office), 3, "{none}");
        person.keys(&["1", "esc", "esc"]);
        assert_eq!(notes(&office), 3, "{}", person.text());
        person.press("ctrl-z");
        assert_eq!(notes(&office), 0, "{}", person.text());
    }
}

/// What is wrong with a row is said at its cell.
#[test]
fn each_refused_expense_says_why() {
    use tongdu::service::import::Asked;
    use tongdu::service::transfer::plan::Outcome;
    let person = Person::in_demo(Language::ZhCn);
    let office = office(&person);
    let who = office.candidates(Kind::Worker, "", 1)[0].id;
    let who = office.label(Kind::Worker, who);
    let asked = Asked {
        file: list(&person, &who),
        kind: Some(Kind::Expense),
        ..Asked::default()
    };
    let look = office.look(&asked).expect("read");
    let reasons: Vec<(usize, &str, &str)> = look
        .plan
        .rows
        .iter()
        .filter_map(|row| match &row.outcome {
            Outcome::Refused(faults) => Some((row.row, faults[0].field, faults[0].reason.key())),
            _ => None,
        })
        .collect();
    assert_eq!(
        reasons,
        [
            (6, "name", "import-reason-not-registered"),
            (7, "amount", "fault-no-amount"),
            (8, "kind", "fault-not-a-choice"),
            (9, "day", "fault-done-ahead"),
            (10, "amount", "fault-required"),
        ]
    );
}
