//! One paragraph -> set lines. Knows a measure, never a column or a page.
//!
//! ```text
//! spans --words--> shaped words --items--> boxes, glue, penalties --linebreak--> breaks --set--> lines
//! ```
//!
//! A stage per file. [`paragraph`] goes the whole way; [`drafts`] stops before the glyphs are placed, for a
//! paragraph that is tried with more and fewer lines.

mod clinging;
mod course;
mod draft;
mod hang;
mod headline;
mod hyphenate;
pub mod linebreak;
mod prepare;
mod set;
mod style;
mod typography;
mod words;

pub use crate::font::FaceSet;
pub use course::runs_leftward;
pub use draft::{Draft, DraftLine, drafts};
pub use headline::{Fit, Headline, Measured, headline};
pub use style::{Align, Breaking, Measure, ParagraphStyle, Slot, Span, TextStyle};
pub use typography::{Typographer, typography};

use std::sync::Arc;

use linebreak::Params;
use prepare::List;
use words::{Shape, WordStore};

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
    /// The text runs from right to left: its lines do too, but nobody has turned columns and pages.
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

impl SetLine {
    /// Where its text begins on the left, from the start of the measure.
    pub fn left(&self) -> Length {
        let runs = self.runs.iter().map(|run| run.x);
        runs.min().unwrap_or(Length::ZERO)
    }
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
    /// Space after every glyph; the advances have it already.
    pub tracking: Length,
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
    fonts: &Fonts,
    spans: &[Span<'_>],
    style: &ParagraphStyle,
    measure: &Measure,
    start_line: usize,
) -> SetParagraph {
    let shape = &mut fonts.shaper();
    let store = &mut words::store(fonts);
    set_in(shape, store, spans, style, measure, start_line)
}

fn set_in(
    shape: &mut dyn Shape,
    store: &mut WordStore,
    spans: &[Span<'_>],
    style: &ParagraphStyle,
    measure: &Measure,
    start_line: usize,
) -> SetParagraph {
    let style = Arc::new(style.clone());
    let (draft, _) = draft::drafts_in(shape, store, spans, &style, measure, start_line, &[]);
    draft.paragraph(shape)
}

/// The narrowest room that any line of a paragraph can have.
fn narrowest(style: &ParagraphStyle, measure: &Measure, start_line: usize) -> i64 {
    let last = measure.special_lines().max(start_line);
    let widths = (start_line..=last).map(|line| measure.slot(line).width.0);
    let least = widths.min().unwrap_or(0);
    least
        .min(measure.slot(start_line).width.0 - style.indent.0)
        .max(1)
}

fn params(list: &List, style: &ParagraphStyle, looseness: i32) -> Params {
    let breaking = &style.breaking;
    let ragged = style.align != Align::Justified;
    Params {
        pretolerance: breaking.pretolerance,
        tolerance: breaking.tolerance,
        emergency_stretch: breaking.emergency_stretch.0,
        line_penalty: breaking.line_penalty,
        double_hyphen_demerits: i64::from(breaking.double_hyphen_demerits),
        final_hyphen_demerits: i64::from(breaking.final_hyphen_demerits),
        adjacent_demerits: if ragged {
            0
        } else {
            i64::from(breaking.adjacent_demerits)
        },
        jump_demerits: i64::from(breaking.jump_demerits),
        looseness,
        ragged: if ragged {
            style.text.size.0 * RAGGED_EMS
        } else {
            0
        },
        last_glyph: if ragged {
            0
        } else {
            style.text.size.0 * i64::from(breaking.tracking_limit) / 1000
        },
        first_start: list.first_start,
        ladder_demerits: i64::from(breaking.ladder_demerits),
        runt_demerits: i64::from(breaking.runt_demerits),
        stack_demerits: i64::from(breaking.stack_demerits),
        rescue: true,
    }
}

/// Stretch at a ragged edge, in ems. Plain TeX's `\raggedright` has 2, which drives narrow columns into
/// hyphens.
const RAGGED_EMS: i64 = 3;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod fixed_tests;
