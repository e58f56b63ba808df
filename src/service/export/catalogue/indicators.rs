//! What the outline for children's development asks, counted; nobody is in it, and small counts are
//! hidden, with as many more as it takes that sums don't give them away.

use super::statistics::{categories, children, row};
use super::{FieldOf, Line, Source, text};
use crate::domain::book::Kind;
use crate::domain::child::{Category, Child, Guardianship, Schooling};
use crate::domain::suppress::{Hidden, Part, hide};
use crate::domain::village::Village;
use crate::plugin::{Cell, CellType};
use crate::schema::Coded;

/// One row a township and indicator.
pub(super) const FIELDS: &[FieldOf] = &[
    ("township", CellType::Text),
    ("indicator", CellType::Text),
    ("count", CellType::Int),
    ("of", CellType::Int),
    ("rate", CellType::Tenths),
    ("note", CellType::Text),
];

/// An indicator: its word, and for each township how many of how many.
struct Indicator {
    word: String,
    parts: Vec<Part>,
    /// Whether it counts children, whom a small number would give away.
    of_children: bool,
}

impl Indicator {
    /// What is hidden of the counts, and of what they are a part of; nothing where nobody's child is
    /// counted.
    fn hidden(&self) -> Option<[Hidden; 2]> {
        let alone = |part: &Part| Part {
            count: part.of,
            of: part.of,
        };
        let wholes: Vec<Part> = self.parts.iter().map(alone).collect();
        self.of_children.then(|| [hide(&self.parts), hide(&wholes)])
    }
}

/// All indicators of each township, then of all.
pub(super) fn lines(source: Source<'_>) -> Vec<Line<'_>> {
    let names = source.township_names();
    let mut indicators = of_children(source);
    indicators.push(villages_in_charge(source));
    let hidden: Vec<Option<[Hidden; 2]>> = indicators.iter().map(Indicator::hidden).collect();
    let mut lines = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let there = at + 1 < names.len() || indicators.iter().any(|i| i.parts[at].of > 0);
        for (indicator, hidden) in indicators.iter().zip(&hidden).filter(|_| there) {
            let gone = |of: usize| hidden.as_ref().is_some_and(|h| h[of].cells[at]);
            lines.push(told(
                source,
                name,
                indicator,
                indicator.parts[at],
                [gone(0), gone(1)],
            ));
        }
    }
    if source.townships().len() > 1 {
        let total = source.words.word("export-total");
        for (indicator, hidden) in indicators.iter().zip(&hidden) {
            let whole = Part {
                count: indicator.parts.iter().map(|part| part.count).sum(),
                of: indicator.parts.iter().map(|part| part.of).sum(),
            };
            let gone = |of: usize| hidden.as_ref().is_some_and(|h| h[of].total);
            lines.push(told(source, &total, indicator, whole, [gone(0), gone(1)]));
        }
    }
    lines
}

fn told<'a>(
    source: Source<'a>,
    place: &str,
    indicator: &Indicator,
    part: Part,
    [gone, whole_gone]: [bool; 2],
) -> Line<'a> {
    let number = |n: u64| Cell::Int(i64::try_from(n).unwrap_or(i64::MAX));
    let rate = (part.count * 1000 + part.of / 2).checked_div(part.of);
    let rate = rate.and_then(|tenths| i64::try_from(tenths).ok());
    let (count, rate, note) = if gone || whole_gone {
        let note = source.words.word("export-hidden");
        (Cell::Null, Cell::Null, Cell::Text(note))
    } else {
        (
            number(part.count),
            rate.map_or(Cell::Null, Cell::Tenths),
            Cell::Null,
        )
    };
    row(vec![
        text(place),
        text(&indicator.word),
        count,
        if whole_gone {
            Cell::Null
        } else {
            number(part.of)
        },
        rate,
        note,
    ])
}

type Holds<'a> = Box<dyn Fn(&Child, &[Category]) -> bool + 'a>;

/// What is counted of children. No two lines, nor a line and a whole, differ by others that could be
/// few: 困境儿童 comes without those that stand in lines of their own, and all are parts of the same
/// whole.
fn asked<'a>(source: Source<'a>) -> Vec<(String, Holds<'a>)> {
    let word = |key: &str| source.words.word(&format!("export-indicator-{key}"));
    let alone = [Category::Orphan, Category::Unattended];
    let category = |category: Category| -> (String, Holds<'a>) {
        if category == Category::Difficult {
            let holds = move |_: &Child, held: &[Category]| {
                held.contains(&category) && !alone.iter().any(|own| held.contains(own))
            };
            return (word("other-difficult"), Box::new(holds));
        }
        let word = source.words.choice(Category::LIST, category.code());
        (word, Box::new(move |_, held| held.contains(&category)))
    };
    let mut asked: Vec<(String, Holds<'a>)> = categories().map(category).collect();
    asked.push((
        word("out-of-school"),
        Box::new(|child, _| {
            matches!(
                child.schooling,
                Some(Schooling::DroppedOut | Schooling::NotAtSchool)
            )
        }),
    ));
    asked.push((
        word("no-hukou"),
        Box::new(|child, _| child.registered == Some(false)),
    ));
    asked.push((
        word("poor-guardianship"),
        Box::new(|child, _| child.guardianship.is_some_and(Guardianship::is_poor)),
    ));
    asked
}

fn of_children(source: Source<'_>) -> Vec<Indicator> {
    let all = children(source);
    let of = source.by_township(all.iter().map(|(child, _)| child.village));
    let indicator = |(word, holds): (String, Holds<'_>)| {
        let held = all.iter().filter(|(child, held)| holds(child, held));
        let count = source.by_township(held.map(|(child, _)| child.village));
        Indicator {
            word,
            parts: parts(count, &of),
            of_children: true,
        }
    };
    asked(source).into_iter().map(indicator).collect()
}

fn parts(count: Vec<usize>, of: &[usize]) -> Vec<Part> {
    let part = |(count, of): (usize, &usize)| Part {
        count: count as u64,
        of: *of as u64,
    };
    count.into_iter().zip(of).map(part).collect()
}

/// Villages that have a child director in post (128号 二(一): 一村一名).
fn villages_in_charge(source: Source<'_>) -> Indicator {
    let workforce = source.tables.workforce();
    let villages = source.tables.all::<Village>(Kind::Village);
    let villages: Vec<_> = villages.map(|(id, _)| id).collect();
    let held = villages.iter().copied();
    let held = held.filter(|id| !workforce.directors_of(*id, source.today).is_empty());
    let count = source.by_township(held.map(Some));
    let of = source.by_township(villages.iter().copied().map(Some));
    Indicator {
        word: source.words.word("export-indicator-in-charge"),
        parts: parts(count, &of),
        of_children: false,
    }
}

#[cfg(test)]
mod tests;
