//! What a line of the look leads to: another field for a column, another sheet, a sentence in full.

use super::choices::Choices;
use super::seen::Line;
use super::{Asked, FIELD, Import, SHEET};
use crate::service::import::field_key;
use crate::service::transfer::heading;
use crate::ui::context::Ctx;
use crate::ui::view::Flow;
use crate::ui::views::Note;

impl Import {
    /// Enter on a line: the choices for a column or sheet, the whole of a sentence.
    pub(super) fn open_line(&self, ctx: &Ctx) -> Flow {
        let Some(seen) = &self.seen else {
            return Flow::Stay;
        };
        match seen.line() {
            Some(Line::Row(remark)) => {
                let row = ctx.fill("import-row-number", &[("row", &remark.row.to_string())]);
                let rows = vec![(ctx.word("note-why"), remark.text.clone())];
                Flow::Open(Box::new(Note::new(format!("{row} {}", remark.name), rows)))
            }
            Some(Line::Column(column)) => pick_field(&column.heading, Some(column.field), ctx),
            Some(Line::Unused(heading)) => pick_field(heading, None, ctx),
            Some(Line::Sheet) => {
                let sheets = seen.look.sheet.others.clone();
                Flow::Open(Box::new(Choices::new(
                    SHEET,
                    ctx.word("import-which-sheet"),
                    sheets,
                    0,
                )))
            }
            Some(Line::Head(_)) | None => Flow::Stay,
        }
    }

    /// The column of the focus is to be this field, or none; the list is looked at anew.
    pub(super) fn remap(&mut self, choice: usize, ctx: &Ctx) -> Flow {
        let fields = heading::fields();
        let field = choice.checked_sub(1).and_then(|i| fields.get(i).copied());
        let Some(seen) = &self.seen else {
            return Flow::Stay;
        };
        let (column, before) = match seen.line() {
            Some(Line::Column(column)) => (column.place.clone(), Some(column.field)),
            Some(Line::Unused(heading)) => (heading.clone(), None),
            _ => return Flow::Stay,
        };
        if field == before {
            return Flow::Stay;
        }
        let mut map = seen.map.clone();
        map.retain(|(f, c)| {
            *c != column && Some(f.as_str()) != field && Some(f.as_str()) != before
        });
        match (field, before) {
            (Some(field), _) => map.push((field.to_owned(), column)),
            (None, Some(before)) => map.push((before.to_owned(), String::new())),
            (None, None) => return Flow::Stay,
        }
        let (file, sheet) = (seen.file.clone(), seen.sheet.clone());
        self.look(Asked { file, sheet, map }, ctx)
    }
}

/// The fields that a column can be.
fn pick_field(heading: &str, current: Option<&str>, ctx: &Ctx) -> Flow {
    let fields = heading::fields();
    let at = fields
        .iter()
        .position(|f| Some(*f) == current)
        .map_or(0, |i| i + 1);
    let mut choices = vec![ctx.word("import-not-used")];
    choices.extend(fields.iter().map(|f| ctx.word(&field_key(f))));
    let title = ctx.fill("import-which-field", &[("heading", heading)]);
    Flow::Open(Box::new(Choices::new(FIELD, title, choices, at)))
}
