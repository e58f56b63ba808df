//! The verb `verify`: every frame, record and index checked, and the head compared with one on paper.

use super::{Desk, Outcome};
use crate::schema::Words;
use crate::service::{Problem, moment};
use crate::store::{AskedHead, Cause, Finding, HeadState, Moment, Store, StreamState, Wrong};
use serde_json::{Value as Json, json};

impl Desk {
    /// Checks the journal without a key, so that it can be said of a store that does not open;
    /// then, unless only a printed head was asked about, opens it and checks the rest.
    pub(super) fn verify(&self, full: bool, head: Option<&str>) -> Outcome {
        let asked = match head {
            None => None,
            Some(text) => Some(
                AskedHead::parse(text)
                    .ok_or_else(|| Problem::new("cli-bad-head").with("text", text).exit(2))?,
            ),
        };
        let survey = Store::survey(&self.root()?, &self.setup.store, asked.as_ref(), &|_, _| {})?;
        let wrong = survey
            .streams
            .iter()
            .filter_map(|s| Some((s, s.wrong.as_ref()?)));
        let mut count = 0;
        for (stream, wrong) in wrong {
            count += 1;
            self.broken(stream, wrong);
        }
        if let (Some(asked), Some(state)) = (&asked, survey.asked) {
            count += usize::from(!matches!(state, HeadState::Found { .. }));
            self.asked_head(asked, state);
        }
        if count > 0 {
            return Err(Problem::new("cli-findings").with("count", count).exit(5));
        }
        match (asked.is_some(), full) {
            (true, false) => Ok(()),
            _ => self.verify_opened(full),
        }
    }

    fn verify_opened(&self, full: bool) -> Outcome {
        let office = self.office(true)?;
        let report = office.verify(full)?;
        for finding in &report.findings {
            self.out.data(&self.finding(finding));
        }
        let entries = report.entries.to_string();
        self.out.data(&self.words.fill(
            "cli-verified",
            &[("entries", &entries), ("head", &office.head())],
        ));
        let findings = report.findings.len();
        drop(office);
        if findings == 0 {
            Ok(())
        } else {
            Err(Problem::new("cli-findings").with("count", findings).exit(5))
        }
    }

    fn broken(&self, stream: &StreamState, wrong: &Wrong) {
        let damage = &wrong.damage;
        if self.out.json {
            let object = json!({
                "finding": wrong.cause.key(),
                "device": damage.device.to_string(),
                "segment": damage.segment,
                "frame": damage.frame,
                "entry": damage.seq,
                "until": wrong.until,
                "time": wrong.this.map(|m| m.time),
                "act": wrong.this.and_then(|m| Some(m.act?.code())),
                "good": stream.head.revision.seq,
                "frames_behind": wrong.frames,
                "entries_behind": wrong.entries,
            });
            return self.object(object);
        }
        let args = [
            ("device", damage.device.to_string()),
            ("segment", format!("{:06}", damage.segment)),
            ("frame", damage.frame.to_string()),
            ("seq", damage.seq.to_string()),
            ("range", range(damage.seq, wrong.until)),
            ("good", stream.head.revision.seq.to_string()),
            ("frames", wrong.frames.to_string()),
            ("entries", wrong.entries.to_string()),
        ];
        let say = |key: &str| self.words.fill_with(key, &args);
        self.out.data(&format!("x {}", say(wrong.cause.key())));
        let place = match (damage.frame, wrong.cause) {
            (_, Cause::SegmentGone | Cause::EndLost) | (0, _) => "broken-in-segment",
            _ => "broken-in-frame",
        };
        self.out.data(&format!("  {}", say(place)));
        if let Some(here) = wrong.this {
            self.out
                .data(&format!("  {}", self.at(here, "broken-here")));
        }
        self.out.data(&format!("  {}", say("broken-before")));
        if let Some(last) = wrong.last_good {
            self.out
                .data(&format!("  {}", self.at(last, "broken-last-good")));
        }
        let behind = match wrong.frames {
            0 => "broken-nothing-behind",
            _ => "broken-behind",
        };
        self.out.data(&format!("  {}", say(behind)));
        let next = say(&format!("{}.next", wrong.cause.key()));
        let cue = self.words.word("cli-next");
        self.out.data(&format!("  {cue} {next}"));
    }

    fn at(&self, moment_of: Moment, key: &str) -> String {
        let act = match moment_of.act {
            Some(act) => self.words.word(act.key()),
            None => "?".to_owned(),
        };
        let time = moment(moment_of.time);
        self.words.fill(key, &[("time", &time), ("act", &act)])
    }

    fn asked_head(&self, asked: &AskedHead, state: HeadState) {
        let (behind, last) = match state {
            HeadState::Found { behind } => (Some(behind), None),
            HeadState::Cut { last } => (None, Some(last)),
            HeadState::Fork | HeadState::Foreign | HeadState::Unknown => (None, None),
        };
        let revision = asked.revision;
        if self.out.json {
            let (device, seq) = (revision.device.to_string(), revision.seq);
            let object = json!({
                "head": state.key(), "device": device, "entry": seq, "behind": behind, "last": last,
            });
            return self.object(object);
        }
        let args = [
            ("device", revision.device.to_string()),
            ("seq", revision.seq.to_string()),
            ("behind", behind.unwrap_or(0).to_string()),
            ("last", last.unwrap_or(0).to_string()),
        ];
        let sign = if behind.is_some() { "+" } else { "x" };
        let line = self.words.fill_with(state.key(), &args);
        self.out.data(&format!("{sign} {line}"));
        if behind.is_none() {
            let next = self
                .words
                .fill_with(&format!("{}.next", state.key()), &args);
            let cue = self.words.word("cli-next");
            self.out.data(&format!("  {cue} {next}"));
        }
    }

    pub(super) fn object(&self, object: Json) {
        if let Json::Object(object) = object {
            self.out.object(object);
        }
    }

    fn finding(&self, finding: &Finding) -> String {
        let fill = |key, args: &[(&str, String)]| self.words.fill_with(key, args);
        match finding {
            Finding::Damage(damage) => fill(
                "finding-damage",
                &[
                    ("what", self.words.word(damage.what.key())),
                    ("device", damage.device.to_string()),
                    ("segment", damage.segment.to_string()),
                    ("frame", damage.frame.to_string()),
                    ("seq", damage.seq.to_string()),
                ],
            ),
            Finding::Fork { revision, kind, id } => fill(
                "finding-fork",
                &[
                    ("revision", revision.to_string()),
                    ("kind", kind.name().into()),
                    ("id", id.to_string()),
                ],
            ),
            Finding::View { tree, keys } => fill(
                "finding-view",
                &[("tree", (*tree).into()), ("keys", keys.to_string())],
            ),
        }
    }
}

/// `3`, or `3-10`.
fn range(from: u64, to: Option<u64>) -> String {
    match to {
        Some(to) if to > from => format!("{from}-{to}"),
        _ => from.to_string(),
    }
}
