//! A session on its page: what it teaches, who came, and what people thought of it.

use super::linked::label;
use super::page::{Item, Page, Piece};
use crate::domain::book::Kind;
use crate::domain::feedback::About;
use crate::schema::{Coded, Value};
use crate::service::{Tally, average_told, opinion_of};
use crate::ui::places::Place;
use crate::ui::sign::Sign;

/// Its lines.
pub(super) fn items(page: &Page<'_>) -> Vec<Item> {
    let mut items = lessons(page);
    items.push(tally(page));
    items.extend(opinion(page));
    items
}

/// What a session teaches; the first line has the label.
fn lessons(page: &Page<'_>) -> Vec<Item> {
    let place = Place::Lessons {
        session: page.row.id,
    };
    let lines = page.office.lessons(&page.ctx.words, page.row.id);
    let label = label(page, Kind::Lesson);
    if lines.is_empty() {
        let none = Piece::text(page.ctx.word("record-no-lessons"));
        return vec![Item::leading(label, vec![none], place)];
    }
    let told = lines.into_iter().enumerate().map(|(n, line)| {
        let hours = line.hours.map(|h| Value::Score(h.0).plain());
        let hours = hours.unwrap_or_default();
        let args = [("subject", line.name.as_str()), ("hours", &hours)];
        let pieces = [page.ctx.fill("lesson-told", &args), line.lecturer];
        let pieces = pieces.into_iter().filter(|text| !text.is_empty());
        let label = if n == 0 { label.as_str() } else { "" };
        Item::leading(label, pieces.map(Piece::text).collect(), place.clone())
    });
    told.collect()
}

/// What people thought of a session, and what they said; nobody is named.
fn opinion(page: &Page<'_>) -> Vec<Item> {
    let lines = page.office.roster(page.row.id);
    let opinion = opinion_of(&lines);
    if opinion.people + opinion.uncounted == 0 {
        return Vec::new();
    }
    let place = Place::Roster {
        session: page.row.id,
    };
    let count = opinion.people.to_string();
    let mut pieces = vec![page.ctx.fill("record-answers", &[("count", &count)])];
    pieces.extend(About::ALL.map(|about| {
        let word = page
            .ctx
            .word(&format!("choice-feedback-about-{}", about.code()));
        format!("{word} {}", average_told(&opinion, about, 1))
    }));
    let mut pieces: Vec<Piece> = pieces.into_iter().map(Piece::text).collect();
    if opinion.uncounted > 0 {
        let count = opinion.uncounted.to_string();
        let told = page.ctx.fill("record-uncounted", &[("count", &count)]);
        pieces.push(Piece::state(Sign::Watch, told));
    }
    let first = Item::leading(label(page, Kind::Feedback), pieces, place);
    let there = lines.iter().filter(|line| line.attended());
    let remarks = there.filter_map(|line| line.feedback.as_ref());
    let remarks = remarks.filter(|feedback| !feedback.remark.is_empty());
    let said = remarks.map(|f| Item::new("", vec![Piece::text(f.remark.clone())]));
    std::iter::once(first).chain(said).collect()
}

fn tally(page: &Page<'_>) -> Item {
    let tally = Tally::of(&page.office.roster(page.row.id));
    let numbers = [
        ("present", tally.present),
        ("late", tally.late),
        ("excused", tally.excused),
        ("absent", tally.absent),
        ("unmarked", tally.unmarked),
        ("all", tally.all()),
    ];
    let numbers: Vec<(&str, String)> = numbers.map(|(k, n)| (k, n.to_string())).into();
    let args: Vec<(&str, &str)> = numbers.iter().map(|(k, n)| (*k, n.as_str())).collect();
    let text = Piece::text(page.ctx.fill("roster-tally", &args));
    Item::leading(
        page.ctx.word("roster-title"),
        vec![text],
        Place::Roster {
            session: page.row.id,
        },
    )
}
