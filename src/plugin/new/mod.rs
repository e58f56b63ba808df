//! A new plug-in: source, pinned header or SDK, build script, manifest, sample data and how to go on.
//!
//! Owns the templates and what is filled into them; what is written builds and passes the check as it
//! is. Must not know words: the templates have both languages.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use super::manifest::Manifest;
use super::problem::Problem;

mod profile;
mod texts;
pub mod unsaid;

use profile::Filled;
pub use profile::{Profile, Wanted};

/// What a new plug-in is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Nothing: a manifest and a layout, for the program's own library.
    Layout,
    /// Rust on the SDK, which comes along.
    Rust,
    /// C.
    C,
    /// C++.
    Cpp,
}

impl Language {
    /// Every one.
    pub const ALL: [Language; 4] = [Self::Layout, Self::Rust, Self::C, Self::Cpp];

    /// As it is asked for.
    pub fn code(self) -> &'static str {
        match self {
            Self::Layout => "layout",
            Self::Rust => "rust",
            Self::C => "c",
            Self::Cpp => "cpp",
        }
    }

    /// The one that is called so.
    pub fn named(code: &str) -> Option<Language> {
        Self::ALL.into_iter().find(|own| own.code() == code)
    }
}

/// The version of everything new.
const VERSION: &str = "0.1.0";

/// Who may run a build script.
const RUNS: u32 = 0o755;
const READ: u32 = 0o644;

/// A file of a new plug-in.
struct Text {
    path: String,
    text: String,
    mode: u32,
}

/// Writes a new plug-in into `folder`, which must be empty or not there; the files' names. It begins with
/// what the profile grants, and where there is none, with the roster.
///
/// # Errors
/// Something is in the folder, or id or agency is no code, or the disk is full. Then nothing was
/// written, but for a full disk.
pub fn write(
    language: Language,
    id: &str,
    agency: &str,
    profile: Option<&Profile>,
    folder: &Path,
) -> Result<Vec<String>, Problem> {
    let disk = |path: &Path, why: std::io::Error| Problem::Disk {
        path: path.into(),
        why: why.to_string(),
    };
    let files = files(language, id, agency, profile);
    let manifest = files.iter().find(|file| file.path == "plugin.toml");
    let manifest = manifest.map_or("", |file| &file.text);
    Manifest::parse(manifest).map_err(|why| Problem::Manifest {
        path: folder.join("plugin.toml"),
        why,
    })?;
    let there = std::fs::read_dir(folder).map(|mut entries| entries.next().is_some());
    match there {
        Ok(true) => {
            return Err(Problem::Exists {
                path: folder.into(),
            });
        }
        Err(why) if why.kind() != ErrorKind::NotFound => return Err(disk(folder, why)),
        _ => {}
    }
    // Whoever else could write there could change what is approved later.
    let mut folders = DirBuilder::new();
    folders.recursive(true).mode(RUNS);
    for file in &files {
        let path = folder.join(&file.path);
        let within = path.parent().unwrap_or(folder);
        folders.create(within).map_err(|why| disk(within, why))?;
        let mut made = OpenOptions::new();
        let made = made
            .write(true)
            .create_new(true)
            .mode(file.mode)
            .open(&path);
        made.and_then(|mut made| made.write_all(file.text.as_bytes()))
            .map_err(|why| disk(&path, why))?;
    }
    Ok(files.into_iter().map(|file| file.path).collect())
}

/// All files of a new plug-in.
fn files(language: Language, id: &str, agency: &str, profile: Option<&Profile>) -> Vec<Text> {
    let roster = || Filled::of(&Profile::roster(agency));
    let table = profile.map_or_else(roster, Filled::of);
    let fill = |text: &str| {
        let (library, outputs) = texts::manifest(language);
        let [edit, build] = texts::steps(language);
        let places = [
            ("@LIBRARY@", library),
            ("@OUTPUTS@", outputs.trim_end().to_owned()),
            ("@ASKS@", table.asks.clone()),
            ("@NAME@", table.name.clone()),
            ("@COLUMNS@", table.columns.clone()),
            ("@CODE@", table.code.clone()),
            ("@SHEET@", table.sheet.clone()),
            ("@SAMPLE@", table.sample.clone()),
            ("@TABLE@", table.dataset.clone()),
            ("@EDIT_ZH@", edit[0].to_owned()),
            ("@EDIT_EN@", edit[1].to_owned()),
            ("@BUILD_ZH@", build[0].to_owned()),
            ("@BUILD_EN@", build[1].to_owned()),
            ("@SDK@", env!("CARGO_PKG_VERSION").to_owned()),
            ("@VERSION@", VERSION.to_owned()),
            ("@ID@", id.to_owned()),
            ("@AGENCY@", agency.to_owned()),
        ];
        let fill = |text: String, (place, with): (&str, String)| text.replace(place, &with);
        places.into_iter().fold(text.to_owned(), fill)
    };
    let own = texts::own(language).iter();
    let own = texts::COMMON.iter().chain(own);
    let filled = own.map(|(path, text)| Text {
        path: (*path).to_owned(),
        text: fill(text),
        mode: if path.ends_with(".sh") { RUNS } else { READ },
    });
    // The SDK's own sources are taken as they are.
    let along = texts::along(language).iter().map(|(path, text)| Text {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
        mode: READ,
    });
    filled.chain(along).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_filled() {
        for language in Language::ALL {
            for file in files(language, "a_plugin", "an_agency", None) {
                let open = file.text.split('@').skip(1).step_by(2);
                let open = open.filter(|p| {
                    !p.is_empty() && p.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
                });
                assert_eq!(
                    open.collect::<Vec<_>>(),
                    Vec::<&str>::new(),
                    "{}",
                    file.path
                );
            }
        }
    }

    #[test]
    fn the_sdk_comes_along_whole() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins/sdk/src");
        let mut there = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("sources") {
                let path = entry.expect("an entry").path();
                match path.is_dir() {
                    true => folders.push(path),
                    false => there.push(path.strip_prefix(&root).expect("below").to_owned()),
                }
            }
        }
        let along = texts::along(Language::Rust).iter();
        let along = along.filter_map(|(path, _)| path.strip_prefix("sdk/src/"));
        let mut along: Vec<_> = along.map(std::path::PathBuf::from).collect();
        there.sort();
        along.sort();
        assert_eq!(along, there);
        // What it needs is what ours needs.
        let own = include_str!("../../../plugins/sdk/Cargo.toml");
        let needs = |text: &str| {
            text.split("[dependencies]")
                .nth(1)
                .map(str::trim)
                .map(str::to_owned)
        };
        assert_eq!(needs(texts::SDK_MANIFEST), needs(own));
    }
}
