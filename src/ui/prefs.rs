//! What the person prefers, as it is in use: their files, the terminal they sit at, and what they
//! asked for on the command line, made into one look.

use super::canvas::{Glyphs, Look};
use super::keymap::Keymap;
use super::terminal::Surroundings;
use super::theme::Theme;
use crate::config::{Ambiguous, Folder, GlyphSet, Settings, Sort, Warning};
use crate::service::Problem;
use std::path::Path;

/// One thing that a person now prefers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The theme with this name.
    Theme(String),
    /// The language with this code.
    Language(&'static str),
    /// How wide ambiguous characters are.
    Ambiguous(Ambiguous),
    /// Which lines are drawn.
    Glyphs(GlyphSet),
    /// The keymap with this name; none for the keys of the table.
    Keymap(Option<String>),
    /// It locks after so many minutes without a key; 0 for never.
    Lock(u32),
    /// Backups go to this folder; none to be asked next time.
    Backup(Option<String>),
}

/// Preferences in use.
pub struct Prefs {
    folder: Folder,
    around: Surroundings,
    /// A theme that counts for this run, whatever the settings say.
    asked: Option<String>,
    /// Settings that can't be kept; they count for this run.
    unkept: Option<Settings>,
    settings: Settings,
    look: Look,
    keys: Keymap,
    warnings: Vec<Warning>,
}

impl Prefs {
    /// The preferences in `folder`, at this terminal; `theme` where one is asked for.
    ///
    /// # Errors
    /// No theme has the name that is asked for.
    pub fn load(
        folder: Folder,
        around: Surroundings,
        theme: Option<String>,
    ) -> Result<Self, Problem> {
        let mut prefs = Self {
            folder,
            around,
            asked: theme,
            unkept: None,
            settings: Settings::default(),
            look: Look::default(),
            keys: Keymap::default(),
            warnings: Vec::new(),
        };
        if let Some(name) = &prefs.asked
            && prefs.theme_named(name).is_none()
        {
            return Err(Problem::new("problem-no-such-theme")
                .with("themes", prefs.themes().join(" "))
                .exit(2));
        }
        prefs.reload();
        Ok(prefs)
    }

    /// Reads the files again; whether anything is different now. They are small and few.
    pub fn reload(&mut self) -> bool {
        let (settings, mut warnings) = self.folder.settings();
        self.settings = self.unkept.clone().unwrap_or(settings);
        let named = self.theme_named(self.theme());
        let (theme, found) = named.unwrap_or_else(|| {
            let missing = Warning {
                file: Settings::FILE.into(),
                line: 1,
                key: "config-no-theme",
                found: format!("theme = {:?}", self.theme()),
            };
            (Theme::default(), vec![missing])
        });
        warnings.extend(found);
        let (keys, found) = Keymap::preferred(&self.folder, &self.settings);
        warnings.extend(found);
        let (glyphs, wide) = self.glyphs();
        let look = Look {
            theme: theme.at(self.around.depth),
            glyphs,
            wide,
        };
        let before = (&self.look, &self.keys, &self.warnings);
        let changed = before != (&look, &keys, &warnings);
        (self.look, self.keys, self.warnings) = (look, keys, warnings);
        changed
    }

    fn theme_named(&self, name: &str) -> Option<(Theme, Vec<Warning>)> {
        Theme::named(name, &|name| self.folder.text(Sort::Theme, name))
    }

    /// What lines are drawn with, and whether ambiguous characters take two cells.
    fn glyphs(&self) -> (Glyphs, bool) {
        let wide = match self.settings.ambiguous {
            Ambiguous::Auto => self.around.wide,
            Ambiguous::Narrow => false,
            Ambiguous::Wide => true,
        };
        let lines = match self.settings.glyphs {
            GlyphSet::Auto => self.around.utf8,
            GlyphSet::Ascii => false,
            GlyphSet::Unicode => true,
        };
        let glyphs = if lines && !wide {
            Glyphs::Lines
        } else {
            Glyphs::Ascii
        };
        (glyphs, wide)
    }

    /// Whether the terminal has to be asked how wide ambiguous characters are. The console of
    /// Linux draws none of them wide.
    pub fn asks_width(&self) -> bool {
        let auto = self.settings.ambiguous == Ambiguous::Auto;
        auto && self.around.utf8 && self.around.term != "linux"
    }

    /// What the terminal answered to that.
    pub fn answered(&mut self, wide: bool) {
        self.around.wide = wide;
        self.reload();
    }

    /// Colours and lines.
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// Which keys mean what.
    pub fn keys(&self) -> &Keymap {
        &self.keys
    }

    /// Where the person's files lie.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The names of the person's keymaps.
    pub fn keymaps(&self) -> Vec<String> {
        self.folder.names(Sort::Keymap)
    }

    /// What stands in the settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What can't be used of the files.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The name of the theme in use.
    pub fn theme(&self) -> &str {
        self.asked.as_deref().unwrap_or(&self.settings.theme)
    }

    /// The names of all themes: ours, then the person's own.
    pub fn themes(&self) -> Vec<String> {
        let mut names: Vec<String> = Theme::ours().map(str::to_owned).collect();
        let own = self.folder.names(Sort::Theme);
        names.extend(
            own.into_iter()
                .filter(|name| Theme::ours().all(|ours| ours != name)),
        );
        names
    }

    /// Takes up what the person now prefers, and keeps it.
    ///
    /// # Errors
    /// It can't be written. It counts for this run all the same.
    pub fn prefer(&mut self, change: Change) -> Result<(), Problem> {
        let mut settings = self.settings.clone();
        match change {
            Change::Theme(name) => {
                settings.theme = name;
                self.asked = None;
            }
            Change::Language(code) => settings.language = Some(code.into()),
            Change::Ambiguous(width) => settings.ambiguous = width,
            Change::Glyphs(glyphs) => settings.glyphs = glyphs,
            Change::Keymap(name) => settings.keymap = name,
            Change::Lock(minutes) => settings.lock_minutes = minutes,
            Change::Backup(folder) => settings.backup = folder,
        }
        let kept = self.folder.keep(&settings);
        self.unkept = kept.is_err().then_some(settings);
        self.reload();
        kept.map_err(|_| Problem::new("problem-settings-not-kept"))
    }
}
