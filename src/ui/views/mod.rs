//! One file a screen. Views don't know each other: they say a [`Place`](super::places::Place), or
//! open a panel.

mod acts;
mod commands;
mod desk;
mod export;
mod help;
mod import;
mod note;
mod question;
mod setup;
mod unlock;

pub use acts::ActsPanel;
pub use commands::CommandList;
pub use desk::Desk;
pub use export::Agencies;
pub use help::Help;
pub use import::Import;
pub use note::Note;
pub use question::Question;
pub use setup::Setup;
pub use unlock::Unlock;
