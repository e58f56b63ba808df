//! The screen: a stack of views over the use cases, one loop, one table of commands.
//!
//! - [`App`] takes events and fills a buffer; it knows no terminal. [`run`] gives it one.
//! - [`command`]: what people can say, from which keys, hints, help and the key sheet are read.
//! - [`view`]: how views and the app speak; [`places`]: where one can go.
//! - [`frame`]: the rows that are the same on every screen; [`canvas`], [`text`], [`theme`],
//!   [`sign`], [`widgets`]: how things look.
//! - [`job`]: whatever can take 50 ms.
//! - [`views`]: one file a screen.
//! - [`prefs`]: what the person prefers, made into a look; [`keymap`]: keys of their own.
//!
//! Uses `service`, `domain`, `schema`, `i18n` and `config`; never the store, a plug-in, a file or the clock
//! of the machine. Drawing reads; it doesn't think, fetch or fail. No sentence stands in here:
//! they all have keys.

mod app;
mod backend;
pub mod canvas;
pub mod command;
pub mod context;
pub mod event;
pub mod frame;
pub mod job;
mod kept;
pub mod key;
pub mod keymap;
pub mod places;
pub mod prefs;
pub mod pump;
mod run;
pub mod sign;
mod signals;
mod terminal;
pub mod text;
pub mod theme;
mod tour;
mod unlocking;
pub mod view;
pub mod views;
pub mod widgets;

pub use app::App;
pub use canvas::{Glyphs, Look};
pub use command::key_sheet;
pub use context::Ctx;
pub use keymap::Keymap;
pub use prefs::Prefs;
pub use run::{Asked, Ended, run, run_unlocked};
pub use terminal::Surroundings;
pub use views::child_paper;

use crate::i18n::Language;
use crate::service::{Cover, Office, Setup};
use std::path::PathBuf;
use std::sync::Arc;

/// What was found in the folder.
pub enum Root {
    /// No office yet: set-up.
    Nothing,
    /// An office, locked.
    Locked(Cover),
    /// An office that is open already: the demo.
    Open(Arc<Office>),
}

/// What the screen starts from.
pub struct Start {
    /// Time, disk, randomness.
    pub setup: Setup,
    /// The folder of the office.
    pub root: PathBuf,
    /// What is in it.
    pub found: Root,
    /// The language to begin with.
    pub language: Language,
    /// Colours, lines, keys: what the person prefers.
    pub prefs: Prefs,
}
