//! tongdu (童督): a keyboard-driven register for township child supervisors (乡镇儿童督导员).
//!
//! # The shape
//!
//! Layers look down only; `tests/layers.rs` holds them to it.
//!
//! - [`schema`]: what a record is made of. Values, field tables, the one parser, faults.
//! - [`domain`]: pure data and rules, one file a kind; [`domain::book`] is the list of kinds,
//!   [`domain::due`] says what is due and by which clause.
//! - [`store`]: the journal that is the truth, and the view that can be thrown away.
//! - [`plugin`]: export plug-ins, in processes of their own.
//! - [`service`]: use cases, called alike by screens, verbs and tests.
//! - [`i18n`]: the words, one file a language; [`config`]: what a person prefers.
//! - [`ui`]: the screens: one loop, one command table, a stack of views.
//! - [`cli`]: the verbs, and [`paths`]: what the machine gives.
//!
//! # How a change is saved
//!
//! A form or a verb hands text to the one parser
//! ([`FieldType::parse`](schema::FieldType::parse)), the record's own rules are asked
//! ([`Entity::check`](schema::Entity::check)), and [`Office::save`](service::Office::save) commits:
//! the store seals the record under the key of its class, appends one frame to the journal and
//! syncs it. That is the moment of saving. Only then the view is told, the tables in memory follow,
//! and whoever draws sees a new [`version`](service::Office::version).
//!
//! # What it will not do
//!
//! It speaks to no network, decides nothing about a child by itself, writes nothing personal to
//! disk in clear except the exports that were confirmed twice, and does not replace the national
//! system. Errors are sentences that say what, why and what next; a damaged journal is named and
//! never cut.

pub mod cli;
pub mod config;
pub mod domain;
pub mod i18n;
pub mod paths;
pub mod plugin;
pub mod schema;
pub mod service;
pub mod store;
pub mod ui;
