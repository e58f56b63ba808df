//! The whole way by keys in the real program: set up a township, bring in the office's list, hold
//! a training and mark who came, change somebody in Chinese, lose power, find everything there,
//! send the register to civil affairs.

#[path = "support/plugins.rs"]
#[allow(dead_code)]
mod plugins;
#[path = "support/terminal.rs"]
#[allow(dead_code)]
mod terminal;

use calamine::{Data, Reader};
use rust_xlsxwriter::Workbook;
use std::path::Path;
use std::sync::Arc;
use terminal::Terminal;
use tongdu::schema::number::check_place;

const VILLAGES: [&str; 17] = [
    "莒潭社区",
    "莒口村",
    "湖桥村",
    "焦岚村",
    "长埂村",
    "东山村",
    "后山村",
    "马伏村",
    "石庵村",
    "上㘵村",
    "中㘵村",
    "茶㘵村",
    "策口村",
    "社州村",
    "东徐村",
    "金山村",
    "河坝村",
];

fn id_number(n: usize) -> String {
    let digits = format!("3599991985{:02}{:02}{:03}", 1 + n % 12, 1 + n, 100 + n * 2);
    format!("{digits}{}", check_place(digits.as_bytes()) as char)
}

/// Seventeen directors below a title, as an office keeps them.
fn ledger(path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "莒口镇儿童主任花名册").unwrap();
    for (column, heading) in (0u16..).zip([
        "序号",
        "姓名",
        "村（居）",
        "身份证号",
        "手机",
        "任职时间",
        "初任培训时间",
    ]) {
        sheet.write(1, column, heading).unwrap();
    }
    for (n, village) in VILLAGES.iter().enumerate() {
        let row = 2 + u32::try_from(n).unwrap();
        sheet.write(row, 0, row - 1).unwrap();
        sheet
            .write(
                row,
                1,
                format!(
                    "林秀{}",
                    "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午".chars().nth(n).unwrap()
                ),
            )
            .unwrap();
        sheet.write(row, 2, *village).unwrap();
        sheet.write(row, 3, id_number(n)).unwrap();
        sheet
            .write(row, 4, format!("1390599{:04}", 100 + n))
            .unwrap();
        sheet.write(row, 5, "2022年4月20日").unwrap();
        sheet.write(row, 6, "2022.4.1").unwrap();
    }
    book.save(path).unwrap();
}

/// The group of the recovery code that has to be typed back.
fn last_group(screen: &vt100::Screen) -> Option<String> {
    let contents = screen.contents();
    let line = contents.lines().find(|l| l.starts_with(" 恢复码"))?;
    let code = line.split_whitespace().last()?;
    (code.len() == 29).then(|| code[25..].to_owned())
}

const PAGE_DOWN: &str = "\x1b[6~";
const F2: &str = "\x1bOQ";
const F6: &str = "\x1b[17~";

#[test]
fn a_township_from_set_up_to_civil_affairs_through_a_power_cut() {
    plugins::libraries();
    let mut screen = Terminal::start(&["--lang", "zh-CN"], &[]);
    let folder = Arc::clone(&screen.folder);
    let list = folder.path().join("名册.xlsx");
    ledger(&list);

    // Four answers, and the last group of the recovery code typed back.
    screen.wait_for("第一次使用");
    screen.type_keys("350703104\r王芳\r");
    screen.wait_for("第 3 样");
    screen.type_keys("maque2026\rmaque2026\r");
    screen.wait_until("recovery code", |s| last_group(s).is_some());
    let group = last_group(screen.screen.screen()).unwrap();
    screen.type_keys(&format!("{group}\r"));
    screen.wait_for("要办的事 17");

    // The list in: from the empty register, look, take.
    screen.type_keys("3");
    screen.wait_for("从台账导入");
    screen.type_keys("\r");
    screen.wait_for("选文件 ?");
    screen.type_keys(&format!("{}\r", list.display()));
    screen.wait_for("新增 17");
    screen.type_keys("\r");
    screen.wait_for("已导入：新增 17 人");
    screen.wait_for("上㘵村");

    // A training with one session, everybody marked with one key each.
    screen.type_keys("7");
    screen.wait_for("新增培训");
    screen.type_keys("\r");
    screen.wait_for("第 1 项");
    screen.type_keys("2026年儿童主任轮训\r2");
    screen.type_keys(F2);
    screen.wait_for("已新增");
    screen.type_keys("\x1b7");
    screen.wait_for("新增场次");
    screen.type_keys("\x1b[B\r");
    screen.wait_for("打字去找");
    screen.type_keys("2026");
    screen.wait_for("2026年儿童主任轮训");
    screen.type_keys("\r第1组\r2026-11-24");
    screen.type_keys(F2);
    screen.wait_for("第1组");
    screen.wait_for("共 1 行");
    screen.type_keys("\r");
    screen.wait_for("签到");
    screen.type_keys(F6);
    screen.wait_for("在任的全部");
    screen.type_keys("2");
    screen.wait_for("已加 17 人");
    screen.type_keys(&"1".repeat(16));
    screen.type_keys("3");
    screen.wait_for("17 林秀");
    screen.wait_for("请假          1");

    // Somebody changed, in Chinese.
    screen.type_keys("\x1b");
    screen.wait_for("[7培训]");
    screen.type_keys("/");
    screen.wait_for("查找   汉字");
    screen.type_keys("林秀癸");
    // One wrong character may be a slip, so that the others of the list stand below.
    screen.wait_for("17 个");
    screen.type_keys("\r");
    screen.wait_for("儿童主任：林秀癸");
    screen.type_keys(F2);
    screen.wait_for("修改");
    screen.type_keys(&"\t".repeat(12));
    screen.wait_for("第 13 项");
    screen.type_keys("兼管上㘵村儿童之家");
    screen.type_keys(F2);
    screen.wait_for("已存");

    // The power goes; everything is there.
    screen.child.kill().unwrap();
    screen.child.wait().unwrap();
    drop(screen);
    let mut screen = Terminal::start_in(folder, &["--lang", "zh-CN"], &[]);
    screen.wait_for("已上锁");
    screen.type_keys("maque2026\r");
    screen.wait_for("要办的事 1");
    screen.wait_for("16/17");
    screen.type_keys("/林秀癸");
    screen.wait_for("17 个");
    screen.type_keys("\r");
    screen.wait_for("兼管上㘵村儿童之家");

    // Out to civil affairs: every field looked at, both codes typed.
    let out = screen.folder.path().join("u");
    std::fs::create_dir(&out).unwrap();
    screen.type_keys("\x1b");
    screen.wait_for("查找   汉字");
    screen.type_keys("\x1b");
    screen.wait_for("[1工作台]");
    screen.type_keys("0");
    screen.wait_for("民政：实名制花名册");
    screen.type_keys("\r");
    screen.wait_for("看清楚 ?");
    // A page counts as looked at once it has been drawn.
    for focus in ["村居：", "选任来源：", "备注："] {
        screen.type_keys(PAGE_DOWN);
        screen.wait_for(focus);
    }
    screen.type_keys(&format!("\r{}\r", out.display()));
    screen.type_keys("civil_affairs\t");
    screen.type_keys("civil_affairs\r");
    screen.wait_for("17 人");
    screen.wait_for("已送");
    screen.type_keys("\x11");
    assert_eq!(screen.ended(), 0);
    assert!(screen.restored());

    let xlsx = std::fs::read_dir(&out).unwrap().map(|e| e.unwrap().path());
    let xlsx = xlsx
        .into_iter()
        .find(|p| p.extension().is_some_and(|e| e == "xlsx"))
        .unwrap();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(xlsx).unwrap();
    let sheet = book.worksheet_range("实名制花名册").unwrap();
    let cells: Vec<&Data> = sheet.rows().flatten().collect();
    for n in 0..17 {
        assert!(
            cells.contains(&&Data::String(id_number(n))),
            "{n}: an intact text"
        );
    }
    assert!(cells.contains(&&Data::String("兼管上㘵村儿童之家".into())));
}
