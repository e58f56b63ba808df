//! Whether manifest and layout of a plug-in without a library of its own fit together. A column whose
//! field isn't asked for would silently be absent, so it is told before anybody approves anything.

use tongdu_sdk::layout::spec::Layout;

use super::super::manifest::Manifest;

/// Reads the layout and lays it beside the manifest; the text says what is wrong.
pub(super) fn fits(manifest: &Manifest, layout: &str) -> Result<(), String> {
    let layout = Layout::parse(layout)?;
    for sheet in &layout.sheets {
        let asked = manifest.datasets.iter().find(|d| d.name == sheet.dataset);
        let asked = asked.ok_or_else(|| {
            format!(
                "sheet {}: plugin.toml has no dataset {}",
                sheet.name, sheet.dataset
            )
        })?;
        let fields = sheet
            .columns
            .iter()
            .filter_map(|column| column.field.as_ref());
        for field in fields {
            if !asked.fields.iter().any(|asked| asked.name == *field) {
                return Err(format!(
                    "sheet {}: plugin.toml doesn't ask for field {field} of {}",
                    sheet.name, sheet.dataset
                ));
            }
        }
    }
    for file in &layout.files {
        if !manifest
            .outputs
            .iter()
            .any(|output| output.name == file.output)
        {
            return Err(format!(
                "file {}: plugin.toml has no such output",
                file.output
            ));
        }
    }
    for output in &manifest.outputs {
        if !layout.files.iter().any(|file| file.output == output.name) {
            return Err(format!("no file for output {} of plugin.toml", output.name));
        }
    }
    Ok(())
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
