//! Which row of an audit made which change.
//!
//! Knows audits and the places of a page; nothing of how a comparison was found.

use std::ops::Range;

use crate::model::{Page, PieceKind, Source};
use crate::repair::{Audit, Row, Status, replay};

use super::token::Words;
use super::{Change, Comparison, Kind, Query, Reason, align};

/// Gives every change the rows of the audit that made it, and lists the queries. `pages` are those of
/// the first text ([`text_of`]) as they were read, before any repair.
///
/// A change that the rows do not account for, because the second text says something else than the
/// audit replayed, is left without a reason.
pub fn explain(comparison: &mut Comparison, pages: &[Page], audit: &Audit) {
    comparison.audited = true;
    let places = Places::of(pages);
    let other = otherwise(comparison, pages, audit);
    let mut reasons: Vec<Vec<usize>> = vec![Vec::new(); comparison.changes.len()];
    for (number, row) in audit.rows.iter().enumerate() {
        let ranges = places.row(row);
        if row.status == Status::Query {
            comparison.queries.push(Query {
                before: ranges.first().cloned().unwrap_or_default(),
                row: row.clone(),
            });
            continue;
        }
        let best = comparison
            .changes
            .iter()
            .enumerate()
            .map(|(at, change)| (fit(change, row, &ranges), std::cmp::Reverse(at)))
            .max();
        if let Some((fit, std::cmp::Reverse(at))) = best
            && fit > 0
        {
            reasons[at].push(number);
        }
    }
    for (change, rows) in comparison.changes.iter_mut().zip(&mut reasons) {
        if rows.is_empty() {
            // One row may make several changes.
            rows.extend((0..audit.rows.len()).find(|&number| {
                let row = &audit.rows[number];
                row.status == Status::Applied && fit(change, row, &places.row(row)) > 1
            }));
        }
        // What an audit did and somebody changed again is not the audit's.
        if !other.iter().any(|range| meets(range, &change.after)) {
            change.reasons = rows
                .iter()
                .map(|&number| Reason {
                    pass: audit.rows[number].pass.clone(),
                    because: audit.rows[number].because.clone(),
                    confidence: audit.rows[number].confidence,
                })
                .collect();
        }
    }
}

/// The changes that nothing explains, though there is an audit.
pub fn explained(comparison: &Comparison) -> (usize, usize) {
    let with = comparison
        .changes
        .iter()
        .filter(|change| !change.reasons.is_empty())
        .count();
    (with, comparison.changes.len() - with)
}

/// The ranges of the second text that are not as the audit makes them.
fn otherwise(comparison: &Comparison, pages: &[Page], audit: &Audit) -> Vec<Range<usize>> {
    let own = |page: &Page| {
        let rows = audit.rows.iter().filter(|row| is_of(row, page, pages));
        let own = Audit {
            rows: rows.cloned().collect(),
        };
        replay(&page.source, &own).ok()
    };
    let sources: Vec<_> = pages.iter().map(|page| page.source.clone()).collect();
    // An audit of another file explains nothing.
    let made: Option<String> = match Source::of_issue(&sources).filter(|_| pages.len() > 1) {
        Some(source) => replay(&source, audit).ok(),
        None => pages
            .iter()
            .map(|page| own(page).map(|text| text + "\n\n"))
            .collect(),
    };
    let Some(made) = made else {
        return std::iter::once(0..comparison.after.len()).collect();
    };
    // The lines of the file as its reader parts them are not known here: words alone count.
    let mut words = Words::default();
    let flat = |tokens: Vec<super::Token>| -> Vec<super::Token> {
        tokens
            .into_iter()
            .filter(|token| !token.is_break())
            .collect()
    };
    let one = flat(words.tokens(&made));
    let two = flat(words.tokens(&comparison.after));
    align::hunks(&one, &two, words.count())
        .into_iter()
        .map(|hunk| super::bytes(&two, &hunk.after))
        .collect()
}

fn meets(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end || a.is_empty() && b.start <= a.start && a.end <= b.end
}

/// How well a row fits a change: 0 not at all, 1 when they only touch.
fn fit(change: &Change, row: &Row, ranges: &[Range<usize>]) -> usize {
    let at = &change.before;
    let overlap: usize = ranges
        .iter()
        .map(|range| {
            range
                .end
                .min(at.end)
                .saturating_sub(range.start.max(at.start))
        })
        .sum();
    let touches = ranges
        .iter()
        .any(|range| range.start <= at.end && at.start <= range.end);
    if !touches {
        return 0;
    }
    let moved = matches!(change.kind, Kind::Moved | Kind::Unmixed) && row.moved.is_some();
    let boundary = matches!(change.kind, Kind::Joined | Kind::Split);
    let parts = row.was.trim().len() < 3 && row.was.contains("\n\n") || !row.also.is_empty();
    let alike = boundary == (parts && row.moved.is_none());
    let near = if overlap > 0 { 100 + overlap } else { 1 };
    near + if alike { 10 } else { 0 } + if moved { 10_000 } else { 0 }
}

/// Whether a row speaks of a page. Of one page it does under whatever name the file went then.
fn is_of(row: &Row, page: &Page, pages: &[Page]) -> bool {
    pages.len() == 1 || row.at.file == page.source.name
}

/// The text of pages, one behind the other, a blank line between two.
pub fn text_of(pages: &[Page]) -> String {
    let texts: Vec<&str> = pages.iter().map(|page| page.text.string.as_str()).collect();
    texts.join("\n\n")
}

/// Where bytes of the pages' files stand in their text.
struct Places {
    /// Name of the page, its pieces, and its range in the text of all.
    pages: Vec<(String, Vec<Stretch>, Range<usize>)>,
}

/// A piece of a page.
struct Stretch {
    from: Range<usize>,
    out: usize,
    len: usize,
    verbatim: bool,
}

impl Places {
    fn of(pages: &[Page]) -> Places {
        let mut out = 0;
        let mut all = Vec::new();
        for page in pages {
            let start = out;
            let mut stretches = Vec::new();
            for piece in &page.text.pieces {
                stretches.push(Stretch {
                    from: piece.from.clone(),
                    out,
                    len: piece.len,
                    verbatim: piece.kind == PieceKind::Verbatim,
                });
                out += piece.len;
            }
            all.push((page.source.name.clone(), stretches, start..out));
            out += 2;
        }
        Places { pages: all }
    }

    /// The ranges of the text that a row speaks of.
    fn row(&self, row: &Row) -> Vec<Range<usize>> {
        let own = match row.moved {
            // Where a block went is not where it was.
            Some(_) => &row.also[1.min(row.also.len())..],
            None => &row.also[..],
        };
        let mut named = self.pages.iter();
        let Some((_, stretches, range)) =
            named.find(|page| self.pages.len() == 1 || page.0 == row.at.file)
        else {
            return Vec::new();
        };
        std::iter::once(&row.at)
            .chain(own)
            .map(|place| {
                let at = |byte| self::place(stretches, byte).clamp(range.start, range.end);
                let start = at(place.bytes[0]);
                start..at(place.bytes[1]).max(start)
            })
            .collect()
    }
}

/// Where a byte of a file stands in the text.
fn place(stretches: &[Stretch], byte: usize) -> usize {
    let Some(at) = stretches
        .partition_point(|piece| piece.from.start <= byte)
        .checked_sub(1)
    else {
        return 0;
    };
    let piece = &stretches[at];
    let inside = byte - piece.from.start;
    match piece.verbatim {
        // White space between blocks stands for its source as a whole, but its ends stay apart.
        false if inside >= piece.from.len() => piece.out + piece.len,
        _ => piece.out + inside.min(piece.len),
    }
}
