//! Spot checks over a real store: draws that nobody can roll until they please, inspections, and
//! findings to their end. The algorithm itself is tested beside it.

#[path = "support/office.rs"]
mod office;

use office::{MONDAY, PASSPHRASE, jianyang, jukou, setup};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use tongdu::domain::book::Kind;
use tongdu::domain::draw::{Draw, Period, Seed};
use tongdu::domain::due::{Pressing, Rule};
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::{Day, Id};
use tongdu::service::{DrawWish, Office, Problem, Row};
use tongdu::store::Secret;

fn words() -> Lexicon {
    Lexicon::new(Language::ZhCn)
}

fn add(office: &Office, kind: Kind, pairs: &[(&str, &str)]) -> Result<Id, Problem> {
    let mut record = kind.blank();
    office.fill(&mut record, &owned(pairs))?;
    office.save(None, record, "").map(|saved| saved.id)
}

fn set(office: &Office, kind: Kind, id: Id, pairs: &[(&str, &str)]) -> Result<(), Problem> {
    let row = office.row(kind, id).unwrap();
    let mut record = row.record.clone();
    office.fill(&mut record, &owned(pairs))?;
    office.save(Some(&row), record, "").map(drop)
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(k, v): &(&str, &str)| ((*k).to_owned(), (*v).to_owned());
    pairs.iter().map(own).collect()
}

fn village(office: &Office, name: &str) -> Id {
    office.tables().means(Kind::Village, name).unwrap().id
}

fn two() -> DrawWish {
    DrawWish {
        count: 2,
        ..DrawWish::default()
    }
}

fn draw_of(office: &Office, id: Id) -> Draw {
    let tables = office.tables();
    tables.get::<Draw>(Kind::Draw, id).unwrap().clone()
}

fn inspections(office: &Office) -> Vec<Arc<Row>> {
    office.tables().live(Kind::Inspection).cloned().collect()
}

fn reopen(root: &Path) -> Office {
    Office::open(&setup(), root, &Secret::passphrase(PASSPHRASE)).unwrap()
}

#[test]
fn the_seed_is_stored_first_and_whoever_is_stopped_in_between_draws_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("office");
    let office = jukou(&root);
    let id = office.seed_draw(&two()).unwrap();
    drop(office);

    let office = reopen(&root);
    let open = office.unfinished_draw().unwrap();
    assert_eq!(open.id, id);
    assert_eq!(inspections(&office).len(), 0, "nothing is drawn yet");
    let due = office.due();
    let told = due.iter().find(|d| d.rule == Rule::DrawUnfinished).unwrap();
    assert_eq!((told.pressing, told.id), (Pressing::Now, id));
    let refused = office.draw(&two()).unwrap_err();
    assert_eq!(refused.key, "problem-draw-unfinished");

    let stored = draw_of(&office, id);
    let will = stored.again();
    assert_eq!(stored.drawn(), Vec::<Id>::new());
    assert_eq!(office.finish_draw(id).unwrap(), will);
    let done = draw_of(&office, id);
    assert_eq!((done.drawn(), &done.seed), (will.clone(), &stored.seed));
    assert!(Seed::parse(&done.seed).is_some());
    let refused = office.finish_draw(id).unwrap_err();
    assert_eq!(refused.key, "problem-draw-finished");

    let planned = inspections(&office);
    let places: Vec<String> = planned
        .iter()
        .map(|r| r.record.value("village").plain())
        .collect();
    assert_eq!(
        places,
        will.iter().map(ToString::to_string).collect::<Vec<_>>()
    );
    for row in &planned {
        assert_eq!(row.record.value("kind").plain(), "random");
        assert_eq!(row.record.value("planned").plain(), "2026-12-31");
    }
    let history = office.history(Kind::Draw, id).unwrap();
    assert_eq!(history.len(), 2, "the seed and the result are two entries");
    assert!(!office.due().iter().any(|d| d.rule == Rule::DrawUnfinished));
}

#[test]
fn a_draw_cannot_be_undone_and_a_second_one_needs_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let office = jukou(&dir.path().join("office"));
    let first = office.draw(&two()).unwrap();
    let refused = office.undo(None).unwrap_err();
    assert_eq!(refused.key, "store-cannot-undo");
    assert_eq!(inspections(&office).len(), 2, "still there");
    let row = office.row(Kind::Draw, first).unwrap();
    assert_eq!(
        office.retire(&row, "重来").unwrap_err().key,
        "problem-not-typed"
    );

    // Another name for the same time is the same time.
    for period in [None, Period::parse("2026"), Period::parse("2026-11")] {
        let wish = DrawWish { period, ..two() };
        assert_eq!(office.draw(&wish).unwrap_err().key, "problem-draw-again");
    }
    let blank = DrawWish {
        reason: " 　".into(),
        ..two()
    };
    assert_eq!(office.draw(&blank).unwrap_err().key, "problem-draw-again");
    let next = DrawWish {
        period: Period::parse("2027-Q1"),
        ..two()
    };
    office.draw(&next).unwrap();

    let again = DrawWish {
        reason: "抽中的村居正在换届".into(),
        ..two()
    };
    let second = office.draw(&again).unwrap();
    let (one, other) = (draw_of(&office, first), draw_of(&office, second));
    assert_eq!(other.reason, "抽中的村居正在换届");
    assert_ne!(one.seed, other.seed);
    assert_eq!(one.drawn().len(), 2, "the first stays as it was");
    assert_eq!(office.draws_for(Period::parse("2026-Q4").unwrap()).len(), 2);
    assert_eq!(inspections(&office).len(), 6);

    let of = |name| village(&office, name).to_string();
    let other = ["后山村", "上㘵村", "社州村"].map(of);
    let other = other
        .iter()
        .find(|id| !one.drawn().iter().any(|d| d.to_string() == **id));
    let moved = [("village", other.unwrap().as_str())];
    let refused = set(
        &office,
        Kind::Inspection,
        inspections(&office)[0].id,
        &moved,
    );
    assert_eq!(refused.unwrap_err().faults[0].1.key(), "fault-as-drawn");
}

#[test]
fn what_cannot_be_drawn_is_refused_and_nothing_is_stored() {
    let dir = tempfile::tempdir().unwrap();
    let office = jukou(&dir.path().join("office"));
    let out = |why: &str| vec![(village(&office, "后山村"), why.to_owned())];
    let refused = |wish: DrawWish| office.draw(&wish).unwrap_err();
    let case = |wish| refused(wish).key;
    assert_eq!(case(DrawWish { count: 0, ..two() }), "problem-draw-count");
    assert_eq!(case(DrawWish { count: 18, ..two() }), "problem-draw-count");
    let one_less = DrawWish {
        count: 17,
        excluded: out("空岗"),
        ..two()
    };
    assert_eq!(
        refused(one_less).args,
        [("count", "17".into()), ("left", "16".to_owned())]
    );
    assert_eq!(
        case(DrawWish {
            excluded: out(" "),
            ..two()
        }),
        "problem-draw-exclusion"
    );
    assert_eq!(
        case(DrawWish {
            period: Period::parse("2026-Q3"),
            ..two()
        }),
        "problem-draw-over"
    );
    assert_eq!(
        case(DrawWish {
            most: Some(0),
            ..two()
        }),
        "problem-draw-most"
    );
    assert_eq!(
        case(DrawWish {
            most: Some(121),
            ..two()
        }),
        "problem-draw-most"
    );
    assert_eq!(office.tables().rows(Kind::Draw).count(), 0);

    set(
        &office,
        Kind::Village,
        village(&office, "后山村"),
        &[("code", "350703104201")],
    )
    .unwrap();
    assert_eq!(case(two()), "problem-draw-codes");
    for key in ["problem-draw-count", "problem-draw-codes"] {
        assert!(words().has(&format!("{key}.next")));
    }
}

#[test]
fn weights_come_from_the_inspections_and_what_the_office_sets_stays() {
    let dir = tempfile::tempdir().unwrap();
    let office = jukou(&dir.path().join("office"));
    for (name, done) in [
        ("社州村", "2026-03-12"),
        ("社州村", "2025-10-20"),
        ("河坝村", "2025-10-20"),
        ("东徐村", "2026-11-23"),
    ] {
        add(
            &office,
            Kind::Inspection,
            &[
                ("village", name),
                ("kind", "定期"),
                ("planned", done),
                ("done", done),
            ],
        )
        .unwrap();
    }
    add(
        &office,
        Kind::Inspection,
        &[
            ("village", "石庵村"),
            ("kind", "定期"),
            ("planned", "2026-10-01"),
        ],
    )
    .unwrap();
    let weight = |plan: &tongdu::service::DrawPlan, name| {
        let id = village(&office, name);
        plan.candidates
            .iter()
            .find(|c| c.village == id)
            .unwrap()
            .weight
    };
    let plan = office.plan_draw(&two()).unwrap();
    for (name, want) in [("社州村", 8), ("河坝村", 12), ("东徐村", 1), ("石庵村", 12)] {
        assert_eq!(
            weight(&plan, name),
            want,
            "{name}: only what was done counts"
        );
    }
    let sum: f64 = plan.chances.iter().sum();
    assert!((sum - 2.0).abs() < 1e-6, "{sum}");

    let wish = DrawWish {
        most: Some(6),
        excluded: vec![(village(&office, "后山村"), "空岗，没人可查".into())],
        ..two()
    };
    let id = office.draw(&wish).unwrap();
    assert_eq!(
        weight(&office.plan_draw(&two()).unwrap(), "石庵村"),
        6,
        "stays for the next"
    );
    let stored = draw_of(&office, id);
    let out: Vec<_> = stored
        .candidates
        .iter()
        .filter(|c| !c.in_it())
        .map(|c| c.excluded.as_str())
        .collect();
    assert_eq!(out, ["空岗，没人可查"], "kept with its reason");
    // Whoever changes an inspection later changes no draw that was.
    let before = stored.again();
    let all = inspections(&office);
    let done = all
        .iter()
        .find(|r| !r.record.value("done").is_empty())
        .unwrap();
    office.retire(done, "记错了").unwrap();
    assert_eq!(draw_of(&office, id).again(), before);
}

#[test]
fn a_seed_that_is_brought_along_is_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let office = jukou(&dir.path().join("office"));
    let wish = DrawWish {
        seed: Seed::parse("7F3A-91C2-0E55-D418"),
        ..two()
    };
    let id = office.draw(&wish).unwrap();
    let draw = draw_of(&office, id);
    assert_eq!(
        (draw.seed.as_str(), draw.given),
        ("7F3A-91C2-0E55-D418", Some(true))
    );
    let names: Vec<String> = draw
        .drawn()
        .iter()
        .map(|id| office.label(Kind::Village, *id))
        .collect();
    // The same on every computer, in every office of these villages.
    assert_eq!(names, GOLDEN);
}

/// What that seed draws from the 17 villages of 莒口镇, none of them ever inspected.
const GOLDEN: [&str; 2] = ["策口村", "石庵村"];

#[test]
fn a_result_and_what_it_found_are_followed_to_their_end() {
    let dir = tempfile::tempdir().unwrap();
    let office = jukou(&dir.path().join("office"));
    add(
        &office,
        Kind::Worker,
        &[("name", "林秀英"), ("role", "主任")],
    )
    .unwrap();
    let check = add(
        &office,
        Kind::Inspection,
        &[
            ("village", "上㘵村"),
            ("kind", "定期"),
            ("planned", "2026-11-20"),
        ],
    )
    .unwrap();
    let state = |office: &Office| {
        let row = office.row(Kind::Inspection, check).unwrap();
        let column = office.column(Kind::Inspection, "checked").unwrap();
        office.column_text(&words(), &row, column)
    };
    assert_eq!(state(&office), "过期没查");
    let fault = |kind, id: Id, pairs: &[(&str, &str)]| {
        let faults = set(&office, kind, id, pairs).unwrap_err().faults;
        (faults[0].0.clone(), faults[0].1.key())
    };
    let check_fault = |pairs| fault(Kind::Inspection, check, pairs);
    assert_eq!(
        check_fault(&[("visits", "好")]),
        ("done".into(), "fault-result-without-day")
    );
    assert_eq!(
        check_fault(&[("done", "2026-11-24")]),
        ("done".into(), "fault-done-ahead")
    );
    let without = [("done", "2026-11-21"), ("files", "有问题")];
    assert_eq!(
        check_fault(&without),
        ("files_note".into(), "fault-problem-without-note")
    );

    let finding = |office: &Office, due: &str| {
        let of = office
            .row(Kind::Inspection, check)
            .unwrap()
            .number
            .to_string();
        let pairs = [
            ("inspection", of.as_str()),
            ("what", "两份档案缺照片"),
            ("owner", "林秀英"),
            ("due", due),
            ("part", "档案"),
        ];
        add(office, Kind::Finding, &pairs)
    };
    let early = finding(&office, "2026-11-22").unwrap_err();
    assert_eq!(early.faults[0].1.key(), "fault-not-inspected-yet");
    set(
        &office,
        Kind::Inspection,
        check,
        &[
            ("done", "2026-11-21"),
            ("files", "有问题"),
            ("files_note", "两份缺照片"),
            ("visits", "没问题"),
            ("venue", "没看"),
        ],
    )
    .unwrap();
    assert_eq!(
        state(&office),
        "待整改",
        "a problem without a finding still has to be put right"
    );
    // A result is an ordinary change: it can be taken back, and made again.
    office.undo(None).unwrap();
    assert_eq!(state(&office), "过期没查");
    set(
        &office,
        Kind::Inspection,
        check,
        &[
            ("done", "2026-11-21"),
            ("files", "有问题"),
            ("files_note", "两份缺照片"),
        ],
    )
    .unwrap();

    let early = finding(&office, "2026-11-20").unwrap_err();
    assert_eq!(
        early.faults[0],
        (
            "due".into(),
            tongdu::schema::Fault::Rule("fault-before-inspection")
        )
    );
    let id = finding(&office, "2026-11-22").unwrap();
    let due = office.due();
    let told = due.iter().find(|d| d.rule == Rule::Finding).unwrap();
    assert_eq!((told.pressing, told.id), (Pressing::Now, id));
    assert_eq!(told.village, Some(village(&office, "上㘵村")));
    assert_eq!(
        office.due_what(&words(), told),
        "上㘵村要整改：两份档案缺照片，林秀英办，逾期 1 天。"
    );
    assert_eq!(
        fault(Kind::Finding, id, &[("closed", "2026-11-23")]).1,
        "fault-closed-without-proof"
    );
    assert_eq!(
        fault(
            Kind::Finding,
            id,
            &[("closed", "2026-11-24"), ("proof", "补了")]
        )
        .1,
        "fault-done-ahead"
    );
    set(
        &office,
        Kind::Finding,
        id,
        &[("closed", "2026-11-23"), ("proof", "看过补好的照片")],
    )
    .unwrap();
    assert_eq!(state(&office), "整改完");
    assert!(!office.due().iter().any(|d| d.rule == Rule::Finding));
    let inspection = office.row(Kind::Inspection, check).unwrap();
    let refused = office.retire(&inspection, "不要了").unwrap_err();
    assert_eq!(refused.key, "problem-still-linked", "a finding leads to it");
}

#[test]
fn the_form_says_what_was_drawn_and_what_was_found() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("office");
    let office = jukou(&root);
    let id = office.draw(&two()).unwrap();
    let check = inspections(&office)[0].id;
    let blank = office.check_form(&words(), check).unwrap();
    let seed = draw_of(&office, id).seed;
    assert!(
        blank.contains(&seed) && blank.contains("[ ] 有问题"),
        "{blank}"
    );
    let widest = blank
        .lines()
        .map(unicode_width::UnicodeWidthStr::width)
        .max();
    assert!(widest <= Some(80), "{widest:?}");
    set(
        &office,
        Kind::Inspection,
        check,
        &[
            ("done", "2026-11-23"),
            ("venue", "有问题"),
            ("venue_note", "门锁着"),
        ],
    )
    .unwrap();
    let filled = office.check_form(&words(), check).unwrap();
    assert!(
        filled.contains("[x] 有问题") && filled.contains("门锁着"),
        "{filled}"
    );
    let file = dir.path().join("检查表.txt");
    office.print_check_forms(&words(), &[check], &file).unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), filled);
    let again = office
        .print_check_forms(&words(), &[check], &file)
        .unwrap_err();
    assert_eq!(again.key, "problem-file-there");
    let history = office.history(Kind::Inspection, check).unwrap();
    assert_eq!(
        history.last().unwrap().act.key(),
        "act-print",
        "printing leaves a trace"
    );
}

#[test]
fn a_trainer_draws_too() {
    let dir = tempfile::tempdir().unwrap();
    let office = jianyang(&dir.path().join("office"));
    let plan = office.plan_draw(&two()).unwrap();
    let codes: HashSet<&str> = plan.candidates.iter().map(|c| c.code.as_str()).collect();
    assert_eq!(codes.len(), plan.candidates.len());
    assert!(plan.candidates.len() > 150, "all of 建阳区");
    let id = office.draw(&DrawWish { count: 8, ..two() }).unwrap();
    assert_eq!(draw_of(&office, id).drawn().len(), 8);
    assert_eq!(Day::of_millis(MONDAY).iso(), "2026-11-23");
}
