//! How long 10,000 rows of an XLSX list take, of directors and of children: looked at (read, columns
//! found, planned) against calamine alone on the same bytes in the same run, then saved as one act,
//! encrypted and synced. Prints goal and figure.

#[allow(dead_code)]
#[path = "../support/setup.rs"]
mod setup;

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tongdu::domain::book::Kind;
use tongdu::schema::number;
use tongdu::service::import::Asked;
use tongdu::service::{NewOffice, Office, OfficeRole};

const ROWS: u32 = 10_000;
const RUNS: usize = 5;
const GOAL: Duration = Duration::from_secs(2);
const GOAL_TIMES: f64 = 4.0;

fn main() {
    bench(Kind::Worker, &directors);
    bench(Kind::Child, &children);
}

/// The rows of a list: heading, then each row by its number and its village.
type List = dyn Fn(&mut dyn FnMut(Vec<String>), &[String]);

fn bench(kind: Kind, list: &List) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let office = office(folder.path());
    let villages: Vec<String> = office
        .tables()
        .live(Kind::Village)
        .map(|row| row.record.value("name").plain())
        .collect();
    let (file, bytes) = workbook(folder.path(), &villages, list);
    let alone = median(|| {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).expect("a workbook");
        let name = book.sheet_names()[0].clone();
        let range = book.worksheet_range(&name).expect("a sheet");
        assert_eq!(range.height(), ROWS as usize + 2);
        range
    });
    let asked = Asked {
        file,
        kind: Some(kind),
        ..Asked::default()
    };
    let looked = median(|| office.look(&asked).expect("a list"));
    let look = office.look(&asked).expect("a list");
    assert_eq!(
        look.plan.counts().new,
        ROWS as usize,
        "{:?}",
        look.plan.rows.iter().find(|r| r.changes().is_empty())
    );
    let records = look.plan.changes().len();
    let start = Instant::now();
    office.take(&look, &mut |_, _| true).expect("saved");
    let saved = start.elapsed();
    let again = office.look(&asked).expect("a list").plan.counts();
    assert_eq!((again.same, again.new), (ROWS as usize, 0));

    let start = Instant::now();
    office.undo(None).expect("the import");
    let undone = start.elapsed();

    let times = looked.as_secs_f64() / alone.as_secs_f64();
    let in_all = looked + saved;
    let met = |met: bool| if met { "met" } else { "MISSED" };
    let line = format!(
        "import of {ROWS} {}: looked at {looked:.0?} = {times:.1} x calamine alone ({alone:.0?}), goal {GOAL_TIMES} x: {}; \
         {records} records saved {saved:.0?}, in all {in_all:.0?}, goal {GOAL:?}: {}; taken back {undone:.0?}\n",
        kind.name(),
        met(times <= GOAL_TIMES),
        met(in_all <= GOAL),
    );
    let out = std::io::stdout().write_all(line.as_bytes());
    out.expect("somewhere to print");
}

/// 莒口镇, on the disk.
fn office(folder: &Path) -> Office {
    let (mut machine, _clock) = setup::machine();
    let (clock, random) = (machine.store.clock.clone(), machine.store.random.clone());
    machine.store.view = tongdu::store::Options::new(clock, random).view;
    let new = NewOffice {
        area: "350703104".into(),
        name: "王芳".into(),
        role: OfficeRole::Supervisor,
        passphrase: "correct horse".into(),
        demo: false,
    };
    let made = Office::create(&machine, &folder.join("office"), &new);
    made.expect("an office").0
}

fn workbook(folder: &Path, villages: &[String], list: &List) -> (PathBuf, Vec<u8>) {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let mut next = 1;
    list(
        &mut |cells| {
            for (column, text) in cells.iter().enumerate() {
                let column = u16::try_from(column).expect("few columns");
                page.write_string(next, column, text).expect("a cell");
            }
            next += 1;
        },
        villages,
    );
    // As offices do; it makes the reader look for merged cells.
    page.merge_range(0, 0, 0, 11, "花名册", &Format::new())
        .expect("a title");
    let bytes = book.save_to_buffer().expect("a workbook");
    let file = folder.join("花名册.xlsx");
    std::fs::write(&file, &bytes).expect("written");
    (file, bytes)
}

/// A valid identity number; the 17th place even: a woman, a girl.
fn id_number(n: u32, from: u32, years: u32) -> (String, String) {
    let (year, month, day) = (from + n / 336 % years, n / 28 % 12 + 1, n % 28 + 1);
    let stem = format!(
        "350703{year}{month:02}{day:02}{:03}",
        n / (336 * years) % 500 * 2
    );
    let check = char::from(number::check_place(stem.as_bytes()));
    (format!("{stem}{check}"), format!("{year}.{month}.{day}"))
}

fn heading(add: &mut dyn FnMut(Vec<String>), words: &str) {
    add(words.split(' ').map(str::to_owned).collect());
}

fn directors(add: &mut dyn FnMut(Vec<String>), villages: &[String]) {
    heading(
        add,
        "序号 村居 姓名 性别 身份证号 出生日期 手机 专兼职 是否女性委员 来源 任职时间 备注",
    );
    for n in 0..ROWS {
        let (number, born) = id_number(n, 1960, 40);
        add(vec![
            (n + 1).to_string(),
            villages[n as usize % villages.len()].clone(),
            format!("王芳{n}"),
            "女".into(),
            number,
            born,
            format!("139059{:05}", n % 100_000),
            "兼职".into(),
            "是".into(),
            "村（居）委会委员".into(),
            "2021年3月15日".into(),
            format!("第{n}号"),
        ]);
    }
}

fn children(add: &mut dyn FnMut(Vec<String>), villages: &[String]) {
    heading(
        add,
        "序号 村居 儿童姓名 性别 身份证号 出生日期 儿童类别 户口性质 父亲姓名 父亲状况 母亲姓名 母亲状况 \
         监护人 与儿童关系 联系电话 家庭住址 就学情况 风险等级",
    );
    for n in 0..ROWS {
        let (number, born) = id_number(n, 2010, 15);
        // Every other one is the sibling of the one before.
        let home = n / 2;
        add(vec![
            (n + 1).to_string(),
            villages[home as usize % villages.len()].clone(),
            format!("陈小明{n}"),
            "女".into(),
            number,
            born,
            "留守儿童".into(),
            "农村".into(),
            format!("陈志强{home}"),
            "外出务工".into(),
            format!("周丽萍{home}"),
            "外出务工".into(),
            format!("林金妹{home}"),
            "奶奶".into(),
            format!("139059{:05}", home % 100_000),
            format!("{}号", home % 300 + 1),
            "小学".into(),
            "黄".into(),
        ]);
    }
}

/// How long it takes to make something; throwing it away again is not part of it.
fn median<T>(mut run: impl FnMut() -> T) -> Duration {
    let time = |_| {
        let start = Instant::now();
        let made = run();
        let took = start.elapsed();
        drop(made);
        took
    };
    let mut times: Vec<Duration> = (0..RUNS).map(time).collect();
    times.sort();
    times[RUNS / 2]
}
