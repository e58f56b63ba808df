//! Where plug-ins may lie.

use std::path::{Path, PathBuf};

use super::super::manifest::Manifest;
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

    /// The plug-ins in it, and every name in it that stands for one.
    ///
    /// # Errors
    /// Others may write into it: then nothing in it is even looked at.
    pub(super) fn folders(&self) -> Result<(Vec<PluginDir>, Vec<String>), Problem> {
        if !self.path.exists() {
            return Ok(Default::default());
        }
        safe::check(&self.path)?;
        let ids = subfolders(&self.path);
        let name = |path: &PathBuf| Some(path.file_name()?.to_str()?.to_owned());
        let names = ids.iter().filter_map(name).collect();
        Ok((versions(ids, self.origin), names))
    }
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

/// The plug-ins of the program at `exe`: in `../lib/tongdu/plugins/ID/VERSION/` once installed;
/// else those of the source checkout it was built from, if their libraries lie beside it.
pub fn beside(exe: &Path) -> Vec<PluginDir> {
    let Some(bin) = exe.parent() else {
        return Vec::new();
    };
    let ids = subfolders(&bin.join("../lib/tongdu/plugins"));
    let installed = versions(ids, Origin::Shipped);
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
            origin: Origin::Built,
        })
        .collect()
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
