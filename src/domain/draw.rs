//! The random draw of villages for a spot check 不定期抽查 (128号 二(二)3), as a record and as an
//! algorithm that anybody can do again.
//!
//! # tongdu-draw-1
//!
//! The draw takes a seed (64 bits, written as four groups of four hexadecimal digits, upper case:
//! `7F3A-91C2-0E55-D418`), a number of villages, and a list of villages, each with its division
//! code of twelve digits and a weight, a whole number. A village that is left out, or whose weight
//! is 0, can't be drawn.
//!
//! 1. The villages that can be drawn stand in the order of their codes. Codes differ.
//! 2. The text `tongdu-draw-1 7F3A-91C2-0E55-D418` (the seed in its place, ASCII, no newline) is
//!    hashed with BLAKE3 in its extendable form. Its bytes, eight at a time, most significant
//!    first, are a row of whole numbers below 2^64.
//! 3. Let `s` be the sum of the weights of the villages that are left. The next number `x` of the
//!    row is taken; if `x` isn't below the largest multiple of `s` that fits below 2^64 (or is 2^64
//!    itself), it is passed over and the next one taken, so that no remainder is favoured.
//! 4. `x mod s` is counted off along the list: the first village whose weight is larger than what
//!    is left is drawn and taken out of the list; otherwise its weight is taken off and the next
//!    one looked at. Steps 3 and 4 are repeated for each village.
//!
//! Everything is whole numbers, so every computer draws the same. By hand:
//! `printf 'tongdu-draw-1 7F3A-91C2-0E55-D418' | b3sum --length 32` shows the first four numbers,
//! sixteen digits each. BLAKE3's stream serves as the generator since it is a dependency already;
//! `rand_chacha` would do no better and would be one more.
//!
//! # Weights
//!
//! No text fixes them (本地默认): whole months since the last inspection that was done, at least 1
//! (somebody just checked can be drawn again, so nobody is safe), at most 12 or what the office
//! sets, and that most for a village never inspected.

mod algorithm;
mod chances;
mod period;
#[cfg(test)]
mod tests;

pub use algorithm::{ALGORITHM, Lot, Seed, draw};
pub use chances::chances;
pub use period::Period;

use crate::schema::{Coded, Day, Entity, Field, Id, KeyClass, TimeOfDay};

/// The largest weight unless the office sets another. Ours (本地默认).
pub const MOST: u32 = 12;
/// The largest weight that can be set: ten years of months.
pub const MOST_EVER: u32 = 120;

/// A village's weight on a day: whole months since its last inspection.
pub fn weight(last: Option<Day>, today: Day, most: u32) -> u32 {
    let Some(last) = last else { return most };
    let gone = |months: &u32| {
        let months = i32::try_from(*months);
        months.is_ok_and(|months| last.plus_months(months) <= today)
    };
    (1..=most).take_while(gone).last().unwrap_or(1)
}

crate::choices! {
    /// How far a draw came. The seed is stored before anything is drawn.
    DrawState "draw-state" {
        Seeded "seeded" ["没抽完", "种子已存"],
        Drawn "drawn" ["已抽"],
    }
}

/// A village as the draw found it.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Candidate {
    /// Which.
    pub village: Id,
    /// Its division code then.
    pub code: String,
    /// When it was last inspected, if ever.
    pub last: Option<Day>,
    /// Its weight.
    pub weight: u32,
    /// Why it was left out; empty where it wasn't.
    pub excluded: String,
    /// Drawn as the how manieth, from 1.
    pub place: Option<u32>,
}

impl Candidate {
    /// Whether it could be drawn.
    pub fn in_it(&self) -> bool {
        self.excluded.is_empty()
    }

    /// What the algorithm sees of it.
    pub fn lot(&self) -> Lot<'_> {
        Lot {
            code: &self.code,
            weight: if self.in_it() { self.weight } else { 0 },
        }
    }
}

/// One draw, whole: what is needed to do it again, and what came of it. Never changed afterwards.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Draw {
    /// For which time, as [`Period`] writes it.
    pub period: String,
    /// How many villages.
    pub count: Option<i64>,
    /// As [`Seed`] writes it.
    pub seed: String,
    /// Whether somebody brought the seed instead of the computer.
    pub given: Option<bool>,
    /// The largest weight.
    pub most: Option<i64>,
    /// By which algorithm.
    pub algorithm: String,
    /// Day the seed was stored.
    pub day: Option<Day>,
    /// Time the seed was stored.
    pub time: Option<TimeOfDay>,
    /// Why there was a draw although the period had one.
    pub reason: String,
    /// How far it came.
    pub state: Option<DrawState>,
    /// The list, as it was when the seed was stored.
    pub candidates: Vec<Candidate>,
}

impl Draw {
    /// The villages that the stored seed draws from the stored list, in order; none where the
    /// seed can't be read or the algorithm is another one.
    pub fn again(&self) -> Vec<Id> {
        let Some(seed) = Seed::parse(&self.seed).filter(|_| self.algorithm == ALGORITHM) else {
            return Vec::new();
        };
        let lots: Vec<Lot<'_>> = self.candidates.iter().map(Candidate::lot).collect();
        let count = usize::try_from(self.count.unwrap_or(0)).unwrap_or(0);
        let drawn = draw(seed, count, &lots).into_iter();
        drawn.map(|at| self.candidates[at].village).collect()
    }

    /// Draws what the seed draws: gives each village its place, and says which, in order.
    pub fn finish(&mut self) -> Vec<Id> {
        let drawn = self.again();
        for candidate in &mut self.candidates {
            let place = drawn.iter().position(|id| *id == candidate.village);
            candidate.place = place.and_then(|place| u32::try_from(place + 1).ok());
        }
        self.state = Some(DrawState::Drawn);
        drawn
    }

    /// How likely each village was to be drawn, from 0 to 1, in the order of the list.
    pub fn chances(&self) -> Vec<f64> {
        let lots = self.candidates.iter().map(Candidate::lot);
        let weights: Vec<u32> = lots.map(|lot| lot.weight).collect();
        let count = usize::try_from(self.count.unwrap_or(0)).unwrap_or(0);
        chances(&weights, count.max(1))
    }

    /// The villages that were drawn, in order.
    pub fn drawn(&self) -> Vec<Id> {
        let mut placed: Vec<(u32, Id)> = self
            .candidates
            .iter()
            .filter_map(|c| Some((c.place?, c.village)))
            .collect();
        placed.sort_unstable();
        placed.into_iter().map(|(_, village)| village).collect()
    }

    /// Whether the result is still to come.
    pub fn unfinished(&self) -> bool {
        self.state != Some(DrawState::Drawn)
    }
}

impl Entity for Draw {
    const NAME: &'static str = "draw";
    const CODE: u8 = 15;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Draw {
        period: Text { max: 10 } => PLAIN.required().listed().by_act(),
        count: Int { min: 1, max: 1000 } => PLAIN.required().listed().by_act(),
        seed: Text { max: 19 } => PLAIN.required().listed().by_act(),
        given: Flag => PLAIN.by_act(),
        most: Int { min: 1, max: MOST_EVER as i64 } => PLAIN.by_act(),
        algorithm: Text { max: 40 } => PLAIN.by_act(),
        day: Day => PLAIN.listed().by_act(),
        time: Time => PLAIN.by_act(),
        reason: Note { max: 200 } => PLAIN.listed().by_act(),
        state: Choice("draw-state", DrawState::CHOICES) => PLAIN.listed().by_act(),
    });
}
