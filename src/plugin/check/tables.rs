//! What the tables look like: the heading and the first rows of each, of a text its first lines, and what
//! an older version made of the same sample.

use super::bench::Bench;
use super::contents::Grid;
use super::wishes::Wishes;
use super::{Needs, Subject};
use crate::plugin::talk::printable;
use crate::schema::text;
use tongdu_sdk::layout::spec::Layout;

/// Rows that are shown below the heading.
const SHOWN: usize = 3;
/// Lines that are shown of a text: a letter's address and how it begins.
const LINES: usize = 8;

/// The beginning of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file that it stands in, as the manifest declares it.
    pub output: String,
    /// The sheet's name; of a CSV, that of its output.
    pub sheet: String,
    /// The heading row; none of a text, whose lines are rows of one cell.
    pub heading: Vec<String>,
    /// The first rows below it.
    pub rows: Vec<Vec<String>>,
}

/// The tables that a plug-in makes of the sample; none where it doesn't run.
pub fn of(bench: &Bench<'_>) -> Vec<Table> {
    let contents = match bench.ready_for(Needs::Runs) {
        Ok(()) => bench.usual_files().and_then(|files| bench.read(files)),
        Err(_) => return Vec::new(),
    };
    let Ok(contents) = contents else {
        return Vec::new();
    };
    let headings = headings(bench.subject);
    let mut tables = Vec::new();
    for (output, contents) in bench.outputs().iter().zip(contents) {
        if !contents.lines.is_empty() {
            tables.push(Table {
                output: output.name.clone(),
                sheet: output.name.clone(),
                heading: Vec::new(),
                rows: contents.lines.iter().take(LINES).map(text_line).collect(),
            });
        }
        let begun = contents.grids.into_iter().filter_map(|grid| {
            let at = heading(&grid, &headings)?;
            let mut rows = grid.rows.iter().skip(at).map(|row| shown(row));
            Some(Table {
                output: output.name.clone(),
                sheet: printable(&grid.name),
                heading: rows.next()?,
                rows: rows.take(SHOWN).collect(),
            })
        });
        tables.extend(begun);
    }
    tables
}

fn text_line(line: &String) -> Vec<String> {
    shown(std::slice::from_ref(line))
}

/// Cells as they may be shown: what the plug-in wrote moves no cursor and hides nothing.
fn shown(row: &[String]) -> Vec<String> {
    let seen = |c: char| if text::hidden(c) { ' ' } else { c };
    let cells = row.iter().map(|cell| printable(cell));
    cells.map(|cell| cell.chars().map(seen).collect()).collect()
}

/// The first heading of each sheet that the layout has; none without a layout.
fn headings(subject: &Subject) -> Vec<String> {
    let text = subject.layout.as_deref().unwrap_or_default();
    let Ok(layout) = Layout::parse(text) else {
        return Vec::new();
    };
    let columns = layout.sheets.into_iter().flat_map(|sheet| sheet.columns);
    columns.map(|column| column.heading).collect()
}

/// The row of headings: the first in which nothing but headings of the layout stands. A sheet without
/// one is a cover; without a layout, a table begins at its top.
fn heading(grid: &Grid, headings: &[String]) -> Option<usize> {
    if headings.is_empty() {
        return Some(0);
    }
    let known = |cell: &String| cell.is_empty() || headings.contains(cell);
    let all = |row: &Vec<String>| row.iter().all(known) && row.iter().any(|c| !c.is_empty());
    grid.rows.iter().position(all)
}

/// Where two versions differ: each table before and after, nothing where it wasn't or isn't there.
pub fn differences(
    before: &Subject,
    after: &[Table],
    wishes: &Wishes<'_>,
) -> Vec<(Option<Table>, Option<Table>)> {
    let old = of(&Bench::new(before, wishes));
    let same = |a: &Table, b: &Table| a.output == b.output && a.sheet == b.sheet;
    let mut all = Vec::new();
    for table in &old {
        let now = after.iter().find(|other| same(table, other));
        if now != Some(table) {
            all.push((Some(table.clone()), now.cloned()));
        }
    }
    let new = |table: &&Table| !old.iter().any(|other| same(table, other));
    all.extend(
        after
            .iter()
            .filter(new)
            .map(|table| (None, Some(table.clone()))),
    );
    all
}
