//! Use cases, called alike by screens, verbs and tests.

pub mod transfer;
