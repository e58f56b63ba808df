//! People and posts of 莒口镇, written as short as a test can say them.

use crate::office::jukou;
use std::path::Path;
use tongdu::domain::book::Kind;
use tongdu::domain::child::{Child, Risk};
use tongdu::domain::post::Post;
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::schema::{Day, Id};
use tongdu::service::{Office, Saved};

/// A day as people write it.
pub fn day(text: &str) -> Day {
    Day::parse(text, None).expect("a day")
}

/// 莒口镇 with nobody in it.
pub fn township(root: &Path) -> Office {
    jukou(&root.join("office"))
}

/// The village of this name.
pub fn village(office: &Office, name: &str) -> Id {
    let tables = office.tables();
    tables.means(Kind::Village, name).expect("a village").id
}

/// Somebody new with this role, whose first training is passed.
pub fn person(office: &Office, name: &str, role: WorkerRole) -> Id {
    let worker = Worker {
        name: name.into(),
        role: Some(role),
        first_training: Some(day("2019-03-01")),
        ..Worker::default()
    };
    office.save(None, worker.into(), "").expect("saved").id
}

/// A director.
pub fn director(office: &Office, name: &str) -> Id {
    person(office, name, WorkerRole::Director)
}

/// A post from a day to a day; an empty text is none.
pub fn post(office: &Office, who: Id, place: &str, from: &str, to: &str) -> Saved {
    let told = |text: &str| (!text.is_empty()).then(|| day(text));
    let post = Post {
        worker: Some(who),
        village: Some(village(office, place)),
        from: told(from),
        to: told(to),
        ..Post::default()
    };
    office.save(None, post.into(), "").expect("saved")
}

/// A child of a village.
pub fn child(office: &Office, name: &str, place: &str) -> Id {
    let child = Child {
        name: name.into(),
        village: Some(village(office, place)),
        risk: Some(Risk::Yellow),
        ..Child::default()
    };
    office.save(None, child.into(), "").expect("saved").id
}

/// The names of those in charge of a village on a day, as the register says.
pub fn in_charge(office: &Office, place: &str, on: &str) -> Vec<String> {
    let place = village(office, place);
    let lines = office.register_on(day(on)).into_iter();
    let of = lines.filter(|line| line.village == Some(place));
    of.filter_map(|line| line.worker)
        .map(|id| office.label(Kind::Worker, id))
        .collect()
}

/// Chinese.
pub fn words() -> tongdu::i18n::Lexicon {
    tongdu::i18n::Lexicon::new(tongdu::i18n::Language::ZhCn)
}
