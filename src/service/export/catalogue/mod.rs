//! The catalogue: every dataset that a plug-in may ask for, and how its rows are read. What nobody
//! asks for never leaves. Fields of the office's own aren't in it: no agency has asked for them.
//!
//! Must not know plug-ins, agencies or grants: it says what there is, not who gets it.

mod children;
mod families;
mod indicators;
mod parents;
mod roster;
mod statistics;

use super::super::{Row, Tables};
use crate::domain::book::Kind;
use crate::domain::child::Child;
use crate::domain::divisions::{self, Division};
use crate::domain::family::{CHILD_BELOW, SENSITIVE_BELOW};
use crate::domain::grant::RowScope;
use crate::plugin::{Cell, CellType};
use crate::schema::{Coded, Day, Id, KeyClass, Words};
use std::sync::Arc;

/// A dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Child directors and supervisors in post, one a row.
    Roster,
    /// Children in the register, one a row.
    Children,
    /// Homes with children in the register, one a row.
    Families,
    /// Parents who agreed to be named, one a row.
    Parents,
    /// How many are served: exact totals, for what is paid by them.
    Funding,
    /// What the directors' work cost: exact totals.
    Spending,
    /// What the outline for children asks: counts, small ones hidden.
    Indicators,
}

/// A field of a dataset: its name and the type of its cells.
pub type FieldOf = (&'static str, CellType);

/// A row before it leaves.
pub(super) struct Line<'a> {
    /// The records it tells of, for the log.
    pub subjects: Vec<Id>,
    /// The children it tells of, with their ages.
    pub children: Vec<(Id, Option<i32>)>,
    /// The village, in whose place an address may be told.
    pub village: String,
    /// Whether a child is to be taught at home.
    pub home_taught: bool,
    /// A cell by the place of its field.
    pub read: Box<dyn Fn(usize) -> Cell + Send + Sync + 'a>,
}

/// What rows are read from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub tables: &'a Tables,
    pub today: Day,
    pub words: &'a dyn Words,
    /// The office's own code, for the townships that statistics go through.
    pub place: &'a str,
}

impl Table {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Roster,
        Self::Children,
        Self::Families,
        Self::Parents,
        Self::Funding,
        Self::Spending,
        Self::Indicators,
    ];

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }

    /// What manifests and grants call it; its word has the key `dataset-NAME`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::Children => "children",
            Self::Families => "families",
            Self::Parents => "parents",
            Self::Funding => "funding",
            Self::Spending => "spending",
            Self::Indicators => "indicators",
        }
    }

    /// Its fields, in order.
    pub fn fields(self) -> Vec<FieldOf> {
        match self {
            Self::Roster => names(roster::FIELDS),
            Self::Children => names(children::FIELDS),
            Self::Families => names(families::FIELDS),
            Self::Parents => names(parents::FIELDS),
            Self::Funding => statistics::FUNDING.to_vec(),
            Self::Spending => statistics::SPENDING.to_vec(),
            Self::Indicators => indicators::FIELDS.to_vec(),
        }
    }

    /// The kind of record behind each row, by which rows can be chosen; none for statistics.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Roster => Some(Kind::Worker),
            Self::Children => Some(Kind::Child),
            Self::Families => Some(Kind::Household),
            Self::Parents => Some(Kind::Caregiver),
            Self::Funding | Self::Spending | Self::Indicators => None,
        }
    }

    /// The scopes that make a difference to its rows; a policy can name no others.
    pub fn scopes(self) -> &'static [RowScope] {
        use RowScope::{All, Consented, Disabled, FamilyNeed, SchoolNeed};
        match self {
            Self::Children | Self::Families => &[All, SchoolNeed, Disabled, FamilyNeed],
            Self::Parents => &[Consented],
            Self::Roster | Self::Funding | Self::Spending | Self::Indicators => &[All],
        }
    }

    /// Whose keys open what it is made from.
    pub fn class(self) -> KeyClass {
        match self {
            Self::Roster | Self::Spending => KeyClass::Workforce,
            _ => KeyClass::Cases,
        }
    }

    /// Its rows out of these records (of [`Table::kind`]; statistics take none), in order.
    pub(super) fn lines<'a>(
        self,
        source: Source<'a>,
        rows: &[Arc<Row>],
        scope: RowScope,
    ) -> Vec<Line<'a>> {
        match self {
            Self::Roster => roster::lines(source, rows),
            Self::Children => children::lines(source, rows, scope),
            Self::Families => families::lines(source, rows, scope),
            Self::Parents => parents::lines(source, rows, scope),
            Self::Funding => statistics::funding(source),
            Self::Spending => statistics::spending(source),
            Self::Indicators => indicators::lines(source),
        }
    }
}

fn names<R>(fields: &[(&'static str, CellType, R)]) -> Vec<FieldOf> {
    fields.iter().map(|(name, ty, _)| (*name, *ty)).collect()
}

impl<'a> Source<'a> {
    /// What people call a village.
    fn village(&self, village: Option<Id>) -> String {
        village.map_or_else(String::new, |id| self.tables.label(Kind::Village, id))
    }

    /// The digits of a village; what has none stands last.
    fn code(&self, village: Option<Id>) -> String {
        let code = village.and_then(|id| self.tables.village_code(id));
        code.unwrap_or("~").to_owned()
    }

    /// The township of a village.
    fn township_of(&self, village: Option<Id>) -> Option<&'static Division> {
        let code = village.and_then(|id| self.tables.village_code(id));
        code.and_then(divisions::township_of)
    }

    /// Its name.
    fn township(&self, village: Option<Id>) -> String {
        let township = self.township_of(village);
        township.map_or_else(String::new, |d| d.short.clone())
    }

    /// A child that a row is about; nobody who has come of age, though still in the register.
    fn child(&self, row: &Row) -> Option<(Id, &'a Child)> {
        let child = self.tables.get::<Child>(Kind::Child, row.id)?;
        let grown = child.age(self.today).is_some_and(|age| age >= CHILD_BELOW);
        (!grown).then_some((row.id, child))
    }

    fn choice<T: Coded>(&self, choice: Option<T>) -> Cell {
        choice.map_or(Cell::Null, |c| {
            Cell::Text(self.words.choice(T::LIST, c.code()))
        })
    }

    /// Several choices, as one reads them aloud.
    fn choices<T: Coded>(&self, choices: impl IntoIterator<Item = T>) -> Cell {
        let words = choices
            .into_iter()
            .map(|c| self.words.choice(T::LIST, c.code()));
        let words: Vec<String> = words.collect();
        text(&words.join(&self.words.word("export-and")))
    }
}

fn text(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Null
    } else {
        Cell::Text(text.to_owned())
    }
}

fn day(day: Option<Day>) -> Cell {
    day.map_or(Cell::Null, |d| Cell::Day(d.0))
}

fn flag(told: Option<bool>) -> Cell {
    told.map_or(Cell::Null, Cell::Bool)
}

fn count(count: usize) -> Cell {
    Cell::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The ends of the age bands, in whole years. The law's own lines are among them: 14 (个人信息保护法
/// 28), 16 (留守儿童) and 18; the others are ours (本地默认).
const BANDS: [(i32, i32); 5] = [(0, 5), (6, 11), (12, 13), (14, 15), (16, 17)];

/// The band of an age: 6—11岁.
pub(super) fn age_band(words: &dyn Words, age: i32) -> String {
    let band = BANDS
        .into_iter()
        .find(|(from, to)| (*from..=*to).contains(&age));
    band.map_or_else(
        || words.word("export-band-grown"),
        |(from, to)| {
            let args = [("from", from.to_string()), ("to", to.to_string())];
            words.fill_with("export-band", &args)
        },
    )
}

/// Whether somebody of this age is under the line of sensitive information (个人信息保护法 28); who
/// has no birthday told counts as one.
pub(super) fn sensitive(age: Option<i32>) -> bool {
    age.is_none_or(|age| age < SENSITIVE_BELOW)
}
