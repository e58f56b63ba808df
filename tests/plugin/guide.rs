//! The example in the guide is what people type in: it is found as it stands there.

use std::path::Path;

use tongdu::plugin::discover::{Root, beside, discover};

use crate::plugins::{libraries, mode};

const GUIDE: &str = include_str!("../../plugins/README.md");

/// The blocks of TOML, in order, without the indent of the list they stand in.
fn blocks() -> Vec<String> {
    let mut blocks = GUIDE.split("```toml\n").skip(1);
    let bare = |block: &str| {
        let lines = block
            .lines()
            .map(|line| line.strip_prefix("   ").unwrap_or(line));
        lines
            .take_while(|line| *line != "```")
            .collect::<Vec<_>>()
            .join("\n")
    };
    blocks.by_ref().map(bare).collect()
}

#[test]
fn the_example_in_the_guide_is_found_and_nothing_is_wrong_with_it() {
    let [manifest, layout, policy] = &blocks()[..] else {
        panic!("a manifest, a layout and a policy");
    };
    // Key and hash of the example are cut short.
    let until = policy.find("[[key]]").expect("a key");
    let read = tongdu::service::export::parse_policy(&policy[..until]).expect("a good policy");
    assert_eq!(read.grants.len(), 1);
    let folder = tempfile::tempdir().expect("temp folder");
    let root = folder.path().join("plugins");
    let home = root.join("aid_list/1.0");
    std::fs::create_dir_all(&home).expect("room");
    std::fs::write(home.join("plugin.toml"), manifest).expect("room");
    std::fs::write(home.join("layout.toml"), layout).expect("room");
    for part in home.ancestors().take(3) {
        mode(part, 0o755);
    }
    for file in ["plugin.toml", "layout.toml"] {
        mode(&home.join(file), 0o644);
    }
    let ours = beside(&Path::new(libraries()).join("tongdu"));
    let (found, refused) = discover(&ours, &[Root::of_user(root)]);
    assert_eq!(refused, []);
    let example = found.iter().find(|found| found.manifest.id == "aid_list");
    assert!(example.expect("found").is_layout_only());
}
