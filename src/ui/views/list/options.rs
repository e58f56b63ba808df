//! What the panel of F3 offers: each option as a script would say it, and as people read it.

use super::columns::Col;
use super::refine::Refine;
use super::source::Source;
use crate::domain::book::Kind;
use crate::schema::{FieldType, Words};
use crate::service::Column;
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;

impl Refine {
    pub(super) fn menu(&self, ctx: &Ctx) -> Vec<(String, String)> {
        let own = ["where", "sort", "columns"];
        let mut all: Vec<(String, String)> = own
            .map(|name| (name.to_owned(), ctx.word(&format!("refine-{name}"))))
            .to_vec();
        if self.source == Source::Register {
            all.push(("day".to_owned(), ctx.word("refine-day")));
        }
        for (at, chip) in self.chips.iter().enumerate() {
            let word = ctx.fill("refine-take-off", &[("what", chip)]);
            all.push((at.to_string(), word));
        }
        all
    }

    /// The columns of the kind, as a script names them and as people do.
    pub(super) fn columns(
        &self,
        fits: impl Fn(Column) -> bool,
        ctx: &Ctx,
    ) -> Vec<(String, String)> {
        let kind = self.kind();
        let every = ctx
            .office()
            .map_or_else(|_| Column::all(kind), |o| o.columns(kind));
        let all = every.into_iter().filter(|c| fits(*c));
        all.map(|c| (c.name(kind).to_owned(), c.word(kind, &ctx.words)))
            .collect()
    }

    /// The ways to compare a column, each as the end of an expression.
    pub(super) fn how(&self, column: Column, ctx: &Ctx) -> Vec<(String, String)> {
        let way = |sign: &str, key: &str| (sign.to_owned(), ctx.word(key));
        let choice = |list: &str, code: &str| {
            let word = ctx.words.choice(list, code);
            (format!("={code}"), word)
        };
        let kind = self.kind();
        let mut ways = match column.ty(kind) {
            _ if column.sensitive(kind) => Vec::new(),
            FieldType::Choice(list, all) | FieldType::Choices(list, all) => {
                all.iter().map(|c| choice(list, c.code)).collect()
            }
            FieldType::Flag => ["yes", "no"].map(|code| choice("flag", code)).to_vec(),
            FieldType::Link(to) => linked(to, ctx),
            FieldType::Day | FieldType::Time => vec![
                way("=?", "how-is"),
                way(">?", "how-after"),
                way("<?", "how-before"),
            ],
            FieldType::Int { .. } | FieldType::Score { .. } => vec![
                way("=?", "how-is"),
                way(">?", "how-above"),
                way("<?", "how-below"),
            ],
            _ => vec![way("~?", "how-contains"), way("=?", "how-is")],
        };
        ways.push(way("=", "where-empty"));
        ways.push(way("!=", "where-filled"));
        ways
    }

    pub(super) fn toggles(&self, ctx: &Ctx) -> Vec<(String, String)> {
        let all = Col::all(self.source, ctx).into_iter();
        all.map(|col| {
            let name = col.name(self.source);
            let sign = if self.shown.contains(&name) {
                Sign::Good
            } else {
                Sign::Later
            };
            let word = format!("{} {}", sign.text(), col.word(self.source, ctx));
            (name, word)
        })
        .collect()
    }
}

/// The records that a link can lead to, by their names.
fn linked(to: &str, ctx: &Ctx) -> Vec<(String, String)> {
    let (Some(kind), Ok(office)) = (Kind::from_name(to), ctx.office()) else {
        return Vec::new();
    };
    let tables = office.tables();
    let rows = tables.live(kind);
    rows.map(|row| {
        let label = tables.label(kind, row.id);
        (format!("=#{}", row.number), label)
    })
    .collect()
}
