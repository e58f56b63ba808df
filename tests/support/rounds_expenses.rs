//! Struck down while a list of expenses is brought in: all its notes are there, or none.

use super::{Sort, Yard, shown, whole_or_nothing, words};
use std::fs;

/// Whose they are; invented, and in no other round.
const WHO: &str = "欧阳费用";

pub(super) const EXPENSES: Sort = Sort {
    name: "expenses",
    before: |yard| {
        let name = format!("name={WHO}{}", yard.round);
        vec![
            ["add", "worker", &name, "role=supervisor"]
                .map(str::to_owned)
                .into(),
        ]
    },
    verb: |yard| {
        let mut text = String::from("姓名,日期,类别,金额,来源\n");
        for n in 0..300 {
            text += &format!(
                "{WHO}{},2026-{:02}-{:02},交通,{}.5,第{n}张\n",
                yard.round,
                n % 10 + 1,
                n % 28 + 1,
                n + 1
            );
        }
        let path = yard.side.join("费用.csv");
        fs::write(&path, text).unwrap();
        [words("import --kind expense"), vec![shown(&path)]].concat()
    },
    fed: None,
    far: Yard::journal,
    judge: whole_or_nothing,
    again: false,
};
