//! Approving a plug-in on the screen: what it asks for, what changed, its fingerprint; then its id.

use super::own;
use crate::service::Office;
use crate::service::export::catalogue;
use crate::service::plugins::{ChangedLine, PluginView, Signed, Standing};
use crate::ui::context::Ctx;
use crate::ui::job::{Answer, Job};
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::view::{Act, Flow, Reply, Toast};
use crate::ui::views::Question;
use std::sync::Arc;

/// So many lines of a manifest's or layout's difference stand in the panel.
const CHANGED_LINES: usize = 12;

/// A line of a table is cut here rather than wrapped, so that columns stay columns.
const TABLE_CELLS: u16 = 66;

/// The sign of a state.
pub(super) fn sign(standing: &Standing) -> Sign {
    match standing {
        Standing::Shipped | Standing::Approved => Sign::Good,
        Standing::New => Sign::Unknown,
        Standing::Withdrawn => Sign::Later,
        Standing::Changed(_) => Sign::Watch,
        Standing::Lower { .. }
        | Standing::Quarantined(_)
        | Standing::CalledBack { .. }
        | Standing::Forged(_) => Sign::Refused,
    }
}

/// What F6 offers for a plug-in; its state is not known while its library wasn't read.
pub(super) fn acts(standing: Option<&Standing>) -> Vec<Act> {
    let trust = match standing {
        Some(Standing::Lower { .. }) => Some("why-plugin-lower"),
        Some(Standing::CalledBack { .. } | Standing::Forged(_)) => Some("why-plugin-called-back"),
        Some(standing) if standing.may_run() => Some("why-plugin-approved"),
        _ => None,
    };
    let approved = |s: &Standing| {
        s.may_run()
            || matches!(
                s,
                Standing::Changed(_) | Standing::Lower { .. } | Standing::Quarantined(_)
            )
    };
    let taken_back = standing.is_none_or(approved);
    let act = |name, not_now| Act { name, not_now };
    vec![
        act("trust-plugin", trust),
        act(
            "distrust-plugin",
            (!taken_back).then_some("why-plugin-not-approved"),
        ),
    ]
}

/// Reads a plug-in, to be shown and approved.
pub(super) fn look(office: &Arc<Office>, id: &str) -> Flow {
    let (office, id) = (Arc::clone(office), id.to_owned());
    Flow::Start(Job::new("job-plugin", move |_| {
        Ok(Answer::Plugin(Box::new(office.plugin(&id)?)))
    }))
}

/// Asks for the id, with all that one should know before.
pub(super) fn question(view: &PluginView, ctx: &Ctx) -> Flow {
    let args = [("id", view.id.as_str()), ("version", &view.version)];
    let title = ctx.fill("trust-question", &args);
    let mut question = Question::line("trust-plugin", title, ctx.word("trust-line"));
    for (key, text) in notes(view, ctx) {
        question = question.note(ctx.word(key), text);
    }
    Flow::Open(Box::new(question))
}

fn notes(view: &PluginView, ctx: &Ctx) -> Vec<(&'static str, String)> {
    let who = [
        ("name", own(&view.names, ctx)),
        ("agency", &view.agency),
        ("purpose", own(&view.purpose, ctx)),
    ];
    let mut notes = vec![
        ("trust-label-who", ctx.fill("trust-who-told", &who)),
        ("trust-state", view.standing.told(&ctx.words)),
    ];
    let facts = vec![
        ("export-ground", own(&view.basis, ctx).to_owned()),
        ("trust-label-fields", fields(view, ctx)),
        ("export-files", view.outputs.join("  ")),
    ];
    let other = [stays(view, ctx), differences(view, ctx)].concat();
    // Once approved, what is other than then is what one has to see first.
    let parts = match view.before.is_none() {
        true => [facts, other],
        false => [other, facts],
    };
    notes.extend(parts.into_iter().flatten());
    if view.layout_only {
        notes.push(("trust-label-stock", ctx.word("trust-stock")));
    }
    if view.signed != Signed::No {
        notes.push(("trust-label-signed", ctx.word(view.signed.key())));
    }
    notes.push(("trust-label-print", view.prints.library.clone()));
    notes
}

/// What the policy doesn't give: of what it can't do without the reason, of the rest the names.
fn stays(view: &PluginView, ctx: &Ctx) -> Vec<(&'static str, String)> {
    let nothing = view.sends_nothing.as_ref();
    let mut notes: Vec<String> = nothing.map(|why| why.why(&ctx.words)).into_iter().collect();
    if !view.ungranted.is_empty() {
        let fields = view.ungranted.iter().map(|name| field(name, ctx));
        notes.push(fields.collect::<Vec<_>>().join(&ctx.word("trust-and")));
    }
    let notes = notes.into_iter();
    notes.map(|note| ("trust-label-ungranted", note)).collect()
}

/// What is other than approved; before the first approval, what its tables look like.
fn differences(view: &PluginView, ctx: &Ctx) -> Vec<(&'static str, String)> {
    let mut notes = Vec::new();
    if let Some(before) = view.before.as_ref().filter(|_| view.moved()) {
        let args = [
            ("agency", before.agency.as_str()),
            ("purpose", &before.purpose),
        ];
        notes.push(("trust-label-moved", ctx.fill("trust-moved", &args)));
    }
    let changes = changes(view, ctx);
    if !changes.is_empty() {
        notes.push(("trust-change", changes));
    }
    match view.tables.is_empty() {
        true => notes.extend(changed_notes("trust-label-layout", &view.layout, view, ctx)),
        false => notes.extend(table_notes(view, ctx)),
    }
    notes.extend(changed_notes(
        "trust-label-manifest",
        &view.manifest,
        view,
        ctx,
    ));
    notes
}

/// The first table whose columns changed, before and now; the others are told by number.
fn table_notes(view: &PluginView, ctx: &Ctx) -> Vec<(&'static str, String)> {
    let Some(table) = view.tables.first() else {
        return Vec::new();
    };
    // Before the first approval nothing was there.
    let first = view.first_tables();
    let title = if first {
        "trust-table-first"
    } else {
        "trust-table"
    };
    let told = ctx.fill(title, &[("sheet", &table.sheet)]);
    let mut notes = vec![("trust-label-layout", told)];
    let both = [
        ("trust-label-before", &table.before),
        ("trust-label-now", &table.after),
    ];
    for (key, lines) in both.into_iter().skip(usize::from(first)) {
        let none = || vec![ctx.word("trust-table-gone")];
        let lines = if lines.is_empty() {
            none()
        } else {
            lines.clone()
        };
        let lines = lines
            .into_iter()
            .map(|line| text::cut(&line, TABLE_CELLS).into_owned());
        let labels = std::iter::once(key).chain(std::iter::repeat("trust-none"));
        notes.extend(labels.zip(lines));
    }
    if view.tables.len() > 1 {
        let args = [
            ("count", (view.tables.len() - 1).to_string()),
            ("id", view.id.clone()),
        ];
        notes.push(("trust-none", ctx.fill_with("trust-table-more", &args)));
    }
    notes
}

/// The first lines of a manifest or layout that changed.
fn changed_notes(
    label: &'static str,
    lines: &[ChangedLine],
    view: &PluginView,
    ctx: &Ctx,
) -> Vec<(&'static str, String)> {
    let mut notes = Vec::new();
    for (at, line) in lines.iter().take(CHANGED_LINES).enumerate() {
        let label = if at == 0 { label } else { "trust-none" };
        let sign = if line.added { '+' } else { '-' };
        notes.push((label, format!("{sign} {}", line.text)));
    }
    let more = lines.len().saturating_sub(CHANGED_LINES);
    if more > 0 {
        let args = [("count", more.to_string()), ("id", view.id.clone())];
        notes.push(("trust-none", ctx.fill_with("trust-layout-more", &args)));
    }
    notes
}

fn field(name: &str, ctx: &Ctx) -> String {
    match catalogue().any(|known| known == name) {
        true => ctx.word(&format!("export-field-{name}")),
        false => name.to_owned(),
    }
}

fn fields(view: &PluginView, ctx: &Ctx) -> String {
    let fields = view.fields.iter().map(|asked| {
        let sign = if asked.required { "!" } else { "" };
        format!("{}{sign}", field(&asked.name, ctx))
    });
    let fields = fields.collect::<Vec<_>>().join(&ctx.word("trust-and"));
    ctx.fill("trust-fields-told", &[("fields", &fields)])
}

/// Fields that are asked for otherwise than approved: `住址 新要的`.
fn changes(view: &PluginView, ctx: &Ctx) -> String {
    let asked = view.fields.iter().filter_map(|asked| {
        let change = ctx.word(&format!("trust-field-{}", asked.change?.code()));
        Some(format!("{} {change}", field(&asked.name, ctx)))
    });
    let gone = view.gone.iter();
    let gone = gone.map(|name| format!("{} {}", field(name, ctx), ctx.word("trust-field-gone")));
    asked.chain(gone).collect::<Vec<_>>().join("  ")
}

/// The id was typed.
pub(super) fn approve(view: &PluginView, reply: &Reply, office: &Office, ctx: &Ctx) -> Flow {
    match office.trust(view, &reply.text) {
        Ok(done) => {
            let args = [("id", view.id.as_str()), ("version", &view.version)];
            let toast = match done {
                Some(_) => Toast::done(ctx.fill("trust-approved-toast", &args)),
                None => Toast::told(ctx.fill("trust-nothing", &args)),
            };
            Flow::Say(toast)
        }
        Err(problem) => Flow::Refuse(problem),
    }
}

/// Takes an approval back; Ctrl-Z gives it again.
pub(super) fn distrust(id: &str, office: &Office, ctx: &Ctx) -> Flow {
    match office.distrust(id) {
        Ok(_) => Flow::Say(Toast::done(
            ctx.fill("trust-taken-back-toast", &[("id", id)]),
        )),
        Err(problem) => Flow::Refuse(problem),
    }
}
