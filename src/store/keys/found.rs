//! Slots and grants that were found in any bytes, out of their folder: each tells its own name.

use super::super::error::StoreError;
use super::super::files::Files;
use super::grants::{self, Grants, grants_at};
use super::pair;
use super::slot::{self, Slot, slot_at};
use super::slots::grants_name;
use std::collections::BTreeMap;
use std::path::Path;

/// What the files of the folder begin with.
pub const MAGICS: [&[u8; 8]; 2] = [slot::MAGIC, grants::MAGIC];

/// The whole slot or file of grants at the start of bytes that go on behind it.
pub fn found_at(bytes: &[u8]) -> Option<&[u8]> {
    slot_at(bytes).or_else(|| grants_at(bytes))
}

/// The name of the file that these bytes belong in; slots of the first format get one.
fn name(bytes: &[u8]) -> Option<String> {
    if let Ok(grants) = Grants::from_bytes(bytes) {
        return Some(grants_name(grants.head.number));
    }
    let slot = Slot::from_bytes(bytes).ok()?;
    match slot.id.is_empty() {
        true => Some(blake3::hash(bytes).to_hex()[..16].to_owned()),
        false => Some(slot.id),
    }
}

/// What was found by name, the bytes found first before the others.
pub(super) fn by_name(found: &[Vec<u8>]) -> BTreeMap<String, Vec<&Vec<u8>>> {
    let mut all: BTreeMap<String, Vec<&Vec<u8>>> = BTreeMap::new();
    for bytes in found {
        if let Some(name) = name(bytes) {
            let copies = all.entry(name).or_default();
            if !copies.contains(&bytes) {
                copies.push(bytes);
            }
        }
    }
    all
}

/// Puts what was found into a folder as it is, in two copies; durable when it returns.
pub fn place(files: &dyn Files, dir: &Path, found: &[Vec<u8>]) -> Result<(), StoreError> {
    for (name, copies) in by_name(found) {
        let (Some(first), Some(last)) = (copies.first(), copies.last()) else {
            continue;
        };
        pair::put_first(files, dir, &name, first)?;
        pair::put_second(files, dir, &name, last)?;
    }
    Ok(())
}
