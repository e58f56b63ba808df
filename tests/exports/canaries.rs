//! A value of its own in every field of every record: for each agency, none of them gets out beyond
//! what it is granted, be it to the plug-in, into a file, into the log or into a sentence.

use crate::planted::{Canaries, plant};
use crate::sponge::{Desk, all_shipped, shipped};
use std::collections::BTreeSet;
use std::fmt::Write;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::disclosure::Disclosure;
use tongdu::domain::grant::Grant;
use tongdu::domain::plugin_trust::PluginTrust;
use tongdu::service::export::{Preview, Table, shipped_policy};
use tongdu::service::{Office, OfficeRole};

/// From which stored field a field of a dataset may come.
fn origin(table: Table, field: &str) -> &[&str] {
    match (table, field) {
        (Table::Roster, "post_from") => &["post.from"],
        (Table::Roster, "first_training") => &["worker.first_training"],
        (Table::Roster, "name") => &["worker.name"],
        (Table::Roster, "birth_day") => &["worker.birth_day"],
        (Table::Roster, "id_number") => &["worker.id_number"],
        (Table::Roster, "phone") => &["worker.phone"],
        (Table::Roster, "certificate") => &["worker.certificate"],
        (Table::Roster, "national_entered") => &["worker.national_entered"],
        (Table::Roster, "note") => &["worker.note"],
        (Table::Children, "name") => &["child.name"],
        (Table::Children, "birth_day") => &["child.birth_day"],
        (Table::Children, "id_number") => &["child.id_number"],
        (Table::Children, "ethnicity") => &["child.ethnicity"],
        (Table::Children, "address") => &["household.address"],
        (Table::Children, "disability_card") => &["child.disability_card"],
        (Table::Children, "illness") => &["child.illness"],
        (Table::Children, "school") => &["child.school"],
        (Table::Children, "class") => &["child.class"],
        (Table::Children, "note") => &["child.note"],
        (Table::Children, "guardian" | "father") => &["caregiver.name"],
        (Table::Children, "guardian_phone") => &["caregiver.phone"],
        (Table::Families, "guardian") => &["caregiver.name"],
        (Table::Families, "phone") => &["caregiver.phone"],
        (Table::Parents, "name") => &["caregiver.name"],
        (Table::Parents, "phone") => &["caregiver.phone"],
        (Table::Parents, "work_place") => &["caregiver.work_place"],
        (Table::Parents, "consent") => &["caregiver.consent"],
        (Table::Spending, "amount") => &["expense.amount"],
        (Table::Roster | Table::Children | Table::Families | Table::Parents, "village") => {
            &["village.name"]
        }
        _ => &[],
    }
}

/// Everything that the preview grants, as stored fields.
pub fn allowed(preview: &Preview) -> BTreeSet<&'static str> {
    let fields = preview.leaving.iter();
    fields
        .flat_map(|field| origin(field.table, field.name).iter().copied())
        .collect()
}

pub fn desk() -> (Desk, Canaries) {
    let desk = Desk::new(crate::office::jukou_on);
    let all = plant(&desk.office);
    (desk, all)
}

/// All that was written down by sending: entries of the log, and how a plug-in stands since.
pub fn log(office: &Office, all: &Canaries) -> String {
    let tables = office.tables();
    let mut text = String::new();
    for (id, entry) in tables.all::<Disclosure>(Kind::Disclosure) {
        // But for the one that was planted.
        if entry.agency != all.of("disclosure.agency") {
            write!(text, "{id} {:?} ", Record::from(entry.clone())).unwrap();
        }
    }
    for (_, trust) in tables.all::<PluginTrust>(Kind::PluginTrust) {
        if trust.plugin != all.of("plugin_trust.plugin") {
            write!(text, "{trust:?}").unwrap();
        }
    }
    text
}

/// Nothing of a text is a canary.
pub fn holds_none(all: &Canaries, text: &str, what: &str) {
    assert_eq!(all.found(text), BTreeSet::new(), "{what}: {text}");
}

#[test]
fn each_kind_holds_canaries() {
    let (_, all) = desk();
    for kind in Kind::ALL {
        let own = format!("{}.", kind.name());
        let many = all.fields().filter(|field| field.starts_with(&own)).count();
        assert!(many > 0, "{own}");
        assert_eq!(
            all.fields().any(|f| f == format!("{own}extra")),
            kind.extended()
        );
    }
    assert!(all.fields().count() > 180, "{}", all.fields().count());
}

#[test]
fn nothing_but_what_is_granted_reaches_the_plug_in() {
    let mut met = BTreeSet::new();
    for id in all_shipped() {
        let (desk, all) = desk();
        desk.soak(&shipped(&id), "");
        let preview = desk
            .preview("sponge", &[])
            .unwrap_or_else(|p| panic!("{id} {}", p.key));
        let given = format!("{:?}", desk.given(&preview));
        // Nothing beyond, and each of those that are granted, or this test looks past them.
        assert_eq!(all.found(&given), allowed(&preview), "{id}\n{given}");
        met.extend(allowed(&preview));
        holds_none(&all, &log(&desk.office, &all), &id);
        // Nor does any record's own number.
        for kind in Kind::ALL {
            for row in desk.office.tables().rows(*kind) {
                assert!(!given.contains(&row.id.to_string()), "{id} got an id");
            }
        }
    }
    assert!(met.len() > 20, "{met:?}");
}

#[test]
fn nor_the_files_that_a_shipped_plug_in_makes_nor_their_cover_nor_their_names() {
    for id in all_shipped() {
        let (desk, all) = desk();
        let preview = desk
            .preview(&id, &[])
            .unwrap_or_else(|p| panic!("{id} {}", p.key));
        let sealed = desk.sealed(&preview);
        holds_none(&all, &sealed.name, &id);
        let mut covers = 0;
        for (file, bytes) in &sealed.inside {
            holds_none(&all, file, &id);
            let text = match file.ends_with(".xlsx") {
                true => unpacked(bytes),
                false => String::from_utf8(bytes.clone()).unwrap(),
            };
            if preview.files.contains(file) {
                let beyond = all.found(&text).into_iter().collect::<BTreeSet<_>>();
                let beyond: Vec<_> = beyond.difference(&allowed(&preview)).copied().collect();
                assert_eq!(beyond, Vec::<&str>::new(), "{id}: {file}");
            } else {
                holds_none(&all, &text, file);
                covers += 1;
            }
        }
        assert_eq!(covers, 1, "{id}");
        holds_none(&all, &log(&desk.office, &all), &id);
    }
}

/// Every part of a workbook.
fn unpacked(bytes: &[u8]) -> String {
    use std::io::Read;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for at in 0..zip.len() {
        zip.by_index(at).unwrap().read_to_string(&mut text).unwrap();
    }
    text
}

/// What was typed to choose rows: a field that isn't granted, by its value.
const CHOSEN: [(&str, &str, &str); 4] = [
    ("education", "note", "child.note"),
    (
        "civil_affairs",
        "national_entered",
        "worker.national_entered",
    ),
    ("womens_federation", "note", "household.note"),
    ("labour", "note", "caregiver.note"),
];

#[test]
fn by_what_the_rows_were_chosen_stays_in_the_office() {
    for (id, field, from) in CHOSEN {
        let (desk, all) = desk();
        desk.soak(&shipped(id), "");
        let typed = format!("{field}={}", all.of(from));
        let preview = desk.preview("sponge", &[&typed]).unwrap();
        assert_eq!(preview.rows, 1, "{id}: it chooses");
        let sealed = desk.sealed(&preview);
        assert_eq!(sealed.inside.len(), 2);
        for (file, bytes) in &sealed.inside {
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(!all.found(&text).contains(from), "{id}: {file} {text}");
            assert!(!text.contains(field), "{id}: {file} names the field");
            // Only that not all of them left is said.
            assert!(text.contains("（部分）"), "{id}: {file} {text}");
        }
        let log = log(&desk.office, &all);
        assert!(log.contains(&format!("\"{field}=*\"")), "{log}");
        holds_none(&all, &log, id);
        let Err(problem) = desk.preview("sponge", &[&format!("{typed}9")]) else {
            panic!("nobody was chosen")
        };
        let told = crate::refusals::told(&problem);
        assert!(!told.contains(all.of(from)), "{told}");
    }
}

/// A manifest that asks for every field that there is of a dataset, for this grant's agency and purpose.
fn greedy(grant: &Grant) -> String {
    let words = "{ zh-CN = \"试\", en = \"test\" }";
    let table = Table::named(&grant.dataset).expect("a dataset");
    let fields = table.fields().into_iter();
    let fields: String = fields
        .map(|(name, _)| format!("[[dataset.field]]\nname = \"{name}\"\nreason = {words}\n"))
        .collect();
    format!(
        "id = \"greedy\"\nversion = \"1\"\nabi = 1\nagency = \"{}\"\nname = {words}\n[purpose]\n\
         code = \"{}\"\nname = {words}\nbasis = {words}\n[[dataset]]\nname = \"{}\"\n{fields}[[output]]\n",
        grant.agency, grant.purpose, grant.dataset
    )
}

/// Every agency of the policy, those too for which no plug-in comes with the program, by a plug-in that
/// asks for everything.
#[test]
fn who_asks_for_everything_gets_what_its_agency_may() {
    let mut agencies = BTreeSet::new();
    for grant in shipped_policy() {
        let (desk, all) = desk();
        let entry = grant.entry();
        desk.soak(&greedy(grant), "");
        agencies.insert(grant.agency.clone());
        let ended = grant.until.is_some();
        let preview = match desk.preview("sponge", &[]) {
            Ok(preview) => preview,
            Err(problem) => {
                // A contract that has ended, until it is granted anew.
                assert!(ended, "{entry} {}", problem.key);
                holds_none(&all, &crate::refusals::told(&problem), &entry);
                continue;
            }
        };
        assert!(!ended, "{entry}");
        let leaving: BTreeSet<_> = preview.leaving.iter().map(|field| field.name).collect();
        let granted: BTreeSet<_> = grant.granted().into_iter().map(|(name, _)| name).collect();
        assert_eq!(leaving, granted, "{entry}");
        let second = preview.second.then(|| {
            let added = desk
                .office
                .add_user("周海燕", OfficeRole::Supervisor, "haiyan2026");
            added.expect("a second person");
            "haiyan2026"
        });
        let given = desk.given_by(&preview, second);
        // What isn't granted has no column, and nothing is told beside the rows that isn't known.
        for dataset in &given.tables {
            let fields: BTreeSet<_> = dataset.fields.iter().map(String::as_str).collect();
            assert_eq!(fields, granted, "{entry}");
        }
        let told: BTreeSet<_> = given.options.iter().map(|(key, _)| key.as_str()).collect();
        assert!(told.is_subset(&OPTIONS.into()), "{entry} {told:?}");
        let given = format!("{given:?}");
        // What leaves changed doesn't leave as it is: initials, a band of age.
        let whole = preview.leaving.iter().filter(|f| f.transform.is_none());
        let whole = whole.flat_map(|field| origin(field.table, field.name));
        let whole: BTreeSet<_> = whole.copied().collect();
        assert_eq!(all.found(&given), whole, "{entry}\n{given}");
        holds_none(&all, &log(&desk.office, &all), &entry);
    }
    assert_eq!(agencies.len(), 11, "{agencies:?}");
}

/// What a plug-in is told beside the rows.
const OPTIONS: [&str; 9] = [
    "layout",
    "title",
    "place",
    "purpose",
    "rows",
    "filter",
    "made_on",
    "chain_head",
    "mark",
];
