//! Sending out: the agencies there is a plug-in for, what has gone to them, and the page that shows
//! all that would leave before anything runs, and the password that is told once.

mod agencies;
mod confirm;
mod draw;
mod past;
mod preview;
mod told;
mod trust;

pub use agencies::Agencies;
pub use told::Told;

use crate::i18n::Language;
use crate::ui::context::Ctx;

/// The Chinese or the English one of a pair.
fn own<'a>(pair: &'a [String; 2], ctx: &Ctx) -> &'a str {
    match ctx.language() {
        Language::ZhCn => &pair[0],
        Language::En => &pair[1],
    }
}
