//! The blocks of a page with their roles and their lines joined.
//!
//! Knows which line ends are the column's and which are the text's own. Hyphens at line ends were
//! decided before: one that still stands is a real one, and nothing comes between it and the rest.

use std::ops::Range;

use crate::model::Page;
use crate::roles::{BlockText, Role, classify, hangs};

/// A block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// What it looks like.
    pub role: Role,
    /// Its text: prose on one line, the lines of verse, tables and lists kept.
    pub text: String,
    /// Where it stands in the page's string.
    pub range: Range<usize>,
}

/// The blocks of a page in the order of the page; blocks of white space are left out.
pub fn of_page(page: &Page) -> Vec<Flow> {
    let string = page.text.string.as_str();
    let ranges: Vec<Range<usize>> = page
        .text
        .blocks()
        .into_iter()
        .filter(|range| !string[range.clone()].trim().is_empty())
        .collect();
    let blocks: Vec<BlockText> = ranges
        .iter()
        .map(|range| {
            let size = page.face_of(range.clone()).map(|face| face.relative);
            BlockText::new(&string[range.clone()]).sized(size)
        })
        .collect();
    classify(&blocks)
        .into_iter()
        .zip(ranges)
        .map(|(role, range)| {
            let block = &string[range.clone()];
            let role = if is_running(&role) && stands_as_caption(page, range.clone()) {
                Role::Caption { credit: None }
            } else {
                role
            };
            let text = if keeps_lines(&role) {
                block.trim_matches('\n').to_string()
            } else {
                join(block)
            };
            Flow { role, text, range }
        })
        .collect()
}

/// Whether a block looks like text and not like anything that its words tell.
fn is_running(role: &Role) -> bool {
    matches!(
        role,
        Role::Paragraph | Role::Standfirst | Role::Subhead | Role::PullQuote
    )
}

/// Whether a block stands on its sheet as the text of a picture.
fn stands_as_caption(page: &Page, range: Range<usize>) -> bool {
    let Some(table) = &page.source.geometry else {
        return false;
    };
    let from = page.text.origin(range);
    table.captions.iter().any(|caption| {
        let holds = |part: &Range<usize>| caption.start <= part.start && part.end <= caption.end;
        from.iter().all(holds)
    })
}

/// Whether the line ends of a block are its own.
fn keeps_lines(role: &Role) -> bool {
    matches!(role, Role::Verse | Role::Table | Role::List)
}

/// The lines of running text on one line: a space between two, none after a hyphen or a dash that
/// hangs on its word.
pub fn join(block: &str) -> String {
    let mut out = String::with_capacity(block.len());
    for line in block.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if !out.is_empty() && !hangs(&out) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_prose() {
        for (block, text) in [
            ("one", "one"),
            ("one\ntwo", "one two"),
            ("well-\nknown", "well-known"),
            ("the house—\nor what was left", "the house—or what was left"),
            ("the house —\nor", "the house — or"),
            ("he said -\nand left", "he said - and left"),
            ("he said--\nand left", "he said--and left"),
            (" one \n\t two ", "one two"),
            ("a | b\n--- | ---\nc | d", "a | b --- | --- c | d"),
        ] {
            assert_eq!(join(block), text, "{block:?}");
        }
    }
}
