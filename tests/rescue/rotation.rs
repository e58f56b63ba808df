//! Which backups stay, over invented dates.

use crate::support::*;
use tongdu::store::backup::keep;

const DAY: u64 = 24 * HOUR;

/// Backups every `every` for `count` times, numbered from 1, the last one on this morning.
fn backups(every: u64, count: u64) -> Vec<(u64, u64)> {
    (1..=count)
        .map(|n| (n, MORNING - (count - n) * every))
        .collect()
}

fn kept(backups: &[(u64, u64)]) -> Vec<u64> {
    keep(backups).into_iter().collect()
}

#[test]
fn hours_days_weeks_and_months_have_their_share() {
    type Backups = Vec<(u64, u64)>;
    let cases: [(&str, Backups, usize); 6] = [
        ("one", backups(HOUR, 1), 1),
        ("ten in one hour", backups(60_000, 10), 1),
        ("hourly for a day", backups(HOUR, 24), 24),
        // 24 hours reach into yesterday; 14 days, of which today and yesterday stand among the
        // hours; weeks and months begin further back.
        ("hourly for a month", backups(HOUR, 30 * 24), 24 + 12 + 4),
        ("daily for two years", backups(DAY, 730), 24 + 6 + 23),
        // Now and then two of them stand in one month.
        ("monthly for four years", backups(30 * DAY, 49), 25),
    ];
    for (what, backups, most) in cases {
        let kept = keep(&backups);
        assert!(
            kept.contains(&backups.last().unwrap().0),
            "{what}: the newest"
        );
        assert!(
            kept.len() <= most && kept.len() * 10 >= most * 8,
            "{what}: {} of about {most}",
            kept.len()
        );
    }
}

#[test]
fn within_a_span_the_newest_stays() {
    // 08:30, 08:40 and 09:10 of one day: the later of the first hour.
    let day = [
        (1, MORNING),
        (2, MORNING + 600_000),
        (3, MORNING + 2_400_000),
    ];
    assert_eq!(kept(&day), [2, 3]);
}

#[test]
fn a_long_holiday_pushes_nothing_out() {
    let mut all = backups(DAY, 10);
    all.push((11, MORNING + 200 * DAY));
    assert_eq!(kept(&all).len(), 11);
}

#[test]
fn a_clock_set_back_a_year_never_costs_the_newest() {
    let mut all = backups(HOUR, 200);
    all.push((201, MORNING - 365 * DAY));
    assert!(keep(&all).contains(&201));
    assert!(keep(&all).contains(&200));
}
