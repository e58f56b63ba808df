//! Struck down while somebody untrained is put in charge with a reason: with the post stands the
//! reason, or neither is there.

use super::{Seen, Sort, Yard, whole_or_nothing};
use tongdu::domain::book::Kind;

/// Who is put in charge of the township; invented, and in no other round. No director: the rounds
/// that note something of every director count them.
const WHO: &str = "欧阳未训";

pub(super) const DISPENSED: Sort = Sort {
    name: "untrained in charge",
    before: |yard| {
        let name = format!("name={WHO}{}", yard.round);
        vec![
            ["add", "worker", &name, "role=supervisor"]
                .map(str::to_owned)
                .into(),
        ]
    },
    verb: |yard| {
        let who = format!("worker={WHO}{}", yard.round);
        let post = [
            "add",
            "post",
            &who,
            "from=2026-01-01",
            "--reason",
            "村里只有她",
        ];
        post.map(str::to_owned).into()
    },
    fed: None,
    far: Yard::journal,
    judge: with_its_reason,
    again: false,
};

fn with_its_reason(seen: &Seen<'_>) -> Result<bool, String> {
    let count = |kind| seen.changed.iter().filter(|(k, _)| *k == kind).count();
    let (posts, reasons) = (count(Kind::Post), count(Kind::Dispensation));
    if posts != reasons {
        return Err(format!("{posts} posts with {reasons} reasons"));
    }
    whole_or_nothing(seen)
}
