#![doc = include_str!("woven.md")]

use std::ops::Range;

use crate::repair::engine::{Action, Edit};
use crate::repair::hyphens::{Verdict, at_line_end};
use crate::repair::squeezed::{Match, Squeezed, windows};
use crate::repair::view::{Block, View, first_word, last_word};
use crate::repair::{Confidence, Pass};
use crate::roles::{Begin, begins};

/// The pass.
pub const PASS: Pass = Pass {
    name: "woven",
    doc: include_str!("woven.md"),
    run,
};

/// Squeezed bytes that may stand between two pieces of the copy: a few lines of a column.
const GAP: usize = 140;

/// Bytes by which two pieces may overlap where both streams go on alike by chance.
const CHANCE: usize = 3;

/// Pieces of a copy that runs through a block.
struct Thread {
    /// The pieces here and there, in order.
    pieces: Vec<Match>,
}

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    for window in windows(view) {
        let squeezed = Squeezed::of(view, window.clone());
        let mut matches: Vec<Match> = Vec::new();
        for found in squeezed.repeats() {
            let (here, there) = (found.here.start, found.there.start);
            if squeezed.block(here) != squeezed.block(there) {
                matches.push(Match {
                    here: found.there.clone(),
                    there: found.here.clone(),
                });
                matches.push(found);
            }
        }
        let mut by_block: std::collections::BTreeMap<usize, Vec<Match>> = Default::default();
        for found in matches {
            let block = squeezed.block(found.here.start);
            let end = squeezed.of_block(block).end;
            let len = found.here.len().min(end - found.here.start);
            by_block.entry(block).or_default().push(Match {
                here: found.here.start..found.here.start + len,
                there: found.there.start..found.there.start + len,
            });
        }
        for (number, matches) in by_block {
            let block = &view.blocks[number];
            if block.is_prose()
                && let Some(thread) = best_thread(&squeezed, matches, number)
            {
                unweave(view, &squeezed, block, &thread, &mut edits);
            }
        }
    }
    edits
}

/// The longest row of pieces that follow one another without a gap there, with gaps here.
fn best_thread(squeezed: &Squeezed, mut matches: Vec<Match>, block: usize) -> Option<Thread> {
    matches.sort_by_key(|found| (found.here.start, found.there.start));
    let mut best: Option<Vec<Match>> = None;
    for (nth, first) in matches.iter().enumerate() {
        let mut pieces = vec![first.clone()];
        for next in &matches[nth + 1..] {
            let last = pieces.last().expect("it starts with one");
            let overlap = last.there.end.saturating_sub(next.there.start);
            let follows = next.there.start + CHANCE >= last.there.end
                && next.there.start <= last.there.end
                && last.there.start + overlap < last.there.end;
            let gap = (next.here.start + overlap).saturating_sub(last.here.end);
            if follows && gap > 0 && gap <= GAP && next.here.start >= last.here.end {
                let last = pieces.last_mut().expect("it starts with one");
                last.here.end -= overlap;
                last.there.end -= overlap;
                pieces.push(next.clone());
            }
        }
        let weight = |pieces: &[Match]| pieces.iter().map(|piece| piece.here.len()).sum::<usize>();
        if best
            .as_ref()
            .is_none_or(|best| (pieces.len(), weight(&pieces)) > (best.len(), weight(best)))
        {
            best = Some(pieces);
        }
    }
    let pieces = best?;
    let whole = squeezed.of_block(block);
    let copied: usize = pieces.iter().map(|piece| piece.here.len()).sum();
    // A block that is a copy and nothing else is a duplicate, not a weave.
    (copied + 10 < whole.len()).then_some(Thread { pieces })
}

/// Whether a piece tears a word of this block at its start or its end, so that no reader could
/// have set it so.
fn tears(view: &View, text: &Range<usize>, block: &Block) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let before = view.text[block.range.start..text.start].chars().next_back();
    let after = view.text[text.end..block.range.end].chars().next();
    (letter(before) && letter(view.text[text.clone()].chars().next()))
        || (letter(after) && letter(view.text[text.clone()].chars().next_back()))
}

fn unweave(
    view: &View,
    squeezed: &Squeezed,
    block: &Block,
    thread: &Thread,
    edits: &mut Vec<Edit>,
) {
    let texts: Vec<Range<usize>> = thread
        .pieces
        .iter()
        .map(|piece| squeezed.text(piece.here.clone()))
        .collect();
    let torn = texts.iter().filter(|text| tears(view, text, block)).count();
    let enough = match texts.len() {
        0 => false,
        1 => torn == 1 && mends(view, block, &texts[0]),
        2 => torn >= 1,
        _ => lines_like(&thread.pieces),
    };
    if !enough {
        return;
    }
    let there = squeezed.text(thread.pieces[0].there.clone());
    let copy = &view.blocks[squeezed.block(thread.pieces[0].there.start)];
    let head = &view.text[block.range.start..texts[0].start];
    let lost_head = there.start == copy.range.start
        && begins(copy.text) == Begin::Lower
        && !head.trim().is_empty()
        && head.split_whitespace().count() <= 2
        && head.ends_with(char::is_whitespace);
    for (nth, text) in texts.iter().enumerate() {
        let start = if nth == 0 && lost_head {
            block.range.start
        } else {
            text.start
        };
        let seen = squeezed.text(thread.pieces[nth].there.clone());
        edits.push(taken_out(view, block, start..text.end, seen));
    }
    if lost_head {
        let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
        edits.push(Edit {
            at: copy.range.start..copy.range.start,
            because: format!("the copy of this sentence has \"{head}\" before it"),
            action: Action::Replace(format!("{head} ")),
            confidence: Confidence::Certain,
            seen: std::iter::once(block.range.start..texts[0].end).collect(),
        });
    }
}

/// Whether the one piece stands inside a word of the page or the language.
fn mends(view: &View, block: &Block, text: &Range<usize>) -> bool {
    let before = &view.text[block.range.start..text.start];
    let after = &view.text[text.end..block.range.end];
    let (at, left) = last_word(before);
    let (start, right) = first_word(after);
    if at + left.len() != before.len() || start != 0 || left.is_empty() || right.is_empty() {
        return false;
    }
    let whole = format!("{left}{right}");
    view.lexicon.knows(&whole) || view.spelling.count(&whole) > 0
}

/// Whether the pieces could be lines of a column: of about the same length, but for the outer ones.
fn lines_like(pieces: &[Match]) -> bool {
    let inner = &pieces[1..pieces.len() - 1];
    let longest = inner
        .iter()
        .map(|piece| piece.here.len())
        .max()
        .unwrap_or(0);
    let shortest = inner
        .iter()
        .map(|piece| piece.here.len())
        .min()
        .unwrap_or(0);
    longest <= shortest * 2
}

/// The edit that takes a piece out and puts together what it parted.
fn taken_out(view: &View, block: &Block, text: Range<usize>, seen: Range<usize>) -> Edit {
    let before = &view.text[block.range.start..text.start];
    let after = &view.text[text.end..block.range.end];
    let space_before = before.ends_with(char::is_whitespace) || before.is_empty();
    let space_after = after.starts_with(char::is_whitespace) || after.is_empty();
    let mut at = text;
    let mut now = String::new();
    let white_after = after.len() - after.trim_start().len();
    let white_before = before.len() - before.trim_end().len();
    let (_, left) = last_word(before);
    let (_, right) = first_word(after);
    if before.is_empty() {
        at.end += white_after;
    } else if after.is_empty() {
        at.start -= white_before;
    } else if before.ends_with('-') {
        // The weave kept the line-end hyphen.
        at.end += white_after;
        match at_line_end(view, left, right).map(|decision| decision.verdict) {
            Some(Verdict::Join) => at.start -= 1,
            Some(Verdict::Space) => now.push(' '),
            _ => {}
        }
    } else if space_before && space_after {
        at.end += white_after;
    } else if space_before != space_after {
        // One side was cut inside a word, or the space was lost at the seam.
        let whole = format!("{left}{right}");
        let joined = view.lexicon.knows(&whole) || view.spelling.count(&whole) > 0;
        let halves = view.lexicon.knows(left) && view.lexicon.knows(right);
        at.start -= white_before;
        at.end += white_after;
        if !joined || halves {
            now.push(' ');
        }
    }
    Edit {
        because: format!(
            "these words stand, without a gap, in another place of the page and break the sentence here: \"{}\"",
            shortened(&view.text[seen.clone()])
        ),
        at,
        action: Action::Replace(now),
        confidence: Confidence::Certain,
        seen: vec![seen],
    }
}

/// The first words of a text, for a reason.
pub(super) fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= 8 {
        words.join(" ")
    } else {
        format!("{} …", words[..7].join(" "))
    }
}
