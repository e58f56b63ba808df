//! What was done to a record: who, when, and what changed field by field, as words.

use super::page::{Item, Page, Piece};
use crate::domain::book::Record;
use crate::service::{HistoryEntry, moment};

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
        items.push(Item::new(label, vec![Piece::text(head(page, entry))]));
        let told = changes(page, entry)
            .into_iter()
            .map(|text| format!("  {text}"));
        items.extend(told.map(|text| Item::new("", vec![Piece::text(text)])));
    }
    items
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
    let told = |record: &Record, i: usize| {
        let text = page.office.record_text(&page.ctx.words, record, i);
        if text.is_empty() {
            page.ctx.word("record-blank")
        } else {
            text
        }
    };
    let fields = kind.fields().iter().enumerate();
    fields
        .filter(|(i, _)| before.at(*i) != after.at(*i))
        .map(|(i, field)| {
            let field = page
                .ctx
                .word(&format!("field-{}-{}", kind.name(), field.name));
            let (from, to) = (told(before, i), told(after, i));
            page.ctx.fill(
                "record-change",
                &[("field", &field), ("from", &from), ("to", &to)],
            )
        })
        .collect()
}
