//! An audit as JSON Lines, a row an edit or query.

use crate::repair::Audit;

/// The rows of an audit as JSON Lines, in their order.
pub fn audit_lines(audit: &Audit) -> String {
    let mut lines = String::new();
    for row in &audit.rows {
        lines.push_str(
            &serde_json::to_string(row)
                .expect("a row holds strings and numbers, which all have a form"),
        );
        lines.push('\n');
    }
    lines
}
