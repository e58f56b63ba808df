//! Struck down while it is decided what an agency gets: both entries of a file, or neither.

use super::{Sort, Yard, whole_or_nothing, words};

pub(super) const GRANTED: Sort = Sort {
    name: "policy",
    // A grant that stands already is not written again: each round begins with the other one.
    before: |_| vec![words(OTHER)],
    verb: |_| words(THIS),
    fed: None,
    far: Yard::journal,
    judge: whole_or_nothing,
    again: true,
};

const THIS: &str = "policy grant education school_attendance children --without id_number \
                    --source 试 --confirm education";
const OTHER: &str = "policy grant education school_attendance children id_number \
                     --source 试二 --confirm education";
