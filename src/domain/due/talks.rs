//! What is due about talks: those whose day of looking again has come near, until somebody writes
//! what came of it.

use super::checks::pressing;
use super::{Deadline, Due, Rule};
use crate::domain::book::Kind;
use crate::domain::talk::Talk;
use crate::domain::workforce::Workforce;
use crate::schema::{Day, Id};

pub(super) fn find(
    talks: &[(Id, &Talk)],
    workforce: &Workforce<'_>,
    today: Day,
    all: &mut Vec<Due>,
) {
    for (id, talk) in talks {
        let (Some(by), Some(worker)) = (talk.open(), talk.worker) else {
            continue;
        };
        // Whoever is out of the register is nobody to look after any more.
        if !workforce.workers.contains_key(&worker) {
            continue;
        }
        all.push(Due {
            village: workforce.village_of(worker, today),
            worker: Some(worker),
            pressing: pressing(by, today),
            ..Due::new(Rule::Talk, Kind::Talk, *id, Deadline::By(by))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::Pressing;
    use super::*;
    use crate::domain::worker::Worker;

    #[test]
    fn a_talk_is_due_until_what_came_of_it_is_written() {
        let today = Day::parse("2026-11-23", None).unwrap();
        let (worker, record) = (Id([2; 16]), Worker::default());
        let mut workforce = Workforce::default();
        workforce.worker(worker, &record);
        let talk = |days: Option<i32>, outcome: &str| Talk {
            worker: Some(worker),
            day: Some(today.plus(-30)),
            follow_up: days.map(|days| today.plus(days)),
            outcome: outcome.to_owned(),
            ..Talk::default()
        };
        let gone = Talk {
            worker: Some(Id([9; 16])),
            ..talk(Some(0), "")
        };
        let all = [
            (talk(None, ""), None),
            (talk(Some(-1), ""), Some(Pressing::Now)),
            (talk(Some(7), " "), Some(Pressing::Soon)),
            (talk(Some(8), ""), Some(Pressing::Later)),
            (talk(Some(-1), "档案补齐了"), None),
            (gone, None),
        ];
        for (talk, want) in &all {
            let mut due = Vec::new();
            find(&[(Id([1; 16]), talk)], &workforce, today, &mut due);
            let told: Vec<_> = due.iter().map(|d| d.pressing).collect();
            assert_eq!(told, Vec::from_iter(*want), "{talk:?}");
        }
    }
}
