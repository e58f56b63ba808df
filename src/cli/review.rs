//! `review`: the reviews of a year, begun, scored, told, heard, signed, amended.

use super::args::ReviewAct;
use super::due::day_of;
use super::{Desk, Outcome};
use crate::domain::book::Kind;
use crate::domain::rubric::Basis;
use crate::schema::{Choice, Coded, Id, Score, Words};
use crate::service::{
    Office, Problem, ReviewLine, ReviewSheet, ScoreOf, change_text, points_text, rubric_line,
    stage_word,
};
use serde_json::{Value as Json, json};

impl Desk {
    pub(super) fn review(&self, act: Option<ReviewAct>) -> Outcome {
        match act.unwrap_or(ReviewAct::List { year: None }) {
            ReviewAct::List { year } => self.reviews(year),
            ReviewAct::Start { year, director } => self.start_reviews(year, director.as_deref()),
            ReviewAct::Show { review } => self.show_review(&review),
            ReviewAct::Score {
                review,
                item,
                points,
                reason,
            } => {
                let (office, id) = self.review_named(&review)?;
                self.score_of_review(&office, id, &item, &points, &reason)?;
                self.review_said(&office, id, "review-scored")
            }
            ReviewAct::Tell { review } => {
                let (office, id) = self.review_named(&review)?;
                office.tell_review(id)?;
                self.review_said(&office, id, "review-told")
            }
            ReviewAct::Hear { review, opinion } => {
                let (office, id) = self.review_named(&review)?;
                office.hear_review(id, &opinion)?;
                self.review_said(&office, id, "review-heard")
            }
            ReviewAct::Sign { review, total } => {
                let (office, id) = self.review_named(&review)?;
                office.sign_review(id, &total)?;
                self.review_said(&office, id, "review-is-signed")
            }
            ReviewAct::Reopen { review, reason } => {
                let (office, id) = self.review_named(&review)?;
                office.reopen_review(id, &reason)?;
                self.review_said(&office, id, "review-reopened")
            }
            ReviewAct::Amend { review, reason } => {
                let (office, id) = self.review_named(&review)?;
                let copy = office.amend_review(id, &reason)?;
                self.review_said(&office, copy, "review-copied")
            }
            ReviewAct::Drop { review, reason } => {
                let (office, id) = self.review_named(&review)?;
                let number = office.review(id)?.number.to_string();
                office.drop_review(id, &reason)?;
                let told = [("number", number.as_str())];
                self.out.say(&self.words.fill("review-dropped", &told));
                Ok(())
            }
            ReviewAct::Recommend {
                worker: Some(worker),
                year,
                reason,
                ..
            } => self.recommend(&worker, year, &reason),
            ReviewAct::Recommend { year, out, .. } => self.recommendations(year, out.as_deref()),
            ReviewAct::Rubric { name, from, like } => self.copy_rubric(&name, &from, like),
        }
    }

    /// The year's reviews beside each other, and how their totals lie.
    fn reviews(&self, year: Option<i32>) -> Outcome {
        let office = self.office(true)?;
        let year = year.unwrap_or_else(|| office.today().year());
        let sheets = office.reviews(year);
        let spread = office.review_spread(&sheets);
        let apart = |sheet: &ReviewSheet| {
            let total = sheet.total();
            total.is_some_and(|t| sheet.counts() && spread.is_some_and(|s| s.apart(t)))
        };
        if self.out.json {
            for sheet in &sheets {
                let mut object = summary(sheet);
                object["apart"] = json!(apart(sheet));
                self.out.object(object);
            }
            return Ok(());
        }
        let rows = sheets.iter().map(|sheet| {
            let (computed, of) = sheet.computed();
            vec![
                sheet.number.to_string(),
                sheet.name.clone(),
                sheet.village.clone(),
                stage_word(&self.words, sheet.stage()),
                format!("{}/{}", points_text(computed), points_text(of)),
                change_text(sheet.adjusted()),
                sheet.total().map_or_else(String::new, points_text),
                if apart(sheet) {
                    self.words.word("review-apart")
                } else {
                    String::new()
                },
            ]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let headings = [
            "column-number",
            "column-who",
            "column-village",
            "review-head-stage",
            "review-head-computed",
            "review-head-adjusted",
            "review-head-total",
            "review-head-apart",
        ];
        let right = [true, false, false, false, true, true, true, false];
        self.out
            .table(&headings.map(|k| self.words.word(k)), &rows, &right);
        self.out.say(&match spread {
            Some(spread) => {
                let args = [
                    ("year", year.to_string()),
                    ("count", spread.count.to_string()),
                    ("lowest", points_text(spread.lowest)),
                    ("middle", points_text(spread.middle)),
                    ("highest", points_text(spread.highest)),
                ];
                self.words.fill_with("review-spread", &args)
            }
            None => {
                let args = [("year", year.to_string())];
                self.words.fill_with("review-no-totals", &args)
            }
        });
        Ok(())
    }

    fn start_reviews(&self, year: i32, director: Option<&str>) -> Outcome {
        let office = self.office(false)?;
        let only = director
            .map(|text| self.row(&office, Kind::Worker, text))
            .transpose()?;
        let begun = office.begin_reviews(year, only.map(|row| row.id))?;
        if self.out.json {
            for id in &begun.reviews {
                self.out.object(summary(&office.review(*id)?));
            }
        }
        let args = [
            ("count", begun.reviews.len().to_string()),
            ("year", year.to_string()),
            ("before", begun.before.to_string()),
        ];
        self.out.say(&self.words.fill_with("review-begun", &args));
        if begun.ours {
            self.out.say(&self.words.word("review-begun-ours"));
        }
        Ok(())
    }

    fn show_review(&self, text: &str) -> Outcome {
        let office = self.office(true)?;
        let id = self.row(&office, Kind::Review, text)?.id;
        let sheet = office.review(id)?;
        if self.out.json {
            let mut object = summary(&sheet);
            let lines: Result<Vec<Json>, Problem> = sheet
                .lines
                .iter()
                .map(|line| item_object(&office, id, line))
                .collect();
            object["items"] = Json::Array(lines?);
            self.out.object(object);
            return Ok(());
        }
        let rows = sheet.lines.iter().enumerate().map(|(n, line)| {
            let points = |score: Option<Score>| score.map_or_else(String::new, points_text);
            vec![
                (n + 1).to_string(),
                line.named(&self.words),
                points_text(line.marks.most),
                line.said(&self.words),
                points(line.marks.computed),
                points(line.marks.counts()),
                line.reason.clone(),
            ]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let headings = [
            "column-number",
            "review-head-item",
            "review-head-most",
            "review-head-records",
            "review-head-computed",
            "review-head-given",
            "review-head-reason",
        ];
        let right = [true, false, true, false, true, true, false];
        self.out
            .table(&headings.map(|k| self.words.word(k)), &rows, &right);
        self.out.say(&rubric_line(&self.words, &sheet));
        self.review_said(&office, id, "review-stands")
    }

    fn score_of_review(
        &self,
        office: &Office,
        id: Id,
        item: &str,
        points: &str,
        reason: &str,
    ) -> Outcome {
        if item == "veto" {
            return match points {
                "yes" | "是" => office.veto_review(id, true, reason),
                "no" | "否" => office.veto_review(id, false, reason),
                _ => Err(Problem::new("cli-review-veto").exit(2)),
            };
        }
        let sheet = office.review(id)?;
        let of = score_of(&sheet, item).ok_or_else(|| {
            let named = ScoreOf::NAMED.map(|(name, _)| name).join(" ");
            let problem = Problem::new("cli-review-item");
            problem
                .with("text", item)
                .with("count", sheet.lines.len())
                .with("others", format!("{named} veto"))
                .exit(2)
        })?;
        let points = office.read_points(points, office.most_points(&sheet, of))?;
        office.score_review(id, of, points, reason)
    }

    fn copy_rubric(&self, name: &str, from: &str, like: Option<String>) -> Outcome {
        let office = self.office(false)?;
        let from = day_of("from", from, office.today())?;
        let of = match like {
            Some(text) => Some(self.row(&office, Kind::Rubric, &text)?.id),
            None => {
                let tables = office.tables();
                tables.live(Kind::Rubric).last().map(|row| row.id)
            }
        };
        let nothing = || Problem::new("cli-review-no-rubric");
        let id = office.copy_rubric(of.ok_or_else(nothing)?, name, from)?;
        let number = office.row(Kind::Rubric, id).map_or(0, |row| row.number);
        let args = [("name", name.to_owned()), ("number", number.to_string())];
        self.out
            .say(&self.words.fill_with("review-rubric-copied", &args));
        Ok(())
    }

    fn review_named(&self, text: &str) -> Result<(std::sync::Arc<Office>, Id), Problem> {
        let office = self.office(false)?;
        let id = self.row(&office, Kind::Review, text)?.id;
        Ok((office, id))
    }

    /// What the review is now: a line of talk, or the object.
    fn review_said(&self, office: &Office, id: Id, key: &str) -> Outcome {
        let sheet = office.review(id)?;
        if self.out.json {
            self.out.object(summary(&sheet));
            return Ok(());
        }
        let (so_far, open) = sheet.so_far();
        let args = [
            ("number", sheet.number.to_string()),
            ("name", sheet.name.clone()),
            ("year", sheet.review.year().to_string()),
            ("stage", stage_word(&self.words, sheet.stage())),
            ("total", points_text(sheet.total().unwrap_or(so_far))),
            ("open", open.to_string()),
        ];
        self.out.say(&self.words.fill_with(key, &args));
        Ok(())
    }
}

/// What a script means: an item's place, its basis or name, or what stands under no item.
fn score_of(sheet: &ReviewSheet, text: &str) -> Option<ScoreOf> {
    let named = ScoreOf::NAMED.iter().find(|(name, _)| *name == text);
    if let Some((_, of)) = named {
        return Some(*of);
    }
    let place = text.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let basis = Choice::find(Basis::CHOICES, text).and_then(|c| Basis::from_code(c.code));
    let line = match place {
        Some(place) => sheet.lines.get(place),
        None => {
            let means = |line: &&ReviewLine| line.name == text || Some(line.basis) == basis;
            sheet.lines.iter().find(means)
        }
    };
    line.map(|line| ScoreOf::Item(line.item))
}

fn points(score: Option<Score>) -> Json {
    score.map_or(Json::Null, |score| json!(points_text(score)))
}

fn summary(sheet: &ReviewSheet) -> Json {
    let review = &sheet.review;
    let (computed, computed_of) = sheet.computed();
    json!({
        "number": sheet.number, "id": sheet.id.to_string(),
        "worker": sheet.name, "village": sheet.village, "year": review.year(),
        "stage": sheet.stage().code(), "rubric": sheet.rubric.name,
        "computed": points_text(computed), "computed_of": points_text(computed_of),
        "adjusted": change_text(sheet.adjusted()), "total": points(sheet.total()),
        "most": points_text(sheet.most()), "open": sheet.so_far().1,
        "self_score": points(review.self_score), "village_score": points(review.village_score),
        "bonus": points(review.bonus), "bonus_reason": review.bonus_reason,
        "deduction": points(review.deduction), "deduction_reason": review.deduction_reason,
        "veto": review.veto == Some(true), "veto_reason": review.veto_reason,
        "told": review.told.map(|d| d.iso()), "heard": review.heard.map(|d| d.iso()),
        "signed": review.signed.map(|d| d.iso()), "opinion": review.opinion,
        "amends": sheet.amends, "amend_reason": review.amend_reason,
        "last_year": points(sheet.before), "passed": sheet.passed(),
    })
}

/// An item, with the numbers of the records that were missed.
fn item_object(office: &Office, review: Id, line: &ReviewLine) -> Result<Json, Problem> {
    let count = line.evidence.count();
    // What was told of the files is everybody's to read; whose they are is not.
    let hidden = line.basis == Basis::Files && !office.may(Kind::Child);
    let behind = match hidden {
        true => Vec::new(),
        false => office.behind(review, line.basis)?,
    };
    let missed = behind.iter().filter(|b| !b.met).map(|b| {
        let number = office.row(b.kind, b.id).map_or(0, |row| row.number);
        json!({"kind": b.kind.name(), "number": number})
    });
    Ok(json!({
        "basis": line.basis.code(), "name": line.name, "most": points_text(line.marks.most),
        "met": count.map(|c| c.met), "due": count.map(|c| c.due),
        "computed": points(line.marks.computed), "given": points(line.marks.given),
        "points": points(line.marks.counts()), "reason": line.reason,
        "changed_since": line.since.is_some(),
        "missed": missed.collect::<Vec<Json>>(),
    }))
}
