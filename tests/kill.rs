//! kill -9 at any moment: whatever was acknowledged is there, the chain holds, and the records
//! are what the journal says.

#[path = "support/office.rs"]
mod office;

use office::{PASSPHRASE, jukou, setup};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use tongdu::domain::book::Kind;
use tongdu::schema::Id;
use tongdu::service::Office;
use tongdu::store::Secret;

const ROUNDS: u64 = 100;

/// Adds people through the real program until it is killed behind some acknowledgement; what it
/// acknowledged, also after nobody listened any more.
fn write_until_killed(root: &Path, passphrase: &Path, round: u64) -> BTreeMap<Id, String> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tongdu"))
        .args(["--json", "add", "worker", "-"])
        .arg("--data")
        .arg(root)
        .arg("--passphrase-file")
        .arg(passphrase)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || {
        for n in 0..100_000 {
            let line = format!("{{\"name\":\"第{round}轮{n}\",\"role\":\"director\"}}\n");
            if input.write_all(line.as_bytes()).is_err() {
                break;
            }
        }
    });
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut acknowledged = String::new();
    // Another number of lines in each round, and so another moment of the writer's work.
    for _ in 0..round * 7 % 23 {
        output.read_line(&mut acknowledged).unwrap();
    }
    child.kill().unwrap();
    output.read_to_string(&mut acknowledged).unwrap();
    child.wait().unwrap();
    feeder.join().unwrap();
    let whole = acknowledged
        .rfind('\n')
        .map_or("", |end| &acknowledged[..end]);
    let ack = |line: &str| {
        let ack: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = Id::parse(ack["id"].as_str().unwrap()).unwrap();
        (
            id,
            format!("第{round}轮{}", ack["line"].as_u64().unwrap() - 1),
        )
    };
    whole.lines().map(ack).collect()
}

#[test]
fn a_hundred_kills_lose_nothing_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let (root, passphrase) = (dir.path().join("office"), dir.path().join("passphrase"));
    std::fs::write(&passphrase, PASSPHRASE).unwrap();
    jukou(&root).close().unwrap();
    let mut acknowledged = BTreeMap::new();
    for round in 0..ROUNDS {
        acknowledged.extend(write_until_killed(&root, &passphrase, round));
        let office = Office::open(&setup(), &root, &Secret::passphrase(PASSPHRASE)).unwrap();
        for (id, name) in &acknowledged {
            let row = office.row(Kind::Worker, *id);
            let kept = row.map(|r| r.record.value("name").plain());
            assert_eq!(kept.as_ref(), Some(name), "round {round}");
        }
        let report = office.verify(round % 10 == 9).unwrap();
        assert_eq!(report.findings, [], "round {round}");
        // Every other time the next start finds a view that was never put away.
        if round % 2 == 0 {
            office.close().unwrap();
        }
    }
    assert!(
        acknowledged.len() > 500,
        "the rounds wrote something: {}",
        acknowledged.len()
    );
}

/// How long the journal is.
fn journal(root: &Path) -> u64 {
    let devices = std::fs::read_dir(root.join("journal")).unwrap().flatten();
    let files = devices.flat_map(|d| std::fs::read_dir(d.path()).unwrap().flatten());
    files.map(|f| f.metadata().unwrap().len()).sum()
}

/// Rows of the ledger that is brought in.
const LEDGER: usize = 1000;
const IMPORTS: u64 = 8;

#[test]
fn an_import_that_is_killed_is_there_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let (root, passphrase) = (dir.path().join("office"), dir.path().join("passphrase"));
    let ledger = dir.path().join("台账.csv");
    std::fs::write(&passphrase, PASSPHRASE).unwrap();
    let mut text = String::from("村居,儿童姓名,父亲姓名,父亲状况,监护人,与儿童关系\n");
    for n in 0..LEDGER {
        text += &format!("后山村,陈小明{n},陈志强{n},外出务工,林金妹{n},奶奶\n");
    }
    std::fs::write(&ledger, text).unwrap();
    jukou(&root).close().unwrap();
    let (mut whole, mut nothing, mut size) = (0, 0, 0);
    for round in 0..IMPORTS {
        let before = journal(&root);
        let mut child = Command::new(env!("CARGO_BIN_EXE_tongdu"))
            .args(["import", "--kind", "child"])
            .arg(&ledger)
            .arg("--data")
            .arg(&root)
            .arg("--passphrase-file")
            .arg(&passphrase)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The first comes to its end and tells how long that is; each of the others is killed at
        // another length of the journal.
        let at = if round == 0 {
            u64::MAX
        } else {
            before + 1 + size * (round - 1) / (IMPORTS - 2)
        };
        while child.try_wait().unwrap().is_none() && journal(&root) < at {
            std::thread::yield_now();
        }
        _ = child.kill();
        child.wait().unwrap();
        if round == 0 {
            size = journal(&root) - before;
        }
        let office = Office::open(&setup(), &root, &Secret::passphrase(PASSPHRASE)).unwrap();
        let live = |kind| office.tables().live(kind).count();
        let counts = [Kind::Child, Kind::Household, Kind::Caregiver].map(live);
        match counts {
            [0, 0, 0] => nothing += 1,
            [children, homes, people] => {
                assert_eq!((children, homes, people), (LEDGER, LEDGER, 2 * LEDGER));
                whole += 1;
                office.undo(None).unwrap();
            }
        }
        assert_eq!(office.verify(false).unwrap().findings, [], "round {round}");
        office.close().unwrap();
    }
    assert!(
        whole > 0 && nothing > 0,
        "{whole} whole, {nothing} not at all"
    );
}

#[test]
fn a_change_of_many_is_whole_or_never_was() {
    const PEOPLE: usize = 1500;
    let dir = tempfile::tempdir().unwrap();
    let (root, passphrase) = (dir.path().join("office"), dir.path().join("passphrase"));
    std::fs::write(&passphrase, PASSPHRASE).unwrap();
    jukou(&root).close().unwrap();
    let program = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tongdu"));
        command.arg("--data").arg(&root);
        command.arg("--passphrase-file").arg(&passphrase);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let mut adding = program()
        .args(["--json", "add", "worker", "-"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = adding.stdin.take().unwrap();
    for n in 0..PEOPLE {
        writeln!(input, "{{\"name\":\"第{n}人\",\"role\":\"director\"}}").unwrap();
    }
    drop(input);
    assert!(adding.wait().unwrap().success());
    let (mut halfway, mut whole, mut size) = (0, 0, 0);
    // The first comes to its end and tells how long that is; each of the others is killed at
    // another length of the journal, until some were caught in the middle.
    for round in 0..40u64 {
        if halfway >= 3 {
            break;
        }
        let note = format!("第{round}轮");
        let before = journal(&root);
        let mut child = program()
            .args(["set", "worker", "--where", "role=director"])
            .arg(format!("note={note}"))
            .spawn()
            .unwrap();
        let at = if round == 0 {
            u64::MAX
        } else {
            before + 1 + size * (round % 8) / 8
        };
        while child.try_wait().unwrap().is_none() && journal(&root) < at {
            std::thread::yield_now();
        }
        let _ = child.kill();
        child.wait().unwrap();
        let begun = journal(&root) > before;
        if round == 0 {
            size = journal(&root) - before;
        }
        let office = Office::open(&setup(), &root, &Secret::passphrase(PASSPHRASE)).unwrap();
        let changed = office
            .tables()
            .live(Kind::Worker)
            .filter(|row| row.record.value("note").plain() == note)
            .count();
        assert!(
            changed == 0 || changed == PEOPLE,
            "round {round}: {changed}"
        );
        whole += u32::from(changed == PEOPLE);
        halfway += u32::from(begun && changed == 0);
        assert_eq!(office.verify(false).unwrap().findings, [], "round {round}");
        office.close().unwrap();
    }
    assert!(
        halfway > 0 && whole > 0,
        "killed between: {halfway} in the middle, {whole} whole"
    );
}
