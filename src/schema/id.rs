use serde::{Deserialize, Serialize};
use std::fmt;

/// The identity of a record: a UUIDv7, never shown to people, who see running numbers.
///
/// An ID number is never a key: children without 户籍 are a group the program exists for.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Id(pub [u8; 16]);

impl Id {
    /// An id made at `millis` (Unix time in milliseconds) with ten bytes of randomness.
    pub fn new(millis: u64, random: &[u8; 10]) -> Self {
        Self(
            uuid::Builder::from_unix_timestamp_millis(millis, random)
                .into_uuid()
                .into_bytes(),
        )
    }

    /// Reads the form that [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        uuid::Uuid::try_parse(text)
            .ok()
            .map(|u| Self(u.into_bytes()))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        uuid::Uuid::from_bytes(self.0).fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
