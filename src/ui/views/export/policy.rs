//! What the policy gives an agency, entry by entry. To be read: it is changed by the verb, which asks
//! for the ground.

use super::{field_word, own};
use crate::domain::grant::{Grant, RowScope};
use crate::domain::signer::Signer;
use crate::schema::{Coded, Words};
use crate::service::Office;
use crate::service::export::{Agency, Made};
use crate::ui::context::Ctx;
use crate::ui::views::Note;

/// The page of an agency.
pub(super) fn page(agency: &Agency, office: &Office, ctx: &Ctx) -> Note {
    let policy = office.policy();
    let own_entries = policy
        .iter()
        .filter(|(grant, _)| grant.agency == agency.code);
    let code = [("agency", agency.code.as_str())];
    let mut rows = vec![(ctx.word("note-next"), ctx.fill("policy-page-change", &code))];
    let mut count = 0;
    for (grant, made) in own_entries {
        count += 1;
        rows.push((String::new(), " ".to_owned()));
        rows.extend(entry(grant, *made, ctx));
    }
    if count == 0 {
        rows.push((ctx.word("policy-entry"), ctx.word("policy-page-none")));
    }
    let keys = office.keys_of(&agency.code);
    if !keys.is_empty() {
        rows.push((String::new(), " ".to_owned()));
        rows.extend(keys.into_iter().map(|signer| key(signer, ctx)));
    }
    let count = count.to_string();
    let args = [("agency", own(&agency.names, ctx)), ("count", &count)];
    Note::new(ctx.fill("policy-page-title", &args), rows)
}

/// One entry: of what, which rows, which fields and how, how long, by whom.
fn entry(grant: &Grant, made: Made, ctx: &Ctx) -> Vec<(String, String)> {
    let fields = grant.granted().into_iter();
    let fields: Vec<String> = fields
        .map(|(name, how)| field_word(name, how, ctx))
        .collect();
    let row = |key: &str, text: String| (ctx.word(key), text);
    let mut rows = vec![
        row("policy-entry", grant.entry()),
        row("policy-which", which(grant, ctx)),
        row("policy-gives", fields.join(&ctx.word("export-and"))),
        row("policy-until-label", until(grant, ctx)),
    ];
    if grant.second == Some(true) {
        rows.push(row("export-second-line", ctx.word("policy-second")));
    }
    rows.push(row("policy-source", grant.source.clone()));
    rows.push(row("policy-made", who(grant, made, ctx)));
    rows
}

/// A key of the agency, with what it does.
fn key(signer: Signer, ctx: &Ctx) -> (String, String) {
    let label = if signer.opens() {
        "policy-key-opens"
    } else {
        "policy-key-signs"
    };
    (
        ctx.word(label),
        format!("{}   {}", signer.key, signer.source),
    )
}

/// `儿童：有就学需求的   一次最多 50 行`.
fn which(grant: &Grant, ctx: &Ctx) -> String {
    let scope = grant.rows.map_or(RowScope::All.code(), RowScope::code);
    let scope = ctx.words.choice(RowScope::LIST, scope);
    let dataset = ctx.word(&format!("dataset-{}", grant.dataset));
    let told = ctx.fill("policy-rows-of", &[("dataset", &dataset), ("rows", &scope)]);
    match grant.most {
        None => told,
        Some(most) => {
            let most = ctx.fill("policy-most", &[("most", &most.to_string())]);
            format!("{told}   {most}")
        }
    }
}

fn until(grant: &Grant, ctx: &Ctx) -> String {
    match grant.until {
        None => ctx.word("policy-for-good"),
        Some(day) if grant.ended(ctx.today()) => {
            let ended = ctx.fill("policy-ended", &[("day", &day.iso())]);
            format!("x {ended}")
        }
        Some(day) => ctx.fill("policy-until", &[("day", &day.iso())]),
    }
}

fn who(grant: &Grant, made: Made, ctx: &Ctx) -> String {
    match made {
        Made::Shipped => ctx.word("policy-shipped"),
        Made::Here => {
            let day = grant.day.map(|day| day.iso()).unwrap_or_default();
            ctx.fill("policy-here", &[("day", &day), ("by", &grant.by)])
        }
    }
}
