//! The hybrid clock: wall time that never goes backwards.

use super::super::options::Clock;

/// Milliseconds in the upper 48 bits, a counter below, so that entries of one millisecond, or of
/// a computer whose clock was set back, still have an order.
pub struct Ticks {
    wall: Clock,
    last: u64,
}

impl Ticks {
    /// A clock that goes on after `last`, the newest time in the journal.
    pub fn new(wall: Clock, last: u64) -> Self {
        Self { wall, last }
    }

    /// A time later than every earlier one.
    pub fn tick(&mut self) -> u64 {
        let wall = (self.wall)() << 16;
        self.last = wall.max(self.last + 1);
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn never_goes_backwards() {
        let wall = Arc::new(AtomicU64::new(1000));
        let read = wall.clone();
        let mut ticks = Ticks::new(Arc::new(move || read.load(Ordering::Relaxed)), 0);
        let a = ticks.tick();
        let b = ticks.tick();
        wall.store(10, Ordering::Relaxed);
        let c = ticks.tick();
        wall.store(2000, Ordering::Relaxed);
        let d = ticks.tick();
        assert!(a < b && b < c && c < d);
        assert_eq!((a >> 16, c >> 16, d >> 16), (1000, 1000, 2000));
    }
}
