//! An office with its villages and register, and lists in every form; the people are invented.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use std::collections::BTreeMap;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::divisions;
use tongdu::domain::post::Post;
use tongdu::domain::village::Village;
use tongdu::domain::worker::Worker;
use tongdu::schema::{Day, Id, Words, number};
use tongdu::service::transfer::directors::{Register, plan};
use tongdu::service::transfer::plan::{Counts, Held, Plan, RowPlan};
use tongdu::service::transfer::problem::SheetProblem;
use tongdu::service::transfer::shape::Shape;
use tongdu::service::transfer::sheet::Sheet;
use tongdu::service::transfer::{heading, sheet};

/// The list of directors.
pub fn directors() -> &'static Shape {
    Shape::of(Kind::Worker).unwrap()
}

/// What the user says of the columns.
pub fn said(map: &[(String, String)]) -> heading::Said<'_> {
    heading::Said {
        map,
        remembered: &[],
    }
}

/// A valid identity number of nobody.
pub fn id_number(birth: &str, sequence: u32) -> String {
    let stem = format!("350703{birth}{sequence:03}");
    let check = char::from(number::check_place(stem.as_bytes()));
    format!("{stem}{check}")
}

/// A number whose last place is wrong.
pub fn wrong_number() -> String {
    let right = id_number("19750314", 1);
    let last = if right.ends_with('0') { "1" } else { "0" };
    format!("{}{last}", &right[..17])
}

/// A valid identity number that ends in X.
pub fn id_number_with_x(birth: &str) -> String {
    let all = (1..=999).map(|sequence| id_number(birth, sequence));
    all.into_iter()
        .find(|number| number.ends_with('X'))
        .unwrap()
}

pub fn day(iso: &str) -> Day {
    Day::parse(iso, None).unwrap()
}

pub fn today() -> Day {
    day("2026-11-23")
}

/// 莒口镇, with a register that changes by plans only.
pub struct Office {
    pub villages: BTreeMap<Id, Village>,
    pub workers: BTreeMap<Id, (u32, Worker)>,
    pub posts: BTreeMap<Id, (u32, Post)>,
    /// The township whose list it is, where an office of several knows.
    pub township: Option<&'static str>,
    last: u128,
}

impl Office {
    pub fn new() -> Self {
        Self::at("350703104")
    }

    pub fn at(code: &str) -> Self {
        let mut office = Self {
            villages: BTreeMap::new(),
            workers: BTreeMap::new(),
            posts: BTreeMap::new(),
            township: None,
            last: 0,
        };
        let township = divisions::office(code).unwrap();
        for division in divisions::villages_of(township) {
            let village = Village {
                name: division.short.clone(),
                code: division.code.clone(),
                ..Village::default()
            };
            let id = office.id();
            office.villages.insert(id, village);
        }
        office
    }

    fn id(&mut self) -> Id {
        self.last += 1;
        Id(self.last.to_be_bytes())
    }

    pub fn village(&self, name: &str) -> Id {
        *self
            .villages
            .iter()
            .find(|(_, v)| v.name == name)
            .unwrap()
            .0
    }

    pub fn add(&mut self, worker: Worker, post: Post) -> Id {
        let (id, post_id) = (self.id(), self.id());
        self.workers.insert(id, (1, worker));
        self.posts.insert(
            post_id,
            (
                1,
                Post {
                    worker: Some(id),
                    ..post
                },
            ),
        );
        id
    }

    pub fn plan(&mut self, sheet: &Sheet) -> Plan<u32> {
        self.plan_mapped(sheet, &[]).unwrap()
    }

    pub fn plan_mapped(
        &mut self,
        sheet: &Sheet,
        map: &[(&str, &str)],
    ) -> Result<Plan<u32>, SheetProblem> {
        let map: Vec<_> = map
            .iter()
            .map(|(f, c)| ((*f).to_owned(), (*c).to_owned()))
            .collect();
        let columns = heading::find(sheet, directors(), said(&map))?;
        let mut last = self.last;
        let mut new_id = || {
            last += 1;
            Id(last.to_be_bytes())
        };
        let plan = plan(sheet, &columns, &self.register(), today(), &mut new_id);
        self.last = last;
        Ok(plan)
    }

    pub fn register(&self) -> Register<'_, u32> {
        Register {
            workers: self
                .workers
                .iter()
                .map(|(id, (base, record))| Held {
                    id: *id,
                    base: *base,
                    record,
                })
                .collect(),
            posts: self
                .posts
                .iter()
                .map(|(id, (base, record))| Held {
                    id: *id,
                    base: *base,
                    record,
                })
                .collect(),
            villages: self
                .villages
                .iter()
                .map(|(id, village)| (*id, village))
                .collect(),
            township: self.township,
        }
    }

    /// Saves a plan as the store would: a new record must be new, a changed one unchanged since.
    pub fn save(&mut self, plan: &Plan<u32>) -> usize {
        let changes = plan.changes();
        for (kind, id, base, record) in &changes {
            let revision = base.unwrap_or(0) + 1;
            let (held, want) = match (kind, record) {
                (Kind::Worker, Record::Worker(worker)) => (
                    self.workers
                        .insert(*id, (revision, worker.clone()))
                        .map(|h| h.0),
                    *base,
                ),
                (Kind::Post, Record::Post(post)) => {
                    assert!(
                        self.workers.contains_key(&post.worker.unwrap()),
                        "its worker comes first"
                    );
                    (
                        self.posts
                            .insert(*id, (revision, post.clone()))
                            .map(|h| h.0),
                        *base,
                    )
                }
                other => panic!("{other:?}"),
            };
            assert_eq!(held, want, "the marker is that of the record");
        }
        changes.len()
    }

    /// Plans and saves.
    pub fn import(&mut self, sheet: &Sheet) -> Plan<u32> {
        let plan = self.plan(sheet);
        self.save(&plan);
        plan
    }

    pub fn worker(&self, name: &str) -> &Worker {
        &self
            .workers
            .values()
            .find(|(_, w)| w.name == name)
            .unwrap_or_else(|| panic!("{name}"))
            .1
    }

    /// The villages that somebody serves, with from and to.
    pub fn posts_of(&self, name: &str) -> Vec<(String, Option<Day>, Option<Day>)> {
        let id = self
            .workers
            .iter()
            .find(|(_, (_, w))| w.name == name)
            .unwrap()
            .0;
        let posts = self.posts.values().map(|(_, post)| post);
        posts
            .filter(|post| post.worker == Some(*id))
            .map(|post| {
                let village = post
                    .village
                    .map(|v| self.villages[&v].name.clone())
                    .unwrap_or_default();
                (village, post.from, post.to)
            })
            .collect()
    }
}

/// A list as text.
pub fn csv(rows: &[&[&str]]) -> Sheet {
    let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    sheet::from_bytes(lines.join("\n").as_bytes(), None).unwrap()
}

/// A cell of a workbook.
#[derive(Clone)]
pub enum C<'a> {
    T(&'a str),
    N(f64),
    D(i32, u8, u8),
    E,
}

pub fn fill(page: &mut Worksheet, rows: &[Vec<C<'_>>]) {
    let format = Format::new().set_num_format("yyyy/m/d");
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (row as u32, column as u16);
            match cell {
                C::T(text) => page.write_string(row, column, *text).unwrap(),
                C::N(number) => page.write_number(row, column, *number).unwrap(),
                C::D(y, m, d) => {
                    let moment = ExcelDateTime::from_ymd(*y as u16, *m, *d).unwrap();
                    page.write_datetime_with_format(row, column, &moment, &format)
                        .unwrap()
                }
                C::E => page,
            };
        }
    }
}

pub fn xlsx(rows: &[Vec<C<'_>>]) -> Vec<u8> {
    xlsx_with(rows, |_| {})
}

pub fn xlsx_with(rows: &[Vec<C<'_>>], finish: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("花名册").unwrap();
    fill(page, rows);
    finish(page);
    book.save_to_buffer().unwrap()
}

/// Keys and arguments instead of words.
pub struct Keys;

impl Words for Keys {
    fn fill(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<String> = args
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if key == "import-report-reason" {
            "不收的原因".into()
        } else {
            format!("{key} {}", args.join(" "))
        }
    }

    fn chinese(&self) -> Box<dyn Words + '_> {
        Box::new(Keys)
    }
}

/// The keys and columns of a row's reasons.
pub fn reasons<B>(row: &RowPlan<B>) -> Vec<(&'static str, &'static str, Option<usize>)> {
    use tongdu::service::transfer::plan::Outcome;
    match &row.outcome {
        Outcome::Refused(faults) => faults
            .iter()
            .map(|f| (f.field, f.reason.key(), f.column))
            .collect(),
        _ => Vec::new(),
    }
}

pub fn warnings<B>(row: &RowPlan<B>) -> Vec<&'static str> {
    row.warnings.iter().map(|w| w.key()).collect()
}

/// How many rows do what.
pub fn counts(new: usize, changed: usize, same: usize, refused: usize) -> Counts {
    Counts {
        new,
        changed,
        same,
        refused,
    }
}
