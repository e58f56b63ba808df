//! Import of the lists that offices keep: look (read, guess the columns, plan), then do.
//!
//! Reads files and makes plans; saves nothing: the changes of a plan go to the writer as one
//! group. Knows no language and no screen.

mod biff;
mod biff_strings;
mod cell;
mod child_headings;
pub mod children;
mod compound;
mod director_headings;
pub mod directors;
mod expense_headings;
pub mod expenses;
pub mod heading;
mod matching;
mod people;
mod place;
pub mod plan;
mod planner;
pub mod problem;
pub mod report;
mod row;
mod rows;
pub mod shape;
pub mod sheet;
pub mod signing;
mod signing_headings;
mod skip;
pub mod synonym;
mod text_table;
mod together;
mod unfold;
mod workbook;
