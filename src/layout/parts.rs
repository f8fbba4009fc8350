//! What an issue has beside its stories' columns: jumps, sections, an index, boxes, advertisements.
//!
//! Plain types and their defaults.

use crate::units::Length;

/// `[jumps]`: when a story may go on on a later page.
#[derive(Clone, Debug, PartialEq)]
pub struct Jumps {
    /// Whether stories jump at all in a modular layout (`allow`). Default true. Without jumps, what
    /// cannot be cut into rectangles goes down the columns.
    pub allow: bool,
    /// Lines of a column, over all columns of a story, that stand before the jump at least (`before`),
    /// 1 to 1000. Default 16.
    pub before: i32,
    /// Lines of a column at least that go on (`after`), 1 to 1000. Default 20.
    pub after: i32,
    /// What stands over the part that went on (`head`). Default `keyword`.
    pub head: JumpHead,
    /// Whether the stories of the front page jump as readily as they end there (`front`). Default
    /// false.
    pub front: bool,
}

impl Default for Jumps {
    fn default() -> Jumps {
        Jumps {
            allow: true,
            before: 16,
            after: 20,
            head: JumpHead::Keyword,
            front: false,
        }
    }
}

/// What stands over the part of a story that went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JumpHead {
    /// The word of the headline that tells most, in capitals; the jump line names it (`keyword`).
    Keyword,
    /// The headline again, small (`headline`).
    Headline,
}

/// Where a section begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionStart {
    /// On a new page (`page`).
    Page,
    /// On a new right-hand page, after a blank one where need be (`right`).
    Right,
    /// Anywhere: only the folio line names it (`run`).
    Run,
}

/// `[sections]`
#[derive(Clone, Debug, PartialEq)]
pub struct Sections {
    /// Where a section begins (`start`). Default `page`.
    pub start: SectionStart,
    /// Whether its first page has its name at the head, in `[style.section]` (`show`). Default true.
    pub show: bool,
    /// Thickness of the rule over the name (`rule_above`), 0pt to 24pt. Default 0pt.
    pub rule_above: Length,
    /// Thickness of the rule under it (`rule_below`), 0pt to 24pt. Default 1pt.
    pub rule_below: Length,
    /// Pages of an issue are a multiple of this (`multiple`), 1 to 16; blank ones are added behind the
    /// last. Default 1.
    pub multiple: i32,
}

impl Default for Sections {
    fn default() -> Sections {
        Sections {
            start: SectionStart::Page,
            show: true,
            rule_above: Length::ZERO,
            rule_below: Length::pt(1.0),
            multiple: 1,
        }
    }
}

/// `[inside]`: the index of stories on the front page.
#[derive(Clone, Debug, PartialEq)]
pub struct Inside {
    /// Stories that it names (`entries`), 0 to 20; 0 for no index. Default 0. With one, no page is
    /// finished before the last is.
    pub entries: i32,
    /// Columns that it stands over (`columns`), 1 to 16. Default 1.
    pub columns: usize,
}

impl Default for Inside {
    fn default() -> Inside {
        Inside {
            entries: 0,
            columns: 1,
        }
    }
}

/// `[boxes]`: stories that the edition wants between rules or on a tint, and the index.
#[derive(Clone, Debug, PartialEq)]
pub struct Boxes {
    /// From the edge of the box to its text (`inset`), 0pt to 36pt. Default 6pt.
    pub inset: Length,
    /// Thickness of the rules round a box (`rule`), 0pt to 12pt. Default 0.6pt.
    pub rule: Length,
    /// Tint of a tinted box (`tint`), 0 to 0.3 of black. Default 0.08.
    pub tint: f64,
}

impl Default for Boxes {
    fn default() -> Boxes {
        Boxes {
            inset: Length::pt(6.0),
            rule: Length::pt(0.6),
            tint: 0.08,
        }
    }
}

/// `[adverts]`: advertisements with a size of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Adverts {
    /// Part of a page's area that they take at most (`most`), 0 to 0.9. Default 0.5.
    pub most: f64,
    /// Thickness of the rules round one without a picture, and over one with (`rule`), 0pt to 12pt.
    /// Default 0.5pt.
    pub rule: Length,
}

impl Default for Adverts {
    fn default() -> Adverts {
        Adverts {
            most: 0.5,
            rule: Length::pt(0.5),
        }
    }
}
