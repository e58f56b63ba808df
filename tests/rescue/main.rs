//! A computer that dies, sticks that fail, and the way back.

#[path = "../faults/cutting.rs"]
mod cutting;
#[path = "../faults/rig.rs"]
#[allow(dead_code)]
mod rig;

mod back;
mod cuts;
mod damage;
mod mirror;
mod rotation;
mod staged;
mod stick;
mod support;
