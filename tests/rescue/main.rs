//! A computer that dies, sticks that fail, and the way back.

#[path = "../faults/rig.rs"]
#[allow(dead_code)]
mod rig;

mod back;
mod damage;
mod mirror;
mod power;
mod rotation;
mod stick;
mod support;
