//! How long 10,000 rows of a list take: read, columns found, planned, against calamine alone on
//! the same bytes in the same run. Prints goal and figure.

#[allow(dead_code)]
#[path = "../support/setup.rs"]
mod setup;

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook};
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use tongdu::domain::divisions;
use tongdu::domain::village::Village;
use tongdu::schema::{Day, Id, number};
use tongdu::service::import::Look;
use tongdu::service::transfer::directors::{Plan, Register, plan};
use tongdu::service::transfer::{heading, sheet};
use tongdu::service::{NewOffice, Office, OfficeRole};

const ROWS: u32 = 10_000;
const RUNS: usize = 7;
const GOAL: Duration = Duration::from_secs(2);
const GOAL_TIMES: f64 = 4.0;

fn main() {
    let township = divisions::all()
        .iter()
        .filter(|d| d.level == divisions::DivisionLevel::Village);
    let villages: Vec<(Id, Village)> = township
        .enumerate()
        .map(|(n, d)| {
            let village = Village {
                name: d.name.clone(),
                code: d.code.clone(),
                ..Village::default()
            };
            (Id((n as u128).to_be_bytes()), village)
        })
        .collect();
    let register = Register::<u64> {
        workers: Vec::new(),
        posts: Vec::new(),
        villages: villages
            .iter()
            .map(|(id, village)| (*id, village))
            .collect(),
    };
    let bytes = list(&villages);
    let alone = median(|| {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).expect("a workbook");
        let name = book.sheet_names()[0].clone();
        assert_eq!(
            book.worksheet_range(&name).expect("a sheet").height(),
            ROWS as usize + 2
        );
    });
    let read = median(|| {
        assert_eq!(
            sheet::from_bytes(&bytes, None).expect("a list").rows.len(),
            ROWS as usize + 2
        );
    });
    let all = median(|| {
        let plan = import(&bytes, &register);
        assert_eq!(plan.counts().new, ROWS as usize, "{:?}", plan.rows[0]);
    });
    let times = all.as_secs_f64() / alone.as_secs_f64();
    let met = if all <= GOAL && times <= GOAL_TIMES {
        "met"
    } else {
        "MISSED"
    };
    let line = format!(
        "import of {ROWS} XLSX rows, read and planned over {} villages: {all:.0?}, {times:.1} x calamine alone ({alone:.0?}; reading {read:.0?}); goal {GOAL:?} and {GOAL_TIMES} x: {met}\n",
        villages.len()
    );
    let saved = saved(&bytes, &villages);
    let met = if all + saved <= GOAL { "met" } else { "MISSED" };
    let line = format!(
        "{line}the same saved as one act: {saved:.0?}, {:.0?} in all; goal {GOAL:?}: {met}\n",
        all + saved
    );
    std::io::stdout()
        .write_all(line.as_bytes())
        .expect("somewhere to print");
}

/// How long saving the whole plan takes, on the disk, encrypted and synced.
fn saved(bytes: &[u8], villages: &[(Id, Village)]) -> Duration {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mut machine, _clock) = setup::machine();
    machine.store.view =
        tongdu::store::Options::new(machine.store.clock.clone(), machine.store.random.clone()).view;
    let new = NewOffice {
        area: "350703".into(),
        name: "方志平".into(),
        role: OfficeRole::Trainer,
        passphrase: "correct horse".into(),
        demo: false,
    };
    let office = Office::create(&machine, &folder.path().join("office"), &new)
        .expect("an office")
        .0;
    let sheet = sheet::from_bytes(bytes, None).expect("a list");
    let columns = heading::find(&sheet, &[]).expect("a heading");
    let register = Register {
        workers: Vec::new(),
        posts: Vec::new(),
        villages: villages.iter().map(|(id, v)| (*id, v)).collect(),
    };
    let plan = plan(&sheet, &columns, &register, office.today(), &mut || {
        machine.new_id()
    });
    let look = Look {
        sheet,
        columns,
        plan,
    };
    let start = Instant::now();
    office.take(&look, &mut |_, _| true).expect("saved");
    start.elapsed()
}

fn import(bytes: &[u8], register: &Register<'_, u64>) -> Plan<u64> {
    let sheet = sheet::from_bytes(bytes, None).expect("a list");
    let columns = heading::find(&sheet, &[]).expect("a heading");
    let mut last = 1_u128 << 64;
    let mut new_id = || {
        last += 1;
        Id(last.to_be_bytes())
    };
    let today = Day::from_ymd(2026, 11, 23).expect("a day");
    plan(&sheet, &columns, register, today, &mut new_id)
}

fn list(villages: &[(Id, Village)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let headings = [
        "序号",
        "村居",
        "姓名",
        "性别",
        "身份证号",
        "出生日期",
        "手机",
        "专兼职",
        "是否女性委员",
        "来源",
        "任职时间",
        "备注",
    ];
    // As offices do; it makes the reader look for merged cells.
    page.merge_range(0, 0, 0, 11, "福建省儿童主任花名册", &Format::new())
        .expect("a title");
    for (column, heading) in headings.iter().enumerate() {
        page.write_string(1, column as u16, *heading)
            .expect("a cell");
    }
    for n in 0..ROWS {
        let (year, month, day) = (1960 + n / 336 % 40, n / 28 % 12 + 1, n % 28 + 1);
        // The 17th place even: a woman.
        let stem = format!("350703{year}{month:02}{day:02}{:03}", n % 450 * 2);
        let check = char::from(number::check_place(stem.as_bytes()));
        // By code, since a province has many villages of one name.
        let village = &villages[n as usize % villages.len()].1;
        let cells = [
            village.code.clone(),
            format!("王芳{n}"),
            "女".into(),
            format!("{stem}{check}"),
            format!("{year}.{month}.{day}"),
            format!("139059{:05}", n % 100_000),
            "兼职".into(),
            "是".into(),
            "村（居）委会委员".into(),
            "2021年3月15日".into(),
            format!("第{n}号"),
        ];
        page.write_number(n + 2, 0, f64::from(n + 1))
            .expect("a cell");
        for (column, text) in cells.iter().enumerate() {
            page.write_string(n + 2, column as u16 + 1, text)
                .expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}
