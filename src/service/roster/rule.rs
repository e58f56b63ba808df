//! Who a session is meant for: directors who lack the year's training, by township.

use super::super::Office;
use crate::domain::book::{Kind, Record};
use crate::domain::divisions::Division;
use crate::domain::training::Enrolment;
use crate::domain::workforce::YearState;
use crate::schema::Id;
use std::collections::{BTreeMap, HashSet};

/// Directors of one township who lack the year's training and are on none of its rosters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// The township; none where a person's post tells none.
    pub township: Option<&'static Division>,
    /// They, by village.
    pub workers: Vec<Id>,
}

/// A township, and its villages with those who lack the year.
type Here = (Option<&'static Division>, Vec<(Id, Id)>);

impl Office {
    /// Directors in post who lack this year's training and are on no roster of this session's
    /// training yet, not even of another group, by township in the order of the codes.
    pub fn still_lacking(&self, session: Id) -> Vec<Lacking> {
        let lines = self.register();
        let tables = self.tables();
        let training = tables.row(Kind::Session, session);
        let training = training.and_then(|row| match &row.record {
            Record::Session(session) => session.training,
            _ => None,
        });
        let groups = training
            .into_iter()
            .flat_map(|id| tables.leading_to(id, Kind::Session));
        let expected: HashSet<Id> = groups
            .flat_map(|row| tables.leading_to(row.id, Kind::Enrolment))
            .filter_map(|row| <&Enrolment>::try_from(&row.record).ok()?.worker)
            .collect();
        let mut seen = HashSet::new();
        let mut by_code: BTreeMap<&str, Here> = BTreeMap::new();
        for line in lines {
            let (Some(worker), Some(village)) = (line.worker, line.village) else {
                continue;
            };
            let open = line.rotation == YearState::NotYet && !expected.contains(&worker);
            // Whoever holds two villages stands in the first one's township.
            if !open || !seen.insert(worker) {
                continue;
            }
            let town = tables.township_of(worker, self.today());
            let code = town.map_or("", |d| d.code.as_str());
            let (township, here) = by_code.entry(code).or_default();
            *township = town;
            here.push((village, worker));
        }
        let each = by_code.into_values().map(|(township, mut people)| {
            people.sort_unstable();
            Lacking {
                township,
                workers: people.into_iter().map(|(_, worker)| worker).collect(),
            }
        });
        each.collect()
    }
}
