//! The verb `roster`: who is on a session's roster, and what is done with them there.

use super::args::RosterAct;
use super::{Desk, Outcome};
use crate::domain::book::Kind;
use crate::domain::guest::Guest;
use crate::domain::training::Attendance;
use crate::schema::{Choice, Coded, Id, Value, Words, text};
use crate::service::{Office, Problem, Query, RosterLine, Tally};
use serde_json::json;

/// Workers that are proposed for a guest.
const LIKELY: usize = 9;

impl Desk {
    pub(super) fn roster(&self, session: &str, act: Option<RosterAct>) -> Outcome {
        if let Some(RosterAct::Import {
            file,
            sheet,
            map,
            dry_run,
            report,
        }) = act
        {
            return self.import(&super::import::Asked {
                file,
                kind: None,
                sheet,
                map,
                dry_run,
                report,
                township: None,
                session: Some(session.to_owned()),
            });
        }
        let office = self.office(
            matches!(
                act,
                None | Some(RosterAct::Print | RosterAct::Match { worker: None, .. })
            ) || matches!(&act, Some(RosterAct::Lessons { lessons }) if lessons.is_empty())
                || matches!(act, Some(RosterAct::Feedback { worker: None, .. })),
        )?;
        let session = self.row(&office, Kind::Session, session)?.id;
        match act {
            Some(RosterAct::Certify { prefix, training }) => {
                let prefix = prefix.unwrap_or_else(|| office.certificate_prefix());
                let given = office.certify(session, &prefix, training)?;
                self.out.data(&given.said(&self.words));
            }
            Some(RosterAct::Lessons { lessons }) => self.lessons(&office, session, &lessons)?,
            Some(RosterAct::Feedback {
                worker,
                grades,
                remark,
            }) => self.feedback(&office, session, worker.as_deref(), &grades, remark)?,
            // Handed over above.
            Some(RosterAct::Import { .. }) => {}
            None => self.roster_list(&office, session),
            Some(RosterAct::Print) => self
                .out
                .data(office.sign_in_sheet(&self.words, session)?.trim_end()),
            Some(RosterAct::Enrol { wheres }) => self.enrol(&office, session, &wheres)?,
            Some(RosterAct::Mark { worker, state }) => {
                self.mark(&office, session, &worker, &state)?
            }
            Some(RosterAct::Out { worker }) => self.sign_out(&office, session, &worker)?,
            Some(RosterAct::Score { worker, marks }) => {
                self.score(&office, session, &worker, &marks)?
            }
            Some(RosterAct::Makeup) => {
                let made = office.make_up(&self.words, session)?;
                self.out.data(&made.said(&self.words));
            }
            Some(RosterAct::Guest {
                name,
                township,
                village,
                phone,
            }) => {
                let guest = Guest {
                    name: text::clean(&name),
                    township: text::clean(&township),
                    village: text::clean(&village),
                    phone: text::tidy(&phone),
                    worker: None,
                };
                let name = guest.name.clone();
                office.add_guest(session, guest)?;
                let told = self.words.fill("roster-guest-added", &[("name", &name)]);
                self.out.data(&told);
            }
            Some(RosterAct::Match { guest, worker }) => {
                self.match_guest(&office, session, &guest, worker.as_deref())?
            }
            Some(RosterAct::Off { worker, reason }) => {
                let line = self.line(&office, session, &worker)?;
                let told = match office.take_off(line.enrolment, &reason)? {
                    Some(name) => self.words.fill("roster-moved-up", &[("name", &name)]),
                    None => self.words.word("roster-taken-off"),
                };
                self.out.data(&told);
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
        let enrolled = office.enrol(session, &workers)?;
        self.out.data(&enrolled.said(&self.words));
        Ok(())
    }

    /// The line that a name means; on the roster first, where a guest has one, too.
    pub(super) fn line(
        &self,
        office: &Office,
        session: Id,
        who: &str,
    ) -> Result<RosterLine, Problem> {
        let lines = office.roster(session);
        let name = text::clean(who);
        let mut named = lines.iter().filter(|l| l.name == name);
        if let (Some(line), None) = (named.next(), named.next()) {
            return Ok(line.clone());
        }
        let worker = self.row(office, Kind::Worker, who)?;
        let line = lines.into_iter().find(|l| l.worker == Some(worker.id));
        line.ok_or_else(|| Problem::new("problem-no-such-worker-on-roster"))
    }

    fn sign_out(&self, office: &Office, session: Id, who: &str) -> Outcome {
        if who == "rest" {
            let count = office.sign_out_rest(session)?.to_string();
            let told = self.words.fill("roster-out-rest", &[("count", &count)]);
            self.out.data(&told);
            return Ok(());
        }
        let line = self.line(office, session, who)?;
        office.sign_out(line.enrolment, true)?;
        let word = self.words.word("roster-out");
        self.marked(&line, &word);
        Ok(())
    }

    fn score(&self, office: &Office, session: Id, who: &str, typed: &str) -> Outcome {
        let line = self.line(office, session, who)?;
        let marks = office
            .read_marks(session, typed)
            .map_err(|fault| Problem::faults(vec![("score".to_owned(), fault)]))?;
        office.grade(line.enrolment, marks)?;
        let after = office.roster(session);
        let after = after.iter().find(|l| l.enrolment == line.enrolment);
        let result = after.and_then(|l| l.result);
        let score = after.and_then(|l| l.score);
        let score = score.map(|s| Value::Score(s.0).plain());
        let result = result.map(|r| self.words.word(&format!("choice-outcome-{}", r.code())));
        let said: Vec<String> = score.into_iter().chain(result).collect();
        let said = if said.is_empty() {
            self.words.word("roster-taken-back")
        } else {
            said.join(" ")
        };
        self.marked(&line, &said);
        Ok(())
    }

    pub(super) fn marked(&self, line: &RosterLine, state: &str) {
        let args = [("name", line.name.as_str()), ("state", state)];
        self.out.data(&self.words.fill("roster-marked", &args));
    }

    /// Says who a guest is, or without a worker whom it may be.
    fn match_guest(
        &self,
        office: &Office,
        session: Id,
        guest: &str,
        worker: Option<&str>,
    ) -> Outcome {
        let line = self.line(office, session, guest)?;
        let Some(id) = line.guest else {
            return Err(Problem::new("problem-not-a-guest"));
        };
        let Some(worker) = worker else {
            let rows: Vec<Vec<String>> = office
                .likely_workers(id, LIKELY)
                .iter()
                .map(|row| {
                    let name = office.label(Kind::Worker, row.id);
                    vec![format!("#{}", row.number), name, office.whereabouts(row)]
                })
                .collect();
            let headings = ["column-number", "column-who", "column-village"];
            let headings = headings.map(|k| self.words.word(k));
            self.out.table(&headings, &rows, &[true, false, false]);
            return Ok(());
        };
        let worker = self.row(office, Kind::Worker, worker)?.id;
        office.match_guest(id, worker)?;
        let name = office.label(Kind::Worker, worker);
        self.out
            .data(&self.words.fill("roster-matched", &[("name", &name)]));
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
        let line = self.line(office, session, who)?;
        office.mark(line.enrolment, state)?;
        let word = self
            .words
            .word(&format!("choice-attendance-{}", state.code()));
        self.marked(&line, &word);
        Ok(())
    }

    fn roster_list(&self, office: &Office, session: Id) {
        let lines = office.roster(session);
        let state = |l: &RosterLine| {
            if l.waiting {
                return self.words.word("roster-waiting");
            }
            self.words
                .word(&format!("choice-attendance-{}", l.state.code()))
        };
        let score = |l: &RosterLine| {
            l.score
                .map_or_else(String::new, |s| Value::Score(s.0).plain())
        };
        let result = |l: &RosterLine| l.result.map_or("", |r| r.code());
        let time = |l: &RosterLine| l.time.map_or_else(String::new, |t| t.to_string());
        if self.out.json {
            for l in &lines {
                let id = l.who().map_or_else(String::new, |id| id.to_string());
                let out = l.out.map_or_else(String::new, |t| t.to_string());
                let o = json!({"worker": l.name, "id": id, "guest": l.guest.is_some(),
                    "township": l.township, "village": l.village, "state": l.state.code(),
                    "time": time(l), "out": out, "score": score(l), "result": result(l),
                    "waiting": l.waiting, "certificate": l.certificate});
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
                    score(l),
                    l.result.map_or_else(String::new, |r| {
                        self.words.word(&format!("choice-outcome-{}", r.code()))
                    }),
                ]
            })
            .collect();
        let headings = [
            "column-number",
            "column-who",
            "column-village",
            "field-enrolment-state",
            "field-enrolment-time",
            "field-enrolment-score",
            "field-enrolment-result",
        ];
        self.out.table(
            &headings.map(|k| self.words.word(k)),
            &rows,
            &[true, false, false, false, false, true, false],
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
