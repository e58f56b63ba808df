//! Test scores, typed one person after the other: Enter stores and goes on.

use super::{Mode, Roster};
use crate::schema::{Coded, Fault, Id, Score};
use crate::service::{Marks, Office, RosterLine};
use crate::ui::context::Ctx;
use crate::ui::view::{Flow, Toast};
use crate::ui::widgets::Input;

/// What is typed for the person of the focus, and what is wrong with it.
#[derive(Default)]
pub(super) struct Entry {
    pub input: Input,
    pub fault: Option<Fault>,
}

/// Full marks of the session's training and the line to pass, in words.
pub(super) fn limits(office: &Office, session: Id) -> (String, String) {
    let training = office.training_of(session).unwrap_or_default();
    (training.full_marks().plain(), training.pass_mark().plain())
}

/// What stands behind a person as the end of the test, in words.
pub(super) fn result(line: &RosterLine, ctx: &Ctx) -> String {
    let word = |outcome: crate::domain::training::Outcome| {
        ctx.word(&format!("choice-outcome-{}", outcome.code()))
    };
    line.result.map_or_else(String::new, word)
}

impl Roster {
    /// Goes over to writing down something else.
    pub(super) fn turn_to(&mut self, mode: Mode, ctx: &Ctx) {
        self.mode = mode;
        self.search = None;
        let open = |line: &RosterLine| match mode {
            Mode::SignIn => false,
            Mode::SignOut => line.attended() && line.out.is_none(),
            Mode::Marks => line.attended() && line.result.is_none(),
            Mode::Feedback => line.attended() && line.feedback.is_none(),
        };
        self.question = 0;
        let lines = || self.lines.iter();
        let there = || lines().position(RosterLine::attended);
        let at = lines().position(open);
        if let Some(at) = at.or_else(|| there().filter(|_| mode == Mode::Feedback)) {
            self.window.set(at);
        }
        self.band.spoil();
        self.stand(ctx);
    }

    /// The focus has moved, or the person there has changed.
    pub(super) fn stand(&mut self, ctx: &Ctx) {
        let score = self.line().and_then(|line| line.score);
        self.entry = Entry {
            input: Input::offering(score.map_or_else(String::new, Score::plain)),
            fault: None,
        };
        self.fill(ctx);
    }

    /// Stores what is typed for this person, and goes on to the next who was there.
    pub(super) fn grade(&mut self, ctx: &Ctx) -> Flow {
        let (Ok(office), Some(line)) = (ctx.office(), self.line().cloned()) else {
            return Flow::Stay;
        };
        let typed = self.entry.input.value().to_owned();
        // Nothing typed changes nothing, unless there was something to take back.
        if typed.trim().is_empty() && line.score.is_none() {
            self.next_who_came(ctx);
            return Flow::Stay;
        }
        let marks = match office.read_marks(self.session, &typed) {
            Ok(marks) => marks,
            Err(fault) => {
                self.entry.fault = Some(fault);
                return Flow::Stay;
            }
        };
        match office.grade(line.enrolment, marks) {
            Ok(_) => {
                let told = self.graded(&line, marks, ctx);
                self.next_who_came(ctx);
                Flow::Say(Toast::done(told))
            }
            Err(problem) => match problem.faults.first() {
                Some((_, fault)) => {
                    self.entry.fault = Some(fault.clone());
                    Flow::Stay
                }
                None => Flow::Refuse(problem),
            },
        }
    }

    fn graded(&self, line: &RosterLine, marks: Marks, ctx: &Ctx) -> String {
        let mut said: Vec<String> = Vec::new();
        let outcome = match marks {
            Marks::Score(score) => {
                said.push(score.plain());
                let training = ctx.office().and_then(|o| o.training_of(self.session));
                Some(training.unwrap_or_default().outcome(score))
            }
            Marks::Result(outcome) => Some(outcome),
            Marks::Nothing => None,
        };
        match outcome {
            Some(outcome) => said.push(ctx.word(&format!("choice-outcome-{}", outcome.code()))),
            None => said.push(ctx.word("roster-taken-back")),
        }
        self.said(line, &said.join(" "), ctx)
    }

    pub(super) fn next_who_came(&mut self, ctx: &Ctx) {
        let from = self.window.cursor() + 1;
        let next = self.lines.iter().skip(from).position(RosterLine::attended);
        if let Some(next) = next {
            self.window.set(from + next);
        }
        self.stand(ctx);
    }
}
