//! What a sub-editor would mark on the proof.

use std::fmt;

/// A remark on a page made up: a value with a place, never a line in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What kind of thing it is about.
    pub kind: RemarkKind,
    /// The article, counted from 0 as in the edition; `None` for the page or the issue.
    pub article: Option<usize>,
    /// The page, counted from 0; `None` where no page is meant.
    pub page: Option<u32>,
    /// Where, in words: the beginning of a paragraph, a column.
    pub place: String,
    /// What is the matter, and how much, in a lowercase sentence.
    pub text: String,
}

/// Kinds of remarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RemarkKind {
    /// A line is longer than its measure.
    Overfull,
    /// The words of a line stand far apart.
    LooseLine,
    /// A word is divided where its language has no hyphen.
    Divided,
    /// No face has a character.
    MissingCharacter,
    /// A family that the layout names is not at hand.
    MissingFace,
    /// A script that runs from right to left.
    RightToLeft,
    /// Text that no page has room for.
    Overset,
    /// A page with more white at its foot than wanted.
    Underfull,
    /// A hole of more than two lines inside a page.
    Hole,
    /// The last line of a paragraph stands alone at a column's head.
    Widow,
    /// The first line of a paragraph stands alone at a column's foot.
    Club,
    /// A heading is parted from its text.
    PartedHeading,
    /// A headline that does not fit its width in any size.
    Headline,
    /// A picture that could not be had.
    Picture,
    /// A story goes on on another page.
    Jump,
    /// A page that no cuts were found for: its stories stand one after the other down the columns.
    Down,
    /// A page without text, for the sake of those after it.
    Blank,
    /// An advertisement that cannot stand where or as it is wanted.
    Advert,
    /// More pages than the layout wants.
    Pages,
}

impl RemarkKind {
    /// The kind as a word, stable for scripts.
    pub fn name(self) -> &'static str {
        match self {
            RemarkKind::Overfull => "overfull",
            RemarkKind::LooseLine => "loose-line",
            RemarkKind::Divided => "divided",
            RemarkKind::MissingCharacter => "missing-character",
            RemarkKind::MissingFace => "missing-face",
            RemarkKind::RightToLeft => "right-to-left",
            RemarkKind::Overset => "overset",
            RemarkKind::Underfull => "underfull",
            RemarkKind::Hole => "hole",
            RemarkKind::Widow => "widow",
            RemarkKind::Club => "club",
            RemarkKind::PartedHeading => "parted-heading",
            RemarkKind::Headline => "headline",
            RemarkKind::Picture => "picture",
            RemarkKind::Jump => "jump",
            RemarkKind::Down => "down",
            RemarkKind::Blank => "blank",
            RemarkKind::Advert => "advert",
            RemarkKind::Pages => "pages",
        }
    }
}

impl fmt::Display for Remark {
    /// `page 2, article 3 ("Place"): kind: text`, page and article counted from 1.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some(page) = self.page {
            parts.push(format!("page {}", page + 1));
        }
        if let Some(article) = self.article {
            parts.push(format!("article {}", article + 1));
        }
        if !self.place.is_empty() {
            parts.push(format!("\u{201c}{}\u{201d}", self.place));
        }
        if !parts.is_empty() {
            write!(f, "{}: ", parts.join(", "))?;
        }
        write!(f, "{}: {}", self.kind.name(), self.text)
    }
}
