//! Struck down while a stick is written or read.

use super::keys::code_holds;
use super::{Seen, Sort, Yard, note_everybody, nothing_changed, shown, whole_or_nothing};
use std::fs;
use std::path::{Path, PathBuf};
use tongdu::service::Office;
use tongdu::store::Secret;

pub(super) const BACKUP: Sort = Sort {
    name: "backup",
    before: stick_behind,
    verb: |yard| vec!["backup".into(), shown(&stick(yard))],
    fed: None,
    far: |yard| bytes_below(&stick(yard)),
    judge: newest_is_whole,
    again: false,
};

pub(super) const RESTORE: Sort = Sort {
    name: "restore",
    before: stick_behind,
    verb: |yard| vec!["restore".into(), shown(&stick(yard)), "--replace".into()],
    fed: None,
    far: |yard| beside(yard).iter().map(|path| how_far(path)).sum(),
    judge: |seen| {
        // The office that was replaced is kept, and opens.
        let passphrase = fs::read_to_string(seen.yard.side.join("passphrase")).unwrap();
        for kept in beside(seen.yard).iter().filter(|path| is_kept(path)) {
            let secret = Secret::passphrase(passphrase.clone());
            Office::open_read_only(seen.office.setup(), kept, &secret)
                .map_err(|p| format!("what was kept aside: {p}"))?;
        }
        code_holds(seen)?;
        whole_or_nothing(seen)
    },
    again: true,
};

/// The computer died: nothing stands where the backup is brought back to.
pub(super) const NEW: Sort = Sort {
    name: "restore anew",
    before: |yard| {
        let mut all = stick_behind(yard);
        all.rotate_left(1); // the backup has everything
        all
    },
    verb: |yard| {
        fs::remove_dir_all(&yard.data).unwrap();
        // A power cut must not bring back what died.
        let above = fs::File::open(yard.data.parent().unwrap()).unwrap();
        above.sync_all().unwrap();
        vec!["restore".into(), shown(&stick(yard))]
    },
    fed: None,
    far: |yard| {
        let stands = bytes_below(&yard.data);
        let beside: u64 = beside(yard).iter().map(|path| how_far(path)).sum();
        stands + stands / 2 + beside
    },
    judge: |seen| {
        nothing_changed(seen)?;
        code_holds(seen)?;
        Ok(true)
    },
    again: true,
};

/// What is past the making counts half as much again: so a third of what is struck by bytes is
/// struck in the switch or behind it, which takes hardly any time.
fn how_far(path: &Path) -> u64 {
    let bytes = bytes_below(path);
    match shown(path).ends_with(".restoring") {
        true => bytes,
        false => bytes + bytes / 2,
    }
}

fn is_kept(path: &Path) -> bool {
    shown(path).contains(".before-")
}

fn stick(yard: &Yard) -> PathBuf {
    yard.side.join("stick")
}

fn bytes_below(dir: &Path) -> u64 {
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => bytes_below(&entry.path()),
        Ok(meta) => meta.len(),
        Err(_) => 0,
    };
    fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .map(size)
        .sum()
}

/// The office that is being brought back, and those that were kept aside.
pub fn beside(yard: &Yard) -> Vec<PathBuf> {
    let all = fs::read_dir(yard.data.parent().unwrap()).unwrap();
    let paths = all.map(|entry| entry.unwrap().path());
    let begins = |path: &PathBuf| shown(path).starts_with(&shown(&yard.data));
    paths
        .filter(|path| *path != yard.data && begins(path))
        .collect()
}

/// A stick with a whole backup on it, and something in the office that it has not yet.
fn stick_behind(yard: &Yard) -> Vec<Vec<String>> {
    beside(yard)
        .iter()
        .for_each(|path| fs::remove_dir_all(path).unwrap());
    let _ = fs::remove_dir_all(stick(yard));
    fs::create_dir(stick(yard)).unwrap();
    vec![
        vec!["backup".into(), shown(&stick(yard))],
        note_everybody(yard),
    ]
}

/// Whatever stands as a backup comes back whole, and it is the new one if that was acknowledged.
fn newest_is_whole(seen: &Seen<'_>) -> Result<bool, String> {
    nothing_changed(seen)?;
    let back = seen.yard.side.join("back");
    let _ = fs::remove_dir_all(&back);
    let words = ["--json".into(), "restore".into(), shown(&stick(seen.yard))];
    let output = seen.yard.program_on(&back, &words).output().unwrap();
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let told: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|e| e.to_string())?;
    if told["skipped"].as_array().is_none_or(|s| !s.is_empty()) {
        return Err(format!("one that is not whole: {}", told["skipped"]));
    }
    let verified = seen.office.verify(false).map_err(|p| p.to_string())?;
    match told["entries"].as_u64() {
        Some(n) if n == verified.entries => Ok(true),
        n if seen.done => Err(format!("{n:?} entries, {} acknowledged", verified.entries)),
        _ => Ok(false),
    }
}
