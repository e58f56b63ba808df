//! The recommendation list 评先评优推荐 as a table for superiors and on paper, with the records
//! behind each line and the reasons.

use super::roster::pad;
use super::{Office, Problem, Recommending, Table, points_text};
use crate::domain::book::Kind;
use crate::domain::recommend::Bar;
use crate::domain::workforce::YearState;
use crate::schema::{Coded, Id, Words};
use std::path::Path;

/// Cells of a name and of a village.
const NAME: usize = 12;
const VILLAGE: usize = 14;

impl Recommending {
    /// What speaks against it, in words; empty where nothing does.
    pub fn barred(&self, words: &dyn Words) -> String {
        let bars = self
            .bars
            .iter()
            .map(|bar| words.choice(Bar::LIST, bar.code()));
        bars.collect::<Vec<_>>().join(&words.word("list-comma"))
    }

    /// The year's rotation, in a word.
    pub fn trained(&self, words: &dyn Words) -> String {
        words.choice(YearState::LIST, self.rotation.code())
    }

    /// What was put right in term, of how many.
    pub fn put_right(&self) -> String {
        format!("{}/{}", self.settled.met, self.settled.due)
    }

    /// Recommended, or not.
    pub fn said(&self, words: &dyn Words) -> String {
        match self.recommended {
            Some(_) => words.word("recommend-is"),
            None => String::new(),
        }
    }
}

impl Office {
    /// The list of a year as a table.
    pub fn recommendation_table(&self, words: &dyn Words, lines: &[Recommending]) -> Table {
        let heading = [
            "recommend-head-place",
            "column-who",
            "column-village",
            "review-head-total",
            "recommend-head-rotation",
            "recommend-head-settled",
            "recommend-head-overdue",
            "recommend-head-talks",
            "recommend-head-commended",
            "recommend-head-bars",
            "recommend-head-is",
            "recommend-head-reason",
        ];
        let cells = |line: &Recommending| {
            vec![
                line.place.to_string(),
                line.name.clone(),
                line.village.clone(),
                points_text(line.total),
                line.trained(words),
                line.put_right(),
                line.overdue.to_string(),
                line.talks.to_string(),
                line.commended.to_string(),
                line.barred(words),
                line.said(words),
                line.reason(),
            ]
        };
        Table {
            heading: heading.map(|key| words.word(key)).to_vec(),
            lines: lines.iter().map(cells).collect(),
        }
    }

    /// Writes the list of a year to a new file, and logs that it was printed, with every review and
    /// recommendation on it.
    ///
    /// # Errors
    /// Nobody's review of that year is signed; a file of that name is there already; the disk or the
    /// log refuses.
    pub fn print_recommendations(
        &self,
        words: &dyn Words,
        year: i32,
        path: &Path,
    ) -> Result<(), Problem> {
        self.require(Kind::Commendation)?;
        let lines = self.recommending(year);
        if lines.is_empty() {
            return Err(Problem::new("problem-none-signed").with("year", year));
        }
        let reviews: Vec<Id> = lines.iter().map(|line| line.review).collect();
        let given = lines.iter().filter_map(|line| line.recommended.as_ref());
        let given: Vec<Id> = given.map(|row| row.id).collect();
        let text = self.recommendation_paper(words, year, &lines);
        let of = [(Kind::Review, &*reviews), (Kind::Commendation, &*given)];
        self.put_on_paper(path, &text, &of)
    }

    fn recommendation_paper(&self, words: &dyn Words, year: i32, lines: &[Recommending]) -> String {
        let mut out = Vec::new();
        if self.demo() {
            out.push(words.word("demo-mark"));
        }
        let year = year.to_string();
        let place = self.place().name.clone();
        let args = [("year", year.as_str()), ("place", &place)];
        out.push(words.fill("recommend-paper-title", &args));
        let (given, others): (Vec<_>, Vec<_>) =
            lines.iter().partition(|line| line.recommended.is_some());
        for (head, some) in [
            ("recommend-paper-given", given),
            ("recommend-paper-others", others),
        ] {
            out.push(String::new());
            out.push(words.fill(head, &[("count", &some.len().to_string())]));
            for line in some {
                out.extend(paper_lines(words, line));
            }
        }
        out.push(String::new());
        out.push(words.word("recommend-ours"));
        out.push(String::new());
        out.push(words.word("recommend-sign"));
        let lines = out.iter().map(|line| format!("{}\n", line.trim_end()));
        lines.collect()
    }
}

fn paper_lines(words: &dyn Words, line: &Recommending) -> Vec<String> {
    let args = [
        ("place", format!("{:>3}", line.place)),
        ("name", pad(&line.name, NAME)),
        ("village", pad(&line.village, VILLAGE)),
        ("total", points_text(line.total)),
        ("rotation", line.trained(words)),
        ("settled", line.put_right()),
        ("talks", line.talks.to_string()),
        ("commended", line.commended.to_string()),
    ];
    let mut out = vec![words.fill_with("recommend-paper-line", &args)];
    let mut more = |key: &str, text: String| {
        if !text.is_empty() {
            out.push(words.fill(key, &[("text", &text)]));
        }
    };
    more("recommend-paper-bars", line.barred(words));
    more("recommend-paper-reason", line.reason());
    out
}
