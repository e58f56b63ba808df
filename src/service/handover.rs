//! Handing a village to another director, or the township to another supervisor: the old post
//! ends, the new one begins, and with it every child and everything open, in one act that one undo
//! takes back. Children and what is due follow the village, so nothing of theirs is rewritten;
//! only a finding says who is to set it right.

use super::office::put;
use super::{Act, Office, Problem, Revision};
use crate::domain::book::{Kind, Record};
use crate::domain::child::Child;
use crate::domain::due::Due;
use crate::domain::finding::Finding;
use crate::domain::handover::{Handover, HandoverScope};
use crate::domain::post::Post;
use crate::domain::worker::{Worker, WorkerRole};
use crate::schema::{Day, Id};
use crate::store::ItemChange;

/// What is asked of a handover.
#[derive(Clone, Debug)]
pub struct HandingOver {
    /// The village; none for the whole township.
    pub village: Option<Id>,
    /// Who gives it up; needn't be said where only one can.
    pub leaving: Option<Id>,
    /// Who takes it.
    pub taking: Id,
    /// The first day of whoever takes it.
    pub day: Day,
    /// Anything else.
    pub note: String,
    /// Why somebody without first training takes it all the same.
    pub reason: String,
}

/// What goes with a village, or with the township.
#[derive(Clone, Debug, Default)]
pub struct OpenWork {
    /// Its children.
    pub children: Vec<Id>,
    /// What is due, but for what is due about the person themselves: their own training, the review
    /// of their year and what was agreed in a talk stay with them.
    pub due: Vec<Due>,
}

/// A handover that was done.
#[derive(Clone, Copy, Debug)]
pub struct HandedOver {
    /// Its record.
    pub id: Id,
    /// The act.
    pub revision: Revision,
    /// Who gave it up.
    pub leaving: Id,
}

/// Who gives up what, and which of their posts end.
struct Parting {
    leaving: Id,
    posts: Vec<(Id, Post)>,
    /// Whether whoever takes it holds it on that day already.
    held: bool,
}

/// What a handover saves, and whether somebody untrained takes it.
struct Handing {
    id: Id,
    leaving: Id,
    items: Vec<ItemChange>,
    untrained: bool,
}

/// Whether what is due of this kind stays with the person.
fn theirs(kind: Kind) -> bool {
    matches!(kind, Kind::Worker | Kind::Review | Kind::Talk)
}

impl Office {
    /// What goes with a village today, or with the whole township.
    pub fn open_work(&self, village: Option<Id>) -> OpenWork {
        let here = |of: Option<Id>| village.is_none() || of == village;
        let due = self.due();
        let due = due.iter().filter(|d| !theirs(d.kind) && here(d.village));
        let tables = self.tables();
        let all = tables.all::<Child>(Kind::Child);
        let children = all
            .filter(|(_, child)| here(child.village))
            .map(|(id, _)| id);
        OpenWork {
            children: children.collect(),
            due: due.cloned().collect(),
        }
    }

    /// Whether this handover could be done, and who would give it up; changes nothing.
    ///
    /// # Errors
    /// As [`Office::hand_over`].
    pub fn can_hand_over(&self, asked: &HandingOver) -> Result<Id, Problem> {
        self.handing(asked).map(|handing| handing.leaving)
    }

    /// Hands over.
    ///
    /// # Errors
    /// Nobody is in charge, or several and nobody said who leaves; to oneself; to somebody out of
    /// use, of the other role, or without first training and without a reason; a day on which the
    /// old post would end before it began; the role may not see children; what the store refuses.
    /// Then nothing is changed.
    pub fn hand_over(&self, asked: &HandingOver) -> Result<HandedOver, Problem> {
        let Handing {
            id,
            leaving,
            items,
            untrained,
        } = self.handing(asked)?;
        // The gate is told a reason of its own: a remark on the handover is none.
        let why = if untrained {
            &asked.reason
        } else {
            &asked.note
        };
        let revision = self.commit(Act::HandOver, why, items)?;
        Ok(HandedOver {
            id,
            revision,
            leaving,
        })
    }

    /// What a handover saves, for an act that does more at once.
    ///
    /// # Errors
    /// As [`Office::hand_over`].
    pub(super) fn handed_items(&self, asked: &HandingOver) -> Result<Vec<ItemChange>, Problem> {
        self.handing(asked).map(|handing| handing.items)
    }

    /// What a handover saves.
    fn handing(&self, asked: &HandingOver) -> Result<Handing, Problem> {
        let Parting {
            leaving,
            posts,
            held,
        } = self.parting(asked)?;
        let open = self.open_work(asked.village);
        let count = |n: usize| i64::try_from(n).ok();
        let record = Handover {
            scope: Some(match asked.village {
                Some(_) => HandoverScope::Village,
                None => HandoverScope::Township,
            }),
            village: asked.village,
            leaving: Some(leaving),
            taking: Some(asked.taking),
            day: Some(asked.day),
            children: count(open.children.len()),
            due: count(open.due.len()),
            put_off: count(open.due.iter().filter(|d| d.put_off.is_some()).count()),
            note: asked.note.trim().to_owned(),
        };
        let record = Record::from(record);
        let (errors, _) = self.judge(&record);
        if !errors.is_empty() {
            return Err(Problem::faults(errors));
        }
        let last = asked.day.plus(-1);
        let mut items: Vec<ItemChange> = Vec::new();
        // A supervisor without any post counts as in post: their end has to be written down.
        if posts.is_empty() {
            let ended = Post {
                worker: Some(leaving),
                to: Some(last),
                ..Post::default()
            };
            items.push(put(self.setup().new_id(), None, ended.into()));
        }
        for (id, mut post) in posts {
            post.to = Some(last);
            let base = self.row(Kind::Post, id).map(|row| row.revision);
            items.push(put(id, base, post.into()));
        }
        if !held {
            let begun = Post {
                worker: Some(asked.taking),
                village: asked.village,
                from: Some(asked.day),
                ..Post::default()
            };
            items.push(put(self.setup().new_id(), None, begun.into()));
        }
        items.extend(self.findings_passed_on(&open.due, leaving, asked.taking));
        let id = self.setup().new_id();
        items.push(put(id, None, record));
        let untrained = !self
            .pass_gate(Act::HandOver, &asked.reason, items.iter())?
            .is_empty();
        Ok(Handing {
            id,
            leaving,
            items,
            untrained,
        })
    }

    /// What whoever leaves had still to set right is for whoever takes it.
    fn findings_passed_on(&self, due: &[Due], leaving: Id, taking: Id) -> Vec<ItemChange> {
        let of_leaving = due.iter().filter(|d| d.kind == Kind::Finding);
        let passed_on = |due: &Due| {
            let row = self.row(Kind::Finding, due.id)?;
            let mut finding = <&Finding>::try_from(&row.record).ok()?.clone();
            (finding.owner == Some(leaving)).then(|| {
                finding.owner = Some(taking);
                put(due.id, Some(row.revision), finding.into())
            })
        };
        of_leaving.filter_map(passed_on).collect()
    }

    fn parting(&self, asked: &HandingOver) -> Result<Parting, Problem> {
        // What goes with it has to be seen by whoever hands it over.
        self.require(Kind::Child)?;
        let wanted = match asked.village {
            Some(_) => WorkerRole::Director,
            None => WorkerRole::Supervisor,
        };
        let tables = self.tables();
        let taking = tables.row(Kind::Worker, asked.taking);
        let gone = || Problem::new("problem-gone").with("kind", Kind::Worker.name());
        let taking = taking.ok_or_else(gone)?;
        if taking.retired {
            return Err(Problem::new("problem-retired").with("number", taking.number));
        }
        if asked.leaving == Some(asked.taking) {
            return Err(Problem::new("problem-handover-self"));
        }
        if <&Worker>::try_from(&taking.record).is_ok_and(|w| w.role != Some(wanted)) {
            return Err(Problem::new("problem-handover-role"));
        }
        let workforce = tables.workforce();
        let in_charge: Vec<Id> = match asked.village {
            Some(village) => {
                let found = workforce.directors_of(village, asked.day).into_iter();
                found.map(|(id, _)| id).collect()
            }
            None => {
                let all = workforce.workers.iter();
                all.filter(|(id, w)| w.role == Some(wanted) && workforce.in_post(**id, asked.day))
                    .map(|(id, _)| *id)
                    .collect()
            }
        };
        let mut others = in_charge.iter().copied().filter(|id| *id != asked.taking);
        let leaving = match (asked.leaving, others.next(), others.next()) {
            (Some(id), ..) if in_charge.contains(&id) => id,
            (None, Some(id), None) => id,
            (None, Some(_), Some(_)) => return Err(Problem::new("problem-handover-which")),
            (None, None, _) if in_charge.contains(&asked.taking) => {
                return Err(Problem::new("problem-handover-self"));
            }
            _ => return Err(Problem::new("problem-handover-vacant").with("day", asked.day)),
        };
        let here = |worker: Id| {
            let posts = workforce.posts_of(worker).iter();
            posts.filter(|(_, p)| p.village == asked.village && p.holds_on(asked.day))
        };
        let posts: Vec<(Id, Post)> = here(leaving).map(|(id, p)| (*id, (*p).clone())).collect();
        if let Some(from) = posts.iter().filter_map(|(_, p)| p.from).max()
            && from >= asked.day
        {
            return Err(Problem::new("problem-handover-early").with("day", from));
        }
        let held = here(asked.taking).next().is_some();
        Ok(Parting {
            leaving,
            posts,
            held,
        })
    }
}
