//! civil affairs
