//! What the policy that came with the program says of agencies, for those who write plug-ins: whom it knows,
//! and what a new plug-in for one of them begins with. Needs no office.

use super::Desk;
use crate::i18n::{Language, Lexicon};
use crate::plugin::Manifest;
use crate::plugin::check::Recipient;
use crate::plugin::manifest::{AskedField, Purpose, Words as Both};
use crate::plugin::new::{Profile, Wanted, unsaid};
use crate::schema::Words;
use crate::service::export::{shipped_policy, type_of};

/// Every agency with its purposes.
pub(super) fn recipients() -> Vec<Recipient> {
    let mut all: Vec<Recipient> = Vec::new();
    for grant in shipped_policy() {
        match all.iter_mut().find(|own| own.agency == grant.agency) {
            Some(own) => own.purposes.push(grant.purpose.clone()),
            None => all.push(Recipient {
                agency: grant.agency.clone(),
                purposes: vec![grant.purpose.clone()],
            }),
        }
    }
    all
}

impl Desk {
    /// What a new plug-in for this agency begins with: its first purpose, with every field that it gets for
    /// that, and in the words of the plug-in that came with the program, if one does the same.
    pub(super) fn profile(&self, agency: &str) -> Option<Profile> {
        let mut grants = shipped_policy().iter();
        let grant = grants.find(|grant| grant.agency == agency)?;
        let found = self
            .setup
            .discover()
            .0
            .into_iter()
            .map(|found| found.manifest);
        let model = |own: &Manifest| own.agency == agency && own.purpose.code == grant.purpose;
        let model = found.into_iter().find(model);
        let asked = |field: &str| {
            let fields = model.iter().flat_map(|own| &own.datasets);
            let mut fields = fields.flat_map(|dataset| &dataset.fields);
            fields.find(|own| own.name == field)
        };
        let lexicons = Language::ALL.map(Lexicon::new);
        let granted = grant.granted().into_iter().enumerate();
        let fields = granted.filter_map(|(at, (name, _))| {
            let called = lexicons
                .each_ref()
                .map(|own| own.word(&format!("export-field-{name}")));
            let known: Option<&AskedField> = asked(name);
            Some(Wanted {
                name: name.into(),
                kind: type_of(&grant.dataset, name)?,
                heading: called[0].clone(),
                // Of what nobody has thought about yet, only the first: a table has to show something.
                required: known.map_or(at == 0, |own| own.required),
                reason: known.map_or_else(
                    || unsaid::reason(&called[0], &called[1]),
                    |own| own.reason.clone(),
                ),
            })
        });
        let fields = fields.collect();
        let code = grant.purpose.clone();
        let own_words = unsaid::purpose(&code, &code);
        let purpose = model.as_ref().map(|own| own.purpose.clone());
        Some(Profile {
            name: model.map_or_else(|| own_words.clone(), |own| own.name),
            purpose: purpose.unwrap_or_else(|| Purpose {
                code,
                name: own_words,
                basis: Both {
                    zh_cn: grant.source.clone(),
                    en: grant.source.clone(),
                },
            }),
            dataset: grant.dataset.clone(),
            fields,
        })
    }
}
