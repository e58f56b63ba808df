//! Keeps the keys of a session out of the swap, as far as the system lets it.
//!
//! The pages that keys lie on stay locked as long as the program runs: others may lie on the same
//! page, and locks aren't counted. A system that refuses is no reason to keep a supervisor from her
//! work; the check-up tells. What is unsealed with the keys is not locked, nor is what passes
//! through the stack.

/// Locks the pages that this lies on; whether the system did it.
pub(super) fn hold<T>(what: &T) -> bool {
    let locked = region::lock(std::ptr::from_ref(what), size_of::<T>());
    locked.map(std::mem::forget).is_ok()
}

/// Whether the system locks memory for this program.
pub fn locks() -> bool {
    hold(&*Box::new([0u8; 32]))
}
