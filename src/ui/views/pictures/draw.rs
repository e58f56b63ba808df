//! How the pictures look: a row an age with girls at its left and boys at its right, and a row a
//! village with a bar for those who are red or yellow.

use super::{Page, Pictures};
use crate::domain::child::Risk;
use crate::domain::picture::{AGES, TURNS};
use crate::schema::Coded;
use crate::service::{AgeBand, AgeLine};
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::{bar, grid};

/// Cells of a count, of what an age is called, and of the blanks around them.
const COUNT: u16 = 3;
const AGE: u16 = 5;
const GAP: u16 = 2;
/// The longest bar, and the shortest beside which something else may stand.
const LONGEST: u16 = 40;
const SHORTEST: u16 = 8;
/// Cells of a village's name.
const NAME: u16 = 12;

const SIGNS: [Sign; 5] = [
    Sign::Urgent,
    Sign::Watch,
    Sign::Later,
    Sign::Good,
    Sign::Unknown,
];

/// Red, yellow, blue, green, not graded, in words.
fn grades(ctx: &Ctx) -> Vec<String> {
    let risks = Risk::CHOICES.iter();
    let mut words: Vec<String> = risks
        .map(|risk| ctx.word(&format!("choice-{}-{}", Risk::LIST, risk.code)))
        .collect();
    words.push(ctx.word("pictures-ungraded"));
    words
}

/// What holds from this age on.
fn turn(line: &AgeLine) -> Option<&'static str> {
    let turn =
        |(age, key): &(usize, &'static str)| (line.band == AgeBand::Years(*age)).then_some(*key);
    TURNS.iter().find_map(turn)
}

fn age_word(band: AgeBand, ctx: &Ctx) -> String {
    match band {
        AgeBand::Years(AGES) => ctx.word("pictures-adult"),
        AgeBand::Years(age) => age.to_string(),
        AgeBand::Ageless => ctx.word("pictures-ageless"),
        AgeBand::Sexless => ctx.word("pictures-sexless"),
    }
}

impl Pictures {
    /// What stands at the right of row 3.
    pub(super) fn total(&self, ctx: &Ctx) -> String {
        let all: usize = self.risks.iter().map(|line| line.all.count).sum();
        let of = |n: usize| n.to_string();
        match self.page {
            Page::Ages => {
                let sexes = self.ages.iter().filter_map(|line| line.by_sex.as_ref());
                let [girls, boys] = sexes.fold([0, 0], |[g, b], [girls, boys]| {
                    [g + girls.count, b + boys.count]
                });
                let unknown = all - girls - boys;
                let args = [("all", of(all)), ("girls", of(girls)), ("boys", of(boys))];
                let mut told = ctx.fill_with("pictures-ages-count", &args);
                if unknown > 0 {
                    told += &ctx.fill("pictures-unknown", &[("count", &of(unknown))]);
                }
                told
            }
            Page::Risks => {
                let sum = |at: usize| of(self.risks.iter().map(|l| l.risks[at].count).sum());
                let args = [("all", of(all)), ("red", sum(0)), ("yellow", sum(1))];
                ctx.fill_with("pictures-risks-count", &args)
            }
        }
    }

    /// The row of the focus in a sentence: what holds from this age on, or what Enter shows.
    pub(super) fn meaning(&self, ctx: &Ctx) -> String {
        let row = self.window().cursor();
        match (self.page, self.ages.get(row)) {
            (Page::Ages, Some(line)) => match turn(line) {
                Some(key) => ctx.word(&format!("pictures-turn-{key}.law")),
                None => ctx.word("pictures-keys"),
            },
            _ => ctx.word("pictures-keys"),
        }
    }

    pub(super) fn draw_ages(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let width = canvas.width();
        let turns = TURNS.map(|(_, key)| ctx.word(&format!("pictures-turn-{key}")));
        let mark = turns.iter().map(|t| text::width(t)).max().unwrap_or(0) + GAP;
        // Bar, blank, count, blanks, age, blanks, count, blank, bar.
        let middle = 2 * (1 + COUNT + GAP) + AGE;
        let room = |beside: u16| width.saturating_sub(grid::TEXT_AT + middle + beside + 1) / 2;
        let marked = room(mark) >= SHORTEST;
        let longest = room(if marked { mark } else { 0 }).min(LONGEST);
        let sexes = self.ages.iter().filter_map(|line| line.by_sex.as_ref());
        let most = sexes.flatten().map(|c| c.count).max().unwrap_or(0);
        let age_at = grid::TEXT_AT + longest + 1 + COUNT + GAP;
        let boys_at = age_at + AGE + GAP;
        let range = self.window().range(canvas.height(), self.ages.len());
        for (y, row) in (0..).zip(range) {
            let line = &self.ages[row];
            let word = age_word(line.band, ctx);
            let Some([girls, boys]) = &line.by_sex else {
                canvas.put(2, y, Sign::Unknown.text(), Sign::Unknown.role());
                let told = format!("{word}  {}", line.all.count);
                let end = canvas.put(grid::TEXT_AT, y, &told, Role::Text);
                self.focus(canvas, y, row, &[(grid::TEXT_AT, end)]);
                continue;
            };
            canvas.put_right(age_at + AGE, y, &word, Role::Text);
            let bar = |count| bar::plain(count, most, longest);
            canvas.put_right(grid::TEXT_AT + longest, y, &bar(girls.count), Role::Text);
            let number = |count: usize| match count {
                0 => text::blank(COUNT),
                n => text::pad_left(&n.to_string(), COUNT),
            };
            let girls_at = grid::TEXT_AT + longest + 1;
            canvas.put(girls_at, y, &number(girls.count), Role::Text);
            canvas.put(boys_at, y, &number(boys.count), Role::Text);
            let end = boys_at + COUNT + 1;
            canvas.put(end, y, &bar(boys.count), Role::Text);
            if let (true, Some(key)) = (marked, turn(line)) {
                let word = ctx.word(&format!("pictures-turn-{key}"));
                canvas.put(end + longest + GAP, y, &word, Role::Accent);
            }
            let cells = [
                (grid::TEXT_AT, end),
                (girls_at, girls_at + COUNT),
                (boys_at, boys_at + COUNT),
            ];
            self.focus(canvas, y, row, &cells);
        }
    }

    /// The row of the focus, and brackets around the number of it that has it. The first of
    /// `cells` is the row itself.
    fn focus(&self, canvas: &mut Canvas<'_>, y: u16, row: usize, cells: &[(u16, u16)]) {
        if row != self.window().cursor() {
            return;
        }
        let from = grid::TEXT_AT;
        canvas.focus(0, y, from, canvas.width().saturating_sub(from));
        let cell = self.cells[self.page as usize].min(cells.len() - 1);
        if cell > 0 && canvas.focused() {
            let (from, to) = cells[cell];
            canvas.put(from - 1, y, "[", Role::Selected);
            canvas.put(to, y, "]", Role::Selected);
        }
    }

    pub(super) fn draw_risks(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let width = canvas.width();
        let words = grades(ctx);
        let said = |at: usize, count: usize, full: bool| match (count, full) {
            (0, _) => String::new(),
            (n, true) => format!("{} {} {n}", SIGNS[at].text(), words[at]),
            (n, false) => format!("{} {n}", SIGNS[at].text()),
        };
        let cells = |at: usize, full: bool| {
            let all = self.risks.iter().map(|l| said(at, l.risks[at].count, full));
            let widest = all.map(|s| text::width(&s)).max().unwrap_or(0);
            let head = if full { 0 } else { text::width(&words[at]) };
            widest.max(head).max(1)
        };
        let names = self.villages.iter().map(|name| text::width(name));
        let name = names.max().unwrap_or(0).min(NAME);
        let row = |full: bool| {
            let cells: Vec<u16> = (0..words.len()).map(|at| cells(at, full)).collect();
            let end = grid::TEXT_AT + name + GAP + cells.iter().map(|c| c + GAP).sum::<u16>();
            (cells, end)
        };
        // The words go into the heads where they leave the bars no room.
        let full = row(true).1 + SHORTEST < width;
        let (cells, bar_at) = row(full);
        let longest = width.saturating_sub(bar_at + 1 + COUNT + 1).min(LONGEST);
        let pressing = |at: usize| self.risks[at].risks[0].count + self.risks[at].risks[1].count;
        let most = (0..self.risks.len()).map(pressing).max().unwrap_or(0);
        let places: Vec<(u16, u16)> = cells
            .iter()
            .scan(grid::TEXT_AT + name + GAP, |x, cell| {
                let from = *x;
                *x += cell + GAP;
                Some((from, from + cell))
            })
            .collect();
        canvas.put(grid::TEXT_AT, 0, &ctx.word("column-village"), Role::Muted);
        for (word, (x, _)) in words.iter().zip(&places).filter(|_| !full) {
            canvas.put(*x, 0, word, Role::Muted);
        }
        let both = ctx.word("pictures-pressing");
        canvas.put_cut(
            bar_at,
            0,
            width.saturating_sub(bar_at + 1),
            &both,
            Role::Muted,
        );
        let range = self
            .window()
            .range(canvas.height().saturating_sub(1), self.risks.len());
        for (y, row) in (1..).zip(range) {
            let line = &self.risks[row];
            let worst = line.risks.iter().zip(SIGNS).find(|(c, _)| c.count > 0);
            if let Some((_, sign)) = worst {
                canvas.put(2, y, sign.text(), sign.role());
            }
            canvas.put_cut(grid::TEXT_AT, y, name, &self.villages[row], Role::Text);
            for (at, (x, _)) in places.iter().enumerate() {
                let told = said(at, line.risks[at].count, full);
                canvas.put(*x, y, &told, SIGNS[at].role());
            }
            let end = canvas.put(
                bar_at,
                y,
                &bar::plain(pressing(row), most, longest),
                Role::Text,
            );
            if pressing(row) > 0 && longest > 0 {
                canvas.put(end + 1, y, &pressing(row).to_string(), Role::Text);
            }
            let mut cells = vec![(grid::TEXT_AT, bar_at)];
            cells.extend(&places);
            self.focus(canvas, y, row, &cells);
        }
    }
}
