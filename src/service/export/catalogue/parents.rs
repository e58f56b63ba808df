//! Parents who work elsewhere and agreed to be named to the offices for employment: adults only, no
//! word of their children.

use super::super::super::Row;
use super::{Line, Source, day, text};
use crate::domain::book::Kind;
use crate::domain::caregiver::{Caregiver, Relation};
use crate::domain::grant::RowScope;
use crate::plugin::{Cell, CellType};
use crate::schema::Id;
use std::sync::Arc;

/// What a row is made from.
pub(super) struct Facts<'a> {
    parent: &'a Caregiver,
    village: Option<Id>,
    source: Source<'a>,
}

type Read = fn(&Facts<'_>) -> Cell;

/// The fields, each with how it is read.
pub(super) const FIELDS: &[(&str, CellType, Read)] = &[
    ("name", CellType::Text, |f| text(&f.parent.name)),
    ("sex", CellType::Text, |f| f.source.choice(f.parent.sex)),
    ("phone", CellType::Text, |f| text(&f.parent.phone)),
    ("township", CellType::Text, |f| {
        text(&f.source.township(f.village))
    }),
    ("village", CellType::Text, |f| {
        text(&f.source.village(f.village))
    }),
    ("work_place", CellType::Text, |f| text(&f.parent.work_place)),
    ("wishes", CellType::Text, |f| {
        f.source.choices(f.parent.wishes.iter().copied())
    }),
    ("consent", CellType::Day, |f| day(f.parent.consent)),
];

/// Parents who agreed, whatever the scope says: without that, nobody's (个人信息保护法 23).
pub(super) fn lines<'a>(source: Source<'a>, rows: &[Arc<Row>], _: RowScope) -> Vec<Line<'a>> {
    let parent = |row: &Arc<Row>| {
        let parent: &'a Caregiver = source.tables.get(Kind::Caregiver, row.id)?;
        let is_parent = parent.relation.and_then(Relation::parent).is_some();
        let agreed = parent.consent.is_some_and(|day| day <= source.today);
        let village = parent
            .household
            .and_then(|home| source.tables.village_of_home(home));
        (is_parent && agreed && !parent.is_dead()).then_some((row.id, parent, village))
    };
    let mut parents: Vec<_> = rows.iter().filter_map(parent).collect();
    parents.sort_by_cached_key(|(id, _, village)| (source.code(*village), *id));
    let line = |(id, parent, village)| {
        let facts = Facts {
            parent,
            village,
            source,
        };
        Line {
            subjects: vec![id],
            children: Vec::new(),
            village: source.village(village),
            home_taught: false,
            read: Box::new(move |at| (FIELDS[at].2)(&facts)),
        }
    };
    parents.into_iter().map(line).collect()
}
