//! What was undone, as a sentence.

use crate::schema::Words;
use crate::service::{Office, Undone};
use crate::ui::context::Ctx;

/// Which act was taken back, and of which record; of several, how many.
pub fn undone_told(undone: &Undone, office: &Office, ctx: &Ctx) -> String {
    let act = ctx.words.word(undone.act.key());
    let what = match undone.records.as_slice() {
        [(kind, id)] => match office.label(*kind, *id) {
            // What was added is gone again, and has no name any more.
            gone if gone.is_empty() => ctx.word(&format!("one-{}", kind.name())),
            label => label,
        },
        many => ctx.fill("frame-undone-count", &[("count", &many.len().to_string())]),
    };
    ctx.fill("frame-undone", &[("act", &act), ("what", &what)])
}
