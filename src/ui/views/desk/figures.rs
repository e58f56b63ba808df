//! The township in numbers; each opens the list that it counts.

use crate::domain::book::Kind;
use crate::domain::child::Risk;
use crate::schema::{Coded, Day, TimeOfDay};
use crate::service::backup::Backups;
use crate::service::{Figures, short_day};
use crate::ui::app::backing;
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::sign::Sign;

/// A line of figures.
#[derive(Clone, Debug)]
pub(super) struct FigureLine {
    pub label: String,
    pub sign: Option<Sign>,
    pub number: String,
    /// Done and to do, where it is a share.
    pub share: Option<(u64, u64)>,
    /// Stands in the one line that narrow screens have for figures.
    pub brief: bool,
    /// The list behind it.
    pub place: Option<Place>,
    /// Whether a new group begins here.
    pub gap: bool,
    /// When it was last backed up: no number, and Enter backs up.
    pub backup: bool,
}

/// The backup that is being made: done and to do.
pub(super) fn backing_up(ctx: &Ctx) -> Option<(u64, u64)> {
    let job = ctx.jobs.iter().find(|job| job.name == backing::JOB)?;
    Some(job.state.unwrap_or((0, 1)))
}

/// When it was last backed up off the machine.
pub(super) fn backup(backups: &Backups, ctx: &Ctx) -> FigureLine {
    let today = ctx.today();
    let time = |millis| TimeOfDay::of_millis(millis).to_string();
    let text = match (backups.last.off, backups.last.any) {
        (Some(millis), _) => match today.0 - Day::of_millis(millis).0 {
            0 => ctx.fill("figure-backup-today", &[("time", &time(millis))]),
            1 => ctx.fill("figure-backup-yesterday", &[("time", &time(millis))]),
            _ => format!(
                "{} {}",
                short_day(Day::of_millis(millis), today),
                time(millis)
            ),
        },
        (None, Some(_)) => ctx.word("figure-backup-near"),
        (None, None) => ctx.word("figure-backup-none"),
    };
    FigureLine {
        label: ctx.word("figure-backup"),
        sign: backups.late().then_some(Sign::Watch),
        number: text,
        share: None,
        brief: backups.late(),
        place: None,
        gap: true,
        backup: true,
    }
}

pub(super) fn lines(figures: &Figures, ctx: &Ctx) -> Vec<FigureLine> {
    let list = |kind: Kind, wheres: &[&str]| {
        Some(Place::List {
            kind,
            wheres: wheres.iter().map(ToString::to_string).collect(),
        })
    };
    let count = |key: &str, number: usize, place: Option<Place>| FigureLine {
        label: ctx.word(key),
        sign: None,
        number: number.to_string(),
        share: None,
        brief: false,
        place,
        gap: false,
        backup: false,
    };
    let share = |key: &str, done: usize, all: usize, place: Option<Place>| FigureLine {
        number: format!("{done}/{all}"),
        share: Some((done as u64, all as u64)),
        brief: true,
        ..count(key, done, place)
    };
    let mut lines = vec![
        count(
            "figure-villages",
            figures.villages,
            list(Kind::Village, &[]),
        ),
        FigureLine {
            sign: (figures.vacant > 0).then_some(Sign::Urgent),
            brief: true,
            ..count(
                "figure-vacant",
                figures.vacant,
                list(Kind::Village, &["director="]),
            )
        },
        FigureLine {
            sign: (figures.doubled > 0).then_some(Sign::Watch),
            ..count("figure-doubled", figures.doubled, None)
        },
        FigureLine {
            gap: true,
            ..share(
                "figure-trained",
                figures.trained,
                figures.directors,
                list(Kind::Worker, &["role=director"]),
            )
        },
        share(
            "figure-rotated",
            figures.rotated,
            figures.in_post,
            list(Kind::Worker, &["rotation=not_yet"]),
        ),
    ];
    if let Some((all, risks)) = figures.children {
        lines.push(FigureLine {
            gap: true,
            ..count("figure-children", all, list(Kind::Child, &[]))
        });
        let signs = [Sign::Urgent, Sign::Watch, Sign::Later, Sign::Good];
        for ((risk, number), sign) in Risk::CHOICES.iter().zip(risks).zip(signs) {
            lines.push(FigureLine {
                sign: (number > 0).then_some(sign),
                brief: risk.code == "red",
                ..count(
                    &format!("choice-{}-{}", Risk::LIST, risk.code),
                    number,
                    list(Kind::Child, &[&format!("risk={}", risk.code)]),
                )
            });
        }
        lines.push(FigureLine {
            gap: true,
            ..count(
                "figure-priority",
                figures.files.1,
                list(Kind::Child, &["priority!="]),
            )
        });
        lines.push(share(
            "figure-files",
            figures.files.0,
            all,
            list(Kind::Child, &["complete<100"]),
        ));
    }
    lines
}
