//! A page as found, and where every character of it came from.
//!
//! Knows sources, places and tracked text; nothing of formats, damage or meaning.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

mod depth;
mod geometry;
mod issue;
mod words;

pub use geometry::{Area, Face, Geometry, PlacedPicture, PlacedWord, Spot, Unit};
pub use issue::Issue;
pub(crate) use issue::sheets;
pub use words::{SplitWords, Words};

/// An input, kept whole, so that every place can be named in its own bytes.
///
/// Of a text file these are the bytes of the file. Of a page with positions (a PDF, OCR in XML)
/// they are the text as its reader put it in order, in UTF-8, a line for every line of type; the
/// geometry then tells where on the sheet each word stands.
#[derive(Debug)]
pub struct Source {
    /// The file as it was named on the command line; `-` is standard input. The pages of a file of
    /// several are told apart by `#page=2` (RFC 8118), the files of an archive by their path in it.
    pub name: String,
    /// Its bytes, as read.
    pub bytes: Vec<u8>,
    /// Where its words stand on the sheet, if that is known.
    pub geometry: Option<Geometry>,
    /// How the bytes stand for characters.
    pub encoding: Encoding,
    line_starts: Vec<usize>,
    /// The sources that this one is made of, each with its first byte; empty for a file.
    parts: Vec<(usize, Arc<Source>)>,
}

impl Source {
    /// A source of the given name and bytes. Lines end at LF, at CR LF, and at a CR alone.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>, encoding: Encoding) -> Source {
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
            geometry: None,
            encoding,
            line_starts,
            parts: Vec::new(),
        }
    }

    /// This source, with what is known of where its words stand.
    pub fn placed(mut self, geometry: Geometry) -> Source {
        self.geometry = Some(geometry);
        self
    }

    /// The characters that a range of bytes stands for.
    pub fn decode(&self, bytes: Range<usize>) -> String {
        if !self.parts.is_empty() {
            let inner = self.split(bytes).into_iter();
            return inner
                .map(|bytes| {
                    let (start, part) = self.part(bytes.start, bytes.end);
                    part.decode(bytes.start - start..bytes.end - start)
                })
                .collect();
        }
        let end = bytes.end.min(self.bytes.len());
        let found = &self.bytes[bytes.start.min(end)..end];
        match self.encoding {
            Encoding::Utf8 => decode_utf8(found),
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(found)
                .0
                .into_owned(),
            Encoding::Utf16Le => encoding_rs::UTF_16LE
                .decode_without_bom_handling(found)
                .0
                .into_owned(),
            Encoding::Utf16Be => encoding_rs::UTF_16BE
                .decode_without_bom_handling(found)
                .0
                .into_owned(),
        }
    }

    /// The place of a range of bytes. In an issue it is a place in one of its files.
    pub fn place(&self, bytes: Range<usize>) -> Place {
        if !self.parts.is_empty() {
            let (start, part) = self.part(bytes.start, bytes.end);
            let end = bytes.end.min(start + part.bytes.len());
            return part.place(bytes.start - start..end - start);
        }
        let line = self
            .line_starts
            .partition_point(|&start| start <= bytes.start)
            .max(1);
        let start = self.line_starts[line - 1];
        Place {
            file: self.name.clone(),
            line,
            column: self.decode(start..bytes.start).chars().count() + 1,
            bytes: [bytes.start, bytes.end],
            spot: self.geometry.as_ref().and_then(|table| table.spot(bytes)),
        }
    }
}

/// UTF-8, with bytes that are none taken for Windows-1252, as when two files were run together.
fn decode_utf8(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(
            &encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(chunk.invalid())
                .0,
        );
    }
    text
}

/// How the bytes of a source stand for characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8; stray bytes that are none are read as Windows-1252.
    #[default]
    Utf8,
    /// Windows-1252, and with it Latin-1 and ASCII.
    Windows1252,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
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
    /// Where that is on the sheet, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<Spot>,
}

/// A stretch of the source and what stands for it in a tracked text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The range of bytes of the source.
    pub from: Range<usize>,
    /// Bytes of the text that stand for it; zero when it was dropped.
    pub len: usize,
    /// How the one stands for the other.
    pub kind: PieceKind,
}

/// How a piece of text stands for its source bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// The text is the source's bytes themselves: places inside can be counted through.
    Verbatim,
    /// Other bytes for the same characters: another encoding, or the white space between lines
    /// and blocks. The piece stands for its source as a whole.
    Recoded,
    /// What the edit of this number put there.
    Edited(u32),
}

/// Text that knows the source bytes every character came from.
///
/// Blocks are parted by exactly `\n\n`, the lines of a block by `\n`; there is no white space at
/// the ends of lines. What stood there in the source belongs to the pieces of these separators.
///
/// The pieces hold every byte of the source exactly once, in the order of the text; a byte that was
/// dropped belongs to a piece of length zero. So a text is a rearrangement of its source, and
/// nothing can leave it in silence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The characters.
    pub string: String,
    /// The stretches in order of the text.
    pub pieces: Vec<Piece>,
}

impl Text {
    /// The blocks, as ranges of bytes of the string.
    pub fn blocks(&self) -> Vec<Range<usize>> {
        blocks_of(&self.string)
    }

    /// The ranges of source bytes that a range of the string came from, in order of the string,
    /// neighbours joined. An empty range gives the place before which it stands.
    pub fn origin(&self, range: Range<usize>) -> Vec<Range<usize>> {
        self.origin_from(0, 0, range)
    }

    /// The same, when piece number `first` starts at `out` and none before it reaches the range.
    fn origin_from(&self, first: usize, mut out: usize, range: Range<usize>) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for piece in &self.pieces[first..] {
            let (start, end) = (out, out + piece.len);
            out = end;
            if end <= range.start || piece.len == 0 {
                continue;
            }
            if start >= range.end {
                if found.is_empty() {
                    found.push(piece.from.start..piece.from.start);
                }
                break;
            }
            let from = if piece.kind == PieceKind::Verbatim {
                let skip = range.start.saturating_sub(start);
                let keep = range.end.min(end) - start;
                piece.from.start + skip..piece.from.start + keep.max(skip)
            } else {
                piece.from.clone()
            };
            match found.last_mut() {
                Some(last) if last.end == from.start => last.end = from.end,
                _ => found.push(from),
            }
        }
        if found.is_empty() {
            let end = self.pieces.last().map_or(0, |piece| piece.from.end);
            found.push(end..end);
        }
        found
    }
}

/// The origins of a text, for many ranges: each is found without a walk along all its pieces.
#[derive(Debug)]
pub struct Origins<'a> {
    text: &'a Text,
    /// Where each piece starts in the text.
    starts: Vec<usize>,
}

impl<'a> Origins<'a> {
    /// The origins of a text.
    pub fn of(text: &'a Text) -> Origins<'a> {
        let mut out = 0;
        let start = |piece: &Piece| {
            let start = out;
            out += piece.len;
            start
        };
        Origins {
            text,
            starts: text.pieces.iter().map(start).collect(),
        }
    }

    /// What [`Text::origin`] gives.
    pub fn get(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let after = self.starts.partition_point(|start| *start <= range.start);
        let first = after.saturating_sub(1);
        let out = self.starts.get(first).copied().unwrap_or(0);
        self.text.origin_from(first, out, range)
    }
}

/// The blocks of a text whose blocks are parted by `\n\n`, as ranges of bytes.
pub fn blocks_of(string: &str) -> Vec<Range<usize>> {
    if string.is_empty() {
        return Vec::new();
    }
    let mut blocks = Vec::new();
    let mut start = 0;
    for (at, _) in string.match_indices("\n\n") {
        blocks.push(start..at);
        start = at + 2;
    }
    blocks.push(start..string.len());
    blocks
}

/// A page as found: text with the places of its characters.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it was read from.
    pub source: Arc<Source>,
    /// What it says.
    pub text: Text,
}

impl Page {
    /// The class of type that a range of the text is set in, if its source tells.
    pub fn face_of(&self, range: Range<usize>) -> Option<Face> {
        let table = self.source.geometry.as_ref()?;
        let from = self.text.origin(range);
        table.face_of(from.first()?.clone())
    }
}
