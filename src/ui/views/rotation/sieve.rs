//! F3 of the matrix: one township only, or only who is still to be trained.

use super::Rotation;
use crate::domain::divisions::Division;
use crate::service::RotationLine;
use crate::ui::context::Ctx;
use crate::ui::view::Flow;
use crate::ui::views::Choose;

/// The question that F3 asks.
pub(super) const SIEVE: &str = "rotation-sieve";
const GAPS: &str = "gaps";
const ALL: &str = "all";

/// Which lines are shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sieve {
    pub township: Option<&'static Division>,
    pub gaps: bool,
}

impl Sieve {
    pub fn lets_pass(self, line: &RotationLine) -> bool {
        self.township.is_none_or(|d| line.township == Some(d)) && (!self.gaps || line.gap())
    }

    /// Whether it holds anything back.
    pub fn is_set(self) -> bool {
        self.township.is_some() || self.gaps
    }

    /// What it lets pass, as chips.
    pub fn chips(self, ctx: &Ctx) -> Vec<String> {
        let township = self.township.map(|d| d.short.clone());
        let gaps = self.gaps.then(|| ctx.word("rotation-only-gaps"));
        township.into_iter().chain(gaps).collect()
    }

    /// Takes the last chip off.
    pub fn widen(&mut self) {
        if self.gaps {
            self.gaps = false;
        } else {
            self.township = None;
        }
    }
}

impl Rotation {
    /// The panel of F3: each township says how many of it lack this year.
    pub(super) fn ask_sieve(&self, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        let key = if self.sieve.gaps {
            "rotation-gaps-and-others"
        } else {
            "rotation-only-gaps"
        };
        let mut options = vec![(GAPS.to_owned(), ctx.word(key))];
        if office.has_townships() {
            options.push((ALL.to_owned(), ctx.word("rotation-all-townships")));
            for division in office.townships() {
                let here = self.all.iter().filter(|l| l.township == Some(division));
                let lacking = here.filter(|l| l.gap()).count().to_string();
                let args = [("township", division.short.as_str()), ("count", &lacking)];
                let word = ctx.fill("rotation-of-township", &args);
                options.push((division.stem().to_owned(), word));
            }
        }
        let title = ctx.word("rotation-which");
        Flow::Open(Box::new(Choose::new(SIEVE, title, options)))
    }

    /// Takes the answer.
    pub(super) fn sift_by(&mut self, code: &str, ctx: &Ctx) {
        match code {
            GAPS => self.sieve.gaps = !self.sieve.gaps,
            ALL => self.sieve.township = None,
            code => {
                let office = ctx.office().ok();
                self.sieve.township = office.and_then(|o| o.township(code).ok());
            }
        }
        self.window.set(0);
        self.sift(ctx);
    }
}
