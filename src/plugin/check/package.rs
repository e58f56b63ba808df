//! `package`: what lies in the folder, beside the code.

use tongdu_sdk::layout::spec::Layout;

use super::super::problem::Problem;
use super::bench::Bench;
use super::{Finding, Needs, Outcome, Test, test};

pub const TESTS: &[Test] = &[
    test("package.manifest", Needs::Nothing, manifest),
    test("package.library", Needs::Manifest, library),
    test("package.fields", Needs::Manifest, fields),
    test("package.reasons", Needs::Manifest, reasons),
    test("package.layout", Needs::Manifest, layout),
    test("package.files", Needs::Manifest, files),
];

fn manifest(bench: &Bench<'_>) -> Outcome {
    Ok(bench.manifest().map(drop)?)
}

fn library(bench: &Bench<'_>) -> Outcome {
    let library = bench.subject.library.as_ref();
    library.map(drop).map_err(|why| why.clone().into())
}

fn fields(bench: &Bench<'_>) -> Outcome {
    for asked in &bench.manifest()?.datasets {
        let unknown = |name: &str| (bench.wishes.catalogue)(&asked.name, name).is_none();
        if let Some(field) = asked.fields.iter().find(|field| unknown(&field.name)) {
            let args = vec![
                ("dataset", asked.name.clone()),
                ("field", field.name.clone()),
            ];
            return Err(Finding::fail("checked-cause-unknown-field", args));
        }
    }
    Ok(())
}

/// A reason that stands at several fields is none.
fn reasons(bench: &Bench<'_>) -> Outcome {
    let datasets = &bench.manifest()?.datasets;
    let fields: Vec<_> = datasets.iter().flat_map(|asked| &asked.fields).collect();
    for (at, field) in fields.iter().enumerate() {
        let same = |other: &&&super::super::manifest::AskedField| {
            other.reason == field.reason && other.name != field.name
        };
        if let Some(other) = fields[..at].iter().find(same) {
            let args = vec![("field", field.name.clone()), ("other", other.name.clone())];
            return Err(Finding::warn("checked-cause-same-reason", args));
        }
    }
    Ok(())
}

/// The layout fits the manifest: what it shows is declared, and so is what it makes.
fn layout(bench: &Bench<'_>) -> Outcome {
    let text = match &bench.subject.layout {
        Ok(text) if text.is_empty() && bench.manifest()?.library.is_none() => return Ok(()),
        Ok(text) => text,
        Err(why) => return Err(why.clone().into()),
    };
    let manifest = bench.manifest()?;
    let layout = Layout::parse(text).map_err(|why| {
        let path = bench.subject.folder.join("layout.toml");
        if manifest.library.is_some() {
            return Problem::Manifest { path, why }.into();
        }
        // Code of one's own may have a layout of its own.
        let args = vec![("why", why.lines().next().unwrap_or_default().to_owned())];
        Finding::warn("checked-cause-other-layout", args)
    })?;
    for sheet in &layout.sheets {
        let asked = manifest.datasets.iter().find(|a| a.name == sheet.dataset);
        let declared = |name: &str| asked.is_some_and(|a| a.fields.iter().any(|f| f.name == name));
        let shown = sheet
            .columns
            .iter()
            .filter_map(|column| column.field.as_ref());
        if let Some(field) = shown.clone().find(|field| !declared(field)) {
            let args = vec![("sheet", sheet.name.clone()), ("field", field.clone())];
            return Err(Finding::fail("checked-cause-layout-field", args));
        }
    }
    for file in &layout.files {
        if !manifest.outputs.iter().any(|o| o.name == file.output) {
            let args = vec![("output", file.output.clone())];
            return Err(Finding::fail("checked-cause-layout-output", args));
        }
    }
    Ok(())
}

/// The files' endings say what they are declared to be, since that is what opens them.
fn files(bench: &Bench<'_>) -> Outcome {
    const ENDINGS: [(&str, &str); 5] = [
        ("csv", "text/csv"),
        ("txt", "text/plain"),
        ("html", "text/html"),
        ("zip", "application/zip"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ];
    for output in &bench.manifest()?.outputs {
        let ending = output.file.rsplit('.').next().unwrap_or_default();
        let said = output.media_type.split(';').next().unwrap_or_default();
        let known = ENDINGS.iter().find(|(own, _)| *own == ending);
        if known.is_some_and(|(_, media)| *media != said.trim()) {
            let args = vec![
                ("file", output.file.clone()),
                ("media", output.media_type.clone()),
            ];
            return Err(Finding::warn("checked-cause-ending", args));
        }
    }
    Ok(())
}
