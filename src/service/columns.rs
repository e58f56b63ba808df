//! Columns of lists: the fields of a kind, the office's own, and those that are computed from a record
//! and its neighbours and never stored.

use super::{Row, Tables};
use crate::domain::book::{Kind, Record};
use crate::domain::certificate::Certificate;
use crate::domain::child::{Category, Child};
use crate::domain::dispensation::{Dispensation, DispensationState};
use crate::domain::family::{Difficulty, Paper, Priority};
use crate::domain::finding::{Finding, FindingState};
use crate::domain::inspection::{Inspection, InspectionState};
use crate::domain::training::{Enrolment, Outcome, Session, Training};
use crate::domain::village::Village;
use crate::domain::worker::WorkerRole;
use crate::domain::workforce::{FirstTraining, Workforce, YearState};
use crate::schema::{Coded, Day, Entity, FieldInfo, FieldType, Id, KeyClass, Local, Value, Words};
use std::cell::OnceCell;

/// A column of a list: a stored field, or one that is computed and never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The field at this place of the kind's table.
    Field(usize),
    /// Computed from the record and its neighbours.
    Computed(Computed),
    /// A field of the office's own.
    Local(Local),
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
    /// The township of a worker's post.
    Township,
    /// A village's directors.
    Director,
    /// How many are on a session's roster.
    Enrolled,
    /// How many of them were there.
    Attended,
    /// A child's age in whole years.
    Age,
    /// The categories that a child counts in.
    Category,
    /// Why a child is in difficulty.
    Difficulty,
    /// Why a child is one of 重点儿童.
    Priority,
    /// Which papers a child lacks.
    Papers,
    /// How much of a child's file is there, in percent.
    Complete,
    /// Who looks after a child.
    CaredBy,
    /// Whose certificate it is, of the register or not in it yet.
    Holder,
    /// The training that a certificate is of.
    OfTraining,
    /// How the training ended for whoever has the certificate.
    Graded,
    /// The children of a home.
    Children,
    /// Where an inspection stands.
    Checked,
    /// How many findings of an inspection are still open.
    ToSettle,
    /// Where a finding stands.
    Settled,
    /// The village that a finding is about.
    FoundIn,
    /// When a village was last inspected.
    LastCheck,
    /// The villages that a draw drew.
    DrawnVillages,
    /// Where a dispensation stands.
    Dispensed,
}

impl Computed {
    /// Every one.
    pub const ALL: [Self; 25] = [
        Self::Village,
        Self::Trained,
        Self::Rotation,
        Self::Township,
        Self::Director,
        Self::Enrolled,
        Self::Attended,
        Self::Age,
        Self::Category,
        Self::Difficulty,
        Self::Priority,
        Self::Papers,
        Self::Complete,
        Self::CaredBy,
        Self::Children,
        Self::Checked,
        Self::ToSettle,
        Self::Settled,
        Self::FoundIn,
        Self::LastCheck,
        Self::DrawnVillages,
        Self::Dispensed,
        Self::Holder,
        Self::OfTraining,
        Self::Graded,
    ];

    /// What scripts call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Trained => "trained",
            Self::Rotation => "rotation",
            Self::Township => "township",
            Self::Director => "director",
            Self::Enrolled => "enrolled",
            Self::Attended => "attended",
            Self::Age => "age",
            Self::Category => "category",
            Self::Difficulty => "difficulty",
            Self::Priority => "priority",
            Self::Papers => "papers",
            Self::Complete => "complete",
            Self::CaredBy => "cared_by",
            Self::Children => "children",
            Self::Checked => "checked",
            Self::ToSettle => "to_settle",
            Self::Settled => "settled",
            Self::FoundIn => "found_in",
            Self::LastCheck => "last_check",
            Self::DrawnVillages => "drawn",
            Self::Dispensed => "dispensed",
            Self::Holder => "holder",
            Self::OfTraining => "of_training",
            Self::Graded => "graded",
        }
    }

    /// What it holds, so that it is parsed, compared and aligned like a field.
    pub fn ty(self) -> FieldType {
        match self {
            Self::Village | Self::FoundIn => FieldType::Link(Village::NAME),
            Self::Trained | Self::LastCheck => FieldType::Day,
            Self::Checked => FieldType::Choice(InspectionState::LIST, InspectionState::CHOICES),
            Self::Settled => FieldType::Choice(FindingState::LIST, FindingState::CHOICES),
            Self::Dispensed => {
                FieldType::Choice(DispensationState::LIST, DispensationState::CHOICES)
            }
            Self::OfTraining => FieldType::Link(Training::NAME),
            Self::Graded => FieldType::Choice(Outcome::LIST, Outcome::CHOICES),
            Self::Rotation => FieldType::Choice(YearState::LIST, YearState::CHOICES),
            Self::Township
            | Self::Holder
            | Self::Director
            | Self::CaredBy
            | Self::Children
            | Self::DrawnVillages => FieldType::Text { max: 200 },
            Self::Category => FieldType::Choices(Category::LIST, Category::CHOICES),
            Self::Difficulty => FieldType::Choices(Difficulty::LIST, Difficulty::CHOICES),
            Self::Priority => FieldType::Choices(Priority::LIST, Priority::CHOICES),
            Self::Papers => FieldType::Choices(Paper::LIST, Paper::CHOICES),
            Self::Enrolled | Self::Attended | Self::Age | Self::Complete | Self::ToSettle => {
                FieldType::Int {
                    min: 0,
                    max: i64::MAX,
                }
            }
        }
    }

    /// Whether every list of its kind has it; a township's own office has one township only.
    fn listed(self) -> bool {
        self != Self::Township
    }

    /// The kind that has it.
    pub fn kind(self) -> Kind {
        match self {
            Self::Village | Self::Trained | Self::Rotation | Self::Township => Kind::Worker,
            Self::Director | Self::LastCheck => Kind::Village,
            Self::Checked | Self::ToSettle => Kind::Inspection,
            Self::Settled | Self::FoundIn => Kind::Finding,
            Self::DrawnVillages => Kind::Draw,
            Self::Dispensed => Kind::Dispensation,
            Self::Holder | Self::OfTraining | Self::Graded => Kind::Certificate,
            Self::Enrolled | Self::Attended => Kind::Session,
            Self::Children => Kind::Household,
            _ => Kind::Child,
        }
    }
}

impl Column {
    /// What scripts call it.
    pub fn name(self, kind: Kind) -> &'static str {
        match self {
            Self::Field(i) => kind.fields().get(i).map_or("", |f| f.name),
            Self::Computed(c) => c.name(),
            Self::Local(local) => local.info.name,
        }
    }

    /// The key of its word; the office's own fields have none.
    pub fn key(self, kind: Kind) -> String {
        match self {
            Self::Field(_) => format!("field-{}-{}", kind.name(), self.name(kind)),
            Self::Computed(c) => format!("column-{}", c.name()),
            Self::Local(_) => String::new(),
        }
    }

    /// Its word.
    pub fn word(self, kind: Kind, words: &dyn Words) -> String {
        match self {
            Self::Local(local) => local.info.name.to_owned(),
            _ => words.word(&self.key(kind)),
        }
    }

    /// Its short word, for labels and heads; of the office's own fields the whole label, to be cut.
    pub fn label(self, kind: Kind, words: &dyn Words) -> String {
        match self {
            Self::Local(_) => self.word(kind, words),
            _ => words.word(&format!("{}.label", self.key(kind))),
        }
    }

    /// Its row of the field table, where it is stored.
    pub fn info(self, kind: Kind) -> Option<FieldInfo> {
        match self {
            Self::Field(i) => kind.fields().get(i).copied(),
            Self::Computed(_) => None,
            Self::Local(local) => Some(local.info),
        }
    }

    /// What stands in it; nothing where it is computed.
    pub fn read(self, record: &Record) -> Value {
        match self {
            Self::Field(i) => record.at(i),
            Self::Computed(_) => Value::Empty,
            Self::Local(local) => record
                .extra()
                .map_or(Value::Empty, |extra| local.read(extra)),
        }
    }

    /// Puts a value into it, where it is stored.
    pub fn write(self, record: &mut Record, value: Value) {
        match self {
            Self::Field(i) => record.put(i, value),
            Self::Computed(_) => {}
            Self::Local(local) => {
                if let Some(extra) = record.extra_mut() {
                    local.write(extra, &value);
                }
            }
        }
    }

    /// What it holds.
    pub fn ty(self, kind: Kind) -> FieldType {
        match self {
            Self::Field(i) => kind.fields()[i].ty,
            Self::Computed(c) => c.ty(),
            Self::Local(local) => local.info.ty,
        }
    }

    /// Whether its values are masked.
    pub fn sensitive(self, kind: Kind) -> bool {
        matches!(self, Self::Field(i) if kind.fields()[i].role.sensitive)
    }

    /// Every column that a kind has: those of its list, then the other fields.
    pub fn all(kind: Kind) -> Vec<Self> {
        let mut columns = Self::listed(kind);
        let computed = Computed::ALL.into_iter();
        let unlisted = computed.filter(|c| c.kind() == kind && !c.listed());
        columns.extend(unlisted.map(Self::Computed));
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
            Self::Local(local) => local.info.role.listed,
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
            .filter(|c| c.kind() == kind && c.listed())
            .map(Self::Computed);
        columns.splice(1..1, computed);
        columns
    }
}

/// What computing columns needs. The workforce is joined only if a column asks.
pub(super) struct Neighbours<'a> {
    tables: &'a Tables,
    today: Day,
    /// The rows that will be asked about; none where it may be all of them.
    rows: Option<Vec<&'a Row>>,
    workforce: OnceCell<Workforce<'a>>,
}

impl<'a> Neighbours<'a> {
    /// For any record.
    pub fn new(tables: &'a Tables, today: Day) -> Self {
        Self {
            tables,
            today,
            rows: None,
            workforce: OnceCell::new(),
        }
    }

    /// For these rows only: a screenful costs what a screenful takes, however many there are.
    pub fn of(tables: &'a Tables, today: Day, rows: Vec<&'a Row>) -> Self {
        Self {
            rows: Some(rows),
            ..Self::new(tables, today)
        }
    }

    fn workforce(&self) -> &Workforce<'a> {
        self.workforce.get_or_init(|| match &self.rows {
            Some(rows) => self.tables.workforce_around(rows.iter().copied()),
            None => self.tables.workforce(),
        })
    }

    /// Those on a session's roster.
    fn roster(&self, session: Id) -> impl Iterator<Item = &'a Enrolment> {
        let rows = self.tables.leading_to(session, Kind::Enrolment);
        rows.filter_map(|row| <&Enrolment>::try_from(&row.record).ok())
            .filter(|enrolment| !enrolment.waits())
    }

    pub fn value(&self, column: Column, id: Id, record: &Record) -> Value {
        match (column, record) {
            (Column::Field(_) | Column::Local(_), _) => column.read(record),
            (Column::Computed(c), Record::Child(child)) => self.of_child(c, child),
            (Column::Computed(c), Record::Inspection(inspection)) => {
                self.of_inspection(c, id, inspection)
            }
            (Column::Computed(c), Record::Finding(finding)) => self.of_finding(c, finding),
            (Column::Computed(_), Record::Dispensation(dispensation)) => {
                self.of_dispensation(dispensation)
            }
            (Column::Computed(c), Record::Certificate(given)) => self.of_certificate(c, given),
            (Column::Computed(_), Record::Draw(draw)) => {
                let label = |id: &Id| self.tables.label(Kind::Village, *id);
                let villages: Vec<String> = draw.drawn().iter().map(label).collect();
                names(villages.iter().map(String::as_str).collect())
            }
            (Column::Computed(c), _) => self.computed(c, id),
        }
    }

    fn of_child(&self, computed: Computed, child: &Child) -> Value {
        let family = self.tables.family(child);
        match computed {
            Computed::Age => family
                .age(self.today)
                .map_or(Value::Empty, |age| Value::Int(age.into())),
            Computed::Category => codes(family.categories(self.today)),
            Computed::Difficulty => codes(family.difficulties(self.today)),
            Computed::Priority => codes(family.priorities()),
            Computed::Papers => codes(family.missing_papers()),
            Computed::Complete => Value::Int(family.complete()),
            Computed::CaredBy => match family.main() {
                Some(main) => Value::Text(main.name.clone()),
                None => Value::Empty,
            },
            _ => Value::Empty,
        }
    }

    fn of_inspection(&self, computed: Computed, id: Id, inspection: &Inspection) -> Value {
        let (findings, open) = self.tables.findings_of(id);
        match computed {
            Computed::Checked => {
                let state = inspection.state(findings, open, self.today);
                Value::Choice(state.code().to_owned())
            }
            Computed::ToSettle if open > 0 => number(open),
            _ => Value::Empty,
        }
    }

    fn of_certificate(&self, computed: Computed, given: &Certificate) -> Value {
        match computed {
            Computed::Holder => {
                let guest = given.guest.map(|id| (Kind::Guest, id));
                let who = given.worker.map(|id| (Kind::Worker, id)).or(guest);
                who.map_or(Value::Empty, |(kind, id)| {
                    Value::Text(self.tables.label(kind, id))
                })
            }
            Computed::OfTraining => {
                let session = given.session;
                let session = session.and_then(|id| self.tables.get(Kind::Session, id));
                let training = session.and_then(|session: &Session| session.training);
                training.map_or(Value::Empty, Value::Link)
            }
            Computed::Graded => {
                let line = given.enrolment;
                let line = line.and_then(|id| self.tables.get(Kind::Enrolment, id));
                let result = line.and_then(|line: &Enrolment| line.result);
                result.map_or(Value::Empty, |result| Value::Choice(result.code().into()))
            }
            _ => Value::Empty,
        }
    }

    fn of_dispensation(&self, dispensation: &Dispensation) -> Value {
        let state = self.workforce().state_of(dispensation, self.today);
        Value::Choice(state.code().to_owned())
    }

    fn of_finding(&self, computed: Computed, finding: &Finding) -> Value {
        match computed {
            Computed::Settled => Value::Choice(finding.state(self.today).code().to_owned()),
            Computed::FoundIn => self
                .tables
                .village_of_finding(finding)
                .map_or(Value::Empty, Value::Link),
            _ => Value::Empty,
        }
    }

    fn computed(&self, computed: Computed, id: Id) -> Value {
        match computed {
            Computed::LastCheck => self.tables.last_check(id).map_or(Value::Empty, Value::Day),
            Computed::Village => self
                .workforce()
                .village_of(id, self.today)
                .map_or(Value::Empty, Value::Link),
            Computed::Trained => match self.workforce().first_training(id) {
                FirstTraining::Passed(day) => Value::Day(day),
                FirstTraining::Failed | FirstTraining::None => Value::Empty,
            },
            Computed::Rotation => {
                let workforce = self.workforce();
                let state = workforce.year_state(id, self.today.year(), self.today);
                Value::Choice(state.code().to_owned())
            }
            Computed::Township => match self.tables.township_of(id, self.today) {
                Some(division) => Value::Text(division.short.clone()),
                None => Value::Empty,
            },
            Computed::Director => {
                let directors = self.workforce().directors_of(id, self.today);
                names(directors.iter().map(|(_, w)| w.name.as_str()).collect())
            }
            Computed::Enrolled => number(self.roster(id).count()),
            Computed::Attended => number(self.roster(id).filter(|e| e.attended()).count()),
            Computed::Children => {
                let children = self.tables.leading_to(id, Kind::Child);
                let children = children
                    .into_iter()
                    .filter_map(|row| <&Child>::try_from(&row.record).ok());
                names(children.map(|child| child.name.as_str()).collect())
            }
            _ => Value::Empty,
        }
    }
}

fn number(count: usize) -> Value {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

fn names(names: Vec<&str>) -> Value {
    if names.is_empty() {
        Value::Empty
    } else {
        Value::Text(names.join("/"))
    }
}

fn codes<T: Coded>(all: Vec<T>) -> Value {
    if all.is_empty() {
        Value::Empty
    } else {
        Value::Choices(all.into_iter().map(|c| c.code().to_owned()).collect())
    }
}

/// Whether a worker record is a child director's.
pub(super) fn is_director(record: &Record) -> bool {
    record.value("role") == Value::Choice(WorkerRole::Director.code().to_owned())
}
