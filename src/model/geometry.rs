//! Where the words of a found page stand on its sheet: number of the page, boxes, faces, pictures.
//!
//! Knows places and how sure a word was read; nothing of formats, and nothing of what words mean.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// The unit in which the boxes of a page are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Big points, 1/72 inch: the unit of PDF.
    #[default]
    #[serde(rename = "pt")]
    Point,
    /// Pixels of the scan.
    #[serde(rename = "px")]
    Pixel,
    /// Tenths of a millimetre (`mm10` of ALTO).
    #[serde(rename = "mm10")]
    TenthMillimetre,
    /// 1/1200 inch (`inch1200` of ALTO).
    #[serde(rename = "inch1200")]
    Inch1200,
}

/// A box on a sheet: `x` to the right and `y` downward from its top left corner, in the [`Unit`] of
/// its page, rounded to hundredths. All four numbers are finite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f32; 4]", into = "[f32; 4]")]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Extent to the right, not negative.
    pub width: f32,
    /// Extent downward, not negative.
    pub height: f32,
}

// The numbers are finite, so that a box equals itself.
impl Eq for Area {}

impl From<[f32; 4]> for Area {
    fn from([x, y, width, height]: [f32; 4]) -> Area {
        Area::new(x, y, x + width, y + height)
    }
}

impl From<Area> for [f32; 4] {
    fn from(area: Area) -> [f32; 4] {
        [area.x, area.y, area.width, area.height]
    }
}

impl Area {
    /// The box between two corners; what is no finite number counts as zero.
    pub fn new(left: f32, top: f32, right: f32, bottom: f32) -> Area {
        let round = |value: f32| {
            let value = (f64::from(value) * 100.0).round() / 100.0;
            if value.is_finite() { value as f32 } else { 0.0 }
        };
        Area {
            x: round(left.min(right)),
            y: round(top.min(bottom)),
            width: round((right - left).abs()),
            height: round((bottom - top).abs()),
        }
    }

    /// The right edge.
    pub fn right(&self) -> f32 {
        self.x + self.width
    }

    /// The bottom edge.
    pub fn bottom(&self) -> f32 {
        self.y + self.height
    }

    /// The smallest box that holds both.
    pub fn with(&self, other: &Area) -> Area {
        Area::new(
            self.x.min(other.x),
            self.y.min(other.y),
            self.right().max(other.right()),
            self.bottom().max(other.bottom()),
        )
    }
}

/// A class of type on a page: one face in one size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    /// Size of the type in the unit of the page (height of the em), as far as it is known.
    pub size: f32,
    /// Size compared with the type that most of the page is set in: 1 for running text.
    pub relative: f32,
    /// Whether it is set in the face of the running text (its size aside).
    pub is_text_face: bool,
}

/// A word (or a piece of one, at the end of a line) as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedWord {
    /// Its bytes in the source.
    pub bytes: Range<usize>,
    /// Where it stands.
    pub area: Area,
    /// How sure the reader of the scan was, from 0 to 1; `None` where nobody said.
    pub confidence: Option<f32>,
    /// Index into [`Geometry::faces`].
    pub face: usize,
    /// The name of its element in the file, if it has one.
    pub element: Option<String>,
    /// The whole word that the file says this first part of a parted word belongs to.
    pub whole: Option<String>,
}

/// A picture of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedPicture {
    /// Where it stands.
    pub area: Area,
    /// The name of its element in the file, if it has one.
    pub element: Option<String>,
}

/// Where everything of a page stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Geometry {
    /// Number of the page in its file, counted from 1.
    pub page: u32,
    /// Width of the sheet.
    pub width: f32,
    /// Height of the sheet.
    pub height: f32,
    /// What all lengths are in.
    pub unit: Unit,
    /// The classes of type.
    pub faces: Vec<Face>,
    /// The words in the order of the source.
    pub words: Vec<PlacedWord>,
    /// The pictures, from top to bottom.
    pub pictures: Vec<PlacedPicture>,
    /// Bytes of the source that stand as captions by their pictures.
    pub captions: Vec<Range<usize>>,
}

impl Geometry {
    /// The words that have bytes in common with a range of the source; an empty range has the word
    /// that it stands in, if any.
    pub fn words_in(&self, bytes: Range<usize>) -> &[PlacedWord] {
        let first = self
            .words
            .partition_point(|word| word.bytes.end <= bytes.start);
        let count = self.words[first..]
            .iter()
            .take_while(|word| word.bytes.start < bytes.end || word.bytes.contains(&bytes.start))
            .count();
        &self.words[first..first + count]
    }

    /// Where a range of the source stands; `None` when no word is in it.
    pub fn spot(&self, bytes: Range<usize>) -> Option<Spot> {
        let words = self.words_in(bytes);
        let (first, rest) = words.split_first()?;
        Some(Spot {
            page: self.page,
            area: rest
                .iter()
                .fold(first.area, |all, word| all.with(&word.area)),
            unit: self.unit,
            element: first.element.clone(),
        })
    }

    /// The class of type of a range of the source: that of most of its bytes.
    pub fn face_of(&self, bytes: Range<usize>) -> Option<Face> {
        let mut counts = vec![0; self.faces.len()];
        for word in self.words_in(bytes) {
            *counts.get_mut(word.face)? += word.bytes.len();
        }
        let (face, count) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
        (*count > 0).then(|| self.faces[face])
    }
}

/// A place on a sheet of an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// Number of the page in its file, counted from 1.
    pub page: u32,
    /// The box, as left, top, width and height.
    #[serde(rename = "box")]
    pub area: Area,
    /// What the box is measured in.
    pub unit: Unit,
    /// The name of its first element in the file, if that has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(bytes: Range<usize>, x: f32) -> PlacedWord {
        PlacedWord {
            bytes,
            area: Area::new(x, 10.0, x + 8.0, 20.0),
            confidence: None,
            face: 0,
            element: None,
            whole: None,
        }
    }

    #[test]
    fn a_range_has_the_box_around_its_words() {
        let table = Geometry {
            page: 2,
            words: vec![word(0..3, 0.0), word(4..7, 10.0), word(8..11, 20.0)],
            ..Geometry::default()
        };
        let spot = table.spot(2..6).expect("two words");
        assert_eq!(spot.area, Area::new(0.0, 10.0, 18.0, 20.0));
        assert_eq!(table.words_in(3..4).len(), 0);
        assert_eq!(table.words_in(5..5).len(), 1);
        assert_eq!(table.spot(20..21), None);
    }
}
