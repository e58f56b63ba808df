//! One file a screen. Views don't know each other: they say a [`Place`](super::places::Place), or
//! open a panel.

mod acts;
mod bulk;
mod choose;
mod commands;
mod desk;
mod doing;
mod dues;
mod export;
mod find;
mod form;
mod help;
mod import;
mod list;
mod note;
mod pick;
mod question;
mod record;
mod roster;
mod rotation;
mod settings;
mod setup;
mod undone;
mod unlock;

pub use acts::ActsPanel;
pub use bulk::Bulk;
pub use choose::Choose;
pub use commands::CommandList;
pub use desk::Desk;
pub use export::Agencies;
pub use find::Find;
pub use form::Form;
pub use help::Help;
pub use import::Import;
pub use list::List;
pub use note::Note;
pub use pick::Pick;
pub use question::Question;
pub use record::RecordView;
pub use roster::Roster;
pub use rotation::Rotation;
pub use settings::Settings;
pub use setup::Setup;
pub use undone::undone_told;
pub use unlock::Unlock;
