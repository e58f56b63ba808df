//! The log of what was sent, as rows and in full: what the cover said, and what came of it.

use super::{field_word, own};
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::domain::grant::{RowScope, Transform};
use crate::schema::{Coded, Id, Words};
use crate::service::export::Agency;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::widgets::{Cell, Line};

/// Something that was sent, or was to be.
pub(super) struct Past {
    pub line: Line,
    pub title: String,
    pub told: Vec<(String, String)>,
}

/// What one entry of the log says, as a row and in full.
pub(super) fn past(id: Id, disclosure: &Disclosure, agencies: &[Agency], ctx: &Ctx) -> Past {
    let d = disclosure;
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let agency = agency_of(d, agencies, ctx);
    let day = d.day.map(|day| day.iso()).unwrap_or_default();
    let time = d.time.map(|time| time.to_string()).unwrap_or_default();
    let sign = match d.state {
        Some(DisclosureState::Sent) => Sign::Good,
        Some(DisclosureState::Failed) => Sign::Refused,
        Some(DisclosureState::Unsure) => Sign::Watch,
        Some(DisclosureState::Started) | None => Sign::Unknown,
    };
    let state = d
        .state
        .map(|s| ctx.words.choice(DisclosureState::LIST, s.code()));
    let state = state.unwrap_or_default();
    let when = format!("{day} {time}");
    let title = format!("{when}  {agency}  {state}");
    let cells = [&when, &agency, &number(d.rows), &number(d.children), &state];
    Past {
        line: Line::new(Some(sign), cells.map(Cell::text).to_vec()),
        told: told(id, d, &agency, ctx),
        title,
    }
}

/// What its plug-in calls the agency; where that is gone, another of the same agency's; else the code.
fn agency_of(d: &Disclosure, agencies: &[Agency], ctx: &Ctx) -> String {
    let same = |a: &&Agency| a.code == d.agency;
    let by_plugin = agencies
        .iter()
        .filter(same)
        .find(|a| a.plugin == d.plugin_id());
    let known = by_plugin.or_else(|| agencies.iter().find(same));
    known
        .map_or(d.agency.as_str(), |a| own(&a.names, ctx))
        .to_owned()
}

/// Name and SHA-256 of a line of the log; nobody knows the second of a file that may be there.
fn file(line: &str) -> (&str, &str) {
    let both = line.rsplit_once(' ').filter(|(_, hex)| hex.len() == 64);
    both.unwrap_or((line, ""))
}

/// The run in full, in the order of the cover. The head of the chain stands on the cover alone.
fn told(id: Id, d: &Disclosure, agency: &str, ctx: &Ctx) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let mut say = |key: &str, text: String| {
        if !text.is_empty() {
            rows.push((ctx.word(key), text));
        }
    };
    if !d.cause.is_empty() {
        say("note-why", ctx.word(&d.cause));
    }
    say("cover-to", format!("{agency} ({})", d.agency));
    say("export-for", d.purpose.clone());
    say("export-ground", d.basis.clone());
    say("export-many", many(d, ctx));
    say("export-chosen", d.filter.clone());
    for fields in fields(d, ctx) {
        say("export-what", fields);
    }
    for entry in d.entries.split_whitespace() {
        say("policy-entry", entry_word(entry, ctx));
    }
    say("export-second-line", d.second.clone());
    // What failed left no file that could tell.
    let first = d.files.lines().next().map(file);
    if let (Some(clear), Some((file, _))) = (d.clear, first) {
        let how = match (clear, file.ends_with(".zip.age")) {
            (true, _) => "export-how-clear",
            (false, true) => "export-how-key",
            (false, false) => "export-how-sealed",
        };
        say("export-how", ctx.word(how));
    }
    say("export-by", d.by.clone());
    for line in d.files.lines() {
        let (name, sha256) = file(line);
        // What is in a ZIP is `ZIP/NAME`.
        let key = if name.contains('/') {
            "export-inside"
        } else {
            "export-files"
        };
        let name = name.rsplit('/').next().unwrap_or(name);
        match sha256.is_empty() {
            true => say(key, name.to_owned()),
            false => say(key, format!("{name}   SHA-256\n{sha256}")),
        }
    }
    say("export-folder", d.folder.clone());
    say("export-with", d.plugin.clone());
    if !d.sandbox.is_empty() {
        say(
            "export-fence",
            ctx.word(&format!("export-sandbox-{}", d.sandbox)),
        );
    }
    for (key, print) in [
        ("export-print-library", &d.library),
        ("export-print-manifest", &d.manifest),
        ("export-print-policy", &d.policy),
    ] {
        if !print.is_empty() {
            say(
                "export-print",
                format!("{}   SHA-256\n{print}", ctx.word(key)),
            );
        }
    }
    say("export-number", id.to_string());
    blank_repeated(rows)
}

/// A label that is the same as the one above stands there once.
fn blank_repeated(mut rows: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut last = String::new();
    for (label, _) in &mut rows {
        if *label == last {
            label.clear();
        } else {
            last.clone_from(label);
        }
    }
    rows
}

/// Of how many it was.
fn many(d: &Disclosure, ctx: &Ctx) -> String {
    let number = |n: Option<i64>| n.unwrap_or(0).to_string();
    let (rows, children, under) = (number(d.rows), number(d.children), number(d.under_14));
    let args = [
        ("rows", rows.as_str()),
        ("children", &children),
        ("under", &under),
    ];
    let statistics = d.subjects.is_empty();
    let key = match d.children {
        Some(1..) => "export-count-children",
        _ if statistics => "export-count-statistics",
        _ => "export-people",
    };
    ctx.fill(key, &args)
}

/// The fields that left, a line for each dataset; the log keeps `DATASET.FIELD:TRANSFORM`.
fn fields(d: &Disclosure, ctx: &Ctx) -> Vec<String> {
    let mut tables: Vec<(&str, Vec<String>)> = Vec::new();
    for logged in d.fields.split_whitespace() {
        let (dataset, field) = logged.split_once('.').unwrap_or(("", logged));
        let (name, how) = match field.split_once(':') {
            Some((name, how)) => (name, Transform::from_code(how)),
            None => (field, None),
        };
        if tables.last().is_none_or(|(last, _)| *last != dataset) {
            tables.push((dataset, Vec::new()));
        }
        if let Some((_, fields)) = tables.last_mut() {
            fields.push(field_word(name, how, ctx));
        }
    }
    let several = tables.len() > 1;
    let line = |(dataset, fields): (&str, Vec<String>)| {
        let fields = fields.join(&ctx.word("export-and"));
        if !several {
            return fields;
        }
        let dataset = ctx.word(&format!("dataset-{dataset}"));
        ctx.fill("export-full-why", &[("field", &dataset), ("why", &fields)])
    };
    tables.into_iter().map(line).collect()
}

/// An entry of the policy, and the rows that it gave.
fn entry_word(logged: &str, ctx: &Ctx) -> String {
    match logged.split_once(':') {
        None => logged.to_owned(),
        Some((entry, scope)) => {
            format!("{entry}   {}", ctx.words.choice(RowScope::LIST, scope))
        }
    }
}
