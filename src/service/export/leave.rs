//! The rows of a grant, as they leave: only granted fields are ever read, and what is to be changed is
//! changed here.

use super::super::at_once::at_once;
use super::super::{Problem, Row};
use super::catalogue::{Line, Source, Table, age_band, sensitive};
use super::grant::{Granted, GrantedField, GrantedTable};
use crate::domain::grant::Transform;
use crate::domain::household::Poverty;
use crate::plugin::Cell;
use crate::schema::{Coded, Day, Id, Words, number};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The rows of one dataset.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rows {
    pub granted: GrantedTable,
    pub cells: Vec<Vec<Cell>>,
}

/// Everything that leaves in a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Leaves {
    pub tables: Vec<Rows>,
    /// The records it tells of, each once.
    pub subjects: BTreeSet<Id>,
    /// Children it tells of.
    pub children: usize,
    /// Those of them under 14, or of unknown age.
    pub under_14: usize,
}

impl Leaves {
    /// Reads what is granted. `rows` finds the records of a dataset.
    ///
    /// # Errors
    /// More rows than the policy lets go at a time.
    pub fn of<'r>(
        granted: &Granted,
        source: Source<'_>,
        rows: impl Fn(Table) -> &'r [Arc<Row>],
    ) -> Result<Self, Problem> {
        let mut leaves = Self::default();
        // One child in two tables is one child.
        let mut children = BTreeMap::new();
        for granted in &granted.tables {
            let lines = granted
                .table
                .lines(source, rows(granted.table), granted.rows);
            if let Some(most) = granted.grant.most
                && i64::try_from(lines.len()).unwrap_or(i64::MAX) > most
            {
                return Err(Problem::new("export-too-many")
                    .with("rows", lines.len())
                    .with("most", most)
                    .with("entry", granted.grant.entry()));
            }
            let cells = at_once(&lines, |line| {
                let read = |field| cell(line, field, source);
                Some(granted.fields.iter().map(read).collect())
            });
            for line in &lines {
                children.extend(line.children.iter().copied());
                leaves.subjects.extend(&line.subjects);
            }
            let granted = granted.clone();
            leaves.tables.push(Rows { granted, cells });
        }
        leaves.children = children.len();
        leaves.under_14 = children.into_values().filter(|age| sensitive(*age)).count();
        Ok(leaves)
    }

    /// Rows of all datasets.
    pub fn rows(&self) -> usize {
        self.tables.iter().map(|table| table.cells.len()).sum()
    }
}

/// A cell as it leaves.
fn cell(line: &Line<'_>, field: &GrantedField, source: Source<'_>) -> Cell {
    let Some(transform) = field.transform else {
        return (line.read)(field.at);
    };
    if transform == Transform::HomeTeaching && !line.home_taught {
        return Cell::Null;
    }
    match (transform, (line.read)(field.at)) {
        (Transform::HomeTeaching, cell) => cell,
        // A household that is told to be none of the poor ones isn't one.
        (Transform::YesNo, cell) => {
            let none = Cell::Text(source.words.choice(Poverty::LIST, Poverty::None.code()));
            let any = cell != Cell::Null && cell != none;
            let key = if any { "yes" } else { "no" };
            Cell::Text(source.words.choice("flag", key))
        }
        (_, Cell::Null) => Cell::Null,
        // A birthday still to come tells of a slip, not of an age.
        (Transform::AgeBand, Cell::Day(day)) if Day(day) > source.today => Cell::Null,
        (Transform::AgeBand, Cell::Day(day)) => {
            let age = Day(day).years_until(source.today);
            Cell::Text(age_band(source.words, age))
        }
        (Transform::Initials, Cell::Text(name)) => {
            let initial = name.chars().next().map(String::from).unwrap_or_default();
            Cell::Text(
                source
                    .words
                    .fill("export-initial", &[("initial", &initial)]),
            )
        }
        (Transform::VillageOnly, Cell::Text(_)) => match line.village.as_str() {
            "" => Cell::Null,
            village => Cell::Text(village.to_owned()),
        },
        // What can't be changed as the policy says doesn't leave.
        _ => Cell::Null,
    }
}

/// Fields whose words say nothing of who it is.
const PLAIN: &[&str] = &[
    "role",
    "sex",
    "village",
    "township",
    "source",
    "rotation",
    "categories",
    "difficulties",
    "risk",
    "health",
    "disability",
    "grade",
    "schooling",
    "guardianship",
    "guardian_relation",
    "poverty",
    "relief",
    "school_needs",
    "care_needs",
    "family_needs",
    "needs",
    "ages",
    "wishes",
    "papers",
];

/// A sample that shows what the field is like and not whose it is.
pub(super) fn masked(words: &dyn Words, table: Table, field: &GrantedField, cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if table.kind().is_none() => text.clone(),
        Cell::Null => "-".to_owned(),
        Cell::Bool(yes) => words.choice("flag", if *yes { "yes" } else { "no" }),
        Cell::Int(n) | Cell::Time(n) => n.to_string(),
        Cell::Tenths(tenths) => crate::schema::Score(*tenths).plain(),
        Cell::Day(day) => format!("{}-**-**", Day(*day).year()),
        Cell::Text(text) => match field.name {
            "id_number" => number::mask_id(text),
            "phone" | "guardian_phone" => number::mask_phone(text),
            name if PLAIN.contains(&name) => text.clone(),
            _ if matches!(
                field.transform,
                Some(Transform::AgeBand | Transform::VillageOnly)
            ) =>
            {
                text.clone()
            }
            _ => {
                let first = text.chars().next();
                first.map_or_else(String::new, |first| format!("{first}**"))
            }
        },
    }
}
