//! The lines of running text on one line, as the text will be written: a line end is a space then,
//! and nothing behind a hyphen that hangs on its word. No edit, since white space between lines is nobody's
//! text; so it is taken back when the text has been looked at.

use std::collections::HashSet;

use crate::model::{Piece, PieceKind, Text, blocks_of};
use crate::roles::{BlockText, Role, classify, hangs};

use super::{Change, Engine};

/// A text as it was before its lines were joined.
pub(in crate::repair) struct Kept {
    text: Text,
    asked: Vec<Change>,
    /// Where the line ends that were joined start in the source.
    ends: HashSet<usize>,
}

impl Engine {
    /// Joins the lines of running text; `None` when there is nothing to join.
    pub(in crate::repair) fn join_lines(&mut self) -> Option<Kept> {
        if !self.text.string.replace("\n\n", "").contains('\n') {
            return None;
        }
        let text = &self.text;
        let blocks = blocks_of(&text.string);
        let shown = |range: &std::ops::Range<usize>| BlockText::new(&text.string[range.clone()]);
        let looks: Vec<BlockText> = blocks.iter().map(shown).collect();
        let roles = classify(&looks);
        let mut prose = blocks
            .iter()
            .zip(&roles)
            .filter(|(_, role)| !matches!(role, Role::Verse | Role::Table | Role::List))
            .map(|(block, _)| block)
            .peekable();
        let mut joined = Text {
            string: String::with_capacity(text.string.len()),
            pieces: Vec::with_capacity(text.pieces.len()),
        };
        let mut out = 0;
        let mut ends = HashSet::new();
        for piece in &text.pieces {
            let (start, end) = (out, out + piece.len);
            out = end;
            while prose.next_if(|block| block.end <= start).is_some() {}
            let shown = &text.string[start..end];
            let inside = prose.peek().is_some_and(|block| block.start < start);
            if !inside || shown != "\n" || piece.kind != PieceKind::Recoded {
                joined.string.push_str(shown);
                joined.pieces.push(piece.clone());
                continue;
            }
            ends.insert(piece.from.start);
            let white = if hangs(&joined.string) { "" } else { " " };
            joined.string.push_str(white);
            joined.pieces.push(Piece {
                len: white.len(),
                ..piece.clone()
            });
        }
        (!ends.is_empty()).then(|| Kept {
            text: std::mem::replace(&mut self.text, joined),
            asked: std::mem::take(&mut self.asked),
            ends,
        })
    }

    /// Takes the joining back, where it brought no edit.
    pub(in crate::repair) fn restore(&mut self, kept: Kept) {
        self.text = kept.text;
        self.asked = kept.asked;
    }

    /// Parts the lines again that no edit has joined.
    pub(in crate::repair) fn part_lines(&mut self, kept: &Kept) {
        let old = std::mem::take(&mut self.text);
        let (mut out, count) = (0, old.pieces.len());
        for (number, mut piece) in old.pieces.into_iter().enumerate() {
            let shown = &old.string[out..out + piece.len];
            out += piece.len;
            let white = |c: Option<char>| c.is_none_or(char::is_whitespace);
            let inside = number + 1 < count
                && !white(self.text.string.chars().next_back())
                && !white(old.string[out..].chars().next());
            let joined = piece.kind == PieceKind::Recoded && kept.ends.contains(&piece.from.start);
            let now = if joined && inside && shown.trim().is_empty() {
                "\n"
            } else {
                shown
            };
            piece.len = now.len();
            self.text.string.push_str(now);
            self.text.pieces.push(piece);
        }
    }
}
