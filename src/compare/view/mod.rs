//! A comparison as a page for a browser, as JSON, and as a summary.
//!
//! Knows how to show; nothing of how a comparison was found.

mod escape;
mod html;
mod json;
mod summary;
mod texts;

pub use html::html;
pub use json::json;
pub use summary::summary;

use super::Scores;
use crate::raster::Picture;

/// What a view is told besides the comparison.
#[derive(Clone, Debug, Default)]
pub struct Told<'t> {
    /// Name of the first text.
    pub before: &'t str,
    /// Name of the second text.
    pub after: &'t str,
    /// The reference and how far both texts are from it.
    pub scores: Option<Scored<'t>>,
    /// Pages of either side as pictures, in order.
    pub pictures: [Vec<Picture>; 2],
}

/// How far both texts are from a reference.
#[derive(Clone, Debug)]
pub struct Scored<'t> {
    /// Name of the reference.
    pub reference: &'t str,
    /// The first text.
    pub before: Scores,
    /// The second text.
    pub after: Scores,
}
