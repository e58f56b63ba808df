//! What is tried out: a folder with manifest, layout and library, or one that was discovered. Unlike
//! discovery this takes a folder anywhere, for nothing of it ever gets real data.

use std::path::{Path, PathBuf};

use super::super::discover::{self, Found, fits};
use super::super::library::Library;
use super::super::manifest::Manifest;
use super::super::problem::Problem;

/// A plug-in as it lies there.
pub struct Subject {
    /// Its folder.
    pub folder: PathBuf,
    /// What it says of itself, or what is wrong with that.
    pub manifest: Result<Manifest, Problem>,
    /// The text of `layout.toml`; empty if there is none.
    pub layout: Result<String, Problem>,
    /// The text of `plugin.toml.minisig`; nothing if it isn't signed.
    pub signature: Result<Option<String>, Problem>,
    /// Its library, or why there is none.
    pub library: Result<Library, Problem>,
}

impl Subject {
    /// The plug-in in this folder, or beside this `plugin.toml`. `stock` is the program's own library,
    /// for one that has none.
    ///
    /// # Errors
    /// There is no `plugin.toml`.
    pub fn at(path: &Path, stock: Option<&Path>) -> Result<Subject, Problem> {
        let folder = match path.is_dir() {
            true => path,
            false => path.parent().unwrap_or(path),
        };
        let file = folder.join("plugin.toml");
        if !file.is_file() || (!path.is_dir() && path.file_name() != file.file_name()) {
            return Err(Problem::Unreadable {
                path: if path.is_dir() { file } else { path.into() },
                why: rustix::io::Errno::NOENT.to_string(),
            });
        }
        let manifest = Manifest::read(&file);
        let library = manifest.as_ref().map_err(Clone::clone);
        let library = library.and_then(|manifest| {
            let path = match manifest.library {
                Some(own) => {
                    fits::alone(folder)?;
                    stock.map_or_else(|| format!("lib{}.so", own.id()).into(), Path::to_path_buf)
                }
                None => folder.join(format!("lib{}.so", manifest.id)),
            };
            match path.is_file() {
                true => Library::read(&path),
                false => Err(Problem::NoLibrary { path }),
            }
        });
        Ok(Subject {
            folder: folder.into(),
            layout: discover::layout(&folder.join("layout.toml")),
            signature: discover::signature(&folder.join("plugin.toml.minisig")),
            manifest,
            library,
        })
    }

    /// One that was discovered.
    pub fn of(found: &Found) -> Subject {
        Subject {
            folder: found.folder.clone(),
            manifest: Ok(found.manifest.clone()),
            layout: Ok(found.layout.clone()),
            signature: Ok(found.signature.clone()),
            library: Library::read(&found.library),
        }
    }

    /// Its id, where the manifest can be read.
    pub fn id(&self) -> Option<&str> {
        self.manifest.as_ref().ok().map(|m| m.id.as_str())
    }
}
