//! What was done to a record: who, when, and what changed field by field, as words.

use super::page::{Item, Page, Piece};
use crate::domain::book::Record;
use crate::service::{Act, Column, HistoryEntry, Office, Revision, Row, moment};
use crate::ui::context::Ctx;
use crate::ui::view;
use crate::ui::views::Question;
use std::sync::Arc;

/// Its lines, the newest first. A history that can't be read hides nothing else of the record.
pub(super) fn items(page: &Page<'_>) -> Vec<Item> {
    let kind = page.row.record.kind();
    let Ok(mut entries) = page.office.history(kind, page.row.id) else {
        return vec![Item::new(
            page.ctx.word("record-past"),
            vec![Piece::text(page.ctx.word("record-no-past"))],
        )];
    };
    entries.reverse();
    let mut items: Vec<Item> = Vec::new();
    for entry in &entries {
        let label = if items.is_empty() {
            page.ctx.word("record-past")
        } else {
            String::new()
        };
        let told = changes(page, entry)
            .into_iter()
            .map(|text| (String::new(), format!("  {text}")));
        let lines = std::iter::once((label, head(page, entry))).chain(told);
        items.extend(lines.map(|(label, text)| Item {
            change: Some(entry.revision),
            ..Item::new(label, vec![Piece::text(text)])
        }));
    }
    items
}

/// The acts of a record, with that of taking back the change that the focus is on: there that is
/// what one wants to do something about.
pub(in crate::ui::views) fn with_undo(
    mut acts: Vec<view::Act>,
    change: Option<Revision>,
    row: Option<&Arc<Row>>,
    ctx: &Ctx,
) -> Vec<view::Act> {
    if let (Some(change), Some(row), Ok(office)) = (change, row, ctx.office()) {
        let undo = view::Act {
            name: "undo-this",
            not_now: why_not(office, row, change),
        };
        acts.insert(0, undo);
    }
    // What everything has stands last, on every screen.
    acts.sort_by_key(|act| match act.name {
        "copy" => 1,
        "new-post" | "open-review" | "new-expense" | "new-commendation" => 2,
        "lessons" | "modules" | "certificate-list" => 2,
        _ => 0,
    });
    acts
}

/// The word key of why a change can't be taken back, if it can't.
fn why_not(office: &Office, row: &Row, change: Revision) -> Option<&'static str> {
    let kind = row.record.kind();
    let problem = office.why_not_undo(kind, row.id, change)?;
    let entries = office.history(kind, row.id).unwrap_or_default();
    let at = entries.iter().position(|e| e.revision == change);
    let undone = at.is_some_and(|at| {
        let before = entries[at].before.as_ref();
        let later = entries[at + 1..].iter();
        before.is_some()
            && later
                .clone()
                .any(|e| e.act == Act::Undo && e.after.as_ref() == before)
    });
    Some(match problem.key {
        "store-cannot-undo" => "why-only-corrected",
        "store-changed-since" if undone => "why-undone-already",
        _ => "why-changed-since",
    })
}

/// Asks why it is to be taken back; whatever was done with it goes with it.
pub(in crate::ui::views) fn ask(
    office: &Office,
    row: &Row,
    change: Revision,
    ctx: &Ctx,
) -> Question {
    let entries = office.history(row.record.kind(), row.id);
    let entries = entries.unwrap_or_default();
    let entry = entries.iter().find(|e| e.revision == change);
    let what = entry.map_or_else(String::new, |entry| {
        format!("{}  {}", moment(entry.millis), ctx.word(entry.act.key()))
    });
    let title = ctx.fill("record-undo", &[("what", &what)]);
    let question = Question::line("undo-this", title, ctx.word("doing-reason"));
    if entry.is_some_and(|entry| entry.grouped) {
        question.note(ctx.word("note-why"), ctx.word("record-undo-together"))
    } else {
        question
    }
}

fn head(page: &Page<'_>, entry: &HistoryEntry) -> String {
    let who = entry.user_name.as_deref().unwrap_or("?");
    let act = page.ctx.word(entry.act.key());
    let head = format!("{}  {who}  {act}", moment(entry.millis));
    match &entry.reason {
        Some(reason) => format!(
            "{head}  {}",
            page.ctx.fill("record-reason", &[("reason", reason)])
        ),
        None => head,
    }
}

/// Field by field, from what to what.
fn changes(page: &Page<'_>, entry: &HistoryEntry) -> Vec<String> {
    let (Some(before), Some(after)) = (&entry.before, &entry.after) else {
        return Vec::new();
    };
    let kind = after.kind();
    let told = |record: &Record, column: Column| {
        let text = page.office.record_text(&page.ctx.words, record, column);
        if text.is_empty() {
            page.ctx.word("record-blank")
        } else {
            text
        }
    };
    let fields = (0..kind.fields().len()).map(Column::Field);
    let locals = page.office.locals(kind).into_iter().map(Column::Local);
    fields
        .chain(locals)
        .filter(|column| column.read(before) != column.read(after))
        .map(|column| {
            let field = column.word(kind, &page.ctx.words);
            let (from, to) = (told(before, column), told(after, column));
            // Two numbers can look alike where they are masked.
            let key = if from == to {
                "record-change-masked"
            } else {
                "record-change"
            };
            page.ctx
                .fill(key, &[("field", &field), ("from", &from), ("to", &to)])
        })
        .collect()
}
