//! What people thought, one digit an answer: the focus walks through those who were there, from
//! question to question, and each answer is stored as it is given.

use super::{Mode, Roster};
use crate::domain::feedback::{About, BEST, WORST};
use crate::schema::Coded;
use crate::service::RosterLine;
use crate::ui::canvas::Canvas;
use crate::ui::command::Cmd;
use crate::ui::context::Ctx;
use crate::ui::theme::Role;
use crate::ui::view::{Flow, Reply, Toast};
use crate::ui::views::Question;
use crate::ui::widgets::{Column, grid};

/// Columns of answers, at the right end of a row.
pub(super) const ANSWERS: usize = About::ALL.len();

/// The answers of a row; in brackets where they count no more.
pub(super) fn answers(line: &RosterLine) -> [String; ANSWERS] {
    About::ALL.map(|about| {
        let feedback = line.feedback.as_ref();
        let grade = feedback.and_then(|feedback| feedback.grade(about));
        match grade {
            Some(grade) if line.attended() => grade.to_string(),
            Some(grade) => format!("({grade})"),
            None => String::new(),
        }
    })
}

/// How many of each grade there are to a question, the best first, and how many have not answered.
pub(super) fn counted(lines: &[RosterLine], about: About) -> Vec<(i64, usize)> {
    let there = || lines.iter().filter(|line| line.attended());
    let grade = |line: &RosterLine| line.feedback.as_ref().and_then(|f| f.grade(about));
    let count = |wanted: Option<i64>| there().filter(|line| grade(line) == wanted).count();
    let grades = (WORST..=BEST).rev();
    let mut all: Vec<(i64, usize)> = grades.map(|one| (one, count(Some(one)))).collect();
    all.push((0, count(None)));
    all
}

impl Roster {
    /// The question of the focus.
    pub(super) fn asked(&self) -> About {
        About::ALL[self.question.min(ANSWERS - 1)]
    }

    /// A movement among those who were there and their answers; whether it was one.
    pub(super) fn walk(&mut self, cmd: Cmd, ctx: &Ctx) -> bool {
        match cmd {
            Cmd::Left => self.question = self.question.saturating_sub(1),
            Cmd::Right => self.question = (self.question + 1).min(ANSWERS - 1),
            _ => {
                let from = self.window.cursor();
                if !self.window.command(cmd, self.lines.len()) {
                    return false;
                }
                let at = self.window.cursor();
                let up = matches!(cmd, Cmd::Up | Cmd::PageUp | Cmd::End);
                // Nobody may be left on the roster, after an undo.
                let people = self.lines.iter();
                let found = if up {
                    people.take(at + 1).rposition(RosterLine::attended)
                } else {
                    people
                        .skip(at)
                        .position(RosterLine::attended)
                        .map(|n| at + n)
                };
                self.window.set(found.unwrap_or(from));
                self.question = 0;
            }
        }
        self.stand(ctx);
        true
    }

    /// Stores an answer and goes on to the next question, behind the last to the next person; 0
    /// takes it back and stays.
    pub(super) fn give(&mut self, digit: u8, ctx: &Ctx) -> Flow {
        let (Ok(office), Some(line)) = (ctx.office(), self.line().cloned()) else {
            return Flow::Stay;
        };
        let grade = i64::from(digit);
        if grade > BEST {
            return Flow::Ignored;
        }
        let about = self.asked();
        let grade = (grade >= WORST).then_some(grade);
        if let Err(problem) = office.answer(line.enrolment, about, grade) {
            return Flow::Refuse(problem);
        }
        let state = match grade {
            Some(grade) => format!("{} {grade}", word(about, ctx)),
            None => ctx.word("roster-taken-back"),
        };
        let told = self.said(&line, &state, ctx);
        if grade.is_some() {
            self.question += 1;
            if self.question == ANSWERS {
                let was = self.window.cursor();
                self.next_who_came(ctx);
                // Behind the last person the focus stays on the last answer.
                self.question = if self.window.cursor() == was {
                    ANSWERS - 1
                } else {
                    0
                };
            }
        }
        Flow::Say(Toast::done(told))
    }

    /// Asks what the person said besides.
    pub(super) fn ask_remark(&self, ctx: &Ctx) -> Flow {
        let Some(line) = self.line() else {
            return Flow::Stay;
        };
        let title = ctx.fill("roster-remark", &[("name", &line.name)]);
        let said = line.feedback.as_ref().map(|f| f.remark.clone());
        let question = Question::line("remark", title, ctx.word("field-feedback-remark.label"))
            .typed(said.unwrap_or_default())
            .carry(line.enrolment.to_string());
        Flow::Open(Box::new(question))
    }

    pub(super) fn take_remark(&self, reply: &Reply, ctx: &Ctx) -> Flow {
        let enrolment = crate::schema::Id::parse(&reply.carried);
        let (Ok(office), Some(enrolment)) = (ctx.office(), enrolment) else {
            return Flow::Stay;
        };
        match office.remark(enrolment, &reply.text) {
            Ok(()) => Flow::Say(Toast::done(ctx.word("roster-remarked"))),
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// Brackets around the answer that a digit would give.
    pub(super) fn draw_asked(
        &self,
        canvas: &mut Canvas<'_>,
        y: u16,
        heads: &[Column],
        widths: &[u16],
    ) {
        let at = heads.len().saturating_sub(ANSWERS) + self.question.min(ANSWERS - 1);
        let there = self.line().is_some_and(RosterLine::attended);
        if self.mode != Mode::Feedback || at >= widths.len() || !there {
            return;
        }
        let left: u16 = widths.iter().take(at).map(|w| w + grid::GAP).sum();
        let x = (grid::TEXT_AT + left).saturating_sub(1);
        canvas.put(x, y, "[", Role::Text);
        canvas.put(x + 2, y, "]", Role::Text);
    }
}

/// What a question is about, in words.
pub(super) fn word(about: About, ctx: &Ctx) -> String {
    ctx.word(&format!("choice-feedback-about-{}", about.code()))
}
