//! Libraries compiled against each released minor of the ABI, kept as they are: a program of today
//! still loads them. `abi_1_0.x86_64.so` was made from `tests/bad_plugins/sponge.c` and the header of
//! ABI 1.0:
//!
//! ```text
//! cc -shared -fPIC -O1 -s -Wl,--build-id=none -I plugins/sdk/include tests/bad_plugins/sponge.c
//! ```

use crate::plugins::{HELPER, NEVER, bad_job, three};
use sha2::{Digest, Sha256};
use std::path::Path;
use tongdu::plugin::{Export, Library, Limits, Manifest, run};

/// So that nobody builds it anew without being seen to.
const MADE: &str = "4eaa05e9a4a252731114a7808add34d2f02e05e13ccf40a52413567225db07d0";

#[test]
fn a_library_of_abi_1_0_is_loaded_for_ever() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plugin/golden/abi_1_0.x86_64.so");
    let bytes = std::fs::read(&path).expect("kept");
    let sha256 = Sha256::digest(&bytes);
    let made: String = sha256.iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(made, MADE);
    let words = "{ zh-CN = '试', en = 'test' }";
    let manifest = Manifest::parse(&format!(
        "id='sponge'\nversion='1'\nabi=1\nagency='test'\nname={words}\n[purpose]\ncode='test'\n\
         name={words}\nbasis={words}\n[[dataset]]\nname='people'\n[[dataset.field]]\nname='name'\n\
         required=true\nreason={words}\n[[output]]\nname='out.txt'\nfile='out.txt'\n\
         media_type='text/plain'\nmax_bytes=1000\n"
    ));
    let folder = tempfile::tempdir().expect("room");
    let export = Export {
        helper: Path::new(HELPER),
        manifest: &manifest.expect("a good manifest"),
        library: &Library::read(&path).expect("kept"),
        job: bad_job(""),
        folder: folder.path(),
        date: "20261123",
        area: "莒口镇",
        limits: &Limits::default(),
        seal: None,
    };
    let report = run(export, three().into_iter(), |_| {}, &NEVER).expect("a good run");
    assert_eq!(report.rows, 3);
    let text = std::fs::read_to_string(folder.path().join("out.txt")).expect("made");
    assert!(
        text.ends_with("D\tpeople\tname\nR\t甲\nR\t乙\nR\t丙\nE\t3\n"),
        "{text}"
    );
}
