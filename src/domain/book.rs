//! The book of kinds: the one list of what there are records of.
//!
//! It says what a field *is*, never how a screen behaves. A new kind is one file and one line here.

use super::adjustment::Adjustment;
use super::certificate::Certificate;
use super::commendation::Commendation;
use super::dispensation::Dispensation;
use super::expense::Expense;
use super::feedback::Feedback;
use super::grant::Grant;
use super::guest::Guest;
use super::handover::Handover;
use super::lesson::Lesson;
use super::local_field::LocalField;
use super::module::Module;
use super::plugin_trust::PluginTrust;
use super::review::{Review, ReviewItem};
use super::revocation::Revocation;
use super::rubric::{Rubric, RubricItem};
use super::signer::Signer;
use super::talk::Talk;
use super::training::{Enrolment, Session, Training};
use super::{caregiver::Caregiver, child::Child, household::Household};
use super::{disclosed::Disclosed, disclosure::Disclosure};
use super::{draw::Draw, finding::Finding, inspection::Inspection};
use super::{
    mapping::Mapping, post::Post, postponement::Postponement, user::User, village::Village,
    worker::Worker,
};
use crate::schema::{Entity, Extra, Fault, FieldInfo, FieldType, Id, KeyClass, Value};
use std::sync::LazyLock;

macro_rules! book {
    ($($kind:ident),+ $(,)?) => {
        /// A kind of record.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $(#[doc = concat!("[`", stringify!($kind), "`] records.")] $kind),+ }

        /// A record of any kind.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Record { $(#[doc = concat!("A [`", stringify!($kind), "`].")] $kind($kind)),+ }

        impl Kind {
            /// Every kind, in the order of lists.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Lower-case ASCII; what scripts and the word files call it.
            pub fn name(self) -> &'static str { match self { $(Self::$kind => $kind::NAME),+ } }
            /// Its number in the journal.
            pub fn code(self) -> u8 { match self { $(Self::$kind => $kind::CODE),+ } }
            /// Which keys open it.
            pub fn class(self) -> KeyClass { match self { $(Self::$kind => $kind::CLASS),+ } }
            /// The version that is written.
            pub fn schema(self) -> u16 { match self { $(Self::$kind => $kind::SCHEMA),+ } }
            /// A record with nothing in it.
            pub fn blank(self) -> Record { match self { $(Self::$kind => Record::$kind($kind::default())),+ } }

            /// Runs generic code for the struct behind this kind.
            pub fn visit<V: KindVisitor>(self, visitor: V) -> V::Out {
                match self { $(Self::$kind => visitor.visit::<$kind>()),+ }
            }

            fn table(self) -> Vec<FieldInfo> {
                match self { $(Self::$kind => $kind::FIELDS.iter().map(|f| f.info).collect()),+ }
            }
        }

        impl Record {
            /// What it is a record of.
            pub fn kind(&self) -> Kind { match self { $(Self::$kind(_) => Kind::$kind),+ } }

            /// Runs generic code on the struct inside.
            pub fn visit<V: RecordVisitor>(&self, visitor: V) -> V::Out {
                match self { $(Self::$kind(r) => visitor.visit(r)),+ }
            }

            /// The value of the field at this place of the kind's table.
            pub fn at(&self, index: usize) -> Value {
                match self { $(Self::$kind(r) => $kind::FIELDS.get(index).map_or(Value::Empty, |f| (f.get)(r))),+ }
            }

            /// Writes the field at this place of the kind's table.
            pub fn put(&mut self, index: usize, value: Value) {
                match self { $(Self::$kind(r) => if let Some(f) = $kind::FIELDS.get(index) { (f.set)(r, value) }),+ }
            }

            /// What it holds in fields of the office's own; none where its kind can't have any.
            pub fn extra(&self) -> Option<&Extra> {
                match self { $(Self::$kind(r) => r.extra()),+ }
            }

            /// The same, to write into.
            pub fn extra_mut(&mut self) -> Option<&mut Extra> {
                match self { $(Self::$kind(r) => r.extra_mut()),+ }
            }

            /// Everything that is wrong: what is missing, and the kind's rules over several fields.
            pub fn check(&self) -> Vec<(&'static str, Fault)> {
                let missing = self.kind().fields().iter().enumerate()
                    .filter(|(i, f)| f.role.required && self.at(*i).is_empty())
                    .map(|(_, f)| (f.name, Fault::Required));
                let mut faults: Vec<_> = missing.collect();
                faults.extend(match self { $(Self::$kind(r) => r.check()),+ });
                faults
            }
        }

        $(impl From<$kind> for Record {
            fn from(record: $kind) -> Self { Self::$kind(record) }
        }

        impl<'a> TryFrom<&'a Record> for &'a $kind {
            type Error = ();
            fn try_from(record: &'a Record) -> Result<Self, ()> {
                if let Record::$kind(r) = record { Ok(r) } else { Err(()) }
            }
        })+
    };
}

book!(
    Village,
    Worker,
    Post,
    Handover,
    Training,
    Session,
    Enrolment,
    Household,
    Caregiver,
    Child,
    Postponement,
    Mapping,
    Disclosure,
    Disclosed,
    LocalField,
    User,
    Draw,
    Inspection,
    Finding,
    Guest,
    Expense,
    Certificate,
    Dispensation,
    Rubric,
    RubricItem,
    Review,
    ReviewItem,
    Module,
    Lesson,
    Feedback,
    Talk,
    Adjustment,
    Commendation,
    PluginTrust,
    Grant,
    Signer,
    Revocation,
);

/// Generic code to run for the struct behind a kind, like decoding.
pub trait KindVisitor {
    /// What comes of it.
    type Out;
    /// Runs it.
    fn visit<T: Entity + Into<Record>>(self) -> Self::Out;
}

/// Generic code to run on the struct inside a record, like encoding.
pub trait RecordVisitor {
    /// What comes of it.
    type Out;
    /// Runs it.
    fn visit<T: Entity>(self, record: &T) -> Self::Out;
}

impl Kind {
    /// Its field table.
    pub fn fields(self) -> &'static [FieldInfo] {
        static TABLES: LazyLock<Vec<Vec<FieldInfo>>> =
            LazyLock::new(|| Kind::ALL.iter().map(|k| k.table()).collect());
        &TABLES[self as usize]
    }

    /// The place of a field in its table.
    pub fn field_index(self, name: &str) -> Option<usize> {
        self.fields().iter().position(|f| f.name == name)
    }

    /// Whether it is the log of exports, on which nothing else hangs.
    pub fn is_log(self) -> bool {
        matches!(self, Self::Disclosure | Self::Disclosed)
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.name() == name)
    }

    /// The kind with this number in the journal.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.code() == code)
    }

    /// Whether its records can have fields of the office's own.
    pub fn extended(self) -> bool {
        self.blank().extra().is_some()
    }

    /// Whether people fill in its records; the others are written by an act (an export).
    pub fn typed(self) -> bool {
        self.fields().iter().any(|f| !f.role.by_act)
    }

    /// Whether people add its records; where an act writes what none can be without, they only
    /// fill in the rest.
    pub fn added(self) -> bool {
        let mut fields = self.fields().iter();
        self.typed() && !fields.any(|f| f.role.required && f.role.by_act)
    }
}

impl Record {
    /// The value of the field with this name.
    pub fn value(&self, name: &str) -> Value {
        self.kind()
            .field_index(name)
            .map_or(Value::Empty, |i| self.at(i))
    }

    /// Writes the field with this name; `false` if there is none.
    pub fn set(&mut self, name: &str, value: Value) -> bool {
        let index = self.kind().field_index(name);
        if let Some(index) = index {
            self.put(index, value);
        }
        index.is_some()
    }

    /// The records it points to, by field.
    pub fn links(&self) -> Vec<(&'static str, Id)> {
        let fields = self.kind().fields().iter().enumerate();
        fields
            .filter_map(|(i, f)| match (f.ty, self.at(i)) {
                (FieldType::Link(_), Value::Link(id)) => Some((f.name, id)),
                _ => None,
            })
            .collect()
    }

    /// Its identity numbers and telephones, by field: what is looked up by keyed hash.
    pub fn blind_keys(&self) -> Vec<(&'static str, String)> {
        let fields = self.kind().fields().iter().enumerate();
        fields
            .filter_map(|(i, f)| match (f.ty, self.at(i)) {
                (FieldType::IdNumber | FieldType::Phone, Value::Text(text)) => Some((f.name, text)),
                _ => None,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_never_shared() {
        for (i, a) in Kind::ALL.iter().enumerate() {
            for b in &Kind::ALL[i + 1..] {
                assert_ne!(a.code(), b.code(), "{a:?} {b:?}");
                assert_ne!(a.name(), b.name(), "{a:?} {b:?}");
            }
            assert_eq!(Kind::from_code(a.code()), Some(*a));
        }
    }

    #[test]
    fn every_link_leads_to_a_kind() {
        for kind in Kind::ALL {
            for field in kind.fields() {
                if let FieldType::Link(to) = field.ty {
                    assert!(
                        Kind::from_name(to).is_some(),
                        "{}.{}",
                        kind.name(),
                        field.name
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_written_through_the_table_is_read_through_it() {
        let mut record = Kind::Worker.blank();
        assert!(record.set("name", Value::Text("林秀英".into())));
        assert!(record.set("role", Value::Choice("director".into())));
        assert!(!record.set("nickname", Value::Empty));
        assert_eq!(record.value("name"), Value::Text("林秀英".into()));
        assert_eq!(record.check(), []);
        record.set("name", Value::Empty);
        assert_eq!(record.check(), [("name", Fault::Required)]);
    }
}
