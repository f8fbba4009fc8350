//! Headlines: the largest size that fits, broken into balanced lines. Knows a ladder of sizes.

use super::{ParagraphStyle, SetParagraph, Span};
use crate::font::Fonts;
use crate::units::Length;

/// A headline, fitted.
#[derive(Clone, Debug, Default)]
pub struct Headline {
    /// The size chosen from the ladder.
    pub size: Length,
    /// The tracking chosen, in 1/1000 em: -20 to 10 about the style's own.
    pub tracking: i32,
    /// The lines.
    pub set: SetParagraph,
    /// Whether it fits: no more lines than permitted, none longer than the measure. If even the
    /// smallest size does not, this is false and `set` is the smallest size in as many lines as it takes.
    pub fits: bool,
}

/// Fits a headline: the largest of `sizes` at which the text takes no more than `most_lines` lines of
/// `width`, without hyphens. `style` gives faces, alignment and language; its size is not used.
pub fn headline(
    _fonts: &Fonts,
    _spans: &[Span<'_>],
    _style: &ParagraphStyle,
    _sizes: &[Length],
    _width: Length,
    _most_lines: usize,
) -> Headline {
    Headline::default()
}
