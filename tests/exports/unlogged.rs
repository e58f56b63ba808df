//! What can't be written down isn't sent: neither before a run nor after it.

use crate::plugins::{NEVER, names};
use crate::sponge::Desk;
use std::path::Path;
use std::sync::Arc;
use tongdu::domain::book::Kind;
use tongdu::domain::disclosure::{Disclosure, DisclosureState};
use tongdu::i18n::{Language, Lexicon};
use tongdu::service::Problem;
use tongdu::service::demo::{self, Scale};
use tongdu::service::export::{Confirmation, Going};
use tongdu::store::ViewKind;
use tongdu::store::files::{Files, SimDisk};

/// The demo's township on a disk that can be filled up.
fn desk(disk: &SimDisk) -> Desk {
    Desk::new(|machine, data| {
        let mut machine = machine.clone();
        machine.store.files = Arc::new(disk.clone());
        machine.store.view = ViewKind::Memory;
        let above: Vec<&Path> = data.ancestors().skip(1).collect();
        for folder in above.into_iter().rev() {
            disk.make_dir(folder).unwrap();
        }
        demo::make(&machine, data, Scale::Township, 1).unwrap()
    })
}

fn send(desk: &Desk, tell: &mut dyn FnMut(Going)) -> Problem {
    let preview = desk.preview("education", &[]).unwrap();
    let sure = Confirmation {
        code: "education".into(),
        ..Confirmation::default()
    };
    let (words, out) = (Lexicon::new(Language::ZhCn), desk.dir.path().join("out"));
    let sent = desk
        .office
        .send(&words, &preview, &sure, &out, tell, &NEVER);
    assert_eq!(names(&out), [""; 0]);
    sent.map(|_| ()).expect_err("nothing may leave")
}

fn states(desk: &Desk) -> Vec<Option<DisclosureState>> {
    let tables = desk.office.tables();
    let all = tables.all::<Disclosure>(Kind::Disclosure);
    all.map(|(_, entry)| entry.state).collect()
}

#[test]
fn where_the_log_cannot_be_begun_nothing_runs() {
    let disk = SimDisk::new();
    let desk = desk(&disk);
    disk.leave_room(Some(0));
    let mut ran = false;
    let problem = send(&desk, &mut |_| ran = true);
    assert!(problem.key.starts_with("store-"), "{}", problem.key);
    assert!(!ran, "it was given rows");
    assert_eq!(states(&desk), []);
}

#[test]
fn where_the_log_cannot_be_ended_the_file_goes_again_and_the_next_start_says_so() {
    let disk = SimDisk::new();
    let desk = desk(&disk);
    let mut ran = false;
    let problem = send(&desk, &mut |going| {
        ran |= matches!(going, Going::Sealing(..));
        disk.leave_room(Some(0));
    });
    assert!(problem.key.starts_with("store-"), "{}", problem.key);
    assert!(ran, "it came to the end");
    assert_eq!(states(&desk), [Some(DisclosureState::Started)]);
    disk.leave_room(None);
    let (machine, root) = (desk.office.setup().clone(), desk.dir.path().join("office"));
    let Desk { dir, office } = desk;
    office.close();
    let secret = tongdu::service::Secret::passphrase(demo::DEMO_PASSPHRASE);
    let office = tongdu::service::Office::open(&machine, &root, &secret).unwrap();
    let notes = office.notes();
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].0, "note-export-broken-off");
    assert_eq!(
        states(&Desk { dir, office }),
        [Some(DisclosureState::Failed)]
    );
}
