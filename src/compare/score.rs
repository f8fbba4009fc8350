//! How far a text is from a reference: character and word error rate, exact paragraphs.
//!
//! Knows edit distances and what they leave out. All texts are taken with white space folded, so
//! that a paragraph boundary is a space: paragraphs have their own figure.

use std::ops::Range;

use rapidfuzz::distance::levenshtein;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::align::hunks;
use super::token::{Token, Words};
use super::{Kind, compare};

/// The most characters of either text for which the character error rate is exact; beyond, it is a
/// bound from above, and says so.
pub const EXACT: usize = 200_000;

/// A rate, and whether it is the exact one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Errors by the length of the reference: 0 is perfect, and more than 1 is possible.
    pub rate: f64,
    /// Insertions, deletions and substitutions (Levenshtein).
    pub errors: usize,
    /// Length of the reference.
    pub of: usize,
    /// `false`: at most this; the exact figure may be smaller.
    pub exact: bool,
}

/// How far a text is from a reference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Character error rate: code points, white space folded. What jiwer calls `cer`; one minus it
    /// is the character accuracy of the ISRI tools.
    pub cer: Figure,
    /// Word error rate: words parted by white space. What jiwer calls `wer`.
    pub wer: Figure,
    /// Share of the words of the reference that are found, in order: the longest common
    /// subsequence. The word accuracy of the ISRI tools.
    pub word_accuracy: f64,
    /// Character error rate with every block that moved put back first: each is one of `moves`,
    /// and its letters are no errors.
    pub cer_moves_apart: Figure,
    /// Stretches that stand elsewhere than in the reference.
    pub moves: usize,
    /// Share of paragraphs that are exactly right: harmonic mean of precision and recall.
    pub paragraph_f1: f64,
}

/// How far `text` is from `reference`.
pub fn score(reference: &str, text: &str) -> Scores {
    let mut words = Words::default();
    let flat = |tokens: Vec<Token>| -> Vec<Token> {
        tokens
            .into_iter()
            .filter(|token| !token.is_break())
            .collect()
    };
    let one = flat(words.tokens(reference));
    let two = flat(words.tokens(text));
    let (moves, put_back) = put_back(reference, text);
    let (one_line, other_line) = (folded(reference), folded(text));
    Scores {
        cer: characters(&one_line, &other_line),
        wer: by_words(&one_line, &other_line),
        word_accuracy: {
            let kept = common(&one, &two, words.count());
            if one.is_empty() {
                1.0
            } else {
                kept as f64 / one.len() as f64
            }
        },
        cer_moves_apart: characters(&one_line, &folded(&put_back)),
        moves,
        paragraph_f1: paragraphs(reference, text),
    }
}

/// White space folded; a line end after a hyphen that hangs on its word is none.
fn folded(text: &str) -> String {
    let mut words = Words::default();
    let mut line = String::with_capacity(text.len());
    let mut last = 0;
    for token in words.tokens(text).iter().filter(|token| !token.is_break()) {
        if !line.is_empty() && text[last..token.start as usize].contains(char::is_whitespace) {
            line.push(' ');
        }
        line.extend(
            text[token.range()]
                .chars()
                .filter(|letter| !letter.is_whitespace()),
        );
        last = token.end as usize;
    }
    line
}

fn figure(errors: usize, of: usize, exact: bool) -> Figure {
    let rate = match of {
        0 if errors == 0 => 0.0,
        // What jiwer says of an empty reference: every letter is one too many.
        0 => errors as f64,
        _ => errors as f64 / of as f64,
    };
    Figure {
        rate,
        errors,
        of,
        exact,
    }
}

fn characters(reference: &str, text: &str) -> Figure {
    let length = reference.chars().count();
    let bound = bound(reference, text);
    if length.max(text.len()) > EXACT {
        // No error at all is no bound.
        return figure(bound, length, bound == 0);
    }
    let known = levenshtein::Args::default().score_hint(bound);
    let errors = levenshtein::distance_with_args(reference.chars(), text.chars(), &known);
    figure(errors, length, true)
}

fn by_words(reference: &str, text: &str) -> Figure {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut number = |word| {
        let next = numbers.len() as u32;
        *numbers.entry(word).or_insert(next)
    };
    let one: Vec<u32> = reference
        .split(' ')
        .filter(|w| !w.is_empty())
        .map(&mut number)
        .collect();
    let two: Vec<u32> = text
        .split(' ')
        .filter(|w| !w.is_empty())
        .map(&mut number)
        .collect();
    if one.len().max(two.len()) > EXACT {
        let tokens = |ids: &[u32]| -> Vec<Token> {
            ids.iter()
                .map(|id| Token {
                    start: 0,
                    end: 0,
                    id: id + 1,
                })
                .collect()
        };
        let found = hunks(&tokens(&one), &tokens(&two), numbers.len() as u32 + 1);
        let errors = found
            .iter()
            .map(|hunk| hunk.before.len().max(hunk.after.len()))
            .sum();
        return figure(errors, one.len(), errors == 0);
    }
    let errors = levenshtein::distance(one.iter().copied(), two.iter().copied());
    figure(errors, one.len(), true)
}

/// Errors of a way from one text to the other: distances inside the stretches that differ. Never
/// fewer than the least number.
fn bound(reference: &str, text: &str) -> usize {
    let mut words = Words::default();
    let one = words.tokens(reference);
    let two = words.tokens(text);
    let stretch = |tokens: &[Token], range: &Range<usize>, len: usize| {
        // With the white space before it, which it brings along.
        let start = range
            .start
            .checked_sub(1)
            .map_or(0, |at| tokens[at].end as usize);
        let end = if range.end == tokens.len() {
            len
        } else {
            range
                .end
                .checked_sub(1)
                .map_or(0, |at| tokens[at].end as usize)
        };
        start..end.max(start)
    };
    hunks(&one, &two, words.count())
        .iter()
        .map(|hunk| {
            let a = &reference[stretch(&one, &hunk.before, reference.len())];
            let b = &text[stretch(&two, &hunk.after, text.len())];
            // Long stretches that have nothing to do with each other cost their length.
            if a.len().max(b.len()) > 20_000 {
                a.chars().count().max(b.chars().count())
            } else {
                levenshtein::distance(a.chars(), b.chars())
            }
        })
        .sum()
}

/// Words of the longest common subsequence.
fn common(one: &[Token], two: &[Token], count: u32) -> usize {
    if one.len().max(two.len()) <= EXACT / 4 {
        let ids = |tokens: &[Token]| tokens.iter().map(|token| token.id).collect::<Vec<_>>();
        return rapidfuzz::distance::lcs_seq::similarity(ids(one), ids(two));
    }
    let gone: usize = hunks(one, two, count)
        .iter()
        .map(|hunk| hunk.before.len())
        .sum();
    one.len() - gone
}

/// How many stretches moved, and the text with each of them back in its place.
fn put_back(reference: &str, text: &str) -> (usize, String) {
    let comparison = compare(reference, text);
    let moved: Vec<_> = comparison
        .changes
        .iter()
        .filter(|change| {
            matches!(change.kind, Kind::Moved | Kind::Unmixed) && !change.after.is_empty()
        })
        .collect();
    if moved.is_empty() {
        return (0, text.to_owned());
    }
    // A stretch is cut where it stands, and put where the reference has it: behind the word of the
    // text that stands for the one before it there.
    let mut words = Words::default();
    let one = words.tokens(reference);
    let two = words.tokens(text);
    let found = hunks(&one, &two, words.count());
    let mut cuts: Vec<Range<usize>> = moved.iter().map(|change| change.after.clone()).collect();
    cuts.sort_by_key(|cut| cut.start);
    let mut puts: Vec<(usize, Range<usize>)> = Vec::new();
    for change in &moved {
        let first = one.partition_point(|token| (token.start as usize) < change.before.start);
        let at = found.partition_point(|hunk| hunk.before.start <= first);
        let place = match at.checked_sub(1).map(|at| &found[at]) {
            Some(hunk) if hunk.before.end > first => hunk.after.start,
            Some(hunk) => hunk.after.end + (first - hunk.before.end),
            None => first,
        };
        let byte = place
            .checked_sub(1)
            .and_then(|at| two.get(at))
            .map_or(0, |token| token.end as usize);
        puts.push((byte, change.after.clone()));
    }
    puts.sort_by_key(|(byte, range)| (*byte, range.start));
    let mut out = String::with_capacity(text.len() + puts.len());
    let mut puts = puts.into_iter().peekable();
    let mut cuts = cuts.into_iter().peekable();
    let mut at = 0;
    loop {
        let next_put = puts.peek().map(|(byte, _)| (*byte).max(at));
        let next_cut = cuts.peek().map(|cut| cut.start.max(at));
        match (next_put, next_cut) {
            (Some(put), cut) if cut.is_none_or(|cut| put <= cut) => {
                out.push_str(&text[at..put]);
                at = put;
                if let Some((_, range)) = puts.next() {
                    out.push(' ');
                    out.push_str(&text[range]);
                    out.push(' ');
                }
            }
            (_, Some(cut)) => {
                out.push_str(&text[at..cut]);
                at = cuts.next().map_or(cut, |range| range.end.max(cut));
            }
            _ => break,
        }
    }
    out.push_str(&text[at..]);
    (moved.len(), out)
}

fn paragraphs(reference: &str, text: &str) -> f64 {
    let blocks = |text: &str| -> FxHashMap<String, usize> {
        let mut words = Words::default();
        let tokens = words.tokens(text);
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        for block in tokens.split(Token::is_break) {
            if let (Some(first), Some(last)) = (block.first(), block.last()) {
                let block = folded(&text[first.start as usize..last.end as usize]);
                *counts.entry(block).or_default() += 1;
            }
        }
        counts
    };
    let (one, two) = (blocks(reference), blocks(text));
    let (all, got): (usize, usize) = (one.values().sum(), two.values().sum());
    if all + got == 0 {
        return 1.0;
    }
    let right: usize = one
        .iter()
        .map(|(block, count)| (*count).min(two.get(block).copied().unwrap_or(0)))
        .sum();
    2.0 * right as f64 / (all + got) as f64
}
