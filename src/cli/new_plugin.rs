//! `plugin new`: a plug-in to begin with. Needs no office.

use super::profile::recipients;
use super::{Desk, Outcome};
use crate::plugin::Problem as Plugin;
use crate::plugin::new::{self, Language};
use crate::plugin::slip::near;
use crate::schema::Words;
use crate::service::Problem;
use serde_json::json;
use std::path::Path;

impl Desk {
    /// Writes one. What it is written in is told by `--lang`, which elsewhere is the language of words.
    pub(super) fn new_plugin(&self, folder: &Path, agency: &str, id: Option<&str>) -> Outcome {
        let codes = Language::ALL.map(Language::code).join(" ");
        let asked = self.global.lang.as_deref().unwrap_or_default();
        let unknown = || {
            Problem::new("cli-new-language")
                .with("codes", &codes)
                .exit(2)
        };
        let language = Language::named(asked).ok_or_else(unknown)?;
        let id = id.map_or_else(|| format!("{agency}_own"), str::to_owned);
        let profile = self.profile(agency);
        if profile.is_none() {
            self.say_unknown(agency);
        }
        let files =
            new::write(language, &id, agency, profile.as_ref(), folder).map_err(
                |why| match why {
                    Plugin::Exists { path } => {
                        Problem::new("cli-new-exists").with("path", path.display().to_string())
                    }
                    why => why.into(),
                },
            )?;
        for file in &files {
            let path = folder.join(file).display().to_string();
            match self.out.json {
                true => self.out.object(json!({"file": path})),
                false => self.out.data(&path),
            }
        }
        let readme = folder.join("README.md").display().to_string();
        let args = [("id", id.as_str()), ("readme", &readme)];
        self.out.say(&self.words.fill("cli-new-done", &args));
        Ok(())
    }
    /// That nobody is called so in the policy that came with the program, and who may be meant: anybody may
    /// be granted something here, so it is no error.
    fn say_unknown(&self, agency: &str) {
        let known = recipients();
        let codes = || known.iter().map(|own| own.agency.as_str());
        let all = codes().collect::<Vec<_>>().join(" ");
        let (key, more) = match near(agency, codes()) {
            Some(near) => ("checked-cause-agency", ("near", near)),
            None => ("checked-cause-agency-unknown", ("known", all.as_str())),
        };
        self.out
            .say(&self.words.fill(key, &[("code", agency), more]));
    }
}
