//! The hints at the edges of a screen, read from the table.

use super::{COMMANDS, Hint, Spec};
use crate::schema::Words;
use crate::ui::context::Ctx;
use crate::ui::key::{self, Label};
use crate::ui::keymap::Keymap;
use crate::ui::text;
use crate::ui::view::View;

/// One hint: the key, then what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hinted {
    /// `F5`, `Enter`, `上下键`.
    pub key: String,
    /// `为什么`, with a blank before it where the script asks for one.
    pub word: String,
}

impl Hinted {
    /// The hint of a row of the table.
    pub fn of(spec: &Spec, keys: &Keymap, words: &dyn Words) -> Self {
        let key = label(keys.shown(spec).unwrap_or_default(), words);
        let word = words.word(&format!("cmd-{}", spec.name));
        // `F5为什么`, but `F9 English`.
        let blank = if word.starts_with(|c: char| c.is_ascii()) {
            " "
        } else {
            ""
        };
        Self {
            key,
            word: format!("{blank}{word}"),
        }
    }

    /// The cells that it takes.
    pub fn width(&self) -> u16 {
        text::width(&self.key) + text::width(&self.word)
    }
}

/// A key's name in the language of the screen.
pub fn label(name: &str, words: &dyn Words) -> String {
    match key::label(name) {
        Label::Plain(label) => label,
        Label::Word(word) => words.word(word),
    }
}

/// The hints of a view that belong to `row`, in the table's order. What can't be done now isn't
/// drawn.
pub fn hints(view: &dyn View, ctx: &Ctx, row: fn(Hint) -> Option<u8>) -> Vec<Hinted> {
    let scope = view.scope();
    let mut found: Vec<(u8, &Spec)> = COMMANDS
        .iter()
        .filter(|spec| spec.within(scope) && (spec.ready)(spec.cmd, view, ctx).is_ok())
        .filter_map(|spec| row(spec.hint).map(|order| (order, spec)))
        .collect();
    found.sort_by_key(|(order, _)| *order);
    found
        .into_iter()
        .map(|(_, spec)| Hinted::of(spec, ctx.prefs.keys(), &ctx.words))
        .collect()
}
