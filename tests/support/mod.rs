//! What tests of the screen stand on: offices in temporary folders, and a person at the keys.

pub mod dump;
pub mod person;
pub mod setup;
pub mod terminal;
