//! What a child may say and when: Ready, then outputs opened, written and closed, then Done or
//! Failed, then nothing more.
//!
//! A strict state machine over hostile input, without I/O of its own. Any breach ends the run.

use super::abi::ABI_MAJOR;
use super::frames::{self, Said};
use super::problem::Problem;

/// Where the bytes go.
pub trait Sink {
    /// The declared output number `at` was opened.
    fn open(&mut self, at: usize) -> Result<(), Problem>;
    /// Bytes for it.
    fn write(&mut self, at: usize, bytes: &[u8]) -> Result<(), Problem>;
    /// It is complete.
    fn close(&mut self, at: usize) -> Result<(), Problem>;
}

/// What the parent's writer has sent so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sent {
    /// Rows in the pipe.
    pub rows: u64,
    /// Every row is in the pipe, and only the last frame is to come or has come.
    pub all: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Output {
    Untouched,
    Open,
    Closed,
}

/// One run's conversation.
pub struct Talk {
    identity: (String, String),
    names: Vec<String>,
    outputs: Vec<Output>,
    /// Numbers of declared outputs in the order of opening.
    opened: Vec<usize>,
    nonce: [u8; 16],
    ready: bool,
    done: bool,
    taken: u64,
}

impl Talk {
    /// For a manifest's id and version, its outputs' names and this run's secret number.
    pub fn new(identity: (String, String), names: Vec<String>, nonce: [u8; 16]) -> Talk {
        let outputs = vec![Output::Untouched; names.len()];
        Talk {
            identity,
            names,
            outputs,
            opened: Vec::new(),
            nonce,
            ready: false,
            done: false,
            taken: 0,
        }
    }

    /// The library is loaded.
    pub fn ready(&self) -> bool {
        self.ready
    }

    /// Everything was said that a success needs. The exit status is still to be seen.
    pub fn done(&self) -> bool {
        self.done
    }

    /// Rows that the plug-in says it has taken, never more than were sent.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// Hears one frame. `Ok(Some(..))` is a line for technical staff.
    pub fn hear(
        &mut self,
        kind: u8,
        payload: &[u8],
        sent: Sent,
        sink: &mut impl Sink,
    ) -> Result<Option<String>, Problem> {
        let breach = |why: &str| Problem::Breach {
            why: why.into(),
            rows: sent.rows.min(self.taken),
        };
        let said =
            frames::parse(kind, payload).ok_or_else(|| breach("a frame that makes no sense"))?;
        if self.done {
            return Err(breach("a frame after Done"));
        }
        match said {
            Said::NotLoaded { why } if !self.ready => {
                return Err(Problem::NotLoaded {
                    why: printable(why),
                });
            }
            Said::Ready {
                abi_major,
                id,
                version,
            } if !self.ready => {
                let identity = &self.identity;
                let same = |what, expected: &str, found: &str| match expected == found {
                    true => Ok(()),
                    false => Err(Problem::Mismatch {
                        what,
                        expected: expected.into(),
                        found: printable(found),
                    }),
                };
                same("abi", &ABI_MAJOR.to_string(), &abi_major.to_string())?;
                same("id", &identity.0, id)?;
                same("version", &identity.1, version)?;
                self.ready = true;
            }
            _ if !self.ready => return Err(breach("a frame before Ready")),
            Said::Open { out, name } => {
                let at = self.names.iter().position(|declared| declared == name);
                let at = at.ok_or_else(|| breach("an output that is not declared"))?;
                if self.outputs[at] != Output::Untouched || out as usize != self.opened.len() {
                    return Err(breach("an output opened twice"));
                }
                self.outputs[at] = Output::Open;
                self.opened.push(at);
                sink.open(at)?;
            }
            Said::Write { out, bytes } => {
                let at = self
                    .open_output(out)
                    .ok_or_else(|| breach("bytes for an output that is not open"))?;
                sink.write(at, bytes)?;
            }
            Said::Close { out } => {
                let at = self
                    .open_output(out)
                    .ok_or_else(|| breach("an output closed that is not open"))?;
                self.outputs[at] = Output::Closed;
                sink.close(at)?;
            }
            Said::Taken { rows } => {
                if rows < self.taken || rows > sent.rows {
                    return Err(breach("rows counted that were not sent"));
                }
                self.taken = rows;
            }
            Said::Failed { code, text } => {
                return Err(Problem::Failed {
                    code,
                    text: printable(text),
                    rows: self.taken,
                });
            }
            Said::Done { rows, nonce } => {
                // The number proves that the child has read the pipe to its end.
                if !sent.all || nonce != self.nonce || rows != sent.rows || self.taken != rows {
                    return Err(breach("Done before all rows were taken"));
                }
                if self.outputs.iter().any(|output| *output != Output::Closed) {
                    return Err(breach("Done before every declared output was closed"));
                }
                self.done = true;
            }
            Said::Log { text } => return Ok(Some(printable(text))),
            Said::Progress => {}
            Said::Ready { .. } | Said::NotLoaded { .. } => return Err(breach("Ready twice")),
        }
        Ok(None)
    }

    fn open_output(&self, out: u32) -> Option<usize> {
        let at = *self.opened.get(out as usize)?;
        (self.outputs[at] == Output::Open).then_some(at)
    }
}

/// A plug-in's text without what could move the cursor or ring a bell, and not endless.
pub fn printable(text: &str) -> String {
    text.chars()
        .take(500)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
