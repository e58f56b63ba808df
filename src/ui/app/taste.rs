//! What the person prefers: taken up at once, kept in their own file, and read again when they
//! change that beside the program.

use super::App;
use crate::config::Warning;
use crate::i18n::{Language, Lexicon};
use crate::ui::canvas::Glyphs;
use crate::ui::context::Ctx;
use crate::ui::prefs::{Change, Prefs};
use crate::ui::sign::Sign;
use crate::ui::view::Toast;

impl App {
    /// Takes up something else, and says so where it can't be kept.
    pub(super) fn prefer(&mut self, change: Change) {
        let language = match &change {
            Change::Language(code) => Language::from_code(code),
            _ => None,
        };
        let kept = self.ctx.prefs.prefer(change);
        let language = language.unwrap_or(self.ctx.language());
        self.ctx.words = words(language, &self.ctx.prefs);
        self.mark_changed();
        self.tell_visible();
        if let Err(problem) = kept {
            self.toast = Some(Toast::refused(self.ctx.word(problem.key)));
        }
    }

    /// F10: the theme after this one, by name.
    pub(super) fn next_theme(&mut self) {
        self.ctx.prefs.reload();
        let names = self.ctx.prefs.themes();
        let now = names.iter().position(|name| name == self.ctx.prefs.theme());
        let next = now.map_or(0, |now| (now + 1) % names.len());
        let Some(name) = names.into_iter().nth(next) else {
            return;
        };
        let shown = theme_name(&name, &self.ctx);
        self.toast = Some(Toast::told(self.ctx.fill("theme-now", &[("name", &shown)])));
        self.prefer(Change::Theme(name));
        self.warn();
    }

    /// Looks whether the person changed a file of theirs. Done when the minute changes and where
    /// it matters, so nothing has to watch.
    pub(super) fn look_again(&mut self) {
        let before = self.ctx.prefs.warnings().to_vec();
        if self.ctx.prefs.reload() && self.ctx.prefs.warnings() != before {
            self.warn();
        }
    }

    /// Says on row 22 what can't be used of the person's files.
    pub(super) fn warn(&mut self) {
        let warnings = self.ctx.prefs.warnings();
        let Some(first) = warnings.first() else {
            return;
        };
        let mut text = warning(first, &self.ctx);
        if warnings.len() > 1 {
            let more = (warnings.len() - 1).to_string();
            text.push_str(&self.ctx.fill("config-more", &[("count", &more)]));
        }
        self.toast = Some(Toast {
            sign: Sign::Watch,
            text,
            undo: false,
        });
    }
}

/// The words of a language as this terminal shows them.
pub(super) fn words(language: Language, prefs: &Prefs) -> Lexicon {
    match prefs.look().glyphs {
        Glyphs::Lines => Lexicon::new(language),
        Glyphs::Ascii => Lexicon::with_plain_marks(language),
    }
}

/// What a theme is called: ours by a word, others by their file.
pub(in crate::ui) fn theme_name(name: &str, ctx: &Ctx) -> String {
    let key = format!("theme-{name}");
    if ctx.words.has(&key) {
        ctx.word(&key)
    } else {
        name.to_owned()
    }
}

/// A warning as a line: the file, the line in it, what is wrong and what stands there.
pub(in crate::ui) fn warning(warning: &Warning, ctx: &Ctx) -> String {
    let line = warning.line.to_string();
    let args = [
        ("file", warning.file.as_str()),
        ("line", &line),
        ("found", &warning.found),
    ];
    ctx.fill(warning.key, &args)
}
