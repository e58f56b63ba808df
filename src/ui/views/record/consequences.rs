//! What followed from a worker's year, as lines of their page.

use super::linked::told;
use super::page::{Item, Page, Piece};
use crate::domain::adjustment::Adjustment;
use crate::domain::book::Kind;
use crate::domain::talk::Talk;
use crate::service::Row;
use crate::ui::places::Place;
use crate::ui::views::list::talk_sign;

/// The day and sort of a talk, where it stands, and what it was about.
pub(super) fn talk_line(page: &Page<'_>, row: &Row, talk: &Talk) -> Vec<Piece> {
    let mut pieces = told(page, row, &["day", "kind"]);
    let sign = talk_sign(talk, page.office);
    if let Some(day) = talk.open() {
        let text = page.ctx.fill("record-talk-open", &[("day", &day.iso())]);
        pieces.push(Piece::state(sign, text));
    } else if !talk.outcome.trim().is_empty() {
        let text = page
            .ctx
            .fill("record-talk-settled", &[("outcome", &talk.outcome)]);
        pieces.push(Piece::state(sign, text));
    }
    pieces.extend(told(page, row, &["about"]));
    pieces
}

/// The last day of a post and why it was the last, on the page of whose it was or of the post.
pub(super) fn adjusted(page: &Page<'_>, row: &Row, adjusted: &Adjustment) -> Option<Item> {
    let fields = ["day", "kind", "village", "reason", "decided_by"];
    let place = Place::Record {
        kind: Kind::Adjustment,
        id: row.id,
    };
    let here = [adjusted.worker, adjusted.post].contains(&Some(page.row.id));
    here.then(|| Item::leading("", told(page, row, &fields), place))
}
