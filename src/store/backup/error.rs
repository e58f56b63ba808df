//! What can go wrong with a backup, besides what can go wrong with any store.

use std::io;

/// Why a backup, or the way back from one, was refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The folder to back up to is not there: most likely the stick is not in.
    #[error("no folder to back up to")]
    NoFolder,
    /// The folder lies in the store's own.
    #[error("a store can't be backed up into itself")]
    Inside,
    /// The medium is full; older backups are as they were.
    #[error("the medium is full")]
    Full,
    /// The medium failed or was pulled out; older backups are as they were.
    #[error("the medium: {0}")]
    Medium(io::Error),
    /// There is no backup in this folder.
    #[error("no backup here")]
    Nothing,
    /// Backups of several offices lie here.
    #[error("several backups here")]
    Several(Vec<String>),
    /// A file of the backup is missing or not what was written.
    #[error("{file} is damaged")]
    Damaged {
        /// Its name.
        file: String,
    },
    /// Another device has taken this office over, by a backup that was restored.
    #[error("the office goes on elsewhere")]
    Elsewhere {
        /// When that device first backed up here, in milliseconds since 1970.
        since: u64,
        /// Entries of this device that are not there.
        entries: u64,
    },
    /// The backup holds entries that this store does not have.
    #[error("the backup is ahead")]
    Ahead {
        /// How many.
        entries: u64,
    },
    /// There is a store already where the backup was to go.
    #[error("there is a store already")]
    HasStore,
}

impl BackupError {
    /// Turns a failure of the medium into what it means.
    pub(crate) fn medium(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Medium(error),
        }
    }

    /// Its key in the word files.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoFolder => "backup-no-folder",
            Self::Inside => "backup-inside",
            Self::Full => "backup-full",
            Self::Medium(_) => "backup-medium",
            Self::Nothing => "backup-nothing",
            Self::Several(_) => "backup-several",
            Self::Damaged { .. } => "backup-damaged",
            Self::Elsewhere { .. } => "backup-elsewhere",
            Self::Ahead { .. } => "backup-ahead",
            Self::HasStore => "backup-has-store",
        }
    }

    /// What its sentence is filled with.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Medium(why) => vec![("why", why.to_string())],
            Self::Several(names) => vec![("names", names.join(" "))],
            Self::Damaged { file } => vec![("file", file.clone())],
            Self::Elsewhere { since, entries } => {
                let day = crate::schema::Day::of_millis(*since).iso();
                vec![("day", day), ("entries", entries.to_string())]
            }
            Self::Ahead { entries } => vec![("entries", entries.to_string())],
            _ => Vec::new(),
        }
    }

    /// The exit code of a verb that fails so.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Nothing | Self::Damaged { .. } => 5,
            _ => 1,
        }
    }
}
