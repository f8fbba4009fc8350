//! What stops the writing of a PDF, and what is only remarked on.

use std::{fmt, io};

use crate::font::FaceId;

/// Why a PDF could not be written.
#[derive(Debug)]
pub enum Error {
    /// The output took no more bytes.
    Output(io::Error),
    /// A document without pages: no PDF may be without one.
    NoPages,
    /// A page that no PDF can hold: each side is 3 to 14,400 points (ISO 19005-2, 6.1.13).
    PageSize {
        /// The page, counted from 1.
        page: usize,
        /// Its width with bleed and marks, in points.
        width: f64,
        /// Its height with bleed and marks, in points.
        height: f64,
    },
    /// A face that cannot be embedded.
    Face {
        /// The face.
        face: FaceId,
        /// Its PostScript name, as far as it could be read.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An ICC profile that cannot be an output intent.
    Profile {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A file whose pages cannot be put onto sheets.
    Impose {
        /// What is wrong with it.
        reason: String,
    },
    /// A set of standards that no one file can keep.
    Standards {
        /// What was asked for.
        asked: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Output(error) => write!(f, "the PDF could not be written: {error}"),
            Error::NoPages => f.write_str("there is no page to write; give the document some text"),
            Error::PageSize {
                page,
                width,
                height,
            } => write!(
                f,
                "page {page} is {width:.1} by {height:.1} points with its bleed and marks; a PDF \
                 page takes 3 to 14400 on a side, so change the page size in the layout"
            ),
            Error::Face { face, name, reason } => write!(
                f,
                "face {} ({name}) cannot be embedded: {reason}; choose another font file",
                face.0
            ),
            Error::Profile { reason } => write!(
                f,
                "the ICC profile cannot be the output intent: {reason}; give a CMYK printer profile"
            ),
            Error::Impose { reason } => write!(
                f,
                "the file's pages cannot be put onto sheets: {reason}; `reglet check` says more"
            ),
            Error::Standards { asked, reason } => {
                write!(f, "the standards \"{asked}\" cannot be kept: {reason}")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Output(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::Output(error)
    }
}

/// Something that a person should know about a PDF that was written all the same.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    /// A character that its face does not have: an empty box is printed in its place, and the text
    /// keeps the character.
    MissingGlyph {
        /// The page, counted from 1.
        page: usize,
        /// The text that the box stands for.
        text: String,
    },
    /// A picture that could not be used: a crossed box is printed in its place.
    BadPicture {
        /// Index into the document's pictures.
        picture: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// An item that names a picture that the document does not have.
    NoSuchPicture {
        /// The page, counted from 1.
        page: usize,
        /// The index asked for.
        picture: usize,
    },
    /// A fill that would take more ink than the paper holds; its colours were reduced to the limit.
    InkOverLimit {
        /// The page, counted from 1.
        page: usize,
        /// The sum of the inks asked for, in percent.
        asked: u32,
        /// The limit, in percent.
        limit: u32,
    },
    /// A picture that takes more ink than the paper holds. Pictures in inks are never changed.
    InkyPicture {
        /// Index into the document's pictures.
        picture: usize,
        /// The ink of its heaviest parts, in percent.
        ink: u32,
        /// The limit, in percent.
        limit: u32,
    },
    /// A figure without alternative text or caption: a screen reader can only say that it is there.
    NoAlt {
        /// The figure's number in the document's elements.
        element: u32,
    },
    /// A picture printed with fewer pixels to the inch than the settings ask for.
    LowResolution {
        /// The page, counted from 1.
        page: usize,
        /// Index into the document's pictures.
        picture: usize,
        /// Pixels to the inch, as printed.
        resolution: u32,
    },
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Remark::MissingGlyph { page, text } => write!(
                f,
                "page {page}: no glyph for \"{}\", an empty box is printed; choose a face that has it",
                text.escape_debug()
            ),
            Remark::BadPicture { picture, reason } => write!(
                f,
                "picture {}: {reason}; a crossed box is printed in its place",
                picture + 1
            ),
            Remark::NoSuchPicture { page, picture } => write!(
                f,
                "page {page}: there is no picture {}; a crossed box is printed in its place",
                picture + 1
            ),
            Remark::InkOverLimit { page, asked, limit } => write!(
                f,
                "page {page}: a tint of {asked} % ink was reduced to the limit of {limit} %"
            ),
            Remark::InkyPicture {
                picture,
                ink,
                limit,
            } => write!(
                f,
                "picture {}: it takes {ink} % ink where it is darkest, more than the {limit} % that the \
                 paper holds; separate it anew for this paper",
                picture + 1
            ),
            Remark::NoAlt { element } => write!(
                f,
                "figure {element} has no alternative text and no caption; describe it in the edition"
            ),
            Remark::LowResolution {
                page,
                picture,
                resolution,
            } => write!(
                f,
                "page {page}: picture {} prints at {resolution} pixels to the inch; bring a larger file \
                 or print it smaller",
                picture + 1
            ),
        }
    }
}
