//! The real-name register: who was in charge when, and what a change of person does.

#[path = "../support/office.rs"]
#[allow(dead_code)]
mod office;

mod change;
mod days;
mod dice;
mod gate;
mod secrets;
mod support;
mod verbs;
