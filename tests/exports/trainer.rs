//! What a trainer may send of an office where supervisors keep children's files: the register and what
//! its people cost, never a child, nor a number in which one is counted. Nor does a trainer decide who
//! gets what, be it by taking a decision back.

use crate::sponge::{Desk, all_shipped, shipped};
use crate::statistics::{PAID, paid};
use tongdu::domain::book::Kind;
use tongdu::service::export::{Stays, parse_policy};
use tongdu::service::{Office, OfficeRole};
use tongdu::store::Secret;

const PASSPHRASE: &str = "laoying2026";

/// The demo's office, which a trainer of it has opened.
fn trainers(before: impl Fn(&Desk)) -> Desk {
    let desk = Desk::demo();
    let office = &desk.office;
    office
        .add_user("赵敏", OfficeRole::Trainer, PASSPHRASE)
        .unwrap();
    before(&desk);
    let Desk { dir, office } = desk;
    let (machine, root) = (office.setup().clone(), office.root().to_owned());
    office.close();
    let secret = Secret::passphrase(PASSPHRASE.to_owned());
    let office = Office::open(&machine, &root, &secret).unwrap();
    Desk { dir, office }
}

#[test]
fn a_trainer_sends_the_register_and_nothing_in_which_a_child_is_counted() {
    let desk = trainers(|_| {});
    for id in all_shipped() {
        match desk.preview(&id, &[]) {
            Ok(preview) => {
                assert_eq!((id.as_str(), preview.children), ("civil_affairs", 0));
                desk.send(&preview, None).unwrap();
            }
            Err(problem) => {
                assert_ne!(id, "civil_affairs");
                assert_eq!((problem.key, problem.exit), ("export-not-yours", 4), "{id}");
            }
        }
    }
    assert_eq!(desk.office.tables().live(Kind::Disclosure).count(), 1);
}

#[test]
fn of_what_is_only_wished_for_a_trainer_sends_what_costs_and_not_how_many_there_are() {
    let wished = shipped("finance").replace("required = true\n", "");
    let desk = trainers(|desk| {
        desk.soak(&wished, "");
        paid(&desk.office);
    });
    let preview = desk.preview("sponge", &[]).unwrap();
    let stays: Vec<_> = preview
        .withheld
        .iter()
        .map(|w| (w.table.name(), w.name, w.why))
        .collect();
    let not = |name| ("funding", name, Stays::NotGranted);
    assert_eq!(stays, [not("township"), not("item"), not("count")]);
    let given = desk.given(&preview);
    let [spending] = &given.tables[..] else {
        panic!("{given:?}")
    };
    assert_eq!(spending.name, "spending");
    assert_eq!(spending.rows.len(), PAID.len());
}

const KEY: &str = "RWRovwEJxvioe7OwLTiMn4Fs6Kp78/gRuBIQFFnEwPfv1khUkEuNMD6z";

#[test]
fn a_trainer_takes_back_no_decision_about_who_gets_what() {
    let grant = "[[grant]]\nagency='bank'\npurpose='case'\ndataset='children'\nrows='all'\n\
                 source='试'\nfields=['name']\n";
    let key = format!("[[key]]\nagency='education'\nkey='{KEY}'\nsource='试'\n");
    let recall = format!(
        "[[revoked]]\nsha256='{}'\nwhy='试'\nsource='试'\n",
        "ab".repeat(32)
    );
    let policies = [
        (Kind::Grant, grant.to_owned()),
        (Kind::Signer, key),
        (Kind::Revocation, recall),
    ];
    for (kind, policy) in policies {
        let read = parse_policy(&policy).unwrap_or_else(|why| panic!("{kind:?} {why:?}"));
        let desk = trainers(|desk| _ = desk.office.adopt(&read, None).unwrap().unwrap());
        refused(&desk, kind);
        assert_eq!(desk.office.tables().live(kind).count(), 1, "{kind:?}");
        assert_eq!(desk.office.adopt(&read, None).unwrap_err().exit, 4);
    }
    let desk = trainers(|desk| desk.soak(&shipped("civil_affairs"), ""));
    refused(&desk, Kind::PluginTrust);
    assert!(desk.office.plugin("sponge").unwrap().standing.may_run());
    // To stop one anybody may; to let it run again by taking that back, not.
    desk.office.distrust("sponge").unwrap();
    refused(&desk, Kind::PluginTrust);
    assert!(!desk.office.plugin("sponge").unwrap().standing.may_run());
}

fn refused(desk: &Desk, kind: Kind) {
    assert_eq!(desk.office.tables().live(kind).count(), 1, "{kind:?}");
    let undone = desk.office.undo(None).unwrap_err();
    assert_eq!(
        (undone.key, undone.exit),
        ("problem-not-manager", 4),
        "{kind:?}"
    );
}
