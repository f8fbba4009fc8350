//! Text cut at white space, fast: most of what repair does begins with it.

/// Cuts a text at white space.
pub trait SplitWords {
    /// What `split_whitespace` gives.
    fn split_words(&self) -> Words<'_>;
}

impl SplitWords for str {
    fn split_words(&self) -> Words<'_> {
        Words { rest: self }
    }
}

/// The stretches of a text that are not white space, in order.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    rest: &'a str,
}

/// Bytes of the white space that stands at a place of a text, which is a character's first; 0 for none.
fn white(text: &[u8], at: usize) -> usize {
    match text[at] {
        b' ' | b'\t'..=b'\r' => 1,
        0xc2 if matches!(text.get(at + 1), Some(0x85 | 0xa0)) => 2,
        0xe1..=0xe3 => match text.get(at..at + 3) {
            Some(
                [0xe1, 0x9a, 0x80]
                | [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf]
                | [0xe2, 0x81, 0x9f]
                | [0xe3, 0x80, 0x80],
            ) => 3,
            _ => 0,
        },
        _ => 0,
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.rest.as_bytes();
        let mut start = 0;
        loop {
            if start == bytes.len() {
                self.rest = "";
                return None;
            }
            match white(bytes, start) {
                0 => break,
                some => start += some,
            }
        }
        let mut end = start + 1;
        // The later bytes of a character begin no white space.
        while end < bytes.len() && white(bytes, end) == 0 {
            end += 1;
        }
        let word = &self.rest[start..end];
        self.rest = &self.rest[end..];
        Some(word)
    }
}

impl<'a> DoubleEndedIterator for Words<'a> {
    fn next_back(&mut self) -> Option<&'a str> {
        let text = self.rest.trim_end();
        let start = text.trim_end_matches(|c: char| !c.is_whitespace()).len();
        self.rest = &self.rest[..start];
        Some(&text[start..]).filter(|word| !word.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_white_space_parts() {
        let mut white: String = ('\0'..='\u{3fff}').filter(|c| c.is_whitespace()).collect();
        white.push_str("x\u{a0}ä\u{2028}é\u{3000}漢\u{200b}\u{1680}");
        for text in [
            "",
            " ",
            "a",
            " one  two\tthree\n",
            "ein\u{a0}€ « »",
            white.as_str(),
        ] {
            assert!(text.split_words().eq(text.split_whitespace()), "{text:?}");
            assert!(
                text.split_words().rev().eq(text.split_whitespace().rev()),
                "{text:?}"
            );
        }
        for c in ('\0'..=char::MAX).filter(|c| c.is_whitespace()) {
            let text = format!("a{c}b");
            assert_eq!(text.split_words().count(), 2, "{c:?}");
        }
        for c in ('\u{80}'..'\u{4000}').filter(|c| !c.is_whitespace()) {
            let text = format!("a{c}b");
            assert_eq!(text.split_words().count(), 1, "{c:?}");
        }
    }
}
