//! Which words of one text are kept in the other, in order.
//!
//! Knows token numbers alone; what a difference means is told elsewhere.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, Token as Number};

use super::token::Token;

/// A stretch of tokens of one side and what stands in its place on the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    pub before: Range<usize>,
    pub after: Range<usize>,
}

/// The stretches that differ, in order. `words` is one more than the greatest number of a token.
pub(super) fn hunks(before: &[Token], after: &[Token], words: u32) -> Vec<Hunk> {
    let numbers =
        |tokens: &[Token]| -> Vec<Number> { tokens.iter().map(|token| Number(token.id)).collect() };
    let mut diff = Diff::default();
    let (one, two) = (numbers(before), numbers(after));
    diff.compute_with(Algorithm::Histogram, &one, &two, words);
    let mut hunks: Vec<Hunk> = Vec::new();
    for found in diff.hunks() {
        hunks.push(Hunk {
            before: found.before.start as usize..found.before.end as usize,
            after: found.after.start as usize..found.after.end as usize,
        });
    }
    slide(&mut hunks, before, after);
    merged(hunks, before)
}

/// Puts a stretch that could stand in several places where paragraphs begin and end.
fn slide(hunks: &mut [Hunk], before: &[Token], after: &[Token]) {
    for at in 0..hunks.len() {
        let floor = match at {
            0 => (0, 0),
            _ => (hunks[at - 1].before.end, hunks[at - 1].after.end),
        };
        let roof = hunks
            .get(at + 1)
            .map_or((before.len(), after.len()), |next| {
                (next.before.start, next.after.start)
            });
        let hunk = &mut hunks[at];
        if hunk.after.is_empty() {
            let by = shift(before, &hunk.before, floor.0, roof.0);
            *hunk = moved_by(hunk, by);
        } else if hunk.before.is_empty() {
            let by = shift(after, &hunk.after, floor.1, roof.1);
            *hunk = moved_by(hunk, by);
        }
    }
}

fn moved_by(hunk: &Hunk, by: isize) -> Hunk {
    let go = |range: &Range<usize>| {
        range.start.wrapping_add_signed(by)..range.end.wrapping_add_signed(by)
    };
    Hunk {
        before: go(&hunk.before),
        after: go(&hunk.after),
    }
}

/// How far to shift a run of tokens that were taken out or put in; it reads the same at each step.
fn shift(tokens: &[Token], run: &Range<usize>, floor: usize, roof: usize) -> isize {
    // A run that repeats itself over pages could slide far; what is near is near enough.
    const FAR: usize = 400;
    let worth = |start: usize, end: usize| -> u8 {
        let breaks = |at: Option<&Token>| at.is_none_or(Token::is_break);
        let first = tokens.get(start).is_some_and(Token::is_break);
        let last = end > 0 && tokens[end - 1].is_break();
        let before = start == 0 || tokens[start - 1].is_break();
        match () {
            () if first && !last && breaks(tokens.get(end)) => 3,
            () if last && !first && before => 2,
            () if before && breaks(tokens.get(end)) => 2,
            () if before || breaks(tokens.get(end)) => 1,
            () => 0,
        }
    };
    let (mut start, mut end) = (run.start, run.end);
    let mut best = (worth(start, end), start);
    while start > floor && run.start - start < FAR && tokens[start - 1].id == tokens[end - 1].id {
        (start, end) = (start - 1, end - 1);
        if worth(start, end) > best.0 {
            best = (worth(start, end), start);
        }
    }
    (start, end) = (run.start, run.end);
    while end < roof && start - run.start < FAR && tokens[start].id == tokens[end].id {
        (start, end) = (start + 1, end + 1);
        if worth(start, end) > best.0 {
            best = (worth(start, end), start);
        }
    }
    best.1 as isize - run.start as isize
}

/// Hunks that a word or two in common keep apart, in the midst of text that was replaced as a whole.
fn merged(hunks: Vec<Hunk>, before: &[Token]) -> Vec<Hunk> {
    let mut out: Vec<Hunk> = Vec::with_capacity(hunks.len());
    for hunk in hunks {
        if let Some(last) = out.last_mut() {
            let common = &before[last.before.end..hunk.before.start];
            let gone = last.before.len() + hunk.before.len();
            let come = last.after.len() + hunk.after.len();
            let chance = common.len() <= 2
                && !common.iter().any(Token::is_break)
                && gone.min(come) >= 4 * common.len().max(1);
            if chance {
                last.before.end = hunk.before.end;
                last.after.end = hunk.after.end;
                continue;
            }
        }
        out.push(hunk);
    }
    out
}
