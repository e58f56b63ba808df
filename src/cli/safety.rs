//! The verbs that make or remake a store: `init`, `demo`, `rebuild`.

use super::{Desk, Outcome, passphrase};
use crate::paths;
use crate::schema::{Choice, Coded, Words};
use crate::service::{NewOffice, Office, OfficeRole, Problem, demo, doctor};
use crate::store::Secret;
use crate::ui::Ended;
use std::sync::Arc;

impl Desk {
    pub(super) fn init(&self, area: &str, name: &str, role: &str) -> Outcome {
        let role = Choice::find(OfficeRole::CHOICES, role)
            .and_then(|c| OfficeRole::from_code(c.code))
            .ok_or_else(|| Problem::new("cli-unknown-role").with("role", role).exit(2))?;
        let mut new = NewOffice {
            area: area.to_owned(),
            name: name.to_owned(),
            role,
            passphrase: "not asked for yet".to_owned(),
            demo: false,
        };
        let root = self.root()?;
        doctor::fit(&root)?;
        // A wrong area is said before a passphrase is asked for.
        new.check()?;
        new.passphrase = passphrase::new(&self.global, &self.words)?;
        let (office, code) = Office::create(&self.setup, &root, &new)?;
        let villages = office.figures().villages.to_string();
        let place = office.place().name.clone();
        self.out.say(
            &self
                .words
                .fill("cli-made", &[("place", &place), ("villages", &villages)]),
        );
        self.out.say(&self.words.word("cli-recovery-code"));
        self.out.data(&code.to_string());
        Ok(())
    }

    pub(super) fn demo(&self, scale: &str, seed: u64, no_ui: bool) -> Result<Ended, Problem> {
        let scale = demo::Scale::from_code(scale).ok_or_else(|| {
            Problem::new("cli-unknown-scale")
                .with("scale", scale)
                .exit(2)
        })?;
        let root = self
            .global
            .data
            .clone()
            .map_or_else(|| paths::demo(scale.code()), Ok)?;
        let there = Office::peek(&self.setup, &root);
        if there.as_ref().is_ok_and(|cover| !cover.demo) {
            return Err(Problem::new("cli-not-a-demo").with("folder", root.display()));
        }
        if there.is_err_and(|p| p.key == "store-not-a-store") {
            self.out.say(&self.words.word("cli-demo-making"));
            demo::make(&self.setup, &root, scale, seed)?;
        }
        let args = [
            ("folder", root.display().to_string()),
            ("passphrase", demo::DEMO_PASSPHRASE.to_owned()),
        ];
        self.out.say(&self.words.fill_with("cli-demo-is-at", &args));
        if no_ui {
            return Ok(Ended::Left);
        }
        let office = Office::open(
            &self.setup,
            &root,
            &Secret::passphrase(demo::DEMO_PASSPHRASE),
        )?;
        crate::ui::run_unlocked(self.setup.clone(), Arc::new(office), self.asked())
    }

    /// Makes the view anew. Going on without entries that were once saved has to be said.
    pub(super) fn rebuild(&self, accept_lost_end: bool) -> Outcome {
        let mut setup = self.setup.clone();
        setup.store.accept_lost_end = accept_lost_end;
        let office = self.office_with(&setup, false)?;
        office.rebuild()?;
        self.out.say(&self.words.word("cli-rebuilt"));
        Ok(())
    }
}
