//! A comparison as JSON, for programs.

use serde_json::{Value, json};

use super::Told;
use crate::compare::{Change, Comparison};

/// The version of this form; a change that a reader has to know of raises it.
const VERSION: u32 = 1;

/// The comparison as one object of JSON, closed by a line end.
///
/// `changes` has one entry for one change as a person would count it: `kind`, `before`, `after`, `line`
/// (of the first file), `at` (bytes of both texts), and where they are known `edits` (inside what moved), `pass`,
/// `because` and `confidence`. With an audit, `explained` is `false` for what no row accounts for.
pub fn json(comparison: &Comparison, told: &Told) -> String {
    let counts = comparison.counts().into_iter();
    let mut object = json!({
        "version": VERSION,
        "before": told.before,
        "after": told.after,
        "counts": counts.map(|(kind, count)| (kind.name().to_owned(), count.into())).collect::<serde_json::Map<_, _>>(),
        "changes": comparison.changes.iter().map(|change| entry(comparison, change)).collect::<Vec<_>>(),
    });
    if comparison.audited {
        object["queries"] = comparison
            .queries
            .iter()
            .map(|query| json!(query.row))
            .collect();
    }
    if let Some(scores) = &told.scores {
        object["scores"] = json!({
            "reference": scores.reference,
            "before": scores.before,
            "after": scores.after,
        });
    }
    let mut text = serde_json::to_string_pretty(&object).expect("strings and numbers have a form");
    text.push('\n');
    text
}

fn entry(comparison: &Comparison, change: &Change) -> Value {
    let (before, after) = comparison.shown(change);
    let mut entry = json!({
        "kind": change.kind,
        "before": before,
        "after": after,
        "line": comparison.line(change.before.start),
        "at": {
            "before": [change.before.start, change.before.end],
            "after": [change.after.start, change.after.end],
        },
    });
    if !change.edits.is_empty() {
        entry["edits"] = change
            .edits
            .iter()
            .map(|edit| entry_of_edit(comparison, edit))
            .collect();
    }
    if let Some(reason) = change.reasons.first() {
        entry["pass"] = json!(reason.pass);
        entry["because"] = json!(reason.because);
        entry["confidence"] = json!(reason.confidence);
    } else if comparison.audited {
        entry["explained"] = json!(false);
    }
    if let [_, more @ ..] = &change.reasons[..]
        && !more.is_empty()
    {
        let more = more.iter().map(|reason| {
            json!({ "pass": reason.pass, "because": reason.because, "confidence": reason.confidence })
        });
        entry["also"] = more.collect();
    }
    entry
}

fn entry_of_edit(comparison: &Comparison, edit: &Change) -> Value {
    let (before, after) = comparison.shown(edit);
    json!({ "kind": edit.kind, "before": before, "after": after })
}
