//! Plug-ins are found where the build put them, and nowhere else.

use std::path::Path;

use tongdu::plugin::discover::{PluginDir, beside, checkout, discover};
use tongdu::plugin::{Manifest, Problem};
use tongdu_sdk::layout::spec::Layout;

use crate::plugins::libraries;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn the_checkout_has_its_own_and_their_texts_fit_together() {
    let (found, refused) = discover(&beside(&libraries().join("tongdu")));
    assert_eq!(refused, []);
    let ids: Vec<_> = found
        .iter()
        .map(|plugin| plugin.manifest.id.as_str())
        .collect();
    assert!(ids.contains(&"civil_affairs"), "{ids:?}");
    for plugin in found {
        let layout = Layout::parse(&plugin.layout).expect("a good layout");
        let mut outputs: Vec<_> = layout.files.iter().map(|file| &file.output).collect();
        let mut declared: Vec<_> = plugin
            .manifest
            .outputs
            .iter()
            .map(|output| &output.name)
            .collect();
        outputs.sort();
        declared.sort();
        assert_eq!(outputs, declared, "{}", plugin.manifest.id);
        for dataset in &plugin.manifest.datasets {
            let sheets = layout
                .sheets
                .iter()
                .filter(|sheet| sheet.dataset == dataset.name);
            let mut shown: Vec<_> = sheets
                .flat_map(|sheet| &sheet.columns)
                .filter_map(|c| c.field.as_ref())
                .collect();
            let mut asked: Vec<_> = dataset.fields.iter().map(|field| &field.name).collect();
            shown.sort();
            shown.dedup();
            asked.sort();
            assert_eq!(
                shown, asked,
                "{}: what is asked for is shown, and the other way round",
                dataset.name
            );
        }
    }
}

#[test]
fn what_is_missing_bad_or_double_is_refused_with_why() {
    let folder = tempfile::tempdir().expect("temp folder");
    let path = folder.path();
    let civil = Path::new(ROOT).join("plugins/civil_affairs");
    let text = std::fs::read_to_string(civil.join("plugin.toml")).expect("shipped");
    let place = |name: &str, manifest: &str| {
        std::fs::create_dir_all(path.join("plugins").join(name)).expect("room");
        std::fs::write(
            path.join("plugins").join(name).join("plugin.toml"),
            manifest,
        )
        .expect("room");
    };
    place("a", &text);
    let refused = |path: &Path| {
        discover(&checkout(path, path))
            .1
            .into_iter()
            .map(|(_, problem)| problem)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        refused(path),
        [Problem::NoLibrary {
            path: path.join("libcivil_affairs.so")
        }]
    );

    std::fs::write(path.join("libcivil_affairs.so"), "").expect("room");
    assert_eq!(refused(path), []);
    place("b", &text);
    let (found, twice) = discover(&checkout(path, path));
    assert!(found.is_empty());
    assert_eq!(twice.len(), 2);
    assert!(
        twice
            .iter()
            .all(|(_, problem)| problem.key() == "plugin-twice"),
        "{twice:?}"
    );

    place("b", "id = 1");
    assert!(matches!(&refused(path)[..], [Problem::Manifest { .. }]));
    let absent = PluginDir {
        manifest_dir: path.join("none"),
        library_dir: path.into(),
    };
    assert!(matches!(
        &discover(&[absent]).1[..],
        [(_, Problem::Unreadable { .. })]
    ));
}

#[test]
fn an_installed_one_lies_below_lib() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (bin, home) = (
        folder.path().join("bin"),
        folder.path().join("lib/tongdu/plugins/civil_affairs/0.1.0"),
    );
    std::fs::create_dir_all(&bin).expect("room");
    std::fs::create_dir_all(&home).expect("room");
    let civil = Path::new(ROOT).join("plugins/civil_affairs");
    for name in ["plugin.toml", "layout.toml"] {
        std::fs::copy(civil.join(name), home.join(name)).expect("shipped");
    }
    std::fs::write(home.join("libcivil_affairs.so"), "").expect("room");
    let (found, _) = discover(&beside(&bin.join("tongdu")));
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].manifest,
        Manifest::read(&civil.join("plugin.toml")).expect("shipped")
    );
    assert!(found[0].layout.contains("实名制花名册"));
}
