//! One row of what was found: who, where, what tells them apart, and why it was found.

use crate::domain::book::Kind;
use crate::schema::{Day, FieldType, Id, Value};
use crate::service::{Fit, Hit, Office};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::views::list;
use crate::ui::widgets::{Cell, Line};
use std::collections::HashMap;

/// Places of a number's tail that tell people apart.
const TAIL: usize = 4;
/// A name takes its age further to the right up to here.
const NAME: u16 = 12;

/// The rows of what was found.
pub(super) fn lines(hits: &[Hit], office: &Office, ctx: &Ctx) -> Vec<Line> {
    let places: Vec<String> = hits
        .iter()
        .map(|hit| office.whereabouts(&hit.row))
        .collect();
    let gone = |(hit, place): (&Hit, &String)| {
        (hit.kind == Kind::Worker && place.is_empty()).then_some(hit.row.id)
    };
    let gone: Vec<Id> = hits.iter().zip(&places).filter_map(gone).collect();
    let around = Around {
        office,
        ctx,
        left: office.left_on(&gone),
        name: hits
            .iter()
            .map(|hit| text::width(&office.label(hit.kind, hit.row.id)))
            .filter(|width| *width <= NAME)
            .max()
            .unwrap_or(0),
    };
    let line = |(hit, place)| around.line(hit, place);
    hits.iter().zip(places).map(line).collect()
}

struct Around<'a> {
    office: &'a Office,
    ctx: &'a Ctx,
    /// When those who have no post gave up their last one.
    left: HashMap<Id, Option<Day>>,
    /// Cells of the widest name.
    name: u16,
}

impl Around<'_> {
    fn line(&self, hit: &Hit, village: String) -> Line {
        let gone = self.left.contains_key(&hit.row.id);
        let sign = match hit.row.record.value("risk") {
            Value::Empty if gone => Some(Sign::Later),
            risk => list::risk(&risk),
        };
        let cells = vec![
            Cell::text(self.who(hit)),
            self.name(hit),
            Cell::text(village),
            self.marks(hit, sign),
            Cell::text(self.why(hit)),
        ];
        Line {
            muted: gone,
            ..Line::new(sign, cells)
        }
    }

    fn who(&self, hit: &Hit) -> String {
        let director = Value::Choice("director".into());
        if hit.kind == Kind::Worker && hit.row.record.value("role") == director {
            return self.ctx.word("find-director");
        }
        self.ctx.word(&format!("one-{}", hit.kind.name()))
    }

    /// The name, its matched characters marked, and how old somebody is.
    fn name(&self, hit: &Hit) -> Cell {
        let name = self.office.label(hit.kind, hit.row.id);
        let marks = hit.marks.iter().map(|at| (*at, Role::Accent)).collect();
        let Value::Day(born) = hit.row.record.value("birth_day") else {
            return Cell::marked(name, marks);
        };
        // Ages of children tell them apart; those of staff are nobody's business here.
        if hit.kind == Kind::Worker {
            return Cell::marked(name, marks);
        }
        let years = born.years_until(self.ctx.today()).to_string();
        let age = self.ctx.fill("find-age", &[("years", &years)]);
        let cells = text::width(&name).max(self.name);
        Cell::marked(format!("{}  {age}", text::pad(&name, cells)), marks)
    }

    /// What tells a person from another of that name, personal numbers masked but for the tail
    /// that may have been typed.
    fn marks(&self, hit: &Hit, risk: Option<Sign>) -> Cell {
        let record = &hit.row.record;
        let number = |of: fn(FieldType) -> bool| {
            let fields = hit.kind.fields().iter().enumerate();
            let all = fields
                .filter(|(_, f)| of(f.ty))
                .map(|(i, _)| record.at(i).plain());
            all.filter(|number| !number.is_empty()).map(tail).next()
        };
        let id = number(|ty| matches!(ty, FieldType::IdNumber));
        let phone = number(|ty| matches!(ty, FieldType::Phone));
        let by_phone = matches!(hit.fit, Fit::Phone { .. });
        let (mut parts, mut marks) = (Vec::new(), Vec::new());
        match (hit.fit, id, phone) {
            // What it was found by says more than a number that nobody asked for.
            (Fit::Other(field, _), ..) => parts.push(record.value(field).plain()),
            (_, Some(id), _) if !by_phone => parts.push(self.ctx.fill("find-id", &[("tail", &id)])),
            (_, _, Some(phone)) => parts.push(self.ctx.fill("find-phone", &[("tail", &phone)])),
            _ => {}
        }
        if matches!(hit.fit, Fit::IdNumber { .. } | Fit::Phone { .. }) {
            let end = parts.first().map_or(0, |p| p.chars().count());
            marks.extend((end.saturating_sub(TAIL)..end).map(|at| (at, Role::Accent)));
        }
        if let (Value::Choice(code), Some(child)) = (
            record.value("relation"),
            self.office.child_of_home(&hit.row),
        ) {
            let relation = self.ctx.word(&format!("choice-relation-{code}"));
            let args = [("child", &*child), ("relation", &relation)];
            parts.push(self.ctx.fill("find-kin", &args));
        }
        if hit.kind == Kind::Village {
            parts.push(record.value("code").plain());
        }
        let risk_at = parts.len();
        if let Value::Choice(code) = record.value("risk") {
            parts.push(self.ctx.word(&format!("choice-risk-{code}")));
        }
        match self.left.get(&hit.row.id) {
            Some(Some(day)) => {
                let month = day.iso()[..7].to_owned();
                parts.push(self.ctx.fill("find-left", &[("month", &month)]));
            }
            Some(None) => parts.push(self.ctx.word("find-no-post")),
            None => {}
        }
        let between = self.ctx.fill("find-both", &[("first", ""), ("second", "")]);
        let before = parts.iter().take(risk_at).map(|p| p.chars().count());
        let at: usize = before.map(|n| n + between.chars().count()).sum();
        if let (Some(sign), Some(word)) = (risk, parts.get(risk_at)) {
            marks.extend((at..at + word.chars().count()).map(|n| (n, sign.role())));
        }
        Cell::marked(parts.join(&between), marks)
    }

    fn why(&self, hit: &Hit) -> String {
        match hit.fit {
            Fit::Other(field, _) => {
                let kind = hit.kind.name();
                self.ctx.word(&format!("field-{kind}-{field}"))
            }
            fit => self.ctx.word(fit.key()),
        }
    }
}

fn tail(number: String) -> String {
    let skip = number.chars().count().saturating_sub(TAIL);
    number.chars().skip(skip).collect()
}
