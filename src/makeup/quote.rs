//! A sentence of a story to be set large among its text, word for word, where the layout asks for it.
//!
//! Knows one article. Never more than one, never where the edition has its own.

use super::setter::Setter;
use crate::edition::{Article, BlockKind, inline};

/// Words that a sentence has to be worth it, and not to fill the column.
const WORDS: std::ops::RangeInclusive<usize> = 6..=22;

/// The block behind which it stands, and its text.
pub(super) fn of(article: &Article, setter: &Setter<'_>) -> Option<(usize, String)> {
    let least = setter.layout.makeup.pull_quotes.unsigned_abs() as usize;
    let words = |text: &str| text.split_whitespace().count();
    let long: usize = article.blocks.iter().map(|block| words(&block.text)).sum();
    let own = article
        .blocks
        .iter()
        .any(|block| block.kind == BlockKind::PullQuote);
    if least == 0 || long < least || own {
        return None;
    }
    // What somebody said, from the middle of the story on; it stands before its own place.
    let blocks = article.blocks.iter().enumerate();
    let later = blocks.skip(article.blocks.len() / 3);
    let paragraphs = later.filter(|(_, block)| block.kind == BlockKind::Paragraph);
    for (at, block) in paragraphs {
        let text = inline::plain(&block.text);
        let said = quoted(&text).find(|said| WORDS.contains(&words(said)));
        // Not under a subhead: it would part it from its text.
        let before = at.checked_sub(1)?;
        if let Some(said) = said
            && article.blocks[before].kind == BlockKind::Paragraph
        {
            return Some((before, escaped(said)));
        }
    }
    None
}

/// The quotations of a text with their marks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    const MARKS: [(char, char); 4] = [('“', '”'), ('„', '“'), ('«', '»'), ('"', '"')];
    text.char_indices().filter_map(move |(at, c)| {
        let (_, close) = MARKS.into_iter().find(|(open, _)| *open == c)?;
        let inside = &text[at + c.len_utf8()..];
        let end = inside.find(close)?;
        let whole = &text[at..at + c.len_utf8() + end + close.len_utf8()];
        // A straight mark may be a closing one.
        (!inside.starts_with(' ')).then_some(whole)
    })
}

/// Plain text as an edition writes it.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('*', "\\*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_found_with_its_marks() {
        let found: Vec<&str> = quoted("She said “not now,” and he: “why?”").collect();
        assert_eq!(found, ["“not now,”", "“why?”"]);
        assert_eq!(quoted("„Nein“, sagte er.").next(), Some("„Nein“"));
        assert_eq!(quoted("an open “quotation").next(), None);
    }
}
