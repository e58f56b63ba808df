//! What holds whatever is in it: what is shown can be read again, an index says what a scan says, a
//! list is a part of the whole order, preferences of any bytes are read, ages fall on their days.

#[path = "support/office.rs"]
#[allow(dead_code)]
mod office;

use chrono::{Datelike, NaiveDate};
use office::jukou;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeSet, HashMap};
use tongdu::config::Folder;
use tongdu::domain::answer::Answer;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::child::{Category, Child};
use tongdu::domain::due::{self, Deadline, Rule};
use tongdu::domain::family::Family;
use tongdu::domain::workforce::Workforce;
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::{Day, FieldType, Id, TimeOfDay, Value, number};
use tongdu::service::{Column, Office, Query, demo};
use tongdu::ui::theme::Depth;
use tongdu::ui::{Prefs, Surroundings};

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    })
}

fn county_demo(folder: &std::path::Path) -> Office {
    demo::make(
        &office::setup(),
        &folder.join("demo"),
        demo::Scale::Township,
        1,
    )
    .expect("a demo")
}

/// A value that a field of this type can hold.
fn value_of(ty: FieldType, links: &HashMap<&str, Vec<Id>>, dice: (u64, &str)) -> Value {
    let (n, text) = dice;
    let pick = |len: usize| usize::try_from(n).unwrap_or(0) % len.max(1);
    let text = |max: usize| -> Value {
        let words: Vec<&str> = text.split_whitespace().collect();
        let line: String = words.join(" ").chars().take(max).collect();
        match line.trim() {
            "" => Value::Empty,
            line => Value::Text(line.to_owned()),
        }
    };
    let days = i32::try_from(n % 60_000).expect("few") - 20_000;
    match ty {
        FieldType::Text { max } | FieldType::Note { max } => text(max),
        FieldType::Int { min, max } => {
            Value::Int(min + i64::try_from(n % 1000).expect("few") % max.saturating_sub(min).max(1))
        }
        FieldType::Score { max } => {
            Value::Score(i64::try_from(n % 10_000).expect("few") % (max * 10 + 1))
        }
        FieldType::Day => Value::Day(Day(days)),
        FieldType::Time => {
            let time = format!("{:02}:{:02}", n % 24, n / 24 % 60);
            Value::Time(TimeOfDay::parse(&time).expect("a time"))
        }
        FieldType::Flag => Value::Flag(n % 2 == 0),
        FieldType::Choice(_, all) => Value::Choice(all[pick(all.len())].code.to_owned()),
        FieldType::Choices(_, all) => {
            let chosen = all
                .iter()
                .enumerate()
                .filter(|(i, _)| n >> (i % 60) & 1 == 1);
            match chosen.map(|(_, c)| c.code.to_owned()).collect::<Vec<_>>() {
                none if none.is_empty() => Value::Empty,
                codes => Value::Choices(codes),
            }
        }
        FieldType::Link(kind) => match links.get(kind) {
            Some(all) if !all.is_empty() => Value::Link(all[pick(all.len())]),
            _ => Value::Empty,
        },
        FieldType::Phone => Value::Text(format!("139{:08}", n % 100_000_000)),
        FieldType::IdNumber => {
            let stem = format!(
                "359999{}{:03}",
                Day(days.rem_euclid(20_000)).iso().replace('-', ""),
                n % 999 + 1
            );
            Value::Text(format!(
                "{stem}{}",
                char::from(number::check_place(stem.as_bytes()))
            ))
        }
        FieldType::Division => Value::Text(format!("3507031042{:02}", n % 100)),
    }
}

/// Every field of every kind: what it holds is read again from its stable form, from what a form
/// and a list write in Chinese, and stands in the record as it was put there.
#[test]
fn what_is_shown_is_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let office = county_demo(dir.path());
    let words = Lexicon::new(Language::ZhCn);
    let links: HashMap<&str, Vec<Id>> = Kind::ALL
        .iter()
        .map(|kind| {
            (
                kind.name(),
                office.tables().rows(*kind).map(|r| r.id).collect(),
            )
        })
        .collect();
    runner(300)
        .run(
            &(any::<u64>(), "[ -~㘵𬭚·一-龥]{0,90}"),
            |(n, text)| {
                for kind in Kind::ALL {
                    for (index, field) in kind.fields().iter().enumerate() {
                        let value = value_of(field.ty, &links, (n, &text));
                        let at = format!("{}.{} {value:?}", kind.name(), field.name);
                        let mut record = kind.blank();
                        record.put(index, value.clone());
                        prop_assert_eq!(&record.at(index), &value, "{}", at);
                        let read = office.parse(*kind, Column::Field(index), &value.plain());
                        prop_assert_eq!(read.as_ref(), Ok(&value), "{} as {}", at, value.plain());
                        // A record's name may be that of several; its id is not.
                        if !matches!(field.ty, FieldType::Link(_)) && !field.role.sensitive {
                            let shown = office.record_text(&words, &record, Column::Field(index));
                            let read = office.parse(*kind, Column::Field(index), &shown);
                            prop_assert_eq!(read, Ok(value), "{} as {}", at, shown);
                        }
                    }
                }
                Ok(())
            },
        )
        .unwrap();
}

/// Whatever is typed into a field, reading what was read changes nothing more.
#[test]
fn whatever_is_typed_is_read_or_refused_and_stays_as_read() {
    let dir = tempfile::tempdir().unwrap();
    let office = jukou(&dir.path().join("office"));
    let typed = prop_oneof![
        "\\PC{0,40}",
        "[0-9０-９.年月日/ -]{0,14}",
        "[0-9Xx＊* ]{11,19}",
        ".{0,20}",
    ];
    runner(400)
        .run(&typed, |typed| {
            for kind in Kind::ALL {
                for index in 0..kind.fields().len() {
                    if let Ok(value) = office.parse(*kind, Column::Field(index), &typed) {
                        let again = office.parse(*kind, Column::Field(index), &value.plain());
                        prop_assert_eq!(again.ok(), Some(value), "{} {}", kind.name(), index);
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}

fn leading_by_scan(office: &Office, owner: Id, kind: Kind) -> Vec<Id> {
    let tables = office.tables();
    let rows = tables.rows(kind).filter(|row| !row.retired);
    let mut ids: Vec<Id> = rows
        .filter(|row| row.record.links().iter().any(|(_, id)| *id == owner))
        .map(|row| row.id)
        .collect();
    ids.sort_unstable();
    ids
}

#[derive(Clone, Copy, Debug)]
enum Doing {
    Home,
    Caregiver(usize),
    Child(usize, usize),
    Move(usize, usize),
    Retire(usize),
    Undo,
}

fn doing() -> impl Strategy<Value = Doing> {
    prop_oneof![
        Just(Doing::Home),
        (0..9usize).prop_map(Doing::Caregiver),
        (0..9usize, 0..17usize).prop_map(|(h, v)| Doing::Child(h, v)),
        (0..9usize, 0..9usize).prop_map(|(c, h)| Doing::Move(c, h)),
        (0..9usize).prop_map(Doing::Retire),
        Just(Doing::Undo),
    ]
}

/// After whatever was saved, changed, put aside or undone, the index of links is what a scan of all
/// records finds, and so it is after the next unlocking.
#[test]
fn the_index_of_links_is_a_scan() {
    let check = |office: &Office| {
        let all: Vec<Id> = Kind::ALL
            .iter()
            .flat_map(|k| office.tables().rows(*k).map(|r| r.id).collect::<Vec<_>>())
            .collect();
        for owner in all {
            for kind in [Kind::Caregiver, Kind::Child, Kind::Household] {
                let tables = office.tables();
                let found: Vec<Id> = tables.leading_to(owner, kind).map(|r| r.id).collect();
                drop(tables);
                assert_eq!(found, leading_by_scan(office, owner, kind), "{kind:?}");
            }
        }
    };
    runner(12)
        .run(&prop::collection::vec(doing(), 1..30), |steps| {
            let dir = tempfile::tempdir().unwrap();
            let root = dir.path().join("office");
            let office = jukou(&root);
            let at = |kind: Kind, n: usize| -> Option<Id> {
                let tables = office.tables();
                let ids: Vec<Id> = tables.live(kind).map(|r| r.id).collect();
                (!ids.is_empty()).then(|| ids[n % ids.len()])
            };
            for (n, step) in steps.into_iter().enumerate() {
                let name = Value::Text(format!("某{n}"));
                let set = |kind: Kind, pairs: Vec<(&str, Value)>| {
                    let mut record = kind.blank();
                    for (field, value) in pairs {
                        record.set(field, value);
                    }
                    _ = office.save(None, record, "");
                };
                let link = |id: Option<Id>| id.map_or(Value::Empty, Value::Link);
                match step {
                    Doing::Home => set(Kind::Household, vec![("head", name)]),
                    Doing::Caregiver(h) => set(
                        Kind::Caregiver,
                        vec![
                            ("name", name),
                            ("household", link(at(Kind::Household, h))),
                            ("relation", Value::Choice("father".into())),
                        ],
                    ),
                    Doing::Child(h, v) => set(
                        Kind::Child,
                        vec![
                            ("name", name),
                            ("household", link(at(Kind::Household, h))),
                            ("village", link(at(Kind::Village, v))),
                        ],
                    ),
                    Doing::Move(c, h) => {
                        if let Some(row) =
                            at(Kind::Child, c).and_then(|id| office.row(Kind::Child, id))
                        {
                            let mut record: Record = row.record.clone();
                            record.set("household", link(at(Kind::Household, h)));
                            office.save(Some(&row), record, "").expect("saved");
                        }
                    }
                    Doing::Retire(c) => {
                        if let Some(row) =
                            at(Kind::Child, c).and_then(|id| office.row(Kind::Child, id))
                        {
                            office.retire(&row, "重复").expect("put aside");
                        }
                    }
                    Doing::Undo => _ = office.undo(None),
                }
                check(&office);
            }
            office.close();
            let secret = tongdu::store::Secret::passphrase(office::PASSPHRASE);
            check(&Office::open(&office::setup(), &root, &secret).unwrap());
            Ok(())
        })
        .unwrap();
}

/// A list with a limit is the beginning of the whole one; no order loses or doubles anybody, and
/// what isn't filled in stands last.
#[test]
fn a_part_of_a_list_is_a_part_of_the_whole_order() {
    let dir = tempfile::tempdir().unwrap();
    let office = county_demo(dir.path());
    let words = Lexicon::new(Language::ZhCn);
    for kind in [
        Kind::Child,
        Kind::Worker,
        Kind::Village,
        Kind::Household,
        Kind::Session,
    ] {
        let ids = |query: &Query| -> Vec<Id> {
            let rows = office.list(&words, kind, query).rows;
            rows.iter().map(|row| row.id).collect()
        };
        let everybody: BTreeSet<Id> = ids(&Query::default()).into_iter().collect();
        for field in kind.fields().iter().filter(|f| !f.role.sensitive) {
            for descending in [false, true] {
                let (sort, _) = office.parse_sort(kind, field.name).expect("a column");
                let whole = Query {
                    sort: Some(sort),
                    descending,
                    ..Query::default()
                };
                let all = ids(&whole);
                assert_eq!(all.iter().copied().collect::<BTreeSet<_>>(), everybody);
                assert_eq!(all.len(), everybody.len());
                for limit in [0, 1, 7, all.len(), all.len() + 5] {
                    let part = Query {
                        limit: Some(limit),
                        ..whole.clone()
                    };
                    assert_eq!(ids(&part), all[..limit.min(all.len())], "{}", field.name);
                }
                let values: Vec<Value> = all
                    .iter()
                    .filter_map(|id| office.row(kind, *id))
                    .map(|row| row.record.value(field.name))
                    .collect();
                let filled = values.iter().take_while(|v| !v.is_empty()).count();
                assert!(
                    values[filled..].iter().all(Value::is_empty),
                    "{}",
                    field.name
                );
                if matches!(
                    field.ty,
                    FieldType::Day | FieldType::Int { .. } | FieldType::Time
                ) {
                    let sorted = |pair: &[Value]| {
                        if descending {
                            pair[0] >= pair[1]
                        } else {
                            pair[0] <= pair[1]
                        }
                    };
                    assert!(values[..filled].windows(2).all(sorted), "{}", field.name);
                }
            }
        }
    }
}

/// Whatever bytes lie in somebody's settings, keys and colours, the program has a look and keys.
#[test]
fn preferences_of_any_bytes_are_read() {
    let bytes = || {
        prop_oneof![
            prop::collection::vec(any::<u8>(), 0..300),
            "[\\[\\]{}=\"'#\n a-z0-9._-]{0,200}".prop_map(String::into_bytes),
            "(theme|keymap|width|lines|language) = (\"mine\"|3|\\[\\]|\"\")\n".prop_map(String::into_bytes),
            "\\[(keys|colours|palette)\\]\n(find|undo|accent|inherit) = (\"f5\"|\"mine\"|\\[\"esc\"\\]|7)\n"
                .prop_map(String::into_bytes),
        ]
    };
    runner(300)
        .run(&(bytes(), bytes(), bytes()), |(settings, keymap, theme)| {
            let dir = tempfile::tempdir().unwrap();
            for (name, bytes) in [
                ("settings.toml", &settings),
                ("keymaps/mine.toml", &keymap),
                ("themes/mine.toml", &theme),
            ] {
                let path = dir.path().join(name);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, bytes).unwrap();
            }
            let around = Surroundings {
                term: "xterm-256color".into(),
                depth: Depth::Full,
                utf8: true,
                wide: false,
                tmux: false,
            };
            let prefs = Prefs::load(Folder::new(dir.path()), around, None);
            prop_assert!(
                prefs.is_ok(),
                "only a theme that was asked for by name can be missing"
            );
            Ok(())
        })
        .unwrap();
}

/// Age by walking: nothing is reckoned but the calendar's own days. One more year on each
/// anniversary; born on 29 February, in other years on 1 March (民法典).
struct Walk {
    born: NaiveDate,
    age: i32,
}

impl Walk {
    fn on(&mut self, day: NaiveDate) -> i32 {
        let leap = NaiveDate::from_ymd_opt(day.year(), 2, 29).is_some();
        let anniversary = match (self.born.month(), self.born.day(), leap) {
            (2, 29, false) => (3, 1),
            (month, date, _) => (month, date),
        };
        if day > self.born && (day.month(), day.day()) == anniversary {
            self.age += 1;
        }
        self.age
    }
}

/// Everybody born on one of the days of two years (a 29 February among them) is walked from birth
/// to 19: whether a category or the protection by age holds is that of the day, and the birthdays
/// at 14, 16 and 18 are announced for the day on which the age is reached.
#[test]
fn ages_are_those_of_the_calendar_on_every_day() {
    let start = NaiveDate::from_ymd_opt(2011, 7, 1).unwrap();
    let epoch = |date: NaiveDate| Day(date.to_epoch_days());
    for born in start.iter_days().take(731) {
        let child = Child {
            birth_day: Some(epoch(born)),
            categories: BTreeSet::from([Category::LeftBehind]),
            moved_in: Some(epoch(born)),
            ..Child::default()
        };
        let family = || Family {
            child: &child,
            household: None,
            caregivers: Vec::new(),
        };
        let mut walk = Walk { born, age: 0 };
        let mut reached = HashMap::new();
        let end = NaiveDate::from_ymd_opt(born.year() + 19, 3, 2).unwrap();
        for day in born.iter_days().take_while(|day| *day <= end) {
            let age = walk.on(day);
            reached.entry(age).or_insert(day);
            // Around the lines only: the rest is the same comparison.
            let near = (day.month0() + 12 - born.month0()) % 12 <= 1 || day.ordinal() % 61 == 0;
            if age < 12 || !near {
                continue;
            }
            let (today, family) = (epoch(day), family());
            assert_eq!(family.age(today), Some(age), "{born} on {day}");
            for years in [14, 16, 18] {
                let below: Answer = Some(age < years).into();
                assert_eq!(family.below(years, today), below, "{born} on {day}");
            }
            let migrant: Answer = Some(age < 16).into();
            assert_eq!(
                family.computed(Category::Migrant, today),
                migrant,
                "{born} on {day}"
            );
        }
        // The day's list a week before, on the day, and the day after.
        for (years, rule) in [
            (14, Rule::Turns14),
            (16, Rule::Turns16),
            (18, Rule::Turns18),
        ] {
            let turns = epoch(reached[&years]);
            for (from, announced) in [
                (-31, false),
                (-30, true),
                (-1, true),
                (0, true),
                (1, years == 18),
            ] {
                let today = turns.plus(from);
                let file = due::File {
                    id: Id([1; 16]),
                    family: family(),
                    changed: today,
                    director: None,
                };
                let all = due::due(
                    &Workforce::default(),
                    &due::Checks::default(),
                    std::iter::empty(),
                    std::iter::once(file),
                    &HashMap::new(),
                    today,
                );
                let deadlines: Vec<Deadline> = all
                    .iter()
                    .filter(|d| d.rule == rule)
                    .map(|d| d.deadline)
                    .collect();
                let want: Vec<Deadline> = announced
                    .then_some(Deadline::By(turns))
                    .into_iter()
                    .collect();
                assert_eq!(deadlines, want, "{born} turning {years}, {from} days");
            }
        }
    }
}
