//! The frozen forms of structs that have changed since they were first written to a journal.
//!
//! To change a kind: copy its struct here as `WorkerV1` (private, serde derives only), write
//! `From<WorkerV1> for Worker`, add a row to the table, raise the kind's `SCHEMA`. The golden
//! bytes of version 1 stay in `tests/store/golden` and must still be read.

use super::{CodecError, VALUE_LIMIT, unpack};
use crate::domain::book::{Kind, Record};
use crate::domain::caregiver::{Caregiver, Relation, Status};
use crate::domain::child::{Category, Child, Risk};
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::domain::plugin_trust::{PluginTrust, QuarantineCause};
use crate::domain::post::{Post, PostCheck};
use crate::domain::training::{
    Attendance, Enrolment, Level, Mode, Outcome, Session, Topic, Training, TrainingType,
};
use crate::domain::worker::{Sex, Source, WorkTime, Worker, WorkerRole};
use crate::schema::{Day, Extra, Id, Score, TimeOfDay};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

/// How one old version of one kind is read.
pub struct Older {
    pub(super) kind: Kind,
    pub(super) schema: u16,
    pub(super) read: fn(&[u8]) -> Result<Record, CodecError>,
}

/// Every old version.
pub(super) const OLDER: &[Older] = &[
    Older::row::<CaregiverV1, Caregiver>(Kind::Caregiver, 1),
    Older::row::<ChildV1, Child>(Kind::Child, 1),
    Older::row::<DisclosureV1, Disclosure>(Kind::Disclosure, 1),
    Older::row::<DisclosureV2, Disclosure>(Kind::Disclosure, 2),
    Older::row::<EnrolmentV1, Enrolment>(Kind::Enrolment, 1),
    Older::row::<PluginTrustV1, PluginTrust>(Kind::PluginTrust, 1),
    Older::row::<PostV1, Post>(Kind::Post, 1),
    Older::row::<PostV2, Post>(Kind::Post, 2),
    Older::row::<SessionV1, Session>(Kind::Session, 1),
    Older::row::<TrainingV1, Training>(Kind::Training, 1),
    Older::row::<WorkerV1, Worker>(Kind::Worker, 1),
];

/// A caregiver before their wishes and consent were written down.
#[derive(Deserialize)]
struct CaregiverV1 {
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

/// A disclosure before it told whose policy it was by.
#[derive(Deserialize)]
struct DisclosureV1 {
    agency: String,
    purpose: String,
    day: Option<Day>,
    time: Option<TimeOfDay>,
    plugin: String,
    library: String,
    fields: String,
    filter: String,
    rows: Option<i64>,
    children: Option<i64>,
    files: String,
    clear: Option<bool>,
    state: Option<DisclosureState>,
    cause: String,
    subjects: Vec<Id>,
}

impl From<DisclosureV1> for Disclosure {
    /// There was one dataset then.
    fn from(old: DisclosureV1) -> Self {
        let fields = old.fields.split_whitespace();
        let fields: Vec<String> = fields.map(|field| format!("roster.{field}")).collect();
        Self {
            agency: old.agency,
            purpose: old.purpose,
            day: old.day,
            time: old.time,
            plugin: old.plugin,
            library: old.library,
            fields: fields.join(" "),
            filter: old.filter,
            rows: old.rows,
            children: old.children,
            files: old.files,
            clear: old.clear,
            state: old.state,
            cause: old.cause,
            subjects: old.subjects,
            ..Self::default()
        }
    }
}

/// An approval before it kept who had signed.
#[derive(Deserialize)]
struct PluginTrustV1 {
    plugin: String,
    version: String,
    agency: String,
    purpose: String,
    library: String,
    manifest: String,
    layout: String,
    fields: String,
    approved: Option<bool>,
    day: Option<Day>,
    time: Option<TimeOfDay>,
    by: String,
    crashes: Option<i64>,
    quarantined: Option<QuarantineCause>,
    quarantined_on: Option<Day>,
    layout_text: String,
}

impl From<PluginTrustV1> for PluginTrust {
    fn from(old: PluginTrustV1) -> Self {
        Self {
            plugin: old.plugin,
            version: old.version,
            agency: old.agency,
            purpose: old.purpose,
            library: old.library,
            manifest: old.manifest,
            layout: old.layout,
            fields: old.fields,
            approved: old.approved,
            day: old.day,
            time: old.time,
            by: old.by,
            crashes: old.crashes,
            quarantined: old.quarantined,
            quarantined_on: old.quarantined_on,
            layout_text: old.layout_text,
            ..Self::default()
        }
    }
}

/// A disclosure before it told its policy's entries and who sent it.
#[derive(Deserialize)]
struct DisclosureV2 {
    agency: String,
    purpose: String,
    day: Option<Day>,
    time: Option<TimeOfDay>,
    plugin: String,
    library: String,
    fields: String,
    filter: String,
    rows: Option<i64>,
    children: Option<i64>,
    files: String,
    clear: Option<bool>,
    state: Option<DisclosureState>,
    cause: String,
    subjects: Vec<Id>,
    under_14: Option<i64>,
    second: String,
    manifest: String,
    policy: String,
}

impl From<DisclosureV2> for Disclosure {
    fn from(old: DisclosureV2) -> Self {
        Self {
            agency: old.agency,
            purpose: old.purpose,
            day: old.day,
            time: old.time,
            plugin: old.plugin,
            library: old.library,
            fields: old.fields,
            filter: old.filter,
            rows: old.rows,
            children: old.children,
            files: old.files,
            clear: old.clear,
            state: old.state,
            cause: old.cause,
            subjects: old.subjects,
            under_14: old.under_14,
            second: old.second,
            manifest: old.manifest,
            policy: old.policy,
            ..Self::default()
        }
    }
}

/// A post before its selection was written down.
#[derive(Deserialize)]
struct PostV1 {
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
struct PostV2 {
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
struct TrainingV1 {
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
struct SessionV1 {
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
struct EnrolmentV1 {
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
struct WorkerV1 {
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

/// A child before households and caregivers had records of their own.
#[derive(Deserialize)]
struct ChildV1 {
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

impl Older {
    /// A row: `kind` at `schema` had the shape `Old`, and becomes `New`.
    pub const fn row<Old, New>(kind: Kind, schema: u16) -> Self
    where
        Old: DeserializeOwned,
        New: From<Old> + Into<Record>,
    {
        fn read<Old: DeserializeOwned, New: From<Old> + Into<Record>>(
            body: &[u8],
        ) -> Result<Record, CodecError> {
            unpack::<Old>(body, VALUE_LIMIT).map(|old| New::from(old).into())
        }
        Self {
            kind,
            schema,
            read: read::<Old, New>,
        }
    }
}
