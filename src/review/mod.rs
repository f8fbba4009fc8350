//! What people decide about repairs and queries, kept in a plain file and honoured by every run.
//!
//! Knows repairs, their names, and decisions; nothing of files, servers or browsers. A decision is
//! keyed by what a repair is (its pass, its place, what stood there and what was to stand there), so
//! that it survives another run, and outlives a text that moved by a few lines.

mod apply;
mod decisions;
mod desk;

pub use apply::{Decided, decide, id_of, is_rejected};
pub use decisions::{Decision, Decisions, Fault, Verdict, WordRule};
pub use desk::{Act, Desk, Item};

/// The file of the review page.
pub const PAGE: &str = include_str!("desk.html");
/// Its style sheet.
pub const STYLE: &str = include_str!("desk.css");
/// Its script.
pub const SCRIPT: &str = include_str!("desk.js");
