//! A page as found, and where every character of it came from.
//!
//! Knows sources, places and tracked text; nothing of formats, damage or meaning.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// An input file, kept whole, so that every place can be named in its own bytes.
#[derive(Debug)]
pub struct Source {
    /// The file as it was named on the command line; `-` is standard input.
    pub name: String,
    /// Its bytes, as read.
    pub bytes: Vec<u8>,
    line_starts: Vec<usize>,
}

impl Source {
    /// A source of the given name and bytes. Lines end at LF, at CR LF, and at a CR alone.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Source {
        let mut line_starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                line_starts.push(at + 1);
            }
        }
        Source {
            name: name.into(),
            bytes,
            line_starts,
        }
    }

    /// The place of a range of bytes.
    pub fn place(&self, bytes: Range<usize>) -> Place {
        let line = self
            .line_starts
            .partition_point(|&start| start <= bytes.start);
        let start = self.line_starts[line - 1];
        let before = &self.bytes[start..bytes.start.min(self.bytes.len())];
        // Characters, not bytes: continuation bytes of UTF-8 do not count. In a single-byte
        // encoding such bytes are letters, but a column is a help for people, never an address.
        let column = match std::str::from_utf8(before) {
            Ok(text) => text.chars().count(),
            Err(_) => before.len(),
        };
        Place {
            file: self.name.clone(),
            line,
            column: column + 1,
            bytes: [bytes.start, bytes.end],
        }
    }
}

/// A place in an input file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file as it was named on the command line; `-` is standard input.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// First byte and the byte after the last.
    pub bytes: [usize; 2],
}

/// A stretch of a tracked text and the bytes it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The stretch, as a range of bytes of the text.
    pub out: Range<usize>,
    /// The range of bytes of the source.
    pub from: Range<usize>,
    /// Whether the text is the source's bytes themselves, so that places inside the stretch can be
    /// counted through; otherwise the stretch stands for its source as a whole.
    pub verbatim: bool,
}

/// Text that knows the source bytes every character came from.
///
/// Blocks are parted by exactly `\n\n`, the lines of a block by `\n`; there is no white space at
/// the ends of lines. What stood there in the source belongs to the pieces of these separators.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The characters.
    pub string: String,
    /// The stretches, in order of the string, without gaps or overlaps.
    pub pieces: Vec<Piece>,
}

impl Text {
    /// The blocks, as ranges of bytes of the string.
    pub fn blocks(&self) -> Vec<Range<usize>> {
        if self.string.is_empty() {
            return Vec::new();
        }
        let mut blocks = Vec::new();
        let mut start = 0;
        for (at, _) in self.string.match_indices("\n\n") {
            blocks.push(start..at);
            start = at + 2;
        }
        blocks.push(start..self.string.len());
        blocks
    }

    /// The ranges of source bytes that a range of the string came from, in order of the string,
    /// neighbours joined.
    pub fn origin(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let first = self
            .pieces
            .partition_point(|piece| piece.out.end <= range.start);
        let mut found: Vec<Range<usize>> = Vec::new();
        for piece in &self.pieces[first..] {
            if piece.out.start >= range.end {
                break;
            }
            let from = if piece.verbatim {
                let skip = range.start.saturating_sub(piece.out.start);
                let keep = range.end.min(piece.out.end) - piece.out.start;
                piece.from.start + skip..piece.from.start + keep
            } else {
                piece.from.clone()
            };
            match found.last_mut() {
                Some(last) if last.end == from.start => last.end = from.end,
                _ => found.push(from),
            }
        }
        found
    }
}

/// A page as found: text with the places of its characters.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it was read from.
    pub source: Arc<Source>,
    /// What it says.
    pub text: Text,
}
