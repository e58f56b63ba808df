//! What holds for people of every kind.

use super::worker::Sex;
use crate::schema::{Day, Fault, number};

/// The birth day and sex that stand beside an identity number have to be those in it.
pub fn against_id_number(
    id_number: &str,
    birth_day: Option<Day>,
    sex: Option<Sex>,
) -> Vec<(&'static str, Fault)> {
    let mut faults = Vec::new();
    if id_number.is_empty() {
        return faults;
    }
    if birth_day.is_some_and(|day| number::birth_of(id_number) != Some(day)) {
        faults.push(("birth_day", Fault::Rule("fault-birth-not-in-id")));
    }
    if sex.is_some_and(|sex| number::is_male(id_number) != Some(sex == Sex::Male)) {
        faults.push(("sex", Fault::Rule("fault-sex-not-in-id")));
    }
    faults
}
