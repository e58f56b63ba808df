//! What is due about villages and workers: vacancies, doubles, first training, rotation.

use super::{Deadline, Due, Rule};
use crate::domain::book::Kind;
use crate::domain::workforce::{Workforce, YearState};
use crate::schema::{Day, Id};

/// Days before the end of the year from which a missing rotation presses. Ours (本地默认).
const ROTATION_PRESSES: i32 = 30;

pub(super) fn find(workforce: &Workforce<'_>, today: Day) -> Vec<Due> {
    let mut all = Vec::new();
    for id in workforce.villages.keys() {
        let directors = workforce.directors_of(*id, today);
        if directors.is_empty() {
            let since = vacant_since(workforce, *id, today);
            all.push(village_due(Rule::NoDirector, *id, None, since));
        } else if directors.len() > 1 {
            let since = directors_overlap_since(workforce, *id, today);
            let last = directors.last().map(|(w, _)| *w);
            all.push(village_due(Rule::TwoDirectors, *id, last, since));
        }
    }
    for (id, worker) in &workforce.workers {
        if !workforce.in_post(*id, today) {
            continue;
        }
        let village = workforce.village_of(*id, today);
        let known = worker.role.is_some() && !workforce.posts_of(*id).is_empty();
        if known && !workforce.passed(*id) {
            all.push(worker_due(Rule::Untrained, *id, village, Deadline::Open));
        } else if workforce.year_state(*id, today.year(), today) == YearState::NotYet
            && let Some(last) = Day::from_ymd(today.year(), 12, 31)
        {
            let mut due = worker_due(Rule::Rotation, *id, village, Deadline::By(last));
            due.pressing = if last.0 - today.0 <= ROTATION_PRESSES {
                super::Pressing::Soon
            } else {
                super::Pressing::Later
            };
            all.push(due);
        }
    }
    all
}

fn village_due(rule: Rule, village: Id, worker: Option<Id>, deadline: Deadline) -> Due {
    Due {
        village: Some(village),
        worker,
        ..Due::new(rule, Kind::Village, village, deadline)
    }
}

fn worker_due(rule: Rule, worker: Id, village: Option<Id>, deadline: Deadline) -> Due {
    Due {
        village,
        worker: Some(worker),
        ..Due::new(rule, Kind::Worker, worker, deadline)
    }
}

fn vacant_since(workforce: &Workforce<'_>, village: Id, today: Day) -> Deadline {
    let ended = workforce
        .posts_in(village)
        .iter()
        .filter_map(|(_, p)| p.to)
        .filter(|to| *to < today);
    ended
        .max()
        .map_or(Deadline::Open, |to| Deadline::Since(to.plus(1)))
}

fn directors_overlap_since(workforce: &Workforce<'_>, village: Id, today: Day) -> Deadline {
    let current = workforce
        .posts_in(village)
        .iter()
        .filter(|(_, p)| p.holds_on(today));
    current
        .filter_map(|(_, p)| p.from)
        .max()
        .map_or(Deadline::Open, Deadline::Since)
}
