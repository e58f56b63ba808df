//! Sending out: the agencies there is a plug-in for, what has gone to them, and the page that shows
//! all that would leave before anything runs, and the password that is told once; and what the policy
//! gives an agency.

mod agencies;
mod brief;
mod confirm;
mod draw;
mod past;
mod policy;
mod preview;
mod told;
mod trust;

pub use agencies::Agencies;
pub use told::{Told, sent_toast};

use crate::domain::grant::Transform;
use crate::i18n::Language;
use crate::schema::{Coded, Words};
use crate::ui::context::Ctx;

/// The Chinese or the English one of a pair.
fn own<'a>(pair: &'a [String; 2], ctx: &Ctx) -> &'a str {
    match ctx.language() {
        Language::ZhCn => &pair[0],
        Language::En => &pair[1],
    }
}

/// A field as people read it, with what is done to it before it leaves.
fn field_word(name: &str, how: Option<Transform>, ctx: &Ctx) -> String {
    let name = ctx.word(&format!("export-field-{name}"));
    match how {
        None => name,
        Some(how) => {
            let how = ctx.words.choice(Transform::LIST, how.code());
            ctx.fill("export-changed-to", &[("field", &name), ("how", &how)])
        }
    }
}
