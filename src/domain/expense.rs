//! Expense notes 费用: what a director's work cost in travel and telephone, and what was paid for it
//! (128号 二(三): 帮助解决交通、通讯等必要费用开支). A note, not bookkeeping.

use crate::schema::{Coded, Day, Entity, Fault, Field, Id, KeyClass, Score};
use std::collections::BTreeMap;

crate::choices! {
    /// What it was for.
    ExpenseType "expense-type" {
        Transport "transport" ["交通"],
        Telephone "telephone" ["通讯", "电话费"],
        Allowance "allowance" ["津贴", "补贴"],
        Other "other" ["其他"],
    }
}

/// The most that one note may come to, in yuan: a slip of the finger, beyond that.
const MOST_YUAN: i64 = 100_000;

/// One expense of one worker.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Expense {
    /// Whose.
    pub worker: Option<Id>,
    /// The day.
    pub day: Option<Day>,
    /// What it was for.
    pub kind: Option<ExpenseType>,
    /// In yuan, to one tenth.
    pub amount: Option<Score>,
    /// The service that was bought, or where the money comes from.
    pub source: String,
    /// Anything else.
    pub note: String,
}

impl Entity for Expense {
    const NAME: &'static str = "expense";
    const CODE: u8 = 33;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Expense {
        worker: Link("worker") => PLAIN.required().listed(),
        day: Day => PLAIN.required().listed(),
        kind: Choice("expense-type", ExpenseType::CHOICES) => PLAIN.required().listed(),
        amount: Score { max: MOST_YUAN } => PLAIN.required().listed(),
        source: Text { max: 40 } => PLAIN.listed(),
        note: Note { max: 500 } => PLAIN,
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let nothing = self.amount.is_some_and(|amount| amount.0 == 0);
        let fault = ("amount", Fault::Rule("fault-no-amount"));
        nothing.then_some(fault).into_iter().collect()
    }
}

/// What expenses come to in each year.
pub fn by_year<'a>(expenses: impl Iterator<Item = &'a Expense>) -> BTreeMap<i32, Score> {
    let mut years = BTreeMap::new();
    for expense in expenses {
        if let (Some(day), Some(amount)) = (expense.day, expense.amount) {
            years.entry(day.year()).or_insert(Score(0)).0 += amount.0;
        }
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_comes_to_what_its_notes_come_to() {
        let of = |year, amount| Expense {
            day: Day::from_ymd(year, 3, 1),
            amount: Some(Score(amount)),
            ..Expense::default()
        };
        let all = [
            of(2025, 100),
            of(2026, 355),
            of(2026, 5),
            Expense::default(),
        ];
        let sums = by_year(all.iter());
        assert_eq!(
            sums,
            BTreeMap::from([(2025, Score(100)), (2026, Score(360))])
        );
    }
}
