//! Children and those who look after them, as they were written first.

use crate::domain::caregiver::{Caregiver, Relation, Status};
use crate::domain::child::{Category, Child, Risk};
use crate::domain::worker::Sex;
use crate::schema::{Day, Extra, Id};
use serde::Deserialize;
use std::collections::BTreeSet;

/// A caregiver before their wishes and consent were written down.
#[derive(Deserialize)]
pub(super) struct CaregiverV1 {
    name: String,
    household: Option<Id>,
    relation: Option<Relation>,
    main: Option<bool>,
    guardian: Option<bool>,
    entrusted: Option<bool>,
    phone: String,
    status: BTreeSet<Status>,
    status_since: Option<Day>,
    able: Option<bool>,
    work_place: String,
    sex: Option<Sex>,
    birth_day: Option<Day>,
    id_number: String,
    address: String,
    note: String,
    extra: Extra,
}

impl From<CaregiverV1> for Caregiver {
    fn from(old: CaregiverV1) -> Self {
        Self {
            name: old.name,
            household: old.household,
            relation: old.relation,
            main: old.main,
            guardian: old.guardian,
            entrusted: old.entrusted,
            phone: old.phone,
            status: old.status,
            status_since: old.status_since,
            able: old.able,
            work_place: old.work_place,
            sex: old.sex,
            birth_day: old.birth_day,
            id_number: old.id_number,
            address: old.address,
            note: old.note,
            extra: old.extra,
            ..Self::default()
        }
    }
}

/// A child before households and caregivers had records of their own.
#[derive(Deserialize)]
pub(super) struct ChildV1 {
    name: String,
    sex: Option<Sex>,
    birth_day: Option<Day>,
    id_number: String,
    village: Option<Id>,
    categories: BTreeSet<Category>,
    risk: Option<Risk>,
    caregiver: String,
    caregiver_phone: String,
    note: String,
}

impl From<ChildV1> for Child {
    /// A record can't make another one, so the caregiver goes into the note, where nothing is lost.
    fn from(old: ChildV1) -> Self {
        let caregiver = [old.caregiver, old.caregiver_phone];
        let mut lines: Vec<String> = Vec::new();
        if caregiver.iter().any(|part| !part.is_empty()) {
            lines.push(format!("照料人 {}", caregiver.join(" ").trim()));
        }
        lines.extend((!old.note.is_empty()).then_some(old.note));
        Self {
            name: old.name,
            sex: old.sex,
            birth_day: old.birth_day,
            id_number: old.id_number,
            village: old.village,
            categories: old.categories,
            risk: old.risk,
            note: lines.join("\n"),
            ..Self::default()
        }
    }
}
