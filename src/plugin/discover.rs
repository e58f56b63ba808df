//! Which plug-ins there are: those of the build, of the system's folders and of the user's.
//!
//! Reads manifests and looks whether the library is there; never loads one. Takes nothing from the
//! folder that the program happens to be started in, and nothing from a folder that others may
//! write into.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::library::Library;
use super::manifest::{Manifest, Stock};
use super::problem::Problem;
use super::slip;

mod choose;
pub(super) mod fits;
mod places;
mod safe;
mod shipped;

pub use choose::discover;
use fits::Misfit;
pub use places::{Ours, Root, StockLibrary, beside, checkout, system_roots};

/// A layout that is larger than this is none.
const MAX_LAYOUT: u64 = 24 << 10;
/// A signature that is larger than this is none.
const MAX_SIGNATURE: u64 = 4 << 10;

/// Where a plug-in comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The source checkout's own build.
    Built,
    /// Installed with the program.
    Shipped,
    /// A folder of the system, which its administrator fills.
    System,
    /// The user's own folder.
    User,
}

impl Origin {
    /// Whether it came with the program.
    pub fn is_ours(self) -> bool {
        matches!(self, Self::Built | Self::Shipped)
    }
}

/// Where one plug-in lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginDir {
    /// Holds `plugin.toml` and `layout.toml`.
    pub manifest_dir: PathBuf,
    /// Holds `libID.so`.
    pub library_dir: PathBuf,
    /// Where that is.
    pub origin: Origin,
}

/// A plug-in that can be looked at.
#[derive(Debug, Clone)]
pub struct Found {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The manifest's text, over which it may be signed.
    pub manifest_text: String,
    /// The text of `plugin.toml.minisig`; none where it isn't signed.
    pub signature: Option<String>,
    /// SHA-256 of the manifest's bytes.
    pub manifest_sha256: [u8; 32],
    /// The text of `layout.toml`, for the option `layout`; empty if there is none.
    pub layout: String,
    /// SHA-256 of the layout's bytes.
    pub layout_sha256: [u8; 32],
    /// Its library, or the stock library that does its work; not yet read.
    pub library: PathBuf,
    /// Where the manifest lies.
    pub folder: PathBuf,
    /// Where it comes from.
    pub origin: Origin,
}

impl Found {
    /// Whether the program's own library does its work. That changes with the program and not with
    /// the plug-in.
    pub fn is_layout_only(&self) -> bool {
        self.manifest.library.is_some()
    }

    /// Reads the library.
    ///
    /// # Errors
    /// It can't be read, or isn't the one that the manifest names.
    pub fn library(&self) -> Result<Library, Problem> {
        let library = Library::read(&self.library)?;
        if self.manifest.sha256.fits_library(&library.sha256()) {
            return Ok(library);
        }
        let path = self.library.clone();
        Err(Problem::Hash { path })
    }
}

/// Reads what lies in a folder, the library aside.
fn look(folder: &PluginDir, stock: Option<&StockLibrary>) -> Result<Found, Problem> {
    let installed = folder.origin != Origin::Built;
    if installed {
        let id = folder.manifest_dir.parent();
        let folders = [Some(folder.manifest_dir.as_path()), id];
        folders.into_iter().flatten().try_for_each(safe::check)?;
    }
    let path = folder.manifest_dir.join("plugin.toml");
    let (manifest, text) = Manifest::with_text(&path)?;
    let layout_path = folder.manifest_dir.join("layout.toml");
    let layout = layout(&layout_path)?;
    let signature_path = folder.manifest_dir.join("plugin.toml.minisig");
    let signature = signature(&signature_path)?;
    fits::named(
        &manifest,
        &folder.manifest_dir,
        &layout,
        signature.is_some(),
    )?;
    if let Err(Misfit::Fault(why)) = fits::fits(&manifest, &layout) {
        let path = layout_path;
        return Err(Problem::Manifest { path, why });
    }
    let library = match manifest.library {
        Some(wanted) => stock_library(folder, wanted, stock)?,
        None => folder.library_dir.join(format!("lib{}.so", manifest.id)),
    };
    if !library.is_file() {
        return Err(Problem::NoLibrary { path: library });
    }
    let mut origin = folder.origin;
    if installed {
        places::named(&manifest, &folder.manifest_dir)?;
        let own = manifest.library.is_none().then_some(&library);
        let files = [&path, &layout_path, &signature_path];
        let files = files.into_iter().chain(own);
        let there = files.filter(|path| path.exists());
        there.map(PathBuf::as_path).try_for_each(safe::check)?;
        // Somebody else's beside the program's own is the administrator's.
        if origin == Origin::Shipped && !shipped::is_ours(&text, &layout) {
            origin = Origin::System;
        }
    }
    Ok(Found {
        manifest_sha256: Sha256::digest(&text).into(),
        manifest_text: text,
        signature,
        layout_sha256: Sha256::digest(&layout).into(),
        manifest,
        layout,
        library,
        folder: folder.manifest_dir.clone(),
        origin,
    })
}

/// The program's own library, for a plug-in without one.
///
/// # Errors
/// Somebody put a library beside the manifest: nobody can say which is meant. Others may change the
/// program's. There is none.
fn stock_library(
    folder: &PluginDir,
    wanted: Stock,
    stock: Option<&StockLibrary>,
) -> Result<PathBuf, Problem> {
    fits::alone(&folder.manifest_dir)?;
    let path = PathBuf::from(format!("lib{}.so", wanted.id()));
    let stock = stock.ok_or(Problem::NoLibrary { path })?;
    if stock.origin != Origin::Built && stock.path.exists() {
        safe::check(&stock.path)?;
    }
    Ok(stock.path.clone())
}

/// The text of a `layout.toml`; empty if there is none.
pub(super) fn layout(path: &Path) -> Result<String, Problem> {
    Ok(slip::text(path, MAX_LAYOUT)?.unwrap_or_default())
}

/// The text of a `plugin.toml.minisig`, if there is one.
pub(super) fn signature(path: &Path) -> Result<Option<String>, Problem> {
    slip::text(path, MAX_SIGNATURE)
}
