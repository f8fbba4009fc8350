//! An audit is data that replays: on the input it gives the output, undone it gives the input back.
//!
//! Both work on the audit's rows and bytes alone, and know nothing of the passes that made them.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use crate::model::{Encoding, Page, Piece, PieceKind, Place, Source, Text};

use super::{Audit, Row, Status};

/// Why an audit does not fit a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The row, counted from 0.
    pub row: usize,
    /// What is wrong.
    pub why: String,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "row {} of the audit does not fit the text: {}; was the file changed since?",
            self.row + 1,
            self.why
        )
    }
}

impl std::error::Error for Misfit {}

/// The page as one string, with the source's own white space between blocks and lines: what
/// [`replay`] gives.
pub fn raw(page: &Page) -> String {
    page.raw()
}

/// Applies an audit to the file that it speaks of.
///
/// # Errors
/// [`Misfit`] when a row does not find what it says was there.
pub fn replay(source: &Source, audit: &Audit) -> Result<String, Misfit> {
    for (number, row) in applied(audit) {
        let found = source.decode(located(source, &row.at, number)?);
        if found != row.was {
            return Err(Misfit {
                row: number,
                why: format!("it says {:?} where there is {found:?}", row.was),
            });
        }
    }
    let mut raw = String::new();
    let plan = Plan::new(audit, source)?;
    plan.walk(|step| {
        match step {
            Step::Kept(range) => raw.push_str(&source.decode(range)),
            Step::Row(row) => raw.push_str(&row.now),
            Step::Dropped(_) => {}
        }
        Ok(())
    })?;
    Ok(raw)
}

/// The page as an audit leaves it, from the audit's rows alone. With some of the rows left out, it is the
/// page as the others leave it.
///
/// # Errors
/// [`Misfit`] when a row does not find what it says was there.
pub fn settle(page: &Page, audit: &Audit) -> Result<Page, Misfit> {
    replay(&page.source, audit)?;
    let mut text = Text::default();
    let mut out = 0;
    let found: Vec<(usize, &Piece)> = page
        .text
        .pieces
        .iter()
        .map(|piece| {
            let start = out;
            out += piece.len;
            (start, piece)
        })
        .collect();
    let lay = |text: &mut Text, from: Range<usize>, shown: &str, kind: PieceKind| {
        text.string.push_str(shown);
        text.pieces.push(Piece {
            from,
            len: shown.len(),
            kind,
        });
    };
    let rows = &audit.rows;
    let number = |row: &Row| {
        let at = rows.iter().position(|other| std::ptr::eq(other, row));
        PieceKind::Edited(at.and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX))
    };
    let mut last = PieceKind::Edited(u32::MAX);
    Plan::new(audit, &page.source)?.walk(|step| {
        match step {
            Step::Kept(range) => {
                let first = found.partition_point(|(_, piece)| piece.from.end <= range.start);
                let mine = found[first..].iter();
                for (start, piece) in mine.take_while(|(_, piece)| piece.from.start < range.end) {
                    let from = piece.from.start.max(range.start)..piece.from.end.min(range.end);
                    let shown = match piece.kind {
                        PieceKind::Verbatim => {
                            let skip = start + from.start - piece.from.start;
                            &page.text.string[skip..skip + from.len()]
                        }
                        _ if from.start == piece.from.start => {
                            &page.text.string[*start..start + piece.len]
                        }
                        _ => "",
                    };
                    lay(&mut text, from, shown, piece.kind);
                }
            }
            Step::Row(row) => {
                last = number(row);
                let at = page.source.locate(&row.at).unwrap_or_default();
                lay(&mut text, at, &row.now, last);
            }
            Step::Dropped(range) => lay(&mut text, range, "", last),
        }
        Ok(())
    })?;
    Ok(Page {
        source: page.source.clone(),
        text,
    })
}

/// Takes an audit back: from the repaired text ([`raw`]) to the text of the file, decoded.
///
/// # Errors
/// [`Misfit`] when a row does not find what it says it put there.
pub fn undo(repaired: &str, audit: &Audit, source: &Source) -> Result<String, Misfit> {
    let plan = Plan::new(audit, source)?;
    let mut found: BTreeMap<(usize, usize), String> = BTreeMap::new();
    let mut rest = repaired;
    let rows = &audit.rows;
    plan.walk(|step| {
        match step {
            Step::Kept(range) => {
                for range in source.split(range) {
                    let encoding = source.encoding_at(range.start);
                    let taken = length(rest, range.len(), encoding);
                    found.insert((range.start, 1), rest[..taken].to_owned());
                    rest = &rest[taken..];
                }
            }
            Step::Row(row) => {
                let Some(after) = rest.strip_prefix(row.now.as_str()) else {
                    return Err(Misfit {
                        row: rows.iter().position(|other| other == row).unwrap_or(0),
                        why: format!("it says {:?} was put here", row.now),
                    });
                };
                rest = after;
                let at = source.locate(&row.at).unwrap_or_default();
                found.insert((at.start, usize::from(!at.is_empty())), row.was.clone());
            }
            Step::Dropped(range) => {
                // Further places of an edit are not spelled out in its row; the file has them.
                found.insert((range.start, 1), source.decode(range));
            }
        }
        Ok(())
    })?;
    Ok(found.into_values().collect())
}

/// Bytes of `text` that stand for `bytes` of a source.
fn length(text: &str, bytes: usize, encoding: Encoding) -> usize {
    let mut left = bytes;
    for (at, found) in text.char_indices() {
        let one = match encoding {
            Encoding::Utf8 => found.len_utf8(),
            Encoding::Windows1252 => 1,
            Encoding::Utf16Le | Encoding::Utf16Be => found.len_utf16() * 2,
        };
        if left < one {
            return at;
        }
        left -= one;
    }
    text.len()
}

/// The bytes that a row's place speaks of.
fn located(source: &Source, place: &Place, row: usize) -> Result<Range<usize>, Misfit> {
    source.locate(place).ok_or_else(|| Misfit {
        row,
        why: format!(
            "it speaks of \"{}\", which is none of the files",
            place.file
        ),
    })
}

fn applied(audit: &Audit) -> impl Iterator<Item = (usize, &Row)> {
    audit
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.status == Status::Applied)
}

enum Step<'a> {
    Kept(Range<usize>),
    Row(&'a Row),
    Dropped(Range<usize>),
}

/// The source's bytes in their new order, and what was laid over them.
struct Plan<'a> {
    order: Vec<Range<usize>>,
    /// By first byte, insertions before replacements: the end, and the row (`None` for further
    /// places of an edit).
    laid: BTreeMap<(usize, bool), (usize, Option<&'a Row>)>,
}

impl<'a> Plan<'a> {
    fn new(audit: &'a Audit, source: &Source) -> Result<Plan<'a>, Misfit> {
        let mut order: Vec<Range<usize>> = vec![Range {
            start: 0,
            end: source.bytes.len(),
        }];
        let mut moves: Vec<(usize, &Row)> = applied(audit)
            .filter(|(_, row)| row.moved.is_some())
            .collect();
        moves.sort_by_key(|(_, row)| row.moved);
        for (number, row) in moves {
            let Some((to, further)) = row.also.split_first() else {
                return Err(Misfit {
                    row: number,
                    why: "it moves a block, and does not say where".to_owned(),
                });
            };
            let places = std::iter::once(&row.at).chain(further);
            let cut: Vec<Range<usize>> = places
                .map(|at| located(source, at, number))
                .collect::<Result<_, _>>()?;
            order = rearranged(order, &cut, located(source, to, number)?.start);
        }
        let mut laid = BTreeMap::new();
        for (number, row) in applied(audit).filter(|(_, row)| row.moved.is_none()) {
            let mut put = |place: &Place, row: Option<&'a Row>| {
                let Range { start, end } = located(source, place, number)?;
                if laid.insert((start, start != end), (end, row)).is_some() {
                    return Err(Misfit {
                        row: number,
                        why: "another row speaks of the same place".to_owned(),
                    });
                }
                Ok(())
            };
            put(&row.at, Some(row))?;
            for place in &row.also {
                put(place, None)?;
            }
        }
        Ok(Plan { order, laid })
    }

    fn walk(&self, mut step: impl FnMut(Step<'_>) -> Result<(), Misfit>) -> Result<(), Misfit> {
        let end_of_file = self.order.iter().map(|range| range.end).max().unwrap_or(0);
        for range in &self.order {
            let mut at = range.start;
            for ((start, _), (end, row)) in
                self.laid.range((range.start, false)..(range.end, false))
            {
                if *start < at {
                    continue;
                }
                if *start > at {
                    step(Step::Kept(at..*start))?;
                }
                match row {
                    Some(row) => step(Step::Row(row))?,
                    None => step(Step::Dropped(*start..*end))?,
                }
                at = *end;
            }
            if at < range.end {
                step(Step::Kept(at..range.end))?;
            }
        }
        if let Some((_, Some(row))) = self.laid.get(&(end_of_file, false)) {
            step(Step::Row(row))?;
        }
        Ok(())
    }
}

/// The order after the ranges `cut` have been put behind byte `to - 1`.
fn rearranged(order: Vec<Range<usize>>, cut: &[Range<usize>], to: usize) -> Vec<Range<usize>> {
    let mut kept: Vec<Range<usize>> = Vec::new();
    for range in order {
        let mut parts = vec![range];
        for hole in cut {
            parts = parts
                .into_iter()
                .flat_map(|part| {
                    if hole.end <= part.start || hole.start >= part.end {
                        return vec![part];
                    }
                    [
                        part.start..hole.start.max(part.start),
                        hole.end.min(part.end)..part.end,
                    ]
                    .into_iter()
                    .filter(|rest| !rest.is_empty())
                    .collect()
                })
                .collect();
        }
        kept.extend(parts);
    }
    let mut order = Vec::with_capacity(kept.len() + cut.len() + 1);
    let mut put = to == 0;
    if put {
        order.extend(cut.iter().cloned());
    }
    for range in kept {
        if !put && range.contains(&(to - 1)) {
            put = true;
            order.push(range.start..to);
            order.extend(cut.iter().cloned());
            if to < range.end {
                order.push(to..range.end);
            }
        } else {
            order.push(range);
        }
    }
    order
}
