//! Finding records by what people type of them. The screen, the verb and link fields all come here.

mod index;
mod search;
mod shelf;

pub(super) use index::Names;

use super::{Office, Row, Tables};
use crate::domain::asked::Asked;
use crate::domain::book::Kind;
use crate::domain::child::Child;
use crate::domain::letters::{Alphabet, Closeness, Wanted};
use crate::schema::{FieldType, Id, text};
use index::Index;
use search::{Around, Fitted, Found};
use std::sync::Arc;

/// One record that a search found.
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// The record.
    pub row: Arc<Row>,
    /// How it fits.
    pub fit: Fit,
    /// The characters of its name that fit, by their place.
    pub marks: Vec<usize>,
}

/// What a search found.
#[derive(Default)]
pub struct Findings {
    /// The best.
    pub hits: Vec<Hit>,
    /// How many there are.
    pub all: usize,
}

/// Why a record was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Its name fits so.
    Name(Closeness),
    /// An identity number ends so, or is it.
    IdNumber {
        /// Whether the whole number was typed.
        whole: bool,
    },
    /// A telephone ends so, or is it.
    Phone {
        /// Whether the whole number was typed.
        whole: bool,
    },
    /// A division's code begins so.
    Code,
    /// Another field, by its name, fits so.
    Other(&'static str, Closeness),
    /// The conditions hold; no word was typed.
    Conditions,
}

impl Fit {
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name(close) => close_key(close),
            Self::IdNumber { whole: true } => "fit-id",
            Self::IdNumber { whole: false } => "fit-id-tail",
            Self::Phone { whole: true } => "fit-phone",
            Self::Phone { whole: false } => "fit-phone-tail",
            Self::Code => "fit-code",
            Self::Other(..) => "fit-other",
            Self::Conditions => "fit-conditions",
        }
    }
}

fn close_key(close: Closeness) -> &'static str {
    use Closeness as C;
    match close {
        C::Same | C::Start | C::Inside => "fit-name",
        C::Spelt | C::SpeltStart | C::SpeltInside | C::SpeltApart => "fit-letters",
        C::Initials | C::InitialsStart | C::InitialsInside => "fit-initials",
        C::Apart => "fit-apart",
        C::OtherReading => "fit-reading",
        C::Accent | C::AccentStart | C::AccentInside | C::AccentInitials => "fit-accent",
        C::Homophone | C::HomophonePart => "fit-homophone",
        C::Typo => "fit-typo",
        C::WrongCharacter | C::WrongCharacterStart => "fit-wrong",
    }
}

impl Office {
    /// Searches names (characters, pinyin, initials, slips), tails of numbers and other searched
    /// fields, best first; conditions narrow it.
    pub fn find(&self, typed: &str, most: usize) -> Findings {
        let searched = |k: &Kind| k.fields().iter().any(|f| f.role.searched);
        let kinds: Vec<Kind> = Kind::ALL
            .iter()
            .copied()
            .filter(|k| searched(k) && self.may(*k))
            .collect();
        self.find_in(typed, &kinds, most)
    }

    fn find_in(&self, typed: &str, kinds: &[Kind], most: usize) -> Findings {
        let asked = Asked::read(typed);
        if asked.is_empty() {
            return Findings::default();
        }
        let tables = self.tables();
        let places = self.places_in(&tables);
        let village = |kind: Kind, id: Id, home: Option<Id>| match (kind, home) {
            (Kind::Village, _) => Some(id),
            (Kind::Household, _) => tables.village_of_home(id),
            (_, Some(home)) if tables.row(Kind::Village, home).is_some() => Some(home),
            (_, Some(home)) => tables.village_of_home(home),
            _ => places.get(&id).copied(),
        };
        let today = self.today();
        let categories = |row: &Row| match <&Child>::try_from(&row.record) {
            Ok(child) => tables.family(child).categories(today),
            Err(()) => Vec::new(),
        };
        let around = Around {
            today,
            village: &village,
            categories: &categories,
        };
        let question = |index: &mut Index| {
            let answer = search::search(index, &asked, kinds, most, &around);
            let hits = answer
                .found
                .iter()
                .filter_map(|f| hit(f, index, &answer.wanted));
            Findings {
                hits: hits.collect(),
                all: answer.all,
            }
        };
        // The records stay as they are until the answer is there, so it can't be a stale one.
        self.names().ask(|| self.searched_rows(&tables), question)
    }

    /// Makes the index beside the keys, so that the first search finds it there.
    pub fn prepare_search(&self) {
        let tables = self.tables();
        self.names().begin(|| self.searched_rows(&tables));
    }

    /// Bytes that the index takes beside the records, about, and how many records stand in it.
    pub fn search_size(&self) -> (usize, usize) {
        let tables = self.tables();
        let count = |index: &mut Index| {
            let shelves = index.shelves.values();
            shelves.fold((0, 0), |(bytes, rows), s| {
                (bytes + s.bytes(), rows + s.len())
            })
        };
        self.names().ask(|| self.searched_rows(&tables), count)
    }

    fn searched_rows(&self, tables: &Tables) -> Vec<Arc<Row>> {
        let searched = |k: &&Kind| k.fields().iter().any(|f| f.role.searched);
        let kinds = Kind::ALL.iter().filter(searched);
        let kinds = kinds.filter(|k| self.may(**k));
        kinds.flat_map(|k| tables.live(*k)).cloned().collect()
    }

    /// Records of one kind that `typed` may mean, the best first: for link fields. Nothing typed
    /// means the newest. Sessions and the like, which have no name of their own, go by their label.
    pub fn candidates(&self, kind: Kind, typed: &str, most: usize) -> Vec<Arc<Row>> {
        if !self.may(kind) {
            return Vec::new();
        }
        let wanted = text::tidy(typed);
        if wanted.is_empty() {
            let mut rows: Vec<_> = self.tables().live(kind).cloned().collect();
            rows.sort_by_key(|r| std::cmp::Reverse(r.number));
            rows.truncate(most);
            return rows;
        }
        let mut rows: Vec<Arc<Row>> = Vec::new();
        let number = wanted.strip_prefix('#').and_then(|n| n.parse().ok());
        if let Some(number) = number {
            let tables = self.tables();
            rows.extend(
                tables
                    .numbered(kind, number)
                    .filter(|r| !r.retired)
                    .cloned(),
            );
        }
        let found = self.find_in(typed, &[kind], most);
        rows.extend(found.hits.into_iter().map(|hit| hit.row));
        if rows.len() < most && goes_by_label(kind) {
            let more = self.by_label(kind, &wanted);
            let new = |row: &Arc<Row>| !rows.iter().any(|r| r.id == row.id);
            let more: Vec<_> = more.into_iter().filter(new).collect();
            rows.extend(more);
        }
        rows.truncate(most);
        rows
    }

    fn by_label(&self, kind: Kind, wanted: &str) -> Vec<Arc<Row>> {
        let tables = self.tables();
        let (mut alphabet, mut units) = (Alphabet::default(), Vec::new());
        let mut ends = Vec::new();
        for row in tables.live(kind) {
            alphabet.take(&tables.label(kind, row.id), &mut units);
            ends.push((units.len(), row));
        }
        let Some(wanted) = Wanted::new(wanted, &alphabet) else {
            return Vec::new();
        };
        let mut from = 0;
        let mut hits = Vec::new();
        for (end, row) in ends {
            if let Some(close) = wanted.fit(&units[from..end]) {
                hits.push((close, row.number, row));
            }
            from = end;
        }
        hits.sort_by_key(|(close, number, _)| (*close, *number));
        hits.into_iter().map(|(.., row)| Arc::clone(row)).collect()
    }
}

/// Whether people know a record by more than its own name.
fn goes_by_label(kind: Kind) -> bool {
    let fields = kind.fields();
    let required = |f: &&crate::schema::FieldInfo| f.name == "name" && f.role.required;
    fields.iter().find(required).is_none()
}

fn hit(found: &Found, index: &mut Index, wanted: &[Wanted]) -> Option<Hit> {
    let shelf = index.shelves.get(&found.kind)?;
    let row = shelf.rows[found.slot].clone()?;
    let fit = match found.fitted {
        Some(fitted) => fit(found.kind, fitted, shelf.plan.name)?,
        None => Fit::Conditions,
    };
    let closest = found.fitted.and_then(Fitted::closeness);
    let marks = marks(&row, &mut index.alphabet, wanted, closest);
    Some(Hit {
        kind: found.kind,
        row,
        fit,
        marks,
    })
}

fn fit(kind: Kind, fitted: Fitted, name: Option<usize>) -> Option<Fit> {
    let at = usize::from(fitted.field);
    let field = kind.fields().get(at)?;
    let (close, whole) = (fitted.closeness()?, fitted.whole());
    Some(match field.ty {
        FieldType::IdNumber => Fit::IdNumber { whole },
        FieldType::Phone => Fit::Phone { whole },
        FieldType::Division => Fit::Code,
        _ if name == Some(at) => Fit::Name(close),
        _ => Fit::Other(field.name, close),
    })
}

/// The characters of the record's name that the words fit, no worse than what it was found by.
fn marks(
    row: &Row,
    alphabet: &mut Alphabet,
    words: &[Wanted],
    found_by: Option<Closeness>,
) -> Vec<usize> {
    let name = row.record.value("name").plain();
    let mut units = Vec::new();
    alphabet.take(&name, &mut units);
    let places: Vec<usize> = Alphabet::places(&name).collect();
    let mut marks = Vec::new();
    for wanted in words {
        let close = wanted.fit(&units);
        if let Some(close) = close.filter(|close| Some(*close) <= found_by) {
            let taken = wanted.marks(&units, close);
            marks.extend(taken.iter().filter_map(|at| places.get(*at)));
        }
    }
    marks.sort_unstable();
    marks.dedup();
    marks
}
