//! Both texts of a comparison in HTML, row by row, with what changed marked.
//!
//! Knows stretches of text and marks over them; nothing of what a change means.

use std::fmt::Write as _;
use std::ops::Range;

use super::Told;
use super::escape::escaped;
use super::html::put;
use crate::compare::{Change, Comparison, Kind};

/// Texts longer than this, in bytes, show what changed and its neighbours; the rest is folded away.
const WHOLE: usize = 3 << 20;

/// The most changes that are shown; a browser has its limits.
pub(super) const MOST: usize = 5000;

/// A stretch of a text that a change or a query speaks of.
struct Mark {
    range: Range<usize>,
    /// Number of the change; `None` for a query.
    change: Option<usize>,
    query: Option<usize>,
    kind: Option<Kind>,
    inner: bool,
    unexplained: bool,
}

fn marks(comparison: &Comparison, own: fn(&Change) -> &Range<usize>, first: bool) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (number, change) in comparison.changes.iter().enumerate().take(MOST) {
        let unexplained = comparison.audited && change.reasons.is_empty();
        for (change, inner) in
            std::iter::once((change, false)).chain(change.edits.iter().map(|edit| (edit, true)))
        {
            marks.push(Mark {
                range: own(change).clone(),
                change: Some(number),
                query: None,
                kind: Some(change.kind),
                inner,
                unexplained,
            });
        }
    }
    if first {
        for (number, query) in comparison.queries.iter().enumerate() {
            marks.push(Mark {
                range: query.before.clone(),
                change: None,
                query: Some(number),
                kind: None,
                inner: false,
                unexplained: false,
            });
        }
    }
    marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
    marks
}

/// Both texts, in rows that stand side by side.
pub(super) fn texts(page: &mut String, comparison: &Comparison, told: &Told) {
    let left = marks(comparison, |change| &change.before, true);
    let right = marks(comparison, |change| &change.after, false);
    let long = comparison.before.len() + comparison.after.len() > WHOLE;
    put(
        page,
        &format!(
            "<div class=\"texts\" role=\"table\" aria-label=\"Both texts\">\n<div class=\"row head\" role=\"row\"><div role=\"columnheader\"><bdi>{}</bdi></div><div role=\"columnheader\"><bdi>{}</bdi></div></div>\n",
            escaped(told.before),
            escaped(told.after)
        ),
    );
    let touched = |marks: &[Mark], range: &Range<usize>| {
        let end = marks.partition_point(|mark| mark.range.start <= range.end);
        marks[..end]
            .iter()
            .rev()
            .take(64)
            .any(|mark| mark.range.end >= range.start)
    };
    let rows: Vec<bool> = comparison
        .rows
        .iter()
        .map(|(one, two)| touched(&left, one) || touched(&right, two))
        .collect();
    let mut skipped = 0;
    for (number, (one, two)) in comparison.rows.iter().enumerate() {
        let near = rows[number.saturating_sub(1)..(number + 2).min(rows.len())].contains(&true);
        if long && !near {
            skipped += 1;
            continue;
        }
        fold(page, &mut skipped);
        let class = if rows[number] { "row" } else { "row same" };
        put(
            page,
            &format!("<div class=\"{class}\" role=\"row\"><div role=\"cell\" class=\"before\">"),
        );
        side(page, &comparison.before, one, &left, "del");
        page.push_str("</div><div role=\"cell\" class=\"after\">");
        side(page, &comparison.after, two, &right, "ins");
        page.push_str("</div></div>\n");
    }
    fold(page, &mut skipped);
    page.push_str("</div>\n");
}

fn fold(page: &mut String, skipped: &mut usize) {
    if *skipped > 0 {
        put(
            page,
            &format!(
                "<p class=\"note\">… {} without a change left out</p>\n",
                crate::report::counted(*skipped, "paragraph")
            ),
        );
        *skipped = 0;
    }
}

/// One side of a row: its paragraphs, with what changed marked.
fn side(page: &mut String, text: &str, range: &Range<usize>, marks: &[Mark], tag: &str) {
    if range.is_empty() {
        // A place where something stood: the marks of empty ranges still want to be found.
        let here = marks
            .iter()
            .filter(|mark| mark.range.is_empty() && mark.range.start == range.start);
        for mark in here.take(16) {
            open(page, mark, tag, true);
            put(page, &format!("</{tag}>"));
        }
        return;
    }
    let end = marks.partition_point(|mark| mark.range.start <= range.end);
    let mut start = end;
    // Marks that begin far before may reach in: those of stretches that moved.
    for (at, mark) in marks[..end].iter().enumerate().rev().take(256) {
        if mark.range.end >= range.start {
            start = at;
        }
    }
    let here: Vec<&Mark> = marks[start..end]
        .iter()
        .filter(|mark| mark.range.end >= range.start)
        .collect();
    let mut cuts: Vec<usize> = vec![range.start, range.end];
    for mark in &here {
        cuts.extend([mark.range.start, mark.range.end].map(|at| at.clamp(range.start, range.end)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut seen: Vec<*const Mark> = Vec::new();
    page.push_str("<p dir=\"auto\">");
    for (nth, &from) in cuts.iter().enumerate() {
        for mark in here
            .iter()
            .filter(|mark| mark.range.is_empty() && mark.range.start == from)
        {
            open(page, mark, tag, true);
            put(page, &format!("</{tag}>"));
        }
        let Some(&to) = cuts.get(nth + 1) else {
            break;
        };
        // The smallest mark over a stretch is the one that says most.
        let over = here
            .iter()
            .filter(|mark| mark.range.start <= from && mark.range.end >= to)
            .min_by_key(|mark| (mark.change.is_none(), mark.range.len()));
        let asked = here
            .iter()
            .find(|mark| mark.query.is_some() && mark.range.start <= from && mark.range.end >= to);
        if let Some(mark) = asked {
            let id = mark.query.unwrap_or_default();
            let first = !seen.contains(&std::ptr::from_ref(*mark));
            seen.push(std::ptr::from_ref(*mark));
            let id = if first {
                format!(" id=\"q{id}\"")
            } else {
                String::new()
            };
            put(page, &format!("<span class=\"query\"{id}>"));
        }
        match over.filter(|mark| mark.change.is_some()) {
            None => paragraphs(page, &text[from..to], None),
            Some(mark) => {
                let first = !seen.contains(&std::ptr::from_ref(*mark));
                seen.push(std::ptr::from_ref(*mark));
                let mut opening = String::new();
                open(&mut opening, mark, tag, first);
                paragraphs(page, &text[from..to], Some((&opening, tag)));
            }
        }
        if asked.is_some() {
            page.push_str("</span>");
        }
    }
    page.push_str("</p>");
}

/// Text of one or more paragraphs; the boundaries between them are marked with it.
fn paragraphs(page: &mut String, text: &str, mark: Option<(&str, &str)>) {
    let (open, close) = match mark {
        None => ("", String::new()),
        Some((open, tag)) => (open, format!("</{tag}>")),
    };
    // Not cut at every blank line: a run of them is one boundary.
    let mut rest = text;
    page.push_str(open);
    while let Some((at, len)) = boundary(rest) {
        page.push_str(&escaped(&rest[..at]));
        let sign = if mark.is_some() {
            "<i class=\"para\" aria-label=\"paragraph\">¶</i>"
        } else {
            ""
        };
        put(
            page,
            &format!("{sign}{close}<span class=\"parted\"></span>{open}"),
        );
        rest = &rest[at + len..];
    }
    if !rest.is_empty() && rest.trim().is_empty() && mark.is_some() {
        page.push_str("<i class=\"seam\" aria-label=\"joined here\"> </i>");
    } else {
        page.push_str(&escaped(rest));
    }
    page.push_str(&close);
}

/// The first white space with a blank line in it.
fn boundary(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(at) = text[from..].find('\n') {
        let start = from + at;
        let head = text[..start].trim_end().len();
        let rest = &text[head..];
        let len = rest.len() - rest.trim_start().len();
        if rest[..len].matches('\n').count() > 1 {
            return Some((head, len));
        }
        from = (head + len).max(start + 1);
        if from >= text.len() {
            break;
        }
    }
    None
}

fn open(page: &mut String, mark: &Mark, tag: &str, first: bool) {
    let (Some(change), Some(kind)) = (mark.change, mark.kind) else {
        page.push_str(&format!("<{tag} hidden>"));
        return;
    };
    let mut class = format!("k-{}", kind.name());
    for (is, name) in [
        (mark.inner, " inner"),
        (mark.unexplained, " unexplained"),
        (mark.range.is_empty(), " gap"),
    ] {
        if is {
            class.push_str(name);
        }
    }
    let focus = if first && !mark.inner {
        " tabindex=\"0\""
    } else {
        ""
    };
    write!(page, "<{tag} class=\"{class}\" data-c=\"{change}\"{focus}>")
        .expect("a string takes it");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_are_blank_lines() {
        assert_eq!(boundary("a\nb\n \n\nc"), Some((3, 4)));
        assert_eq!(boundary("a\nb"), None);
        assert_eq!(boundary("a\n\n"), Some((1, 2)));
        assert_eq!(boundary("\n\n"), Some((0, 2)));
    }
}
