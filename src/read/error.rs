//! Why an input could not be read.

use std::fmt;

use super::{MAX_LINE, MAX_UNPACKED};

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
    /// A compressed file that does not unpack.
    Unpack {
        /// What it is ("a gzip file").
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// More bytes than [`MAX_UNPACKED`] are packed into it.
    Bomb {
        /// What it is ("a gzip file").
        what: &'static str,
    },
    /// Its format is known, but the file is damaged or not what it says.
    Damaged {
        /// What it is ("a PDF file").
        what: &'static str,
        /// What is wrong with it, and where.
        why: String,
    },
    /// It is encrypted, and opens only with a password.
    Encrypted,
    /// A known format with no text on any page.
    NeedsOcr {
        /// Number of pages.
        pages: usize,
    },
    /// It names other files, and none of them can be found.
    Beside {
        /// What it is ("a METS file").
        what: &'static str,
        /// The first file that was looked for; empty when it names none.
        file: String,
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
            ReadError::Unpack { what, why } => write!(
                f,
                "it is {what} that does not unpack ({why}); fetch it again, it may have been cut short"
            ),
            ReadError::Bomb { what } => write!(
                f,
                "it is {what} that unpacks to more than {} MiB; give one issue a file",
                MAX_UNPACKED >> 20
            ),
            ReadError::Damaged { what, why } => write!(
                f,
                "it looks like {what}, but {why}; make it anew, or give the text of its pages"
            ),
            ReadError::Encrypted => write!(
                f,
                "it is a PDF file that opens only with a password; take the password off first, for instance with qpdf --decrypt"
            ),
            ReadError::NeedsOcr { pages: 1 } => write!(
                f,
                "its page has no text; run OCR over it first, for instance with ocrmypdf"
            ),
            ReadError::NeedsOcr { pages } => write!(
                f,
                "none of its {pages} pages has text; run OCR over it first, for instance with ocrmypdf"
            ),
            ReadError::Beside { what, file } if file.is_empty() => write!(
                f,
                "it is {what} that names no file of a page; give the files of the pages themselves"
            ),
            ReadError::Beside { what, file } => write!(
                f,
                "it is {what} that names {file}, which is not there; keep it in the folder of its issue"
            ),
            ReadError::LongLine { line, bytes } => write!(
                f,
                "line {line} is {bytes} bytes long, and a line may have {MAX_LINE}; break the text into paragraphs, one a line"
            ),
        }
    }
}

impl std::error::Error for ReadError {}
