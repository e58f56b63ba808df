//! What the pictures count: children by age, and villages by risk.

use super::{Office, Problem};
use crate::domain::book::Kind;
use crate::domain::child::{Child, Risk};
use crate::domain::picture::{self, AGES, Ages, BySex};
use crate::schema::{Coded, Id};
use std::cmp::Reverse;

/// A number of a picture, and the conditions for which a list shows exactly those children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How many.
    pub count: usize,
    /// Conditions as scripts write them.
    pub wheres: Vec<String>,
}

impl Counted {
    fn new<const N: usize>(count: usize, wheres: [&str; N]) -> Self {
        Self {
            count,
            wheres: wheres.map(str::to_owned).to_vec(),
        }
    }

    fn with(&self, count: usize, condition: &str) -> Self {
        let mut wheres = self.wheres.clone();
        wheres.push(condition.to_owned());
        Self { count, wheres }
    }
}

/// What a line of the ages stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeBand {
    /// So many whole years; [`AGES`] is that many or more.
    Years(usize),
    /// The birthday isn't filled in.
    Ageless,
    /// The sex isn't filled in.
    Sexless,
}

/// A line of the ages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgeLine {
    /// What it stands for.
    pub band: AgeBand,
    /// All that it counts.
    pub all: Counted,
    /// Girls and boys; nothing where one can't know.
    pub by_sex: Option<[Counted; 2]>,
}

/// A village's line of the risks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskLine {
    /// Which; none where it isn't filled in.
    pub village: Option<Id>,
    /// All its children.
    pub all: Counted,
    /// Red, yellow, blue, green, not graded.
    pub risks: [Counted; 5],
}

impl Office {
    /// Children by age and sex: the oldest first, then those of whom one of the two isn't known.
    ///
    /// # Errors
    /// The role may not see children.
    pub fn ages(&self) -> Result<Vec<AgeLine>, Problem> {
        self.require(Kind::Child)?;
        let tables = self.tables();
        let children = tables.all::<Child>(Kind::Child).map(|(_, child)| child);
        let ages = Ages::of(children, self.today());
        let mut lines: Vec<AgeLine> = ages.years.iter().enumerate().map(of_age).rev().collect();
        let sexless = ages.years.iter().map(|tally| tally.unsaid).sum();
        let unknown = [
            (AgeBand::Ageless, Counted::new(ages.ageless, ["age="])),
            (AgeBand::Sexless, Counted::new(sexless, ["age!=", "sex="])),
        ];
        let line = |(band, all)| AgeLine {
            band,
            all,
            by_sex: None,
        };
        lines.extend(unknown.map(line).into_iter().filter(|l| l.all.count > 0));
        Ok(lines)
    }

    /// Children by village and risk: most red first, then most yellow.
    ///
    /// # Errors
    /// The role may not see children.
    pub fn risks(&self) -> Result<Vec<RiskLine>, Problem> {
        self.require(Kind::Child)?;
        let tables = self.tables();
        let villages = tables.live(Kind::Village).map(|row| row.id);
        let children = tables.all::<Child>(Kind::Child).map(|(_, child)| child);
        let line = |(village, risks): (Option<Id>, picture::Risks)| {
            let row = village.and_then(|id| tables.row(Kind::Village, id));
            let place = row.map_or_else(String::new, |row| format!("#{}", row.number));
            let all = Counted::new(risks.iter().sum(), [format!("village={place}").as_str()]);
            let code = |at: usize| Risk::CHOICES.get(at).map_or("", |choice| choice.code);
            let risk = |at: usize| all.with(risks[at], &format!("risk={}", code(at)));
            RiskLine {
                village,
                risks: [0, 1, 2, 3, 4].map(risk),
                all,
            }
        };
        let counted = picture::risks(villages, children);
        let mut lines: Vec<RiskLine> = counted.into_iter().map(line).collect();
        lines.sort_by_key(|l| (Reverse(l.risks[0].count), Reverse(l.risks[1].count)));
        Ok(lines)
    }
}

/// A year's line counts those whose sex is known; the others have a line of their own.
fn of_age((age, tally): (usize, &BySex)) -> AgeLine {
    let condition = if age == AGES {
        format!("age>{}", AGES - 1)
    } else {
        format!("age={age}")
    };
    let here = Counted::new(tally.girls + tally.boys, [condition.as_str()]);
    let by_sex = [
        here.with(tally.girls, "sex=female"),
        here.with(tally.boys, "sex=male"),
    ];
    let all = if tally.unsaid > 0 {
        here.with(here.count, "sex!=")
    } else {
        here
    };
    AgeLine {
        band: AgeBand::Years(age),
        all,
        by_sex: Some(by_sex),
    }
}
