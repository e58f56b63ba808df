//! `register`: who was in charge on a day, and who of a village ever was.

use super::due::day_of;
use super::{Desk, Outcome};
use crate::domain::book::Kind;
use crate::domain::workforce::FirstTraining;
use crate::schema::{Coded, Day, Id, Words};
use crate::service::{DirectorLine, Office, in_charge_lines};
use serde_json::json;

impl Desk {
    pub(super) fn register(&self, on: Option<&str>, village: Option<&str>) -> Outcome {
        let office = self.office(true)?;
        let today = office.today();
        let day = on.map_or(Ok(today), |text| day_of("on", text, today))?;
        if let Some(village) = village {
            let village = self.row(&office, Kind::Village, village)?.id;
            self.tenures(&office, village);
            return Ok(());
        }
        let lines = office.register_on(day);
        if self.out.json {
            for line in &lines {
                self.line_object(&office, line);
            }
            return Ok(());
        }
        let rows: Vec<Vec<String>> = lines.iter().map(|l| self.cells(&office, l)).collect();
        let headings = [
            "column-state",
            "column-who",
            "column-village",
            "column-since",
            "column-trained",
            "column-rotation",
        ];
        self.out
            .table(&headings.map(|k| self.words.word(k)), &rows, &[false; 6]);
        for (_, text) in in_charge_lines(&office.in_charge(day), &self.words) {
            self.out.say(&text);
        }
        Ok(())
    }

    fn cells(&self, office: &Office, line: &DirectorLine) -> Vec<String> {
        let state = match (line.worker, line.doubled) {
            (None, _) => self.words.word("register-vacant"),
            (_, true) => self.words.word("register-doubled"),
            _ => String::new(),
        };
        let first = match (line.worker, line.first) {
            (None, _) => String::new(),
            (_, FirstTraining::Passed(day)) => day.iso(),
            (_, FirstTraining::Failed) => self.words.word("choice-outcome-fail"),
            (_, FirstTraining::None) => self.words.word("choice-year-state-not_yet"),
        };
        let rotation = line.worker.map_or_else(String::new, |_| {
            let state = line.rotation.code();
            self.words.word(&format!("choice-year-state-{state}"))
        });
        vec![
            state,
            named(office, Kind::Worker, line.worker),
            named(office, Kind::Village, line.village),
            line.since.map_or_else(String::new, Day::iso),
            first,
            rotation,
        ]
    }

    fn line_object(&self, office: &Office, line: &DirectorLine) {
        let first = match line.first {
            FirstTraining::Passed(day) => json!(day.iso()),
            FirstTraining::Failed => json!("failed"),
            FirstTraining::None => json!(null),
        };
        let object = json!({
            "village": named(office, Kind::Village, line.village),
            "worker": named(office, Kind::Worker, line.worker),
            "id": line.worker.map(|id| id.to_string()),
            "vacant": line.worker.is_none(), "doubled": line.doubled,
            "since": line.since.map(Day::iso), "first_training": first,
            "rotation": line.rotation.code(), "children": line.children,
        });
        self.out.object(object);
    }

    /// Every stretch of a village's history, the oldest first.
    fn tenures(&self, office: &Office, village: Id) {
        let mut rows = Vec::new();
        for tenure in office.tenures(village) {
            let names: Vec<String> = tenure
                .directors
                .iter()
                .map(|id| office.label(Kind::Worker, *id))
                .collect();
            let iso = |day: Option<Day>| day.map(Day::iso);
            if self.out.json {
                let object = json!({
                    "from": iso(tenure.from), "to": iso(tenure.to), "workers": names,
                    "days": tenure.days(),
                });
                self.out.object(object);
                continue;
            }
            let state = match names.len() {
                0 => self.words.word("register-vacant"),
                1 => String::new(),
                _ => self.words.word("register-doubled"),
            };
            rows.push(vec![
                state,
                iso(tenure.from).unwrap_or_default(),
                iso(tenure.to).unwrap_or_default(),
                names.join(" "),
                tenure.days().map_or_else(String::new, |n| n.to_string()),
            ]);
        }
        if !self.out.json {
            let headings = [
                "column-state",
                "column-since",
                "column-until",
                "column-who",
                "column-days",
            ];
            let right = [false, false, false, false, true];
            self.out
                .table(&headings.map(|k| self.words.word(k)), &rows, &right);
        }
    }
}

fn named(office: &Office, kind: Kind, id: Option<Id>) -> String {
    id.map_or_else(String::new, |id| office.label(kind, id))
}
