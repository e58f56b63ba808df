//! Reviews over a real store: every number is the count of records that can be opened, both the
//! computed and the given points stay, what was told is what is signed, and what is signed is only
//! ever amended by a copy.

#[path = "support/office.rs"]
mod office;

use office::{MONDAY, PASSPHRASE, jianyang, jukou, setup};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::child::Child;
use tongdu::domain::finding::Finding;
use tongdu::domain::inspection::{CheckResult, Inspection};
use tongdu::domain::post::Post;
use tongdu::domain::review::{Count, Evidence, Review, ReviewStage};
use tongdu::domain::rubric::{Basis, RubricItem};
use tongdu::domain::training::{Enrolment, Outcome, Session, Training, TrainingType};
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::{Day, Id, Score, Value};
use tongdu::service::{Column, Office, Problem, ReviewSheet, ScoreOf, Verdict, demo};
use tongdu::store::Secret;

const YEAR: i32 = 2026;
const BASES: [Basis; 4] = [
    Basis::Files,
    Basis::Training,
    Basis::Checks,
    Basis::Findings,
];

fn save(office: &Office, record: impl Into<Record>) -> Id {
    office.save(None, record.into(), "").unwrap().id
}

fn day(text: &str) -> Option<Day> {
    Some(Day::parse(text, None).unwrap())
}

fn village(office: &Office, name: &str) -> Id {
    office.tables().means(Kind::Village, name).unwrap().id
}

/// A director in post in a village since 2020.
fn director(office: &Office, name: &str, place: &str) -> Id {
    let worker = Worker {
        name: name.into(),
        role: Some(WorkerRole::Director),
        first_training: day("2019-12-01"),
        ..Worker::default()
    };
    let id = save(office, worker);
    let post = Post {
        worker: Some(id),
        village: Some(village(office, place)),
        from: day("2020-01-01"),
        ..Post::default()
    };
    save(office, post);
    id
}

/// 莒口镇 with one director and a draft of this year.
fn with_draft(root: &Path) -> (Office, Id) {
    let office = jukou(root);
    director(&office, "林秀英", "后山村");
    let begun = office.begin_reviews(YEAR, None).unwrap();
    assert!(begun.ours, "there was no rubric");
    (office, begun.reviews[0])
}

fn of_basis(sheet: &ReviewSheet, basis: Basis) -> ScoreOf {
    let line = sheet.lines.iter().find(|l| l.basis == basis).unwrap();
    ScoreOf::Item(line.item)
}

/// Scores every item without records with its maximum.
fn score_all(office: &Office, id: Id) {
    for line in office.review(id).unwrap().lines {
        if line.marks.computed.is_none() {
            let most = Some(line.marks.most);
            let of = ScoreOf::Item(line.item);
            office.score_review(id, of, most, "").unwrap();
        }
    }
}

fn signed(office: &Office, id: Id) {
    score_all(office, id);
    office.tell_review(id).unwrap();
    office.hear_review(id, "没有意见").unwrap();
    let total = office.review(id).unwrap().total().unwrap();
    let typed = Value::Score(total.0).plain();
    office.sign_review(id, &typed).unwrap();
}

fn key<T: std::fmt::Debug>(result: Result<T, Problem>) -> &'static str {
    result.unwrap_err().key
}

fn reopen(root: &Path) -> Office {
    Office::open(&setup(), root, &Secret::passphrase(PASSPHRASE)).unwrap()
}

#[test]
fn a_year_begins_with_a_draft_for_everybody_in_post_by_our_rubric() {
    let dir = tempfile::tempdir().unwrap();
    let office = jukou(&dir.path().join("office"));
    assert_eq!(
        key(office.begin_reviews(YEAR, None)),
        "problem-review-nobody"
    );
    let lin = director(&office, "林秀英", "后山村");
    let zeng = director(&office, "曾庆华", "社州村");
    let gone = director(&office, "黄建国", "石庵村");
    let row = office.row(Kind::Post, {
        let tables = office.tables();
        let mut posts = tables.all::<Post>(Kind::Post);
        posts.find(|(_, p)| p.worker == Some(gone)).unwrap().0
    });
    let mut post = row.as_deref().unwrap().record.clone();
    post.set("to", Value::Day(Day::parse("2026-06-30", None).unwrap()));
    office.save(row.as_deref(), post, "").unwrap();
    assert_eq!(
        key(office.begin_reviews(YEAR + 1, None)),
        "problem-review-year"
    );

    let begun = office.begin_reviews(YEAR, None).unwrap();
    assert_eq!(
        (begun.reviews.len(), begun.before, begun.ours),
        (2, 0, true)
    );
    let sheets = office.reviews(YEAR);
    let who: BTreeSet<Id> = sheets.iter().map(|s| s.worker).collect();
    assert_eq!(who, BTreeSet::from([lin, zeng]), "not who left in June");
    let sheet = &sheets[0];
    assert_eq!((sheet.lines.len(), sheet.most()), (8, Score(1000)));
    assert_eq!(sheet.rubric.source.unwrap() as u8, 0, "told as ours");
    let none = sheet
        .lines
        .iter()
        .filter(|l| l.evidence == Evidence::NoRecords);
    assert_eq!(none.count(), 6, "visits and reports come with the cases");
    assert_eq!(sheet.total(), None);

    assert_eq!(
        key(office.begin_reviews(YEAR, None)),
        "problem-review-there"
    );
    // Whoever left is reviewed where somebody asks for it.
    let late = office.begin_reviews(YEAR, Some(gone)).unwrap();
    assert_eq!((late.reviews.len(), late.ours), (1, false));
    office.undo(None).unwrap();
    assert_eq!(office.reviews(YEAR).len(), 2);
    office.undo(None).unwrap();
    assert_eq!(office.reviews(YEAR).len(), 0);
    assert_eq!(office.tables().live(Kind::Rubric).count(), 0, "one undo");
}

#[test]
fn both_points_stay_with_the_reason_and_a_refusal_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("office");
    let (office, id) = with_draft(&root);
    let sheet = office.review(id).unwrap();
    let training = of_basis(&sheet, Basis::Training);
    let visits = of_basis(&sheet, Basis::Visits);
    let score = |of, points, reason: &str| office.score_review(id, of, points, reason);
    let before = office.version();
    let over = score(training, Some(Score(51)), "好").unwrap_err();
    assert_eq!(
        (over.key, over.args[0].1.as_str()),
        ("problem-review-over", "5")
    );
    assert_eq!(
        key(score(training, Some(Score(30)), " 　")),
        "problem-review-reason"
    );
    assert_eq!(
        key(score(ScoreOf::Bonus, Some(Score(51)), "好")),
        "problem-review-over"
    );
    let bare = score(ScoreOf::Deduction, Some(Score(10)), "");
    assert_eq!(key(bare), "problem-review-extra-reason");
    assert_eq!(
        key(office.veto_review(id, true, "")),
        "problem-review-veto-reason"
    );
    assert_eq!(key(office.tell_review(id)), "problem-review-open");
    assert_eq!(office.version(), before, "nothing was written");
    for typed in ["12,5", "很好", "12.55", "-1"] {
        let refused = office.read_points(typed, Score(250));
        assert_eq!(key(refused), "problem-review-points", "{typed}");
    }
    assert_eq!(
        key(office.read_points("25.1", Score(250))),
        "problem-review-over"
    );
    assert_eq!(
        office.read_points(" １２.５ ", Score(250)),
        Ok(Some(Score(125)))
    );

    // Where there are no records a score by hand needs no reason.
    score(visits, Some(Score(230)), "").unwrap();
    score(training, Some(Score(30)), "请假有证明").unwrap();
    drop(office);
    let office = reopen(&root);
    let sheet = office.review(id).unwrap();
    let line = sheet
        .lines
        .iter()
        .find(|l| l.basis == Basis::Training)
        .unwrap();
    assert_eq!(line.evidence, Evidence::Counted(Count { met: 0, due: 1 }));
    assert_eq!(line.marks.computed, Some(Score(0)));
    assert_eq!(
        (line.marks.given, line.reason.as_str()),
        (Some(Score(30)), "请假有证明")
    );
    assert_eq!((sheet.adjusted(), sheet.departures()), (30, 1));

    // One scored draft taken back; then what is computed counts again.
    office.undo(None).unwrap();
    let line = |basis| {
        let sheet = office.review(id).unwrap();
        sheet.lines.into_iter().find(|l| l.basis == basis).unwrap()
    };
    assert_eq!(line(Basis::Training).marks.given, None);
    assert_eq!(line(Basis::Visits).marks.given, Some(Score(230)));
    office.score_review(id, visits, None, "").unwrap();
    assert_eq!(line(Basis::Visits).marks.counts(), None);
}

#[test]
fn what_was_told_is_what_is_signed_whatever_the_records_do() {
    let dir = tempfile::tempdir().unwrap();
    let (office, id) = with_draft(&dir.path().join("office"));
    let worker = office.review(id).unwrap().worker;
    let act = |act: &str, result: Result<(), Problem>| {
        let refused = result.unwrap_err();
        assert_eq!(refused.key, "problem-review-turn", "{act}");
    };
    act("hear", office.hear_review(id, "没有意见"));
    act("sign", office.sign_review(id, "100"));
    act("reopen", office.reopen_review(id, "弄错了"));
    score_all(&office, id);
    office.tell_review(id).unwrap();
    let told = office.review(id).unwrap();
    let training = |sheet: &ReviewSheet| {
        let line = sheet.lines.iter().find(|l| l.basis == Basis::Training);
        line.unwrap().clone()
    };
    assert_eq!(told.total(), Some(Score(950)), "all but the rotation");

    // The rotation is entered late: what was told stays, and says that it has changed since.
    let rotation = Training {
        name: "轮训".into(),
        kind: Some(TrainingType::Rotation),
        year: Some(YEAR.into()),
        ..Training::default()
    };
    let training_id = save(&office, rotation);
    let session = Session {
        training: Some(training_id),
        day: day("2026-05-04"),
        ..Session::default()
    };
    let session = save(&office, session);
    let mut present = Record::from(Enrolment {
        session: Some(session),
        worker: Some(worker),
        ..Enrolment::default()
    });
    present.set("state", Value::Choice("present".into()));
    save(&office, present);
    let now = training(&office.review(id).unwrap());
    assert_eq!(now.evidence, Evidence::Counted(Count { met: 0, due: 1 }));
    assert_eq!(now.since, Some(Count { met: 1, due: 1 }));
    assert_eq!(office.review(id).unwrap().total(), Some(Score(950)));

    // No points outside a draft; back to one, what is told anew follows the records.
    let of = of_basis(&told, Basis::Visits);
    let late = office.score_review(id, of, Some(Score(10)), "");
    assert_eq!(key(late), "problem-review-not-draft");
    assert_eq!(key(office.hear_review(id, " ")), "problem-review-opinion");
    office.hear_review(id, "轮训参加了").unwrap();
    assert_eq!(key(office.reopen_review(id, "")), "problem-needs-reason");
    office.reopen_review(id, "轮训补录了").unwrap();
    let draft = office.review(id).unwrap();
    assert_eq!(draft.total(), Some(Score(1000)));
    assert_eq!(
        (draft.stage(), draft.review.told),
        (ReviewStage::Draft, None)
    );
    assert_eq!(draft.review.opinion, "");
    signed(&office, id);
    assert_eq!(office.review(id).unwrap().total(), Some(Score(1000)));
}

#[test]
fn a_signature_is_for_good_and_only_a_copy_amends_it() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("office");
    let (office, id) = with_draft(&root);
    assert_eq!(
        key(office.amend_review(id, "算错")),
        "problem-review-not-signed"
    );
    score_all(&office, id);
    office.tell_review(id).unwrap();
    office.hear_review(id, "没有意见").unwrap();
    let wrong = office.sign_review(id, "95.1").unwrap_err();
    assert_eq!(wrong.key, "problem-review-total");
    assert_eq!(office.review(id).unwrap().stage(), ReviewStage::Heard);
    office.sign_review(id, " ９５.0").unwrap();

    // Neither the signature nor anything before it is taken back.
    assert_eq!(key(office.undo(None)), "store-cannot-undo");
    for entry in office.history(Kind::Review, id).unwrap() {
        assert!(office.undo(Some(entry.revision)).is_err(), "{entry:?}");
    }
    let of = of_basis(&office.review(id).unwrap(), Basis::Visits);
    for refused in [
        office.score_review(id, of, Some(Score(1)), "改"),
        office.veto_review(id, true, "改"),
        office.tell_review(id),
        office.reopen_review(id, "改"),
        office.drop_review(id, "改"),
    ] {
        assert_eq!(key(refused), "problem-review-signed");
    }
    let row = office.row(Kind::Review, id).unwrap();
    assert_eq!(key(office.retire(&row, "不要了")), "problem-not-typed");
    let mut record = row.record.clone();
    let typed = [("total".to_owned(), "100".to_owned())];
    assert_eq!(key(office.fill(&mut record, &typed)), "problem-not-typed");
    let was = office.review(id).unwrap();

    assert_eq!(key(office.amend_review(id, " ")), "problem-needs-reason");
    let copy = office.amend_review(id, "漏算轮训").unwrap();
    assert_eq!(
        key(office.amend_review(id, "再来")),
        "problem-review-amended"
    );
    let sheet = office.review(copy).unwrap();
    assert_eq!((sheet.amends, sheet.counts()), (Some(was.number), false));
    assert_eq!(office.reviews(YEAR).len(), 2, "both, until it is signed");
    let of = of_basis(&sheet, Basis::Training);
    office
        .score_review(copy, of, Some(Score(50)), "轮训补录")
        .unwrap();
    signed(&office, copy);
    drop(office);

    let office = reopen(&root);
    let old = office.review(id).unwrap();
    assert_eq!(old.review, was.review, "the first stays as it was");
    assert_eq!(old.lines.len(), was.lines.len());
    let new = office.review(copy).unwrap();
    assert_eq!(
        (old.amended_by, new.total()),
        (Some(new.number), Some(Score(1000)))
    );
    let shown: Vec<Id> = office.reviews(YEAR).iter().map(|s| s.id).collect();
    assert_eq!(shown, [copy], "the copy stands in its place");
    assert_eq!(office.review_of(new.worker, YEAR), Some(copy));
}

#[test]
fn a_rubric_somebody_was_told_under_stays_and_the_next_year_has_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let (office, id) = with_draft(&dir.path().join("office"));
    let rubric = office.review(id).unwrap().review.rubric.unwrap();
    let item = office
        .tables()
        .live(Kind::RubricItem)
        .next()
        .cloned()
        .unwrap();
    let change = |points: i64| {
        let row = office.row(Kind::RubricItem, item.id).unwrap();
        let mut record = row.record.clone();
        record.set("points", Value::Score(points));
        office.save(Some(&row), record, "").map(drop)
    };
    change(300).unwrap();
    assert_eq!(
        office.review(id).unwrap().most(),
        Score(1050),
        "a draft follows"
    );
    change(250).unwrap();
    score_all(&office, id);
    office.tell_review(id).unwrap();
    let refused = change(300).unwrap_err();
    assert_eq!(refused.faults[0].1.key(), "fault-rubric-in-use");
    // Nor many at once.
    let row = office.row(Kind::RubricItem, item.id).unwrap();
    let field = Column::Field(Kind::RubricItem.field_index("points").unwrap());
    let value = [(field, Value::Score(300))];
    let plan = office.plan_bulk(Kind::RubricItem, &[row], &value).unwrap();
    let Verdict::Refused(faults) = &plan.lines[0].verdict else {
        panic!("taken");
    };
    assert_eq!(faults[0].1.key(), "fault-rubric-in-use");
    let more = RubricItem {
        rubric: Some(rubric),
        basis: Some(Basis::Hand),
        points: Some(Score(50)),
        ..RubricItem::default()
    };
    assert!(office.save(None, more.into(), "").is_err());

    let first = Day::from_ymd(2026, 7, 1).unwrap();
    assert_eq!(
        key(office.copy_rubric(rubric, "2026", first)),
        "problem-rubric-name"
    );
    let next = office.copy_rubric(rubric, "2026下", first).unwrap();
    let copied = office.tables().leading_to(next, Kind::RubricItem).count();
    assert_eq!(copied, 8);
    director(&office, "曾庆华", "社州村");
    let other = office.begin_reviews(YEAR, None).unwrap().reviews[0];
    assert_eq!(office.review(other).unwrap().rubric.name, "2026下");
    let last = office.begin_reviews(YEAR - 1, None).unwrap().reviews[0];
    let of_last = office.review(last).unwrap().rubric;
    assert_eq!(of_last.name, "2025", "neither held in that year");
    assert_eq!(office.review(id).unwrap().rubric.name, "2026");
}

#[test]
fn a_trainer_keeps_reviews_without_seeing_a_child() {
    let dir = tempfile::tempdir().unwrap();
    let office = jianyang(&dir.path().join("office"));
    let worker = Worker {
        name: "林秀英".into(),
        role: Some(WorkerRole::Director),
        first_training: day("2019-12-01"),
        ..Worker::default()
    };
    let worker = save(&office, worker);
    let place = office.tables().live(Kind::Village).next().unwrap().id;
    let post = Post {
        worker: Some(worker),
        village: Some(place),
        from: day("2020-01-01"),
        ..Post::default()
    };
    save(&office, post);
    let id = office.begin_reviews(YEAR, None).unwrap().reviews[0];
    let sheet = office.review(id).unwrap();
    let files = sheet
        .lines
        .iter()
        .find(|l| l.basis == Basis::Files)
        .unwrap();
    assert_eq!(files.evidence, Evidence::Hidden);
    assert_eq!(key(office.behind(id, Basis::Files)), "problem-may-not");
    signed(&office, id);
    let out = dir.path().join("考核表.txt");
    let words = Lexicon::new(Language::ZhCn);
    office.print_review(&words, id, &out).unwrap();
    let paper = std::fs::read_to_string(&out).unwrap();
    assert!(paper.contains("看不到档案"), "{paper}");
}

#[test]
fn the_paper_says_what_the_screen_says_and_is_logged() {
    let dir = tempfile::tempdir().unwrap();
    let (office, id) = with_draft(&dir.path().join("office"));
    let child = Child {
        name: "陈小明".into(),
        village: Some(village(&office, "后山村")),
        ..Child::default()
    };
    let mut child = Record::from(child);
    child.set("sex", Value::Choice("male".into()));
    let child = office.save(None, child, "").unwrap().id;
    let missed = office.behind(id, Basis::Files).unwrap();
    assert_eq!(missed.len(), 1);
    assert_eq!((missed[0].id, missed[0].met), (child, false));
    let out = dir.path().join("考核表.txt");
    let words = Lexicon::new(Language::ZhCn);
    office.print_review(&words, id, &out).unwrap();
    let paper = std::fs::read_to_string(&out).unwrap();
    for said in [
        "林秀英",
        "完整 0/1",
        "没做到：陈小明",
        "还没有记录",
        "今年没轮训",
        "本地默认",
    ] {
        assert!(paper.contains(said), "no {said} in\n{paper}");
    }
    let printed = |kind, id| {
        let past = office.history(kind, id).unwrap();
        past.iter()
            .any(|entry| entry.act == tongdu::service::Act::Print)
    };
    assert!(printed(Kind::Review, id) && printed(Kind::Child, child));
    assert_eq!(
        key(office.print_review(&words, id, &out)),
        "problem-file-there"
    );
}

// --- every number equals a naive recount ---

/// The posts of a worker that count for a year seen from a day.
fn posts(office: &Office, worker: Id, year: i32, day: Day) -> Vec<Post> {
    let tables = office.tables();
    let all: Vec<Post> = tables
        .all::<Post>(Kind::Post)
        .filter(|(_, p)| p.worker == Some(worker))
        .map(|(_, p)| p.clone())
        .collect();
    let on = |p: &&Post| p.from.is_none_or(|f| f <= day) && p.to.is_none_or(|t| day <= t);
    let now: Vec<Post> = all.iter().filter(on).cloned().collect();
    let (first, last) = (
        Day::from_ymd(year, 1, 1).unwrap(),
        Day::from_ymd(year, 12, 31).unwrap(),
    );
    let in_year = |p: &&Post| p.from.is_none_or(|f| f <= last) && p.to.is_none_or(|t| t >= first);
    if now.is_empty() {
        all.iter().filter(in_year).cloned().collect()
    } else {
        now
    }
}

/// Goes through every record there is, and counts.
fn recount(office: &Office, review: &Review, basis: Basis) -> Count {
    let (worker, year) = (review.worker.unwrap(), review.year());
    let day = office.today().min(Day::from_ymd(year, 12, 31).unwrap());
    let (mut met, mut due) = (0, 0);
    let mut count = |good: bool| {
        due += 1;
        met += u32::from(good);
    };
    match basis {
        Basis::Files => {
            let held = posts(office, worker, year, day);
            let rows: Vec<_> = office.tables().live(Kind::Child).cloned().collect();
            let words = Lexicon::new(Language::En);
            let complete = office.column(Kind::Child, "complete").unwrap();
            for row in rows {
                let Value::Link(place) = row.record.value("village") else {
                    continue;
                };
                if !held.iter().any(|p| p.village == Some(place)) {
                    continue;
                }
                let whole = office.column_text(&words, &row, complete) == "100";
                let last = match row.record.value("checked") {
                    Value::Day(day) => day,
                    _ => Day::of_millis(MONDAY),
                };
                count(whole && day.0 - last.0 <= 180);
            }
        }
        Basis::Training => {
            let tables = office.tables();
            let mut done = false;
            for (_, e) in tables.all::<Enrolment>(Kind::Enrolment) {
                let session: &Session = tables.get(Kind::Session, e.session.unwrap()).unwrap();
                let training: &Training = tables
                    .get(Kind::Training, session.training.unwrap())
                    .unwrap();
                let of_year = training.year == Some(year.into())
                    && matches!(
                        training.kind,
                        Some(TrainingType::Rotation | TrainingType::MakeUp)
                    );
                let came = e.attended() && e.result != Some(Outcome::Fail);
                done |= e.worker == Some(worker) && of_year && came;
            }
            let held: &Worker = tables.get(Kind::Worker, worker).unwrap();
            done |= held.first_training.is_some_and(|d| d.year() == year);
            let all = tables.all::<Post>(Kind::Post);
            let own: Vec<&Post> = all
                .filter(|(_, p)| p.worker == Some(worker))
                .map(|(_, p)| p)
                .collect();
            let since = own.iter().filter_map(|p| p.from).min();
            let still = own.iter().any(|p| p.holds_on(office.today()));
            let stayed = own.iter().any(|p| p.to.is_none_or(|to| to.year() > year));
            let in_year = own.iter().any(|p| p.in_year(year));
            let open = if year == office.today().year() {
                still
            } else {
                stayed && since.is_some()
            };
            if done || (in_year && open) {
                count(done);
            }
        }
        Basis::Checks => {
            let tables = office.tables();
            for (_, i) in tables.all::<Inspection>(Kind::Inspection) {
                let Some(done) = i.done.filter(|d| d.year() == year) else {
                    continue;
                };
                let mut own = tables.all::<Post>(Kind::Post);
                let held = own.any(|(_, p)| {
                    p.worker == Some(worker) && p.village == i.village && p.holds_on(done)
                });
                if held {
                    let parts = [i.visits, i.files, i.publicity, i.venue];
                    count(!parts.contains(&Some(CheckResult::Problem)));
                }
            }
        }
        Basis::Findings => {
            let tables = office.tables();
            for (_, f) in tables.all::<Finding>(Kind::Finding) {
                let Some(term) = f.due.filter(|d| d.year() == year) else {
                    continue;
                };
                if f.owner == Some(worker) && (f.closed.is_some() || term < day) {
                    count(f.closed.is_some_and(|c| c <= term));
                }
            }
        }
        other => panic!("{other:?} has no records"),
    }
    Count { met, due }
}

/// Something is done to a record that a review may count; refusals are as good as anything.
fn meddle(office: &Office, dice: u64) {
    let back = i32::try_from(dice / 7 % 500).unwrap();
    let other_day = Value::Day(office.today().plus(-back));
    let (kind, field, value) = match dice % 8 {
        0 => (Kind::Child, "checked", other_day),
        1 => (Kind::Child, "checked", Value::Empty),
        2 => (Kind::Child, "schooling", Value::Choice("primary".into())),
        3 => (Kind::Child, "guardianship", Value::Empty),
        4 => (Kind::Post, "to", other_day),
        5 => (Kind::Inspection, "done", other_day),
        6 => (
            Kind::Finding,
            "due",
            Value::Day(office.today().plus(30 - back)),
        ),
        _ => (Kind::Enrolment, "state", Value::Choice("absent".into())),
    };
    let rows: Vec<Arc<_>> = office.tables().live(kind).cloned().collect();
    let at = usize::try_from(dice / 4096).unwrap_or(0) % rows.len();
    let mut record = rows[at].record.clone();
    if kind == Kind::Enrolment {
        record.set("score", Value::Empty);
        record.set("result", Value::Empty);
        record.set("time", Value::Empty);
    }
    record.set(field, value);
    let _ = office.save(Some(&rows[at]), record, "");
}

#[test]
fn computed_items_equal_a_naive_recount() {
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 6,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let seen = std::cell::RefCell::new(BTreeSet::new());
    let given = (1..1000_u64, prop::collection::vec(any::<u64>(), 40));
    runner
        .run(&given, |(seed, dice)| {
            let dir = tempfile::tempdir().unwrap();
            let root = dir.path().join("demo");
            let office = demo::make(&setup(), &root, demo::Scale::Township, seed).unwrap();
            dice.iter().for_each(|dice| meddle(&office, *dice));
            for year in [YEAR - 1, YEAR] {
                let _ = office.begin_reviews(year, None);
                for sheet in office.reviews(year) {
                    for basis in BASES {
                        let want = recount(&office, &sheet.review, basis);
                        let behind = office.behind(sheet.id, basis).unwrap();
                        prop_assert_eq!(Count::of(&behind), want, "{:?} {}", basis, sheet.name);
                        // Those that were missed stand first.
                        prop_assert!(behind.is_sorted_by_key(|b| b.met));
                        seen.borrow_mut()
                            .insert((basis, want.met > 0, want.met < want.due));
                    }
                    if sheet.stage() != ReviewStage::Draft {
                        continue;
                    }
                    for line in &sheet.lines {
                        let want = BASES
                            .contains(&line.basis)
                            .then(|| recount(&office, &sheet.review, line.basis));
                        prop_assert_eq!(line.evidence.count(), want);
                        let points = want.map(|count| {
                            let share = match count.due {
                                0 => 1.0,
                                due => f64::from(count.met) / f64::from(due),
                            };
                            Score((line.marks.most.0 as f64 * share + 0.5 + 1e-9).floor() as i64)
                        });
                        prop_assert_eq!(line.marks.computed, points);
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    let seen = seen.into_inner();
    // Every sort had some met and some missed, so that the counting was put to the test.
    for basis in BASES {
        let met = seen.iter().any(|(b, met, _)| *b == basis && *met);
        let missed = seen.iter().any(|(b, _, missed)| *b == basis && *missed);
        assert!(met && missed, "{basis:?}: {seen:?}");
    }
}
