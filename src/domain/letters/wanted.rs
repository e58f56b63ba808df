//! What is looked for, made ready for a hundred thousand names: for each character that occurs,
//! which of the typed letters it may take up, worked out once a key and looked up for each name.
//!
//! A place is between two typed characters; sets of places are the bits of a number, so at most 63
//! characters can be looked for.

use super::name::{Alphabet, Letter, folded};
use super::readings;
use super::slips;

/// The most characters that are looked for at once.
const MOST: usize = 63;
/// With fewer letters, one of them wrong leaves too little to go by.
const FEWEST_FOR_A_TYPO: usize = 4;

/// Which places a character leads to from one place, by what it takes to get there.
#[derive(Clone, Copy, Default)]
pub(super) struct Step {
    /// The character itself or its syllable; at the end, the beginning of it.
    pub(super) whole: u64,
    /// An initial too.
    pub(super) initial: u64,
    /// Its syllable by any of its readings.
    pub(super) reading: u64,
    /// Its syllable, with an accent.
    pub(super) accent: u64,
    /// All of these, and initials with an accent.
    pub(super) any: u64,
    /// One letter off.
    pub(super) typo: u64,
}

/// What is looked for.
pub struct Wanted {
    pub(super) tokens: Vec<char>,
    /// For each character of the alphabet, where its steps begin; 0 where it takes nothing up.
    pub(super) rows: Vec<u32>,
    /// The steps of one character after the other, one for each place.
    pub(super) steps: Vec<Step>,
    /// The same, anything allowed: most names are passed over on this alone.
    pub(super) loose: Vec<u64>,
    /// For each character, where it or one that sounds alike was typed; only for characters.
    pub(super) alike: Vec<(u64, u64)>,
}

impl Wanted {
    /// Makes ready what was typed. Nothing for what no text can hold: blank, or too long.
    pub fn new(typed: &str, alphabet: &Alphabet) -> Option<Self> {
        let tokens: Vec<char> = typed.chars().filter_map(folded).collect();
        if tokens.is_empty() || tokens.len() > MOST {
            return None;
        }
        let mut wanted = Self {
            rows: vec![0; alphabet.len()],
            steps: vec![Step::default(); tokens.len()],
            loose: vec![0; tokens.len()],
            alike: Vec::new(),
            tokens,
        };
        let syllables = wanted.syllables();
        for (number, letter) in alphabet.letters().iter().enumerate() {
            wanted.add(number, letter, &syllables);
        }
        if wanted.characters() && wanted.tokens.len() > 1 {
            wanted.alike(alphabet);
        }
        Some(wanted)
    }

    /// Whether only characters were typed, no letters.
    pub(super) fn characters(&self) -> bool {
        !self.tokens.iter().any(char::is_ascii_alphabetic)
    }

    /// The steps of each syllable, place by place; none for syllables that take nothing up.
    fn syllables(&self) -> Vec<Option<Box<[Step]>>> {
        let len = self.tokens.len();
        let bytes: Vec<u8> = self
            .tokens
            .iter()
            .map(|c| u8::try_from(*c).unwrap_or(0))
            .collect();
        let letters = bytes.iter().filter(|b| b.is_ascii_alphabetic()).count();
        let typos = letters >= FEWEST_FOR_A_TYPO;
        let mut all = Vec::with_capacity(readings::count());
        for syllable in readings::all() {
            let syllable = syllable.as_bytes();
            let mut steps: Option<Box<[Step]>> = None;
            for place in 0..len {
                let step = step(syllable, &bytes, place, typos);
                if step.any | step.typo != 0 {
                    steps.get_or_insert_with(|| vec![Step::default(); len].into())[place] = step;
                }
            }
            all.push(steps);
        }
        all
    }

    fn add(&mut self, number: usize, letter: &Letter, syllables: &[Option<Box<[Step]>>]) {
        let of = |s: &readings::Syllable| syllables.get(usize::from(*s))?.as_deref();
        let spelled = letter.usual.iter().chain(&letter.other);
        if !self.tokens.contains(&letter.c) && spelled.clone().all(|s| of(s).is_none()) {
            return;
        }
        let len = self.tokens.len();
        let row = self.steps.len() / len;
        self.rows[number] = u32::try_from(row).unwrap_or(0);
        for place in 0..len {
            let mut sum = Step::default();
            for step in letter
                .usual
                .iter()
                .filter_map(of)
                .map(|steps| &steps[place])
            {
                sum.whole |= step.whole;
                sum.initial |= step.initial;
                sum.accent |= step.accent;
                sum.typo |= step.typo;
            }
            for step in spelled.clone().filter_map(of).map(|steps| &steps[place]) {
                sum.reading |= step.whole;
                sum.any |= step.any;
            }
            if self.tokens[place] == letter.c {
                sum.whole |= 1 << (place + 1);
            }
            for wider in [&mut sum.initial, &mut sum.reading, &mut sum.accent] {
                *wider |= sum.whole;
            }
            sum.any |= sum.initial | sum.reading | sum.accent;
            self.loose.push(sum.any | sum.typo);
            self.steps.push(sum);
        }
    }

    /// Where each character, or one that sounds alike, was typed.
    fn alike(&mut self, alphabet: &Alphabet) {
        let sounds: Vec<String> = readings::all().map(slips::sound).collect();
        let sound = |s: &readings::Syllable| sounds[usize::from(*s)].as_str();
        // By usual readings: by unusual ones half the characters sound alike.
        let typed: Vec<Option<&str>> = self
            .tokens
            .iter()
            .map(|c| readings::of(*c).first().map(sound))
            .collect();
        let of = |letter: &Letter| {
            let (mut same, mut alike) = (0, 0);
            for (place, c) in self.tokens.iter().enumerate() {
                let mut usual = letter.usual.iter().map(sound);
                if *c == letter.c {
                    same |= 1 << place;
                } else if usual.any(|s| typed[place] == Some(s)) {
                    alike |= 1 << place;
                }
            }
            (same, alike)
        };
        self.alike = alphabet.letters().iter().map(of).collect();
    }
}

/// What a syllable takes up from a place on.
fn step(syllable: &[u8], typed: &[u8], place: usize, typos: bool) -> Step {
    let rest = &typed[place..];
    let mut step = Step {
        whole: whole(syllable, rest, place),
        ..Step::default()
    };
    step.initial = step.whole | initial(syllable, rest, place);
    step.accent = step.whole;
    step.any = step.initial;
    for other in accents_of(syllable) {
        step.accent |= whole(other, rest, place);
        step.any |= initial(other, rest, place);
    }
    step.any |= step.accent;
    if typos {
        let len = syllable.len();
        for taken in len.saturating_sub(1).max(1)..=(len + 1).min(rest.len()) {
            let letters = &rest[..taken];
            // Inside a name, its first letter may be the one that is missing.
            let headless = place > 0 && len > 1 && syllable[1..] == *letters;
            if headless || taken > 1 && slips::one_letter_off(syllable, letters) {
                step.typo |= 1 << (place + taken);
            }
        }
    }
    step
}

/// The other spellings of a syllable, worked out once.
fn accents_of(syllable: &[u8]) -> impl Iterator<Item = &'static [u8]> {
    use std::sync::LazyLock;
    static ACCENTS: LazyLock<std::collections::HashMap<&'static [u8], Vec<String>>> =
        LazyLock::new(|| {
            let all = readings::all();
            all.map(|s| (s.as_bytes(), slips::accents(s))).collect()
        });
    let found = ACCENTS.get(syllable).map_or(&[][..], Vec::as_slice);
    found.iter().map(String::as_bytes)
}

/// The syllable whole, or as much of it as there is at the end of what was typed.
fn whole(syllable: &[u8], rest: &[u8], place: usize) -> u64 {
    if rest.starts_with(syllable) {
        1 << (place + syllable.len())
    } else if syllable.starts_with(rest) {
        1 << (place + rest.len())
    } else {
        0
    }
}

/// Its first letter, or its initial of two.
fn initial(syllable: &[u8], rest: &[u8], place: usize) -> u64 {
    let mut places = 0;
    if syllable.first() == rest.first() {
        places |= 1 << (place + 1);
        let two = matches!(syllable, [b'z' | b'c' | b's', b'h', ..]);
        if two && rest.get(1) == Some(&b'h') {
            places |= 1 << (place + 2);
        }
    }
    places
}
