//! Many jobs, one failure of which stops nobody: an archive, issue by issue, that can be stopped and
//! resumed at will.
//!
//! Knows paths, threads and processes, and how to keep a record of what was done. Knows nothing of
//! what a job does: a *hand*, another process of the same program, gets the name of an issue and
//! answers with its record. A hand that hangs is stopped, one that dies is replaced, and either way
//! the issue that it had at hand is a failure on record while the run goes on.
//!
//! - [`walk`]: the issues of folders, patterns and lists, one after the other, never all at once.
//! - [`record`]: what was made of an issue, and whether it still holds.
//! - [`store`]: the folder of the outputs; everything is written aside and put into place.
//! - [`crew`]: the hands, and the time they may take.
//! - [`tally`]: what a whole run did.
//! - [`page`]: the report that a person opens.

pub mod crew;
mod error;
pub mod page;
pub mod record;
pub mod store;
pub mod tally;
pub mod walk;

pub use error::BatchError;
