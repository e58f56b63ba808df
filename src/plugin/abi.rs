//! The C border, as the SDK mirrors it: one mirror, so that host and plug-ins can't differ.

pub use tongdu_sdk::abi::*;
