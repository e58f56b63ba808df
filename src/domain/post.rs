//! Posts: a worker's appointment to a village or township.

use crate::schema::{Day, Entity, Fault, Field, Id, KeyClass};

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
    /// Anything else.
    pub note: String,
}

impl Post {
    /// Whether the post is held on `day`.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| to >= day)
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
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Post {
        worker: Link("worker") => PLAIN.required().listed(),
        village: Link("village") => PLAIN.listed(),
        from: Day => PLAIN.listed(),
        to: Day => PLAIN.listed(),
        acting: Flag => PLAIN.listed(),
        note: Note { max: 500 } => PLAIN,
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        match (self.from, self.to) {
            (Some(from), Some(to)) if to < from => {
                vec![("to", Fault::Rule("fault-ends-before-it-begins"))]
            }
            _ => Vec::new(),
        }
    }
}
