//! Fields that an office has added itself (本地栏目): of which records, with which word, what they
//! hold. Their values stand in the records' `extra`.

use crate::schema::{
    Coded, Entity, Fault, Field, FieldInfo, FieldType, Id, KeyClass, Local, Role, keep,
    local_choices, text,
};

crate::choices! {
    /// The kinds of records that can have such fields.
    Extended "extended" {
        Child "child" ["儿童", "孩子"],
        Household "household" ["家庭"],
        Caregiver "caregiver" ["照料人", "监护人"],
        Worker "worker" ["人员", "工作人员", "儿童主任", "主任"],
    }
}

crate::choices! {
    /// What such a field can hold.
    Holds "holds" {
        Text "text" ["文字", "文本"],
        Number "number" ["整数", "数字"],
        Day "day" ["日期", "日"],
        Flag "flag" ["是否", "是/否"],
        Choice "choice" ["选一个词", "选项", "选择", "单选"],
    }
}

/// Characters of a label.
const LABEL: usize = 12;
/// Characters of a text.
const TEXT: usize = 100;
/// The biggest number, and with its sign the smallest.
const NUMBER: i64 = 999_999_999_999;
/// What a label can't have in it: conditions, orders and lists of columns are written with these.
const SIGNS: [char; 9] = ['=', '!', '<', '>', '~', ',', '#', ':', '"'];

/// A field of the office's own.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct LocalField {
    /// Of which records.
    pub of: Option<Extended>,
    /// Its word.
    pub label: String,
    /// What it holds.
    pub holds: Option<Holds>,
    /// The words that can be chosen, with 、 or / between them.
    pub choices: String,
    /// Whether it stands in lists.
    pub listed: Option<bool>,
    /// What it is for.
    pub note: String,
}

impl Entity for LocalField {
    const NAME: &'static str = "field";
    const CODE: u8 = 13;
    const CLASS: KeyClass = KeyClass::Office;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(LocalField {
        of: Choice("extended", Extended::CHOICES) => PLAIN.required().listed(),
        label: Text { max: LABEL } => PLAIN.required().listed(),
        holds: Choice("holds", Holds::CHOICES) => PLAIN.required().listed(),
        choices: Text { max: 200 } => PLAIN.listed(),
        listed: Flag => PLAIN.listed(),
        note: Note { max: 500 } => PLAIN,
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let mut faults = Vec::new();
        let folded = text::tidy(&self.label);
        let begins = folded.chars().next().is_none_or(char::is_alphanumeric);
        if !begins || folded.contains(SIGNS) {
            faults.push(("label", Fault::Rule("fault-field-signs")));
        }
        let words = self.words().len();
        match self.holds {
            Some(Holds::Choice) if words < 2 => {
                faults.push(("choices", Fault::Rule("fault-field-few-choices")));
            }
            Some(Holds::Choice) | None => {}
            Some(_) if words > 0 => {
                faults.push(("choices", Fault::Rule("fault-field-no-choices")));
            }
            Some(_) => {}
        }
        faults
    }
}

impl LocalField {
    /// The words that can be chosen, each once.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let between = |c: char| matches!(c, '、' | '/' | '／' | '，' | ',' | '；' | ';' | '\n');
        for word in self.choices.split(between).map(text::tidy) {
            if !word.is_empty() && !words.contains(&word) {
                words.push(word);
            }
        }
        words
    }

    /// The type of its values.
    pub fn ty(&self) -> Option<FieldType> {
        Some(match self.holds? {
            Holds::Text => FieldType::Text { max: TEXT },
            Holds::Number => FieldType::Int {
                min: -NUMBER,
                max: NUMBER,
            },
            Holds::Day => FieldType::Day,
            Holds::Flag => FieldType::Flag,
            Holds::Choice => local_choices(&self.words()),
        })
    }

    /// As a row of the field table, under the id and number of its record.
    pub fn local(&self, id: Id, number: u32) -> Option<Local> {
        let mut role = Role::PLAIN;
        role.listed = self.listed == Some(true);
        Some(Local {
            id,
            number,
            info: FieldInfo {
                name: keep(&self.label),
                ty: self.ty()?,
                role,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Day, Extra, Value};
    use proptest::prelude::*;

    fn field(label: &str, holds: Holds, choices: &str) -> LocalField {
        LocalField {
            of: Some(Extended::Child),
            label: label.into(),
            holds: Some(holds),
            choices: choices.into(),
            ..LocalField::default()
        }
    }

    #[test]
    fn what_can_be_a_field_and_what_not() {
        let signs = ("label", Fault::Rule("fault-field-signs"));
        let few = ("choices", Fault::Rule("fault-field-few-choices"));
        let none = ("choices", Fault::Rule("fault-field-no-choices"));
        for (label, holds, choices, want) in [
            ("宗教", Holds::Choice, "佛教、道教/无", vec![]),
            ("年级主任", Holds::Text, "", vec![]),
            ("e-mail", Holds::Text, "", vec![]),
            ("宗教", Holds::Choice, "", vec![few.clone()]),
            ("宗教", Holds::Choice, "佛教、 佛教 /", vec![few.clone()]),
            ("宗教", Holds::Day, "佛教、道教", vec![none.clone()]),
            ("a=b", Holds::Text, "", vec![signs.clone()]),
            ("宗教＝", Holds::Text, "", vec![signs.clone()]),
            ("-宗教", Holds::Flag, "", vec![signs.clone()]),
            ("甲,乙", Holds::Choice, "无", vec![signs, few]),
        ] {
            assert_eq!(field(label, holds, choices).check(), want, "{label}");
        }
    }

    fn local(holds: Holds) -> Local {
        let field = field("宗教", holds, "佛教、道教、Ａ组");
        field.local(Id::default(), 1).unwrap()
    }

    #[test]
    fn a_word_that_is_no_choice_any_longer_is_kept_as_text() {
        let mut extra = Extra::new();
        let choice = local(Holds::Choice);
        extra.insert(choice.id, "伊斯兰教".into());
        assert_eq!(choice.read(&extra), Value::Text("伊斯兰教".into()));
        choice.write(&mut extra, &Value::Empty);
        assert!(extra.is_empty());
    }

    #[test]
    fn words_and_labels_are_kept_once() {
        assert!(std::ptr::eq(keep("宗教"), keep(&String::from("宗教"))));
        let (FieldType::Choice(_, a), FieldType::Choice(_, b)) =
            (local(Holds::Choice).info.ty, local(Holds::Choice).info.ty)
        else {
            panic!("not choices");
        };
        assert!(std::ptr::eq(a, b));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            text in "\\PC{0,40}",
            number in -NUMBER..=NUMBER,
            day in -20_000..60_000,
            yes: bool,
            at in 0..3usize,
        ) {
            let word = ["佛教", "道教", "A组"][at];
            let typed = |holds, typed: &str| {
                local(holds).info.ty.parse(typed, crate::schema::Context {
                    today: None,
                    links: &crate::schema::NoLinks,
                })
            };
            let mut all = vec![
                (Holds::Number, Value::Int(number)),
                (Holds::Day, Value::Day(Day(day))),
                (Holds::Flag, Value::Flag(yes)),
                (Holds::Choice, Value::Choice(word.to_owned())),
            ];
            // Text as the parser lets it through.
            all.extend(typed(Holds::Text, &text).ok().map(|value| (Holds::Text, value)));
            for (holds, value) in all {
                let mut extra = Extra::new();
                local(holds).write(&mut extra, &value);
                prop_assert_eq!(local(holds).read(&extra), value.clone());
                prop_assert_eq!(typed(holds, &value.plain()), Ok(value));
            }
        }
    }
}
