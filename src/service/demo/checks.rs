//! Invented inspections: planned ones over the past year, a draw of last quarter with what came of
//! it, and findings, one of them overdue.

use super::{Dice, Inventor, Scale};
use crate::domain::book::{Kind, Record};
use crate::domain::draw::{ALGORITHM, Candidate, Draw, MOST, Period, Seed, weight};
use crate::domain::finding::Finding;
use crate::domain::inspection::{CheckPart, CheckResult, Inspection, InspectionType};
use crate::domain::village::Village;
use crate::schema::{Day, Id, TimeOfDay};
use crate::store::Op;
use std::collections::HashMap;

/// Villages of the last quarter's draw.
const DRAWN: usize = 2;

impl Inventor<'_> {
    /// Inspections of these villages; the province is for measuring lists, and has none.
    pub(super) fn checks(&mut self, scale: Scale, seed: u64, villages: &[Id]) {
        if scale == Scale::Province {
            return;
        }
        let directors = self.directors();
        let mut last: HashMap<Id, Day> = HashMap::new();
        for (n, village) in villages.iter().enumerate() {
            // A vacant one, and two that nobody has been to yet.
            if matches!(n % 17, 4 | 6 | 13) {
                continue;
            }
            let back = 120 + (n * 37) % 310;
            let day = self.today.plus(-i32::try_from(back).unwrap_or(120));
            last.insert(*village, day);
            let check = self.inspected(*village, InspectionType::Planned, day, None, n);
            let Some(owner) = directors.get(village) else {
                continue;
            };
            match n % 17 {
                2 => self.finding(
                    check,
                    *owner,
                    CheckPart::Files,
                    (day.plus(30), Some(day.plus(20))),
                ),
                8 => self.finding(check, *owner, CheckPart::Venue, (self.today.plus(-3), None)),
                11 => self.finding(check, *owner, CheckPart::Files, (self.today.plus(20), None)),
                _ => {}
            }
        }
        if let Some(village) = villages.first() {
            self.add(Inspection {
                village: Some(*village),
                kind: Some(InspectionType::Planned),
                planned: Some(self.today.plus(12)),
                inspectors: "王芳".into(),
                ..Inspection::default()
            });
        }
        self.draw_of_last_quarter(seed, villages, &last);
    }

    /// Who is in post in which village, of those invented.
    fn directors(&self) -> HashMap<Id, Id> {
        let posts = self.items.iter().filter_map(|item| match &item.op {
            Op::Put(Record::Post(post)) if post.to.is_none() => Some((post.village?, post.worker?)),
            _ => None,
        });
        posts.collect()
    }

    fn inspected(
        &mut self,
        village: Id,
        kind: InspectionType,
        day: Day,
        draw: Option<Id>,
        n: usize,
    ) -> Id {
        let problem = |at: usize| n % 17 == at;
        let result = |problem: bool| {
            Some(if problem {
                CheckResult::Problem
            } else {
                CheckResult::Fine
            })
        };
        let told = |problem: bool, text: &str| {
            if problem {
                text.to_owned()
            } else {
                String::new()
            }
        };
        let (files, venue) = (problem(2) || problem(11), problem(8));
        self.add(Inspection {
            village: Some(village),
            kind: Some(kind),
            planned: Some(day.plus(3)),
            inspectors: "王芳".into(),
            done: Some(day),
            visits: result(false),
            files: result(files),
            files_note: told(files, "两份档案没有父母的务工地点"),
            publicity: Some(CheckResult::NotLooked),
            venue: result(venue),
            venue_note: told(venue, "活动记录停在三个月前"),
            draw,
            ..Inspection::default()
        })
    }

    fn finding(&mut self, of: Id, owner: Id, part: CheckPart, (due, closed): (Day, Option<Day>)) {
        let what = match part {
            CheckPart::Venue => "补齐儿童之家的活动记录",
            _ => "补齐两份档案的务工地点",
        };
        self.add(Finding {
            inspection: Some(of),
            part: Some(part),
            what: what.into(),
            owner: Some(owner),
            due: Some(due),
            proof: closed.map_or_else(String::new, |_| "看过补好的档案".into()),
            closed,
            note: String::new(),
        });
    }

    /// A draw as the program makes it, with weights of its own day.
    fn draw_of_last_quarter(&mut self, seed: u64, villages: &[Id], last: &HashMap<Id, Day>) {
        let begins = Period::quarter_of(self.today).first();
        let Some(day) = begins.map(|first| first.plus(-70)) else {
            return;
        };
        let mut candidates = self.candidates(villages, last, day);
        candidates.sort_by(|a, b| a.code.cmp(&b.code));
        // Dice of its own: what is added here changes nobody's name.
        let seed = Seed(Dice::new(seed ^ 0x6472_6177).below(u64::MAX));
        let mut draw = Draw {
            period: Period::quarter_of(day).to_string(),
            count: i64::try_from(DRAWN).ok(),
            seed: seed.to_string(),
            given: Some(false),
            most: Some(i64::from(MOST)),
            algorithm: ALGORITHM.to_owned(),
            day: Some(day),
            time: Some(TimeOfDay(9 * 60 + 52)),
            reason: String::new(),
            state: None,
            candidates,
        };
        let drawn = draw.finish();
        let id = self.add(draw);
        for village in drawn {
            self.inspected(village, InspectionType::Random, day.plus(9), Some(id), 0);
        }
    }

    fn candidates(&self, villages: &[Id], last: &HashMap<Id, Day>, day: Day) -> Vec<Candidate> {
        let tables = self.office.tables();
        let candidate = |village: &Id| {
            let code = &tables.get::<Village>(Kind::Village, *village)?.code;
            let last = last.get(village).copied().filter(|last| *last < day);
            Some(Candidate {
                village: *village,
                code: code.clone(),
                last,
                weight: weight(last, day, MOST),
                ..Candidate::default()
            })
        };
        villages.iter().filter_map(candidate).collect()
    }
}
