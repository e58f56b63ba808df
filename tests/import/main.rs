//! Import of offices' lists of child directors and of children, from the bytes of a file to the
//! register.

#[path = "../support/office.rs"]
mod office;

mod children;
mod columns;
mod files;
mod hostile;
mod people;
mod plans;
mod report;
mod signing;
mod support;
mod townships;
