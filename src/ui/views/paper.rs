//! Papers and tables that go to a file: where to, by a question, and what came of it. What stands in
//! them is the service's.

use super::Question;
use crate::schema::Id;
use crate::service::folders::{first_folder, free_name, path_of};
use crate::service::{Office, Problem, Table};
use crate::ui::context::Ctx;
use crate::ui::view::{Flow, Toast};
use std::path::Path;

/// Asks into which file something is to be printed; one that isn't there yet is proposed.
pub(super) fn paper_question(name: &'static str, title: String, stem: &str, ctx: &Ctx) -> Question {
    file_question(name, title, stem, "txt", ctx)
}

/// The same, for a file of this sort.
pub(super) fn file_question(
    name: &'static str,
    title: String,
    stem: &str,
    ending: &str,
    ctx: &Ctx,
) -> Question {
    let file = free_name(&first_folder(&ctx.setup.home), stem, ending);
    Question::line(name, title, ctx.word("roster-file")).typed(file.display().to_string())
}

/// Writes a paper to where somebody typed, and says with this key that it was.
pub(super) fn write_paper(
    typed: &str,
    told: &'static str,
    ctx: &Ctx,
    write: impl FnOnce(&Path) -> Result<(), Problem>,
) -> Flow {
    match written(typed, ctx, write) {
        Ok(file) => Flow::Say(Toast::told(ctx.fill(told, &[("file", &file)]))),
        Err(flow) => flow,
    }
}

/// Writes a table to where somebody typed.
pub(super) fn write_table(table: &Table, typed: &str, ctx: &Ctx) -> Flow {
    match written(typed, ctx, |path| table.write(path)) {
        Ok(file) => {
            let count = table.lines.len().to_string();
            let args = [("count", count.as_str()), ("file", &file)];
            Flow::Say(Toast::told(ctx.fill("table-written", &args)))
        }
        Err(flow) => flow,
    }
}

/// The file that was written, or what there is to say instead.
fn written(
    typed: &str,
    ctx: &Ctx,
    write: impl FnOnce(&Path) -> Result<(), Problem>,
) -> Result<String, Flow> {
    if typed.trim().is_empty() {
        return Err(Flow::Say(Toast::refused(ctx.word("roster-no-path"))));
    }
    let path = path_of(&ctx.setup.home, typed);
    write(&path).map_err(Flow::Refuse)?;
    Ok(path.display().to_string())
}

/// Where the forms of inspections are to be written.
pub(super) fn print_question(name: &'static str, ctx: &Ctx) -> Question {
    let title = ctx.word(&format!("act-{name}"));
    paper_question(name, title, &ctx.word("check-form-stem"), ctx)
        .note(ctx.word("desk-how"), ctx.word("doing-check-form"))
}

/// Writes the forms of inspections to where somebody typed.
pub(super) fn print_forms(ids: &[Id], typed: &str, office: &Office, ctx: &Ctx) -> Flow {
    write_paper(typed, "check-printed", ctx, |path| {
        office.print_check_forms(&ctx.words, ids, path)
    })
}
