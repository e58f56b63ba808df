//! What a line of the look leads to: another field for a column, another sheet, a sentence in full.

use super::choices::Choices;
use super::seen::Line;
use super::{FIELD, Import, LIST, SHEET};
use crate::domain::book::Kind;
use crate::service::import::Asked;
use crate::service::transfer::shape::Shape;
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
            Some(Line::Column(column)) => {
                let kind = seen.look.columns.kind;
                pick_field(kind, &column.heading, Some(column.field), ctx)
            }
            Some(Line::Unused(heading)) => pick_field(seen.look.columns.kind, heading, None, ctx),
            Some(Line::List) => {
                let lists = lists(ctx);
                let now = lists.iter().position(|k| *k == seen.look.columns.kind);
                let words = lists
                    .iter()
                    .map(|k| ctx.word(&format!("import-list-{}", k.name())));
                Flow::Open(Box::new(Choices::new(
                    LIST,
                    ctx.word("import-which-list"),
                    words.collect(),
                    now.unwrap_or(0),
                )))
            }
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
        let Some(seen) = &self.seen else {
            return Flow::Stay;
        };
        let fields = shape(seen.look.columns.kind, ctx).map(|shape| shape.names());
        let fields = fields.unwrap_or_default();
        let field = choice.checked_sub(1).and_then(|i| fields.get(i).copied());
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
        let kind = Some(seen.look.columns.kind);
        let asked = Asked {
            file,
            sheet,
            kind,
            map,
        };
        self.look(asked, ctx)
    }

    /// The sheet is to be this sort of list.
    pub(super) fn relist(&mut self, choice: usize, ctx: &Ctx) -> Flow {
        let (Some(seen), Some(kind)) = (&self.seen, lists(ctx).get(choice).copied()) else {
            return Flow::Stay;
        };
        if kind == seen.look.columns.kind {
            return Flow::Stay;
        }
        let asked = Asked {
            file: seen.file.clone(),
            sheet: seen.sheet.clone(),
            kind: Some(kind),
            map: Vec::new(),
        };
        self.look(asked, ctx)
    }
}

/// The sorts of lists that the user may bring in.
fn lists(ctx: &Ctx) -> Vec<Kind> {
    ctx.office().map_or_else(|_| Vec::new(), |o| o.importable())
}

fn shape(kind: Kind, ctx: &Ctx) -> Option<Shape> {
    ctx.office().ok()?.shape_of(kind)
}

/// The fields that a column can be.
fn pick_field(kind: Kind, heading: &str, current: Option<&str>, ctx: &Ctx) -> Flow {
    let targets = shape(kind, ctx).map_or_else(Vec::new, |shape| shape.targets);
    let at = targets
        .iter()
        .position(|t| Some(t.name()) == current)
        .map_or(0, |i| i + 1);
    let mut choices = vec![ctx.word("import-not-used")];
    choices.extend(targets.iter().map(|t| t.word(&ctx.words)));
    let title = ctx.fill("import-which-field", &[("heading", heading)]);
    Flow::Open(Box::new(Choices::new(FIELD, title, choices, at)))
}
