//! Where plug-ins may lie.

use std::path::{Path, PathBuf};

use super::super::manifest::{Manifest, Stock};
use super::super::problem::Problem;
use super::{Origin, PluginDir, safe};

/// A folder that others than the program's makers fill: `ID/VERSION/` in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// The folder; it need not exist.
    pub path: PathBuf,
    /// Whose it is.
    pub origin: Origin,
}

impl Root {
    /// A folder of the user's.
    pub fn of_user(path: PathBuf) -> Self {
        let origin = Origin::User;
        Self { path, origin }
    }

    /// What lies in it.
    ///
    /// # Errors
    /// Others may write into it: then nothing in it is even looked at.
    pub(super) fn folders(&self) -> Result<Within, Problem> {
        if !self.path.exists() {
            return Ok(Within::default());
        }
        safe::check(&self.path)?;
        let ids = subfolders(&self.path);
        let loose = |folder: &&PathBuf| {
            subfolders(folder).is_empty() || folder.join("plugin.toml").is_file()
        };
        let mut without: Vec<_> = ids.iter().filter(loose).cloned().collect();
        // Of a plug-in that lies in no folder of its own nobody knows what belongs to it.
        if self.path.join("plugin.toml").is_file() {
            without.push(self.path.clone());
        }
        let name = |path: &PathBuf| Some(path.file_name()?.to_str()?.to_owned());
        let names = ids.iter().filter_map(name).collect();
        Ok(Within {
            plugins: versions(ids, self.origin),
            names,
            without,
        })
    }
}

/// What lies in a root.
#[derive(Default)]
pub(super) struct Within {
    /// Folders `ID/VERSION/`.
    pub plugins: Vec<PluginDir>,
    /// Every name that stands for a plug-in.
    pub names: Vec<String>,
    /// Folders in which a folder of a version is missing.
    pub without: Vec<PathBuf>,
}

/// The system's folders, which its administrator fills.
pub fn system_roots() -> Vec<Root> {
    let paths = ["/usr/lib/tongdu/plugins", "/usr/local/lib/tongdu/plugins"];
    let root = |path: &str| Root {
        path: path.into(),
        origin: Origin::System,
    };
    paths.map(root).to_vec()
}

fn versions(ids: Vec<PathBuf>, origin: Origin) -> Vec<PluginDir> {
    let folders = ids.into_iter().flat_map(|id| subfolders(&id));
    let place = |folder: PathBuf| PluginDir {
        manifest_dir: folder.clone(),
        library_dir: folder,
        origin,
    };
    folders.map(place).collect()
}

/// What came with the program: its plug-ins, and the library of those that have none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ours {
    /// The plug-ins.
    pub folders: Vec<PluginDir>,
    /// The stock library. It comes from nowhere else, whoever's the plug-in is.
    pub stock: Option<StockLibrary>,
}

/// Where the stock library lies; it need not be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockLibrary {
    /// Its file.
    pub path: PathBuf,
    /// Whether it was installed or built.
    pub origin: Origin,
}

impl StockLibrary {
    fn within(folder: &Path, origin: Origin) -> Self {
        let path = folder.join(format!("lib{}.so", Stock::Layout.id()));
        Self { path, origin }
    }
}

/// What came with the program at `exe`: in `../lib/tongdu/plugins/ID/VERSION/` once installed, with
/// the stock library in `../lib/tongdu/plugins/` itself; else what is in the source checkout it was
/// built from, if the libraries lie beside it.
pub fn beside(exe: &Path) -> Ours {
    let Some(bin) = exe.parent() else {
        return Ours::default();
    };
    let home = bin.join("../lib/tongdu/plugins");
    let installed = versions(subfolders(&home), Origin::Shipped);
    if installed.is_empty() {
        return checkout(Path::new(env!("CARGO_MANIFEST_DIR")), bin);
    }
    Ours {
        folders: installed,
        stock: Some(StockLibrary::within(&home, Origin::Shipped)),
    }
}

/// To be copied, not to be used: it is built by its own Makefile, and nowhere else.
pub(super) const SAMPLE: &str = "sample_c";

/// What a source checkout has: manifests in `plugins/NAME/`, libraries where cargo puts them.
pub fn checkout(root: &Path, built: &Path) -> Ours {
    let with_manifest =
        |folder: &PathBuf| folder.join("plugin.toml").is_file() && !folder.ends_with(SAMPLE);
    let folders = subfolders(&root.join("plugins"))
        .into_iter()
        .filter(with_manifest);
    let place = |manifest_dir| PluginDir {
        manifest_dir,
        library_dir: built.into(),
        origin: Origin::Built,
    };
    Ours {
        folders: folders.map(place).collect(),
        stock: Some(StockLibrary::within(built, Origin::Built)),
    }
}

/// Whether it lies in a folder of its id and version, by which an administrator tells them apart.
pub(super) fn named(manifest: &Manifest, folder: &Path) -> Result<(), Problem> {
    let right = Path::new(&manifest.id).join(&manifest.version);
    if folder.ends_with(right) {
        return Ok(());
    }
    Err(Problem::Misplaced {
        path: folder.into(),
        id: manifest.id.clone(),
        version: manifest.version.clone(),
    })
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
