//! Adjusting a post: with the record that says why, the post ends, and what follows it begins: the
//! worker's post elsewhere, or a whole handover to somebody else. One act, one undo.

use super::office::put;
use super::write::Faults;
use super::{HandingOver, Office, Problem, Row};
use crate::domain::adjustment::{Adjustment, AdjustmentType};
use crate::domain::book::{Kind, Record};
use crate::domain::post::Post;
use crate::schema::{Day, Fault, Id, Value};
use crate::store::ItemChange;

/// What can't be changed once the post has ended by it.
const FIXED: [&str; 6] = ["worker", "post", "day", "kind", "village", "successor"];

impl Office {
    /// Fills in the post of a new adjustment where the worker holds only one.
    pub(super) fn complete_adjustment(&self, was: Option<&Row>, record: &mut Record) {
        let Record::Adjustment(adjustment) = record else {
            return;
        };
        if was.is_some() || adjustment.post.is_some() {
            return;
        }
        if let Some(worker) = adjustment.worker {
            let day = adjustment.day.unwrap_or_else(|| self.today());
            let tables = self.tables();
            let posts = tables.leading_to(worker, Kind::Post);
            let held = |row: &Row| <&Post>::try_from(&row.record).is_ok_and(|p| p.holds_on(day));
            let mut held = posts.filter(|row| held(row)).map(|row| row.id);
            if let (Some(post), None) = (held.next(), held.next()) {
                adjustment.post = Some(post);
            }
        }
    }

    /// What is wrong with an adjustment beside its post.
    pub(super) fn judge_adjusted(&self, was: Option<&Row>, record: &Record) -> Faults {
        let Record::Adjustment(adjustment) = record else {
            return Faults::new();
        };
        let mut faults = Faults::new();
        let mut fault = |field: &str, key| faults.push((field.to_owned(), Fault::Rule(key)));
        if let Some(was) = was {
            for field in FIXED {
                if was.record.value(field) != record.value(field) {
                    fault(field, "fault-as-adjusted");
                }
            }
            return faults;
        }
        let tables = self.tables();
        let post = adjustment
            .post
            .and_then(|id| Some((id, tables.get::<Post>(Kind::Post, id)?)));
        let (Some((id, post)), Some(day)) = (post, adjustment.day) else {
            return faults;
        };
        // A township goes with its children, its keys and its passphrase: that is a handover.
        let township = post.village.is_none();
        if township && adjustment.successor.is_some() {
            fault("successor", "fault-township-is-handed-over");
        }
        if adjustment.kind == Some(AdjustmentType::Moved) {
            if township {
                fault("kind", "fault-township-is-handed-over");
            } else if post.village == adjustment.village {
                fault("village", "fault-moved-to-the-same");
            }
        }
        if post.worker != adjustment.worker {
            fault("post", "fault-not-their-post");
        } else if tables.leading_to(id, Kind::Adjustment).next().is_some() {
            fault("post", "fault-adjusted-already");
        }
        if post.from.is_some_and(|from| day < from) {
            fault("day", "fault-ends-before-it-begins");
        } else if post.to.is_some_and(|to| to < day) {
            fault("day", "fault-post-ended-before");
        }
        faults
    }

    /// What is wrong with a change of a post that ended by an adjustment: its notice has gone out.
    pub(super) fn judge_post(&self, was: Option<&Row>, record: &Record) -> Faults {
        let (Some(was), Record::Post(_)) = (was, record) else {
            return Faults::new();
        };
        let tables = self.tables();
        if tables.leading_to(was.id, Kind::Adjustment).next().is_none() {
            return Faults::new();
        }
        let changed = ["worker", "village", "township", "to"].into_iter();
        let changed = changed.filter(|field| was.record.value(field) != record.value(field));
        let fault = |field: &str| (field.to_owned(), Fault::Rule("fault-post-adjusted"));
        changed.map(fault).collect()
    }

    /// What a new adjustment saves beside itself, and what of it lets pass with a word.
    ///
    /// # Errors
    /// Whoever takes it can't, as [`Office::hand_over`]; somebody untrained without a reason.
    pub(super) fn adjusting(
        &self,
        was: Option<&Row>,
        record: &Record,
        reason: &str,
    ) -> Result<(Vec<ItemChange>, Faults), Problem> {
        let (None, Record::Adjustment(adjustment)) = (was, record) else {
            return Ok(Default::default());
        };
        let (Some(id), Some(day)) = (adjustment.post, adjustment.day) else {
            return Ok(Default::default());
        };
        let gone = || Problem::new("problem-gone").with("kind", Kind::Post.name());
        let row = self.row(Kind::Post, id).ok_or_else(gone)?;
        let post = <&Post>::try_from(&row.record).map_err(|()| gone())?;
        let mut items = match adjustment.successor {
            Some(taking) => self.handed_on(adjustment, post, (taking, day), reason)?,
            None if post.to == Some(day) => Vec::new(),
            None => {
                let mut ended = row.record.clone();
                ended.set("to", Value::Day(day));
                vec![put(id, Some(row.revision), ended)]
            }
        };
        let mut warnings = Faults::new();
        if adjustment.kind == Some(AdjustmentType::Moved) {
            let begun = Record::from(Post {
                worker: adjustment.worker,
                village: adjustment.village,
                from: Some(day.plus(1)),
                ..Post::default()
            });
            warnings = self.overlapping(None, &begun);
            items.push(put(self.setup().new_id(), None, begun));
        }
        Ok((items, warnings))
    }

    fn handed_on(
        &self,
        adjustment: &Adjustment,
        post: &Post,
        (taking, day): (Id, Day),
        reason: &str,
    ) -> Result<Vec<ItemChange>, Problem> {
        self.handed_items(&HandingOver {
            village: post.village,
            leaving: adjustment.worker,
            taking,
            day: day.plus(1),
            note: String::new(),
            reason: reason.to_owned(),
        })
    }
}
