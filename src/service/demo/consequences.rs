//! What followed from invented years: a talk that was settled, a post that ended with why, praise.

use super::{Inventor, Scale};
use crate::domain::adjustment::{Adjustment, AdjustmentReason, AdjustmentType};
use crate::domain::book::Record;
use crate::domain::commendation::{Commendation, CommendationType};
use crate::domain::post::Post;
use crate::domain::talk::{Talk, TalkType};
use crate::schema::Id;
use crate::store::Op;

impl Inventor<'_> {
    /// Those of a township; bigger offices are for measuring lists and have none.
    pub(super) fn consequences(&mut self, scale: Scale) {
        if scale != Scale::Township {
            return;
        }
        let posts: Vec<(Id, Post)> = self.items.iter().filter_map(post_of).collect();
        for (id, post) in posts.iter().filter(|(_, post)| post.to.is_some()) {
            self.add(Adjustment {
                worker: post.worker,
                post: Some(*id),
                day: post.to,
                kind: Some(AdjustmentType::Left),
                reason: Some(AdjustmentReason::Resigned),
                decided_by: "镇民政办".into(),
                ..Adjustment::default()
            });
        }
        let mut held = posts
            .iter()
            .filter(|(_, p)| p.to.is_none() && p.village.is_some());
        let year = self.today.year() - 1;
        if let Some((_, post)) = held.next() {
            let day = self.today.plus(-75);
            self.add(Talk {
                worker: post.worker,
                day: Some(day),
                kind: Some(TalkType::Guidance),
                about: "一人一档案怎么更新".into(),
                agreed: "两周内补齐".into(),
                follow_up: Some(day.plus(14)),
                outcome: "已补齐".into(),
            });
        }
        if let Some((_, post)) = held.next() {
            self.add(Commendation {
                worker: post.worker,
                year: Some(year.into()),
                day: Some(self.today.plus(-330)),
                kind: Some(CommendationType::Praise),
                given_by: "区民政局".into(),
                reason: "走访扎实".into(),
                ..Commendation::default()
            });
        }
    }
}

fn post_of(item: &crate::store::ItemChange) -> Option<(Id, Post)> {
    match &item.op {
        Op::Put(Record::Post(post)) => Some((item.id, post.clone())),
        _ => None,
    }
}
