//! One file per input format: bytes -> pages.
//!
//! Knows formats and encodings; nothing of damage. What a reader changes is structure (which white
//! space parts blocks and lines, in which order blocks are read), never a letter. A format is known
//! by its content, never by the name of its file.

mod alto;
mod archive;
mod columns;
mod decode;
mod error;
mod format;
mod gzip;
mod hocr;
mod lines;
mod mets;
mod natural;
mod page_xml;
mod pdf;
mod photos;
mod scan;
mod sheet;
mod text;
mod xml;

use std::fmt;

use crate::model::{Area, Page};

use format::Format;

pub(crate) use xml::{Node, Tree};

pub use error::ReadError;
pub use format::has_lines;
pub use natural::natural_order;
pub use photos::{Photo, photos};
pub use text::text;

/// The longest line that is read, in bytes. A page of a newspaper holds a hundredth of it.
pub const MAX_LINE: usize = 4 << 20;

/// The most bytes that are unpacked from one compressed input or one stream of a PDF.
pub const MAX_UNPACKED: usize = 512 << 20;

/// Pages of a PDF or of an archive; a year of a daily paper has fewer.
const MAX_PAGES: usize = 20_000;

/// What was read of an input: its pages, and what is to be said about them.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The pages that have text, in order.
    pub pages: Vec<Page>,
    /// Pages that could not be read as they should be.
    pub remarks: Vec<Remark>,
}

/// Something about a page that its reader has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The page, named as in [`Source::name`](crate::model::Source::name).
    pub page: String,
    /// What there is about it.
    pub what: Defect,
}

/// What a page lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// It has no text at all.
    NeedsOcr,
    /// Characters whose font does not say what they mean; they were left out, so that words lack
    /// letters or are missing.
    Unmapped {
        /// How many.
        lost: usize,
        /// Of so many characters of the page.
        of: usize,
    },
    /// It could not be read; the reason.
    Unread(String),
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.page)?;
        match &self.what {
            Defect::NeedsOcr => write!(f, "this page has no text; it needs OCR"),
            Defect::Unmapped { lost, of } => write!(
                f,
                "{lost} of {of} characters are in a font that does not say what they mean, and are left out; this page needs OCR"
            ),
            Defect::Unread(why) => write!(f, "this page could not be read: {why}"),
        }
    }
}

/// Looks up a file that an input names, such as the pages of a METS file; `None` when there is none.
pub type Beside<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// Reads an input of any format, compressed or not, into pages.
///
/// `name` is how places in the file are given; `-` for standard input. `beside` looks up files
/// that the input names.
///
/// # Errors
/// [`ReadError`] when the bytes are no format that is known, or nothing in them can be read.
pub fn pages(name: &str, bytes: Vec<u8>, beside: Beside) -> Result<Found, ReadError> {
    let bytes = gzip::unpacked(bytes)?;
    match format::of(&bytes) {
        Format::Pdf => pdf::pages(name, bytes),
        Format::Alto => alto::pages(name, &bytes),
        Format::Hocr => hocr::pages(name, &bytes),
        Format::PageXml => page_xml::pages(name, &bytes),
        Format::Mets => mets::pages(name, &bytes, beside),
        Format::Zip => archive::pages(name, bytes),
        Format::Text => Ok(Found {
            pages: vec![text(name, bytes)?],
            remarks: Vec::new(),
        }),
    }
}

impl Found {
    /// Takes along what a file of several holds; one that cannot be read is remarked upon.
    fn take(&mut self, name: &str, bytes: Vec<u8>, beside: Beside) {
        match pages(name, bytes, beside) {
            Ok(found) => {
                self.pages.extend(found.pages);
                self.remarks.extend(found.remarks);
            }
            Err(error) => self.unread(name, &error),
        }
    }

    fn unread(&mut self, name: &str, error: &ReadError) {
        let what = match error {
            ReadError::NeedsOcr { .. } => Defect::NeedsOcr,
            other => Defect::Unread(other.to_string()),
        };
        self.remarks.push(Remark {
            page: name.to_owned(),
            what,
        });
    }
}

/// An ALTO file as elements, for writing it back.
pub(crate) fn alto_tree(bytes: &[u8]) -> Result<Tree, ReadError> {
    let bytes = gzip::unpacked(bytes.to_vec())?;
    match format::of(&bytes) {
        Format::Alto => Tree::parse(&bytes, alto::WHAT, false),
        _ => Err(ReadError::Damaged {
            what: alto::WHAT,
            why: "it is none".to_owned(),
        }),
    }
}

/// The box of an element of ALTO.
pub(crate) fn alto_area(node: &Node) -> Option<Area> {
    alto::bounds(node).map(|at| Area::new(at.left, at.top, at.right, at.bottom))
}

/// The pages of scans.
fn of_scans(name: &str, scans: Vec<scan::Scan>) -> Result<Found, ReadError> {
    let mut found = Found::default();
    let count = scans.len();
    for scan in scans {
        let page_name = match count {
            1 => name.to_owned(),
            _ => format!("{name}#page={}", scan.number),
        };
        match sheet::page(page_name.clone(), scan::sheet(scan)) {
            Some(page) => found.pages.push(page),
            None => found.remarks.push(Remark {
                page: page_name,
                what: Defect::NeedsOcr,
            }),
        }
    }
    if found.pages.is_empty() {
        return Err(ReadError::NeedsOcr {
            pages: count.max(1),
        });
    }
    Ok(found)
}
