//! Import of the lists that offices keep: look (read, guess the columns, plan), then do.
//!
//! Reads files and makes plans; saves nothing: the changes of a plan go to the writer as one
//! group. Knows no language and no screen.

mod biff;
mod biff_strings;
mod compound;
pub mod directors;
pub mod heading;
mod matching;
mod place;
mod planner;
pub mod problem;
pub mod report;
mod row;
pub mod sheet;
mod skip;
mod synonym;
mod text_table;
mod together;
mod unfold;
mod workbook;
