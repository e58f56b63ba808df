//! How characters are read: every reading of each, as syllables without tones, `ü` as `v`.
//!
//! Looked up for each name at each key of a search, so made once: working them out anew takes
//! longer than all the rest of the search.

use super::surnames;
use pinyin::ToPinyinMulti;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The number of a syllable: there are some four hundred.
pub(super) type Syllable = u16;

/// The characters that have readings: the unified ones and their first extension.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

struct Table {
    syllables: Vec<Box<str>>,
    numbers: HashMap<Box<str>, Syllable>,
    /// Where the readings of each character begin in `all`, by its place from the first.
    starts: Vec<u32>,
    all: Vec<Syllable>,
}

impl Table {
    fn number(&mut self, syllable: &str) -> Syllable {
        if let Some(number) = self.numbers.get(syllable) {
            return *number;
        }
        let number = Syllable::try_from(self.syllables.len()).unwrap_or(Syllable::MAX);
        self.syllables.push(syllable.into());
        self.numbers.insert(syllable.into(), number);
        number
    }

    fn make() -> Self {
        let mut table = Self {
            syllables: Vec::new(),
            numbers: HashMap::new(),
            starts: Vec::new(),
            all: Vec::new(),
        };
        for code in FIRST..=LAST {
            let start = table.all.len();
            table.starts.push(u32::try_from(start).unwrap_or(u32::MAX));
            let multi = char::from_u32(code).and_then(|c| c.to_pinyin_multi());
            for pinyin in multi.into_iter().flatten() {
                let number = table.number(&pinyin.plain().replace('ü', "v"));
                if !table.all[start..].contains(&number) {
                    table.all.push(number);
                }
            }
        }
        let end = u32::try_from(table.all.len()).unwrap_or(u32::MAX);
        table.starts.push(end);
        for reading in surnames::readings() {
            table.number(reading);
        }
        table
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::make);

/// A character's readings, the usual one first.
pub(super) fn of(c: char) -> &'static [Syllable] {
    let place = u32::from(c).checked_sub(FIRST);
    let Some(place) = place.and_then(|place| usize::try_from(place).ok()) else {
        return &[];
    };
    match (TABLE.starts.get(place), TABLE.starts.get(place + 1)) {
        (Some(from), Some(until)) => &TABLE.all[*from as usize..*until as usize],
        _ => &[],
    }
}

/// How a syllable is spelled.
pub(super) fn spelled(syllable: Syllable) -> &'static str {
    &TABLE.syllables[usize::from(syllable)]
}

/// The number of a syllable that some character is read as.
pub(super) fn number(spelled: &str) -> Option<Syllable> {
    TABLE.numbers.get(spelled).copied()
}

/// Every syllable, by its number.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    TABLE.syllables.iter().map(|s| &**s)
}

/// How many there are.
pub(super) fn count() -> usize {
    TABLE.syllables.len()
}
