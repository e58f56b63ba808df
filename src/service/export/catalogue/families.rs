//! Homes: who looks after the children there, what would help, how old the children are. No child is
//! named.

use super::super::super::Row;
use super::{Line, Source, age_band, count, text};
use crate::domain::book::Kind;
use crate::domain::caregiver::Caregiver;
use crate::domain::child::Child;
use crate::domain::grant::RowScope;
use crate::domain::household::Household;
use crate::domain::need::FamilyNeed;
use crate::plugin::{Cell, CellType};
use crate::schema::{Coded, Id};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a row is made from.
pub(super) struct Facts<'a> {
    home: &'a Household,
    main: Option<&'a Caregiver>,
    village: Option<Id>,
    needs: Vec<FamilyNeed>,
    ages: Vec<Option<i32>>,
    source: Source<'a>,
}

type Read = fn(&Facts<'_>) -> Cell;

impl Facts<'_> {
    /// Whoever looks after them; else the head of the home.
    fn guardian(&self) -> Cell {
        text(self.main.map_or(&self.home.head, |main| &main.name))
    }

    fn phone(&self) -> Cell {
        let own = self.main.map(|main| main.phone.as_str());
        text(
            own.filter(|phone| !phone.is_empty())
                .unwrap_or(&self.home.phone),
        )
    }

    /// 6—11岁2人、14—15岁1人.
    fn ages(&self) -> Cell {
        let mut bands: BTreeMap<i32, (String, usize)> = BTreeMap::new();
        for age in self.ages.iter().flatten() {
            let band = age_band(self.source.words, *age);
            let known = bands.values_mut().find(|(word, _)| *word == band);
            match known {
                Some((_, many)) => *many += 1,
                None => _ = bands.insert(*age, (band, 1)),
            }
        }
        let told = bands.into_values().map(|(band, many)| {
            let args = [("band", band), ("many", many.to_string())];
            self.source.words.fill_with("export-band-many", &args)
        });
        let told: Vec<String> = told.collect();
        text(&told.join(&self.source.words.word("export-and")))
    }
}

/// The fields, each with how it is read.
pub(super) const FIELDS: &[(&str, CellType, Read)] = &[
    ("guardian", CellType::Text, |f| f.guardian()),
    ("phone", CellType::Text, |f| f.phone()),
    ("township", CellType::Text, |f| {
        text(&f.source.township(f.village))
    }),
    ("village", CellType::Text, |f| {
        text(&f.source.village(f.village))
    }),
    ("needs", CellType::Text, |f| {
        f.source.choices(f.needs.iter().copied())
    }),
    ("ages", CellType::Text, |f| f.ages()),
    ("children", CellType::Int, |f| count(f.ages.len())),
];

/// Homes of the scope, village by village.
pub(super) fn lines<'a>(source: Source<'a>, rows: &[Arc<Row>], scope: RowScope) -> Vec<Line<'a>> {
    let home = |row: &Arc<Row>| {
        let home: &'a Household = source.tables.get(Kind::Household, row.id)?;
        Some((row.id, home))
    };
    let homes = rows.iter().filter_map(home);
    let mut lines: Vec<(String, Id, Line<'a>)> = homes
        .filter_map(|(id, home)| {
            let (village, line) = line(source, id, home, scope)?;
            Some((source.code(village), id, line))
        })
        .collect();
    lines.sort_by(|(a, first, _), (b, second, _)| (a, first).cmp(&(b, second)));
    lines.into_iter().map(|(.., line)| line).collect()
}

/// A home, where children live whom the scope means.
fn line<'a>(
    source: Source<'a>,
    id: Id,
    home: &'a Household,
    scope: RowScope,
) -> Option<(Option<Id>, Line<'a>)> {
    let today = source.today;
    let children = source.tables.leading_to(id, Kind::Child);
    let children: Vec<(Id, &'a Child)> = children.filter_map(|row| source.child(row)).collect();
    let (_, first) = children.first()?;
    let families: Vec<_> = children
        .iter()
        .map(|(_, c)| source.tables.family(c))
        .collect();
    let needed = |need: &FamilyNeed| {
        families
            .iter()
            .any(|f| f.family_needs(today).contains(need))
    };
    let all = FamilyNeed::CHOICES
        .iter()
        .filter_map(|c| FamilyNeed::from_code(c.code));
    let needs: Vec<FamilyNeed> = all.filter(needed).collect();
    let meant = match scope {
        RowScope::FamilyNeed => !needs.is_empty(),
        RowScope::All => true,
        RowScope::SchoolNeed => families.iter().any(|f| !f.school_needs(today).is_empty()),
        RowScope::Disabled => children.iter().any(|(_, child)| child.is_disabled()),
        RowScope::Consented => false,
    };
    let ages: Vec<Option<i32>> = children.iter().map(|(_, child)| child.age(today)).collect();
    let village = first.village;
    let facts = Facts {
        home,
        main: families.first().and_then(|family| family.main()),
        village,
        needs,
        ages: ages.clone(),
        source,
    };
    let line = Line {
        subjects: children.iter().map(|(id, _)| *id).chain([id]).collect(),
        children: children.iter().map(|(id, _)| *id).zip(ages).collect(),
        village: source.village(village),
        home_taught: false,
        read: Box::new(move |at| (FIELDS[at].2)(&facts)),
    };
    meant.then_some((village, line))
}
