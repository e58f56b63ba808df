//! Who is recommended for 评先评优 in a year: everybody whose review is signed, with the records
//! behind it, and what speaks against each. Holds counts of the workforce's records alone.

use super::write::Faults;
use super::{Office, Problem, Row, Saved, Tables};
use crate::domain::book::{Kind, Record};
use crate::domain::commendation::{Commendation, CommendationType};
use crate::domain::finding::Finding;
use crate::domain::recommend::{Bar, Standing, place};
use crate::domain::review::{Count, Review, ReviewStage, findings};
use crate::domain::talk::Talk;
use crate::domain::workforce::YearState;
use crate::schema::{Day, Fault, Id, Score};
use std::sync::Arc;

/// One director's year beside the others.
#[derive(Clone, Debug)]
pub struct Recommending {
    /// The review.
    pub review: Id,
    /// Whose.
    pub worker: Id,
    /// Their name.
    pub name: String,
    /// Where they were in charge.
    pub village: String,
    /// What the year came to.
    pub total: Score,
    /// Its place among all of the year.
    pub place: usize,
    /// The year's rotation.
    pub rotation: YearState,
    /// What had to be put right by a day of the year: in term, of how many.
    pub settled: Count,
    /// Of that, what is open and past its term.
    pub overdue: usize,
    /// Formal talks 约谈 of the year.
    pub talks: usize,
    /// Commendations up to the year, but for the recommendation itself.
    pub commended: usize,
    /// What speaks against it; ours (本地默认).
    pub bars: Vec<Bar>,
    /// The recommendation, where there is one.
    pub recommended: Option<Arc<Row>>,
}

impl Recommending {
    /// Why somebody is recommended, where a reason was given.
    pub fn reason(&self) -> String {
        let record = self.recommended.as_ref().map(|row| &row.record);
        match record {
            Some(Record::Commendation(commendation)) => commendation.reason.clone(),
            _ => String::new(),
        }
    }
}

impl Office {
    /// Everybody whose review of a year is signed, the highest total first; whom something speaks
    /// against stands below.
    pub fn recommending(&self, year: i32) -> Vec<Recommending> {
        let mut sheets = self.reviews(year);
        sheets.retain(|sheet| sheet.stage() == ReviewStage::Signed);
        let totals: Vec<Score> = sheets.iter().filter_map(|sheet| sheet.total()).collect();
        let (tables, today) = (self.tables(), self.today());
        let workforce = tables.workforce();
        let lines = sheets.into_iter().filter_map(|sheet| {
            let (worker, total) = (sheet.worker, sheet.total()?);
            let rotation = workforce.year_state(worker, year, today);
            let (settled, overdue) = settled(&tables, worker, year, today);
            let standing = Standing {
                vetoed: sheet.review.veto == Some(true),
                passed: sheet.passed() == Some(true),
                overdue,
                rotation,
            };
            Some(Recommending {
                review: sheet.id,
                worker,
                place: place(total, &totals),
                bars: standing.bars(),
                total,
                rotation,
                settled,
                overdue,
                talks: talks(&tables, worker, year),
                commended: commended(&tables, worker, year),
                recommended: recommended(&tables, worker, year).cloned(),
                name: sheet.name,
                village: sheet.village,
            })
        });
        let mut lines: Vec<Recommending> = lines.collect();
        lines.sort_by(|a, b| {
            let key = |l: &Recommending| (!l.bars.is_empty(), std::cmp::Reverse(l.total.0));
            key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name))
        });
        lines
    }

    /// The latest year in which somebody's review is signed; this one where there is none.
    pub fn recommended_year(&self) -> i32 {
        let tables = self.tables();
        let all = tables.all::<Review>(Kind::Review);
        let signed = all.filter(|(_, review)| review.signed.is_some());
        let latest = signed.map(|(_, review)| review.year()).max();
        latest.unwrap_or_else(|| self.today().year())
    }

    /// Recommends somebody for a year, with a reason where something speaks against it.
    ///
    /// # Errors
    /// No signed review of that year, recommended already, or no reason where it needs one.
    pub fn recommend(&self, worker: Id, year: i32, reason: &str) -> Result<Saved, Problem> {
        let record = Commendation {
            worker: Some(worker),
            year: Some(i64::from(year)),
            day: Some(self.today()),
            kind: Some(CommendationType::Recommended),
            given_by: self.place().name.clone(),
            document: String::new(),
            reason: reason.trim().to_owned(),
        };
        self.save(None, record.into(), "")
    }

    /// What is wrong with a recommendation beside the year that it is for.
    pub(super) fn judge_recommended(&self, was: Option<&Row>, record: &Record) -> Faults {
        let Record::Commendation(new) = record else {
            return Faults::new();
        };
        let (Some(worker), Some(year)) = (new.worker, new.year) else {
            return Faults::new();
        };
        let Ok(year) = i32::try_from(year) else {
            return Faults::new();
        };
        if !new.recommends_for(year) {
            return Faults::new();
        }
        // What was recommended stays so: a number of document may come years later.
        let before = was.and_then(|row| <&Commendation>::try_from(&row.record).ok());
        let same = |old: &Commendation| {
            old.recommends_for(year) && old.worker == new.worker && old.reason == new.reason
        };
        if before.is_some_and(same) {
            return Faults::new();
        }
        let fault = |field: &str, key| vec![(field.to_owned(), Fault::Rule(key))];
        let lines = self.recommending(year);
        let Some(line) = lines.into_iter().find(|line| line.worker == worker) else {
            return fault("worker", "fault-no-signed-review");
        };
        let other = line
            .recommended
            .filter(|row| Some(row.id) != was.map(|was| was.id));
        if other.is_some() {
            return fault("year", "fault-recommended-already");
        }
        if !line.bars.is_empty() && new.reason.trim().is_empty() {
            return fault("reason", "fault-barred-without-reason");
        }
        Faults::new()
    }
}

/// What somebody had to put right by a day of the year, and how much of it is open past its term.
fn settled(tables: &Tables, worker: Id, year: i32, today: Day) -> (Count, usize) {
    let all = || {
        let rows = tables.leading_to(worker, Kind::Finding);
        rows.filter_map(|row| Some((row.id, <&Finding>::try_from(&row.record).ok()?)))
    };
    let open = |finding: &Finding| {
        let due = finding.due.filter(|due| *due < today && due.year() <= year);
        finding.owner == Some(worker) && finding.closed.is_none() && due.is_some()
    };
    let count = Count::of(&findings(all(), worker, year, today));
    (count, all().filter(|(_, finding)| open(finding)).count())
}

fn talks(tables: &Tables, worker: Id, year: i32) -> usize {
    let rows = tables.leading_to(worker, Kind::Talk);
    let talks = rows.filter_map(|row| <&Talk>::try_from(&row.record).ok());
    talks.filter(|talk| talk.formal_in(year)).count()
}

fn of_worker(tables: &Tables, worker: Id) -> impl Iterator<Item = (&Arc<Row>, &Commendation)> {
    let rows = tables.leading_to(worker, Kind::Commendation);
    rows.filter_map(|row| Some((row, <&Commendation>::try_from(&row.record).ok()?)))
}

/// Commendations up to this year, but for the recommendation of the year itself.
fn commended(tables: &Tables, worker: Id, year: i32) -> usize {
    let earlier = |c: &Commendation| c.year <= Some(i64::from(year)) && !c.recommends_for(year);
    of_worker(tables, worker)
        .filter(|(_, c)| earlier(c))
        .count()
}

fn recommended(tables: &Tables, worker: Id, year: i32) -> Option<&Arc<Row>> {
    let mut all = of_worker(tables, worker);
    all.find(|(_, c)| c.recommends_for(year))
        .map(|(row, _)| row)
}
