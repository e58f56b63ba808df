//! Reads one cell of a list: by its field's own parser, and in the few forms that lists have and
//! forms haven't: months without a day, days as plain numbers, 是/否 for 专职, strokes for nothing, a
//! dash for a dead parent.

use super::heading::{Column, Part, Reading, Target};
use super::problem::Reason;
use super::sheet::{Cell, Form};
use crate::domain::child::Grade;
use crate::schema::{Coded, Context, Day, Fault, FieldType, NoLinks, TimeOfDay, Value, text};

const PLAIN: Context<'_> = Context {
    today: None,
    links: &NoLinks,
};
/// Days from 1899-12-30, from which spreadsheets count, to 1970-01-01.
const SERIAL_OF_1970: i32 = 25_569;
/// 1927 to 2119. Smaller numbers are more likely years.
const SERIALS: std::ops::RangeInclusive<i32> = 10_000..=80_000;

/// What a cell says.
pub(super) enum Told {
    /// As the field's own parser has it.
    Value(Value),
    /// A month without its day.
    Month(Month),
    /// The kind of a disability and its grade.
    Two(Value, Value),
    /// A parent who is dead, with the name where it stands.
    Dead(Option<String>),
    /// A dash in the place of a parent's name.
    Dash,
    /// Whether a parent works elsewhere; says nothing of anything else.
    Away(bool),
}

/// How ledgers strike out a cell.
const NOTHING: &[&str] = &["/", "\\", "-", "--", "—", "——", "－", "无", "没有", "空"];
/// Bytes of the longest of them, with blanks around.
const LONGEST_MARK: usize = 12;
/// What stands behind the name of a parent who is dead.
const DEAD: &[&str] = &[
    "(已故)", "(亡)", "(死亡)", "(去世)", "(已亡)", "(故)", "已故", "去世", "死亡",
];

/// What the name of a parent says besides: in the form of 2016 a dash is a dead one. Elsewhere a
/// dash is nothing, where the field has no such answer.
fn dead_or_nothing(typed: &str, target: Target) -> Option<Told> {
    if matches!(target.part, Part::Worker | Part::Post) {
        return None;
    }
    let parent = matches!(target.part, Part::Father | Part::Mother) && target.field() == "name";
    // What is longer than any such mark says something else.
    if !parent && typed.len() > LONGEST_MARK {
        return None;
    }
    let tidy = text::tidy(typed);
    // The form's own dash; any other stroke leaves a cell blank.
    if parent && matches!(tidy.as_str(), "—" | "——") {
        return Some(Told::Dash);
    }
    if parent && let Some(rest) = DEAD.iter().find_map(|end| tidy.strip_suffix(end)) {
        let rest = name(rest);
        return Some(Told::Dead((!rest.is_empty()).then_some(rest)));
    }
    if !NOTHING.contains(&tidy.as_str()) {
        return None;
    }
    let free = matches!(target.ty(), FieldType::Text { .. } | FieldType::Note { .. });
    let means = !free && target.ty().parse(&tidy, PLAIN).is_ok();
    (!means).then_some(Told::Value(Value::Empty))
}

/// A month, as lists give it, by its first day.
#[derive(Clone, Copy)]
pub(super) struct Month {
    pub first: Day,
    /// Whether it may be the 2021.10 that a spreadsheet shows as 2021.1.
    or_october: bool,
}

impl Month {
    /// Whether the day is in it.
    pub(super) fn has(self, day: Day) -> bool {
        let month = day.month() == self.first.month() || (self.or_october && day.month() == 10);
        day.year() == self.first.year() && month
    }

    /// Its last day.
    pub(super) fn last(self) -> Day {
        let next = self.first.plus(31);
        next.plus(-i32::try_from(next.day()).unwrap_or(0))
    }
}

/// Reads a cell.
pub(super) fn told(cell: &Cell, column: &Column, from_1904: bool) -> Result<Told, Reason> {
    match cell.form {
        Form::Error => return Err(Reason::CellError),
        Form::Damaged => return Err(Reason::Fault(Fault::IdDamaged)),
        Form::Plain | Form::Number => {}
    }
    if let Some(told) = dead_or_nothing(&cell.text, column.target) {
        return Ok(told);
    }
    let ty = column.target.ty();
    let said = match (ty, column.reading) {
        (FieldType::Day, reading) => return day(&cell.text, reading, from_1904),
        (FieldType::Time, _) => return time(cell),
        (_, Reading::PresentIfYes) => yes_or_no(&cell.text, "present", "absent"),
        (_, Reading::PassIfYes) => yes_or_no(&cell.text, "pass", "fail"),
        (_, Reading::FullIfYes) => yes_or_no(&cell.text, "full", "part"),
        (_, Reading::PartIfYes) => yes_or_no(&cell.text, "part", "full"),
        (_, Reading::AllowanceIfYes) => yes_or_no(&cell.text, "allowance", "none"),
        (_, Reading::AwayIfYes) => match FieldType::Flag.parse(&cell.text, PLAIN) {
            Ok(Value::Flag(away)) => return Ok(Told::Away(away)),
            Ok(_) => return Ok(Told::Value(Value::Empty)),
            // 外出务工, 在家: as the states have it.
            Err(_) => None,
        },
        (ty, Reading::WithGrade) => return disability(&cell.text, ty),
        _ => None,
    };
    let typed = match said {
        Some(code) => code.to_owned(),
        None if is_name(column.target) => name(&cell.text),
        None => cell.text.clone(),
    };
    ty.parse(&typed, PLAIN)
        .map(Told::Value)
        .map_err(Reason::Fault)
}

/// 是 and 否 under 是否专职; anything else is left to the parser.
fn yes_or_no(typed: &str, yes: &'static str, no: &'static str) -> Option<&'static str> {
    match FieldType::Flag.parse(typed, PLAIN) {
        Ok(Value::Flag(true)) => Some(yes),
        Ok(Value::Flag(false)) => Some(no),
        Ok(_) => Some(""),
        Err(_) => None,
    }
}

fn is_name(target: Target) -> bool {
    matches!(target.field(), "name" | "head") && target.part != Part::Village
}

/// 肢体二级: the kind, then the grade; 二级 alone or 无 says only that.
fn disability(typed: &str, ty: FieldType) -> Result<Told, Reason> {
    let tidy = text::tidy(typed);
    if matches!(tidy.as_str(), "无" | "否" | "没有" | "健康") {
        return Ok(Told::Value(Value::Empty));
    }
    let grade = |text: &str| {
        let ty = FieldType::Choice(Grade::LIST, Grade::CHOICES);
        ty.parse(text, PLAIN).ok().filter(|v| !v.is_empty())
    };
    let ends = tidy.char_indices().map(|(at, _)| at).skip(1).chain([0]);
    for at in ends {
        let (kind, rest) = tidy.split_at(at);
        let kind = kind.trim_end_matches(['残', '疾', ' ', '、', ',', '/', '-']);
        let found = match kind {
            "" => Some(Value::Empty),
            kind => ty.parse(kind, PLAIN).ok(),
        };
        if let (Some(kind), Some(grade)) = (found, grade(rest.trim_start_matches(['残', '疾']))) {
            return Ok(Told::Two(kind, grade));
        }
    }
    ty.parse(&tidy, PLAIN)
        .map(Told::Value)
        .map_err(Reason::Fault)
}

/// 王　芳 is 王芳, spread out to the width of three characters; a name with letters keeps its
/// blanks.
fn name(typed: &str) -> String {
    let cleaned = text::clean(typed);
    let letters = cleaned.chars().any(|c| c.is_ascii_alphanumeric());
    if letters {
        cleaned
    } else {
        cleaned.chars().filter(|c| !c.is_whitespace()).collect()
    }
}

fn day(typed: &str, reading: Reading, from_1904: bool) -> Result<Told, Reason> {
    let tidy = text::tidy(typed);
    // What a system noted down to the minute.
    let without_time = tidy
        .rsplit_once([' ', 'T'])
        .filter(|(_, time)| TimeOfDay::parse(time).is_some());
    let tidy = without_time.map_or(tidy.as_str(), |(day, _)| day);
    match FieldType::Day.parse(tidy, PLAIN) {
        // A month typed into a spreadsheet becomes its first day.
        Ok(Value::Day(day)) if reading == Reading::Month && day.day() == 1 => {
            return Ok(Told::Month(Month {
                first: day,
                or_october: false,
            }));
        }
        Ok(value) => return Ok(Told::Value(value)),
        Err(_) => {}
    }
    let serial = tidy
        .parse()
        .ok()
        .filter(|n| tidy.len() == 5 && !from_1904 && SERIALS.contains(n));
    if let Some(serial) = serial {
        return Ok(Told::Value(Value::Day(Day(serial - SERIAL_OF_1970))));
    }
    match month(tidy) {
        // Below 任职时间 it can't be told which of the two is meant.
        Some(month) if !month.or_october || reading == Reading::Month => Ok(Told::Month(month)),
        _ => Err(Reason::Fault(Fault::NotADay)),
    }
}

/// A time of day, behind a day too, as a system notes it down; a spreadsheet's own is a part of a
/// day. Any other number with a point has lost how it was written: 8.3 may have been 8.30.
fn time(cell: &Cell) -> Result<Told, Reason> {
    let tidy = text::tidy(&cell.text);
    let behind = tidy.rsplit_once([' ', 'T']).map(|(_, time)| time);
    let typed = behind.filter(|time| TimeOfDay::parse(time).is_some());
    let number: Option<f64> = tidy.parse().ok().filter(|_| cell.form == Form::Number);
    let of_day = match number {
        Some(n) if (0.0..1.0).contains(&n) || f64::from(*SERIALS.start()) <= n => n.fract(),
        Some(n) if n.fract() != 0.0 => return Err(Reason::Fault(Fault::NotATime)),
        _ => {
            let parsed = FieldType::Time.parse(typed.unwrap_or(&tidy), PLAIN);
            return parsed.map(Told::Value).map_err(Reason::Fault);
        }
    };
    // To the minute that the spreadsheet shows; the last second of a day stays in it.
    let minutes = ((of_day * 86_400.0).round() / 60.0).floor();
    let minutes = (0..1440).find(|m| f64::from(*m) >= minutes).unwrap_or(1439);
    Ok(Told::Value(Value::Time(TimeOfDay(minutes))))
}

/// `2021年3月`, `2021.3`, `2021-03`, `2021/3`, `202103`.
fn month(tidy: &str) -> Option<Month> {
    let (year, month) = if tidy.len() == 6 && tidy.bytes().all(|b| b.is_ascii_digit()) {
        tidy.split_at(4)
    } else {
        tidy.split_once(['年', '.', '-', '/'])?
    };
    let or_october = tidy.contains('.') && month == "1";
    let month = month.trim().trim_end_matches(['月', '份']);
    let first = Day::from_ymd(year.trim().parse().ok()?, month.parse().ok()?, 1)?;
    Some(Month { first, or_october })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_of(typed: &str) -> Option<String> {
        match day(typed, Reading::Plain, false) {
            Ok(Told::Value(Value::Day(day))) => Some(day.iso()),
            Ok(Told::Month(month)) => Some(format!("{}..{}", month.first, month.last())),
            _ => None,
        }
    }

    #[test]
    fn days_as_lists_have_them() {
        for (typed, want) in [
            ("2015.3.14", "2015-03-14"),
            ("2015年3月14日", "2015-03-14"),
            ("20150314", "2015-03-14"),
            ("２０１５－３－１４", "2015-03-14"),
            ("2015-03-14 08:30:00", "2015-03-14"),
            ("2015-03-14T08:30:00", "2015-03-14"),
            ("2015/3/14 8:30", "2015-03-14"),
            ("42077", "2015-03-14"),
            ("2015年3月", "2015-03-01..2015-03-31"),
            ("2016.2", "2016-02-01..2016-02-29"),
            ("2015-12", "2015-12-01..2015-12-31"),
            ("202103", "2021-03-01..2021-03-31"),
        ] {
            assert_eq!(day_of(typed).as_deref(), Some(want), "{typed}");
        }
        for typed in [
            "2015",
            "2021.1",
            "2015.13",
            "99999",
            "昨天",
            "2015-02-30",
            "0314",
            "+7",
            "8:30",
        ] {
            assert_eq!(day_of(typed), None, "{typed}");
        }
        assert!(day("42077", Reading::Plain, true).is_err());
    }

    #[test]
    fn times_as_sheets_have_them() {
        let told = |text: &str, form| {
            let text = text.to_owned();
            match time(&Cell { text, form }) {
                Ok(Told::Value(Value::Time(time))) => Some(time.to_string()),
                _ => None,
            }
        };
        for (typed, want) in [
            ("8:30", "08:30"),
            ("2026-11-23 08:30:00", "08:30"),
            ("2026/11/23 8:05", "08:05"),
            ("8点30分", "08:30"),
        ] {
            assert_eq!(told(typed, Form::Plain).as_deref(), Some(want), "{typed}");
        }
        for (number, want) in [
            (8.5 / 24.0, Some("08:30")),
            (0.0, Some("00:00")),
            (46_349.0 + 17.25 / 24.0, Some("17:15")),
            (0.999_999, Some("23:59")),
            (830.0, Some("08:30")),
            (8.3, None),
            (2500.0, None),
        ] {
            let cell = Cell::of_number(number);
            assert_eq!(told(&cell.text, cell.form).as_deref(), want, "{number}");
        }
    }

    #[test]
    fn names_are_drawn_together() {
        assert_eq!(name(" 王　芳 "), "王芳");
        assert_eq!(name("买买提 · 江"), "买买提·江");
        assert_eq!(name("Anna Lin"), "Anna Lin");
    }
}
