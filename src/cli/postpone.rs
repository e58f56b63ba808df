use super::{Desk, Outcome, close};
use crate::domain::due::Rule;
use crate::schema::{Day, Fault, Words};
use crate::service::Problem;

/// The rule that a script names.
pub(super) fn rule(code: &str) -> Result<Rule, Problem> {
    Rule::from_code(code).ok_or_else(|| {
        let rules = Rule::ALL.map(Rule::code).join(" ");
        Problem::new("cli-unknown-rule")
            .with("rule", code)
            .with("rules", rules)
            .exit(2)
    })
}

impl Desk {
    /// Puts something due off to a day, as the workbench does.
    pub(super) fn postpone(&self, code: &str, about: &str, until: &str, reason: &str) -> Outcome {
        let rule = rule(code)?;
        let office = self.office(false)?;
        let day = Day::parse(until, Some(office.today())).ok_or_else(|| Problem {
            faults: vec![("until".into(), Fault::NotADay)],
            ..Problem::new("problem-bad-value")
        })?;
        let all = office.due();
        let of_rule = || all.iter().filter(|due| due.rule == rule);
        let none = || {
            Problem::new("cli-not-due")
                .with("rule", code)
                .with("about", about)
        };
        // Everything due by one rule is about records of one kind.
        let kind = of_rule().next().ok_or_else(none)?.kind;
        let row = self.row(&office, kind, about)?;
        let due = of_rule().find(|due| due.id == row.id).ok_or_else(none)?;
        office.postpone(due, day, reason)?;
        let rule = self.words.word(&format!("rule-{code}"));
        let args = [("rule", rule.as_str()), ("day", &day.iso())];
        self.out.data(&self.words.fill("put-off-done", &args));
        close(office)
    }
}
