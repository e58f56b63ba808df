//! What was typed into a search, read: words that all have to hold, numbers, and conditions like
//! `村:东山 险:红 类:留守 岁:6-12`.
//!
//! Knows no records: what a risk or a type is called is asked of the field tables by whoever looks.

use crate::schema::text::tidy;

/// A search, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Words that all have to hold.
    pub words: Vec<Word>,
    /// Conditions that all have to hold.
    pub conditions: Vec<Condition>,
}

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As typed, full-width forms folded.
    pub text: String,
    /// The number it may be the tail of: digits, with perhaps an X at the end.
    pub number: Option<String>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// `村:东山`: lives or works there.
    Village(String),
    /// `险:红`.
    Risk(String),
    /// `类:留守`: any choice of the record that is called so.
    Type(String),
    /// `岁:6-12`: from so many years to so many.
    Age(i32, i32),
    /// Behind the colon stands nothing that could be meant.
    Nothing,
}

/// Fewer digits than this end half the numbers there are.
const TAIL_MIN: usize = 4;
/// Nobody is older.
const OLDEST: i32 = 200;

impl Asked {
    /// Reads what was typed. A condition without anything behind its colon isn't one yet.
    pub fn read(typed: &str) -> Self {
        let typed = tidy(typed).to_lowercase();
        let mut asked = Self::default();
        let mut pieces = typed.split_whitespace().peekable();
        while let Some(piece) = pieces.next() {
            let Some((key, value)) = piece.split_once(':').filter(|(key, _)| is_key(key)) else {
                asked.word(piece);
                continue;
            };
            // A blank behind the colon, as English writes it.
            let value = match value {
                "" => pieces.next_if(|next| !next.contains(':')).unwrap_or(""),
                value => value,
            };
            if !value.is_empty() {
                asked.conditions.push(condition(key, value));
            }
        }
        asked
    }

    /// A number typed in groups is one number.
    fn word(&mut self, piece: &str) {
        let digits = number(piece);
        let before = self.words.last_mut().filter(|last| is_digits(&last.text));
        if let (Some(last), Some(digits)) = (before, &digits) {
            last.text.push_str(digits);
            last.number = long_enough(&last.text);
            return;
        }
        let text = digits.clone().unwrap_or_else(|| piece.to_owned());
        let number = digits.as_deref().and_then(long_enough);
        self.words.push(Word { text, number });
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.conditions.is_empty()
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// Digits, perhaps with hyphens, perhaps with an X at the end; only them.
fn number(piece: &str) -> Option<String> {
    let bare = piece.replace('-', "");
    let digits = bare.strip_suffix('x').unwrap_or(&bare);
    (!digits.is_empty() && is_digits(digits)).then_some(bare)
}

fn long_enough(number: &str) -> Option<String> {
    (number.len() >= TAIL_MIN).then(|| number.to_owned())
}

const KEYS: [(&str, &str); 4] = [
    ("村", "village"),
    ("险", "risk"),
    ("类", "type"),
    ("岁", "age"),
];

fn is_key(key: &str) -> bool {
    KEYS.iter().any(|(zh, en)| *zh == key || *en == key)
}

fn condition(key: &str, value: &str) -> Condition {
    match key {
        "村" | "village" => Condition::Village(value.to_owned()),
        "险" | "risk" => Condition::Risk(value.to_owned()),
        "类" | "type" => Condition::Type(value.to_owned()),
        _ => age(value.trim_end_matches('岁')).unwrap_or(Condition::Nothing),
    }
}

fn age(value: &str) -> Option<Condition> {
    let Some((from, to)) = value.split_once('-') else {
        let years = value.parse().ok()?;
        return Some(Condition::Age(years, years));
    };
    let from: i32 = if from.is_empty() {
        0
    } else {
        from.parse().ok()?
    };
    let to = if to.is_empty() {
        OLDEST
    } else {
        to.parse().ok()?
    };
    // `6-1` is on its way to `6-12`.
    Some(Condition::Age(from, if to < from { OLDEST } else { to }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_conditions() {
        use Condition::*;
        for (typed, words, conditions) in [
            ("cxm", &["cxm"][..], &[][..]),
            ("　陈　 小明 ", &["陈", "小明"], &[]),
            ("cxm 村:东山", &["cxm"], &[Village("东山".into())]),
            (
                "村：东山 险：红　类:留守 岁：11",
                &[],
                &[
                    Village("东山".into()),
                    Risk("红".into()),
                    Type("留守".into()),
                    Age(11, 11),
                ],
            ),
            (
                "Village: dongshan RISK:Red type:left age:6-12",
                &[],
                &[
                    Village("dongshan".into()),
                    Risk("red".into()),
                    Type("left".into()),
                    Age(6, 12),
                ],
            ),
            ("岁:6-", &[], &[Age(6, 200)]),
            ("岁:6-1", &[], &[Age(6, 200)]),
            ("岁:-3", &[], &[Age(0, 3)]),
            ("岁:11岁", &[], &[Age(11, 11)]),
            ("岁:老", &[], &[Nothing]),
            ("村:", &[], &[]),
            ("村: 险:红", &[], &[Risk("红".into())]),
            ("a:b", &["a:b"], &[]),
            (":", &[":"], &[]),
            ("", &[], &[]),
        ] {
            let asked = Asked::read(typed);
            let texts: Vec<&str> = asked.words.iter().map(|w| w.text.as_str()).collect();
            assert_eq!(
                (texts.as_slice(), asked.conditions.as_slice()),
                (words, conditions),
                "{typed}"
            );
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (typed, want) in [
            ("0012", vec![Some("0012")]),
            ("００１２", vec![Some("0012")]),
            ("012", vec![None]),
            ("012X", vec![Some("012x")]),
            ("138 0000 0012", vec![Some("13800000012")]),
            ("0599-0000110", vec![Some("05990000110")]),
            ("350703 20150314 001x", vec![Some("35070320150314001x")]),
            ("陈 0012", vec![None, Some("0012")]),
            ("001x 0012", vec![Some("001x"), Some("0012")]),
            ("cxm", vec![None]),
            ("x", vec![None]),
        ] {
            let asked = Asked::read(typed);
            let numbers: Vec<Option<&str>> =
                asked.words.iter().map(|w| w.number.as_deref()).collect();
            assert_eq!(numbers, want, "{typed}");
        }
    }
}
