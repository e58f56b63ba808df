//! What stands on the page, gathered from the plan or from the stored draw.

use super::{About, Line, SpotCheck};
use crate::domain::book::Kind;
use crate::domain::draw::{Candidate, Draw, Period};
use crate::schema::Id;
use crate::service::Office;
use crate::ui::context::Ctx;

impl SpotCheck {
    /// Works the page out anew.
    pub(super) fn gather(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office().cloned() else {
            return;
        };
        self.problem = None;
        (self.plan, self.stored) = (None, None);
        let was = self.line().map(|line| line.village);
        match &self.about {
            About::Planned(wish) => match office.plan_draw(wish) {
                Ok(plan) => self.plan = Some(plan),
                Err(problem) => self.problem = Some(problem),
            },
            About::Stored(id) => {
                let tables = office.tables();
                self.stored = tables.get::<Draw>(Kind::Draw, *id).cloned();
            }
        }
        let (candidates, chances) = match (&self.plan, &self.stored) {
            (Some(plan), _) => (plan.candidates.clone(), plan.chances.clone()),
            (None, Some(draw)) => (draw.candidates.clone(), draw.chances()),
            (None, None) => (Vec::new(), Vec::new()),
        };
        let of = self.plan.as_ref().map(|plan| plan.period);
        let of = of.or_else(|| Period::parse(&self.stored.as_ref()?.period));
        self.draws = of.map_or(0, |period| office.draws_for(period).len());
        self.title = of.map_or_else(
            || ctx.word("scope-spot-check"),
            |of| ctx.fill("draw-title", &[("period", &named(of, ctx))]),
        );
        self.facts = self.facts(&candidates, &office, ctx);
        self.lines = lines(&candidates, &chances, &office, ctx);
        let at = self.lines.iter().position(|line| Some(line.village) == was);
        self.window.set(at.unwrap_or(0));
    }

    fn facts(&self, candidates: &[Candidate], office: &Office, ctx: &Ctx) -> Vec<(String, String)> {
        let all = candidates.len();
        let left = candidates.iter().filter(|c| c.in_it()).count();
        let (count, most, seed, reason) = match (&self.about, &self.plan, &self.stored) {
            (About::Planned(wish), Some(plan), _) => (
                wish.count,
                plan.most,
                ctx.word("draw-seed-ahead"),
                wish.reason.clone(),
            ),
            (_, _, Some(draw)) => (
                draw.count
                    .and_then(|n| usize::try_from(n).ok())
                    .unwrap_or(0),
                draw.most.and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
                seed(draw, ctx),
                draw.reason.clone(),
            ),
            _ => return Vec::new(),
        };
        let numbers = [
            ("count", count.to_string()),
            ("all", all.to_string()),
            ("out", (all - left).to_string()),
            ("left", left.to_string()),
        ];
        let mut out: Vec<String> = Vec::new();
        for candidate in candidates.iter().filter(|c| !c.in_it()) {
            let village = office.label(Kind::Village, candidate.village);
            let args = [("village", village.as_str()), ("why", &candidate.excluded)];
            out.push(ctx.fill("draw-left-out", &args));
        }
        let out = if out.is_empty() {
            ctx.word("draw-nobody-out")
        } else {
            out.join("   ")
        };
        let weights = ctx.fill("draw-weights", &[("most", &most.to_string())]);
        let mut facts = vec![
            (
                ctx.word("draw-count"),
                ctx.fill_with("draw-counted", &numbers),
            ),
            (ctx.word("draw-seed"), seed),
            (ctx.word("draw-weight"), weights),
            (ctx.word("draw-out"), out),
        ];
        if !reason.is_empty() {
            facts.push((ctx.word("draw-reason"), reason));
        }
        facts
    }
}

/// The seed, where it came from, and when it was stored.
fn seed(draw: &Draw, ctx: &Ctx) -> String {
    let key = if draw.given == Some(true) {
        "draw-seed-given"
    } else {
        "draw-seed-made"
    };
    let day = draw.day.map_or_else(String::new, |day| day.iso());
    let time = draw.time.map_or_else(String::new, |time| time.to_string());
    let args = [("seed", draw.seed.as_str()), ("day", &day), ("time", &time)];
    ctx.fill(key, &args)
}

fn named(period: Period, ctx: &Ctx) -> String {
    let (year, part) = period.numbers();
    let args = [("year", year.to_string()), ("part", part.to_string())];
    ctx.fill_with(&period.key(), &args)
}

/// The villages: those drawn in the order drawn, then by weight, those left out last.
fn lines(candidates: &[Candidate], chances: &[f64], office: &Office, ctx: &Ctx) -> Vec<Line> {
    let mut all: Vec<(&Candidate, f64)> = candidates.iter().zip(chances.iter().copied()).collect();
    all.sort_by_key(|(c, _)| {
        let drawn = c.place.unwrap_or(u32::MAX);
        (drawn, !c.in_it(), std::cmp::Reverse(c.weight), &c.code)
    });
    let tables = office.tables();
    let director = |village: Id| {
        let ids = tables.directors_of(village, office.today()).into_iter();
        let names: Vec<String> = ids.map(|id| tables.label(Kind::Worker, id)).collect();
        if names.is_empty() {
            ctx.word("draw-no-director")
        } else {
            names.join("/")
        }
    };
    let line = |(candidate, chance): (&Candidate, f64)| Line {
        village: candidate.village,
        name: tables.label(Kind::Village, candidate.village),
        director: director(candidate.village),
        last: match candidate.last {
            Some(day) => day.iso(),
            None => ctx.word("draw-never"),
        },
        weight: candidate.weight.to_string(),
        chance: if candidate.in_it() {
            format!("{:.1}%", chance * 100.0)
        } else {
            String::new()
        },
        excluded: candidate.excluded.clone(),
        place: candidate.place,
    };
    all.into_iter().map(line).collect()
}
