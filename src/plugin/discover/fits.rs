//! Whether what lies in a plug-in's folder fits together: manifest, layout, library, signature. A column
//! whose field isn't asked for would silently be absent, so it is told before anybody approves anything.

use std::path::{Path, PathBuf};

use thiserror::Error;
use tongdu_sdk::layout::spec::Layout;

use super::super::manifest::Manifest;
use super::super::problem::Problem;

/// Where a layout doesn't fit its manifest.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Misfit {
    /// A sheet is made of a table that isn't asked for.
    #[error("sheet {sheet}: plugin.toml has no dataset {dataset}")]
    Dataset { sheet: String, dataset: String },
    /// A column shows what isn't asked for.
    #[error("sheet {sheet}: plugin.toml doesn't ask for field {field} of {dataset}")]
    Field {
        sheet: String,
        dataset: String,
        field: String,
    },
    /// A file is made that isn't declared.
    #[error("file {output}: plugin.toml has no such output")]
    Output { output: String },
    /// A declared output is not made.
    #[error("no file for output {output} of plugin.toml")]
    File { output: String },
}

/// Reads the layout and lays it beside the manifest; the text says what is wrong.
pub(super) fn fits(manifest: &Manifest, layout: &str) -> Result<(), String> {
    agree(manifest, &Layout::parse(layout)?).map_err(|misfit| misfit.to_string())
}

/// Lays a layout beside the manifest.
///
/// # Errors
/// The first thing in which they differ.
pub fn agree(manifest: &Manifest, layout: &Layout) -> Result<(), Misfit> {
    for sheet in &layout.sheets {
        let asked = manifest.datasets.iter().find(|d| d.name == sheet.dataset);
        let asked = asked.ok_or_else(|| Misfit::Dataset {
            sheet: sheet.name.clone(),
            dataset: sheet.dataset.clone(),
        })?;
        let fields = sheet
            .columns
            .iter()
            .filter_map(|column| column.field.as_ref());
        for field in fields {
            if !asked.fields.iter().any(|asked| asked.name == *field) {
                return Err(Misfit::Field {
                    sheet: sheet.name.clone(),
                    dataset: sheet.dataset.clone(),
                    field: field.clone(),
                });
            }
        }
    }
    for file in &layout.files {
        if !manifest
            .outputs
            .iter()
            .any(|output| output.name == file.output)
        {
            let output = file.output.clone();
            return Err(Misfit::Output { output });
        }
    }
    for output in &manifest.outputs {
        if !layout.files.iter().any(|file| file.output == output.name) {
            let output = output.name.clone();
            return Err(Misfit::File { output });
        }
    }
    Ok(())
}

/// Whether the layout is the one that the manifest names; and where it is signed, whether it names all
/// that lies beside it, or who signed it would be taken to have signed that too.
///
/// # Errors
/// What isn't named, or isn't what is named.
pub fn named(
    manifest: &Manifest,
    folder: &Path,
    layout: &str,
    signed: bool,
) -> Result<(), Problem> {
    let (layout_only, has_layout) = (manifest.library.is_some(), !layout.is_empty());
    if signed && let Err(why) = manifest.sha256.name_all(layout_only, has_layout) {
        let path = folder.join("plugin.toml");
        return Err(Problem::Manifest { path, why });
    }
    match manifest.sha256.fits_layout(layout) {
        true => Ok(()),
        false => Err(Problem::Hash {
            path: folder.join("layout.toml"),
        }),
    }
}

/// Whether there is no library beside a manifest that takes the program's own: nobody could say which
/// is meant.
///
/// # Errors
/// There is one.
pub fn alone(folder: &Path) -> Result<(), Problem> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files = files.map(|entry| entry.path());
    let stray: Option<PathBuf> = files.find(|path| path.extension().is_some_and(|e| e == "so"));
    stray.map_or(Ok(()), |path| Err(Problem::OwnLibrary { path }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_named() {
        let manifest = include_str!("../../../plugins/civil_children/plugin.toml");
        let layout = include_str!("../../../plugins/civil_children/layout.toml");
        let manifest = Manifest::parse(manifest).expect("shipped");
        assert_eq!(fits(&manifest, layout), Ok(()));
        for (from, to, told) in [
            (
                "field = \"school\"",
                "field = \"shcool\"",
                "ask for field shcool",
            ),
            (
                "dataset = \"children\"",
                "dataset = \"kids\"",
                "no dataset kids",
            ),
            (
                "output = \"children.csv\"",
                "output = \"a.csv\"",
                "no such output",
            ),
            ("heading = \"姓名\"", "haeding = \"姓名\"", "unknown field"),
        ] {
            assert!(layout.contains(from), "{from}");
            let why = fits(&manifest, &layout.replace(from, to)).expect_err(to);
            assert!(why.contains(told), "{why}");
        }
        let last = layout.rfind("[[file]]").expect("files");
        let why = fits(&manifest, &layout[..last]).expect_err("one file too few");
        assert!(why.contains("no file for output children.csv"), "{why}");
        fits(&manifest, "").expect_err("no layout at all");
    }
}
