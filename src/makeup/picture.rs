//! Pictures and their placeholders: where a picture's bytes come from, and how it may stand.

use super::remark::{Remark, RemarkKind};
use crate::frame::{Picture, exif};

/// Where pictures come from: the caller knows files, this room does not.
pub trait PictureSource {
    /// The bytes of a picture (JPEG or PNG) by the name that the edition gives it, or why they
    /// cannot be had.
    ///
    /// # Errors
    /// The reason, in words for a remark.
    fn picture(&self, name: &str) -> Result<Vec<u8>, String>;
}

/// A picture of a story that is to stand over columns.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    /// Where in the story it comes.
    pub(super) order: usize,
    /// The text under it.
    pub(super) caption: String,
    /// Its credit; empty for none.
    pub(super) credit: String,
    /// The picture; `None` for a placeholder.
    pub(super) picture: Option<Known>,
    /// Whether it is a quotation set large, and no picture: the caption is its text.
    pub(super) quote: Option<Quotation>,
}

/// What a quotation set large is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotation {
    /// One of the edition.
    Own,
    /// One whose words stand in the story as well.
    Repeated,
}

/// A picture at hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Known {
    /// Index into the document's pictures.
    pub(super) index: usize,
    /// Height over width.
    pub(super) ratio: f64,
}

/// The pictures asked for so far.
pub(super) struct Pictures<'a> {
    source: Option<&'a dyn PictureSource>,
    /// Pictures that have been given away with a page.
    given: usize,
    pub(super) found: Vec<Picture>,
    pub(super) remarks: Vec<Remark>,
}

impl<'a> Pictures<'a> {
    pub(super) fn new(source: Option<&'a dyn PictureSource>) -> Pictures<'a> {
        Pictures {
            source,
            given: 0,
            found: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// Forgets what has been given away.
    pub(super) fn give(&mut self) {
        self.given += self.found.len();
        self.found.clear();
    }

    /// The picture of a name, if there is one; what cannot be had is remarked on.
    pub(super) fn get(&mut self, name: Option<&str>, article: usize) -> Option<Known> {
        let name = name?;
        let bytes = self.source?.picture(name).and_then(|bytes| {
            let size = pixels(&bytes).ok_or("it is neither a JPEG nor a PNG that can be read")?;
            Ok((bytes, size))
        });
        match bytes {
            Ok((bytes, (width, height))) => {
                self.found.push(Picture { bytes });
                Some(Known {
                    index: self.given + self.found.len() - 1,
                    ratio: f64::from(height) / f64::from(width),
                })
            }
            Err(reason) => {
                self.remarks.push(Remark {
                    kind: RemarkKind::Picture,
                    article: Some(article),
                    page: None,
                    place: name.to_owned(),
                    text: format!("{reason}; its place is kept"),
                });
                None
            }
        }
    }
}

/// Width and height in pixels of a PNG (ISO/IEC 15948, 11.2.2) or a JPEG (ITU T.81, B.2.2), turned as it will be.
fn pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let at = |from: usize| {
            let four = bytes.get(from..from + 4)?;
            Some(u32::from_be_bytes(four.try_into().ok()?))
        };
        (at(16)?, at(20)?)
    } else {
        jpeg(bytes)?
    };
    (size.0 > 0 && size.1 > 0).then_some(size)
}

fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let two = |at: usize| {
        let pair = bytes.get(at..at + 2)?;
        Some(u32::from(pair[0]) << 8 | u32::from(pair[1]))
    };
    if two(0)? != 0xFFD8 {
        return None;
    }
    let mut at = 2;
    let mut orientation = 1;
    loop {
        let marker = two(at)?;
        match marker {
            // Start of frame, all kinds but the tables that share the range.
            0xFFC0..=0xFFCF if ![0xFFC4, 0xFFC8, 0xFFCC].contains(&marker) => {
                let (width, height) = (two(at + 7)?, two(at + 5)?);
                return Some(if orientation > 4 {
                    (height, width)
                } else {
                    (width, height)
                });
            }
            0xFFFF => at += 1,
            0xFF01 | 0xFFD0..=0xFFD8 => at += 2,
            0xFF00.. => {
                let end = at + 2 + two(at + 2)?.max(2) as usize;
                if marker == 0xFFE1 {
                    let said = bytes.get(at + 4..end).and_then(exif::orientation);
                    orientation = said.unwrap_or(orientation);
                }
                at = end;
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_png_and_a_jpeg() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 3, 0x20, 0, 0, 2, 0x58]);
        assert_eq!(pixels(&png), Some((800, 600)));
        let jpeg = [
            0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC2, 0, 11, 8, 0, 100, 0, 200, 1, 1, 0, 0,
        ];
        assert_eq!(pixels(&jpeg), Some((200, 100)));
        // A camera that was held upright says so; one that was held upside down takes no more room.
        for (orientation, size) in [(6, (100, 200)), (3, (200, 100))] {
            let mut turned = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, 34];
            turned.extend(b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
            turned.extend([orientation, 0, 0, 0, 0, 0, 0]);
            turned[5] = (turned.len() - 4) as u8;
            turned.extend(&jpeg[2..]);
            assert_eq!(pixels(&turned), Some(size), "{orientation}");
        }
        assert_eq!(pixels(b"GIF89a"), None);
        assert_eq!(pixels(&[0xFF, 0xD8, 0xFF]), None);
    }
}
