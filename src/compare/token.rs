//! Words and paragraph boundaries: the tokens of a comparison.
//!
//! Knows white space, hyphens at line ends and scripts without spaces; nothing of differences.

use std::ops::Range;

use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation as _;

/// The number of a paragraph boundary among the words.
pub(super) const BREAK: u32 = 0;

/// A run of letters longer than this is cut at the words inside it, bytes: an endless "word" would
/// else be one token that differs as a whole.
const LONGEST: usize = 200;

/// A word, or the white space between two paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub start: u32,
    pub end: u32,
    /// Equal for equal words, on both sides; [`BREAK`] for a boundary.
    pub id: u32,
}

impl Token {
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(super) fn is_break(&self) -> bool {
        self.id == BREAK
    }
}

/// Numbers for words, shared by the texts that are compared.
#[derive(Debug, Default)]
pub(super) struct Words<'a> {
    known: FxHashMap<&'a str, u32>,
    /// Words that a line end parts after their hyphen, without that line end.
    odd: FxHashMap<String, u32>,
    count: u32,
}

impl<'a> Words<'a> {
    /// One more than the greatest number given.
    pub(super) fn count(&self) -> u32 {
        self.count + 1
    }

    fn id(&mut self, word: &'a str) -> u32 {
        if word.contains(char::is_whitespace) {
            let whole: String = word.split_whitespace().collect();
            // The same word may be known from where no line ends in it.
            if let Some(id) = self.known.get(whole.as_str()) {
                return *id;
            }
            let next = self.count + 1;
            let id = *self.odd.entry(whole).or_insert(next);
            self.count = self.count.max(id);
            return id;
        }
        if let Some(id) = self.known.get(word) {
            return *id;
        }
        let id = match self.odd.get(word) {
            Some(id) => *id,
            None => {
                self.count += 1;
                self.count
            }
        };
        self.known.insert(word, id);
        id
    }

    /// The tokens of a text. Paragraphs are parted by a blank line; one line end is a space, save
    /// after a hyphen that hangs on its word, where it is nothing.
    pub(super) fn tokens(&mut self, text: &'a str) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 6);
        let mut word: Option<usize> = None;
        let mut gap = 0;
        let mut ends = 0;
        let mut last = ' ';
        for (at, letter) in text.char_indices() {
            if letter.is_whitespace() {
                if let Some(start) = word {
                    let hangs = letter == '\n' && hangs(&text[start..at], &text[at + 1..]);
                    if !hangs {
                        self.push(&mut tokens, text, start..at);
                        word = None;
                        (gap, ends) = (at, 0);
                    }
                }
                if word.is_none() && (letter == '\r' || letter == '\n' && last != '\r') {
                    ends += 1;
                }
                // A new page, or Unicode's own sign for it.
                if matches!(letter, '\u{c}' | '\u{2029}') {
                    ends += 2;
                }
            } else if word.is_none() {
                if ends > 1 && !tokens.is_empty() {
                    tokens.push(Token {
                        start: gap as u32,
                        end: at as u32,
                        id: BREAK,
                    });
                }
                word = Some(at);
            }
            last = letter;
        }
        if let Some(start) = word {
            self.push(&mut tokens, text, start..text.trim_end().len());
        }
        tokens
    }

    fn push(&mut self, tokens: &mut Vec<Token>, text: &'a str, at: Range<usize>) {
        let word = &text[at.clone()];
        if word.len() <= LONGEST && (word.is_ascii() || !word.chars().any(is_spaceless)) {
            tokens.push(Token {
                start: at.start as u32,
                end: at.end as u32,
                id: self.id(word),
            });
            return;
        }
        for (from, part) in word.split_word_bound_indices() {
            if part.trim().is_empty() {
                continue;
            }
            tokens.push(Token {
                start: (at.start + from) as u32,
                end: (at.start + from + part.len()) as u32,
                id: self.id(part),
            });
        }
    }
}

/// Whether a word ends in a hyphen that hangs on it, and the next line goes on with letters.
fn hangs(word: &str, rest: &str) -> bool {
    let stem = word.trim_end_matches(is_hyphen);
    stem.len() < word.len()
        && stem.ends_with(char::is_alphanumeric)
        && rest.starts_with(char::is_alphanumeric)
}

/// Hyphens, the soft one too.
pub(super) fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}')
}

/// Letters of scripts that put no spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
fn is_spaceless(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let mut words = Words::default();
        let tokens = words.tokens(text);
        let name = |token: &Token| match token.is_break() {
            true => "¶".to_owned(),
            false => text[token.range()].to_owned(),
        };
        tokens.iter().map(name).collect()
    }

    #[test]
    fn words_and_boundaries() {
        assert_eq!(
            shown("one two\nthree\n\nfour\n"),
            ["one", "two", "three", "¶", "four"]
        );
        assert_eq!(shown(" \n\none\r\n\r\ntwo"), ["one", "¶", "two"]);
        assert_eq!(shown("one\r\ntwo"), ["one", "two"]);
        assert_eq!(shown("one\n \n\n\ntwo"), ["one", "¶", "two"]);
        assert_eq!(shown(""), [""; 0]);
    }

    #[test]
    fn a_line_end_after_a_hyphen_is_nothing() {
        let text = "a well-\nknown house - \nor";
        let mut words = Words::default();
        let ids: Vec<u32> = words.tokens(text).iter().map(|token| token.id).collect();
        let flat: Vec<u32> = words
            .tokens("a well-known house - or")
            .iter()
            .map(|t| t.id)
            .collect();
        assert_eq!(ids, flat);
    }

    #[test]
    fn scripts_without_spaces_have_words_too() {
        assert!(shown("春眠不覚暁").len() > 1);
        assert!(shown(&"ab ".repeat(3)).len() == 3);
    }
}
