//! One file per text format: Markdown and JSON, which read back what they wrote, plain text, and ALTO
//! written back.
//!
//! Knows the formats; nothing of damage, of type, of files. The Markdown form is described in
//! [`markdown`], the JSON form in [`json`].

pub mod alto;
mod error;
pub mod json;
pub mod markdown;
pub mod text;

pub use error::WriteError;
