//! How the workbench looks, at any width.

use super::figures::{FigureLine, backing_up};
use super::items::{DeskLine, Step};
use super::{Desk, Pane, Row};
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::frame;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::view::Title;
use crate::ui::widgets::{bar, lines};

/// From this width on the figures stand beside the list.
const BESIDE: u16 = 80;
/// Cells of the figures, and of the figures on wide screens.
const FIGURES: u16 = 34;
const FIGURES_WIDE: u16 = 44;
/// From this width on there is room for the wide ones, and for the director on every line.
const WIDE: u16 = 110;
/// Cells of a line's topic, at least and at most.
const TOPIC: (u16, u16) = (8, 12);
/// Where the topic begins.
const TOPIC_AT: u16 = 5;
/// Rows of 「这一件」 with its rule.
const STEP_ROWS: u16 = 3;
/// Fewer rows than this leave the step one row, without a rule.
const LOW: u16 = 8;

/// How wide the columns of the list are, so that they stand below each other.
struct Columns {
    topic: u16,
    /// Nothing where the screen is too narrow for it.
    director: u16,
    deadline: u16,
}

/// Where the line between list and figures stands, if there is room for one.
pub(super) fn split(width: u16, height: u16) -> Option<u16> {
    let figures = if width < WIDE { FIGURES } else { FIGURES_WIDE };
    (width >= BESIDE && height >= LOW).then(|| width - figures)
}

impl Desk {
    pub(super) fn draw_desk(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let (width, height) = (canvas.width(), canvas.height());
        let Some(split) = split(width, height) else {
            return self.draw_narrow(canvas, ctx);
        };
        let rows = height - STEP_ROWS;
        self.draw_list(&mut canvas.part(0, 0, split, rows), true, ctx);
        for y in 0..rows {
            let down = canvas.glyphs().down();
            canvas.put(split, y, down, Role::Text);
        }
        self.draw_figures(&mut canvas.part(split + 1, 0, width - split - 1, rows), ctx);
        frame::rule(
            canvas,
            rows,
            &Title::new(ctx.word("desk-this"), ""),
            Role::Accent,
        );
        let ends = canvas.glyphs().ends();
        canvas.put(split, rows, ends, Role::Text);
        if let Some((_, step)) = self.item() {
            draw_step(canvas, rows + 1, step, ctx);
        }
    }

    /// Heads go, the step becomes one line, and so do the figures.
    fn draw_narrow(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let (width, height) = (canvas.width(), canvas.height());
        if self.pane == Pane::Figures {
            return self.draw_figures(canvas, ctx);
        }
        let below = height.min(2);
        self.draw_list(&mut canvas.rows(0, height - below), false, ctx);
        if let Some((_, step)) = self.item() {
            let how = if step.director.is_empty() {
                step.how.clone()
            } else {
                format!("{}   {}", step.director, step.how)
            };
            canvas.put_cut(1, height - below, width.saturating_sub(2), &how, Role::Text);
        }
        let brief: Vec<String> = self.figures.iter().filter(|f| f.brief).map(brief).collect();
        canvas.put_cut(
            1,
            height.saturating_sub(1),
            width.saturating_sub(2),
            &brief.join("  "),
            Role::Text,
        );
    }

    fn draw_list(&self, canvas: &mut Canvas<'_>, heads: bool, ctx: &Ctx) {
        if self.lines.is_empty() {
            canvas.put(1, 1, &ctx.word("desk-nothing"), Role::Text);
            return;
        }
        let shown: Vec<(usize, &DeskLine)> = self
            .lines
            .iter()
            .enumerate()
            .filter(|(_, l)| heads || l.row != Row::Head)
            .collect();
        let cursor = self.window.cursor();
        let at = shown.iter().position(|(i, _)| *i >= cursor).unwrap_or(0);
        let range = if heads {
            self.window.range(canvas.height(), shown.len())
        } else {
            // The window counts heads, which aren't here; a page that holds the focus will do.
            let page = usize::from(canvas.height()).max(1);
            let first = at / page * page;
            first..(first + page).min(shown.len())
        };
        let columns = self.columns(canvas.width());
        for (y, (i, line)) in (0..canvas.height()).zip(&shown[range]) {
            self.draw_line(canvas, y, line, &columns);
            if *i == cursor && self.pane == Pane::List {
                canvas.focus(0, y, 2, canvas.width().saturating_sub(3));
            }
        }
    }

    fn columns(&self, width: u16) -> Columns {
        let widest = |text: fn(&DeskLine) -> &str| {
            let items = self.lines.iter().filter(|l| l.row != Row::Head);
            items.map(|l| text::width(text(l))).max().unwrap_or(0)
        };
        let directors = self
            .steps
            .values()
            .map(|s| text::width(&s.director))
            .max()
            .unwrap_or(0);
        Columns {
            topic: widest(|l| &l.topic).clamp(TOPIC.0, TOPIC.1),
            director: if width + FIGURES_WIDE < WIDE {
                0
            } else {
                directors.min(width / 3)
            },
            deadline: widest(|l| &l.deadline),
        }
    }

    fn draw_line(&self, canvas: &mut Canvas<'_>, y: u16, line: &DeskLine, columns: &Columns) {
        if line.row == Row::Head {
            canvas.put(1, y, &line.topic, Role::Muted);
            return;
        }
        let role = line.sign.map_or(Role::Text, |s| s.role());
        if let Some(sign) = line.sign {
            canvas.put(2, y, sign.text(), role);
        }
        let end = canvas.width().saturating_sub(1);
        canvas.put_right(end, y, &line.deadline, role);
        let mut end = end.saturating_sub(columns.deadline + 1);
        if let Some(director) = self.director_of(line).filter(|_| columns.director > 0) {
            let at = end.saturating_sub(columns.director + 1);
            canvas.put_cut(at, y, columns.director, director, Role::Text);
        }
        if columns.director > 0 {
            end = end.saturating_sub(columns.director + 2);
        }
        canvas.put_cut(TOPIC_AT, y, columns.topic, &line.topic, Role::Text);
        let x = TOPIC_AT + columns.topic + 1;
        canvas.put_cut(x, y, end.saturating_sub(x), &line.subject, Role::Text);
    }

    fn director_of(&self, line: &DeskLine) -> Option<&str> {
        match line.row {
            Row::Item(at) => self
                .steps
                .get(&at)
                .map(|s| s.director.as_str())
                .filter(|d| !d.is_empty()),
            _ => None,
        }
    }

    fn draw_figures(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let labels = self
            .figures
            .iter()
            .map(|f| text::width(&f.label))
            .max()
            .unwrap_or(0);
        let numbers = self
            .figures
            .iter()
            .filter(|f| !f.backup)
            .map(|f| text::width(&f.number))
            .max()
            .unwrap_or(0);
        // Blank rows between groups, from the last up, as far as there is room for them.
        let all = u16::try_from(self.figures.len()).unwrap_or(u16::MAX);
        let gaps = self.figures.iter().filter(|f| f.gap).count();
        let spare = usize::from(canvas.height().saturating_sub(all));
        let mut without = gaps.saturating_sub(spare);
        let mut y = 0;
        for (i, line) in self.figures.iter().enumerate() {
            if line.gap && without > 0 {
                without -= 1;
            } else {
                y += u16::from(line.gap);
            }
            let x = 1 + labels + 1;
            if line.backup {
                self.draw_backup(canvas, (x, y), line, ctx);
                if self.pane == Pane::Figures && i == self.figure.cursor() {
                    canvas.focus(0, y, 1, canvas.width().saturating_sub(2));
                }
                y += 1;
                continue;
            }
            canvas.put(1, y, &line.label, Role::Text);
            if let Some(sign) = line.sign {
                canvas.put(x, y, sign.text(), sign.role());
            }
            let end = canvas.put(x + 3, y, &text::pad_left(&line.number, numbers), Role::Text);
            if let Some((done, all)) = line.share.filter(|(_, all)| *all > 0) {
                let cells = canvas.width().saturating_sub(end + 5).clamp(4, 20);
                let role = if done >= all { Role::Good } else { Role::Text };
                canvas.put(end + 2, y, &bar::bar(done, all, cells), role);
            }
            if self.pane == Pane::Figures && i == self.figure.cursor() {
                canvas.focus(0, y, 1, canvas.width().saturating_sub(2));
            }
            y += 1;
        }
    }
}

impl Desk {
    /// When it was last backed up, or how far the backup is that is being made.
    fn draw_backup(
        &self,
        canvas: &mut Canvas<'_>,
        (x, y): (u16, u16),
        line: &FigureLine,
        ctx: &Ctx,
    ) {
        if let Some((done, all)) = backing_up(ctx) {
            canvas.put(1, y, &ctx.word("figure-backing-up"), Role::Text);
            canvas.put(x + 3, y, &bar::percent(done, all), Role::Text);
            return;
        }
        canvas.put(1, y, &line.label, Role::Text);
        if let Some(sign) = line.sign {
            canvas.put(x, y, sign.text(), sign.role());
        }
        let room = canvas.width().saturating_sub(x + 4);
        canvas.put_cut(x + 3, y, room, &line.number, Role::Text);
    }
}

fn brief(line: &FigureLine) -> String {
    let sign = line.sign.map_or("", |s| s.text());
    format!("{}{sign} {}", line.label, line.number)
}

fn draw_step(canvas: &mut Canvas<'_>, y: u16, step: &Step, ctx: &Ctx) {
    lines::line(canvas, y, &ctx.word("desk-what"), &step.what);
    let width = canvas.width();
    let director = if step.director.is_empty() {
        String::new()
    } else {
        format!("{} {}", ctx.word("desk-director"), step.director)
    };
    let at = canvas.put_right(width.saturating_sub(1), y + 1, &director, Role::Text);
    lines::label(canvas, y + 1, &ctx.word("desk-how"));
    let room = at.saturating_sub(lines::TEXT_AT + 2);
    canvas.put_cut(lines::TEXT_AT, y + 1, room, &step.how, Role::Text);
}
