//! The sorts of lists that can be brought in, and where the columns of each go: one row of a list
//! of directors makes a worker and a post, one row of a children's ledger a household, those who
//! care for the child, and the child; one row of a sign-in sheet marks somebody on a roster, one of
//! a list of expenses is an expense.
//!
//! Knows fields and headings; not what rows mean.

use super::synonym::{Spelling, plain};
use super::{child_headings, director_headings, expense_headings, signing_headings};
use crate::domain::book::Kind;
use crate::schema::{Choice, FieldType, Local, Words};
use std::sync::LazyLock;

/// Which of the records that a row makes a column is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The village that it names.
    Village,
    /// The township that the village lies in, or that a supervisor serves.
    Township,
    /// A worker.
    Worker,
    /// The worker's post.
    Post,
    /// A child.
    Child,
    /// The child's home.
    Household,
    /// The father.
    Father,
    /// The mother.
    Mother,
    /// Whoever looks after the child.
    Caregiver,
    /// 受委托监护人: the same, entrusted by the parents.
    Trustee,
    /// Both parents at once: 父母外出情况.
    Parents,
    /// Where somebody on a roster comes from, in words.
    Guest,
    /// Somebody's line on a roster.
    Enrolment,
    /// Somebody's expense.
    Expense,
}

impl Part {
    /// The kind of record that it is a part of.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Village | Self::Township | Self::Parents => None,
            Self::Worker => Some(Kind::Worker),
            Self::Post => Some(Kind::Post),
            Self::Child => Some(Kind::Child),
            Self::Household => Some(Kind::Household),
            Self::Father | Self::Mother | Self::Caregiver | Self::Trustee => Some(Kind::Caregiver),
            Self::Guest => Some(Kind::Guest),
            Self::Enrolment => Some(Kind::Enrolment),
            Self::Expense => Some(Kind::Expense),
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Father => "father",
            Self::Mother => "mother",
            Self::Caregiver => "caregiver",
            Self::Trustee => "trustee",
            Self::Household => "household",
            _ => "",
        }
    }
}

/// Where a column's cells go.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// To which record.
    pub part: Part,
    /// The place in that record's table, where it isn't a field of the office's own.
    pub index: usize,
    /// The field of the office's own that it is.
    pub local: Option<Local>,
    name: &'static str,
}

impl PartialEq for Target {
    fn eq(&self, other: &Self) -> bool {
        (self.part, self.index, self.local) == (other.part, other.index, other.local)
    }
}

impl Eq for Target {}

/// 父母外出情况, one column for both.
pub(super) const PARENTS_AWAY: &[Choice] = &[
    Choice {
        code: "both",
        synonyms: &[
            "双方外出",
            "父母双方外出",
            "父母均外出",
            "都外出",
            "双方",
            "是",
            "yes",
        ],
    },
    Choice {
        code: "father",
        synonyms: &["父亲外出", "父外出", "父亲", "父"],
    },
    Choice {
        code: "mother",
        synonyms: &["母亲外出", "母外出", "母亲", "母"],
    },
    Choice {
        code: "none",
        synonyms: &["否", "无", "没有外出", "均未外出", "都在家", "在家", "no"],
    },
];

impl Target {
    /// The field's type.
    pub fn ty(self) -> FieldType {
        if let Some(local) = self.local {
            return local.info.ty;
        }
        match self.part.kind() {
            Some(kind) => kind.fields()[self.index].ty,
            None if self.part == Part::Parents => FieldType::Choice("parents-away", PARENTS_AWAY),
            None if self.part == Part::Township => FieldType::Text { max: 60 },
            None => FieldType::Link("village"),
        }
    }

    /// What `--map` calls it: unlike for all the columns of a list.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The field in its own record's table.
    pub fn field(self) -> &'static str {
        let built_in = self.part.kind().filter(|_| self.local.is_none());
        built_in.map_or(self.name, |kind| kind.fields()[self.index].name)
    }

    /// Whether it holds the name of the person that the row is about.
    pub fn is_who(self) -> bool {
        self.name == "name"
    }

    /// Which parent it is about: 0 the father, 1 the mother.
    pub(super) fn which(self) -> usize {
        usize::from(self.part == Part::Mother)
    }

    /// Whether it is a day of birth.
    pub fn is_birth(self) -> bool {
        self.field() == "birth_day"
    }

    /// What people call it: 手机, 父亲电话.
    pub fn word(self, words: &dyn Words) -> String {
        if self.local.is_some() {
            return self.name.to_owned();
        }
        match (self.part, self.part.kind()) {
            (Part::Village, _) => words.word("field-child-village"),
            (Part::Township, _) => words.word("field-guest-township"),
            (Part::Parents, _) => words.word("import-field-parents_away"),
            (Part::Father | Part::Mother | Part::Caregiver | Part::Trustee, Some(kind)) => {
                let field = words.word(&format!("field-{}-{}", kind.name(), self.field()));
                let key = format!("import-part-{}", self.part.code());
                words.fill(&key, &[("field", &field)])
            }
            (_, Some(kind)) => words.word(&format!("field-{}-{}", kind.name(), self.field())),
            (_, None) => String::new(),
        }
    }
}

/// One sort of list.
pub struct Shape {
    /// The kind of the people in it.
    pub kind: Kind,
    /// Every column that it may have.
    pub targets: Vec<Target>,
    /// Those that no row can do without.
    pub needs: &'static [&'static str],
    /// How their headings are written.
    pub(super) spellings: &'static [Spelling],
}

/// What a list of directors says about the post; everything else it says is about the worker.
const OF_POST: &[&str] = &["from", "to", "acting"];
/// What a children's ledger says about the home, and under which name.
const OF_HOUSEHOLD: &[(&str, &str)] = &[
    ("head", "head"),
    ("address", "address"),
    ("registered_place", "registered_place"),
    ("home_phone", "phone"),
    ("family_type", "family_type"),
    ("income", "income"),
    ("poverty", "poverty"),
    ("relief", "relief"),
];
/// What it says about a parent.
const OF_PARENT: &[(&str, &str, &str)] = &[
    ("father", "mother", "name"),
    ("father_status", "mother_status", "status"),
    ("father_work_place", "mother_work_place", "work_place"),
    ("father_phone", "mother_phone", "phone"),
    ("father_id_number", "mother_id_number", "id_number"),
    ("father_birth_day", "mother_birth_day", "birth_day"),
    ("father_able", "mother_able", "able"),
];
/// What it says about whoever looks after the child.
const OF_CAREGIVER: &[(&str, &str, &str)] = &[
    ("caregiver", "trustee", "name"),
    ("caregiver_relation", "trustee_relation", "relation"),
    ("caregiver_phone", "trustee_phone", "phone"),
    ("caregiver_id_number", "trustee_id_number", "id_number"),
    ("caregiver_birth_day", "trustee_birth_day", "birth_day"),
    ("caregiver_status", "trustee_status", "status"),
    ("caregiver_address", "trustee_address", "address"),
];

fn target(part: Part, name: &'static str, field: &str) -> Option<Target> {
    let index = match part.kind() {
        Some(kind) => kind.field_index(field)?,
        None => 0,
    };
    Some(Target {
        part,
        index,
        local: None,
        name,
    })
}

fn own(part: Part, except: &[&str]) -> Vec<Target> {
    let fields = part.kind().map_or(&[][..], Kind::fields).iter();
    let typed = fields.filter(|f| !matches!(f.ty, FieldType::Link(_)));
    typed
        .filter(|f| !except.contains(&f.name))
        .filter_map(|f| target(part, f.name, f.name))
        .collect()
}

static DIRECTORS: LazyLock<Shape> = LazyLock::new(|| {
    let mut targets = own(Part::Worker, &[]);
    targets.extend(target(Part::Village, "village", ""));
    targets.extend(target(Part::Township, "township", ""));
    targets.extend(OF_POST.iter().filter_map(|f| target(Part::Post, f, f)));
    Shape {
        kind: Kind::Worker,
        targets,
        needs: &["name", "village"],
        spellings: director_headings::SPELLINGS,
    }
});

static CHILDREN: LazyLock<Shape> = LazyLock::new(|| {
    let mut targets = own(Part::Child, &[]);
    targets.extend(target(Part::Village, "village", ""));
    let home = OF_HOUSEHOLD.iter();
    targets.extend(home.filter_map(|(name, field)| target(Part::Household, name, field)));
    targets.extend(target(Part::Parents, "parents_away", ""));
    for (father, mother, field) in OF_PARENT {
        targets.extend(target(Part::Father, father, field));
        targets.extend(target(Part::Mother, mother, field));
    }
    for (caregiver, trustee, field) in OF_CAREGIVER {
        targets.extend(target(Part::Caregiver, caregiver, field));
        targets.extend(target(Part::Trustee, trustee, field));
    }
    Shape {
        kind: Kind::Child,
        targets,
        needs: &["name", "village"],
        spellings: child_headings::SPELLINGS,
    }
});

/// What a sign-in sheet says of a person, to tell namesakes apart.
const OF_PERSON: &[&str] = &["name", "id_number", "phone"];
/// What it says about the training.
const OF_ENROLMENT: &[&str] = &["state", "time", "out", "score", "result"];

static SIGNING: LazyLock<Shape> = LazyLock::new(|| {
    let person = OF_PERSON.iter();
    let mut targets: Vec<Target> = person
        .filter_map(|field| target(Part::Worker, field, field))
        .collect();
    targets.extend(target(Part::Village, "village", ""));
    targets.extend(target(Part::Guest, "township", "township"));
    let line = OF_ENROLMENT.iter();
    targets.extend(line.filter_map(|field| target(Part::Enrolment, field, field)));
    Shape {
        kind: Kind::Enrolment,
        targets,
        needs: &["name"],
        spellings: signing_headings::SPELLINGS,
    }
});

/// What a list of expenses says of whose they are. No identity number: one person has many rows.
const OF_SPENDER: &[&str] = &["name", "phone"];

static EXPENSES: LazyLock<Shape> = LazyLock::new(|| {
    let person = OF_SPENDER.iter();
    let mut targets: Vec<Target> = person
        .filter_map(|field| target(Part::Worker, field, field))
        .collect();
    targets.extend(target(Part::Village, "village", ""));
    targets.extend(target(Part::Township, "township", ""));
    targets.extend(own(Part::Expense, &[]));
    Shape {
        kind: Kind::Expense,
        targets,
        needs: &["name", "day", "kind", "amount"],
        spellings: expense_headings::SPELLINGS,
    }
});

impl Shape {
    /// Every sort of list that says something by itself; one of a session's roster doesn't, without
    /// its session.
    pub fn all() -> [&'static Self; 3] {
        [&DIRECTORS, &CHILDREN, &EXPENSES]
    }

    /// The list of records of this kind, if there is one.
    pub fn of(kind: Kind) -> Option<&'static Self> {
        let mut every = Self::all().into_iter().chain([&*SIGNING]);
        every.find(|shape| shape.kind == kind)
    }

    /// The same sort of list in an office that has these fields of its own. Of a caregiver there
    /// are none: a row tells of several, and a label doesn't say whose it is.
    pub(in crate::service) fn with(&self, locals: impl Fn(Kind) -> Vec<Local>) -> Self {
        let parts: &[Part] = match self.kind {
            Kind::Child => &[Part::Child, Part::Household],
            Kind::Enrolment | Kind::Expense => &[],
            _ => &[Part::Worker],
        };
        let mut targets = self.targets.clone();
        for part in parts {
            for local in part.kind().map_or_else(Vec::new, &locals) {
                let name = local.info.name;
                if !targets.iter().any(|t| t.name == name) {
                    targets.push(Target {
                        part: *part,
                        index: 0,
                        local: Some(local),
                        name,
                    });
                }
            }
        }
        Self {
            kind: self.kind,
            targets,
            needs: self.needs,
            spellings: self.spellings,
        }
    }

    /// Whether a heading is, or may be, a column of every such list that is about this kind.
    pub(in crate::service) fn knows(&self, kind: Kind, heading: &str) -> bool {
        let heading = plain(heading);
        let about = |name: &str| {
            let target = self.target(name);
            target.is_some_and(|t| t.part.kind().is_none_or(|k| k == kind || self.kind == kind))
        };
        self.spellings.iter().any(|s| {
            let called = s.sure.iter().chain(s.perhaps).any(|word| *word == heading);
            (called || plain(s.field) == heading) && about(s.field)
        })
    }

    /// The field of the office's own that a heading is.
    pub(super) fn local(&self, heading: &str) -> Option<&'static str> {
        let mut locals = self.targets.iter().filter(|t| t.local.is_some());
        let found = locals.find(|t| plain(t.name) == heading);
        found.map(|t| t.name)
    }

    /// Where a column of this name goes.
    pub fn target(&self, name: &str) -> Option<Target> {
        self.targets.iter().copied().find(|t| t.name == name)
    }

    /// The names of all columns.
    pub fn names(&self) -> Vec<&'static str> {
        self.targets.iter().map(|t| t.name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> impl Iterator<Item = &'static Shape> {
        Shape::all().into_iter().chain(Shape::of(Kind::Enrolment))
    }

    #[test]
    fn every_spelling_is_plain_and_leads_to_a_column() {
        for shape in every() {
            for spelling in shape.spellings {
                let field = spelling.field;
                assert!(shape.target(field).is_some(), "{field}");
                for word in spelling.sure.iter().chain(spelling.perhaps) {
                    assert_eq!(plain(word), *word);
                }
            }
            for name in shape.names() {
                let spelled = shape.spellings.iter().any(|s| s.field == name);
                assert!(spelled, "{name} has no heading");
            }
        }
    }

    #[test]
    fn no_sure_spelling_means_two_things_in_one_list() {
        for shape in every() {
            let mut all: Vec<&str> = shape
                .spellings
                .iter()
                .flat_map(|s| s.sure)
                .copied()
                .collect();
            all.sort_unstable();
            let twice: Vec<_> = all.windows(2).filter(|w| w[0] == w[1]).collect();
            assert!(twice.is_empty(), "{twice:?}");
        }
    }

    #[test]
    fn no_two_columns_of_a_list_share_a_name() {
        for shape in every() {
            let mut names = shape.names();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), shape.targets.len());
        }
    }
}
