//! Looking over a journal without a key: the first thing that is wrong in each stream, and
//! whatever can still be said about the rest. Works on stores that refuse to open.

mod told;

pub use told::{AskedHead, Cause, HeadState, Moment, StreamState, Survey, Wrong};

use super::error::{Damage, DamageKind, StoreError};
use super::header::Header;
use super::journal::{DeviceId, Entry, Head, Journal, Piece, Place, Revision, carve};
use super::{Act, Options, Store};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Called with what is done and what there is to do.
type Progress<'a> = &'a dyn Fn(u64, u64);

impl Store {
    /// Looks over the journal below `root`, whatever its state; no key is needed. Changes
    /// nothing, and may stand beside a running program.
    ///
    /// # Errors
    /// No header, a newer format, or the disk fails.
    pub fn survey(
        root: &Path,
        options: &Options,
        asked: Option<&AskedHead>,
        progress: Progress<'_>,
    ) -> Result<Survey, StoreError> {
        let header = Header::read(&*options.files, root)?;
        let saved = super::open::saved(&*options.files, root);
        let dir = root.join("journal");
        let ids = (header.store, header.device);
        let files = options.files.clone();
        let (journal, damages) = Journal::look(files, &dir, ids, options.segment_bytes, &saved)?;
        let mut looking = Looking {
            options,
            dir: &dir,
            store: header.store,
            journal: &journal,
            saved: &saved,
            asked,
            asked_chain: None,
            live: HashMap::new(),
            listed: 0,
            done: 0,
            last_time: 0,
        };
        let mut streams = Vec::new();
        for head in looking.journal.heads() {
            let device = head.revision.device;
            let damage = damages.iter().find(|d| d.device == device).cloned();
            streams.push(looking.stream(head, damage, progress)?);
        }
        // Of the records themselves what the view adds to each: its key, revision and numbers.
        const AROUND: u64 = 81;
        const LISTED: u64 = 41;
        let live = looking.live.values().map(|n| n + AROUND).sum::<u64>();
        Ok(Survey {
            asked: asked.map(|head| looking.state_of(head, &streams)),
            streams,
            last_time: looking.last_time,
            live_bytes: live + looking.listed * LISTED,
        })
    }
}

struct Looking<'a> {
    options: &'a Options,
    dir: &'a Path,
    store: super::StoreId,
    journal: &'a Journal,
    saved: &'a [Head],
    asked: Option<&'a AskedHead>,
    asked_chain: Option<[u8; 32]>,
    /// The sealed bytes of each record as it is now.
    live: HashMap<(u8, [u8; 16]), u64>,
    listed: u64,
    done: u64,
    last_time: u64,
}

impl Looking<'_> {
    fn stream(
        &mut self,
        head: Head,
        damage: Option<Damage>,
        progress: Progress<'_>,
    ) -> Result<StreamState, StoreError> {
        let device = head.revision.device;
        let (mut good, mut last_good) = (head, None);
        good.revision.seq = 0;
        let journal = self.journal;
        let total = journal.entries();
        let unchained = journal.check(device, |entry| {
            good = Head {
                revision: entry.revision,
                chain: entry.chain,
            };
            last_good = Some(moment(&entry));
            self.count(&entry);
            if self.done.is_multiple_of(512) {
                progress(self.done, total);
            }
        });
        if good.revision.seq == 0 {
            good.chain = super::journal::genesis(&self.store, device);
        }
        let wrong = match unchained?.or(damage) {
            Some(damage) => Some(self.wrong(damage, good, last_good)?),
            None => None,
        };
        Ok(StreamState { head: good, wrong })
    }

    fn count(&mut self, entry: &Entry) {
        self.done += 1;
        self.last_time = self.last_time.max(entry.time >> 16);
        if self.asked.is_some_and(|a| a.revision == entry.revision) {
            self.asked_chain = Some(entry.chain);
        }
        for item in &entry.items {
            use super::journal::ItemOp;
            self.listed += 1;
            let key = (item.kind, item.id.0);
            match item.op {
                ItemOp::Put | ItemOp::Retire => {
                    self.live.insert(key, item.sealed.bytes.len() as u64);
                }
                ItemOp::Remove => {
                    self.live.remove(&key);
                }
                ItemOp::Mention => {}
            }
        }
    }

    /// What there is to say about a damage.
    fn wrong(
        &self,
        damage: Damage,
        good: Head,
        last_good: Option<Moment>,
    ) -> Result<Wrong, StoreError> {
        let after = good.revision.seq;
        let behind = self.behind(damage.device, after)?;
        let here = self.journal.at(&damage);
        let cause = self.cause(&damage, here.as_ref(), behind.contains_key(&(after + 1)));
        let follows = matches!(cause, Cause::Reordered | Cause::Fork);
        let next = behind.keys().find(|first| **first > after + 1);
        let known = self
            .saved
            .iter()
            .find(|h| h.revision.device == damage.device);
        let known = known.map(|h| h.revision.seq).filter(|seq| *seq > after);
        let this = match here {
            Some(Place::Frame(entries)) => {
                entries.iter().find(|e| e.revision.seq > after).map(moment)
            }
            _ => None,
        };
        Ok(Wrong {
            cause,
            until: next.map(|first| first - 1).or(known).filter(|_| !follows),
            this,
            last_good,
            frames: behind.len() as u64,
            entries: behind.values().map(|n| u64::from(*n)).sum(),
            damage,
        })
    }

    /// The whole frames of a stream after an entry, wherever they lie in its folder: first entry
    /// and how many.
    fn behind(&self, device: DeviceId, after: u64) -> Result<BTreeMap<u64, u16>, StoreError> {
        let (files, io) = (&self.options.files, StoreError::io);
        let dir = self.dir.join(device.to_string());
        let mut found = BTreeMap::new();
        if !files.exists(&dir) {
            return Ok(found);
        }
        for name in files.list(&dir).map_err(io("journal"))? {
            if !name.ends_with(".jrn") {
                continue;
            }
            let bytes = files.read(&dir.join(name)).map_err(io("journal"))?;
            let mut read = |offset: u64, out: &mut [u8]| {
                let rest = bytes.get(offset as usize..).unwrap_or_default();
                let n = rest.len().min(out.len());
                out[..n].copy_from_slice(&rest[..n]);
                Ok(n)
            };
            carve(&mut read, &mut |_, piece| {
                if let Piece::Frame(frame) = piece
                    && let Some(entries) = super::journal::entries(frame)
                    && let Some(first) = entries.first()
                    && (first.revision.device, first.revision.seq > after) == (device, true)
                {
                    found.insert(first.revision.seq, entries.len() as u16);
                }
            });
        }
        Ok(found)
    }

    fn cause(&self, damage: &Damage, here: Option<&Place>, next_is_there: bool) -> Cause {
        if damage.what == DamageKind::EndLost {
            return Cause::EndLost; // what stands in its place is good
        }
        match here {
            Some(Place::Heading(h)) if h.store != self.store => return Cause::OtherStore,
            Some(Place::Heading(h)) if h.device != damage.device => return Cause::OtherDevice,
            Some(Place::Heading(h)) if h.number != damage.segment => return Cause::Reordered,
            Some(Place::Heading(h)) if h.first > damage.seq && next_is_there => {
                return Cause::Reordered;
            }
            Some(Place::Heading(h)) if h.first > damage.seq => return Cause::Missing,
            Some(Place::Heading(h)) if h.first < damage.seq => return Cause::Reordered,
            Some(Place::Frame(entries))
                if entries.iter().any(|e| e.revision.device != damage.device) =>
            {
                return Cause::OtherDevice;
            }
            _ => {}
        }
        match damage.what {
            DamageKind::Heading => Cause::Heading,
            DamageKind::SegmentGone => Cause::SegmentGone,
            DamageKind::Short => Cause::Short,
            DamageKind::Gap if !next_is_there => Cause::Missing,
            DamageKind::Gap | DamageKind::Order => Cause::Reordered,
            DamageKind::Foreign => Cause::OtherDevice,
            DamageKind::Chain => Cause::Fork,
            DamageKind::EndLost => Cause::EndLost,
            DamageKind::Changed | DamageKind::Seal => Cause::Changed,
        }
    }

    fn state_of(&self, asked: &AskedHead, streams: &[StreamState]) -> HeadState {
        let Revision { device, seq } = asked.revision;
        let Some(stream) = streams.iter().find(|s| s.head.revision.device == device) else {
            return HeadState::Foreign;
        };
        let last = stream.head.revision.seq;
        let genesis = || super::journal::genesis(&self.store, device);
        let ends = |w: &Wrong| w.cause == Cause::EndLost;
        let chain = match seq {
            0 => Some(genesis()),
            _ => self.asked_chain,
        };
        match chain {
            Some(chain) => {
                let hex = blake3::Hash::from_bytes(chain).to_hex();
                if hex.starts_with(&asked.hash) {
                    HeadState::Found { behind: last - seq }
                } else {
                    HeadState::Fork
                }
            }
            None if stream.wrong.as_ref().is_none_or(ends) => HeadState::Cut { last },
            None => HeadState::Unknown,
        }
    }
}

fn moment(entry: &Entry) -> Moment {
    Moment {
        time: entry.time >> 16,
        act: Act::from_code(entry.act),
    }
}
