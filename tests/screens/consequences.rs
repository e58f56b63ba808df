//! What follows from a director's year, by keys: talks, a post that ends with why, and who is
//! recommended; in both languages, and by a trainer who sees no child.

use crate::support::person::{Person, office, see};
use std::collections::BTreeSet;
use std::sync::Arc;
use tongdu::domain::adjustment::{Adjustment, AdjustmentReason, AdjustmentType};
use tongdu::domain::book::Kind;
use tongdu::domain::due::Rule;
use tongdu::domain::finding::Finding;
use tongdu::domain::inspection::{Inspection, InspectionType};
use tongdu::domain::post::Post;
use tongdu::domain::recommend::Bar;
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::i18n::Language;
use tongdu::schema::{Day, FieldType, Id, KeyClass, Value};
use tongdu::service::demo::{self, Scale};
use tongdu::service::{Office, OfficeRole, Secret};
use tongdu::ui::Root;

const KINDS: [Kind; 3] = [Kind::Talk, Kind::Adjustment, Kind::Commendation];
/// The demo's last year with signed reviews.
const YEAR: i32 = 2025;

/// How many there are of a kind beside the one of each that the demo has.
fn count(person: &Person, kind: Kind) -> usize {
    let all = office(person).tables().live(kind).count();
    match KINDS.contains(&kind) {
        true => all - 1,
        false => all,
    }
}

/// A director in charge of one village, who alone goes by their name, and their post.
fn somebody(office: &Office) -> (Id, Id, Id) {
    let lines = office.register().into_iter().rev();
    let found = lines.filter_map(|line| Some((line.village?, line.worker?)));
    let post = |worker: Id| {
        let tables = office.tables();
        let mut posts = tables.leading_to(worker, Kind::Post).map(|row| row.id);
        posts.next().filter(|_| posts.next().is_none())
    };
    let known = |worker: Id| {
        let name = office.label(Kind::Worker, worker);
        let hits = office.find(&name, 5).hits;
        hits.first().map(|hit| hit.row.id) == Some(worker)
    };
    let mut alone = found.filter(|(_, worker)| known(*worker));
    let director = alone.find_map(|(village, worker)| Some((worker, village, post(worker)?)));
    director.expect("a director")
}

fn open(person: &mut Person, worker: Id) {
    let name = office(person).label(Kind::Worker, worker);
    person.press("/").type_text(&name).press("enter");
}

/// The list of a kind that the register leads to, and its first record or its last: what is open
/// stands first, else what is newest last.
fn listed(person: &mut Person, act: &str, at: &str) {
    person.press("3").press("ctrl-p");
    let word = person.ctx().word(act);
    person.type_text(&word).keys(&["enter", at, "enter"]);
}

fn last_day(person: &Person, post: Id) -> Option<Day> {
    let office = office(person);
    let tables = office.tables();
    tables.get::<Post>(Kind::Post, post).expect("a post").to
}

/// The newest file of this sort that the person wrote.
fn written(person: &Person, ending: &str) -> std::path::PathBuf {
    let all = std::fs::read_dir(person.folder()).unwrap().flatten();
    let mut all = all
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == ending));
    all.next().expect("a file")
}

fn newcomer(office: &Office) -> Id {
    let worker = Worker {
        name: "欧阳新任".into(),
        role: Some(WorkerRole::Director),
        first_training: Day::from_ymd(2026, 9, 1),
        ..Worker::default()
    };
    office.save(None, worker.into(), "").expect("saved").id
}

#[test]
fn a_talk_is_looked_at_again_until_its_result_is_written() {
    for (language, early, result) in [
        (Language::ZhCn, "回看不能早于谈话那一天", "结果：都补上了"),
        (
            Language::En,
            "before the day of the talk",
            "result: 都补上了",
        ),
    ] {
        let mut person = Person::in_demo(language).sized(100, 60);
        let office = office(&person);
        let (worker, ..) = somebody(&office);
        let due = || office.due().iter().filter(|d| d.rule == Rule::Talk).count();
        open(&mut person, worker);
        // Looking again before there was anything to look at is refused.
        let form = |person: &mut Person, again: &str| {
            person.keys(&["f6", "3"]);
            person.type_text("2").press("enter");
            person.type_text("走访记录不全").press("enter");
            person.type_text("本周补齐").press("enter");
            person.type_text(again).press("f2");
        };
        form(&mut person, "2026-01-05");
        see(&person, early);
        assert_eq!(count(&person, Kind::Talk), 0);
        person.keys(&["esc", "2"]);
        form(&mut person, "+3");
        assert_eq!(
            (count(&person, Kind::Talk), due()),
            (1, 1),
            "{}",
            person.text()
        );
        see(&person, "走访记录不全");
        // The workbench names the worker; the result settles it.
        person.press("1");
        let rule = person.ctx().word("rule-talk");
        see(&person, &rule);
        listed(&mut person, "act-talks", "home");
        person.keys(&["f6", "1"]).type_text("都补上了").press("f2");
        assert_eq!(due(), 0, "{}", person.text());
        open(&mut person, worker);
        see(&person, result);
        // Undone: it has to be looked at again.
        person.press("ctrl-z");
        assert_eq!(due(), 1);
    }
}

#[test]
fn a_talk_with_the_marked_ones_is_one_act() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.keys(&["3", "down", " ", " ", "f6", "2"]);
    see(&person, "给选中的 2 人各记一次谈话");
    person.type_text("1").press("enter");
    person.type_text("强制报告怎么报").press("f2");
    see(&person, "已给 2 人各记一次谈话");
    assert_eq!(count(&person, Kind::Talk), 2);
    let with: BTreeSet<Value> = {
        let office = office(&person);
        let tables = office.tables();
        let about = Value::Text("强制报告怎么报".into());
        let talks = tables.live(Kind::Talk);
        let mine = talks.filter(|row| row.record.value("about") == about);
        mine.map(|row| row.record.value("worker")).collect()
    };
    assert_eq!(with.len(), 2, "one each");
    person.press("ctrl-z");
    assert_eq!(count(&person, Kind::Talk), 0);
}

/// From the worker's page: the form that ends the post, filled in to its end.
fn end_post(person: &mut Person, successor: &str, reason: &str, explanation: &str) {
    person.keys(&["f6", "2"]);
    person.type_text("1").keys(&["enter", "enter"]);
    person.type_text(successor).press("enter");
    person.type_text(reason).press("enter");
    person.type_text(explanation).press("enter");
    person.type_text("镇民政办").press("f2");
}

#[test]
fn a_post_ends_with_why_and_the_notice_is_signed() {
    for (language, why, title, role, clause) in [
        (
            Language::ZhCn,
            "要写明是什么事",
            "调整通知",
            "儿童主任",
            "及时作出调整",
        ),
        (
            Language::En,
            "Poor work has to be explained",
            "Notice of adjustment",
            "Child director",
            "works poorly",
        ),
    ] {
        let mut person = Person::in_demo(language).sized(100, 60);
        let office = office(&person);
        let (worker, village, post) = somebody(&office);
        let today = office.today();
        open(&mut person, worker);
        // Poor work without a word on what it was is refused, and nothing ends.
        end_post(&mut person, "", "1", "");
        see(&person, why);
        assert_eq!(count(&person, Kind::Adjustment), 0);
        assert_eq!(last_day(&person, post), None);
        person.keys(&["esc", "2"]);
        end_post(&mut person, "", "1", "三个月没有走访");
        assert_eq!(count(&person, Kind::Adjustment), 1, "{}", person.text());
        assert_eq!(last_day(&person, post), Some(today));
        see(&person, "镇民政办");
        // One undo takes back both.
        person.press("ctrl-z");
        assert_eq!(count(&person, Kind::Adjustment), 0);
        assert_eq!(last_day(&person, post), None);
        end_post(&mut person, "", "1", "三个月没有走访");
        listed(&mut person, "act-adjustments", "end");
        person.keys(&["f6", "1", "enter"]);
        let paper = std::fs::read_to_string(written(&person, "txt")).unwrap();
        let (name, place) = (
            office.label(Kind::Worker, worker),
            office.label(Kind::Village, village),
        );
        for text in [
            title,
            role,
            clause,
            &name,
            &place,
            "三个月没有走访",
            "镇民政办",
            "____",
        ] {
            assert!(paper.contains(text), "no {text} in\n{paper}");
        }
        for (_, child) in office
            .tables()
            .all::<tongdu::domain::child::Child>(Kind::Child)
        {
            assert!(!paper.contains(&child.name), "{paper}");
        }
    }
}

#[test]
fn whoever_takes_a_post_that_ends_gets_the_village_with_it() {
    let mut person = Person::in_demo(Language::ZhCn);
    let office = office(&person);
    let (worker, village, post) = somebody(&office);
    let new = newcomer(&office);
    let (today, children) = (office.today(), office.open_work(Some(village)).children);
    open(&mut person, worker);
    let in_charge = |day| office.tables().directors_of(village, day);
    end_post(&mut person, "欧阳新任", "3", "");
    assert_eq!(count(&person, Kind::Adjustment), 1, "{}", person.text());
    assert_eq!(count(&person, Kind::Handover), 1);
    assert_eq!(last_day(&person, post), Some(today));
    assert_eq!(
        (in_charge(today), in_charge(today.plus(1))),
        (vec![worker], vec![new])
    );
    assert_eq!(office.open_work(Some(village)).children, children);
    person.press("ctrl-z");
    assert_eq!(
        (
            count(&person, Kind::Adjustment),
            count(&person, Kind::Handover)
        ),
        (0, 0)
    );
    assert_eq!(in_charge(today.plus(1)), [worker]);
}

#[test]
fn a_post_neither_ends_before_it_began_nor_twice_and_a_move_goes_on_the_next_day() {
    let person = Person::in_demo(Language::ZhCn);
    let office = office(&person);
    let (worker, _, post) = somebody(&office);
    let began = office
        .tables()
        .get::<Post>(Kind::Post, post)
        .unwrap()
        .from
        .unwrap();
    let vacant = office
        .register()
        .into_iter()
        .find(|line| line.worker.is_none());
    let vacant = vacant.and_then(|line| line.village).expect("a vacancy");
    let moved = |day: Day| Adjustment {
        worker: Some(worker),
        day: Some(day),
        kind: Some(AdjustmentType::Moved),
        village: Some(vacant),
        reason: Some(AdjustmentReason::Transfer),
        ..Adjustment::default()
    };
    let faults = |adjustment: Adjustment| {
        let problem = office.save(None, adjustment.into(), "").unwrap_err();
        let named = problem.faults.into_iter();
        named
            .map(|(field, fault)| (field, fault.key()))
            .collect::<Vec<_>>()
    };
    let fault = |field: &str, key| vec![(field.to_owned(), key)];
    let early = Adjustment {
        post: Some(post),
        ..moved(began.plus(-1))
    };
    assert_eq!(faults(early), fault("day", "fault-ends-before-it-begins"));
    // The one post that is held needn't be named.
    let today = office.today();
    let saved = office.save(None, moved(today).into(), "").expect("moved");
    assert_eq!(last_day(&person, post), Some(today));
    assert_eq!(office.tables().directors_of(vacant, today), []);
    assert_eq!(
        office.tables().directors_of(vacant, today.plus(1)),
        [worker]
    );
    let again = Adjustment {
        post: Some(post),
        ..moved(today)
    };
    assert_eq!(faults(again), fault("post", "fault-adjusted-already"));
    // What it did stays as it was done; how it is explained can be put better.
    let row = office.row(Kind::Adjustment, saved.id).expect("there");
    let mut other = row.record.clone();
    other.set("day", Value::Day(today.plus(-1)));
    let problem = office.save(Some(&row), other, "").unwrap_err();
    assert_eq!(problem.faults[0].1.key(), "fault-as-adjusted");
    let mut better = row.record.clone();
    better.set("explanation", Value::Text("镇里统一调配".into()));
    office.save(Some(&row), better, "").expect("explained");
}

/// Something open past its term speaks against whoever stands first.
fn burden(office: &Office) -> Id {
    let first = &office.recommending(YEAR)[0];
    let (worker, review) = (first.worker, first.review);
    let row = office.row(Kind::Review, review).expect("there");
    let Value::Link(village) = row.record.value("village") else {
        panic!("a review without a village");
    };
    let inspection = Inspection {
        village: Some(village),
        kind: Some(InspectionType::Planned),
        planned: Day::from_ymd(YEAR, 5, 6),
        done: Day::from_ymd(YEAR, 5, 6),
        ..Inspection::default()
    };
    let inspection = office.save(None, inspection.into(), "").expect("saved").id;
    let finding = Finding {
        inspection: Some(inspection),
        what: "消防栓没水".into(),
        owner: Some(worker),
        due: Day::from_ymd(YEAR, 6, 6),
        ..Finding::default()
    };
    office.save(None, finding.into(), "").expect("saved");
    worker
}

#[test]
fn who_is_recommended_stands_on_the_list_with_the_records_and_the_reasons() {
    for (language, done, refused) in [
        (Language::ZhCn, "已推荐", "写明理由"),
        (Language::En, "Recommended", "Something speaks against it"),
    ] {
        let mut person = Person::in_demo(language);
        let office = office(&person);
        let late = burden(&office);
        let all = office.recommending(YEAR);
        let barred = all.iter().find(|p| p.worker == late).expect("on the list");
        assert_eq!(
            (&*barred.bars, barred.overdue),
            (&[Bar::LateFindings][..], 1)
        );
        assert!(
            all.iter().position(|p| p.worker == late) > all.iter().position(|p| p.bars.is_empty())
        );
        let given = || count_given(&office);
        match language {
            // By F6 on the year's reviews; this year has none signed yet.
            Language::ZhCn => person.keys(&["8", "f6", "7", "f6", "5"]).press("left"),
            // By the palette, which opens the latest year that has some.
            Language::En => {
                let word = person.ctx().word("cmd-recommendations");
                person
                    .keys(&["8", "ctrl-p"])
                    .type_text(&word)
                    .press("enter")
            }
        };
        see(&person, &YEAR.to_string());
        // The state stands there as a word, too, on the narrowest screen.
        let state = person.ctx().word("recommend-head-is");
        see(&person, &state);
        see(&person, &all[0].name);
        person.press(" ");
        assert_eq!(given(), 1, "{}", person.text());
        see(&person, done);
        // Twice is once.
        person.press(" ");
        assert_eq!(given(), 1);
        person.press("ctrl-z");
        assert_eq!(given(), 0);
        person.press(" ");
        // Against what speaks against it: only with a reason, which the list then tells.
        person.press("home");
        let at = office
            .recommending(YEAR)
            .iter()
            .position(|p| p.worker == late);
        for _ in 0..at.expect("on the list") {
            person.press("down");
        }
        person.keys(&[" ", "enter"]);
        see(&person, refused);
        assert_eq!(given(), 1);
        person
            .keys(&["esc", " "])
            .type_text("救出落水孩子")
            .press("enter");
        assert_eq!(given(), 2, "{}", person.text());
        see(&person, "救出落水孩子");
        // On paper and as a sheet, with the reasons.
        person.keys(&["f6", "4", "enter"]);
        let paper = std::fs::read_to_string(written(&person, "txt")).unwrap();
        let bar = person.ctx().word("choice-bar-late_findings");
        for text in [&*all[0].name, &barred.name, "救出落水孩子", &bar] {
            assert!(paper.contains(text), "no {text} in\n{paper}");
        }
        person.keys(&["f6", "5", "enter"]);
        let sheet = cells(&written(&person, "xlsx"));
        assert_eq!(sheet.len(), all.len() + 1);
        let why = "救出落水孩子".to_owned();
        let row = sheet
            .iter()
            .find(|row| row.contains(&why))
            .expect("its reason");
        assert!(row.contains(&barred.name) && row.contains(&bar), "{row:?}");
        // Enter opens the review behind it.
        person.press("enter");
        see(&person, &barred.name);
        // Taken back later, with a reason, and whatever was written into it meanwhile.
        let all = office.recommending(YEAR);
        let barred = all.iter().find(|p| p.worker == late).expect("on the list");
        let row = barred.recommended.as_ref().expect("recommended");
        let mut record = row.record.clone();
        assert!(record.set("document", Value::Text("潭民〔2026〕3号".into())));
        office.save(Some(row), record, "").expect("a document");
        person.idle();
        person
            .press("esc")
            .keys(&["f6", "2"])
            .type_text("查实有误")
            .press("enter");
        assert_eq!(given(), 1, "{}", person.text());
    }
}

fn count_given(office: &Office) -> usize {
    let all = office.recommending(YEAR);
    all.iter().filter(|p| p.recommended.is_some()).count()
}

fn cells(path: &std::path::Path) -> Vec<Vec<String>> {
    use calamine::Reader;
    let mut book = calamine::open_workbook_auto(path).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("read");
    let row = |cells: &[calamine::Data]| cells.iter().map(ToString::to_string).collect();
    sheet.rows().map(row).collect()
}

#[test]
fn a_trainer_does_all_of_it_and_sees_no_child() {
    let mut children = BTreeSet::new();
    let mut person = Person::with(Language::ZhCn, |setup, root| {
        let office = demo::make(setup, root, Scale::Township, 1).expect("a demo can be made");
        {
            let tables = office.tables();
            let names = |kind| {
                let rows = tables
                    .live(kind)
                    .map(|row| row.record.value("name").plain());
                rows.collect::<BTreeSet<_>>()
            };
            children = &names(Kind::Child) - &names(Kind::Worker);
        }
        let role = OfficeRole::Trainer;
        office
            .add_user("赵敏", role, "laoying2026")
            .expect("a second user");
        office.close();
        let secret = Secret::passphrase("laoying2026");
        Root::Open(Arc::new(Office::open(setup, root, &secret).expect("opens")))
    })
    .sized(100, 60);
    assert!(children.len() > 20 && !office(&person).may(Kind::Child));
    let unseen = |person: &Person, text: &str| {
        for child in &children {
            assert!(
                !text.contains(child.as_str()),
                "{child} in\n{text}\n{}",
                person.text()
            );
        }
    };
    let (worker, _, post) = somebody(&office(&person));
    open(&mut person, worker);
    person.keys(&["f6", "3"]).type_text("3").press("enter");
    person.type_text("档案没有更新").press("f2");
    assert_eq!(count(&person, Kind::Talk), 1, "{}", person.text());
    unseen(&person, &person.text());
    end_post(&mut person, "", "2", "");
    assert_eq!(
        last_day(&person, post),
        Some(office(&person).today()),
        "{}",
        person.text()
    );
    unseen(&person, &person.text());
    listed(&mut person, "act-adjustments", "end");
    person.keys(&["f6", "1", "enter"]);
    let paper = written(&person, "txt");
    unseen(&person, &std::fs::read_to_string(&paper).unwrap());
    std::fs::remove_file(paper).unwrap();
    let word = person.ctx().word("cmd-recommendations");
    person
        .keys(&["8", "ctrl-p"])
        .type_text(&word)
        .keys(&["enter", " "]);
    assert_eq!(count_given(&office(&person)), 1, "{}", person.text());
    unseen(&person, &person.text());
    person.keys(&["f6", "4", "enter"]);
    unseen(
        &person,
        &std::fs::read_to_string(written(&person, "txt")).unwrap(),
    );
}

#[test]
fn nothing_in_these_kinds_holds_or_counts_children() {
    for kind in KINDS {
        assert_eq!(kind.class(), KeyClass::Workforce, "{kind:?}");
        for field in kind.fields() {
            match field.ty {
                FieldType::Link(to) => {
                    let to = Kind::from_name(to).expect("a kind");
                    assert_eq!(to.class(), KeyClass::Workforce, "{kind:?} {}", field.name);
                }
                FieldType::Int { .. } => assert_eq!(field.name, "year", "{kind:?}"),
                _ => assert!(!field.name.contains("child"), "{kind:?} {}", field.name),
            }
        }
    }
}
