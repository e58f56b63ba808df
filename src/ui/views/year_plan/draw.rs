//! How a year's plan looks: the proposal as a table of sessions, the year as two tables.

use super::{ABOVE, BELOW, Line, Page, YearPlan};
use crate::service::{Proposal, YearPage, YearSession, YearTown, taught_table};
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::{grid, lines as labelled};

/// Cells of a group's number, of a day, of a number, and of the blanks between columns.
const GROUP: u16 = 4;
const DAY: u16 = 10;
const NUMBER: u16 = 6;
const GAP: u16 = 2;
/// Numbers of a session, of a township, of what was thought, and of what was taught.
const OF_SESSION: usize = 4;
const OF_TOWN: usize = 5;
const OF_OPINION: usize = 4;
const OF_SUBJECT: usize = 3;
/// The shortest column of words beside numbers.
const SHORTEST: u16 = 8;
/// The longest column of words.
const LONGEST: u16 = 40;

/// The second page, line by line.
pub(super) fn lines(page: &YearPage, ctx: &Ctx) -> Vec<Line> {
    let (sessions, towns) = (page.session_table(&ctx.words), page.town_table(&ctx.words));
    let mut all = vec![Line::Head(sessions.heading)];
    let each = page.sessions.iter().zip(sessions.lines);
    all.extend(each.map(|(s, cells)| Line::Session(sign_of(s, ctx), cells, s.id)));
    all.push(Line::Blank);
    all.push(Line::Head(towns.heading));
    let mut cells = towns.lines.into_iter();
    for town in &page.towns {
        let code = town.township.map(|d| d.stem().to_owned());
        let told = cells.next().unwrap_or_default();
        all.push(Line::Town(sign_of_town(town), told, code));
    }
    all.extend(cells.map(Line::Total));
    if !page.taught.is_empty() {
        let taught = taught_table(&ctx.words, &page.taught);
        all.push(Line::Blank);
        all.push(Line::Head(taught.heading));
        all.extend(taught.lines.into_iter().map(Line::Total));
    }
    let thought = page.opinions(&ctx.words, 1);
    if !thought.lines.is_empty() {
        all.push(Line::Blank);
        all.push(Line::Head(thought.heading));
        all.extend(thought.lines.into_iter().map(Line::Total));
    }
    all
}

/// Held and everybody marked; to come; or gone by with people unmarked.
fn sign_of(session: &YearSession, ctx: &Ctx) -> Sign {
    let open = session.tally.unmarked > 0;
    match session.day {
        Some(day) if day < ctx.today() && open => Sign::Watch,
        _ if open || session.tally.all() == 0 => Sign::Later,
        _ => Sign::Good,
    }
}

fn sign_of_town(town: &YearTown) -> Sign {
    match town.left() {
        0 => Sign::Good,
        left if left > town.enrolled => Sign::Watch,
        _ => Sign::Later,
    }
}

impl YearPlan {
    pub(super) fn draw_proposed(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        labelled::line(canvas, 0, &ctx.word("year-wished"), &self.wished(ctx));
        let proposal = match &self.proposal {
            Ok(proposal) => proposal,
            Err(problem) => {
                labelled::line(canvas, 1, &ctx.word("desk-what"), &problem.what(&ctx.words));
                let y =
                    labelled::wrapped(canvas, 2, &ctx.word("note-why"), &problem.why(&ctx.words));
                labelled::wrapped(canvas, y, &ctx.word("note-next"), &problem.next(&ctx.words));
                return;
            }
        };
        labelled::line(canvas, 1, &ctx.word("year-comes"), &comes(proposal, ctx));
        let day_at = grid::TEXT_AT + GROUP + GAP;
        let people_at = day_at + DAY + GAP;
        let towns_at = people_at + NUMBER + GAP;
        let heads = [
            (grid::TEXT_AT, "year-group"),
            (day_at, "field-session-day"),
            (towns_at, "column-township"),
        ];
        for (x, key) in heads {
            canvas.put(x, ABOVE - 1, &ctx.word(key), Role::Muted);
        }
        let people = ctx.word("year-people");
        canvas.put_right(towns_at - GAP, ABOVE - 1, &people, Role::Muted);
        let rows = canvas.height().saturating_sub(ABOVE + BELOW);
        let window = &self.windows[Page::Proposed as usize];
        // In full, where the row has no room for it.
        if let Some([_, _, towns]) = self.proposed.get(window.cursor()) {
            let y = canvas.height().saturating_sub(BELOW);
            labelled::wrapped(canvas, y, &ctx.word("year-this"), towns);
        }
        for (y, row) in (ABOVE..).zip(window.range(rows, self.proposed.len())) {
            let [day, people, towns] = &self.proposed[row];
            let number = text::pad_left(&(row + 1).to_string(), 2);
            canvas.put(grid::TEXT_AT, y, &number, Role::Text);
            canvas.put(day_at, y, day, Role::Text);
            canvas.put_right(towns_at - GAP, y, people, Role::Text);
            let room = canvas.width().saturating_sub(towns_at + 1);
            canvas.put_cut(towns_at, y, room, towns, Role::Text);
            if row == window.cursor() {
                let from = grid::TEXT_AT;
                canvas.focus(0, y, from, canvas.width().saturating_sub(from));
            }
        }
    }

    /// What was wished, and what stands where nobody said.
    fn wished(&self, ctx: &Ctx) -> String {
        let room = self.wish.capacity.to_string();
        let first = self.proposal.as_ref().ok().and_then(|p| p.sessions.first());
        let first = self.wish.first.or(first.map(|s| s.day));
        let first = first.map_or_else(|| "-".to_owned(), |day| day.iso());
        let every = self.proposal.as_ref().ok().map(|p| p.every);
        let every = self.wish.every.or(every);
        let every = every.map_or_else(|| "-".to_owned(), |days| days.to_string());
        let place = match self.wish.place.as_str() {
            "" => "-",
            place => place,
        };
        let args = [
            ("room", room.as_str()),
            ("first", &first),
            ("every", &every),
            ("place", place),
        ];
        ctx.fill("year-wish", &args)
    }

    pub(super) fn draw_held(&self, canvas: &mut Canvas<'_>, _ctx: &Ctx) {
        let window = &self.windows[Page::Held as usize];
        let range = window.range(canvas.height(), self.lines.len());
        for (y, row) in (0..).zip(range) {
            match &self.lines[row] {
                Line::Blank => {}
                Line::Head(cells) => draw_cells(canvas, y, cells, Role::Muted),
                Line::Total(cells) => draw_cells(canvas, y, cells, Role::Text),
                Line::Session(sign, cells, _) | Line::Town(sign, cells, _) => {
                    canvas.put(2, y, sign.text(), sign.role());
                    draw_cells(canvas, y, cells, Role::Text);
                }
            }
            if row == window.cursor() {
                let from = grid::TEXT_AT;
                canvas.focus(0, y, from, canvas.width().saturating_sub(from));
            }
        }
    }
}

/// How many it comes to, and who needs a second look.
fn comes(proposal: &Proposal, ctx: &Ctx) -> String {
    let numbers = [
        proposal.people(),
        proposal.sessions.len(),
        proposal.enrolled,
        proposal.untrained,
    ];
    let [people, sessions, enrolled, untrained] = numbers.map(|n| n.to_string());
    let args = [("people", people.as_str()), ("sessions", &sessions)];
    let mut told = ctx.fill("year-comes-to", &args);
    if proposal.enrolled > 0 {
        told += &ctx.fill("year-enrolled", &[("count", &enrolled)]);
    }
    if proposal.untrained > 0 {
        told += &ctx.fill("year-untrained", &[("count", &untrained)]);
    }
    told
}

/// Words at the left, numbers at the right end; the words take what the numbers leave, the place
/// of a session goes first where there is no room.
fn draw_cells(canvas: &mut Canvas<'_>, y: u16, cells: &[String], role: Role) {
    let numbers = match cells.len() {
        n if n > OF_TOWN + 1 => OF_SESSION,
        n if n > OF_OPINION + 1 => OF_TOWN,
        n if n > OF_SUBJECT + 1 => OF_OPINION,
        _ => OF_SUBJECT,
    };
    let (words, numbers) = cells.split_at(cells.len().saturating_sub(numbers));
    let count = u16::try_from(numbers.len()).unwrap_or(0);
    let end = canvas.width().saturating_sub(1);
    let begin = end.saturating_sub(count * (NUMBER + GAP));
    let room = begin.saturating_sub(grid::TEXT_AT + GAP);
    for (n, number) in (1..).zip(numbers) {
        canvas.put_right(begin + n * (NUMBER + GAP), y, number, role);
    }
    let Some((name, others)) = words.split_first() else {
        return;
    };
    let beside = match others {
        [_, _] if room >= SHORTEST * 2 + DAY + GAP * 2 + SHORTEST => 2,
        [_, ..] if room >= SHORTEST + DAY + GAP => 1,
        _ => 0,
    };
    let of_others = if beside == 2 {
        DAY + SHORTEST + GAP * 2
    } else {
        beside * (DAY + GAP)
    };
    let name_cells = room.saturating_sub(of_others).min(LONGEST);
    canvas.put_cut(grid::TEXT_AT, y, name_cells, name, role);
    let mut x = grid::TEXT_AT + name_cells + GAP;
    for (cell, cells) in others.iter().take(usize::from(beside)).zip([DAY, SHORTEST]) {
        canvas.put_cut(x, y, cells, cell, role);
        x += cells + GAP;
    }
}
