use super::{Choice, Day, Fault, Id, TimeOfDay, Value, number, text};

/// What a field holds. Picks the editor, the parser and the alignment of its column.
#[derive(Clone, Copy, Debug)]
pub enum FieldType {
    /// One line, at most `max` characters.
    Text {
        /// Characters.
        max: usize,
    },
    /// Several lines, at most `max` characters.
    Note {
        /// Characters.
        max: usize,
    },
    /// A whole number.
    Int {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A day.
    Day,
    /// A time of day.
    Time,
    /// Yes, no, or not known.
    Flag,
    /// One of a list; the list's name in the word files, then the list.
    Choice(&'static str, &'static [Choice]),
    /// Some of a list.
    Choices(&'static str, &'static [Choice]),
    /// A record of the kind with this name.
    Link(&'static str),
    /// A telephone.
    Phone,
    /// A 公民身份号码.
    IdNumber,
    /// A division code of 12 digits.
    Division,
    /// Points from 0 to `max`, with at most one place behind the point.
    Score {
        /// Points.
        max: i64,
    },
}

/// What a field is used for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Role {
    /// A record can't be saved without it.
    pub required: bool,
    /// Stands in lists.
    pub listed: bool,
    /// Found by search.
    pub searched: bool,
    /// Personal number: masked until asked for.
    pub sensitive: bool,
    /// Filled in by an act of its own (a mark, an export), never typed into a form.
    pub by_act: bool,
}

impl Role {
    /// A field with no particular use.
    pub const PLAIN: Self = Self {
        required: false,
        listed: false,
        searched: false,
        sensitive: false,
        by_act: false,
    };

    /// No record without it.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }
    /// A column of lists.
    pub const fn listed(mut self) -> Self {
        self.listed = true;
        self
    }
    /// Found by search.
    pub const fn searched(mut self) -> Self {
        self.searched = true;
        self
    }
    /// Masked until asked for.
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }
    /// Left out of forms.
    pub const fn by_act(mut self) -> Self {
        self.by_act = true;
        self
    }
}

/// A field as everything but its own record sees it.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    /// Lower-case ASCII; what scripts, files and the word files call it.
    pub name: &'static str,
    /// What it holds.
    pub ty: FieldType,
    /// What it is used for.
    pub role: Role,
}

/// A field of the record `T`: one row of its table.
pub struct Field<T: 'static> {
    /// What others see of it.
    pub info: FieldInfo,
    /// Reads it.
    pub get: fn(&T) -> Value,
    /// Writes it.
    pub set: fn(&mut T, Value),
}

/// Looks up the records that text in a link field may mean.
pub trait Links {
    /// The record of this kind that goes by `text`: its number (`87`, `#87`), code or name.
    ///
    /// # Errors
    /// [`Fault::NoSuchRecord`] or [`Fault::SeveralRecords`].
    fn find(&self, kind: &str, text: &str) -> Result<Id, Fault>;
}

/// For text without links, in tests and tables.
pub struct NoLinks;

impl Links for NoLinks {
    fn find(&self, _kind: &str, text: &str) -> Result<Id, Fault> {
        Id::parse(text).ok_or(Fault::NoSuchRecord)
    }
}

/// What a parse may need to know besides the text.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// For `+7` and `0311`; none where only full days count, as in files.
    pub today: Option<Day>,
    /// For link fields.
    pub links: &'a dyn Links,
}

impl FieldType {
    /// The one parser: forms, verbs, imported files all come through here. Blank is [`Value::Empty`].
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(self, typed: &str, context: Context<'_>) -> Result<Value, Fault> {
        let tidy = text::tidy(typed);
        if tidy.is_empty() {
            return Ok(Value::Empty);
        }
        match self {
            Self::Text { max } => {
                let mut line = text::clean(typed);
                if line.contains(['\n', '\t']) {
                    line = line.replace(['\n', '\t'], " ");
                }
                within(line, max)
            }
            Self::Note { max } => within(text::clean(typed), max),
            Self::Int { min, max } => {
                let n: i64 = tidy
                    .strip_suffix(".0")
                    .unwrap_or(&tidy)
                    .parse()
                    .map_err(|_| Fault::NotANumber)?;
                if (min..=max).contains(&n) {
                    Ok(Value::Int(n))
                } else {
                    Err(Fault::OutOfRange { min, max })
                }
            }
            Self::Score { max } => parse_score(&tidy, max),
            Self::Day => Day::parse(&tidy, context.today)
                .map(Value::Day)
                .ok_or(Fault::NotADay),
            Self::Time => TimeOfDay::parse(&tidy)
                .map(Value::Time)
                .ok_or(Fault::NotATime),
            Self::Flag => parse_flag(&tidy),
            Self::Choice(_, all) => Choice::find(all, &tidy)
                .map(|c| Value::Choice(c.code.to_owned()))
                .ok_or(Fault::NotAChoice { codes: all }),
            Self::Choices(_, all) => parse_choices(&tidy, all),
            Self::Link(kind) => context
                .links
                .find(kind, &text::clean(typed))
                .map(Value::Link),
            Self::Phone => number::parse_phone(&tidy).map(Value::Text),
            Self::IdNumber => number::parse_id_number(&tidy).map(Value::Text),
            Self::Division => number::parse_division(&tidy).map(Value::Text),
        }
    }

    /// Whether its columns stand at the right.
    pub fn right_aligned(self) -> bool {
        matches!(self, Self::Int { .. } | Self::Score { .. })
    }
}

fn within(text: String, max: usize) -> Result<Value, Fault> {
    if text.chars().count() > max {
        Err(Fault::TooLong { max })
    } else {
        Ok(Value::Text(text))
    }
}

fn parse_flag(text: &str) -> Result<Value, Fault> {
    match text.to_ascii_lowercase().as_str() {
        "是" | "有" | "yes" | "y" | "true" | "1" | "√" | "✓" => Ok(Value::Flag(true)),
        "否" | "不是" | "无" | "没有" | "no" | "n" | "false" | "0" | "×" => {
            Ok(Value::Flag(false))
        }
        "不详" | "未知" | "不清楚" | "?" | "unknown" => Ok(Value::Empty),
        _ => Err(Fault::NotAFlag),
    }
}

fn parse_choices(text: &str, all: &'static [Choice]) -> Result<Value, Fault> {
    let mut codes = Vec::new();
    for part in text
        .split([',', '/', ';', '，', '；', '+', ' '])
        .filter(|p| !p.trim().is_empty())
    {
        let code = Choice::find(all, part)
            .ok_or(Fault::NotAChoice { codes: all })?
            .code
            .to_owned();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes.sort_by_key(|code| all.iter().position(|c| c.code == code));
    Ok(if codes.is_empty() {
        Value::Empty
    } else {
        Value::Choices(codes)
    })
}

fn parse_score(text: &str, max: i64) -> Result<Value, Fault> {
    let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
    let tenth = if tenth.is_empty() { "0" } else { tenth };
    if tenth.len() != 1 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return Err(Fault::NotANumber);
    }
    let whole: i64 = whole.parse().map_err(|_| Fault::NotANumber)?;
    let tenth: i64 = tenth.parse().map_err(|_| Fault::NotANumber)?;
    if whole > max || (whole == max && tenth > 0) {
        return Err(Fault::OutOfRange { min: 0, max });
    }
    Ok(Value::Score(whole * 10 + tenth))
}

/// The field table of a record:
/// `fields!(Worker { name: Text { max: 24 } => PLAIN.required().listed(), … })`.
#[macro_export]
macro_rules! fields {
    ($record:ty { $($field:ident : $ty:expr => $role:expr),* $(,)? }) => {
        &[$({
            #[allow(unused_imports)]
            use $crate::schema::FieldType::*;
            const PLAIN: $crate::schema::Role = $crate::schema::Role::PLAIN;
            let _ = PLAIN;
            $crate::schema::Field::<$record> {
                info: $crate::schema::FieldInfo { name: stringify!($field), ty: $ty, role: $role },
                get: |record| $crate::schema::Slot::value(&record.$field),
                set: |record, value| $crate::schema::Slot::assign(&mut record.$field, value),
            }
        }),*]
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Context<'_> = Context {
        today: None,
        links: &NoLinks,
    };

    #[test]
    fn a_slip_is_never_no() {
        assert_eq!(FieldType::Flag.parse("否", PLAIN), Ok(Value::Flag(false)));
        assert_eq!(FieldType::Flag.parse("不详", PLAIN), Ok(Value::Empty));
        assert_eq!(FieldType::Flag.parse("shi", PLAIN), Err(Fault::NotAFlag));
    }

    #[test]
    fn scores_are_exact() {
        let score = FieldType::Score { max: 100 };
        for (text, want) in [
            ("88.5", Ok(Value::Score(885))),
            ("88", Ok(Value::Score(880))),
            ("100.0", Ok(Value::Score(1000))),
            ("100.1", Err(Fault::OutOfRange { min: 0, max: 100 })),
            ("-1", Err(Fault::NotANumber)),
            ("88.55", Err(Fault::NotANumber)),
        ] {
            assert_eq!(score.parse(text, PLAIN), want, "{text}");
        }
        assert_eq!(Value::Score(885).plain(), "88.5");
    }

    #[test]
    fn text_is_measured_in_characters_and_kept_as_written() {
        let name = FieldType::Text { max: 4 };
        assert_eq!(
            name.parse(" 欧阳娜娜 ", PLAIN),
            Ok(Value::Text("欧阳娜娜".into()))
        );
        assert_eq!(
            name.parse("买买提·江", PLAIN),
            Err(Fault::TooLong { max: 4 })
        );
        assert_eq!(name.parse("　", PLAIN), Ok(Value::Empty));
    }
}
