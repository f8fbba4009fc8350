//! Frames -> PDF: the only room that knows an operator.
//!
//! [`write()`] takes a finished document, [`Writer`] takes it page by page. By default the file is
//! PDF/X-4, PDF/A-2a and PDF/UA-1 at once: a press, an archive and a screen reader take the same file.
//! `ledger.md` beside this code says clause by clause how, and which test looks. Nothing
//! here reads a clock, the environment or a file: the same input is the same bytes.

mod cff;
pub mod check;
mod colour;
mod content;
mod divided;
mod ending;
mod error;
mod faces;
mod impose;
mod jpeg;
mod marks;
mod metadata;
mod navigation;
mod page;
mod picture;
mod png;
mod runs;
mod settings;
mod sfnt;
mod simple;
mod sink;
mod structure;
mod writer;

pub use error::{Error, Remark};
pub use impose::{Imposition, impose};
pub use settings::{Accent, Marks, OutputIntent, ScreenColours, Settings, Standards};
pub use writer::{Closing, Summary, Writer, write};
