//! Who was in charge when: a village's history with its gaps, what the register of a day counts,
//! and whether a post runs into somebody else's.

use super::columns::is_director;
use super::write::Faults;
use super::{Office, Row};
use crate::domain::book::{Kind, Record};
use crate::domain::post::Post;
use crate::domain::tenure::Tenure;
use crate::domain::worker::{Sex, WorkTime};
use crate::schema::{Day, Fault, Id, Words};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the directors' register of a day counts (128号 二(二)1: one for each village, women of the
/// committee preferred).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InCharge {
    /// Villages.
    pub villages: usize,
    /// Villages without a director.
    pub vacant: usize,
    /// Villages with two or more.
    pub doubled: usize,
    /// Directors in charge of a village, each once.
    pub directors: usize,
    /// Of those, women.
    pub women: usize,
    /// Of those, women of the village committee.
    pub members: usize,
    /// Full time.
    pub full: usize,
    /// Part time; of the rest nobody has said.
    pub part: usize,
    /// In charge of more than one village.
    pub several: usize,
}

impl Office {
    /// What the register of a day counts.
    pub fn in_charge(&self, day: Day) -> InCharge {
        let tables = self.tables();
        let workforce = tables.workforce();
        let mut counted = InCharge {
            villages: workforce.villages.len(),
            ..InCharge::default()
        };
        let mut all: BTreeSet<Id> = BTreeSet::new();
        let mut several: BTreeSet<Id> = BTreeSet::new();
        for village in workforce.villages.keys() {
            let directors = workforce.directors_of(*village, day);
            match directors.len() {
                0 => counted.vacant += 1,
                1 => {}
                _ => counted.doubled += 1,
            }
            for (id, worker) in directors {
                if !all.insert(id) {
                    several.insert(id);
                    continue;
                }
                counted.women += usize::from(worker.sex == Some(Sex::Female));
                counted.members += usize::from(worker.female_member == Some(true));
                counted.full += usize::from(worker.work_time == Some(WorkTime::Full));
                counted.part += usize::from(worker.work_time == Some(WorkTime::Part));
            }
        }
        counted.directors = all.len();
        counted.several = several.len();
        counted
    }

    /// Who was in charge of a village, the oldest first, vacancies and doubles among them. What
    /// was before anybody is known of is left out: that is no gap, nobody has written it down.
    pub fn tenures(&self, village: Id) -> Vec<Tenure> {
        let tables = self.tables();
        let row = tables.row(Kind::Village, village);
        let workforce = tables.workforce_around(row.into_iter().map(AsRef::as_ref));
        let mut all = workforce.tenures(village);
        if all.len() > 1 && all.first().is_some_and(|first| first.directors.is_empty()) {
            all.remove(0);
        }
        all
    }

    /// What lets pass, but should be seen: a director's post in a village that somebody else has
    /// on one of its days.
    pub(super) fn overlapping(&self, id: Option<Id>, record: &Record) -> Faults {
        let Record::Post(post) = record else {
            return Faults::new();
        };
        let tables = self.tables();
        let directs = |worker: Option<Id>| {
            let row = worker.and_then(|worker| tables.row(Kind::Worker, worker));
            // Somebody who is being saved with the post isn't there yet.
            row.is_none_or(|row| !row.retired && is_director(&row.record))
        };
        let another = |row: &Arc<Row>| {
            let held = <&Post>::try_from(&row.record);
            Some(row.id) != id && held.is_ok_and(|held| held.overlaps(post) && directs(held.worker))
        };
        let found = directs(post.worker)
            && post.village.is_some_and(|village| {
                let mut posts = tables.leading_to(village, Kind::Post);
                posts.any(another)
            });
        let warning = ("from".to_owned(), Fault::Warning("fault-post-overlaps"));
        found.then_some(warning).into_iter().collect()
    }
}

/// What the register of a day counts, as labels and sentences: for the screen and the verb.
pub fn in_charge_lines(counted: &InCharge, words: &dyn Words) -> Vec<(String, String)> {
    let share = |part: usize| match counted.directors {
        0 => "-".to_owned(),
        all => format!("{}%", part * 100 / all),
    };
    let unknown = counted.directors - counted.full - counted.part;
    let line = |label: &str, key: &str, args: &[(&str, String)]| {
        (words.word(label), words.fill_with(key, args))
    };
    vec![
        line(
            "in-charge-area",
            "in-charge-villages",
            &[
                ("villages", counted.villages.to_string()),
                ("vacant", counted.vacant.to_string()),
                ("doubled", counted.doubled.to_string()),
            ],
        ),
        line(
            "in-charge-staff",
            "in-charge-directors",
            &[
                ("directors", counted.directors.to_string()),
                ("full", counted.full.to_string()),
                ("part", counted.part.to_string()),
                ("unknown", unknown.to_string()),
                ("several", counted.several.to_string()),
            ],
        ),
        line(
            "in-charge-sex",
            "in-charge-women",
            &[
                ("women", counted.women.to_string()),
                ("women_share", share(counted.women)),
                ("members", counted.members.to_string()),
                ("members_share", share(counted.members)),
            ],
        ),
    ]
}
