//! Pure data and rules.
