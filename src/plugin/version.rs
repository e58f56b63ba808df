//! Which of two versions is newer: as semver has it, and for anything else part by part.

use std::cmp::Ordering;

/// Compares two versions. A part that is missing counts as 0, what stands behind `+` for nothing,
/// and `1.0-rc1` comes before `1.0`.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (a, b) = (split(a), split(b));
    let numbers = parts(a.0, b.0, "0");
    numbers.then_with(|| match (a.1, b.1) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) => parts(a, b, ""),
    })
}

/// The numbers, and what comes before them is done.
fn split(version: &str) -> (&str, Option<&str>) {
    let version = version.split('+').next().unwrap_or_default();
    match version.split_once('-') {
        Some((numbers, early)) => (numbers, Some(early)),
        None => (version, None),
    }
}

fn parts(a: &str, b: &str, missing: &str) -> Ordering {
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        let (left, right) = (a.next(), b.next());
        if left.is_none() && right.is_none() {
            return Ordering::Equal;
        }
        match part(left.unwrap_or(missing), right.unwrap_or(missing)) {
            Ordering::Equal => {}
            other => return other,
        }
    }
}

/// Numbers by their value, whatever their length, and before words.
fn part(a: &str, b: &str) -> Ordering {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match (number(a), number(b)) {
        (true, true) => {
            let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
            a.len().cmp(&b.len()).then_with(|| a.cmp(b))
        }
        (true, false) if !b.is_empty() => Ordering::Less,
        (false, true) if !a.is_empty() => Ordering::Greater,
        _ => a.cmp(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_is_newer() {
        let rising = [
            "0.9",
            "0.10",
            "1.0-alpha",
            "1.0-alpha.1",
            "1.0-alpha.b",
            "1.0-rc1",
            "1.0",
            "1.0.1",
            "1.2",
            "1.10",
            "2",
            "18446744073709551617",
        ];
        for (at, a) in rising.iter().enumerate() {
            for (other, b) in rising.iter().enumerate() {
                assert_eq!(compare(a, b), at.cmp(&other), "{a} {b}");
            }
        }
        for (a, b) in [
            ("1.0", "1.0.0"),
            ("1", "1.0"),
            ("1.0+x", "1.0+y"),
            ("01.2", "1.2"),
        ] {
            assert_eq!(compare(a, b), Ordering::Equal, "{a} {b}");
        }
    }
}
