//! Turning from one year to another, for the pages that show one.

/// The nearest year before this one, or after it; none where there is no such year.
pub(super) fn beside(years: &[i32], year: i32, earlier: bool) -> Option<i32> {
    let years = years.iter().copied();
    if earlier {
        years.filter(|y| *y < year).max()
    } else {
        years.filter(|y| *y > year).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_year_on_either_side() {
        let years = [2026, 2024, 2021];
        assert_eq!(beside(&years, 2024, true), Some(2021));
        assert_eq!(beside(&years, 2024, false), Some(2026));
        assert_eq!(beside(&years, 2025, true), Some(2024));
        assert_eq!(beside(&years, 2026, false), None);
        assert_eq!(beside(&years, 2021, true), None);
    }
}
