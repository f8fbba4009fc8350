//! Total-fit line breaking: a list of items in, the best breaks out. Knows numbers only.
//!
//! This is the algorithm of Knuth and Plass ("Breaking Paragraphs into Lines", Software: Practice
//! and Experience 11, 1981) as TeX has it (TeX: The Program, parts 38 and 39), in integers and with
//! TeX's own rounding, so that TeX's answers are the test. With boxes that do not give and all
//! demerits that TeX does not know at zero, breaks and demerits are TeX's.
//!
//! What is added, and off in TeX's terms: glyphs that stretch and shrink before spaces do, margins
//! that punctuation hangs into, and demerits for ladders of hyphens, short last lines and words
//! stacked on themselves at the edges of neighbouring lines.

mod judge;
mod places;
mod search;

pub(in crate::typeset) use judge::even_give;
pub(in crate::typeset) use places::Finder;
pub use places::Places;

/// A length in any fixed unit; all items and measures in the same one.
pub type Width = i64;

/// Badness that no line exceeds but an overfull one (TeX's `inf_bad`).
pub const INFINITELY_BAD: i32 = 10_000;
/// Penalty that forbids a break, or, below zero, forces one.
pub const INFINITE_PENALTY: i32 = 10_000;

/// What happens at the edges of the lines that a break makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edges {
    /// How far the line that ends here may hang out at its end.
    pub end: Width,
    /// How far the line that starts here may hang out at its start.
    pub start: Width,
    /// A number for the word before the break; 0 for none.
    pub last_word: u32,
    /// A number for the word after the break; 0 for none.
    pub first_word: u32,
}

/// One thing in the horizontal list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Something that is printed and never divided.
    Box {
        /// Its width.
        width: Width,
        /// By how much its glyphs can be stretched.
        stretch: Width,
        /// By how much its glyphs can be shrunk.
        shrink: Width,
    },
    /// A space that is fixed and never a break (a font's kern).
    Kern {
        /// Its width.
        width: Width,
    },
    /// A space. A break after something printed; vanishes at a break.
    Glue {
        /// Its natural width.
        width: Width,
        /// How much it may grow.
        stretch: Width,
        /// 0 for finite stretch, more for infinite (fi, fil, fill, filll).
        order: u8,
        /// How much it may shrink.
        shrink: Width,
        /// The edges of a break here.
        edges: Edges,
    },
    /// A place to break, at a price.
    Penalty {
        /// The price; 10000 and above forbids, -10000 and below forces.
        penalty: i32,
        /// The edges of a break here.
        edges: Edges,
    },
    /// A hyphenation point, or a hyphen that the text itself has.
    Discretionary {
        /// Width before the break, if it is taken.
        pre: Width,
        /// Width after the break, if it is taken.
        post: Width,
        /// Width if it is not taken.
        replace: Width,
        /// The price.
        penalty: i32,
        /// Whether the text itself has the hyphen: also tried in the first pass.
        explicit: bool,
        /// The edges of a break here.
        edges: Edges,
    },
    /// Something without width that is never a break but counts as printed.
    Mark,
}

/// Limits and prices; names as in The TeXbook, chapter 14.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Params {
    /// Highest badness of a line without hyphenation; below zero skips that pass.
    pub pretolerance: i32,
    /// Highest badness of a line.
    pub tolerance: i32,
    /// Stretch added to every line of the last pass.
    pub emergency_stretch: Width,
    /// Demerits of every line, before squaring.
    pub line_penalty: i32,
    /// Demerits of two hyphens in a row.
    pub double_hyphen_demerits: i64,
    /// Demerits of a hyphen on the last line but one.
    pub final_hyphen_demerits: i64,
    /// Demerits of neighbours of unlike tightness.
    pub adjacent_demerits: i64,
    /// Demerits of a line that gives all that is even beside one that gives nothing; they grow with the
    /// square of the difference.
    pub jump_demerits: i64,
    /// Lines more, or, below zero, fewer than the best.
    pub looseness: i32,
    /// Stretch at the ragged edge of every line.
    pub ragged: Width,
    /// What the glyphs of a line give less than their sum: no tracking follows the last one.
    pub last_glyph: Width,
    /// How far the first line may hang out at its start.
    pub first_start: Width,
    /// Demerits more for the third hyphen in a row, twice that for the fourth, and so on.
    pub ladder_demerits: i64,
    /// Demerits of a last line shorter than 15 % of its measure.
    pub runt_demerits: i64,
    /// Demerits of the same word at the same edge of two lines in a row.
    pub stack_demerits: i64,
    /// Whether a last resort follows TeX's passes: any looseness rather than an overfull line.
    pub rescue: bool,
}

/// The lines chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breaks {
    /// For every line the item that ends it; the number of items for the last.
    pub ends: Vec<usize>,
    /// Total demerits.
    pub demerits: i64,
    /// Whether some line had to be taken though no way to set it is within the limits.
    pub forced: bool,
}

/// Badness of stretching or shrinking what can give `total` by `by`: about 100 (by/total)³, exactly
/// as TeX rounds it (TeX: The Program, section 108).
pub fn badness(by: Width, total: Width) -> i32 {
    if by == 0 {
        return 0;
    }
    if total <= 0 {
        return INFINITELY_BAD;
    }
    let ratio = if by <= 7_230_584 {
        by * 297 / total
    } else if total >= 1_663_497 {
        by / (total / 297)
    } else {
        by
    };
    if ratio > 1290 {
        INFINITELY_BAD
    } else {
        ((ratio * ratio * ratio + 0o400_000) / 0o1_000_000) as i32
    }
}
