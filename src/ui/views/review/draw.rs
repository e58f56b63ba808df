//! How a review looks: the items with both scores, the total, and below what belongs to the item
//! of the focus and what to compare with.

use super::ReviewView;
use super::entry::Entry;
use crate::domain::review::Evidence;
use crate::schema::{Day, Score};
use crate::service::{ReviewLine, ReviewSheet, points_text, rubric_line};
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::{grid, lines};

/// Fewer cells than this leave no room for the maximum and the reason.
const NARROW: u16 = 76;
/// With fewer rows there are no blank ones.
const LOW: u16 = 17;
/// Cells of the points being typed.
const POINTS: u16 = 5;

/// Where things stand at a width.
struct Layout {
    /// Where the name begins, and its cells.
    name: (u16, u16),
    /// Behind the maximum.
    most: Option<u16>,
    /// Where the records begin, and their cells.
    said: (u16, u16),
    /// Behind the computed points.
    computed: u16,
    /// Behind the given ones.
    given: u16,
    reason: Option<u16>,
}

impl Layout {
    fn of(width: u16) -> Self {
        if width < NARROW {
            return Self {
                name: (grid::TEXT_AT, 20),
                most: None,
                said: (grid::TEXT_AT + 21, 16),
                computed: grid::TEXT_AT + 43,
                given: grid::TEXT_AT + 51,
                reason: None,
            };
        }
        Self {
            name: (7, 22),
            most: Some(34),
            said: (37, 16),
            computed: 59,
            given: 67,
            reason: Some(70),
        }
    }
}

/// A row below the items.
type Below = Vec<(String, String)>;

impl ReviewView {
    pub(super) fn draw_sheet(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let Some(sheet) = &self.sheet else {
            lines::line(canvas, 1, "", &ctx.word("record-gone"));
            return;
        };
        let layout = Layout::of(canvas.width());
        let low = canvas.height() < LOW;
        let mut y = 0;
        let rubric = ctx.fill(
            "review-rubric-told",
            &[("rubric", &rubric_line(&ctx.words, sheet))],
        );
        lines::line(canvas, y, &ctx.word("review-label-rubric"), &rubric);
        y += 1 + u16::from(!low);
        heads(canvas, y, &layout, ctx);
        y += 1;
        let extra = self.entry.as_ref().map_or(0, entry_rows);
        // Two rows of the total, and what stands below it as far as there is room.
        let room = canvas.height().saturating_sub(y + 2 + extra).max(1);
        let range = self.window.range(room, sheet.lines.len());
        for at in range {
            let line = &sheet.lines[at];
            self.draw_item(canvas, y, at, line, &layout, ctx);
            let focus = at == self.window.cursor();
            if focus && self.entry.is_none() {
                canvas.focus(
                    0,
                    y,
                    layout.name.0,
                    canvas.width().saturating_sub(layout.name.0),
                );
            }
            y += 1;
            if let (true, Some(entry)) = (focus, &self.entry) {
                self.draw_entry(canvas, y, entry, &layout, ctx);
                y += entry_rows(entry);
            }
        }
        let across = canvas.width().saturating_sub(layout.name.0 + 1);
        canvas.across(layout.name.0, y, across);
        draw_total(canvas, y + 1, sheet, &layout, ctx);
        y += 2;
        let below = self.below(sheet, ctx);
        let rows = u16::try_from(below.len()).unwrap_or(u16::MAX);
        y += u16::from(y + rows < canvas.height());
        for (label, text) in below {
            if y >= canvas.height() {
                break;
            }
            lines::line(canvas, y, &label, &text);
            y += 1;
        }
    }

    fn draw_item(
        &self,
        canvas: &mut Canvas<'_>,
        y: u16,
        at: usize,
        line: &ReviewLine,
        layout: &Layout,
        ctx: &Ctx,
    ) {
        let marks = &line.marks;
        let departs = marks.computed.is_some() && marks.counts() != marks.computed;
        let sign = match (marks.counts(), line.since) {
            (None, _) => Some(Sign::Unknown),
            (_, Some(_)) => Some(Sign::Watch),
            _ => None,
        };
        let x = layout.name.0.saturating_sub(5);
        if let Some(sign) = sign {
            canvas.put(x, y, sign.text(), sign.role());
        }
        canvas.put_right(layout.name.0 - 1, y, &(at + 1).to_string(), Role::Text);
        let (from, cells) = layout.name;
        canvas.put_cut(from, y, cells, &line.named(&ctx.words), Role::Text);
        if let Some(end) = layout.most {
            canvas.put_right(end, y, &points_text(marks.most), Role::Text);
        }
        let said = line.said(&ctx.words);
        let role = match line.evidence {
            Evidence::Counted(_) => Role::Text,
            _ => Role::Muted,
        };
        canvas.put_cut(layout.said.0, y, layout.said.1, &said, role);
        if let Some(computed) = marks.computed {
            canvas.put_right(layout.computed, y, &points_text(computed), Role::Text);
        }
        let role = if departs {
            Sign::Watch.role()
        } else {
            Role::Text
        };
        let shown = marks.counts().map_or_else(|| "?".to_owned(), points_text);
        canvas.put_right(layout.given, y, &shown, role);
        if let Some(at) = layout.reason {
            let room = canvas.width().saturating_sub(at + 1);
            canvas.put_cut(at, y, room, &line.reason, Role::Text);
        }
    }

    /// The points in their cell; below, why, and what is wrong.
    fn draw_entry(
        &self,
        canvas: &mut Canvas<'_>,
        below: u16,
        entry: &Entry,
        layout: &Layout,
        ctx: &Ctx,
    ) {
        let y = below - 1;
        canvas.put(0, y, ">", Role::Text);
        let x = layout.given.saturating_sub(POINTS + 1);
        let focused = canvas.focused() && entry.reason.is_none();
        entry.points.draw(canvas, x, y, POINTS, focused);
        let mut y = below;
        if let Some(reason) = &entry.reason {
            let label = ctx.word("review-label-why");
            let end = canvas.put(layout.name.0, y, &label, Role::Accent) + 1;
            let cells = canvas.width().saturating_sub(end + 3);
            reason.draw(canvas, end, y, cells, canvas.focused());
            y += 1;
        }
        if let Some(problem) = &entry.problem {
            let sign = Sign::Refused;
            let x = canvas.put(layout.name.0, y, sign.text(), sign.role()) + 1;
            let said = text::joined(&problem.what(&ctx.words), &problem.why(&ctx.words));
            let room = canvas.width().saturating_sub(x + 1);
            canvas.put_cut(x, y, room, &said, sign.role());
        }
    }

    /// What belongs to the item of the focus, and what to compare with.
    fn below(&self, sheet: &ReviewSheet, ctx: &Ctx) -> Below {
        let mut below = Below::new();
        if let Some(line) = self.line() {
            let place = (self.window.cursor() + 1).to_string();
            let label = ctx.fill("review-label-item", &[("n", &place)]);
            below.push((label, self.about(line, ctx)));
        }
        below.push((ctx.word("review-label-others"), others(sheet, ctx)));
        let before = sheet.before.map_or_else(|| "-".to_owned(), points_text);
        let compared = match self.spread {
            Some(spread) => {
                let args = [
                    ("before", before),
                    ("count", spread.count.to_string()),
                    ("lowest", points_text(spread.lowest)),
                    ("middle", points_text(spread.middle)),
                    ("highest", points_text(spread.highest)),
                ];
                ctx.fill_with("review-compared", &args)
            }
            None => ctx.fill("review-compared-alone", &[("before", &before)]),
        };
        below.push((ctx.word("review-label-compare"), compared));
        let review = &sheet.review;
        if review.told.is_some() {
            let day = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), Day::iso);
            let args = [
                ("opinion", review.opinion.clone()),
                ("told", day(review.told)),
                ("heard", day(review.heard)),
                ("signed", day(review.signed)),
            ];
            let said = ctx.fill_with("review-about-days", &args);
            below.push((ctx.word("review-label-said"), said.trim_start().to_owned()));
        }
        below
    }

    /// One sentence on an item: what its number says, and what there is to do.
    fn about(&self, line: &ReviewLine, ctx: &Ctx) -> String {
        let departs = line.marks.given.is_some() && !line.reason.is_empty();
        if departs {
            return ctx.fill("review-about-reason", &[("reason", &line.reason)]);
        }
        if let Some(now) = line.said_now(&ctx.words) {
            return ctx.fill("review-since", &[("now", &now)]);
        }
        match line.evidence {
            Evidence::Counted(count) if count.due > count.met => {
                let missed = (count.due - count.met).to_string();
                ctx.fill("review-about-missed", &[("missed", &missed)])
            }
            Evidence::Counted(count) if count.due > 0 => ctx.word("review-about-all-met"),
            Evidence::Counted(_) => ctx.word("review-formula-nothing"),
            Evidence::NoRecords if self.stage().scored() => ctx.word("review-about-none"),
            Evidence::NoRecords => ctx.word("review-about-by-hand"),
            Evidence::Hidden => ctx.word("review-formula-hidden"),
        }
    }
}

/// Rows that typing takes below its item.
fn entry_rows(entry: &Entry) -> u16 {
    u16::from(entry.reason.is_some()) + u16::from(entry.problem.is_some())
}

fn heads(canvas: &mut Canvas<'_>, y: u16, layout: &Layout, ctx: &Ctx) {
    let role = Role::Muted;
    canvas.put(layout.name.0, y, &ctx.word("review-head-item"), role);
    if let Some(end) = layout.most {
        canvas.put_right(end, y, &ctx.word("review-head-most"), role);
    }
    canvas.put(layout.said.0, y, &ctx.word("review-head-records"), role);
    canvas.put_right(layout.computed, y, &ctx.word("review-head-computed"), role);
    canvas.put_right(layout.given, y, &ctx.word("review-head-given"), role);
    if let Some(at) = layout.reason {
        canvas.put(at, y, &ctx.word("review-head-reason"), role);
    }
}

fn draw_total(canvas: &mut Canvas<'_>, y: u16, sheet: &ReviewSheet, layout: &Layout, ctx: &Ctx) {
    canvas.put(layout.name.0, y, &ctx.word("review-head-total"), Role::Text);
    if let Some(end) = layout.most {
        canvas.put_right(end, y, &points_text(sheet.most()), Role::Text);
    }
    let (so_far, open) = sheet.so_far();
    let (computed, of) = sheet.computed();
    if of < sheet.most() && of.0 > 0 {
        // What the records come to is only a part of the whole: say of how much.
        let of = ctx.fill("review-computed-of", &[("of", &points_text(of))]);
        canvas.put_cut(layout.said.0, y, layout.said.1, &of, Role::Muted);
    }
    if of.0 > 0 {
        canvas.put_right(layout.computed, y, &points_text(computed), Role::Text);
    }
    let role = match sheet.passed() {
        Some(false) => Sign::Watch.role(),
        _ => Role::Text,
    };
    let total = sheet.total().unwrap_or(so_far);
    canvas.put_right(layout.given, y, &points_text(total), role);
    let told = match (open, sheet.departures()) {
        (0, 0) => return,
        (0, changed) => ctx.fill("review-changed", &[("count", &changed.to_string())]),
        (open, _) => ctx.fill("review-lacks", &[("count", &open.to_string())]),
    };
    if let Some(at) = layout.reason {
        canvas.put_cut(
            at,
            y,
            canvas.width().saturating_sub(at + 1),
            &told,
            Role::Text,
        );
    }
}

/// Scores from elsewhere, what is added and taken off, and the veto.
fn others(sheet: &ReviewSheet, ctx: &Ctx) -> String {
    let review = &sheet.review;
    let points = |score: Option<Score>| score.map_or_else(|| "-".to_owned(), points_text);
    let args = [
        ("own", points(review.self_score)),
        ("village", points(review.village_score)),
        ("bonus", points(review.bonus)),
        ("deduction", points(review.deduction)),
        (
            "veto",
            ctx.word(if review.veto == Some(true) {
                "review-veto-yes"
            } else {
                "review-veto-no"
            }),
        ),
    ];
    ctx.fill_with("review-others", &args)
}
