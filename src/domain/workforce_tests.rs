use super::due::{Checks, Deadline, Due, Pressing, Rule, due};
use super::post::Post;
use super::training::{Attendance, Enrolment, Outcome, Session, Training, TrainingType};
use super::village::Village;
use super::worker::{Worker, WorkerRole};
use super::workforce::{FirstTraining, Workforce, YearState};
use crate::schema::{Day, Id};
use std::collections::HashMap;

fn id(n: u8) -> Id {
    Id([n; 16])
}
fn day(text: &str) -> Day {
    Day::parse(text, None).unwrap()
}
fn director(first_training: Option<&str>) -> Worker {
    Worker {
        name: "甲".into(),
        role: Some(WorkerRole::Director),
        first_training: first_training.map(day),
        ..Worker::default()
    }
}
fn post(worker: u8, village: u8, from: &str, to: &str) -> Post {
    let told = |text: &str| (!text.is_empty()).then(|| day(text));
    Post {
        worker: Some(id(worker)),
        village: Some(id(village)),
        from: told(from),
        to: told(to),
        ..Post::default()
    }
}

/// A village, one training with one session, and who was there.
struct Scene {
    village: Village,
    worker: Worker,
    posts: Vec<Post>,
    training: Training,
    session: Session,
    enrolment: Enrolment,
}

impl Scene {
    fn new() -> Self {
        Self {
            village: Village {
                name: "后山村".into(),
                ..Village::default()
            },
            worker: director(Some("2022-04-20")),
            posts: vec![post(1, 10, "2022-04-20", "")],
            training: Training {
                kind: Some(TrainingType::Rotation),
                year: Some(2026),
                ..Training::default()
            },
            session: Session {
                training: Some(id(20)),
                day: Some(day("2026-11-24")),
                ..Session::default()
            },
            enrolment: Enrolment {
                session: Some(id(30)),
                worker: Some(id(1)),
                ..Enrolment::default()
            },
        }
    }
    fn workforce(&self) -> Workforce<'_> {
        let mut all = Workforce::default();
        all.village(id(10), &self.village);
        all.worker(id(1), &self.worker);
        all.training(id(20), &self.training);
        all.session(id(30), &self.session);
        all.enrolment(&self.enrolment);
        for (n, post) in self.posts.iter().enumerate() {
            all.post(id(40 + u8::try_from(n).unwrap()), post);
        }
        all
    }
    fn due(&self, on: &str) -> Vec<Due> {
        due(
            &self.workforce(),
            &Checks::default(),
            std::iter::empty(),
            std::iter::empty(),
            &HashMap::new(),
            day(on),
        )
    }
    fn rules(&self, on: &str) -> Vec<Rule> {
        self.due(on).iter().map(|d| d.rule).collect()
    }
}

#[test]
fn a_village_is_vacant_from_the_day_after_the_last_post() {
    let mut scene = Scene::new();
    scene.posts = vec![post(1, 10, "2022-04-20", "2026-10-12")];
    assert_eq!(scene.rules("2026-10-12"), [Rule::Rotation]);
    let due = scene.due("2026-11-23");
    assert_eq!(due[0].rule, Rule::NoDirector);
    assert_eq!(due[0].deadline, Deadline::Since(day("2026-10-13")));
    assert_eq!(
        (due[0].pressing, due.len()),
        (Pressing::Now, 1),
        "who has left isn't due for rotation"
    );
    let state = scene.workforce().year_state(id(1), 2026, day("2026-11-23"));
    assert_eq!(state, YearState::NotInPost, "nor lacks this year");
}

#[test]
fn two_directors_of_one_village_are_shown_and_one_with_two_posts_is_not() {
    let mut scene = Scene::new();
    scene.posts = vec![post(1, 10, "2022-04-20", ""), post(1, 10, "2024-01-01", "")];
    assert!(!scene.rules("2026-11-23").contains(&Rule::TwoDirectors));
    let second = director(Some("2020-01-01"));
    let third = post(2, 10, "2026-09-01", "");
    let mut all = scene.workforce();
    all.worker(id(2), &second);
    all.post(id(50), &third);
    let due = due(
        &all,
        &Checks::default(),
        std::iter::empty(),
        std::iter::empty(),
        &HashMap::new(),
        day("2026-11-23"),
    );
    let double = due.iter().find(|d| d.rule == Rule::TwoDirectors).unwrap();
    assert_eq!(double.deadline, Deadline::Since(day("2026-09-01")));
}

#[test]
fn first_training_comes_from_what_was_told_or_from_a_pass() {
    let mut scene = Scene::new();
    scene.worker.first_training = None;
    assert_eq!(
        scene.rules("2026-11-23"),
        [Rule::Untrained],
        "not asked for rotation before the first training"
    );
    scene.training.kind = Some(TrainingType::First);
    scene.enrolment.state = Some(Attendance::Present);
    assert_eq!(
        scene.workforce().first_training(id(1)),
        FirstTraining::None,
        "being there isn't passing"
    );
    scene.enrolment.result = Some(Outcome::Fail);
    assert_eq!(
        scene.workforce().first_training(id(1)),
        FirstTraining::Failed
    );
    scene.enrolment.result = Some(Outcome::Pass);
    assert_eq!(
        scene.workforce().first_training(id(1)),
        FirstTraining::Passed(day("2026-11-24"))
    );
    assert_eq!(scene.rules("2026-11-23"), []);
    assert_eq!(
        scene.workforce().year_state(id(1), 2026, day("2026-11-25")),
        YearState::First
    );
    scene.enrolment.state = Some(Attendance::Absent);
    assert_eq!(scene.workforce().first_training(id(1)), FirstTraining::None);
}

#[test]
fn rotation_is_a_matter_of_the_year() {
    let mut scene = Scene::new();
    let state = |scene: &Scene, year| scene.workforce().year_state(id(1), year, day("2026-11-23"));
    assert_eq!(
        [2021, 2022, 2023, 2026, 2027].map(|y| state(&scene, y)),
        [
            YearState::NotInPost,
            YearState::First,
            YearState::Missed,
            YearState::NotYet,
            YearState::NotInPost
        ]
    );
    for (mark, want) in [
        (Attendance::Unmarked, YearState::NotYet),
        (Attendance::Excused, YearState::NotYet),
        (Attendance::Absent, YearState::NotYet),
        (Attendance::Late, YearState::Trained),
        (Attendance::Present, YearState::Trained),
    ] {
        scene.enrolment.state = Some(mark);
        assert_eq!(state(&scene, 2026), want, "{mark:?}");
    }
    scene.enrolment.result = Some(Outcome::Fail);
    assert_eq!(state(&scene, 2026), YearState::NotYet);
    scene.enrolment.result = None;
    scene.training.kind = Some(TrainingType::MakeUp);
    assert_eq!(state(&scene, 2026), YearState::MadeUp);
    scene.training.year = Some(2025);
    assert_eq!(state(&scene, 2026), YearState::NotYet);
}

#[test]
fn rotation_presses_in_the_last_thirty_days() {
    let scene = Scene::new();
    assert_eq!(scene.due("2026-11-30")[0].pressing, Pressing::Later);
    assert_eq!(scene.due("2026-12-01")[0].pressing, Pressing::Soon);
    assert_eq!(
        scene.due("2026-12-01")[0].deadline,
        Deadline::By(day("2026-12-31"))
    );
}

#[test]
fn a_list_that_does_not_tell_since_when_makes_nobody_a_lapser() {
    let mut scene = Scene::new();
    scene.posts = vec![post(1, 10, "", "")];
    assert_eq!(
        scene.workforce().year_state(id(1), 2024, day("2026-11-23")),
        YearState::NotInPost
    );
    assert_eq!(
        scene.workforce().year_state(id(1), 2026, day("2026-11-23")),
        YearState::NotYet
    );
}

#[test]
fn a_rotation_runs_out_at_the_end_of_the_year_after_the_last() {
    let mut scene = Scene::new();
    scene.posts = vec![post(1, 10, "2024-06-01", "")];
    scene.worker = director(Some("2024-06-20"));
    let lapses = |scene: &Scene, on: &str| scene.workforce().years_of(id(1), day(on)).lapses();
    // First training in 2024 holds to the end of 2025; 2025 went by without.
    assert_eq!(lapses(&scene, "2024-12-01"), Some(day("2025-12-31")));
    assert_eq!(lapses(&scene, "2025-05-01"), Some(day("2025-12-31")));
    assert_eq!(lapses(&scene, "2026-11-23"), Some(day("2025-12-31")));
    assert_eq!(lapses(&scene, "2027-01-01"), Some(day("2025-12-31")));
    // Trained in 2026, it holds to the end of 2027, and lapses then.
    scene.enrolment.state = Some(Attendance::Present);
    assert_eq!(lapses(&scene, "2026-11-24"), Some(day("2027-12-31")));
    assert_eq!(lapses(&scene, "2028-03-01"), Some(day("2027-12-31")));
    // Out of post there is nothing to lapse.
    scene.posts = vec![post(1, 10, "2024-06-01", "2026-08-31")];
    assert_eq!(lapses(&scene, "2026-11-24"), None);
}
