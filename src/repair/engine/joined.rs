//! The lines of running text on one line, as the text will be written: a line end is a space then,
//! and nothing behind a hyphen that hangs on its word. No edit, since white space between lines is nobody's
//! text; so it can be taken back.

use crate::model::{Piece, PieceKind, Text, blocks_of};
use crate::roles::{BlockText, Role, classify, hangs};

use super::{Change, Engine};

/// A text as it was before its lines were joined.
pub(in crate::repair) struct Kept {
    text: Text,
    asked: Vec<Change>,
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
        let (mut out, mut changed) = (0, false);
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
            changed = true;
            let white = if hangs(&joined.string) { "" } else { " " };
            joined.string.push_str(white);
            joined.pieces.push(Piece {
                len: white.len(),
                ..piece.clone()
            });
        }
        changed.then(|| Kept {
            text: std::mem::replace(&mut self.text, joined),
            asked: std::mem::take(&mut self.asked),
        })
    }

    /// Takes the joining back, where it brought no edit.
    pub(in crate::repair) fn restore(&mut self, kept: Kept) {
        self.text = kept.text;
        self.asked = kept.asked;
    }
}
