//! What a run makes of the trust in its plug-in: crashes are counted, a breach ends it at once, a
//! success forgets the crashes.

use super::super::Office;
use super::super::office::put;
use crate::domain::plugin_trust::{PluginTrust, QuarantineCause};
use crate::plugin::Problem;
use crate::plugin::discover::Found;
use crate::schema::Day;
use crate::store::ItemChange;

impl Office {
    /// What is to be written beside the end of a run, in the same commit; none where it changes
    /// nothing.
    pub(in super::super) fn after_run<T>(
        &self,
        found: &Found,
        ran: &Result<T, Problem>,
    ) -> Option<ItemChange> {
        let (id, base, before) = match self.trust_in(&found.manifest.id) {
            Some((id, revision, trust)) => (id, Some(revision), trust),
            None => (self.setup().new_id(), None, named(found)),
        };
        let mut after = before.clone();
        learn(&mut after, ran.as_ref().err(), self.today());
        (after != before).then(|| put(id, base, after.into()))
    }
}

fn named(found: &Found) -> PluginTrust {
    PluginTrust {
        plugin: found.manifest.id.clone(),
        agency: found.manifest.agency.clone(),
        ..PluginTrust::default()
    }
}

/// What the plug-in itself is to blame for, and nothing else: a full disk or a person who stopped
/// the run says nothing about it.
fn learn(trust: &mut PluginTrust, problem: Option<&Problem>, today: Day) {
    match problem {
        None => trust.crashes = trust.crashes.and(Some(0)),
        Some(
            Problem::Crashed { .. }
            | Problem::Unfinished { .. }
            | Problem::Stalled { .. }
            | Problem::Memory { .. },
        ) => trust.crashed(today),
        Some(Problem::Breach { .. }) => trust.keep_back(QuarantineCause::Breach, today),
        Some(Problem::Forbidden { .. }) => trust.keep_back(QuarantineCause::Forbidden, today),
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plugin::breach::Breach;

    fn crashed() -> Problem {
        let signal = "SIGSEGV".into();
        Problem::Crashed { signal, rows: 1 }
    }

    #[test]
    fn three_of_any_crash_in_a_row_are_too_many_and_a_success_between_forgets_them() {
        let (rows, today) = (1, Day(20_000));
        let (status, seconds, limit, used) = ("0".into(), 1, 1, 2);
        let sorts = [
            crashed(),
            Problem::Unfinished { status, rows },
            Problem::Stalled { seconds, rows },
            Problem::Memory { limit, used, rows },
        ];
        for sort in &sorts {
            let mut trust = PluginTrust::default();
            learn(&mut trust, Some(sort), today);
            learn(&mut trust, Some(sort), today);
            learn(&mut trust, None, today);
            assert_eq!(trust.crashes, Some(0));
            learn(&mut trust, Some(sort), today);
            learn(&mut trust, Some(sort), today);
            assert_eq!(
                (trust.crashes, trust.quarantined),
                (Some(2), None),
                "{sort}"
            );
            learn(&mut trust, Some(sort), today);
            assert_eq!(trust.quarantined, Some(QuarantineCause::Crashes), "{sort}");
            assert_eq!(trust.quarantined_on, Some(today));
        }
    }

    #[test]
    fn a_breach_is_one_too_many_and_what_it_is_not_to_blame_for_is_none() {
        let today = Day(20_000);
        let (why, rows) = (Breach::Nonsense, 0);
        let after = |problem: Option<&Problem>| {
            let mut trust = PluginTrust::default();
            learn(&mut trust, problem, today);
            trust
        };
        let breach = after(Some(&Problem::Breach { why, rows }));
        assert_eq!(breach.quarantined, Some(QuarantineCause::Breach));
        let forbidden = after(Some(&Problem::Forbidden { rows }));
        assert_eq!(forbidden.quarantined, Some(QuarantineCause::Forbidden));
        let disk = Problem::Exists { path: "/x".into() };
        for problem in [None, Some(&Problem::Cancelled), Some(&disk)] {
            assert_eq!(after(problem), PluginTrust::default(), "{problem:?}");
        }
    }
}
