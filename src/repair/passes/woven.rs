#![doc = include_str!("woven.md")]

use std::ops::Range;

use crate::repair::engine::{Action, Edit};
use crate::repair::hyphens::{Verdict, at_line_end};
use crate::repair::squeezed::{Match, Squeezed};
use crate::repair::view::{Block, View, first_word, in_word, last_word};
use crate::repair::{Confidence, Pass};
use crate::roles::{Begin, End, begins, ends};

use crate::repair::unmix::follows;

/// The pass.
pub const PASS: Pass = Pass {
    name: "woven",
    doc: include_str!("woven.md"),
    is_asked_for: false,
    run,
};

/// Squeezed bytes that may stand between two pieces of the copy: a few lines of a column.
const GAP: usize = 140;

/// Squeezed bytes of the shortest piece: two or three words.
const SHORTEST: usize = 9;

/// Squeezed bytes of a line of a narrow column, at least.
const LINE: usize = 14;

/// The same, where only their even lengths tell that they are lines.
const EVEN_LINE: usize = 20;

/// By how much a text must read better without each piece (see [`follows`] for the scale).
const BETTER: f32 = 0.8;

/// Bytes by which two pieces may overlap where both streams go on alike by chance.
const CHANCE: usize = 3;

/// A piece that a block shares with another.
#[derive(Clone)]
struct Shared {
    /// Without the letters at its ends that they share only by chance.
    words: Match,
    /// With them: where the next piece goes on right behind them, they are no chance.
    all: Match,
}

/// Pieces of a copy that runs through a block.
struct Thread {
    /// The pieces here and there, in order.
    pieces: Vec<Match>,
}

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (squeezed, repeats) in view.repeats() {
        let mut matches: Vec<Match> = Vec::new();
        for found in repeats {
            let (here, there) = (found.here.start, found.there.start);
            if squeezed.block(here) != squeezed.block(there) {
                matches.push(Match {
                    here: found.there.clone(),
                    there: found.here.clone(),
                });
                matches.push(found.clone());
            }
        }
        let mut by_block: std::collections::BTreeMap<usize, Vec<Match>> = Default::default();
        for found in matches {
            // A common stretch may run over the end of a block: each block has its own part.
            let last = squeezed.block(found.here.end - 1);
            for block in squeezed.block(found.here.start)..=last {
                let whole = squeezed.of_block(block);
                let start = found.here.start.max(whole.start);
                let end = found.here.end.min(whole.end);
                if start < end {
                    let off = start - found.here.start;
                    by_block.entry(block).or_default().push(Match {
                        here: start..end,
                        there: found.there.start + off..found.there.start + off + (end - start),
                    });
                }
            }
        }
        for (number, matches) in by_block {
            let block = &view.blocks[number];
            if !block.is_prose() {
                continue;
            }
            let matches = matches
                .into_iter()
                .filter_map(|found| {
                    let words = snapped(view, squeezed, found.clone())?;
                    Some(Shared { words, all: found })
                })
                .collect();
            if let Some(thread) = best_thread(view, squeezed, matches, number) {
                unweave(view, squeezed, block, &thread, &mut edits);
            }
        }
    }
    edits
}

/// A piece without the parts of words at its ends that the texts share only by chance: a cut inside
/// a word is believed where the letters around it are no word.
fn snapped(view: &View, squeezed: &Squeezed, mut found: Match) -> Option<Match> {
    let text = squeezed.text(found.here.clone());
    if let Some(word) = listed(view, text.start) {
        let off = letters(&view.text[text.start..word.end]);
        found.here.start += off;
        found.there.start += off;
    }
    if let Some(word) = listed(view, text.end) {
        let off = letters(&view.text[word.start.min(text.end)..text.end]);
        found.here.end = found.here.end.saturating_sub(off);
        found.there.end = found.there.end.saturating_sub(off);
    }
    (found.here.start + SHORTEST <= found.here.end
        && found.there.start + SHORTEST <= found.there.end
        && !squeezed.text(found.here.clone()).is_empty())
    .then_some(found)
}

/// The word that goes on across a place, if it may stand so: with its hyphens, or a part of a compound.
fn listed(view: &View, at: usize) -> Option<Range<usize>> {
    let words = [
        straddling(view.text, at),
        within(view.text, at, char::is_alphanumeric),
    ];
    let mut words = words.into_iter();
    words.find(|word| !word.is_empty() && view.is_listed(&view.text[word.clone()]))
}

/// The word that goes on across a place of a text; an empty range where none does.
fn straddling(text: &str, at: usize) -> Range<usize> {
    within(text, at, |c| c.is_alphanumeric() || c == '-')
}

/// The stretch of such characters across a place of a text; an empty range where there is none.
fn within(text: &str, at: usize, is_inside: impl Fn(char) -> bool) -> Range<usize> {
    let inside = |c: &char| is_inside(*c);
    let start = at
        - text[..at]
            .chars()
            .rev()
            .take_while(inside)
            .map(char::len_utf8)
            .sum::<usize>();
    let end = at
        + text[at..]
            .chars()
            .take_while(inside)
            .map(char::len_utf8)
            .sum::<usize>();
    if start == at || end == at {
        at..at
    } else {
        start..end
    }
}

/// Bytes of a text that count in a squeezed one.
fn letters(text: &str) -> usize {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(char::len_utf8)
        .sum()
}

/// The longest row of pieces that follow one another without a gap there, with gaps here.
fn best_thread(
    view: &View,
    squeezed: &Squeezed,
    mut matches: Vec<Shared>,
    block: usize,
) -> Option<Thread> {
    matches.sort_by_key(|found| (found.words.here.start, found.words.there.start));
    let mut best: Option<Vec<Match>> = None;
    for (nth, first) in matches.iter().enumerate() {
        let mut pieces = vec![first.words.clone()];
        let mut last_all = &first.all;
        for shared in &matches[nth + 1..] {
            let last = pieces.last().expect("it starts with one");
            let torn = last_all.there.end == shared.all.there.start
                && last_all.here.end < shared.all.here.start
                && shared.all.here.start - last_all.here.end <= GAP
                && (last.there.end, shared.words.there.start)
                    != (last_all.there.end, shared.all.there.start);
            if torn {
                // A word was torn right here: its halves are the ends of the two pieces.
                let last = pieces.last_mut().expect("it starts with one");
                last.here.end = last_all.here.end;
                last.there.end = last_all.there.end;
                pieces.push(Match {
                    here: shared.all.here.start..shared.words.here.end,
                    there: shared.all.there.start..shared.words.there.end,
                });
                last_all = &shared.all;
                continue;
            }
            let next = &shared.words;
            let overlap = last.there.end.saturating_sub(next.there.start);
            let follows = next.there.start + CHANCE >= last.there.end
                && next.there.start <= last.there.end
                && last.there.start + overlap < last.there.end;
            let gap = (next.here.start + overlap).saturating_sub(last.here.end);
            if follows && gap > 0 && gap <= GAP && next.here.start >= last.here.end {
                // Where both texts go on alike for a letter or two, the cut is where words end.
                let whole_words = |share: &usize| {
                    let cut = squeezed
                        .text(last.here.start..last.here.end - overlap + share)
                        .end;
                    let goes_on = squeezed.text(next.here.start + share..next.here.end).start;
                    [cut, goes_on]
                        .iter()
                        .all(|at| !view.is_listed(&view.text[straddling(view.text, *at)]))
                };
                let Some(share) = (0..=overlap).find(whole_words) else {
                    continue;
                };
                let last = pieces.last_mut().expect("it starts with one");
                last.here.end -= overlap - share;
                last.there.end -= overlap - share;
                let mut next = next.clone();
                next.here.start += share;
                next.there.start += share;
                pieces.push(next);
                last_all = &shared.all;
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

/// How many cuts of a piece are proven: letters that are no word here, and that are words when the
/// piece is taken out or where it stands whole. No reader could have set this block so.
fn proven(view: &View, block: &Block, here: &Range<usize>, there: &Range<usize>) -> usize {
    let torn = |at: usize| {
        let word = &view.text[straddling(view.text, at)];
        !word.is_empty() && word.chars().all(char::is_alphabetic)
    };
    let before = &view.text[block.range.start..here.start];
    let after = view.text[here.end..block.range.end].trim_start();
    let whole_outside = mended(view, before, after).is_some();
    // "… This in" + "cludes …": whole where it stands whole, and no word here.
    let whole = |at: usize| {
        let word = &view.text[straddling(view.text, at)];
        !word.is_empty() && word.chars().all(char::is_alphabetic) && view.lexicon.knows(word)
    };
    let fragment = |text: &str, last: bool| {
        let word = if last {
            last_word(text).1
        } else {
            first_word(text).1
        };
        let at_edge = if last {
            text.ends_with(in_word)
        } else {
            text.starts_with(in_word)
        };
        at_edge && word.chars().all(char::is_alphabetic) && !view.is_word(word)
    };
    let piece = &view.text[here.clone()];
    let start = if torn(here.start) {
        whole_outside
    } else {
        whole(there.start) && fragment(piece, false)
    };
    let end = if torn(here.end) {
        whole_outside || whole(there.end)
    } else {
        whole(there.end) && fragment(piece, true)
    };
    usize::from(start) + usize::from(end)
}

/// The word that a piece stands inside of: what it parted, put together, when that is a word.
fn mended(view: &View, before: &str, after: &str) -> Option<String> {
    if !before.ends_with(in_word) || !after.starts_with(in_word) {
        return None;
    }
    let (left, right) = (last_word(before).1, first_word(after).1);
    let whole = format!("{left}{right}");
    let letters = whole.chars().all(char::is_alphabetic);
    (letters && !left.is_empty() && !right.is_empty() && view.is_word(&whole)).then_some(whole)
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
    let torn: usize = thread
        .pieces
        .iter()
        .zip(&texts)
        .map(|(piece, text)| proven(view, block, text, &squeezed.text(piece.there.clone())))
        .sum();
    let enough = match texts.len() {
        0 => false,
        1 => torn == 2 && texts[0].len() >= LINE,
        many => {
            let better = better(view, block, &texts);
            let lines = lines_like(&thread.pieces) && texts.iter().all(|text| words(view, text));
            torn > 0
                || whole_lines(block, &texts)
                || better >= BETTER * many as f32
                || (lines && (many > 2 || better >= BETTER))
        }
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

/// Whether pieces and gaps could be lines of two columns: each about as long as the others, but for
/// the outer pieces.
fn lines_like(pieces: &[Match]) -> bool {
    let even = |lengths: Vec<usize>| {
        let longest = lengths.iter().max().copied().unwrap_or(0);
        let shortest = lengths.iter().min().copied().unwrap_or(0);
        shortest >= EVEN_LINE && longest * 10 <= shortest * 15
    };
    even(
        pieces[..pieces.len() - 1]
            .iter()
            .map(|piece| piece.here.len())
            .collect(),
    ) && even(
        pieces
            .windows(2)
            .flat_map(|pair| [pair[0].here.len(), pair[1].here.start - pair[0].here.end])
            .collect(),
    )
}

/// Whether a piece begins with a word, as lines do.
fn words(view: &View, text: &Range<usize>) -> bool {
    let opens = |c: char| c.is_alphanumeric() || "\"“‘'($£€".contains(c);
    view.text[text.clone()].starts_with(opens)
}

/// By how much the block reads better without the pieces: the words on both sides of each go together,
/// and those at its ends do not.
fn better(view: &View, block: &Block, texts: &[Range<usize>]) -> f32 {
    // A sentence that the block before has begun goes on here.
    let number = view
        .blocks
        .partition_point(|other| other.range.start < block.range.start);
    let tail = number
        .checked_sub(1)
        .map(|before| &view.blocks[before])
        .filter(|before| before.is_prose() && ends(before.text) != End::Stop)
        .map_or("", |before| before.text);
    let mut gain = 0.0;
    for text in texts {
        let before = &view.text[block.range.start..text.start];
        let before = if before.is_empty() { tail } else { before };
        let piece = &view.text[text.clone()];
        let after = &view.text[text.end..block.range.end];
        if text.len() < LINE {
            return f32::NEG_INFINITY;
        }
        if !before.is_empty() && !after.is_empty() {
            gain += follows(view, before, after);
        }
        if !before.is_empty() {
            gain -= follows(view, before, piece);
        }
        if !after.is_empty() {
            gain -= follows(view, piece, after);
        }
    }
    gain
}

/// Whether every piece is a raw line of its own.
fn whole_lines(block: &Block, texts: &[Range<usize>]) -> bool {
    texts.iter().all(|text| {
        let before = &block.text[..text.start - block.range.start];
        let after = &block.text[text.end - block.range.start..];
        let after = after.strip_prefix('-').unwrap_or(after);
        (before.is_empty() || before.ends_with('\n'))
            && (after.is_empty() || after.starts_with('\n'))
            && text.len() >= LINE
    })
}

/// The edit that takes a piece out and puts together what it parted.
fn taken_out(view: &View, block: &Block, mut text: Range<usize>, seen: Range<usize>) -> Edit {
    // The copy's own line-end hyphen goes with it.
    let rest = &view.text[text.end..block.range.end];
    if let Some(rest) = rest.strip_prefix('-')
        && (rest.is_empty() || rest.starts_with(char::is_whitespace))
    {
        text.end += 1;
    }
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
    } else if !space_before {
        // The word before it was cut: its hyphen was lost, and the lines were run together.
        at.end += white_after;
        if mended(view, before, after.trim_start()).is_none() && space_after {
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
