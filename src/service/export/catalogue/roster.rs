//! The real-name register of child directors and supervisors.

use super::super::super::Row;
use super::super::super::columns::is_director;
use super::{Line, Source, day, flag, text};
use crate::domain::book::Kind;
use crate::domain::worker::{WorkTime, Worker};
use crate::domain::workforce::FirstTraining;
use crate::plugin::{Cell, CellType};
use crate::schema::{Coded, Day, Id};
use std::sync::Arc;

/// What a row is made from.
pub(super) struct Facts<'a> {
    worker: &'a Worker,
    village: Option<Id>,
    since: Option<Day>,
    trained: Option<Day>,
    rotation: String,
    source: Source<'a>,
}

type Read = fn(&Facts<'_>) -> Cell;

/// The fields, each with how it is read.
pub(super) const FIELDS: &[(&str, CellType, Read)] = &[
    ("name", CellType::Text, |f| text(&f.worker.name)),
    ("role", CellType::Text, |f| f.source.choice(f.worker.role)),
    ("sex", CellType::Text, |f| f.source.choice(f.worker.sex)),
    ("birth_day", CellType::Day, |f| day(f.worker.birth_day)),
    ("id_number", CellType::Text, |f| text(&f.worker.id_number)),
    ("village", CellType::Text, |f| {
        text(&f.source.village(f.village))
    }),
    ("phone", CellType::Text, |f| text(&f.worker.phone)),
    ("post_from", CellType::Day, |f| day(f.since)),
    ("full_time", CellType::Bool, |f| {
        flag(f.worker.work_time.map(|t| t == WorkTime::Full))
    }),
    ("female_member", CellType::Bool, |f| {
        flag(f.worker.female_member)
    }),
    ("source", CellType::Text, |f| {
        f.source.choice(f.worker.source)
    }),
    ("first_training", CellType::Day, |f| day(f.trained)),
    ("certificate", CellType::Text, |f| {
        text(&f.worker.certificate)
    }),
    ("rotation", CellType::Text, |f| text(&f.rotation)),
    ("national_entered", CellType::Day, |f| {
        day(f.worker.national_entered)
    }),
    ("note", CellType::Text, |f| text(&f.worker.note)),
];

/// Workers in post, directors first, village by village.
pub(super) fn lines<'a>(source: Source<'a>, rows: &[Arc<Row>]) -> Vec<Line<'a>> {
    let (today, workforce) = (source.today, source.tables.workforce());
    let in_post = rows.iter().filter(|row| workforce.in_post(row.id, today));
    let mut people: Vec<_> = in_post
        .map(|row| (workforce.village_of(row.id, today), row))
        .collect();
    people.sort_by_key(|(village, row)| (!is_director(&row.record), *village, row.id));
    let line = |(village, row): (Option<Id>, &Arc<Row>)| {
        let worker: &'a Worker = source.tables.get(Kind::Worker, row.id)?;
        let posts = workforce.posts_of(row.id).iter();
        let posts = posts.filter(|(_, post)| post.holds_on(today));
        let state = workforce.year_state(row.id, today.year(), today);
        let facts = Facts {
            worker,
            village,
            since: posts.filter_map(|(_, post)| post.from).min(),
            trained: match workforce.first_training(row.id) {
                FirstTraining::Passed(day) => Some(day),
                FirstTraining::Failed | FirstTraining::None => None,
            },
            rotation: source
                .words
                .word(&format!("choice-year-state-{}", state.code())),
            source,
        };
        Some(Line {
            subjects: vec![row.id],
            children: Vec::new(),
            village: source.village(village),
            home_taught: false,
            read: Box::new(move |at| (FIELDS[at].2)(&facts)),
        })
    };
    people.into_iter().filter_map(line).collect()
}
