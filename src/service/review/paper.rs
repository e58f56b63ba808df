//! A review on paper, for the director: each number with what was missed behind it, as the screen
//! shows it; lines to sign.

use super::said::points_text;
use super::{ReviewLine, ReviewSheet};
use crate::domain::book::Kind;
use crate::domain::review::{Behind, ReviewStage};
use crate::domain::rubric::RubricSource;
use crate::schema::{Coded, Day, Id, Score, Words};
use crate::service::roster::pad;
use crate::service::{Office, Problem};
use std::path::Path;

/// Cells of an item's name, and of what the records say.
const NAME: usize = 26;
const SAID: usize = 18;
/// Names that stand on one line.
const NAMES: usize = 3;

impl Office {
    /// Writes a review to a new file, and logs that it was printed, with every child on it. What
    /// can't be logged isn't left lying about.
    ///
    /// # Errors
    /// No such review; a file of that name is there already; the disk or the log refuses.
    pub fn print_review(&self, words: &dyn Words, id: Id, path: &Path) -> Result<(), Problem> {
        let (text, children) = self.review_paper(words, id)?;
        let of = [(Kind::Child, &*children), (Kind::Review, &[id])];
        self.put_on_paper(path, &text, &of)
    }

    /// The review as text for paper, and the children on it.
    fn review_paper(&self, words: &dyn Words, id: Id) -> Result<(String, Vec<Id>), Problem> {
        let sheet = self.review(id)?;
        let mut out = self.review_head(words, &sheet);
        let mut children = Vec::new();
        for (n, line) in sheet.lines.iter().enumerate() {
            out.extend(item_lines(words, n + 1, line));
            let missed = self.missed(id, line);
            children.extend(
                missed
                    .iter()
                    .filter(|b| b.kind == Kind::Child)
                    .map(|b| b.id),
            );
            let names: Vec<String> = missed.iter().map(|b| self.called(words, b)).collect();
            for (n, some) in names.chunks(NAMES).enumerate() {
                let names = some.join(&words.word("list-comma"));
                let key = if n == 0 {
                    "form-review-missed"
                } else {
                    "form-review-missed-more"
                };
                out.push(words.fill(key, &[("names", &names)]));
            }
        }
        out.push(String::new());
        out.extend(sum_lines(words, &sheet));
        out.push(String::new());
        out.push(words.word("form-review-sign"));
        let lines = out.iter().map(|line| format!("{}\n", line.trim_end()));
        Ok((lines.collect(), children))
    }

    /// What wasn't as it should be, as far as it still is what the director was told.
    fn missed(&self, id: Id, line: &ReviewLine) -> Vec<Behind> {
        if line.since.is_some() {
            return Vec::new();
        }
        let mut behind = self.behind(id, line.basis).unwrap_or_default();
        behind.retain(|b| !b.met);
        behind
    }

    fn review_head(&self, words: &dyn Words, sheet: &ReviewSheet) -> Vec<String> {
        let mut out = Vec::new();
        if self.demo() {
            out.push(words.word("demo-mark"));
        }
        let year = sheet.review.year().to_string();
        let (number, stage) = (sheet.number.to_string(), stage_word(words, sheet.stage()));
        let title = [
            ("year", year.as_str()),
            ("name", &sheet.name),
            ("village", &sheet.village),
        ];
        out.push(words.fill("form-review-title", &title));
        let which = [("number", number.as_str()), ("stage", &stage)];
        out.push(words.fill("form-review-which", &which));
        out.push(rubric_line(words, sheet));
        if let Some(amends) = sheet.amends {
            let args = [
                ("number", amends.to_string()),
                ("reason", sheet.review.amend_reason.clone()),
            ];
            out.push(words.fill_with("form-review-amends", &args));
        }
        out.push(String::new());
        out
    }
}

/// By which rubric, and that it is ours where it is.
pub fn rubric_line(words: &dyn Words, sheet: &ReviewSheet) -> String {
    let source = sheet.rubric.source.unwrap_or(RubricSource::Default);
    let source = words.word(&format!("review-source-{}", source.code()));
    let args = [
        ("name", sheet.rubric.name.as_str()),
        ("source", &source),
        ("document", &sheet.rubric.document),
    ];
    words.fill("review-rubric", &args).trim_end().to_owned()
}

fn item_lines(words: &dyn Words, n: usize, line: &ReviewLine) -> Vec<String> {
    let points = |score: Option<Score>| score.map_or_else(|| "____".to_owned(), points_text);
    let args = [
        ("n", n.to_string()),
        ("name", pad(&line.named(words), NAME)),
        ("most", points_text(line.marks.most)),
        ("said", pad(&line.said(words), SAID)),
        ("points", points(line.marks.counts())),
    ];
    let mut out = vec![words.fill_with("form-review-item", &args)];
    if let Some(computed) = line.marks.computed.filter(|_| line.marks.given.is_some()) {
        let args = [
            ("computed", points_text(computed)),
            ("reason", line.reason.clone()),
        ];
        out.push(words.fill_with("form-review-departs", &args));
    } else if !line.reason.is_empty() {
        out.push(words.fill("form-review-reason", &[("reason", &line.reason)]));
    }
    if let Some(now) = line.said_now(words) {
        out.push(words.fill("form-review-since", &[("now", &now)]));
    }
    out
}

fn sum_lines(words: &dyn Words, sheet: &ReviewSheet) -> Vec<String> {
    let review = &sheet.review;
    let mut out = Vec::new();
    let extra = |key: &str, points: Option<Score>, reason: &str| {
        let points = points_text(points?);
        Some(words.fill(key, &[("points", &points), ("reason", reason)]))
    };
    out.extend(extra(
        "form-review-bonus",
        review.bonus,
        &review.bonus_reason,
    ));
    out.extend(extra(
        "form-review-deduction",
        review.deduction,
        &review.deduction_reason,
    ));
    if review.veto == Some(true) {
        let cap = points_text(sheet.rubric.veto_cap());
        let args = [("cap", cap.as_str()), ("reason", &review.veto_reason)];
        out.push(words.fill("form-review-veto", &args));
    }
    let or_blank = |score: Option<Score>| score.map_or_else(|| "____".to_owned(), points_text);
    let args = [
        ("total", or_blank(sheet.total())),
        ("most", points_text(sheet.most())),
        (
            "before",
            sheet.before.map_or_else(|| "-".to_owned(), points_text),
        ),
    ];
    out.push(words.fill_with("form-review-total", &args));
    let args = [
        ("own", or_blank(review.self_score)),
        ("village", or_blank(review.village_score)),
    ];
    out.push(words.fill_with("form-review-others", &args));
    let opinion = if review.opinion.is_empty() {
        "_".repeat(56)
    } else {
        review.opinion.clone()
    };
    out.push(words.fill("form-review-opinion", &[("opinion", &opinion)]));
    let day = |day: Option<Day>| day.map_or_else(|| "____".to_owned(), Day::iso);
    let args = [
        ("told", day(review.told)),
        ("heard", day(review.heard)),
        ("signed", day(review.signed)),
    ];
    out.push(words.fill_with("form-review-days", &args));
    out
}

/// The word of a stage.
pub fn stage_word(words: &dyn Words, stage: ReviewStage) -> String {
    words.choice(ReviewStage::LIST, stage.code())
}
