use super::args::RosterAct;
use super::{Desk, Outcome};
use crate::domain::book::Kind;
use crate::domain::training::Attendance;
use crate::schema::{Choice, Coded, Id, Words};
use crate::service::{Office, Problem, Query, RosterLine, Tally};
use serde_json::json;

impl Desk {
    pub(super) fn roster(&self, session: &str, act: Option<RosterAct>) -> Outcome {
        let office = self.office(matches!(act, None | Some(RosterAct::Print)))?;
        let session = self.row(&office, Kind::Session, session)?.id;
        match act {
            None => self.roster_list(&office, session),
            Some(RosterAct::Print) => self
                .out
                .data(office.sign_in_sheet(&self.words, session)?.trim_end()),
            Some(RosterAct::Enrol { wheres }) => self.enrol(&office, session, &wheres)?,
            Some(RosterAct::Mark { worker, state }) => {
                self.mark(&office, session, &worker, &state)?
            }
        }
        Ok(())
    }

    fn enrol(&self, office: &Office, session: Id, wheres: &[String]) -> Outcome {
        let query = Query {
            wheres: self.wheres(office, "worker", Kind::Worker, wheres)?,
            ..Query::default()
        };
        let workers: Vec<Id> = office
            .list(&self.words, Kind::Worker, &query)
            .rows
            .iter()
            .map(|r| r.id)
            .collect();
        let count = office.enrol(session, &workers)?;
        self.out.data(
            &self
                .words
                .fill("roster-enrolled", &[("count", &count.to_string())]),
        );
        Ok(())
    }

    fn mark(&self, office: &Office, session: Id, who: &str, state: &str) -> Outcome {
        let state = Choice::find(Attendance::CHOICES, state)
            .and_then(|c| Attendance::from_code(c.code))
            .ok_or_else(|| {
                let states: Vec<&str> = Attendance::CHOICES.iter().map(|c| c.code).collect();
                Problem::new("problem-unknown-state")
                    .with("state", state)
                    .with("states", states.join(" "))
                    .exit(2)
            })?;
        if who == "rest" {
            let count = office.mark_rest(session, state)?;
            self.out.data(
                &self
                    .words
                    .fill("roster-marked-rest", &[("count", &count.to_string())]),
            );
            return Ok(());
        }
        let worker = self.row(office, Kind::Worker, who)?;
        let lines = office.roster(session);
        let line = lines
            .iter()
            .find(|l| l.worker == worker.id)
            .ok_or_else(|| Problem::new("problem-no-such-worker-on-roster"))?;
        office.mark(line.enrolment, state)?;
        let word = self
            .words
            .word(&format!("choice-attendance-{}", state.code()));
        self.out.data(
            &self
                .words
                .fill("roster-marked", &[("name", &line.name), ("state", &word)]),
        );
        Ok(())
    }

    fn roster_list(&self, office: &Office, session: Id) {
        let lines = office.roster(session);
        let state = |l: &RosterLine| {
            self.words
                .word(&format!("choice-attendance-{}", l.state.code()))
        };
        let time = |l: &RosterLine| l.time.map_or_else(String::new, |t| t.to_string());
        if self.out.json {
            for l in &lines {
                let o = json!({"worker": l.name, "id": l.worker.to_string(), "village": l.village, "state": l.state.code(), "time": time(l)});
                self.out.object(o);
            }
            return;
        }
        let rows: Vec<Vec<String>> = lines
            .iter()
            .enumerate()
            .map(|(n, l)| {
                vec![
                    (n + 1).to_string(),
                    l.name.clone(),
                    l.village.clone(),
                    state(l),
                    time(l),
                ]
            })
            .collect();
        let headings = [
            "column-number",
            "column-who",
            "column-village",
            "field-enrolment-state",
            "field-enrolment-time",
        ];
        self.out.table(
            &headings.map(|k| self.words.word(k)),
            &rows,
            &[true, false, false, false, false],
        );
        let t = Tally::of(&lines);
        let counts =
            [t.present, t.late, t.excused, t.absent, t.unmarked, t.all()].map(|n| n.to_string());
        let names = ["present", "late", "excused", "absent", "unmarked", "all"];
        let args: Vec<(&str, &str)> = names
            .into_iter()
            .zip(counts.iter().map(String::as_str))
            .collect();
        self.out.say(&self.words.fill("roster-tally", &args));
    }
}
