//! What people can tell the program to do: one table, from which dispatch, hints, help, the list
//! of commands and the key sheet are all read.
//!
//! Knows names, keys and places, not what a command does: that is the view's, or the app's.

mod hints;
mod sheet;
mod table;

pub use hints::{Hinted, hints, label};
pub use sheet::key_sheet;
pub use table::COMMANDS;

use super::context::Ctx;
use super::view::View;

/// What the user meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cmd {
    /// One up.
    Up,
    /// One down.
    Down,
    /// One to the left.
    Left,
    /// One to the right.
    Right,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// To the first, or the beginning of the field.
    Home,
    /// To the last, or the end of the field.
    End,
    /// The next pane, section or field.
    NextPart,
    /// The one before.
    PrevPart,
    /// Takes away the character before the caret.
    Erase,
    /// Takes away the character behind the caret.
    Delete,
    /// Open, next field, take the answer.
    Enter,
    /// Back: the panel, then the screen.
    Back,
    /// A digit: a tab, or an answer.
    Digit,
    /// Help for this screen.
    Help,
    /// Change this record.
    Change,
    /// Save the form.
    Save,
    /// Pick: the choices of this field.
    Pick,
    /// Why is this here: rule and clause.
    Why,
    /// What can be done with this.
    Acts,
    /// The other language.
    Language,
    /// Filter, order, columns.
    Refine,
    /// Take the last condition off.
    Widen,
    /// Mark this row, or take its mark off.
    Mark,
    /// Mark every row, or take all marks off.
    MarkAll,
    /// The next theme.
    Theme,
    /// A new one of these.
    New,
    /// Find anywhere.
    Find,
    /// The list of commands.
    Commands,
    /// Take back the last change.
    Undo,
    /// Bring in a file.
    Import,
    /// Back up to a stick.
    BackUp,
    /// Stop the job that is running.
    StopJob,
    /// What this person prefers.
    Settings,
    /// What on this machine helps or endangers the data.
    Checkup,
    /// Who may come in, and by what.
    Users,
    /// Fields of the office's own.
    LocalFields,
    /// Children by age, and by village and risk.
    Pictures,
    /// The checks of this year, by village and month.
    CheckYear,
    /// This year's reviews beside each other.
    Reviews,
    /// Who was trained in which year.
    Rotation,
    /// How much of each township was trained.
    Coverage,
    /// What the register of the day counts.
    InCharge,
    /// Who is recommended in the latest year that has signed reviews.
    Recommendations,
    /// Learn the keys by doing, in the demo.
    Tour,
    /// Close the office until somebody unlocks it.
    Lock,
    /// Leave the program.
    Quit,
}

/// Which sort of screen has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// First-run set-up.
    Setup,
    /// Coming back from a backup.
    Restore,
    /// Unlocking.
    Unlock,
    /// The workbench.
    Desk,
    /// A list of records.
    List,
    /// A record.
    Record,
    /// A form.
    Form,
    /// Pictures of the children.
    Pictures,
    /// Marking who came.
    Roster,
    /// A review of a director's year.
    Review,
    /// Who is recommended in a year.
    Recommend,
    /// Find.
    Find,
    /// Bringing in a file.
    Import,
    /// To whom one can send, and what was sent.
    Agencies,
    /// Sending out.
    Export,
    /// The password of what was sent.
    Told,
    /// A question, the list of acts, a refusal.
    Panel,
    /// The list of commands.
    Commands,
    /// What this person prefers.
    Settings,
    /// Who may come in.
    Users,
    /// A passphrase, a recovery code, somebody who comes or goes.
    Access,
    /// The check-up.
    Checkup,
    /// Help.
    Help,
}

impl Scope {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Setup,
        Self::Restore,
        Self::Unlock,
        Self::Desk,
        Self::List,
        Self::Record,
        Self::Form,
        Self::Pictures,
        Self::Roster,
        Self::Review,
        Self::Recommend,
        Self::Find,
        Self::Import,
        Self::Agencies,
        Self::Export,
        Self::Told,
        Self::Panel,
        Self::Commands,
        Self::Settings,
        Self::Users,
        Self::Access,
        Self::Checkup,
        Self::Help,
    ];

    /// Its name in the word files: `scope-NAME` says what the screen is for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Restore => "restore",
            Self::Unlock => "unlock",
            Self::Desk => "desk",
            Self::List => "list",
            Self::Record => "record",
            Self::Form => "form",
            Self::Pictures => "pictures",
            Self::Roster => "roster",
            Self::Review => "review",
            Self::Recommend => "recommend",
            Self::Find => "find",
            Self::Import => "import",
            Self::Agencies => "agencies",
            Self::Export => "export",
            Self::Told => "told",
            Self::Panel => "panel",
            Self::Commands => "commands",
            Self::Settings => "settings",
            Self::Users => "users",
            Self::Access => "access",
            Self::Checkup => "checkup",
            Self::Help => "help",
        }
    }
}

/// Where a command stands as a hint, and in which place of that row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hint {
    /// Nowhere: movement, and what hardly anybody needs.
    None,
    /// At the right end of row 2.
    Head(u8),
    /// Row 23, the keys of this screen.
    Own(u8),
    /// Row 24, the general keys.
    General(u8),
}

/// Whether a command can be done now, and otherwise the word key of why not.
pub type Ready = fn(Cmd, &dyn View, &Ctx) -> Result<(), &'static str>;

/// One row of the table.
pub struct Spec {
    /// What is meant.
    pub cmd: Cmd,
    /// Its words: `cmd-NAME` (the hint), `cmd-NAME.does` (help).
    pub name: &'static str,
    /// Where it can be said.
    pub scopes: &'static [Scope],
    /// By which keys; the first is the one that hints show.
    pub keys: &'static [&'static str],
    /// Where the hint stands.
    pub hint: Hint,
    /// Whether it can be done now.
    pub ready: Ready,
}

impl Spec {
    /// Movement and editing: known from everywhere, so neither listed nor hinted.
    pub fn moves(&self) -> bool {
        matches!(
            self.cmd,
            Cmd::Up
                | Cmd::Down
                | Cmd::Left
                | Cmd::Right
                | Cmd::PageUp
                | Cmd::PageDown
                | Cmd::Home
                | Cmd::End
                | Cmd::NextPart
                | Cmd::PrevPart
                | Cmd::Erase
                | Cmd::Delete
                | Cmd::Digit
        )
    }

    /// Whether it can be said on this sort of screen.
    pub fn within(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, Lexicon};

    #[test]
    fn no_two_commands_of_a_screen_share_a_key() {
        for scope in Scope::ALL {
            let mut seen = std::collections::BTreeMap::new();
            for spec in COMMANDS.iter().filter(|s| s.within(*scope)) {
                for key in spec.keys {
                    assert_eq!(
                        seen.insert(*key, spec.name),
                        None,
                        "{scope:?} {key} {}",
                        spec.name
                    );
                }
            }
        }
    }

    #[test]
    fn every_key_exists_and_every_name_is_its_own() {
        let mut names = std::collections::BTreeSet::new();
        for spec in COMMANDS {
            assert!(names.insert(spec.name), "{}", spec.name);
            assert!(!spec.scopes.is_empty(), "{}", spec.name);
            for key in spec.keys {
                let parsed = super::super::key::parse(key).and_then(super::super::key::name);
                assert_eq!(parsed.as_deref(), Some(*key));
            }
        }
    }

    #[test]
    fn no_hint_shows_a_letter() {
        for spec in COMMANDS.iter().filter(|s| s.hint != Hint::None) {
            let first = spec.keys.first().copied().unwrap_or_default();
            let letter = first.len() == 1 && first.bytes().all(|b| b.is_ascii_alphabetic());
            assert!(!first.is_empty() && !letter, "{}", spec.name);
        }
    }

    #[test]
    fn a_screen_has_at_most_five_keys_of_its_own() {
        for scope in Scope::ALL {
            let own = COMMANDS
                .iter()
                .filter(|s| s.within(*scope) && matches!(s.hint, Hint::Own(_)));
            assert!(own.count() <= 5, "{scope:?}");
        }
    }

    #[test]
    fn every_command_and_screen_has_its_words_in_both_languages() {
        for language in Language::ALL {
            let words = Lexicon::new(language);
            for spec in COMMANDS {
                for key in [
                    format!("cmd-{}", spec.name),
                    format!("cmd-{}.does", spec.name),
                ] {
                    assert!(words.has(&key), "{} {key}", language.code());
                }
            }
            for scope in Scope::ALL {
                for key in [
                    format!("scope-{}", scope.name()),
                    format!("scope-{}.for", scope.name()),
                ] {
                    assert!(words.has(&key), "{} {key}", language.code());
                }
            }
        }
    }
}
