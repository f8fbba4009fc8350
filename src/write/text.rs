//! Plain text: one block a line, a blank line between blocks, nothing added.
//!
//! Written from the repaired page itself, not from its articles, so that every block of a page
//! that was sound comes back to the byte: credits keep their brackets, a kicker its place, and page
//! numbers are not lost. Only the line ends inside running text go; the lines of verse, tables and
//! lists stay lines.

use crate::edition::flow::{self, Flow};
use crate::model::{Issue, Page};

/// A page as plain text, closed by a line end; empty for an empty page. A typed page (see
/// [`Page::is_typed`]) keeps its lines and white space.
pub fn of_page(page: &Page) -> String {
    // Its lines are its writer's own.
    if page.is_typed() {
        let mut raw = page.raw().trim_start_matches('\u{feff}').to_owned();
        if !raw.ends_with('\n') {
            raw.push('\n');
        }
        return raw;
    }
    of_flows(flow::of_page(page).iter())
}

/// An issue as plain text, its stories whole; `pages` are those it was put together from.
pub fn of_issue(pages: &[Page], issue: &Issue) -> String {
    of_flows(flow::of_issue(pages, issue).iter().map(|(_, flow)| flow))
}

fn of_flows<'f>(flows: impl Iterator<Item = &'f Flow>) -> String {
    let mut out = String::new();
    for flow in flows {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&flow.text);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Encoding, Source, Text};

    fn page(string: &str) -> Page {
        Page {
            source: Arc::new(Source::new("-", Vec::new(), Encoding::Utf8)),
            text: Text {
                string: string.to_string(),
                pieces: Vec::new(),
            },
        }
    }

    #[test]
    fn blocks_come_back() {
        let sound = "Bridge Shut\n\nBy Ann Lee\n\nThe *Post* said so: 5 * 3.\n\nLorries wait. \
                     (PHOTO: TOM ROE)\n\n3";
        assert_eq!(of_page(&page(sound)), format!("{sound}\n"));
    }

    #[test]
    fn lines_are_joined_in_prose_alone() {
        let raw =
            "The old bridge over the well-\nknown harbour was shut\non Monday.\n\n• quay\n• ferry";
        assert_eq!(
            of_page(&page(raw)),
            "The old bridge over the well-known harbour was shut on Monday.\n\n• quay\n• ferry\n"
        );
        assert_eq!(of_page(&page("")), "");
    }
}
