//! One paragraph -> set lines. Knows a measure, never a column or a page.

pub use crate::font::FaceSet;

use crate::font::FaceId;
use crate::frame::{Glyph, Ink};
use crate::units::Length;

/// How the letters of a paragraph look.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// The faces.
    pub faces: FaceSet,
    /// Em size.
    pub size: Length,
    /// Space added after every letter, in 1/1000 em; negative tightens. -50 to 200.
    pub tracking: i32,
    /// Whether the text is set in capitals.
    pub capitals: bool,
    /// Whether the text is set in small capitals where the face has them.
    pub small_capitals: bool,
    /// The colour.
    pub ink: Ink,
}

/// How the lines of a paragraph lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Both edges straight, last line natural.
    Justified,
    /// Left edge straight.
    Left,
    /// Both edges ragged.
    Centred,
    /// Right edge straight.
    Right,
}

/// Everything that breaking and setting a paragraph depends on, but its text.
#[derive(Clone, Debug, PartialEq)]
pub struct ParagraphStyle {
    /// The letters.
    pub text: TextStyle,
    /// How lines lie.
    pub align: Align,
    /// Indent of the first line.
    pub indent: Length,
    /// Whether words may be hyphenated.
    pub hyphenate: bool,
    /// Language (BCP 47) for hyphenation, quotes and spaces; empty when unknown: no hyphenation.
    pub language: String,
    /// Limits and prices of line breaking.
    pub breaking: Breaking,
}

/// Limits and prices of line breaking. Names and meanings as in The TeXbook, chapter 14.
#[derive(Clone, Debug, PartialEq)]
pub struct Breaking {
    /// Highest badness (0 to 10000) of a line in the second pass.
    pub tolerance: i32,
    /// The same without hyphenation; below zero skips the first pass.
    pub pretolerance: i32,
    /// Stretch added to every line of the third pass.
    pub emergency_stretch: Length,
    /// Demerits of every line, before squaring.
    pub line_penalty: i32,
    /// Penalty of a hyphen.
    pub hyphen_penalty: i32,
    /// Demerits of two hyphenated lines in a row.
    pub double_hyphen_demerits: i32,
    /// Demerits of a hyphen on the last line but one.
    pub final_hyphen_demerits: i32,
    /// Demerits of neighbouring lines that are tight and loose.
    pub adjacent_demerits: i32,
    /// Lines wanted more (or, below zero, fewer) than the best.
    pub looseness: i32,
    /// Glyph scaling permitted either way, in 1/1000 (20 is 2 %); 0 for none.
    pub stretch_limit: i32,
    /// Tracking permitted either way in justification, in 1/1000 em; 0 for none.
    pub tracking_limit: i32,
    /// Whether punctuation and hyphens may hang into the margin.
    pub hang: bool,
    /// Letters that stay before a hyphen, and that go to the next line.
    pub hyphen_min: (u8, u8),
}

/// A stretch of text in one emphasis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<'a> {
    /// The text.
    pub text: &'a str,
    /// Set in italics.
    pub italic: bool,
    /// Set bold.
    pub bold: bool,
}

/// A paragraph, set.
#[derive(Clone, Debug, Default)]
pub struct SetParagraph {
    /// The lines from the first to the last.
    pub lines: Vec<SetLine>,
    /// Total demerits of the breaks chosen.
    pub demerits: i64,
}

/// One set line.
#[derive(Clone, Debug, Default)]
pub struct SetLine {
    /// Runs from left to right.
    pub runs: Vec<SetRun>,
    /// Extent of the ink's advance from the start of the measure (hanging parts may lie outside).
    pub width: Length,
    /// The glue set ratio: spaces stretched by `ratio` of their stretch, or, below zero, shrunk.
    pub ratio: f64,
    /// Mean space between words over the natural space; 1.0 is natural, 0.0 for a line of one word.
    pub space: f64,
    /// Whether the line ends in a hyphen that line breaking put there.
    pub hyphenated: bool,
    /// By how much the line is longer than its measure; zero for nearly all.
    pub overfull: Length,
}

/// A run of glyphs in a set line: a [`crate::frame::GlyphRun`] that has no place on a page yet.
#[derive(Clone, Debug)]
pub struct SetRun {
    /// Start of the run from the start of the measure.
    pub x: Length,
    /// The face.
    pub face: FaceId,
    /// The size.
    pub size: Length,
    /// Glyph scaling in 1/1000.
    pub stretch: i32,
    /// The colour.
    pub ink: Ink,
    /// The glyphs; clusters point into `text`.
    pub glyphs: Vec<Glyph>,
    /// The text. Between two lines of one paragraph the space that the break swallowed is kept at
    /// the end of the earlier line's text (no glyph), so that the texts of all lines, joined, are
    /// the paragraph's text.
    pub text: String,
    /// Whether the last glyph is a hyphen that is not in `text`.
    pub soft_hyphen: bool,
}
