//! A block in tokens: words as they were read, with the marks around them and what parts them.
//!
//! Knows characters, and no word of any language.

use std::ops::Range;

/// A word of a block as it was read, or a sign that stands alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// Its place in the block, with the marks around it.
    pub range: Range<usize>,
    /// The word without them; empty for marks alone. Signs inside stay.
    pub core: &'a str,
    /// Where the word starts in the block.
    pub at: usize,
    /// Marks before the word.
    pub ahead: &'a str,
    /// Marks behind the word.
    pub behind: &'a str,
    /// What parts it from the token before it.
    pub before: Joint,
}

/// What parts two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// White space, an end of a line perhaps, or the beginning of the block.
    Space,
    /// A hyphen or a dash, without white space.
    Dash,
}

impl Token<'_> {
    /// Where the word ends in the block.
    pub fn end(&self) -> usize {
        self.at + self.core.len()
    }

    /// Whether marks alone stand here.
    pub fn is_marks(&self) -> bool {
        self.core.is_empty()
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '‐' | '‑')
}

/// The tokens of a block.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    for chunk in text.split_whitespace() {
        let start = chunk.as_ptr() as usize - text.as_ptr() as usize;
        let mut from = 0;
        let mut before = Joint::Space;
        for (at, dash) in chunk.char_indices().filter(|(_, c)| is_dash(*c)) {
            let left = &chunk[from..at];
            // A dash at the start or the end of a chunk belongs to its word.
            if !left.contains(char::is_alphanumeric) {
                continue;
            }
            let rest = &chunk[at + dash.len_utf8()..];
            if !rest.contains(char::is_alphanumeric) {
                break;
            }
            found.push(token(text, start + from..start + at, before));
            from = at + dash.len_utf8();
            before = Joint::Dash;
        }
        found.push(token(text, start + from..start + chunk.len(), before));
    }
    found
}

fn token(text: &str, range: Range<usize>, before: Joint) -> Token<'_> {
    let whole = &text[range.clone()];
    let ahead = match whole.contains(char::is_alphanumeric) {
        true => whole.trim_start_matches(|c: char| !c.is_alphanumeric()),
        false => {
            return Token {
                core: "",
                at: range.start,
                ahead: "",
                behind: whole,
                range,
                before,
            };
        }
    };
    let core = ahead.trim_end_matches(|c: char| !c.is_alphanumeric());
    let at = range.end - ahead.len();
    Token {
        core,
        at,
        ahead: &text[range.start..at],
        behind: &text[at + core.len()..range.end],
        range,
        before,
    }
}

/// The capitals of what was read, laid over a word in small letters.
pub fn in_capitals_of(read: &str, word: &str) -> String {
    let letters = || read.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().filter(|c| c.is_uppercase()).count();
    if capitals > 1 && capitals * 3 >= letters().count() * 2 {
        return word.to_uppercase();
    }
    let mut rest = word.chars();
    match rest.next() {
        Some(first) if read.starts_with(char::is_uppercase) => {
            first.to_uppercase().chain(rest).collect()
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_told_in_words_and_marks() {
        let text = "\"He came,\" said\nthe police-eourt; ~ 'ent .-and";
        let found: Vec<(&str, &str)> = tokens(text).iter().map(|t| (t.core, t.behind)).collect();
        let expected = [
            ("He", ""),
            ("came", ",\""),
            ("said", ""),
            ("the", ""),
            ("police", ""),
            ("eourt", ";"),
            ("", "~"),
            ("ent", ""),
            ("and", ""),
        ];
        assert_eq!(found, expected);
        assert_eq!(tokens(text)[5].before, Joint::Dash);
        assert!(tokens("").is_empty());
    }

    #[test]
    fn capitals_are_kept() {
        assert_eq!(in_capitals_of("Tbe", "the"), "The");
        assert_eq!(in_capitals_of("PLYBIOUTH", "plymouth"), "PLYMOUTH");
        assert_eq!(in_capitals_of("hEs", "his"), "his");
        assert_eq!(in_capitals_of("9treet", "street"), "street");
    }
}
