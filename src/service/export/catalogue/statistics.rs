//! Exact totals for what is paid by the number of people served (128号 三(二)); nobody is in them.

use super::{Line, Source, count, text};
use crate::domain::book::Kind;
use crate::domain::child::{Category, Child};
use crate::domain::divisions::{self, Division};
use crate::domain::expense::{Expense, ExpenseType};
use crate::domain::worker::{Worker, WorkerRole};
use crate::plugin::{Cell, CellType};
use crate::schema::{Coded, Id};
use std::collections::BTreeMap;

use super::FieldOf;

/// One row a township and what is counted.
pub(super) const FUNDING: &[FieldOf] = &[
    ("township", CellType::Text),
    ("item", CellType::Text),
    ("count", CellType::Int),
];

/// One row a township, sort of expense and year.
pub(super) const SPENDING: &[FieldOf] = &[
    ("township", CellType::Text),
    ("item", CellType::Text),
    ("year", CellType::Int),
    ("amount", CellType::Tenths),
];

/// A row of a table of numbers: tells of nobody.
pub(super) fn row<'a>(cells: Vec<Cell>) -> Line<'a> {
    Line {
        subjects: Vec::new(),
        children: Vec::new(),
        village: String::new(),
        home_taught: false,
        read: Box::new(move |at| cells.get(at).cloned().unwrap_or(Cell::Null)),
    }
}

impl Source<'_> {
    /// The townships of the office, in the order of their codes.
    pub(super) fn townships(&self) -> Vec<&'static Division> {
        let office = divisions::office(self.place);
        office.map_or_else(Vec::new, |d| divisions::townships_of(d).collect())
    }

    /// A number for each township, and behind them what belongs to none of them.
    pub(super) fn by_township(&self, villages: impl Iterator<Item = Option<Id>>) -> Vec<usize> {
        let townships = self.townships();
        let mut counts = vec![0; townships.len() + 1];
        for village in villages {
            counts[among(&townships, self.township_of(village))] += 1;
        }
        counts
    }

    /// The name of each township, and of what belongs to none.
    pub(super) fn township_names(&self) -> Vec<String> {
        let names = self.townships().into_iter().map(|d| d.short.clone());
        names
            .chain([self.words.word("export-no-township")])
            .collect()
    }
}

/// The place of a township among the office's; behind them what is in none. Who works for the only
/// one of an office and for no village of it, such as its supervisor, is that one's.
fn among(townships: &[&Division], township: Option<&Division>) -> usize {
    let none = townships.len();
    match township {
        Some(township) => {
            let same = |t: &&Division| t.code == township.code;
            townships.iter().position(same).unwrap_or(none)
        }
        None if none == 1 => 0,
        None => none,
    }
}

/// Children by category, and who looks after them by trade, in each township; then in all.
pub(super) fn funding(source: Source<'_>) -> Vec<Line<'_>> {
    let words = source.words;
    let mut counted: Vec<(String, Vec<usize>)> = vec![(
        words.word("export-item-children"),
        source.by_township(children(source).into_iter().map(|(child, _)| child.village)),
    )];
    for category in categories() {
        let held = children(source);
        let held = held.iter().filter(|(_, all)| all.contains(&category));
        let counts = source.by_township(held.map(|(child, _)| child.village));
        counted.push((words.choice(Category::LIST, category.code()), counts));
    }
    for role in [WorkerRole::Director, WorkerRole::Supervisor] {
        let counts = in_post(source, role);
        counted.push((words.choice(WorkerRole::LIST, role.code()), counts));
    }
    let names = source.township_names();
    let mut lines = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let there = at + 1 < names.len() || counted.iter().any(|(_, counts)| counts[at] > 0);
        for (item, counts) in counted.iter().filter(|_| there) {
            lines.push(row(vec![text(name), text(item), count(counts[at])]));
        }
    }
    if source.townships().len() > 1 {
        let total = words.word("export-total");
        let sums = counted
            .iter()
            .map(|(item, counts)| row(vec![text(&total), text(item), count(counts.iter().sum())]));
        lines.extend(sums);
    }
    lines
}

/// Every child with its categories; nobody who has come of age.
pub(super) fn children(source: Source<'_>) -> Vec<(&Child, Vec<Category>)> {
    let all = source.tables.live(Kind::Child);
    let all = all.filter_map(|row| source.child(row));
    all.map(|(_, child)| {
        let categories = source.tables.family(child).categories(source.today);
        (child, categories)
    })
    .collect()
}

/// Every category.
pub(super) fn categories() -> impl Iterator<Item = Category> {
    Category::CHOICES
        .iter()
        .filter_map(|choice| Category::from_code(choice.code))
}

fn in_post(source: Source<'_>, role: WorkerRole) -> Vec<usize> {
    let workforce = source.tables.workforce();
    let townships = source.townships();
    let mut counts = vec![0; townships.len() + 1];
    let all = source.tables.all::<Worker>(Kind::Worker);
    for (id, _) in all.filter(|(_, worker)| worker.role == Some(role)) {
        if !workforce.in_post(id, source.today) {
            continue;
        }
        let township = source.tables.township_of(id, source.today);
        counts[among(&townships, township)] += 1;
    }
    counts
}

/// What was paid in this year and the last, in yuan.
pub(super) fn spending(source: Source<'_>) -> Vec<Line<'_>> {
    let names = source.township_names();
    let townships = source.townships();
    let mut sums: BTreeMap<(usize, i32, ExpenseType), i64> = BTreeMap::new();
    for (_, expense) in source.tables.all::<Expense>(Kind::Expense) {
        let (Some(day), Some(kind), Some(amount)) = (expense.day, expense.kind, expense.amount)
        else {
            continue;
        };
        if !(source.today.year() - 1..=source.today.year()).contains(&day.year()) {
            continue;
        }
        let worker = expense.worker;
        let township = worker.and_then(|id| source.tables.township_served(id, day));
        let key = (among(&townships, township), day.year(), kind);
        *sums.entry(key).or_default() += amount.0;
    }
    let line = |((at, year, kind), tenths): ((usize, i32, ExpenseType), i64)| {
        let item = source.words.choice(ExpenseType::LIST, kind.code());
        let year = Cell::Int(year.into());
        row(vec![
            text(&names[at]),
            text(&item),
            year,
            Cell::Tenths(tenths),
        ])
    };
    sums.into_iter().map(line).collect()
}
