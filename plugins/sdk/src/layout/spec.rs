//! What a `layout.toml` can say.
//!
//! Owns the words of that file and their checks. Unknown words are errors: a misspelt `heading`
//! must not silently give a table without headings.

use std::fmt;

use serde::Deserialize;

/// A whole `layout.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The first sheet of each workbook that wants one.
    pub cover: Option<Cover>,
    /// The tables.
    #[serde(rename = "sheet")]
    pub sheets: Vec<Sheet>,
    /// Which outputs hold which tables.
    #[serde(rename = "file")]
    pub files: Vec<File>,
}

/// The cover: labels and texts. A line with a placeholder that has no value is left out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// The sheet's name.
    pub name: String,
    /// From top to bottom.
    #[serde(rename = "line")]
    pub lines: Vec<Line>,
}

/// One line of the cover. Texts may hold `{title}` and the other options by name, `{agency}`,
/// and `{rows}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Left column.
    pub label: String,
    /// Right column.
    pub text: String,
}

/// One table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The sheet's name.
    pub name: String,
    /// The dataset whose rows it shows.
    pub dataset: String,
    /// Lines above the headings; the first is set large. Placeholders as on the cover.
    #[serde(default)]
    pub title: Vec<String>,
    /// From left to right. A column whose field was not granted is left out.
    #[serde(rename = "column")]
    pub columns: Vec<Column>,
}

/// One column: either a field or the running number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What stands above it.
    pub heading: String,
    /// The dataset's field.
    pub field: Option<String>,
    /// The running number 序号 instead of a field.
    #[serde(default)]
    pub count: bool,
    /// In characters of the workbook's font; a 汉字 takes two.
    #[serde(default = "usual_width")]
    pub width: f64,
    /// The workbook's number format for days and numbers. CSV keeps to ISO days, and gives numbers
    /// with a fraction as many decimal places as this does: `0.0` one.
    pub format: Option<String>,
    /// Whether a long text goes on below, within the column, rather than being cut off.
    #[serde(default)]
    pub wrap: bool,
    /// Words for yes and no.
    #[serde(default = "yes_no")]
    pub words: [String; 2],
}

/// One output.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The name that the manifest declares.
    pub output: String,
    /// What it is.
    pub kind: Kind,
    /// Names of its sheets; CSV has exactly one.
    pub sheets: Vec<String>,
}

/// The file formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A workbook with a cover.
    Xlsx,
    /// UTF-8 with a byte-order mark, heading row, no cover.
    Csv,
}

fn usual_width() -> f64 {
    12.0
}

fn yes_no() -> [String; 2] {
    ["是".into(), "否".into()]
}

/// What a layout that can be read says all the same and can't be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Where: a path such as `sheet.0.column.3`, counted from 0.
    pub at: String,
    /// What.
    pub fault: Fault,
}

/// What can't be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A column with this heading is neither a field nor the running number, or both.
    Column(String),
    /// A file has a sheet that isn't there.
    Sheet {
        /// The file's output.
        file: String,
        /// The sheet's name.
        sheet: String,
    },
    /// A CSV has none or several.
    OneSheet(String),
    /// A text has a `{` without its `}`.
    Open(String),
    /// A text has a place that nothing comes into.
    Place {
        /// The whole text.
        text: String,
        /// The place's name.
        name: String,
    },
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            Fault::Column(heading) => {
                write!(f, "column {heading}: either `field` or `count = true`")
            }
            Fault::Sheet { file, sheet } => write!(f, "file {file}: no sheet {sheet}"),
            Fault::OneSheet(file) => write!(f, "file {file}: a CSV has exactly one sheet"),
            Fault::Open(text) => write!(f, "{text:?}: {{ without }}"),
            Fault::Place { text, name } => write!(f, "{text:?}: there is no {{{name}}} here"),
        }
    }
}

impl Layout {
    /// Reads and checks a `layout.toml`.
    pub fn parse(text: &str) -> Result<Layout, String> {
        let layout: Layout = toml::from_str(text).map_err(|error| error.to_string())?;
        layout.check().map_err(|wrong| wrong.to_string())?;
        Ok(layout)
    }

    /// Checks one that was read.
    ///
    /// # Errors
    /// The first thing in it that can't be done.
    pub fn check(&self) -> Result<(), Wrong> {
        let faults = self.sheets.iter().enumerate().flat_map(column_faults);
        let faults = faults.chain(self.text_faults());
        let files = self.files.iter().enumerate();
        let mut faults = faults.chain(files.filter_map(|(at, file)| self.file_fault(at, file)));
        faults.next().map_or(Ok(()), Err)
    }

    fn text_faults(&self) -> impl Iterator<Item = Wrong> {
        let titles = self.sheets.iter().enumerate().flat_map(|(at, sheet)| {
            let lines = sheet.title.iter().enumerate();
            lines.map(move |(line, text)| (format!("sheet.{at}.title.{line}"), text, false))
        });
        let cover = self.cover.iter().flat_map(|cover| &cover.lines);
        let cover = cover.enumerate();
        let cover = cover.map(|(at, line)| (format!("cover.line.{at}.text"), &line.text, true));
        titles.chain(cover).filter_map(|(at, text, on_cover)| {
            let fault = place_fault(text, on_cover)?;
            Some(Wrong { at, fault })
        })
    }

    fn file_fault(&self, at: usize, file: &File) -> Option<Wrong> {
        let lacking = |name: &String| self.sheet(name).is_none();
        if let Some(sheet) = file.sheets.iter().position(lacking) {
            let at = format!("file.{at}.sheets.{sheet}");
            let (file, sheet) = (file.output.clone(), file.sheets[sheet].clone());
            let fault = Fault::Sheet { file, sheet };
            return Some(Wrong { at, fault });
        }
        let several = file.kind == Kind::Csv && file.sheets.len() != 1;
        several.then(|| Wrong {
            at: format!("file.{at}.sheets"),
            fault: Fault::OneSheet(file.output.clone()),
        })
    }

    /// The sheet of that name.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }
}

/// The names that a title or a cover may have a value in the place of; `{rows}` only the cover, for
/// the others are written before the rows come.
const PLACES: [&str; 7] = [
    "title",
    "place",
    "purpose",
    "filter",
    "made_on",
    "chain_head",
    "agency",
];

fn column_faults((sheet, of): (usize, &Sheet)) -> impl Iterator<Item = Wrong> {
    let columns = of.columns.iter().enumerate();
    let wrong = columns.filter(|(_, column)| column.field.is_some() == column.count);
    wrong.map(move |(at, column)| Wrong {
        at: format!("sheet.{sheet}.column.{at}"),
        fault: Fault::Column(column.heading.clone()),
    })
}

fn place_fault(text: &str, on_cover: bool) -> Option<Fault> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            return Some(Fault::Open(text.into()));
        };
        let known = PLACES.contains(&name) || (on_cover && name == "rows");
        if !known {
            let (text, name) = (text.into(), name.into());
            return Some(Fault::Place { text, name });
        }
        rest = tail;
    }
    None
}

/// Puts values in the place of `{names}`, in one pass, so that a value can't smuggle in another
/// placeholder. `None` if one has no value.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}')?;
        out.push_str(before);
        out.push_str(&value(name).filter(|value| !value.is_empty())?);
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        let value = |name: &str| match name {
            "place" => Some("莒口镇{rows}".to_string()),
            "empty" => Some(String::new()),
            _ => None,
        };
        assert_eq!(
            fill("单位：{place}。", value).as_deref(),
            Some("单位：莒口镇{rows}。")
        );
        assert_eq!(fill("无", value).as_deref(), Some("无"));
        assert_eq!(fill("{empty}", value), None);
        assert_eq!(fill("{other}", value), None);
        assert_eq!(fill("{open", value), None);
    }

    #[test]
    fn a_place_that_nothing_comes_into_is_named() {
        let sheet = "[[sheet]]\nname='a'\ndataset='d'\ntitle=['TEXT']\n[[sheet.column]]\n\
                     heading='姓名'\nfield='n'\n[[file]]\noutput='x'\nkind='csv'\nsheets=['a']\n";
        for (text, part) in [
            ("{title}，{place}", None),
            ("{purpse}", Some("no {purpse}")),
            ("{rows}", Some("no {rows}")),
            ("{title", Some("without }")),
        ] {
            let read = Layout::parse(&sheet.replace("TEXT", text));
            match part {
                None => assert!(read.is_ok(), "{read:?}"),
                Some(part) => assert!(read.unwrap_err().contains(part), "{text}"),
            }
        }
        let cover = "[cover]\nname='c'\n[[cover.line]]\nlabel='l'\ntext='{rows}'\n";
        assert!(Layout::parse(&format!("{cover}{}", sheet.replace("TEXT", "t"))).is_ok());
    }

    #[test]
    fn faults_are_named() {
        let sheet = "[[sheet]]\nname='a'\ndataset='d'\n[[sheet.column]]\nheading='姓名'\n";
        for (text, part) in [
            ("shet = 1", "unknown field"),
            (&format!("file = []\n{sheet}"), "either `field`"),
            (
                &format!("{sheet}field='n'\n[[file]]\noutput='x'\nkind='csv'\nsheets=['b']"),
                "no sheet b",
            ),
            (
                &format!("{sheet}field='n'\n[[file]]\noutput='x'\nkind='csv'\nsheets=[]"),
                "exactly one",
            ),
        ] {
            let error = Layout::parse(text).expect_err(text);
            assert!(error.contains(part), "{error}");
        }
    }
}
