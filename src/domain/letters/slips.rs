//! What ears and fingers confuse: the accents of Fujian, and one letter too few or too many.

/// How a speaker who confuses these sounds may spell a syllable: n/l, l/r, f/h, z/zh, c/ch, s/sh,
/// in/ing, en/eng, an/ang, ü/u/v. The right spelling isn't among them.
pub(super) fn accents(syllable: &str) -> Vec<String> {
    let mut heads = vec![syllable.to_owned()];
    heads.extend(other_heads(syllable));
    let mut all: Vec<String> = heads.iter().filter_map(|s| other_tail(s)).collect();
    all.extend(heads);
    all.sort();
    all.dedup();
    all.retain(|s| s != syllable);
    all
}

/// Initials that are confused in pairs.
const HEADS: [(&str, &str); 12] = [
    ("zh", "z"),
    ("z", "zh"),
    ("ch", "c"),
    ("c", "ch"),
    ("sh", "s"),
    ("s", "sh"),
    ("n", "l"),
    ("l", "n"),
    ("l", "r"),
    ("r", "l"),
    ("f", "h"),
    ("h", "f"),
];

/// f before most finals is heard as hu: 黄 huang and 方 fang, 飞 fei and 辉 hui.
const HU: [(&str, &str); 8] = [
    ("fa", "hua"),
    ("fan", "huan"),
    ("fang", "huang"),
    ("fei", "hui"),
    ("fen", "hun"),
    ("feng", "hong"),
    ("fo", "huo"),
    ("fu", "hu"),
];

fn other_heads(syllable: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (from, to) in HEADS {
        // z stands before zh and the like, and isn't it.
        let other = syllable.strip_prefix(from);
        if let Some(rest) = other.filter(|rest| !rest.starts_with('h')) {
            all.push(format!("{to}{rest}"));
        }
    }
    for (f, hu) in HU {
        if syllable == f {
            all.push(hu.to_owned());
        } else if syllable == hu {
            all.push(f.to_owned());
        }
    }
    if let Some((head, tail)) = syllable.split_once('v') {
        all.push(format!("{head}u{tail}"));
        all.push(format!("{head}yu{tail}"));
    } else if let Some(rest) = syllable.strip_prefix(['j', 'q', 'x', 'y'])
        && rest.starts_with('u')
    {
        all.push(format!("{}v{}", &syllable[..1], &rest[1..]));
    } else if let Some(rest) = syllable.strip_prefix(['l', 'n'])
        && matches!(rest, "u" | "ue")
    {
        all.push(format!("{}v{}", &syllable[..1], &rest[1..]));
    }
    all
}

fn other_tail(syllable: &str) -> Option<String> {
    let (short, long) = match syllable.strip_suffix('g') {
        Some(short) => (short, true),
        None => (syllable, false),
    };
    let nasal = ["in", "en", "an"].iter().any(|n| short.ends_with(n));
    match (nasal, long) {
        (true, true) => Some(short.to_owned()),
        (true, false) => Some(format!("{syllable}g")),
        (false, _) => None,
    }
}

/// One sound for all that sound alike to a speaker of that kind.
pub(super) fn sound(syllable: &str) -> String {
    let plain = HU.iter().find(|(f, _)| *f == syllable);
    let mut sound = plain.map_or(syllable, |(_, hu)| hu).replace('v', "u");
    for (long, short) in [
        ("zh", "z"),
        ("ch", "c"),
        ("sh", "s"),
        ("n", "l"),
        ("r", "l"),
    ] {
        if let Some(rest) = sound.strip_prefix(long) {
            sound = format!("{short}{rest}");
            break;
        }
    }
    match (other_tail(&sound), sound.ends_with('g')) {
        (Some(short), true) => short,
        _ => sound,
    }
}

/// Whether `typed` is the syllable with one letter missing, one too many, or two changed about;
/// the first one is right.
pub(super) fn one_letter_off(syllable: &[u8], typed: &[u8]) -> bool {
    let (Some(a), Some(b)) = (syllable.first(), typed.first()) else {
        return false;
    };
    if a != b {
        return false;
    }
    let same = syllable
        .iter()
        .zip(typed)
        .take_while(|(a, b)| a == b)
        .count();
    let (s, t) = (&syllable[same..], &typed[same..]);
    match syllable.len().cmp(&typed.len()) {
        std::cmp::Ordering::Greater => s.get(1..) == Some(t),
        std::cmp::Ordering::Less => Some(s) == t.get(1..),
        std::cmp::Ordering::Equal => {
            matches!((s, t), ([a, b, s @ ..], [c, d, t @ ..]) if (a, b) == (d, c) && s == t)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_confused_in_fujian() {
        for (syllable, typed) in [
            ("lin", "ling"),
            ("lin", "nin"),
            ("nan", "lan"),
            ("ren", "len"),
            ("zheng", "zen"),
            ("chen", "cheng"),
            ("shi", "si"),
            ("su", "shu"),
            ("huang", "fang"),
            ("fei", "hui"),
            ("lv", "lu"),
            ("lv", "lyu"),
            ("xu", "xv"),
            ("ming", "min"),
        ] {
            assert!(
                accents(syllable).iter().any(|s| s == typed),
                "{syllable} as {typed}: {:?}",
                accents(syllable)
            );
            assert_eq!(
                sound(syllable),
                sound(&typed.replace("ly", "l")),
                "{syllable} {typed}"
            );
        }
        for (syllable, typed) in [
            ("chen", "chen"),
            ("xiao", "shao"),
            ("shan", "shhan"),
            ("dong", "don"),
        ] {
            assert!(
                !accents(syllable).iter().any(|s| s == typed),
                "{syllable} as {typed}"
            );
        }
        assert_ne!(sound("chen"), sound("zhen"));
    }

    #[test]
    fn one_letter() {
        for typed in ["chn", "cen", "chenn", "cheen", "hcen", "cehn", "chne"] {
            assert_eq!(
                one_letter_off(b"chen", typed.as_bytes()),
                typed != "hcen",
                "{typed}"
            );
        }
        for typed in ["chen", "chan", "ch", "chennn", "hen", ""] {
            assert!(!one_letter_off(b"chen", typed.as_bytes()), "{typed}");
        }
    }
}
