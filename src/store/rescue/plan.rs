//! What a rescue makes of the frames that were found: which of each stream hang together, what the
//! others hold, and what is missing.

use super::super::error::StoreError;
use super::super::index::Rec;
use super::super::journal::{DeviceId, Entry, Group, ItemOp, Revision, follow, genesis};
use super::super::keys::Keyring;
use super::super::sealing::meta_place;
use super::super::{StoreId, Stored};
use super::{Found, RescuedStream, Salvage};
use crate::domain::book::Kind;
use crate::schema::Id;
use std::collections::{BTreeMap, HashSet};

/// The frames of a stream by their first entry; several where copies differ.
type Frames<'a> = BTreeMap<u64, Vec<&'a Found>>;

impl Salvage {
    /// Which frames hang together, and what stands in the others.
    pub(super) fn plan(&self, store: &StoreId, ring: &Keyring) -> Result<Plan, StoreError> {
        let mut by_device: BTreeMap<DeviceId, Frames<'_>> = BTreeMap::new();
        for found in &self.frames {
            let stream = by_device.entry(found.device).or_default();
            stream.entry(found.first).or_default().push(found);
        }
        let mut plan = Plan::default();
        for (device, frames) in by_device {
            let stream = self.stream(device, &frames, &mut plan, (store, ring))?;
            if !stream.kept.is_empty() || stream.loose > 0 {
                plan.streams.insert(device, stream);
            }
        }
        if plan.streams.is_empty() {
            return Err(StoreError::NothingToRescue);
        }
        Ok(plan)
    }

    /// One stream; what can be read in it without hanging together goes into the plan.
    fn stream(
        &self,
        device: DeviceId,
        frames: &Frames<'_>,
        plan: &mut Plan,
        (store, ring): (&StoreId, &Keyring),
    ) -> Result<PlannedStream, StoreError> {
        let (kept, open_group) = self.chain(store, device, frames)?;
        let end = kept.last().map_or(0, |f| f.first + f.entries - 1);
        let held: HashSet<(usize, u64)> = kept.iter().map(|f| f.place()).collect();
        let mut seen = Coverage(vec![(1, end)]);
        let mut reading = Reading::default();
        let (mut whole, mut loose) = (Vec::new(), 0);
        let others = frames.values().flatten();
        for found in others.filter(|f| !held.contains(&f.place())) {
            let entries = self.entries(found)?;
            if entries.iter().any(|e| reads(e, store, ring)) {
                loose += found.entries;
                seen.0.push((found.first, found.first + found.entries - 1));
                entries.iter().for_each(|e| reading.note(e));
                whole.push(*found);
            }
        }
        let saved = self.saved.iter().filter(|h| h.revision.device == device);
        let known = saved.map(|h| h.revision.seq).max().unwrap_or(0);
        let missing = seen.missing(known);
        // A group whose end lies in the gap counts for nothing in the store; it was saved whole
        // all the same, as far as anybody can know.
        if let Some(first) = open_group.filter(|_| !missing.is_empty()) {
            whole.extend(kept.iter().filter(|f| f.first + f.entries > first));
        }
        for found in whole {
            let hangs = held.contains(&found.place());
            for entry in self.entries(found)? {
                let in_group = open_group.is_some_and(|first| entry.revision.seq >= first);
                if (!hangs || in_group) && !reading.abandoned(&entry) {
                    plan.take(&entry, store, ring);
                }
            }
        }
        Ok(PlannedStream {
            kept: kept.into_iter().copied().collect(),
            loose,
            missing,
        })
    }

    /// The frames from the first entry on that follow from one another, and the first entry of a
    /// group that they leave open.
    fn chain<'a>(
        &self,
        store: &StoreId,
        device: DeviceId,
        frames: &Frames<'a>,
    ) -> Result<(Vec<&'a Found>, Option<u64>), StoreError> {
        let (mut kept, mut chain, mut next) = (Vec::new(), genesis(store, device), 1);
        let mut open_group = None;
        'frames: while let Some(candidates) = frames.get(&next) {
            for found in candidates {
                let entries = self.entries(found)?;
                if let Some(after) = follow(&entries, store, &chain) {
                    open_group = match entries.last().map(|e| e.group) {
                        Some(Group::Part(first)) => Some(first),
                        _ => None,
                    };
                    (chain, next) = (after, found.first + found.entries);
                    kept.push(*found);
                    continue 'frames;
                }
            }
            break;
        }
        Ok((kept, open_group))
    }
}

/// What is to be written.
#[derive(Default)]
pub(super) struct Plan {
    pub streams: BTreeMap<DeviceId, PlannedStream>,
    /// The newest state of each record behind the gaps; none where it was taken away.
    pub loose: BTreeMap<(Kind, Id), Option<Stored>>,
    /// When those were written.
    times: BTreeMap<(Kind, Id), (u64, Revision)>,
}

/// One stream of it.
pub(super) struct PlannedStream {
    pub kept: Vec<Found>,
    loose: u64,
    missing: Vec<(u64, u64)>,
}

impl PlannedStream {
    pub fn told(&self, device: DeviceId) -> RescuedStream {
        RescuedStream {
            device,
            kept: self.kept.iter().map(|f| f.entries).sum(),
            loose: self.loose,
            missing: self.missing.clone(),
        }
    }
}

impl Plan {
    fn take(&mut self, entry: &Entry, store: &StoreId, ring: &Keyring) {
        for item in &entry.items {
            let Some(kind) = Kind::from_code(item.kind) else {
                continue; // a newer program's kind: its bytes are in the sources still
            };
            if item.op == ItemOp::Mention {
                continue;
            }
            let at = (entry.time, entry.revision);
            let key = (kind, item.id);
            if self.times.get(&key).is_some_and(|was| *was > at) {
                continue;
            }
            let stored = match Rec::of(item, entry.revision, entry.time) {
                None => None,
                Some(rec) => match rec.open(store, ring, kind, &item.id) {
                    Ok(record) => Some(Stored {
                        id: item.id,
                        revision: entry.revision,
                        time: entry.time >> 16,
                        retired: rec.retired,
                        number: rec.number,
                        record,
                    }),
                    Err(_) => continue,
                },
            };
            self.times.insert(key, at);
            self.loose.insert(key, stored);
        }
    }
}

/// Whether an entry is one of this store: something sealed in it opens, which is bound to store
/// and place.
fn reads(entry: &Entry, store: &StoreId, ring: &Keyring) -> bool {
    let place = meta_place(store, entry.revision);
    ring.open(&entry.meta.sealed, &place).is_some()
        || entry.items.iter().any(|item| {
            let kind = Kind::from_code(item.kind);
            let rec = Rec::of(item, entry.revision, entry.time);
            let open = |(kind, rec): (Kind, Rec)| rec.open(store, ring, kind, &item.id).is_ok();
            kind.zip(rec).is_some_and(open)
        })
}

/// Which groups were begun and given up: another entry follows at once where the next part or
/// the end should be.
#[derive(Default)]
struct Reading {
    run: Option<(u64, u64)>,
    given_up: HashSet<u64>,
}

impl Reading {
    fn note(&mut self, entry: &Entry) {
        let seq = entry.revision.seq;
        let group = match entry.group {
            Group::None => None,
            Group::Part(first) | Group::End(first) => Some(first),
        };
        if let Some((first, last)) = self.run
            && seq == last + 1
            && group != Some(first)
        {
            self.given_up.insert(first);
        }
        self.run = match entry.group {
            Group::Part(first) => Some((first, seq)),
            _ => None,
        };
    }

    fn abandoned(&self, entry: &Entry) -> bool {
        matches!(entry.group, Group::Part(first) if self.given_up.contains(&first))
    }
}

/// Ranges of entries that are there.
struct Coverage(Vec<(u64, u64)>);

impl Coverage {
    /// What is not, up to the last that is there or was known to be.
    fn missing(mut self, known: u64) -> Vec<(u64, u64)> {
        self.0.sort_unstable();
        let mut missing = Vec::new();
        let mut next = 1;
        for (first, last) in self.0 {
            if first > next {
                missing.push((next, first - 1));
            }
            next = next.max(last + 1);
        }
        if known >= next {
            missing.push((next, known));
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_in_ranges() {
        let missing = |seen: &[(u64, u64)], known| Coverage(seen.to_vec()).missing(known);
        assert_eq!(missing(&[(1, 0)], 0), []);
        assert_eq!(missing(&[(1, 4)], 4), []);
        assert_eq!(missing(&[(1, 4)], 9), [(5, 9)]);
        assert_eq!(
            missing(&[(1, 0), (3, 4), (8, 8), (3, 5)], 8),
            [(1, 2), (6, 7)]
        );
    }
}
