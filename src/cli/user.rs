//! `user`: who may come in. Passphrases come from files or the terminal, never as arguments.

use super::args::UserAct;
use super::{Desk, Outcome, passphrase};
use crate::schema::{Choice, Coded, Day, Words};
use crate::service::{Office, OfficeRole, Problem, Secret};
use serde_json::json;
use std::path::PathBuf;

impl Desk {
    pub(super) fn user(&self, act: Option<UserAct>) -> Outcome {
        match act {
            None | Some(UserAct::List) => self.list_users(),
            Some(UserAct::Add { name, role, new }) => {
                let role = role_of(&role)?;
                let office = self.office(false)?;
                let chosen = passphrase::another(new.as_ref(), &self.words)?;
                office.add_user(&name, role, &chosen)?;
                self.out
                    .say(&self.words.fill("cli-user-added", &[("name", &name)]));
                Ok(())
            }
            Some(UserAct::Passphrase { new, code }) => self.own_passphrase(new.as_ref(), code),
            Some(UserAct::Code) => {
                let office = self.office(false)?;
                office.renew_code(&mut |code| self.show_code(&code.to_string()))?;
                self.out.say(&self.words.word("cli-code-renewed"));
                Ok(())
            }
            Some(UserAct::Remove { name }) => {
                let office = self.office(false)?;
                office.remove_user(&name, &mut |code| self.show_code(&code.to_string()))?;
                self.out
                    .say(&self.words.fill("cli-user-removed", &[("name", &name)]));
                self.out.say(&self.words.word("cli-user-removed-limits"));
                Ok(())
            }
            Some(UserAct::Role { name, role, new }) => {
                let role = role_of(&role)?;
                let office = self.office(false)?;
                let chosen = passphrase::another(new.as_ref(), &self.words)?;
                let show = &mut |code: &_| self.show_code(&ToString::to_string(code));
                office.change_role(&name, role, &chosen, show)?;
                let word = self.role_word(role);
                let args = [("name", name.as_str()), ("role", word.as_str())];
                self.out.say(&self.words.fill("cli-user-role", &args));
                Ok(())
            }
        }
    }

    /// The code is data: it goes to stdout, and from there to the printer. What comes before and
    /// after it is talk.
    pub(super) fn show_code(&self, code: &str) -> Result<(), Problem> {
        self.out.say(&self.words.word("cli-recovery-code"));
        self.out.data(code);
        Ok(())
    }

    fn list_users(&self) -> Outcome {
        let office = self.office(true)?;
        let mut lines = Vec::new();
        for user in office.users()? {
            let name = user
                .name
                .unwrap_or_else(|| self.words.word("cli-user-unnamed"));
            let since = user.since.map_or_else(String::new, Day::iso);
            if self.out.json {
                let object =
                    json!({"name": name, "role": user.role.code(), "since": since, "me": user.me});
                self.out.object(object);
            } else {
                let me = if user.me { "*" } else { "" };
                lines.push(vec![me.to_owned(), name, self.role_word(user.role), since]);
            }
        }
        if !self.out.json {
            let fields = ["name", "role", "since"];
            let word = |field| self.words.word(&format!("field-user-{field}"));
            let headings = std::iter::once(String::new()).chain(fields.map(word));
            self.out
                .table(&headings.collect::<Vec<_>>(), &lines, &[false; 4]);
        }
        Ok(())
    }

    fn own_passphrase(&self, new: Option<&PathBuf>, code: Option<PathBuf>) -> Outcome {
        let proof = || match &code {
            Some(file) => Ok(Secret::recovery(passphrase::first_line(file)?)),
            None => self.secret(false),
        };
        // Asked for once: it opens the office, and proves that it is theirs to change.
        let proof = proof()?;
        let office = self.office_by(&self.setup, &proof, false)?;
        let chosen = passphrase::another(new, &self.words)?;
        Office::change_passphrase(&office, &proof, &chosen)?;
        self.out.say(&self.words.word("cli-passphrase-changed"));
        Ok(())
    }

    fn role_word(&self, role: OfficeRole) -> String {
        self.words
            .word(&format!("choice-office-role-{}", role.code()))
    }
}

fn role_of(typed: &str) -> Result<OfficeRole, Problem> {
    Choice::find(OfficeRole::CHOICES, typed)
        .and_then(|c| OfficeRole::from_code(c.code))
        .ok_or_else(|| Problem::new("cli-unknown-role").with("role", typed).exit(2))
}
