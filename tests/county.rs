//! A county's trainer: lists of many townships in, who is to be trained, what goes to superiors.

#[path = "support/county.rs"]
mod county;
#[path = "support/office.rs"]
#[allow(dead_code)]
mod office;

use calamine::{Reader, Xlsx, open_workbook};
use county::{DIRECTORS, TOWNSHIPS, lists, trainers, write};
use office::{PASSPHRASE, setup};
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::post::Post;
use tongdu::domain::training::{Attendance, Outcome, Session, Training, TrainingType};
use tongdu::domain::village::Village;
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::domain::workforce::YearState;
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::{Day, Id, Value};
use tongdu::service::import::Asked;
use tongdu::service::{
    NewOffice, Office, OfficeRole, Proposal, ResultsOf, YearWish, coverage, forecast, totals,
};

/// A trainer's office with nobody in it.
fn empty() -> (Office, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("office");
    let (office, _) = Office::create(&setup(), &root, &trainers(PASSPHRASE)).expect("made");
    (office, folder)
}

fn bring_in(office: &Office, file: &Path, township: Option<&str>) -> (usize, usize) {
    let asked = Asked {
        file: file.to_owned(),
        township: township.map(str::to_owned),
        ..Asked::default()
    };
    let look = office.look(&asked).expect("a list");
    let counts = office.take(&look, &mut |_, _| true).expect("taken");
    (counts.new, counts.refused)
}

/// With the people of all townships.
fn full() -> (Office, TempDir) {
    let (office, folder) = empty();
    for list in lists() {
        let taken = bring_in(&office, &write(folder.path(), &list), None);
        assert_eq!(taken, (list.people.len(), 0), "{}", list.township.short);
    }
    (office, folder)
}

/// The first session of the plan, held today: nobody is marked before the day.
fn held_today(office: &Office) -> Id {
    let session = office.year_page(2026).sessions[0].id;
    let row = office.row(Kind::Session, session).expect("a session");
    let mut record = row.record.clone();
    assert!(record.set("day", Value::Day(office.today())));
    office.save(Some(&row), record, "").expect("moved");
    session
}

fn words() -> Lexicon {
    Lexicon::new(Language::ZhCn)
}

fn name(office: &Office, worker: Id) -> String {
    office.label(Kind::Worker, worker)
}

#[test]
fn the_lists_of_twenty_townships_come_in_each_to_its_own() {
    let (office, _folder) = full();
    let lines = office.rotation(&[2026]);
    assert_eq!(lines.len(), DIRECTORS + TOWNSHIPS);
    for list in lists() {
        let here: BTreeSet<String> = lines
            .iter()
            .filter(|line| line.township == Some(list.township))
            .map(|line| name(&office, line.worker))
            .collect();
        let sent: BTreeSet<String> = list.people.iter().map(|p| p.name.clone()).collect();
        assert_eq!(here, sent, "{}", list.township.short);
    }
    let supervisors = lines
        .iter()
        .filter(|l| l.role == Some(WorkerRole::Supervisor));
    assert_eq!(
        supervisors.filter(|l| l.village.is_none()).count(),
        TOWNSHIPS
    );
}

#[test]
fn a_list_that_does_not_say_whose_it_is_is_told_by_whoever_brings_it() {
    let (office, folder) = empty();
    let file = folder.path().join("list.csv");
    std::fs::write(&file, "姓名,村居\n林一,前进社区\n").expect("written");
    assert_eq!(bring_in(&office, &file, None), (0, 1), "there are two");
    assert_eq!(bring_in(&office, &file, Some("赛岐")), (1, 0));
    let line = &office.rotation(&[2026])[0];
    assert_eq!(line.township.map(|d| d.short.as_str()), Some("赛岐镇"));
    let asked = |township: &str| Asked {
        file: file.clone(),
        township: Some(township.to_owned()),
        ..Asked::default()
    };
    let refused = |township| office.look(&asked(township)).err().map(|p| p.key);
    assert_eq!(refused("莒口镇"), Some("problem-no-such-township"));
    assert_eq!(refused("城"), Some("problem-several-townships"));
}

#[test]
fn what_is_counted_by_township_is_what_is_counted_of_all() {
    let (office, _folder) = full();
    let years = [2024, 2025, 2026];
    let lines = office.rotation(&years);
    let all = totals(lines.iter(), years.len());
    let towns = coverage(lines.iter(), years.len());
    assert_eq!(towns.len(), TOWNSHIPS);
    for (at, total) in all.iter().enumerate() {
        let sum = towns.iter().map(|t| t.years[at].0).sum::<usize>();
        assert_eq!(sum, total.0);
    }
    assert_eq!(all[2], (DIRECTORS + TOWNSHIPS, 0));
    // Those of February 2026 are the only ones who weren't there before.
    let new = lines.iter().filter(|l| l.years[1] == YearState::NotInPost);
    assert_eq!(new.count(), DIRECTORS / 3);
    let lacking: Vec<usize> = towns.iter().map(|t| t.lacking()).collect();
    assert!(lacking.is_sorted_by(|a, b| a >= b), "{lacking:?}");
}

#[test]
fn who_has_lapsed_and_who_will_is_told_apart() {
    let (office, _folder) = full();
    let lines = office.rotation(&[2026]);
    // It is 11-23: whoever was in post before lapsed at some year's end, the others do on 12-31.
    let new = DIRECTORS / 3;
    let before = DIRECTORS + TOWNSHIPS - new;
    assert_eq!(forecast(lines.iter(), office.today()), [before, 0, new]);
    let within = |days| {
        let lines = lines.iter();
        lines
            .filter(|l| l.lapses_within(office.today(), days))
            .count()
    };
    assert_eq!((within(37), within(38)), (before, before + new));
}

#[test]
fn the_gaps_go_out_as_a_sheet_and_never_over_a_file() {
    let (office, folder) = full();
    let lines = office.rotation(&[2026]);
    let table = office.gaps_table(&words(), lines.iter());
    assert_eq!(table.heading[..3], ["姓名", "乡镇", "村居"]);
    let file = folder.path().join("缺训.xlsx");
    table.write(&file).expect("written");
    let mut book: Xlsx<_> = open_workbook(&file).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    assert_eq!(sheet.rows().count(), 1 + DIRECTORS + TOWNSHIPS);
    // Whoever lapsed first stands first.
    let lapses: Vec<&String> = table.lines.iter().filter_map(|l| l.last()).collect();
    assert!(lapses.is_sorted() && lapses[0] < lapses[lapses.len() - 1]);
    let again = table.write(&file).map_err(|p| p.key);
    assert!(again.is_err(), "it is there already");
    let ending = table
        .write(&folder.path().join("缺训.doc"))
        .map_err(|p| p.key);
    assert_eq!(ending, Err("problem-table-ending"));
}

#[test]
fn a_supervisors_township_outlives_the_program() {
    let (office, folder) = full();
    drop(office);
    let secret = tongdu::service::Secret::passphrase(PASSPHRASE);
    let root = folder.path().join("office");
    let office = Office::open(&setup(), &root, &secret).expect("opens");
    let tables = office.tables();
    let told = tables.live(Kind::Post).filter(|row| {
        matches!(&row.record, Record::Post(post) if post.village.is_none()
            && post.township.starts_with("350981") && post.township.ends_with("000"))
    });
    assert_eq!(told.count(), TOWNSHIPS);
}

fn whole_year(office: &Office, capacity: usize) -> Proposal {
    office
        .propose_year(&YearWish::of(2026, capacity))
        .expect("a plan")
}

#[test]
fn a_years_plan_puts_every_director_into_one_group_of_neighbours() {
    let (office, _folder) = full();
    let plan = whole_year(&office, 60);
    // The county trains directors; supervisors are the prefecture's (128号 二(二)2).
    assert_eq!(
        (plan.role, plan.people()),
        (WorkerRole::Director, DIRECTORS)
    );
    let people: BTreeSet<Id> = plan
        .sessions
        .iter()
        .flat_map(|s| s.people.clone())
        .collect();
    assert_eq!(people.len(), DIRECTORS, "each once");
    assert!(
        plan.sessions
            .iter()
            .all(|s| (1..=60).contains(&s.people.len()))
    );
    let codes: Vec<&str> = plan
        .sessions
        .iter()
        .flat_map(|s| &s.townships)
        .filter_map(|(d, _)| Some(d.as_ref()?.code.as_str()))
        .collect();
    assert!(
        codes.is_sorted_by(|a, b| a < b),
        "none torn apart: {codes:?}"
    );
    assert_eq!(codes.len(), TOWNSHIPS);
    // Two weeks ahead, as far apart as what is left of the year has room for.
    assert_eq!((plan.sessions.len(), plan.every), (8, 3));
    let days: Vec<String> = plan.sessions.iter().map(|s| s.day.iso()).collect();
    assert_eq!(days[..2], ["2026-12-07", "2026-12-10"]);
    assert_eq!(whole_year(&office, 60), plan, "the same every time");
}

#[test]
fn a_plan_that_does_not_fit_the_year_is_refused_and_a_weekend_is_passed_over() {
    let (office, _folder) = full();
    let refused = |wish: &YearWish| office.propose_year(wish).err().map(|p| p.key);
    let wish = |capacity| YearWish::of(2026, capacity);
    assert_eq!(refused(&wish(20)), Some("problem-plan-too-long"));
    let weekly = YearWish {
        every: Some(7),
        ..wish(60)
    };
    assert_eq!(refused(&weekly), Some("problem-plan-too-long"));
    assert_eq!(refused(&wish(0)), Some("problem-plan-room"));
    assert_eq!(refused(&YearWish::of(2025, 60)), Some("problem-plan-year"));
    let past = YearWish {
        first: Some(office.today().plus(-1)),
        ..wish(60)
    };
    assert_eq!(refused(&past), Some("problem-plan-past"));
    let daily = YearWish {
        // A Friday.
        first: Day::parse("2026-12-04", None),
        every: Some(1),
        ..wish(60)
    };
    let plan = office.propose_year(&daily).expect("a plan");
    let days: Vec<String> = plan.sessions.iter().map(|s| s.day.iso()).collect();
    assert_eq!(days[..3], ["2026-12-04", "2026-12-07", "2026-12-08"]);
    // A year to come is everybody's, and begins in it.
    let next = office
        .propose_year(&YearWish::of(2027, 60))
        .expect("a plan");
    assert_eq!(next.people(), DIRECTORS);
    assert_eq!(next.sessions[0].day.iso(), "2027-03-01");
}

#[test]
fn one_act_makes_the_plan_and_one_undo_takes_it_back() {
    let (office, _folder) = full();
    let plan = whole_year(&office, 60);
    let count = |kind| office.tables().live(kind).count();
    let made = office.hold_year(&words(), &plan).expect("made");
    assert_eq!(
        (made.sessions, made.people),
        (plan.sessions.len(), DIRECTORS)
    );
    assert_eq!(count(Kind::Training), 1);
    assert_eq!(count(Kind::Session), plan.sessions.len());
    assert_eq!(count(Kind::Enrolment), DIRECTORS);
    let page = office.year_page(2026);
    let on: Vec<usize> = page.sessions.iter().map(|s| s.tally.unmarked).collect();
    let proposed: Vec<usize> = plan.sessions.iter().map(|s| s.people.len()).collect();
    assert_eq!(on, proposed);
    assert_eq!(
        (page.total.people, page.total.enrolled),
        (DIRECTORS, DIRECTORS)
    );
    // Whoever is on a roster isn't planned for again, and an old proposal makes nothing.
    let again = office
        .propose_year(&YearWish::of(2026, 60))
        .err()
        .map(|p| p.key);
    assert_eq!(again, Some("problem-plan-all-enrolled"));
    assert!(office.hold_year(&words(), &plan).is_err());
    office.undo(None).expect("undone");
    assert_eq!((count(Kind::Training), count(Kind::Session)), (0, 0));
    assert_eq!(count(Kind::Enrolment), 0);
    assert_eq!(whole_year(&office, 60), plan);
}

#[test]
fn a_proposal_of_before_somebody_came_is_refused() {
    let (office, folder) = full();
    let plan = whole_year(&office, 60);
    let file = folder.path().join("one.csv");
    std::fs::write(&file, "乡镇,村居,姓名\n赛岐镇,前进社区,林后来\n").expect("written");
    assert_eq!(bring_in(&office, &file, None), (1, 0));
    let refused = office.hold_year(&words(), &plan).err().map(|p| p.key);
    assert_eq!(refused, Some("problem-plan-changed"));
    assert_eq!(office.tables().live(Kind::Session).count(), 0);
}

#[test]
fn a_prefecture_plans_for_supervisors() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("office");
    let new = NewOffice {
        area: "3509".into(),
        ..trainers(PASSPHRASE)
    };
    let (office, _) = Office::create(&setup(), &root, &new).expect("made");
    for list in &lists()[..3] {
        bring_in(&office, &write(folder.path(), list), None);
    }
    let plan = whole_year(&office, 60);
    assert_eq!((plan.role, plan.people()), (WorkerRole::Supervisor, 3));
    assert_eq!(plan.sessions[0].townships.len(), 3);
}

#[test]
fn results_go_back_to_a_township_under_headings_that_are_read() {
    let (office, folder) = full();
    let plan = whole_year(&office, 60);
    office.hold_year(&words(), &plan).expect("made");
    let of = |township| ResultsOf {
        township,
        year: 2026,
        session: None,
    };
    let nobody = office
        .results_table(&words(), of(None))
        .err()
        .map(|p| p.key);
    assert_eq!(nobody, Some("problem-no-results"));
    let session = held_today(&office);
    let roster = office.roster(session);
    office
        .mark(roster[0].enrolment, Attendance::Present)
        .expect("marked");
    let marks = office.read_marks(session, "88").expect("points");
    office.grade(roster[0].enrolment, marks).expect("graded");
    office
        .mark(roster[1].enrolment, Attendance::Absent)
        .expect("marked");
    let (township, _) = plan.sessions[0].townships[0];
    let table = office
        .results_table(&words(), of(township))
        .expect("results");
    let headings = [
        "姓名", "乡镇", "村居", "培训", "日期", "签到", "成绩", "结果",
    ];
    assert_eq!(table.heading, headings);
    let training = "2026年儿童主任轮训";
    let line = |n: usize, state: &str, score: &str, result: &str| {
        let (name, village) = (roster[n].name.as_str(), roster[n].village.as_str());
        let town = roster[n].township.as_str();
        [
            name,
            town,
            village,
            training,
            "2026-11-23",
            state,
            score,
            result,
        ]
        .map(str::to_owned)
    };
    let expected = [line(0, "到", "88", "合格"), line(1, "没到", "", "")];
    assert_eq!(table.lines, expected);
    let last = plan.sessions.last().and_then(|s| s.townships.last()?.0);
    assert!(
        office.results_table(&words(), of(last)).is_err(),
        "not theirs"
    );
    table
        .write(&folder.path().join("结果.csv"))
        .expect("written");
    let text = std::fs::read_to_string(folder.path().join("结果.csv")).expect("read");
    assert!(
        text.starts_with("\u{feff}姓名,乡镇,村居,培训,日期,签到,成绩,结果\n"),
        "{text}"
    );
}

#[test]
fn the_year_fits_on_a_page() {
    let (office, folder) = full();
    office
        .hold_year(&words(), &whole_year(&office, 60))
        .expect("made");
    let file = folder.path().join("计划.txt");
    office.print_year(&words(), 2026, &file).expect("printed");
    let paper = std::fs::read_to_string(&file).expect("read");
    assert!(paper.starts_with("福安市 2026年培训计划\n"), "{paper}");
    assert!(paper.lines().count() <= 60, "{paper}");
    for list in lists() {
        assert!(paper.contains(&list.township.short), "{paper}");
    }
    let wide = |line: &str| unicode_width::UnicodeWidthStr::width(line);
    assert!(paper.lines().all(|line| wide(line) <= 90), "{paper}");
}

#[test]
fn a_township_brings_in_what_its_county_sent_back() {
    let (county, folder) = full();
    let plan = whole_year(&county, 60);
    county.hold_year(&words(), &plan).expect("made");
    let (township, _) = plan.sessions[0].townships[0];
    let township = township.expect("told");
    let session = held_today(&county);
    for line in county.roster(session).iter().take(2) {
        county
            .mark(line.enrolment, Attendance::Present)
            .expect("marked");
        let marks = county.read_marks(session, "88").expect("points");
        county.grade(line.enrolment, marks).expect("graded");
    }
    let of = ResultsOf {
        township: Some(township),
        year: 2026,
        session: Some(session),
    };
    let file = folder.path().join("results.xlsx");
    let table = county.results_table(&words(), of).expect("results");
    table.write(&file).expect("written");

    // The township's own office: its list, its session, and the file.
    let new = NewOffice {
        area: township.stem().into(),
        role: OfficeRole::Supervisor,
        ..trainers(PASSPHRASE)
    };
    let root = folder.path().join("township");
    let (office, _) = Office::create(&setup(), &root, &new).expect("made");
    let list = folder.path().join(format!("{}.xlsx", township.stem()));
    bring_in(&office, &list, None);
    let plan = whole_year(&office, 60);
    office.hold_year(&words(), &plan).expect("made");
    let session = held_today(&office);
    let look = office.look(&Asked {
        file,
        kind: Some(Kind::Enrolment),
        session: Some(session),
        ..Asked::default()
    });
    let look = look.expect("a list of results");
    office.take(&look, &mut |_, _| true).expect("taken");
    let passed = office
        .roster(session)
        .into_iter()
        .filter(|line| line.state == Attendance::Present && line.result == Some(Outcome::Pass));
    let names: Vec<String> = passed.map(|line| line.name).collect();
    let sent: Vec<&String> = table.lines.iter().map(|line| &line[0]).collect();
    assert_eq!(
        names.iter().collect::<BTreeSet<_>>(),
        sent.into_iter().collect()
    );
    assert_eq!(names.len(), 2);
    assert_eq!(office.year_page(2026).total.trained, 2);
}

/// Two townships of a prefecture are called 官桥镇; neither gets the other's people.
#[test]
fn townships_of_one_name_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let new = NewOffice {
        area: "3505".into(),
        ..trainers(PASSPHRASE)
    };
    let (office, _) = Office::create(&setup(), &folder.path().join("office"), &new).expect("made");
    let named: Vec<_> = office
        .townships()
        .into_iter()
        .filter(|d| d.short == "官桥镇")
        .collect();
    assert_eq!(named.len(), 2);
    let save = |record: Record| office.save(None, record, "").expect("saved").id;
    let village_in = |stem: &str| {
        let tables = office.tables();
        let mut villages = tables.all::<Village>(Kind::Village);
        let found = villages.find(|(_, v)| v.code.starts_with(stem));
        found.expect("a village").0
    };
    for (name, division) in ["林甲", "林乙"].into_iter().zip(&named) {
        let worker = Worker {
            name: name.into(),
            role: Some(WorkerRole::Director),
            first_training: Day::from_ymd(2020, 5, 1),
            ..Worker::default()
        };
        let worker = save(worker.into());
        let post = Post {
            worker: Some(worker),
            village: Some(village_in(division.stem())),
            from: Day::from_ymd(2020, 1, 6),
            ..Post::default()
        };
        save(post.into());
    }
    let training = Training {
        name: "2026年轮训".into(),
        kind: Some(TrainingType::Rotation),
        year: Some(2026),
        ..Training::default()
    };
    let session = Session {
        training: Some(save(training.into())),
        day: Some(office.today()),
        ..Session::default()
    };
    let session = save(session.into());
    let lacking = office.still_lacking(session);
    let of: Vec<_> = lacking
        .iter()
        .map(|l| (l.township, l.workers.len()))
        .collect();
    assert_eq!(of, [(Some(named[0]), 1), (Some(named[1]), 1)]);
    let everybody: Vec<Id> = lacking.into_iter().flat_map(|l| l.workers).collect();
    office.enrol(session, &everybody).expect("enrolled");
    office
        .mark_rest(session, Attendance::Present)
        .expect("marked");
    for (name, division) in ["林甲", "林乙"].into_iter().zip(named) {
        let of = ResultsOf {
            township: Some(division),
            year: 2026,
            session: Some(session),
        };
        let table = office.results_table(&words(), of).expect("results");
        let names: Vec<&String> = table.lines.iter().map(|line| &line[0]).collect();
        assert_eq!(names, [name]);
    }
}
