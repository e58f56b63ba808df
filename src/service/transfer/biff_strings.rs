//! Sizes of the shared strings of an old workbook (BIFF), without taking them up.

const WIDE: u8 = 1;
const HAS_PHONETICS: u8 = 4;
const HAS_RUNS: u8 = 8;
/// A table says first how many strings it has, twice; nobody believes it.
const PREFACE: usize = 8;

/// The bytes of each string of a table, given in parts as the file cuts it; nothing where it is
/// cut wrongly. No table is a table of none.
pub(super) fn sizes(parts: &[&[u8]]) -> Option<Vec<u64>> {
    let Some((first, later)) = parts.split_first() else {
        return Some(Vec::new());
    };
    let mut rest = Parts {
        now: first.get(PREFACE..)?,
        later,
    };
    let mut sizes = Vec::new();
    while !rest.now.is_empty() || rest.next_part() {
        sizes.push(rest.string()?);
    }
    Some(sizes)
}

struct Parts<'a> {
    now: &'a [u8],
    later: &'a [&'a [u8]],
}

impl<'a> Parts<'a> {
    fn next_part(&mut self) -> bool {
        let Some((first, later)) = self.later.split_first() else {
            return false;
        };
        (self.now, self.later) = (first, later);
        true
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.now.split_at_checked(len)?;
        self.now = rest;
        Some(taken)
    }

    fn number(&mut self, len: usize) -> Option<usize> {
        let bytes = self.take(len)?;
        Some(
            bytes
                .iter()
                .rev()
                .fold(0, |n, byte| n << 8 | usize::from(*byte)),
        )
    }

    fn string(&mut self) -> Option<u64> {
        if self.now.is_empty() {
            return Some(0);
        }
        let characters = self.number(2)?;
        let mut flags = self.number(1)? as u8;
        let runs = if flags & HAS_RUNS != 0 {
            self.number(2)? * 4
        } else {
            0
        };
        let phonetics = if flags & HAS_PHONETICS != 0 {
            self.number(4)?
        } else {
            0
        };
        let mut left = characters;
        while left > 0 {
            let width = if flags & WIDE != 0 { 2 } else { 1 };
            let here = left.min(self.now.len() / width);
            self.take(here * width)?;
            left -= here;
            if left > 0 {
                if !self.next_part() {
                    return None;
                }
                // The rest of a string says anew how wide it is.
                flags = self.number(1)? as u8;
            }
        }
        self.skip(runs + phonetics)?;
        // Three bytes of UTF-8 at most for each.
        Some(characters as u64 * 3)
    }

    fn skip(&mut self, mut len: usize) -> Option<()> {
        while len > 0 {
            if self.now.is_empty() && !self.next_part() {
                return None;
            }
            let here = len.min(self.now.len());
            self.take(here)?;
            len -= here;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_measured_across_cuts() {
        let mut first = [0; PREFACE].to_vec();
        // "ab"; then "王芳" with one run, cut after its first character.
        first.extend([2, 0, 0, b'a', b'b']);
        first.extend([2, 0, WIDE | HAS_RUNS, 1, 0, 0x8B, 0x73]);
        let second = [WIDE, 0xB3, 0x82, 0, 0, 0, 0];
        assert_eq!(sizes(&[&first, &second]), Some(vec![6, 6]));
        assert_eq!(sizes(&[&first]), None);
        assert_eq!(sizes(&[]), Some(vec![]));
        assert_eq!(sizes(&[&[0; 4]]), None);
    }
}
