//! What goes wrong on the way, said to a person: what, where, and what to do.

use std::path::Path;

use serde_json::json;

use super::exit::Exit;

/// A place in a file. Zero stands for "not known".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The file as it was named on the command line.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column, counted from 1.
    pub column: usize,
}

/// The end of a run that did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// Where.
    pub spot: Option<Spot>,
    /// What, as a lowercase sentence.
    pub message: String,
    /// What to do; may be empty.
    pub advice: String,
    /// More of the same kind, found in the same look: a run shows them all.
    pub others: Vec<Failure>,
}

impl Failure {
    /// A failure with no place.
    pub fn new(exit: Exit, message: impl Into<String>, advice: impl Into<String>) -> Failure {
        Failure {
            exit,
            spot: None,
            message: message.into(),
            advice: advice.into(),
            others: Vec::new(),
        }
    }

    /// An error of the library.
    pub fn of(exit: Exit, error: &dyn std::error::Error) -> Failure {
        Failure::said(exit, &error.to_string())
    }

    /// A sentence of the library: it says what is wrong and, after the last semicolon, what to do.
    pub fn said(exit: Exit, sentence: &str) -> Failure {
        let (message, advice) = sentence.rsplit_once("; ").unwrap_or((sentence, ""));
        Failure::new(exit, message, advice)
    }

    /// Several failures as one; `None` when there are none.
    pub fn all(failures: impl IntoIterator<Item = Failure>) -> Option<Failure> {
        let mut failures = failures.into_iter();
        let mut first = failures.next()?;
        first.others.extend(failures);
        Some(first)
    }

    /// The same failure in a file as a whole.
    pub fn in_file(self, file: &str) -> Failure {
        self.at(file, 0, 0)
    }

    /// The same failure at a line and column of a file; zero where they are not known.
    pub fn at(mut self, file: &str, line: usize, column: usize) -> Failure {
        self.spot = Some(Spot {
            file: shown(file).to_owned(),
            line,
            column,
        });
        self
    }

    /// The failure as one line of JSON.
    pub fn to_json(&self) -> String {
        let mut event = json!({
            "event": "error",
            "code": self.exit.code(),
            "kind": self.exit.name(),
            "message": self.message,
        });
        if let Some(spot) = &self.spot {
            event["file"] = json!(spot.file);
            if spot.line > 0 {
                event["line"] = json!(spot.line);
            }
            if spot.column > 0 {
                event["column"] = json!(spot.column);
            }
        }
        if !self.advice.is_empty() {
            event["help"] = json!(self.advice);
        }
        event.to_string()
    }

    /// The place as `file:line:column: `, or nothing.
    pub fn place(&self) -> String {
        match &self.spot {
            None => String::new(),
            Some(spot) => {
                // A file may be named anything, control characters of a terminal included.
                let file = reglet::report::quoted(&spot.file, usize::MAX);
                match (spot.line, spot.column) {
                    (0, _) => format!("{file}: "),
                    (line, 0) => format!("{file}:{line}: "),
                    (line, column) => format!("{file}:{line}:{column}: "),
                }
            }
        }
    }
}

/// The name of an input as people know it.
fn shown(file: &str) -> &str {
    if file == "-" { "standard input" } else { file }
}

/// Why the system did not let us, in lowercase words and without its number.
pub fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::NotADirectory => "a part of the path is no folder".to_owned(),
        _ => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or(&text);
            let mut letters = text.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_lowercase().chain(letters).collect()
            })
        }
    }
}

/// A path as it can be shown and kept in an audit.
pub fn named(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
