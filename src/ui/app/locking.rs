//! Locking: by hand, or after minutes without a key. The office is closed, which wipes its keys and
//! records; the screen is that of unlocking.
//!
//! Where something typed isn't saved, the screens stay in memory behind the lock, and are given back
//! to the same user: text that nobody saved is never lost without a word. Until then it stands there
//! in clear, with whatever records those screens show.

use super::{App, Layer};
use crate::schema::Id;
use crate::service::Office;
use crate::ui::canvas::Canvas;
use crate::ui::context::Ctx;
use crate::ui::theme::Role;
use crate::ui::tour::Lesson;
use crate::ui::view::Toast;
use crate::ui::views::{Question, Unlock};
use std::time::Duration;

/// The app's own question: the program is left with somebody's typing behind the lock.
pub(super) const KEPT_BACK: &str = "kept-back";

/// The screens of a user whose typing isn't saved.
pub(super) struct KeptBack {
    user: Id,
    layers: Vec<Layer>,
}

const MINUTE: u64 = 60_000;

impl App {
    /// Locks now, or as soon as no job is running; until then nothing is shown and no key counts.
    pub(super) fn lock(&mut self) {
        self.locking = self.ctx.office.is_some();
        self.lock_if_free();
    }

    pub(super) fn lock_if_free(&mut self) {
        if !self.locking || !self.ctx.jobs.is_empty() {
            return;
        }
        self.locking = false;
        let Some(office) = self.ctx.office.take() else {
            return;
        };
        let (user, role) = (office.user_id(), office.user().role);
        // Without its posts the lock still opens: every slot is tried then.
        let cover = Office::peek(&self.ctx.setup, &self.ctx.root);
        let posts = cover.map_or_else(|_| Vec::new(), |cover| cover.posts);
        let first: Layer = Layer {
            id: self.last_id + 1,
            view: Box::new(Unlock::new(&posts, Some(role))),
            stale: false,
        };
        self.last_id += 1;
        let layers = std::mem::replace(&mut self.layers, vec![first]);
        if layers.iter().any(|layer| layer.view.unsaved()) {
            self.kept_back.push(KeptBack { user, layers });
        }
        self.toast = None;
        self.copied = None;
        self.meant = None;
        self.owners.clear();
        self.ctx.kept.forget();
        self.ctx.looked_for.borrow_mut().clear();
        self.ctx.lesson = Lesson::None;
        drop(office); // no job runs, so nobody else has it
    }

    /// A key was pressed.
    pub(super) fn touched(&mut self) {
        self.last_key = self.ctx.setup.now();
    }

    /// Without a key, in milliseconds; 0 for ever, as in the demo, whose people are invented.
    fn pause(&self) -> u64 {
        if self.ctx.demo {
            return 0;
        }
        u64::from(self.ctx.prefs.settings().lock_minutes) * MINUTE
    }

    /// Locks if nobody has pressed a key for long enough. A clock that was set back starts the
    /// pause anew.
    pub(super) fn lock_when_idle(&mut self) {
        let now = self.ctx.setup.now();
        self.last_key = self.last_key.min(now);
        let pause = self.pause();
        if pause > 0 && self.ctx.office.is_some() && now - self.last_key >= pause {
            self.lock();
        }
    }

    /// How long until it locks by itself.
    pub(super) fn until_lock(&self) -> Option<Duration> {
        if self.pause() == 0 || self.ctx.office.is_none() || self.locking {
            return None;
        }
        let at = self.last_key.saturating_add(self.pause());
        let rest = at.saturating_sub(self.ctx.setup.now());
        Some(Duration::from_millis(rest.max(1)))
    }

    /// Gives the screens back to whose they are, after unlocking; says so where they are another's.
    pub(super) fn give_back(&mut self, office: &Office) {
        let user = office.user_id();
        let told = match self.kept_back.iter().position(|kept| kept.user == user) {
            Some(at) => {
                self.layers = self.kept_back.remove(at).layers;
                self.mark_changed();
                "lock-given-back"
            }
            None if self.kept_back.is_empty() => return,
            None => "lock-kept-back",
        };
        self.toast = Some(Toast::told(self.ctx.word(told)));
    }

    /// Leaving loses what is kept back, so that is asked about.
    pub(super) fn ask_about_kept_back(&mut self) {
        let answers = ["lock-stay", "lock-drop"].map(|key| self.ctx.word(key));
        let title = self.ctx.word("lock-quit-title");
        self.push(Box::new(
            Question::new(KEPT_BACK, title, answers.to_vec()).esc(0),
        ));
    }
}

/// The empty screen while a job goes to its end.
pub(super) fn draw_waiting(canvas: &mut Canvas<'_>, ctx: &Ctx) {
    canvas.put(1, 1, &ctx.word("lock-waiting"), Role::Text);
}
