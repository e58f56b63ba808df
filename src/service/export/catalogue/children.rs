//! Children, each with what its file, its home and those who look after it say.

use super::super::super::Row;
use super::super::super::at_once::at_once;
use super::{Line, Source, day, flag, text};
use crate::domain::caregiver::Caregiver;
use crate::domain::child::Child;
use crate::domain::family::Family;
use crate::domain::grant::RowScope;
use crate::domain::need::SchoolNeed;
use crate::plugin::{Cell, CellType};
use std::sync::Arc;

/// What a row is made from.
pub(super) struct Facts<'a> {
    child: &'a Child,
    family: Family<'a>,
    source: Source<'a>,
}

type Read = fn(&Facts<'_>) -> Cell;

impl Facts<'_> {
    fn guardian(&self, told: fn(&Caregiver) -> &str) -> Cell {
        self.family
            .main()
            .map_or(Cell::Null, |main| text(told(main)))
    }

    /// Of whoever looks after the child; else the home's.
    fn phone(&self) -> Cell {
        let own = self.family.main().map(|main| main.phone.as_str());
        let home = self.family.household.map(|home| home.phone.as_str());
        let phones = [own, home].into_iter().flatten();
        phones
            .into_iter()
            .find(|phone| !phone.is_empty())
            .map_or(Cell::Null, text)
    }

    fn parent(&self, which: usize) -> Cell {
        self.family
            .parent(which)
            .map_or(Cell::Null, |parent| text(&parent.name))
    }
}

/// The fields, each with how it is read.
pub(super) const FIELDS: &[(&str, CellType, Read)] = &[
    ("name", CellType::Text, |f| text(&f.child.name)),
    ("sex", CellType::Text, |f| f.source.choice(f.child.sex)),
    ("birth_day", CellType::Day, |f| day(f.child.birth_day)),
    ("id_number", CellType::Text, |f| text(&f.child.id_number)),
    ("ethnicity", CellType::Text, |f| text(&f.child.ethnicity)),
    ("township", CellType::Text, |f| {
        text(&f.source.township(f.child.village))
    }),
    ("village", CellType::Text, |f| {
        text(&f.source.village(f.child.village))
    }),
    ("address", CellType::Text, |f| {
        f.family
            .household
            .map_or(Cell::Null, |home| text(&home.address))
    }),
    ("categories", CellType::Text, |f| {
        f.source.choices(f.family.categories(f.source.today))
    }),
    ("difficulties", CellType::Text, |f| {
        f.source.choices(f.family.difficulties(f.source.today))
    }),
    ("risk", CellType::Text, |f| f.source.choice(f.child.risk)),
    ("registered", CellType::Bool, |f| flag(f.child.registered)),
    ("papers", CellType::Text, |f| {
        f.source.choices(f.family.missing_papers())
    }),
    ("health", CellType::Text, |f| {
        f.source.choices(f.child.health.iter().copied())
    }),
    ("disability", CellType::Text, |f| {
        f.source.choice(f.child.disability)
    }),
    ("grade", CellType::Text, |f| f.source.choice(f.child.grade)),
    ("disability_card", CellType::Text, |f| {
        text(&f.child.disability_card)
    }),
    ("illness", CellType::Text, |f| text(&f.child.illness)),
    ("schooling", CellType::Text, |f| {
        f.source.choice(f.child.schooling)
    }),
    ("school", CellType::Text, |f| text(&f.child.school)),
    ("class", CellType::Text, |f| text(&f.child.class)),
    ("boarding", CellType::Bool, |f| flag(f.child.boarding)),
    ("guardianship", CellType::Text, |f| {
        f.source.choice(f.child.guardianship)
    }),
    ("guardian", CellType::Text, |f| {
        f.guardian(|main| &main.name)
    }),
    ("guardian_relation", CellType::Text, |f| {
        f.source
            .choice(f.family.main().and_then(|main| main.relation))
    }),
    ("guardian_phone", CellType::Text, |f| f.phone()),
    ("father", CellType::Text, |f| f.parent(0)),
    ("mother", CellType::Text, |f| f.parent(1)),
    ("poverty", CellType::Text, |f| {
        f.source
            .choice(f.family.household.and_then(|home| home.poverty))
    }),
    ("relief", CellType::Text, |f| {
        let relief = f
            .family
            .household
            .into_iter()
            .flat_map(|home| home.relief.iter());
        f.source.choices(relief.copied())
    }),
    ("school_needs", CellType::Text, |f| {
        f.source.choices(f.family.school_needs(f.source.today))
    }),
    ("care_needs", CellType::Text, |f| {
        f.source.choices(f.family.care_needs())
    }),
    ("family_needs", CellType::Text, |f| {
        f.source.choices(f.family.family_needs(f.source.today))
    }),
    ("note", CellType::Text, |f| text(&f.child.note)),
];

/// Children of the scope, village by village.
pub(super) fn lines<'a>(source: Source<'a>, rows: &[Arc<Row>], scope: RowScope) -> Vec<Line<'a>> {
    let mut children: Vec<_> = rows.iter().filter_map(|row| source.child(row)).collect();
    children.sort_by_cached_key(|(id, child)| (source.code(child.village), *id));
    let line = |&(id, child): &(_, &'a Child)| {
        let family = source.tables.family(child);
        let needs = family.school_needs(source.today);
        let meant = match scope {
            RowScope::SchoolNeed => !needs.is_empty(),
            RowScope::Disabled => child.is_disabled(),
            RowScope::FamilyNeed => !family.family_needs(source.today).is_empty(),
            RowScope::All => true,
            // No child says for itself to whom it may be named.
            RowScope::Consented => false,
        };
        let facts = Facts {
            child,
            family,
            source,
        };
        meant.then(|| Line {
            subjects: vec![id],
            children: vec![(id, child.age(source.today))],
            village: source.village(child.village),
            home_taught: needs.contains(&SchoolNeed::HomeTeaching),
            read: Box::new(move |at| (FIELDS[at].2)(&facts)),
        })
    };
    at_once(&children, line)
}
