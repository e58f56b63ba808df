//! The sign before each row: what must be done, how grave a risk is, how a session stands.

use crate::domain::book::Kind;
use crate::domain::child::Risk;
use crate::domain::draw::Draw;
use crate::domain::finding::{Finding, FindingState};
use crate::domain::inspection::{Inspection, InspectionState};
use crate::domain::talk::Talk;
use crate::domain::training::{Attendance, Enrolment};
use crate::schema::{Coded, Id, Value};
use crate::service::{Office, Row};
use crate::ui::sign::Sign;
use std::collections::HashMap;
use std::sync::Arc;

/// A sign for each row.
pub(super) fn of(office: &Office, kind: Kind, rows: &[Arc<Row>]) -> Vec<Option<Sign>> {
    match kind {
        Kind::Child => rows
            .iter()
            .map(|row| risk(&row.record.value("risk")))
            .collect(),
        Kind::Village | Kind::Worker => due(office, kind, rows),
        Kind::Session => sessions(office, rows),
        Kind::Inspection => inspections(office, rows),
        Kind::Talk => rows.iter().map(|row| talk(office, row)).collect(),
        Kind::Finding => rows.iter().map(|row| settled(office, row)).collect(),
        Kind::Draw => rows
            .iter()
            .map(|row| {
                let unfinished = <&Draw>::try_from(&row.record).is_ok_and(Draw::unfinished);
                Some(if unfinished { Sign::Urgent } else { Sign::Good })
            })
            .collect(),
        _ => vec![None; rows.len()],
    }
}

/// The order of a list: what must be done first stands first.
pub(super) fn rank(sign: Option<Sign>) -> u8 {
    match sign {
        Some(Sign::Urgent) => 0,
        Some(Sign::Watch) => 1,
        Some(Sign::Later | Sign::Unknown) => 2,
        _ => 3,
    }
}

/// The sign of a child's risk.
pub(in crate::ui::views) fn risk(value: &Value) -> Option<Sign> {
    let Value::Choice(code) = value else {
        return None;
    };
    Risk::from_code(code).map(|risk| match risk {
        Risk::Red => Sign::Urgent,
        Risk::Yellow => Sign::Watch,
        Risk::Blue => Sign::Later,
        Risk::Green => Sign::Good,
    })
}

fn due(office: &Office, kind: Kind, rows: &[Arc<Row>]) -> Vec<Option<Sign>> {
    let mut worst: HashMap<Id, crate::domain::due::Pressing> = HashMap::new();
    for due in office.due().iter() {
        // What is due about a child stands with the child, whoever its director is.
        let about = match kind {
            Kind::Worker => due.about(),
            _ => (due.kind == kind).then_some(due.id),
        };
        if let Some(id) = about {
            let entry = worst.entry(id).or_insert(due.pressing);
            *entry = (*entry).min(due.pressing);
        }
    }
    let sign = |row: &Arc<Row>| Some(worst.get(&row.id).map_or(Sign::Good, |p| (*p).into()));
    rows.iter().map(sign).collect()
}

/// A day that is over with people unmarked wants a look; what is to come can wait.
fn sessions(office: &Office, rows: &[Arc<Row>]) -> Vec<Option<Sign>> {
    let mut unmarked: HashMap<Id, bool> = HashMap::new();
    for (_, enrolment) in office.tables().all::<Enrolment>(Kind::Enrolment) {
        if let Some(session) = enrolment.session.filter(|_| !enrolment.waits()) {
            let open = matches!(enrolment.state, None | Some(Attendance::Unmarked));
            *unmarked.entry(session).or_default() |= open;
        }
    }
    let today = Value::Day(office.today());
    let sign = |row: &Arc<Row>| match unmarked.get(&row.id) {
        None => Sign::Unknown,
        Some(true) if row.record.value("day") <= today => Sign::Watch,
        Some(true) => Sign::Later,
        Some(false) => Sign::Good,
    };
    rows.iter().map(|row| Some(sign(row))).collect()
}

/// An inspection with something overdue in it is as pressing as that.
fn inspections(office: &Office, rows: &[Arc<Row>]) -> Vec<Option<Sign>> {
    let (tables, today) = (office.tables(), office.today());
    let sign = |row: &Arc<Row>| {
        let inspection = <&Inspection>::try_from(&row.record).ok()?;
        let findings = tables.leading_to(row.id, Kind::Finding);
        let findings: Vec<FindingState> = findings
            .filter_map(|row| Some(<&Finding>::try_from(&row.record).ok()?.state(today)))
            .collect();
        let open = findings.iter().filter(|s| **s != FindingState::Closed);
        let state = inspection.state(findings.len(), open.count(), today);
        Some(match state {
            _ if findings.contains(&FindingState::Overdue) => Sign::Urgent,
            InspectionState::Late | InspectionState::Open => Sign::Watch,
            InspectionState::Planned => Sign::Later,
            InspectionState::Settled | InspectionState::Fine => Sign::Good,
        })
    };
    rows.iter().map(sign).collect()
}

fn settled(office: &Office, row: &Row) -> Option<Sign> {
    let finding = <&Finding>::try_from(&row.record).ok()?;
    Some(match finding.state(office.today()) {
        FindingState::Overdue => Sign::Urgent,
        FindingState::Open => Sign::Watch,
        FindingState::Closed => Sign::Good,
    })
}

/// A talk that is still to be looked at again is as pressing as its day.
fn talk(office: &Office, row: &Row) -> Option<Sign> {
    let talk = <&Talk>::try_from(&row.record).ok()?;
    Some(talk_sign(talk, office))
}

/// How a talk stands.
pub(in crate::ui::views) fn talk_sign(talk: &Talk, office: &Office) -> Sign {
    match talk.open() {
        None => Sign::Good,
        Some(day) if day < office.today() => Sign::Urgent,
        Some(_) => Sign::Watch,
    }
}
