//! How well a text goes on from another. Knows words, capitals and punctuation, and nothing of
//! columns.
//!
//! All scores are powers of ten: how much oftener such neighbours stand in sound text than two words
//! from anywhere do.

use crate::lexicon::Edge;
use crate::repair::tokens::Token;
use crate::repair::view::View;
use crate::roles::{Begin, End};

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
    /// Whether the language knows its first word.
    pub known: bool,
    /// Whether its first word is a function word.
    small: bool,
    edge: Edge,
}

impl<'a> Line<'a> {
    /// Looks at the end of a text.
    pub fn of(view: &View, text: &'a str) -> Line<'a> {
        let text = text.trim_end();
        let token = text.rsplit(char::is_whitespace).next().unwrap_or(text);
        Line::of_token(&view.tokens.of(token), token)
    }

    /// What a token ends with.
    pub fn of_token(known: &Token, token: &'a str) -> Line<'a> {
        Line {
            end: known.end,
            word: &token[known.last.clone()],
            edge: known.ending,
        }
    }
}

impl<'a> Next<'a> {
    /// Looks at the beginning of a text.
    pub fn of(view: &View, text: &'a str) -> Next<'a> {
        let text = text.trim_start();
        let token = text.split(char::is_whitespace).next().unwrap_or(text);
        Next::of_token(&view.tokens.of(token), token)
    }

    /// What a token begins with.
    pub fn of_token(known: &Token, token: &'a str) -> Next<'a> {
        Next {
            begin: known.begin,
            bare: known.first.start == 0,
            length: known.length,
            word: &token[known.first.clone()],
            known: known.first_known,
            small: known.small,
            edge: known.opening,
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
