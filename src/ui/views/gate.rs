//! The gate of first training on the screen: somebody untrained would come in charge of children.
//! Three ways on, by digit: somebody else, a first training, or all the same with a reason.

use super::Question;
use super::doing::this_year;
use crate::domain::book::Kind;
use crate::domain::training::TrainingType;
use crate::schema::{Coded, Id, Value};
use crate::service::{GATE, Office, Problem, short_day};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Flow, Reply, Toast};

/// The question with the three ways.
const WAYS: &str = "gate";
/// The reason.
const WHY: &str = "gate-why";
/// Between the parts of what is carried along.
const APART: char = '\u{1f}';

/// What somebody chose.
pub enum Way {
    /// Somebody else: what was asked has to be asked anew.
    Another(Asked),
    /// Enrol whom it is about in a first training; none where they aren't saved yet.
    Enrol(Option<Id>),
    /// All the same, and why.
    Still(Asked, String),
    /// The reason is asked for now.
    Reason(Flow),
}

/// The reply that ran into the gate, to be gone on with.
pub struct Asked(Reply);

impl Asked {
    /// The reply, where it was one of these questions.
    pub fn reply(&self, questions: &[&'static str]) -> Option<Reply> {
        let name = questions
            .iter()
            .find(|name| self.0.carried.starts_with(**name))?;
        let mut parts = self.0.carried.splitn(4, APART).skip(1);
        let choice = parts.next()?.parse().ok()?;
        let text = parts.next()?.to_owned();
        Some(Reply {
            question: name,
            choice,
            text,
            carried: parts.next()?.to_owned(),
        })
    }
}

/// Whether this refusal is the gate's.
pub fn is_it(problem: &Problem) -> bool {
    problem.key == GATE
}

/// Asks which way; `another` is the word key of the first, `asked` the reply that ran into it.
pub fn ask(problem: &Problem, another: &str, asked: Option<&Reply>, ctx: &Ctx) -> Flow {
    Flow::Open(Box::new(question(problem, another, asked, ctx)))
}

/// The same as a panel.
pub fn question(problem: &Problem, another: &str, asked: Option<&Reply>, ctx: &Ctx) -> Question {
    let worker = problem.args.iter().find(|(name, _)| *name == "worker");
    let worker = worker.map_or("", |(_, id)| id);
    let class = ctx.office().ok().and_then(|office| office.next_first());
    let enrol = match (class, ctx.office()) {
        (Some(next), Ok(office)) => {
            let day = short_day(next.day, office.today());
            ctx.fill("gate-enrol", &[("day", &day)])
        }
        _ => ctx.word("gate-no-class"),
    };
    let answers = vec![ctx.word(another), enrol, ctx.word("gate-still")];
    let asked = asked.map_or_else(String::new, |reply| {
        let choice = reply.choice.to_string();
        [reply.question, &choice, &reply.text, &reply.carried].join(&APART.to_string())
    });
    Question::new(WAYS, problem.what(&ctx.words), answers)
        .refused()
        .note(ctx.word("note-why"), problem.why(&ctx.words))
        .carry(format!("{worker}{APART}{asked}"))
}

/// What was chosen; none where the question wasn't the gate's.
pub fn chosen(reply: &Reply, ctx: &Ctx) -> Option<Way> {
    let (worker, asked) = reply.carried.split_once(APART)?;
    let asked = || {
        Asked(Reply {
            carried: asked.to_owned(),
            ..reply.clone()
        })
    };
    match (reply.question, reply.choice) {
        (WAYS, 0) => Some(Way::Another(asked())),
        (WAYS, 1) => {
            let known = ctx.office().ok().zip(Id::parse(worker));
            let known = known.filter(|(office, id)| office.row(Kind::Worker, *id).is_some());
            Some(Way::Enrol(known.map(|(_, id)| id)))
        }
        (WAYS, _) => {
            let question = Question::line(WHY, ctx.word("gate-why"), ctx.word("doing-reason"))
                .note(ctx.word("put-off-how"), ctx.word("gate-trace"))
                .carry(&reply.carried);
            Some(Way::Reason(Flow::Open(Box::new(question))))
        }
        (WHY, _) if reply.text.trim().is_empty() => Some(Way::Reason(Flow::Refuse(Problem::new(
            "problem-needs-reason",
        )))),
        (WHY, _) => Some(Way::Still(asked(), reply.text.clone())),
        _ => None,
    }
}

/// Puts somebody on the roster of the next first training; where there is none, a new one.
pub fn enrol(worker: Option<Id>, office: &Office, ctx: &Ctx) -> Flow {
    let told = |who: &str, day: &str| ctx.fill("gate-enrolled", &[("who", who), ("day", day)]);
    enrolled(worker, office, ctx, told).unwrap_or_else(|| new_class(office))
}

/// The same from a form that isn't saved by it: says so with this key, and that it stays.
pub fn enrol_only(worker: Option<Id>, stays: &str, office: &Office, ctx: &Ctx) -> Flow {
    let told = |_: &str, day: &str| ctx.fill(stays, &[("day", day)]);
    enrolled(worker, office, ctx, told).unwrap_or_else(|| {
        let told = Toast::told(ctx.word("gate-nothing-saved"));
        Flow::All(vec![new_class(office), Flow::Say(told)])
    })
}

fn new_class(office: &Office) -> Flow {
    let mut known = this_year(office);
    let first = Value::Choice(TrainingType::First.code().to_owned());
    known.push(("kind", first));
    Flow::Go(Place::New {
        kind: Kind::Training,
        known,
    })
}

/// Puts somebody on the next first training's roster and says so, with their name and its day;
/// nothing where there is none, or where they aren't saved yet.
fn enrolled(
    worker: Option<Id>,
    office: &Office,
    ctx: &Ctx,
    told: impl Fn(&str, &str) -> String,
) -> Option<Flow> {
    let (worker, next) = (worker?, office.next_first()?);
    let who = office.label(Kind::Worker, worker);
    let day = short_day(next.day, office.today());
    Some(match office.enrol(next.session, &[worker]) {
        Ok(some) if some.waiting > 0 => Flow::Say(Toast::done(some.said(&ctx.words))),
        Ok(_) => Flow::Say(Toast::done(told(&who, &day))),
        Err(problem) => Flow::Refuse(problem),
    })
}
