//! What a line of the look leads to: another field for a column, another sheet, a sentence in full.

use super::seen::Line;
use super::{FIELD, Import, LIST, SHEET, TOWNSHIP};
use crate::domain::book::Kind;
use crate::domain::divisions::Division;
use crate::service::import::Asked;
use crate::ui::context::Ctx;
use crate::ui::view::Flow;
use crate::ui::views::{Choose, Note};

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
                let option = |kind: &Kind| {
                    let word = ctx.word(&format!("import-list-{}", kind.name()));
                    (kind.name().to_owned(), word)
                };
                let options = lists.iter().map(option).collect();
                let title = ctx.word("import-which-list");
                let panel = Choose::new(LIST, title, options).on(now.unwrap_or(0));
                Flow::Open(Box::new(panel))
            }
            Some(Line::Sheet) => {
                let title = ctx.word("import-which-sheet");
                pick_sheet(title, &seen.look.sheet.others)
            }
            Some(Line::Township) => {
                let all = ctx.office().map_or_else(|_| Vec::new(), |o| o.townships());
                let now = &seen.look.township;
                let at = all.iter().position(|d| Some(&d.short) == now.as_ref());
                let option = |d: &&Division| (d.stem().to_owned(), d.short.clone());
                let title = ctx.word("import-which-township");
                let panel = Choose::new(TOWNSHIP, title, all.iter().map(option).collect());
                Flow::Open(Box::new(panel.on(at.unwrap_or(0))))
            }
            Some(Line::Head(_)) | None => Flow::Stay,
        }
    }

    /// Rows that name no township are of this one; the list is looked at anew.
    pub(super) fn of_township(&mut self, code: &str, ctx: &Ctx) -> Flow {
        let Some(seen) = &self.seen else {
            return Flow::Stay;
        };
        let asked = Asked {
            file: seen.file.clone(),
            sheet: seen.sheet.clone(),
            kind: Some(seen.look.columns.kind),
            map: seen.map.clone(),
            session: self.session,
            township: Some(code.to_owned()),
        };
        self.look(asked, ctx)
    }

    /// The column of the focus is to be this field, or none; the list is looked at anew.
    pub(super) fn remap(&mut self, field: &str, ctx: &Ctx) -> Flow {
        let Some(seen) = &self.seen else {
            return Flow::Stay;
        };
        let field = Some(field).filter(|field| !field.is_empty());
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
            session: self.session,
            township: self.asked.township.clone(),
        };
        self.look(asked, ctx)
    }

    /// The sheet is to be this sort of list.
    pub(super) fn relist(&mut self, kind: &str, ctx: &Ctx) -> Flow {
        let (Some(seen), Some(kind)) = (&self.seen, Kind::from_name(kind)) else {
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
            session: self.session,
            township: self.asked.township.clone(),
        };
        self.look(asked, ctx)
    }
}

/// The sorts of lists that the user may bring in.
fn lists(ctx: &Ctx) -> Vec<Kind> {
    ctx.office().map_or_else(|_| Vec::new(), |o| o.importable())
}

/// The sheets that the list may be on.
pub(super) fn pick_sheet(title: String, sheets: &[String]) -> Flow {
    let options = sheets.iter().map(|sheet| (sheet.clone(), sheet.clone()));
    Flow::Open(Box::new(Choose::new(SHEET, title, options.collect())))
}

/// The fields that a column can be.
fn pick_field(kind: Kind, heading: &str, current: Option<&str>, ctx: &Ctx) -> Flow {
    let shape = ctx.office().ok().and_then(|office| office.shape_of(kind));
    let targets = shape.map_or_else(Vec::new, |shape| shape.targets);
    let at = targets
        .iter()
        .position(|t| Some(t.name()) == current)
        .map_or(0, |i| i + 1);
    let mut options = vec![(String::new(), ctx.word("import-not-used"))];
    options.extend(
        targets
            .iter()
            .map(|t| (t.name().to_owned(), t.word(&ctx.words))),
    );
    let title = ctx.fill("import-which-field", &[("heading", heading)]);
    Flow::Open(Box::new(Choose::new(FIELD, title, options).on(at)))
}
