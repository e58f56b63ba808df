//! One search through the index: every word and every condition, best first.

use super::index::Index;
use super::shelf::{Facts, NO_RISK, PACKED, Packed, Plan, Shelf};
use crate::domain::asked::{Asked, Condition, Word};
use crate::domain::book::Kind;
use crate::domain::child::Category;
use crate::domain::letters::{self, Alphabet, Closeness, Wanted};
use crate::schema::{Choice, Coded, Day, FieldType, Id};
use crate::service::Row;
use std::collections::HashSet;

/// Where a record's village is looked up.
pub(super) struct Around<'a> {
    /// Today, for ages.
    pub today: Day,
    /// The village of the record with this id, by way of the record that its field leads to.
    pub village: &'a dyn Fn(Kind, Id, Option<Id>) -> Option<Id>,
    /// The categories that a child counts in: computed from its family, never stored.
    pub categories: &'a dyn Fn(&Row) -> Vec<Category>,
}

/// How well a record fits a word, the smallest best, and by which field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fitted {
    rank: u8,
    /// The field's place in the kind's table.
    pub field: u8,
}

impl Fitted {
    /// Fits no word.
    const NOT: Self = Self {
        rank: u8::MAX,
        field: 0,
    };
    /// Was asked for by conditions alone.
    const FREE: Self = Self { rank: 0, field: 0 };

    fn text(close: Closeness, field: u8, name: bool) -> Self {
        Self {
            rank: (close as u8) * 2 + u8::from(!name),
            field,
        }
    }

    /// A number typed whole is as good as a name typed whole.
    fn number(whole: bool, field: u8) -> Self {
        let close = if whole {
            Closeness::Same
        } else {
            Closeness::Start
        };
        Self::text(close, field, false)
    }

    /// How a text fits that was found so.
    pub fn closeness(self) -> Option<Closeness> {
        Closeness::ALL.get(usize::from(self.rank / 2)).copied()
    }

    /// Whether a number was typed whole.
    pub fn whole(self) -> bool {
        self.closeness() == Some(Closeness::Same)
    }
}

/// A record that was found.
pub(super) struct Found {
    order: (u8, u16, u8, u8, u32),
    pub kind: Kind,
    /// Where it stands on its shelf.
    pub slot: usize,
    /// How its worst word fits; nothing where only conditions were asked.
    pub fitted: Option<Fitted>,
}

/// What came of a search.
#[derive(Default)]
pub(super) struct Answer {
    /// The best.
    pub found: Vec<Found>,
    /// How many fit in all.
    pub all: usize,
    /// The words, to show where they fit.
    pub wanted: Vec<Wanted>,
}

/// A word, made ready.
struct Ready {
    wanted: Option<Wanted>,
    number: Option<(Packed, usize, String)>,
    /// The villages that it may mean, where it isn't the only word.
    villages: HashSet<Id>,
}

impl Ready {
    fn new(word: &Word, alphabet: &Alphabet) -> Self {
        let number = word.number.as_ref();
        Self {
            wanted: Wanted::new(&word.text, alphabet),
            number: number.map(|n| (Packed::of(n), n.len(), n.clone())),
            villages: HashSet::new(),
        }
    }

    /// How well each record that is still in the running fits.
    fn judge(&self, shelf: &Shelf, state: &[State]) -> Vec<Fitted> {
        let mut best = vec![Fitted::NOT; state.len()];
        if let Some(wanted) = &self.wanted {
            for (text, units) in shelf.texts() {
                let slot = text.slot as usize;
                if !state[slot].alive {
                    continue;
                }
                if let Some(close) = wanted.fit(units) {
                    let name = shelf.plan.name == Some(usize::from(text.field));
                    best[slot] = best[slot].min(Fitted::text(close, text.field, name));
                }
            }
        }
        if let Some((packed, digits, typed)) = &self.number {
            for number in &shelf.numbers {
                let slot = number.slot as usize;
                let packed_fits = || {
                    let (tail, digits) = (number.tail, *digits);
                    tail.ends(*packed, digits) || tail.begins(CODE, *packed, digits)
                };
                if state[slot].alive && packed_fits() {
                    let fitted = exactly(shelf, slot, number.field, typed);
                    best[slot] = best[slot].min(fitted.unwrap_or(Fitted::NOT));
                }
            }
        }
        best
    }
}

/// Digits of a division's code.
const CODE: usize = 12;

/// Looks at a number itself: packed, its first digits are gone, and only codes begin so.
fn exactly(shelf: &Shelf, slot: usize, field: u8, typed: &str) -> Option<Fitted> {
    let row = shelf.rows[slot].as_ref()?;
    let at = usize::from(field);
    let text = row.record.at(at).plain().to_lowercase().replace('-', "");
    let code = matches!(row.record.kind().fields()[at].ty, FieldType::Division);
    let fits = if code {
        text.starts_with(typed)
    } else {
        text.ends_with(typed)
    };
    fits.then(|| Fitted::number(text == *typed, field))
}

/// Where a record stands while the words are gone through.
#[derive(Clone, Copy)]
struct State {
    worst: Fitted,
    sum: u16,
    alive: bool,
    /// A word has found the record itself, not only its village.
    own: bool,
}

/// A condition, made ready for one kind.
enum Test {
    Villages(HashSet<Id>),
    Risks(u64),
    Choices(u128, Vec<Category>),
    Age(i32, i32),
    Nobody,
}

/// The records of these kinds that fit, the best `most`, and how many fit in all.
pub(super) fn search(
    index: &Index,
    asked: &Asked,
    kinds: &[Kind],
    most: usize,
    around: &Around<'_>,
) -> Answer {
    let mut words: Vec<Ready> = asked
        .words
        .iter()
        .map(|word| Ready::new(word, &index.alphabet))
        .filter(|word| word.wanted.is_some() || word.number.is_some())
        .collect();
    if words.is_empty() && asked.conditions.is_empty() {
        return Answer::default();
    }
    if words.len() > 1 {
        for word in &mut words {
            word.villages = word
                .wanted
                .as_ref()
                .map_or_else(HashSet::new, |w| villages(index, w));
        }
    }
    let mut found = Vec::new();
    for kind in kinds {
        if let Some(shelf) = index.shelves.get(kind) {
            let tests = tests(index, &shelf.plan, &asked.conditions);
            through(shelf, *kind, &words, &tests, around, &mut found);
        }
    }
    let all = found.len();
    if most > 0 && all > most {
        found.select_nth_unstable_by_key(most - 1, |f| f.order);
    }
    found.truncate(most);
    found.sort_by_key(|f| f.order);
    Answer {
        found,
        all,
        wanted: words.into_iter().filter_map(|word| word.wanted).collect(),
    }
}

fn through(
    shelf: &Shelf,
    kind: Kind,
    words: &[Ready],
    tests: &[Test],
    around: &Around<'_>,
    found: &mut Vec<Found>,
) {
    let home = |slot: usize| {
        let row = shelf.rows[slot].as_ref()?;
        (around.village)(kind, row.id, shelf.facts[slot].home)
    };
    let begin = |slot: usize| {
        let facts = &shelf.facts[slot];
        let holds = |test: &Test| holds(test, facts, around.today, || home(slot));
        State {
            worst: Fitted::FREE,
            sum: 0,
            alive: shelf.rows[slot].is_some() && tests.iter().all(holds),
            own: words.is_empty(),
        }
    };
    let mut states: Vec<State> = (0..shelf.rows.len()).map(begin).collect();
    for word in words {
        let fitted = word.judge(shelf, &states);
        for (slot, (state, fitted)) in states.iter_mut().zip(fitted).enumerate() {
            if !state.alive {
                continue;
            }
            if fitted != Fitted::NOT {
                state.own = true;
                state.worst = state.worst.max(fitted);
                state.sum += u16::from(fitted.rank);
            } else {
                let there = || home(slot).is_some_and(|id| word.villages.contains(&id));
                state.alive = !word.villages.is_empty() && there();
            }
        }
    }
    let counted = |slot: usize| {
        let counts = |test: &Test| counts(test, shelf, slot, around);
        tests.iter().all(counts)
    };
    let hits = states.iter().enumerate();
    let hits = hits.filter(|(slot, s)| s.alive && s.own && counted(*slot));
    found.extend(hits.map(|(slot, state)| {
        let facts = &shelf.facts[slot];
        let (rank, sum) = (state.worst.rank, state.sum);
        Found {
            order: (rank, sum, order(kind), facts.risk, facts.number),
            kind,
            slot,
            fitted: (!words.is_empty()).then_some(state.worst),
        }
    }));
}

/// Where several fit as well, children stand before those who work for them.
fn order(kind: Kind) -> u8 {
    const FIRST: [&str; 4] = ["child", "worker", "caregiver", "village"];
    let at = FIRST.iter().position(|name| *name == kind.name());
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

fn holds(test: &Test, facts: &Facts, today: Day, home: impl Fn() -> Option<Id>) -> bool {
    match test {
        Test::Villages(all) => home().is_some_and(|id| all.contains(&id)),
        Test::Risks(all) => facts.risk != NO_RISK && (all >> facts.risk) & 1 == 1,
        // Whoever counts in a category is looked up last, for those that are left.
        Test::Choices(all, categories) => !categories.is_empty() || facts.has(*all),
        Test::Age(from, to) => facts.born.is_some_and(|born| {
            let years = born.years_until(today);
            (*from..=*to).contains(&years)
        }),
        Test::Nobody => false,
    }
}

/// Whether a child counts in one of the categories that a condition names, where it names any.
fn counts(test: &Test, shelf: &Shelf, slot: usize, around: &Around<'_>) -> bool {
    let Test::Choices(all, categories) = test else {
        return true;
    };
    categories.is_empty()
        || shelf.facts[slot].has(*all)
        || shelf.rows[slot].as_ref().is_some_and(|row| {
            let held = (around.categories)(row);
            held.iter().any(|category| categories.contains(category))
        })
}

fn tests(index: &Index, plan: &Plan, conditions: &[Condition]) -> Vec<Test> {
    let test = |condition: &Condition| match condition {
        Condition::Village(name) => Wanted::new(name, &index.alphabet)
            .map_or(Test::Nobody, |w| Test::Villages(villages(index, &w))),
        Condition::Risk(word) => plan.risk.map_or(Test::Nobody, |(_, all)| {
            let level = |(at, _): (usize, _)| 1_u64 << at.min(63);
            let called = called(all.iter().enumerate(), word);
            Test::Risks(called.map(level).fold(0, |sum, bit| sum | bit))
        }),
        Condition::Type(word) => {
            let all = plan.choices.iter().map(|(_, c)| *c).enumerate();
            let (mut bits, mut categories) = (0_u128, Vec::new());
            for (at, choice) in called(all, word) {
                match plan.category(at).then(|| Category::from_code(choice.code)) {
                    Some(category) => categories.extend(category),
                    None => bits |= 1 << at,
                }
            }
            Test::Choices(bits, categories)
        }
        Condition::Age(from, to) => Test::Age(*from, *to),
        Condition::Nothing => Test::Nobody,
    };
    conditions.iter().map(test).collect()
}

/// The choices that a word means: those it names, else those whose code begins so, else those
/// that hold it or are typed so in letters.
fn called<'a>(
    all: impl Iterator<Item = (usize, &'a Choice)> + Clone,
    word: &'a str,
) -> impl Iterator<Item = (usize, &'a Choice)> {
    let ways: [fn(&Choice, &str) -> bool; 3] = [
        |choice, word| {
            choice.code == word || choice.synonyms.iter().any(|s| s.to_lowercase() == word)
        },
        |choice, word| choice.code.starts_with(word),
        |choice, word| {
            let holds = |s: &&str| s.contains(word) || letters::fit(s, word) == Some(0);
            choice.synonyms.iter().any(holds)
        },
    ];
    let some = |way: &&fn(&Choice, &str) -> bool| all.clone().any(|(_, c)| way(c, word));
    let way = ways.iter().find(some).copied();
    all.filter(move |(_, choice)| way.is_some_and(|way| way(choice, word)))
}

/// The villages whose name fits; those that fit only by a slip, where no other does.
fn villages(index: &Index, wanted: &Wanted) -> HashSet<Id> {
    let Some(shelf) = index.shelves.get(&Kind::Village) else {
        return HashSet::new();
    };
    let fitting: Vec<(Closeness, Id)> = shelf
        .texts()
        .filter_map(|(text, units)| {
            let row = shelf.rows[text.slot as usize].as_ref()?;
            let close = wanted
                .fit(units)
                .filter(|c| *c <= Closeness::AccentInside)?;
            Some((close, row.id))
        })
        .collect();
    let exact = fitting.iter().any(|(c, _)| *c < Closeness::OtherReading);
    let kept = fitting
        .into_iter()
        .filter(|(c, _)| !exact || *c < Closeness::OtherReading);
    kept.map(|(_, id)| id).collect()
}

const _: () = assert!(PACKED >= CODE);
