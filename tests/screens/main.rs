//! What people see: each screen in both languages, at every size, with its keys.

#[path = "../support/mod.rs"]
#[allow(dead_code)]
mod support;

mod caret;
mod checks;
mod checkup;
mod child;
mod consequences;
mod copy;
mod county;
mod daily;
mod expenses;
mod first;
mod forms;
mod gate;
mod handover;
mod jobs;
mod journeys;
mod keys;
mod lists;
mod local;
mod looking;
mod matrix;
mod notice;
mod palette;
mod pictures;
mod pty;
mod pump;
mod review;
mod secrecy;
mod sizes;
mod taste;
mod terminal;
mod tour;
mod training;
mod users;
mod wide;
