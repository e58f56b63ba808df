//! Feedback: only of whoever was there, once each, and no longer counted when the mark is gone.

use super::{Scene, guest};
use tongdu::domain::book::Kind;
use tongdu::domain::feedback::{About, Feedback};
use tongdu::domain::training::Attendance;
use tongdu::schema::{Fault, Id, Score};

impl Scene {
    fn enrolment(&self, who: usize) -> Id {
        self.line(self.workers[who]).enrolment
    }

    fn say(&self, who: usize, grade: i64) -> Result<(), Vec<(String, Fault)>> {
        let said = self
            .office
            .answer(self.enrolment(who), About::Content, Some(grade));
        said.map_err(|problem| problem.faults)
    }

    fn average(&self) -> Option<Score> {
        self.office.opinion(self.session).average(About::Content, 1)
    }
}

#[test]
fn only_those_who_were_there_are_heard_and_each_once() {
    let scene = Scene::new(4, None);
    let office = &scene.office;
    office.enrol(scene.session, &scene.workers).unwrap();
    scene.mark(0, Attendance::Present);
    scene.mark(1, Attendance::Late);
    scene.mark(2, Attendance::Excused);
    scene.say(0, 5).unwrap();
    scene.say(1, 2).unwrap();
    let refused = |key| Err(vec![("enrolment".to_owned(), Fault::Rule(key))]);
    for who in [2, 3] {
        assert_eq!(scene.say(who, 1), refused("fault-feedback-not-there"));
    }
    assert_eq!(scene.average(), Some(Score(35)));
    // Another answer changes the first; a second record is refused, and so is one of elsewhere.
    scene.say(1, 4).unwrap();
    assert_eq!(scene.average(), Some(Score(45)));
    let again = Feedback {
        session: Some(scene.session),
        enrolment: Some(scene.enrolment(1)),
        content: Some(1),
        ..Feedback::default()
    };
    let elsewhere = Feedback {
        session: Some(Id([7; 16])),
        enrolment: Some(scene.enrolment(0)),
        ..again.clone()
    };
    let twice = office.save(None, again.into(), "").unwrap_err().faults;
    assert_eq!(Err(twice), refused("fault-feedback-twice"));
    let other = office.save(None, elsewhere.into(), "").unwrap_err().faults;
    assert!(
        other
            .iter()
            .any(|(_, f)| *f == Fault::Rule("fault-feedback-elsewhere"))
    );
    // One undo takes one answer back, and nothing said is no feedback.
    office.undo(None).unwrap();
    assert_eq!(scene.average(), Some(Score(35)));
    office
        .answer(scene.enrolment(1), About::Content, None)
        .unwrap();
    assert_eq!(office.opinion(scene.session).people, 1);
    assert_eq!(office.tables().live(Kind::Feedback).count(), 1);
}

#[test]
fn feedback_without_the_mark_stays_and_counts_no_more() {
    let scene = Scene::new(2, None);
    scene.office.enrol(scene.session, &scene.workers).unwrap();
    (0..2).for_each(|who| scene.mark(who, Attendance::Present));
    scene.say(0, 5).unwrap();
    scene.say(1, 1).unwrap();
    scene.mark(1, Attendance::Absent);
    let opinion = scene.office.opinion(scene.session);
    assert_eq!((opinion.people, opinion.uncounted), (1, 1));
    assert_eq!(scene.average(), Some(Score(50)));
    scene.mark(1, Attendance::Late);
    assert_eq!(scene.average(), Some(Score(30)));
}

#[test]
fn what_a_guest_said_goes_over_to_the_worker() {
    let scene = Scene::new(1, None);
    let office = &scene.office;
    office.enrol(scene.session, &scene.workers).unwrap();
    let who = office.add_guest(scene.session, guest("欧阳娜娜")).unwrap();
    let line = scene.line(who).enrolment;
    office.mark(line, Attendance::Present).unwrap();
    office.answer(line, About::Content, Some(4)).unwrap();
    office.match_guest(who, scene.workers[0]).unwrap();
    let told = scene.line(scene.workers[0]).feedback.expect("moved");
    assert_eq!(
        (told.content, told.enrolment),
        (Some(4), Some(scene.enrolment(0)))
    );
    assert_eq!(scene.average(), Some(Score(40)));
}
