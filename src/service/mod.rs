//! Use cases, called alike by screens, verbs and tests.
//!
//! Knows records, rules and the store; knows no language (words come in as `&dyn Words`), no
//! screen and no command line. Everything that may fail says so as a [`Problem`].

mod access;
mod adjust;
mod adjust_paper;
mod appoint;
mod at_once;
pub mod backup;
mod bulk;
mod charge;
mod check_form;
mod check_year;
mod checks;
mod columns;
mod cover;
pub mod demo;
pub mod doctor;
mod draws;
mod due_words;
mod dues;
pub mod export;
pub mod file;
mod find;
pub mod folders;
mod gate;
mod gated_import;
mod handover;
mod handover_list;
mod home;
mod hours;
pub mod import;
mod linked;
mod list;
mod local;
mod office;
mod pictures;
mod plain;
pub mod plugins;
mod problem;
mod query;
mod recommend;
mod recommend_paper;
mod register;
mod rescue;
mod results;
mod review;
mod roster;
mod rotation;
mod setup;
mod show;
mod table;
mod tables;
mod talks;
mod townships;
pub mod transfer;
mod users;
mod write;
mod year_page;
mod year_plan;

pub use crate::plugin::kernel::Sandbox;
pub use crate::store::{Act, HistoryEntry, Revision, Secret, Undone};
pub use bulk::{BulkLine, BulkPlan, Verdict, can_be_alike};
pub use charge::{InCharge, in_charge_lines};
pub use check_year::{cell as check_cell, legend as check_legend, month_word};
pub use columns::{Column, Computed};
use cover::PASSPHRASE_MIN;
pub use cover::{Cover, NewOffice, OfficeRole, Place, User, passphrase_is_good};
pub use draws::{DrawPlan, DrawWish, second_draw};
pub use due_words::short_day;
pub use find::{Findings, Fit, Hit};
pub use gate::{GATE, NextFirst};
pub use handover::{HandedOver, HandingOver, OpenWork};
pub use home::Move;
pub use hours::{HeardLine, TaughtLine, heard_word, six, six_told, taught_table};
pub use list::Listing;
pub use office::Office;
pub use pictures::{AgeBand, AgeLine, Counted, RiskLine};
pub use problem::{Problem, in_system_words};
pub use query::{Query, Where};
pub use recommend::Recommending;
pub use register::{DirectorLine, Figures};
pub use rescue::Sheets;
pub use results::ResultsOf;
pub use review::{
    Begun, ReviewLine, ReviewSheet, ScoreOf, change_text, points_text, rubric_line, stage_word,
};
pub use roster::{
    Certified, Enrolled, Lacking, LessonLine, LessonsSaved, MakeUp, Marks, RosterLine, Tally,
    average_told, opinion_of, opinion_table, read_hours,
};
pub use rotation::{Coverage, RotationLine, coverage, forecast, forecast_said, percent, totals};
pub use setup::Setup;
pub use show::{deadline, masked, moment};
pub use table::Table;
pub use tables::{Row, Tables};
pub use users::{NewCode, ShowCode, UserLine, passphrase_of};
pub use write::{Faults, Saved};
pub use year_page::{YearPage, YearSession, YearTown};
pub use year_plan::{Proposal, ProposedSession, YearMade, YearWish};
