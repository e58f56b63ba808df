use super::Tables;
use crate::domain::book::{Kind, Record};
use crate::domain::training::Attendance;
use crate::domain::village::Village;
use crate::domain::worker::WorkerRole;
use crate::domain::workforce::{FirstTraining, Workforce, YearState};
use crate::schema::{Coded, Day, Entity, FieldType, Id, KeyClass, Value};

/// A column of a list: a stored field, or one that is computed and never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The field at this place of the kind's table.
    Field(usize),
    /// Computed from the record and its neighbours.
    Computed(Computed),
}

/// What can be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Computed {
    /// The village of a worker's post.
    Village,
    /// When a worker passed the first training.
    Trained,
    /// Where a worker stands in this year's rotation.
    Rotation,
    /// A village's directors.
    Director,
    /// How many are on a session's roster.
    Enrolled,
    /// How many of them were there.
    Attended,
}

impl Computed {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Village,
        Self::Trained,
        Self::Rotation,
        Self::Director,
        Self::Enrolled,
        Self::Attended,
    ];

    /// What scripts call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Trained => "trained",
            Self::Rotation => "rotation",
            Self::Director => "director",
            Self::Enrolled => "enrolled",
            Self::Attended => "attended",
        }
    }

    /// What it holds, so that it is parsed, compared and aligned like a field.
    pub fn ty(self) -> FieldType {
        match self {
            Self::Village => FieldType::Link(Village::NAME),
            Self::Trained => FieldType::Day,
            Self::Rotation => FieldType::Choice(YearState::LIST, YearState::CHOICES),
            Self::Director => FieldType::Text { max: 200 },
            Self::Enrolled | Self::Attended => FieldType::Int {
                min: 0,
                max: i64::MAX,
            },
        }
    }

    /// The kind that has it.
    pub fn kind(self) -> Kind {
        match self {
            Self::Village | Self::Trained | Self::Rotation => Kind::Worker,
            Self::Director => Kind::Village,
            Self::Enrolled | Self::Attended => Kind::Session,
        }
    }
}

impl Column {
    /// What scripts call it.
    pub fn name(self, kind: Kind) -> &'static str {
        match self {
            Self::Field(i) => kind.fields().get(i).map_or("", |f| f.name),
            Self::Computed(c) => c.name(),
        }
    }

    /// The key of its word.
    pub fn key(self, kind: Kind) -> String {
        match self {
            Self::Field(_) => format!("field-{}-{}", kind.name(), self.name(kind)),
            Self::Computed(c) => format!("column-{}", c.name()),
        }
    }

    /// What it holds.
    pub fn ty(self, kind: Kind) -> FieldType {
        match self {
            Self::Field(i) => kind.fields()[i].ty,
            Self::Computed(c) => c.ty(),
        }
    }

    /// Whether its values are masked.
    pub fn sensitive(self, kind: Kind) -> bool {
        matches!(self, Self::Field(i) if kind.fields()[i].role.sensitive)
    }

    /// Every column that a kind has: those of its list, then the other fields.
    pub fn all(kind: Kind) -> Vec<Self> {
        let mut columns = Self::listed(kind);
        let others = kind.fields().iter().enumerate();
        columns.extend(
            others
                .filter(|(_, f)| !f.role.listed)
                .map(|(i, _)| Self::Field(i)),
        );
        columns
    }

    /// Whether a list may show it. Personal numbers never stand in lists, and of cases only
    /// what every list shows: more of a child is its file, whose reading is logged one by one.
    pub fn showable(self, kind: Kind) -> bool {
        let listed = match self {
            Self::Field(i) => kind.fields()[i].role.listed,
            Self::Computed(_) => true,
        };
        listed || (kind.class() != KeyClass::Cases && !self.sensitive(kind))
    }

    /// The column that a script names.
    pub fn named(kind: Kind, name: &str) -> Option<Self> {
        kind.field_index(name).map(Self::Field).or_else(|| {
            Computed::ALL
                .into_iter()
                .find(|c| c.kind() == kind && c.name() == name)
                .map(Self::Computed)
        })
    }

    /// The columns of a kind's list: what is computed stands behind the first field.
    pub fn listed(kind: Kind) -> Vec<Self> {
        let fields = kind
            .fields()
            .iter()
            .enumerate()
            .filter(|(_, f)| f.role.listed);
        let mut columns: Vec<Self> = fields.map(|(i, _)| Self::Field(i)).collect();
        let computed = Computed::ALL
            .into_iter()
            .filter(|c| c.kind() == kind)
            .map(Self::Computed);
        columns.splice(1..1, computed);
        columns
    }
}

/// What computing columns needs, gathered once for a whole list.
pub(super) struct Neighbours<'a> {
    workforce: Workforce<'a>,
    today: Day,
    rosters: std::collections::HashMap<Id, (i64, i64)>,
}

impl<'a> Neighbours<'a> {
    pub fn new(tables: &'a Tables, today: Day) -> Self {
        let mut rosters = std::collections::HashMap::<Id, (i64, i64)>::new();
        for (_, enrolment) in tables.all::<crate::domain::training::Enrolment>(Kind::Enrolment) {
            if let Some(session) = enrolment.session {
                let tally = rosters.entry(session).or_default();
                tally.0 += 1;
                tally.1 += i64::from(matches!(
                    enrolment.state,
                    Some(Attendance::Present | Attendance::Late)
                ));
            }
        }
        Self {
            workforce: tables.workforce(),
            today,
            rosters,
        }
    }

    pub fn value(&self, column: Column, id: Id, record: &Record) -> Value {
        match column {
            Column::Field(i) => record.at(i),
            Column::Computed(c) => self.computed(c, id),
        }
    }

    fn computed(&self, computed: Computed, id: Id) -> Value {
        match computed {
            Computed::Village => self
                .workforce
                .village_of(id, self.today)
                .map_or(Value::Empty, Value::Link),
            Computed::Trained => match self.workforce.first_training(id) {
                FirstTraining::Passed(day) => Value::Day(day),
                FirstTraining::Failed | FirstTraining::None => Value::Empty,
            },
            Computed::Rotation => {
                let state = self.workforce.year_state(id, self.today.year(), self.today);
                Value::Choice(state.code().to_owned())
            }
            Computed::Director => {
                let directors = self.workforce.directors_of(id, self.today);
                let names: Vec<&str> = directors.iter().map(|(_, w)| w.name.as_str()).collect();
                if names.is_empty() {
                    Value::Empty
                } else {
                    Value::Text(names.join("/"))
                }
            }
            Computed::Enrolled => Value::Int(self.rosters.get(&id).map_or(0, |t| t.0)),
            Computed::Attended => Value::Int(self.rosters.get(&id).map_or(0, |t| t.1)),
        }
    }
}

/// Whether a worker record is a child director's.
pub(super) fn is_director(record: &Record) -> bool {
    record.value("role") == Value::Choice(WorkerRole::Director.code().to_owned())
}
