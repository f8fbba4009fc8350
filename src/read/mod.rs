//! One file per input format: bytes -> pages.

use crate::model::Page;

/// Why an input could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing but white space.
    Empty,
    /// Bytes that are no text: the place of the first one.
    Binary {
        /// Offset of the byte that shows it.
        byte: usize,
    },
    /// A line longer than [`MAX_LINE`] bytes.
    LongLine {
        /// The line, counted from 1.
        line: usize,
        /// Its length in bytes.
        bytes: usize,
    },
}

/// The longest line that is read, in bytes.
pub const MAX_LINE: usize = 4 << 20;

/// Reads plain text: whole paragraphs a line or raw lines, any line ending, UTF-8 with or without
/// byte order mark, or Windows-1252.
///
/// # Errors
/// [`ReadError`] when the bytes are empty, are no text, or hold a line beyond [`MAX_LINE`].
pub fn text(_name: &str, _bytes: Vec<u8>) -> Result<Page, ReadError> {
    Err(ReadError::Empty)
}
