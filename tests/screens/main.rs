//! What people see: each screen in both languages, at every size, with its keys.

#[path = "../support/mod.rs"]
#[allow(dead_code)]
mod support;

mod caret;
mod check_year;
mod checks;
mod checkup;
mod child;
mod consequences;
mod copy;
mod county;
mod daily;
mod expenses;
mod feedback;
mod first;
mod forms;
mod gate;
mod handover;
mod jobs;
mod journeys;
mod keys;
mod lessons;
mod lists;
mod local;
mod looking;
mod matrix;
mod notice;
mod palette;
mod pictures;
mod pty;
mod pump;
mod review;
mod secrecy;
mod sizes;
mod supervisor_year;
mod taste;
mod terminal;
mod tour;
mod training;
mod users;
mod wide;

/// A training of so many hours with one session today and nobody on it; the session.
pub fn training_of(office: &tongdu::service::Office, hours: i64) -> tongdu::schema::Id {
    use tongdu::domain::training::{Session, Training, TrainingType};
    let training = Training {
        name: "2026年轮训".into(),
        kind: Some(TrainingType::Rotation),
        year: Some(2026),
        hours: Some(hours),
        ..Training::default()
    };
    let training = office.save(None, training.into(), "").expect("saved").id;
    let session = Session {
        training: Some(training),
        name: "第1组".into(),
        day: Some(office.today()),
        ..Session::default()
    };
    office.save(None, session.into(), "").expect("saved").id
}
