//! The records that lead to a record: a worker's posts and trainings, a village's people, a
//! session's roster.

use super::consequences;
use super::page::{Item, Page, Piece};
use crate::domain::book::{Kind, Record};
use crate::domain::certificate::Certificate;
use crate::domain::expense::by_year;
use crate::domain::finding::{Finding, FindingState};
use crate::domain::handover::Handover;
use crate::domain::inspection::{Inspection, InspectionType};
use crate::domain::post::Post;
use crate::domain::review::ReviewStage;
use crate::domain::training::{Attendance, Enrolment, Session};
use crate::schema::{Coded, Day, Id, Score, Value, Words};
use crate::service::{Column, Computed, Row, Tally, points_text, stage_word};
use crate::ui::places::Place;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::views::doing;
use std::sync::Arc;

/// A line with what puts it in its place: the kind, and the day.
pub(super) type Dated = (Kind, Option<Day>, Item);

/// Their lines, the newest first.
pub(super) fn items(page: &Page<'_>) -> Vec<Item> {
    let kind = page.row.record.kind();
    if kind == Kind::Session {
        return super::session::items(page);
    }
    let leading = page.office.leading(kind, page.row.id);
    // Years first: a year stands above what was done in it, also on its last day.
    let mut lines: Vec<Dated> = match kind {
        Kind::Worker => super::years::lines(page),
        _ => Vec::new(),
    };
    let mut children = 0;
    for row in &leading {
        let (day, pieces) = match &row.record {
            Record::Post(post) => (post.from, post_line(page, kind, post)),
            Record::Handover(handover) => (handover.day, handover_line(page, row, handover)),
            Record::Enrolment(enrolment) => enrolment_line(page, enrolment),
            Record::Session(session) => (session.day, session_line(page, row, session)),
            Record::Inspection(inspection) => (
                inspection.done.or(inspection.planned),
                inspection_line(page, row, inspection),
            ),
            Record::Finding(finding) => (finding.due, finding_line(page, finding)),
            Record::Expense(expense) => (
                expense.day,
                told(page, row, &["day", "kind", "amount", "source"]),
            ),
            Record::Adjustment(adjusted) => {
                // It stands among the posts, one of which it ended.
                let line = consequences::adjusted(page, row, adjusted);
                lines.extend(line.map(|line| (Kind::Post, adjusted.day, line)));
                continue;
            }
            Record::Commendation(given) => (
                given.day,
                told(
                    page,
                    row,
                    &["year", "kind", "given_by", "document", "reason"],
                ),
            ),
            Record::Talk(talk) => (talk.day, consequences::talk_line(page, row, talk)),
            Record::Certificate(given) => (given.day, certificate_line(page, given)),
            Record::Review(review) if kind == Kind::Worker => (
                Day::from_ymd(review.year(), 12, 31),
                review_line(page, row.id),
            ),
            Record::Caregiver(_) => (None, told(page, row, &["name", "relation", "status"])),
            Record::Child(_) if kind == Kind::Household => (
                None,
                told(page, row, &["name", "sex", "birth_day", "village"]),
            ),
            Record::Child(_) => {
                children += 1;
                continue;
            }
            _ => continue,
        };
        let place = Place::Record {
            kind: row.record.kind(),
            id: row.id,
        };
        lines.push((row.record.kind(), day, Item::leading("", pieces, place)));
    }
    if kind == Kind::Village {
        lines.extend(breaks(page));
    }
    lines.extend(spent(page, &leading));
    lines.sort_by_key(|(kind, day, _)| (*kind, std::cmp::Reverse(*day)));
    let mut items = Vec::new();
    let mut last = None;
    for (kind, _, mut item) in lines {
        if last != Some(kind) {
            item.label = label(page, kind);
            last = Some(kind);
        }
        items.push(item);
    }
    if kind == Kind::Village && page.office.may(Kind::Child) {
        let count = page
            .ctx
            .fill("record-children", &[("count", &children.to_string())]);
        let place = doing::children(page.row);
        items.push(Item::leading(
            label(page, Kind::Child),
            vec![Piece::text(count)],
            place,
        ));
    }
    items
}

/// What the expenses of each year come to; the sum stands above its year.
fn spent(page: &Page<'_>, leading: &[Arc<Row>]) -> Vec<Dated> {
    let expenses = leading.iter().filter_map(|row| match &row.record {
        Record::Expense(expense) => Some(expense),
        _ => None,
    });
    let line = |(year, total): (i32, Score)| {
        let total = Value::Score(total.0).plain();
        let args = [("year", year.to_string()), ("total", total)];
        let text = page.ctx.fill_with("record-expense-year", &args);
        let end = Day::from_ymd(year, 12, 31);
        (Kind::Expense, end, Item::new("", vec![Piece::text(text)]))
    };
    by_year(expenses).into_iter().map(line).collect()
}

/// Where a village's history has nobody, or two at once.
fn breaks(page: &Page<'_>) -> Vec<Dated> {
    let all = page.office.tenures(page.row.id).into_iter();
    let broken = all.filter(|tenure| tenure.directors.len() != 1 && tenure.from.is_some());
    broken
        .map(|tenure| {
            let span = span(page, tenure.from, tenure.to);
            let piece = match (tenure.directors.len(), tenure.days()) {
                (0, Some(days)) => {
                    let args = [("span", span.as_str()), ("days", &days.to_string())];
                    Piece::state(Sign::Watch, page.ctx.fill("register-gap-days", &args))
                }
                (0, None) => {
                    let text = page.ctx.fill("register-gap", &[("span", &span)]);
                    Piece::state(Sign::Urgent, text)
                }
                _ => {
                    let text = page.ctx.fill("register-two", &[("span", &span)]);
                    Piece::state(Sign::Watch, text)
                }
            };
            (Kind::Post, tenure.from, Item::new("", vec![piece]))
        })
        .collect()
}

fn span(page: &Page<'_>, from: Option<Day>, to: Option<Day>) -> String {
    let day = |day: Option<Day>| day.map_or_else(|| "?".to_owned(), |day| day.iso());
    let from = day(from);
    match to {
        Some(to) => page
            .ctx
            .fill("record-span", &[("from", &from), ("to", &to.iso())]),
        None => page.ctx.fill("record-span-on", &[("from", &from)]),
    }
}

pub(super) fn label(page: &Page<'_>, kind: Kind) -> String {
    page.ctx.word(&format!("record-{}", kind.name()))
}

fn named(page: &Page<'_>, kind: Kind, id: Option<Id>) -> Piece {
    Piece::text(id.map_or_else(String::new, |id| page.office.label(kind, id)))
}

/// Some fields of a record, those that are filled in.
pub(super) fn told(page: &Page<'_>, row: &Row, fields: &[&str]) -> Vec<Piece> {
    let kind = row.record.kind();
    let indexes = fields.iter().filter_map(|name| kind.field_index(name));
    let texts = indexes.map(|i| page.office.text(&page.ctx.words, row, i));
    texts
        .filter(|text| !text.is_empty())
        .map(Piece::text)
        .collect()
}

fn post_line(page: &Page<'_>, of: Kind, post: &Post) -> Vec<Piece> {
    let span = span(page, post.from, post.to);
    let other = if of == Kind::Worker && post.village.is_none() {
        Piece::text(page.office.township_name(&post.township))
    } else if of == Kind::Worker {
        named(page, Kind::Village, post.village)
    } else {
        named(page, Kind::Worker, post.worker)
    };
    let mut pieces = vec![Piece::text(span), other];
    if post.acting == Some(true) {
        pieces.push(Piece::text(page.ctx.word("field-post-acting")));
    }
    pieces
}

/// Who gave what to whom.
fn handover_line(page: &Page<'_>, row: &Row, handover: &Handover) -> Vec<Piece> {
    let mut pieces = told(page, row, &["day", "village"]);
    let name = |id: Option<Id>| named(page, Kind::Worker, id).text;
    let (from, to) = (name(handover.leaving), name(handover.taking));
    let args = [("from", from.as_str()), ("to", &to)];
    pieces.push(Piece::text(page.ctx.fill("record-handover-who", &args)));
    pieces
}

/// How a mark of the roster reads.
pub(in crate::ui::views) fn sign(state: Attendance) -> Sign {
    match state {
        Attendance::Present => Sign::Good,
        Attendance::Late => Sign::Watch,
        Attendance::Excused => Sign::Later,
        Attendance::Absent => Sign::Refused,
        Attendance::Unmarked => Sign::Unknown,
    }
}

fn enrolment_line(page: &Page<'_>, enrolment: &Enrolment) -> (Option<Day>, Vec<Piece>) {
    let day = enrolment.session.and_then(|id| {
        page.office
            .tables()
            .get::<Session>(Kind::Session, id)
            .and_then(|session| session.day)
    });
    let state = enrolment.state.unwrap_or(Attendance::Unmarked);
    // All as wide as the widest, so that the sessions stand in line.
    let word = |state: Attendance| {
        page.ctx
            .word(&format!("choice-attendance-{}", state.code()))
    };
    let states = Attendance::CHOICES
        .iter()
        .filter_map(|c| Attendance::from_code(c.code));
    let cells = states.map(|s| text::width(&word(s))).max().unwrap_or(0);
    let mut pieces = vec![
        Piece::state(sign(state), text::pad(&word(state), cells)),
        named(page, Kind::Session, enrolment.session),
    ];
    if let Some(result) = enrolment.result {
        let sign = if result.code() == "pass" {
            Sign::Good
        } else {
            Sign::Watch
        };
        pieces.push(Piece::state(
            sign,
            page.ctx.word(&format!("choice-outcome-{}", result.code())),
        ));
    }
    if let Some(score) = enrolment.score {
        let score = Value::Score(score.0).plain();
        pieces.push(Piece::text(
            page.ctx.fill("record-score", &[("score", &score)]),
        ));
    }
    (day, pieces)
}

/// A day, where it stands, and how it came about.
fn inspection_line(page: &Page<'_>, row: &Row, inspection: &Inspection) -> Vec<Piece> {
    let day = inspection.done.or(inspection.planned);
    let column = Column::Computed(Computed::Checked);
    let state = page.office.column_text(&page.ctx.words, row, column);
    let kind = inspection.kind.map_or_else(String::new, |kind| {
        page.ctx.words.choice(InspectionType::LIST, kind.code())
    });
    vec![
        Piece::text(day.map_or_else(|| "?".to_owned(), |day| day.iso())),
        Piece::text(kind),
        Piece::text(state),
    ]
}

fn finding_line(page: &Page<'_>, finding: &Finding) -> Vec<Piece> {
    let state = finding.state(page.office.today());
    let sign = match state {
        FindingState::Overdue => Sign::Urgent,
        FindingState::Open => Sign::Watch,
        FindingState::Closed => Sign::Good,
    };
    let word = page.ctx.words.choice(FindingState::LIST, state.code());
    let due = finding.due.map_or_else(String::new, |day| day.iso());
    vec![
        Piece::state(sign, word),
        Piece::text(due),
        named(page, Kind::Worker, finding.owner),
        Piece::text(finding.what.clone()),
    ]
}

fn certificate_line(page: &Page<'_>, given: &Certificate) -> Vec<Piece> {
    vec![
        Piece::state(Sign::Good, given.number.clone()),
        Piece::text(given.day.map_or_else(|| "?".to_owned(), |day| day.iso())),
        named(page, Kind::Session, given.session),
    ]
}

/// The year, how far it is, and what it comes to.
fn review_line(page: &Page<'_>, id: Id) -> Vec<Piece> {
    let Ok(sheet) = page.office.review(id) else {
        return Vec::new();
    };
    let stage = sheet.stage();
    let sign = match stage {
        ReviewStage::Signed if sheet.amended_by.is_none() => Sign::Good,
        _ => Sign::Later,
    };
    let mut pieces = vec![
        Piece::text(sheet.review.year().to_string()),
        Piece::state(sign, stage_word(&page.ctx.words, stage)),
    ];
    let total = sheet.total().map(points_text);
    pieces.push(Piece::text(match total {
        Some(total) => page.ctx.fill("record-review-total", &[("total", &total)]),
        None => page.ctx.word("record-review-open"),
    }));
    if let Some(number) = sheet.amended_by {
        let number = number.to_string();
        let amended = page
            .ctx
            .fill("record-review-amended", &[("number", &number)]);
        pieces.push(Piece::text(amended));
    }
    pieces
}

fn session_line(page: &Page<'_>, row: &Row, session: &Session) -> Vec<Piece> {
    let tally = Tally::of(&page.office.roster(row.id));
    let came = (tally.present + tally.late).to_string();
    let all = tally.all().to_string();
    vec![
        Piece::text(session.day.map_or_else(|| "?".to_owned(), |day| day.iso())),
        Piece::text(session.name.clone()),
        Piece::text(session.place.clone()),
        Piece::text(
            page.ctx
                .fill("record-came", &[("came", &came), ("all", &all)]),
        ),
    ]
}
