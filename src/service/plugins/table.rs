//! A changed layout as a table: what stood above the columns before and now, with invented rows.
//!
//! Who approves a plug-in doesn't read TOML. Only layouts are read here; nothing is loaded.

use super::difference::shown;
use tongdu_sdk::layout::spec::{Column, Layout, Sheet};
use unicode_width::UnicodeWidthStr;

/// A table whose columns are other than approved: a line of headings, then lines of invented
/// people; where the table is new or gone, one of the two is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableChange {
    /// The sheet's name.
    pub sheet: String,
    /// As it was approved.
    pub before: Vec<String>,
    /// As it is now.
    pub after: Vec<String>,
}

/// Invented rows below the headings.
const ROWS: usize = 3;

/// Stands for columns left and right that are as they were.
const MORE: &str = "…";

/// The tables whose columns differ; all of them where nothing was before. None where a layout isn't
/// one of the layout engine's: its changed lines tell.
pub(super) fn tables(before: &str, now: &str) -> Vec<TableChange> {
    let Ok(now) = Layout::parse(now) else {
        return Vec::new();
    };
    let before = match before {
        "" => None,
        before => match Layout::parse(before) {
            Ok(layout) => Some(layout),
            Err(_) => return Vec::new(),
        },
    };
    let mut old: Vec<&Sheet> = before.iter().flat_map(|layout| &layout.sheets).collect();
    let mut changes = Vec::new();
    for sheet in &now.sheets {
        let named = old.iter().position(|other| other.name == sheet.name);
        let renamed = || {
            let kept = |other: &Sheet| now.sheet(&other.name).is_some();
            let same = |other: &&Sheet| other.dataset == sheet.dataset && !kept(other);
            old.iter().position(same)
        };
        let was = named.or_else(renamed).map(|at| old.remove(at));
        changes.extend(change(was, Some(sheet)));
    }
    changes.extend(old.into_iter().filter_map(|gone| change(Some(gone), None)));
    changes
}

fn change(before: Option<&Sheet>, now: Option<&Sheet>) -> Option<TableChange> {
    let columns = |sheet: Option<&Sheet>| sheet.map_or_else(Vec::new, told);
    let (a, b) = (columns(before), columns(now));
    if a == b {
        return None;
    }
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = a[same..].iter().rev().zip(b[same..].iter().rev());
    let tail = rest.take_while(|(a, b)| a == b).count();
    Some(TableChange {
        sheet: now.or(before)?.name.chars().map(shown).collect(),
        before: lines(&a, same, tail),
        after: lines(&b, same, tail),
    })
}

/// Each column as it is seen: heading, then the rows.
fn told(sheet: &Sheet) -> Vec<[String; ROWS + 1]> {
    let cell = |column: &Column, row: usize| match (row, &column.field) {
        (0, _) => column.heading.chars().map(shown).collect(),
        (row, None) => row.to_string(),
        (row, Some(field)) => invented(field, row - 1, &column.words),
    };
    let column = |column: &Column| std::array::from_fn(|row| cell(column, row));
    sheet.columns.iter().map(column).collect()
}

/// What differs, with one column on either side to know one's way by.
fn lines(columns: &[[String; ROWS + 1]], same: usize, tail: usize) -> Vec<String> {
    let from = same.saturating_sub(1);
    let to = (columns.len() - tail + 1).min(columns.len());
    let part = &columns[from..to];
    if part.is_empty() {
        return Vec::new();
    }
    let line = |row: usize| {
        let padded = part.iter().map(|column| {
            let widest = column.iter().map(|cell| cell.width()).max().unwrap_or(0);
            let room = widest - column[row].width();
            format!("{}{}", column[row], " ".repeat(room))
        });
        let left = (from > 0).then(|| MORE.to_owned());
        let right = (to < columns.len()).then(|| MORE.to_owned());
        let all: Vec<_> = left.into_iter().chain(padded).chain(right).collect();
        all.join("  ").trim_end().to_owned()
    };
    (0..=ROWS).map(line).collect()
}

/// What stands in a field of an invented person: the same each time, so that before and now can be
/// laid beside each other.
fn invented(field: &str, row: usize, words: &[String; 2]) -> String {
    let three: [&str; ROWS] = match field {
        "name" => ["陈小满", "林一诺", "吴思远"],
        "guardian" | "father" => ["陈国强", "林文彬", "吴建明"],
        "mother" => ["何晓红", "张丽珍", "曾桂英"],
        "guardian_relation" => ["祖父", "父亲", "外祖父"],
        "sex" => ["男", "女", "男"],
        "ethnicity" => ["汉族", "畲族", "汉族"],
        "birth_day" => ["2015-03-14", "2012-09-01", "2018-06-30"],
        "post_from" | "first_training" | "national_entered" | "consent" => {
            ["2024-03-01", "2023-09-15", "2025-06-01"]
        }
        "id_number" => [
            "350700201503140000",
            "350700201209010001",
            "350700201806300002",
        ],
        "disability_card" => [
            "35070020150314000041",
            "35070020120901000153",
            "35070020180630000262",
        ],
        "phone" | "guardian_phone" => ["13900000001", "13900000002", "13900000003"],
        "township" => ["莒口镇", "将口镇", "水吉镇"],
        "village" | "address" => ["东㘵村", "后山村", "社州村"],
        "role" => ["儿童主任", "儿童主任", "儿童督导员"],
        "categories" => ["留守儿童", "困境儿童", "散居孤儿"],
        "school" => ["莒口中心小学", "莒口中学", "东㘵幼儿园"],
        "schooling" => ["小学", "初中", "幼儿园"],
        "class" => ["四年级1班", "初二2班", "大班"],
        "school_needs" => ["教育资助", "复学", "送教上门"],
        "disability" => ["肢体", "智力", "听力"],
        "grade" => ["一级", "三级", "二级"],
        "wishes" => ["返乡就业", "培训", "创业"],
        "item" | "indicator" => ["留守儿童", "困境儿童", "散居孤儿"],
        "count" => ["42", "17", "6"],
        "of" => ["310", "310", "310"],
        "children" => ["2", "1", "3"],
        "year" => ["2026", "2026", "2025"],
        "amount" => ["12000.5", "8600.0", "300.0"],
        "registered" | "boarding" | "full_time" | "female_member" => {
            return words[row % 2].chars().map(shown).collect();
        }
        _ => ["……"; ROWS],
    };
    three[row].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: &str = include_str!("../../../plugins/labour/layout.toml");

    #[test]
    fn a_renamed_column_stands_between_its_neighbours() {
        let now = LAYOUT.replace("heading = \"联系电话\"", "heading = \"手机号\"");
        let changes = tables(LAYOUT, &now);
        let expected = TableChange {
            sheet: "意愿名单".into(),
            before: vec![
                "…  姓名    联系电话     务工地点  …".into(),
                "…  陈小满  13900000001  ……        …".into(),
                "…  林一诺  13900000002  ……        …".into(),
                "…  吴思远  13900000003  ……        …".into(),
            ],
            after: vec![
                "…  姓名    手机号       务工地点  …".into(),
                "…  陈小满  13900000001  ……        …".into(),
                "…  林一诺  13900000002  ……        …".into(),
                "…  吴思远  13900000003  ……        …".into(),
            ],
        };
        assert_eq!(changes, [expected]);
    }

    #[test]
    fn a_moved_column_is_seen_where_it_was_and_where_it_is() {
        let column = "[[sheet.column]]\nheading = \"联系电话\"\nfield = \"phone\"\nwidth = 14\n\n";
        assert!(LAYOUT.contains(column));
        let now = LAYOUT.replace(column, "");
        let now = now.replacen("[[file]]", &format!("{column}[[file]]"), 1);
        let changes = tables(LAYOUT, &now);
        assert_eq!(changes.len(), 1);
        let words = |line: &str| {
            line.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let before = ["…", "姓名", "联系电话", "务工地点", "意愿"];
        let after = ["…", "姓名", "务工地点", "意愿", "联系电话"];
        assert_eq!(words(&changes[0].before[0]), before);
        assert_eq!(words(&changes[0].after[0]), after);
        assert_eq!((changes[0].before.len(), changes[0].after.len()), (4, 4));
    }

    #[test]
    fn tables_come_and_go_and_what_looks_the_same_is_not_told() {
        let finance = include_str!("../../../plugins/finance/layout.toml");
        let told = |before: &str, now: &str| {
            let changes = tables(before, now).into_iter();
            let told = |c: TableChange| (c.sheet, c.before.is_empty(), c.after.is_empty());
            changes.map(told).collect::<Vec<_>>()
        };
        assert_eq!(told(finance, finance), []);
        assert_eq!(
            told(finance, &finance.replace("width = 32", "width = 20")),
            []
        );
        let other = finance.replace("经费支出", "支出");
        assert_eq!(told(finance, &other), [], "only the sheet's name");
        let both = told(LAYOUT, finance);
        assert_eq!(
            both,
            [
                ("服务对象数量".into(), true, false),
                ("经费支出".into(), true, false),
                ("意愿名单".into(), false, true)
            ]
        );
        assert_eq!(told("not a layout", finance), []);
        // What could fool a reader is not shown as it is.
        let hidden = LAYOUT.replace("heading = \"姓名\"", "heading = \"姓\\u202e名\"");
        assert!(tables(LAYOUT, &hidden)[0].after[0].contains("姓\u{fffd}名"));
    }
}
