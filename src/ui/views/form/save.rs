//! Saving a form: faults go under their fields, a conflict is asked about, and what was typed stays.

use super::{CONFLICT, Form, Question};
use crate::domain::book::{Kind, Record};
use crate::schema::{Fault, Id};
use crate::service::{Office, Problem, Saved};
use crate::ui::context::Ctx;
use crate::ui::view::{Flow, Reply, Toast};
use crate::ui::views::gate::{self, Way};

impl Form {
    /// Saves, if nothing is wrong.
    pub(super) fn save(&mut self, ctx: &Ctx) -> Flow {
        self.save_because("", ctx)
    }

    /// The same, with the reason for somebody untrained.
    fn save_because(&mut self, reason: &str, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        // What is said of the number on leaving it is said by its having been saved.
        let _ = self.leave(ctx);
        for entry in &mut self.entries {
            entry.leave(office);
        }
        let records = match self.records(office) {
            Ok(records) => records,
            Err(faults) => return self.refuse(faults, ctx),
        };
        let kind = self.kind();
        match self.store(records, reason, office) {
            Ok(saved) => {
                for entry in &mut self.entries {
                    entry.touched = false;
                }
                self.done(kind, &saved, office, ctx)
            }
            Err(problem) if !problem.faults.is_empty() => self.refuse(problem.faults, ctx),
            Err(problem) if gate::is_it(&problem) => gate::ask(&problem, self.another(), None, ctx),
            Err(problem) if problem.key == "store-conflict" => {
                let answers =
                    ["conflict-mine", "conflict-theirs", "leave-stay"].map(|key| ctx.word(key));
                let question = Question::new(CONFLICT, problem.what(&ctx.words), answers.to_vec());
                let question = question
                    .note(ctx.word("note-why"), problem.why(&ctx.words))
                    .esc(2);
                Flow::Open(Box::new(question))
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// The records with what was typed, or what is wrong with it.
    fn records(&self, office: &Office) -> Result<Vec<Record>, Vec<(String, Fault)>> {
        let mut records: Vec<Record> = self.parts.iter().map(|part| part.record.clone()).collect();
        let mut faults = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.touched) {
            match entry.value(office) {
                Ok(value) => entry.column.write(&mut records[entry.part], value),
                Err(fault) => faults.push((entry.info().name.to_owned(), fault)),
            }
        }
        if faults.is_empty() {
            Ok(records)
        } else {
            Err(faults)
        }
    }

    fn store(&self, records: Vec<Record>, reason: &str, office: &Office) -> Result<Saved, Problem> {
        let mut records = records.into_iter();
        if let (Some(child), Some(newcomer)) = (self.home_of, records.as_slice().first()) {
            let child = office.row(Kind::Child, child);
            let child = child.ok_or_else(|| Problem::new("problem-gone"))?;
            return office.add_to_home(&child, newcomer.clone(), reason);
        }
        if let (false, Some(Record::Talk(talk))) =
            (self.together.is_empty(), records.as_slice().first())
        {
            return office.talk_with(&self.together, talk);
        }
        let was = self.parts.first().and_then(|part| part.was.as_deref());
        match (records.next(), records.next()) {
            (Some(worker), Some(Record::Post(post))) if post != Default::default() => {
                office.appoint(worker, post, reason)
            }
            (Some(record), _) => office.save(was, record, reason),
            // A form has at least one part.
            (None, _) => Err(Problem::new("problem-gone")),
        }
    }

    fn done(&self, kind: Option<Kind>, saved: &Saved, office: &Office, ctx: &Ctx) -> Flow {
        let what = kind.map_or_else(String::new, |kind| office.label(kind, saved.id));
        let is_new = self.parts.first().is_some_and(|part| part.was.is_none());
        let key = if is_new { "form-added" } else { "form-saved" };
        let mut told = if self.together.is_empty() {
            ctx.fill(key, &[("what", &what)])
        } else {
            let count = self.together.len().to_string();
            ctx.fill("form-talks-added", &[("count", &count)])
        };
        // Whoever is untrained stays listed.
        let dispensed = Fault::Warning("fault-dispensed");
        if saved.warnings.iter().any(|(_, fault)| *fault == dispensed) {
            told += &ctx.word("form-dispensed");
        }
        // Something else was changed with it.
        let relieved = Fault::Warning("fault-main-relieved");
        if saved.warnings.iter().any(|(_, fault)| *fault == relieved) {
            told += &ctx.word("form-relieved");
        }
        // A village with two is allowed, and never unseen.
        let overlaps = Fault::Warning("fault-post-overlaps");
        if saved.warnings.iter().any(|(_, fault)| *fault == overlaps) {
            told += &ctx.word("form-overlaps");
        }
        Flow::closing(Toast::done(told))
    }

    /// The first way out at the gate: the field that would settle it.
    fn settling(&self) -> &'static str {
        match (self.kind(), self.parts.len()) {
            // Somebody new may well have passed elsewhere.
            (Some(Kind::Worker), _) => "first_training",
            (Some(Kind::Child), _) => "village",
            (Some(Kind::Adjustment), _) => "successor",
            _ => "worker",
        }
    }

    fn another(&self) -> &'static str {
        match self.settling() {
            "first_training" => "gate-passed",
            "village" => "gate-other-village",
            _ => "gate-other",
        }
    }

    /// Goes on from the gate; none where the reply wasn't its.
    pub(super) fn through_gate(&mut self, reply: &Reply, ctx: &Ctx) -> Option<Flow> {
        let way = gate::chosen(reply, ctx)?;
        let office = ctx.office().ok()?;
        Some(match way {
            Way::Another(_) => {
                let settling = self.settling();
                let mut entries = self.entries.iter();
                let at = entries.position(|entry| entry.info().name == settling);
                self.focus = at.unwrap_or(self.focus);
                Flow::Stay
            }
            Way::Enrol(None) if office.next_first().is_some() => self.only_worker(office, ctx),
            // The form stays below, or behind, as it was typed.
            Way::Enrol(worker) => gate::enrol_only(worker, "gate-form-stays", office, ctx),
            Way::Still(_, reason) => self.save_because(&reason, ctx),
            Way::Reason(flow) => flow,
        })
    }

    /// Saves the new director without the post, and puts them on the next first training's roster.
    /// What was typed of the post stays in the form, to be saved when they have passed.
    fn only_worker(&mut self, office: &Office, ctx: &Ctx) -> Flow {
        let mut records = self.records(office).unwrap_or_default().into_iter();
        let Some(worker) = records.next() else {
            return Flow::Stay;
        };
        let id = match office.save(None, worker, "") {
            Ok(saved) => saved.id,
            Err(problem) => return Flow::Refuse(problem),
        };
        let Some(post) = records.next() else {
            return Flow::All(vec![Flow::Close, gate::enrol(Some(id), office, ctx)]);
        };
        *self = Self::unsaved_post(id, post, ctx);
        gate::enrol_only(Some(id), "gate-post-stays", office, ctx)
    }

    /// Puts faults under their fields and goes to the first.
    fn refuse(&mut self, faults: Vec<(String, Fault)>, ctx: &Ctx) -> Flow {
        let mut first = None;
        let count = faults.len().to_string();
        for (name, fault) in faults {
            let at = self.entries.iter().position(|e| e.info().name == name);
            if let Some(at) = at {
                self.entries[at].fault = Some(fault);
                first = Some(first.map_or(at, |f: usize| f.min(at)));
            }
        }
        self.focus = first.unwrap_or(self.focus);
        Flow::Say(Toast::refused(
            ctx.fill("form-refused", &[("count", &count)]),
        ))
    }

    fn identity(&self) -> Option<(Kind, Id)> {
        let row = self.parts.first()?.was.as_ref()?;
        Some((row.record.kind(), row.id))
    }

    /// What was typed here goes on top of what was saved elsewhere.
    pub(super) fn mine(&mut self, ctx: &Ctx) -> Flow {
        let (Some((kind, id)), Ok(office)) = (self.identity(), ctx.office()) else {
            return Flow::Stay;
        };
        let Some(row) = office.row(kind, id) else {
            return Flow::Refuse(
                Problem::new("problem-gone")
                    .with("kind", ctx.word(&format!("kind-{}", kind.name()))),
            );
        };
        for entry in &mut self.entries {
            entry.refresh(&row.record, office);
        }
        if let Some(part) = self.parts.first_mut() {
            part.record = row.record.clone();
            part.was = Some(row);
        }
        self.save(ctx)
    }

    /// What was typed here is dropped for what was saved elsewhere.
    pub(super) fn theirs(&mut self, ctx: &Ctx) -> Flow {
        let Some((kind, id)) = self.identity() else {
            return Flow::Stay;
        };
        match Self::change(kind, id, None, ctx) {
            Ok(form) => {
                *self = form;
                Flow::Stay
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }
}
