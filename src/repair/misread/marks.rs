//! Marks that were misread: a pound sign that no encoding could say, a space before a mark.
//!
//! Knows marks; of words only whether the page comes from a reader of scans.

use crate::lexicon::Language;
use crate::repair::Confidence;
use crate::repair::engine::{Action, Edit};
use crate::repair::view::Block;

use super::tokens::Token;
use super::{Reader, SCANNED};

/// Looks for misread marks of a block.
pub(super) fn look(reader: &Reader, block: &Block, tokens: &[Token], edits: &mut Vec<Edit>) {
    let mut add = |at: std::ops::Range<usize>, now: &str, because: String| {
        edits.push(Edit {
            at: block.range.start + at.start..block.range.start + at.end,
            action: Action::Replace(now.to_owned()),
            confidence: Confidence::Likely,
            because,
            seen: Vec::new(),
        });
    };
    let language = reader.view.lexicon.language();
    for (at, sign) in block.text.match_indices('\u{fffd}') {
        let behind = &block.text[at + sign.len()..];
        let stands_free = block.text[..at]
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || "(-—–\"'“‘".contains(c));
        if language == Language::English
            && stands_free
            && behind.starts_with(|c: char| c.is_ascii_digit())
        {
            let because = "a sign that could not be decoded before a figure: pounds".to_owned();
            add(at..at + sign.len(), "£", because);
        }
    }
    // French sets a space before high marks.
    if reader.rate < SCANNED || language == Language::French {
        return;
    }
    for pair in tokens.windows(2) {
        let (word, mark) = (&pair[0], &pair[1]);
        let between = &block.text[word.range.end..mark.range.start];
        if mark.core.is_empty()
            && matches!(mark.behind, "," | ";" | ":" | "!" | "?")
            && !word.core.is_empty()
            && word.behind.is_empty()
            && between == " "
        {
            let because = format!("no space stands before \"{}\"", mark.behind);
            add(word.range.end..mark.range.start, "", because);
        }
    }
}
