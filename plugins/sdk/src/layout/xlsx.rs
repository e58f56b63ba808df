//! One workbook: a cover, then a sheet for each table.
//!
//! Texts, ID numbers above all, are string cells of the format `@`: nothing is ever guessed to be
//! a number, and nothing that begins with `=` is a formula. The creation date is the job's, so
//! that the same job gives the same bytes.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use crate::export::Value;
use crate::layout::plain::plain;
use crate::layout::spec::Column;
use crate::{Failure, abi};

/// Whole numbers up to here are exact in a cell.
const EXACT: u64 = 1 << 53;

/// A tenth larger than by the usual 6, in little more than half the time.
const PACKED: u8 = 2;

/// Number of the built-in format `@`.
const TEXT: u8 = 49;

/// Width of the cover's second column.
const COVER_WIDTH: f64 = 72.0;

/// Height of a line, in points.
const LINE: f64 = 15.0;

/// Lines that the tallest row has room for: a row has at most 409 points.
const MOST_LINES: u32 = 27;

/// A workbook in the making.
pub struct Book {
    workbook: Workbook,
    cell: Format,
    bold: Format,
    mark: Format,
    large: Format,
}

/// A sheet that rows are written to.
pub struct Table {
    sheet: usize,
    /// The row to be written next.
    next: u32,
    /// From this row on no cell has its format yet.
    bare: u32,
    formats: Vec<Formats>,
    /// Bare cells that aren't of their column's usual shape.
    odd: Vec<(u32, u16, Shape)>,
}

/// What a cell holds, as far as its format depends on it.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Text,
    Int,
    Float,
    Day,
}

impl Shape {
    /// Of the values of a field with this tag.
    fn of(tag: u32) -> Shape {
        match tag {
            abi::TAG_I64 => Shape::Int,
            abi::TAG_F64 => Shape::Float,
            abi::TAG_DATE => Shape::Day,
            _ => Shape::Text,
        }
    }
}

/// One column's formats.
struct Formats {
    /// Of nearly every cell, empty ones too: what a clerk types there stays what the column holds.
    usual: Shape,
    text: Format,
    int: Format,
    float: Format,
    day: Format,
}

impl Formats {
    fn of(&self, shape: Shape) -> &Format {
        match shape {
            Shape::Text => &self.text,
            Shape::Int => &self.int,
            Shape::Float => &self.float,
            Shape::Day => &self.day,
        }
    }
}

impl Book {
    /// An empty one; `started_at` in microseconds UTC.
    pub fn new(started_at: i64) -> Result<Book, Failure> {
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(PACKED);
        let created = ExcelDateTime::from_timestamp(started_at.div_euclid(1_000_000))?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
        let cell = Format::new()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter);
        let bold = cell
            .clone()
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_text_wrap();
        let mark = Format::new().set_bold().set_font_color(Color::Red);
        let large = Format::new()
            .set_bold()
            .set_font_size(16)
            .set_align(FormatAlign::Center);
        Ok(Book {
            workbook,
            cell,
            bold,
            mark,
            large,
        })
    }

    /// Adds a sheet and says its number.
    pub fn add(&mut self, name: &str) -> Result<usize, Failure> {
        self.workbook.add_worksheet().set_name(name)?;
        Ok(self.workbook.worksheets().len() - 1)
    }

    fn sheet(&mut self, index: usize) -> Result<&mut Worksheet, Failure> {
        Ok(self.workbook.worksheet_from_index(index)?)
    }

    /// Writes mark, title lines and headings. `tags` tell what each column is going to hold: one of
    /// the `TAG_` constants.
    pub fn head(
        &mut self,
        index: usize,
        mark: &str,
        title: &[String],
        columns: &[Column],
        tags: impl Iterator<Item = u32>,
    ) -> Result<Table, Failure> {
        let formats = columns.iter().zip(tags);
        let formats = formats.map(|(column, tag)| self.formats(column, Shape::of(tag)));
        let formats = formats.collect();
        let (marked, large, bold) = (self.mark.clone(), self.large.clone(), self.bold.clone());
        let sheet = self.sheet(index)?;
        sheet
            .set_landscape()
            .set_paper_size(9)
            .set_print_fit_to_pages(1, 0)
            .set_footer("&C&P / &N");
        let mut row = 0;
        if !mark.is_empty() {
            sheet.write_string_with_format(row, 0, mark, &marked)?;
            row += 1;
        }
        for (number, line) in title.iter().enumerate() {
            match columns.len() {
                2.. if number == 0 => {
                    sheet.merge_range(row, 0, row, columns.len() as u16 - 1, line, &large)?;
                    sheet.set_row_height(row, 28)?;
                }
                _ => _ = sheet.write_string(row, 0, line)?,
            }
            row += 1;
        }
        for (at, column) in (0..).zip(columns) {
            sheet.set_column_width(at, column.width)?;
            sheet.write_string_with_format(row, at, &column.heading, &bold)?;
        }
        let lines = columns.iter().map(|c| lines_of(&c.heading, c.width));
        make_room(sheet, row, lines.max().unwrap_or(1))?;
        sheet.set_freeze_panes(row + 1, 0)?;
        sheet.set_repeat_rows(row, row)?;
        Ok(Table {
            sheet: index,
            next: row + 1,
            bare: row + 1,
            formats,
            odd: Vec::new(),
        })
    }

    fn formats(&self, column: &Column, usual: Shape) -> Formats {
        let numbers = |usual: &str| {
            self.cell
                .clone()
                .set_num_format(column.format.as_deref().unwrap_or(usual))
        };
        let text = self.cell.clone().set_num_format_index(TEXT);
        Formats {
            usual,
            text: if column.wrap {
                text.set_text_wrap()
            } else {
                text
            },
            int: numbers("0"),
            float: numbers("General"),
            day: numbers("yyyy-mm-dd"),
        }
    }

    /// Writes the next row, without its formats: see [`Book::dress`].
    pub fn row<'v>(
        &mut self,
        table: &mut Table,
        cells: impl Iterator<Item = (&'v Value<'v>, &'v Column)>,
    ) -> Result<(), Failure> {
        let (row, mut lines) = (table.next, 1);
        for (at, (value, column)) in (0..).zip(cells) {
            if column.wrap {
                lines = lines.max(lines_of(&plain(value, column), column.width));
            }
            let usual = table.formats[usize::from(at)].usual;
            let sheet = self.sheet(table.sheet)?;
            if let Some(shape) = put(sheet, (row, at), value, column)?
                && shape != usual
            {
                table.odd.push((row, at, shape));
            }
        }
        make_room(self.sheet(table.sheet)?, row, lines)?;
        table.next += 1;
        Ok(())
    }

    /// Gives the rows since the last time their formats: the workbook looks a format up by its whole
    /// content, so it is asked once for many cells and not for each.
    pub fn dress(&mut self, table: &mut Table) -> Result<(), Failure> {
        let Some(last) = table.next.checked_sub(1).filter(|last| *last >= table.bare) else {
            return Ok(());
        };
        let sheet = self.sheet(table.sheet)?;
        for (at, formats) in (0..).zip(&table.formats) {
            let format = formats.of(formats.usual);
            sheet.set_range_format(table.bare, at, last, at, format)?;
        }
        for (row, at, shape) in table.odd.drain(..) {
            let format = table.formats[usize::from(at)].of(shape);
            sheet.set_cell_format(row, at, format)?;
        }
        table.bare = table.next;
        Ok(())
    }

    /// Writes the cover: the mark, then label and text in two columns.
    pub fn cover(
        &mut self,
        index: usize,
        mark: &str,
        lines: &[(String, String)],
    ) -> Result<(), Failure> {
        let (marked, label, text) = (self.mark.clone(), self.bold.clone(), self.cell.clone());
        let text = text.set_num_format_index(TEXT).set_text_wrap();
        let sheet = self.sheet(index)?;
        sheet
            .set_column_width(0, 16)?
            .set_column_width(1, COVER_WIDTH)?;
        sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
        if !mark.is_empty() {
            sheet.write_string_with_format(0, 0, mark, &marked)?;
        }
        for (row, (left, right)) in (1..).zip(lines) {
            sheet.write_string_with_format(row, 0, left, &label)?;
            sheet.write_string_with_format(row, 1, right, &text)?;
            make_room(sheet, row, lines_of(right, COVER_WIDTH))?;
        }
        Ok(())
    }

    /// The file's bytes.
    pub fn bytes(&mut self) -> Result<Vec<u8>, Failure> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

/// Writes one cell without a format; says what it holds, if anything.
fn put(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    value: &Value<'_>,
    column: &Column,
) -> Result<Option<Shape>, Failure> {
    let shape = match *value {
        Value::Null | Value::Text("") => {
            // A last row without any value would not be in the table.
            if at == 0 {
                sheet.write_blank(row, at, &Format::new())?;
            }
            return Ok(None);
        }
        Value::Int(number) if number.unsigned_abs() <= EXACT => {
            sheet.write_number(row, at, number as f64)?;
            Shape::Int
        }
        Value::Float(number) if number.is_finite() => {
            sheet.write_number(row, at, number)?;
            Shape::Float
        }
        Value::Day(day)
            if let Ok(day) = ExcelDateTime::from_timestamp(day.saturating_mul(86_400)) =>
        {
            sheet.write_datetime(row, at, day)?;
            Shape::Day
        }
        Value::Blob(_) => return Err(Failure::bad_data("a table has no place for a blob")),
        // Everything else is text: also numbers and days that a cell can't hold exactly.
        _ => {
            sheet.write_string(row, at, plain(value, column))?;
            Shape::Text
        }
    };
    Ok(Some(shape))
}

/// Lines that a text takes in a column that wraps: a Chinese character is twice as wide as a letter,
/// and two cells' edges take one more.
fn lines_of(text: &str, width: f64) -> u32 {
    let room = (width - 1.0).max(1.0);
    let wide = |c: char| if c.is_ascii() { 1.0 } else { 2.0 };
    let lines = text.split('\n').map(|line| {
        let cells: f64 = line.chars().map(wide).sum();
        (cells / room).ceil().max(1.0) as u32
    });
    lines.fold(0, u32::saturating_add).clamp(1, MOST_LINES)
}

/// Gives a row its height: not every program works that out for itself.
fn make_room(sheet: &mut Worksheet, row: u32, lines: u32) -> Result<(), Failure> {
    if lines > 1 {
        sheet.set_row_height(row, LINE * f64::from(lines))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::lines_of;

    #[test]
    fn a_line_holds_half_as_many_chinese_characters_as_letters() {
        for (text, width, wanted) in [
            ("", 10.0, 1),
            ("abcdefghi", 10.0, 1),
            ("abcdefghij", 10.0, 2),
            ("残疾类别（送教上门）", 12.0, 2),
            ("甲\n乙", 10.0, 2),
            ("字", 0.0, 2),
        ] {
            assert_eq!(lines_of(text, width), wanted, "{text}");
        }
        assert_eq!(lines_of(&"字".repeat(500), 10.0), super::MOST_LINES);
    }
}
