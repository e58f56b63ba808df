//! What is done to a cell before it leaves, and how it is shown before that.

use super::{Expected, Oracle, one_of};
use tongdu::schema::Day;

impl Oracle<'_> {
    /// A cell as the grant has it changed.
    pub fn changed(&self, dataset: &str, field: &str, row: &Expected<'_>) -> String {
        let (name, how) = field.split_once(':').unwrap_or((field, ""));
        let cell = self.cell(dataset, name, row);
        let child = row.record;
        match how {
            "" => cell,
            "yes_no" => if cell.is_empty() || cell == "无" {
                "否"
            } else {
                "是"
            }
            .to_owned(),
            "home_teaching" => {
                let away = one_of(child, "schooling", &["dropped_out", "not_at_school"]);
                let severe = one_of(child, "grade", &["one", "two"])
                    || one_of(child, "grade", &["three", "four"])
                        && one_of(child, "disability", &["intellect", "mind"]);
                if away && severe { cell } else { String::new() }
            }
            _ if cell.is_empty() => cell,
            // A birthday still to come tells of a slip, not of an age.
            "age_band" => self.age(child).map_or("", band).to_owned(),
            "initials" => format!("{}某", cell.chars().next().unwrap()),
            "village_only" => self.cell(dataset, "village", row),
            other => panic!("{other}"),
        }
    }
}

pub(super) const BANDS: [(std::ops::Range<i32>, &str); 6] = [
    (0..6, "0—5岁"),
    (6..12, "6—11岁"),
    (12..14, "12—13岁"),
    (14..16, "14—15岁"),
    (16..18, "16—17岁"),
    (18..200, "18岁以上"),
];

pub(super) fn band(age: i32) -> &'static str {
    let band = BANDS.iter().find(|(ages, _)| ages.contains(&age));
    band.unwrap_or_else(|| panic!("{age} years")).1
}

/// How a cell is shown before it leaves.
pub fn masked(field: &str, change: &str, cell: &str) -> String {
    const DAYS: [&str; 5] = [
        "birth_day",
        "post_from",
        "first_training",
        "national_entered",
        "consent",
    ];
    const FLAGS: [&str; 4] = ["registered", "boarding", "full_time", "female_member"];
    const NUMBERS: [&str; 1] = ["children"];
    const HIDDEN: [&str; 13] = [
        "name",
        "ethnicity",
        "address",
        "disability_card",
        "illness",
        "school",
        "class",
        "guardian",
        "father",
        "mother",
        "note",
        "work_place",
        "certificate",
    ];
    let stars = |head: usize, tail: usize| {
        let all: Vec<char> = cell.chars().collect();
        let middle = head..all.len() - tail;
        let shown = all.iter().enumerate();
        shown
            .map(|(at, c)| if middle.contains(&at) { '*' } else { *c })
            .collect()
    };
    match field {
        _ if cell.is_empty() => "-".to_owned(),
        _ if ["age_band", "village_only"].contains(&change) => cell.to_owned(),
        field if DAYS.contains(&field) => {
            format!("{}-**-**", Day(cell.parse().unwrap()).year())
        }
        field if FLAGS.contains(&field) => if cell == "1" { "是" } else { "否" }.to_owned(),
        field if NUMBERS.contains(&field) => cell.to_owned(),
        "id_number" => stars(4, 4),
        "phone" | "guardian_phone" => stars(3, 4),
        field if HIDDEN.contains(&field) => format!("{}**", cell.chars().next().unwrap()),
        _ => cell.to_owned(),
    }
}
