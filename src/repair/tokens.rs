//! What is known of the tokens of a text, each distinct one looked at once.
//!
//! A token is what stands between white space. Running text says the same ones again and again, and
//! how one begins and ends, whether the language knows it and what goes beside it never changes. Knows
//! one token at a time; nothing of the page, and nothing of damage.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::lexicon::{Edge, Language, Lexicon};
use crate::roles::{Begin, End, begins, ends};

use super::view::{first_word, last_word, trim};

/// Distinct tokens that are kept: many times those of a page. Then all are forgotten.
const MOST: usize = 1 << 15;

/// Bytes of the longest token that is kept: what is longer hardly comes again.
const LONGEST: usize = 64;

/// Score of a rare word.
const RARE: f32 = -5.4;

/// The tokens of a text.
pub struct Tokens {
    /// The words of the language.
    pub lexicon: &'static Lexicon,
    known: RefCell<FxHashMap<Box<str>, Rc<Token>>>,
}

/// A token, looked at once.
#[derive(Debug)]
pub struct Token {
    /// How it begins.
    pub begin: Begin,
    /// How it ends.
    pub end: End,
    /// Its first word.
    pub first: Range<usize>,
    /// Its last word.
    pub last: Range<usize>,
    /// Characters up to where it may first be broken: its end, or a hyphen of its own.
    pub length: usize,
    /// Whether the language knows its first word.
    pub first_known: bool,
    /// Whether its first word is a function word.
    pub small: bool,
    /// It as the left of two neighbours.
    pub ending: Edge,
    /// It as the right of two neighbours.
    pub opening: Edge,
    /// What the language alone says of its word.
    pub word: Soundness,
}

/// Whether a word may stand as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soundness {
    /// Too few letters to tell.
    Short,
    /// A word, or words with a hyphen or the like between them.
    Sound,
    /// The same, but a rare one in small letters.
    Rare,
    /// The language does not know it.
    Unknown,
}

impl Tokens {
    /// No token of a language yet.
    pub fn new(lexicon: &'static Lexicon) -> Tokens {
        Tokens {
            lexicon,
            known: RefCell::default(),
        }
    }

    /// A token: a text without white space.
    pub fn of(&self, token: &str) -> Rc<Token> {
        if let Some(known) = self.known.borrow().get(token) {
            return known.clone();
        }
        let found = Rc::new(Token::of(self.lexicon, token));
        if token.len() <= LONGEST {
            let mut known = self.known.borrow_mut();
            if known.len() == MOST {
                known.clear();
            }
            known.insert(token.into(), found.clone());
        }
        found
    }
}

impl Token {
    fn of(lexicon: &Lexicon, token: &str) -> Token {
        let (start, word) = first_word(token);
        let (last, last_word) = last_word(token);
        let small = lexicon.is_function_word(word);
        let german = lexicon.language() == Language::German;
        Token {
            begin: match begins(token) {
                // Every noun has a capital there: only a small word shows a sentence.
                Begin::Upper if german && !small => Begin::Uncased,
                begin => begin,
            },
            end: ends(token),
            first: start..start + word.len(),
            last: last..last + last_word.len(),
            length: token
                .split('-')
                .next()
                .map_or(0, |part| part.chars().count()),
            first_known: lexicon.knows(word),
            small,
            ending: lexicon.ending(token),
            opening: lexicon.opening(token),
            word: Soundness::of(lexicon, trim(token)),
        }
    }
}

impl Soundness {
    fn of(lexicon: &Lexicon, word: &str) -> Soundness {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        if letters.by_ref().nth(2).is_none() {
            return Soundness::Short;
        }
        if !is_sound(word, |word| lexicon.knows(word)) {
            return Soundness::Unknown;
        }
        let rare = word.starts_with(char::is_lowercase)
            && lexicon.score(word).is_some_and(|score| score < RARE);
        if rare {
            Soundness::Rare
        } else {
            Soundness::Sound
        }
    }
}

/// Whether a word may stand as it is, when these are known.
pub fn is_sound(word: &str, known: impl Fn(&str) -> bool) -> bool {
    let figures = |word: &str| word.starts_with(|c: char| c.is_numeric());
    known(word)
        || figures(word)
        || word.split(['-', '\'', '’', '/', '—', '–']).all(|part| {
            part.is_empty() || figures(part) || known(part) || known(&part.to_lowercase())
        })
}
