//! What happens to a store when disks, power, people and bytes do their worst.

mod cutting;
mod rig;

mod basics;
mod broken;
mod broken_view;
mod cuts;
mod flips;
mod golden;
mod named;
mod order;
mod power;
mod refusals;
mod rescue;
mod secrets;
mod slots;
mod undo;
mod user_cuts;
mod users;
mod view_flips;
mod views;
