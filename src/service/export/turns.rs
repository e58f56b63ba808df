//! An agency as its plug-in names it: when something last left for it, and whose turn it is.

use super::super::Office;
use super::super::plugins::Standing;
use super::Agency;
use super::catalogue::Table;
use super::preview::pair;
use crate::domain::book::Kind;
use crate::domain::disclosure::Disclosure;
use crate::domain::sending;
use crate::plugin::Manifest;
use crate::plugin::discover::Found;
use crate::schema::Day;

impl Office {
    /// The agency that a plug-in writes for.
    pub(super) fn agency(&self, found: &Found, standing: Option<Standing>) -> Agency {
        let manifest = &found.manifest;
        let (code, purpose) = (&manifest.agency, &manifest.purpose.code);
        let last = self.last_sent(manifest);
        let turn = sending::turn(code, purpose, last, self.today());
        Agency {
            code: code.clone(),
            names: pair(&manifest.name),
            plugin: manifest.id.clone(),
            purpose: purpose.clone(),
            standing,
            last,
            turn: turn.filter(|_| self.may_send(manifest)),
        }
    }

    /// The last day on which something left for a plug-in's agency and purpose; what failed didn't.
    fn last_sent(&self, manifest: &Manifest) -> Option<Day> {
        let (agency, purpose) = (&manifest.agency, &manifest.purpose.code);
        let tables = self.tables();
        let all = tables.all::<Disclosure>(Kind::Disclosure);
        let sent = all.filter(|(_, d)| d.sent_for(agency, purpose, &manifest.id));
        sent.filter_map(|(_, d)| d.day).max()
    }

    /// Whether the user's role sees all that a plug-in asks for.
    fn may_send(&self, manifest: &Manifest) -> bool {
        let datasets = manifest.datasets.iter();
        let mut tables = datasets.filter_map(|asked| Table::named(&asked.name));
        tables.all(|table| self.user().may(table.class()))
    }
}
