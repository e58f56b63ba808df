//! Who got what, however many were sent at once: the list of a big export doesn't fit into one
//! record, and must be whole all the same.

use crate::office::setup;
use std::path::Path;
use std::process::{Command, Output};
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::disclosure::Disclosure;
use tongdu::domain::worker::Worker;
use tongdu::i18n::{Language, Lexicon};
use tongdu::plugin::discover::beside;
use tongdu::schema::{Id, Value};
use tongdu::service::export::Confirmation;
use tongdu::service::{Office, demo};
use tongdu::store::Secret;

const PEOPLE: usize = 3 * Disclosure::HOLDS + 1;
const NAMED: &str = "林小梅";

/// So many more in post, each as somebody of the demo is.
fn more_people(office: &Office) -> Vec<Id> {
    let worker = |n: usize| Worker {
        name: format!("{NAMED}{n}"),
        ..Worker::default()
    };
    let role = |mut record: Record| {
        record.set("role", Value::Choice("director".into()));
        record
    };
    let workers = (0..PEOPLE).map(|n| role(worker(n).into()));
    demo::add(office, workers.collect()).unwrap();
    let (people, post) = {
        let tables = office.tables();
        let mine = tables.live(Kind::Worker).filter(|row| {
            let name = row.record.value("name").plain();
            name.starts_with(NAMED)
        });
        let people: Vec<Id> = mine.map(|row| row.id).collect();
        let mut posts = tables.live(Kind::Post);
        let open = posts.find(|row| row.record.value("to").is_empty()).unwrap();
        (people, open.record.clone())
    };
    let in_post = |id: &Id| {
        let mut post = post.clone();
        assert!(post.set("worker", Value::Link(*id)));
        post
    };
    demo::add(office, people.iter().map(in_post).collect()).unwrap();
    people
}

fn asks(data: &Path, of: &str) -> Output {
    let passphrase = data.with_file_name("passphrase");
    std::fs::write(&passphrase, demo::DEMO_PASSPHRASE).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_tongdu"));
    program.arg("--data").arg(data).arg("--json");
    program.arg("--passphrase-file").arg(passphrase);
    program.args(["disclosures", "worker", of]);
    program.output().unwrap()
}

#[test]
fn whom_a_big_export_was_of_is_known_to_the_last() {
    let dir = tempfile::tempdir().unwrap();
    let (data, out) = (dir.path().join("office"), dir.path().join("out"));
    std::fs::create_dir(&out).unwrap();
    let mut machine = setup();
    machine.plugins = beside(&crate::plugins::libraries().join("tongdu"));
    let office = demo::make(&machine, &data, demo::Scale::Township, 1).unwrap();
    let people = more_people(&office);
    let words = Lexicon::new(Language::ZhCn);
    let preview = office.preview(&words, "civil_affairs", &[]).unwrap();
    assert!(preview.rows > PEOPLE);
    let sure = Confirmation {
        code: "civil_affairs".into(),
        clear: "civil_affairs".into(),
        ..Confirmation::default()
    };
    let (tell, never) = (&mut |_| {}, &crate::plugins::NEVER);
    let sent = office.send(&words, &preview, &sure, &out, tell, never);
    let sent = sent.unwrap_or_else(|p| panic!("{} {:?}", p.key, p.args));
    assert_eq!(sent.rows as usize, preview.rows);
    office.close();

    // From the journal, not from what was at hand.
    let secret = Secret::passphrase(demo::DEMO_PASSPHRASE.to_owned());
    let office = Office::open(&machine, &data, &secret).unwrap();
    let log = office.disclosures(Some("civil_affairs"), None).unwrap();
    let [entry] = &log[..] else {
        panic!("{} entries", log.len())
    };
    assert!(office.tables().rows(Kind::Disclosed).count() >= 3);
    let of = office.disclosed(entry.id);
    assert_eq!(of.len(), preview.rows);
    assert!(people.iter().all(|id| of.contains(id)));
    for id in [people[0], people[PEOPLE / 2], people[PEOPLE - 1]] {
        let found = office.disclosures(None, Some(id)).unwrap();
        assert_eq!(found.iter().map(|r| r.id).collect::<Vec<_>>(), [entry.id]);
        assert!(
            office
                .disclosures(Some("police"), Some(id))
                .unwrap()
                .is_empty()
        );
    }
    let numbers = [people[0], people[PEOPLE - 1]];
    let numbers = numbers.map(|id| office.row(Kind::Worker, id).unwrap().number.to_string());
    let newcomer = Worker {
        name: "吴月".into(),
        ..Worker::default()
    };
    demo::add(&office, vec![newcomer.into()]).unwrap();
    office.close();
    for (of, entries) in [(numbers[0].as_str(), 1), (&numbers[1], 1), ("吴月", 0)] {
        let told = asks(&data, of);
        let lines = String::from_utf8(told.stdout).unwrap();
        assert!(told.status.success(), "{lines}");
        assert_eq!(lines.lines().count(), entries, "{of}");
    }
    assert_eq!(asks(&data, "没有这个人").status.code(), Some(1));
}
