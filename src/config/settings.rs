//! The settings file: what a person chose, and the default for whatever they didn't.

use super::{Entry, Value, Warning, parse};
use std::fmt::Write;

/// How wide characters of ambiguous width (`─ · …`) are on this person's terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// The terminal is asked.
    #[default]
    Auto,
    /// One cell.
    Narrow,
    /// Two cells.
    Wide,
}

/// Which characters lines are drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GlyphSet {
    /// As the locale says.
    #[default]
    Auto,
    /// `- | +`.
    Ascii,
    /// `─ │ ┬ ┴`.
    Unicode,
}

macro_rules! codes {
    ($type:ident $($variant:ident $code:literal),*) => {
        impl $type {
            /// All of them, in the order of the screen.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As written in the file.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            fn of(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.code() == code)
            }
        }
    };
}

codes! { Ambiguous Auto "auto", Narrow "narrow", Wide "wide" }
codes! { GlyphSet Auto "auto", Ascii "ascii", Unicode "unicode" }

/// What a person prefers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The name of a theme.
    pub theme: String,
    /// The code of a language; the locale's where there is none.
    pub language: Option<String>,
    /// How wide ambiguous characters are.
    pub ambiguous: Ambiguous,
    /// Which lines are drawn.
    pub glyphs: GlyphSet,
    /// The name of a keymap.
    pub keymap: Option<String>,
    /// The folder that was last backed up to.
    pub backup: Option<String>,
    /// A folder on a second disk, where the journal is written once more.
    pub mirror: Option<String>,
    /// After how many minutes without a key the office is locked; 0 for never.
    pub lock_minutes: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: "ink".into(),
            language: None,
            ambiguous: Ambiguous::default(),
            glyphs: GlyphSet::default(),
            keymap: None,
            backup: None,
            mirror: None,
            lock_minutes: 10,
        }
    }
}

impl Settings {
    /// The file's name.
    pub const FILE: &'static str = "settings.toml";

    /// Reads the file. What can't be used has its default and is told.
    pub fn parse(text: &str) -> (Self, Vec<Warning>) {
        let (entries, mut warnings) = parse(Self::FILE, text);
        let mut settings = Self::default();
        for entry in &entries {
            match (entry.key.as_str(), &entry.value) {
                (table @ ("display" | "backup" | "mirror"), Value::Table(under)) => {
                    for entry in under {
                        settings.take(&format!("{table}."), entry, &mut warnings);
                    }
                }
                _ => settings.take("", entry, &mut warnings),
            }
        }
        (settings, warnings)
    }

    fn take(&mut self, table: &str, entry: &Entry, warnings: &mut Vec<Warning>) {
        let name = format!("{table}{}", entry.key);
        let known = matches!(
            name.as_str(),
            "theme"
                | "language"
                | "keymap"
                | "lock_minutes"
                | "display.ambiguous"
                | "display.glyphs"
                | "backup.folder"
                | "mirror.folder"
        );
        let taken = match (name.as_str(), &entry.value) {
            ("theme", Value::Text(text)) => set(&mut self.theme, Some(text.clone())),
            ("language", Value::Text(text)) => {
                let code = matches!(text.as_str(), "zh-CN" | "en").then(|| text.clone());
                set(&mut self.language, code.map(Some))
            }
            ("keymap", Value::Text(text)) => set(&mut self.keymap, Some(Some(text.clone()))),
            ("backup.folder", Value::Text(text)) => set(&mut self.backup, Some(Some(text.clone()))),
            ("mirror.folder", Value::Text(text)) => set(&mut self.mirror, Some(Some(text.clone()))),
            ("lock_minutes", Value::Int(minutes)) => {
                let minutes = u32::try_from(*minutes).ok().filter(|m| *m <= 24 * 60);
                set(&mut self.lock_minutes, minutes)
            }
            ("display.ambiguous", Value::Text(text)) => {
                set(&mut self.ambiguous, Ambiguous::of(text))
            }
            ("display.glyphs", Value::Text(text)) => set(&mut self.glyphs, GlyphSet::of(text)),
            _ => false,
        };
        if !taken {
            let key = if known {
                "config-value"
            } else {
                "config-unknown"
            };
            warnings.push(entry.warning(Self::FILE, key));
        }
    }

    /// The file that says this. What is as by default is left to the default.
    pub fn text(&self) -> String {
        let default = Self::default();
        let mut out = String::new();
        let mut say = |key: &str, value: toml::Value| {
            // Writing to a String can't fail.
            let _ = writeln!(out, "{key} = {value}");
        };
        if self.theme != default.theme {
            say("theme", self.theme.as_str().into());
        }
        if let Some(language) = &self.language {
            say("language", language.as_str().into());
        }
        if let Some(keymap) = &self.keymap {
            say("keymap", keymap.as_str().into());
        }
        if self.lock_minutes != default.lock_minutes {
            say("lock_minutes", i64::from(self.lock_minutes).into());
        }
        if self.ambiguous != default.ambiguous {
            say("display.ambiguous", self.ambiguous.code().into());
        }
        if self.glyphs != default.glyphs {
            say("display.glyphs", self.glyphs.code().into());
        }
        if let Some(backup) = &self.backup {
            say("backup.folder", backup.as_str().into());
        }
        if let Some(mirror) = &self.mirror {
            say("mirror.folder", mirror.as_str().into());
        }
        out
    }
}

fn set<T>(place: &mut T, value: Option<T>) -> bool {
    value.is_some_and(|value| {
        *place = value;
        true
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_part_has_its_default_and_is_told_with_its_line() {
        let (settings, warnings) = Settings::parse(
            "theme = \"night\"\nlanguage = \"fr\"\ncolour = 1\n[display]\nambiguous = \"broad\"\nglyphs = \"ascii\"\n",
        );
        assert_eq!(settings.theme, "night");
        assert_eq!(settings.language, None);
        assert_eq!(settings.ambiguous, Ambiguous::Auto);
        assert_eq!(settings.glyphs, GlyphSet::Ascii);
        let told: Vec<_> = warnings.iter().map(|w| (w.line, w.key)).collect();
        assert_eq!(
            told,
            [
                (2, "config-value"),
                (3, "config-unknown"),
                (5, "config-value")
            ]
        );
        assert_eq!(warnings[0].found, "language = \"fr\"");
    }

    #[test]
    fn what_is_written_is_read_again() {
        for ambiguous in Ambiguous::ALL {
            for glyphs in GlyphSet::ALL {
                let settings = Settings {
                    theme: "a \"b\" \\ 墨".into(),
                    language: Some("zh-CN".into()),
                    ambiguous: *ambiguous,
                    glyphs: *glyphs,
                    keymap: Some("手".into()),
                    backup: Some("/media/王芳/U 盘".into()),
                    mirror: Some("/mnt/second".into()),
                    lock_minutes: 25,
                };
                assert_eq!(Settings::parse(&settings.text()), (settings, Vec::new()));
            }
        }
        assert_eq!(Settings::default().text(), "");
    }
}
