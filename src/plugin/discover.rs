//! Which plug-ins there are: only those that came with the build.
//!
//! Reads manifests and looks whether the library is there; never loads one. Takes no folder from
//! the environment, and none from where the program happens to be started.

use std::path::{Path, PathBuf};

use super::library::Library;
use super::manifest::Manifest;
use super::problem::Problem;

/// Where one plug-in lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginDir {
    /// Holds `plugin.toml` and `layout.toml`.
    pub manifest_dir: PathBuf,
    /// Holds `libID.so`.
    pub library_dir: PathBuf,
}

/// A plug-in that can be used.
#[derive(Debug, Clone)]
pub struct Found {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The text of `layout.toml`, for the option `layout`; empty if there is none.
    pub layout: String,
    /// Its library, not yet read.
    pub library: PathBuf,
    /// Where the manifest lies.
    pub folder: PathBuf,
}

impl Found {
    /// Reads the library.
    pub fn library(&self) -> Result<Library, Problem> {
        Library::read(&self.library)
    }
}

/// Reads the manifests of these folders. Those that can't be used come second, each with why.
pub fn discover(folders: &[PluginDir]) -> (Vec<Found>, Vec<(PathBuf, Problem)>) {
    let (mut found, mut refused) = (Vec::<Found>::new(), Vec::new());
    for folder in folders {
        match look(folder) {
            Ok(plugin) => found.push(plugin),
            Err(problem) => refused.push((folder.manifest_dir.clone(), problem)),
        }
    }
    // Two with one id: nobody can say which is meant, so neither is taken.
    let twice = |plugin: &Found| {
        let other = |other: &&Found| {
            other.manifest.id == plugin.manifest.id && other.folder != plugin.folder
        };
        found.iter().find(other).map(|other| Problem::Twice {
            id: plugin.manifest.id.clone(),
            first: plugin.folder.clone(),
            second: other.folder.clone(),
        })
    };
    let problems: Vec<_> = found.iter().map(twice).collect();
    let mut good = Vec::new();
    for (plugin, problem) in found.into_iter().zip(problems) {
        match problem {
            Some(problem) => refused.push((plugin.folder, problem)),
            None => good.push(plugin),
        }
    }
    (good, refused)
}

fn look(folder: &PluginDir) -> Result<Found, Problem> {
    let manifest = Manifest::read(&folder.manifest_dir.join("plugin.toml"))?;
    let path = folder.manifest_dir.join("layout.toml");
    let layout = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(why) => {
            return Err(Problem::Unreadable {
                path,
                why: why.to_string(),
            });
        }
    };
    let library = folder.library_dir.join(format!("lib{}.so", manifest.id));
    if !library.is_file() {
        return Err(Problem::NoLibrary { path: library });
    }
    Ok(Found {
        manifest,
        layout,
        library,
        folder: folder.manifest_dir.clone(),
    })
}

/// The plug-ins of the program at `exe`: in `../lib/tongdu/plugins/ID/VERSION/` once installed;
/// else those of the source checkout it was built from, if their libraries lie beside it.
pub fn beside(exe: &Path) -> Vec<PluginDir> {
    let Some(bin) = exe.parent() else {
        return Vec::new();
    };
    let installed = subfolders(&bin.join("../lib/tongdu/plugins"))
        .into_iter()
        .flat_map(|id| subfolders(&id));
    let installed: Vec<_> = installed
        .map(|folder| PluginDir {
            manifest_dir: folder.clone(),
            library_dir: folder,
        })
        .collect();
    if installed.is_empty() {
        checkout(Path::new(env!("CARGO_MANIFEST_DIR")), bin)
    } else {
        installed
    }
}

/// The plug-ins of a source checkout: manifests in `plugins/NAME/`, libraries where cargo puts
/// them.
pub fn checkout(root: &Path, built: &Path) -> Vec<PluginDir> {
    let with_manifest = |folder: &PathBuf| folder.join("plugin.toml").is_file();
    let folders = subfolders(&root.join("plugins"))
        .into_iter()
        .filter(with_manifest);
    folders
        .map(|manifest_dir| PluginDir {
            manifest_dir,
            library_dir: built.into(),
        })
        .collect()
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}
