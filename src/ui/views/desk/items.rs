//! What is due, as lines of the list, and what to do about each.

use super::super::dues;
use super::Row;
use crate::domain::book::Kind;
use crate::domain::child::Child;
use crate::domain::due::{Deadline, Due, Pressing, Rule};
use crate::schema::{Day, Id, Value};
use crate::service::Office;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use std::collections::HashMap;

/// With more things to do than this, they are gathered by village.
const MOST_LINES: usize = 40;

/// One line of the list.
#[derive(Clone, Debug)]
pub(super) struct DeskLine {
    pub row: Row,
    pub sign: Option<Sign>,
    /// The rule's word, or the head's.
    pub topic: String,
    pub subject: String,
    pub deadline: String,
}

/// What a thing to do is about, in a sentence each.
#[derive(Clone, Debug, Default)]
pub(super) struct Step {
    pub what: String,
    pub how: String,
    /// The director, with telephone; empty for a vacancy.
    pub director: String,
}

pub(super) struct Items<'a> {
    office: &'a Office,
    due: &'a [Due],
    ctx: &'a Ctx,
    today: Day,
    children: HashMap<Id, usize>,
}

impl<'a> Items<'a> {
    pub fn new(office: &'a Office, due: &'a [Due], ctx: &'a Ctx) -> Self {
        let mut children: HashMap<Id, usize> = HashMap::new();
        let tables = office.tables();
        for (_, child) in tables.all::<Child>(Kind::Child) {
            if let Some(village) = child.village {
                *children.entry(village).or_default() += 1;
            }
        }
        Self {
            office,
            due,
            ctx,
            today: office.today(),
            children,
        }
    }

    fn label(&self, kind: Kind, id: Option<Id>) -> String {
        id.map_or(String::new(), |id| self.office.tables().label(kind, id))
    }

    /// The lines, in groups, or by village where there are too many.
    pub fn lines(&self, unfolded: Option<usize>) -> Vec<DeskLine> {
        if self.due.len() > MOST_LINES {
            return self.by_village(unfolded);
        }
        let mut lines = Vec::new();
        let mut group = None;
        for (at, due) in self.due.iter().enumerate() {
            if group != Some(due.group()) {
                group = Some(due.group());
                lines.push(self.head(due.group()));
            }
            lines.push(self.line(at, due));
        }
        lines
    }

    fn head(&self, pressing: Pressing) -> DeskLine {
        let count = self.due.iter().filter(|d| d.group() == pressing).count();
        let word = self.ctx.word(&format!("pressing-{}", pressing.code()));
        DeskLine {
            row: Row::Head,
            sign: None,
            topic: format!("{word} {count}"),
            subject: String::new(),
            deadline: String::new(),
        }
    }

    fn line(&self, at: usize, due: &Due) -> DeskLine {
        let village = self.label(Kind::Village, due.village);
        let worker = self.label(Kind::Worker, due.worker);
        let children = due
            .village
            .and_then(|id| self.children.get(&id))
            .copied()
            .unwrap_or(0);
        let subject = match due.rule {
            Rule::NoDirector if children > 0 => {
                let count = children.to_string();
                self.ctx.fill(
                    "desk-vacant-children",
                    &[("village", &village), ("count", &count)],
                )
            }
            Rule::NoDirector | Rule::TwoDirectors | Rule::Inspection => village,
            Rule::Untrained | Rule::Rotation | Rule::Talk => {
                format!("{worker} {village}").trim_end().to_owned()
            }
            _ => {
                let child = self.label(due.kind, Some(due.id));
                format!("{child} {village}").trim_end().to_owned()
            }
        };
        DeskLine {
            row: Row::Item(at),
            sign: Some(due.pressing.into()),
            topic: self.ctx.word(&format!("rule-{}", due.rule.code())),
            subject,
            deadline: self.wait(due),
        }
    }

    /// Until when somebody waits, or the deadline.
    fn wait(&self, due: &Due) -> String {
        match due.put_off {
            Some(day) => self.ctx.fill(
                "deadline-put-off",
                &[("day", &dues::short(day, self.today))],
            ),
            None => self.deadline(due.deadline),
        }
    }

    fn deadline(&self, deadline: Deadline) -> String {
        crate::service::deadline(&self.ctx.words, deadline, self.today)
    }

    /// One line a village with its counts; the things themselves below the one that is unfolded.
    fn by_village(&self, unfolded: Option<usize>) -> Vec<DeskLine> {
        let mut villages: Vec<(Option<Id>, Vec<usize>)> = Vec::new();
        let mut places: HashMap<Option<Id>, usize> = HashMap::new();
        for (at, due) in self.due.iter().enumerate() {
            let place = *places.entry(due.village).or_insert_with(|| {
                villages.push((due.village, Vec::new()));
                villages.len() - 1
            });
            villages[place].1.push(at);
        }
        let mut lines = Vec::new();
        for (place, (village, items)) in villages.iter().enumerate() {
            lines.push(self.village_line(place, *village, items));
            if unfolded == Some(place) {
                lines.extend(items.iter().map(|at| self.line(*at, &self.due[*at])));
            }
        }
        lines
    }

    fn village_line(&self, place: usize, village: Option<Id>, items: &[usize]) -> DeskLine {
        let count = |rule: Rule| {
            items
                .iter()
                .filter(|at| self.due[**at].rule == rule)
                .count()
        };
        let counts = Rule::ALL
            .into_iter()
            .map(|rule| (rule, count(rule)))
            .filter(|(_, n)| *n > 0);
        let words = counts
            .map(|(rule, n)| format!("{} {n}", self.ctx.word(&format!("rule-{}", rule.code()))));
        let name = self.label(Kind::Village, village);
        let worst = items.iter().map(|at| self.due[*at].pressing).min();
        DeskLine {
            row: Row::Village(place),
            sign: worst.map(Sign::from),
            topic: if name.is_empty() {
                self.ctx.word("desk-no-village")
            } else {
                name
            },
            subject: words.collect::<Vec<_>>().join("  "),
            deadline: String::new(),
        }
    }

    /// What to do about the things on these lines, by their place in the list of everything due.
    pub fn steps(&self, lines: &[DeskLine]) -> HashMap<usize, Step> {
        let items = lines.iter().filter_map(|line| match line.row {
            Row::Item(at) => Some((at, self.step(self.due.get(at)?))),
            Row::Head | Row::Village(_) => None,
        });
        items.collect()
    }

    fn step(&self, due: &Due) -> Step {
        let (office, ctx) = (self.office, self.ctx);
        Step {
            what: dues::what(due, office, ctx),
            how: dues::how(due, office, ctx),
            director: self.director(due.worker),
        }
    }

    fn director(&self, worker: Option<Id>) -> String {
        let Some(row) = worker.and_then(|id| self.office.row(Kind::Worker, id)) else {
            return String::new();
        };
        let name = row.record.value("name").plain();
        match row.record.value("phone") {
            Value::Text(phone) => format!("{name} {phone}"),
            _ => name,
        }
    }
}
