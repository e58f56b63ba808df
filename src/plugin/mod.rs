//! Export plug-ins.
