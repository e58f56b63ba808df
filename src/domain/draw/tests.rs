use super::*;

/// Villages of one township; weights as they may stand.
const TOWN: [(&str, u32); 7] = [
    ("350703104201", 8),
    ("350703104202", 12),
    ("350703104203", 1),
    ("350703104204", 0),
    ("350703104205", 5),
    ("350703104206", 12),
    ("350703104207", 3),
];

fn lots(of: &[(&'static str, u32)]) -> Vec<Lot<'static>> {
    let lot = |(code, weight): &(&'static str, u32)| Lot {
        code,
        weight: *weight,
    };
    of.iter().map(lot).collect()
}

fn codes(seed: u64, count: usize, lots: &[Lot<'static>]) -> Vec<&'static str> {
    let drawn = draw(Seed(seed), count, lots);
    drawn.into_iter().map(|at| lots[at].code).collect()
}

#[test]
fn seeds_read_as_they_are_written() {
    let seed = Seed(0x7F3A_91C2_0E55_D418);
    assert_eq!(seed.to_string(), "7F3A-91C2-0E55-D418");
    for typed in [
        "7F3A-91C2-0E55-D418",
        "7f3a91c20e55d418",
        "７Ｆ３Ａ-91c2 0E55 D418",
    ] {
        assert_eq!(Seed::parse(typed), Some(seed), "{typed}");
    }
    for wrong in [
        "",
        "7F3A",
        "7F3A-91C2-0E55-D41G",
        "+F3A-91C2-0E55-D418",
        "7F3A-91C2-0E55-D4180",
    ] {
        assert_eq!(Seed::parse(wrong), None, "{wrong}");
    }
}

/// Worked out by another program in another language, written from the steps of the documentation
/// (BLAKE3 included). These lines never change.
#[test]
fn golden() {
    let golden = [
        (0x7F3A_91C2_0E55_D418, "162537"),
        (0, "726153"),
        (u64::MAX, "126753"),
    ];
    for (seed, want) in golden {
        let drawn: Vec<&str> = codes(seed, 7, &lots(&TOWN));
        let last: Vec<&str> = drawn.iter().map(|code| &code[11..]).collect();
        assert_eq!(last.join(""), want, "{}", Seed(seed));
    }
}

#[test]
fn the_order_of_the_list_and_what_cannot_be_drawn_make_no_difference() {
    let straight = lots(&TOWN);
    let mut turned = straight.clone();
    turned.reverse();
    let mut without = straight.clone();
    without.retain(|lot| lot.weight > 0);
    for seed in 0..500 {
        let drawn = codes(seed, 3, &straight);
        assert_eq!(drawn, codes(seed, 3, &turned), "{seed}");
        assert_eq!(drawn, codes(seed, 3, &without), "{seed}");
        let mut once = drawn.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), 3, "{seed}: each at most once");
        assert!(!drawn.contains(&"350703104204"), "{seed}");
        assert_eq!(
            codes(seed, 2, &straight),
            drawn[..2],
            "{seed}: fewer are the first of more"
        );
    }
    assert_eq!(
        draw(Seed(1), 9, &straight).len(),
        6,
        "no more than can be drawn"
    );
    assert_eq!(draw(Seed(1), 2, &[]), Vec::<usize>::new());
}

/// How likely each ordered pair is, by the definition: one by its share of all, the second by its
/// share of what is left.
fn pairs(weights: &[u32]) -> Vec<((usize, usize), f64)> {
    let sum: u32 = weights.iter().sum();
    let mut pairs = Vec::new();
    for (i, a) in weights.iter().enumerate() {
        for (j, b) in weights.iter().enumerate() {
            if i != j && *a > 0 && *b > 0 {
                let first = f64::from(*a) / f64::from(sum);
                pairs.push(((i, j), first * f64::from(*b) / f64::from(sum - a)));
            }
        }
    }
    pairs
}

/// Over 100,000 draws of two the pairs come as often as the weights say.
#[test]
fn draws_follow_the_weights() {
    const DRAWS: u64 = 100_000;
    let list = lots(&TOWN);
    let weights = TOWN.map(|(_, weight)| weight);
    let mut seen = std::collections::HashMap::new();
    let mut among = vec![0u32; list.len()];
    for seed in 0..DRAWS {
        let drawn = draw(Seed(seed), 2, &list);
        *seen.entry((drawn[0], drawn[1])).or_insert(0u32) += 1;
        drawn.iter().for_each(|at| among[*at] += 1);
    }
    let pairs = pairs(&weights);
    assert_eq!(pairs.len(), 30);
    let chi: f64 = pairs
        .iter()
        .map(|(pair, chance)| {
            let want = chance * 100_000.0;
            let off = f64::from(*seen.get(pair).unwrap_or(&0)) - want;
            off * off / want
        })
        .sum();
    // 29 degrees of freedom: one in a thousand lies above 58.3.
    println!("chi-square of {DRAWS} draws: {chi:.1} (29 degrees of freedom, 58.3 at 0.001)");
    assert!(chi < 58.3, "chi-square {chi}");
    for (count, chance) in among.iter().zip(chances(&weights, 2)) {
        let (want, seen) = (chance * 100_000.0, f64::from(*count));
        let spread = (want * (1.0 - chance)).sqrt();
        assert!((seen - want).abs() <= 4.0 * spread, "{seen} {want}");
    }
}

/// The chance of each to be among so many, by going through every order.
fn naive(weights: &[u32], count: usize) -> Vec<f64> {
    fn go(left: &mut Vec<u32>, count: usize, chance: f64, found: &mut [f64]) {
        let sum: u32 = left.iter().sum();
        if count == 0 || sum == 0 {
            return;
        }
        for i in 0..left.len() {
            let weight = std::mem::take(&mut left[i]);
            if weight > 0 {
                let chance = chance * f64::from(weight) / f64::from(sum);
                found[i] += chance;
                go(left, count - 1, chance, found);
            }
            left[i] = weight;
        }
    }
    let mut found = vec![0.0; weights.len()];
    go(&mut weights.to_vec(), count, 1.0, &mut found);
    found
}

#[test]
fn chances_are_those_of_going_through_every_order() {
    let cases: [(&[u32], usize); 6] = [
        (&[8, 12, 1, 0, 5, 12, 3], 1),
        (&[8, 12, 1, 0, 5, 12, 3], 2),
        (&[8, 12, 1, 0, 5, 12, 3], 4),
        (&[1, 120, 7, 7, 2], 3),
        (&[1, 1, 1, 1], 2),
        (&[3, 0, 2], 2),
    ];
    for (weights, count) in cases {
        let (got, want) = (chances(weights, count), naive(weights, count));
        for (got, want) in got.iter().zip(&want) {
            assert!(
                (got - want).abs() < 1e-7,
                "{weights:?} {count}: {got} {want}"
            );
        }
    }
    // Too many to go through: they still add up to how many are drawn.
    let many: Vec<u32> = (0..800).map(|n| n % 12 + 1).collect();
    for count in [1, 4, 20] {
        let sum: f64 = chances(&many, count).iter().sum();
        let want = u32::try_from(count).map(f64::from).unwrap();
        assert!((sum - want).abs() < 1e-5, "{count}: {sum}");
    }
}

#[test]
fn a_weight_is_whole_months_since_the_last_check() {
    let day = |text| Day::parse(text, None).unwrap();
    let today = day("2026-11-23");
    for (last, want) in [
        ("2026-03-12", 8),
        ("2025-10-20", 12),
        ("2025-12-11", 11),
        ("2026-01-15", 10),
        ("2026-04-16", 7),
        ("2025-11-24", 11),
        ("2025-11-23", 12),
        ("2026-11-23", 1),
        ("2026-10-23", 1),
        ("2026-09-23", 2),
        ("2026-12-30", 1),
    ] {
        assert_eq!(weight(Some(day(last)), today, MOST), want, "{last}");
    }
    assert_eq!(weight(None, today, MOST), 12, "never checked");
    assert_eq!(weight(None, today, 24), 24);
    assert_eq!(weight(Some(day("2026-03-12")), today, 1), 1, "all alike");
    assert_eq!(weight(Some(day("2019-03-12")), today, 24), 24);
}

#[test]
fn periods() {
    let day = |text| Day::parse(text, None).unwrap();
    assert_eq!(Period::quarter_of(day("2026-11-23")).to_string(), "2026-Q4");
    assert_eq!(Period::quarter_of(day("2026-03-31")).to_string(), "2026-Q1");
    for (text, first, last) in [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-q4", "2026-10-01", "2026-12-31"),
        ("2026-2", "2026-02-01", "2026-02-28"),
    ] {
        let period = Period::parse(text).unwrap();
        assert_eq!(
            (period.first(), period.last()),
            (Some(day(first)), Some(day(last))),
            "{text}"
        );
        assert_eq!(Period::parse(&period.to_string()), Some(period));
    }
    for wrong in [
        "",
        "26",
        "2026-Q5",
        "2026-Q0",
        "2026-13",
        "2026-",
        "2026-11-23",
        "Q4",
    ] {
        assert_eq!(Period::parse(wrong), None, "{wrong}");
    }
    let period = |text| Period::parse(text).unwrap();
    assert!(period("2026-11").overlaps(period("2026-Q4")));
    assert!(period("2026").overlaps(period("2026-01")));
    assert!(!period("2026-Q3").overlaps(period("2026-Q4")));
}

#[test]
fn a_record_of_a_draw_does_it_again() {
    let candidate = |n: u128, code: &str, weight, excluded: &str| Candidate {
        village: Id::parse(&format!("{:032x}", n)).unwrap_or_default(),
        code: code.into(),
        weight,
        excluded: excluded.into(),
        ..Candidate::default()
    };
    let mut record = Draw {
        count: Some(2),
        seed: "7F3A-91C2-0E55-D418".into(),
        algorithm: ALGORITHM.into(),
        candidates: TOWN
            .iter()
            .enumerate()
            .map(|(n, (code, weight))| candidate(n as u128, code, *weight, ""))
            .collect(),
        ..Draw::default()
    };
    assert_eq!(record.again().len(), 2);
    let first = record.again()[0];
    for c in &mut record.candidates {
        if c.village == first {
            c.excluded = "上次整改还没完".into();
        }
    }
    assert!(
        !record.again().contains(&first),
        "what is left out can't be drawn"
    );
    record.algorithm = "tongdu-draw-2".into();
    assert_eq!(
        record.again(),
        Vec::<Id>::new(),
        "another algorithm isn't guessed at"
    );
}
