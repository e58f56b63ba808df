//! What comes from a plug-in and its makers: frames of the child, manifest, layout, policy.

use crate::{Target, run};
use std::path::Path;
use tongdu::plugin::frames::{self, up};
use tongdu::plugin::talk::{Sent, Sink, Talk};
use tongdu::plugin::{Manifest, Problem};
use tongdu::service::export::parse_policy;
use tongdu_sdk::layout::spec::Layout;

const NONCE: [u8; 16] = [7; 16];
const ROWS: u64 = 3;

/// Outputs as the parent would write them, and what must never be asked of it.
#[derive(Default)]
struct Outputs([Vec<u8>; 2], [u8; 2]);

impl Sink for Outputs {
    fn open(&mut self, at: usize) -> Result<(), Problem> {
        assert_eq!(std::mem::replace(&mut self.1[at], 1), 0, "opened twice");
        Ok(())
    }

    fn write(&mut self, at: usize, bytes: &[u8]) -> Result<(), Problem> {
        assert_eq!(self.1[at], 1, "written while not open");
        self.0[at].extend(bytes);
        Ok(())
    }

    fn close(&mut self, at: usize) -> Result<(), Problem> {
        assert_eq!(
            std::mem::replace(&mut self.1[at], 2),
            1,
            "closed while not open"
        );
        Ok(())
    }
}

fn said(frames: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (kind, payload) in frames {
        frames::write(&mut bytes, *kind, payload).unwrap();
    }
    bytes
}

/// A whole conversation, one that fails, and one that loads nothing.
fn conversations() -> Vec<Vec<u8>> {
    let coded = |value: (u32, &str)| frames::encode(&value).unwrap();
    let ready = (up::READY, frames::encode(&(1u32, "p", "1")).unwrap());
    let open = |out, name| (up::OPEN, coded((out, name)));
    let write = |out: u32, text: &str| {
        (
            up::WRITE,
            [&out.to_le_bytes()[..], text.as_bytes()].concat(),
        )
    };
    let number = |kind, n: u32| (kind, n.to_le_bytes().to_vec());
    let taken = (up::TAKEN, ROWS.to_le_bytes().to_vec());
    let log = (up::LOG, frames::encode(&"一行").unwrap());
    let progress = (up::PROGRESS, frames::encode(&(1u64, 3u64)).unwrap());
    let whole = [
        ready.clone(),
        log,
        open(0, "a"),
        write(0, "姓名\r\n"),
        progress,
        taken,
        open(1, "b"),
        write(1, "PK"),
        number(up::CLOSE, 1),
        number(up::CLOSE, 0),
        (up::DONE, frames::encode(&(ROWS, NONCE)).unwrap()),
    ];
    let failed = [ready, (up::FAILED, coded((3, "做不了")))];
    let nothing = [(up::NOT_LOADED, frames::encode(&"没有符号").unwrap())];
    vec![said(&whole), said(&failed), said(&nothing)]
}

#[test]
fn frames_of_the_child() {
    run(&Target {
        name: "frames",
        seeds: conversations,
        mend: |bytes| {
            // The first frame's length, so that what follows is read in its place.
            let ready = said(&[(up::READY, frames::encode(&(1u32, "p", "1")).unwrap())]);
            let length = ready.len().min(bytes.len());
            bytes[..length].copy_from_slice(&ready[..length]);
        },
        feed: |bytes| {
            let names = vec!["a".into(), "b".into()];
            let mut talk = Talk::new(("p".into(), "1".into()), names, NONCE);
            let sent = Sent {
                rows: ROWS,
                all: true,
            };
            let (mut from, mut payload, mut outputs) = (bytes, Vec::new(), Outputs::default());
            while let Ok(Some(kind)) = frames::read(&mut from, &mut payload) {
                if talk.hear(kind, &payload, sent, &mut outputs).is_err() {
                    return;
                }
            }
            // Whoever is believed has said all of it.
            assert!(!talk.done() || (outputs.1 == [2, 2] && talk.taken() == ROWS));
        },
    });
}

/// A file of every shipped plug-in.
fn shipped(file: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins");
    let each = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = each.map(|entry| entry.unwrap().path().join(file)).collect();
    paths.sort();
    let found = paths.iter().filter_map(|path| std::fs::read(path).ok());
    found.collect()
}

#[test]
fn manifests_of_plug_ins() {
    run(&Target {
        name: "plugin",
        seeds: || shipped("plugin.toml"),
        mend: |_| {},
        feed: |bytes| {
            let Ok(manifest) = Manifest::parse(&String::from_utf8_lossy(bytes)) else {
                return;
            };
            for (date, area) in [("20261123", "莒口镇"), ("", ""), ("../..", "/")] {
                if let Ok(names) = manifest.file_names(date, area) {
                    for name in names.values() {
                        assert!(!name.contains('/') && !name.starts_with('.'), "{name}");
                    }
                }
                let _ = manifest.sealed_name(date, area, date.len() % 2 == 0);
            }
        },
    });
}

#[test]
fn layouts() {
    run(&Target {
        name: "layout",
        seeds: || shipped("layout.toml"),
        mend: |_| {},
        feed: |bytes| {
            let Ok(layout) = Layout::parse(&String::from_utf8_lossy(bytes)) else {
                return;
            };
            for file in &layout.files {
                assert!(file.sheets.iter().all(|name| layout.sheet(name).is_some()));
            }
        },
    });
}

#[test]
fn policies() {
    run(&Target {
        name: "policy",
        seeds: || vec![include_bytes!("../../src/service/export/policy/shipped.toml").to_vec()],
        mend: |_| {},
        feed: |bytes| {
            let Ok(grants) = parse_policy(&String::from_utf8_lossy(bytes)) else {
                return;
            };
            for grant in grants.grants {
                // Nothing is granted that wasn't written, nor less.
                let written = grant.fields.split_whitespace().count();
                assert_eq!(grant.granted().len(), written, "{}", grant.entry());
                assert!(!grant.source.is_empty() && grant.rows.is_some());
            }
        },
    });
}
