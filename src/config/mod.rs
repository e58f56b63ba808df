//! What a person prefers: settings, own themes and keymaps, as TOML files in a folder of theirs.
//!
//! Owns the folder and how its files are read and written. Knows nothing of colours, keys or
//! screens, and nothing of the office lies here. A file with a mistake in it is never refused: what
//! can't be used is named with its line, and the rest counts.

mod document;
mod settings;

pub use document::{Entry, Value, parse};
pub use settings::{Ambiguous, GlyphSet, Settings};

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Larger files than this, in bytes, are cut: nobody prefers so much.
const MOST: u64 = 64 * 1024;
/// Own files of a sort that are looked at.
const MOST_FILES: usize = 50;

/// Something in a person's file that can't be used. The rest of the file counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The file, as seen from the folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it, a key of the word files.
    pub key: &'static str,
    /// What stands there.
    pub found: String,
}

/// A sort of file that a person may have several of, each under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Colours.
    Theme,
    /// Keys of their own.
    Keymap,
}

impl Sort {
    fn folder(self) -> &'static str {
        match self {
            Self::Theme => "themes",
            Self::Keymap => "keymaps",
        }
    }

    /// The file of a name, as people see it.
    pub fn file(self, name: &str) -> String {
        format!("{}/{name}.toml", self.folder())
    }
}

/// A person's folder of preferences; it need not exist.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// This folder.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The settings, and what can't be used of them.
    pub fn settings(&self) -> (Settings, Vec<Warning>) {
        match self.read(Settings::FILE) {
            Some(text) => Settings::parse(&text),
            None => (Settings::default(), Vec::new()),
        }
    }

    /// Keeps the settings: the new file takes the old one's place in one step. One that had
    /// mistakes in it stays beside it, since those were somebody's words.
    ///
    /// # Errors
    /// The folder can't be made or written to.
    pub fn keep(&self, settings: &Settings) -> io::Result<()> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.0)?;
        let path = self.0.join(Settings::FILE);
        if !self.settings().1.is_empty() {
            let _ = fs::copy(&path, self.0.join(format!("{}.old", Settings::FILE)));
        }
        let new = self.0.join(format!("{}.new", Settings::FILE));
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&new)?;
        file.write_all(settings.text().as_bytes())?;
        file.sync_all()?;
        fs::rename(new, path)?;
        File::open(&self.0)?.sync_all()
    }

    /// What stands in the file of this sort and name; none where there is no such file.
    pub fn text(&self, sort: Sort, name: &str) -> Option<String> {
        usable(name).then(|| self.read(&sort.file(name)))?
    }

    /// The names of a person's own files of this sort, in order.
    pub fn names(&self, sort: Sort) -> Vec<String> {
        let entries = fs::read_dir(self.0.join(sort.folder()));
        let mut names: Vec<String> = entries
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
            .filter(|name| usable(name))
            .take(MOST_FILES)
            .collect();
        names.sort();
        names
    }

    fn read(&self, file: &str) -> Option<String> {
        let mut bytes = Vec::new();
        let file = File::open(self.0.join(file)).ok()?;
        // A pipe or device of that name would never end.
        if !file.metadata().ok()?.is_file() {
            return None;
        }
        file.take(MOST).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Whether a name is that of a file in the folder and leads nowhere else.
fn usable(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && !name.contains(|c: char| c == '/' || c == '\0' || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_kept_whole_and_words_with_mistakes_stay_beside_them() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let folder = Folder::new(dir.path().join("a/b"));
        assert_eq!(folder.settings(), (Settings::default(), Vec::new()));
        let settings = Settings {
            theme: "night".into(),
            language: Some("en".into()),
            ambiguous: Ambiguous::Wide,
            glyphs: GlyphSet::Ascii,
            keymap: Some("mine".into()),
            backup: Some("/media/usb".into()),
            mirror: None,
            lock_minutes: 10,
        };
        folder.keep(&settings).expect("kept");
        assert_eq!(folder.settings(), (settings.clone(), Vec::new()));
        let beside = || {
            let mut names: Vec<_> = fs::read_dir(dir.path().join("a/b"))
                .expect("there")
                .map(|e| e.expect("an entry").file_name())
                .collect();
            names.sort();
            names
        };
        assert_eq!(beside(), ["settings.toml"]);
        fs::write(dir.path().join("a/b/settings.toml"), "theme = 3\n").expect("written");
        folder.keep(&settings).expect("kept");
        assert_eq!(beside(), ["settings.toml", "settings.toml.old"]);
        assert_eq!(folder.settings().1, []);
    }

    #[test]
    fn names_lead_nowhere_else() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(dir.path().join("themes")).expect("made");
        for file in ["themes/b.toml", "themes/a.toml", "themes/c.txt", "x.toml"] {
            fs::write(dir.path().join(file), "bold = true").expect("written");
        }
        let folder = Folder::new(dir.path());
        assert_eq!(folder.names(Sort::Theme), ["a", "b"]);
        assert_eq!(folder.names(Sort::Keymap), Vec::<String>::new());
        assert!(folder.text(Sort::Theme, "a").is_some());
        for name in ["../x", "", ".a", "c", "a\0"] {
            assert_eq!(folder.text(Sort::Theme, name), None, "{name:?}");
        }
    }
}
