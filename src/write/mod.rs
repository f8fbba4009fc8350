//! One file per text format: Markdown and JSON, which read back what they wrote, plain text, ALTO
//! written back, and HTML, EPUB and TEI for readers.
//!
//! Knows the formats; nothing of damage, of type, of files. The Markdown form is described in
//! [`markdown`], the JSON form in [`json`].

pub mod alto;
pub mod epub;
mod error;
pub mod html;
pub mod json;
pub mod markdown;
mod markup;
pub mod tei;
pub mod text;

pub use error::WriteError;

/// Looks up the file of a picture that an edition names: JPEG or PNG; `None` when there is none.
pub type Pictures<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;
