//! A supervisor replaces a director in the middle of open loops, by keys.

use crate::support::person::{Person, office, see};
use tongdu::domain::book::Kind;
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::i18n::Language;
use tongdu::schema::{Day, Id};
use tongdu::service::Office;

/// The last village of the register with children and something open, and who is in charge of it;
/// nobody else goes by their name.
fn in_order(office: &Office) -> (Id, Id) {
    let lines = office.register().into_iter().rev();
    let found = lines
        .filter_map(|line| Some((line.village?, line.worker?)))
        .find(|(village, worker)| {
            let open = office.open_work(Some(*village));
            let name = office.label(Kind::Worker, *worker);
            let first = office.find(&name, 5).hits.first().map(|hit| hit.row.id);
            open.children.len() > 1 && !open.due.is_empty() && first == Some(*worker)
        });
    found.expect("a director")
}

/// Somebody trained, who has no post yet: 欧阳新任.
pub fn newcomer(office: &Office) -> Id {
    let worker = Worker {
        name: "欧阳新任".into(),
        role: Some(WorkerRole::Director),
        first_training: Day::from_ymd(2026, 9, 1),
        ..Worker::default()
    };
    office.save(None, worker.into(), "").expect("saved").id
}

#[test]
fn a_director_is_replaced_in_the_middle_of_open_loops() {
    let told = [
        (Language::ZhCn, "已交给 欧阳新任", "同一个人", "存到"),
        (
            Language::En,
            "Handed over to 欧阳新任",
            "both are the same person",
            "Saved to",
        ),
    ];
    for (language, handed, same, saved) in told {
        let mut person = Person::in_demo(language);
        let office = office(&person);
        let (village, old) = in_order(&office);
        let new = newcomer(&office);
        let open = office.open_work(Some(village));
        assert!(open.children.len() > 1 && !open.due.is_empty());
        person
            .press("/")
            .type_text(&office.label(Kind::Worker, old));
        person.keys(&["enter", "f6", "4"]);
        // To themselves: refused, with why and what next.
        person
            .type_text(&office.label(Kind::Worker, old))
            .keys(&["enter", "enter"]);
        see(&person, same);
        assert_eq!(office.tables().directors_of(village, office.today()), [old]);
        // To the newcomer: what goes along stands above the day.
        person
            .keys(&["esc", "f6", "4"])
            .type_text("欧阳新任")
            .press("enter");
        see(&person, &open.children.len().to_string());
        person.press("enter");
        see(&person, handed);
        let today = office.today();
        assert_eq!(office.tables().directors_of(village, today), [new]);
        assert_eq!(office.tables().directors_of(village, today.plus(-1)), [old]);
        let still = office.open_work(Some(village));
        assert_eq!(still.children, open.children);
        assert!(still.due.iter().all(|due| due.worker == Some(new)));
        // Taken back by one key, and done again.
        person.press("ctrl-z");
        assert_eq!(office.tables().directors_of(village, today), [old]);
        assert_eq!(office.open_work(Some(village)).due, open.due);
        person
            .press("esc")
            .keys(&["f6", "4"])
            .type_text("欧阳新任")
            .keys(&["enter", "enter"]);
        see(&person, handed);
        // The list to sign goes to a file, with every child on it.
        person.keys(&["f6", "1", "enter"]);
        see(&person, saved);
        let lies = std::fs::read_dir(person.folder()).unwrap().flatten();
        let list = lies
            .map(|e| e.path())
            .find(|p| p.extension().is_some_and(|e| e == "txt"));
        let list = std::fs::read_to_string(list.expect("a list")).unwrap();
        for child in &open.children {
            assert!(list.contains(&office.label(Kind::Child, *child)), "{list}");
        }
    }
}

#[test]
fn the_page_of_a_village_tells_of_its_handover() {
    let mut person = Person::in_demo(Language::ZhCn);
    let office = office(&person);
    let (village, _) = in_order(&office);
    newcomer(&office);
    person
        .press("/")
        .type_text(&office.label(Kind::Village, village));
    person
        .keys(&["enter", "f6", "4"])
        .type_text("欧阳新任")
        .keys(&["enter", "enter"]);
    see(&person, "交接：");
    person.press("esc");
    see(&person, "交给 欧阳新任");
}
