//! The blocks of a page with their roles and their lines joined.
//!
//! Knows which line ends are the column's and which are the text's own. Hyphens at line ends were
//! decided before: one that still stands is a real one, and nothing comes between it and the rest.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::{Issue, Page, Text, sheets};
use crate::roles::{BlockText, Heads, Role, classify, hangs};

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
    let blocks = found(page, &ranges);
    classify(&blocks)
        .into_iter()
        .zip(ranges)
        .map(|(role, range)| flow(string, placed(page, role, &range), range))
        .collect()
}

/// The blocks of an issue in the order of its text, each with the number of the page on which it
/// stands now. `pages` are those that the issue was put together from: what a block looks like, it
/// shows among its neighbours there.
pub fn of_issue(pages: &[Page], issue: &Issue) -> Vec<(usize, Flow)> {
    let mut looks = looks(pages);
    let text = &issue.whole.text;
    let blocks = text.blocks();
    let starts = beginnings(text, &blocks);
    let mut flows = Vec::with_capacity(blocks.len());
    for (page, numbers) in issue.pages().into_iter().enumerate() {
        for number in numbers {
            let range = blocks[number].clone();
            let shown = &text.string[range.clone()];
            if shown.trim().is_empty() {
                continue;
            }
            let role = starts[number].and_then(|start| looks.remove(&start));
            // A jump line was parted from the caption; its credit may have been no credit.
            let role = role.filter(|role| match role {
                Role::Caption { credit } => credit.as_ref().is_none_or(|at| at.end <= shown.len()),
                _ => true,
            });
            let role = role.or_else(|| classify(&[BlockText::new(shown)]).pop());
            let role = role.unwrap_or(Role::Paragraph);
            flows.push((page, flow(&text.string, role, range)));
        }
    }
    flows
}

/// What the blocks of pages look like, by the byte of the issue that each begins with.
fn looks(pages: &[Page]) -> HashMap<usize, Role> {
    let mut each: Vec<Vec<BlockText>> = Vec::new();
    let mut starts: Vec<Option<usize>> = Vec::new();
    let mut places: Vec<(&Page, Range<usize>)> = Vec::new();
    let mut first = 0;
    for page in pages {
        let ranges = page.text.blocks();
        let blocks = found(page, &ranges);
        let own = beginnings(&page.text, &ranges).into_iter();
        starts.extend(own.map(|start| start.map(|start| first + start)));
        let sheets = sheets(page);
        let ends = sheets.iter().skip(1).copied().chain([blocks.len()]);
        for (start, end) in sheets.iter().zip(ends) {
            each.push(blocks[(*start).min(end)..end].to_vec());
        }
        places.extend(ranges.into_iter().map(|range| (page, range)));
        first += page.source.bytes.len();
    }
    let texts: Vec<Vec<&str>> = each
        .iter()
        .map(|blocks| blocks.iter().map(|block| block.text).collect())
        .collect();
    let heads = Heads::of(&texts);
    let roles = each.iter_mut().flat_map(|blocks| {
        heads.mark(blocks);
        classify(blocks)
    });
    starts
        .into_iter()
        .zip(roles)
        .zip(&places)
        .filter_map(|((start, role), (page, range))| Some((start?, placed(page, role, range))))
        .collect()
}

/// The blocks of a page as roles are told from them.
fn found<'t>(page: &'t Page, ranges: &[Range<usize>]) -> Vec<BlockText<'t>> {
    ranges
        .iter()
        .map(|range| {
            let size = page.face_of(range.clone()).map(|face| face.relative);
            BlockText::new(&page.text.string[range.clone()]).sized(size)
        })
        .collect()
}

/// The byte of the source that each block begins with.
fn beginnings(text: &Text, blocks: &[Range<usize>]) -> Vec<Option<usize>> {
    let mut pieces = text.pieces.iter().filter(|piece| piece.len > 0).peekable();
    let mut out = 0;
    let mut starts = Vec::with_capacity(blocks.len());
    for block in blocks {
        while let Some(piece) = pieces.next_if(|piece| out + piece.len <= block.start) {
            out += piece.len;
        }
        let skip = block.start - out;
        starts.push(
            pieces
                .peek()
                .map(|piece| (piece.from.start + skip).min(piece.from.end)),
        );
    }
    starts
}

fn flow(string: &str, role: Role, range: Range<usize>) -> Flow {
    let block = &string[range.clone()];
    let text = if keeps_lines(&role) {
        block.trim_matches('\n').to_string()
    } else {
        join(block)
    };
    Flow { role, text, range }
}

/// What a block is when it is looked up on its sheet, too.
fn placed(page: &Page, role: Role, range: &Range<usize>) -> Role {
    match is_running(&role) && stands_as_caption(page, range.clone()) {
        true => Role::Caption { credit: None },
        false => role,
    }
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
