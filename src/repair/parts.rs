//! A long text in parts of a page's size, and the parts put together again.
//!
//! Time and memory of a repair are in proportion to a part, not to the whole. A part ends between
//! two paragraphs of which the one is finished and the other begins a sentence, so that nothing
//! goes on from one part to the next; only where a text has no such place for long it ends at any
//! block. Knows blocks and how they end and begin; nothing of damage.

use std::ops::Range;

use crate::model::{Page, Piece, Text};
use crate::roles::{Begin, End, begins, ends};

use super::Audit;
use super::engine::Engine;

/// Bytes of a part: more than a page of a newspaper holds.
const PART: usize = 64 << 10;

/// Bytes of a part in which no good end is found.
const MOST: usize = 4 * PART;

/// Bytes of a paragraph that is surely one, and no heading or piece.
const PARAGRAPH: usize = 160;

/// A stretch of a text.
pub(super) enum Part {
    /// Whole blocks.
    Text(Text),
    /// The white space between two parts.
    Between(Text),
}

/// The parts of a text, in order.
pub(super) fn of(text: &Text) -> Vec<Part> {
    if text.string.len() <= PART + PART / 2 {
        return vec![Part::Text(text.clone())];
    }
    let blocks = text.blocks();
    let mut cuts: Vec<usize> = Vec::new();
    let mut start = 0;
    let mut edges = Edges::of(text);
    for pair in blocks.windows(2) {
        let size = pair[0].end - start;
        let rest = text.string.len() - pair[0].end;
        if size < PART || rest < PART / 2 {
            continue;
        }
        if (size >= MOST || parts(text, &pair[0], &pair[1]))
            && edges.has(pair[0].end)
            && edges.has(pair[1].start)
        {
            cuts.push(pair[0].end);
            cuts.push(pair[1].start);
            start = pair[1].start;
        }
    }
    let mut found = Vec::with_capacity(cuts.len() + 1);
    let mut pieces = text.pieces.iter().cloned().peekable();
    let mut at = 0;
    for (number, end) in cuts.into_iter().chain([text.string.len()]).enumerate() {
        let mut part = Text {
            string: text.string[at..end].to_owned(),
            pieces: Vec::new(),
        };
        let mut left = end - at;
        // What was dropped at the end belongs to the part before it.
        let last = end == text.string.len();
        while let Some(piece) = pieces.next_if(|piece| last || left > 0 || piece.len == 0) {
            left = left.saturating_sub(piece.len);
            part.pieces.push(piece);
        }
        found.push(if number % 2 == 0 {
            Part::Text(part)
        } else {
            Part::Between(part)
        });
        at = end;
    }
    found
}

/// The places of a text where a piece of it ends, asked for in order.
struct Edges<'a> {
    pieces: &'a [Piece],
    at: usize,
}

impl Edges<'_> {
    fn of(text: &Text) -> Edges<'_> {
        Edges {
            pieces: &text.pieces,
            at: 0,
        }
    }

    fn has(&mut self, place: usize) -> bool {
        while self.at < place
            && let Some((piece, rest)) = self.pieces.split_first()
        {
            self.at += piece.len;
            self.pieces = rest;
        }
        self.at == place
    }
}

/// Whether nothing can go on from one block to the next: two long paragraphs, the first finished.
fn parts(text: &Text, block: &Range<usize>, next: &Range<usize>) -> bool {
    let (before, behind) = (&text.string[block.clone()], &text.string[next.clone()]);
    before.len() >= PARAGRAPH
        && behind.len() >= PARAGRAPH
        && ends(before) == End::Stop
        && matches!(begins(behind), Begin::Upper | Begin::Uncased)
}

/// A page that is put together of its parts.
pub(super) struct Whole {
    page: Page,
    audit: Audit,
    moves: usize,
}

impl Whole {
    /// Nothing yet of a page.
    pub(super) fn new(page: &Page) -> Whole {
        let read = Engine::read(page);
        let mut moves = 0;
        let (_, rows) = read.finish(&mut moves);
        Whole {
            page: Page {
                source: page.source.clone(),
                text: Text::default(),
            },
            audit: Audit { rows },
            moves,
        }
    }

    /// The byte of the source behind which the next part stands.
    pub(super) fn end(&self) -> usize {
        let mut pieces = self.page.text.pieces.iter().rev();
        let last = pieces.find(|piece| !piece.from.is_empty());
        last.map_or(0, |piece| piece.from.end)
    }

    /// Adds a part as it reads now.
    pub(super) fn push(&mut self, part: Engine) {
        let (text, rows) = part.finish(&mut self.moves);
        self.audit.rows.extend(rows);
        self.keep(text);
    }

    /// Adds text as it is.
    pub(super) fn keep(&mut self, text: Text) {
        let whole = &mut self.page.text;
        whole.string.push_str(&text.string);
        whole.pieces.extend(text.pieces);
    }

    /// The page, and what was done to it.
    pub(super) fn finish(mut self) -> (Page, Audit) {
        let rows = &mut self.audit.rows;
        rows.sort_by_key(|row| (row.at.bytes, row.moved));
        (self.page, self.audit)
    }
}
