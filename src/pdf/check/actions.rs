//! Rules about what a file does by itself: scripts, programs, forms.
//!
//! Knows actions (ISO 32000-1, 12.6). Going to a place in the file, and an address behind a link, are none of these.

use super::Findings;
use super::file::{File, as_dict};
use super::value::{Dict, Value};

/// Actions that follow each other, and bookmarks, are followed so far.
const MOST: usize = 100_000;

/// Looks over the catalog: names, what happens on opening, forms, bookmarks.
pub(super) fn check(file: &File<'_>, catalog: &Dict, findings: &mut Findings) {
    let names = file.dict(catalog, "Names");
    if !names.get("JavaScript").is_null() || !catalog.get("AA").is_null() {
        findings.fault("action", "the file runs scripts of its own; take them out");
    }
    if does_something(file, &file.get(catalog, "OpenAction"), 0) {
        findings.fault(
            "action",
            "the file does something when it is opened; take that out",
        );
    }
    let form = file.dict(catalog, "AcroForm");
    if !form.get("XFA").is_null() || !file.array(&form, "Fields").is_empty() {
        findings.fault("action", "the file has a form to fill in; take it out");
    }
    if !names.get("EmbeddedFiles").is_null() {
        findings.remark("attachment", "other files are packed into this one");
    }
    let mut left = vec![file.dict(catalog, "Outlines")];
    for _ in 0..MOST {
        let Some(item) = left.pop() else { break };
        of(file, &item, findings);
        for key in ["First", "Next"] {
            if !item.get(key).is_null() {
                left.push(file.dict(&item, key));
            }
        }
    }
}

/// Looks at what a bookmark or an annotation does.
pub(super) fn of(file: &File<'_>, holder: &Dict, findings: &mut Findings) {
    if !holder.get("AA").is_null() || does_something(file, &file.get(holder, "A"), 0) {
        findings.fault(
            "action",
            "a bookmark or an annotation does more than go to a place; take that out",
        );
    }
}

/// Whether an action, or one that follows it, does more than go to a place.
fn does_something(file: &File<'_>, action: &Value, depth: usize) -> bool {
    let action = match action {
        Value::Dict(action) if depth < 16 => action,
        Value::Array(all) if depth < 16 => {
            let mut all = all.iter().map(|one| Value::Dict(as_dict(file.follow(one))));
            return depth > 0 && all.any(|one| does_something(file, &one, depth + 1));
        }
        _ => return false,
    };
    let kind = file.get(action, "S");
    let more = !matches!(kind.name(), None | Some("GoTo" | "URI"));
    more || does_something(file, &file.get(action, "Next"), depth + 1)
}
