//! The one place where text is changed: applies edits, and keeps the map to the source.
//!
//! Knows nothing of damage. A text is a rearrangement of its source (see [`Text`]); an edit lays
//! other characters over a range of it or moves a range elsewhere, and what it replaced stays on
//! record. So the audit is always a flat patch on the original bytes: applied rows never overlap,
//! except that they may lie inside a range that was moved.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::model::{Page, Piece, PieceKind, Source, Text};

use super::passes::columns;
use super::{Confidence, Row, Status};

mod joined;
mod resume;

/// A proposal of a pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The range of bytes of the text that it speaks of; empty to insert.
    pub at: Range<usize>,
    /// What is to be done there.
    pub action: Action,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in words.
    pub because: String,
    /// Ranges of the text that prove it.
    pub seen: Vec<Range<usize>>,
}

/// What an edit does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Puts this in the place of the range.
    Replace(String),
    /// Moves the range to this place in the text, outside of it.
    Move(usize),
    /// Asks a person; the text is a suggestion and may be empty.
    Ask(String),
}

impl Edit {
    /// Whether it would change the text, rather than ask about it.
    pub(super) fn changes(&self) -> bool {
        self.confidence >= Confidence::Likely && !matches!(self.action, Action::Ask(_))
    }
}

/// A change that has been made, in terms of the source.
#[derive(Clone, Debug)]
struct Change {
    pass: &'static str,
    /// The ranges it covers; the new text stands at the first.
    from: Vec<Range<usize>>,
    now: String,
    confidence: Confidence,
    because: String,
    seen: Vec<Range<usize>>,
    /// Set when a later edit took it over.
    absorbed: bool,
}

impl Change {
    /// Whether it is told of: no later edit took it over, or took back what it had put in.
    fn stands(&self) -> bool {
        let taken_back = self.now.is_empty() && self.from.iter().all(Range::is_empty);
        !(self.absorbed || taken_back)
    }
}

/// A move that has been made, in terms of the source.
#[derive(Clone, Debug)]
struct Moved {
    pass: &'static str,
    from: Vec<Range<usize>>,
    /// It went after the byte before this one, wherever that stands.
    to: usize,
    confidence: Confidence,
    because: String,
    seen: Vec<Range<usize>>,
}

/// A page in repair, or a part of one: whole blocks that follow one another in the source.
pub(super) struct Engine {
    source: Arc<Source>,
    text: Text,
    /// The byte of the source behind which it stands.
    start: usize,
    changes: Vec<Change>,
    moves: Vec<Moved>,
    asked: Vec<Change>,
}

impl Engine {
    /// `start` is the byte of the source behind which the text stands.
    pub(super) fn new(source: Arc<Source>, text: Text, start: usize) -> Engine {
        Engine {
            source,
            start,
            text,
            changes: Vec::new(),
            moves: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// What was done to a page before it came here: the reader put columns that stood side by side
    /// one after the other.
    pub(super) fn read(page: &Page) -> Engine {
        let mut engine = Engine::new(page.source.clone(), Text::default(), 0);
        let read = columns::moves(&page.text).into_iter();
        engine.moves.extend(read.map(|(from, to)| Moved {
            pass: columns::PASS.name,
            from,
            to,
            confidence: Confidence::Likely,
            because: "columns stood side by side, line by line".to_owned(),
            seen: Vec::new(),
        }));
        engine
    }

    /// How sure the reader of the scan was of each word, where it said so and the word stands as it was
    /// found: the word's range in the text, in order, and a number from 0 to 1.
    pub(super) fn sureness(&self) -> Vec<(Range<usize>, f32)> {
        let Some(table) = &self.source.geometry else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut out = 0;
        for piece in &self.text.pieces {
            let start = out;
            out += piece.len;
            if piece.kind != PieceKind::Verbatim {
                continue;
            }
            for word in table.words_in(piece.from.clone()) {
                let from = word.bytes.start.max(piece.from.start) - piece.from.start;
                let to = word
                    .bytes
                    .end
                    .min(piece.from.end)
                    .saturating_sub(piece.from.start);
                if let Some(sure) = word.confidence.filter(|_| from < to) {
                    found.push((start + from..start + to, sure));
                }
            }
        }
        found
    }

    /// The text as it stands now.
    pub(super) fn text(&self) -> &Text {
        &self.text
    }

    /// Drops the queries: those that still stand will be asked again.
    pub(super) fn forget_queries(&mut self) {
        self.asked.clear();
    }

    /// Applies the edits of one pass: all that do not overlap, the surer first.
    ///
    /// Returns how many were applied (queries not counted), and whether blocks may have changed.
    pub(super) fn apply(&mut self, pass: &'static str, mut edits: Vec<Edit>) -> (usize, bool) {
        let blocks_change = edits.iter().any(|edit| match &edit.action {
            Action::Move(_) => true,
            Action::Replace(now) => {
                now.contains('\n') || self.text.string[edit.at.clone()].contains('\n')
            }
            Action::Ask(_) => false,
        });
        for edit in &edits {
            if let (Action::Ask(now), Confidence::Query) = (&edit.action, edit.confidence) {
                self.ask(pass, edit, now.clone());
            }
        }
        edits.retain(Edit::changes);
        // The surer first; among equals the order in which they were proposed.
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.confidence));
        // By start; an edit that touches one taken before it, and is surer, has taken its place.
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        edits.retain(|edit| {
            let before = taken.range(..=edit.at.start).next_back();
            let after = taken.range(edit.at.start..).next();
            let free = before.is_none_or(|(start, end)| !touches(&(*start..*end), &edit.at))
                && after.is_none_or(|(start, end)| !touches(&(*start..*end), &edit.at));
            if free {
                taken.insert(edit.at.start, edit.at.end);
            }
            free
        });
        let mut replaced = Vec::new();
        let mut moved = Vec::new();
        for mut edit in edits {
            match std::mem::replace(&mut edit.action, Action::Ask(String::new())) {
                Action::Replace(now) => {
                    // Proof is named in places of the source, before anything shifts.
                    edit.seen = self.places(&edit.seen);
                    replaced.push((edit, now));
                }
                Action::Move(to) => moved.push((edit, to)),
                Action::Ask(_) => {}
            }
        }
        replaced.sort_by_key(|(edit, _): &(Edit, String)| (edit.at.start, edit.at.end));
        // What is replaced shifts what is moved. An insertion where a moved range starts goes along.
        let shift = |at: usize, ahead: bool| {
            replaced
                .iter()
                .fold(at, |shifted, (edit, now): &(Edit, String)| {
                    let before =
                        edit.at.end < at || (edit.at.end == at && (ahead || !edit.at.is_empty()));
                    if before {
                        shifted + now.len() - edit.at.len()
                    } else {
                        shifted
                    }
                })
        };
        for (edit, to) in &mut moved {
            edit.at = shift(edit.at.start, false)..shift(edit.at.end, false);
            *to = shift(*to, false);
        }
        let mut applied = if replaced.is_empty() {
            0
        } else {
            self.replace(pass, replaced)
        };
        for nth in 0..moved.len() {
            let (edit, to) = moved[nth].clone();
            if self.shift(pass, &edit, to) {
                applied += 1;
                for (later, target) in &mut moved[nth + 1..] {
                    later.at.start = shifted(later.at.start, &edit.at, to);
                    later.at.end = shifted(later.at.end - 1, &edit.at, to) + 1;
                    *target = shifted_target(*target, &edit.at, to);
                }
            }
        }
        (applied, blocks_change)
    }

    fn ask(&mut self, pass: &'static str, edit: &Edit, now: String) {
        let from = self.text.origin(edit.at.clone());
        let known = self
            .asked
            .iter()
            .any(|change| change.pass == pass && change.from == from);
        if !known {
            let change = Change {
                pass,
                from,
                now,
                confidence: Confidence::Query,
                because: edit.because.clone(),
                seen: self.places(&edit.seen),
                absorbed: false,
            };
            self.asked.push(change);
        }
    }

    fn places(&self, seen: &[Range<usize>]) -> Vec<Range<usize>> {
        seen.iter()
            .flat_map(|range| self.text.origin(range.clone()))
            .collect()
    }

    /// Lays all edits over the text in one walk along its pieces.
    fn replace(&mut self, pass: &'static str, edits: Vec<(Edit, String)>) -> usize {
        let first_number = self.changes.len();
        let old = std::mem::take(&mut self.text);
        let mut laid = Laid::default();
        let mut edits = edits.into_iter().peekable();
        let mut made: Vec<Change> = Vec::new();
        let mut pieces = old.pieces.into_iter().peekable();
        let mut out = 0;
        let mut rest: Option<Piece> = None;
        while let Some(piece) = rest.take().or_else(|| pieces.next()) {
            let (start, end) = (out, out + piece.len);
            // Edits that the walk has passed touched a piece that an earlier edit took whole.
            while edits.peek().is_some_and(|(edit, _)| edit.at.start < start) {
                edits.next();
            }
            let Some((edit, _)) = edits.peek() else {
                laid.keep(piece, &old.string[start..end]);
                out = end;
                continue;
            };
            let at = edit.at.clone();
            let reaches = piece.len > 0 && (at.start < end);
            if !reaches {
                laid.keep(piece, &old.string[start..end]);
                out = end;
                continue;
            }
            if at.start > start && piece.kind == PieceKind::Verbatim {
                let (left, right) = split(piece, at.start - start);
                laid.keep(left, &old.string[start..at.start]);
                rest = Some(right);
                out = at.start;
                continue;
            }
            // The edit starts here, or inside a piece that cannot be cut.
            let (edit, mut now) = edits.next().expect("it was looked at");
            let mut change = Change {
                pass,
                from: Vec::new(),
                now: String::new(),
                confidence: edit.confidence,
                because: edit.because.clone(),
                seen: Vec::new(),
                absorbed: false,
            };
            let number = (first_number + made.len()) as u32;
            if at.start > start {
                now.insert_str(0, &old.string[start..at.start]);
            }
            if at.is_empty() && at.start == start {
                change.from.push(piece.from.start..piece.from.start);
                laid.lay(&change.from, &now, number);
                rest = Some(piece);
            } else {
                let mut current = Some(piece);
                let mut mine: Vec<Range<usize>> = Vec::new();
                let mut others: Vec<Piece> = Vec::new();
                while let Some(piece) = current.take() {
                    let end = out + piece.len;
                    if piece.len == 0 && out >= at.end {
                        rest = Some(piece);
                        break;
                    }
                    if out >= at.end && !(at.is_empty() && mine.is_empty()) {
                        rest = Some(piece);
                        break;
                    }
                    match piece.kind {
                        PieceKind::Verbatim if end > at.end => {
                            let (left, right) = split(piece, at.end - out);
                            mine.push(left.from);
                            rest = Some(right);
                            out = at.end;
                            break;
                        }
                        PieceKind::Edited(inner) => {
                            let inner = &mut self.changes[inner as usize];
                            if inner
                                .from
                                .first()
                                .is_some_and(|main| main.start == piece.from.start)
                            {
                                inner.absorbed = true;
                                mine.push(piece.from.clone());
                                for range in &inner.from {
                                    change.from.push(range.clone());
                                }
                            } else if piece.len == 0 {
                                others.push(piece);
                            } else {
                                mine.push(piece.from);
                            }
                        }
                        _ => mine.push(piece.from),
                    }
                    if end > at.end {
                        now.push_str(&old.string[at.end.max(start)..end]);
                    }
                    out = end;
                    current = pieces.next();
                }
                let main = merge(mine);
                change
                    .from
                    .retain(|range| !main.iter().any(|whole| covers(whole, range)));
                laid.lay(&main, &now, number);
                change.from.splice(0..0, main);
                for piece in others {
                    laid.keep(piece, "");
                }
            }
            change.now = now;
            change.seen = edit.seen;
            made.push(change);
        }
        for (edit, now) in edits {
            // Only insertions at the very end are left.
            let number = (first_number + made.len()) as u32;
            let at = laid
                .pieces
                .iter()
                .map(|piece| piece.from.end)
                .max()
                .unwrap_or(self.start);
            let from = vec![Range { start: at, end: at }];
            laid.lay(&from, &now, number);
            made.push(Change {
                pass,
                from,
                now,
                confidence: edit.confidence,
                because: edit.because,
                seen: edit.seen,
                absorbed: false,
            });
        }
        // Places of an absorbed change that lie elsewhere are dropped in the new change's name.
        for piece in &mut laid.pieces {
            if let PieceKind::Edited(old) = piece.kind
                && self
                    .changes
                    .get(old as usize)
                    .is_some_and(|change| change.absorbed)
                && let Some(by) = made
                    .iter()
                    .position(|change| change.from.iter().any(|whole| covers(whole, &piece.from)))
            {
                piece.kind = PieceKind::Edited((first_number + by) as u32);
            }
        }
        let applied = made.len();
        self.changes.extend(made);
        self.text = Text {
            string: laid.string,
            pieces: laid.pieces,
        };
        applied
    }

    /// Moves a range; refused (false) where it would have to tear what an edit laid as a whole.
    fn shift(&mut self, pass: &'static str, edit: &Edit, to: usize) -> bool {
        if edit.at.contains(&to) || to == edit.at.end || edit.at.is_empty() {
            return false;
        }
        let seen = self.places(&edit.seen);
        for at in [edit.at.start, edit.at.end, to] {
            if self.cut(at).is_none() {
                return false;
            }
        }
        let piece_at = |engine: &mut Engine, at| engine.cut(at).expect("it was cut just now");
        let first = piece_at(self, edit.at.start);
        let last = piece_at(self, edit.at.end);
        let target = piece_at(self, to);
        let anchor = self.place_of(target);
        let mut from = merge(
            self.text.pieces[first..last]
                .iter()
                .map(|piece| piece.from.clone())
                .collect(),
        );
        // The white space between two files may be of neither.
        if from.iter().any(|range| !range.is_empty()) {
            from.retain(|range| !range.is_empty());
        }
        let string = self.text.string[edit.at.clone()].to_owned();
        let pieces: Vec<Piece> = self.text.pieces[first..last].to_vec();
        if target >= last {
            self.text.pieces.splice(target..target, pieces);
            self.text.pieces.drain(first..last);
            self.text.string.insert_str(to, &string);
            self.text.string.replace_range(edit.at.clone(), "");
        } else {
            self.text.pieces.drain(first..last);
            self.text.pieces.splice(target..target, pieces);
            self.text.string.replace_range(edit.at.clone(), "");
            self.text.string.insert_str(to, &string);
        }
        self.moves.push(Moved {
            pass,
            from,
            to: anchor,
            confidence: edit.confidence,
            because: edit.because.clone(),
            seen,
        });
        true
    }

    /// The source byte after which piece number `at` stands: where the one before it ends.
    fn place_of(&self, at: usize) -> usize {
        self.text.pieces[..at]
            .iter()
            .rev()
            .find(|piece| !piece.from.is_empty())
            .map_or(self.start, |piece| piece.from.end)
    }

    /// Cuts the pieces at a place of the text and gives the number of the piece that starts there;
    /// `None` inside a piece that cannot be cut.
    fn cut(&mut self, at: usize) -> Option<usize> {
        let mut out = 0;
        for number in 0..self.text.pieces.len() {
            let piece = &self.text.pieces[number];
            let end = out + piece.len;
            if at == out && piece.len > 0 {
                return Some(number);
            }
            if at < end {
                if piece.kind != PieceKind::Verbatim {
                    return None;
                }
                let (left, right) = split(piece.clone(), at - out);
                self.text.pieces.splice(number..=number, [left, right]);
                return Some(number + 1);
            }
            out = end;
        }
        Some(self.text.pieces.len())
    }

    /// The text as it reads now, and every edit and query. `moves` is how many moves were made
    /// before, in other parts of the page.
    pub(super) fn finish(self, moves: &mut usize) -> (Text, Vec<Row>) {
        let source = self.source;
        let mut rows = Vec::new();
        let split = |ranges: &[Range<usize>]| -> Vec<Range<usize>> {
            let ranges = ranges.iter().cloned();
            ranges.flat_map(|range| source.split(range)).collect()
        };
        let places = |ranges: &[Range<usize>]| -> Vec<_> {
            let ranges = ranges.iter().cloned();
            ranges.map(|range| source.place(range)).collect()
        };
        for change in self.changes.iter().filter(|change| change.stands()) {
            let from = split(&change.from);
            rows.push(Row {
                pass: change.pass.to_owned(),
                status: Status::Applied,
                at: source.place(from[0].clone()),
                was: source.decode(from[0].clone()),
                now: change.now.clone(),
                confidence: change.confidence,
                because: change.because.clone(),
                also: places(&from[1..]),
                moved: None,
                seen: places(&split(&change.seen)),
            });
        }
        for (nth, moved) in self.moves.iter().enumerate() {
            let from = split(&moved.from);
            let mut also = vec![source.place(moved.to..moved.to)];
            also.extend(places(&from[1..]));
            rows.push(Row {
                pass: moved.pass.to_owned(),
                status: Status::Applied,
                at: source.place(from[0].clone()),
                was: source.decode(from[0].clone()),
                now: String::new(),
                confidence: moved.confidence,
                because: moved.because.clone(),
                also,
                moved: Some(*moves + nth + 1),
                seen: places(&split(&moved.seen)),
            });
        }
        for change in &self.asked {
            let from = split(&change.from);
            rows.push(Row {
                pass: change.pass.to_owned(),
                status: Status::Query,
                at: source.place(from[0].clone()),
                was: source.decode(from[0].clone()),
                now: change.now.clone(),
                confidence: Confidence::Query,
                because: change.because.clone(),
                also: places(&from[1..]),
                moved: None,
                seen: places(&split(&change.seen)),
            });
        }
        *moves += self.moves.len();
        rows.sort_by_key(|row| (row.at.bytes, row.moved));
        (self.text, rows)
    }
}

fn touches(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end || a == b
}

fn covers(whole: &Range<usize>, part: &Range<usize>) -> bool {
    whole.start <= part.start && part.end <= whole.end
}

/// Where a character stands after `range` has been moved to `to`.
fn shifted(at: usize, range: &Range<usize>, to: usize) -> usize {
    let len = range.len();
    if range.contains(&at) {
        if to >= range.end {
            at + to - range.end
        } else {
            at - (range.start - to)
        }
    } else if (range.end..to).contains(&at) {
        at - len
    } else if (to..range.start).contains(&at) {
        at + len
    } else {
        at
    }
}

/// Where a target stands after `range` has been moved to `to`: behind what went to the same place.
fn shifted_target(at: usize, range: &Range<usize>, to: usize) -> usize {
    if at == to {
        return if to >= range.end {
            at
        } else {
            at + range.len()
        };
    }
    if range.contains(&at) && at == range.start {
        return if to >= range.end {
            at
        } else {
            at + range.len()
        };
    }
    shifted(at, range, to)
}

/// A verbatim piece cut after `len` bytes of text.
fn split(piece: Piece, len: usize) -> (Piece, Piece) {
    let middle = piece.from.start + len;
    (
        Piece {
            from: piece.from.start..middle,
            len,
            kind: piece.kind,
        },
        Piece {
            from: middle..piece.from.end,
            len: piece.len - len,
            kind: piece.kind,
        },
    )
}

/// A text that grows piece by piece.
#[derive(Default)]
struct Laid {
    string: String,
    pieces: Vec<Piece>,
}

impl Laid {
    fn keep(&mut self, piece: Piece, shown: &str) {
        self.string.push_str(shown);
        self.pieces.push(piece);
    }

    fn lay(&mut self, from: &[Range<usize>], now: &str, number: u32) {
        for (nth, range) in from.iter().enumerate() {
            self.pieces.push(Piece {
                from: range.clone(),
                len: if nth == 0 { now.len() } else { 0 },
                kind: PieceKind::Edited(number),
            });
        }
        self.string.push_str(now);
    }
}

/// Neighbouring ranges joined, in the order given.
fn merge(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => merged.push(range),
        }
    }
    merged
}
