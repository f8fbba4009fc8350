//! What can be wrong with an edition file.

use std::fmt;

/// Why an edition file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteError {
    /// A Markdown edition has a mistake.
    Markdown {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong and what to do.
        what: String,
    },
    /// A JSON edition is no JSON, or a value is of the wrong type.
    Json {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1.
        column: usize,
        /// What is wrong.
        what: String,
    },
    /// A JSON edition has a key that no edition has.
    Key {
        /// Where the key stands, such as `articles[2].blocks[0]`; empty for the outermost object.
        place: String,
        /// The key.
        key: String,
        /// The valid key that is spelt most like it.
        nearest: &'static str,
    },
    /// A JSON edition of a version that this program does not know.
    Version(u64),
}

impl fmt::Display for WriteError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Markdown { line, what } => write!(out, "line {line}: {what}"),
            WriteError::Json { line, column, what } => {
                write!(out, "line {line}, column {column}: {what}")
            }
            WriteError::Key {
                place,
                key,
                nearest,
            } => {
                let place = if place.is_empty() {
                    "the edition"
                } else {
                    place
                };
                write!(
                    out,
                    "unknown key `{key}` in {place}: did you mean `{nearest}`?"
                )
            }
            WriteError::Version(version) => write!(
                out,
                "an edition of version {version}: this program knows version {}",
                super::json::VERSION
            ),
        }
    }
}

impl std::error::Error for WriteError {}

/// The candidate that is spelt most like a word.
pub(super) fn nearest(word: &str, candidates: &[&'static str]) -> &'static str {
    candidates
        .iter()
        .copied()
        .min_by_key(|candidate| distance(word, candidate))
        .unwrap_or("")
}

/// Levenshtein's distance, small and capital letters alike.
fn distance(a: &str, b: &str) -> usize {
    // A key that long is no misspelling; comparing it would only take time.
    let a: Vec<char> = a.to_lowercase().chars().take(40).collect();
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name() {
        let names = ["kicker", "headline", "byline"];
        assert_eq!(nearest("headlin", &names), "headline");
        assert_eq!(nearest("Byline", &names), "byline");
        assert_eq!(nearest("Kikker", &names), "kicker");
        assert_eq!(nearest("x", &[]), "");
    }
}
