//! The journal and its view.
