//! Files and folders as people name them: what they type or paste, and the lists that lie there.
//!
//! Knows names and sizes, never what a file holds.

use super::Problem;
use crate::schema::Day;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Entries looked at in one folder, so that a huge one can't hold up a key.
const MOST: usize = 5_000;
/// Endings of lists that an import takes.
const LISTS: [&str; 3] = ["xlsx", "xls", "csv"];

/// Something that lies in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lying {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is a folder.
    pub folder: bool,
    /// Its size.
    pub bytes: u64,
    /// When it was last changed.
    pub changed: Option<Day>,
    order: u64,
}

/// The path that somebody means: `~`, quotation marks, a file manager's `file://` and a terminal's
/// `\ ` are understood; whatever has no root lies in `home`.
pub fn path_of(home: &Path, typed: &str) -> PathBuf {
    let text = last_root(typed.trim()).trim_matches(['\'', '"', '\u{feff}']);
    let text = match text.strip_prefix("file://") {
        Some(rest) => decoded(rest),
        None => text.replace("\\ ", " "),
    };
    // An input method that was left on makes these of `~` and `/`.
    let text = match text.chars().next() {
        Some('～') => text.replacen('～', "~", 1),
        Some('、' | '／') => text.replace(['、', '／'], "/"),
        _ => text,
    };
    match text.strip_prefix('~') {
        Some(rest) => home.join(rest.trim_start_matches('/')),
        None => home.join(text),
    }
}

/// A whole path pasted behind the one that stood there already counts alone.
fn last_root(text: &str) -> &str {
    let at = text.rfind("file://").or_else(|| {
        let home = text
            .rfind("/~")
            .filter(|at| text[at + 2..].is_empty() || text[at + 2..].starts_with('/'));
        text.rfind("//").max(home).map(|at| at + 1)
    });
    &text[at.unwrap_or(0)..]
}

/// `%E5%90%8D` as a file manager writes 名.
fn decoded(text: &str) -> String {
    let hex = |digit: Option<&u8>| digit.and_then(|d| char::from(*d).to_digit(16));
    let (bytes, mut out, mut at) = (text.as_bytes(), Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        match (*byte, hex(bytes.get(at + 1)), hex(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Where to look first: the desktop, where offices keep their files.
pub fn first_folder(home: &Path) -> PathBuf {
    let desktops = ["桌面", "Desktop"].map(|name| home.join(name));
    let found = desktops.into_iter().find(|folder| folder.is_dir());
    found.unwrap_or_else(|| home.to_owned())
}

/// The lists in a folder, the newest first, and behind them its folders; nothing where it can't be
/// read. What is hidden, or is a spreadsheet's own lock, is left out.
pub fn lists_in(folder: &Path) -> Vec<Lying> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found: Vec<Lying> = entries
        .take(MOST)
        .flatten()
        .filter_map(|e| lying(&e.path()))
        .collect();
    found.sort_by(|a, b| {
        let newest = (b.order, &a.name).cmp(&(a.order, &b.name));
        a.folder.cmp(&b.folder).then(newest)
    });
    found
}

fn lying(path: &Path) -> Option<Lying> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    if name.starts_with('.') || name.starts_with("~$") {
        return None;
    }
    let about = fs::metadata(path).ok()?;
    let folder = about.is_dir();
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    let list = ending.is_some_and(|e| about.is_file() && LISTS.contains(&e.as_str()));
    if !folder && !list {
        return None;
    }
    let millis = about
        .modified()
        .ok()
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| u64::try_from(since.as_millis()).ok());
    Some(Lying {
        name,
        path: path.to_owned(),
        folder,
        bytes: about.len(),
        changed: millis.map(Day::of_millis),
        // Folders stand by their names.
        order: if folder { 0 } else { millis.unwrap_or(0) },
    })
}

/// A name in `folder` that nothing has yet: `stem.ending`, `stem2.ending` …
pub fn free_name(folder: &Path, stem: &str, ending: &str) -> PathBuf {
    let name = |n: u32| match n {
        1 => folder.join(format!("{stem}.{ending}")),
        n => folder.join(format!("{stem}{n}.{ending}")),
    };
    let free = (1..1000)
        .map(name)
        .find(|path| path.symlink_metadata().is_err());
    free.unwrap_or_else(|| name(1000))
}

/// Writes a new file that nobody else may read, down to the disk.
///
/// # Errors
/// A file of that name is there already, or the disk refuses.
pub fn write_new(path: &Path, text: impl AsRef<[u8]>) -> Result<(), Problem> {
    let refused = |error: std::io::Error| {
        let key = match error.kind() {
            std::io::ErrorKind::AlreadyExists => "problem-file-there",
            _ => "problem-file-refused",
        };
        Problem::new(key)
            .with("file", path.display())
            .with("why", error)
    };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(refused)?;
    file.write_all(text.as_ref())
        .and_then(|()| file.sync_all())
        .map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_and_paste() {
        let home = Path::new("/home/wang");
        for (typed, path) in [
            ("/media/U 盘/册.xlsx", "/media/U 盘/册.xlsx"),
            ("~/桌面/册.xlsx", "/home/wang/桌面/册.xlsx"),
            ("～/桌面", "/home/wang/桌面"),
            ("~", "/home/wang"),
            (" '/home/wang/a b.csv' ", "/home/wang/a b.csv"),
            ("/home/wang/a\\ b.csv", "/home/wang/a b.csv"),
            ("file:///home/wang/%E5%86%8C.xlsx", "/home/wang/册.xlsx"),
            ("file:///100%/x", "/100%/x"),
            ("、home、wang", "/home/wang"),
            ("册.xlsx", "/home/wang/册.xlsx"),
        ] {
            assert_eq!(path_of(home, typed), Path::new(path), "{typed}");
            let behind = format!("/home/wang/{typed}");
            if typed.starts_with(['/', '~']) || typed.starts_with("file:") {
                assert_eq!(path_of(home, &behind), Path::new(path), "{behind}");
            }
        }
    }

    #[test]
    fn only_lists_and_folders_are_there() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = folder.path();
        for name in ["a.xlsx", "b.CSV", "c.txt", "~$a.xlsx", ".d.xls", "none"] {
            fs::write(at.join(name), "x").expect("a file");
        }
        fs::create_dir(at.join("2026 名册")).expect("a folder");
        let mut names: Vec<String> = lists_in(at).into_iter().map(|l| l.name).collect();
        assert_eq!(names.pop().as_deref(), Some("2026 名册"));
        names.sort();
        assert_eq!(names, ["a.xlsx", "b.CSV"]);
        assert_eq!(lists_in(&at.join("nowhere")), []);
        assert_eq!(free_name(at, "a", "xlsx"), at.join("a2.xlsx"));
        assert_eq!(free_name(at, "e", "xlsx"), at.join("e.xlsx"));
        assert_eq!(first_folder(at), at);
    }
}
