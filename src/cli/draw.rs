//! The verb `draw`: a spot-check draw, its check and its list; `--list` draws again without an office.

use super::args::DrawArgs;
use super::{Desk, Outcome};
use crate::domain::book::{Kind, Record};
use crate::domain::draw::{Candidate, Draw, Lot, Period, Seed, chances, draw};
use crate::schema::{Id, Words};
use crate::service::{DrawWish, Office, Problem, Row};
use serde_json::json;
use std::path::Path;

/// One village of a draw, as it is told.
struct Line {
    code: String,
    village: String,
    last: String,
    weight: u32,
    chance: f64,
    excluded: String,
    place: Option<usize>,
}

impl Desk {
    /// Draws villages for a spot check; shows what a draw would be; does a stored one again, or
    /// one of which there is only the list.
    pub(super) fn draw(&self, args: DrawArgs) -> Outcome {
        if let Some(list) = &args.list {
            return self.draw_from(list, &args);
        }
        if let Some(id) = &args.check {
            let office = self.office(true)?;
            let row = self.row(&office, Kind::Draw, id)?;
            return self.draw_again(&office, &row, &args);
        }
        let now = (args.count.is_some() && !args.dry_run) || args.finish;
        let office = self.office(!now)?;
        if args.finish {
            let open = office.unfinished_draw();
            let nothing = || Problem::new("cli-draw-nothing-open");
            let id = open.ok_or_else(nothing)?.id;
            office.finish_draw(id)?;
            return self.drawn(&office, id, &args);
        }
        let wish = self.draw_wish(&office, &args)?;
        if now {
            let id = office.draw(&wish)?;
            return self.drawn(&office, id, &args);
        }
        let plan = office.plan_draw(&wish)?;
        let lines = told(&office, &plan.candidates, &plan.chances);
        self.draw_table(&lines, args.csv)?;
        let (period, left) = (plan.period.to_string(), plan.in_it().to_string());
        let before = plan.before.len().to_string();
        let numbers = [
            ("period", period.as_str()),
            ("left", &left),
            ("before", &before),
        ];
        self.out.say(&self.words.fill("draw-would", &numbers));
        Ok(())
    }

    fn draw_wish(&self, office: &Office, args: &DrawArgs) -> Result<DrawWish, Problem> {
        let period = args.period.as_deref().map(|typed| {
            Period::parse(typed).ok_or_else(|| {
                let problem = Problem::new("cli-draw-period");
                problem.with("period", typed).exit(2)
            })
        });
        let mut excluded = Vec::new();
        for pair in &args.exclude {
            let (village, why) = pair.split_once(['=', '＝']).unwrap_or((pair, ""));
            let row = self.row(office, Kind::Village, village.trim())?;
            excluded.push((row.id, why.to_owned()));
        }
        Ok(DrawWish {
            count: args.count.unwrap_or(0),
            period: period.transpose()?,
            seed: args.seed.as_deref().map(seed).transpose()?,
            most: args.most,
            excluded,
            reason: args.reason.clone(),
        })
    }

    fn drawn(&self, office: &Office, id: Id, args: &DrawArgs) -> Outcome {
        let gone = || Problem::new("problem-no-such-record").with("kind", Kind::Draw.name());
        let row = office.row(Kind::Draw, id).ok_or_else(gone)?;
        let draw = stored(&row)?;
        let lines = told(office, &draw.candidates, &draw.chances());
        self.draw_table(&lines, args.csv)?;
        let villages: Vec<String> = draw
            .drawn()
            .iter()
            .map(|id| office.label(Kind::Village, *id))
            .collect();
        let (number, villages) = (
            row.number.to_string(),
            villages.join(&self.words.word("list-comma")),
        );
        let told = [
            ("number", number.as_str()),
            ("seed", &draw.seed),
            ("villages", &villages),
        ];
        self.out.say(&self.words.fill("draw-done", &told));
        Ok(())
    }

    /// Does a stored draw again and says whether the same came out.
    fn draw_again(&self, office: &Office, row: &Row, args: &DrawArgs) -> Outcome {
        let draw = stored(row)?;
        let lines = told(office, &draw.candidates, &draw.chances());
        self.draw_table(&lines, args.csv)?;
        let number = row.number.to_string();
        if draw.unfinished() {
            return Err(Problem::new("problem-draw-unfinished").with("number", number));
        }
        if draw.again() != draw.drawn() {
            return Err(Problem::new("cli-draw-differs").with("number", number));
        }
        let args = [
            ("number", number.as_str()),
            ("seed", &draw.seed),
            ("algorithm", &draw.algorithm),
        ];
        self.out.say(&self.words.fill("draw-same", &args));
        Ok(())
    }

    /// Draws from a list in a file, without any office: what `--check --csv` wrote. Nothing is
    /// stored.
    fn draw_from(&self, list: &Path, args: &DrawArgs) -> Outcome {
        let usage = || Problem::new("cli-draw-list-needs").exit(2);
        let seed = seed(args.seed.as_deref().ok_or_else(usage)?)?;
        let count = args.count.ok_or_else(usage)?;
        let mut lines = read_list(list)?;
        let weights: Vec<u32> = lines.iter().map(|line| line.weight).collect();
        for (line, chance) in lines.iter_mut().zip(chances(&weights, count.max(1))) {
            line.chance = chance;
        }
        let lots: Vec<Lot<'_>> = lines
            .iter()
            .map(|line| Lot {
                code: &line.code,
                weight: line.weight,
            })
            .collect();
        let left = lots.iter().filter(|lot| lot.weight > 0).count();
        if count == 0 || count > left {
            let problem = Problem::new("problem-draw-count");
            return Err(problem.with("count", count).with("left", left));
        }
        for (place, at) in draw(seed, count, &lots).into_iter().enumerate() {
            lines[at].place = Some(place + 1);
        }
        self.draw_table(&lines, args.csv)
    }

    fn draw_table(&self, lines: &[Line], csv: bool) -> Outcome {
        if self.out.json {
            for line in lines {
                let object = json!({
                    "code": line.code, "village": line.village, "last": line.last,
                    "weight": line.weight, "chance": percent(line.chance),
                    "excluded": line.excluded, "place": line.place,
                });
                self.out.object(object);
            }
            return Ok(());
        }
        let rows = lines.iter().map(|line| {
            vec![
                line.code.clone(),
                line.village.clone(),
                line.last.clone(),
                line.weight.to_string(),
                percent(line.chance),
                line.place.map_or_else(String::new, |n| n.to_string()),
                line.excluded.clone(),
            ]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        if csv {
            // As `--list` reads it back; `excluded` and `place` are for people.
            return self.out.csv(&COLUMNS, &rows);
        }
        let headings = COLUMNS.map(|name| self.words.word(&format!("draw-column-{name}")));
        let right = [false, false, false, true, true, true, false];
        self.out.table(&headings, &rows, &right);
        Ok(())
    }
}

/// The columns of a list, in files as on the screen.
const COLUMNS: [&str; 7] = [
    "code", "village", "last", "weight", "chance", "place", "excluded",
];

fn seed(typed: &str) -> Result<Seed, Problem> {
    let bad = || Problem::new("cli-draw-seed").with("seed", typed).exit(2);
    Seed::parse(typed).ok_or_else(bad)
}

fn stored(row: &Row) -> Result<&Draw, Problem> {
    match &row.record {
        Record::Draw(draw) => Ok(draw),
        _ => Err(Problem::new("problem-no-such-record").with("kind", Kind::Draw.name())),
    }
}

fn percent(chance: f64) -> String {
    format!("{:.1}%", chance * 100.0)
}

fn told(office: &Office, candidates: &[Candidate], chances: &[f64]) -> Vec<Line> {
    let line = |(candidate, chance): (&Candidate, &f64)| Line {
        code: candidate.code.clone(),
        village: office.label(Kind::Village, candidate.village),
        last: candidate.last.map_or_else(String::new, |day| day.iso()),
        weight: candidate.weight,
        chance: *chance,
        excluded: candidate.excluded.clone(),
        place: candidate
            .place
            .and_then(|place| usize::try_from(place).ok()),
    };
    candidates.iter().zip(chances).map(line).collect()
}

/// Reads `code` and `weight` (and `village`, `excluded` where they stand there) of a CSV file.
/// What is left out weighs nothing.
fn read_list(path: &Path) -> Result<Vec<Line>, Problem> {
    let bad = |line: usize| {
        let problem = Problem::new("cli-draw-list");
        problem.with("file", path.display()).with("line", line)
    };
    let mut reader = csv::Reader::from_path(path).map_err(|_| bad(0))?;
    let heads = reader.headers().map_err(|_| bad(1))?.clone();
    let column = |name: &str| {
        heads
            .iter()
            .position(|head| head.trim_start_matches('\u{feff}') == name)
    };
    let (code, weight) = column("code").zip(column("weight")).ok_or_else(|| bad(1))?;
    let (village, excluded) = (column("village"), column("excluded"));
    let mut lines: Vec<Line> = Vec::new();
    for (n, record) in reader.records().enumerate() {
        let record = record.map_err(|_| bad(n + 2))?;
        let text = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("").trim();
        let excluded = text(excluded).to_owned();
        let weight: u32 = text(Some(weight)).parse().map_err(|_| bad(n + 2))?;
        let code = text(Some(code)).to_owned();
        if code.is_empty() || lines.iter().any(|line| line.code == code) {
            return Err(bad(n + 2));
        }
        lines.push(Line {
            code,
            village: text(village).to_owned(),
            last: String::new(),
            weight: if excluded.is_empty() { weight } else { 0 },
            chance: 0.0,
            excluded,
            place: None,
        });
    }
    Ok(lines)
}
