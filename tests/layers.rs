//! Layers look down only, and a few habits that no compiler checks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Who may use whom; the same table as in architecture section 3.
const MAY: &[(&str, &[&str])] = &[
    ("schema", &[]),
    ("domain", &["schema"]),
    ("store", &["schema", "domain"]),
    ("plugin", &["schema", "domain"]),
    ("service", &["store", "plugin", "domain", "schema"]),
    ("i18n", &["schema"]),
    ("config", &["schema"]),
    ("ui", &["service", "domain", "schema", "i18n", "config"]),
    // Brings the machine to the program: it stands beside cli and main.
    ("paths", &["service", "plugin", "store"]),
    (
        "cli",
        &[
            "ui", "service", "store", "plugin", "domain", "schema", "i18n", "config", "paths",
        ],
    ),
];

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}

fn layer(path: &Path) -> String {
    let below = path.strip_prefix("src").unwrap();
    let first = below
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The code of a file: comments, tests and what stands in quotes left out.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text
        .split("#[cfg(test)]\nmod ")
        .next()
        .unwrap_or_default()
        .to_owned();
    let lines = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    lines
        .map(|l| l.split(" // ").next().unwrap_or(l))
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_test(path: &Path) -> bool {
    path.file_stem()
        .is_some_and(|s| s.to_string_lossy().ends_with("tests"))
}

#[test]
fn layers_look_down_only() {
    let may: BTreeMap<&str, &[&str]> = MAY.iter().copied().collect();
    let mut wrong = Vec::new();
    for path in sources(Path::new("src")) {
        let from = layer(&path);
        if matches!(from.as_str(), "main" | "lib") {
            continue;
        }
        let allowed = may
            .get(from.as_str())
            .unwrap_or_else(|| panic!("{from} has no place in the table"));
        for (at, _) in fs::read_to_string(&path)
            .unwrap()
            .match_indices("crate::")
            .collect::<Vec<_>>()
        {
            let text = fs::read_to_string(&path).unwrap();
            let to: String = text[at + 7..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            let is_layer = MAY.iter().any(|(l, _)| *l == to);
            if is_layer && to != from && !allowed.contains(&to.as_str()) {
                wrong.push(format!("{} uses {to}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_prints_and_only_the_plug_in_border_is_unsafe() {
    let mut wrong = Vec::new();
    for path in sources(Path::new("src"))
        .into_iter()
        .filter(|p| !is_test(p))
    {
        let (from, text) = (layer(&path), code(&path));
        for word in [
            "println!",
            "print!(",
            "eprintln!",
            "dbg!",
            "todo!",
            "unimplemented!",
        ] {
            if from != "cli" && text.contains(word) {
                wrong.push(format!("{} {word}", path.display()));
            }
        }
        if from != "plugin" && text.contains("unsafe ") {
            wrong.push(format!("{} unsafe", path.display()));
        }
        for line in text
            .lines()
            .filter(|l| l.contains(".unwrap()") || l.contains(".expect(\"\")"))
        {
            wrong.push(format!("{} {}", path.display(), line.trim()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_says_what_it_is() {
    let silent: Vec<String> = sources(Path::new("src"))
        .into_iter()
        .filter(|p| {
            p.file_name()
                .is_some_and(|n| n == "mod.rs" || n == "lib.rs" || n == "main.rs")
        })
        .filter(|p| !fs::read_to_string(p).unwrap().starts_with("//!"))
        .map(|p| p.display().to_string())
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}
