//! What happens to a store when disks, power, people and bytes do their worst.

mod rig;

mod basics;
mod broken_view;
mod cuts;
mod flips;
mod golden;
mod order;
mod power;
mod refusals;
mod secrets;
mod slots;
mod undo;
mod users;
mod views;
