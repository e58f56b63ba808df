//! The pictures of the children: how they look, and that every number is the list that it opens.

use crate::support::person::Person;
use crate::support::setup::machine;
use tongdu::domain::book::Kind;
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::Value;
use tongdu::service::demo::{self, Scale};
use tongdu::service::{Counted, NewOffice, Office, OfficeRole, Query};
use tongdu::ui::Root;

/// The demo's township, where two children lack what one has to know to place them.
fn with_gaps() -> (tempfile::TempDir, Office) {
    let (setup, _) = machine();
    let folder = tempfile::tempdir().expect("a folder");
    let office = demo::make(&setup, &folder.path().join("office"), Scale::Township, 1);
    let office = office.expect("a demo can be made");
    leave_gaps(&office);
    (folder, office)
}

fn leave_gaps(office: &Office) {
    for (number, field) in [(1, "birth_day"), (2, "sex"), (3, "risk"), (4, "sex")] {
        let row = office.tables().numbered(Kind::Child, number).cloned();
        let row = row.expect("a child");
        let mut record = row.record.clone();
        record.set("id_number", Value::Empty);
        record.set(field, Value::Empty);
        office.save(Some(&row), record, "").expect("saved");
    }
}

fn listed(office: &Office, counted: &Counted) -> usize {
    let wheres = counted.wheres.iter();
    let query = Query {
        wheres: wheres
            .map(|w| office.parse_where(Kind::Child, w).expect("a condition"))
            .collect(),
        ..Query::default()
    };
    let words = Lexicon::new(Language::ZhCn);
    office.list(&words, Kind::Child, &query).total
}

#[test]
fn every_number_is_the_list_that_it_opens() {
    let (_folder, office) = with_gaps();
    let all = office.list(
        &Lexicon::new(Language::ZhCn),
        Kind::Child,
        &Query::default(),
    );
    let (ages, risks) = (office.ages().expect("seen"), office.risks().expect("seen"));
    let mut numbers: Vec<&Counted> = Vec::new();
    for line in &ages {
        numbers.push(&line.all);
        numbers.extend(line.by_sex.iter().flatten());
    }
    for line in &risks {
        numbers.push(&line.all);
        numbers.extend(&line.risks);
    }
    for number in &numbers {
        assert_eq!(listed(&office, number), number.count, "{:?}", number.wheres);
    }
    // Each child stands in one line of each picture.
    assert_eq!(ages.iter().map(|l| l.all.count).sum::<usize>(), all.total);
    assert_eq!(risks.iter().map(|l| l.all.count).sum::<usize>(), all.total);
    assert_eq!(ages.len(), 19 + 2, "one line without age, one without sex");
    let reds: Vec<usize> = risks.iter().map(|l| l.risks[0].count).collect();
    assert!(reds.is_sorted_by(|a, b| a >= b) && reds[0] > 0, "{reds:?}");
}

#[test]
fn enter_opens_the_children_of_the_number() {
    for language in Language::ALL {
        let mut person = Person::in_demo(language);
        person.press("ctrl-p").type_text("nianling").press("enter");
        let palette = person.text();
        if language == Language::En {
            // Found by the words of the other language too.
            assert!(palette.contains("Ages: girls left"), "{palette}");
        }
        person.keys(&["tab", "right"]);
        let office = person.ctx().office().expect("open").clone();
        let first = office.risks().expect("seen").swap_remove(0);
        person.press("enter");
        let all = first.risks[0].count;
        let told = match language {
            Language::ZhCn => format!("共 {all} 行"),
            Language::En => format!("{all} "),
        };
        let text = person.text();
        assert!(text.contains(&told), "{told}: {text}");
        let village = office.label(Kind::Village, first.village.expect("a village"));
        assert!(text.contains(&format!("{village} x]")), "{text}");
        person.press("esc");
        assert!(person.sees(if language == Language::En {
            "Risk by village"
        } else {
            "各村风险"
        }));
    }
}

#[test]
fn the_list_of_children_offers_them() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.keys(&["4", "f6"]);
    let text = person.text();
    let at = text.find(" 年龄和风险").expect("among the acts");
    let digit = text[..at].chars().last().expect("a digit");
    person.press(&digit.to_string());
    assert!(person.sees("年龄：左女右男"), "{}", person.text());
}

#[test]
fn an_empty_office_says_what_to_do_first() {
    let mut person = Person::in_office(Language::ZhCn);
    person.press("ctrl-p").type_text("nianling").press("enter");
    assert!(person.sees("还没有"), "{}", person.text());
    person.press("enter");
    assert!(!person.sees("年龄：左女右男"), "{}", person.text());
}

#[test]
fn whoever_may_not_see_children_gets_no_picture() {
    let mut person = Person::with(Language::ZhCn, |setup, root| {
        let new = NewOffice {
            area: "350703".into(),
            name: "方志平".into(),
            role: OfficeRole::Trainer,
            passphrase: "maque2026".into(),
            demo: false,
        };
        Root::Open(Office::create(setup, root, &new).expect("made").0.into())
    });
    let office = person.ctx().office().expect("open").clone();
    assert_eq!(office.ages().unwrap_err().exit, 4);
    assert_eq!(office.risks().unwrap_err().exit, 4);
    person.press("ctrl-p").type_text("nianling").press("enter");
    assert!(person.sees("这个身份看不到儿童"), "{}", person.text());
    assert!(!person.sees("左女右男"));
}

#[test]
fn pictures_of_the_pictures() {
    for language in Language::ALL {
        for (width, height) in [(80, 24), (60, 16), (120, 40)] {
            let mut person = Person::in_demo(language).sized(width, height);
            leave_gaps(person.ctx().office().expect("open"));
            person.press("ctrl-p").type_text("nianling").press("enter");
            let name = |what| format!("{what}-{width}x{height}-{}", language.code());
            insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(name("pictures_ages"), person.screen());
                person.keys(&["tab", "down", "right"]);
                insta::assert_snapshot!(name("pictures_risks"), person.screen());
            });
        }
    }
}
