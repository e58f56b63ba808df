//! The directors' register of a day, what the workbench counts, and who was trained in which year.

use super::Office;
use super::columns::is_director;
use crate::domain::book::Kind;
use crate::domain::child::{Child, Risk};
use crate::domain::due::Pressing;
use crate::domain::workforce::{FirstTraining, YearState};
use crate::schema::{Day, Id};
use std::collections::HashMap;

/// One line of the directors' register: a village with its director, or vacant.
#[derive(Clone, Debug)]
pub struct DirectorLine {
    /// How pressing its state is; none when all is in order.
    pub pressing: Option<Pressing>,
    /// Who; none for a vacancy.
    pub worker: Option<Id>,
    /// Where; none for a director without a post.
    pub village: Option<Id>,
    /// Whether somebody else is in charge of the village, too.
    pub doubled: bool,
    /// First training.
    pub first: FirstTraining,
    /// This year's rotation.
    pub rotation: YearState,
    /// In post since.
    pub since: Option<Day>,
    /// Children of the village; none where the role may not know, or for another day than today,
    /// since files don't say where somebody lived then.
    pub children: Option<usize>,
}

/// What the workbench counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Villages.
    pub villages: usize,
    /// Villages without a director.
    pub vacant: usize,
    /// Villages with two or more.
    pub doubled: usize,
    /// Workers in post.
    pub in_post: usize,
    /// Of those, trained this year.
    pub rotated: usize,
    /// Directors in post.
    pub directors: usize,
    /// Of those, with first training passed.
    pub trained: usize,
    /// Children, and how many of them red, yellow, blue, green; none where the role may not know.
    pub children: Option<(usize, [usize; 4])>,
    /// Children whose files are complete, and those of priority (重点儿童).
    pub files: (usize, usize),
}

impl Office {
    /// The directors' register as it stands today.
    pub fn register(&self) -> Vec<DirectorLine> {
        self.register_on(self.today())
    }

    /// The directors' register of a day: vacancies first, then doubles, then what presses, then
    /// the rest by village. Who had no post is told for today only: on a past day they were in
    /// charge of nothing.
    pub fn register_on(&self, day: Day) -> Vec<DirectorLine> {
        let tables = self.tables();
        let workforce = tables.workforce();
        let today = self.today();
        let passed = |worker| match workforce.first_training(worker) {
            FirstTraining::Passed(on) if on > day => FirstTraining::None,
            state => state,
        };
        let rotation = |worker| workforce.year_state(worker, day.year(), today);
        let mut children: HashMap<Id, usize> = HashMap::new();
        for (_, child) in tables.all::<Child>(Kind::Child) {
            if let Some(village) = child.village {
                *children.entry(village).or_default() += 1;
            }
        }
        let count = |village: Id| {
            (self.may(Kind::Child) && day == today)
                .then(|| children.get(&village).copied().unwrap_or(0))
        };
        let mut lines = Vec::new();
        for village in workforce.villages.keys() {
            let directors = workforce.directors_of(*village, day);
            if directors.is_empty() {
                lines.push(DirectorLine {
                    pressing: Some(Pressing::Now),
                    worker: None,
                    village: Some(*village),
                    doubled: false,
                    first: FirstTraining::None,
                    rotation: YearState::NotInPost,
                    since: None,
                    children: count(*village),
                });
            }
            let doubled = directors.len() > 1;
            for (worker, _) in directors {
                let (first, rotation) = (passed(worker), rotation(worker));
                let posts = workforce
                    .posts_of(worker)
                    .iter()
                    .filter(|(_, p)| p.village == Some(*village) && p.holds_on(day));
                lines.push(DirectorLine {
                    pressing: pressing(first, rotation, doubled),
                    worker: Some(worker),
                    village: Some(*village),
                    doubled,
                    first,
                    rotation,
                    since: posts.filter_map(|(_, p)| p.from).max(),
                    children: count(*village),
                });
            }
        }
        let directors = tables.live(Kind::Worker).filter(|r| is_director(&r.record));
        for row in directors.filter(|_| day == today) {
            if workforce.village_of(row.id, day).is_none() {
                lines.push(DirectorLine {
                    pressing: None,
                    worker: Some(row.id),
                    village: None,
                    doubled: false,
                    first: passed(row.id),
                    rotation: rotation(row.id),
                    since: None,
                    children: None,
                });
            }
        }
        let without_post = |l: &DirectorLine| l.village.is_none();
        lines.sort_by_key(|l| {
            (
                without_post(l),
                l.worker.is_some(),
                !l.doubled,
                l.pressing.unwrap_or(Pressing::Later),
                l.village,
                l.worker,
            )
        });
        lines
    }

    /// What the workbench counts.
    pub fn figures(&self) -> Figures {
        let tables = self.tables();
        let workforce = tables.workforce();
        let today = self.today();
        let mut figures = Figures {
            villages: workforce.villages.len(),
            ..Figures::default()
        };
        for village in workforce.villages.keys() {
            match workforce.directors_of(*village, today).len() {
                0 => figures.vacant += 1,
                1 => {}
                _ => figures.doubled += 1,
            }
        }
        for row in tables
            .live(Kind::Worker)
            .filter(|r| workforce.in_post(r.id, today))
        {
            figures.in_post += 1;
            figures.rotated +=
                usize::from(workforce.year_state(row.id, today.year(), today).done());
            if is_director(&row.record) {
                figures.directors += 1;
                figures.trained += usize::from(matches!(
                    workforce.first_training(row.id),
                    FirstTraining::Passed(_)
                ));
            }
        }
        if self.may(Kind::Child) {
            let mut risks = [0; 4];
            let mut all = 0;
            for (_, child) in tables.all::<Child>(Kind::Child) {
                all += 1;
                let family = tables.family(child);
                figures.files.0 += usize::from(family.complete() == 100);
                figures.files.1 += usize::from(!family.priorities().is_empty());
                if let Some(risk) = child.risk {
                    risks[match risk {
                        Risk::Red => 0,
                        Risk::Yellow => 1,
                        Risk::Blue => 2,
                        Risk::Green => 3,
                    }] += 1;
                }
            }
            figures.children = Some((all, risks));
        }
        figures
    }
}

fn pressing(first: FirstTraining, rotation: YearState, doubled: bool) -> Option<Pressing> {
    if !matches!(first, FirstTraining::Passed(_)) {
        Some(Pressing::Now)
    } else if doubled || rotation == YearState::NotYet {
        Some(Pressing::Soon)
    } else {
        None
    }
}
