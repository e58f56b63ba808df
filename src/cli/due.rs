//! The verbs `due` and `postpone`, and days given as arguments.

use super::{Desk, Outcome};
use crate::domain::book::Kind;
use crate::domain::due::{Deadline, Due, Rule};
use crate::schema::{Day, Fault, Id, Words};
use crate::service::{Office, Problem};
use serde_json::{Value as Json, json};

/// The rule that a script names.
fn rule_named(code: &str) -> Result<Rule, Problem> {
    Rule::from_code(code).ok_or_else(|| {
        let rules = Rule::ALL.map(Rule::code).join(" ");
        Problem::new("cli-unknown-rule")
            .with("rule", code)
            .with("rules", rules)
            .exit(2)
    })
}

pub(super) fn day_of(argument: &str, text: &str, today: Day) -> Result<Day, Problem> {
    Day::parse(text, Some(today)).ok_or_else(|| Problem {
        faults: vec![(argument.into(), Fault::NotADay)],
        ..Problem::new("problem-bad-value")
    })
}

impl Desk {
    /// Everything due, with rule and clause; the children in it are logged as read.
    pub(super) fn due(&self, on: Option<&str>, rule: Option<&str>) -> Outcome {
        let rule = rule.map(rule_named).transpose()?;
        let office = self.office(true)?;
        let today = office.today();
        let day = on.map_or(Ok(today), |text| day_of("on", text, today))?;
        let items: Vec<Due> = office
            .due_on(day)
            .into_iter()
            .filter(|d| rule.is_none_or(|r| r == d.rule))
            .collect();
        let children: Vec<_> = items
            .iter()
            .filter(|item| item.kind == Kind::Child)
            .filter_map(|item| office.row(item.kind, item.id))
            .collect();
        office.log_reading(Kind::Child, &children, None)?;
        let mut lines = Vec::new();
        for item in &items {
            let label =
                |kind, id: Option<Id>| id.map_or_else(String::new, |id| office.label(kind, id));
            let (village, worker) = (
                label(Kind::Village, item.village),
                label(Kind::Worker, item.worker),
            );
            // Whom it is about: the child of a file, else the worker.
            let who = match item.kind {
                Kind::Child => label(item.kind, Some(item.id)),
                _ => worker.clone(),
            };
            if self.out.json {
                let object = json!({
                    "rule": item.rule.code(), "pressing": item.pressing.code(), "kind": item.kind.name(),
                    "id": item.id.to_string(), "who": who, "village": village, "worker": worker,
                    "reason": office.due_reason(item), "put_off": item.put_off.map(|d| d.iso()), "ours": item.rule.is_ours(),
                    "deadline": deadline_code(item.deadline), "clause": item.rule.clause(), "source": item.rule.source(),
                });
                self.out.object(object);
            } else {
                lines.push(vec![
                    item.pressing.sign().to_owned(),
                    self.words.word(&format!("rule-{}", item.rule.code())),
                    who,
                    village,
                    match item.put_off {
                        Some(until) => self
                            .words
                            .fill("deadline-put-off", &[("day", &until.iso())]),
                        None => self.waits(&office, item, day),
                    },
                    item.rule.clause().to_owned(),
                ]);
            }
        }
        if !self.out.json {
            let keys = [
                "column-sign",
                "column-rule",
                "column-who",
                "column-village",
                "column-deadline",
                "column-clause",
            ];
            self.out
                .table(&keys.map(|k| self.words.word(k)), &lines, &[false; 6]);
            self.out.say(
                &self
                    .words
                    .fill("cli-due", &[("count", &items.len().to_string())]),
            );
        }
        Ok(())
    }

    /// By when, and why somebody untrained works all the same.
    fn waits(&self, office: &Office, item: &Due, day: Day) -> String {
        let mut told = crate::service::deadline(&self.words, item.deadline, day);
        if let Some(reason) = office.due_reason(item) {
            told += &self.words.fill("due-dispensed", &[("reason", &reason)]);
        }
        told
    }

    /// Puts something due off to a day, as the workbench does.
    pub(super) fn postpone(&self, code: &str, about: &str, until: &str, reason: &str) -> Outcome {
        let rule = rule_named(code)?;
        let office = self.office(false)?;
        let day = day_of("until", until, office.today())?;
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
        Ok(())
    }
}

fn deadline_code(deadline: Deadline) -> Json {
    match deadline {
        Deadline::Since(day) => json!({"since": day.iso()}),
        Deadline::By(day) => json!({"by": day.iso()}),
        Deadline::Open => Json::Null,
        Deadline::Complete(percent) => json!({"complete": percent}),
    }
}
