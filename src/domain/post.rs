//! Posts: a worker's appointment to a village or township.

use crate::schema::{Coded, Day, Entity, Fault, Field, Id, KeyClass};
use std::collections::BTreeSet;

crate::choices! {
    /// What was looked into before somebody was chosen. No text lists it for directors (本地默认);
    /// the second follows 未成年人保护法 62, which binds whoever works closely with minors.
    PostCheck "post-check" {
        Identity "identity" ["身份已核", "身份"],
        NoOffence "no_offence" ["查无侵害记录", "无侵害记录", "无犯罪记录"],
        Willing "willing" ["本人同意", "同意"],
    }
}

/// A worker's appointment: to a village as its director, or to the township as supervisor.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Post {
    /// Who.
    pub worker: Option<Id>,
    /// Where; none for a supervisor, whose place is the township.
    pub village: Option<Id>,
    /// First day; not told in many an office's list.
    pub from: Option<Day>,
    /// Last day; none while in post.
    pub to: Option<Day>,
    /// Standing in for a vacancy, 代管.
    pub acting: Option<bool>,
    /// Who proposed them: the committee, the township, themselves.
    pub proposed_by: String,
    /// Day of the village meeting that agreed.
    pub meeting: Option<Day>,
    /// What was looked into before.
    pub checks: BTreeSet<PostCheck>,
    /// Anything else.
    pub note: String,
    /// Which township a supervisor serves, in twelve digits, where the office has several; nothing
    /// in a township's own office.
    pub township: String,
}

impl Post {
    /// Whether the post is held on `day`.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| to >= day)
    }

    /// Whether some day lies in both posts.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before =
            |a: &Self, b: &Self| matches!((a.to, b.from), (Some(to), Some(from)) if to < from);
        !before(self, other) && !before(other, self)
    }

    /// Whether the post was held at some time in `year`.
    pub fn in_year(&self, year: i32) -> bool {
        self.from.is_none_or(|from| from.year() <= year)
            && self.to.is_none_or(|to| to.year() >= year)
    }
}

impl Entity for Post {
    const NAME: &'static str = "post";
    const CODE: u8 = 3;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 3;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Post {
        worker: Link("worker") => PLAIN.required().listed(),
        village: Link("village") => PLAIN.listed(),
        township: Division => PLAIN,
        from: Day => PLAIN.listed(),
        to: Day => PLAIN.listed(),
        acting: Flag => PLAIN.listed(),
        proposed_by: Text { max: 40 } => PLAIN,
        meeting: Day => PLAIN,
        checks: Choices("post-check", PostCheck::CHOICES) => PLAIN,
        note: Note { max: 500 } => PLAIN,
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let mut faults = Vec::new();
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            faults.push(("to", Fault::Rule("fault-ends-before-it-begins")));
        }
        // A village lies in its township: two places would be two posts.
        if self.village.is_some() && !self.township.is_empty() {
            faults.push(("township", Fault::Rule("fault-village-and-township")));
        }
        faults
    }
}
