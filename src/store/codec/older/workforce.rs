//! Posts, people and their training, as they were written first.

use crate::domain::post::{Post, PostCheck};
use crate::domain::training::{
    Attendance, Enrolment, Level, Mode, Outcome, Session, Topic, Training, TrainingType,
};
use crate::domain::worker::{Sex, Source, WorkTime, Worker, WorkerRole};
use crate::schema::{Day, Id, Score, TimeOfDay};
use serde::Deserialize;
use std::collections::BTreeSet;

/// A post before its selection was written down.
#[derive(Deserialize)]
pub(super) struct PostV1 {
    worker: Option<Id>,
    village: Option<Id>,
    from: Option<Day>,
    to: Option<Day>,
    acting: Option<bool>,
    note: String,
}

impl From<PostV1> for Post {
    fn from(old: PostV1) -> Self {
        Self {
            worker: old.worker,
            village: old.village,
            from: old.from,
            to: old.to,
            acting: old.acting,
            note: old.note,
            ..Self::default()
        }
    }
}

/// A post before a supervisor's told the township.
#[derive(Deserialize)]
pub(super) struct PostV2 {
    worker: Option<Id>,
    village: Option<Id>,
    from: Option<Day>,
    to: Option<Day>,
    acting: Option<bool>,
    proposed_by: String,
    meeting: Option<Day>,
    checks: BTreeSet<PostCheck>,
    note: String,
}

impl From<PostV2> for Post {
    fn from(old: PostV2) -> Self {
        Self {
            worker: old.worker,
            village: old.village,
            from: old.from,
            to: old.to,
            acting: old.acting,
            proposed_by: old.proposed_by,
            meeting: old.meeting,
            checks: old.checks,
            note: old.note,
            ..Self::default()
        }
    }
}

/// A training before it had full marks and a line to pass of its own.
#[derive(Deserialize)]
pub(super) struct TrainingV1 {
    name: String,
    kind: Option<TrainingType>,
    level: Option<Level>,
    year: Option<i64>,
    organiser: String,
    mode: Option<Mode>,
    hours: Option<i64>,
    note: String,
}

impl From<TrainingV1> for Training {
    fn from(old: TrainingV1) -> Self {
        Self {
            name: old.name,
            kind: old.kind,
            level: old.level,
            year: old.year,
            organiser: old.organiser,
            mode: old.mode,
            hours: old.hours,
            note: old.note,
            ..Self::default()
        }
    }
}

/// A session before it had a capacity and could make up for another.
#[derive(Deserialize)]
pub(super) struct SessionV1 {
    training: Option<Id>,
    name: String,
    day: Option<Day>,
    start: Option<TimeOfDay>,
    end: Option<TimeOfDay>,
    place: String,
    lecturer: String,
    topics: BTreeSet<Topic>,
    note: String,
}

impl From<SessionV1> for Session {
    fn from(old: SessionV1) -> Self {
        Self {
            training: old.training,
            name: old.name,
            day: old.day,
            start: old.start,
            end: old.end,
            place: old.place,
            lecturer: old.lecturer,
            topics: old.topics,
            note: old.note,
            ..Self::default()
        }
    }
}

/// An enrolment before guests, waiting lists and signing out.
#[derive(Deserialize)]
pub(super) struct EnrolmentV1 {
    session: Option<Id>,
    worker: Option<Id>,
    state: Option<Attendance>,
    time: Option<TimeOfDay>,
    score: Option<Score>,
    result: Option<Outcome>,
    note: String,
}

impl From<EnrolmentV1> for Enrolment {
    fn from(old: EnrolmentV1) -> Self {
        Self {
            session: old.session,
            worker: old.worker,
            state: old.state,
            time: old.time,
            score: old.score,
            result: old.result,
            note: old.note,
            ..Self::default()
        }
    }
}

/// A worker before offices had fields of their own.
#[derive(Deserialize)]
pub(super) struct WorkerV1 {
    name: String,
    role: Option<WorkerRole>,
    sex: Option<Sex>,
    birth_day: Option<Day>,
    id_number: String,
    phone: String,
    source: Option<Source>,
    female_member: Option<bool>,
    work_time: Option<WorkTime>,
    first_training: Option<Day>,
    certificate: String,
    national_entered: Option<Day>,
    note: String,
}

impl From<WorkerV1> for Worker {
    fn from(old: WorkerV1) -> Self {
        Self {
            name: old.name,
            role: old.role,
            sex: old.sex,
            birth_day: old.birth_day,
            id_number: old.id_number,
            phone: old.phone,
            source: old.source,
            female_member: old.female_member,
            work_time: old.work_time,
            first_training: old.first_training,
            certificate: old.certificate,
            national_entered: old.national_entered,
            note: old.note,
            ..Self::default()
        }
    }
}
