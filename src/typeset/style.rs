//! What a caller says of a paragraph: its text, its letters, its lines. Plain types, no work.

use crate::font::FaceSet;
use crate::frame::Ink;
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

/// Limits and prices of line breaking. Names and meanings as in The TeXbook, chapter 14, where TeX
/// has them.
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
    /// Penalty of a break after a hyphen or dash that the text itself has.
    pub explicit_hyphen_penalty: i32,
    /// Demerits of two hyphenated lines in a row.
    pub double_hyphen_demerits: i32,
    /// Demerits of a hyphen on the last line but one.
    pub final_hyphen_demerits: i32,
    /// Demerits of neighbouring lines that are tight and loose.
    pub adjacent_demerits: i32,
    /// Demerits of a line whose glyphs give all they may beside one whose glyphs give nothing; they grow
    /// with the square of the difference.
    pub jump_demerits: i32,
    /// Demerits more for the third hyphen in a row, twice that for the fourth, and so on.
    pub ladder_demerits: i32,
    /// Demerits of the same word at the same edge of two lines in a row.
    pub stack_demerits: i32,
    /// Demerits of a last line shorter than 15 % of its measure.
    pub runt_demerits: i32,
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

impl Breaking {
    /// Plain TeX's values (The TeXbook, appendix B) and no microtypography.
    pub fn plain() -> Breaking {
        Breaking {
            tolerance: 200,
            pretolerance: 100,
            emergency_stretch: Length::ZERO,
            line_penalty: 10,
            hyphen_penalty: 50,
            explicit_hyphen_penalty: 50,
            double_hyphen_demerits: 10_000,
            final_hyphen_demerits: 5_000,
            adjacent_demerits: 10_000,
            jump_demerits: 0,
            ladder_demerits: 0,
            stack_demerits: 0,
            runt_demerits: 0,
            looseness: 0,
            stretch_limit: 0,
            tracking_limit: 0,
            hang: false,
            hyphen_min: (2, 3),
        }
    }

    /// For narrow newspaper columns, where hardly a paragraph is without a difficult line: punctuation hangs, glyphs scale by up to 3 % and letters move
    /// by up to 1.5 % of the em before word spaces have to give; hyphens cost more than in TeX.
    pub fn newspaper() -> Breaking {
        Breaking {
            tolerance: 9999,
            pretolerance: -1,
            emergency_stretch: Length::pt(9.0),
            hyphen_penalty: 180,
            double_hyphen_demerits: 20_000,
            jump_demerits: 3_000,
            ladder_demerits: 6_000_000,
            stack_demerits: 5_000,
            runt_demerits: 20_000,
            stretch_limit: 30,
            tracking_limit: 15,
            hang: true,
            ..Breaking::plain()
        }
    }
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

impl<'a> Span<'a> {
    /// Text without emphasis.
    pub fn plain(text: &'a str) -> Span<'a> {
        Span {
            text,
            italic: false,
            bold: false,
        }
    }
}

/// Where one line may lie in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// From the left edge of the column to the start of the line.
    pub indent: Length,
    /// From the start of the line to its end.
    pub width: Length,
}

/// The slot of every line: some that differ, and one for all lines after them (TeX's parshape).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    special: Vec<Slot>,
    rest: Slot,
}

impl Measure {
    /// All lines equally wide.
    pub fn even(width: Length) -> Measure {
        Measure::uneven(
            Vec::new(),
            Slot {
                indent: Length::ZERO,
                width,
            },
        )
    }

    /// The first lines as `special` says, all others as `rest`.
    pub fn uneven(special: Vec<Slot>, rest: Slot) -> Measure {
        Measure { special, rest }
    }

    /// The slot of a line, counted from 0.
    pub fn slot(&self, line: usize) -> Slot {
        self.special.get(line).copied().unwrap_or(self.rest)
    }

    /// How many lines there are before all are alike.
    pub fn special_lines(&self) -> usize {
        self.special.len()
    }
}
