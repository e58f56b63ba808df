//! An invented office on real village names: for looking around, for benches, for trying a plug-in.
//!
//! Nobody in it exists: identity numbers carry the county 359999, which was never given out, and
//! telephones begin with 140, which no network has. The same seed and day invent the same people.

mod checks;
mod consequences;
mod dice;
mod family;
mod lessons;
mod reviews;

use super::office::{chunks, put};
use super::{Act, NewOffice, Office, OfficeRole, Problem, Setup};
use crate::domain::book::{Kind, Record};
use crate::domain::post::Post;
use crate::domain::training::{
    Attendance, Enrolment, Level, Mode, Outcome, Session, Topic, Training, TrainingType,
};
use crate::domain::worker::{Sex, Source, WorkTime, Worker, WorkerRole};
use dice::Dice;

use crate::schema::{Day, Id, Score, TimeOfDay, number};
use crate::store::{ItemChange, Op};
use std::collections::BTreeSet;
use std::path::Path;

/// The demo's passphrase, published on purpose.
pub const DEMO_PASSPHRASE: &str = "yanshi-tongdu";

/// How big the invented office is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// 莒口镇, 17 villages.
    Township,
    /// 建阳区.
    County,
    /// Every village of the prefecture and those beyond, 17,498 of them.
    Province,
}

impl Scale {
    /// What the verb calls it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Township => "township",
            Self::County => "county",
            Self::Province => "province",
        }
    }

    /// The scale with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Township, Self::County, Self::Province]
            .into_iter()
            .find(|s| s.code() == code)
    }

    fn area(self) -> &'static str {
        match self {
            Self::Township => "350703104",
            Self::County => "350703",
            Self::Province => "3507",
        }
    }
}

/// Makes the invented office in this folder.
///
/// # Errors
/// What the store refuses.
pub fn make(setup: &Setup, root: &Path, scale: Scale, seed: u64) -> Result<Office, Problem> {
    let role = if scale == Scale::Township {
        OfficeRole::Supervisor
    } else {
        OfficeRole::Trainer
    };
    let new = NewOffice {
        area: scale.area().into(),
        name: "王芳".into(),
        role,
        passphrase: DEMO_PASSPHRASE.into(),
        demo: true,
    };
    let (office, _) = Office::create(setup, root, &new)?;
    let mut inventor = Inventor {
        dice: Dice::new(seed),
        homes: family::Homes::new(seed),
        today: office.today(),
        office: &office,
        items: Vec::new(),
    };
    inventor.villages_beyond(scale);
    inventor.invent();
    let villages = inventor.villages();
    inventor.checks(scale, seed, &villages);
    inventor.reviews(scale, seed, &villages);
    inventor.lessons();
    inventor.consequences(scale);
    let items = std::mem::take(&mut inventor.items);
    office.commit_group(Act::SetUp, "", chunks(items), &mut |_, _| true)?;
    Ok(office)
}

/// Adds invented records all at once: for benches, which need more of them than a demo has.
///
/// # Errors
/// What the store refuses.
pub fn add(office: &Office, records: Vec<Record>) -> Result<(), Problem> {
    let item = |record| put(office.setup().new_id(), None, record);
    let items = records.into_iter().map(item).collect();
    office.commit_group(Act::SetUp, "", chunks(items), &mut |_, _| true)?;
    Ok(())
}

struct Inventor<'a> {
    dice: Dice,
    homes: family::Homes,
    today: Day,
    office: &'a Office,
    items: Vec<ItemChange>,
}

impl Inventor<'_> {
    fn add(&mut self, record: impl Into<Record>) -> Id {
        let id = self.office.setup().new_id();
        self.items.push(put(id, None, record.into()));
        id
    }

    /// A store's area is at most a prefecture; the province's other villages are added to it, so
    /// that the size can be tried.
    fn villages_beyond(&mut self, scale: Scale) {
        use crate::domain::divisions::{self, DivisionLevel};
        if scale != Scale::Province {
            return;
        }
        let beyond = divisions::all()
            .iter()
            .filter(|d| d.level == DivisionLevel::Village && !d.code.starts_with("3507"));
        for d in beyond {
            let village = crate::domain::village::Village {
                name: d.short.clone(),
                code: d.code.clone(),
                ..Default::default()
            };
            self.add(village);
        }
    }

    fn villages(&self) -> Vec<Id> {
        let added = self
            .items
            .iter()
            .filter(|i| matches!(i.op, Op::Put(Record::Village(_))))
            .map(|i| i.id);
        self.office
            .tables()
            .live(Kind::Village)
            .map(|r| r.id)
            .chain(added)
            .collect()
    }

    fn invent(&mut self) {
        let villages = self.villages();
        let mut directors = Vec::new();
        for (n, village) in villages.iter().enumerate() {
            // One village is vacant, one has two: what the first screen is for.
            if n % 17 == 6 {
                self.former_director(*village);
            } else {
                directors.push(self.director(*village, n % 17 == 13));
            }
            if n % 17 == 9 {
                directors.push(self.director(*village, false));
            }
            if self.office.may(Kind::Child) {
                (0..2 + n % 7).for_each(|_| self.child(*village));
            }
        }
        let own = self.worker(WorkerRole::Supervisor, Some(self.today.plus(-2200)));
        directors.push((own, self.today.plus(-2200)));
        for back in (0..4).rev() {
            self.year_of_training(self.today.year() - back, &directors);
        }
    }

    fn director(&mut self, village: Id, new: bool) -> (Id, Day) {
        let days = if new { 40 } else { 200 + self.dice.below(2300) };
        let since = self.today.plus(-i32::try_from(days).unwrap_or(200));
        let worker = self.worker(WorkerRole::Director, (!new).then(|| since.plus(-20)));
        self.add(Post {
            worker: Some(worker),
            village: Some(village),
            from: Some(since),
            ..Post::default()
        });
        (worker, since)
    }

    fn former_director(&mut self, village: Id) {
        let worker = self.worker(WorkerRole::Director, Some(self.today.plus(-1500)));
        let (from, to) = (Some(self.today.plus(-1480)), Some(self.today.plus(-42)));
        self.add(Post {
            worker: Some(worker),
            village: Some(village),
            from,
            to,
            ..Post::default()
        });
    }

    fn worker(&mut self, role: WorkerRole, first_training: Option<Day>) -> Id {
        let sex = if self.dice.below(3) == 0 {
            Sex::Male
        } else {
            Sex::Female
        };
        let born = self
            .today
            .plus(-i32::try_from(9000 + self.dice.below(11_000)).unwrap_or(9000));
        let worker = Worker {
            extra: crate::schema::Extra::new(),
            name: self.name(sex),
            role: Some(role),
            sex: Some(sex),
            birth_day: Some(born),
            id_number: self.id_number(born, sex),
            phone: format!("140{:08}", self.dice.below(100_000_000)),
            source: Some(self.dice.one(&[
                Source::Committee,
                Source::Committee,
                Source::VillageOfficial,
                Source::SocialWorker,
            ])),
            female_member: (sex == Sex::Female).then(|| self.dice.below(2) == 0),
            work_time: Some(
                self.dice
                    .one(&[WorkTime::Part, WorkTime::Part, WorkTime::Full]),
            ),
            first_training,
            certificate: first_training.map_or_else(String::new, |d| {
                format!("YS{}-{:04}", d.year(), self.dice.below(10_000))
            }),
            national_entered: Some(self.today.plus(-140)),
            note: String::new(),
        };
        self.add(worker)
    }

    fn year_of_training(&mut self, year: i32, workers: &[(Id, Day)]) {
        let this_year = year == self.today.year();
        let day = if this_year {
            self.today.plus(-20)
        } else {
            Day::from_ymd(year, 6, 12).unwrap_or(self.today)
        };
        let training = self.add(Training {
            name: format!("{year}年儿童主任轮训"),
            kind: Some(TrainingType::Rotation),
            level: Some(Level::County),
            year: Some(i64::from(year)),
            organiser: "区民政局".into(),
            mode: Some(Mode::OnSite),
            hours: Some(8),
            ..Training::default()
        });
        let session = self.session(training, "第1组", day);
        let next = this_year.then(|| self.session(training, "第2组", self.today));
        for (n, (worker, since)) in workers
            .iter()
            .enumerate()
            .filter(|(_, (_, since))| *since < day)
        {
            let _ = since;
            let marked = Enrolment {
                session: Some(session),
                worker: Some(*worker),
                state: Some(self.dice.one(&[
                    Attendance::Present,
                    Attendance::Present,
                    Attendance::Present,
                    Attendance::Late,
                ])),
                time: Some(TimeOfDay(
                    8 * 60 + 20 + u16::try_from(self.dice.below(30)).unwrap_or(0),
                )),
                score: Some(Score(
                    700 + i64::try_from(self.dice.below(290)).unwrap_or(0),
                )),
                result: Some(Outcome::Pass),
                ..Enrolment::default()
            };
            match next {
                // Some of this year are still to come.
                Some(next) if n % 4 == 0 => {
                    let waiting = Enrolment {
                        session: Some(next),
                        state: Some(Attendance::Unmarked),
                        time: None,
                        score: None,
                        result: None,
                        ..marked
                    };
                    self.add(waiting);
                }
                _ => {
                    self.add(marked);
                }
            }
        }
    }

    fn session(&mut self, training: Id, name: &str, day: Day) -> Id {
        let session = Session {
            training: Some(training),
            name: name.into(),
            day: Some(day),
            start: Some(TimeOfDay(8 * 60 + 30)),
            end: Some(TimeOfDay(17 * 60)),
            place: "区民政局三楼".into(),
            lecturer: String::new(),
            topics: BTreeSet::from([Topic::Visits, Topic::Updates, Topic::Reporting]),
            ..Session::default()
        };
        self.add(session)
    }

    fn name(&mut self, sex: Sex) -> String {
        const SURNAMES: [&str; 20] = [
            "陈", "林", "黄", "张", "吴", "李", "郑", "王", "刘", "杨", "曾", "单", "谢", "叶",
            "徐", "解", "仇", "游", "江", "詹",
        ];
        const MALE: [&str; 10] = [
            "建国", "志强", "文彬", "庆华", "振华", "志勇", "晓明", "海峰", "兴民", "子轩",
        ];
        const FEMALE: [&str; 10] = [
            "秀英", "丽华", "桂香", "美珍", "玉兰", "春梅", "小燕", "晓红", "秀娟", "月娥",
        ];
        let given = if sex == Sex::Male {
            self.dice.one(&MALE)
        } else {
            self.dice.one(&FEMALE)
        };
        format!("{}{given}", self.dice.one(&SURNAMES))
    }

    fn id_number(&mut self, born: Day, sex: Sex) -> String {
        let order = self.dice.below(500) * 2 + u64::from(sex == Sex::Male);
        let digits = format!("359999{}{order:03}", born.iso().replace('-', ""));
        let check = number::check_place(digits.as_bytes());
        format!("{digits}{}", check as char)
    }
}
