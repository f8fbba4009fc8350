//! How deep the lines of a page are set, and what that tells of it.
//!
//! Knows white space and lines; no word.

use std::ops::Range;

use super::{Encoding, Page, PieceKind};

/// Columns of white space before a line beyond which it may stand in a later column of a page.
const DEEPEST: usize = 20;

/// Blocks of lines at one depth that are no accident: so many, and one in so many of all.
const BLOCKS: usize = 3;
const ONE_IN: usize = 12;

impl Page {
    /// Whether the text was typed for a screen, as manuals and programs are: its lines stand as its writer
    /// put them, at two depths or more. An extractor that keeps the depth of lines shows one, or
    /// columns side by side; where the order of lines was lost, so were their depths.
    pub fn is_typed(&self) -> bool {
        let Some(depths) = self.depths() else {
            return false;
        };
        let mut count = [0; DEEPEST / 2 + 1];
        for depth in &depths {
            count[depth / 2] += 1;
        }
        let least = BLOCKS.max(depths.len().div_ceil(ONE_IN));
        count.iter().filter(|blocks| **blocks >= least).count() >= 2
    }

    /// The depths of the blocks of two lines and more whose lines, from the second on, stand at one depth;
    /// `None` where that cannot be told, or the reader put the lines into another order.
    fn depths(&self) -> Option<Vec<usize>> {
        let is_bytes = matches!(self.source.encoding, Encoding::Utf8 | Encoding::Windows1252);
        if !is_bytes || self.source.geometry.is_some() {
            return None;
        }
        let mut found = Vec::new();
        // The depth of the block's lines from the second on; `Err` where they differ.
        let mut block: Result<Option<usize>, ()> = Ok(None);
        let (mut out, mut at) = (0, 0);
        for piece in &self.text.pieces {
            let shown = &self.text.string[out..out + piece.len];
            out += piece.len;
            if piece.from.start < at {
                return None;
            }
            at = piece.from.end;
            if piece.kind != PieceKind::Recoded || !shown.starts_with('\n') {
                continue;
            }
            if shown != "\n" {
                found.extend(std::mem::replace(&mut block, Ok(None)).ok().flatten());
                continue;
            }
            let depth = self
                .depth(piece.from.clone())
                .filter(|depth| *depth <= DEEPEST);
            block = match (block, depth) {
                (Ok(None), Some(depth)) => Ok(Some(depth)),
                (Ok(Some(other)), Some(depth)) if other.abs_diff(depth) <= 1 => Ok(Some(other)),
                _ => Err(()),
            };
        }
        found.extend(block.ok().flatten());
        Some(found)
    }

    /// Columns of white space behind the last line end of a stretch of the source.
    fn depth(&self, white: Range<usize>) -> Option<usize> {
        let bytes = self.source.bytes.get(white)?;
        let line = bytes
            .iter()
            .rposition(|byte| matches!(byte, b'\n' | b'\r' | 0x0c))?;
        Some(bytes[line + 1..].iter().fold(0, |depth, byte| match byte {
            b'\t' => depth + 8 - depth % 8,
            _ => depth + 1,
        }))
    }

    /// The page as one string, with the source's own white space between blocks and lines.
    pub fn raw(&self) -> String {
        let mut raw = String::with_capacity(self.text.string.len());
        let mut out = 0;
        for piece in &self.text.pieces {
            if piece.kind == PieceKind::Recoded {
                raw.push_str(&self.source.decode(piece.from.clone()));
            } else {
                raw.push_str(&self.text.string[out..out + piece.len]);
            }
            out += piece.len;
        }
        raw
    }
}
