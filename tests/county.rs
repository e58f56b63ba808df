//! A county's trainer: lists of many townships in, who is to be trained, what goes to superiors.

#[path = "support/county.rs"]
mod county;
#[path = "support/office.rs"]
#[allow(dead_code)]
mod office;

use calamine::{Reader, Xlsx, open_workbook};
use county::{DIRECTORS, TOWNSHIPS, lists, trainers, write};
use office::{PASSPHRASE, setup};
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::worker::WorkerRole;
use tongdu::domain::workforce::YearState;
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::Id;
use tongdu::service::import::Asked;
use tongdu::service::{Office, coverage, forecast, totals};

/// A trainer's office with nobody in it.
fn empty() -> (Office, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("office");
    let (office, _) = Office::create(&setup(), &root, &trainers(PASSPHRASE)).expect("made");
    (office, folder)
}

fn bring_in(office: &Office, file: &Path, township: Option<&str>) -> (usize, usize) {
    let asked = Asked {
        file: file.to_owned(),
        township: township.map(str::to_owned),
        ..Asked::default()
    };
    let look = office.look(&asked).expect("a list");
    let counts = office.take(&look, &mut |_, _| true).expect("taken");
    (counts.new, counts.refused)
}

/// With the people of all townships.
fn full() -> (Office, TempDir) {
    let (office, folder) = empty();
    for list in lists() {
        let taken = bring_in(&office, &write(folder.path(), &list), None);
        assert_eq!(taken, (list.people.len(), 0), "{}", list.township.short);
    }
    (office, folder)
}

fn words() -> Lexicon {
    Lexicon::new(Language::ZhCn)
}

fn name(office: &Office, worker: Id) -> String {
    office.label(Kind::Worker, worker)
}

#[test]
fn the_lists_of_twenty_townships_come_in_each_to_its_own() {
    let (office, _folder) = full();
    let lines = office.rotation(&[2026]);
    assert_eq!(lines.len(), DIRECTORS + TOWNSHIPS);
    for list in lists() {
        let here: BTreeSet<String> = lines
            .iter()
            .filter(|line| line.township == Some(list.township))
            .map(|line| name(&office, line.worker))
            .collect();
        let sent: BTreeSet<String> = list.people.iter().map(|p| p.name.clone()).collect();
        assert_eq!(here, sent, "{}", list.township.short);
    }
    let supervisors = lines
        .iter()
        .filter(|l| l.role == Some(WorkerRole::Supervisor));
    assert_eq!(
        supervisors.filter(|l| l.village.is_none()).count(),
        TOWNSHIPS
    );
}

#[test]
fn a_list_that_does_not_say_whose_it_is_is_told_by_whoever_brings_it() {
    let (office, folder) = empty();
    let file = folder.path().join("list.csv");
    std::fs::write(&file, "姓名,村居\n林一,前进社区\n").expect("written");
    assert_eq!(bring_in(&office, &file, None), (0, 1), "there are two");
    assert_eq!(bring_in(&office, &file, Some("赛岐")), (1, 0));
    let line = &office.rotation(&[2026])[0];
    assert_eq!(line.township.map(|d| d.short.as_str()), Some("赛岐镇"));
    let asked = |township: &str| Asked {
        file: file.clone(),
        township: Some(township.to_owned()),
        ..Asked::default()
    };
    let refused = |township| office.look(&asked(township)).err().map(|p| p.key);
    assert_eq!(refused("莒口镇"), Some("problem-no-such-township"));
    assert_eq!(refused("城"), Some("problem-several-townships"));
}

#[test]
fn what_is_counted_by_township_is_what_is_counted_of_all() {
    let (office, _folder) = full();
    let years = [2024, 2025, 2026];
    let lines = office.rotation(&years);
    let all = totals(&lines, years.len());
    let towns = coverage(&lines, years.len());
    assert_eq!(towns.len(), TOWNSHIPS);
    for (at, total) in all.iter().enumerate() {
        let sum = towns.iter().map(|t| t.years[at].0).sum::<usize>();
        assert_eq!(sum, total.0);
    }
    assert_eq!(all[2], (DIRECTORS + TOWNSHIPS, 0));
    // Those of February 2026 are the only ones who weren't there before.
    let new = lines.iter().filter(|l| l.years[1] == YearState::NotInPost);
    assert_eq!(new.count(), DIRECTORS / 3);
    let lacking: Vec<usize> = towns.iter().map(|t| t.lacking()).collect();
    assert!(lacking.is_sorted_by(|a, b| a >= b), "{lacking:?}");
}

#[test]
fn who_has_lapsed_and_who_will_is_told_apart() {
    let (office, _folder) = full();
    let lines = office.rotation(&[2026]);
    // It is 11-23: whoever was in post before lapsed at some year's end, the others do on 12-31.
    let new = DIRECTORS / 3;
    let before = DIRECTORS + TOWNSHIPS - new;
    assert_eq!(forecast(&lines, office.today()), [before, 0, new]);
    let within = |days| {
        let lines = lines.iter();
        lines
            .filter(|l| l.lapses_within(office.today(), days))
            .count()
    };
    assert_eq!((within(37), within(38)), (before, before + new));
}

#[test]
fn the_gaps_go_out_as_a_sheet_and_never_over_a_file() {
    let (office, folder) = full();
    let lines = office.rotation(&[2026]);
    let table = office.gaps_table(&words(), &lines);
    assert_eq!(table.heading[..3], ["姓名", "乡镇", "村居"]);
    let file = folder.path().join("缺训.xlsx");
    table.write(&file).expect("written");
    let mut book: Xlsx<_> = open_workbook(&file).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    assert_eq!(sheet.rows().count(), 1 + DIRECTORS + TOWNSHIPS);
    // Whoever lapsed first stands first.
    let lapses: Vec<&String> = table.lines.iter().filter_map(|l| l.last()).collect();
    assert!(lapses.is_sorted() && lapses[0] < lapses[lapses.len() - 1]);
    let again = table.write(&file).map_err(|p| p.key);
    assert!(again.is_err(), "it is there already");
    let ending = table
        .write(&folder.path().join("缺训.doc"))
        .map_err(|p| p.key);
    assert_eq!(ending, Err("problem-table-ending"));
}

#[test]
fn a_supervisors_township_outlives_the_program() {
    let (office, folder) = full();
    drop(office);
    let secret = tongdu::service::Secret::passphrase(PASSPHRASE);
    let root = folder.path().join("office");
    let office = Office::open(&setup(), &root, &secret).expect("opens");
    let tables = office.tables();
    let told = tables.live(Kind::Post).filter(|row| {
        matches!(&row.record, Record::Post(post) if post.village.is_none()
            && post.township.starts_with("350981") && post.township.ends_with("000"))
    });
    assert_eq!(told.count(), TOWNSHIPS);
}
