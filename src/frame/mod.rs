//! Finished pages as positioned things: the waist between make-up and PDF.
//!
//! Knows where ink goes and what it means, not why it is there (make-up) nor how it is written
//! (PDF). All places are measured from the top left corner of the trimmed page, downward.

pub mod exif;

use crate::font::FaceId;
use crate::units::{Length, Point, Rect};

/// A page, finished.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Width of the trimmed page.
    pub width: Length,
    /// Height of the trimmed page.
    pub height: Length,
    /// Bleed beyond the trim on every side; zero for none.
    pub bleed: Length,
    /// What is printed as the page number ("1", "A4"); empty for none.
    pub label: String,
    /// The things on the page **in reading order**: article by article, column by column. What a
    /// reader extracts follows this order; nothing overlaps, so painting follows it too.
    pub items: Vec<Item>,
    /// Places on the page that lead to others: jump lines, entries of an index.
    pub links: Vec<Link>,
}

/// A place on a page that leads to another page of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where, on this page.
    pub rect: Rect,
    /// The element whose text stands there.
    pub element: ElementId,
    /// The page that it leads to, counted from 0; it may be a later one.
    pub page: u32,
}

/// One positioned thing.
#[derive(Clone, Debug)]
pub struct Item {
    /// The logical element that it is a part of; `None` for artifacts (rules, folios, marks).
    pub element: Option<ElementId>,
    /// What it is.
    pub kind: ItemKind,
}

/// What a positioned thing is.
#[derive(Clone, Debug)]
pub enum ItemKind {
    /// A run of glyphs of one face and size on one baseline.
    Glyphs(GlyphRun),
    /// A filled box: rules, tints, frames are made of these.
    Fill {
        /// Where.
        rect: Rect,
        /// With what.
        ink: Ink,
    },
    /// A box drawn as an outline, the line centred on the edge of `rect`.
    Stroke {
        /// Where.
        rect: Rect,
        /// Thickness of the line.
        weight: Length,
        /// With what.
        ink: Ink,
    },
    /// A picture. What of it stands outside `rect` is not shown.
    Picture {
        /// Where it shows.
        rect: Rect,
        /// Where the whole picture would stand: `rect`, or larger where it is cropped.
        whole: Rect,
        /// Index into [`Document::pictures`].
        picture: usize,
    },
}

/// A run of glyphs of one face and size on one baseline.
#[derive(Clone, Debug)]
pub struct GlyphRun {
    /// The face.
    pub face: FaceId,
    /// The size (em).
    pub size: Length,
    /// Start of the baseline.
    pub at: Point,
    /// Horizontal scaling of the glyphs in 1/1000 (1000 is none): microtypographic expansion.
    pub stretch: i32,
    /// The colour.
    pub ink: Ink,
    /// Space after every glyph for the sake of the line; the advances have it already.
    pub tracking: Length,
    /// The glyphs in visual order.
    pub glyphs: Vec<Glyph>,
    /// The text that the run stands for. Clusters of glyphs point into it.
    pub text: String,
    /// The language of the run when it differs from the document's (BCP 47).
    pub language: Option<String>,
    /// Whether the last glyph is a hyphen that line breaking put there: it is not in `text`, and a
    /// reader that extracts the text is to get the whole word without it.
    pub soft_hyphen: bool,
}

/// One glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Glyph number in the face.
    pub id: u16,
    /// How far the pen moves: the shaped advance with kerning, tracking and justification, already
    /// multiplied by the run's `stretch`.
    pub advance: Length,
    /// Shift of the glyph from the pen, to the right.
    pub dx: Length,
    /// Shift of the glyph from the pen, upward.
    pub dy: Length,
    /// First byte in [`GlyphRun::text`] of the cluster that this glyph belongs to. Glyphs of one
    /// cluster share it; the cluster ends where the next one starts.
    pub cluster: u32,
}

/// A colour as a press sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ink {
    /// Black ink alone, 0 (paper) to 1 (solid). Text is always `Black(1.0)`, overprinted.
    Black(f32),
    /// Cyan, magenta, yellow, black, each 0 to 1.
    Cmyk([f32; 4]),
    /// The accent colour of the issue, 0 (paper) to 1 (solid): a spot colour, or a mixture of inks.
    Accent(f32),
}

/// Number of a logical element in [`Document::elements`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementId(pub u32);

/// A logical element: what a screen reader is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// What it is.
    pub role: ElementRole,
    /// The element that holds it; `None` only for articles and other top elements.
    pub parent: Option<ElementId>,
    /// Replacement text for pictures and placeholders; empty for none.
    pub alt: String,
    /// The language when it differs from the document's (BCP 47).
    pub language: Option<String>,
}

/// What a logical element is; the names of PDF structure types in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ElementRole {
    /// A story, a thread of beads in the PDF (Art).
    Article,
    /// The masthead's title (Title or H1 of the document).
    Masthead,
    /// The line over a headline (P).
    Kicker,
    /// A headline (H1).
    Headline,
    /// A heading inside a story (H2).
    Subhead,
    /// The summary under a headline (P).
    Standfirst,
    /// A byline (P).
    Byline,
    /// Running text (P).
    Paragraph,
    /// A picture or its placeholder (Figure).
    Figure,
    /// The text under a picture (Caption).
    Caption,
    /// A list, an item of it (L, LI).
    List,
    /// One item of a list.
    ListItem,
    /// A jump line, or the head of the part that went on (P with a Link where the target is known).
    Jump,
    /// A quotation set apart (BlockQuote).
    PullQuote,
}

/// The region of a page that one column of an article takes: a bead of its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bead {
    /// The article's element.
    pub article: ElementId,
    /// Page, counted from 0.
    pub page: u32,
    /// Where.
    pub rect: Rect,
}

/// A picture's bytes, as read.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The file's bytes (JPEG or PNG).
    pub bytes: Vec<u8>,
}

/// What has been added to a document since its last page, so that the two need not be kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Since<'a> {
    /// The next logical elements, as in [`Document::elements`]; those of the page are among these and those
    /// before.
    pub elements: &'a [Element],
    /// The next columns of articles, as in [`Document::beads`].
    pub beads: &'a [Bead],
    /// The next pictures, as in [`Document::pictures`].
    pub pictures: &'a [Picture],
    /// Articles of which no later page shows anything.
    pub finished: &'a [ElementId],
}

impl<'a> From<&'a Document> for Since<'a> {
    fn from(document: &'a Document) -> Since<'a> {
        Since {
            elements: &document.elements,
            beads: &document.beads,
            pictures: &document.pictures,
            finished: &[],
        }
    }
}

impl Document {
    /// Adds a page, and what has come since the last one.
    pub fn add(&mut self, page: Page, since: Since<'_>) {
        self.pages.push(page);
        self.elements.extend_from_slice(since.elements);
        self.beads.extend_from_slice(since.beads);
        self.pictures.extend_from_slice(since.pictures);
    }
}

/// An issue, finished.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// Logical elements, parents before children, in reading order.
    pub elements: Vec<Element>,
    /// Columns of articles in reading order.
    pub beads: Vec<Bead>,
    /// Pictures.
    pub pictures: Vec<Picture>,
    /// Title of the document.
    pub title: String,
    /// Language of the document (BCP 47); `und` when unknown.
    pub language: String,
}
