//! Versions of the rubric: which one a year goes by, a copy to make the next one from, and that
//! what a director was told under a version stays what it was.

use super::review_of;
use crate::domain::book::{Kind, Record};
use crate::domain::review::ReviewStage;
use crate::domain::rubric::{DEFAULT, Rubric, RubricItem, RubricSource};
use crate::schema::{Day, Fault, Id, Score, text};
use crate::service::office::put;
use crate::service::{Act, Faults, Office, Problem, Row, Tables};
use crate::store::ItemChange;

impl Office {
    /// The version that a year goes by: the newest that holds by its last day. Where there is
    /// none, ours, with what stores it.
    pub(super) fn rubric_for(&self, year: i32) -> Result<(Id, Vec<ItemChange>), Problem> {
        let end = Day::from_ymd(year, 12, 31);
        let tables = self.tables();
        let all = tables.all::<Rubric>(Kind::Rubric);
        let holding = all.filter(|(_, rubric)| rubric.effective <= end);
        match holding.max_by_key(|(id, rubric)| (rubric.effective, *id)) {
            Some((id, _)) if tables.rubric_items(id).is_empty() => {
                let name = tables.label(Kind::Rubric, id);
                Err(Problem::new("problem-rubric-empty").with("name", name))
            }
            Some((id, _)) => Ok((id, Vec::new())),
            None => {
                let id = self.setup().new_id();
                let mut items = vec![put(id, None, Rubric::ours(year).into())];
                items.extend(DEFAULT.map(|(basis, points)| {
                    let item = RubricItem {
                        rubric: Some(id),
                        basis: Some(basis),
                        points: Some(Score(points * 10)),
                        ..RubricItem::default()
                    };
                    put(self.setup().new_id(), None, item.into())
                }));
                Ok((id, items))
            }
        }
    }

    /// Copies a version with its items, for the office to change: the copy is the office's own.
    ///
    /// # Errors
    /// No such rubric, no name or one that is taken, what the store refuses.
    pub fn copy_rubric(&self, from: Id, name: &str, effective: Day) -> Result<Id, Problem> {
        self.require(Kind::Rubric)?;
        let gone = || Problem::new("problem-no-such-record").with("kind", Kind::Rubric.name());
        let name: String = text::clean(name).chars().take(20).collect();
        let (id, items) = {
            let tables = self.tables();
            let rubric: &Rubric = tables.get(Kind::Rubric, from).ok_or_else(gone)?;
            let taken = |name: &str| {
                let mut all = tables.all::<Rubric>(Kind::Rubric);
                all.any(|(_, other)| other.name == name)
            };
            if name.is_empty() || taken(&name) {
                return Err(Problem::new("problem-rubric-name").with("name", name));
            }
            let id = self.setup().new_id();
            let copy = Rubric {
                name,
                effective: Some(effective),
                source: Some(RubricSource::Local),
                document: String::new(),
                ..rubric.clone()
            };
            let mut items = vec![put(id, None, copy.into())];
            for (_, item) in tables.rubric_items(from) {
                let item = RubricItem {
                    rubric: Some(id),
                    ..item.clone()
                };
                items.push(put(self.setup().new_id(), None, item.into()));
            }
            (id, items)
        };
        self.commit(Act::Add, "", items)?;
        Ok(id)
    }

    /// What was told under a version stays: neither it nor its items change then, and none is
    /// added.
    pub(in crate::service) fn judge_rubric(&self, was: Option<&Row>, record: &Record) -> Faults {
        let field = match record {
            Record::Rubric(_) => "name",
            Record::RubricItem(_) => "rubric",
            _ => return Faults::new(),
        };
        let of = |record: &Record, id: Option<Id>| match record {
            Record::RubricItem(item) => item.rubric,
            _ => id,
        };
        let id = was.map(|row| row.id);
        let touched = [of(record, id), was.and_then(|row| of(&row.record, id))];
        let tables = self.tables();
        let told = touched
            .into_iter()
            .flatten()
            .any(|id| tables.told_under(id));
        if told {
            vec![(field.to_owned(), Fault::Rule("fault-rubric-in-use"))]
        } else {
            Faults::new()
        }
    }
}

impl Tables {
    /// Whether a director was told a review under this version.
    fn told_under(&self, rubric: Id) -> bool {
        let mut reviews = self.leading_to(rubric, Kind::Review);
        reviews.any(|row| review_of(row).is_some_and(|r| r.stage() != ReviewStage::Draft))
    }
}
