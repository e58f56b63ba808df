//! Rosters over a real store: guests, scores, make-up, waiting lists; and what is refused.

#[path = "support/office.rs"]
mod office;

#[path = "training/certificates.rs"]
mod certificates;

#[path = "training/feedback.rs"]
mod feedback;

#[path = "training/lessons.rs"]
mod lessons;

#[path = "training/rules.rs"]
mod rules;

use office::jukou;
use std::collections::HashSet;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::guest::Guest;
use tongdu::domain::training::{Attendance, Enrolment, Outcome, Session, Training, TrainingType};
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::{Day, Id, Score, Value};
use tongdu::service::{Column, Enrolled, Marks, Office, RosterLine, Tally};

/// An office with so many directors and a session of this year's rotation.
struct Scene {
    office: Office,
    workers: Vec<Id>,
    session: Id,
    _folder: tempfile::TempDir,
}

fn save(office: &Office, record: impl Into<Record>) -> Id {
    office.save(None, record.into(), "").expect("saved").id
}

impl Scene {
    fn new(people: usize, capacity: Option<i64>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let office = jukou(&folder.path().join("office"));
        let worker = |n: usize| Worker {
            name: format!("林{}", ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"][n]),
            role: Some(WorkerRole::Director),
            ..Worker::default()
        };
        let workers = (0..people).map(|n| save(&office, worker(n))).collect();
        let training = Training {
            name: "2026年轮训".into(),
            kind: Some(TrainingType::Rotation),
            year: Some(2026),
            full_marks: Some(Score(500)),
            pass_mark: Some(Score(300)),
            ..Training::default()
        };
        let training = save(&office, training);
        let session = Session {
            training: Some(training),
            day: Some(Day(20_780)),
            capacity,
            ..Session::default()
        };
        let session = save(&office, session);
        Self {
            office,
            workers,
            session,
            _folder: folder,
        }
    }

    fn line(&self, who: Id) -> RosterLine {
        let lines = self.office.roster(self.session);
        lines
            .into_iter()
            .find(|l| l.who() == Some(who))
            .expect("on the roster")
    }

    fn mark(&self, who: usize, state: Attendance) {
        let line = self.line(self.workers[who]);
        self.office.mark(line.enrolment, state).expect("marked");
    }

    /// Moves a session to this day.
    fn held_on(&self, session: Id, day: Day) {
        let row = self.office.row(Kind::Session, session).expect("a session");
        let mut record = row.record.clone();
        let day = [("day".to_owned(), day.iso())];
        self.office.fill(&mut record, &day).expect("a day");
        self.office.save(Some(&row), record, "").expect("saved");
    }

    fn tally(&self) -> Tally {
        Tally::of(&self.office.roster(self.session))
    }
}

fn guest(name: &str) -> Guest {
    Guest {
        name: name.into(),
        village: "后山村".into(),
        ..Guest::default()
    }
}

#[test]
fn a_score_passes_by_the_trainings_own_line_and_is_never_over_its_maximum() {
    let scene = Scene::new(3, None);
    let office = &scene.office;
    office.enrol(scene.session, &scene.workers).unwrap();
    scene.mark(0, Attendance::Present);
    scene.mark(1, Attendance::Late);
    let of = |n: usize| scene.line(scene.workers[n]);
    let grade = |n: usize, typed: &str| {
        let marks = office.read_marks(scene.session, typed).unwrap();
        office.grade(of(n).enrolment, marks)
    };
    grade(0, "30").unwrap();
    grade(1, "29.9").unwrap();
    assert_eq!(of(0).result, Some(Outcome::Pass));
    assert_eq!(of(1).result, Some(Outcome::Fail));
    grade(1, "合格").unwrap();
    assert_eq!(
        (of(1).score, of(1).result),
        (Some(Score(299)), Some(Outcome::Pass))
    );
    let over = office.read_marks(scene.session, "50.5").unwrap_err();
    assert_eq!(
        over.args(),
        [("min", "0".to_owned()), ("max", "50".to_owned())]
    );
    // The same by a record of its own, where no roster stands before it.
    let row = office.row(Kind::Enrolment, of(0).enrolment).unwrap();
    let mut record = row.record.clone();
    office
        .fill(&mut record, &[("score".into(), "51".into())])
        .unwrap();
    assert_eq!(
        office.save(Some(&row), record, "").unwrap_err().faults[0].0,
        "score"
    );
    // Nobody who wasn't there has a score, and whoever has one can't be marked away.
    assert!(grade(2, "40").is_err());
    assert!(office.mark(of(0).enrolment, Attendance::Absent).is_err());
    grade(0, "").unwrap();
    assert_eq!((of(0).score, of(0).result), (None, None));
    office.undo(None).unwrap();
    assert_eq!(of(0).score, Some(Score(300)));
}

#[test]
fn nobody_came_or_stayed_away_before_the_day_and_leave_is_asked_for_before() {
    let scene = Scene::new(3, None);
    let office = &scene.office;
    office.enrol(scene.session, &scene.workers).unwrap();
    let held_on = |day: Day| scene.held_on(scene.session, day);
    held_on(office.today().plus(1));
    let of = |who: usize| scene.line(scene.workers[who]).enrolment;
    let early = |problem: tongdu::service::Problem| {
        let (field, fault) = problem.faults.into_iter().next().expect("a fault");
        (field, fault.key())
    };
    let refused = ("state".to_owned(), "fault-before-the-day");
    for state in [Attendance::Present, Attendance::Late, Attendance::Absent] {
        assert_eq!(early(office.mark(of(0), state).unwrap_err()), refused);
        assert_eq!(
            early(office.mark_rest(scene.session, state).unwrap_err()),
            refused
        );
        let new = Enrolment {
            session: Some(scene.session),
            worker: Some(scene.workers[0]),
            state: Some(state),
            ..Enrolment::default()
        };
        let problem = office.save(None, new.into(), "").unwrap_err();
        assert!(problem.faults.iter().any(|(_, f)| f.key() == refused.1));
    }
    office.mark(of(1), Attendance::Excused).unwrap();
    office.mark(of(1), Attendance::Unmarked).unwrap();
    assert_eq!(scene.tally().unmarked, 3);
    // The way on: the day itself. And what was marked stays if the day is moved once more.
    held_on(office.today());
    office.mark(of(0), Attendance::Present).unwrap();
    held_on(office.today().plus(2));
    let row = office.row(Kind::Enrolment, of(0)).unwrap();
    let mut record = row.record.clone();
    let note = [("note".to_owned(), "早退".to_owned())];
    office.fill(&mut record, &note).unwrap();
    office.save(Some(&row), record, "").unwrap();
    assert_eq!(scene.tally().present, 1);
}

#[test]
fn who_leaves_signs_out_and_only_who_came() {
    let scene = Scene::new(3, None);
    let office = &scene.office;
    office.enrol(scene.session, &scene.workers).unwrap();
    scene.mark(0, Attendance::Present);
    scene.mark(1, Attendance::Present);
    let absent = scene.line(scene.workers[2]).enrolment;
    assert!(office.sign_out(absent, true).is_err());
    office
        .sign_out(scene.line(scene.workers[0]).enrolment, true)
        .unwrap();
    assert_eq!(office.sign_out_rest(scene.session).unwrap(), 1);
    assert_eq!(scene.tally().out, 2);
    assert!(
        office.sign_out_rest(scene.session).is_err(),
        "nobody is left"
    );
    office.undo(None).unwrap();
    assert_eq!(scene.tally().out, 1);
    scene.mark(0, Attendance::Excused);
    assert_eq!(scene.line(scene.workers[0]).out, None);
}

#[test]
fn the_make_up_roster_takes_each_once_and_counts_for_the_year() {
    let scene = Scene::new(6, None);
    let (office, words) = (&scene.office, Lexicon::new(Language::ZhCn));
    office.enrol(scene.session, &scene.workers).unwrap();
    assert!(
        office.make_up(&words, scene.session).is_err(),
        "nobody is away"
    );
    scene.mark(0, Attendance::Present);
    scene.mark(1, Attendance::Present);
    scene.mark(2, Attendance::Absent);
    scene.mark(3, Attendance::Excused);
    let failed = scene.line(scene.workers[1]).enrolment;
    office.grade(failed, Marks::Score(Score(100))).unwrap();
    let made = office.make_up(&words, scene.session).unwrap();
    assert_eq!((made.made, made.placed), (true, 3));
    let lines = office.roster(made.session);
    let on_it: HashSet<Id> = lines.iter().filter_map(RosterLine::who).collect();
    assert_eq!(on_it, scene.workers[1..4].iter().copied().collect());
    // Again: nobody twice; one more away: only that one, on the same session.
    let again = office.make_up(&words, scene.session).unwrap_err();
    assert_eq!(again.key, "problem-made-up-already");
    scene.mark(4, Attendance::Absent);
    let more = office.make_up(&words, scene.session).unwrap();
    assert_eq!(
        (more.made, more.placed, more.session),
        (false, 1, made.session)
    );
    assert_eq!(office.roster(made.session).len(), 4);
    // Who makes it up has met the year's duty, by the make-up's own word.
    scene.held_on(made.session, office.today());
    let line = lines
        .iter()
        .find(|l| l.worker == Some(scene.workers[2]))
        .unwrap();
    office.mark(line.enrolment, Attendance::Present).unwrap();
    let tables = office.tables();
    let state = tables
        .workforce()
        .year_state(scene.workers[2], 2026, office.today());
    assert_eq!(state, tongdu::domain::workforce::YearState::MadeUp);
    drop(tables);
    for _ in 0..5 {
        office.undo(None).unwrap();
    }
    assert!(
        office
            .row(Kind::Session, made.session)
            .is_none_or(|r| r.retired)
    );
}

#[test]
fn a_guest_is_matched_later_and_no_mark_is_lost() {
    let scene = Scene::new(3, None);
    let office = &scene.office;
    office.enrol(scene.session, &scene.workers[..2]).unwrap();
    let id = office.add_guest(scene.session, guest("林丙")).unwrap();
    let twice = office.add_guest(scene.session, guest("林丙")).unwrap_err();
    assert_eq!(twice.key, "problem-already-enrolled");
    assert!(
        office.add_guest(scene.session, guest("")).is_err(),
        "a guest has a name"
    );
    office
        .mark(scene.line(id).enrolment, Attendance::Late)
        .unwrap();
    office
        .grade(scene.line(id).enrolment, Marks::Score(Score(450)))
        .unwrap();
    let likely = office.likely_workers(id, 9);
    assert_eq!(
        likely.iter().map(|r| r.id).collect::<Vec<_>>(),
        scene.workers[2..]
    );

    assert_eq!(office.match_guest(id, scene.workers[2]).unwrap(), 1);
    let line = scene.line(scene.workers[2]);
    assert_eq!(
        (line.state, line.score, line.guest),
        (Attendance::Late, Some(Score(450)), None)
    );
    assert_eq!(
        office.match_guest(id, scene.workers[2]).unwrap_err().key,
        "problem-matched-already"
    );
    office.undo(None).unwrap();
    assert_eq!(scene.line(id).score, Some(Score(450)));

    // Onto a line of the same roster: filled where it is empty, refused where both were marked.
    assert_eq!(office.match_guest(id, scene.workers[0]).unwrap(), 1);
    assert_eq!(scene.line(scene.workers[0]).score, Some(Score(450)));
    assert_eq!(
        office.roster(scene.session).len(),
        2,
        "the guest's line is gone"
    );
    office.undo(None).unwrap();
    scene.mark(1, Attendance::Present);
    let before = scene.tally();
    assert_eq!(
        office.match_guest(id, scene.workers[1]).unwrap_err().key,
        "problem-both-marked"
    );
    assert_eq!(scene.tally(), before);
}

#[test]
fn over_the_capacity_people_wait_and_move_up_in_turn() {
    let scene = Scene::new(6, Some(3));
    let office = &scene.office;
    let came = office.enrol(scene.session, &scene.workers[..5]).unwrap();
    assert_eq!(
        came,
        Enrolled {
            placed: 3,
            waiting: 2
        }
    );
    let waits = |n: usize| scene.line(scene.workers[n]).waiting;
    assert!(!waits(2) && waits(3) && waits(4));
    // One more as a record of its own waits, too; the same person again is refused.
    let record = |n: usize| Enrolment {
        session: Some(scene.session),
        worker: Some(scene.workers[n]),
        ..Enrolment::default()
    };
    save(office, record(5));
    assert!(waits(5));
    let twice = office.save(None, record(5).into(), "").unwrap_err();
    assert_eq!(twice.faults[0].0, "worker");
    // No place, no mark.
    let third = scene.line(scene.workers[3]).enrolment;
    let full = office.mark(third, Attendance::Present).unwrap_err();
    assert_eq!(full.key, "problem-still-waiting");
    // A place becomes free: the first in line has it, in the same act.
    let gone = scene.line(scene.workers[0]).enrolment;
    assert!(office.take_off(gone, " ").is_err(), "not without a reason");
    assert_eq!(
        office.take_off(gone, "调走了").unwrap().as_deref(),
        Some("林丁")
    );
    assert!(!waits(3) && waits(4));
    office.undo(None).unwrap();
    assert!(!waits(0) && waits(3));
    // More room: as many as fit.
    let row = office.row(Kind::Session, scene.session).unwrap();
    let mut record = row.record.clone();
    office
        .fill(&mut record, &[("capacity".into(), "5".into())])
        .unwrap();
    office.save(Some(&row), record, "").unwrap();
    assert!(!waits(3) && !waits(4) && waits(5));
    let tally = scene.tally();
    assert_eq!((tally.all(), tally.waiting), (5, 1));
}

#[test]
fn two_lines_that_turn_out_to_be_one_person_free_a_place() {
    let scene = Scene::new(3, Some(2));
    let office = &scene.office;
    office.enrol(scene.session, &scene.workers[..1]).unwrap();
    let id = office.add_guest(scene.session, guest("林甲")).unwrap();
    office.enrol(scene.session, &scene.workers[1..]).unwrap();
    assert_eq!((scene.tally().all(), scene.tally().waiting), (2, 2));
    office.match_guest(id, scene.workers[0]).unwrap();
    assert!(!scene.line(scene.workers[1]).waiting && scene.line(scene.workers[2]).waiting);
    assert_eq!((scene.tally().all(), scene.tally().waiting), (2, 1));
    office.undo(None).unwrap();
    assert!(scene.line(id).guest.is_some() && scene.line(scene.workers[1]).waiting);
}

#[test]
fn a_place_is_never_carried_to_another_session_or_person() {
    let scene = Scene::new(3, Some(2));
    let office = &scene.office;
    office.enrol(scene.session, &scene.workers[..2]).unwrap();
    let training = office.row(Kind::Session, scene.session).unwrap();
    let Record::Session(session) = training.record.clone() else {
        unreachable!("it is a session")
    };
    let other = save(office, session);
    let row = office
        .row(Kind::Enrolment, scene.line(scene.workers[0]).enrolment)
        .unwrap();
    for (field, to) in [("session", other), ("worker", scene.workers[2])] {
        let mut record = row.record.clone();
        let Record::Enrolment(enrolment) = &mut record else {
            unreachable!("it is an enrolment")
        };
        match field {
            "session" => enrolment.session = Some(to),
            _ => enrolment.worker = Some(to),
        }
        let refused = office.save(Some(&row), record, "").unwrap_err();
        assert_eq!(refused.faults[0].0, field);
    }
    assert_eq!(scene.tally().all(), 2);
}

#[test]
fn more_room_for_many_sessions_at_once_lets_people_move_up() {
    let scene = Scene::new(4, Some(1));
    let office = &scene.office;
    office.enrol(scene.session, &scene.workers).unwrap();
    let rows = [office.row(Kind::Session, scene.session).unwrap()];
    let capacity = Column::named(Kind::Session, "capacity").unwrap();
    let plan = office
        .plan_bulk(Kind::Session, &rows, &[(capacity, Value::Int(3))])
        .unwrap();
    assert_eq!(office.save_bulk(&plan, "").unwrap().0, 1);
    assert_eq!((scene.tally().all(), scene.tally().waiting), (3, 1));
    office.undo(None).unwrap();
    assert_eq!((scene.tally().all(), scene.tally().waiting), (1, 3));
}

/// Whatever is done in whatever order: nobody stands on a roster twice, never are there more than
/// fit, and nobody waits while there is room.
#[test]
fn any_order_keeps_each_once_within_the_capacity() {
    let mut seed = 11_u64;
    let mut dice = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let scene = Scene::new(8, Some(4));
    let office = &scene.office;
    let (mut done, mut off, mut waited) = (0, 0, 0);
    for step in 0..300 {
        let who = scene.workers[dice(8)];
        let held = office.roster(scene.session);
        let held = held.iter().find(|l| l.who() == Some(who));
        // What is refused has changed nothing, which the end of each step shows.
        let went = match (dice(6), held) {
            (0..=2, _) => office.enrol(scene.session, &[who, who]).is_ok(),
            (3, Some(line)) => {
                let went = office.take_off(line.enrolment, "换人").is_ok();
                off += usize::from(went);
                went
            }
            (4, Some(line)) => {
                let state = [Attendance::Present, Attendance::Unmarked][dice(2)];
                office.mark(line.enrolment, state).is_ok()
            }
            // Not what made the scene.
            (5, _) if done > 0 => {
                done -= usize::from(office.undo(None).is_ok());
                false
            }
            _ => false,
        };
        done += usize::from(went);
        let lines = office.roster(scene.session);
        let each: HashSet<Id> = lines.iter().filter_map(RosterLine::who).collect();
        assert_eq!(each.len(), lines.len(), "step {step}");
        let tally = Tally::of(&lines);
        assert!(tally.all() <= 4, "step {step}: {tally:?}");
        let naive = lines.iter().filter(|l| !l.waiting).count();
        assert_eq!(tally.all(), naive, "step {step}");
        assert!(
            tally.waiting == 0 || tally.all() == 4,
            "step {step}: {tally:?}"
        );
        waited += usize::from(tally.waiting > 0);
    }
    assert!(off > 5 && waited > 20, "{off} {waited}");
}
