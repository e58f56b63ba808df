//! Rows of a list that are no people: blank ones, totals, remarks below the table, numbers
//! prepared for people to come, headings repeated for a new page.

use super::heading::Columns;
use super::sheet::Sheet;
use super::synonym::plain;

/// What a row is at first sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Person,
    Blank,
    NoPerson,
}

const TOTALS: &[&str] = &["合计", "总计", "共计", "小计", "total"];
const REMARKS: &[&str] = &[
    "注",
    "说明",
    "备注",
    "填表",
    "填报",
    "制表",
    "审核",
    "负责人",
    "单位负责人",
    "分管领导",
    "联系人",
    "经办人",
];

/// Looks at a row.
pub(super) fn look(sheet: &Sheet, columns: &Columns, row: usize) -> Look {
    let width = sheet.rows[row].len();
    let Some(first) = (0..width).find_map(|column| sheet.cell(row, column)) else {
        return Look::Blank;
    };
    let nothing_taken = columns
        .taken
        .iter()
        .all(|column| sheet.cell(row, column.index).is_none());
    let words = plain(&first.text);
    let total = TOTALS.iter().any(|word| words.starts_with(word));
    // A name has no colon.
    let remark =
        first.text.contains([':', '：']) && REMARKS.iter().any(|word| words.starts_with(word));
    let name = columns.taken.iter().find(|column| column.target.is_who());
    let repeated = name.is_some_and(|column| {
        let same = |text: &str| !column.heading.is_empty() && plain(text) == plain(&column.heading);
        sheet
            .cell(row, column.index)
            .is_some_and(|cell| same(&cell.text))
    });
    if nothing_taken || total || remark || repeated {
        Look::NoPerson
    } else {
        Look::Person
    }
}

impl Columns {
    /// The name in a row as written.
    pub(super) fn of_name(&self, sheet: &Sheet, row: usize) -> String {
        let column = self.taken.iter().find(|column| column.target.is_who());
        let cell = column.and_then(|column| sheet.cell(row, column.index));
        cell.map(|cell| cell.text.trim().to_owned())
            .unwrap_or_default()
    }
}
