//! Struck down while a sign-in sheet is brought onto a roster.

use super::{Sort, Yard, shown, whole_or_nothing, words};
use std::fs;

/// People on the roster of a round.
const PEOPLE: usize = 40;

pub(super) const MARKING: Sort = Sort {
    name: "marking",
    before: |yard| {
        let training = words(&format!(
            "add training name={} kind=轮训 year=2025",
            name(yard)
        ));
        let session = words(&format!(
            "add session training={} day=2025-06-12",
            name(yard)
        ));
        let people = list(yard, "人员.csv", "姓名,村居", "后山村");
        let known = [words("import --kind worker"), vec![people]].concat();
        let enrolled = list(yard, "报名.csv", "姓名,备注", "");
        vec![training, session, known, import(yard, enrolled)]
    },
    verb: |yard| {
        import(
            yard,
            list(yard, "签到.csv", "姓名,签到,签到时间,成绩", "到,8:30,88"),
        )
    },
    fed: None,
    far: Yard::journal,
    judge: whole_or_nothing,
    again: false,
};

fn name(yard: &Yard) -> String {
    format!("第{}轮培训", yard.round)
}

/// A list of this round's people, all with the same beside their names.
fn list(yard: &Yard, file: &str, heads: &str, beside: &str) -> String {
    let rows = (0..PEOPLE).map(|n| format!("林{}轮{n}号,{beside}", yard.round));
    let lines: Vec<String> = std::iter::once(heads.to_owned()).chain(rows).collect();
    let path = yard.side.join(file);
    fs::write(&path, lines.join("\n")).unwrap();
    shown(&path)
}

fn import(yard: &Yard, file: String) -> Vec<String> {
    let session = format!("{} 2025-06-12", name(yard));
    vec!["roster".into(), session, "import".into(), file]
}
