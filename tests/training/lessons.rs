//! Lessons: written down whole, taken back as one, and what is refused.

use super::{Scene, save};
use tongdu::domain::book::Kind;
use tongdu::domain::lesson::{Lesson, Subject};
use tongdu::domain::module::Module;
use tongdu::domain::training::{Session, Topic};
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::{Fault, Id, Score, Value};
use tongdu::service::{LessonLine, LessonsSaved, Problem};

impl Scene {
    fn words(&self) -> Lexicon {
        Lexicon::new(Language::ZhCn)
    }

    fn module(&self, name: &str, in_use: bool) -> Id {
        save(
            &self.office,
            Module {
                name: name.into(),
                hours: Some(Score(15)),
                in_use: Some(in_use),
                ..Module::default()
            },
        )
    }

    /// Fills in hours for some subjects and saves.
    fn teach(&self, hours: &[(Subject, i64)]) -> Result<LessonsSaved, Problem> {
        let mut lines = self.office.lesson_plan(&self.words(), self.session);
        for (subject, tenths) in hours {
            let line = lines.iter_mut().find(|line| line.subject == *subject);
            line.expect("a line for it").hours = Some(Score(*tenths)).filter(|h| h.0 > 0);
        }
        self.office.save_lessons(self.session, &lines)
    }

    fn taught(&self) -> Vec<(String, i64)> {
        let lines = self.office.lessons(&self.words(), self.session);
        let told = |line: LessonLine| (line.name, line.hours.map_or(0, |h| h.0));
        lines.into_iter().map(told).collect()
    }
}

#[test]
fn a_session_is_written_down_whole_and_taken_back_as_one() {
    let scene = Scene::new(1, None);
    let own = scene.module("系统操作", true);
    let (visits, report) = (
        Subject::Topic(Topic::Visits),
        Subject::Topic(Topic::Reporting),
    );
    let saved = scene
        .teach(&[(visits, 20), (report, 15), (Subject::Module(own), 10)])
        .unwrap();
    assert_eq!((saved.count, saved.hours), (3, Score(45)));
    let all = [("家庭走访", 20), ("强制报告", 15), ("系统操作", 10)];
    let all = all.map(|(name, hours)| (name.to_owned(), hours));
    assert_eq!(scene.taught(), all);
    // The same again changes nothing, so there is nothing to undo of it.
    assert!(!scene.teach(&[]).unwrap().changed);
    // One changed, one taken out: one undo brings both back.
    scene.teach(&[(visits, 25), (report, 0)]).unwrap();
    assert_eq!(scene.taught().len(), 2);
    scene.office.undo(None).unwrap();
    assert_eq!(scene.taught(), all);
    scene.office.undo(None).unwrap();
    assert_eq!(scene.taught(), []);
}

#[test]
fn a_module_out_of_use_takes_no_new_lesson_and_keeps_those_it_has() {
    let scene = Scene::new(1, None);
    let own = scene.module("旧系统操作", true);
    scene.teach(&[(Subject::Module(own), 10)]).unwrap();
    let row = scene.office.row(Kind::Module, own).unwrap();
    let mut record = row.record.clone();
    assert!(record.set("in_use", Value::Flag(false)));
    scene.office.save(Some(&row), record, "").unwrap();
    // What was taught stays and may be put right.
    let saved = scene.teach(&[(Subject::Module(own), 20)]).unwrap();
    assert_eq!(saved.hours, Score(20));
    // In another session nobody is offered it, and whoever insists is told why not.
    let facts = Session {
        training: scene.office.session_training(scene.session).ok(),
        day: Some(scene.office.today()),
        ..Session::default()
    };
    let other = save(&scene.office, facts);
    let plan = scene.office.lesson_plan(&scene.words(), other);
    assert!(plan.iter().all(|line| line.subject != Subject::Module(own)));
    let lesson = Lesson::of(other, Subject::Module(own), Score(10), "");
    let refused = scene.office.save(None, lesson.into(), "").unwrap_err();
    let fault = Fault::Rule("fault-module-out-of-use");
    assert_eq!(refused.faults, [("module".to_owned(), fault)]);
    // Nor can it be put aside while lessons are in it.
    let row = scene.office.row(Kind::Module, own).unwrap();
    let refused = scene.office.retire(&row, "不办了").unwrap_err();
    assert_eq!(refused.key, "problem-still-linked");
}

#[test]
fn what_lessons_lead_to_is_not_undone_away() {
    let scene = Scene::new(1, None);
    let own = scene.module("系统操作", true);
    let added = scene.office.row(Kind::Module, own).unwrap().revision;
    scene.teach(&[(Subject::Module(own), 10)]).unwrap();
    let refused = scene.office.undo(Some(added)).unwrap_err();
    assert_eq!(refused.key, "problem-undo-still-linked");
    assert_eq!(scene.taught(), [("系统操作".to_owned(), 10)]);
    // The other way round both go.
    scene.office.undo(None).unwrap();
    scene.office.undo(Some(added)).unwrap();
    assert!(scene.office.row(Kind::Module, own).is_none());
}

#[test]
fn a_lecturer_without_hours_is_not_lost_without_a_word() {
    let scene = Scene::new(1, None);
    let mut lines = scene.office.lesson_plan(&scene.words(), scene.session);
    lines[0].lecturer = "林老师".into();
    let refused = scene.office.save_lessons(scene.session, &lines);
    let fault = Fault::Rule("fault-hours-missing");
    assert_eq!(refused.unwrap_err().faults, [("hours".to_owned(), fault)]);
}

#[test]
fn hours_over_the_trainings_are_saved_and_told() {
    let scene = Scene::new(1, None);
    let training = scene.office.session_training(scene.session).unwrap();
    let row = scene.office.row(Kind::Training, training).unwrap();
    let mut record = row.record.clone();
    assert!(record.set("hours", Value::Int(2)));
    scene.office.save(Some(&row), record, "").unwrap();
    let visits = Subject::Topic(Topic::Visits);
    assert_eq!(scene.teach(&[(visits, 20)]).unwrap().over, None);
    let saved = scene.teach(&[(visits, 25)]).unwrap();
    assert_eq!(saved.over, Some(Score(5)));
    assert!(saved.said(&scene.words()).contains("多出 0.5 学时"));
    // As a record of its own it is the same.
    let lesson = Lesson::of(scene.session, Subject::Topic(Topic::Policy), Score(5), "");
    let saved = scene.office.save(None, lesson.into(), "").unwrap();
    let warning = Fault::Warning("fault-lessons-over-hours");
    assert_eq!(saved.warnings, [("hours".to_owned(), warning)]);
}

#[test]
fn papers_list_lessons_and_of_older_sessions_the_topics() {
    let scene = Scene::new(2, None);
    scene.office.enrol(scene.session, &scene.workers).unwrap();
    let row = scene.office.row(Kind::Session, scene.session).unwrap();
    let mut record = row.record.clone();
    let topics = ["updates", "policy"].map(str::to_owned).into();
    assert!(record.set("topics", Value::Choices(topics)));
    scene.office.save(Some(&row), record, "").unwrap();
    let papers = || {
        let words = scene.words();
        let notice = scene.office.notice(&words, scene.session).unwrap();
        let sheet = scene.office.sign_in_sheet(&words, scene.session).unwrap();
        [notice, sheet]
    };
    for paper in papers() {
        assert!(paper.contains("内容  信息更新、政策链接"), "{paper}");
    }
    let mut lines = scene.office.lesson_plan(&scene.words(), scene.session);
    lines[0].hours = Some(Score(15));
    lines[0].lecturer = " 方志平 ".into();
    scene.office.save_lessons(scene.session, &lines).unwrap();
    for paper in papers() {
        let told = "内容  家庭走访 1.5学时（方志平）\n";
        assert!(paper.contains(told), "{paper}");
    }
}
