//! Points typed in their cell, one item after the other: Enter stores and goes on. Where they are
//! other than computed, a row below asks why first.

use super::ReviewView;
use crate::service::{Problem, ScoreOf, points_text};
use crate::ui::command::Cmd;
use crate::ui::context::Ctx;
use crate::ui::view::{Flow, Toast};
use crate::ui::widgets::Input;

/// What is typed for the item of the focus.
#[derive(Default)]
pub(super) struct Entry {
    pub points: Input,
    /// Why, once that is asked.
    pub reason: Option<Input>,
    /// What is wrong with it.
    pub problem: Option<Problem>,
    /// What stood there before.
    was: String,
}

impl Entry {
    /// Whether something was typed that leaving would lose.
    pub fn typed(&self) -> bool {
        self.points.value() != self.was || self.reason.is_some()
    }

    pub fn text(&mut self, c: char) {
        self.problem = None;
        self.input().text(c);
    }

    fn input(&mut self) -> &mut Input {
        self.reason.as_mut().unwrap_or(&mut self.points)
    }
}

impl ReviewView {
    /// Begins typing points for the item of the focus.
    pub(super) fn begin_entry(&mut self) {
        let Some(line) = self.line() else {
            self.entry = None;
            return;
        };
        let was = line.marks.counts().map_or_else(String::new, points_text);
        self.entry = Some(Entry {
            points: Input::offering(was.clone()),
            was,
            ..Entry::default()
        });
    }

    /// A command while points are typed.
    pub(super) fn typing(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        let Some(entry) = &mut self.entry else {
            return Flow::Ignored;
        };
        if entry.input().command(cmd) {
            entry.problem = None;
            return Flow::Stay;
        }
        match cmd {
            Cmd::Enter => self.store(true, ctx),
            Cmd::Save => self.store(false, ctx),
            // Back to the points first: the reason belongs to them.
            Cmd::Back if entry.reason.take().is_some() => {
                entry.problem = None;
                Flow::Stay
            }
            Cmd::Back => {
                self.entry = None;
                Flow::Stay
            }
            // What is typed belongs to this item.
            Cmd::Up | Cmd::Down if entry.typed() => {
                Flow::Say(Toast::refused(ctx.word("why-points-typed")))
            }
            Cmd::Up | Cmd::Down => {
                let all = self.lines().len();
                self.window.command(cmd, all);
                self.begin_entry();
                Flow::Stay
            }
            _ => Flow::Ignored,
        }
    }

    /// Stores what is typed, or asks why first; then goes on to the next item, or stays.
    fn store(&mut self, on: bool, ctx: &Ctx) -> Flow {
        let (Ok(office), Some(line), Some(entry)) =
            (ctx.office(), self.line().cloned(), &mut self.entry)
        else {
            return Flow::Stay;
        };
        let points = match office.read_points(entry.points.value(), line.marks.most) {
            Ok(points) => points,
            Err(problem) => {
                entry.problem = Some(problem);
                return Flow::Stay;
            }
        };
        let departs =
            points.is_some() && line.marks.computed.is_some() && points != line.marks.computed;
        let moved = points != line.marks.counts() && points != line.marks.given;
        // F2 on what was given offers its reason to be written anew; Enter only walks on.
        let again = !on && !entry.typed() && line.marks.given.is_some();
        if departs && (moved || again) && entry.reason.is_none() {
            entry.reason = Some(Input::offering(line.reason.clone()));
            return Flow::Stay;
        }
        let reason = match &entry.reason {
            Some(reason) => reason.value().to_owned(),
            None => line.reason.clone(),
        };
        let of = ScoreOf::Item(line.item);
        let changes = entry.typed();
        if changes && let Err(problem) = office.score_review(self.id, of, points, &reason) {
            entry.problem = Some(problem);
            return Flow::Stay;
        }
        let last = self.window.cursor() + 1 >= self.lines().len();
        if last || !on {
            self.entry = None;
        } else {
            let all = self.lines().len();
            self.window.command(Cmd::Down, all);
            self.begin_entry();
        }
        if !changes {
            return Flow::Stay;
        }
        let shown = points.or(line.marks.computed);
        let args = [
            ("what", line.named(&ctx.words)),
            ("points", shown.map_or_else(|| "-".to_owned(), points_text)),
        ];
        Flow::Say(Toast::done(ctx.fill_with("review-given", &args)))
    }
}
