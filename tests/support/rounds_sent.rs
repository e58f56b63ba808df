//! Struck down while the register is sent to civil affairs, in clear and encrypted.

use super::{Seen, Sort, Yard, only, shown, trust, words};
use std::fs;
use std::path::Path;
use tongdu::domain::book::Kind;
use tongdu::domain::disclosure::{Disclosure, DisclosureState};

pub(super) const CLEAR: Sort = Sort {
    name: "export",
    before: emptied,
    verb: |yard| verb(yard, "--clear civil_affairs"),
    fed: None,
    far: Yard::journal,
    judge: sent_or_told,
    again: false,
};

pub(super) const SEALED: Sort = Sort {
    name: "export sealed",
    before: emptied,
    // Nobody takes it from there: the judge looks at the file, not into it.
    verb: |yard| verb(yard, "--show-password"),
    fed: None,
    far: Yard::journal,
    judge: sent_or_told,
    again: false,
};

fn emptied(yard: &Yard) -> Vec<Vec<String>> {
    let out = yard.side.join("out");
    let _ = fs::remove_dir_all(&out);
    fs::create_dir(&out).unwrap();
    // A round that was struck may have left it unapproved.
    vec![trust::approve()]
}

fn verb(yard: &Yard, how: &str) -> Vec<String> {
    [
        words("export civil_affairs --confirm civil_affairs"),
        words(how),
        vec!["--out".into(), shown(&yard.side.join("out"))],
    ]
    .concat()
}

/// A ZIP with its end, and nothing in it that opens without the password.
fn whole_and_encrypted(path: &Path) -> Result<(), String> {
    let file = fs::File::open(path).map_err(|e| e.to_string())?;
    let mut zip = zip::ZipArchive::new(file).map_err(|e| format!("{}: {e}", path.display()))?;
    for at in 0..zip.len() {
        let entry = zip.by_index_raw(at).map_err(|e| e.to_string())?;
        if !entry.encrypted() {
            return Err(format!("entry {at} is in clear"));
        }
    }
    Ok(())
}

/// Either every file is there under its name and the log says sent, or the log says not sent; no
/// log stays open, and no part of a file lies about.
fn sent_or_told(seen: &Seen<'_>) -> Result<bool, String> {
    only(seen, &[Kind::Disclosure, Kind::Disclosed])?;
    let tables = seen.office.tables();
    let mut files = Vec::new();
    for entry in fs::read_dir(seen.yard.side.join("out")).unwrap() {
        files.push(entry.unwrap().file_name().into_string().unwrap());
    }
    if let Some(part) = files.iter().find(|f| f.ends_with(".part")) {
        return Err(format!("{part} lies about"));
    }
    for zip in files.iter().filter(|f| f.ends_with(".zip")) {
        whole_and_encrypted(&seen.yard.side.join("out").join(zip))?;
    }
    let states: Vec<_> = tables
        .all::<Disclosure>(Kind::Disclosure)
        .filter(|(id, _)| seen.changed.contains(&(Kind::Disclosure, *id)))
        // What is in a ZIP stands behind it as `ZIP/NAME`.
        .map(|(id, d)| {
            let files = d.files.lines().filter(|line| !line.contains('/'));
            (id, d.state, files.count(), d.rows)
        })
        .collect();
    // Whom it was of is there with it, however many records that took.
    for (id, .., rows) in &states {
        let of = seen.office.disclosed(*id).len();
        if i64::try_from(of).ok() != *rows {
            return Err(format!("{rows:?} rows, {of} people"));
        }
    }
    match states[..] {
        [] if files.is_empty() && seen.changed.is_empty() && !seen.done => Ok(false),
        [(_, Some(DisclosureState::Sent), n, _)] if n == files.len() && n > 0 => Ok(true),
        // What the log says isn't there is not there; what it can't know is there.
        [(_, Some(DisclosureState::Failed), ..)] if !seen.done && files.is_empty() => Ok(false),
        [(_, Some(DisclosureState::Unsure), n, _)] if !seen.done && n == files.len() => Ok(false),
        _ => Err(format!(
            "log {states:?}, files {files:?}, done {}",
            seen.done
        )),
    }
}
