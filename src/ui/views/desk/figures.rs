//! The township in numbers; each opens the list that it counts.

use crate::domain::book::Kind;
use crate::domain::child::Risk;
use crate::schema::Coded;
use crate::service::Figures;
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
