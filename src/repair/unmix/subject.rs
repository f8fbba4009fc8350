//! What the words of a text tell of its subject: a paragraph says its nouns again, and another one does not.
//! Knows words, and nothing of line ends.

use std::collections::BTreeSet;

use crate::repair::view::{View, trim};

use super::chain::Chain;
use super::places::Cut;

/// What a word tells that the last line has in common with a column.
const SHARED: f32 = 0.6;

/// Score of a word that tells nothing of the subject: it may stand anywhere.
const ANYWHERE: f32 = -3.7;

/// Letters of a word that tell which word it is, whatever its ending.
const STEM: usize = 6;

/// Words of a last line that tell anything.
const WORDS: usize = 5;

/// What the words of the last line of a chain tell of whether it is of its column: those that only the
/// column has speak for it, those that only the others have against it.
pub fn coheres(view: &View, text: &str, cuts: &[Cut], chain: &Chain) -> f32 {
    let (Some(last), Some(own)) = (chain.cuts.last(), chain.columns.last()) else {
        return 0.0;
    };
    let tail = words(view, &text[cuts[*last].right..]);
    if tail.len() < WORDS {
        return 0.0;
    }
    let (mut its, mut others) = (BTreeSet::new(), BTreeSet::new());
    let mut start = 0;
    for (at, column) in chain.cuts.iter().zip(&chain.columns) {
        let of_line = words(view, &text[start..cuts[*at].left]);
        let all = if column == own { &mut its } else { &mut others };
        all.extend(of_line);
        start = cuts[*at].right;
    }
    tail.iter()
        .map(|word| SHARED * (its.contains(word) as i8 - others.contains(word) as i8) as f32)
        .sum()
}

/// The words of a text that tell of its subject, by their stems.
fn words(view: &View, text: &str) -> BTreeSet<String> {
    let tells = |word: &&str| {
        word.chars().count() > 3
            && !view.lexicon.is_function_word(word)
            && view
                .lexicon
                .score(word)
                .is_none_or(|score| score < ANYWHERE)
    };
    let stem = |word: &str| word.to_lowercase().chars().take(STEM).collect();
    let all = text.split_whitespace().map(trim);
    all.filter(tells).map(stem).collect()
}
