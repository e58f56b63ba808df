//! `package`: what lies in the folder, beside the code.

use super::super::discover::fits::{self, Misfit};
use super::super::new::unsaid::is_unsaid;
use super::super::problem::Problem;
use super::super::signature;
use super::bench::{Bench, first};
use super::{Finding, Needs, Outcome, Test, test};

mod asks;

pub const TESTS: &[Test] = &[
    test("package.manifest", Needs::Nothing, manifest),
    test("package.library", Needs::Manifest, library),
    test("package.agency", Needs::Manifest, asks::agency),
    test("package.purpose", Needs::Manifest, asks::purpose),
    test("package.limits", Needs::Manifest, asks::limits),
    test("package.fields", Needs::Manifest, fields),
    test("package.reasons", Needs::Manifest, reasons),
    test("package.words", Needs::Manifest, words),
    test("package.layout", Needs::Manifest, layout),
    test("package.hashes", Needs::Manifest, hashes),
    test("package.signature", Needs::Nothing, signed),
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

/// What the people read who send and who approve, somebody wrote: it isn't the template's.
fn words(bench: &Bench<'_>) -> Outcome {
    let unsaid = |(_, text): &(String, &str)| is_unsaid(text);
    match bench.manifest()?.words().find(unsaid) {
        Some((path, text)) => {
            let args = vec![("path", path), ("text", text.to_owned())];
            Err(Finding::warn("checked-cause-unsaid", args))
        }
        None => Ok(()),
    }
}

/// The layout fits the manifest: what it shows is declared, and so is what it makes.
fn layout(bench: &Bench<'_>) -> Outcome {
    let manifest = bench.manifest()?;
    let text = match &bench.subject.layout {
        Ok(text) if text.is_empty() && manifest.library.is_none() => {
            return Err(Finding::idle("checked-idle-layout"));
        }
        Ok(text) => text,
        Err(why) => return Err(why.clone().into()),
    };
    match fits::fits(manifest, text) {
        Ok(()) => Ok(()),
        Err(Misfit::Fault(why)) => {
            let path = bench.subject.folder.join("layout.toml");
            Err(Problem::Manifest { path, why }.into())
        }
        Err(Misfit::OfItsOwn(why)) => Err(Finding::warn("checked-cause-other-layout", why.args())),
    }
}

/// What the manifest names is what lies there; and where it is signed, it names everything.
fn hashes(bench: &Bench<'_>) -> Outcome {
    let (subject, manifest) = (bench.subject, bench.manifest()?);
    let Ok(layout) = &subject.layout else {
        return Err(first("package.layout"));
    };
    // Whatever lies there, it is meant as one.
    let signed = !matches!(subject.signature, Ok(None));
    fits::named(manifest, &subject.folder, layout, signed)?;
    if !signed && manifest.sha256.is_empty() {
        return Err(Finding::idle("checked-idle-hashes"));
    }
    match (&subject.library, manifest.library) {
        (Ok(own), None) if !manifest.sha256.fits_library(&own.sha256()) => {
            let path = own.path().into();
            Err(Problem::Hash { path }.into())
        }
        (Err(_), None) if manifest.sha256.library.is_some() => Err(first("package.library")),
        _ => Ok(()),
    }
}

/// If it is signed, then with a signature of minisign. Whose it is, only the policy can say.
fn signed(bench: &Bench<'_>) -> Outcome {
    let text = bench.subject.signature.as_ref().map_err(Clone::clone)?;
    let text = text.as_ref();
    let text = text.ok_or_else(|| Finding::idle("checked-idle-signature"))?;
    let bad = |fault: signature::Fault| Finding::fail(fault.key(), vec![]);
    signature::is_one(text).map_err(bad)
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
    let mut any = false;
    for output in &bench.manifest()?.outputs {
        let ending = output.file.rsplit('.').next().unwrap_or_default();
        let said = output.media_type.split(';').next().unwrap_or_default();
        let known = ENDINGS.iter().find(|(own, _)| *own == ending);
        any |= known.is_some();
        if known.is_some_and(|(_, media)| *media != said.trim()) {
            let args = vec![
                ("file", output.file.clone()),
                ("media", output.media_type.clone()),
            ];
            return Err(Finding::warn("checked-cause-ending", args));
        }
    }
    match any {
        true => Ok(()),
        false => Err(Finding::idle("checked-idle-kinds")),
    }
}
