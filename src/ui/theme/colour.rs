//! Colours: how they are written, what they become where a terminal has fewer, and how well one
//! can be read on another.

use ratatui::style::Color;

/// How many colours a terminal shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None, or the person wants none.
    None,
    /// Its own sixteen.
    Sixteen,
    /// Those and the 240 that are the same everywhere.
    Many,
    /// All.
    #[default]
    Full,
}

/// The sixteen by name, in the order of their numbers.
const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// What the sixteen are most often shown as; a person may have chosen others.
const USUAL: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// The steps of the cube of 216.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The colour of a number.
pub(super) fn numbered(number: i64) -> Option<Color> {
    u8::try_from(number).ok().map(Color::Indexed)
}

/// The colour that is written `#rrggbb` or by one of the sixteen names.
pub(super) fn written(text: &str) -> Option<Color> {
    if let Some(hex) = text.strip_prefix('#') {
        let whole = hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit());
        let [_, r, g, b] = u32::from_str_radix(hex, 16).ok()?.to_be_bytes();
        return whole.then_some(Color::Rgb(r, g, b));
    }
    let place = NAMES.iter().position(|name| *name == text)?;
    u8::try_from(place).ok().map(Color::Indexed)
}

/// The nearest colour that a terminal of this depth has.
pub(super) fn at(colour: Color, depth: Depth) -> Option<Color> {
    match (depth, colour) {
        (Depth::None, _) => None,
        (Depth::Full, _) | (_, Color::Indexed(0..16)) | (Depth::Many, Color::Indexed(_)) => {
            Some(colour)
        }
        (Depth::Many, _) => {
            let far = |n: &u8, rgb| distance(rgb, of_number(*n));
            let rgb = parts(colour)?;
            (16..=255).min_by_key(|n| far(n, rgb)).map(Color::Indexed)
        }
        (Depth::Sixteen, _) => Some(of_sixteen(parts(colour)?)),
    }
}

/// The one of the sixteen that says the same: a soft green is nearer to grey than to green, and
/// has to stay green. So what has a hue keeps it, and only greys become greys.
fn of_sixteen(rgb: [u8; 3]) -> Color {
    /// Parts of a colour that differ less than this make a grey.
    const GREY: u8 = 40;
    const GREYS: [u8; 4] = [0, 7, 8, 15];
    let spread = |rgb: [u8; 3]| {
        let (low, high) = (rgb.iter().min(), rgb.iter().max());
        high.zip(low).map_or(0, |(high, low)| high - low)
    };
    let pure = |rgb: [u8; 3]| {
        let low = rgb.iter().copied().min().unwrap_or(0);
        let whole = u16::from(spread(rgb).max(1));
        rgb.map(|part| (u16::from(part - low) * 255 / whole) as u8)
    };
    let sum = |rgb: [u8; 3]| rgb.iter().map(|part| i32::from(*part)).sum::<i32>();
    let far = |n: &u8| {
        let other = of_number(*n);
        let hue = if spread(rgb) < GREY {
            0
        } else {
            distance(pure(rgb), pure(other))
        };
        (hue, (sum(rgb) - sum(other)).abs())
    };
    let grey = spread(rgb) < GREY;
    let among = (0..16).filter(|n| GREYS.contains(n) == grey);
    Color::Indexed(among.min_by_key(far).unwrap_or(7))
}

/// How different two colours look; the eye takes green for brighter than red, and red than blue.
fn distance(a: [u8; 3], b: [u8; 3]) -> i32 {
    let weights = [3, 4, 2];
    let parts = (0..3).map(|i| {
        let by = i32::from(a[i]) - i32::from(b[i]);
        weights[i] * by * by
    });
    parts.sum()
}

fn of_number(number: u8) -> [u8; 3] {
    match number {
        0..16 => USUAL[usize::from(number)],
        16..232 => {
            let n = usize::from(number - 16);
            [STEPS[n / 36], STEPS[n / 6 % 6], STEPS[n % 6]]
        }
        232.. => [8 + 10 * (number - 232); 3],
    }
}

fn parts(colour: Color) -> Option<[u8; 3]> {
    match colour {
        Color::Rgb(r, g, b) => Some([r, g, b]),
        Color::Indexed(n) => Some(of_number(n)),
        _ => None,
    }
}

/// How well one colour can be read on the other, from 1 to 21, as WCAG 2.2 reckons it (1.4.3 asks
/// for 4.5). The sixteen count as what they usually are.
pub fn contrast(a: Color, b: Color) -> Option<f64> {
    let light = |rgb: [u8; 3]| {
        let linear = rgb.map(|part| {
            let c = f64::from(part) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05
    };
    let (a, b) = (light(parts(a)?), light(parts(b)?));
    Some(a.max(b) / a.min(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_become_the_nearest() {
        assert_eq!(written("#ff8700"), Some(Color::Rgb(255, 135, 0)));
        assert_eq!(written("bright-blue"), Some(Color::Indexed(12)));
        for wrong in [
            "#ff870", "#ff87000", "ff8700", "#gg0000", "#+f8700", "blau", "",
        ] {
            assert_eq!(written(wrong), None, "{wrong}");
        }
        assert_eq!(numbered(208), Some(Color::Indexed(208)));
        assert_eq!((numbered(256), numbered(-1)), (None, None));
        for (from, depth, to) in [
            (Color::Rgb(255, 135, 0), Depth::Many, Color::Indexed(208)),
            (Color::Rgb(8, 8, 8), Depth::Many, Color::Indexed(232)),
            (Color::Rgb(250, 10, 10), Depth::Sixteen, Color::Indexed(9)),
            (
                Color::Rgb(135, 215, 135),
                Depth::Sixteen,
                Color::Indexed(10),
            ),
            (Color::Rgb(120, 125, 130), Depth::Sixteen, Color::Indexed(8)),
            (Color::Indexed(16), Depth::Sixteen, Color::Indexed(0)),
            (Color::Indexed(12), Depth::Sixteen, Color::Indexed(12)),
            (Color::Indexed(208), Depth::Many, Color::Indexed(208)),
        ] {
            assert_eq!(at(from, depth), Some(to), "{from:?}");
        }
        assert_eq!(at(Color::Indexed(1), Depth::None), None);
        let most = contrast(Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255));
        assert_eq!(most.map(f64::round), Some(21.0));
    }
}
