//! What a child may say and when: Ready, then outputs opened, written and closed, then Done or
//! Failed, then nothing more.
//!
//! A strict state machine over hostile input, without I/O of its own. Any breach ends the run.

use super::abi::ABI_MAJOR;
use super::breach::Breach;
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
        let breach = |why| Problem::Breach {
            why,
            rows: sent.rows.min(self.taken),
        };
        let said = frames::parse(kind, payload).ok_or_else(|| breach(Breach::Nonsense))?;
        if self.done {
            return Err(breach(Breach::AfterDone));
        }
        match said {
            Said::NotLoaded { why } if !self.ready => {
                return Err(Problem::NotLoaded {
                    why: printable(why),
                });
            }
            Said::NotShutIn { why } if !self.ready => {
                return Err(Problem::NoSandbox {
                    why: printable(why),
                });
            }
            Said::Hindered if !self.ready => return Err(Problem::Forbidden { rows: 0 }),
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
            _ if !self.ready => return Err(breach(Breach::BeforeReady)),
            Said::Open { out, name } => {
                let at = self.names.iter().position(|declared| declared == name);
                let at = at.ok_or_else(|| breach(Breach::Undeclared))?;
                if self.outputs[at] != Output::Untouched || out as usize != self.opened.len() {
                    let output = self.names[at].clone();
                    return Err(breach(Breach::OpenedTwice { output }));
                }
                self.outputs[at] = Output::Open;
                self.opened.push(at);
                sink.open(at)?;
            }
            Said::Write { out, bytes } => {
                let at = self
                    .open_output(out)
                    .ok_or_else(|| breach(Breach::NotOpen))?;
                sink.write(at, bytes)?;
            }
            Said::Close { out } => {
                let at = self
                    .open_output(out)
                    .ok_or_else(|| breach(Breach::NotOpened))?;
                self.outputs[at] = Output::Closed;
                sink.close(at)?;
            }
            Said::Taken { rows } => {
                if rows < self.taken || rows > sent.rows {
                    return Err(breach(Breach::NotSent));
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
                    return Err(breach(Breach::NotTaken));
                }
                let unclosed = |output: &Output| *output != Output::Closed;
                if let Some(at) = self.outputs.iter().position(unclosed) {
                    let output = self.names[at].clone();
                    return Err(breach(Breach::Unclosed { output }));
                }
                self.done = true;
            }
            Said::Log { text } => return Ok(Some(printable(text))),
            Said::Progress => {}
            Said::Ready { .. }
            | Said::NotLoaded { .. }
            | Said::NotShutIn { .. }
            | Said::Hindered => {
                return Err(breach(Breach::ReadyTwice));
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plugin::frames::{cells, read, up};
    use proptest::prelude::*;

    /// Takes everything and counts what is open.
    #[derive(Default)]
    struct Null(i32);

    impl Sink for Null {
        fn open(&mut self, _: usize) -> Result<(), Problem> {
            self.0 += 1;
            Ok(())
        }
        fn write(&mut self, _: usize, _: &[u8]) -> Result<(), Problem> {
            assert!(self.0 > 0, "bytes for nothing");
            Ok(())
        }
        fn close(&mut self, _: usize) -> Result<(), Problem> {
            self.0 -= 1;
            Ok(())
        }
    }

    const NONCE: [u8; 16] = [7; 16];

    fn talk() -> Talk {
        Talk::new(
            ("p".into(), "1".into()),
            vec!["a".into(), "b".into()],
            NONCE,
        )
    }

    /// A payload that has a good chance of being understood.
    fn frame() -> impl Strategy<Value = (u8, Vec<u8>)> {
        let number = 0..3u32;
        let nonce = prop_oneof![3 => Just(NONCE), 1 => any::<[u8; 16]>()];
        prop_oneof![
            Just((up::READY, frames::encode(&(1u32, "p", "1")).expect("small"))),
            (number.clone(), "[abc]")
                .prop_map(|open| (up::OPEN, frames::encode(&open).expect("small"))),
            (number.clone(), any::<[u8; 3]>())
                .prop_map(|(out, b)| (up::WRITE, [&out.to_le_bytes()[..], &b].concat())),
            number.prop_map(|out| (up::CLOSE, out.to_le_bytes().to_vec())),
            (0..6u64).prop_map(|rows| (up::TAKEN, rows.to_le_bytes().to_vec())),
            (4..6u64, nonce).prop_map(|done| (up::DONE, frames::encode(&done).expect("small"))),
            (60..80u8, prop::collection::vec(any::<u8>(), 0..40)),
        ]
    }

    proptest! {
        #[test]
        fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), width in 0..4usize) {
            let (mut talk, mut from, mut payload) = (talk(), &bytes[..], Vec::new());
            while let Ok(Some(kind)) = read(&mut from, &mut payload) {
                if talk.hear(kind, &payload, Sent::default(), &mut Null::default()).is_err() {
                    break;
                }
            }
            let _ = cells(&bytes, width);
            for kind in 60..80 {
                let _ = frames::parse(kind, &bytes[..bytes.len() % 16]);
            }
        }

        #[test]
        fn any_frames_never_panic(frames in prop::collection::vec(frame(), 0..24), all: bool) {
            let (mut talk, mut sink, sent) = (talk(), Null::default(), Sent { rows: 5, all });
            // Begin like an honest child, or most sequences would end at once.
            let start = honest().swap_remove(0);
            for (kind, payload) in [start].iter().chain(&frames) {
                let done = talk.done();
                let heard = talk.hear(*kind, payload, sent, &mut sink);
                prop_assert!(heard.is_err() || !done, "a frame after Done");
                if heard.is_err() {
                    break;
                }
            }
            prop_assert!(talk.taken() <= 5 && (0..=2).contains(&sink.0));
        }
    }

    fn honest() -> Vec<(u8, Vec<u8>)> {
        let open = |value: (u32, &str)| frames::encode(&value).expect("small");
        vec![
            (up::READY, frames::encode(&(1u32, "p", "1")).expect("small")),
            (up::OPEN, open((0, "b"))),
            (up::TAKEN, 5u64.to_le_bytes().to_vec()),
            (up::OPEN, open((1, "a"))),
            (up::CLOSE, 1u32.to_le_bytes().to_vec()),
            (up::CLOSE, 0u32.to_le_bytes().to_vec()),
            (up::DONE, frames::encode(&(5u64, NONCE)).expect("small")),
        ]
    }

    fn believed(frames: &[(u8, Vec<u8>)], sent: Sent) -> bool {
        let (mut talk, mut sink) = (talk(), Null::default());
        let heard = frames
            .iter()
            .all(|(kind, payload)| talk.hear(*kind, payload, sent, &mut sink).is_ok());
        heard && talk.done()
    }

    #[test]
    fn an_honest_child_is_believed_and_no_other() {
        let whole = Sent { rows: 5, all: true };
        assert!(believed(&honest(), whole));
        assert!(
            !believed(
                &honest(),
                Sent {
                    rows: 5,
                    all: false
                }
            ),
            "rows still to be sent"
        );
        assert!(
            !believed(&honest(), Sent { rows: 6, all: true }),
            "a row not taken"
        );
        for at in 0..honest().len() {
            let mut less = honest();
            less.remove(at);
            assert!(!believed(&less, whole), "without frame {at}");
            let mut more = honest();
            more.push(more[at].clone());
            assert!(!believed(&more, whole), "frame {at} after Done");
        }
        let taken = |rows: u64| (up::TAKEN, rows.to_le_bytes().to_vec());
        for (first, then) in [(taken(6), None), (taken(4), Some(taken(3)))] {
            let mut wrong = honest();
            wrong.splice(2..2, [first].into_iter().chain(then));
            assert!(
                !believed(&wrong, whole),
                "more than sent, or fewer than before"
            );
        }
        let mut wrong = honest();
        wrong[1].1[0] = 9;
        assert!(
            !believed(&wrong, whole),
            "an output with a number of its own"
        );
        let mut forged = honest();
        forged[6].1[8] = 8;
        assert!(
            !believed(&forged, whole),
            "another number than the one behind the rows"
        );
    }
}
