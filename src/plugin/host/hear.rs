//! The readers: what the child says in frames, and what the library writes to descriptor 2.

use std::io::{self, BufReader, Read};
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::mpsc::Sender;

use super::watch::{Event, Shared};
use crate::plugin::breach::Breach;
use crate::plugin::frames;
use crate::plugin::pipes::End;
use crate::plugin::problem::Problem;
use crate::plugin::talk::{Sent, Sink, Talk, printable};

/// Bytes of descriptor 2 that are kept, the last ones: they tell of the end.
const ERRORS: usize = 16 << 10;

/// Hears frames until the pipe's end. An end in the middle of a frame is only an end: why the
/// child has ended is told by its exit status.
pub fn hear(
    pipe: End<'_>,
    talk: &mut Talk,
    sink: &mut impl Sink,
    shared: &Shared,
    mut lines: usize,
    events: &Sender<Event>,
) -> Result<(), Problem> {
    let mut pipe = BufReader::with_capacity(64 << 10, pipe);
    let mut payload = Vec::new();
    loop {
        let kind = match frames::read(&mut pipe, &mut payload) {
            Ok(Some(kind)) => kind,
            // The only fault of a frame itself.
            Err(why) if why.kind() == io::ErrorKind::InvalidData => {
                return Err(Problem::Breach {
                    why: Breach::TooLong,
                    rows: talk.taken(),
                });
            }
            Ok(None) | Err(_) => return Ok(()),
        };
        // `all` first: once it is set, the number of rows stands.
        let all = shared.all_sent.load(Acquire);
        let sent = Sent {
            rows: shared.sent.load(Acquire),
            all,
        };
        let note = talk.hear(kind, &payload, sent, sink)?;
        shared.life.fetch_add(1, Relaxed);
        shared.ready.store(talk.ready(), Release);
        shared.taken.store(talk.taken(), Relaxed);
        if kind == frames::up::WRITE {
            shared.bytes.fetch_add(payload.len() as u64 - 4, Relaxed);
        }
        if let Some(note) = note
            && lines > 0
        {
            lines -= 1;
            // Fails only when nobody watches any more.
            let _ = events.send(Event::Note(note));
        }
    }
}

/// Passes on what the library writes, line by line; the pipe is read to its end, so that a
/// chatty library doesn't block.
pub fn errors(mut pipe: End<'_>, events: &Sender<Event>) {
    let (mut kept, mut chunk) = (Vec::new(), [0; 4096]);
    while let Ok(count @ 1..) = pipe.read(&mut chunk) {
        kept.extend(&chunk[..count]);
        kept.drain(..kept.len().saturating_sub(ERRORS));
    }
    for line in String::from_utf8_lossy(&kept)
        .lines()
        .filter(|line| !line.trim().is_empty())
    {
        let _ = events.send(Event::Note(printable(line)));
    }
}
