//! Pure data and rules: one file a kind, the book of kinds, the rules of 128号.
//!
//! No input or output, no clock, no words for people: days come in as values, rules go out as keys.

pub mod adjustment;
pub mod answer;
pub mod asked;
pub mod book;
mod by_owner;
pub mod caregiver;
pub mod category;
pub mod certificate;
pub mod check_year;
pub mod child;
pub mod commendation;
pub mod disclosed;
pub mod disclosure;
pub mod dispensation;
pub mod divisions;
pub mod draw;
pub mod due;
pub mod expense;
pub mod family;
pub mod feedback;
pub mod finding;
pub mod gate;
pub mod grant;
pub mod grouping;
pub mod guest;
pub mod handover;
pub mod household;
pub mod inspection;
pub mod lesson;
pub mod letters;
pub mod local_field;
pub mod mapping;
pub mod module;
pub mod need;
pub mod parents;
pub mod person;
pub mod picture;
pub mod plugin_trust;
pub mod post;
pub mod postponement;
pub mod recommend;
pub mod review;
pub mod revocation;
pub mod rubric;
pub mod sending;
pub mod signer;
pub mod suppress;
pub mod talk;
pub mod taught;
pub mod tenure;
pub mod training;
pub mod user;
pub mod village;
pub mod worker;
pub mod workforce;

#[cfg(test)]
mod workforce_tests;
