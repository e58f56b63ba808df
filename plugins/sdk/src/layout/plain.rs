//! Cells as text, and what keeps a text from being run as a formula in a CSV.

use std::borrow::Cow;

use crate::export::Value;
use crate::layout::spec::Column;

const DAY: i64 = 86_400_000_000;

/// A value as a person reads it: ISO days, times of UTC+8, the column's words for yes and no.
pub fn plain<'v>(value: &Value<'v>, column: &'v Column) -> Cow<'v, str> {
    let told = match *value {
        Value::Null | Value::Blob(_) => return Cow::Borrowed(""),
        Value::Bool(yes) => return Cow::Borrowed(&column.words[usize::from(!yes)]),
        Value::Text(text) => return Cow::Borrowed(text),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => match column.format.as_deref().and_then(places) {
            Some(places) => format!("{number:.places$}"),
            None => number.to_string(),
        },
        Value::Day(day) => iso_day(day),
        Value::Time(micros) => {
            let local = micros.saturating_add(8 * 3_600_000_000);
            let minute = local.rem_euclid(DAY) / 60_000_000;
            format!(
                "{} {:02}:{:02}",
                iso_day(local.div_euclid(DAY)),
                minute / 60,
                minute % 60
            )
        }
    };
    Cow::Owned(told)
}

/// How many decimal places a number format like `0.0` or `#,##0.00` asks for; none where it isn't
/// that plain.
fn places(format: &str) -> Option<usize> {
    let (whole, fraction) = format.split_once('.').unwrap_or((format, ""));
    let plain = whole.ends_with('0')
        && whole.chars().all(|c| "#,0".contains(c))
        && fraction.chars().all(|c| c == '0');
    plain.then_some(fraction.len())
}

/// Days since 1970-01-01 as `YYYY-MM-DD` (Howard Hinnant's civil_from_days).
fn iso_day(days: i64) -> String {
    let shifted = days.saturating_add(719_468);
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// A text that a spreadsheet won't run: an apostrophe goes before a leading `= + - @`, their
/// full-width forms (which a Chinese Excel folds), tab, CR or LF.
///
/// A sign that stands alone or before nothing but digits and one point is left as it is: `-`,
/// `-5` and `+8613900000000` are no formulas, and the apostrophe would corrupt them. ID numbers
/// and telephones begin with a digit and are never touched, so a program reads back exactly what
/// was stored. (A *person* should open the workbook: Excel keeps only 15 digits of a bare CSV.)
pub fn guarded(text: Cow<'_, str>) -> Cow<'_, str> {
    match is_formula(&text) {
        true => Cow::Owned(format!("'{text}")),
        false => text,
    }
}

/// Whether a spreadsheet that reads it from a CSV would run it.
pub fn is_formula(text: &str) -> bool {
    let mut rest = text.chars();
    match rest.next() {
        Some('=' | '@' | '＝' | '＠' | '\t' | '\r' | '\n') => true,
        Some('+' | '-' | '＋' | '－') => {
            let rest = rest.as_str();
            rest.chars().any(|c| !c.is_ascii_digit() && c != '.') || rest.matches('.').count() > 1
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        for text in [
            "=1+1",
            "@SUM(A1)",
            "+cmd|' /C calc'!A0",
            "-1+1",
            "\t=1",
            "\r=1",
            "＝1",
            "+86-139",
            "1.2",
        ] {
            let bare = text == "1.2";
            assert_eq!(
                guarded(text.into()),
                if bare {
                    text.into()
                } else {
                    format!("'{text}")
                }
            );
        }
        for text in [
            "35070320150314002X",
            "13900000001",
            "+8613900000001",
            "-",
            "-5.5",
            "",
            "'abc",
            " =1",
            "张三",
        ] {
            assert_eq!(guarded(text.into()), text);
        }
    }

    #[test]
    fn numbers_have_the_places_that_their_column_asks_for() {
        let column = |format: Option<&str>| Column {
            heading: "金额（元）".into(),
            field: Some("amount".into()),
            count: false,
            width: 12.0,
            format: format.map(str::to_owned),
            wrap: false,
            words: ["是".into(), "否".into()],
        };
        for (format, text) in [
            (None, "12000.5"),
            (Some("0.0"), "12000.5"),
            (Some("#,##0.00"), "12000.50"),
            (Some("0"), "12000"),
            (Some("0.0%"), "12000.5"),
            (Some("yyyy.00"), "12000.5"),
        ] {
            assert_eq!(plain(&Value::Float(12_000.5), &column(format)), text);
        }
        let tenths = column(Some("0.0"));
        assert_eq!(plain(&Value::Float(300.0), &tenths), "300.0");
        assert_eq!(plain(&Value::Float(0.1 + 0.2), &tenths), "0.3");
        // Whatever else comes into that column stays what it is.
        assert_eq!(plain(&Value::Int(7), &tenths), "7");
        assert_eq!(plain(&Value::Text("少于5"), &tenths), "少于5");
    }

    #[test]
    fn days() {
        for (day, text) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (20_780, "2026-11-23"),
            (-25_567, "1900-01-01"),
        ] {
            assert_eq!(iso_day(day), text);
        }
    }
}
