//! Who signed a plug-in or a policy file, and what is called back. The files under `signed/` were signed
//! with two keys that were thrown away: of the county, and of its education office.

use crate::plugins::mode;
use crate::sponge::Desk;
use std::path::{Path, PathBuf};
use tongdu::domain::book::Kind;
use tongdu::domain::disclosure::{Disclosure, DisclosureState};
use tongdu::service::export::{PolicyFile, parse_policy};
use tongdu::service::plugins::{Part, Signed, Standing};

const ID: &str = "aid_list";

fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports/signed");
    std::fs::read_to_string(folder.join(name)).expect("kept")
}

/// The signed table in the user's folder, with this signature.
fn install(desk: &Desk, signature: Option<&str>) -> PathBuf {
    let folder = desk.dir.path().join("plugins").join(ID).join("1.0");
    std::fs::create_dir_all(&folder).unwrap();
    let put = |name: &str, text: String| {
        std::fs::write(folder.join(name), text).unwrap();
        mode(&folder.join(name), 0o644);
    };
    put("plugin.toml", file("plugin.toml"));
    put("layout.toml", file("layout.toml"));
    if let Some(signature) = signature {
        put("plugin.toml.minisig", file(signature));
    }
    folder
        .ancestors()
        .take(3)
        .for_each(|part| mode(part, 0o755));
    folder
}

fn adopt(desk: &Desk, name: &str) -> PolicyFile {
    let read = parse_policy(&file(name)).unwrap();
    assert!(desk.office.adopt(&read, None).unwrap().is_some(), "{name}");
    read
}

fn looked(desk: &Desk) -> (Signed, Standing) {
    let view = desk.office.plugin(ID).unwrap();
    (view.signed, view.standing)
}

#[test]
fn a_signature_says_who_and_never_that_it_may_run() {
    let desk = Desk::demo();
    let folder = install(&desk, Some("plugin.toml.minisig"));
    assert_eq!(looked(&desk), (Signed::Stranger, Standing::New));
    adopt(&desk, "keys.toml");
    let (signed, standing) = looked(&desk);
    let comment = "timestamp:1795000000 file:plugin.toml hashed".to_owned();
    assert_eq!(standing, Standing::New);
    let said = match signed {
        Signed::Good { comment, .. } => comment,
        other => panic!("{other:?}"),
    };
    assert_eq!(said, comment);
    let shown = desk.office.plugin(ID).unwrap();
    desk.office.trust(&shown, ID).unwrap();
    assert!(desk.preview(ID, &[]).unwrap().standing.may_run());

    // Approved as signed: without the signature it isn't that.
    let signature = folder.join("plugin.toml.minisig");
    std::fs::remove_file(&signature).unwrap();
    let unsigned = Standing::Changed(vec![Part::Signature]);
    assert_eq!(looked(&desk), (Signed::No, unsigned));
    let preview = desk.preview(ID, &[]).unwrap();
    assert_eq!(desk.send(&preview, None).unwrap_err().key, "plugin-changed");
    // The county's key speaks for policies, not for education.
    std::fs::write(
        folder.join("plugin.toml.minisig"),
        file("plugin.toml.county.minisig"),
    )
    .unwrap();
    assert_eq!(looked(&desk).0, Signed::Stranger);
    // A letter changed after it was signed.
    std::fs::write(
        folder.join("plugin.toml.minisig"),
        file("plugin.toml.minisig"),
    )
    .unwrap();
    let changed = file("plugin.toml").replace("Aid for schooling", "Aid for Schooling");
    std::fs::write(folder.join("plugin.toml"), changed).unwrap();
    let (signed, standing) = looked(&desk);
    assert!(matches!(signed, Signed::Broken(_)), "{signed:?}");
    assert!(matches!(standing, Standing::Forged(_)), "{standing:?}");
    let shown = desk.office.plugin(ID).unwrap();
    assert_eq!(
        desk.office.trust(&shown, ID).unwrap_err().key,
        "plugin-forged"
    );
    let preview = desk.preview(ID, &[]).unwrap();
    assert_eq!(desk.send(&preview, None).unwrap_err().key, "plugin-forged");
}

/// Why each thing in the log was refused; nobody was in any of it.
fn noted(desk: &Desk) -> Vec<String> {
    let tables = desk.office.tables();
    let mut causes = Vec::new();
    for (id, entry) in tables.all::<Disclosure>(Kind::Disclosure) {
        assert_eq!(entry.state, Some(DisclosureState::Failed));
        assert_eq!((entry.rows, entry.files.as_str()), (Some(0), ""));
        assert!(desk.office.disclosed(id).is_empty());
        causes.push(entry.cause.clone());
    }
    causes.sort();
    causes
}

#[test]
fn a_layout_that_the_signature_does_not_cover_is_not_used() {
    let desk = Desk::demo();
    let folder = install(&desk, Some("plugin.toml.minisig"));
    let layout = file("layout.toml").replace("姓名", "名字");
    std::fs::write(folder.join("layout.toml"), layout).unwrap();
    assert_eq!(desk.office.plugin(ID).unwrap_err().key, "plugin-hash");
    // Nor may a signed manifest leave the layout unsaid.
    std::fs::write(folder.join("layout.toml"), file("layout.toml")).unwrap();
    let text = file("plugin.toml");
    let bare: String = text
        .lines()
        .filter(|line| !line.starts_with("layout = "))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(folder.join("plugin.toml"), bare).unwrap();
    let problem = desk.office.plugin(ID).unwrap_err();
    assert_eq!(problem.key, "plugin-manifest", "{:?}", problem.args);
}

#[test]
fn what_is_called_back_runs_no_more_whoever_approved_it_until_that_is_undone() {
    let desk = Desk::demo();
    install(&desk, None);
    let shown = desk.office.plugin(ID).unwrap();
    desk.office.trust(&shown, ID).unwrap();
    let preview = desk.preview(ID, &[]).unwrap();
    let recall = parse_policy(&file("recall.toml")).unwrap();
    let revision = desk.office.adopt(&recall, None).unwrap();
    let why = "名单里多了一栏".to_owned();
    assert_eq!(looked(&desk).1, Standing::CalledBack { why });
    // What was shown before it was called back sends nothing.
    assert_eq!(
        desk.send(&preview, None).unwrap_err().key,
        "plugin-called-back"
    );
    let shown = desk.office.plugin(ID).unwrap();
    assert_eq!(
        desk.office.trust(&shown, ID).unwrap_err().key,
        "plugin-called-back"
    );
    assert_eq!(noted(&desk), ["plugin-called-back"]);
    // Others go on.
    assert!(desk.preview("education", &[]).unwrap().standing.may_run());
    desk.office.undo(revision).unwrap();
    assert_eq!(looked(&desk).1, Standing::Approved);
}

#[test]
fn a_key_that_is_called_back_takes_what_it_signed_with_it() {
    let desk = Desk::demo();
    let folder = install(&desk, Some("plugin.toml.minisig"));
    adopt(&desk, "keys.toml");
    let shown = desk.office.plugin(ID).unwrap();
    desk.office.trust(&shown, ID).unwrap();
    assert_eq!(looked(&desk).1, Standing::Approved);
    let preview = desk.preview(ID, &[]).unwrap();
    adopt(&desk, "key-gone.toml");
    assert!(matches!(
        looked(&desk),
        (Signed::CalledBack, Standing::CalledBack { .. })
    ));
    assert_eq!(
        desk.office.tables().live(Kind::Signer).count(),
        2,
        "the same record"
    );
    // Without the signature that would tell, it is no better.
    std::fs::remove_file(folder.join("plugin.toml.minisig")).unwrap();
    let unsigned = Standing::Changed(vec![Part::Signature]);
    assert_eq!(looked(&desk), (Signed::No, unsigned));
    let now = desk.preview(ID, &[]).unwrap();
    assert_eq!(desk.send(&now, None).unwrap_err().key, "plugin-changed");
    // What was shown before is judged by what is known now.
    let key = desk.send(&preview, None).unwrap_err().key;
    assert_eq!(key, "plugin-called-back");
    assert_eq!(noted(&desk), ["plugin-called-back", "plugin-changed"]);
}

#[test]
fn once_a_key_for_policies_is_known_a_file_without_it_is_not_taken() {
    let desk = Desk::demo();
    let check = |name: &str, signature: Option<&str>| {
        let signature = signature.map(file);
        let checked = desk
            .office
            .check_policy_signature(&file(name), signature.as_deref());
        checked.map_err(|problem| problem.key)
    };
    assert_eq!(check("recall.toml", None), Ok(false));
    adopt(&desk, "keys.toml");
    assert_eq!(check("recall.toml", Some("recall.toml.minisig")), Ok(true));
    assert_eq!(check("recall.toml", None), Err("policy-unsigned"));
    assert_eq!(
        check("keys.toml", Some("recall.toml.minisig")),
        Err("policy-bad-signature")
    );
    // Education's own key doesn't hand out policies.
    assert_eq!(
        check("plugin.toml", Some("plugin.toml.minisig")),
        Err("policy-bad-signature")
    );
}
