//! How a block ends and how it begins: the evidence for whether two pieces were one.
//!
//! Knows Unicode classes and punctuation; knows no language and no word.

use crate::model::SplitWords as _;

/// How a block ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// Nothing but white space.
    Empty,
    /// Sentence-final punctuation, closing quotes and brackets after it included.
    Stop,
    /// A hyphen (also a soft one, or the `¬` of OCR) directly after a letter or digit.
    Hyphen,
    /// A dash, or a hyphen that stands free.
    Dash,
    /// A comma or a semicolon.
    Comma,
    /// A colon.
    Colon,
    /// Anything else: the sentence is not over, or it was never one.
    Open,
}

/// How a block begins, opening quotes, brackets and emphasis marks seen through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Begin {
    /// Nothing but white space.
    Empty,
    /// A small letter.
    Lower,
    /// A capital.
    Upper,
    /// A digit or a currency sign.
    Digit,
    /// A letter of a script without case.
    Uncased,
    /// Punctuation that cannot open a sentence: a comma, a stop, a closing bracket.
    Continuation,
    /// A dash, as before dialogue or after an interruption.
    Dash,
    /// A bullet or another sign.
    Sign,
}

impl Begin {
    /// Whether a sentence may begin so.
    pub fn may_open_sentence(self) -> bool {
        !matches!(self, Begin::Empty | Begin::Lower | Begin::Continuation)
    }
}

/// How a text ends.
pub fn ends(text: &str) -> End {
    let text = text.trim_end();
    let Some(last) = text.chars().next_back() else {
        return End::Empty;
    };
    if is_hyphen(last) {
        let before = text[..text.len() - last.len_utf8()].chars().next_back();
        return match before {
            Some(c) if c.is_alphanumeric() => End::Hyphen,
            _ => End::Dash,
        };
    }
    if is_dash(last) {
        return End::Dash;
    }
    let inner = text.trim_end_matches(|c| is_closer(c) || c.is_whitespace());
    match inner.chars().next_back() {
        Some(c) if is_stop(c) => End::Stop,
        // American usage puts the comma inside the quotes.
        Some(',' | ';' | '،' | '、' | '，' | '；') => End::Comma,
        Some(':' | '：') if inner.len() == text.len() => End::Colon,
        _ if is_attributed(text) => End::Stop,
        _ => End::Open,
    }
}

/// How a text begins.
pub fn begins(text: &str) -> Begin {
    let inner = text
        .trim_start_matches(|c: char| is_opener(c) || c.is_whitespace() || c == '*' || c == '_');
    let Some(first) = inner.chars().next() else {
        return if text.trim().is_empty() {
            Begin::Empty
        } else {
            Begin::Sign
        };
    };
    if first.is_lowercase() {
        Begin::Lower
    } else if first.is_uppercase() {
        Begin::Upper
    } else if first.is_numeric() || matches!(first, '$' | '£' | '€' | '¥') {
        Begin::Digit
    } else if first.is_alphabetic() {
        Begin::Uncased
    } else if is_dash(first) || is_hyphen(first) {
        Begin::Dash
    } else if matches!(
        first,
        ',' | ';' | ':' | '.' | '!' | '?' | ')' | ']' | '}' | '%' | '…'
    ) {
        Begin::Continuation
    } else {
        Begin::Sign
    }
}

/// Whether a text ends by saying whose words it is: "It rained. — Ann Lee, mayor". Nothing goes on behind
/// that. A dash between sentences opens a sentence as well; a name has capitals, in most of its words.
fn is_attributed(text: &str) -> bool {
    /// Bytes and words of a name, with what it is the name of.
    const LONGEST: usize = 160;
    const WORDS: usize = 14;
    let from =
        (text.len().saturating_sub(LONGEST)..text.len()).find(|at| text.is_char_boundary(*at));
    let tail = &text[from.unwrap_or(0)..];
    let dash = [("--", 2), ("—", 3), ("–", 3)].into_iter();
    let last = dash.filter_map(|(dash, len)| tail.rfind(dash).map(|at| (at, at + len)));
    let Some((at, end)) = last.max() else {
        return false;
    };
    let before = tail[..at].trim_end_matches('-');
    let alone = tail.len() == text.len() && before.trim().is_empty();
    let own_line = alone || before.trim_end_matches([' ', '\t']).ends_with('\n');
    let behind = before.trim_end_matches(|c| is_closer(c) || c.is_whitespace());
    let stopped = before.ends_with(char::is_whitespace) && behind.ends_with(is_stop);
    if !(own_line || stopped) {
        return false;
    }
    let (mut words, mut capitals) = (0, 0);
    for word in tail[end..].split_words() {
        let Some(first) = word.chars().find(|c| c.is_alphabetic()) else {
            continue;
        };
        if words == 0 && !first.is_uppercase() {
            return false;
        }
        words += 1;
        capitals += usize::from(first.is_uppercase());
    }
    let least = if own_line && words == 1 { 1 } else { 2 };
    words <= WORDS && capitals >= least && capitals * 2 >= words
}

/// Whether a text opens with a quotation mark.
pub fn opens_quote(text: &str) -> bool {
    text.trim_start()
        .starts_with(|c| is_opener(c) && !matches!(c, '(' | '[' | '{'))
}

/// Whether a character ends sentences.
pub fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '…' | '‽' | '。' | '！' | '？' | '؟' | '۔' | '।' | '॥' | '։' | '።'
    )
}

/// Whether a character is a hyphen, a soft one or OCR's `¬` included.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{ad}' | '¬' | '⸗')
}

/// Whether a character is a dash.
pub fn is_dash(c: char) -> bool {
    matches!(c, '\u{2012}'..='\u{2015}' | '\u{2212}')
}

/// Whether a text ends in a hyphen or a dash that hangs on its word, so that no space comes behind it
/// when the next line is joined to it.
pub fn hangs(text: &str) -> bool {
    let word = text.trim_end_matches(|c: char| is_hyphen(c) || c == '—');
    word.len() < text.len() && word.ends_with(char::is_alphanumeric)
}

/// Whether a character may close what follows a stop: quotes, brackets, emphasis.
pub fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | ')'
            | ']'
            | '}'
            | '’'
            | '”'
            | '“'
            | '‘'
            | '»'
            | '«'
            | '›'
            | '‹'
            | '」'
            | '』'
            | '）'
            | '*'
            | '_'
    )
}

/// Whether a character may stand before the first letter of a sentence: quotes and brackets.
pub fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '('
            | '['
            | '{'
            | '‘'
            | '“'
            | '„'
            | '‚'
            | '’'
            | '”'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '『'
            | '（'
            | '¿'
            | '¡'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        for (text, end) in [
            ("It rained.", End::Stop),
            ("\"It rained,\" she said.  ", End::Stop),
            ("He asked, \"Why?\"", End::Stop),
            ("(It rained.)", End::Stop),
            ("»Es regnete.«", End::Stop),
            ("„Es regnete.“", End::Stop),
            ("in the *Tribune*.", End::Stop),
            ("the *Tribune.*", End::Stop),
            ("雨が降った。", End::Stop),
            ("and so on…", End::Stop),
            ("by \"devel-", End::Hyphen),
            ("Fuß¬", End::Hyphen),
            ("10-", End::Hyphen),
            ("he said -", End::Dash),
            ("he said —", End::Dash),
            ("if it rains,", End::Comma),
            ("\"If it rains,\"", End::Comma),
            ("three areas:", End::Colon),
            ("Administration (CNIPA)", End::Open),
            ("the asking", End::Open),
            ("It rained.\n\t\t-- Ann Lee, mayor", End::Stop),
            ("\"It rained.\" — Ann Lee of the Post", End::Stop),
            ("It rained. — The council met and went", End::Open),
            ("It rained — Ann Lee", End::Open),
            ("-- Ann Lee, \"The Rain\", 1999", End::Stop),
            ("— Non, dit-il", End::Open),
            ("", End::Empty),
            (" \n ", End::Empty),
        ] {
            assert_eq!(ends(text), end, "{text:?}");
        }
    }

    #[test]
    fn beginnings() {
        for (text, begin) in [
            ("prices and terms", Begin::Lower),
            ("\"prices", Begin::Lower),
            ("The town", Begin::Upper),
            ("„Der Ort", Begin::Upper),
            ("¿Quién", Begin::Upper),
            ("*Tribune* reporters", Begin::Upper),
            ("Öl wird teuer", Begin::Upper),
            ("élan", Begin::Lower),
            ("42 people", Begin::Digit),
            ("$3 million", Begin::Digit),
            ("雨が", Begin::Uncased),
            (", he said", Begin::Continuation),
            (") and", Begin::Continuation),
            ("— Non, dit-il", Begin::Dash),
            ("• one", Begin::Sign),
            ("", Begin::Empty),
        ] {
            assert_eq!(begins(text), begin, "{text:?}");
        }
        assert!(opens_quote("“Yes"));
        assert!(!opens_quote("(Yes"));
    }
}
