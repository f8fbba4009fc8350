//! What a page shows, as plain things: text, fills, lines, pictures, and what should not be there.

use std::rc::Rc;

use super::colours::Colour;
use super::fonts::Font;
use super::value::{Dict, Value};

/// Left, bottom, right, top, in points on paper.
pub(super) type Extent = [f64; 4];

/// A colour as it meets the paper.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Paint {
    pub colour: Colour,
    pub overprint: bool,
}

/// Something on the page.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    Text(Shown),
    Fill {
        paint: Paint,
        extent: Extent,
        /// Whether it stands in a logical element or is an artifact.
        told: bool,
    },
    Stroke {
        paint: Paint,
        weight: f64,
        told: bool,
    },
    Picture {
        /// The stream, or a reference to it; `Null` for one that stands in the content itself.
        value: Value,
        dict: Dict,
        width: f64,
        height: f64,
        told: bool,
    },
    /// Something lets what lies below show through.
    Blend,
    /// Something that no page of print may have, in words.
    Banned(String),
}

/// A string that was shown.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub font: Rc<Font>,
    pub codes: Vec<u32>,
    /// What its glyphs are filled and outlined with; nothing when it is not seen.
    pub paints: Vec<Paint>,
    /// Size on paper, in points.
    pub size: f64,
    /// Start and end of the baseline on paper, without spaces at the end.
    pub from: (f64, f64),
    pub to: (f64, f64),
    /// The height of the em on paper, as a step from the baseline.
    pub up: (f64, f64),
    /// The box that clipping paths leave.
    pub clip: Option<Extent>,
    /// The marked part that it is in: the key of its content in the parent tree, and its number.
    pub part: Option<(Option<usize>, usize)>,
    pub artifact: bool,
    /// What the span around it says instead, once; empty for the rest of the span.
    pub instead: Option<String>,
}
