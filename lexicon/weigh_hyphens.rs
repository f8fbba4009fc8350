//! Finds the weights in src/lexicon/hyphen.rs from running text without line-end hyphens.
//!
//! ```text
//! cargo run --release --example weigh_hyphens -- TEXT.txt target/lexicon/strange-names.txt
//! ```
//!
//! TEXT holds one paragraph a line; the names, which `lexicon/build.py` writes, are ones that the
//! lexicon lacks, as the names in a newspaper often are. Every place where a line could end is one sample: a word at each of
//! its hyphenation points (soft), a word written with hyphens at each of them (hard). Compounds
//! that the lexicon has only from running text count as unknown here, since that text may be this one.
//! Trains on the odd paragraphs, prints the weights and what they do on the even ones.

use std::error::Error;

use hypher::Lang;
use reglet::lexicon::{HyphenSigns, Language, Lexicon, SIGNS};

/// The share of hard hyphens among line-end hyphens the weights are made for.
const HARD_SHARE: f64 = 0.05;
/// Where `hyphen_signs` has the compound table's answer.
const COMPOUND: usize = 13;

/// The share of soft line ends that fall in a name nobody has heard of.
const STRANGE_SHARE: f64 = 0.02;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Hard,
    Soft,
    Strange,
}

struct Sample {
    text: String,
    signs: HyphenSigns,
    kind: Kind,
    even: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments
        .next()
        .ok_or("name a text, one paragraph a line")?;
    let text = std::fs::read_to_string(path)?;
    let english = Lexicon::of(Language::English);
    let mut samples = Vec::new();
    for (at, paragraph) in text.lines().enumerate() {
        for token in paragraph.split_whitespace() {
            let token = token.trim_matches(|c: char| !c.is_alphanumeric());
            if token.contains("--")
                || !token
                    .chars()
                    .all(|c| c.is_alphanumeric() || "-'’".contains(c))
            {
                continue;
            }
            for (left, right, hard) in line_ends(token, english) {
                let mut signs = english.hyphen_signs(left, right);
                if hard
                    && english
                        .compound(token)
                        .is_some_and(|compound| !compound.in_dictionary)
                {
                    signs[COMPOUND] = 0.0;
                }
                samples.push(Sample {
                    text: format!("{left}-{right}"),
                    signs,
                    kind: if hard { Kind::Hard } else { Kind::Soft },
                    even: at % 2 == 0,
                });
            }
        }
    }
    let names = std::fs::read_to_string(arguments.next().ok_or("name a list of strange names")?)?;
    for (at, name) in names.lines().enumerate() {
        for (left, right, _) in line_ends(name, english) {
            let signs = english.hyphen_signs(left, right);
            samples.push(Sample {
                text: format!("{left}-{right}"),
                signs,
                kind: Kind::Strange,
                even: at % 2 == 0,
            });
        }
    }
    let weights = weigh(&samples);
    println!("const WEIGHTS: HyphenSigns = {weights:.3?};");
    report(&samples, &weights);
    Ok(())
}

/// The places where a token could be broken at a hyphen: its own hyphens, else its syllables.
fn line_ends<'a>(token: &'a str, english: &Lexicon) -> Vec<(&'a str, &'a str, bool)> {
    if token.contains('-') {
        // A lone function word beside a hyphen is a dash that lost its blanks.
        let loose = token
            .split('-')
            .any(|part| part.is_empty() || matches!(part, "that" | "the" | "and" | "a" | "it"));
        return match loose && english.compound(token).is_none() {
            true => Vec::new(),
            false => token
                .match_indices('-')
                .map(|(at, _)| (&token[..at], &token[at + 1..], true))
                .collect(),
        };
    }
    if token.len() < 5 || !token.is_ascii() || token.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let mut at = 0;
    let mut ends = Vec::new();
    for syllable in hypher::hyphenate(token, Lang::English) {
        at += syllable.len();
        if at >= 2 && token.len() - at >= 2 {
            ends.push((&token[..at], &token[at..], false));
        }
    }
    ends
}

/// Logistic regression by gradient descent, hard and soft samples weighted to `HARD_SHARE`.
fn weigh(samples: &[Sample]) -> [f64; SIGNS] {
    let train: Vec<_> = samples.iter().filter(|sample| !sample.even).collect();
    let count = |kind| train.iter().filter(|sample| sample.kind == kind).count() as f64;
    let (hard, soft, strange) = (count(Kind::Hard), count(Kind::Soft), count(Kind::Strange));
    let mut weights = [0.0_f64; SIGNS];
    let mut speed = [0.0_f64; SIGNS];
    for _ in 0..1500 {
        let mut slope = [0.0_f64; SIGNS];
        for sample in &train {
            let share = match sample.kind {
                Kind::Hard => HARD_SHARE / hard,
                Kind::Soft => (1.0 - HARD_SHARE) * (1.0 - STRANGE_SHARE) / soft,
                Kind::Strange => (1.0 - HARD_SHARE) * STRANGE_SHARE / strange,
            };
            let truth = f64::from(u8::from(sample.kind == Kind::Hard));
            let miss = share * (chance(&sample.signs, &weights) - truth);
            for (slope, sign) in slope.iter_mut().zip(sample.signs) {
                *slope += miss * f64::from(sign);
            }
        }
        for at in 0..SIGNS {
            speed[at] = 0.95 * speed[at] - 2.0 * (slope[at] + 2e-5 * weights[at]);
            weights[at] += speed[at];
        }
    }
    weights
}

fn chance(signs: &HyphenSigns, weights: &[f64; SIGNS]) -> f64 {
    let sum: f64 = signs
        .iter()
        .zip(weights)
        .map(|(sign, weight)| f64::from(*sign) * weight)
        .sum();
    1.0 / (1.0 + (-sum).exp())
}

fn report(samples: &[Sample], weights: &[f64; SIGNS]) {
    for (kind, name) in [
        (Kind::Hard, "hard"),
        (Kind::Soft, "soft"),
        (Kind::Strange, "strange names"),
    ] {
        let of: Vec<_> = samples
            .iter()
            .filter(|sample| sample.even && sample.kind == kind)
            .collect();
        let wrong: Vec<_> = of
            .iter()
            .filter(|sample| (chance(&sample.signs, weights) > 0.5) != (kind == Kind::Hard))
            .collect();
        let right = 100.0 * (1.0 - wrong.len() as f64 / of.len() as f64);
        println!(
            "{name}: {} of {} right, {right:.2} %",
            of.len() - wrong.len(),
            of.len()
        );
        for sample in wrong.iter().step_by(wrong.len() / 40 + 1) {
            println!("    {} {:.2}", sample.text, chance(&sample.signs, weights));
        }
    }
}
