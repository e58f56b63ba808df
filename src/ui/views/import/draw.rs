//! How a list that was looked at stands on the screen.

use super::seen::{Line, Pane, Seen, Way};
use crate::domain::book::Kind;
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::frame;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::view::Title;
use crate::ui::widgets::lines;

/// Where the text of a line begins, and the columns after it.
const TEXT_AT: u16 = 5;
const ROW_CELLS: u16 = 10;
const NAME_CELLS: u16 = 8;
const LETTER_CELLS: u16 = 3;
const HEADING_CELLS: u16 = 20;
const FIELD_CELLS: u16 = 16;
/// From this height on a blank row stands below the counts.
const LOOSE: u16 = 14;

impl Seen {
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let height = canvas.height();
        let below = self.below().min(height);
        let above = 1 + u16::from(height >= LOOSE);
        self.draw_counts(canvas, ctx);
        let room = height.saturating_sub(above + below);
        self.draw_lines(&mut canvas.rows(above, room), ctx);
        self.draw_ways(&mut canvas.rows(height - below, below), ctx);
    }

    /// Rows of the ways on, with their rule and reason.
    fn below(&self) -> u16 {
        let ways = u16::try_from(self.ways.len()).unwrap_or(0);
        1 + u16::from(!self.reasons.is_empty()) + ways
    }

    fn draw_counts(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let counted = match self.look.columns.kind {
            Kind::Expense => "import-expenses",
            _ => "import-people",
        };
        lines::label(canvas, 0, &ctx.word(counted));
        let counts = [
            ("import-new", self.counts.new, Sign::Good),
            ("import-changed", self.counts.changed, Sign::Good),
            ("import-same", self.counts.same, Sign::Later),
            ("import-not-taken", self.counts.refused, Sign::Refused),
        ];
        let mut x = lines::TEXT_AT;
        for (key, count, sign) in counts {
            // A sign only where there is something that it says.
            let word = ctx.fill(key, &[("count", &count.to_string())]);
            if count > 0 {
                x = canvas.put(x, 0, &format!("{} {word}", sign.text()), sign.role());
            } else {
                x = canvas.put(x, 0, &word, Role::Text);
            }
            x += 3;
        }
        let passed = self.look.plan.passed_over.len();
        if passed > 0 {
            let words = ctx.fill("import-passed-over", &[("count", &passed.to_string())]);
            let room = canvas.width().saturating_sub(x + 1);
            canvas.put_cut(x, 0, room, &words, Role::Text);
        }
    }

    fn draw_lines(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let mut range = self.window.range(canvas.height(), self.lines.len());
        // The focus can't stand on a head, so that one would stay hidden above it.
        let hidden = range.start.checked_sub(1).and_then(|i| self.lines.get(i));
        if matches!(hidden, Some(Line::Head(_))) && self.window.cursor() + 1 < range.end {
            range = range.start - 1..range.end - 1;
        }
        let first = range.start;
        for (i, (y, line)) in (0..).zip(&self.lines[range]).enumerate() {
            self.draw_line(canvas, y, line, ctx);
            if self.pane == Pane::Lines && first + i == self.window.cursor() {
                canvas.focus(0, y, 2, canvas.width().saturating_sub(2));
            }
        }
    }

    fn draw_line(&self, canvas: &mut Canvas<'_>, y: u16, line: &Line, ctx: &Ctx) {
        let width = canvas.width();
        let rest = |x: u16| width.saturating_sub(x + 1);
        match line {
            Line::Head(head) => {
                canvas.put(1, y, head, Role::Muted);
            }
            Line::Row(remark) => {
                let sign = if remark.taken {
                    Sign::Watch
                } else {
                    Sign::Refused
                };
                canvas.put(2, y, sign.text(), sign.role());
                let row = ctx.fill("import-row-number", &[("row", &remark.row.to_string())]);
                canvas.put_cut(TEXT_AT, y, ROW_CELLS - 1, &row, Role::Text);
                let x = TEXT_AT + ROW_CELLS;
                canvas.put_cut(x, y, NAME_CELLS, &remark.name, Role::Text);
                let x = x + NAME_CELLS + 2;
                canvas.put_cut(x, y, rest(x), &remark.text, Role::Text);
            }
            Line::Column(column) => {
                let mut x = TEXT_AT;
                let cells = [
                    (column.letter.as_str(), LETTER_CELLS),
                    (&column.heading, HEADING_CELLS),
                    (&column.word, FIELD_CELLS),
                ];
                for (text, cells) in cells {
                    canvas.put_cut(x, y, cells, text, Role::Text);
                    x += cells + 1;
                }
                canvas.put_cut(x, y, rest(x), &column.samples, Role::Text);
            }
            Line::Unused(heading) => {
                let x = TEXT_AT + LETTER_CELLS + 1;
                canvas.put_cut(x, y, HEADING_CELLS, heading, Role::Text);
                let x = x + HEADING_CELLS + 1;
                canvas.put(x, y, Sign::Later.text(), Sign::Later.role());
                canvas.put_cut(
                    x + 2,
                    y,
                    rest(x + 2),
                    &ctx.word("import-not-used"),
                    Role::Text,
                );
            }
            Line::List => {
                let kind = self.look.columns.kind.name();
                let list = ctx.word(&format!("import-list-{kind}"));
                let words = ctx.fill("import-taken-for", &[("list", &list)]);
                canvas.put_cut(TEXT_AT, y, rest(TEXT_AT), &words, Role::Text);
            }
            Line::Township => {
                let words = match &self.look.township {
                    Some(name) => ctx.fill("import-township", &[("township", name)]),
                    None => ctx.word("import-no-township"),
                };
                canvas.put_cut(TEXT_AT, y, rest(TEXT_AT), &words, Role::Text);
            }
            Line::Sheet => {
                let others = self.look.sheet.others.join("  ");
                let args = [("name", self.look.sheet.name.as_str()), ("others", &others)];
                canvas.put_cut(
                    TEXT_AT,
                    y,
                    rest(TEXT_AT),
                    &ctx.fill("import-sheet", &args),
                    Role::Text,
                );
            }
        }
    }

    fn draw_ways(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        frame::rule(canvas, 0, &self.question(ctx), Role::Accent);
        let mut y = 1;
        if !self.reasons.is_empty() {
            lines::line(canvas, y, &ctx.word("note-why"), &self.reasons);
            y += 1;
        }
        lines::label(canvas, y, &ctx.word("note-next"));
        for (i, way) in self.ways.iter().enumerate() {
            let said = format!("{} {}", i + 1, self.way_in_words(*way, ctx));
            let room = canvas.width().saturating_sub(lines::TEXT_AT + 1);
            let said = text::cut(&said, room);
            let end = canvas.put(lines::TEXT_AT, y, &said, Role::Text);
            if self.pane == Pane::Ways && i == self.way {
                canvas.focus(
                    lines::FOCUS_AT,
                    y,
                    lines::TEXT_AT,
                    end.saturating_sub(lines::TEXT_AT),
                );
            }
            y += 1;
        }
    }

    /// What stands above the ways on.
    fn question(&self, ctx: &Ctx) -> Title {
        let (rows, refused) = (self.rows().to_string(), self.counts.refused.to_string());
        let args = [("rows", rows.as_str()), ("refused", &refused)];
        let nothing = self.counts.new + self.counts.changed == 0;
        let (key, sign) = match (self.counts.refused > 0, nothing) {
            (true, _) => ("import-some-refused", Some(Sign::Refused)),
            (false, true) => ("import-nothing-new", None),
            (false, false) => ("import-all-good", None),
        };
        Title {
            sign,
            ..Title::new(ctx.fill(key, &args), "")
        }
    }

    fn way_in_words(&self, way: Way, ctx: &Ctx) -> String {
        let rows = (self.rows() - self.counts.refused).to_string();
        let args = [("rows", rows.as_str()), ("file", &self.report)];
        let key = match way {
            Way::Take if self.counts.refused > 0 => "import-take-good",
            Way::Take => "import-take-all",
            Way::OnlyReport => "import-only-report",
            Way::Leave if self.counts.refused > 0 => "import-leave-refused",
            Way::Leave => "import-leave",
        };
        ctx.fill(key, &args)
    }
}
