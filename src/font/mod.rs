//! Faces, shaping and widths. Knows glyphs and font files; not lines, columns or PDF.
//!
//! [`Fonts`] holds every face at hand: the embedded ones and those that the user brought. An
//! embedded face is not read before something asks it for a glyph or a measure, so a job pays only
//! for the faces that it uses.

mod embedded;
mod error;
mod face;
mod memo;
mod shape;

use std::borrow::Cow;

pub use error::FontError;
pub use face::{Face, Outlines};
pub use memo::Memo;
pub use shape::{Course, Features, Shaped, ShapedGlyph, ShapedPart, Shaper};

use memo::Memos;

/// Number of a face in [`Fonts`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FaceId(pub u16);

/// The four faces of a family at one optical size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FaceSet {
    /// Upright.
    pub regular: FaceId,
    /// For `*emphasis*`.
    pub italic: FaceId,
    /// For `**strong**`.
    pub bold: FaceId,
    /// For both at once.
    pub bold_italic: FaceId,
}

/// A family: its name and where to look for characters that it lacks.
#[derive(Clone, Debug)]
struct Family {
    name: String,
    fallback: Vec<String>,
    /// The weight that another family takes its place with; 0 for that of the face itself.
    fallback_weight: u16,
}

/// All faces at hand: the embedded ones and those that the user brought.
///
/// Sharing between threads is free: nothing here changes once the faces are added but caches.
#[derive(Debug)]
pub struct Fonts {
    families: Vec<Family>,
    faces: Vec<Face>,
    memos: Memos,
}

impl Default for Fonts {
    fn default() -> Self {
        Fonts::embedded()
    }
}

impl Fonts {
    /// The faces that reglet brings (`fonts/fonts.toml`). Reads none of them yet.
    pub fn embedded() -> Fonts {
        let (families, faces) = embedded::read();
        Fonts {
            families,
            faces,
            memos: Memos::default(),
        }
    }

    /// Adds the faces of a font file (OpenType or TrueType, single or a collection); `name` is what
    /// errors call it. Faces added later win over earlier ones of the same family, weight and slope.
    ///
    /// # Errors
    /// [`FontError::Broken`] when the bytes are not a font that can be read,
    /// [`FontError::Restricted`] when its licence flags forbid embedding, [`FontError::TooMany`]
    /// beyond 65,536 faces.
    pub fn add_file(
        &mut self,
        name: &str,
        bytes: impl Into<Cow<'static, [u8]>>,
    ) -> Result<Vec<FaceId>, FontError> {
        let found = face::read_file(name, bytes.into())?;
        let mut added = Vec::new();
        for face in found {
            let id = u16::try_from(self.faces.len()).map_err(|_| FontError::TooMany {
                name: name.to_owned(),
            })?;
            if self.family_index(face.family()).is_none() {
                self.families.push(Family {
                    name: face.family().to_owned(),
                    fallback: Vec::new(),
                    fallback_weight: 0,
                });
            }
            self.faces.push(face);
            added.push(FaceId(id));
        }
        Ok(added)
    }

    /// The face of a family nearest to a weight (100 to 900; 400 is regular, 700 bold), of the
    /// wanted slope if the family has one, else of the other slope. `None` when no face is of the
    /// family. Names are compared without regard to case.
    pub fn find(&self, family: &str, weight: u16, italic: bool) -> Option<FaceId> {
        let mut best: Option<(u32, usize)> = None;
        for (at, face) in self.faces.iter().enumerate() {
            if !same_name(face.family(), family) {
                continue;
            }
            let slope = u32::from(face.italic() != italic) * 10_000;
            let away = u32::from(face.weight().abs_diff(weight)) + slope;
            // `<=`: a face that the user brought replaces the embedded one.
            if best.is_none_or(|(least, _)| away <= least) {
                best = Some((away, at));
            }
        }
        best.map(|(_, at)| FaceId(at as u16))
    }

    /// The four faces of a family: regular and bold, upright and italic, each the nearest there is.
    ///
    /// # Errors
    /// [`FontError::UnknownFamily`] with the nearest name there is.
    pub fn family(&self, name: &str) -> Result<FaceSet, FontError> {
        let unknown = || FontError::UnknownFamily {
            family: name.to_owned(),
            nearest: self.nearest_family(name),
        };
        let find = |weight, italic| self.find(name, weight, italic).ok_or_else(unknown);
        Ok(FaceSet {
            regular: find(400, false)?,
            italic: find(400, true)?,
            bold: find(700, false)?,
            bold_italic: find(700, true)?,
        })
    }

    /// The faces of a family around a weight other than regular: `weight` for plain text, and for
    /// strong text 300 more, at most 900.
    ///
    /// # Errors
    /// [`FontError::UnknownFamily`] with the nearest name there is.
    pub fn family_at(&self, name: &str, weight: u16) -> Result<FaceSet, FontError> {
        let set = self.family(name)?;
        let find = |weight: u16, italic, or| self.find(name, weight, italic).unwrap_or(or);
        let strong = weight.saturating_add(300).min(900);
        Ok(FaceSet {
            regular: find(weight, false, set.regular),
            italic: find(weight, true, set.italic),
            bold: find(strong, false, set.bold),
            bold_italic: find(strong, true, set.bold_italic),
        })
    }

    /// The names of all families, embedded ones first.
    pub fn families(&self) -> impl Iterator<Item = &str> {
        self.families.iter().map(|family| family.name.as_str())
    }

    /// A face. A number that these fonts did not give out stands for the first face.
    pub fn face(&self, id: FaceId) -> &Face {
        self.faces
            .get(usize::from(id.0))
            .unwrap_or_else(|| self.faces.first().expect("there are always embedded faces"))
    }

    /// How many faces there are; their numbers run from 0.
    pub fn len(&self) -> usize {
        self.faces.len()
    }

    /// Whether there is no face at all: never, since some are embedded.
    pub fn is_empty(&self) -> bool {
        self.faces.is_empty()
    }

    /// The face to take a character from: `face` itself if it has the character; else the nearest
    /// face in weight and slope of the families that its family names, then of any family. `None`
    /// when nothing at hand has the character.
    pub fn face_for(&self, face: FaceId, character: char) -> Option<FaceId> {
        let own = self.face(face);
        if own.glyph(character).is_some() {
            return Some(face);
        }
        let family = self.family_index(own.family()).map(|at| &self.families[at]);
        let weight = match family.map_or(0, |family| family.fallback_weight) {
            0 => own.weight(),
            weight => weight,
        };
        let named = family.map(|family| family.fallback.as_slice());
        let named = named.unwrap_or_default().iter().map(String::as_str);
        named
            .chain(self.families())
            .filter_map(|family| self.find(family, weight, own.italic()))
            .find(|&id| self.face(id).glyph(character).is_some())
    }

    /// What turns text into glyphs. Keeps what it has shaped, also for the next shaper.
    pub fn shaper(&self) -> Shaper<'_> {
        Shaper::new(self)
    }

    /// Borrows a store that stays with these fonts: rooms above keep there what they have worked
    /// out with them, such as measured words. Each borrower has a store of its own until it gives it
    /// back, so nothing ever waits.
    pub fn memo<T: Default + Send + 'static>(&self) -> Memo<'_, T> {
        self.memos.take()
    }

    fn family_index(&self, name: &str) -> Option<usize> {
        self.families
            .iter()
            .position(|family| same_name(&family.name, name))
    }

    fn nearest_family(&self, name: &str) -> String {
        let wanted = name.to_lowercase();
        self.families()
            .min_by_key(|known| distance(&known.to_lowercase(), &wanted))
            .unwrap_or_default()
            .to_owned()
    }
}

fn same_name(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

/// How many letters must be put in, left out or changed to make one name of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, &b) in other.iter().enumerate() {
            let changed = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(corner + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
