//! Plug-ins run in a process of their own: good ones give files, bad ones give a sentence.

#[path = "../support/plugins.rs"]
mod plugins;

mod bad;
mod built;
mod check;
mod contained;
mod exporters;
mod find;
#[cfg(target_arch = "x86_64")]
mod golden;
mod guide;
mod header;
mod kernels;
mod new;
mod roster;
mod sealed;
mod stock;
