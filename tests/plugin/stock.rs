//! Where the library of a plug-in comes from that has none of its own; and files that the manifest
//! names by their hash.

use std::path::Path;

use tongdu::plugin::Problem;
use tongdu::plugin::discover::{Origin, Ours, Root, StockLibrary, beside, discover};

use crate::plugins::{install_civil, install_table, mode};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What came with the program: only this stock library.
fn stock(path: &Path, origin: Origin) -> Ours {
    let path = path.to_path_buf();
    Ours {
        folders: Vec::new(),
        stock: Some(StockLibrary { path, origin }),
    }
}

#[test]
fn a_table_without_a_library_takes_the_programs_and_no_other() {
    let folder = tempfile::tempdir().expect("temp folder");
    let root = folder.path().join("plugins");
    let home = install_table(&root);
    let roots = [Root::of_user(root.clone())];
    let library = folder.path().join("liblayout.so");
    let absent = Problem::NoLibrary {
        path: library.clone(),
    };
    let why = |ours: &Ours| {
        let (found, refused) = discover(ours, &roots);
        assert!(found.is_empty(), "{found:?}");
        refused.into_iter().map(|(_, why)| why).collect::<Vec<_>>()
    };
    let ours = stock(&library, Origin::Shipped);
    let none = Problem::NoLibrary {
        path: "liblayout.so".into(),
    };
    assert_eq!(why(&Ours::default()), [none]);
    assert_eq!(why(&ours), [absent]);
    std::fs::write(&library, "bytes").expect("room");
    mode(&library, 0o644);
    let taken = || {
        let (found, refused) = discover(&ours, &roots);
        assert_eq!(refused, []);
        assert!(found[0].is_layout_only());
        found[0].library.clone()
    };
    assert_eq!(taken(), library);
    // Nor does one above it count for anything.
    for above in [
        root.join("liblayout.so"),
        root.join("county_roster/liblayout.so"),
    ] {
        std::fs::write(above, "theirs").expect("room");
    }
    assert_eq!(taken(), library);
    for name in ["liblayout.so", "libcounty_roster.so"] {
        let path = home.join(name);
        std::fs::write(&path, "theirs").expect("room");
        assert_eq!(why(&ours), [Problem::OwnLibrary { path: path.clone() }]);
        std::fs::remove_file(path).expect("there");
    }
    // Others may not have changed the program's.
    mode(&library, 0o666);
    let path = library.canonicalize().expect("there");
    assert_eq!(why(&ours), [Problem::Writable { path }]);
    mode(&library, 0o644);

    let edit = |name: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(home.join(name)).expect("there");
        assert!(text.contains(from), "{from}");
        std::fs::write(home.join(name), text.replacen(from, to, 1)).expect("room");
    };
    let refused_for = |part: &str, file: &str| match &why(&ours)[..] {
        [Problem::Manifest { path, why }] => {
            assert!(
                path.ends_with(file) && why.to_string().contains(part),
                "{why}"
            );
        }
        other => panic!("{other:?}"),
    };
    edit("layout.toml", "field = \"phone\"", "field = \"phnoe\"");
    refused_for("ask for field phnoe", "layout.toml");
    edit("layout.toml", "field = \"phnoe\"", "field = \"phone\"");
    edit(
        "plugin.toml",
        "library = \"layout\"",
        "library = \"layuot\"",
    );
    refused_for("unknown variant `layuot`", "plugin.toml");
}

#[test]
fn the_stock_library_lies_beside_the_programs_plug_ins() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (bin, lib) = (
        folder.path().join("bin"),
        folder.path().join("lib/tongdu/plugins"),
    );
    let home = lib.join("civil_children/0.1.0");
    std::fs::create_dir_all(&bin).expect("room");
    std::fs::create_dir_all(&home).expect("room");
    let shipped = Path::new(ROOT).join("plugins/civil_children");
    for name in ["plugin.toml", "layout.toml"] {
        std::fs::copy(shipped.join(name), home.join(name)).expect("shipped");
    }
    std::fs::write(lib.join("liblayout.so"), "").expect("room");
    let (found, refused) = discover(&beside(&bin.join("tongdu")), &[]);
    assert_eq!(refused, []);
    assert_eq!((found.len(), found[0].origin), (1, Origin::Shipped));
    let library = found[0].library.canonicalize().expect("there");
    let right = lib.join("liblayout.so").canonicalize().expect("there");
    assert_eq!(library, right);
}

#[test]
fn files_that_are_not_those_of_the_manifests_hashes_are_refused() {
    let folder = tempfile::tempdir().expect("temp folder");
    let root = folder.path().join("plugins");
    let home = install_civil(&root);
    let hash = |name: &str| {
        use sha2::{Digest, Sha256};
        let bytes = std::fs::read(home.join(name)).expect("there");
        Sha256::digest(bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    let manifest = home.join("plugin.toml");
    let text = std::fs::read_to_string(&manifest).expect("there");
    let (library, layout) = (hash("libcivil_affairs.so"), hash("layout.toml"));
    let seen = |library: &str, layout: &str| {
        let own = format!("[sha256]\nlibrary = \"{library}\"\nlayout = \"{layout}\"\n\n[purpose]");
        std::fs::write(&manifest, text.replacen("[purpose]", &own, 1)).expect("room");
        let (found, refused) = discover(&Ours::default(), &[Root::of_user(root.clone())]);
        let refused = refused.into_iter().map(|(_, why)| why).next();
        let read = found.first().map(|found| found.library().map(|_| ()));
        refused.map(Err).or(read).expect("one of both")
    };
    let other = "0".repeat(64);
    let wrong = |name: &str| {
        Err(Problem::Hash {
            path: home.join(name),
        })
    };
    assert_eq!(seen(&library, &layout), Ok(()));
    assert_eq!(seen(&library, &other), wrong("layout.toml"));
    assert_eq!(seen(&other, &layout), wrong("libcivil_affairs.so"));
}
