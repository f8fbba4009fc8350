//! What goes wrong in a batch as a whole; what goes wrong in one issue is a record of its own.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a batch cannot start or go on.
#[derive(Debug)]
#[non_exhaustive]
pub enum BatchError {
    /// A pattern of files is not one.
    Pattern(String, String),
    /// An input that was named is not there, or cannot be read.
    Input(PathBuf, io::Error),
    /// The folder of the outputs cannot be used.
    Store(PathBuf, io::Error),
    /// No hand can be started.
    Hand(io::Error),
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BatchError::Pattern(pattern, why) => {
                write!(f, "{pattern}: {why}; a pattern is like `1911/*/page-*.txt`")
            }
            BatchError::Input(path, error) => write!(
                f,
                "{}: {error}; check the name of the input",
                path.display()
            ),
            BatchError::Store(path, error) => write!(
                f,
                "{}: {error}; choose a folder that you may write to, on a disk with room",
                path.display()
            ),
            BatchError::Hand(error) => write!(
                f,
                "cannot start another process of reglet: {error}; fewer `--jobs` may help"
            ),
        }
    }
}

impl std::error::Error for BatchError {}
