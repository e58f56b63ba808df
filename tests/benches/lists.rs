//! 100,000 children with their homes: unlock to workbench and memory; then their list: the first
//! look, keys, order, filter, marks; a child's file opened; and one field of 5,000 of them changed at
//! once and taken back.

#[allow(dead_code)]
#[path = "../support/setup.rs"]
mod setup;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};
use tongdu::config::Folder;
use tongdu::domain::book::{Kind, Record};
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::{Day, Id, Value};
use tongdu::service::{Column, Office, Query, Setup};
use tongdu::store::{Act, Change, ItemChange, NewStore, Op, Secret, SlotRole, Store};
use tongdu::ui::event::Event;
use tongdu::ui::{App, Prefs, Root, Start, Surroundings, key};

const CHILDREN: u64 = 100_000;
const VILLAGES: u64 = 400;
const MANY: usize = 5_000;
const KEY: Duration = Duration::from_millis(16);
/// From the derived key to the first screen, and what all of it may hold.
const UNLOCK: Duration = Duration::from_millis(200);
const MEMORY: u64 = 300;
const FILE: Duration = Duration::from_millis(100);
const BULK: Duration = Duration::from_secs(2);

/// Invented names, some beyond the common characters.
const SURNAMES: [&str; 12] = [
    "陈", "林", "黄", "张", "吴", "李", "郑", "王", "刘", "曾", "单", "欧阳",
];
const GIVEN: [&str; 12] = [
    "晓明", "秀英", "建国", "海峰", "桂香", "丽华", "㘵", "𬭚生", "文彬", "月娥", "美珍", "志勇",
];

fn record(kind: Kind, fields: &[(&str, Value)]) -> Record {
    let mut record = kind.blank();
    for (name, value) in fields {
        assert!(record.set(name, value.clone()), "{name}");
    }
    record
}

fn pick<'a>(all: &[&'a str], dice: u64) -> &'a str {
    all[usize::try_from(dice).unwrap_or(0) % all.len()]
}

fn child(n: u64) -> Record {
    // Steps that share no factor with the lists, so that everything is mixed.
    let (a, b) = (n.wrapping_mul(7919) >> 3, n.wrapping_mul(104_729) >> 5);
    let name = format!("{}{}", pick(&SURNAMES, a), pick(&GIVEN, b));
    let day = Day(14_000 + i32::try_from(a % 6_000).unwrap_or(0));
    let risk = pick(&["green", "green", "blue", "yellow", "red"], b >> 2);
    record(
        Kind::Child,
        &[
            ("name", Value::Text(name)),
            ("birth_day", Value::Day(day)),
            ("village", Value::Link(Id::new(n % VILLAGES, &[2; 10]))),
            ("risk", Value::Choice(risk.into())),
            ("household", Value::Link(Id::new(n / 2, &[3; 10]))),
            ("origin", Value::Choice("rural".into())),
            ("health", Value::Choices(vec!["healthy".into()])),
            ("schooling", Value::Choice("primary".into())),
            ("guardianship", Value::Choice("fair".into())),
            ("checked", Value::Day(Day(20_700))),
        ],
    )
}

/// The home of two children, with father and grandmother.
fn home(n: u64) -> Vec<Change> {
    let id = Id::new(n, &[3; 10]);
    let head = format!("{}志强", pick(&SURNAMES, n.wrapping_mul(7919) >> 4));
    let person = |place: u8, name: &str, relation: &str, status: &str| {
        let fields = [
            ("name", Value::Text(name.into())),
            ("household", Value::Link(id)),
            ("relation", Value::Choice(relation.into())),
            ("status", Value::Choices(vec![status.into()])),
            ("main", Value::Flag(relation == "grandmother")),
            ("phone", Value::Text(format!("140{n:08}"))),
        ];
        put(Id::new(n, &[place; 10]), record(Kind::Caregiver, &fields))
    };
    let fields = [
        ("head", Value::Text(head.clone())),
        ("address", Value::Text(format!("{}号", n % 300))),
    ];
    vec![
        put(id, record(Kind::Household, &fields)),
        person(4, &head, "father", "away"),
        person(5, "林金妹", "grandmother", "normal"),
    ]
}

/// Megabytes that the process holds.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmRSS"));
    let kilobytes = line.and_then(|l| l.split_whitespace().nth(1));
    kilobytes.and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn put(id: Id, record: Record) -> Change {
    Change {
        act: Act::Add,
        reason: None,
        items: vec![ItemChange {
            id,
            op: Op::Put(record),
            base: None,
        }],
    }
}

/// The time from a key to the whole screen drawn.
fn press(app: &mut App, name: &str) -> Duration {
    let event = Event::Key(key::parse(name).expect("a key"));
    let start = Instant::now();
    app.handle(event);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    app.draw(&mut buffer);
    start.elapsed()
}

fn verdict(time: Duration, goal: Duration) -> &'static str {
    if time <= goal { "met" } else { "MISSED" }
}

fn keys(app: &mut App, what: &str, keys: &[&str]) {
    let mut times: Vec<Duration> = keys
        .iter()
        .cycle()
        .take(400)
        .map(|k| press(app, k))
        .collect();
    times.sort();
    let p95 = times[times.len() * 95 / 100];
    println!(
        "{what:<36} p50 {:>8.2?}  p95 {p95:>8.2?}  goal {KEY:?} {}",
        times[times.len() / 2],
        verdict(p95, KEY)
    );
}

/// Presses keys that work the whole list out anew; the slowest of them.
fn once(app: &mut App, what: &str, keys: &[&str]) {
    let slowest = keys.iter().map(|k| press(app, k)).max().unwrap_or_default();
    println!("{what:<36} {slowest:>8.2?}");
}

/// The machine, with a view on the disk as people have it.
fn machine() -> Setup {
    let (mut machine, _clock) = setup::machine();
    let (clock, random) = (machine.store.clock.clone(), machine.store.random.clone());
    machine.store.view = tongdu::store::Options::new(clock, random).view;
    machine
}

/// Makes the store, and looks at it from a process of its own: what was needed to make it is not
/// what it takes to hold it.
fn main() {
    const STORE: &str = "TONGDU_BENCH_STORE";
    if let Some(root) = std::env::var_os(STORE) {
        return look(root.into());
    }
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let root = dir.path().join("office");
    make(&root);
    let program = std::env::current_exe().expect("this program");
    let looked = std::process::Command::new(program)
        .env(STORE, &root)
        .status();
    assert!(looked.expect("it starts").success());
}

fn make(root: &Path) {
    let machine = machine();
    let new = NewStore {
        area: "350703104",
        demo: true,
        user_name: "量",
        role: SlotRole::Supervisor,
        passphrase: "量",
    };
    let (mut store, _) = Store::create(root, &new, &machine.store).expect("an empty folder");
    let villages = (0..VILLAGES).map(|n| {
        let fields = [
            ("name", Value::Text(format!("第{n}村"))),
            ("code", Value::Text(format!("350703104{n:03}"))),
        ];
        put(Id::new(n, &[2; 10]), record(Kind::Village, &fields))
    });
    let homes = (0..CHILDREN / 2).flat_map(home);
    let children = (0..CHILDREN).map(|n| put(Id::new(n, &[1; 10]), child(n)));
    store
        .commit_group(
            Act::Import,
            None,
            villages.chain(homes).chain(children).collect(),
            &mut |_, _| true,
        )
        .expect("room on the disk");
    store.close();
}

fn look(root: PathBuf) {
    let machine = machine();
    let start = Instant::now();
    let office = Office::open(&machine, &root, &Secret::passphrase("量")).expect("just closed");
    let office = Arc::new(office);
    let unlocked = start.elapsed();

    let (sender, _inbox) = channel();
    let around = Surroundings::read(|_| Some("xterm-256color".into()));
    let prefs = Prefs::load(Folder::new("/nowhere"), around, None).expect("no theme asked");
    let mut app = App::new(
        Start {
            setup: machine,
            root,
            found: Root::Open(Arc::clone(&office)),
            language: Language::ZhCn,
            prefs,
        },
        sender,
    );
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    app.draw(&mut buffer);
    let shown = start.elapsed();
    let held = resident();
    println!(
        "{CHILDREN} children and their homes: unlocked in {unlocked:.2?} (key derivation aside), workbench after {shown:.2?}, \
         goal {UNLOCK:?} {}; {held} MiB held, goal {MEMORY} MiB {}",
        verdict(shown, UNLOCK),
        if held <= MEMORY { "met" } else { "MISSED" },
    );
    once(&mut app, "the list for the first time", &["4"]);
    keys(
        &mut app,
        "down and pages",
        &["down", "down", "down", "pagedown"],
    );
    keys(
        &mut app,
        "end, home, right, left",
        &["end", "home", "right", "left"],
    );
    keys(&mut app, "a mark", &[" "]);
    once(&mut app, "marks on all, and off", &["*", "*"]);
    let by = |keys: &[&'static str], typed: &str| -> Vec<String> {
        let typed = typed.chars().map(String::from);
        let mut all: Vec<String> = keys.iter().map(ToString::to_string).collect();
        all.extend(typed);
        all.push("enter".into());
        all
    };
    for name in by(&["f3", "2"], "姓名") {
        press(&mut app, &name);
    }
    once(&mut app, "in the order of names", &["1"]);
    keys(
        &mut app,
        "down and pages, in that order",
        &["down", "down", "down", "pagedown"],
    );
    for name in by(&["f3", "1"], "风险") {
        press(&mut app, &name);
    }
    once(&mut app, "only the red ones", &["1"]);
    once(&mut app, "all again", &["backspace"]);

    let opened: Vec<&str> = ["enter", "esc", "down"].repeat(20);
    let mut times: Vec<Duration> = opened.iter().map(|key| press(&mut app, key)).collect();
    times = times.into_iter().step_by(3).collect();
    times.sort();
    println!(
        "a child's file opened                p50 {:>8.2?}  slowest {:>8.2?}  goal {FILE:?} {}",
        times[times.len() / 2],
        times[times.len() - 1],
        verdict(times[times.len() - 1], FILE)
    );

    let words = Lexicon::new(Language::ZhCn);
    let query = Query {
        limit: Some(MANY),
        ..Query::default()
    };
    let rows = office.list(&words, Kind::Child, &query).rows;
    let note = Kind::Child.field_index("note").expect("a field");
    let start = Instant::now();
    let value = Value::Text("统一核对".into());
    let plan = office
        .plan_bulk(Kind::Child, &rows, &[(Column::Field(note), value)])
        .expect("a plan");
    let looked = start.elapsed();
    let (count, _) = office.save_bulk(&plan, "量").expect("room on the disk");
    let all = start.elapsed();
    println!(
        "{count} changed at once: looked at in {looked:.2?}, saved after {all:.2?}, goal {BULK:?} {}",
        verdict(all, BULK)
    );
    let start = Instant::now();
    office.undo(None).expect("the last change");
    println!("taken back in {:.2?}", start.elapsed());
}
