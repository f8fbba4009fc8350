//! The text of a sheet and the table of where its words stand.

use std::ops::Range;

use crate::model::{Face, Geometry, Piece, PieceKind, PlacedWord};

use super::blocks::Block;
use super::lines::Line;
use super::{Sheet, Type, Word};

/// Writes blocks as text: a line for a line of type, an empty one between blocks.
#[derive(Default)]
pub(super) struct Writer {
    string: String,
    pieces: Vec<Piece>,
    words: Vec<PlacedWord>,
    captions: Vec<Range<usize>>,
    /// Classes of type so far: face and size in hundredths.
    faces: Vec<(u64, i32)>,
}

impl Writer {
    /// Adds the blocks of a group of words.
    pub(super) fn add(&mut self, words: &[Word], blocks: &[Block]) {
        for block in blocks {
            let start = self.string.len();
            for (nth, line) in block.lines.iter().enumerate() {
                if !self.string.is_empty() {
                    self.white(if nth == 0 { "\n\n" } else { "\n" });
                }
                self.line(words, line);
            }
            if block.caption {
                self.captions.push(start..self.string.len());
            }
        }
    }

    fn white(&mut self, white: &str) {
        let at = self.string.len();
        self.string.push_str(white);
        self.pieces.push(Piece {
            from: at..self.string.len(),
            len: white.len(),
            kind: PieceKind::Recoded,
        });
    }

    fn line(&mut self, words: &[Word], line: &Line) {
        let start = self.string.len();
        for (nth, &word) in line.words.iter().enumerate() {
            let word = &words[word];
            let initial = nth == 1 && words[line.words[0]].em > 1.7 * word.em;
            if nth > 0 && !initial {
                self.string.push(' ');
            }
            let at = self.string.len();
            self.string.push_str(&word.text);
            let face = (word.face, (word.em * 100.0).round() as i32);
            let known = self.faces.iter().position(|other| *other == face);
            self.words.push(PlacedWord {
                bytes: at..self.string.len(),
                area: word.area,
                confidence: word.confidence,
                face: known.unwrap_or_else(|| {
                    self.faces.push(face);
                    self.faces.len() - 1
                }),
                element: word.element.clone(),
                whole: word.whole.clone(),
            });
        }
        self.pieces.push(Piece {
            from: start..self.string.len(),
            len: self.string.len() - start,
            kind: PieceKind::Verbatim,
        });
    }

    /// The text, its pieces, and the table; `None` when there is no text.
    pub(super) fn finish(
        self,
        sheet: Sheet,
        type_: Type,
    ) -> Option<(String, Vec<Piece>, Geometry)> {
        if self.string.is_empty() {
            return None;
        }
        let faces = self.faces.iter().map(|(face, size)| {
            let size = *size as f32 / 100.0;
            Face {
                size,
                relative: size / type_.em,
                is_text_face: *face == type_.face,
            }
        });
        let geometry = Geometry {
            page: sheet.number,
            width: sheet.size.0,
            height: sheet.size.1,
            unit: sheet.unit,
            faces: faces.collect(),
            words: self.words,
            pictures: sheet.pictures,
            captions: self.captions,
        };
        Some((self.string, self.pieces, geometry))
    }
}
