//! Exports that a power cut or a kill broke off: what the log says of them at the next start.

use super::super::office::put;
use super::super::{Act, Office, Problem};
use crate::domain::book::Kind;
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::plugin::output;
use crate::schema::Id;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Where sticks and network folders are hung in.
const STICKS: [&str; 3] = ["/media", "/mnt", "/run/media"];

/// The key of a sentence, and what fills it.
pub type Told = (&'static str, Vec<(&'static str, String)>);

impl Office {
    /// Closes the log of exports that were broken off, and takes away what is left of their files under
    /// names of the making; what is to be told of each.
    pub(in super::super) fn settle_broken_exports(&self) -> Result<Vec<Told>, Problem> {
        let open: Vec<(Id, Disclosure)> = self
            .tables()
            .all::<Disclosure>(Kind::Disclosure)
            .filter(|(_, d)| d.state == Some(DisclosureState::Started))
            .map(|(id, d)| (id, d.clone()))
            .collect();
        let mut told = Vec::new();
        for (id, mut disclosure) in open {
            told.push(settle(&mut disclosure));
            let base = self.row(Kind::Disclosure, id).map(|r| r.revision);
            self.commit(Act::Disclose, "", vec![put(id, base, disclosure.into())])?;
        }
        Ok(told)
    }
}

/// Between a file's last name and the log's last line there is a moment. So what is there counts, and
/// where nobody can look, since a stick is pulled out, it may be there. An entry of old names no file.
fn settle(disclosure: &mut Disclosure) -> Told {
    let folder = Path::new(&disclosure.folder);
    let names = disclosure.files.lines();
    names.clone().for_each(|name| output::clear(folder, name));
    let there = names.filter(|name| folder.join(name).symlink_metadata().is_ok());
    let there: Vec<&str> = there.collect();
    let seen = folder.is_dir() && !is_away(folder, &STICKS.map(Path::new));
    let files = match seen {
        true => there.join("\n"),
        false => disclosure.files.clone(),
    };
    let (state, cause, note) = match files.is_empty() {
        true => (
            DisclosureState::Failed,
            "export-broken-off",
            "note-export-broken-off",
        ),
        false => (
            DisclosureState::Unsure,
            "export-unsure",
            "note-export-unsure",
        ),
    };
    (disclosure.state, disclosure.cause) = (Some(state), cause.to_owned());
    disclosure.files = files;
    let day = disclosure.day.map(|day| day.iso()).unwrap_or_default();
    let args = vec![
        ("day", day),
        ("purpose", disclosure.purpose.clone()),
        ("files", disclosure.files.replace('\n', " ")),
        ("folder", disclosure.folder.clone()),
    ];
    (note, args)
}

/// Whether a folder lies where sticks are hung in and none is there now: then it is on the same disk as
/// the place itself and what that lies in, and empty whatever the stick holds.
fn is_away(folder: &Path, sticks: &[&Path]) -> bool {
    let disk = |path: &Path| path.metadata().ok().map(|data| data.dev());
    let real = folder.canonicalize();
    let real = real.as_deref().unwrap_or(folder);
    let place = sticks.iter().find(|place| real.starts_with(place));
    place.is_some_and(|place| {
        let around = place.parent().unwrap_or(place);
        [*place, around].iter().all(|path| disk(path) == disk(real))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_for_sticks_without_one_is_no_folder_to_look_into() {
        let media = tempfile::tempdir().unwrap();
        let stick = media.path().join("U盘");
        std::fs::create_dir(&stick).unwrap();
        assert!(is_away(&stick, &[media.path()]));
        let link = media.path().join("link");
        std::os::unix::fs::symlink(&stick, &link).unwrap();
        assert!(is_away(&link, &[&stick]));
        // Elsewhere an empty folder is what it looks like; and something is hung in at /proc.
        assert!(!is_away(&stick, &[Path::new("/media")]));
        for place in ["/", "/proc"] {
            assert!(!is_away(Path::new("/proc/self"), &[Path::new(place)]));
        }
    }
}
