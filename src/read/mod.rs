//! One file per input format: bytes -> pages.
//!
//! Knows formats and encodings; nothing of damage. What a reader changes is structure (which white
//! space parts blocks and lines), never a letter.

use std::fmt;

mod decode;
mod lines;
mod text;

pub use text::text;

/// The longest line that is read, in bytes. A page of a newspaper holds a hundredth of it.
pub const MAX_LINE: usize = 4 << 20;

/// Why an input could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing but white space.
    Empty,
    /// Bytes that are no text.
    Binary {
        /// Offset of the byte that shows it.
        byte: usize,
        /// What the bytes look like, when that can be told ("a PDF file").
        looks_like: Option<&'static str>,
    },
    /// A line longer than [`MAX_LINE`] bytes.
    LongLine {
        /// The line, counted from 1.
        line: usize,
        /// Its length in bytes.
        bytes: usize,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Empty => write!(
                f,
                "there is no text in it; give a file that holds the text of a page"
            ),
            ReadError::Binary {
                byte,
                looks_like: Some(what),
            } => write!(
                f,
                "it is {what} (byte {byte}), not plain text; extract its text first, for instance with pdftotext"
            ),
            ReadError::Binary {
                byte,
                looks_like: None,
            } => write!(
                f,
                "it is not plain text (byte {byte}); give a text file in UTF-8 or Windows-1252"
            ),
            ReadError::LongLine { line, bytes } => write!(
                f,
                "line {line} is {bytes} bytes long, and a line may have {MAX_LINE}; break the text into paragraphs, one a line"
            ),
        }
    }
}

impl std::error::Error for ReadError {}
