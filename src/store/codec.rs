//! Records as bytes: one function pair around bincode, and the envelope that says what is inside.
//!
//! Any version that was ever written is read; the newest is written; a newer one is a typed
//! error, never a guess. When a struct changes, its old form is frozen in `older.rs`.

mod older;

pub use older::Older;

use crate::domain::book::{Kind, KindVisitor, Record, RecordVisitor};
use crate::schema::Entity;
use bincode::Options as _;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The most that one value may take.
pub const VALUE_LIMIT: u64 = 64 * 1024;

/// The first byte of the envelope: bincode 1.3, fixed integers.
const BINCODE: u8 = 1;
const ENVELOPE: usize = 4;

/// Why bytes are not a record, or a record not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Longer than the limit.
    #[error("too large")]
    TooLarge,
    /// Not what this program writes, or ever wrote.
    #[error("not a value")]
    Garbled,
    /// Written by a newer program.
    #[error("a newer {what}: {found}")]
    Newer {
        /// `codec`, `kind` or the kind's name.
        what: &'static str,
        /// The unknown number.
        found: u32,
    },
}

/// Writes a value. Fixed integers, so that golden bytes stay readable by eye.
pub fn pack<T: Serialize + ?Sized>(value: &T, limit: u64) -> Result<Vec<u8>, CodecError> {
    let options = bincode::DefaultOptions::new()
        .with_fixint_encoding()
        .with_limit(limit);
    options.serialize(value).map_err(|_| CodecError::TooLarge)
}

/// Reads what [`pack`] wrote; bytes left over are an error.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8], limit: u64) -> Result<T, CodecError> {
    let options = bincode::DefaultOptions::new()
        .with_fixint_encoding()
        .with_limit(limit)
        .reject_trailing_bytes();
    options.deserialize(bytes).map_err(|_| CodecError::Garbled)
}

/// A record in its envelope, in the newest version.
pub fn encode(record: &Record) -> Result<Vec<u8>, CodecError> {
    struct Body;
    impl RecordVisitor for Body {
        type Out = Result<Vec<u8>, CodecError>;
        fn visit<T: Entity>(self, record: &T) -> Self::Out {
            pack(record, VALUE_LIMIT)
        }
    }
    let kind = record.kind();
    let mut bytes = vec![BINCODE, kind.code()];
    bytes.extend_from_slice(&kind.schema().to_le_bytes());
    bytes.extend(record.visit(Body)?);
    Ok(bytes)
}

/// The record in an envelope of any known version.
pub fn decode(bytes: &[u8]) -> Result<Record, CodecError> {
    decode_with(bytes, older::OLDER)
}

/// As [`decode`], with the frozen forms given: so that the mechanism can be tested before the
/// first struct changes.
pub fn decode_with(bytes: &[u8], older: &[Older]) -> Result<Record, CodecError> {
    struct Body<'a>(&'a [u8]);
    impl KindVisitor for Body<'_> {
        type Out = Result<Record, CodecError>;
        fn visit<T: Entity + Into<Record>>(self) -> Self::Out {
            unpack::<T>(self.0, VALUE_LIMIT).map(Into::into)
        }
    }
    let &[codec, kind, low, high] = bytes.first_chunk::<ENVELOPE>().ok_or(CodecError::Garbled)?;
    if codec != BINCODE {
        return Err(CodecError::Newer {
            what: "codec",
            found: codec.into(),
        });
    }
    let found = Kind::from_code(kind).ok_or(CodecError::Newer {
        what: "kind",
        found: kind.into(),
    })?;
    let schema = u16::from_le_bytes([low, high]);
    let body = &bytes[ENVELOPE..];
    if schema == found.schema() {
        return found.visit(Body(body));
    }
    if schema > found.schema() {
        return Err(CodecError::Newer {
            what: found.name(),
            found: schema.into(),
        });
    }
    let old = older.iter().find(|o| o.kind == found && o.schema == schema);
    old.map_or(Err(CodecError::Garbled), |o| (o.read)(body))
}
