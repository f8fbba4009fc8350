//! What can go wrong with faces.

use std::fmt;

/// Why a face cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FontError {
    /// A family that is not at hand.
    UnknownFamily {
        /// The name asked for.
        family: String,
        /// The nearest name there is.
        nearest: String,
    },
    /// A file that is not a font, or a damaged one.
    Broken {
        /// The file.
        name: String,
        /// What is wrong.
        why: &'static str,
    },
    /// A font whose licence flags (OS/2 `fsType`) forbid embedding.
    Restricted {
        /// The file.
        name: String,
        /// The font's own name.
        font: String,
    },
    /// More faces than can be numbered.
    TooMany {
        /// The file that was one too many.
        name: String,
    },
}

impl fmt::Display for FontError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FontError::UnknownFamily { family, nearest } => write!(
                f,
                "no font family is called \"{family}\"; the nearest name is \"{nearest}\" \
                 (bring your own faces with --font-dir)"
            ),
            FontError::Broken { name, why } => {
                write!(f, "{name}: cannot be used as a font: {why}")
            }
            FontError::Restricted { name, font } => write!(
                f,
                "{name}: the licence flags of \"{font}\" forbid embedding it in a document \
                 (OS/2 fsType); choose another face or ask its maker"
            ),
            FontError::TooMany { name } => {
                write!(f, "{name}: more than 65,536 faces; leave some out")
            }
        }
    }
}

impl std::error::Error for FontError {}
