//! What can be done with the row of a list, or with the marked ones.

use super::List;
use super::source::{Item, Source};
use crate::domain::book::Kind;
use crate::schema::{Id, Value};
use crate::service::{Column, Row, can_be_alike};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::view::{Act, Flow, Reply, Toast};
use crate::ui::views::{Bulk, Choose, doing};
use std::sync::Arc;

/// What can be done with several at once.
const MANY: [&str; 3] = ["enrol-in", "new-talk", "bulk-edit"];

impl List {
    /// Opens the row of the focus.
    pub(super) fn open(&self, ctx: &Ctx) -> Flow {
        self.item().map_or(Flow::Stay, |item| {
            Flow::Go(match item.kind() {
                // People open a certificate to see what it is of.
                Kind::Certificate => training_of(item, ctx),
                // People open a session to see who came.
                Kind::Session => Place::Roster {
                    session: item.row.id,
                },
                kind => Place::Record {
                    kind,
                    id: item.row.id,
                },
            })
        })
    }

    /// A new one of these.
    pub(super) fn add(&self) -> Flow {
        Flow::Go(match self.source {
            Source::Register => Place::NewDirector { village: None },
            Source::Kind(kind) => Place::New {
                kind,
                known: doing::known(kind),
            },
        })
    }

    /// The marked records.
    pub(super) fn marked(&self, ctx: &Ctx) -> Vec<Arc<Row>> {
        let Ok(office) = ctx.office() else {
            return Vec::new();
        };
        self.marks.rows(self.source.kind(), &self.items, office)
    }

    pub(super) fn what_can_be_done(&self, ctx: &Ctx) -> Vec<Act> {
        let row = self.row().map(Arc::as_ref);
        let vacancy = self.item().is_some_and(Item::is_vacancy);
        let mut acts = match (vacancy, self.source) {
            (true, _) if !self.is_empty() && self.marks.is_empty() => {
                let mut acts = doing::acts(Kind::Village, row, ctx);
                acts.retain(|act| act.name != "put-aside");
                acts.extend(["new-director", "bring-in"].map(Act::new));
                return acts;
            }
            (false, source) => doing::acts(source.kind(), row, ctx),
            (true, source) => {
                let marked = self.marked(ctx);
                doing::acts(source.kind(), marked.first().map(Arc::as_ref), ctx)
            }
        };
        if self.source.kind().typed() && !self.is_empty() {
            let last = acts.iter().position(|act| act.name == "put-aside");
            acts.insert(last.unwrap_or(acts.len()), Act::new("bulk-edit"));
        }
        if self.source == Source::Kind(Kind::Child) {
            acts.push(Act::new("pictures"));
        }
        for act in &mut acts {
            let many = MANY.contains(&act.name);
            act.not_now = match (self.marks.is_empty(), many) {
                (true, true) if act.name == "bulk-edit" => Some("why-mark-first"),
                (false, true) => None,
                (false, false) if doing::about_a_row(act.name) => Some("why-one-only"),
                _ => act.not_now,
            };
        }
        if !self.marks.is_empty() {
            acts.sort_by_key(|act| act.not_now.is_some());
        }
        acts
    }

    pub(super) fn begin(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        if name == "bulk-edit" {
            return self.which_field(ctx);
        }
        if !self.marks.is_empty() {
            let marked = self.marked(ctx);
            if name == "new-talk" {
                let workers = marked.iter().map(|row| row.id).collect();
                return Flow::Go(Place::TalkWith { workers });
            }
            return doing::start(name, marked.first().map(Arc::as_ref), ctx);
        }
        doing::start(name, self.row().map(Arc::as_ref), ctx)
    }

    /// Asks which field the marked ones are to have alike.
    fn which_field(&self, ctx: &Ctx) -> Flow {
        let kind = self.source.kind();
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        let alike = |column: &Column| column.info(kind).is_some_and(|info| can_be_alike(&info));
        let fields = (0..kind.fields().len()).map(Column::Field);
        let locals = office.locals(kind).into_iter().map(Column::Local);
        let columns = fields.chain(locals).filter(alike);
        let options = columns.map(|c| (c.name(kind).to_owned(), c.word(kind, &ctx.words)));
        let title = ctx.word("act-bulk-edit");
        Flow::Open(Box::new(Choose::new("bulk-edit", title, options.collect())))
    }

    fn change_many(&self, field: &str, ctx: &Ctx) -> Flow {
        let kind = self.source.kind();
        let column = ctx.office().ok().and_then(|o| o.named(kind, field));
        let Some(column) = column else {
            return Flow::Stay;
        };
        match Bulk::new(kind, column, self.marked(ctx), ctx) {
            Ok(page) => Flow::Open(Box::new(page)),
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// Goes on with an act after its question.
    pub(super) fn go_on(&mut self, reply: &Reply, ctx: &Ctx) -> Flow {
        if self.marks.is_empty() {
            return doing::replied(reply, self.row(), ctx);
        }
        match (reply.question, Id::parse(&reply.text), ctx.office()) {
            ("bulk-edit", ..) => self.change_many(&reply.text, ctx),
            ("enrol-in", Some(session), Ok(office)) => {
                let ids: Vec<Id> = self.marked(ctx).iter().map(|row| row.id).collect();
                match office.enrol(session, &ids) {
                    Ok(enrolled) => Flow::Say(Toast::done(enrolled.said(&ctx.words))),
                    Err(problem) => Flow::Refuse(problem),
                }
            }
            _ => Flow::Stay,
        }
    }
}

/// The training that a certificate is of; the certificate itself where that is gone.
fn training_of(item: &Item, ctx: &Ctx) -> Place {
    let session = match item.row.record.value("session") {
        Value::Link(session) => Some(session),
        _ => None,
    };
    let office = ctx.office().ok();
    let training = office.zip(session).map(|(o, id)| o.session_training(id));
    match training {
        Some(Ok(id)) => Place::Record {
            kind: Kind::Training,
            id,
        },
        _ => Place::Record {
            kind: Kind::Certificate,
            id: item.row.id,
        },
    }
}
