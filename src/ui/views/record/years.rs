//! A person's years of training on their page: where they stood, points, hours, the six topics with
//! + or -, and the office's own modules.

use super::linked::Dated;
use super::page::{Item, Page, Piece};
use crate::domain::book::Kind;
use crate::domain::taught::Heard;
use crate::schema::Day;
use crate::service::{heard_word, six_told};
use crate::ui::text;
use crate::ui::views::list;

/// Cells of a line on the narrowest of the usual screens; what is longer goes on below.
const ROOM: u16 = 69;
/// Cells of a year, which what goes on below leaves out.
const YEAR: u16 = 6;

/// One line a year, above the sessions of it.
pub(super) fn lines(page: &Page<'_>) -> Vec<Dated> {
    let years = page.office.years_heard(page.row.id);
    let words = &page.ctx.words;
    let word = |heard: &Heard| text::width(&heard_word(words, heard));
    let widest = years.iter().map(word).max().unwrap_or(0);
    let each = years.iter().flat_map(|heard| {
        let end = Day::from_ymd(heard.year, 12, 31);
        let items = year(page, heard, widest).into_iter();
        items.map(move |pieces| (Kind::Enrolment, end, Item::new("", pieces)))
    });
    each.collect()
}

/// A year's line, and what of it goes on below.
fn year(page: &Page<'_>, heard: &Heard, widest: u16) -> Vec<Vec<Piece>> {
    let words = &page.ctx.words;
    let state = text::pad(&heard_word(words, heard), widest);
    let mut first = vec![
        Piece::text(heard.year.to_string()),
        Piece {
            sign: list::rotation(heard.state, page.ctx).sign,
            text: state,
        },
    ];
    if let Some(score) = heard.score {
        let score = score.plain();
        let told = page.ctx.fill("record-score", &[("score", &score)]);
        first.push(Piece::text(told));
    }
    if let Some(hours) = heard.taught.hours() {
        let hours = hours.plain();
        let told = page.ctx.fill("record-hours", &[("hours", &hours)]);
        first.push(Piece::text(told));
    }
    let mut all = vec![first];
    let below = |told: String| vec![Piece::text(format!("{}{told}", text::blank(YEAR)))];
    let six = six_told(words, &heard.taught);
    if !six.is_empty() {
        if cells(&all[0]) + 2 + text::width(&six) <= ROOM {
            all[0].push(Piece::text(six));
        } else {
            all.push(below(six));
        }
    }
    let own = page.office.modules_told(words, &heard.taught);
    if !own.is_empty() {
        all.push(below(page.ctx.fill("hours-own", &[("modules", &own)])));
    }
    all
}

/// How wide pieces are side by side.
fn cells(pieces: &[Piece]) -> u16 {
    let piece = |p: &Piece| {
        let sign = p.sign.map_or(0, |sign| text::width(sign.text()) + 1);
        sign + text::width(&p.text) + 2
    };
    pieces.iter().map(piece).sum::<u16>().saturating_sub(2)
}
