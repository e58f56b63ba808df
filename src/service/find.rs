use super::{Office, Row};
use crate::domain::book::{Kind, Record};
use crate::domain::letters;
use crate::schema::{FieldType, Value, text};
use std::sync::Arc;

/// One record that a search found.
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// The record.
    pub row: Arc<Row>,
    /// How it fits, the best first.
    pub fit: Fit,
}

/// Why a record was found; the order is that of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The name begins so.
    NameStart,
    /// The name holds it.
    Name,
    /// The name is typed so in letters.
    Letters,
    /// An identity number ends so.
    IdTail,
    /// A telephone ends so.
    PhoneTail,
    /// Another searched field holds it.
    Other,
}

impl Fit {
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::NameStart | Self::Name => "fit-name",
            Self::Letters => "fit-letters",
            Self::IdTail => "fit-id-tail",
            Self::PhoneTail => "fit-phone-tail",
            Self::Other => "fit-other",
        }
    }
}

/// Fewer digits than this end half the numbers there are.
const TAIL_MIN: usize = 4;

impl Office {
    /// Searches names (characters, pinyin, initials), tails of numbers and other searched
    /// fields, best first.
    pub fn find(&self, typed: &str, most: usize) -> Vec<Hit> {
        let wanted = text::tidy(typed).to_lowercase();
        if wanted.is_empty() {
            return Vec::new();
        }
        let rank = |kind: Kind| match kind {
            Kind::Child => 0,
            Kind::Worker => 1,
            Kind::Village => 2,
            _ => 3,
        };
        let tables = self.tables();
        let searched = |k: &Kind| k.fields().iter().any(|f| f.role.searched);
        let kinds = Kind::ALL.iter().copied().filter(searched);
        // The first letter fits half a province, of whom only the best are looked at; so whatever
        // orders them is kept beside, and the rows themselves are left alone.
        let mut found = Vec::new();
        for kind in kinds.filter(|k| self.may(*k)) {
            found.extend(tables.live(kind).filter_map(|row| {
                let fit = fit(&row.record, &wanted)?;
                Some(((fit, rank(kind), row.number), kind, row))
            }));
        }
        if most > 0 && found.len() > most {
            found.select_nth_unstable_by_key(most - 1, |(order, ..)| *order);
        }
        found.truncate(most);
        found.sort_by_key(|(order, ..)| *order);
        let hit = |((fit, ..), kind, row): ((Fit, u8, u32), Kind, &Arc<Row>)| Hit {
            kind,
            row: Arc::clone(row),
            fit,
        };
        found.into_iter().map(hit).collect()
    }

    /// Records of one kind that `typed` may mean, the best first: for link fields. Nothing typed
    /// means the newest. Sessions and the like, which have no name of their own, go by their label.
    pub fn candidates(&self, kind: Kind, typed: &str, most: usize) -> Vec<Arc<Row>> {
        if !self.may(kind) {
            return Vec::new();
        }
        let wanted = text::tidy(typed).to_lowercase();
        let tables = self.tables();
        if wanted.is_empty() {
            let mut rows: Vec<_> = tables.live(kind).cloned().collect();
            rows.sort_by_key(|r| std::cmp::Reverse(r.number));
            rows.truncate(most);
            return rows;
        }
        let by_label = |row: &Arc<Row>| {
            let label = tables.label(kind, row.id).to_lowercase();
            let letters = letters::fit(&label, &wanted).map(|_| Fit::Other);
            label.contains(&wanted).then_some(Fit::Other).or(letters)
        };
        let numbered = |row: &Arc<Row>| {
            let number = wanted.strip_prefix('#').and_then(|n| n.parse::<u32>().ok());
            (number == Some(row.number)).then_some(Fit::NameStart)
        };
        let mut hits: Vec<(Fit, Arc<Row>)> = tables
            .live(kind)
            .filter_map(|row| {
                let fit = numbered(row)
                    .or_else(|| fit(&row.record, &wanted))
                    .or_else(|| by_label(row))?;
                Some((fit, Arc::clone(row)))
            })
            .collect();
        hits.sort_by_key(|(fit, row)| (*fit, row.number));
        hits.truncate(most);
        hits.into_iter().map(|(_, row)| row).collect()
    }
}

fn fit(record: &Record, wanted: &str) -> Option<Fit> {
    let fields = record
        .kind()
        .fields()
        .iter()
        .enumerate()
        .filter(|(_, f)| f.role.searched);
    let digits = are_digits(wanted);
    fields
        // Numbers are looked at only for digits: a search reads every record at every key.
        .filter(|(_, field)| digits || !is_number(field.ty))
        .filter_map(|(i, field)| fit_field(field.name == "name", field.ty, &record.at(i), wanted))
        .min()
}

/// Where the text holds what is wanted, letters of either case.
fn place(text: &str, wanted: &str) -> Option<usize> {
    // Letters are in few names; most needn't be copied to be compared.
    if wanted.is_ascii() && !text.bytes().any(|b| b.is_ascii()) {
        return None;
    }
    text.to_lowercase().find(wanted)
}

fn are_digits(wanted: &str) -> bool {
    wanted.len() >= TAIL_MIN && wanted.bytes().all(|b| b.is_ascii_digit() || b == b'x')
}

fn is_number(ty: FieldType) -> bool {
    matches!(
        ty,
        FieldType::IdNumber | FieldType::Phone | FieldType::Division
    )
}

fn fit_field(is_name: bool, ty: FieldType, value: &Value, wanted: &str) -> Option<Fit> {
    let Value::Text(text) = value else {
        return None;
    };
    let digits = are_digits(wanted);
    match ty {
        FieldType::IdNumber => {
            (digits && text.to_lowercase().ends_with(wanted)).then_some(Fit::IdTail)
        }
        FieldType::Phone => {
            (digits && text.replace('-', "").ends_with(wanted)).then_some(Fit::PhoneTail)
        }
        FieldType::Division => (digits && text.starts_with(wanted)).then_some(Fit::Other),
        _ => match place(text, wanted) {
            Some(0) if is_name => Some(Fit::NameStart),
            Some(_) if is_name => Some(Fit::Name),
            Some(_) => Some(Fit::Other),
            None => {
                letters::fit(text, wanted).map(|_| if is_name { Fit::Letters } else { Fit::Other })
            }
        },
    }
}
