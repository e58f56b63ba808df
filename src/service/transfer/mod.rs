//! Import of the lists that offices keep: look (read, guess the columns, plan), then do.
//!
//! Reads files and makes plans; saves nothing: the changes of a plan go to the writer as one
//! group. Knows no language and no screen.

mod biff;
mod compound;
pub mod heading;
pub mod problem;
pub mod sheet;
mod synonym;
mod text_table;
mod unfold;
mod workbook;
