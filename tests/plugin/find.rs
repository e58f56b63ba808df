//! Plug-ins are found where the build put them, and nowhere else.

use std::path::Path;

use tongdu::plugin::discover::{Found, Origin, Ours, PluginDir, Root, beside, checkout, discover};
use tongdu::plugin::{Manifest, Problem};
use tongdu_sdk::layout::spec::Layout;

use crate::plugins::{install, install_civil, libraries, mode};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn the_checkout_has_its_own_and_their_texts_fit_together() {
    let (found, refused) = discover(&beside(&libraries().join("tongdu")), &[]);
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
        discover(&checkout(path, path), &[])
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
    place("b", &format!("{text}# another\n"));
    let (found, twice) = discover(&checkout(path, path), &[]);
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
        origin: Origin::Built,
    };
    let ours = Ours {
        folders: vec![absent],
        stock: None,
    };
    assert!(matches!(
        &discover(&ours, &[]).1[..],
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
    let (found, _) = discover(&beside(&bin.join("tongdu")), &[]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].origin, Origin::Shipped);
    assert_eq!(
        found[0].manifest,
        Manifest::read(&civil.join("plugin.toml")).expect("shipped")
    );
    assert!(found[0].layout.contains("实名制花名册"));

    // Whoever puts another beside it is the administrator, and that one nobody has approved.
    std::fs::write(home.join("layout.toml"), "# another\n").expect("room");
    let (found, _) = discover(&beside(&bin.join("tongdu")), &[]);
    assert_eq!(found[0].origin, Origin::System);
}

/// A small plug-in of this version in `root`; what is in its library doesn't matter here.
fn small(root: &Path, id: &str, version: &str, layout: &str) -> std::path::PathBuf {
    let civil = std::fs::read_to_string(Path::new(ROOT).join("plugins/civil_affairs/plugin.toml"));
    let text = civil.expect("shipped");
    let text = text.replacen("id = \"civil_affairs\"", &format!("id = \"{id}\""), 1);
    let text = text.replacen("0.1.0", version, 1);
    let library = root.join("library");
    std::fs::create_dir_all(root).expect("room");
    std::fs::write(&library, "bytes").expect("room");
    install(root, (id, version), &text, layout, &library)
}

/// What is found in these folders, `ID VERSION`, and why others are passed over.
fn within(roots: &[(&Path, Origin)]) -> (Vec<String>, Vec<Problem>) {
    let root = |(path, origin): &(&Path, Origin)| Root {
        path: path.to_path_buf(),
        origin: *origin,
    };
    let roots: Vec<_> = roots.iter().map(root).collect();
    let (found, refused) = discover(&Ours::default(), &roots);
    let told = |found: &Found| format!("{} {}", found.manifest.id, found.manifest.version);
    let problems = refused.into_iter().map(|(_, problem)| problem);
    (found.iter().map(told).collect(), problems.collect())
}

#[test]
fn a_folder_that_others_may_write_into_is_passed_over_with_its_name() {
    let folder = tempfile::tempdir().expect("temp folder");
    let root = folder.path().join("plugins");
    let home = install_civil(&root);
    let seen = || within(&[(&root, Origin::User)]);
    assert_eq!(seen(), (vec!["civil_affairs 0.1.0".into()], vec![]));
    let id = home.parent().expect("a folder").to_path_buf();
    let parts = [folder.path(), &root, &id, &home].map(Path::to_path_buf);
    let files = ["plugin.toml", "layout.toml", "libcivil_affairs.so"].map(|name| home.join(name));
    for part in parts.into_iter().chain(files) {
        for (bad, good) in [(0o775, 0o755), (0o757, 0o755), (0o777, 0o755)] {
            mode(&part, bad);
            let path = part.canonicalize().expect("there");
            assert_eq!(
                seen(),
                (vec![], vec![Problem::Writable { path }]),
                "{bad:o}"
            );
            mode(&part, good);
        }
    }
    assert_eq!(seen().0.len(), 1);
    // Only root can give a folder away.
    if std::os::unix::fs::chown(&id, Some(4321), None).is_ok() {
        let path = id.canonicalize().expect("there");
        assert_eq!(seen(), (vec![], vec![Problem::Foreign { path }]));
    }
}

#[test]
fn a_users_never_takes_the_place_of_the_systems() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (system, user) = (folder.path().join("system"), folder.path().join("user"));
    small(&user, "roster", "9.0", "");
    let both = [(system.as_path(), Origin::System), (&user, Origin::User)];
    assert_eq!(within(&both).0, ["roster 9.0"]);
    let path = user.join("roster/9.0");
    let shadow = Problem::Shadow {
        id: "roster".into(),
        path,
    };
    let home = small(&system, "roster", "0.1", "");
    assert_eq!(
        within(&both),
        (vec!["roster 0.1".into()], vec![shadow.clone()])
    );
    // Not even while the system's can't be used.
    std::fs::remove_file(home.join("libroster.so")).expect("there");
    let (found, problems) = within(&both);
    assert!(
        found.is_empty() && problems.contains(&shadow),
        "{problems:?}"
    );
}

#[test]
fn of_one_id_the_newest_counts_and_two_that_differ_are_both_refused() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    let roots = [(one.as_path(), Origin::System), (&two, Origin::System)];
    small(&one, "roster", "0.9", "");
    small(&two, "roster", "0.10", "");
    let older = Problem::Older {
        id: "roster".into(),
        version: "0.9".into(),
        newer: "0.10".into(),
        path: one.join("roster/0.9"),
    };
    assert_eq!(within(&roots), (vec!["roster 0.10".into()], vec![older]));
    // The same to the byte in two places is one; another byte makes it nobody's.
    std::fs::remove_dir_all(one.join("roster/0.9")).expect("there");
    small(&one, "roster", "0.10", "");
    assert_eq!(within(&roots), (vec!["roster 0.10".into()], vec![]));
    for file in ["libroster.so", "layout.toml", "plugin.toml"] {
        let path = two.join("roster/0.10").join(file);
        let text = std::fs::read_to_string(&path).expect("there");
        std::fs::write(&path, format!("{text}#")).expect("room");
        let (found, problems) = within(&roots);
        let keys: Vec<_> = problems.iter().map(Problem::key).collect();
        assert_eq!((found, keys), (vec![], vec!["plugin-twice"; 2]), "{file}");
        std::fs::write(&path, text).expect("room");
    }
    // Where it lies has to be what it says.
    let misplaced = two.join("roster/0.11");
    std::fs::rename(two.join("roster/0.10"), &misplaced).expect("there");
    let (found, problems) = within(&roots);
    assert_eq!(found, ["roster 0.10"]);
    assert!(
        matches!(&problems[..], [Problem::Misplaced { path, .. }] if *path == misplaced),
        "{problems:?}"
    );
}

#[test]
fn a_folder_without_a_version_is_told() {
    let folder = tempfile::tempdir().expect("temp folder");
    let root = folder.path().join("plugins");
    let home = install_civil(&root);
    // Without a version below; straight into the root; and nothing at all.
    let (flat, empty) = (root.join("flat"), root.join("empty"));
    for path in [&flat, &empty] {
        std::fs::create_dir(path).expect("room");
        mode(path, 0o755);
    }
    for path in [&flat, &root] {
        std::fs::copy(home.join("plugin.toml"), path.join("plugin.toml")).expect("there");
    }
    let refused = discover(&Ours::default(), &[Root::of_user(root.clone())]).1;
    let lost = [empty, flat, root.clone()].map(|path| (path.clone(), Problem::NoVersion { path }));
    assert_eq!(refused, lost);
    for (path, _) in &lost[..2] {
        std::fs::remove_dir_all(path).expect("own");
    }
    std::fs::remove_file(root.join("plugin.toml")).expect("own");
    assert_eq!(discover(&Ours::default(), &[Root::of_user(root)]).1, []);
}
