//! A refusal: a key of the word files for what, why and what next, what fills its places, an exit code.

mod system;

pub use system::in_words as in_system_words;

use super::export::asked_in_words;
use super::plugins::parts_in_words;
use crate::domain::book::Kind;
use crate::plugin;
use crate::schema::{Fault, Words};
use crate::store::StoreError;
use std::fmt;

/// An operation that was refused or failed: what, why, and what to do next, as keys of the word
/// files; never anything personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The sentence's key; `.why` and `.next` stand beside it.
    pub key: &'static str,
    /// What fills its places.
    pub args: Vec<(&'static str, String)>,
    /// Fields that are wrong, where that is the trouble.
    pub faults: Vec<(String, Fault)>,
    /// What a plug-in said before it failed, line by line, and why it gave up.
    pub said: Said,
    /// What the process ends with: 1 refused or failed, 2 wrong usage, 3 in use, 4 may not,
    /// 5 not a store, newer, or damaged.
    pub exit: u8,
}

/// What a plug-in said: a child's name may be in it, so nothing but [`Problem::details`] tells it, not
/// even for programmers.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Said(Vec<String>);

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} lines", self.0.len())
    }
}

impl Problem {
    /// A refusal (exit code 1).
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
            faults: Vec::new(),
            said: Said::default(),
            exit: 1,
        }
    }

    /// With a place filled in.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// With the lines that a plug-in said before.
    pub(super) fn saying(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.said.0.splice(..0, lines);
        self
    }

    /// With this exit code.
    pub fn exit(mut self, code: u8) -> Self {
        self.exit = code;
        self
    }

    /// A slip in a file that somebody wrote by hand; its sentence fills `why`.
    pub fn slip(key: &'static str, slip: &plugin::slip::Slip) -> Self {
        Self {
            args: slip.args(),
            ..Self::new(key)
        }
    }

    /// Some fields can't be taken as they are.
    pub fn faults(faults: Vec<(String, Fault)>) -> Self {
        Self {
            faults,
            ..Self::new("problem-faults")
        }
    }

    /// What happened.
    pub fn what(&self, words: &dyn Words) -> String {
        self.part(words, "")
    }

    /// Why.
    pub fn why(&self, words: &dyn Words) -> String {
        self.part(words, ".why")
    }

    /// What to do next.
    pub fn next(&self, words: &dyn Words) -> String {
        self.part(words, ".next")
    }

    /// What a plug-in itself said, line by line, which may hold what it was given: for whoever asks,
    /// and for no log.
    pub fn details(&self) -> &[String] {
        &self.said.0
    }

    fn part(&self, words: &dyn Words, part: &str) -> String {
        let said = filled(words, &self.args);
        words.fill_with(&format!("{}{part}", self.key), &said)
    }

    /// Every key that this layer itself gives, for the test of the word files.
    pub const KEYS: &[&str] = &[
        "problem-faults",
        "problem-no-such-record",
        "problem-still-waiting",
        "problem-marked-already",
        "problem-nobody-to-make-up",
        "problem-nobody-to-tell",
        "problem-nobody-marked",
        "problem-nobody-passed",
        "problem-certified-already",
        "problem-bad-prefix",
        "problem-no-certificates",
        "problem-made-up-already",
        "problem-matched-already",
        "problem-both-marked",
        "problem-not-a-guest",
        "problem-retired",
        "problem-needs-reason",
        "problem-same-risk",
        "problem-same-village",
        "problem-same-home",
        "problem-no-home-there",
        "problem-caregivers-left",
        "problem-tour-elsewhere",
        "problem-unknown-kind",
        "problem-unknown-field",
        "problem-bad-where",
        "problem-bad-value",
        "problem-where-masked",
        "problem-not-typed",
        "problem-may-not",
        "problem-cases-not-logged",
        "problem-changed-meanwhile",
        "problem-no-such-area",
        "problem-area-not-for-role",
        "problem-weak-passphrase",
        "problem-still-linked",
        "problem-already-enrolled",
        "problem-no-such-worker-on-roster",
        "problem-unknown-state",
        "problem-nothing-matches",
        "problem-file-there",
        "problem-file-refused",
        "problem-not-manager",
        "problem-user-name",
        "problem-user-there",
        "problem-user-self",
        "problem-no-user",
        "problem-same-role",
        "problem-handover-self",
        "problem-handover-role",
        "problem-handover-which",
        "problem-handover-vacant",
        "problem-handover-early",
        "problem-passphrase-taken",
        "problem-draw-count",
        "problem-draw-again",
        "problem-draw-exclusion",
        "problem-draw-unfinished",
        "problem-draw-finished",
        "problem-draw-over",
        "problem-draw-codes",
        "problem-draw-long",
        "problem-draw-most",
        "problem-untrained",
        "problem-review-year",
        "problem-review-nobody",
        "problem-review-no-post",
        "problem-review-there",
        "problem-review-over",
        "problem-review-points",
        "problem-review-reason",
        "problem-review-extra-reason",
        "problem-review-veto-reason",
        "problem-review-open",
        "problem-review-opinion",
        "problem-review-total",
        "problem-review-turn",
        "problem-review-signed",
        "problem-review-not-draft",
        "problem-review-not-signed",
        "problem-review-amended",
        "problem-rubric-empty",
        "problem-rubric-name",
    ];
}

/// What fills a sentence's places, in this language. Where `slip` names a sentence, of a slip in a file or
/// a breach of the protocol, `why` is that, with the line where it is known.
pub(super) fn filled(
    words: &dyn Words,
    args: &[(&'static str, String)],
) -> Vec<(&'static str, String)> {
    let in_words = |(name, value): &(&'static str, String)| (*name, in_words(words, name, value));
    let mut said: Vec<(&'static str, String)> = args.iter().map(in_words).collect();
    let has = |wanted: &str| args.iter().find(|(name, _)| *name == wanted);
    if let Some((_, key)) = has("slip") {
        let mut sentence = words.fill_with(key, &said);
        if has("line").is_some() {
            said.push(("sentence", sentence));
            sentence = words.fill_with("slip-at", &said);
        }
        said.retain(|(name, _)| *name != "why");
        said.push(("why", sentence));
    }
    said
}

/// Lower layers fill places with keys and names of kinds, since they know no words.
fn in_words(words: &dyn Words, name: &str, value: &str) -> String {
    match name {
        "what" | "act" => words.word(value),
        "why" => system::in_words(words, value),
        "parts" => parts_in_words(words, value.split(' ')),
        "asked" => asked_in_words(words, value),
        "kind" => match Kind::from_name(value) {
            Some(kind) => words.word(&format!("kind-{}", kind.name())),
            None => value.to_owned(),
        },
        name if name.ends_with("_word") => words.word(value),
        _ => value.to_owned(),
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key)
    }
}

impl std::error::Error for Problem {}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self {
            key: error.key(),
            args: error.args(),
            faults: Vec::new(),
            said: Said::default(),
            exit: error.exit_code(),
        }
    }
}

impl From<plugin::Problem> for Problem {
    fn from(problem: plugin::Problem) -> Self {
        Self {
            key: problem.key(),
            args: problem.args(),
            faults: Vec::new(),
            said: Said(problem.said().map(str::to_owned).into_iter().collect()),
            exit: 1,
        }
    }
}
