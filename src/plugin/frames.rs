//! What goes through the two pipes: `u32 length | u8 kind | payload`, at most 1 MiB.
//!
//! Owns the frames' bytes. Who may say what and when is [`super::talk`]'s. Down the pipe go job
//! and rows, whose cells the child hands on without copying their text; up come short messages,
//! read as hostile input.

use std::io::{self, Read, Write};

use bincode::Options;
use serde::{Deserialize, Serialize};

use super::abi::{self, TdSpan, TdUnion, TdValue};
use super::child::probe::Probe;
use super::job::{Cell, CellType, Job};

/// The largest payload.
pub const MAX_PAYLOAD: usize = 1 << 20;
/// Rows in a batch.
pub const BATCH_ROWS: u32 = 512;
/// A batch is sent when it has grown to this.
pub const BATCH_BYTES: usize = 256 << 10;

/// Kinds that go down to the child.
#[allow(missing_docs)]
pub mod down {
    pub const START: u8 = 1;
    pub const BEGIN: u8 = 2;
    pub const ROWS: u8 = 3;
    pub const END: u8 = 4;
    pub const FINISH: u8 = 5;
}

/// Kinds that come up from it.
#[allow(missing_docs)]
pub mod up {
    pub const READY: u8 = 65;
    pub const OPEN: u8 = 66;
    pub const WRITE: u8 = 67;
    pub const CLOSE: u8 = 68;
    pub const PROGRESS: u8 = 69;
    pub const LOG: u8 = 70;
    pub const TAKEN: u8 = 71;
    pub const FAILED: u8 = 72;
    pub const NOT_LOADED: u8 = 73;
    pub const DONE: u8 = 74;
    pub const NOT_SHUT_IN: u8 = 75;
    pub const HINDERED: u8 = 76;
}

/// First frame down.
#[derive(Serialize, Deserialize)]
pub struct Start {
    /// What the run is for.
    pub job: Job,
    /// Id and version in the manifest.
    pub identity: (String, String),
    /// Bytes that the process may use.
    pub memory: u64,
    /// What a trial changes; nothing in a real run.
    pub probe: Probe,
}

/// What the child says.
#[derive(Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Said<'a> {
    Ready {
        abi_major: u32,
        id: &'a str,
        version: &'a str,
    },
    Open {
        out: u32,
        name: &'a str,
    },
    Write {
        out: u32,
        bytes: &'a [u8],
    },
    Close {
        out: u32,
    },
    Progress,
    Log {
        text: &'a str,
    },
    Taken {
        rows: u64,
    },
    Failed {
        code: u32,
        text: &'a str,
    },
    NotShutIn {
        why: &'a str,
    },
    /// The library kept the second stage of the sandbox from being put up.
    Hindered,
    NotLoaded {
        why: &'a str,
    },
    Done {
        rows: u64,
        nonce: [u8; 16],
    },
}

fn codec() -> impl Options {
    bincode::DefaultOptions::new()
        .with_fixint_encoding()
        .with_limit(MAX_PAYLOAD as u64)
}

/// A payload from plain values. Fails only if it is larger than a frame.
pub fn encode(value: &impl Serialize) -> io::Result<Vec<u8>> {
    codec()
        .serialize(value)
        .map_err(|_| io::Error::other("larger than a frame"))
}

/// Plain values from a payload; bytes too many are a fault.
pub fn decode<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Option<T> {
    codec().deserialize(payload).ok()
}

/// Reads what a child said; `None` if it makes no sense.
pub fn parse(kind: u8, payload: &[u8]) -> Option<Said<'_>> {
    Some(match kind {
        up::READY => decode(payload).map(|(abi_major, id, version)| Said::Ready {
            abi_major,
            id,
            version,
        })?,
        up::OPEN => decode(payload).map(|(out, name)| Said::Open { out, name })?,
        up::WRITE => {
            let (out, bytes) = payload.split_first_chunk()?;
            Said::Write {
                out: u32::from_le_bytes(*out),
                bytes,
            }
        }
        up::CLOSE => Said::Close {
            out: decode(payload)?,
        },
        up::PROGRESS => decode::<(u64, u64)>(payload).map(|_| Said::Progress)?,
        up::LOG => Said::Log {
            text: decode(payload)?,
        },
        up::TAKEN => Said::Taken {
            rows: decode(payload)?,
        },
        up::FAILED => decode(payload).map(|(code, text)| Said::Failed { code, text })?,
        up::NOT_LOADED => Said::NotLoaded {
            why: decode(payload)?,
        },
        up::NOT_SHUT_IN => Said::NotShutIn {
            why: decode(payload)?,
        },
        up::HINDERED if payload.is_empty() => Said::Hindered,
        up::DONE => decode(payload).map(|(rows, nonce)| Said::Done { rows, nonce })?,
        _ => return None,
    })
}

/// Writes one frame.
pub fn write(to: &mut impl Write, kind: u8, payload: &[u8]) -> io::Result<()> {
    if payload.len() > MAX_PAYLOAD {
        return Err(io::Error::other("larger than a frame"));
    }
    let length = payload.len() as u32;
    let mut head = [0; 5];
    head[..4].copy_from_slice(&length.to_le_bytes());
    head[4] = kind;
    to.write_all(&head)?;
    to.write_all(payload)
}

/// Reads one frame into `payload` and says its kind; `None` where the stream ends between two.
pub fn read(from: &mut impl Read, payload: &mut Vec<u8>) -> io::Result<Option<u8>> {
    let mut head = [0; 5];
    if from.read(&mut head[..1])? == 0 {
        return Ok(None);
    }
    from.read_exact(&mut head[1..])?;
    let [a, b, c, d, kind] = head;
    let length = u32::from_le_bytes([a, b, c, d]) as usize;
    if length > MAX_PAYLOAD {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "a frame of more than 1 MiB",
        ));
    }
    payload.resize(length, 0);
    from.read_exact(payload)?;
    Ok(Some(kind))
}

/// Rows on their way down: `u64 first | u32 rows | cells`, each cell a tag and its value.
pub struct Batch {
    bytes: Vec<u8>,
    rows: u32,
    most: u32,
}

impl Batch {
    /// An empty batch whose first row has this number; sent when it has so many rows.
    pub fn new(first: u64, most: u32) -> Batch {
        let mut bytes = first.to_le_bytes().to_vec();
        bytes.extend([0; 4]);
        Batch {
            bytes,
            rows: 0,
            most,
        }
    }

    /// How many rows it has.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Time to send it.
    pub fn full(&self) -> bool {
        self.rows >= self.most || self.bytes.len() >= BATCH_BYTES
    }

    /// Adds a row; the text says why it doesn't fit.
    pub fn push(&mut self, row: &[Cell], fields: &[(String, CellType)]) -> Result<(), String> {
        if row.len() != fields.len() {
            return Err(format!("{} cells for {} columns", row.len(), fields.len()));
        }
        for (cell, (name, kind)) in row.iter().zip(fields) {
            let (tag, number) = match (cell, kind) {
                (Cell::Null, _) => (abi::TAG_NULL, None),
                (Cell::Bool(yes), CellType::Bool) => (abi::TAG_BOOL, Some(i64::from(*yes))),
                (Cell::Int(number), CellType::Int) => (abi::TAG_I64, Some(*number)),
                (Cell::Day(day), CellType::Day) => (abi::TAG_DATE, Some(i64::from(*day))),
                (Cell::Time(time), CellType::Time) => (abi::TAG_TIME, Some(*time)),
                (Cell::Tenths(tenths), CellType::Tenths) => {
                    let bits = (*tenths as f64 / 10.0).to_bits();
                    (abi::TAG_F64, Some(bits.cast_signed()))
                }
                (Cell::Text(_), CellType::Text) => (abi::TAG_TEXT, None),
                _ => return Err(format!("a cell of {name} is of another type")),
            };
            self.bytes.push(tag as u8);
            self.bytes
                .extend(number.iter().flat_map(|number| number.to_le_bytes()));
            if let Cell::Text(text) = cell {
                self.bytes.extend((text.len() as u32).to_le_bytes());
                self.bytes.extend(text.as_bytes());
            }
        }
        self.rows += 1;
        if self.bytes.len() > MAX_PAYLOAD {
            Err("a row larger than a frame".into())
        } else {
            Ok(())
        }
    }

    /// The payload.
    pub fn payload(&mut self) -> &[u8] {
        self.bytes[8..12].copy_from_slice(&self.rows.to_le_bytes());
        &self.bytes
    }
}

/// A batch as the plug-in gets it: first row, number of rows, cells. The cells' texts point into
/// `payload`, which must stay while they are used.
pub fn cells(mut payload: &[u8], width: usize) -> Option<(u64, u64, Vec<TdValue>)> {
    let mut take = |count: usize| {
        let (taken, rest) = payload.split_at_checked(count)?;
        payload = rest;
        Some(taken)
    };
    let first = u64::from_le_bytes(take(8)?.try_into().ok()?);
    let rows = u32::from_le_bytes(take(4)?.try_into().ok()?);
    // Each cell has a byte at least, so a wrong number of rows can't ask for much memory.
    let mut cells = Vec::new();
    for _ in 0..u64::from(rows) * width as u64 {
        let tag = u32::from(take(1)?[0]);
        let u = match tag {
            abi::TAG_NULL => TdUnion { i: 0 },
            abi::TAG_TEXT => {
                let text = take(4)?;
                let text = take(u32::from_le_bytes(text.try_into().ok()?) as usize)?;
                TdUnion {
                    s: TdSpan {
                        ptr: text.as_ptr(),
                        len: text.len() as u64,
                    },
                }
            }
            _ => TdUnion {
                i: i64::from_le_bytes(take(8)?.try_into().ok()?),
            },
        };
        cells.push(TdValue {
            tag,
            reserved: 0,
            u,
        });
    }
    payload
        .is_empty()
        .then_some((first, u64::from(rows), cells))
}

/// The type of a column as the ABI names it.
pub fn tag(kind: CellType) -> u32 {
    match kind {
        CellType::Bool => abi::TAG_BOOL,
        CellType::Int => abi::TAG_I64,
        CellType::Text => abi::TAG_TEXT,
        CellType::Day => abi::TAG_DATE,
        CellType::Time => abi::TAG_TIME,
        CellType::Tenths => abi::TAG_F64,
    }
}
