//! Whether a short block is a heading or a piece of a sentence.
//!
//! Weighs the block's own words against what stands before and after it; knows nothing of the rest
//! of the page. The weights are small whole numbers of halves, set by hand and tested by examples.

use super::edges::{Begin, End, begins, ends};
use super::words::{Words, bare};
use crate::model::SplitWords as _;

/// The longest heading in words.
const MAX_WORDS: usize = 20;
/// The longest heading in characters.
const MAX_CHARS: usize = 150;
/// The longest subhead in words.
pub(super) const MAX_SUBHEAD_WORDS: usize = 9;

/// Whether a block has the shape of a heading at all: short, few lines, not cut at its edges.
pub(super) fn is_shaped(text: &str) -> bool {
    // Four bytes a character at the most: what is longer is too long, whatever the script.
    if text.len() > MAX_CHARS * 4 {
        return false;
    }
    let words = text.split_words().count();
    let shape = (1..=MAX_WORDS).contains(&words)
        && text.chars().count() <= MAX_CHARS
        && text.lines().count() <= 5
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    let begin = begins(text);
    let starts = matches!(begin, Begin::Upper | Begin::Digit | Begin::Uncased) || is_camel(text);
    let stop = match ends(text) {
        End::Open => true,
        End::Stop => {
            text.trim_end().ends_with(['?', '!', '…']) || is_question(text) || is_capitals(text)
        }
        End::Empty | End::Hyphen | End::Comma | End::Dash | End::Colon => false,
    };
    shape && starts && stop
}

/// "iPhone Sales Fall": a small letter before a capital.
fn is_camel(text: &str) -> bool {
    let mut chars = text.chars();
    matches!((chars.next(), chars.next()), (Some(a), Some(b)) if a.is_lowercase() && b.is_uppercase())
}

fn is_question(text: &str) -> bool {
    text.trim_end_matches(super::edges::is_closer)
        .ends_with(['?', '!'])
}

/// Whether a text is in capitals.
pub(super) fn is_capitals(text: &str) -> bool {
    // Running text shows a small letter at once.
    let start = text.chars().filter(|c| c.is_alphabetic()).take(64);
    let small = start.filter(|c| c.is_lowercase()).count();
    if small > 32 {
        return false;
    }
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    let lower = text.chars().filter(|c| c.is_lowercase()).count();
    upper >= 3 && lower * 8 <= upper
}

/// Whether the words of a text are capitalised as in an English title; small words do not count.
pub(super) fn is_title_case(text: &str, words: &Words) -> bool {
    let mut upper = 0;
    let mut all = 0;
    for word in text.split_words().map(bare) {
        let Some(first) = word.chars().next().filter(|c| c.is_alphabetic()) else {
            continue;
        };
        if first.is_lowercase() && words.is_small(word) {
            continue;
        }
        all += 1;
        upper += usize::from(first.is_uppercase());
    }
    all >= 2 && upper * 10 >= all * 9
}

/// How much a short block looks like a piece cut from a sentence, in halves of a point: 0 or less
/// is a heading, 2 leaves doubt, 4 and more is a fragment. `next` is the text that follows.
///
/// Weighs small words at the edges of the cut (a heading ends in a word of meaning, a line of text
/// often does not), a small letter in the next block, verbs and articles inside, capitals.
pub fn fragment_score(text: &str, next: Option<&str>, words: &Words) -> i32 {
    let tokens: Vec<&str> = text.split_words().collect();
    let lower: Vec<String> = tokens.iter().map(|t| bare(t).to_lowercase()).collect();
    let next_lower = next.is_some_and(|n| begins(n) == Begin::Lower);
    let mut score = 0;
    if is_capitals(text) {
        return -6;
    }
    let title = is_title_case(text, words);
    // A name is in title case, too; before a small letter it proves nothing.
    if title && tokens.len() >= 3 && !next_lower {
        score -= 4;
    }
    let (Some(first), Some(last)) = (lower.first(), lower.last()) else {
        return 0;
    };
    // "How it was found": a clause, but no line of running text that a capital could follow.
    let asks = words.has("question", first);
    let last_joins = ["article", "preposition", "conjunction"]
        .iter()
        .any(|list| words.has(list, last));
    if asks && !next_lower && !last_joins {
        score -= 4;
    }
    if words.is_small(first) && !title {
        score += 2;
    }
    let last_is_small = tokens
        .last()
        .is_some_and(|t| bare(t).chars().next().is_some_and(char::is_lowercase));
    if last_is_small && (last_joins || words.has("verb", last)) {
        score += 4;
    } else if last_is_small && words.has("pronoun", last) && !asks {
        // "How to get there" is whole.
        score += 2;
    }
    for (token, word) in tokens
        .iter()
        .zip(&lower)
        .skip(1)
        .take(tokens.len().saturating_sub(2))
    {
        if bare(token) != word {
            // A name within sentence case, before a small letter.
            score += i32::from(next_lower && !title);
        } else if words.has("verb", word) || words.has("pronoun", word) {
            score += 2;
        } else if words.has("article", word) {
            score += 1;
        }
        score += i32::from(token.ends_with(','));
    }
    if next_lower {
        score += 2 + i32::from(title);
        let next_word = next.and_then(|n| n.split_words().next()).map_or("", bare);
        if words.has("conjunction", next_word) || words.has("preposition", next_word) {
            score += 3;
        }
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::words::of_page;

    #[test]
    fn headings_and_fragments() {
        let english = of_page(std::iter::once(
            "the mayor said that it was in the town and of the",
        ));
        for (text, next, heading) in [
            ("Harbour Bridge Shut for a Year", "The council", true),
            ("A long wait", "Nobody", true),
            ("Hope for the future", "Nobody", true),
            ("Waiting to cross again", "is the hope", true),
            ("The new harbour master", "said on Monday", false),
            ("According to figures from Dover", "and Calais", false),
            ("The port has opened a quay in", "recent years", false),
            ("Mayor Ann Lee of Dover", "told reporters", false),
            ("It is the first of", "Dover", false),
            ("FERRY SINKS OFF DOVER", "and", true),
            ("How it was found", "Nobody", true),
            ("How to get there", "can be reached", true),
            ("How the town of", "Dover", false),
            ("How to find it", "Look", true),
            ("The man who", "Dover", false),
        ] {
            let score = fragment_score(text, Some(next), english);
            assert_eq!(score <= 2, heading, "{text}: {score}");
        }
    }

    #[test]
    fn shapes() {
        assert!(is_shaped("Who Pays for the Bridge?"));
        assert!(is_shaped("'Harbour Fever' Grips the Town"));
        assert!(is_shaped("THE LOSS OF THE FERRY."));
        assert!(!is_shaped("The ferry sank."));
        assert!(!is_shaped("and terms of the deal"));
        assert!(!is_shaped("If it rains,"));
        assert!(!is_shaped("a high-quality devel-"));
        assert!(!is_shaped("42"));
    }
}
