//! The screens through which data comes in and goes out, used by a person at the keys.

#[path = "../support/mod.rs"]
#[allow(dead_code)]
mod support;

#[path = "../support/plugins.rs"]
#[allow(dead_code)]
mod plugins;

mod agencies;
mod backup;
mod desk;
mod export;
mod import;
mod ledgers;
mod pictures;
mod sealed;
mod signing;
mod sizes;
mod story;
mod stuck;
mod township;
mod trust;
