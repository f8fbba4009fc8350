//! What a whole run did, added up record by record.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::record::Record;
use crate::report::counted;

/// What a run did. Displays as one line; serialises as one object.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tally {
    /// Issues of the run, failures among them.
    pub issues: usize,
    /// Issues that were done before and had not changed.
    pub unchanged: usize,
    /// Issues that could not be done.
    pub failed: usize,
    /// Issues that were not begun, since the run was broken off; only counted when it was.
    pub left: usize,
    /// Files passed over for their endings.
    pub passed_over: usize,
    /// Pages read.
    pub pages: usize,
    /// Words of the results.
    pub words: usize,
    /// Repairs made, by pass.
    pub repairs: BTreeMap<String, usize>,
    /// Places that a person has to decide.
    pub queries: usize,
    /// Pages set.
    pub set: usize,
    /// Articles that found no room.
    pub overset: usize,
}

impl Tally {
    /// Adds an issue; `is_unchanged` when nothing was to be done.
    pub fn add(&mut self, record: &Record, is_unchanged: bool) {
        self.issues += 1;
        self.unchanged += usize::from(is_unchanged);
        self.failed += usize::from(record.fault.is_some());
        self.pages += record.pages;
        self.words += record.words;
        self.queries += record.queries;
        self.set += record.set.unwrap_or_default();
        self.overset += record.overset.unwrap_or_default();
        for (pass, count) in &record.repairs {
            *self.repairs.entry(pass.clone()).or_default() += count;
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", counted(self.issues, "issue"))?;
        if self.unchanged > 0 {
            write!(f, " ({} unchanged)", self.unchanged)?;
        }
        let repairs = self.repairs.values().sum();
        for (count, noun) in [
            (self.pages, "page"),
            (self.words, "word"),
            (repairs, "repair"),
            (self.queries, "query"),
        ] {
            write!(f, ", {}", counted(count, noun))?;
        }
        if self.set > 0 {
            write!(f, ", {} set", counted(self.set, "page"))?;
        }
        if self.overset > 0 {
            write!(f, ", {} OVERSET", counted(self.overset, "article"))?;
        }
        if self.passed_over > 0 {
            write!(f, ", {} passed over", counted(self.passed_over, "file"))?;
        }
        if self.failed > 0 {
            write!(f, ", {} FAILED", self.failed)?;
        }
        if self.left > 0 {
            write!(f, ", {} not begun", self.left)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_tells_it_all() {
        let mut record = Record::of("a");
        (record.pages, record.words, record.queries) = (1, 900, 1);
        record.repairs.insert("woven".into(), 2);
        let mut tally = Tally::default();
        tally.add(&record, true);
        tally.add(&Record::of("b"), false);
        (tally.failed, tally.passed_over) = (1, 3);
        assert_eq!(
            tally.to_string(),
            "2 issues (1 unchanged), 1 page, 900 words, 2 repairs, 1 query, 3 files passed over, 1 FAILED"
        );
    }
}
