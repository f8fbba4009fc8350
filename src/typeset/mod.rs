//! One paragraph -> set lines. Knows a measure, never a column or a page.
//!
//! ```text
//! spans --words--> shaped words --items--> boxes, glue, penalties --linebreak--> breaks --set--> lines
//! ```
//!
//! A stage per file. [`paragraph`] goes the whole way; [`Prepared`] keeps the first stages for a
//! paragraph that is to be set more than once, in other measures or with more or fewer lines.

mod headline;
mod style;
mod typography;

pub use crate::font::FaceSet;
pub use headline::{Headline, headline};
pub use style::{Align, Breaking, Measure, ParagraphStyle, Slot, Span, TextStyle};
pub use typography::{Typographer, typography};

use crate::font::{FaceId, Fonts};
use crate::frame::{Glyph, Ink};
use crate::units::Length;

/// A paragraph, set.
#[derive(Clone, Debug, Default)]
pub struct SetParagraph {
    /// The lines from the first to the last.
    pub lines: Vec<SetLine>,
    /// Total demerits of the breaks chosen.
    pub demerits: i64,
    /// What a sub-editor should know of; empty for nearly all paragraphs.
    pub remarks: Vec<Remark>,
}

/// What a sub-editor should know of a set paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// A line is longer than its measure.
    Overfull {
        /// The line, counted from 0.
        line: usize,
        /// By how much.
        by: Length,
    },
    /// A word longer than the measure was divided where no rule of its language divides it.
    Divided {
        /// The line that the first part ends, counted from 0.
        line: usize,
        /// The word.
        word: String,
    },
    /// No face at hand has a character; a box stands in its place.
    MissingCharacter {
        /// The character.
        character: char,
        /// First byte in the paragraph's text.
        at: usize,
    },
    /// The text runs from right to left, which lines are not ordered for yet.
    RightToLeft,
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
    /// Start of the run from the start of the measure (of the column, not of the indent).
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

/// Sets one paragraph: `measure` gives the place and width of every line, `start_line` is the line
/// of the measure that the paragraph's first line takes.
///
/// White space between words is one space, whatever it was; no-break spaces stay. Never fails: what
/// cannot be set well is set as well as can be and remarked on.
pub fn paragraph(
    _fonts: &Fonts,
    _spans: &[Span<'_>],
    _style: &ParagraphStyle,
    _measure: &Measure,
    _start_line: usize,
) -> SetParagraph {
    SetParagraph::default()
}
