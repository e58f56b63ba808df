//! How well a text fits what is wanted, the best first.
//!
//! Whatever is exact stands before any slip; what a slip finds is still precise: the rest of the
//! name has to fit in full.

use super::name::Unit;
use super::wanted::{Step, Wanted};

/// How well a text fits what was typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// These characters, no more.
    Same,
    /// It, or a part of it, begins with these characters.
    Start,
    /// It holds them.
    Inside,
    /// Its letters, all of them.
    Spelt,
    /// The letters of its beginning.
    SpeltStart,
    /// One initial or more, for each of its characters.
    Initials,
    /// The same, for its beginning.
    InitialsStart,
    /// Letters of characters further on.
    SpeltInside,
    /// Initials of characters further on.
    InitialsInside,
    /// These characters in this order, with others between.
    Apart,
    /// Whole syllables in this order, with others between.
    SpeltApart,
    /// All of it, as spelled by somebody with an accent.
    Accent,
    /// All of it but for one letter missing, too many, or two changed about.
    Typo,
    /// Letters of a reading that is unlikely here.
    OtherReading,
    /// Its beginning, with an accent.
    AccentStart,
    /// A part further on, with an accent.
    AccentInside,
    /// All of it but for one character that sounds alike.
    Homophone,
    /// Its beginning, or a part, but for one character that sounds alike.
    HomophonePart,
    /// Initials, with an accent.
    AccentInitials,
    /// All of it but for one character.
    WrongCharacter,
    /// Its beginning but for one character.
    WrongCharacterStart,
}

impl Closeness {
    /// Every one, the best first.
    pub const ALL: [Self; 21] = [
        Self::Same,
        Self::Start,
        Self::Inside,
        Self::Spelt,
        Self::SpeltStart,
        Self::Initials,
        Self::InitialsStart,
        Self::SpeltInside,
        Self::InitialsInside,
        Self::Apart,
        Self::SpeltApart,
        Self::Accent,
        Self::Typo,
        Self::OtherReading,
        Self::AccentStart,
        Self::AccentInside,
        Self::Homophone,
        Self::HomophonePart,
        Self::AccentInitials,
        Self::WrongCharacter,
        Self::WrongCharacterStart,
    ];
}

/// By what a character may take up letters.
type Way = fn(&Step) -> u64;

/// Whether, and how, texts fit.
impl Wanted {
    fn goal(&self) -> u64 {
        1 << self.tokens.len()
    }

    fn row(&self, unit: Unit) -> Option<usize> {
        let row = *self.rows.get(unit.number())? as usize;
        (row != 0).then_some(row * self.tokens.len())
    }

    /// The places that a character leads to from these.
    fn go(&self, from: u64, unit: Unit, way: Way) -> u64 {
        let Some(row) = self.row(unit) else { return 0 };
        let (mut left, mut to) = (from, 0);
        while left != 0 {
            to |= way(&self.steps[row + left.trailing_zeros() as usize]);
            left &= left - 1;
        }
        to
    }

    /// Whether it might fit; quick, and never wrong about what doesn't.
    fn may_fit(&self, units: &[Unit]) -> bool {
        // The end of what was typed leads nowhere, so it isn't looked up.
        let goal = self.goal();
        let mut places = 1_u64;
        for unit in units {
            let Some(row) = self.row(*unit) else { continue };
            let mut left = places & !goal;
            while left != 0 {
                places |= self.loose[row + left.trailing_zeros() as usize];
                left &= left - 1;
            }
        }
        places & goal != 0
    }

    /// How well a text fits.
    pub fn fit(&self, units: &[Unit]) -> Option<Closeness> {
        let close = if self.may_fit(units) {
            self.closest(units)
        } else {
            None
        };
        close.or_else(|| self.one_wrong(units))
    }

    fn closest(&self, units: &[Unit]) -> Option<Closeness> {
        use Closeness as C;
        let whole: Way = |s| s.whole;
        let initial: Way = |s| s.initial;
        let spelt = self.together(units, whole);
        let apart = || {
            let end = units.iter().fold(1, |places, unit| {
                places | self.go(places & !self.goal(), *unit, whole)
            });
            end & self.goal() != 0
        };
        if self.characters() {
            let close = spelt.map(|at| at.pick(C::Same, C::Start, C::Inside));
            return close.or_else(|| apart().then_some(C::Apart));
        }
        if let Some(at @ (Stretch::All | Stretch::Start)) = spelt {
            return Some(at.pick(C::Spelt, C::SpeltStart, C::SpeltInside));
        }
        let initials = self.together(units, initial);
        if let Some(at @ (Stretch::All | Stretch::Start)) = initials {
            return Some(at.pick(C::Initials, C::InitialsStart, C::InitialsInside));
        }
        if spelt.is_some() {
            return Some(C::SpeltInside);
        }
        if initials.is_some() {
            return Some(C::InitialsInside);
        }
        if apart() {
            return Some(C::SpeltApart);
        }
        let accent = self.together(units, |s| s.accent);
        if accent == Some(Stretch::All) {
            return Some(C::Accent);
        }
        if self.typed_amiss(units) {
            return Some(C::Typo);
        }
        let reading = self.together(units, |s| s.reading);
        if reading.is_some_and(|at| at != Stretch::Inside) {
            return Some(C::OtherReading);
        }
        if let Some(at) = accent {
            return Some(at.pick(C::Accent, C::AccentStart, C::AccentInside));
        }
        let initials = self.together(units, |s| s.any);
        initials.map(|_| C::AccentInitials)
    }

    /// Whether characters one after the other take up all that was typed, and which they are.
    fn together(&self, units: &[Unit], way: Way) -> Option<Stretch> {
        let mut found = None;
        for from in 0..units.len() {
            let begins = units[from].begins();
            if found.is_some() && !begins {
                continue;
            }
            let mut places = 1;
            for (n, unit) in units[from..].iter().enumerate() {
                places = self.go(places, *unit, way);
                if places == 0 {
                    break;
                }
                if places & self.goal() == 0 {
                    continue;
                }
                if from == 0 && n + 1 == units.len() {
                    return Some(Stretch::All);
                }
                let stretch = if begins {
                    Stretch::Start
                } else {
                    Stretch::Inside
                };
                found = found.min(Some(stretch)).or(Some(stretch));
                places &= !self.goal();
            }
        }
        found
    }

    /// Whether it is spelled out from its beginning, with one letter amiss.
    fn typed_amiss(&self, units: &[Unit]) -> bool {
        let (mut right, mut amiss) = (1, 0);
        for (n, unit) in units.iter().enumerate() {
            amiss = self.go(amiss, *unit, |s| s.whole) | self.go(right, *unit, |s| s.typo);
            right = self.go(right, *unit, |s| s.whole);
            if n > 0 && amiss & self.goal() != 0 {
                return true;
            }
            amiss &= !self.goal();
            right &= !self.goal();
        }
        false
    }

    /// Whether it fits but for one character.
    fn one_wrong(&self, units: &[Unit]) -> Option<Closeness> {
        use Closeness as C;
        let len = self.tokens.len();
        if self.alike.is_empty() || units.len() < len {
            return None;
        }
        let mut best = None;
        for from in 0..=units.len() - len {
            let (mut wrong, mut sounds_alike) = (0, true);
            for (place, unit) in units[from..from + len].iter().enumerate() {
                let Some((same, alike)) = self.alike.get(unit.number()) else {
                    return best;
                };
                if (same >> place) & 1 == 0 {
                    wrong += 1;
                    sounds_alike &= (alike >> place) & 1 == 1;
                    if wrong > 1 {
                        break;
                    }
                }
            }
            let all = from == 0 && units.len() == len;
            let close = match (wrong, sounds_alike) {
                (1, true) if all => C::Homophone,
                (1, true) => C::HomophonePart,
                (1, false) if all && (len > 2 || self.surname_right(units)) => C::WrongCharacter,
                (1, false) if len > 2 && units[from].begins() => C::WrongCharacterStart,
                _ => continue,
            };
            best = Some(best.map_or(close, |b: C| b.min(close)));
        }
        best
    }

    /// With two characters, one of them wrong, the other one has to be the surname.
    fn surname_right(&self, units: &[Unit]) -> bool {
        let first = units.first().and_then(|u| self.alike.get(u.number()));
        first.is_some_and(|(same, _)| same & 1 == 1)
    }
}

/// Which characters of a text it is that fit, for showing why it was found.
impl Wanted {
    /// The places in `units` that take up what was typed, where the text fits so.
    pub fn marks(&self, units: &[Unit], close: Closeness) -> Vec<usize> {
        use Closeness as C;
        let way: Way = match close {
            C::Same | C::Start | C::Inside | C::Apart => |s| s.whole,
            C::Spelt | C::SpeltStart | C::SpeltInside | C::SpeltApart => |s| s.whole,
            C::Initials | C::InitialsStart | C::InitialsInside => |s| s.initial,
            C::OtherReading => |s| s.reading,
            C::Accent | C::AccentStart | C::AccentInside => |s| s.accent,
            C::AccentInitials => |s| s.any,
            C::Typo => |s| s.whole | s.typo,
            C::Homophone | C::HomophonePart | C::WrongCharacter | C::WrongCharacterStart => {
                return self.right_ones(units);
            }
        };
        let apart = matches!(close, C::Apart | C::SpeltApart);
        // Where a part begins with it, that is what was meant.
        let mut starts: Vec<usize> = (0..units.len()).collect();
        starts.sort_by_key(|at| !units[*at].begins());
        let mut taken = Vec::new();
        let found = |from: &usize| self.path(units, *from, 0, way, apart, &mut taken);
        if starts.iter().any(found) {
            taken.reverse();
        }
        taken
    }

    /// A way from this place to the end of what was typed; the characters of it, the last first.
    fn path(
        &self,
        units: &[Unit],
        at: usize,
        place: usize,
        way: Way,
        apart: bool,
        taken: &mut Vec<usize>,
    ) -> bool {
        if place == self.tokens.len() {
            return true;
        }
        let Some(unit) = units.get(at) else {
            return false;
        };
        let next = self.go(1 << place, *unit, way);
        // As much as possible for each, as people type.
        let on = (place + 1..=self.tokens.len())
            .rev()
            .filter(|p| (next >> p) & 1 == 1);
        for to in on {
            if self.path(units, at + 1, to, way, apart, taken) {
                taken.push(at);
                return true;
            }
        }
        apart && place > 0 && self.path(units, at + 1, place, way, apart, taken)
    }

    /// All but the wrong one.
    fn right_ones(&self, units: &[Unit]) -> Vec<usize> {
        let len = self.tokens.len();
        let same = |from: usize| -> Vec<usize> {
            let right = |place: &usize| {
                let there = self.alike.get(units[from + place].number());
                there.is_some_and(|(same, _)| (same >> place) & 1 == 1)
            };
            (0..len).filter(right).map(|place| from + place).collect()
        };
        let starts = 0..=units.len().saturating_sub(len);
        starts.map(same).max_by_key(Vec::len).unwrap_or_default()
    }
}

/// Which part of a text fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stretch {
    All,
    Start,
    Inside,
}

impl Stretch {
    fn pick(self, all: Closeness, start: Closeness, inside: Closeness) -> Closeness {
        match self {
            Self::All => all,
            Self::Start => start,
            Self::Inside => inside,
        }
    }
}
