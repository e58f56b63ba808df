//! Finds the heading of a list, below its title rows, and says which column is which field.
//!
//! Guesses by the table in `synonym`; what the user says goes first. Knows headings and the look
//! of values, not what rows mean.

use super::problem::SheetProblem;
use super::sheet::Sheet;
pub use super::synonym::{Reading, Target, fields};
use super::synonym::{SPELLINGS, looks_like, plain, target, without_brackets};
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The columns that are taken, in the order of the sheet.
    pub taken: Vec<Column>,
    /// Headings of columns that aren't, so that nothing is left out unseen.
    pub unused: Vec<String>,
    /// The first row below the heading, counted from 0.
    pub first_row: usize,
}

impl Columns {
    /// The column of a field.
    pub fn of(&self, target: Target) -> Option<&Column> {
        self.taken.iter().find(|column| column.target == target)
    }
}

/// A heading that may take up one row or two.
struct Heading {
    row: usize,
    two: bool,
    fields: BTreeMap<&'static str, (usize, Reading)>,
}

/// Finds the heading and the columns. `map` holds what the user says: a field, and the column as
/// a heading, a number from 1 or letters; no column leaves the field out.
///
/// # Errors
/// Without a heading, without names or villages, and where `map` leads nowhere.
pub fn find(sheet: &Sheet, map: &[(String, String)]) -> Result<Columns, SheetProblem> {
    let map = known_fields(map)?;
    let filled = (0..sheet.rows.len())
        .filter(|row| (0..sheet.rows[*row].len()).any(|c| sheet.cell(*row, c).is_some()));
    let candidates: Vec<usize> = filled.take(HEADING_WITHIN).collect();
    let best = best_heading(sheet, &candidates, &map);
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
        None if says_where(&map) => (
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
    for (field, column) in &map {
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
            .and_then(|all| known(field, all))
            .unwrap_or_default();
        fields.insert(field, (index, reading));
    }
    let said: Vec<&str> = map.iter().map(|(field, _)| *field).collect();
    add_doubtful(sheet, &texts, first_row, &mut fields, &said);
    let missing = |field| !fields.contains_key(field);
    if missing("name") || missing("village") {
        return Err(SheetProblem::MissingColumn {
            row: heading_row + 1,
            name: missing("name"),
            village: missing("village"),
        });
    }
    Ok(columns(&texts, first_row, &fields))
}

fn columns(
    texts: &[Vec<String>],
    first_row: usize,
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
                target: target(field)?,
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
        taken,
        unused,
        first_row,
    }
}

/// The row, or pair of rows, in which most fields are recognised; the first of equals, and one
/// row rather than two.
fn best_heading(sheet: &Sheet, rows: &[usize], map: &[(&'static str, &str)]) -> Option<Heading> {
    let mut best: Option<Heading> = None;
    for two in [false, true] {
        for row in rows {
            let fields = recognised(&names(sheet, *row, two), map);
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
    texts: &[Vec<String>],
    map: &[(&'static str, &str)],
) -> BTreeMap<&'static str, (usize, Reading)> {
    let mut ranked: BTreeMap<&'static str, (usize, usize, Reading)> = BTreeMap::new();
    for (index, all) in texts.iter().enumerate() {
        let said = map.iter().find(|(_, column)| {
            all.iter()
                .any(|t| !t.is_empty() && plain(t) == plain(column))
        });
        let hit = match said {
            Some((field, _)) => Some((*field, 0, Reading::Plain)),
            None => all.iter().find_map(|text| spelled(text)),
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
fn spelled(text: &str) -> Option<(&'static str, usize, Reading)> {
    [plain(text), without_brackets(text)]
        .iter()
        .find_map(|text| {
            SPELLINGS.iter().find_map(|spelling| {
                let own = plain(spelling.field) == *text && spelling.reading == Reading::Plain;
                let rank = spelling.sure.iter().position(|word| word == text);
                rank.or(own.then_some(0))
                    .map(|rank| (spelling.field, rank, spelling.reading))
            })
        })
}

/// How a column that the user gives to a field is read, if its heading says so.
fn known(field: &str, texts: &[String]) -> Option<Reading> {
    texts
        .iter()
        .find_map(|text| spelled(text))
        .filter(|(f, ..)| *f == field)
        .map(|(.., r)| r)
}

/// Takes columns whose heading may mean a field, if half of what stands below looks like it:
/// 职务 is the role where it says 儿童主任, and nothing of ours where it says 妇联主席.
fn add_doubtful(
    sheet: &Sheet,
    texts: &[Vec<String>],
    first_row: usize,
    fields: &mut BTreeMap<&'static str, (usize, Reading)>,
    said: &[&str],
) {
    for spelling in SPELLINGS.iter().filter(|s| !s.perhaps.is_empty()) {
        if fields.contains_key(spelling.field) || said.contains(&spelling.field) {
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
                .map(|cell| looks_like(spelling.field, &cell.text))
                .collect();
            let fitting = seen.iter().filter(|fits| **fits).count();
            fitting > 0 && fitting * 2 >= seen.len()
        };
        let index = (0..texts.len()).filter(free).filter(called).find(fits);
        if let Some(index) = index {
            fields.insert(spelling.field, (index, spelling.reading));
        }
    }
}

fn known_fields(map: &[(String, String)]) -> Result<Vec<(&'static str, &str)>, SheetProblem> {
    let field = |name: &str| target(name.trim()).map(Target::name);
    map.iter()
        .map(|(name, column)| {
            field(name)
                .map(|field| (field, column.as_str()))
                .ok_or_else(|| SheetProblem::NoSuchField {
                    field: name.clone(),
                    there: fields(),
                })
        })
        .collect()
}

/// Whether names and villages are given by their places, so that no heading is needed.
fn says_where(map: &[(&'static str, &str)]) -> bool {
    let by_place = |field| {
        map.iter()
            .any(|(f, column)| *f == field && by_place(column).is_some())
    };
    by_place("name") && by_place("village")
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
