//! PDF files made from hand-set pages, looked at by a small reader of our own and by outside tools.
//!
//! Tools that are not installed are named on standard error and their tests pass by; the project's
//! checks install them all.

mod extract;
mod impose;
mod odd;
mod pictures;
mod preflight;
mod press;
mod sample;
mod standards;
mod tools;
