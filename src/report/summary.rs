//! What a run did, on one line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use crate::makeup::{Remark, RemarkKind};
use crate::repair::{Audit, Status};

use super::counted;

/// What a run did. Displays as one line; serialises as one object.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Articles written or set.
    pub articles: usize,
    /// Repairs that were made, by pass. `None` when nothing was to be repaired.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repairs: Option<BTreeMap<String, usize>>,
    /// What a person has to decide. `None` when nothing was to be repaired.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queries: Option<usize>,
    /// Pages set. `None` when nothing was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// Articles whose text found no room. `None` when nothing was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overset: Option<usize>,
    /// What a sub-editor would mark on the proof. `None` when nothing was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks: Option<usize>,
}

impl Summary {
    /// Counts the rows of an audit.
    pub fn with_audit(mut self, audit: &Audit) -> Summary {
        let mut repairs = BTreeMap::new();
        let mut queries = 0;
        for row in &audit.rows {
            match row.status {
                Status::Applied => *repairs.entry(row.pass.clone()).or_default() += 1,
                Status::Query => queries += 1,
            }
        }
        self.repairs = Some(repairs);
        self.queries = Some(queries);
        self
    }

    /// Counts what was set.
    pub fn with_pages(mut self, pages: usize, remarks: &[Remark]) -> Summary {
        let overset: BTreeSet<_> = remarks
            .iter()
            .filter(|remark| remark.kind == RemarkKind::Overset)
            .map(|remark| remark.article)
            .collect();
        self.pages = Some(pages);
        self.overset = Some(overset.len());
        self.remarks = Some(remarks.len());
        self
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&counted(self.articles, "article"))?;
        if let Some(repairs) = &self.repairs {
            write!(f, ", {}", counted(repairs.values().sum(), "repair"))?;
            let mut kinds: Vec<_> = repairs.iter().collect();
            // The commonest first; the map has them by name already, and the sort is stable.
            kinds.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            let kinds: Vec<_> = kinds
                .iter()
                .map(|(pass, count)| format!("{count} {pass}"))
                .collect();
            if !kinds.is_empty() {
                write!(f, " ({})", kinds.join(", "))?;
            }
        }
        if let Some(queries) = self.queries {
            write!(f, ", {}", counted(queries, "query"))?;
        }
        if let Some(pages) = self.pages {
            write!(f, ", {}", counted(pages, "page"))?;
        }
        match self.overset {
            None => {}
            Some(0) => f.write_str(", nothing overset")?,
            Some(articles) => write!(f, ", {} OVERSET", counted(articles, "article"))?,
        }
        if let Some(remarks @ 1..) = self.remarks {
            write!(f, ", {}", counted(remarks, "remark"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_tells_it_all() {
        let repairs = [("hyphen", 2), ("column", 1), ("weave", 2)]
            .map(|(pass, count)| (pass.to_owned(), count));
        let summary = Summary {
            articles: 3,
            repairs: Some(BTreeMap::from(repairs)),
            queries: Some(1),
            pages: Some(1),
            overset: Some(0),
            remarks: Some(2),
        };
        assert_eq!(
            summary.to_string(),
            "3 articles, 5 repairs (2 hyphen, 2 weave, 1 column), 1 query, 1 page, \
             nothing overset, 2 remarks"
        );
    }

    #[test]
    fn a_run_that_sets_nothing_does_not_speak_of_pages() {
        let summary = Summary {
            articles: 1,
            ..Summary::default()
        }
        .with_audit(&Audit::default());
        assert_eq!(summary.to_string(), "1 article, 0 repairs, 0 queries");
    }
}
