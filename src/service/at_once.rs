//! Work on many records, shared among the machine's cores.

use std::panic::resume_unwind;

/// So few are not worth a thread.
const FEW: usize = 1_000;

/// What comes of each, in order, worked out by as many threads as the machine has cores.
pub(super) fn at_once<T: Sync, O: Send>(all: &[T], of: impl Fn(&T) -> Option<O> + Sync) -> Vec<O> {
    if all.len() <= FEW {
        return all.iter().filter_map(of).collect();
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let part = all.len().div_ceil(threads).max(FEW);
    std::thread::scope(|scope| {
        let each = all.chunks(part);
        let each = each.map(|part| scope.spawn(|| part.iter().filter_map(&of).collect::<Vec<O>>()));
        let running: Vec<_> = each.collect();
        let ended = running.into_iter();
        let ended = ended.map(|part| part.join().unwrap_or_else(|why| resume_unwind(why)));
        ended.flatten().collect()
    })
}
