//! What ought to leave, worked out once more from the records themselves: row by row, cell by cell, as
//! the sponge writes cells down. Knows nothing of the catalogue; what a file's facts make of a child
//! (category, difficulty, need, paper) it asks of the domain.

mod changed;

pub use changed::masked;
use changed::{BANDS, band};
use std::collections::BTreeSet;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::child::Child;
use tongdu::domain::worker::Worker;
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::{Coded, Day, FieldType, Id, Value, Words};
use tongdu::service::{Office, Tables};

/// The office on a day.
pub struct Oracle<'a> {
    pub tables: &'a Tables,
    pub today: Day,
    words: Lexicon,
}

/// A row that ought to leave: the record it is of, and the child by whose file it is judged.
pub struct Expected<'a> {
    pub id: Id,
    pub record: &'a Record,
    child: Option<&'a Child>,
}

fn link(record: &Record, name: &str) -> Option<Id> {
    match record.value(name) {
        Value::Link(id) => Some(id),
        _ => None,
    }
}

fn is(record: &Record, name: &str, code: &str) -> bool {
    match record.value(name) {
        Value::Choice(held) => held == code,
        Value::Choices(held) => held.iter().any(|held| held == code),
        Value::Flag(held) => code == if held { "yes" } else { "no" },
        _ => false,
    }
}

fn one_of(record: &Record, name: &str, codes: &[&str]) -> bool {
    codes.iter().any(|code| is(record, name, code))
}

impl<'a> Oracle<'a> {
    pub fn new(office: &Office, tables: &'a Tables) -> Self {
        Self {
            tables,
            today: office.today(),
            words: Lexicon::new(Language::ZhCn),
        }
    }

    fn all(&self, kind: Kind) -> Vec<(Id, &'a Record)> {
        let rows = self.tables.live(kind);
        let mut all: Vec<_> = rows.map(|row| (row.id, &row.record)).collect();
        all.sort_by_key(|(id, _)| *id);
        all
    }

    fn of_home(&self, kind: Kind, home: Option<Id>) -> Vec<(Id, &'a Record)> {
        let mut all = self.all(kind);
        all.retain(|(_, record)| home.is_some() && link(record, "household") == home);
        all
    }

    /// Whole years between two days by their digits; none before birth.
    fn age(&self, record: &Record) -> Option<i32> {
        let Value::Day(born) = record.value("birth_day") else {
            return None;
        };
        let digits = |day: Day| day.iso().replace('-', "").parse::<i32>().unwrap();
        (born <= self.today).then(|| (digits(self.today) - digits(born)) / 10_000)
    }

    fn is_minor(&self, record: &Record) -> bool {
        self.age(record).is_none_or(|age| age < 18)
    }

    /// Children, homes, parents or people in post of a scope, in no order.
    pub fn rows(&self, dataset: &str, scope: &str) -> Vec<Expected<'a>> {
        let day = |record: &Record, name: &str| match record.value(name) {
            Value::Day(day) => Some(day),
            _ => None,
        };
        let kind = match dataset {
            "children" => Kind::Child,
            "families" => Kind::Household,
            "parents" => Kind::Caregiver,
            _ => Kind::Worker,
        };
        let mut rows = Vec::new();
        for (id, record) in self.all(kind) {
            let mut children = self.of_home(Kind::Child, Some(id));
            children.retain(|(_, child)| self.is_minor(child));
            let first = match dataset {
                "children" => Some(record),
                _ => children.first().map(|(_, child)| *child),
            };
            let leaves = match dataset {
                "children" => self.is_minor(record) && self.meant(record, scope),
                "families" => children.iter().any(|(_, child)| self.meant(child, scope)),
                "parents" => {
                    let parent = ["father", "adoptive_father", "mother", "adoptive_mother"];
                    one_of(record, "relation", &parent)
                        && !is(record, "status", "dead")
                        && day(record, "consent").is_some_and(|day| day <= self.today)
                }
                _ => !self.posts(id).is_empty(),
            };
            if leaves {
                let child = first.map(|child| <&Child>::try_from(child).unwrap());
                rows.push(Expected { id, record, child });
            }
        }
        rows
    }

    /// The children of a home that are told of.
    pub fn children_of(&self, home: Id) -> BTreeSet<Id> {
        let all = self.of_home(Kind::Child, Some(home)).into_iter();
        let minor = all.filter(|(_, child)| self.is_minor(child));
        minor.map(|(id, _)| id).collect()
    }

    fn meant(&self, child: &Record, scope: &str) -> bool {
        let family = self.tables.family(<&Child>::try_from(child).unwrap());
        match scope {
            "school_need" => {
                let home = self.home(child);
                let poor = ["allowance", "destitute", "filed"];
                one_of(child, "schooling", &["dropped_out", "not_at_school"])
                    || home.is_some_and(|home| one_of(home, "poverty", &poor))
            }
            "disabled" => {
                let told = |name| !child.value(name).is_empty();
                is(child, "health", "disabled") || told("disability") || told("grade")
            }
            "family_need" => !family.family_needs(self.today).is_empty(),
            _ => true,
        }
    }

    fn home(&self, record: &Record) -> Option<&'a Record> {
        let id = link(record, "household")?;
        self.tables.row(Kind::Household, id).map(|row| &row.record)
    }

    fn posts(&self, worker: Id) -> Vec<&'a Record> {
        let mut all = self.all(Kind::Post);
        all.retain(|(_, post)| link(post, "worker") == Some(worker));
        let holds = |post: &Record| {
            let began = |name| match post.value(name) {
                Value::Day(day) => Some(day),
                _ => None,
            };
            began("from").is_none_or(|d| d <= self.today)
                && began("to").is_none_or(|d| d >= self.today)
        };
        all.into_iter()
            .map(|(_, post)| post)
            .filter(|post| holds(post))
            .collect()
    }

    /// Who looks after the children of a home: alive, and marked so, or entrusted, or guardian.
    fn main(&self, home: Option<Id>) -> Option<&'a Record> {
        let mut all = self.of_home(Kind::Caregiver, home);
        all.retain(|(_, one)| !is(one, "status", "dead"));
        let marked = |name: &str| all.iter().find(|(_, one)| is(one, name, "yes"));
        let found = marked("main")
            .or(marked("entrusted"))
            .or(marked("guardian"));
        found.map(|(_, one)| *one)
    }

    /// By birth only where nobody adopted the child.
    fn parent(&self, home: Option<Id>, which: &str) -> Option<&'a Record> {
        let all = self.of_home(Kind::Caregiver, home);
        let of = |code: &str| all.iter().find(|(_, one)| is(one, "relation", code));
        let found = of(&format!("adoptive_{which}")).or(of(which));
        found.map(|(_, one)| *one)
    }

    fn told<T: Coded>(&self, all: Vec<T>) -> String {
        let words: Vec<String> = all
            .iter()
            .map(|c| self.words.choice(T::LIST, c.code()))
            .collect();
        words.join("、")
    }

    /// What stands in a field, as the sponge writes it.
    fn stored(&self, record: &Record, name: &str) -> String {
        let index = record
            .kind()
            .field_index(name)
            .unwrap_or_else(|| panic!("{name}"));
        let word = |code: &str| match record.kind().fields()[index].ty {
            FieldType::Choice(list, _) | FieldType::Choices(list, _) => {
                self.words.choice(list, code)
            }
            _ => panic!("{name} is no choice"),
        };
        match record.at(index) {
            Value::Choice(code) => word(&code),
            Value::Choices(codes) => codes.iter().map(|c| word(c)).collect::<Vec<_>>().join("、"),
            Value::Day(day) => day.0.to_string(),
            Value::Flag(yes) => u8::from(yes).to_string(),
            value => value.plain(),
        }
    }

    fn village(&self, id: Option<Id>) -> String {
        id.map_or_else(String::new, |id| self.tables.label(Kind::Village, id))
    }

    /// A cell before anything is done to it.
    pub fn cell(&self, dataset: &str, name: &str, row: &Expected<'_>) -> String {
        let (record, today) = (row.record, self.today);
        let home_id = match dataset {
            "families" => Some(row.id),
            _ => link(record, "household"),
        };
        let home = home_id
            .and_then(|id| self.tables.row(Kind::Household, id))
            .map(|r| &r.record);
        let of = |who: Option<&Record>, name: &str| {
            who.map_or_else(String::new, |r| self.stored(r, name))
        };
        let village = match dataset {
            "children" => link(record, "village"),
            "families" => row.child.and_then(|child| child.village),
            "parents" => {
                let children = self.of_home(Kind::Child, home_id);
                children
                    .first()
                    .and_then(|(_, child)| link(child, "village"))
            }
            _ => self
                .posts(row.id)
                .first()
                .and_then(|post| link(post, "village")),
        };
        let main = || self.main(home_id);
        let phone = || {
            let own = of(main(), "phone");
            if own.is_empty() {
                of(home, "phone")
            } else {
                own
            }
        };
        let mut ages: Vec<Option<i32>> = Vec::new();
        if dataset == "families" {
            let children = self.of_home(Kind::Child, home_id);
            let children = children
                .into_iter()
                .filter(|(_, child)| self.is_minor(child));
            ages = children.map(|(_, child)| self.age(child)).collect();
        }
        let family = row.child.map(|child| self.tables.family(child));
        match (dataset, name) {
            (_, "village") => self.village(village),
            (_, "township") => village.map_or("", |_| "莒口镇").to_owned(),
            ("children", "address" | "poverty" | "relief") => of(home, name),
            ("children", "categories") => self.told(family.unwrap().categories(today)),
            ("children", "difficulties") => self.told(family.unwrap().difficulties(today)),
            ("children", "papers") => self.told(family.unwrap().missing_papers()),
            ("children", "school_needs") => self.told(family.unwrap().school_needs(today)),
            ("children", "care_needs") => self.told(family.unwrap().care_needs()),
            ("children", "family_needs") => self.told(family.unwrap().family_needs(today)),
            ("children", "guardian") => of(main(), "name"),
            ("children", "guardian_relation") => of(main(), "relation"),
            ("children", "guardian_phone") | ("families", "phone") => phone(),
            ("children", "father" | "mother") => of(self.parent(home_id, name), "name"),
            ("families", "guardian") => match main() {
                Some(main) => self.stored(main, "name"),
                None => self.stored(record, "head"),
            },
            ("families", "children") => ages.len().to_string(),
            ("families", "ages") => {
                let bands: Vec<&str> = ages.iter().flatten().map(|age| band(*age)).collect();
                let told = BANDS.iter().map(|(_, band)| *band).filter_map(|band| {
                    let many = bands.iter().filter(|b| **b == band).count();
                    (many > 0).then(|| format!("{band}{many}人"))
                });
                told.collect::<Vec<_>>().join("、")
            }
            ("families", "needs") => {
                let children = self.of_home(Kind::Child, home_id);
                let children = children
                    .into_iter()
                    .filter(|(_, child)| self.is_minor(child));
                let mut needs: Vec<_> = children
                    .map(|(_, child)| self.tables.family(<&Child>::try_from(child).unwrap()))
                    .flat_map(|family| family.family_needs(today))
                    .collect();
                needs.sort_by_key(|need| need.code());
                needs.dedup();
                self.told(needs)
            }
            ("roster", "post_from") => {
                let posts = self.posts(row.id);
                posts
                    .first()
                    .map_or_else(String::new, |post| self.stored(post, "from"))
            }
            ("roster", "full_time") => match <&Worker>::try_from(record).unwrap().work_time {
                None => String::new(),
                Some(_) => u8::from(is(record, "work_time", "full")).to_string(),
            },
            ("roster", "rotation") => {
                let state = self
                    .tables
                    .workforce()
                    .year_state(row.id, today.year(), today);
                self.words.choice("year-state", state.code())
            }
            _ => self.stored(record, name),
        }
    }
}
