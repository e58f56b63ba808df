//! Opening a form: which records it fills in, which fields it asks for, in which order.

use super::entry::Entry;
use super::{Form, Part, groups};
use crate::domain::book::{Kind, Record};
use crate::domain::worker::WorkerRole;
use crate::schema::{Coded, FieldType, Id, Value};
use crate::service::{Column, Office, Problem};
use crate::ui::context::Ctx;
use std::cell::Cell;

impl Form {
    /// For a new record, of which some things are known.
    ///
    /// # Errors
    /// The role may not see the kind.
    pub fn new(kind: Kind, known: &[(&'static str, Value)], ctx: &Ctx) -> Result<Self, Problem> {
        ctx.office()?.require(kind)?;
        let mut record = kind.blank();
        for (name, value) in known {
            record.set(name, value.clone());
        }
        Ok(Self::of(vec![Part { was: None, record }], None, ctx))
    }

    /// For a new caregiver or sibling of a child, of whom some things are known; the home is that
    /// of the child, and made with them where there is none.
    ///
    /// # Errors
    /// The role may not see the kind.
    pub fn member(
        child: Id,
        kind: Kind,
        known: &[(&'static str, Value)],
        ctx: &Ctx,
    ) -> Result<Self, Problem> {
        ctx.office()?.require(kind)?;
        let mut record = kind.blank();
        for (name, value) in known {
            record.set(name, value.clone());
        }
        Ok(Self::of(vec![Part { was: None, record }], Some(child), ctx))
    }

    /// For a talk with each of these workers, today unless another day is typed.
    ///
    /// # Errors
    /// The role may not see talks.
    pub fn talk(workers: Vec<Id>, ctx: &Ctx) -> Result<Self, Problem> {
        let today = Value::Day(ctx.today());
        let mut form = Self::new(Kind::Talk, &[("day", today)], ctx)?;
        form.entries
            .retain(|entry| !matches!(entry.info().ty, FieldType::Link("worker")));
        let blank = form.entries.iter().position(Entry::is_blank);
        form.focus = blank.unwrap_or(0);
        form.together = workers;
        Ok(form)
    }

    /// For a record as it stands, the focus on this field.
    ///
    /// # Errors
    /// The role may not see it, or it is out of use.
    pub fn change(
        kind: Kind,
        id: Id,
        field: Option<&'static str>,
        ctx: &Ctx,
    ) -> Result<Self, Problem> {
        let office = ctx.office()?;
        office.require(kind)?;
        let gone = || {
            Problem::new("problem-gone").with("kind", ctx.word(&format!("kind-{}", kind.name())))
        };
        let row = office.row(kind, id).ok_or_else(gone)?;
        if row.retired {
            return Err(Problem::new("problem-retired").with("number", row.number));
        }
        let record = row.record.clone();
        let mut form = Self::of(
            vec![Part {
                was: Some(row),
                record,
            }],
            None,
            ctx,
        );
        let named = |e: &Entry| Some(e.info().name) == field;
        form.focus = form.entries.iter().position(named).unwrap_or(0);
        Ok(form)
    }

    /// For a new director together with their post, in this village where it is known.
    pub fn director(village: Option<Id>, ctx: &Ctx) -> Self {
        let mut worker = Kind::Worker.blank();
        worker.set(
            "role",
            Value::Choice(WorkerRole::Director.code().to_owned()),
        );
        let mut post = Kind::Post.blank();
        post.set("village", village.map_or(Value::Empty, Value::Link));
        let parts = [worker, post].map(|record| Part { was: None, record });
        Self::of(parts.into(), None, ctx)
    }

    /// For a post of this worker as it was typed and not saved: leaving it asks first.
    pub(super) fn unsaved_post(worker: Id, mut post: Record, ctx: &Ctx) -> Self {
        post.set("worker", Value::Link(worker));
        let part = Part {
            was: None,
            record: post,
        };
        let mut form = Self::of(vec![part], None, ctx);
        form.entries.iter_mut().for_each(Entry::count_as_typed);
        form
    }

    fn of(parts: Vec<Part>, home_of: Option<Id>, ctx: &Ctx) -> Self {
        let mut entries = Vec::new();
        let mut heads = Vec::new();
        if let Ok(office) = ctx.office() {
            for (at, part) in parts.iter().enumerate() {
                let kind = part.record.kind();
                let groups = groups::of(kind);
                if at > 0 {
                    heads.push((entries.len(), format!("one-{}", kind.name())));
                }
                let mut fields = fields_of(at, part, home_of, office, ctx);
                if groups.is_empty() {
                    entries.append(&mut fields);
                }
                for (head, names) in groups {
                    heads.push((entries.len(), format!("group-{head}")));
                    for name in *names {
                        let at = fields.iter().position(|e| e.info().name == *name);
                        entries.extend(at.map(|at| fields.remove(at)));
                    }
                }
                let mut locals = locals_of(at, part, office, ctx);
                if !locals.is_empty() {
                    heads.push((entries.len(), "group-local".to_owned()));
                    entries.append(&mut locals);
                }
            }
        }
        // On the first thing that the program can't know.
        let focus = entries.iter().position(Entry::is_blank).unwrap_or(0);
        Self {
            parts,
            entries,
            focus,
            heads,
            home_of,
            together: Vec::new(),
            top: Cell::new(0),
        }
    }
}

fn fields_of(
    at: usize,
    part: &Part,
    home_of: Option<Id>,
    office: &Office,
    ctx: &Ctx,
) -> Vec<Entry> {
    let kind = part.record.kind();
    let fields = kind.fields().iter().enumerate();
    fields
        .filter(|(_, field)| !field.role.by_act)
        // A post that is saved with its worker needn't be told whose it is.
        .filter(|(_, field)| at == 0 || !matches!(field.ty, FieldType::Link("worker")))
        // An office of one township has no other.
        .filter(|(_, field)| {
            (kind, field.name) != (Kind::Post, "township") || office.has_townships()
        })
        // The home of a newcomer is that of the child.
        .filter(|(_, field)| home_of.is_none() || !matches!(field.ty, FieldType::Link("household")))
        .map(|(index, _)| {
            Entry::new(
                at,
                &part.record,
                Column::Field(index),
                part.was.is_none(),
                office,
                &ctx.words,
            )
        })
        .collect()
}

/// The fields of the office's own.
fn locals_of(at: usize, part: &Part, office: &Office, ctx: &Ctx) -> Vec<Entry> {
    let (record, is_new) = (&part.record, part.was.is_none());
    let locals = office.locals(record.kind()).into_iter();
    locals
        .map(|local| Entry::new(at, record, Column::Local(local), is_new, office, &ctx.words))
        .collect()
}
