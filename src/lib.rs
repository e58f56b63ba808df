//! tongdu (童督): a keyboard-driven register for township child supervisors.

pub mod cli;
pub mod domain;
pub mod i18n;
pub mod paths;
pub mod plugin;
pub mod schema;
pub mod service;
pub mod store;
pub mod ui;
