//! Where one can go, as data: views say a place, this file knows who shows it.
//!
//! The only file that names the views to each other.

use super::context::Ctx;
use super::view::View;
use super::views;
use crate::domain::book::Kind;
use crate::schema::{Id, KeyClass, Value};
use crate::service::{OfficeRole, Problem};

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
    /// A form that changes a record.
    Change {
        /// Of this kind.
        kind: Kind,
        /// This one.
        id: Id,
        /// The field that the focus starts on; the first one where there is none.
        field: Option<&'static str>,
    },
    /// A form for a new record.
    New {
        /// Of this kind.
        kind: Kind,
        /// What is known of it already, by field.
        known: Vec<(&'static str, Value)>,
    },
    /// A form for a new caregiver or sibling of a child, and a home for both where there is none.
    NewMember {
        /// The child.
        child: Id,
        /// What is added: a caregiver or a child.
        kind: Kind,
        /// What is known of it already, by field.
        known: Vec<(&'static str, Value)>,
    },
    /// A form for a new director and their post, in this village where it is known.
    NewDirector {
        /// The vacancy.
        village: Option<Id>,
    },
    /// A form for a talk with each of these workers.
    TalkWith {
        /// Whom.
        workers: Vec<Id>,
    },
    /// Who came to a session.
    Roster {
        /// Which.
        session: Id,
    },
    /// What a session teaches, and for how long.
    Lessons {
        /// Which session.
        session: Id,
    },
    /// Who was trained in which year.
    Rotation {
        /// Of this township only, by its code.
        township: Option<String>,
    },
    /// How much of each township was trained.
    Coverage,
    /// The rotation of a year, planned and held.
    YearPlan,
    /// Villages drawn for a spot check, or to be drawn.
    Draw {
        /// A draw that is stored; the newest of this time, or a new one, where there is none.
        id: Option<Id>,
    },
    /// A review of a director's year.
    Review {
        /// Which.
        id: Id,
    },
    /// The reviews of a year beside each other.
    Reviews {
        /// Which year.
        year: i32,
    },
    /// The checks of a year, by village and month.
    CheckYear {
        /// Which year.
        year: i32,
    },
    /// Who is recommended for 评先评优 in a year.
    Recommendations {
        /// Which year.
        year: i32,
    },
    /// Children by age, and by village and risk.
    Pictures,
    /// Find anywhere.
    Find,
    /// Bringing in a list of directors.
    Import,
    /// What the person prefers.
    Settings,
    /// Who may come in.
    Users,
    /// Coming back from a backup.
    Restore,
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
    tab(2, KeyClass::Workforce, true),
    tab(3, KeyClass::Workforce, true),
    tab(4, KeyClass::Cases, true),
    tab(5, KeyClass::Cases, false),
    tab(6, KeyClass::Cases, false),
    tab(7, KeyClass::Workforce, true),
    tab(8, KeyClass::Workforce, true),
    tab(9, KeyClass::Workforce, false),
    tab(0, KeyClass::Office, true),
];

impl Tab {
    /// Whether somebody in this role gets it.
    pub fn shown(&self, role: OfficeRole) -> bool {
        self.built && (role == OfficeRole::Supervisor || self.class != KeyClass::Cases)
    }
}

/// The tab under which a kind's records stand.
pub fn tab_of(kind: Kind) -> u8 {
    match kind {
        Kind::Village => 2,
        Kind::Worker | Kind::Post | Kind::Handover | Kind::Dispensation | Kind::Expense => 3,
        Kind::Talk | Kind::Adjustment => 3,
        Kind::Commendation => 8,
        Kind::Child | Kind::Household | Kind::Caregiver => 4,
        Kind::Postponement => 1,
        Kind::Training | Kind::Session | Kind::Enrolment | Kind::Guest | Kind::Certificate => 7,
        Kind::Module | Kind::Lesson | Kind::Feedback => 7,
        Kind::Inspection | Kind::Finding | Kind::Draw => 8,
        Kind::Rubric | Kind::RubricItem | Kind::Review | Kind::ReviewItem => 8,
        Kind::Disclosure | Kind::Disclosed | Kind::PluginTrust | Kind::Grant => 0,
        Kind::Signer | Kind::Revocation => 0,
        Kind::Mapping | Kind::LocalField | Kind::User => 0,
    }
}

/// The view that shows a place; none where nothing is built for it.
///
/// # Errors
/// The role may not see it, it isn't there, or its reading can't be logged.
pub fn open(place: &Place, ctx: &Ctx) -> Result<Option<Box<dyn View>>, Problem> {
    let view: Box<dyn View> = match place {
        Place::Tab(1) => Box::new(views::Desk::new(ctx)),
        Place::Tab(2) => Box::new(views::List::new(Kind::Village, &[], ctx)?),
        Place::Tab(3) => Box::new(views::List::directors(ctx)),
        Place::Tab(4) => Box::new(views::List::new(Kind::Child, &[], ctx)?),
        Place::Tab(7) => Box::new(views::List::new(Kind::Session, &[], ctx)?),
        Place::Tab(8) => Box::new(views::List::new(Kind::Inspection, &[], ctx)?),
        Place::Tab(0) => Box::new(views::Agencies::new(ctx)),
        Place::Import => Box::new(views::Import::new(ctx)),
        Place::Tab(_) => return Ok(None),
        Place::List { kind, wheres } => Box::new(views::List::new(*kind, wheres, ctx)?),
        Place::Record { kind, id } => {
            log_reading(*kind, *id, ctx)?;
            match kind {
                Kind::Child => Box::new(views::ChildView::new(*id, ctx)),
                Kind::Draw => Box::new(views::SpotCheck::of(*id, ctx)),
                Kind::Review => Box::new(views::ReviewView::new(*id, ctx)?),
                _ => Box::new(views::RecordView::new(*kind, *id, ctx)),
            }
        }
        Place::Change { kind, id, field } => {
            log_reading(*kind, *id, ctx)?;
            Box::new(views::Form::change(*kind, *id, *field, ctx)?)
        }
        Place::New { kind, known } => Box::new(views::Form::new(*kind, known, ctx)?),
        Place::NewMember { child, kind, known } => {
            Box::new(views::Form::member(*child, *kind, known, ctx)?)
        }
        Place::NewDirector { village } => Box::new(views::Form::director(*village, ctx)),
        Place::TalkWith { workers } => Box::new(views::Form::talk(workers.clone(), ctx)?),
        Place::Roster { session } => Box::new(views::Roster::new(*session, ctx)?),
        Place::Lessons { session } => Box::new(views::Lessons::new(*session, ctx)?),
        Place::Draw { id: Some(id) } => Box::new(views::SpotCheck::of(*id, ctx)),
        Place::Draw { id: None } => Box::new(views::SpotCheck::new(ctx)),
        Place::Review { id } => Box::new(views::ReviewView::new(*id, ctx)?),
        Place::Reviews { year } => Box::new(views::Reviews::new(*year, ctx)),
        Place::Recommendations { year } => Box::new(views::Recommendations::new(*year, ctx)),
        Place::Rotation { township } => Box::new(views::Rotation::new(township.as_deref(), ctx)),
        Place::YearPlan => Box::new(views::YearPlan::new(ctx)),
        Place::Coverage => Box::new(views::Coverage::new(ctx)),
        Place::CheckYear { year } => Box::new(views::CheckYear::new(*year, ctx)),
        Place::Pictures => Box::new(views::Pictures::new(ctx)?),
        Place::Find => Box::new(views::Find::new(ctx)),
        Place::Settings => Box::new(views::Settings::default()),
        Place::Users => Box::new(views::Users::new(ctx)?),
        Place::Restore => Box::new(views::Restore::new(ctx)),
    };
    Ok(Some(view))
}

/// A child's file is logged as read before any of it is shown.
fn log_reading(kind: Kind, id: Id, ctx: &Ctx) -> Result<(), Problem> {
    let office = ctx.office()?;
    office.require(kind)?;
    let row = office.row(kind, id).ok_or_else(|| {
        Problem::new("problem-gone").with("kind", ctx.word(&format!("kind-{}", kind.name())))
    })?;
    office.log_reading(kind, &[row], None)
}
