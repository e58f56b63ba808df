//! One kind's records as a search needs them: searched texts taken to pieces, tails of numbers,
//! and the few facts that conditions ask for. Beside the records, which stay as they are.

use crate::domain::book::Kind;
use crate::domain::child::Category;
use crate::domain::letters::{Alphabet, Unit};
use crate::schema::{Choice, Coded, Day, FieldType, Id, Value};
use crate::service::Row;
use std::collections::HashMap;
use std::sync::Arc;

/// What of a kind's field table a search uses, read once.
pub(super) struct Plan {
    /// The searched texts.
    texts: Vec<usize>,
    /// The searched numbers.
    numbers: Vec<usize>,
    /// Every choice, each with its bit.
    pub choices: Vec<(usize, &'static Choice)>,
    /// The field of the categories.
    categories: Option<usize>,
    /// The field of the risk.
    pub risk: Option<(usize, &'static [Choice])>,
    born: Option<usize>,
    home: Option<usize>,
    /// The field that names the record.
    pub name: Option<usize>,
}

/// As many choices of a kind can be asked for; the field tables have far fewer.
const CHOICES: usize = 128;

impl Plan {
    pub fn of(kind: Kind) -> Self {
        let fields = || kind.fields().iter().enumerate();
        let searched = |of: fn(FieldType) -> bool| {
            let some = fields().filter(|(_, f)| f.role.searched && of(f.ty));
            some.map(|(i, _)| i).collect()
        };
        let choices = fields().flat_map(|(i, f)| match f.ty {
            // The risk has a condition of its own.
            FieldType::Choice("risk", _) => Vec::new(),
            FieldType::Choice(_, all) | FieldType::Choices(_, all) => {
                all.iter().map(|c| (i, c)).collect()
            }
            _ => Vec::new(),
        });
        let to_village = |ty: FieldType| matches!(ty, FieldType::Link("village"));
        // By way of its home where it has no village of its own.
        let around = |ty: FieldType| matches!(ty, FieldType::Link("household"));
        let first = |of: &dyn Fn(FieldType) -> bool| fields().find(|(_, f)| of(f.ty));
        Self {
            texts: searched(|ty| matches!(ty, FieldType::Text { .. } | FieldType::Note { .. })),
            numbers: searched(is_number),
            choices: choices.take(CHOICES).collect(),
            risk: fields().find_map(|(i, f)| match f.ty {
                FieldType::Choice("risk", all) => Some((i, all)),
                _ => None,
            }),
            categories: fields().find_map(|(i, f)| match f.ty {
                FieldType::Choices(list, _) => (list == Category::LIST).then_some(i),
                _ => None,
            }),
            born: kind.field_index("birth_day"),
            home: first(&to_village)
                .or_else(|| first(&around))
                .map(|(i, _)| i),
            name: kind.field_index("name"),
        }
    }

    /// Whether the choice with this bit is a category, which counts by what is computed.
    pub fn category(&self, bit: usize) -> bool {
        let field = self.choices.get(bit).map(|(field, _)| *field);
        self.categories.is_some() && field == self.categories
    }

    /// Whether a search looks at the kind at all.
    pub fn searched(&self) -> bool {
        !self.texts.is_empty() || !self.numbers.is_empty()
    }
}

fn is_number(ty: FieldType) -> bool {
    matches!(
        ty,
        FieldType::IdNumber | FieldType::Phone | FieldType::Division
    )
}

/// What conditions and the order ask of a record.
#[derive(Clone, Copy)]
pub(super) struct Facts {
    /// The bits of its choices; two numbers, since one of twice the size would waste room.
    choices: [u64; 2],
    /// The record that its village is found by.
    pub home: Option<Id>,
    /// Its running number.
    pub number: u32,
    /// When a person was born.
    pub born: Option<Day>,
    /// The place of its risk in the list, the gravest first.
    pub risk: u8,
}

impl Facts {
    /// Whether one of these choices is its own.
    pub fn has(&self, choices: u128) -> bool {
        self.choices != [0, 0]
            && halves(choices)
                .iter()
                .zip(self.choices)
                .any(|(a, b)| a & b != 0)
    }
}

fn halves(choices: u128) -> [u64; 2] {
    let low = u128::from(u64::MAX);
    [choices & low, choices >> 64].map(|half| u64::try_from(half).unwrap_or(0))
}

/// The risk of a record that has none.
pub(super) const NO_RISK: u8 = u8::MAX;

/// A searched text: its units end here.
pub(super) struct TextAt {
    end: u32,
    pub slot: u32,
    pub field: u8,
}

/// A searched number, its last digits packed.
pub(super) struct NumberAt {
    pub tail: Packed,
    pub slot: u32,
    pub field: u8,
}

/// One kind's records.
pub(super) struct Shelf {
    pub plan: Plan,
    pub rows: Vec<Option<Arc<Row>>>,
    pub facts: Vec<Facts>,
    slots: HashMap<Id, u32>,
    units: Vec<Unit>,
    pub texts: Vec<TextAt>,
    pub numbers: Vec<NumberAt>,
}

/// So many records may be gone before their places are taken back.
const GONE: usize = 1000;

impl Shelf {
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            rows: Vec::new(),
            facts: Vec::new(),
            slots: HashMap::new(),
            units: Vec::new(),
            texts: Vec::new(),
            numbers: Vec::new(),
        }
    }

    /// How many records stand here.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Bytes that it takes, rows apart, about.
    pub fn bytes(&self) -> usize {
        use std::mem::size_of;
        self.rows.capacity() * size_of::<Option<Arc<Row>>>()
            + self.facts.capacity() * size_of::<Facts>()
            // A map keeps an eighth of its places free, and a byte beside each.
            + self.slots.capacity() * (size_of::<(Id, u32)>() + 1) * 8 / 7
            + self.units.capacity() * size_of::<Unit>()
            + self.texts.capacity() * size_of::<TextAt>()
            + self.numbers.capacity() * size_of::<NumberAt>()
    }

    /// The record as it stands now; nothing where it is out of use.
    pub fn put(&mut self, id: Id, row: Option<Arc<Row>>, alphabet: &mut Alphabet) {
        if let Some(slot) = self.slots.remove(&id) {
            self.rows[slot as usize] = None;
        }
        if let Some(row) = row {
            self.add(row, alphabet);
        }
        if self.rows.len() > 2 * self.slots.len() + GONE {
            self.tidy(alphabet);
        }
    }

    /// Gives back the room that filling it up took.
    pub fn shrink(&mut self) {
        self.rows.shrink_to_fit();
        self.facts.shrink_to_fit();
        self.units.shrink_to_fit();
        self.texts.shrink_to_fit();
        self.numbers.shrink_to_fit();
    }

    fn tidy(&mut self, alphabet: &mut Alphabet) {
        let plan = std::mem::replace(&mut self.plan, Plan::of(Kind::ALL[0]));
        let old = std::mem::replace(self, Self::new(plan));
        for row in old.rows.into_iter().flatten() {
            self.add(row, alphabet);
        }
    }

    fn add(&mut self, row: Arc<Row>, alphabet: &mut Alphabet) {
        let slot = small(self.rows.len());
        let field = |i: &usize| u8::try_from(*i).unwrap_or(u8::MAX);
        for i in &self.plan.texts {
            if let Value::Text(text) = row.record.at(*i) {
                alphabet.take(&text, &mut self.units);
                self.texts.push(TextAt {
                    end: small(self.units.len()),
                    slot,
                    field: field(i),
                });
            }
        }
        for i in &self.plan.numbers {
            if let Value::Text(text) = row.record.at(*i) {
                self.numbers.push(NumberAt {
                    tail: Packed::of(&text),
                    slot,
                    field: field(i),
                });
            }
        }
        self.facts.push(self.plan.facts(&row));
        self.slots.insert(row.id, slot);
        self.rows.push(Some(row));
    }

    /// The texts, each with its units.
    pub fn texts(&self) -> impl Iterator<Item = (&TextAt, &[Unit])> {
        let mut from = 0;
        self.texts.iter().map(move |text| {
            let units = &self.units[from..text.end as usize];
            from = text.end as usize;
            (text, units)
        })
    }
}

/// Places of an office's records; there are never four thousand million.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Plan {
    fn facts(&self, row: &Row) -> Facts {
        let mut choices = 0_u128;
        let mut seen = None;
        let mut codes: Vec<String> = Vec::new();
        for (bit, (field, choice)) in self.choices.iter().enumerate() {
            if seen != Some(*field) {
                seen = Some(*field);
                codes = match row.record.at(*field) {
                    Value::Choice(code) => vec![code],
                    Value::Choices(codes) => codes,
                    _ => Vec::new(),
                };
            }
            if codes.iter().any(|code| code == choice.code) {
                choices |= 1 << bit;
            }
        }
        let risk = self.risk.and_then(|(field, all)| {
            let code = row.record.at(field).plain();
            let at = all.iter().position(|c| c.code == code)?;
            u8::try_from(at).ok()
        });
        Facts {
            choices: halves(choices),
            home: self.home.and_then(|i| match row.record.at(i) {
                Value::Link(id) => Some(id),
                _ => None,
            }),
            number: row.number,
            born: self.born.and_then(|i| match row.record.at(i) {
                Value::Day(day) => Some(day),
                _ => None,
            }),
            risk: risk.unwrap_or(NO_RISK),
        }
    }
}

/// The last digits of a number, four bits each, so that a tail is compared at once. X is ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packed(u64);

/// So many fit; longer numbers are looked at again.
pub(super) const PACKED: usize = 16;
const NONE: u64 = 0xf;

impl Packed {
    /// What isn't a digit or X is left out: hyphens of telephones.
    pub fn of(number: &str) -> Self {
        let digits = number.bytes().filter_map(|b| match b {
            b'0'..=b'9' => Some(u64::from(b - b'0')),
            b'x' | b'X' => Some(10),
            _ => None,
        });
        Self(digits.fold(u64::MAX, |all, digit| (all << 4) | digit))
    }

    /// Whether it ends as `tail` does, of which `digits` count.
    pub fn ends(self, tail: Self, digits: usize) -> bool {
        let unused = 64 - 4 * digits.min(PACKED);
        (self.0 ^ tail.0) << unused == 0
    }

    /// Whether its `all` digits begin with the `digits` of `head`.
    pub fn begins(self, all: usize, head: Self, digits: usize) -> bool {
        if digits > all || all > PACKED {
            return false;
        }
        let mut shifted = self.0;
        for _ in digits..all {
            shifted = (shifted >> 4) | (NONE << 60);
        }
        shifted == head.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{DeviceId, Revision};

    #[test]
    fn tails_and_heads() {
        let tail = |typed: &str| (Packed::of(typed), typed.len());
        let number = Packed::of("35999920150314001X");
        for (typed, ends) in [
            ("001x", true),
            ("4001X", true),
            ("0010", false),
            ("35999920150314001x", true),
            ("9920150314001x", true),
        ] {
            let (packed, digits) = tail(typed);
            assert_eq!(number.ends(packed, digits), ends, "{typed}");
        }
        let (packed, digits) = tail("05990000110");
        assert!(Packed::of("0599-0000110").ends(packed, digits));
        assert!(!Packed::of("0000110").ends(packed, digits));
        let code = Packed::of("350703104206");
        for (typed, begins) in [("3507", true), ("350703104206", true), ("0703", false)] {
            let (packed, digits) = tail(typed);
            assert_eq!(code.begins(12, packed, digits), begins, "{typed}");
        }
    }

    /// A record changed again and again leaves no more behind than [`GONE`] allows.
    #[test]
    fn places_of_what_is_gone_are_taken_back() {
        let mut alphabet = Alphabet::default();
        let mut shelf = Shelf::new(Plan::of(Kind::Village));
        let row = |n: u8, name: &str| {
            let mut record = Kind::Village.blank();
            record.set("name", Value::Text(name.into()));
            let mut id = Id::default();
            id.0[15] = n;
            Arc::new(Row {
                id,
                number: u32::from(n),
                revision: Revision {
                    device: DeviceId([0; 8]),
                    seq: 1,
                },
                retired: false,
                time: 0,
                record,
            })
        };
        for n in 0..20 {
            let row = row(n, "东山村");
            shelf.put(row.id, Some(row), &mut alphabet);
        }
        let changed = row(3, "后山村");
        for _ in 0..5 * GONE {
            shelf.put(changed.id, Some(Arc::clone(&changed)), &mut alphabet);
        }
        assert_eq!(shelf.len(), 20);
        assert!(shelf.rows.len() <= 2 * 20 + GONE, "{}", shelf.rows.len());
        let live = |slot: u32| shelf.rows[slot as usize].as_ref();
        let standing: Vec<(u32, usize)> = shelf
            .texts()
            .filter_map(|(text, units)| Some((live(text.slot)?.number, units.len())))
            .collect();
        assert_eq!(standing.len(), 20);
        assert!(standing.iter().all(|(_, units)| *units == 3));
        shelf.put(changed.id, None, &mut alphabet);
        assert_eq!(shelf.len(), 19);
    }

    #[test]
    fn every_choice_has_its_bit() {
        for kind in Kind::ALL {
            let plan = Plan::of(*kind);
            assert!(plan.choices.len() < CHOICES, "{kind:?}");
            assert!(kind.fields().len() < usize::from(u8::MAX), "{kind:?}");
        }
    }
}
