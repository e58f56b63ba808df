//! Whether a plug-in may run: what lies there, beside what was approved.

use super::super::Problem;
use super::Prints;
use crate::domain::plugin_trust::{PluginTrust, QuarantineCause};
use crate::plugin::discover::Found;
use crate::plugin::signature::Fault;
use crate::plugin::version;
use crate::schema::{Coded, Words};
use std::cmp::Ordering;

/// A file of a plug-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The code.
    Library,
    /// What it says of itself.
    Manifest,
    /// How its tables look.
    Layout,
    /// Who signed it.
    Signature,
}

impl Part {
    /// Its code; its word has the key `trust-part-CODE`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::Manifest => "manifest",
            Self::Layout => "layout",
            Self::Signature => "signature",
        }
    }
}

/// Whether a plug-in may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It came with the program.
    Shipped,
    /// Approved as it is.
    Approved,
    /// Nobody has approved it yet.
    New,
    /// Its approval was taken back.
    Withdrawn,
    /// These files are other than approved.
    Changed(Vec<Part>),
    /// It is older than what was approved.
    Lower {
        /// The approved version.
        approved: String,
    },
    /// It is kept from running.
    Quarantined(QuarantineCause),
    /// It, or the key that signed it, was called back.
    CalledBack {
        /// Why; nothing where it is the key.
        why: String,
    },
    /// It isn't what was signed.
    Forged(Fault),
}

impl Standing {
    /// How a plug-in stands; nothing where that hangs on its library and the hash isn't given.
    pub(super) fn of(
        found: &Found,
        library: Option<[u8; 32]>,
        trust: Option<&PluginTrust>,
    ) -> Option<Self> {
        let ours = found.origin.is_ours();
        let Some(trust) = trust else {
            return Some(if ours { Self::Shipped } else { Self::New });
        };
        // Before a quarantine, which approving clears: an older one is not to come in by it.
        let newer = version::compare(&found.manifest.version, &trust.version);
        if trust.approved == Some(true) && newer == Ordering::Less {
            let approved = trust.version.clone();
            return Some(Self::Lower { approved });
        }
        if let Some(cause) = trust.quarantined {
            return Some(Self::Quarantined(cause));
        }
        match trust.approved {
            Some(false) => return Some(Self::Withdrawn),
            None if ours => return Some(Self::Shipped),
            None => return Some(Self::New),
            Some(true) => {}
        }
        if ours {
            return Some(Self::Shipped);
        }
        // The stock library came with the program, and a new program brings another.
        let own = !found.is_layout_only();
        let library = if own {
            library?
        } else {
            library.unwrap_or_default()
        };
        let mut changed = changed(&Prints::of(found, library), trust);
        changed.retain(|part| own || *part != Part::Library);
        Some(if changed.is_empty() {
            Self::Approved
        } else {
            Self::Changed(changed)
        })
    }

    /// Whether it gets anybody's data.
    pub fn may_run(&self) -> bool {
        matches!(self, Self::Shipped | Self::Approved)
    }

    /// Whether it isn't what it should be: altered, signed by nobody who may, or called back. That nobody has
    /// looked at one yet is nothing wrong.
    pub fn is_wrong(&self) -> bool {
        matches!(
            self,
            Self::Changed(_) | Self::Forged(_) | Self::CalledBack { .. }
        )
    }

    /// Whether it could be approved.
    pub fn can_be_approved(&self) -> bool {
        let never = matches!(
            self,
            Self::Lower { .. } | Self::CalledBack { .. } | Self::Forged(_)
        );
        !self.may_run() && !never
    }

    /// Its state in the design's words: `approved`, `known`, `quarantined`, `revoked`.
    pub fn state(&self) -> &'static str {
        match self {
            Self::Shipped | Self::Approved => "approved",
            Self::Quarantined(_) => "quarantined",
            Self::CalledBack { .. } | Self::Forged(_) => "revoked",
            _ => "known",
        }
    }

    /// The key of its word.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Shipped => "trust-shipped",
            Self::Approved => "trust-approved",
            Self::New => "trust-new",
            Self::Withdrawn => "trust-withdrawn",
            Self::Changed(_) => "trust-changed",
            Self::Lower { .. } => "trust-lower",
            Self::Quarantined(_) => "trust-quarantined",
            Self::CalledBack { .. } => "trust-called-back",
            Self::Forged(_) => "trust-forged",
        }
    }

    /// Its word, and what is behind it.
    pub fn told(&self, words: &dyn Words) -> String {
        let word = words.word(self.key());
        match self.behind(words) {
            Some(behind) => words.fill("trust-told", &[("state", &word), ("behind", &behind)]),
            None => word,
        }
    }

    fn behind(&self, words: &dyn Words) -> Option<String> {
        match self {
            Self::Changed(parts) => {
                let parts = parts.iter().map(|part| part.code());
                Some(parts_in_words(words, parts))
            }
            Self::Lower { approved } => Some(words.fill("trust-above", &[("version", approved)])),
            Self::Quarantined(cause) => Some(words.word(&cause_key(*cause))),
            Self::CalledBack { why } if why.is_empty() => Some(words.word("signed-called-back")),
            Self::CalledBack { why } => Some(why.clone()),
            Self::Forged(fault) => Some(words.word(fault.key())),
            _ => None,
        }
    }

    /// Why nothing leaves by it, and what to do; none where it may run.
    pub fn problem(&self, found: &Found) -> Option<Problem> {
        self.refused(&found.manifest.id, &found.manifest.version)
    }

    /// The same, of a plug-in of this id and version.
    pub(super) fn refused(&self, id: &str, version: &str) -> Option<Problem> {
        let problem = match self {
            Self::Shipped | Self::Approved => return None,
            Self::New => Problem::new("plugin-unapproved"),
            Self::Withdrawn => Problem::new("plugin-withdrawn"),
            Self::Changed(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| part.code()).collect();
                Problem::new("plugin-changed").with("parts", parts.join(" "))
            }
            Self::Lower { approved } => Problem::new("plugin-lower").with("approved", approved),
            Self::Quarantined(cause) => {
                Problem::new("plugin-quarantined").with("what", cause_key(*cause))
            }
            Self::CalledBack { why } => {
                let why = if why.is_empty() {
                    "signed-called-back"
                } else {
                    why
                };
                Problem::new("plugin-called-back").with("what", why)
            }
            Self::Forged(fault) => Problem::new("plugin-forged").with("what", fault.key()),
        };
        Some(problem.with("id", id).with("version", version))
    }
}

fn cause_key(cause: QuarantineCause) -> String {
    format!("choice-{}-{}", QuarantineCause::LIST, cause.code())
}

/// Names of files, in words.
pub(in super::super) fn parts_in_words<'a>(
    words: &dyn Words,
    parts: impl Iterator<Item = &'a str>,
) -> String {
    let parts: Vec<_> = parts
        .map(|part| words.word(&format!("trust-part-{part}")))
        .collect();
    parts.join(&words.word("trust-and"))
}

fn changed(now: &Prints, trust: &PluginTrust) -> Vec<Part> {
    let parts = [
        (Part::Library, &now.library, &trust.library),
        (Part::Manifest, &now.manifest, &trust.manifest),
        (Part::Layout, &now.layout, &trust.layout),
    ];
    let other = parts.into_iter().filter(|(_, now, then)| now != then);
    other.map(|(part, ..)| part).collect()
}
