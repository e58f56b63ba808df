//! The catalogue: everything that a plug-in may ask for, and how it is read. What nobody asks for
//! never leaves. Fields of the office's own aren't in it: no agency has asked for them by name.

use super::super::{Row, Tables};
use crate::domain::book::{Kind, Record};
use crate::domain::worker::{WorkTime, Worker};
use crate::domain::workforce::{FirstTraining, Workforce};
use crate::plugin::{Cell, CellType};
use crate::schema::{Coded, Day, Words, number};

/// The one dataset so far: the real-name register.
pub(super) const DATASET: &str = "roster";

/// A field of the catalogue: its name, its type, how it is read.
pub(super) type Catalogued = (&'static str, CellType, fn(&Facts<'_>) -> Cell);

/// What a row of the register is made from.
pub(super) struct Facts<'a> {
    worker: &'a Worker,
    village: String,
    since: Option<Day>,
    trained: Option<Day>,
    rotation: String,
    words: &'a dyn Words,
}

impl Facts<'_> {
    fn choice<T: Coded>(&self, choice: Option<T>) -> Cell {
        choice.map_or(Cell::Null, |c| {
            Cell::Text(self.words.word(&format!("choice-{}-{}", T::LIST, c.code())))
        })
    }
}

fn text(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Null
    } else {
        Cell::Text(text.to_owned())
    }
}

fn day(day: Option<Day>) -> Cell {
    day.map_or(Cell::Null, |d| Cell::Day(d.0))
}

/// Everything that a plug-in may ask of the register; what it doesn't ask for never leaves.
pub(super) const CATALOGUE: &[Catalogued] = &[
    ("name", CellType::Text, |f| text(&f.worker.name)),
    ("role", CellType::Text, |f| f.choice(f.worker.role)),
    ("sex", CellType::Text, |f| f.choice(f.worker.sex)),
    ("birth_day", CellType::Day, |f| day(f.worker.birth_day)),
    ("id_number", CellType::Text, |f| text(&f.worker.id_number)),
    ("village", CellType::Text, |f| text(&f.village)),
    ("phone", CellType::Text, |f| text(&f.worker.phone)),
    ("post_from", CellType::Day, |f| day(f.since)),
    ("full_time", CellType::Bool, |f| {
        f.worker
            .work_time
            .map_or(Cell::Null, |t| Cell::Bool(t == WorkTime::Full))
    }),
    ("female_member", CellType::Bool, |f| {
        f.worker.female_member.map_or(Cell::Null, Cell::Bool)
    }),
    ("source", CellType::Text, |f| f.choice(f.worker.source)),
    ("first_training", CellType::Day, |f| day(f.trained)),
    ("certificate", CellType::Text, |f| {
        text(&f.worker.certificate)
    }),
    ("rotation", CellType::Text, |f| text(&f.rotation)),
    ("national_entered", CellType::Day, |f| {
        day(f.worker.national_entered)
    }),
    ("note", CellType::Text, |f| text(&f.worker.note)),
];

/// Reads rows of the register for a run.
pub(super) struct Reader<'a> {
    tables: &'a Tables,
    workforce: Workforce<'a>,
    today: Day,
    words: &'a dyn Words,
}

impl<'a> Reader<'a> {
    pub fn new(tables: &'a Tables, today: Day, words: &'a dyn Words) -> Self {
        let workforce = tables.workforce();
        Self {
            tables,
            workforce,
            today,
            words,
        }
    }

    /// The cells of one person under these fields; none if it isn't a worker.
    pub fn cells(&self, row: &Row, fields: &[usize]) -> Option<Vec<Cell>> {
        let Record::Worker(worker) = &row.record else {
            return None;
        };
        let (id, today) = (row.id, self.today);
        let village = self.workforce.village_of(id, today);
        let state = self.workforce.year_state(id, today.year(), today);
        let posts = self
            .workforce
            .posts_of(id)
            .iter()
            .filter(|(_, p)| p.holds_on(today));
        let facts = Facts {
            worker,
            village: village.map_or_else(String::new, |v| self.tables.label(Kind::Village, v)),
            since: posts.filter_map(|(_, p)| p.from).min(),
            trained: match self.workforce.first_training(id) {
                FirstTraining::Passed(day) => Some(day),
                _ => None,
            },
            rotation: self
                .words
                .word(&format!("choice-year-state-{}", state.code())),
            words: self.words,
        };
        Some(fields.iter().map(|i| (CATALOGUE[*i].2)(&facts)).collect())
    }
}

/// A sample that shows what the field is like and not whose it is.
pub(super) fn masked(name: &str, cell: &Cell) -> String {
    match cell {
        Cell::Null => "-".to_owned(),
        Cell::Bool(b) => if *b { "+" } else { "-" }.to_owned(),
        Cell::Int(n) | Cell::Time(n) => n.to_string(),
        Cell::Day(d) => format!("{}-**-**", Day(*d).year()),
        Cell::Text(t) => match name {
            "id_number" => number::mask_id(t),
            "phone" => number::mask_phone(t),
            "role" | "sex" | "village" | "source" | "rotation" => t.clone(),
            _ => t
                .chars()
                .next()
                .map_or_else(String::new, |first| format!("{first}**")),
        },
    }
}
