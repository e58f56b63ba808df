//! Certificates: for whoever passed and nobody else, each number once, taken back as one.

use super::{Scene, guest, save};
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::training::{Attendance, Outcome, Session};
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::{Id, Score};
use tongdu::service::Marks;

impl Scene {
    fn grade(&self, who: usize, points: u32) {
        let line = self.line(self.workers[who]).enrolment;
        let marks = Marks::Score(Score(i64::from(points) * 10));
        self.office.grade(line, marks).unwrap();
    }

    fn number(&self, who: usize) -> Option<String> {
        self.line(self.workers[who]).certificate
    }

    /// Six enrolled; of five who came the first three passed.
    fn graded() -> Self {
        let scene = Self::new(6, None);
        scene.office.enrol(scene.session, &scene.workers).unwrap();
        for who in 0..5 {
            scene.mark(who, Attendance::Present);
        }
        for (who, points) in [(0, 30), (1, 50), (2, 41), (3, 12)] {
            scene.grade(who, points);
        }
        scene
    }
}

#[test]
fn whoever_passed_has_a_number_and_nobody_else_and_one_undo_takes_them_back() {
    let scene = Scene::graded();
    let office = &scene.office;
    assert_eq!(office.certificate_prefix(), "JY", "the county's initials");
    assert_eq!(office.to_certify(scene.session).unwrap().len(), 3);
    assert_eq!(
        office.next_certificate(scene.session, "JY").unwrap(),
        "JY2026-001"
    );
    let given = office.certify(scene.session, "JY", false).unwrap();
    assert_eq!(given.numbers, ["JY2026-001", "JY2026-002", "JY2026-003"]);
    assert!([3, 4, 5].iter().all(|who| scene.number(*who).is_none()));
    assert_eq!(scene.tally().certified, 3);
    let again = office.certify(scene.session, "JY", false).unwrap_err();
    assert_eq!(again.key, "problem-certified-already");
    // Who passes later goes on behind the last.
    scene.grade(3, 33);
    let later = office.certify(scene.session, "JY", false).unwrap();
    assert_eq!(later.numbers, ["JY2026-004"]);
    office.undo(None).unwrap();
    assert_eq!(scene.number(3), None);
    office.undo(None).unwrap();
    office.undo(None).unwrap();
    assert_eq!(scene.tally().certified, 0);
    // A beginning of one's own is kept in mind.
    office.certify(scene.session, "建阳-", false).unwrap();
    assert_eq!(
        scene
            .number(1)
            .as_deref()
            .map(|n| n.starts_with("建阳-2026-00")),
        Some(true)
    );
    assert_eq!(office.certificate_prefix(), "建阳-");
    let bad = office.certify(scene.session, "J Y", false).unwrap_err();
    assert_eq!(bad.key, "problem-bad-prefix");
}

#[test]
fn a_number_is_never_given_twice_not_even_one_taken_back_or_told_by_a_list() {
    let scene = Scene::graded();
    let office = &scene.office;
    let told = office.row(Kind::Worker, scene.workers[5]).unwrap();
    let mut record = told.record.clone();
    let number = [("certificate".to_owned(), "JY2026-007".to_owned())];
    office.fill(&mut record, &number).unwrap();
    office.save(Some(&told), record, "").unwrap();
    let given = office.certify(scene.session, "JY", false).unwrap();
    assert_eq!(given.numbers, ["JY2026-008", "JY2026-009", "JY2026-010"]);

    // Passed stays passed as long as the certificate is out.
    let line = scene.line(scene.workers[0]).enrolment;
    for marks in [
        Marks::Score(Score(100)),
        Marks::Result(Outcome::Fail),
        Marks::Nothing,
    ] {
        let refused = office.grade(line, marks).unwrap_err();
        assert_eq!(refused.faults[0].0, "result");
    }
    let all: Vec<_> = office.tables().live(Kind::Certificate).cloned().collect();
    let numbers: Vec<String> = given.numbers.clone();
    let last = all
        .iter()
        .find(|row| row.record.value("number").plain() == numbers[2]);
    let last = last.unwrap();
    let owner = match &last.record {
        Record::Certificate(certificate) => certificate.worker.unwrap(),
        other => panic!("{other:?}"),
    };
    assert!(office.retire(last, " ").is_err(), "not without a reason");
    office.retire(last, "发错了人").unwrap();
    assert_eq!(scene.tally().certified, 2);
    let line = scene.line(owner).enrolment;
    office.grade(line, Marks::Result(Outcome::Fail)).unwrap();
    assert!(office.certify(scene.session, "JY", false).is_err());
    office.grade(line, Marks::Result(Outcome::Pass)).unwrap();
    let again = office.certify(scene.session, "JY", false).unwrap();
    assert_eq!(again.numbers, ["JY2026-011"]);
    // And nobody with a certificate goes off the roster.
    let row = office.row(Kind::Enrolment, line).unwrap();
    assert_eq!(
        office.retire(&row, "走了").unwrap_err().key,
        "problem-still-linked"
    );
}

#[test]
fn a_whole_training_is_certified_once_a_person() {
    let scene = Scene::graded();
    let office = &scene.office;
    let first = office.row(Kind::Session, scene.session).unwrap();
    let Record::Session(session) = first.record.clone() else {
        unreachable!("it is a session")
    };
    let second = save(
        office,
        Session {
            makeup: Some(true),
            ..session
        },
    );
    office
        .enrol(second, &[scene.workers[0], scene.workers[3]])
        .unwrap();
    for line in office.roster(second) {
        office.mark(line.enrolment, Attendance::Present).unwrap();
        office
            .grade(line.enrolment, Marks::Score(Score(400)))
            .unwrap();
    }
    let given = office.certify(second, "JY", true).unwrap();
    // Three of the first session, and of the second only who had none.
    assert_eq!(given.numbers.len(), 4);
    let of_second: Vec<Option<Id>> = office
        .roster(second)
        .iter()
        .filter(|l| l.certificate.is_some())
        .map(|l| l.worker)
        .collect();
    assert_eq!(of_second, [Some(scene.workers[3])]);
    let none = office.certify(scene.session, "JY", true).unwrap_err();
    assert_eq!(none.key, "problem-certified-already");
}

#[test]
fn a_guests_certificate_goes_over_to_the_worker() {
    let scene = Scene::new(2, None);
    let office = &scene.office;
    office.enrol(scene.session, &scene.workers[..1]).unwrap();
    let someone = office.add_guest(scene.session, guest("林乙")).unwrap();
    let other = office.add_guest(scene.session, guest("林甲")).unwrap();
    for id in [someone, other] {
        let line = scene.line(id).enrolment;
        office.mark(line, Attendance::Present).unwrap();
        office.grade(line, Marks::Result(Outcome::Pass)).unwrap();
    }
    office.certify(scene.session, "JY", false).unwrap();
    let before = [someone, other].map(|id| scene.line(id).certificate);
    assert!(before.iter().all(Option::is_some));
    // Onto a line of the person's own, and to somebody who had none.
    office.match_guest(other, scene.workers[0]).unwrap();
    office.match_guest(someone, scene.workers[1]).unwrap();
    assert_eq!([1, 0].map(|who| scene.number(who)), before);
    office.undo(None).unwrap();
    office.undo(None).unwrap();
    assert_eq!(
        [someone, other].map(|id| scene.line(id).certificate),
        before
    );
}

#[test]
fn the_list_for_paper_has_each_number_and_name() {
    let scene = Scene::graded();
    let office = &scene.office;
    let words = Lexicon::new(Language::ZhCn);
    let row = office.row(Kind::Session, scene.session).unwrap();
    let Record::Session(Session {
        training: Some(training),
        ..
    }) = row.record
    else {
        unreachable!("it has a training")
    };
    let none = office.certificate_list(&words, training).unwrap_err();
    assert_eq!(none.key, "problem-no-certificates");
    office.certify(scene.session, "JY", false).unwrap();
    let list = office.certificate_list(&words, training).unwrap();
    let lines: Vec<&str> = list
        .lines()
        .filter(|line| line.contains("JY2026-"))
        .collect();
    assert_eq!(lines.len(), 3, "{list}");
    for (n, line) in lines.iter().enumerate() {
        assert!(line.contains(&format!("JY2026-00{}", n + 1)), "{list}");
    }
    for who in ["林甲", "林乙", "林丙"] {
        assert_eq!(list.matches(who).count(), 1, "{list}");
    }
    assert!(list.contains("共 3 个") && !list.contains("林丁"), "{list}");
    let path = scene._folder.path().join("证书.txt");
    office.print_certificates(&words, training, &path).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), list);
    assert!(office.print_certificates(&words, training, &path).is_err());
}
