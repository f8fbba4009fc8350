//! Readers of pages with positions: what stands on the page comes out in the order in which it is
//! read, whatever order the file names it in, and no file stops the reader.

mod alto_back;
mod broken;
mod pdf;
mod samples;
mod scans;

use reglet::read::{self, Found, ReadError};

/// Reads an input that names no other files.
pub fn read(bytes: &[u8]) -> Result<Found, ReadError> {
    read::pages("in", bytes.to_vec(), &|_| None)
}

/// The text of the only page.
pub fn text(bytes: &[u8]) -> String {
    let found = read(bytes).unwrap_or_else(|error| panic!("it cannot be read: {error}"));
    assert_eq!(found.pages.len(), 1, "{:?}", found.remarks);
    found.pages[0].text.string.clone()
}
