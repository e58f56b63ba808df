//! Struck down while a plug-in is approved: the approval with its pinned hashes, or nothing.

use super::{Sort, Yard, whole_or_nothing, words};

pub(super) const APPROVED: Sort = Sort {
    name: "plug-in",
    // Approving what is approved writes nothing, so that there is always something to take back.
    before: |_| vec![approve(), words("plugin distrust civil_affairs")],
    verb: |_| approve(),
    fed: None,
    far: Yard::journal,
    judge: whole_or_nothing,
    again: true,
};

/// Approves the shipped one.
pub(super) fn approve() -> Vec<String> {
    words("plugin trust civil_affairs --confirm civil_affairs")
}
