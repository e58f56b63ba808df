//! `tongdu-draw-1` itself; the module above tells it step by step.

use crate::schema::text;
use std::fmt;

/// The name of the algorithm; another way of drawing gets another name.
pub const ALGORITHM: &str = "tongdu-draw-1";

/// Bytes of a number of the stream.
const NUMBER: usize = 8;

/// What makes one draw another than the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seed(pub u64);

impl Seed {
    /// Reads one: sixteen hexadecimal digits, in groups or not.
    pub fn parse(typed: &str) -> Option<Self> {
        let digits: String = text::tidy(typed)
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .collect();
        let hex = digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        hex.then(|| u64::from_str_radix(&digits, 16).ok().map(Self))
            .flatten()
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let group = |shift: u32| (self.0 >> shift) & 0xffff;
        let [a, b, c, d] = [48, 32, 16, 0].map(group);
        write!(f, "{a:04X}-{b:04X}-{c:04X}-{d:04X}")
    }
}

/// One of those among whom is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lot<'a> {
    /// What tells it from the others and gives its place in the order.
    pub code: &'a str,
    /// 0 for what can't be drawn.
    pub weight: u32,
}

/// Draws so many of these, each at most once; gives their places in `lots`, in the order drawn.
/// Fewer come where fewer can be drawn. In which order `lots` stand makes no difference.
pub fn draw(seed: Seed, count: usize, lots: &[Lot<'_>]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..lots.len()).filter(|at| lots[*at].weight > 0).collect();
    left.sort_by_key(|at| lots[*at].code);
    let mut stream = blake3::Hasher::new()
        .update(format!("{ALGORITHM} {seed}").as_bytes())
        .finalize_xof();
    let mut drawn = Vec::new();
    while drawn.len() < count && !left.is_empty() {
        let sum = left.iter().map(|at| u64::from(lots[*at].weight)).sum();
        let mut ticket = below(&mut stream, sum);
        let at = left.iter().position(|at| {
            let weight = u64::from(lots[*at].weight);
            let hit = ticket < weight;
            ticket = if hit { ticket } else { ticket - weight };
            hit
        });
        // The ticket is below the sum, so one of them is hit.
        let Some(at) = at else { break };
        drawn.push(left.remove(at));
    }
    drawn
}

/// A number from 0, smaller than `sum`, every one as likely.
fn below(stream: &mut blake3::OutputReader, sum: u64) -> u64 {
    // 2^64 mod sum: so many at the top would favour the small remainders.
    let surplus = (u64::MAX % sum + 1) % sum;
    loop {
        let mut bytes = [0; NUMBER];
        stream.fill(&mut bytes);
        let x = u64::from_be_bytes(bytes);
        if x <= u64::MAX - surplus {
            return x % sum;
        }
    }
}
