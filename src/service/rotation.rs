//! Who was trained in which year: the matrix, its gaps, when people lapse, and how much of each
//! township is covered; and all of it as tables for superiors.

use super::at_once::at_once;
use super::table::Table;
use super::{Office, Tables};
use crate::domain::book::Kind;
use crate::domain::divisions::{self, Division};
use crate::domain::worker::{Worker, WorkerRole};
use crate::domain::workforce::{HORIZONS, Workforce, YearState};
use crate::schema::{Coded, Day, Id, Words};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

/// The lines of a state of the records and a day, for each of the years that were asked for: one
/// page asks for several, another for one.
pub(super) type Kept = (
    Option<(u64, Day)>,
    BTreeMap<Vec<i32>, Arc<Vec<RotationLine>>>,
);

/// One person of the rotation matrix.
#[derive(Clone, Debug)]
pub struct RotationLine {
    /// Who.
    pub worker: Id,
    /// Director or supervisor.
    pub role: Option<WorkerRole>,
    /// Where.
    pub village: Option<Id>,
    /// In which township; of who left, where they served last.
    pub township: Option<&'static Division>,
    /// In post since.
    pub since: Option<Day>,
    /// A state for each year asked for.
    pub years: Vec<YearState>,
    /// Until when the rotation is in order; none for who is not in post.
    pub lapses: Option<Day>,
}

impl RotationLine {
    /// Whether the last of the years asked for is still to be met, or went by without.
    pub fn gap(&self) -> bool {
        matches!(
            self.years.last(),
            Some(YearState::Missed | YearState::NotYet)
        )
    }

    /// Whether the person lapses by then, or has lapsed.
    pub fn lapses_within(&self, today: Day, days: i32) -> bool {
        self.lapses.is_some_and(|day| day.0 - today.0 <= days)
    }
}

/// How many of a township were in post and trained, by year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Which; none where a person's post tells none.
    pub township: Option<&'static Division>,
    /// In post and trained, for each year asked for.
    pub years: Vec<(usize, usize)>,
}

impl Coverage {
    /// How many still lack the last of the years asked for.
    pub fn lacking(&self) -> usize {
        self.years.last().map_or(0, |(all, done)| all - done)
    }
}

/// How many people lapse by each of [`HORIZONS`]: first those who have lapsed, or do so today,
/// then those ahead.
pub fn forecast<'a>(
    lines: impl Iterator<Item = &'a RotationLine> + Clone,
    today: Day,
) -> [usize; HORIZONS.len()] {
    let within = |days: i32| {
        let lines = lines.clone();
        lines.filter(|l| l.lapses_within(today, days)).count()
    };
    let lapsed = within(HORIZONS[0]);
    HORIZONS.map(|days| match within(days) {
        all if days > HORIZONS[0] => all - lapsed,
        all => all,
    })
}

/// The same in a sentence.
pub fn forecast_said<'a>(
    lines: impl Iterator<Item = &'a RotationLine> + Clone,
    today: Day,
    words: &dyn Words,
) -> String {
    let [lapsed, soon, later] = forecast(lines, today).map(|n| n.to_string());
    let args = [
        ("lapsed", lapsed.as_str()),
        ("soon", &soon),
        ("later", &later),
    ];
    words.fill("rotation-forecast", &args)
}

/// In post and trained, for each of the years.
pub fn totals<'a>(
    lines: impl Iterator<Item = &'a RotationLine>,
    years: usize,
) -> Vec<(usize, usize)> {
    let mut totals = vec![(0, 0); years];
    for line in lines {
        for ((in_post, done), state) in totals.iter_mut().zip(&line.years) {
            *in_post += usize::from(*state != YearState::NotInPost);
            *done += usize::from(state.done());
        }
    }
    totals
}

/// Townships by year, those that lack most of the last year first.
pub fn coverage<'a>(lines: impl Iterator<Item = &'a RotationLine>, years: usize) -> Vec<Coverage> {
    let mut towns: BTreeMap<_, (Option<&'static Division>, Vec<&RotationLine>)> = BTreeMap::new();
    for line in lines {
        let town = line.township;
        let order = (town.is_none(), town.map(|d| d.code.as_str()));
        let (_, here) = towns.entry(order).or_insert((town, Vec::new()));
        here.push(line);
    }
    let of = |(township, here): (_, Vec<&RotationLine>)| Coverage {
        township,
        years: totals(here.into_iter(), years),
    };
    let mut all: Vec<Coverage> = towns.into_values().map(of).collect();
    all.sort_by_key(|c| std::cmp::Reverse(c.lacking()));
    all
}

impl Office {
    /// The rotation matrix: everybody in post in one of the years, whoever lacks this year first.
    /// Computed once for each state of the records: a province has 17,500 directors.
    pub fn rotation(&self, years: &[i32]) -> Arc<Vec<RotationLine>> {
        let state = Some((self.version_beside_log(), self.today()));
        let mut kept = self.rotation.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != state {
            *kept = (state, BTreeMap::new());
        }
        let now = || Arc::new(self.rotation_now(years));
        Arc::clone(kept.1.entry(years.to_vec()).or_insert_with(now))
    }

    fn rotation_now(&self, years: &[i32]) -> Vec<RotationLine> {
        let tables = self.tables();
        let workforce = tables.workforce();
        let (today, several) = (self.today(), self.has_townships());
        // An office of one township has no other, whatever a post tells.
        let own = divisions::township_of(&self.place().code).filter(|_| !several);
        let workers: Vec<(Id, &Worker)> = workforce.workers.iter().map(|(i, w)| (*i, *w)).collect();
        let of = |(id, worker): &(Id, &Worker)| {
            let line = line(*id, worker, years, (&tables, &workforce), today);
            let served = line.years.iter().any(|s| *s != YearState::NotInPost);
            served.then_some(RotationLine {
                township: own.or(line.township),
                ..line
            })
        };
        let mut lines: Vec<RotationLine> = at_once(&workers, of);
        let lacking = |line: &RotationLine| match line.years.last() {
            Some(YearState::Missed) => 0,
            Some(YearState::NotYet) => 1,
            _ => 2,
        };
        lines.sort_by_key(|l| {
            let town = l.township.filter(|_| several).map(|d| d.code.as_str());
            (lacking(l), town, l.village, l.worker)
        });
        lines
    }

    /// The matrix as a table: people down, years across.
    pub fn rotation_table<'a>(
        &self,
        words: &dyn Words,
        lines: impl Iterator<Item = &'a RotationLine>,
        years: &[i32],
    ) -> Table {
        let mut heading = self.people_heading(words);
        heading.extend(years.iter().map(ToString::to_string));
        heading.push(words.word("rotation-lapses"));
        let cells = |line: &RotationLine| {
            let states = line.years.iter();
            let states = states.map(|s| words.word(&format!("choice-year-state-{}", s.code())));
            let mut cells = self.person_cells(words, line);
            cells.extend(states);
            cells.push(line.lapses.map_or_else(String::new, Day::iso));
            cells
        };
        Table {
            heading,
            lines: lines.map(cells).collect(),
        }
    }

    /// Those who are to be trained as a table, whoever lapsed first on top, with the telephone and
    /// the last year in which they were trained.
    pub fn gaps_table<'a>(
        &self,
        words: &dyn Words,
        lines: impl Iterator<Item = &'a RotationLine>,
    ) -> Table {
        let mut lines: Vec<&RotationLine> = lines.collect();
        lines.sort_by_key(|l| l.lapses);
        let mut heading = self.people_heading(words);
        heading.push(words.word("field-worker-phone"));
        heading.push(words.word("rotation-lapses"));
        let cells = |line: &&RotationLine| {
            let mut cells = self.person_cells(words, line);
            cells.push(self.phone_of(line.worker));
            cells.push(line.lapses.map_or_else(String::new, Day::iso));
            cells
        };
        Table {
            heading,
            lines: lines.iter().map(cells).collect(),
        }
    }

    /// Townships by year as a table: trained of those in post.
    pub fn coverage_table<'a>(
        &self,
        words: &dyn Words,
        lines: impl Iterator<Item = &'a RotationLine> + Clone,
        years: &[i32],
    ) -> Table {
        let mut heading = vec![words.word("column-township")];
        heading.extend(years.iter().map(ToString::to_string));
        heading.push(words.word("coverage-percent"));
        heading.push(words.word("coverage-lacking"));
        let cells = |name: String, numbers: &[(usize, usize)]| {
            let mut cells = vec![name];
            cells.extend(numbers.iter().map(|(all, done)| format!("{done}/{all}")));
            let (all, done) = numbers.last().copied().unwrap_or_default();
            cells.push(percent(done, all));
            cells.push((all - done).to_string());
            cells
        };
        let all = coverage(lines.clone(), years.len()).into_iter().map(|c| {
            let name = c.township.map_or_else(
                || words.word("coverage-nowhere"),
                |division| division.short.clone(),
            );
            cells(name, &c.years)
        });
        let total = cells(words.word("coverage-all"), &totals(lines, years.len()));
        Table {
            heading,
            lines: all.chain([total]).collect(),
        }
    }

    fn phone_of(&self, worker: Id) -> String {
        let tables = self.tables();
        let worker: Option<&Worker> = tables.get(Kind::Worker, worker);
        worker.map_or_else(String::new, |w| w.phone.clone())
    }

    fn people_heading(&self, words: &dyn Words) -> Vec<String> {
        let keys = [
            "field-worker-name",
            "column-township",
            "column-village",
            "field-worker-role",
            "field-post-from",
        ];
        keys.map(|key| words.word(key)).to_vec()
    }

    fn person_cells(&self, words: &dyn Words, line: &RotationLine) -> Vec<String> {
        vec![
            self.label(Kind::Worker, line.worker),
            line.township.map_or_else(String::new, |d| d.short.clone()),
            line.village
                .map_or_else(String::new, |id| self.label(Kind::Village, id)),
            line.role
                .map_or_else(String::new, |r| words.choice(WorkerRole::LIST, r.code())),
            line.since.map_or_else(String::new, Day::iso),
        ]
    }
}

/// Rounded down, so that nothing looks complete before it is.
pub fn percent(done: usize, all: usize) -> String {
    (done * 100)
        .checked_div(all)
        .map_or_else(String::new, |p| format!("{p}%"))
}

fn line(
    id: Id,
    worker: &Worker,
    years: &[i32],
    (tables, workforce): (&Tables, &Workforce<'_>),
    today: Day,
) -> RotationLine {
    let posts = workforce.posts_of(id);
    let of = workforce.years_of(id, today);
    RotationLine {
        worker: id,
        role: worker.role,
        village: workforce.village_of(id, today),
        township: tables.township_of_posts(posts, today),
        since: posts.iter().filter_map(|(_, p)| p.from).min(),
        years: years.iter().map(|year| of.state(*year)).collect(),
        lapses: of.lapses(),
    }
}
