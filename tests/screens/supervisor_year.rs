//! One supervisor's year in one office, by keys: the fourteen directors are reviewed to the
//! signature, two villages are drawn, what was found is followed to its end, a director is replaced
//! while something is still open, and the workbench, the pages and the past tell the same of it.

use super::checks;
use super::handover::newcomer;
use super::review::{self, YEAR};
use crate::support::person::{Person, office, see};
use std::sync::Arc;
use tongdu::domain::book::Kind;
use tongdu::domain::finding::Finding;
use tongdu::domain::handover::Handover;
use tongdu::domain::inspection::Inspection;
use tongdu::domain::post::Post;
use tongdu::domain::review::ReviewStage;
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::i18n::Language;
use tongdu::schema::{Day, Id, Value};
use tongdu::service::{Act, Office};
use tongdu::ui::event::Event;

const DIRECTORS: [&str; 14] = [
    "林秀英",
    "陈桂香",
    "黄美珍",
    "张玉兰",
    "吴春梅",
    "李小燕",
    "郑晓红",
    "王秀娟",
    "刘月娥",
    "杨丽华",
    "曾庆华",
    "谢志强",
    "叶文彬",
    "江海峰",
];
const FIRST: &str = "补两份档案的照片";
const SECOND: &str = "补三份走访的签字";

/// Fourteen trained directors in post, each with two children in their village; the other villages
/// are nobody's.
fn staff(person: &mut Person) {
    let office = office(person);
    let villages: Vec<Id> = office.tables().live(Kind::Village).map(|v| v.id).collect();
    for (name, village) in DIRECTORS.into_iter().zip(villages) {
        let worker = Worker {
            name: name.into(),
            role: Some(WorkerRole::Director),
            first_training: Day::from_ymd(2024, 9, 1),
            ..Worker::default()
        };
        let worker = office.save(None, worker.into(), "").expect("saved").id;
        let post = Post {
            worker: Some(worker),
            village: Some(village),
            from: Day::from_ymd(2024, 9, 10),
            ..Post::default()
        };
        office.save(None, post.into(), "").expect("saved");
        for given in ["一", "二"] {
            let mut child = Kind::Child.blank();
            let family = name.chars().next().expect("a surname");
            let pairs = [("name", format!("{family}小{given}"))];
            let pairs: Vec<_> = pairs.map(|(k, v)| (k.to_owned(), v)).into();
            office.fill(&mut child, &pairs).expect("values");
            child.set("village", Value::Link(village));
            office.save(None, child, "").expect("saved");
        }
    }
    drop(office);
    person.app.handle(Event::Tick);
}

/// From the reviews' list, everybody to the signature.
fn review_all(person: &mut Person) {
    person.keys(&["8", "f6", "4", "f6", "1"]);
    let all = review::drafts(person);
    assert_eq!(all.len(), DIRECTORS.len());
    for sheet in &all {
        review::onto(person, sheet.id);
        review::score(person, sheet.id);
        review::sign(person, sheet.id);
        person.press("esc");
    }
    assert_eq!(signed(&office(person)), DIRECTORS.len());
}

fn signed(office: &Office) -> usize {
    let reviews = office.reviews(YEAR);
    let signed = reviews.iter().filter(|r| r.stage() == ReviewStage::Signed);
    signed.count()
}

fn vacant(office: &Office) -> Vec<String> {
    let tables = office.tables();
    let nobody = |v: &Id| tables.directors_of(*v, office.today()).is_empty();
    let villages = tables.live(Kind::Village).map(|row| row.id);
    let vacant = villages.filter(nobody);
    vacant.map(|id| tables.label(Kind::Village, id)).collect()
}

/// Draws two, and enters the result of the first: its village, and the inspection.
fn draw_and_check(person: &mut Person) -> (Id, Id) {
    person.keys(&["8", "f6", "1"]);
    // Nobody is there to be checked; the program offers that as the reason.
    for village in vacant(&office(person)) {
        checks::onto(person, &village);
        person.keys(&["f6", "3", "enter"]);
    }
    person.keys(&["f6", "1"]);
    let (id, draw) = checks::newest(person);
    assert_eq!(draw.drawn().len(), 2);
    let check = checks::drawn(person, id);
    let inspection = <&Inspection>::try_from(&check.record).expect("an inspection");
    let village = inspection.village.expect("a village");
    person.press("enter");
    checks::onto(person, "2026-12-31");
    person.keys(&["f6", "1"]);
    checks::enter_result(person);
    checks::onto(person, "2026-11-23");
    (village, check.id)
}

fn findings(office: &Office, check: Id) -> Vec<(String, Option<Id>, bool)> {
    let rows = office.leading(Kind::Inspection, check).into_iter();
    let findings = rows.filter_map(|row| Some(<&Finding>::try_from(&row.record).ok()?.clone()));
    let told = findings.map(|f| (f.what, f.owner, f.closed.is_some()));
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

fn in_charge(office: &Office, village: Id, day: Day) -> Vec<Id> {
    office.tables().directors_of(village, day)
}

/// The text of the only paper in the folder.
fn paper(person: &Person) -> String {
    let lies = std::fs::read_dir(person.folder())
        .expect("a folder")
        .flatten();
    let file = lies
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|e| e == "txt"));
    std::fs::read_to_string(file.expect("a paper")).expect("text")
}

fn page(person: &mut Person, name: &str) {
    person.press("/").type_text(name).press("enter");
}

/// To the line of what is still open on the workbench, below its village.
fn on_the_desk(person: &mut Person, place: &str) {
    person.press("1");
    // The workbench may stand unfolded as it was left.
    if !person.sees("补三份") {
        checks::onto(person, place);
        person.press("enter");
    }
    checks::onto(person, "补三份");
}

#[test]
fn a_supervisors_year_tells_the_same_on_every_page() {
    let mut person = Person::in_office(Language::ZhCn);
    staff(&mut person);
    review_all(&mut person);
    let (village, check) = draw_and_check(&mut person);
    let office: Arc<Office> = office(&person);
    let today = office.today();
    let old = in_charge(&office, village, today)[0];
    let (place, leaving) = (
        office.label(Kind::Village, village),
        office.label(Kind::Worker, old),
    );

    // Two things to put right, by the director; the first is followed to its end.
    checks::note_finding(&mut person, FIRST, &leaving);
    checks::onto(&mut person, "2026-11-23");
    checks::note_finding(&mut person, SECOND, &leaving);
    person.keys(&["8", "f6", "5"]);
    checks::onto(&mut person, "补两份");
    checks::settle(&mut person);
    let stand = |of: Id| {
        let mut all = vec![
            (FIRST.to_owned(), Some(old), true),
            (SECOND.to_owned(), Some(of), false),
        ];
        all.sort();
        all
    };
    assert_eq!(findings(&office, check), stand(old));
    let due_before = office.due().to_vec();

    // The director is replaced: what is open goes along, what is done doesn't.
    let new = newcomer(&office);
    person.app.handle(Event::Tick);
    page(&mut person, &leaving);
    person.keys(&["f6", "4"]).type_text("欧阳新任");
    person.keys(&["enter", "enter"]);
    see(&person, "已交给 欧阳新任");
    person.keys(&["f6", "1", "enter"]);
    let list = paper(&person);
    assert!(list.contains(SECOND) && !list.contains(FIRST), "{list}");
    for child in office.open_work(Some(village)).children {
        assert!(list.contains(&office.label(Kind::Child, child)), "{list}");
    }
    assert_eq!(findings(&office, check), stand(new));

    // The workbench names the newcomer, the two people's pages, the village's and the year's
    // picture agree, and so does the past.
    person.press("esc");
    on_the_desk(&mut person, &place);
    see(&person, "欧阳新任办");
    page(&mut person, &place);
    see(&person, "欧阳新任");
    see(&person, "交给 欧阳新任");
    page(&mut person, &leaving);
    see(&person, &today.plus(-1).iso());
    let open = |who: Id| {
        let due = office.due_about(Kind::Worker, who);
        due.iter().filter(|d| d.kind == Kind::Finding).count()
    };
    assert_eq!((open(old), open(new)), (0, 1));
    person.press("ctrl-p").type_text("全年检查").press("enter");
    // It was checked last, so it stands last.
    person.press("end");
    let shown = person.text();
    let row = shown.lines().find(|l| l.contains(&place)).expect("a row");
    assert!(row.contains("!抽"), "{shown}");
    assert_eq!(in_charge(&office, village, today), [new]);
    assert_eq!(in_charge(&office, village, today.plus(-1)), [old]);
    let handover = {
        let tables = office.tables();
        let all = tables.all::<Handover>(Kind::Handover);
        all.map(|(id, _)| id).next().expect("a handover")
    };
    let past = office.history(Kind::Handover, handover).expect("its past");
    assert!(past.iter().any(|entry| entry.act == Act::HandOver));
    // Who was reviewed stays so, under their own name.
    assert_eq!(signed(&office), DIRECTORS.len());
    assert!(office.reviews(YEAR).iter().any(|r| r.name == leaving));

    // One key takes the handover back, and with it the finding; what was closed stays closed.
    person.press("ctrl-z");
    assert_eq!(in_charge(&office, village, today), [old]);
    assert_eq!(findings(&office, check), stand(old));
    assert_eq!(*office.due(), due_before);
    person.press("esc");
    on_the_desk(&mut person, &place);
    see(&person, &format!("{leaving}办"));
    assert_eq!(signed(&office), DIRECTORS.len());
    assert_eq!(office.verify(true).expect("read").findings.len(), 0);
}
