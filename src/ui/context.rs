//! What every view may read: words, look, the office, the time, and what is running.

use super::command::Cmd;
use super::job::Running;
use super::kept::Memory;
use super::prefs::Prefs;
use super::tour::Lesson;
use crate::i18n::{Language, Lexicon};
use crate::schema::{Day, TimeOfDay, Words};
use crate::service::{Office, OfficeRole, Place, Problem, Setup};
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What views read and never change.
pub struct Ctx {
    /// The words of the language of the screen.
    pub words: Lexicon,
    /// Colours, lines, keys: what the person prefers.
    pub prefs: Prefs,
    /// Time, disk, randomness.
    pub setup: Setup,
    /// The folder of the office.
    pub root: PathBuf,
    /// Where the office is, as soon as that is known.
    pub place: Option<Place>,
    /// Whether everybody in it is invented.
    pub demo: bool,
    /// The office, once it is unlocked.
    pub office: Option<Arc<Office>>,
    /// Jobs that are running, the oldest first.
    pub jobs: Vec<Running>,
    /// How lists were last looked at.
    pub kept: Memory,
    /// What was last looked for: find offers it again. In memory only.
    pub looked_for: RefCell<String>,
    /// How often each command was said in this session.
    pub used: HashMap<Cmd, usize>,
    /// The step of the tour that one is at.
    pub lesson: Lesson,
}

impl Ctx {
    /// The word under `key`.
    pub fn word(&self, key: &str) -> String {
        self.words.word(key)
    }

    /// The sentence under `key`, its places filled in.
    pub fn fill(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.words.fill(key, args)
    }

    /// The same, where what fills the places was made for it.
    pub fn fill_with(&self, key: &str, args: &[(&str, String)]) -> String {
        self.words.fill_with(key, args)
    }

    /// The language of the screen.
    pub fn language(&self) -> Language {
        self.words.language()
    }

    /// Today, in China.
    pub fn today(&self) -> Day {
        self.setup.today()
    }

    /// The time of day, in China.
    pub fn time(&self) -> TimeOfDay {
        TimeOfDay::of_millis(self.setup.now())
    }

    /// The office, for views that exist only once it is unlocked.
    ///
    /// # Errors
    /// It is locked.
    pub fn office(&self) -> Result<&Arc<Office>, Problem> {
        self.office
            .as_ref()
            .ok_or_else(|| Problem::new("problem-locked"))
    }

    /// Whose work it is, once that is known.
    pub fn role(&self) -> Option<OfficeRole> {
        self.office.as_ref().map(|office| office.user().role)
    }
}
