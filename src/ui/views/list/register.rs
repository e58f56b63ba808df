//! The real-name register of child directors: vacancies and doubts first. What it has that the
//! list of workers hasn't: a line for each village, with its vacancy, and states with signs.

use super::columns;
use super::source::Item;
use crate::domain::book::Kind;
use crate::domain::village::Village;
use crate::domain::workforce::{FirstTraining, YearState};
use crate::schema::{Coded, Day};
use crate::service::{Column, DirectorLine, Office, in_charge_lines};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::view::Flow;
use crate::ui::views::Note;
use crate::ui::widgets::{Cell, grid};

/// The words that most of the states in a column have.
const FIRST: [&str; 2] = ["choice-outcome-pass", "choice-year-state-not_yet"];
const YEAR: [&str; 2] = ["choice-year-state-trained", "choice-year-state-not_yet"];

/// A column that only the register has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui::views) enum Col {
    /// Who, or that there is nobody.
    Name,
    /// The township of that village, where the office has several.
    Township,
    /// Which village the line is about.
    Village,
    /// First training, as a state.
    First,
    /// This year's rotation, as a state.
    Rotation,
    /// How many children the village has.
    Children,
    /// In post since.
    Since,
}

impl Col {
    /// What the session remembers it by; the name of the kind's own column where it stands for one.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Township => "township",
            Self::Village => "village",
            Self::First => "trained",
            Self::Rotation => "rotation",
            Self::Children => "children",
            Self::Since => "since",
        }
    }

    /// Its head. A column of states is never narrower than its words: a cut word says nothing.
    pub fn head(self, day: Day, ctx: &Ctx) -> grid::Column {
        let words = |head: String, keys: &[&str], before: u16| {
            let widest = keys.iter().map(|key| text::width(&ctx.word(key))).max();
            let cells = (widest.unwrap_or(0) + before).max(text::width(&head));
            grid::Column::words(head, cells, cells.max(12))
        };
        let year = day.year().to_string();
        match self {
            Self::Name => words(
                ctx.word("field-worker-name.label"),
                &["rule-no_director"],
                0,
            ),
            Self::Township => grid::Column::words(ctx.word("column-township"), 8, 16),
            Self::Village => grid::Column::words(ctx.word("column-village"), 8, 14),
            Self::First => words(ctx.word("register-first"), &FIRST, 2),
            Self::Rotation => words(ctx.fill("register-rotation", &[("year", &year)]), &YEAR, 2),
            Self::Children => {
                let head = ctx.word("register-children");
                let cells = text::width(&head);
                grid::Column::numbers(head, cells, cells)
            }
            Self::Since => grid::Column::words(ctx.word("column-since"), 10, 10),
        }
    }

    /// What stands in it.
    pub fn cell(self, line: &DirectorLine, office: &Office, ctx: &Ctx) -> Cell {
        match (self, line.worker) {
            (Self::Name, None) => Cell::text(ctx.word("rule-no_director")),
            (Self::Name, Some(worker)) => Cell::text(office.label(Kind::Worker, worker)),
            (Self::Township, _) => Cell::text(township(line, office)),
            (Self::Village, _) => Cell::text(
                line.village
                    .map_or_else(String::new, |id| office.label(Kind::Village, id)),
            ),
            (Self::Children, _) => line
                .children
                .map_or_else(Cell::default, |n| Cell::text(n.to_string())),
            (Self::First | Self::Rotation | Self::Since, None) => Cell::default(),
            (Self::First, _) => first(line.first, ctx),
            (Self::Rotation, _) => rotation(line.rotation, ctx),
            (Self::Since, _) => Cell::text(line.since.map_or_else(String::new, |day| day.iso())),
        }
    }
}

fn township(line: &DirectorLine, office: &Office) -> String {
    let tables = office.tables();
    let village: Option<&Village> = line.village.and_then(|id| tables.get(Kind::Village, id));
    village.map_or_else(String::new, |v| office.township_name(&v.code))
}

/// The register's columns.
pub(super) fn columns(ctx: &Ctx) -> Vec<columns::Col> {
    let own = columns::Col::Register;
    let of = |name| Column::named(Kind::Worker, name).map(columns::Col::Of);
    let mut all = [Col::Name, Col::Village, Col::First, Col::Rotation]
        .map(own)
        .to_vec();
    if ctx.office().is_ok_and(|office| office.has_townships()) {
        all.insert(1, own(Col::Township));
    }
    if ctx.office().is_ok_and(|office| office.may(Kind::Child)) {
        all.push(own(Col::Children));
    }
    all.extend(of("phone"));
    // Where there is room.
    all.push(own(Col::Since));
    all.extend(of("work_time"));
    all
}

/// The sign of a line.
pub(super) fn sign(line: &DirectorLine) -> Sign {
    match (line.pressing, line.village) {
        (Some(pressing), _) => Sign::from(pressing),
        // Out of post: nothing to do, and nothing done.
        (None, None) => Sign::Later,
        (None, Some(_)) => Sign::Good,
    }
}

/// What the register of a day counts, as a panel.
pub fn in_charge(on: Option<Day>, ctx: &Ctx) -> Flow {
    let Ok(office) = ctx.office() else {
        return Flow::Stay;
    };
    let day = on.unwrap_or_else(|| office.today());
    let lines = in_charge_lines(&office.in_charge(day), &ctx.words);
    let title = ctx.fill("in-charge-title", &[("day", &day.iso())]);
    Flow::Open(Box::new(Note::new(title, lines)))
}

/// Nobody at all yet: then the villages aren't vacant, the register is empty.
pub(super) fn nobody(items: &[Item]) -> bool {
    items.iter().all(|item| item.is_vacancy())
}

/// First training as a sign and its word.
fn first(state: FirstTraining, ctx: &Ctx) -> Cell {
    match state {
        FirstTraining::Passed(_) => Cell::state(Sign::Good, ctx.word("choice-outcome-pass")),
        FirstTraining::Failed => Cell::state(Sign::Watch, ctx.word("choice-outcome-fail")),
        FirstTraining::None => Cell::state(Sign::Watch, ctx.word("choice-year-state-not_yet")),
    }
}

/// A year of rotation as a sign and its word.
pub(in crate::ui::views) fn rotation(state: YearState, ctx: &Ctx) -> Cell {
    let sign = match state {
        YearState::NotInPost => return Cell::default(),
        state if state.done() => Sign::Good,
        YearState::NotYet => Sign::Watch,
        _ => Sign::Refused,
    };
    Cell::state(
        sign,
        ctx.word(&format!("choice-year-state-{}", state.code())),
    )
}
