//! Text that was taken out and still stands: duplicates, and fragments of other text.
//!
//! One walk along the second text finds all of them, however many there are.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::token::Token;
use super::{Change, Kind, Sides};

/// A phrase that was taken out, to be found in what is left: its whole words, and the pieces of
/// words at either end.
struct Lost<'a> {
    change: usize,
    core: Vec<u32>,
    head: &'a str,
    tail: &'a str,
}

/// Fewer letters than this stand in many a place by chance.
const FEWEST: usize = 8;

/// Turns deletions into duplicates and un-mixed fragments where the text still stands elsewhere.
pub(super) fn find(sides: &Sides, changes: &mut [Change]) {
    let mut index: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    let mut lost: Vec<Lost> = Vec::new();
    for (number, change) in changes.iter_mut().enumerate() {
        if change.kind != Kind::Deleted {
            continue;
        }
        if is_doubled(sides, change) {
            change.kind = Kind::Duplicate;
            continue;
        }
        if let Some(phrase) = phrase(sides, number, &change.before) {
            index.entry(phrase.core[0]).or_default().push(lost.len());
            lost.push(phrase);
        }
    }
    if lost.is_empty() {
        return;
    }
    let words: Vec<Token> = sides
        .two
        .iter()
        .filter(|token| !token.is_break())
        .copied()
        .collect();
    let mut found: FxHashMap<usize, Range<usize>> = FxHashMap::default();
    for (at, word) in words.iter().enumerate() {
        for &nth in index.get(&word.id).into_iter().flatten() {
            let phrase = &lost[nth];
            if !found.contains_key(&phrase.change) && stands(sides, &words, at, phrase) {
                let end = at + phrase.core.len() - 1;
                found.insert(phrase.change, word.start as usize..words[end].end as usize);
            }
        }
    }
    for (number, place) in found {
        let change = &mut changes[number];
        let beside = place.end == change.after.start || {
            let gap = change.after.start.min(place.end)..change.after.start.max(place.start);
            sides
                .after
                .get(gap)
                .is_some_and(|gap| gap.trim().is_empty())
        };
        change.kind = if beside || is_line(sides.before, &change.before) {
            Kind::Duplicate
        } else {
            Kind::Unmixed
        };
    }
}

/// Whether all the words of a phrase stand at a place.
fn stands(sides: &Sides, words: &[Token], at: usize, phrase: &Lost) -> bool {
    let Some(here) = words.get(at..at + phrase.core.len()) else {
        return false;
    };
    if here
        .iter()
        .zip(&phrase.core)
        .any(|(word, id)| word.id != *id)
    {
        return false;
    }
    let head = phrase.head.is_empty()
        || at
            .checked_sub(1)
            .is_some_and(|at| sides.after[words[at].range()].ends_with(phrase.head));
    let tail = phrase.tail.is_empty()
        || words
            .get(at + phrase.core.len())
            .is_some_and(|word| sides.after[word.range()].starts_with(phrase.tail));
    head && tail
}

/// The phrase in a range of bytes of the first text; `None` when it is too short to prove anything.
fn phrase<'a>(sides: &Sides<'a>, change: usize, range: &Range<usize>) -> Option<Lost<'a>> {
    let first = sides
        .one
        .partition_point(|token| (token.end as usize) <= range.start);
    let last = sides
        .one
        .partition_point(|token| (token.start as usize) < range.end);
    let text: &'a str = sides.before;
    let mut phrase = Lost {
        change,
        core: Vec::new(),
        head: "",
        tail: "",
    };
    let mut letters = 0;
    for token in sides.one[first..last]
        .iter()
        .filter(|token| !token.is_break())
    {
        let (start, end) = (token.start as usize, token.end as usize);
        letters += end.min(range.end) - start.max(range.start);
        // A fragment may begin or end inside a word that was cut at the end of its line.
        if start < range.start {
            phrase.head = &text[range.start..end.min(range.end)];
        } else if end > range.end {
            phrase.tail = &text[start..range.end];
        } else {
            phrase.core.push(token.id);
        }
    }
    // The words at the ends may be pieces whose other half the copy has.
    if phrase.core.len() > 3 && phrase.head.is_empty() && phrase.tail.is_empty() {
        let own: Vec<&Token> = sides.one[first..last]
            .iter()
            .filter(|t| !t.is_break())
            .collect();
        phrase.head = &text[own[0].range()];
        phrase.tail = &text[own[own.len() - 1].range()];
        phrase.core.pop();
        phrase.core.remove(0);
    }
    (letters >= FEWEST && !phrase.core.is_empty()).then_some(phrase)
}

/// Whether a range is whole lines of its text.
fn is_line(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end_matches([' ', '\t']);
    let after = text[range.end..].trim_start_matches([' ', '\t', '\r']);
    (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'))
}

/// Whether what was taken out stands right before or right behind its place.
fn is_doubled(sides: &Sides, change: &Change) -> bool {
    let gone: Vec<&str> = sides.before[change.before.clone()]
        .split_whitespace()
        .collect();
    if gone.is_empty()
        || gone
            .iter()
            .all(|word| !word.contains(char::is_alphanumeric))
    {
        return false;
    }
    let before = sides.before[..change.before.start].split_whitespace().rev();
    let after = sides.before[change.before.end..].split_whitespace();
    before.take(gone.len()).eq(gone.iter().rev().copied())
        || after.take(gone.len()).eq(gone.iter().copied())
}
