//! What leaves the office by plug-ins: whom they are trusted by, what they are granted, what they
//! are given, and what is written down of it.

#[path = "../support/office.rs"]
#[allow(dead_code)]
mod office;
#[path = "../support/plugins.rs"]
#[allow(dead_code)]
mod plugins;

mod broken_off;
mod canaries;
mod contained;
mod disclosures;
mod families;
mod flipped;
mod granted;
mod invented;
mod keys;
mod oracle;
mod planted;
mod refusals;
mod same;
mod signed;
mod sponge;
mod statistics;
mod trainer;
mod trust;
mod turns;
mod unlogged;
