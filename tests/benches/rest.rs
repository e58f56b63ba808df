//! At rest: how often the open program wakes the computer. The demo on its workbench, nobody typing,
//! for some minutes. Goal: once a minute. Run it on a computer that rests as well: sled's threads
//! let themselves be woken along with whatever else wakes it.
//!
//!     cargo bench --bench rest        # four minutes
//!     cargo bench --bench rest -- 10  # so many

#[allow(dead_code)]
#[path = "../support/terminal.rs"]
mod terminal;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use terminal::Terminal;

/// Wake-ups a minute of the busiest thread.
const GOAL: f64 = 1.0;

/// How often each thread has gone to sleep by itself so far.
fn sleeps(terminal: &Terminal) -> BTreeMap<u32, (String, u64)> {
    let count = |id: u32| -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        let line = status.lines().find(|l| l.starts_with("voluntary"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    };
    let threads = terminal.threads().into_iter();
    threads
        .filter_map(|(name, id)| Some((id, (name, count(id)?))))
        .collect()
}

fn main() {
    let given = std::env::args().skip(1).find_map(|arg| arg.parse().ok());
    let minutes: u32 = given.unwrap_or(4);
    let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
    let mut terminal = Terminal::start_in(folder, &["demo"], &[]);
    terminal.wait_for("[1工作台]");
    // What is done after the first screen is not rest yet.
    std::thread::sleep(Duration::from_secs(10));
    terminal.take_rest();
    let before = sleeps(&terminal);
    std::thread::sleep(Duration::from_secs(60) * minutes);
    let mut most = 0.0_f64;
    let mut all = 0;
    for (id, (name, now)) in sleeps(&terminal) {
        let woken = now - before.get(&id).map_or(0, |(_, then)| *then);
        println!("{name:<12} {woken:>5} wake-ups in {minutes} min");
        most = most.max(woken as f64 / f64::from(minutes));
        all += woken;
    }
    let verdict = if most <= GOAL { "met" } else { "MISSED" };
    println!("{all} in all; the busiest thread {most:.2} a minute, goal {GOAL} {verdict}");
    terminal.type_keys("\x11");
    terminal.ended();
}
