//! The stock exporter: tables as the option `layout` describes them.
//!
//! Owns the way from rows to files; [`spec`] owns the words of a `layout.toml`, [`xlsx`] the
//! workbook, [`mod@plain`] text. Must not know any agency: what differs between two partners stands
//! in their layouts.

pub mod plain;
pub mod spec;
pub mod xlsx;

use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

use crate::abi::TAG_I64;
use crate::export::{Dataset, Exporter, Failure, Host, Job, Rows, Value};
use plain::{guarded, plain};
use spec::{Column, Kind, Layout, Sheet, fill};
use xlsx::{Book, Table};

/// The options that this exporter reads; a host sets them all, empty where there is nothing.
pub mod option {
    /// The text of `layout.toml`; required.
    pub const LAYOUT: &str = "layout";
    /// What the files are, such as 实名制花名册.
    pub const TITLE: &str = "title";
    /// Who sends: the township.
    pub const PLACE: &str = "place";
    /// What for, in words.
    pub const PURPOSE: &str = "purpose";
    /// How many rows the host is going to send, of all datasets together, in digits. A run with
    /// another number fails: a short file must never look like a whole one.
    pub const ROWS: &str = "rows";
    /// Which rows, in words.
    pub const FILTER: &str = "filter";
    /// The day of making, as it is to be printed.
    pub const MADE_ON: &str = "made_on";
    /// Head of the audit chain at the time of making.
    pub const CHAIN_HEAD: &str = "chain_head";
    /// When not empty, stands on each table's first line and on the cover: 演示数据.
    pub const MARK: &str = "mark";
}

/// Writes XLSX and CSV by a `layout.toml`.
pub struct LayoutExporter {
    layout: Layout,
    agency: String,
    files: Vec<Making>,
    /// Of all datasets.
    rows: u64,
    /// Of this dataset.
    seen: u64,
}

/// One output in the making.
struct Making {
    output: String,
    body: Body,
    open: Vec<Open>,
}

enum Body {
    Book {
        book: Box<Book>,
        cover: Option<usize>,
    },
    Csv {
        writer: Box<csv::Writer<Lines>>,
        lines: Lines,
        /// The open output.
        out: u32,
    },
}

/// So much text is gathered before it is written: the program writes and hashes it while the next
/// is made.
const WRITTEN_AT: usize = 256 << 10;

/// What the CSV writer has written and the program hasn't got yet.
#[derive(Clone, Default)]
struct Lines(Rc<RefCell<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Lines {
    /// Hands on what is there, if it is more than so much.
    fn hand_on(&self, host: &Host, out: u32, more_than: usize) -> Result<(), Failure> {
        let mut bytes = self.0.borrow_mut();
        if bytes.len() > more_than {
            host.resume(out).write_all(&bytes)?;
            bytes.clear();
        }
        Ok(())
    }
}

/// A table of the current dataset; a CSV's has no sheet. `source` is `None` for the running number.
struct Open {
    table: Option<Table>,
    columns: Vec<Column>,
    source: Vec<Option<usize>>,
}

impl Exporter for LayoutExporter {
    fn create(host: &Host, job: &Job) -> Result<Self, Failure> {
        let text = host
            .option(option::LAYOUT)
            .ok_or_else(|| Failure::bad_data("option `layout` is missing"))?;
        let layout = Layout::parse(text).map_err(Failure::bad_data)?;
        let files = layout.files.iter().map(|file| {
            let body = match file.kind {
                Kind::Csv => {
                    // Excel takes a CSV for GB18030 unless it begins with a byte-order mark.
                    let mut lines = Lines::default();
                    lines.write_all("\u{feff}".as_bytes())?;
                    let mut writer = csv::WriterBuilder::new();
                    writer.flexible(true).terminator(csv::Terminator::CRLF);
                    Body::Csv {
                        writer: Box::new(writer.from_writer(lines.clone())),
                        lines,
                        out: host.open(&file.output)?.keep(),
                    }
                }
                Kind::Xlsx => {
                    let mut book = Box::new(Book::new(job.started_at)?);
                    let cover = layout
                        .cover
                        .as_ref()
                        .map(|cover| book.add(&cover.name))
                        .transpose()?;
                    Body::Book { book, cover }
                }
            };
            Ok(Making {
                output: file.output.clone(),
                body,
                open: Vec::new(),
            })
        });
        let files = files.collect::<Result<_, Failure>>()?;
        Ok(LayoutExporter {
            layout,
            agency: job.agency.clone(),
            files,
            rows: 0,
            seen: 0,
        })
    }

    fn begin_dataset(&mut self, host: &Host, dataset: &Dataset) -> Result<(), Failure> {
        self.seen = 0;
        let mark = host.option(option::MARK).unwrap_or_default();
        for (making, file) in self.files.iter_mut().zip(&self.layout.files) {
            making.open.clear();
            let sheets = file
                .sheets
                .iter()
                .filter_map(|name| self.layout.sheet(name));
            for sheet in sheets.filter(|sheet| sheet.dataset == dataset.name) {
                let title = title(sheet, |name| value(host, &self.agency, name));
                making.begin(sheet, dataset, mark, &title)?;
            }
        }
        Ok(())
    }

    fn rows(&mut self, host: &Host, rows: &Rows<'_>) -> Result<(), Failure> {
        if host.cancelled() {
            return Err(Failure::cancelled());
        }
        for (number, row) in (rows.first + 1..).zip(rows.iter()) {
            let row = row?;
            self.seen += 1;
            for making in &mut self.files {
                making.row(number, &row)?;
            }
        }
        for making in &mut self.files {
            if let Body::Csv { lines, out, .. } = &making.body {
                lines.hand_on(host, *out, WRITTEN_AT)?;
            }
            making.dress()?;
        }
        Ok(())
    }

    fn end_dataset(&mut self, _host: &Host, total: u64) -> Result<(), Failure> {
        if total != self.seen {
            return Err(Failure::bad_data(format!(
                "{} rows of the dataset came, {total} were told",
                self.seen
            )));
        }
        self.rows += total;
        Ok(())
    }

    fn finish(&mut self, host: &Host) -> Result<(), Failure> {
        let promised = host.option(option::ROWS).unwrap_or_default();
        if !promised.is_empty() && promised != self.rows.to_string() {
            return Err(Failure::bad_data(format!(
                "{} rows came, {promised} were promised",
                self.rows
            )));
        }
        let mark = host.option(option::MARK).unwrap_or_default();
        let count = self.rows.to_string();
        let fills = |name: &str| {
            if name == option::ROWS {
                Some(count.clone())
            } else {
                value(host, &self.agency, name)
            }
        };
        let last = self.files.len().saturating_sub(1);
        for (at, making) in self.files.drain(..).enumerate() {
            if host.cancelled() {
                return Err(Failure::cancelled());
            }
            let bytes = match making.body {
                Body::Csv {
                    mut writer,
                    lines,
                    out,
                } => {
                    writer.flush()?;
                    lines.hand_on(host, out, 0)?;
                    host.resume(out).close()?;
                    continue;
                }
                Body::Book { mut book, cover } => {
                    if let (Some(index), Some(cover)) = (cover, &self.layout.cover) {
                        let lines = cover.lines.iter().filter_map(|line| {
                            Some((line.label.clone(), fill(&line.text, fills)?))
                        });
                        book.cover(index, mark, &lines.collect::<Vec<_>>())?;
                    }
                    let bytes = book.bytes()?;
                    // The process ends soon after the last file; to give back a million cells one
                    // by one takes longer than to encrypt them.
                    if at == last {
                        std::mem::forget(book);
                    }
                    bytes
                }
            };
            let mut output = host.open(&making.output)?;
            output.write_all(&bytes)?;
            output.close()?;
        }
        Ok(())
    }
}

fn value(host: &Host, agency: &str, name: &str) -> Option<String> {
    if name == "agency" {
        Some(agency.into())
    } else {
        host.option(name).map(str::to_string)
    }
}

fn title(sheet: &Sheet, value: impl Fn(&str) -> Option<String> + Copy) -> Vec<String> {
    sheet
        .title
        .iter()
        .filter_map(|line| fill(line, value))
        .collect()
}

impl Making {
    fn begin(
        &mut self,
        sheet: &Sheet,
        dataset: &Dataset,
        mark: &str,
        title: &[String],
    ) -> Result<(), Failure> {
        let (mut columns, mut source) = (Vec::new(), Vec::new());
        for column in &sheet.columns {
            let at = column
                .field
                .as_ref()
                .map(|field| dataset.fields.iter().position(|(name, _)| name == field));
            // A field that was not granted is absent: no column, rather than an empty one.
            if at != Some(None) {
                columns.push(column.clone());
                source.push(at.flatten());
            }
        }
        let table = match &mut self.body {
            Body::Book { book, .. } => {
                let index = book.add(&sheet.name)?;
                let tags = source.iter().map(|at| match at {
                    Some(at) => dataset.fields[*at].1,
                    None => TAG_I64,
                });
                Some(book.head(index, mark, title, &columns, tags)?)
            }
            Body::Csv { writer, .. } => {
                // An invented file says so in every format, even if a program must skip a line.
                if !mark.is_empty() {
                    writer.write_record([mark])?;
                }
                writer.write_record(columns.iter().map(|column| &column.heading))?;
                None
            }
        };
        self.open.push(Open {
            table,
            columns,
            source,
        });
        Ok(())
    }

    /// Gives a workbook's rows of this batch their formats.
    fn dress(&mut self) -> Result<(), Failure> {
        let Body::Book { book, .. } = &mut self.body else {
            return Ok(());
        };
        let mut tables = self.open.iter_mut().filter_map(|open| open.table.as_mut());
        tables.try_for_each(|table| book.dress(table))
    }

    fn row(&mut self, number: u64, row: &[Value<'_>]) -> Result<(), Failure> {
        for open in &mut self.open {
            let running = Value::Int(number as i64);
            let values = open.source.iter();
            let values = values.map(|at| at.map_or(&running, |at| &row[at]));
            let cells = values.zip(&open.columns);
            match (&mut self.body, &mut open.table) {
                (Body::Book { book, .. }, Some(table)) => book.row(table, cells)?,
                (Body::Book { .. }, None) => {
                    return Err(Failure::bad_data("a table without a sheet"));
                }
                (Body::Csv { writer, .. }, _) => {
                    for (value, column) in cells {
                        let text = plain(value, column);
                        let text = match value {
                            Value::Text(_) => guarded(text),
                            _ => text,
                        };
                        writer.write_field(text.as_bytes())?;
                    }
                    writer.write_record(None::<&[u8]>)?;
                }
            }
        }
        Ok(())
    }
}
