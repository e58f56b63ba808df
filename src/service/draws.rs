//! Drawing villages for a spot check. The seed is stored with the whole list before anything is
//! drawn, in an entry of its own; then what it draws. Neither can be undone, and a second draw for
//! the same time needs a reason: nobody can roll until it pleases.

use super::office::{chunks, put};
use super::{Act, Office, Problem, Row};
use crate::domain::book::Kind;
use crate::domain::draw::{
    ALGORITHM, Candidate, Draw, DrawState, MOST, MOST_EVER, Period, Seed, chances, weight,
};
use crate::domain::inspection::{Inspection, InspectionType};
use crate::domain::village::Village;
use crate::schema::{Day, Id, TimeOfDay, text};
use std::fmt::Display;
use std::sync::Arc;

/// The longest list that one draw takes: a record is at most 64 KB.
const LONGEST: usize = 800;
/// Characters of a reason.
const REASON: usize = 200;
/// Characters of the reason for leaving a village out.
const WHY_OUT: usize = 60;

/// What somebody wants drawn.
#[derive(Clone, Debug, Default)]
pub struct DrawWish {
    /// How many villages.
    pub count: usize,
    /// For which time; the quarter of today where it isn't said.
    pub period: Option<Period>,
    /// A seed that was brought along, thrown in front of people; else the computer makes one.
    pub seed: Option<Seed>,
    /// The largest weight; as in the last draw where it isn't said.
    pub most: Option<u32>,
    /// Villages to be left out, each with the reason.
    pub excluded: Vec<(Id, String)>,
    /// Why there is to be a draw although the time has one.
    pub reason: String,
}

/// A draw as it would be now. Nothing is written.
#[derive(Clone, Debug)]
pub struct DrawPlan {
    /// For which time.
    pub period: Period,
    /// The largest weight.
    pub most: u32,
    /// Every village, in the order of the codes.
    pub candidates: Vec<Candidate>,
    /// How likely each is to be drawn, from 0 to 1.
    pub chances: Vec<f64>,
    /// The draws that there are for this time already, oldest first.
    pub before: Vec<Arc<Row>>,
}

impl DrawPlan {
    /// How many can be drawn.
    pub fn in_it(&self) -> usize {
        self.candidates.iter().filter(|c| c.in_it()).count()
    }
}

impl Office {
    /// The list, weights and chances of a draw as it would be now.
    ///
    /// # Errors
    /// The time is over; a reason for leaving out is missing; two villages share a code; the list
    /// is too long; a largest weight that can't be.
    pub fn plan_draw(&self, wish: &DrawWish) -> Result<DrawPlan, Problem> {
        self.require(Kind::Draw)?;
        let today = self.today();
        let period = wish.period.unwrap_or_else(|| Period::quarter_of(today));
        if period.last() < Some(today) {
            return Err(Problem::new("problem-draw-over").with("period", period));
        }
        let most = wish.most.unwrap_or_else(|| self.last_most());
        if !(1..=MOST_EVER).contains(&most) {
            return Err(Problem::new("problem-draw-most").with("max", MOST_EVER));
        }
        let candidates = self.draw_list(&wish.excluded, most, today)?;
        let weights: Vec<u32> = candidates.iter().map(|c| c.lot().weight).collect();
        Ok(DrawPlan {
            period,
            most,
            chances: chances(&weights, wish.count.max(1)),
            candidates,
            before: self.draws_for(period),
        })
    }

    /// The draws for a time, oldest first: also those for a time that only overlaps with it.
    pub fn draws_for(&self, period: Period) -> Vec<Arc<Row>> {
        let overlaps = |row: &&Arc<Row>| {
            let other = draw_of(row).and_then(|draw| Period::parse(&draw.period));
            other.is_some_and(|other| other.overlaps(period))
        };
        let tables = self.tables();
        tables.live(Kind::Draw).filter(overlaps).cloned().collect()
    }

    /// The draw whose seed is stored and whose result isn't, if there is one.
    pub fn unfinished_draw(&self) -> Option<Arc<Row>> {
        let tables = self.tables();
        let mut draws = tables.live(Kind::Draw);
        let open = draws.find(|row| draw_of(row).is_some_and(Draw::unfinished));
        open.cloned()
    }

    /// The largest weight of the newest draw: what an office sets once stays.
    fn last_most(&self) -> u32 {
        let tables = self.tables();
        let draws = tables.live(Kind::Draw).filter_map(draw_of);
        let newest = draws.max_by_key(|draw| (draw.day, draw.time));
        newest
            .and_then(|draw| u32::try_from(draw.most?).ok())
            .unwrap_or(MOST)
    }

    /// Every village with its weight, in the order of the codes.
    fn draw_list(
        &self,
        excluded: &[(Id, String)],
        most: u32,
        today: Day,
    ) -> Result<Vec<Candidate>, Problem> {
        let tables = self.tables();
        let mut all = Vec::new();
        for (id, village) in tables.all::<Village>(Kind::Village) {
            let out = excluded.iter().find(|(out, _)| *out == id);
            let why = out.map(|(_, why)| text::clean(why));
            if why.as_ref().is_some_and(String::is_empty) {
                let village = &village.name;
                return Err(Problem::new("problem-draw-exclusion").with("village", village));
            }
            let last = tables.last_check(id);
            all.push(Candidate {
                village: id,
                code: village.code.clone(),
                last,
                weight: weight(last, today, most),
                excluded: why.unwrap_or_default().chars().take(WHY_OUT).collect(),
                place: None,
            });
        }
        all.sort_by(|a, b| a.code.cmp(&b.code));
        if all.len() > LONGEST {
            let (found, most) = (all.len(), LONGEST);
            let problem = Problem::new("problem-draw-long");
            return Err(problem.with("found", found).with("max", most));
        }
        if let Some(twice) = all.windows(2).find(|two| two[0].code == two[1].code) {
            let label = |c: &Candidate| tables.label(Kind::Village, c.village);
            return Err(Problem::new("problem-draw-codes")
                .with("one", label(&twice[0]))
                .with("other", label(&twice[1]))
                .with("code", &twice[0].code));
        }
        Ok(all)
    }

    /// Draws: stores the seed, then what it draws. The draw's id.
    ///
    /// # Errors
    /// As [`Office::seed_draw`]; what the store refuses. If only the result could not be stored,
    /// the draw is left unfinished, and [`Office::finish_draw`] draws the same.
    pub fn draw(&self, wish: &DrawWish) -> Result<Id, Problem> {
        let id = self.seed_draw(wish)?;
        self.finish_draw(id)?;
        Ok(id)
    }

    /// Stores the seed of a draw and the whole list, and draws nothing yet.
    ///
    /// # Errors
    /// As [`Office::plan_draw`]; fewer can be drawn; an unfinished draw; a second draw for the
    /// same time without a reason; what the store refuses.
    pub fn seed_draw(&self, wish: &DrawWish) -> Result<Id, Problem> {
        if let Some(open) = self.unfinished_draw() {
            return Err(Problem::new("problem-draw-unfinished").with("number", open.number));
        }
        let plan = self.plan_draw(wish)?;
        if wish.count == 0 || wish.count > plan.in_it() {
            return Err(Problem::new("problem-draw-count")
                .with("count", wish.count)
                .with("left", plan.in_it()));
        }
        let reason: String = text::clean(&wish.reason).chars().take(REASON).collect();
        if let (Some(last), true) = (plan.before.last(), reason.is_empty()) {
            return Err(second_draw(plan.period, last.number));
        }
        let seed = wish.seed.unwrap_or_else(|| {
            let mut random = [0; 8];
            (self.setup().store.random)(&mut random);
            Seed(u64::from_be_bytes(random))
        });
        let draw = Draw {
            period: plan.period.to_string(),
            count: i64::try_from(wish.count).ok(),
            seed: seed.to_string(),
            given: Some(wish.seed.is_some()),
            most: Some(i64::from(plan.most)),
            algorithm: ALGORITHM.to_owned(),
            day: Some(self.today()),
            time: Some(TimeOfDay::of_millis(self.now())),
            reason: reason.clone(),
            state: Some(DrawState::Seeded),
            candidates: plan.candidates,
        };
        let id = self.setup().new_id();
        self.commit(Act::Draw, &reason, vec![put(id, None, draw.into())])?;
        Ok(id)
    }

    /// Draws what the stored seed of an unfinished draw draws, and puts the villages into the
    /// plan of inspections, to be inspected by the end of the time.
    ///
    /// # Errors
    /// No such draw, or it has its result; what the store refuses.
    pub fn finish_draw(&self, id: Id) -> Result<Vec<Id>, Problem> {
        let gone = || Problem::new("problem-no-such-record").with("kind", Kind::Draw.name());
        let row = self.row(Kind::Draw, id).ok_or_else(gone)?;
        let mut draw = draw_of(&row).cloned().ok_or_else(gone)?;
        if !draw.unfinished() {
            return Err(Problem::new("problem-draw-finished").with("number", row.number));
        }
        let drawn = draw.finish();
        let end = Period::parse(&draw.period).and_then(Period::last);
        let inspection = |village: &Id| {
            let inspection = Inspection {
                village: Some(*village),
                kind: Some(InspectionType::Random),
                planned: end.max(Some(self.today())),
                draw: Some(id),
                ..Inspection::default()
            };
            put(self.setup().new_id(), None, inspection.into())
        };
        let mut items = vec![put(id, Some(row.revision), draw.into())];
        items.extend(drawn.iter().map(inspection));
        self.commit_group(Act::Draw, "", chunks(items), &mut |_, _| true)?;
        Ok(drawn)
    }
}

/// The refusal of a second draw for a time without a reason, after the draw of this number.
pub fn second_draw(period: impl Display, number: u32) -> Problem {
    Problem::new("problem-draw-again")
        .with("period", period)
        .with("number", number)
}

/// The draw in a row.
pub(super) fn draw_of(row: &Arc<Row>) -> Option<&Draw> {
    <&Draw>::try_from(&row.record).ok()
}
