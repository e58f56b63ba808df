//! Approving a plug-in as it lies there, to the byte; and taking that back.

use super::super::office::put;
use super::super::{Act, Office, Problem, Revision};
use super::difference::stored;
use super::{PluginView, Signed, Standing};
use crate::domain::book::Kind;
use crate::domain::plugin_trust::PluginTrust;
use crate::schema::{TimeOfDay, text};

impl Office {
    /// Approves what was shown, after its id was typed: pins library, manifest and layout, and
    /// clears a quarantine. Nothing is written where nothing is to be approved.
    ///
    /// # Errors
    /// Not confirmed; older than what is approved; decided otherwise meanwhile.
    pub fn trust(&self, shown: &PluginView, typed: &str) -> Result<Option<Revision>, Problem> {
        self.require(Kind::PluginTrust)?;
        self.must_manage()?;
        if !text::tidy(typed).eq_ignore_ascii_case(&shown.id) {
            return Err(Problem::new("plugin-not-confirmed").with("id", &shown.id));
        }
        if let Standing::CalledBack { .. } | Standing::Forged(_) = &shown.standing {
            let refused = shown.standing.refused(&shown.id, &shown.version);
            return refused.map_or(Ok(None), Err);
        }
        if let Standing::Lower { approved } = &shown.standing {
            return Err(Problem::new("plugin-lower")
                .with("id", &shown.id)
                .with("version", &shown.version)
                .with("approved", approved));
        }
        if shown.standing.may_run() {
            return Ok(None);
        }
        // Where both are too long, the manifest's lines can't be laid beside a later one's.
        let both = shown.layout_text.len() + shown.manifest_text.len();
        let manifest_text = match both <= PluginTrust::MOST_TEXT {
            true => shown.manifest_text.clone(),
            false => String::new(),
        };
        let trust = PluginTrust {
            plugin: shown.id.clone(),
            version: shown.version.clone(),
            agency: shown.agency.clone(),
            purpose: shown.purpose_code.clone(),
            library: shown.prints.library.clone(),
            manifest: shown.prints.manifest.clone(),
            layout: shown.prints.layout.clone(),
            fields: stored(&shown.fields),
            layout_text: shown.layout_text.clone(),
            manifest_text,
            policy: shown.policy.clone(),
            signer: match &shown.signed {
                Signed::Good { key, .. } => key.clone(),
                _ => String::new(),
            },
            ..self.decided(true)
        };
        let (id, base) = match shown.base {
            Some((id, revision)) => (id, Some(revision)),
            None => (self.setup().new_id(), None),
        };
        let item = put(id, base, trust.into());
        self.commit(Act::Trust, "", vec![item]).map(Some)
    }

    /// Takes an approval back; also that of one that came with the program.
    ///
    /// # Errors
    /// No such plug-in, or it isn't approved.
    pub fn distrust(&self, plugin: &str) -> Result<Revision, Problem> {
        self.require(Kind::PluginTrust)?;
        let kept = self.trust_in(plugin);
        let approved = kept.as_ref().and_then(|(.., trust)| trust.approved);
        let (id, base, mut trust) = match (kept, approved) {
            (Some((id, revision, trust)), Some(true)) => (id, Some(revision), trust),
            (_, Some(false)) => return Err(Problem::new("plugin-untrusted").with("id", plugin)),
            (kept, _) => {
                let shown = self.plugin(plugin)?;
                if !shown.origin.is_ours() {
                    return Err(Problem::new("plugin-untrusted").with("id", plugin));
                }
                let (id, base, trust) = kept.map_or_else(
                    || (self.setup().new_id(), None, PluginTrust::default()),
                    |(id, revision, trust)| (id, Some(revision), trust),
                );
                let named = PluginTrust {
                    plugin: shown.id,
                    agency: shown.agency,
                    ..trust
                };
                (id, base, named)
            }
        };
        let decided = self.decided(false);
        trust.approved = decided.approved;
        (trust.day, trust.time, trust.by) = (decided.day, decided.time, decided.by);
        self.commit(Act::Trust, "", vec![put(id, base, trust.into())])
    }

    /// Who decides, and when.
    fn decided(&self, approved: bool) -> PluginTrust {
        PluginTrust {
            approved: Some(approved),
            day: Some(self.today()),
            time: Some(TimeOfDay::of_millis(self.now())),
            by: self.user().name.clone(),
            ..PluginTrust::default()
        }
    }
}
