//! What happens to a store when disks, power, people and bytes do their worst.

mod rig;

mod basics;
