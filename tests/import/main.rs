//! Import of offices' lists of child directors, from the bytes of a file to the register.

mod columns;
mod files;
mod hostile;
mod people;
mod plans;
mod report;
mod support;
