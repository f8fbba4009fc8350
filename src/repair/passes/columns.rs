#![doc = include_str!("columns.md")]

use std::ops::Range;

use crate::model::Text;
use crate::repair::Pass;

/// The pass. The reader does the work, since it alone sees the spaces; the engine puts on record what
/// it did, by [`moves`].
pub const PASS: Pass = Pass {
    name: "columns",
    doc: include_str!("columns.md"),
    is_asked_for: false,
    run: |_| Vec::new(),
};

/// What has to be moved in the source to get the order of a text that was only read: ranges of bytes
/// that go together, and the byte behind which they go, one after the other.
pub fn moves(text: &Text) -> Vec<(Vec<Range<usize>>, usize)> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for piece in text.pieces.iter().filter(|piece| !piece.from.is_empty()) {
        match runs.last_mut() {
            Some(last) if last.end == piece.from.start => last.end = piece.from.end,
            _ => runs.push(piece.from.clone()),
        }
    }
    if runs.len() < 2 {
        return Vec::new();
    }
    // The runs in the order of the source, as a chain in which each knows its neighbours.
    let none = runs.len();
    let mut in_source: Vec<usize> = (0..runs.len()).collect();
    in_source.sort_by_key(|run| runs[*run].start);
    let mut before = vec![none; runs.len() + 1];
    let mut after = vec![none; runs.len() + 1];
    for pair in in_source.windows(2) {
        after[pair[0]] = pair[1];
        before[pair[1]] = pair[0];
    }
    let mut moves: Vec<(Vec<Range<usize>>, usize)> = Vec::new();
    let mut goes_on = false;
    if in_source[0] != 0 {
        let (left, right) = (before[0], after[0]);
        (after[left], before[right]) = (right, left);
        (after[0], before[in_source[0]], before[0]) = (in_source[0], 0, none);
        moves.push((vec![runs[0].clone()], 0));
    }
    for run in 1..runs.len() {
        if after[run - 1] == run {
            goes_on = false;
            continue;
        }
        let (left, right) = (before[run], after[run]);
        (after[left], before[right]) = (right, left);
        let next = after[run - 1];
        (after[run - 1], before[run]) = (run, run - 1);
        (after[run], before[next]) = (next, run);
        match moves.last_mut() {
            Some((together, _)) if goes_on => together.push(runs[run].clone()),
            _ => moves.push((vec![runs[run].clone()], runs[run - 1].end)),
        }
        goes_on = true;
    }
    moves
}
