//! Struck down while a session's lessons are written down, while modules are added, and while
//! people's feedback is taken.

use super::{Sort, Yard, whole_or_nothing, words};

/// Modules that a round puts out of use.
const OWN: usize = 3;

pub(super) const MODULES: Sort = Sort {
    name: "modules",
    before: |yard| {
        let add = |n| words(&format!("add module name={}{n}", own(yard)));
        (0..OWN).map(add).collect()
    },
    verb: |yard| words(&format!("set module --where name~{} in_use=否", own(yard))),
    fed: None,
    far: Yard::journal,
    judge: whole_or_nothing,
    again: false,
};

pub(super) const LESSONS: Sort = Sort {
    name: "lessons",
    before: |yard| {
        let own = words(&format!("add module name={}", own(yard)));
        let mut all = held(yard);
        all.push(own);
        all
    },
    verb: |yard| {
        let mut verb = vec!["roster".into(), session(yard), "lessons".into()];
        let taught = ["走访", "更新", "报告", "政策", "监护", "家教"];
        verb.extend(taught.map(|topic| format!("{topic}=1.5@方志平")));
        verb.push(format!("{}=1", own(yard)));
        verb
    },
    fed: None,
    far: Yard::journal,
    judge: whole_or_nothing,
    again: false,
};

pub(super) const FEEDBACK: Sort = Sort {
    name: "feedback",
    before: |yard| {
        let mut all = held(yard);
        let who = who(yard);
        all.push(words(&format!("add worker name={who} role=supervisor")));
        let mut there = words(&format!("add enrolment worker={who} state=到"));
        there.push(format!("session={}", session(yard)));
        all.push(there);
        all
    },
    verb: |yard| {
        let said = words(&format!("feedback {} 5 4 5 --remark 有用", who(yard)));
        [vec!["roster".into(), session(yard)], said].concat()
    },
    fed: None,
    far: Yard::journal,
    judge: whole_or_nothing,
    again: false,
};

fn own(yard: &Yard) -> String {
    format!("第{}轮模块", yard.round)
}

fn who(yard: &Yard) -> String {
    format!("欧阳答{}号", yard.round)
}

fn name(yard: &Yard) -> String {
    format!("第{}轮讲课", yard.round)
}

fn session(yard: &Yard) -> String {
    format!("{} 2025-06-12", name(yard))
}

/// A session that is held.
fn held(yard: &Yard) -> Vec<Vec<String>> {
    vec![
        words(&format!(
            "add training name={} kind=轮训 year=2025",
            name(yard)
        )),
        words(&format!(
            "add session training={} day=2025-06-12",
            name(yard)
        )),
    ]
}
