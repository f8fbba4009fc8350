//! How well a text goes on from another. Knows words, capitals and punctuation, and nothing of
//! columns.
//!
//! All scores are powers of ten: how much oftener such neighbours stand in sound text than two words
//! from anywhere do.

use crate::lexicon::{Edge, Language};
use crate::repair::view::{View, first_word, last_word};
use crate::roles::{Begin, End, begins, ends};

/// How a text ends, looked at once.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Its last sign.
    pub end: End,
    /// Its last word.
    pub word: &'a str,
    edge: Edge,
}

/// How a text begins, looked at once.
#[derive(Clone, Copy, Debug)]
pub struct Next<'a> {
    /// Its first sign.
    pub begin: Begin,
    /// Whether nothing stands before its first word.
    pub bare: bool,
    /// Its first word.
    pub word: &'a str,
    /// Characters up to where it may first be broken: a white space, or a hyphen of its own.
    pub length: usize,
    /// Whether its first word is a function word.
    small: bool,
    edge: Edge,
}

impl<'a> Line<'a> {
    /// Looks at the end of a text.
    pub fn of(view: &View, text: &'a str) -> Line<'a> {
        let text = text.trim_end();
        let token = text.rsplit(char::is_whitespace).next().unwrap_or(text);
        Line {
            end: ends(token),
            word: last_word(token).1,
            edge: view.lexicon.ending(token),
        }
    }
}

impl<'a> Next<'a> {
    /// Looks at the beginning of a text.
    pub fn of(view: &View, text: &'a str) -> Next<'a> {
        let text = text.trim_start();
        let token = text.split(char::is_whitespace).next().unwrap_or(text);
        let (start, word) = first_word(token);
        let small = view.lexicon.is_function_word(word);
        let german = view.lexicon.language() == Language::German;
        Next {
            begin: match begins(token) {
                // Every noun has a capital there: only a small word shows a sentence.
                Begin::Upper if german && !small => Begin::Uncased,
                begin => begin,
            },
            bare: start == 0,
            length: token
                .split('-')
                .next()
                .map_or(0, |part| part.chars().count()),
            word,
            small,
            edge: view.lexicon.opening(token),
        }
    }
}

/// How well a text goes on from another.
pub fn follows(view: &View, line: &str, next: &str) -> f32 {
    reads(view, &Line::of(view, line), &Next::of(view, next))
}

/// The same, of texts that were looked at before.
pub fn reads(view: &View, line: &Line, next: &Next) -> f32 {
    let lexicon = view.lexicon;
    match (line.end, next.begin) {
        (End::Hyphen, Begin::Lower) if lexicon.suspends(next.word) => 0.3,
        (End::Hyphen, begin) => {
            let known = |word: &str| lexicon.knows(word) || view.spelling.count(word) > 0;
            let whole = begin == Begin::Lower && known(&format!("{}{}", line.word, next.word));
            if whole || known(&format!("{}-{}", line.word, next.word)) {
                1.5
            } else {
                -2.0
            }
        }
        (End::Stop, _) if lexicon.is_abbreviation(line.word) => 0.0,
        (End::Stop, Begin::Lower | Begin::Continuation) => -2.8,
        (End::Stop, Begin::Digit) => -0.9,
        (_, Begin::Continuation | Begin::Sign | Begin::Empty) => 0.0,
        (End::Open | End::Comma | End::Stop | End::Colon, _) if lexicon.has_classes() => {
            lexicon.joint(&line.edge, &next.edge).clamp(-2.5, 1.8)
        }
        (End::Stop, Begin::Upper) if next.small => 1.2,
        (End::Stop, Begin::Upper) => 0.4,
        (End::Comma, Begin::Upper) if next.small => -0.9,
        (End::Comma, Begin::Upper) => -0.2,
        (End::Comma, Begin::Lower) if next.small => 0.2,
        (End::Comma, Begin::Lower) => -0.3,
        (End::Open, Begin::Upper) if next.small => -1.8,
        (End::Open, Begin::Lower) if next.word.len() > 1 && line.word == next.word => -1.5,
        _ => 0.0,
    }
}
