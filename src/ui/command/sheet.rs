//! The key sheet: every command by screen, as text for the verb `keys` and for README.

use super::{COMMANDS, Scope, hints::label};
use crate::schema::Words;
use crate::ui::keymap::Keymap;
use crate::ui::text;
use std::fmt::Write;

/// Every key of every screen as this keymap has it, in the language of `words`.
pub fn key_sheet(keymap: &Keymap, words: &dyn Words) -> String {
    let mut out = String::new();
    for scope in Scope::ALL {
        if !out.is_empty() {
            out.push('\n');
        }
        // Writing to a String can't fail.
        let _ = writeln!(out, "{}", words.word(&format!("scope-{}", scope.name())));
        for spec in COMMANDS
            .iter()
            .filter(|s| s.within(*scope) && !keymap.keys(s).is_empty())
        {
            let mut keys: Vec<String> = keymap.keys(spec).iter().map(|k| label(k, words)).collect();
            keys.dedup();
            let does = words.word(&format!("cmd-{}.does", spec.name));
            let _ = writeln!(out, "  {} {does}", text::pad(&keys.join(" "), 20));
        }
    }
    out
}
