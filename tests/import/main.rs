//! Import of offices' lists of child directors, from the bytes of a file to the register.

mod files;
mod hostile;
mod plans;
mod report;
mod support;
