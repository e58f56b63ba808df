//! Pieces that views are made of. They know cells, signs and roles, nothing of records.

pub mod band;
pub mod bar;
pub mod chooser;
pub mod grid;
pub mod input;
pub mod lines;
pub mod window;

pub use band::Band;
pub use chooser::Chooser;
pub use grid::{Cell, Column, Line};
pub use input::Input;
pub use window::Window;
