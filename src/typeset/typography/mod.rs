//! The typographic step: what the typewriter left -> what is printed. Knows languages; no faces.
//!
//! Straight quotes become the language's own, `--` and ` - ` dashes, `...` an ellipsis; spaces that must
//! not break are made so. No letter and no figure is ever changed, and what is typographic already is
//! left as it is. Doing it twice changes nothing.

mod dashes;
mod quotes;
mod spaces;

use super::hyphenate::primary;
use quotes::Quotes;

/// Turns typewriter signs into typographic ones in one text; see [`Typographer`].
///
/// ```
/// use reglet::typeset::typography;
///
/// let typed = r#""It's the '90s," he said -- twice..."#;
/// assert_eq!(typography(typed, "en"), "“It’s the ’90s,” he said — twice…");
/// assert_eq!(typography("\"Nein\", sagte er.", "de"), "„Nein“, sagte er.");
/// ```
pub fn typography(text: &str, language: &str) -> String {
    Typographer::new(language).convert(text)
}

/// Turns typewriter signs into typographic ones, piece by piece: a quotation may open in one piece of
/// a paragraph and close in another (they differ in emphasis). Make a new one for every paragraph.
#[derive(Clone, Debug)]
pub struct Typographer {
    language: String,
    quotes: Quotes,
}

/// A character and the piece that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    character: char,
    piece: u32,
}

impl Typographer {
    /// For texts in a language (BCP 47; empty for unknown: English quotes, nothing else by language).
    pub fn new(language: &str) -> Typographer {
        Typographer {
            language: language.to_owned(),
            quotes: Quotes::new(language),
        }
    }

    /// The next piece of the paragraph. Where the whole paragraph is at hand,
    /// [`Typographer::convert_pieces`] sees what follows a sign too.
    pub fn convert(&mut self, piece: &str) -> String {
        let mut pieces = [piece.to_owned()];
        self.convert_pieces(&mut pieces);
        let [piece] = pieces;
        piece
    }

    /// Converts the pieces of one paragraph together, in place.
    pub fn convert_pieces(&mut self, pieces: &mut [String]) {
        if let [piece] = pieces
            && spaces::is_plain(piece, &self.language)
        {
            if let Some(last) = piece.chars().next_back() {
                self.quotes.pass(last);
            }
            return;
        }
        let mut cells = Vec::with_capacity(pieces.iter().map(String::len).sum());
        for (piece, text) in (0..).zip(pieces.iter()) {
            cells.extend(text.chars().map(|character| Cell { character, piece }));
        }
        dashes::convert(&mut cells, &self.language);
        self.quotes.convert(&mut cells);
        spaces::convert(&mut cells, &self.language);
        for piece in pieces.iter_mut() {
            piece.clear();
        }
        for cell in cells {
            pieces[cell.piece as usize].push(cell.character);
        }
    }
}

/// The lines of a data file that are not comments.
fn rows(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("# "))
}

/// Characters of a list of cells, none beyond its ends.
fn character(cells: &[Cell], at: Option<usize>) -> Option<char> {
    Some(cells.get(at?)?.character)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
