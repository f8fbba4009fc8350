//! What was made of one issue: kept beside the outputs, and asked before the work is done again.
//!
//! Knows nothing that differs from run to run: no time, no machine, no path of the input. The same
//! issue and the same settings give the same record, byte for byte.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Version of the form of a record.
pub const VERSION: u32 = 1;

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Its name, relative to the folder of the outputs.
    pub path: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
}

/// Why an issue could not be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Name of the exit code that a command of its own would end with; also `time` for an issue that
    /// took too long, and `died` for one that took its process with it.
    pub kind: String,
    /// What is wrong, with its place, as a lowercase sentence.
    pub message: String,
    /// What to do; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Whether the next run tries again although nothing has changed: the fault may lie with the
    /// machine.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

/// A query to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// File and line of the input, as `1911/page.txt:12`.
    pub at: String,
    /// Name of the pass that asks.
    pub pass: String,
    /// The text in doubt, cut short.
    pub was: String,
    /// Why it is in doubt.
    pub because: String,
}

/// What was made of one issue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Version of this form.
    pub version: u32,
    /// Name of the issue: its path below the input that was named.
    pub issue: String,
    /// BLAKE3 of the names, lengths and bytes of its files.
    pub content: String,
    /// BLAKE3 of all that the run was told, with the version of reglet.
    pub settings: String,
    /// The files that were written, in order of their names.
    pub outputs: Vec<Output>,
    /// Why it could not be done; absent when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// Pages read.
    pub pages: usize,
    /// Words of the result.
    pub words: usize,
    /// Articles found.
    pub articles: usize,
    /// Repairs made, by pass.
    pub repairs: BTreeMap<String, usize>,
    /// Places that a person has to decide.
    pub queries: usize,
    /// The first of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// Share of the running words that are words of the language and stand in no query, 0 to 1; an
    /// estimate. Absent when the language is unknown or the text too short to tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<f64>,
    /// Pages set; absent when nothing was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<usize>,
    /// Articles that found no room; absent when nothing was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overset: Option<usize>,
}

impl Record {
    /// The record of an issue that is still to be done.
    pub fn of(issue: &str) -> Record {
        Record {
            version: VERSION,
            issue: issue.to_owned(),
            ..Record::default()
        }
    }

    /// The same issue, with what went wrong.
    pub fn with_fault(mut self, fault: Fault) -> Record {
        self.outputs.clear();
        self.fault = Some(fault);
        self
    }

    /// Whether nothing is to be done: the same content was worked on with the same settings, and what
    /// went wrong, if anything did, would go wrong again.
    pub fn holds(&self, content: &str, settings: &str) -> bool {
        self.version == VERSION
            && self.content == content
            && self.settings == settings
            && self.fault.as_ref().is_none_or(|fault| !fault.again)
    }

    /// Repairs of all passes.
    pub fn repaired(&self) -> usize {
        self.repairs.values().sum()
    }

    /// The record as one line of JSON.
    pub fn line(&self) -> String {
        serde_json::to_string(self)
            .expect("a record holds strings and numbers, which all have a form")
    }
}

/// A hash of things that are named, in the order in which they come: what tells whether the files of
/// an issue, or the settings of a run, are the same as before.
#[derive(Debug, Default)]
pub struct Key(blake3::Hasher);

impl Key {
    /// Takes a thing in. Name and length keep `ab`, `c` apart from `a`, `bc`.
    pub fn take(&mut self, name: &str, bytes: &[u8]) {
        for part in [name.as_bytes(), bytes] {
            self.0.update(&(part.len() as u64).to_le_bytes());
            self.0.update(part);
        }
    }

    /// The hash, in hexadecimal.
    pub fn hex(&self) -> String {
        self.0.finalize().to_hex().to_string()
    }
}

/// BLAKE3 of all that can be read, in hexadecimal.
///
/// # Errors
/// Those of reading.
pub fn hash_all(from: impl std::io::Read) -> std::io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(from)?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// BLAKE3 of some bytes, in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_where_one_thing_ends() {
        let key = |parts: &[(&str, &str)]| {
            let mut key = Key::default();
            for (name, bytes) in parts {
                key.take(name, bytes.as_bytes());
            }
            key.hex()
        };
        assert_ne!(key(&[("ab", "c")]), key(&[("a", "bc")]));
        assert_ne!(key(&[("a", ""), ("b", "")]), key(&[("a", "b")]));
        assert_eq!(key(&[("a", "b")]), key(&[("a", "b")]));
    }

    #[test]
    fn a_record_holds_until_something_changes() {
        let mut record = Record::of("a.txt");
        (record.content, record.settings) = ("c".into(), "s".into());
        assert!(record.holds("c", "s"));
        assert!(!record.holds("d", "s") && !record.holds("c", "t"));
        let fault = |again| Fault {
            kind: "text".into(),
            message: "there is no text in it".into(),
            help: String::new(),
            again,
        };
        assert!(record.clone().with_fault(fault(false)).holds("c", "s"));
        assert!(!record.clone().with_fault(fault(true)).holds("c", "s"));
        record.version = 0;
        assert!(!record.holds("c", "s"));
    }
}
