//! The gate of first training: nobody untrained comes in charge of children without a written
//! reason, by whichever way; the reason is kept, listed and due, and one undo takes all of it back.

use crate::support::*;
use proptest::prelude::*;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::child::Child;
use tongdu::domain::dispensation::Dispensation;
use tongdu::domain::due::Rule;
use tongdu::domain::post::Post;
use tongdu::domain::training::{Attendance, Enrolment, Outcome, Session, Training, TrainingType};
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::schema::{Coded, Fault, Id, Value};
use tongdu::service::{Act, GATE, HandingOver, Move, Office, OfficeRole, Problem, Query, Secret};

const TODAY: &str = "2026-11-23";
const WHY: &str = "原主任住院，村里只有她";

fn untrained(office: &Office, name: &str, role: WorkerRole) -> Id {
    let worker = Worker {
        name: name.into(),
        role: Some(role),
        ..Worker::default()
    };
    office.save(None, worker.into(), "").expect("saved").id
}

/// 后山村 has a child and a trained director, 东山村 an untrained one and no child yet.
struct Place {
    office: Office,
    dir: tempfile::TempDir,
    houshan: Id,
    dongshan: Id,
    trained: Id,
    green: Id,
    waiting: Id,
    kid: Id,
}

fn place() -> Place {
    let dir = tempfile::tempdir().unwrap();
    let office = township(dir.path());
    let trained = director(&office, "曾德旺");
    post(&office, trained, "后山村", "2019-11-01", "");
    let green = untrained(&office, "何晓红", WorkerRole::Director);
    let waiting = untrained(&office, "雷桂兰", WorkerRole::Director);
    post(&office, waiting, "东山村", "2026-11-01", "");
    let kid = child(&office, "陈小明", "后山村");
    Place {
        houshan: village(&office, "后山村"),
        dongshan: village(&office, "东山村"),
        dir,
        office,
        trained,
        green,
        waiting,
        kid,
    }
}

fn new_post(worker: Id, village: Option<Id>) -> Post {
    Post {
        worker: Some(worker),
        village,
        from: Some(day(TODAY)),
        ..Post::default()
    }
}

fn handing(village: Option<Id>, taking: Id, reason: &str) -> HandingOver {
    HandingOver {
        village,
        leaving: None,
        taking,
        day: day(TODAY),
        note: "随交钥匙".into(),
        reason: reason.into(),
    }
}

fn kid_of(village: Id) -> Record {
    let child = Child {
        name: "新来的".into(),
        village: Some(village),
        ..Child::default()
    };
    child.into()
}

fn set(office: &Office, kind: Kind, id: Id, field: &str, value: Value, why: &str) -> Done {
    let row = office.row(kind, id).unwrap();
    let mut record = row.record.clone();
    record.set(field, value);
    office.save(Some(&row), record, why).map(|_| ())
}

fn many(office: &Office, kind: Kind, id: Id, to: Id, why: &str) -> Done {
    let rows = [office.row(kind, id).unwrap()];
    let column = office.named(kind, "village").unwrap();
    let plan = office.plan_bulk(kind, &rows, &[(column, Value::Link(to))])?;
    office.save_bulk(&plan, why).map(|_| ())
}

type Done = Result<(), Problem>;

/// Something done before, in peace, and the way that runs into the gate.
type Way = (
    &'static str,
    fn(&Place) -> Option<Id>,
    fn(&Place, Option<Id>, &str) -> Done,
);

/// Every way into being in charge of children.
const WAYS: &[Way] = &[
    (
        "a new post",
        |_| None,
        |p, _, why| {
            let post = new_post(p.green, Some(p.houshan));
            p.office.save(None, post.into(), why).map(|_| ())
        },
    ),
    (
        "a post that begins later",
        |_| None,
        |p, _, why| {
            let mut post = new_post(p.green, Some(p.houshan));
            post.from = Some(day("2027-03-01"));
            p.office.save(None, post.into(), why).map(|_| ())
        },
    ),
    (
        "a post that was over",
        |p| Some(post(&p.office, p.green, "后山村", "2026-01-01", "2026-02-01").id),
        |p, id, why| set(&p.office, Kind::Post, id.unwrap(), "to", Value::Empty, why),
    ),
    (
        "a post that moves",
        |p| Some(post(&p.office, p.green, "社州村", "2026-01-01", "").id),
        |p, id, why| {
            let to = Value::Link(p.houshan);
            set(&p.office, Kind::Post, id.unwrap(), "village", to, why)
        },
    ),
    (
        "posts that move together",
        |p| Some(post(&p.office, p.green, "社州村", "2026-01-01", "").id),
        |p, id, why| many(&p.office, Kind::Post, id.unwrap(), p.houshan, why),
    ),
    (
        "a supervisor who becomes a director",
        |p| {
            let who = untrained(&p.office, "张三", WorkerRole::Supervisor);
            post(&p.office, who, "后山村", "2026-01-01", "");
            Some(who)
        },
        |p, id, why| {
            let role = Value::Choice(WorkerRole::Director.code().into());
            set(&p.office, Kind::Worker, id.unwrap(), "role", role, why)
        },
    ),
    (
        "a new director with a post",
        |_| None,
        |p, _, why| {
            let worker = Worker {
                name: "新主任".into(),
                role: Some(WorkerRole::Director),
                ..Worker::default()
            };
            let post = new_post(Id([0; 16]), Some(p.houshan));
            p.office.appoint(worker.into(), post, why).map(|_| ())
        },
    ),
    (
        "a village handed over",
        |_| None,
        |p, _, why| {
            let asked = handing(Some(p.houshan), p.green, why);
            p.office.hand_over(&asked).map(|_| ())
        },
    ),
    (
        "the township handed over",
        |p| {
            person(&p.office, "王芳", WorkerRole::Supervisor);
            Some(untrained(&p.office, "陈志明", WorkerRole::Supervisor))
        },
        |p, id, why| {
            let asked = handing(None, id.unwrap(), why);
            p.office.hand_over(&asked).map(|_| ())
        },
    ),
    (
        "a new child",
        |_| None,
        |p, _, why| {
            let child = kid_of(p.dongshan);
            p.office.save(None, child, why).map(|_| ())
        },
    ),
    (
        "a child of another village",
        |_| None,
        |p, _, why| {
            let to = Value::Link(p.dongshan);
            set(&p.office, Kind::Child, p.kid, "village", to, why)
        },
    ),
    (
        "a child that moves",
        |_| None,
        |p, _, why| {
            let row = p.office.row(Kind::Child, p.kid).unwrap();
            let to = Move {
                village: p.dongshan,
                together: true,
                address: "5号",
                reason: why,
            };
            p.office.move_child(&row, &to).map(|_| ())
        },
    ),
    (
        "children that move together",
        |_| None,
        |p, _, why| many(&p.office, Kind::Child, p.kid, p.dongshan, why),
    ),
    (
        "a sibling",
        |_| None,
        |p, _, why| {
            let row = p.office.row(Kind::Child, p.kid).unwrap();
            let sibling = kid_of(p.dongshan);
            p.office.add_to_home(&row, sibling, why).map(|_| ())
        },
    ),
    (
        "an undoing",
        |p| {
            // Without a child there is nobody to be asked; then she leaves, and a child comes.
            let old = handing(Some(p.dongshan), p.trained, "");
            let undone = p.office.hand_over(&old).unwrap();
            child(&p.office, "后来的", "东山村");
            let _ = undone;
            None
        },
        |p, _, why| {
            let handover = p
                .office
                .tables()
                .live(Kind::Handover)
                .last()
                .unwrap()
                .clone();
            let revision = Some(handover.revision);
            p.office.undo_because(revision, why).map(|_| ())
        },
    ),
];

fn dispensations(office: &Office) -> Vec<Dispensation> {
    let tables = office.tables();
    let all = tables.all::<Dispensation>(Kind::Dispensation);
    all.map(|(_, d)| d.clone()).collect()
}

#[test]
fn every_way_asks_keeps_the_reason_and_is_taken_back_whole() {
    for (name, before, go) in WAYS {
        let place = place();
        let id = before(&place);
        let office = &place.office;
        let (head, due) = (office.head(), office.due());
        for blank in ["", " \u{3000}"] {
            let refused = go(&place, id, blank).unwrap_err();
            assert_eq!(refused.key, GATE, "{name}");
            let told = [refused.what(&words()), refused.why(&words())].concat();
            assert!(
                told.contains("初任培训还没合格") && told.contains("128号 二(二)2"),
                "{told}"
            );
            assert_eq!(office.head(), head, "{name}: something was written");
        }
        go(&place, id, WHY).unwrap_or_else(|p| panic!("{name}: {p} {:?}", p.faults));
        let kept = dispensations(office);
        assert_eq!(kept.len(), 1, "{name}");
        assert_eq!(
            (kept[0].reason.as_str(), kept[0].day),
            (WHY, Some(day(TODAY)))
        );
        let row = office
            .tables()
            .live(Kind::Dispensation)
            .next()
            .unwrap()
            .clone();
        let told = office.history(Kind::Dispensation, row.id).unwrap();
        assert_eq!(told[0].reason.as_deref().or(Some(WHY)), Some(WHY), "{name}");
        let who = kept[0].worker.unwrap();
        let later = *name == "a post that begins later";
        let listed = office.due_on(if later { day("2027-03-02") } else { day(TODAY) });
        let line = listed
            .iter()
            .find(|d| d.rule == Rule::Untrained && d.id == who);
        let line = line.unwrap_or_else(|| panic!("{name}: not due"));
        assert!(office.due_what(&words(), line).contains(WHY), "{name}");
        if *name != "an undoing" {
            office.undo(None).unwrap();
            assert_eq!(dispensations(office), [], "{name}");
            assert_eq!(*office.due(), *due, "{name}");
        }
    }
}

#[test]
fn whoever_is_trained_or_has_no_children_is_not_asked() {
    let place = place();
    let office = &place.office;
    let other = director(office, "曾庆华");
    let handed = office.hand_over(&handing(Some(place.houshan), other, ""));
    assert!(handed.is_ok(), "{handed:?}");
    // A remark on the handover is the journal's reason, as ever.
    let told = office.history(Kind::Handover, handed.unwrap().id).unwrap();
    assert_eq!(told[0].reason.as_deref(), Some("随交钥匙"));
    post(office, place.green, "社州村", "2026-11-01", "");
    // A post of the past puts nobody in charge.
    post(office, place.green, "后山村", "2020-01-01", "2020-12-31");
    assert_eq!(dispensations(office), []);
}

#[test]
fn a_reason_that_stands_serves_for_the_next_child_and_not_for_coming_back() {
    let place = place();
    let office = &place.office;
    let first = office.save(None, kid_of(place.dongshan), WHY).unwrap();
    let kept = ("reason".to_owned(), Fault::Warning("fault-dispensed"));
    assert!(first.warnings.contains(&kept), "{:?}", first.warnings);
    office.save(None, kid_of(place.dongshan), "").unwrap();
    assert_eq!(dispensations(office).len(), 1);
    office
        .hand_over(&handing(Some(place.dongshan), place.trained, ""))
        .unwrap();
    let mut back = handing(Some(place.dongshan), place.waiting, "");
    back.day = day("2026-11-24");
    assert_eq!(office.hand_over(&back).unwrap_err().key, GATE);
    // Taking the handover back is no new beginning: the reason still stands.
    office.undo(None).unwrap();
    assert_eq!(in_charge(office, "东山村", TODAY), ["雷桂兰"]);
}

fn stands(office: &Office) -> Vec<String> {
    let query = Query::default();
    let rows = office.list(&words(), Kind::Dispensation, &query).rows;
    let column = office.named(Kind::Dispensation, "dispensed").unwrap();
    let cells = office.cells(&words(), &rows, &[column]);
    cells.into_iter().flatten().collect()
}

#[test]
fn it_is_listed_until_the_training_is_passed_or_the_village_is_given_up() {
    let place = place();
    let office = &place.office;
    for who in [place.green, place.waiting] {
        let post = new_post(who, Some(place.houshan));
        office.save(None, post.into(), WHY).unwrap();
    }
    assert_eq!(stands(office), ["未结", "未结"]);
    let training = Training {
        name: "初任班".into(),
        kind: Some(TrainingType::First),
        year: Some(2026),
        ..Training::default()
    };
    let training = office.save(None, training.into(), "").unwrap().id;
    let session = Session {
        training: Some(training),
        day: Some(day(TODAY)),
        ..Session::default()
    };
    let session = office.save(None, session.into(), "").unwrap().id;
    assert_eq!(office.next_first().map(|next| next.session), Some(session));
    let passed = |result| Enrolment {
        session: Some(session),
        worker: Some(place.green),
        state: Some(Attendance::Present),
        result: Some(result),
        ..Enrolment::default()
    };
    let enrolled = office.save(None, passed(Outcome::Fail).into(), "").unwrap();
    assert_eq!(stands(office), ["未结", "未结"], "failed is not passed");
    let row = office.row(Kind::Enrolment, enrolled.id).unwrap();
    office
        .save(Some(&row), passed(Outcome::Pass).into(), "")
        .unwrap();
    assert_eq!(stands(office), ["已合格", "未结"]);
    let due = office.due();
    let mut untrained = due.iter().filter(|d| d.rule == Rule::Untrained);
    assert!(untrained.all(|d| d.id == place.waiting));
    // The other gives up that village; what she has elsewhere has no child.
    let tables = office.tables();
    let posts = tables.leading_to(place.waiting, Kind::Post).cloned();
    let posts: Vec<_> = posts
        .filter(|row| row.record.value("village") == Value::Link(place.houshan))
        .collect();
    drop(tables);
    let mut ended = posts[0].record.clone();
    ended.set("from", Value::Day(day("2026-11-01")));
    ended.set("to", Value::Day(day("2026-11-22")));
    office.save(Some(&posts[0]), ended, "").unwrap();
    assert_eq!(stands(office), ["已合格", "已不管"]);
}

#[test]
fn for_a_trainer_each_village_counts() {
    let place = place();
    let office = &place.office;
    office
        .add_user("赵敏", OfficeRole::Trainer, "laoying2026")
        .unwrap();
    let (green, empty) = (place.green, village(office, "社州村"));
    let Place { office, dir, .. } = place;
    office.close();
    let secret = Secret::passphrase("laoying2026");
    let office = Office::open(&crate::office::setup(), &dir.path().join("office"), &secret);
    let office = office.unwrap();
    let post = new_post(green, Some(empty));
    let refused = office.save(None, post.clone().into(), "").unwrap_err();
    assert_eq!(refused.key, GATE);
    office.save(None, post.into(), WHY).unwrap();
    let due = office.due();
    let line = due
        .iter()
        .find(|d| d.rule == Rule::Untrained && d.id == green);
    assert_eq!(office.due_reason(line.unwrap()).as_deref(), Some(WHY));
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Post(usize, usize, i32, bool),
    Hand(usize, usize, bool),
    Child(usize, bool),
    Move(usize, bool),
    Pass(usize),
    Undo(bool),
}

fn step() -> impl Strategy<Value = Step> {
    let yes = any::<bool>;
    prop_oneof![
        3 => (0..4usize, 0..3usize, -20..20i32, yes()).prop_map(|(w, v, d, y)| Step::Post(w, v, d, y)),
        3 => (0..3usize, 0..4usize, yes()).prop_map(|(v, w, y)| Step::Hand(v, w, y)),
        3 => (0..3usize, yes()).prop_map(|(v, y)| Step::Child(v, y)),
        2 => (0..3usize, yes()).prop_map(|(v, y)| Step::Move(v, y)),
        1 => (0..4usize).prop_map(Step::Pass),
        3 => yes().prop_map(Step::Undo),
    ]
}

/// No sequence of acts leaves somebody untrained in charge of children without a reason on record,
/// and a line of the day's list wherever they are in post.
#[test]
fn nobody_untrained_is_in_charge_without_a_reason() {
    let places = ["后山村", "东山村", "社州村"];
    crate::dice::runner(48)
        .run(&prop::collection::vec(step(), 1..16), |steps| {
            let dir = tempfile::tempdir().unwrap();
            let office = township(dir.path());
            let mut people = vec![director(&office, "曾德旺")];
            for n in 1..4 {
                people.push(untrained(&office, &format!("某{n}"), WorkerRole::Director));
            }
            let villages: Vec<Id> = places.iter().map(|p| village(&office, p)).collect();
            let today = day(TODAY);
            let why = |yes: bool| if yes { WHY } else { "" };
            let mut acts = 0;
            for step in steps {
                let head = office.head();
                let done = match step {
                    Step::Post(w, v, from, yes) => {
                        let mut post = new_post(people[w], Some(villages[v]));
                        post.from = Some(today.plus(from));
                        office.save(None, post.into(), why(yes)).map(|_| ())
                    }
                    Step::Hand(v, w, yes) => {
                        let asked = handing(Some(villages[v]), people[w], why(yes));
                        office.hand_over(&asked).map(|_| ())
                    }
                    Step::Child(v, yes) => {
                        let child = kid_of(villages[v]);
                        office.save(None, child, why(yes)).map(|_| ())
                    }
                    Step::Move(v, yes) => {
                        let kid = office.tables().live(Kind::Child).next().cloned();
                        match kid {
                            Some(row) => {
                                let to = Move {
                                    village: villages[v],
                                    together: true,
                                    address: "",
                                    reason: why(yes),
                                };
                                office.move_child(&row, &to).map(|_| ())
                            }
                            None => Ok(()),
                        }
                    }
                    Step::Pass(w) => {
                        let value = Value::Day(today);
                        set(
                            &office,
                            Kind::Worker,
                            people[w],
                            "first_training",
                            value,
                            "",
                        )
                    }
                    // The people and their township are there for good.
                    Step::Undo(yes) if acts > 0 => {
                        office.undo_because(None, why(yes)).map(|undone| {
                            assert_ne!(undone.act, Act::SetUp);
                            acts -= 2;
                        })
                    }
                    Step::Undo(_) => Ok(()),
                };
                if done.is_ok() && office.head() != head {
                    acts += 1;
                } else if done.is_err() {
                    prop_assert_eq!(office.head(), head);
                }
                let kept = dispensations(&office);
                let tables = office.tables();
                let workforce = tables.workforce();
                let due = office.due_on(today);
                for village in &villages {
                    if tables.leading_to(*village, Kind::Child).next().is_none() {
                        continue;
                    }
                    let charged = workforce.charged_with(*village, today);
                    for who in charged.into_iter().filter(|id| !workforce.passed(*id)) {
                        let told =
                            |d: &Dispensation| d.worker == Some(who) && d.village == Some(*village);
                        prop_assert!(kept.iter().any(told), "{:?}", step);
                        let listed = due.iter().any(|d| d.rule == Rule::Untrained && d.id == who);
                        prop_assert_eq!(listed, workforce.in_post(who, today));
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_gate_by_verb_in_both_languages() {
    let desk = crate::verbs::Desk::new("350703104", "supervisor");
    desk.does(&["add", "worker", "name=何晓红", "role=儿童主任"]);
    desk.does(&["add", "child", "name=小明", "village=后山村"]);
    let post = [
        "add",
        "post",
        "worker=何晓红",
        "village=后山村",
        "from=2026-01-01",
    ];
    for (language, what, next) in [
        ("zh-CN", "不能派：何晓红初任培训还没合格", "--reason"),
        ("en", "何晓红 has not passed first training", "--reason"),
    ] {
        let said = desk.say_as(language, "passphrase", &post);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
        let clause = said.err.contains("128号 二(二)2");
        assert!(
            clause && said.err.contains(what) && said.err.contains(next),
            "{}",
            said.err
        );
    }
    let said = desk.say(&[&post[..], &["--reason", WHY]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("理由已记下"), "{}", said.err);
    let listed = desk.does(&["list", "dispensation", "--where", "dispensed=未结"]);
    assert!(
        listed.contains("何晓红") && listed.contains(WHY),
        "{listed}"
    );
    let due = desk.does(&["due", "--kind", "untrained"]);
    assert!(due.contains(WHY), "{due}");
    let due = desk.does(&["--json", "due", "--kind", "untrained"]);
    assert!(due.contains(&format!(r#""reason":"{WHY}""#)), "{due}");
    // Nobody types or puts aside what the act wrote.
    for args in [
        &["add", "dispensation", "worker=何晓红", "reason=x"][..],
        &["retire", "dispensation", "1", "--reason", "x"],
    ] {
        assert_eq!(desk.say(args).code, 2, "{args:?}");
    }
    desk.does(&["undo"]);
    assert_eq!(desk.does(&["--json", "list", "dispensation"]), "");
}
