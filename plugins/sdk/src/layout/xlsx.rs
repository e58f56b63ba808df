//! One workbook: a cover, then a sheet for each table.
//!
//! Texts, ID numbers above all, are string cells of the format `@`: nothing is ever guessed to be
//! a number, and nothing that begins with `=` is a formula. The creation date is the job's, so
//! that the same job gives the same bytes.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use crate::Failure;
use crate::export::Value;
use crate::layout::plain::plain;
use crate::layout::spec::Column;

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
    /// The row made tall last, of which sheet, and for how many lines.
    tall: (usize, u32, u32),
}

/// One column's formats, made once and not per cell: cloning one costs more than writing with it.
pub struct Formats {
    blank: Format,
    text: Format,
    int: Format,
    float: Format,
    day: Format,
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
            tall: (0, 0, 1),
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

    /// Writes mark, title lines and headings; says the row below them and each column's formats.
    pub fn head(
        &mut self,
        index: usize,
        mark: &str,
        title: &[String],
        columns: &[Column],
    ) -> Result<(u32, Vec<Formats>), Failure> {
        let formats = columns.iter().map(|column| self.formats(column)).collect();
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
        Ok((row + 1, formats))
    }

    fn formats(&self, column: &Column) -> Formats {
        let numbers = |usual: &str| {
            self.cell
                .clone()
                .set_num_format(column.format.as_deref().unwrap_or(usual))
        };
        let text = self.cell.clone().set_num_format_index(TEXT);
        Formats {
            blank: self.cell.clone(),
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

    /// Writes one cell of the sheet `index`.
    pub fn cell(
        &mut self,
        index: usize,
        (row, at): (u32, u16),
        value: &Value<'_>,
        column: &Column,
        formats: &Formats,
    ) -> Result<(), Failure> {
        if column.wrap {
            let lines = lines_of(&plain(value, column), column.width);
            if (index, row) != (self.tall.0, self.tall.1) {
                self.tall = (index, row, 1);
            }
            if lines > self.tall.2 {
                self.tall.2 = lines;
                make_room(self.sheet(index)?, row, lines)?;
            }
        }
        let sheet = self.sheet(index)?;
        match *value {
            Value::Null => _ = sheet.write_blank(row, at, &formats.blank)?,
            Value::Int(number) if number.unsigned_abs() <= EXACT => {
                sheet.write_number_with_format(row, at, number as f64, &formats.int)?;
            }
            Value::Float(number) if number.is_finite() => {
                sheet.write_number_with_format(row, at, number, &formats.float)?;
            }
            Value::Day(day)
                if ExcelDateTime::from_timestamp(day.saturating_mul(86_400)).is_ok() =>
            {
                let day = ExcelDateTime::from_timestamp(day.saturating_mul(86_400))?;
                sheet.write_datetime_with_format(row, at, day, &formats.day)?;
            }
            Value::Blob(_) => return Err(Failure::bad_data("a table has no place for a blob")),
            // Everything else is text: also numbers and days that a cell can't hold exactly.
            _ => {
                _ = sheet.write_string_with_format(row, at, plain(value, column), &formats.text)?
            }
        }
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
    pub fn bytes(mut self) -> Result<Vec<u8>, Failure> {
        Ok(self.workbook.save_to_buffer()?)
    }
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
