//! Plug-ins run in a process of their own: good ones give files, bad ones give a sentence.

#[path = "../support/plugins.rs"]
mod plugins;

mod bad;
mod contained;
mod exporters;
mod find;
mod guide;
mod header;
mod roster;
mod sealed;
mod stock;
