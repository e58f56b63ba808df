//! A township's two ledgers as its office keeps them, with the mistakes that are usual; the people
//! are invented.

use crate::desk::{dated, id_number};
use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};
use std::path::{Path, PathBuf};

/// Children that nobody has graded yet beyond 蓝.
pub const BLUE: usize = 11;

fn fresh() -> Workbook {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 11, 20).expect("a day");
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    workbook
}

fn put(page: &mut Worksheet, row: usize, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells) {
        if !cell.is_empty() {
            let row = u32::try_from(row).expect("few rows");
            page.write(row, column, *cell).expect("a cell");
        }
    }
}

fn head(page: &mut Worksheet, title: &str, upper: &[&str], lower: &[&str], groups: &[(u16, u16)]) {
    let plain = Format::new();
    let last = u16::try_from(upper.len() - 1).expect("few columns");
    page.merge_range(0, 0, 0, last, title, &plain)
        .expect("a title");
    put(page, 1, upper);
    put(page, 2, lower);
    for (column, text) in (0..).zip(upper) {
        let group = groups
            .iter()
            .find(|(from, to)| (*from..=*to).contains(&column));
        match group {
            Some((from, to)) if *from == column => {
                page.merge_range(1, *from, 1, *to, text, &plain)
                    .map(drop)
                    .expect("a common heading");
            }
            Some(_) => {}
            None => page
                .merge_range(1, column, 2, column, text, &plain)
                .map(drop)
                .expect("a heading two rows high"),
        }
    }
}

/// The register of directors: two good rows, one whose telephone lacks a digit, one of a village
/// that isn't there.
pub fn directors(folder: &Path) -> PathBuf {
    let mut workbook = fresh();
    let page = workbook.add_worksheet();
    page.set_name("儿童主任").expect("a name");
    let upper = [
        "序号",
        "村居",
        "姓名",
        "性别",
        "身份证号码",
        "联系方式",
        "",
        "任职时间",
    ];
    let lower = ["", "", "", "", "", "手机号码", "备用电话", ""];
    head(
        page,
        "莒口镇儿童主任花名册（2026年11月）",
        &upper,
        &lower,
        &[(5, 6)],
    );
    let (a, b) = (id_number("19800214", 2), id_number("19790630", 1));
    let (c, d) = (id_number("19910101", 4), id_number("19850505", 6));
    for (row, cells) in (3..).zip([
        [
            "1",
            "后山村",
            "林秀英",
            "女",
            &a,
            "１４０００００００１１",
            "",
            "2021.3.1",
        ],
        [
            "2",
            "东山村委会",
            "张文彬",
            "男",
            &b,
            "140 0000 0012",
            "",
            "2019年9月",
        ],
        [
            "3",
            "上㘵村",
            "谢小燕",
            "女",
            &c,
            "1400000001",
            "",
            "2024-05-06",
        ],
        [
            "4",
            "西山村",
            "何晓红",
            "女",
            &d,
            "14000000014",
            "",
            "20230701",
        ],
    ]) {
        put(page, row, &cells);
    }
    save(workbook, folder, "儿童主任花名册.xlsx")
}

/// The children's ledger: `BLUE` of risk 蓝 in 后山村, those that a journey looks for, and three that
/// can't be taken.
pub fn children(folder: &Path) -> PathBuf {
    let mut workbook = fresh();
    let page = workbook.add_worksheet();
    page.set_name("台账").expect("a name");
    let upper = [
        "序号",
        "村居",
        "儿童姓名",
        "性别",
        "出生年月日",
        "身份证号",
        "风险等级",
        "就读学校",
        "父亲",
        "",
        "实际监护人",
        "",
        "",
    ];
    let lower = [
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "姓名",
        "务工地点",
        "姓名",
        "与儿童关系",
        "联系电话",
    ];
    head(
        page,
        "莒口镇农村留守儿童和困境儿童台账",
        &upper,
        &lower,
        &[(8, 9), (10, 12)],
    );
    let family = ["林志强", "广东东莞", "吴金妹", "奶奶", "14000000021"];
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut add = |cells: [&str; 7]| {
        let mut row = vec![(rows.len() + 1).to_string()];
        row.extend(cells.iter().chain(&family).map(|c| (*c).to_owned()));
        rows.push(row);
    };
    let xm = id_number("20150314", 7);
    add([
        "后山村",
        "陈小明",
        "男",
        "2015.3.14",
        &xm,
        "黄",
        "莒口中心小学",
    ]);
    add([
        "上㘵村",
        "阿依古丽·买买提",
        "女",
        "2016年5月1日",
        "",
        "红",
        "",
    ]);
    add(["上㘵村", "𬭚小㘵", "男", "2016-02-29", "", "绿", "东山小学"]);
    for n in 0..BLUE {
        let name = format!(
            "林{}华",
            "一二三四五六七八九十丁".chars().nth(n).expect("eleven")
        );
        add([
            "后山村",
            &name,
            "女",
            &format!("2017/{}/5", n + 1),
            "",
            "蓝",
            "",
        ]);
    }
    add(["西山村", "周子墨", "男", "2014-07-08", "", "黄", ""]);
    add(["东山村", "吴雨桐", "女", "2015年2月30日", "", "黄", ""]);
    add(["东山村", "", "女", "2015-02-03", "", "黄", ""]);
    for (at, row) in (3..).zip(&rows) {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        put(page, at, &cells);
    }
    save(workbook, folder, "儿童台账.xlsx")
}

fn save(mut workbook: Workbook, folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    workbook.save(&path).expect("a workbook");
    dated(&path);
    path
}

/// Opens a report of refused rows, puts right what stands in these cells, and saves it, as an
/// office does: the reasons stay where they are.
pub fn mend(report: &Path, sheet: &str, wrong: &[(&str, usize, &str)]) {
    let mut book: Xlsx<_> = open_workbook(report).expect("a workbook");
    let range = book
        .worksheet_range(sheet)
        .expect("the sheet of the ledger");
    let (top, left) = range.start().expect("cells");
    let merged = book.merge_cells_by_sheet_name(sheet);
    let mut workbook = fresh();
    let page = workbook.add_worksheet();
    page.set_name(sheet).expect("a name");
    for cells in merged.into_iter().flatten() {
        let ((r1, c1), (r2, c2)) = (cells.start, cells.end);
        let (c1, c2) = (
            u16::try_from(c1).expect("few"),
            u16::try_from(c2).expect("few"),
        );
        page.merge_range(r1, c1, r2, c2, "", &Format::new())
            .expect("merged");
    }
    let mut mended = 0;
    for (y, row) in (top..).zip(range.rows()) {
        let texts: Vec<String> = row.iter().map(Data::to_string).collect();
        for (x, text) in (0..).zip(&texts) {
            let key = |by: &str| texts.iter().any(|t| t == by);
            let right = wrong.iter().find(|(by, column, _)| key(by) && *column == x);
            mended += usize::from(right.is_some());
            let text = right.map_or(text.as_str(), |(.., right)| *right);
            if !text.is_empty() {
                let x = u16::try_from(left as usize + x).expect("few columns");
                page.write(y, x, text).expect("a cell");
            }
        }
    }
    assert_eq!(mended, wrong.len(), "every mistake is found in the report");
    workbook.save(report).expect("a workbook");
    dated(report);
}
