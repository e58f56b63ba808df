//! How likely each is to be among those drawn, for people to see before a draw. Nothing is drawn
//! with these numbers.
//!
//! Drawing one after another by weight comes out as if each waited at a bell that rings at random
//! with its weight as the rate, and the first to ring were drawn. With `u = e^-t`, a village of
//! weight `w` hasn't rung by then with probability `u^w`; it is among the first `n` if fewer than
//! `n` others have rung when it does: the integral of `w u^(w-1) P(fewer than n others)` for `u`
//! from 0 to 1. That is a polynomial, taken here by Simpson's rule with `u = 1 - x^4`, which puts
//! the points where a long list has its weight. Only additions, multiplications and divisions are
//! used, so it is the same everywhere; it is right to far more places than the one that is shown.

/// Intervals of the rule; even.
const STEPS: u32 = 1000;

/// The chance of each to be among `count` drawn by these weights, from 0 to 1.
pub fn chances(weights: &[u32], count: usize) -> Vec<f64> {
    let in_it = weights.iter().filter(|w| **w > 0).count();
    if count >= in_it {
        return weights
            .iter()
            .map(|w| f64::from(u8::from(*w > 0)))
            .collect();
    }
    let mut classes: Vec<(u32, usize)> = Vec::new();
    let mut sorted: Vec<u32> = weights.iter().copied().filter(|w| *w > 0).collect();
    sorted.sort_unstable();
    for weight in sorted {
        match classes.last_mut() {
            Some((last, members)) if *last == weight => *members += 1,
            _ => classes.push((weight, 1)),
        }
    }
    let mut areas = vec![0.0; classes.len()];
    for step in 0..=STEPS {
        let x = f64::from(step) / f64::from(STEPS);
        let share = match step {
            0 | STEPS => 1.0,
            step if step % 2 == 1 => 4.0,
            _ => 2.0,
        };
        let u = 1.0 - x * x * x * x;
        let slope = 4.0 * x * x * x;
        for (at, area) in areas.iter_mut().enumerate() {
            let (weight, _) = classes[at];
            let others = fewer_rung(&classes, at, u, count);
            *area += share * slope * f64::from(weight) * power(u, weight - 1) * others;
        }
    }
    let of = |weight: &u32| {
        let at = classes.iter().position(|(w, _)| w == weight);
        at.map_or(0.0, |at| areas[at] / (3.0 * f64::from(STEPS)))
    };
    weights.iter().map(of).collect()
}

/// How likely fewer than `count` of all but one of the class `but` have rung.
fn fewer_rung(classes: &[(u32, usize)], but: usize, u: f64, count: usize) -> f64 {
    // How likely exactly so many have rung; more than are asked for aren't told apart.
    let mut rung = vec![0.0; count];
    rung[0] = 1.0;
    for (at, (weight, members)) in classes.iter().enumerate() {
        let not_yet = power(u, *weight);
        for _ in 0..members - usize::from(at == but) {
            for k in (1..count).rev() {
                rung[k] = rung[k] * not_yet + rung[k - 1] * (1.0 - not_yet);
            }
            rung[0] *= not_yet;
        }
    }
    rung.iter().sum()
}

fn power(base: f64, exponent: u32) -> f64 {
    let (mut result, mut square, mut left) = (1.0, base, exponent);
    while left > 0 {
        if left % 2 == 1 {
            result *= square;
        }
        square *= square;
        left /= 2;
    }
    result
}
