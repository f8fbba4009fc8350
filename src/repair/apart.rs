//! The words that run together in one string. Knows words and pairs; what is done about it is decided
//! elsewhere. English alone has the pairs and classes that tell.

use crate::lexicon::{Language, Lexicon};

/// Words that run together.
#[derive(Debug, PartialEq)]
pub struct Apart<'a> {
    /// The words.
    pub words: Vec<&'a str>,
    /// log10 of how likely they stand one behind the other.
    pub score: f32,
    /// Whether every two neighbours are known to stand together often.
    pub is_counted: bool,
}

/// The score of a word that may be one of several.
const PART: f32 = -4.5;
/// The score of a pair that proves itself.
const PAIR: f32 = -5.5;
/// Letters of the longest word that is looked for, and of the longest string.
const WORD: usize = 14;
const STRING: usize = 40;

/// The likeliest words that a string of small letters a to z is made of.
pub fn apart<'a>(lexicon: &Lexicon, string: &'a str) -> Option<Apart<'a>> {
    let letters = string.bytes().all(|byte| byte.is_ascii_lowercase());
    if lexicon.language() != Language::English || !letters || string.len() > STRING {
        return None;
    }
    // The best way to each place: its score, where its last word begins, and whether all pairs are counted.
    let mut best: Vec<Option<(f32, usize, bool)>> = vec![None; string.len() + 1];
    best[0] = Some((0.0, 0, true));
    for end in 1..=string.len() {
        for start in end.saturating_sub(WORD)..end {
            let Some((so_far, before, counted)) = best[start] else {
                continue;
            };
            let word = &string[start..end];
            if word.len() == 1 && word != "a" {
                continue;
            }
            let found = lexicon
                .look(word)
                .filter(|found| found.is_word() && found.score() > PART && !found.is_short_form());
            let Some(found) = found else { continue };
            let (step, counted) = match &string[before..start] {
                "" => (0.0, true),
                last => match lexicon.pair(last, word) {
                    Some(pair) if pair > PAIR => {
                        let apart = found.score() + lexicon.score(last).unwrap_or(0.0);
                        (pair - apart, counted)
                    }
                    _ => {
                        let joint = lexicon.joint(&lexicon.ending(last), &lexicon.opening(word));
                        (joint.min(0.0), false)
                    }
                },
            };
            let score = so_far + found.score() + step;
            let better = |(other, _, sure): (f32, usize, bool)| match counted == sure {
                true => score > other,
                false => counted,
            };
            if best[end].is_none_or(better) {
                best[end] = Some((score, start, counted));
            }
        }
    }
    let (score, _, is_counted) = best[string.len()]?;
    let mut words = Vec::new();
    let mut end = string.len();
    while end > 0 {
        let (_, start, _) = best[end]?;
        words.push(&string[start..end]);
        end = start;
    }
    words.reverse();
    (words.len() > 1).then_some(Apart {
        words,
        score,
        is_counted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_by_those_that_stand_together() {
        let english = Lexicon::of(Language::English);
        let words = |string| apart(english, string).map(|apart| apart.words.join(" "));
        assert_eq!(words("ofthe").as_deref(), Some("of the"));
        assert_eq!(
            words("hiswatchandabout").as_deref(),
            Some("his watch and about")
        );
        assert_eq!(words("qxzvkj"), None);
        assert!(apart(english, "inthe").is_some_and(|apart| apart.is_counted));
        assert_eq!(apart(Lexicon::of(Language::German), "inthe"), None);
    }
}
