//! Export plug-ins: a library gets rows in a process of its own and gives bytes back.
//!
//! - [`manifest`] what a plug-in says of itself, [`discover`] which there are and where,
//!   [`version`] which of two is newer,
//! - [`signature`] who signed one, [`slip`] slips of the pen in files written by hand,
//! - [`job`] what a run is given, [`host`] the parent's side of it, [`child`] the other side,
//! - [`frames`] what goes through the pipes, [`talk`] what the child may say and when,
//! - [`mod@new`] writes one to begin with, [`check`] tries one out on invented rows,
//! - [`library`] the bytes that are hashed and loaded, [`output`] files that appear all or none,
//!   [`parcel`] all of them in one encrypted ZIP,
//! - [`problem`] what can go wrong, [`abi`] the C border.
//!
//! Must not know records, rights or words: it is given plain values. What the child says is
//! hostile input; a run has succeeded only if the parent itself has seen that it did.

pub mod abi;
pub mod breach;
pub mod built;
pub mod check;
pub mod child;
mod desk;
pub mod discover;
mod elf;
pub mod frames;
pub mod host;
pub mod job;
pub mod kernel;
pub mod library;
pub mod manifest;
pub mod new;
pub mod output;
pub mod parcel;
mod pipes;
pub mod problem;
pub mod signature;
pub mod slip;
pub mod talk;
pub mod version;

pub use host::{Export, Report, run};
pub use job::{Cell, CellType, Dataset, Job, Limits, Progress};
pub use library::Library;
pub use manifest::Manifest;
pub use parcel::{Inside, Lock, Seal, is_key as is_opening_key};
pub use problem::Problem;
pub use tongdu_sdk::layout::option;
