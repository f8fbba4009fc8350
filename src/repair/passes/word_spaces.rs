#![doc = include_str!("word_spaces.md")]

use std::ops::Range;
use std::rc::Rc;

use crate::lexicon::Language;
use crate::repair::apart::apart;
use crate::repair::engine::{Action, Edit};
use crate::repair::tokens::{Soundness, Token};
use crate::repair::view::{View, trim};
use crate::repair::{Confidence, Pass};

/// The pass.
pub const PASS: Pass = Pass {
    name: "word-spaces",
    doc: include_str!("word_spaces.md"),
    is_asked_for: false,
    run,
};

/// The score (see [`Lexicon::score`](crate::lexicon::Lexicon::score)) of a word that is common enough to be
/// meant: one in a million.
const COMMON: f32 = -6.0;
/// Shortest word that may be several, and the longest that is looked at, in letters.
const RUN: Range<usize> = 5..40;

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    if view.lexicon.language() == Language::Unknown {
        return edits;
    }
    for block in view.blocks.iter().filter(|block| block.is_prose()) {
        look(view, block.text, block.range.start, &mut edits);
    }
    edits
}

/// Looks along a block that starts at `start` of the text. The end of a line is a space like any
/// other: a word that was broken there may have lost its hyphen.
fn look(view: &View, block: &str, start: usize, edits: &mut Vec<Edit>) {
    let tokens: Vec<&str> = block.split([' ', '\n']).collect();
    let at = |token: &str| start + token.as_ptr() as usize - block.as_ptr() as usize;
    let looks: Vec<Rc<Token>> = tokens.iter().map(|token| view.tokens.of(token)).collect();
    for (nth, token) in tokens.iter().enumerate() {
        // Nearly all are words beside words.
        let (known, next_known) = (&looks[nth], looks.get(nth + 1));
        let is_word =
            |token: &Token| token.small || matches!(token.word, Soundness::Sound | Soundness::Rare);
        let beside = |next: &Rc<Token>| is_word(next) && (known.small || next.small);
        if is_word(known) && next_known.is_none_or(beside) {
            continue;
        }
        let word = trim(token);
        let known_around = |at: Option<usize>| {
            let word = at
                .and_then(|at| tokens.get(at))
                .map_or("", |token| trim(token));
            word.is_empty() || view.lexicon.knows(word)
        };
        if let Some(next) = tokens.get(nth + 1)
            && let Some((now, confidence, because)) = joined(view, token, next)
            && known_around(nth.checked_sub(1))
            && known_around(Some(nth + 2))
        {
            let (from, to) = (at(word), at(next) + trim(next).len());
            edits.push(edit(from..to, now, confidence, because));
        } else if !token.contains(['#', '@', '/', '_'])
            && let Some((now, confidence)) = parted(view, word)
            && known_around(nth.checked_sub(1))
            && known_around(Some(nth + 1))
        {
            let because = match confidence {
                Confidence::Query => format!("\"{word}\" is no word; perhaps \"{now}\""),
                _ => format!("\"{word}\" is no word, and \"{now}\" goes together"),
            };
            let from = at(word);
            edits.push(edit(from..from + word.len(), now, confidence, because));
        }
    }
}

fn edit(at: Range<usize>, now: String, confidence: Confidence, because: String) -> Edit {
    Edit {
        at,
        action: match confidence {
            Confidence::Query => Action::Ask(now),
            _ => Action::Replace(now),
        },
        confidence,
        because,
        seen: Vec::new(),
    }
}

/// The word that two tokens are the halves of.
fn joined(view: &View, left: &str, right: &str) -> Option<(String, Confidence, String)> {
    let lexicon = view.lexicon;
    let head = left.trim_start_matches(|c: char| !c.is_alphanumeric());
    let tail = right.trim_end_matches(|c: char| !c.is_alphanumeric());
    let letters = |piece: &str| piece.chars().count() > 1 && piece.chars().all(char::is_alphabetic);
    let small = |piece: &str| piece.chars().all(char::is_lowercase);
    if !letters(head) || !letters(tail) || !small(tail) || !small(&head[first(head)..]) {
        return None;
    }
    let capital = !small(head);
    let (known_head, known_tail) = (view.is_word(head), view.is_word(tail));
    // Most pairs are two words: those go first.
    if known_head && known_tail {
        return torn(view, head, tail).or_else(|| open_halves(view, head, tail, capital));
    }
    if capital && (known_head || known_tail) {
        return None;
    }
    let whole = format!("{head}{tail}");
    let word = lexicon.look(&whole).filter(|word| word.is_word())?;
    // A half that a language's short list lacks may be a word all the same.
    let listed = matches!(
        lexicon.language(),
        Language::English | Language::German | Language::Dutch
    );
    let elsewhere = view.spelling.count(&whole);
    let unknown = if known_head { tail } else { head };
    let reason = if elsewhere > 0 {
        format!("the page has \"{whole}\" elsewhere, and \"{unknown}\" is no word")
    } else if listed && word.score() > COMMON {
        format!("\"{whole}\" is a word, and \"{unknown}\" is none")
    } else {
        return None;
    };
    Some((whole, Confidence::Likely, reason))
}

/// A common word of which one piece is a word that hardly anybody writes: "be gan".
fn torn(view: &View, head: &str, tail: &str) -> Option<(String, Confidence, String)> {
    /// The scores of such a piece, and of such a whole.
    const RARE: f32 = -6.3;
    const COMMON: f32 = -4.8;
    let lexicon = view.lexicon;
    if lexicon.language() != Language::English || lexicon.pair(head, tail).is_some() {
        return None;
    }
    let is_rare = |piece: &&str| {
        lexicon.score(piece).is_none_or(|score| score < RARE) && view.spelling.count(piece) < 2
    };
    let rare = [head, tail].into_iter().find(is_rare)?;
    let whole = format!("{head}{tail}");
    let common = lexicon
        .look(&whole)
        .is_some_and(|word| word.is_word() && word.score() > COMMON);
    common.then(|| {
        let because = format!("\"{whole}\" is a common word, and \"{rare}\" hardly one");
        (whole, Confidence::Likely, because)
    })
}

/// A question about two words that the page writes as one elsewhere.
fn open_halves(
    view: &View,
    head: &str,
    tail: &str,
    capital: bool,
) -> Option<(String, Confidence, String)> {
    let lexicon = view.lexicon;
    if capital || lexicon.is_function_word(head) || lexicon.is_function_word(tail) {
        return None;
    }
    let whole = format!("{head}{tail}");
    let meant = view.spelling.count(&whole) > 0
        && lexicon.pair(head, tail).is_none()
        && lexicon.score(&whole).is_some_and(|score| score > COMMON);
    meant.then(|| {
        let because = format!("the page has \"{whole}\" elsewhere");
        (whole, Confidence::Query, because)
    })
}

/// Bytes of the first character.
fn first(piece: &str) -> usize {
    piece.chars().next().map_or(0, char::len_utf8)
}

/// The words that run together in one, with spaces, and whether that is sure.
fn parted(view: &View, word: &str) -> Option<(String, Confidence)> {
    /// Letters of a string that is not one word by any chance when it is three or more of the commonest.
    const LONG: usize = 12;
    let lexicon = view.lexicon;
    if !RUN.contains(&word.len())
        || !word.is_ascii()
        || view.is_word(word)
        || lexicon.look(word).is_some()
        || view.spelling.hyphenated(word).is_some()
        || lexicon.is_prefix(&word[..2])
    {
        return None;
    }
    let found = apart(lexicon, word)?;
    // An ending or a beginning is no word here; a small word shows that it is no compound.
    let affixes = found
        .words
        .iter()
        .any(|part| lexicon.is_suffix(part) && !lexicon.is_function_word(part));
    let small = found
        .words
        .iter()
        .any(|part| lexicon.is_function_word(part));
    if !small || affixes {
        return None;
    }
    let many = found.words.len() > 2 && word.len() >= found.words.len() * 3;
    let confidence = match found.is_counted || (many && word.len() >= LONG) {
        true => Confidence::Likely,
        false if many => Confidence::Query,
        false => return None,
    };
    Some((found.words.join(" "), confidence))
}
