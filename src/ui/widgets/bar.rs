//! Progress as `[####......] 43%`: signs that every terminal has.

/// A bar of `cells` cells between brackets.
pub fn bar(done: u64, all: u64, cells: u16) -> String {
    let full = filled(done, all, u64::from(cells));
    let rest = u64::from(cells) - full;
    let times = |text: &str, n: u64| text.repeat(usize::try_from(n).unwrap_or(0));
    format!("[{}{}]", times("#", full), times(".", rest))
}

/// A bar of ten cells and the percentage.
pub fn percent(done: u64, all: u64) -> String {
    format!("{} {}%", bar(done, all, 10), filled(done, all, 100))
}

/// A bar without an end: as many `#` for each, up to three, as leave room for the most; where
/// there are too many for that their share, but never none for some.
pub fn plain(count: usize, most: usize, cells: u16) -> String {
    let cells = usize::from(cells);
    let most = most.max(1);
    let long = match cells / most {
        0 => (count * cells).div_ceil(most),
        each => count * each.min(3),
    };
    "#".repeat(long.min(cells))
}

/// Rounded down, so that nothing looks complete before it is.
fn filled(done: u64, all: u64, of: u64) -> u64 {
    done.min(all)
        .saturating_mul(of)
        .checked_div(all)
        .unwrap_or(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars() {
        assert_eq!(percent(43, 100), "[####......] 43%");
        assert_eq!(percent(999, 1000), "[#########.] 99%");
        assert_eq!(percent(5, 4), "[##########] 100%");
        assert_eq!(bar(0, 0, 3), "[###]");
        assert_eq!(bar(1, 2, 0), "[]");
        assert_eq!(plain(3, 9, 10), "###");
        assert_eq!(plain(2, 9, 100), "######");
        assert_eq!(plain(20, 40, 10), "#####");
        assert_eq!(plain(1, 400, 10), "#");
        assert_eq!(plain(0, 400, 10), "");
        assert_eq!(plain(1, 1, 0), "");
    }
}
