//! Whether what lies in a plug-in's folder fits together: manifest, layout, library, signature. A column
//! whose field isn't asked for would silently be absent, so it is told before anybody approves anything.

use std::path::{Path, PathBuf};

use tongdu_sdk::layout::spec::{Fault, Layout};

use super::super::manifest::Manifest;
use super::super::problem::Problem;
use super::super::slip::{self, Slip};

/// Whether a layout that doesn't fit its manifest is in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// The plug-in can't be used.
    Fault(Slip),
    /// It isn't of the stock kind: the plug-in's own code may read it.
    OfItsOwn(Slip),
}

/// Reads the layout and lays it beside the manifest. Whoever looks at a plug-in asks here: discovery,
/// and so approval and every run, and `plugin check`.
///
/// # Errors
/// The first thing in which they differ.
pub fn fits(manifest: &Manifest, layout: &str) -> Result<(), Misfit> {
    let own_code = manifest.library.is_none();
    if own_code && layout.is_empty() {
        return Ok(());
    }
    match read(layout) {
        Ok(layout) => agree(manifest, &layout).map_err(Misfit::Fault),
        Err(slip) if own_code => Err(Misfit::OfItsOwn(slip)),
        Err(slip) => Err(Misfit::Fault(slip)),
    }
}

/// Reads and checks a layout's text.
fn read(text: &str) -> Result<Layout, Slip> {
    let layout: Layout = slip::read(text)?;
    let Err(wrong) = layout.check() else {
        return Ok(layout);
    };
    let slip = |key| Slip::new(key, wrong.to_string());
    let slip = match &wrong.fault {
        Fault::Column(heading) => slip("slip-column").with("word", heading),
        Fault::Sheet { file, sheet } => slip("slip-sheet").with("word", file).with("value", sheet),
        Fault::OneSheet(file) => slip("slip-one-sheet").with("word", file),
        Fault::Open(text) => slip("slip-open-place").with("value", text),
        Fault::Place { name, .. } => slip("slip-place").with("word", format!("{{{name}}}")),
    };
    Err(slip.at_path(text, &wrong.at))
}

fn agree(manifest: &Manifest, layout: &Layout) -> Result<(), Slip> {
    let no = |key, raw: String| Slip::new(key, raw);
    for sheet in &layout.sheets {
        let asked = manifest.datasets.iter().find(|d| d.name == sheet.dataset);
        let (name, dataset) = (&sheet.name, &sheet.dataset);
        let asked = asked.ok_or_else(|| {
            let raw = format!("sheet {name}: plugin.toml has no dataset {dataset}");
            let slip = no("checked-cause-layout-dataset", raw);
            slip.with("sheet", name).with("dataset", dataset)
        })?;
        let mut fields = sheet.columns.iter().filter_map(|c| c.field.as_ref());
        let unasked = |field: &&String| !asked.fields.iter().any(|own| own.name == **field);
        if let Some(field) = fields.find(unasked) {
            let raw =
                format!("sheet {name}: plugin.toml doesn't ask for field {field} of {dataset}");
            let slip = no("checked-cause-layout-field", raw);
            return Err(slip.with("sheet", name).with("field", field));
        }
    }
    let declared = |name: &String| manifest.outputs.iter().any(|own| own.name == *name);
    let made = |name: &String| layout.files.iter().any(|own| own.output == *name);
    if let Some(file) = layout.files.iter().find(|file| !declared(&file.output)) {
        let raw = format!("file {}: plugin.toml has no such output", file.output);
        let slip = no("checked-cause-layout-output", raw);
        return Err(slip.with("output", &file.output));
    }
    // Code of one's own may make a file without the layout.
    let mut outputs = manifest
        .outputs
        .iter()
        .filter(|_| manifest.library.is_some());
    if let Some(output) = outputs.find(|output| !made(&output.name)) {
        let raw = format!("no file for output {} of plugin.toml", output.name);
        let slip = no("checked-cause-layout-file", raw);
        return Err(slip.with("output", &output.name));
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
        let own_code = manifest.replacen("library = \"layout\"", "", 1);
        let own_code = Manifest::parse(&own_code).expect("good without");
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
            let layout = layout.replace(from, to);
            let Err(Misfit::Fault(slip)) = fits(&manifest, &layout) else {
                panic!("{to}");
            };
            assert!(slip.to_string().contains(told), "{slip}");
            // Code of one's own is held to the same list, but what it reads may be its own.
            let own = fits(&own_code, &layout);
            let of_its_own = slip.key().starts_with("slip-");
            assert_eq!(matches!(own, Err(Misfit::OfItsOwn(_))), of_its_own, "{to}");
            assert_eq!(matches!(own, Err(Misfit::Fault(_))), !of_its_own, "{to}");
        }
        let last = layout.rfind("[[file]]").expect("files");
        let Err(Misfit::Fault(slip)) = fits(&manifest, &layout[..last]) else {
            panic!("one file too few");
        };
        let said = slip.to_string();
        assert!(said.contains("no file for output children.csv"), "{said}");
        assert_eq!(fits(&own_code, &layout[..last]), Ok(()), "its code may");
        fits(&manifest, "").expect_err("no layout at all");
    }

    #[test]
    fn what_cannot_be_done_is_told_where_it_stands() {
        let manifest = include_str!("../../../plugins/civil_children/plugin.toml");
        let manifest = Manifest::parse(manifest).expect("shipped");
        let sheet = |name: &str| {
            format!(
                "[[sheet]]\nname = '{name}'\ndataset = 'children'\ntitle = ['one', 'two {name}']\n\
                 [[sheet.column]]\nheading = 'a {name}'\ncount = true\n\
                 [[sheet.column]]\nheading = 'b {name}'\nfield = 'name'\n"
            )
        };
        let cover = "[cover]\nname = 'c'\n[[cover.line]]\nlabel = 'l'\ntext = 'first'\n\
                     [[cover.line]]\nlabel = 'l'\ntext = 'second'\n";
        let file = |of: &str| format!("[[file]]\noutput = '{of}'\nkind = 'csv'\nsheets = ['y']\n");
        let good = [cover, &sheet("x"), &sheet("y"), &file("f"), &file("g")].concat();
        read(&good).expect("good");
        for (from, to, key) in [
            ("'b y'\nfield = 'name'", "'b y'", "slip-column"),
            ("'two y'", "'{two}'", "slip-place"),
            ("'second'", "'{second'", "slip-open-place"),
            (
                "'g'\nkind = 'csv'\nsheets = ['y']",
                "'g'\nkind = 'csv'\nsheets = ['z']",
                "slip-sheet",
            ),
            (
                "'g'\nkind = 'csv'\nsheets = ['y']",
                "'g'\nkind = 'csv'\nsheets = []",
                "slip-one-sheet",
            ),
        ] {
            let text = good.replacen(from, to, 1);
            assert_ne!(text, good, "{from}");
            let slip = read(&text).expect_err(to);
            // The column's own header, else the last line of what was put there.
            let (at, back) = match key {
                "slip-column" => (text.find("'b y'").expect("there"), 1),
                _ => (text.find(to).expect("there") + to.len(), 0),
            };
            let line = text[..at].matches('\n').count() + 1 - back;
            assert_eq!((slip.key(), slip.line()), (key, u32::try_from(line).ok()));
            let told = fits(&manifest, &text);
            assert!(matches!(told, Err(Misfit::Fault(_))), "{to}");
        }
    }
}
