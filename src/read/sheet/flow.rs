//! The flow of paragraphs: over the foot of a column to the head of the next, and around what
//! stands in between; captions behind the paragraph that their picture stands in.

use super::blocks::{Block, ends_sentence};
use super::floats::Float;
use super::lines::Line;
use super::{Type, Word};

/// So many blocks may stand between two parts of a paragraph.
const BETWEEN: usize = 4;

/// The blocks in the order of reading, paragraphs whole.
pub(super) fn arranged(
    words: &[Word],
    lines: &[Line],
    blocks: Vec<Block>,
    floats: &[Float],
    type_: Type,
) -> Vec<Block> {
    let indents = marks_by_indents(&blocks);
    let mut out: Vec<Block> = Vec::new();
    // The last block of running text, and how many blocks stand behind it.
    let mut open: Option<usize> = None;
    for block in blocks {
        if !block.is_text {
            out.push(block);
            continue;
        }
        let joins = open.filter(|open| {
            let between = &out[open + 1..];
            between.len() <= BETWEEN
                && continues(words, &out[*open], between, &block, indents, type_)
        });
        match joins {
            Some(open) => {
                out[open].full = block.full;
                out[open].lines.extend(block.lines);
            }
            None => {
                open = Some(out.len());
                out.push(block);
            }
        }
    }
    for float in floats.iter().rev() {
        let at = place(&out, float, type_);
        out.insert(at, block_of(lines, float));
    }
    out
}

/// Whether the page begins its paragraphs with an indent.
fn marks_by_indents(blocks: &[Block]) -> bool {
    let inner = || blocks.iter().filter(|block| block.is_text && !block.tops);
    let indented = inner().filter(|block| block.indented).count();
    indented >= 2 && indented * 10 >= inner().count() * 3
}

/// Whether a block goes on with the paragraph of an earlier one.
fn continues(
    words: &[Word],
    first: &Block,
    between: &[Block],
    second: &Block,
    indents: bool,
    type_: Type,
) -> bool {
    let (last, next) = (&first.lines[first.lines.len() - 1], &second.lines[0]);
    if last.face != next.face || !type_.same_size(last.em, next.em) {
        return false;
    }
    let head = &words[next.words[0]].text;
    let tail = &words[last.words[last.words.len() - 1]].text;
    let small = head.starts_with(char::is_lowercase);
    let hyphen = tail.chars().count() > 1 && tail.ends_with(['-', '\u{ad}', '\u{2010}']);
    let stops = ends_sentence(words, last);
    // What the words say holds over headings too, which seldom part a sentence. The last line of a
    // column need not fill it, where lines end as they may.
    if (first.full || second.tops) && (hyphen && !second.indented || small && !stops) {
        return true;
    }
    // What the type says: a line that fills the measure, and one that begins without the indent
    // that a paragraph would have. Under a heading the first paragraph often has none either.
    let aside = between
        .iter()
        .all(|block| block.lines[0].em < 0.96 * type_.em);
    indents && first.full && !second.indented && aside
}

/// Where a caption goes: behind the block with the last line above its picture.
fn place(blocks: &[Block], float: &Float, type_: Type) -> usize {
    let above = blocks
        .iter()
        .enumerate()
        .flat_map(|(nth, block)| block.lines.iter().map(move |line| (nth, line)))
        .filter(|(_, line)| {
            line.at.across(&float.at) > type_.em && line.base < float.at.top + type_.em
        })
        .max_by(|a, b| a.1.base.total_cmp(&b.1.base));
    if let Some((nth, _)) = above {
        return nth + 1;
    }
    let below = blocks.iter().position(|block| {
        block
            .lines
            .iter()
            .any(|line| line.at.across(&float.at) > type_.em && line.base > float.at.bottom)
    });
    below.unwrap_or(blocks.len())
}

fn block_of(lines: &[Line], float: &Float) -> Block {
    Block {
        lines: float
            .lines
            .iter()
            .map(|line| lines[*line].clone())
            .collect(),
        is_text: false,
        indented: false,
        full: false,
        tops: false,
        caption: true,
    }
}
