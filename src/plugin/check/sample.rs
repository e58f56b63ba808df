//! Invented rows: ordinary ones, and those that a table must bear too. Fixed by a seed, so that the
//! same check can be made again. Owns what each type of column can hold.

use super::super::job::{Cell, CellType, Dataset};
use crate::schema::Day;

/// A row and the number of its table.
pub type Row = (usize, Vec<Cell>);

const FAMILY: [&str; 8] = ["林", "陈", "黄", "谢", "曾", "何", "欧阳", "买买提·"];
const GIVEN: [&str; 8] = ["秀英", "丽华", "建国", "小燕", "庆华", "晓红", "志明", "江"];
const VILLAGES: [&str; 5] = ["前山村", "后溪村", "上㘵村", "社前村", "石桥社区"];

/// Numbers of a seed, one after the other (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// From this seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[(self.next() % of.len() as u64) as usize]
    }
}

/// Ordinary rows, so many a table; they are made as they are asked for.
pub fn rows(
    datasets: &[Dataset],
    count: u64,
    seed: u64,
) -> impl Iterator<Item = Row> + Send + 'static {
    let fields: Vec<_> = datasets.iter().map(|d| d.fields.clone()).collect();
    (0..).zip(fields).flat_map(move |(at, fields)| {
        (0..count).map(move |number| {
            // Dice of its own, so that a row is the same whatever comes before it.
            let mut dice = Dice::new(seed.wrapping_add((at as u64) << 40).wrapping_add(number));
            let cells = fields.iter();
            let cell = |(name, kind): &(String, CellType)| usual(name, *kind, number, &mut dice);
            (at, cells.map(cell).collect())
        })
    })
}

/// One row a table in which each cell is made by `cell`.
pub fn each(
    datasets: &[Dataset],
    mut cell: impl FnMut(&Dataset, &str, CellType) -> Cell,
) -> Vec<Row> {
    let rows = datasets.iter().enumerate().map(|(at, dataset)| {
        let fields = dataset.fields.iter();
        let cells = fields.map(|(name, kind)| cell(dataset, name, *kind));
        (at, cells.collect())
    });
    rows.collect()
}

/// An ordinary cell, always the same.
pub fn plain(kind: CellType) -> Cell {
    usual("", kind, 0, &mut Dice::new(0))
}

/// An ordinary cell.
fn usual(name: &str, kind: CellType, number: u64, dice: &mut Dice) -> Cell {
    match kind {
        CellType::Bool => Cell::Bool(dice.next().is_multiple_of(2)),
        CellType::Int => Cell::Int((dice.next() % 100) as i64),
        CellType::Tenths => Cell::Tenths((dice.next() % 100_000) as i64),
        CellType::Day => Cell::Day(4_000 + (dice.next() % 16_000) as i32),
        CellType::Time => Cell::Time((dice.next() % 1_700_000_000) as i64 * 1_000_000),
        CellType::Text => Cell::Text(text(name, number, dice)),
    }
}

fn text(name: &str, number: u64, dice: &mut Dice) -> String {
    match name {
        "name" | "guardian" | "father" | "mother" => {
            format!("{}{}", dice.pick(&FAMILY), dice.pick(&GIVEN))
        }
        "sex" => (*dice.pick(&["男", "女"])).into(),
        // Of no place: 999999 is no area, so it is nobody's.
        "id_number" => format!("999999{:08}{:03}X", 19_600_101 + number % 28, number % 1000),
        "phone" | "guardian_phone" => format!("139{:08}", number % 100_000_000),
        "village" => (*dice.pick(&VILLAGES)).into(),
        "township" => "石桥镇".into(),
        "role" => (*dice.pick(&["儿童主任", "儿童督导员"])).into(),
        "school" => (*dice.pick(&["石桥中心小学", "石桥中学"])).into(),
        "class" => (*dice.pick(&["三（2）班", "七（1）班"])).into(),
        "schooling" => (*dice.pick(&["在读", "辍学"])).into(),
        "school_needs" => (*dice.pick(&["教育资助", "复学"])).into(),
        _ => format!("{name}{number}"),
    }
}

/// Rows of the sample as a CSV, for people to see what such rows are like.
pub fn csv(dataset: &str, fields: Vec<(String, CellType)>) -> String {
    const ROWS: u64 = 3;
    const SEED: u64 = 128;
    let names: Vec<_> = fields.iter().map(|(name, _)| name.clone()).collect();
    let name = dataset.to_owned();
    let dataset = Dataset {
        name,
        fields,
        row_estimate: ROWS,
    };
    let shown = |cell: &Cell| match cell {
        Cell::Null => String::new(),
        Cell::Bool(yes) => yes.to_string(),
        Cell::Int(number) => number.to_string(),
        Cell::Tenths(number) => format!("{}.{}", number / 10, number % 10),
        Cell::Day(day) => Day(*day).iso(),
        Cell::Time(micros) => micros.to_string(),
        Cell::Text(text) => text.clone(),
    };
    let rows = rows(&[dataset], ROWS, SEED);
    let rows = rows.map(|(_, cells)| cells.iter().map(shown).collect());
    let lines = std::iter::once(names).chain(rows);
    lines
        .map(|cells: Vec<String>| cells.join(",") + "\n")
        .collect()
}

/// What a column of this type must bear beside ordinary values. Each must stand up for itself, so
/// they come in rows of their own.
pub fn extremes(kind: CellType) -> Vec<Cell> {
    match kind {
        CellType::Bool => [true, false].map(Cell::Bool).into(),
        CellType::Int => [i64::MIN, -1, 0, (1 << 53) + 1, i64::MAX]
            .map(Cell::Int)
            .into(),
        CellType::Tenths => [i64::MIN, -1, 0, 3, i64::MAX].map(Cell::Tenths).into(),
        // 1900-01-01, before the epoch, 9999-12-31, and what no calendar has.
        CellType::Day => [i32::MIN, -25_567, -1, 2_932_896, i32::MAX]
            .map(Cell::Day)
            .into(),
        CellType::Time => [i64::MIN, -1, 0, 253_402_300_799_000_000, i64::MAX]
            .map(Cell::Time)
            .into(),
        CellType::Text => ["", " ", "0", "长".repeat(10_000).as_str()]
            .map(|text| Cell::Text(text.into()))
            .into(),
    }
}

/// A cell by dice: often ordinary, often not.
pub fn any(kind: CellType, dice: &mut Dice) -> Cell {
    const CLASSES: [&[char]; 6] = [
        &['a', 'Z', '0', '9', '-', '_'],
        &['林', '㘵', '𬱖', '𠮷', '镇'],
        &['"', '\'', ',', ';', '|', '&', '<', '>', '\\'],
        &['\n', '\r', '\t', ' ', '\u{3000}'],
        &['=', '+', '-', '@', '＝', '%'],
        &['·', '•', 'é', '\u{200d}', '😀', 'ى'],
    ];
    match dice.next() % 8 {
        0 => Cell::Null,
        1..=3 => usual("", kind, dice.next() % 1000, dice),
        _ if kind == CellType::Text => {
            let length = dice.next() % 40;
            let letter = |_| {
                let class = *dice.pick(&CLASSES);
                *dice.pick(class)
            };
            Cell::Text((0..length).map(letter).collect())
        }
        _ => dice.pick(&extremes(kind)).clone(),
    }
}
