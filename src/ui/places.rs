//! Where one can go, as data: views say a place, this file knows who shows it.
//!
//! The only file that names the views to each other.

use super::context::Ctx;
use super::view::View;
use super::views;
use crate::domain::book::Kind;
use crate::schema::{Id, KeyClass};
use crate::service::OfficeRole;

/// Something that can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A tab, by its digit.
    Tab(u8),
    /// The records of a kind for which all of these hold, written as scripts write them.
    List {
        /// Of this kind.
        kind: Kind,
        /// Conditions like `risk=red`.
        wheres: Vec<String>,
    },
    /// A record.
    Record {
        /// Of this kind.
        kind: Kind,
        /// This one.
        id: Id,
    },
    /// Find anywhere.
    Find,
    /// Bringing in a list of directors.
    Import,
}

/// One of the ten tabs.
pub struct Tab {
    /// Its digit, and its word key `tab-DIGIT`.
    pub digit: u8,
    /// What a role must see for it to have the tab.
    pub class: KeyClass,
    /// Whether there is a screen behind it; otherwise its place stays empty.
    pub built: bool,
}

const fn tab(digit: u8, class: KeyClass, built: bool) -> Tab {
    Tab {
        digit,
        class,
        built,
    }
}

/// The tabs in the order of the keyboard. The digits never shift.
pub const TABS: [Tab; 10] = [
    tab(1, KeyClass::Workforce, true),
    tab(2, KeyClass::Workforce, false),
    tab(3, KeyClass::Workforce, false),
    tab(4, KeyClass::Cases, false),
    tab(5, KeyClass::Cases, false),
    tab(6, KeyClass::Cases, false),
    tab(7, KeyClass::Workforce, false),
    tab(8, KeyClass::Workforce, false),
    tab(9, KeyClass::Workforce, false),
    tab(0, KeyClass::Office, true),
];

impl Tab {
    /// Whether somebody in this role gets it.
    pub fn shown(&self, role: OfficeRole) -> bool {
        self.built && (role == OfficeRole::Supervisor || self.class != KeyClass::Cases)
    }
}

/// The view that shows a place; none where nothing is built for it.
pub fn open(place: &Place, ctx: &Ctx) -> Option<Box<dyn View>> {
    match place {
        Place::Tab(1) => Some(Box::new(views::Desk::new(ctx))),
        Place::Tab(0) => Some(Box::new(views::Agencies::new(ctx))),
        Place::Import => Some(Box::new(views::Import::new(ctx))),
        _ => None,
    }
}
