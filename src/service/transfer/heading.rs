//! Finds the heading of a list, below its title rows, and says which column is which field.
//!
//! Guesses by the list's table of headings; what the user says goes first. Knows headings and the look
//! of values, not what rows mean.

use super::problem::SheetProblem;
pub use super::shape::{Part, Shape, Target};
use super::sheet::Sheet;
pub use super::synonym::Reading;
use super::synonym::{looks_like, plain, without_brackets};
use crate::domain::book::Kind;
use std::collections::BTreeMap;

/// Rows with something in them, among which the heading must be.
const HEADING_WITHIN: usize = 15;
/// Cells looked at to tell whether a doubtful column is what its heading may mean.
const LOOKED_AT: usize = 200;

/// One column that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its place in the rows.
    pub index: usize,
    /// Its heading as the office wrote it.
    pub heading: String,
    /// Where its cells go.
    pub target: Target,
    /// How its cells are read.
    pub reading: Reading,
}

/// What the columns of a list are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Whose list it is taken for.
    pub kind: Kind,
    /// The columns that are taken, in the order of the sheet.
    pub taken: Vec<Column>,
    /// Headings of columns that aren't, so that nothing is left out unseen.
    pub unused: Vec<String>,
    /// The row of the heading, counted from 0.
    pub heading_row: usize,
    /// The first row below the heading, counted from 0.
    pub first_row: usize,
}

/// A heading that may take up one row or two.
struct Heading {
    row: usize,
    two: bool,
    fields: BTreeMap<&'static str, (usize, Reading)>,
}

/// What people have said about the columns of a list.
#[derive(Clone, Copy, Default)]
pub struct Said<'a> {
    /// Now: a field, and the column as a heading, a number from 1 or letters; no column leaves
    /// the field out.
    pub map: &'a [(String, String)],
    /// At earlier imports: a heading as [`plain`] makes it, and its field; none where it isn't
    /// used.
    pub remembered: &'a [(String, String)],
}

/// What was said, in words that both sides understand.
struct Known<'a> {
    map: Vec<(&'static str, &'a str)>,
    remembered: Vec<(&'a str, Option<&'static str>)>,
}

impl<'a> Known<'a> {
    fn of(shape: &Shape, said: Said<'a>) -> Result<Self, SheetProblem> {
        let field = |name: &str| shape.target(name.trim()).map(Target::name);
        let map = said.map.iter().map(|(name, column)| {
            field(name)
                .map(|field| (field, column.as_str()))
                .ok_or_else(|| SheetProblem::NoSuchField {
                    field: name.clone(),
                    there: shape.names(),
                })
        });
        let remembered = said.remembered.iter();
        Ok(Self {
            map: map.collect::<Result<_, _>>()?,
            remembered: remembered
                .map(|(heading, name)| (heading.as_str(), field(name)))
                .collect(),
        })
    }

    /// What an earlier import has made of a column of this heading.
    fn earlier(&self, texts: &[String]) -> Option<Option<&'static str>> {
        let is = |heading: &str| texts.iter().any(|text| plain(text) == heading);
        let found = self.remembered.iter().find(|(heading, _)| is(heading));
        found.map(|(_, field)| *field)
    }
}

/// Finds the heading and whatever columns can be told.
///
/// # Errors
/// Without a heading, and where `map` leads nowhere.
pub fn guess(sheet: &Sheet, shape: &Shape, said: Said<'_>) -> Result<Columns, SheetProblem> {
    let known = Known::of(shape, said)?;
    let filled = (0..sheet.rows.len())
        .filter(|row| (0..sheet.rows[*row].len()).any(|c| sheet.cell(*row, c).is_some()));
    let candidates: Vec<usize> = filled.take(HEADING_WITHIN).collect();
    let best = best_heading(sheet, shape, &candidates, &known);
    let places = |row: usize| {
        (0..sheet.width())
            .filter(|c| sheet.cell(row, *c).is_some())
            .count()
    };
    // One known word alone is as likely a title.
    let found = best.filter(|h| h.fields.len() >= 2 || (h.fields.len() == 1 && places(h.row) >= 2));
    let (texts, heading_row, first_row, mut fields) = match found {
        Some(h) => (
            names(sheet, h.row, h.two),
            h.row,
            h.row + 1 + usize::from(h.two),
            h.fields,
        ),
        // A list without a heading, whose columns the user names by their place.
        None if says_where(shape, &known.map) => (
            Vec::new(),
            0,
            candidates.first().copied().unwrap_or(0),
            BTreeMap::new(),
        ),
        None => {
            return Err(SheetProblem::NoHeading {
                others: sheet.others.clone(),
            });
        }
    };
    for (field, column) in &known.map {
        fields.remove(field);
        if column.trim().is_empty() {
            continue;
        }
        let index =
            place(column, &texts, sheet.width()).ok_or_else(|| SheetProblem::NoSuchColumn {
                field: (*field).to_owned(),
                column: (*column).to_owned(),
            })?;
        fields.retain(|_, (taken, _)| *taken != index);
        let reading = texts
            .get(index)
            .and_then(|all| reading(shape, field, all))
            .unwrap_or_default();
        fields.insert(field, (index, reading));
    }
    add_doubtful(sheet, shape, &texts, first_row, &mut fields, &known);
    Ok(columns(shape, &texts, (heading_row, first_row), &fields))
}

/// The columns of a list, all that it needs among them.
///
/// # Errors
/// As [`guess`], and without a column that every row needs.
pub fn find(sheet: &Sheet, shape: &Shape, said: Said<'_>) -> Result<Columns, SheetProblem> {
    let columns = guess(sheet, shape, said)?;
    let missing = |name| {
        let there = columns.taken.iter().any(|c| c.target.name() == name);
        shape.needs.contains(&name) && !there
    };
    if missing("name") || missing("village") {
        return Err(SheetProblem::MissingColumn {
            row: columns.heading_row + 1,
            name: missing("name"),
            village: missing("village"),
        });
    }
    let others: Vec<&'static str> = shape.needs.iter().copied().filter(|n| missing(n)).collect();
    if others.is_empty() {
        return Ok(columns);
    }
    Err(SheetProblem::MissingOthers {
        row: columns.heading_row + 1,
        fields: others,
    })
}

fn columns(
    shape: &Shape,
    texts: &[Vec<String>],
    (heading_row, first_row): (usize, usize),
    fields: &BTreeMap<&'static str, (usize, Reading)>,
) -> Columns {
    let heading = |index: usize| {
        texts
            .get(index)
            .and_then(|t| t.first())
            .cloned()
            .unwrap_or_default()
    };
    let mut taken: Vec<Column> = fields
        .iter()
        .filter_map(|(field, (index, reading))| {
            let (index, reading) = (*index, *reading);
            Some(Column {
                index,
                heading: heading(index),
                target: shape.target(field)?,
                reading,
            })
        })
        .collect();
    taken.sort_by_key(|column| column.index);
    let unused = (0..texts.len())
        .filter(|index| !taken.iter().any(|column| column.index == *index))
        .map(heading)
        .filter(|heading| !heading.is_empty())
        .collect();
    Columns {
        kind: shape.kind,
        taken,
        unused,
        heading_row,
        first_row,
    }
}

/// The row, or pair of rows, in which most fields are recognised; the first of equals, and one
/// row rather than two.
fn best_heading(
    sheet: &Sheet,
    shape: &Shape,
    rows: &[usize],
    known: &Known<'_>,
) -> Option<Heading> {
    let mut best: Option<Heading> = None;
    for two in [false, true] {
        for row in rows {
            let fields = recognised(shape, &names(sheet, *row, two), known);
            if best.as_ref().is_none_or(|b| fields.len() > b.fields.len()) {
                best = Some(Heading {
                    row: *row,
                    two,
                    fields,
                });
            }
        }
    }
    best
}

/// What each column may be called: its heading, and under a common heading the two together and
/// its own. The first is how the office would say it.
fn names(sheet: &Sheet, row: usize, two: bool) -> Vec<Vec<String>> {
    let text = |row, column| {
        sheet
            .cell(row, column)
            .map(|cell| cell.text.trim().to_owned())
    };
    let mut common = String::new();
    (0..sheet.width())
        .map(|column| {
            let own = text(row, column);
            if !two {
                return own.into_iter().collect();
            }
            // A cell merged across stands in its first column only.
            let spanned = own.is_none();
            common = own.unwrap_or_else(|| std::mem::take(&mut common));
            match text(row + 1, column) {
                Some(below) if below == common || common.is_empty() => vec![below],
                Some(below) => vec![format!("{common}{below}"), below],
                None if spanned => Vec::new(),
                None => vec![common.clone()],
            }
        })
        .collect()
}

/// The fields that the columns mean for sure: of several for one field, the surest word.
fn recognised(
    shape: &Shape,
    texts: &[Vec<String>],
    known: &Known<'_>,
) -> BTreeMap<&'static str, (usize, Reading)> {
    let mut ranked: BTreeMap<&'static str, (usize, usize, Reading)> = BTreeMap::new();
    for (index, all) in texts.iter().enumerate() {
        let said = known.map.iter().find(|(_, column)| {
            all.iter()
                .any(|t| !t.is_empty() && plain(t) == plain(column))
        });
        let hit = match (said, known.earlier(all)) {
            (Some((field, _)), _) => Some((*field, 0, Reading::Plain)),
            (None, Some(earlier)) => {
                let reading = |field| reading(shape, field, all).unwrap_or_default();
                earlier.map(|field| (field, 0, reading(field)))
            }
            (None, None) => all.iter().find_map(|text| spelled(shape, text)),
        };
        if let Some((field, rank, reading)) = hit
            && ranked.get(field).is_none_or(|(best, ..)| rank < *best)
        {
            ranked.insert(field, (rank, index, reading));
        }
    }
    ranked
        .into_iter()
        .map(|(field, (_, index, reading))| (field, (index, reading)))
        .collect()
}

/// The field that a heading means for sure, how sure (0 is surest), and how to read it.
fn spelled(shape: &Shape, text: &str) -> Option<(&'static str, usize, Reading)> {
    [plain(text), without_brackets(text)]
        .iter()
        .find_map(|text| {
            if let Some(name) = shape.local(text) {
                return Some((name, 0, Reading::Plain));
            }
            shape.spellings.iter().find_map(|spelling| {
                let own = plain(spelling.field) == *text && spelling.reading == Reading::Plain;
                let rank = spelling.sure.iter().position(|word| word == text);
                rank.or(own.then_some(0))
                    .map(|rank| (spelling.field, rank, spelling.reading))
            })
        })
}

/// How a column that the user gives to a field is read, if its heading says so.
fn reading(shape: &Shape, field: &str, texts: &[String]) -> Option<Reading> {
    texts
        .iter()
        .find_map(|text| spelled(shape, text))
        .filter(|(f, ..)| *f == field)
        .map(|(.., r)| r)
}

/// Takes columns whose heading may mean a field, if half of what stands below looks like it:
/// 职务 is the role where it says 儿童主任, and nothing of ours where it says 妇联主席.
fn add_doubtful(
    sheet: &Sheet,
    shape: &Shape,
    texts: &[Vec<String>],
    first_row: usize,
    fields: &mut BTreeMap<&'static str, (usize, Reading)>,
    known: &Known<'_>,
) {
    let doubtful = shape.spellings.iter().filter(|s| !s.perhaps.is_empty());
    for spelling in doubtful {
        let Some(target) = shape.target(spelling.field) else {
            continue;
        };
        let said = known.map.iter().any(|(field, _)| *field == spelling.field);
        if said || fields.contains_key(spelling.field) {
            continue;
        }
        let free = |index: &usize| !fields.values().any(|(taken, _)| taken == index);
        let called = |index: &usize| {
            texts[*index].iter().any(|text| {
                spelling.perhaps.contains(&plain(text).as_str())
                    || spelling.perhaps.contains(&without_brackets(text).as_str())
            })
        };
        let fits = |index: &usize| {
            let cells = (first_row..sheet.rows.len()).filter_map(|row| sheet.cell(row, *index));
            let seen: Vec<bool> = cells
                .take(LOOKED_AT)
                .map(|cell| looks_like(target, &cell.text))
                .collect();
            let fitting = seen.iter().filter(|fits| **fits).count();
            fitting > 0 && fitting * 2 >= seen.len()
        };
        let open = |index: &usize| known.earlier(&texts[*index]).is_none();
        let index = (0..texts.len())
            .filter(free)
            .filter(called)
            .filter(open)
            .find(fits);
        if let Some(index) = index {
            fields.insert(spelling.field, (index, spelling.reading));
        }
    }
}

/// Whether what every row needs is given by its place, so that no heading is needed.
fn says_where(shape: &Shape, map: &[(&'static str, &str)]) -> bool {
    let by_place = |field: &&str| {
        map.iter()
            .any(|(f, column)| f == field && by_place(column).is_some())
    };
    shape.needs.iter().all(by_place)
}

/// The column that the user means: by heading, else by number, else by letters.
fn place(column: &str, texts: &[Vec<String>], width: usize) -> Option<usize> {
    let wanted = plain(column);
    let by_heading = texts.iter().position(|all| {
        all.iter()
            .any(|text| plain(text) == wanted || without_brackets(text) == wanted)
    });
    by_heading
        .or_else(|| by_place(column))
        .filter(|index| *index < width)
}

fn by_place(column: &str) -> Option<usize> {
    let column = crate::schema::text::tidy(column).to_ascii_uppercase();
    if let Ok(number) = column.parse::<usize>() {
        return number.checked_sub(1);
    }
    let letters = (1..=3).contains(&column.len()) && column.bytes().all(|b| b.is_ascii_uppercase());
    let number = column
        .bytes()
        .fold(0, |n, b| n * 26 + usize::from(b.wrapping_sub(b'A')) + 1);
    letters.then(|| number - 1)
}

/// Which sort of list a sheet most likely is: the one most of whose columns it has. Of equals, the
/// first.
pub fn most_likely<'s>(sheet: &Sheet, shapes: &[&'s Shape]) -> Option<&'s Shape> {
    let known = |shape: &Shape| find(sheet, shape, Said::default()).map_or(0, |c| c.taken.len());
    let mut best: Option<(usize, &'s Shape)> = None;
    for shape in shapes {
        let taken = known(shape);
        if best.is_none_or(|(most, _)| taken > most) {
            best = Some((taken, shape));
        }
    }
    best.map(|(_, shape)| shape)
}
