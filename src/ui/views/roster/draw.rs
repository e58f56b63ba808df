//! How the roster looks: the people, and beside them the tally, which is the key of the digits.

use super::entry::result;
use super::{MARKS, Mode, Roster, opinion};
use crate::domain::feedback::About;
use crate::domain::training::{Attendance, Outcome};
use crate::schema::{Coded, Score};
use crate::service::{RosterLine, Tally};
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::views::record::mark_sign;
use crate::ui::widgets::{Cell, Column, Line, grid, lines};
use ratatui::layout::Size;

/// Where the tally begins on screens that have room for it.
pub(super) const SPLIT: u16 = 57;
/// Fewer cells than this have none: the tally then is one row below.
const WIDE: u16 = 78;
/// Cells of the line to search in.
const LINE: u16 = 20;

/// Whether a body of this size has room for the tally beside the people.
pub(super) fn has_tally(body: Size) -> bool {
    body.width >= WIDE
}

fn number(tally: &Tally, state: Attendance) -> usize {
    match state {
        Attendance::Present => tally.present,
        Attendance::Late => tally.late,
        Attendance::Excused => tally.excused,
        Attendance::Absent => tally.absent,
        Attendance::Unmarked => tally.unmarked,
    }
}

/// What a digit does: the word of the mark, but taking one back has a word of its own.
fn word(state: Attendance, ctx: &Ctx) -> String {
    match state {
        Attendance::Unmarked => ctx.word("roster-clear"),
        state => ctx.word(&format!("choice-attendance-{}", state.code())),
    }
}

/// One person's row.
pub(super) fn shown(at: usize, line: &RosterLine, mode: Mode, townships: bool, ctx: &Ctx) -> Line {
    let time = |time: Option<crate::schema::TimeOfDay>| {
        time.map_or_else(String::new, |time| time.to_string())
    };
    let mut cells = vec![
        Cell::text((at + 1).to_string()),
        Cell::text(line.name.clone()),
    ];
    if townships {
        cells.push(Cell::text(line.township.clone()));
    }
    let guest = line.guest.map(|_| ctx.word("roster-temporary"));
    let place = if line.village.is_empty() {
        guest.unwrap_or_default()
    } else {
        line.village.clone()
    };
    cells.push(Cell::text(place));
    let state = if line.waiting {
        ctx.word("roster-waiting")
    } else {
        ctx.word(&format!("choice-attendance-{}", line.state.code()))
    };
    if mode == Mode::Feedback {
        cells.extend(opinion::answers(line).map(Cell::text));
        return Line::new(Some(thought(line)), cells);
    }
    let (one, other) = match mode {
        Mode::SignIn | Mode::Feedback => (state, time(line.time)),
        Mode::SignOut => (state, time(line.out)),
        Mode::Marks if !line.attended() => (state, String::new()),
        Mode::Marks => (
            line.score.map_or_else(String::new, Score::plain),
            result(line, ctx),
        ),
    };
    cells.extend([one, other].map(Cell::text));
    let sign = match (line.waiting, mode, line.result) {
        (true, ..) => Sign::Later,
        (_, Mode::Marks, Some(Outcome::Pass)) => Sign::Good,
        (_, Mode::Marks, Some(Outcome::Fail)) => Sign::Refused,
        (_, Mode::Marks, None) if line.attended() => Sign::Unknown,
        (_, Mode::SignOut, _) if line.attended() && line.out.is_none() => Sign::Unknown,
        _ => mark_sign(line.state),
    };
    Line::new(Some(sign), cells)
}

/// How far a person's feedback is; that of who wasn't there, after all, doesn't count.
fn thought(line: &RosterLine) -> Sign {
    match (&line.feedback, line.attended()) {
        (Some(_), true) => Sign::Good,
        (None, true) => Sign::Unknown,
        (Some(_), false) => Sign::Refused,
        (None, false) => Sign::Later,
    }
}

impl Roster {
    /// The rows of people that a body of this size has room for.
    pub(super) fn people_rows(&self, body: Size) -> u16 {
        let below = self.search.is_some() || self.entry.fault.is_some();
        let others = 1 + u16::from(below) + u16::from(body.width < WIDE);
        body.height.saturating_sub(others)
    }

    pub(super) fn draw_roster(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let (width, height) = (canvas.width(), canvas.height());
        if width < WIDE {
            let rows = height.saturating_sub(1);
            self.draw_people(&mut canvas.rows(0, rows), ctx);
            return self.draw_brief(&mut canvas.rows(rows, 1), ctx);
        }
        self.draw_people(&mut canvas.part(0, 0, SPLIT, height), ctx);
        for y in 0..height {
            let down = canvas.glyphs().down();
            canvas.put(SPLIT, y, down, Role::Text);
        }
        self.draw_tally(
            &mut canvas.part(SPLIT + 2, 0, width - SPLIT - 3, height),
            ctx,
        );
    }

    fn draw_people(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        if self.lines.is_empty() {
            for (y, row) in text::wrap(&ctx.word("roster-empty"), canvas.width().saturating_sub(6))
                .iter()
                .enumerate()
            {
                canvas.put(
                    grid::TEXT_AT,
                    u16::try_from(y + 1).unwrap_or(u16::MAX),
                    row,
                    Role::Text,
                );
            }
            return;
        }
        let heads = self.heads(ctx);
        let below = u16::from(self.search.is_some() || self.entry.fault.is_some());
        let rows = canvas.height().saturating_sub(1 + below);
        let range = self.window.range(rows, self.lines.len());
        let first = range.start;
        let shown = self.band.lines(range);
        let widths = grid::widths(&heads, shown, canvas.width());
        grid::draw_heads(canvas, 0, &heads, &widths);
        let mut y = 1;
        for (i, line) in shown.iter().enumerate() {
            let focus = first + i == self.window.cursor();
            grid::draw_line(canvas, y, line, &heads, &widths, focus);
            if focus {
                self.draw_asked(canvas, y, &heads, &widths);
            }
            y += 1;
            if focus && self.mode == Mode::Marks {
                self.draw_entry(canvas, y, &heads, &widths, ctx);
                y += u16::from(self.entry.fault.is_some());
            }
        }
        if let Some(search) = &self.search {
            let y = canvas.height().saturating_sub(1);
            lines::label(canvas, y, &ctx.word("find-label"));
            let end = search
                .input
                .draw(canvas, lines::TEXT_AT, y, LINE, canvas.focused());
            canvas.put(end + 2, y, &ctx.word("roster-search"), Role::Text);
        }
    }

    fn heads(&self, ctx: &Ctx) -> Vec<Column> {
        let mut heads = vec![
            Column::numbers("", 3, 5),
            Column::words(ctx.word("column-who"), 8, 12),
        ];
        if self.townships {
            let township = ctx.word("field-guest-township.label");
            heads.push(Column::words(township, 6, 8));
        }
        heads.push(Column::words(ctx.word("column-village"), 8, 14));
        if self.mode == Mode::Feedback {
            let words = About::ALL.map(|about| opinion::word(about, ctx));
            heads.extend(words.map(|word| Column::words(word, 4, 7)));
            return heads;
        }
        let (one, other) = match self.mode {
            Mode::SignIn | Mode::Feedback => {
                ("field-enrolment-state.label", "field-enrolment-time.label")
            }
            Mode::SignOut => ("field-enrolment-state.label", "field-enrolment-out.label"),
            Mode::Marks => (
                "field-enrolment-score.label",
                "field-enrolment-result.label",
            ),
        };
        heads.push(Column::words(ctx.word(one), 6, 8));
        heads.push(Column::words(ctx.word(other), 6, 6));
        heads
    }

    /// The score of the person of the focus, in its cell, and below it what is wrong with it.
    fn draw_entry(
        &self,
        canvas: &mut Canvas<'_>,
        below: u16,
        heads: &[Column],
        widths: &[u16],
        ctx: &Ctx,
    ) {
        // The cell behind the place; both columns of marks are always there.
        let at = heads.len() - 2;
        let left: u16 = widths.iter().take(at).map(|w| w + grid::GAP).sum();
        let x = (grid::TEXT_AT + left).saturating_sub(1);
        let focused = canvas.focused() && self.search.is_none();
        if self.line().is_some_and(RosterLine::attended) {
            self.entry.input.draw(canvas, x, below - 1, 6, focused);
        }
        if let Some(fault) = &self.entry.fault {
            let said = ctx.fill_with(fault.key(), &fault.args());
            let sign = Sign::Refused;
            let x = canvas.put(grid::TEXT_AT, below, sign.text(), sign.role()) + 1;
            let room = canvas.width().saturating_sub(x + 1);
            canvas.put_cut(x, below, room, &said, sign.role());
        }
    }

    /// What the digits do and how many there are of each, in the order of the panel.
    fn counts(&self, ctx: &Ctx) -> Vec<(String, String, usize, Role)> {
        let of = |key: &str, count: usize, role: Role| (String::new(), ctx.word(key), count, role);
        match self.mode {
            Mode::SignIn => MARKS
                .iter()
                .map(|(digit, state)| {
                    let count = number(&self.tally, *state);
                    let role = mark_sign(*state).role();
                    (digit.to_string(), word(*state, ctx), count, role)
                })
                .collect(),
            Mode::SignOut => {
                let here = self.tally.came() - self.tally.out.min(self.tally.came());
                let digit = |digit: &str, key: &str, count: usize, role: Role| {
                    (digit.to_owned(), ctx.word(key), count, role)
                };
                vec![
                    digit("1", "roster-out", self.tally.out, Role::Good),
                    digit("0", "roster-still-here", here, Role::Muted),
                ]
            }
            Mode::Feedback => {
                let each = opinion::counted(&self.lines, self.asked()).into_iter();
                each.map(|(grade, count)| {
                    let role = match grade {
                        0 => Role::Muted,
                        _ => Role::Text,
                    };
                    let word = ctx.word(&format!("feedback-grade-{grade}"));
                    (grade.to_string(), word, count, role)
                })
                .collect()
            }
            Mode::Marks => {
                let open = self
                    .tally
                    .came()
                    .saturating_sub(self.tally.passed + self.tally.failed);
                vec![
                    of("choice-outcome-pass", self.tally.passed, Role::Good),
                    of("choice-outcome-fail", self.tally.failed, Role::Bad),
                    of("roster-no-marks", open, Role::Muted),
                    of("roster-has-certificate", self.tally.certified, Role::Text),
                ]
            }
        }
    }

    fn draw_tally(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let mut y = 1;
        for (digit, word, count, role) in self.counts(ctx) {
            canvas.put(0, y, &digit, Role::Accent);
            canvas.put_cut(3, y, 12, &word, role);
            canvas.put_right(18, y, &count.to_string(), Role::Text);
            y += 1;
        }
        y += 1;
        canvas.put(0, y, &ctx.word("roster-all"), Role::Text);
        canvas.put_right(18, y, &self.tally.all().to_string(), Role::Text);
        if self.tally.waiting > 0 {
            y += 1;
            canvas.put(0, y, &ctx.word("roster-waiting"), Role::Text);
            canvas.put_right(18, y, &self.tally.waiting.to_string(), Role::Text);
        }
        y += 2;
        let (full, pass) = &self.limits;
        let help = match self.mode {
            Mode::SignIn => ctx.word("roster-help"),
            Mode::SignOut => ctx.word("roster-help-out"),
            Mode::Feedback => {
                let about = opinion::word(self.asked(), ctx);
                ctx.fill("roster-help-feedback", &[("about", &about)])
            }
            Mode::Marks => ctx.fill("roster-help-marks", &[("full", full), ("pass", pass)]),
        };
        let help = text::wrap(&help, canvas.width());
        for row in help {
            canvas.put(0, y, &row, Role::Text);
            y += 1;
        }
    }

    fn draw_brief(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let mut x = 1;
        for (digit, word, count, role) in self.counts(ctx) {
            x = canvas.put(x, 0, &digit, Role::Accent);
            x = canvas.put(x, 0, &format!("{word} {count}"), role) + 2;
        }
    }
}
