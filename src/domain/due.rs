//! Everything that is due, with the rule and the clause it comes from. Pure: records and a day in,
//! a list out.

use super::book::Kind;
use super::worker::WorkerRole;
use super::workforce::{FirstTraining, Workforce, YearState};
use crate::schema::{Day, Id};

/// Why something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A village without a director.
    NoDirector,
    /// A village with two directors or more.
    TwoDirectors,
    /// A director in post without first training.
    Untrained,
    /// A worker not yet in this year's rotation.
    Rotation,
}

impl Rule {
    /// Every rule, the most pressing first.
    pub const ALL: [Self; 4] = [
        Self::NoDirector,
        Self::Untrained,
        Self::TwoDirectors,
        Self::Rotation,
    ];

    /// Lower-case ASCII, for `--kind` and the word files.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoDirector => "no_director",
            Self::TwoDirectors => "two_directors",
            Self::Untrained => "untrained",
            Self::Rotation => "rotation",
        }
    }

    /// The rule with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    /// The clause of 闽民童〔2019〕128号.
    pub fn clause(self) -> &'static str {
        match self {
            Self::NoDirector | Self::TwoDirectors => "128号 二(二)1",
            Self::Untrained | Self::Rotation => "128号 二(二)2",
        }
    }

    /// The clause's own words.
    pub fn source(self) -> &'static str {
        match self {
            Self::NoDirector | Self::TwoDirectors => "村（居）配备1名「儿童主任」",
            Self::Untrained => "初任儿童主任经培训合格方可开展工作",
            Self::Rotation => "每年至少轮训一次",
        }
    }

    /// How pressing: `!!`, `!` or `-`. The order of the day's list is ours; no text fixes it.
    fn pressing(self, days_left: i32) -> Pressing {
        match self {
            Self::NoDirector | Self::Untrained => Pressing::Now,
            Self::TwoDirectors => Pressing::Soon,
            Self::Rotation if days_left <= 30 => Pressing::Soon,
            Self::Rotation => Pressing::Later,
        }
    }
}

/// How pressing a due item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pressing {
    /// 马上: `!!`.
    Now,
    /// 今天, soon: `!`.
    Soon,
    /// 以后: `-`.
    Later,
}

impl Pressing {
    /// The sign on every screen.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Now => "!!",
            Self::Soon => "!",
            Self::Later => "-",
        }
    }

    /// Lower-case ASCII, for scripts and the word files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Soon => "soon",
            Self::Later => "later",
        }
    }
}

/// By when, or since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deadline {
    /// Open since this day.
    Since(Day),
    /// Not in order as long as it lasts; since when isn't known.
    Open,
    /// By the end of this day.
    By(Day),
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Why.
    pub rule: Rule,
    /// How pressing.
    pub pressing: Pressing,
    /// The record that is opened, and settles it.
    pub kind: Kind,
    /// That record.
    pub id: Id,
    /// Where.
    pub village: Option<Id>,
    /// Who.
    pub worker: Option<Id>,
    /// By when, or since when.
    pub deadline: Deadline,
}

/// Everything due on `today`: what must be done first stands first.
pub fn due(workforce: &Workforce<'_>, today: Day) -> Vec<Due> {
    let mut all = Vec::new();
    for id in workforce.villages.keys() {
        let directors = workforce.directors_of(*id, today);
        if directors.is_empty() {
            all.push(village_due(
                Rule::NoDirector,
                *id,
                None,
                vacant_since(workforce, *id, today),
            ));
        } else if directors.len() > 1 {
            let since = directors_overlap_since(workforce, *id, today);
            all.push(village_due(
                Rule::TwoDirectors,
                *id,
                directors.last().map(|(w, _)| *w),
                since,
            ));
        }
    }
    for (id, worker) in &workforce.workers {
        if !workforce.in_post(*id, today) {
            continue;
        }
        let village = workforce.village_of(*id, today);
        let untrained = worker.role == Some(WorkerRole::Director)
            && !matches!(workforce.first_training(*id), FirstTraining::Passed(_));
        if untrained {
            all.push(worker_due(
                Rule::Untrained,
                *id,
                village,
                Deadline::Open,
                i32::MAX,
            ));
        } else if workforce.year_state(*id, today.year(), today) == YearState::NotYet
            && let Some(last) = Day::from_ymd(today.year(), 12, 31)
        {
            all.push(worker_due(
                Rule::Rotation,
                *id,
                village,
                Deadline::By(last),
                last.0 - today.0,
            ));
        }
    }
    let rank = |rule: Rule| Rule::ALL.iter().position(|r| *r == rule);
    all.sort_by_key(|d| (d.pressing, rank(d.rule), d.deadline, d.village, d.id));
    all
}

fn village_due(rule: Rule, village: Id, worker: Option<Id>, deadline: Deadline) -> Due {
    Due {
        rule,
        pressing: rule.pressing(i32::MAX),
        kind: Kind::Village,
        id: village,
        village: Some(village),
        worker,
        deadline,
    }
}

fn worker_due(
    rule: Rule,
    worker: Id,
    village: Option<Id>,
    deadline: Deadline,
    days_left: i32,
) -> Due {
    Due {
        rule,
        pressing: rule.pressing(days_left),
        kind: Kind::Worker,
        id: worker,
        village,
        worker: Some(worker),
        deadline,
    }
}

fn vacant_since(workforce: &Workforce<'_>, village: Id, today: Day) -> Deadline {
    let ended = workforce
        .posts_in(village)
        .iter()
        .filter_map(|(_, p)| p.to)
        .filter(|to| *to < today);
    ended
        .max()
        .map_or(Deadline::Open, |to| Deadline::Since(to.plus(1)))
}

fn directors_overlap_since(workforce: &Workforce<'_>, village: Id, today: Day) -> Deadline {
    let current = workforce
        .posts_in(village)
        .iter()
        .filter(|(_, p)| p.holds_on(today));
    current
        .filter_map(|(_, p)| p.from)
        .max()
        .map_or(Deadline::Open, Deadline::Since)
}
