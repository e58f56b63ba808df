//! Which backups stay: the newest of each of the last 24 hours, 14 days, 8 weeks and 24 months
//! that have one. A time without backups pushes none out.

use crate::schema::{Day, TimeOfDay};
use std::collections::BTreeSet;

/// The numbers of the backups that stay, out of these with their times in milliseconds since
/// 1970. The newest always stays, whatever its clock said.
pub fn keep(backups: &[(u64, u64)]) -> BTreeSet<u64> {
    let mut newest_first = backups.to_vec();
    newest_first.sort_unstable_by(|a, b| b.cmp(a));
    let hour = |millis: u64| {
        let hour = TimeOfDay::of_millis(millis).to_string();
        format!("{} {}", Day::of_millis(millis).iso(), &hour[..2])
    };
    let day = |millis| Day::of_millis(millis).iso();
    // Weeks begin on Monday; the first of January 1970 was a Thursday.
    let week = |millis: u64| (days(millis) + 3).div_euclid(7).to_string();
    let month = |millis| Day::of_millis(millis).iso()[..7].to_owned();
    let spans: [(&dyn Fn(u64) -> String, usize); 4] =
        [(&hour, 24), (&day, 14), (&week, 8), (&month, 24)];
    let mut kept: BTreeSet<u64> = newest_first.first().map(|(n, _)| *n).into_iter().collect();
    for (span, most) in spans {
        let mut seen = BTreeSet::new();
        for (number, millis) in &newest_first {
            let at = span(*millis);
            if seen.len() < most && seen.insert(at) {
                kept.insert(*number);
            }
        }
    }
    kept
}

/// Days since 1970 in China.
fn days(millis: u64) -> i64 {
    ((millis / 1000 + 8 * 3600) / 86_400) as i64
}
