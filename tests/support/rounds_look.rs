//! What is found after a round: the office is opened as the next start does, and its judge asked.

use super::{Sort, Yard};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::time::Duration;
use tongdu::domain::book::Kind;
use tongdu::schema::Id;
use tongdu::service::{Office, Setup};
use tongdu::store::{Revision, Secret};

/// Every record, and by which change it is as it is.
pub(super) type Picture = BTreeMap<(Kind, Id), (Revision, bool)>;

/// How far the program came.
#[derive(Default)]
pub(super) struct Ran {
    /// Whether it ended well before it was struck.
    pub(super) done: bool,
    /// What it said, whole lines only.
    pub(super) said: String,
    pub(super) took: Duration,
    pub(super) grown: u64,
}

/// What a round left.
pub struct Seen<'a> {
    pub(super) yard: &'a Yard,
    pub(super) office: &'a Office,
    /// What is not as it was before.
    pub(super) changed: BTreeSet<(Kind, Id)>,
    /// What the program said, whole lines only.
    pub(super) said: &'a str,
    /// Whether it ended well before it was struck.
    pub(super) done: bool,
    /// How many records this work changes when it comes to its end.
    pub(super) size: usize,
}

fn picture(office: &Office) -> Picture {
    let tables = office.tables();
    let rows = Kind::ALL.iter().flat_map(|k| tables.rows(*k));
    rows.map(|r| ((r.record.kind(), r.id), (r.revision, r.retired)))
        .collect()
}

impl Yard {
    /// Opens it as the next start does, with the passphrase that holds or the one asked for last.
    pub fn open(&self, setup: &tongdu::service::Setup) -> Result<Office, String> {
        let by = |file: &str| {
            let typed = fs::read_to_string(self.side.join(file)).unwrap_or_default();
            Office::open(setup, &self.data, &Secret::passphrase(typed))
                .map_err(|p| format!("opening: {p} {:?}", p.args))
        };
        by("passphrase").or_else(|first| {
            let office = by("asked").map_err(|_| first)?;
            fs::copy(self.side.join("asked"), self.side.join("passphrase")).unwrap();
            Ok(office)
        })
    }

    /// What is there before a round.
    pub(super) fn before(&self, setup: &Setup) -> Result<Picture, String> {
        let office = self.open(setup)?;
        let picture = picture(&office);
        office.close();
        Ok(picture)
    }

    /// Opens it and judges; whether the work counts, how many records are not as they were, and
    /// how many lines were said. Without a size this is the run that tells it.
    pub(super) fn look(
        &self,
        sort: &Sort,
        before: &Picture,
        setup: &Setup,
        ran: &Ran,
        size: Option<usize>,
    ) -> Result<(bool, usize, u64), String> {
        let office = self.open(setup)?;
        let after = picture(&office);
        let keys = before.keys().chain(after.keys());
        let changed: BTreeSet<_> = keys
            .filter(|k| before.get(k) != after.get(k))
            .copied()
            .collect();
        let left = changed.len();
        let seen = Seen {
            yard: self,
            office: &office,
            size: size.unwrap_or(left),
            changed,
            done: ran.done,
            said: &ran.said,
        };
        let counts = (sort.judge)(&seen)?;
        let report = office.verify(true).map_err(|p| p.to_string())?;
        if !report.findings.is_empty() {
            return Err(format!("{:?}", report.findings));
        }
        if sort.name == "import" && counts {
            office.undo(None).map_err(|p| p.to_string())?;
        }
        office.close();
        Ok((counts, left, ran.said.lines().count() as u64))
    }

    /// The name of the newest view: it is another one once it had to be made anew.
    pub(super) fn newest_view(&self) -> Option<OsString> {
        let names = fs::read_dir(self.data.join("view")).into_iter().flatten();
        names.flatten().map(|e| e.file_name()).max()
    }
}
