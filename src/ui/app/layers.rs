//! The stack of views: what is put on it, taken off it and told of changes, and where places lead.

use super::App;
use crate::ui::command::Scope;
use crate::ui::context::Ctx;
use crate::ui::places::{self, Place, TABS};
use crate::ui::sign::Sign;
use crate::ui::view::{Toast, View};

/// A view on the stack.
pub(super) struct Layer {
    pub(super) id: u64,
    pub(super) view: Box<dyn View>,
    /// Something changed while it was out of sight; it is told when it comes back.
    pub(super) stale: bool,
}

impl App {
    pub(super) fn top(&mut self) -> &mut dyn View {
        let last = self.layers.len() - 1;
        self.layers[last].view.as_mut()
    }

    pub(super) fn with_top<T>(&mut self, f: impl FnOnce(&mut dyn View, &Ctx) -> T) -> T {
        let last = self.layers.len() - 1;
        f(self.layers[last].view.as_mut(), &self.ctx)
    }

    pub(super) fn push(&mut self, view: Box<dyn View>) {
        self.last_id += 1;
        let id = self.last_id;
        self.layers.push(Layer {
            id,
            view,
            stale: false,
        });
    }

    /// A refusal belongs to the screen that it was said on; results stay until the next.
    pub(super) fn forget_refusal(&mut self) {
        let refused = |toast: &Toast| toast.sign == Sign::Refused;
        self.toast = self.toast.take().filter(|toast| !refused(toast));
    }

    pub(super) fn close(&mut self) {
        self.forget_refusal();
        if self.layers.len() > 1 {
            self.layers.pop();
        }
    }

    pub(super) fn remove(&mut self, id: Option<u64>) {
        self.forget_refusal();
        if self.layers.len() > 1 {
            self.layers.retain(|l| Some(l.id) != id);
        }
    }

    pub(super) fn go(&mut self, place: &Place) {
        self.forget_refusal();
        if let Place::Tab(digit) = place {
            let role = self.ctx.role();
            let shown = |digit| {
                TABS.iter()
                    .any(|t| t.digit == digit && role.is_some_and(|r| t.shown(r)))
            };
            if !shown(*digit) {
                return;
            }
            self.layers.truncate(1);
            // The first tab is what all the others stand on.
            if *digit == 1 {
                return;
            }
        }
        match places::open(place, &self.ctx) {
            Ok(Some(view)) => self.push(view),
            Ok(None) => {}
            Err(problem) => self.refuse(problem),
        }
    }

    /// The sort of screen that the person is on, whatever panel is over it.
    pub(super) fn screen_scope(&self) -> Scope {
        let mut scopes = self.layers.iter().rev().map(|l| l.view.scope());
        scopes.find(|s| *s != Scope::Panel).unwrap_or(Scope::Panel)
    }

    /// Tells the views that are on the screen: the one on top, and under panels the one below.
    /// The others wait, since working a whole stack out anew at each key takes too long.
    pub(super) fn tell_visible(&mut self) {
        for layer in self.layers.iter_mut().rev() {
            if std::mem::take(&mut layer.stale) {
                layer.view.changed(&self.ctx);
            }
            if layer.view.panel(u16::MAX, &self.ctx).is_none() {
                break;
            }
        }
    }
}
