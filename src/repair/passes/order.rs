#![doc = include_str!("order.md")]

use std::ops::RangeInclusive;

use crate::repair::engine::{Action, Edit};
use crate::repair::unmix::follows;
use crate::repair::view::{Block, View, first_word, last_word};
use crate::repair::{Confidence, Pass};
use crate::roles::{Begin, Direction, End, Role, begins, ends};

use super::captions::{halves, interrupts};
use super::continued::seam;

/// The pass.
pub const PASS: Pass = Pass {
    name: "order",
    doc: include_str!("order.md"),
    is_asked_for: false,
    run,
};

/// Words of a block that is more than a line of a list or of a table.
const LEAST: usize = 8;

/// Blocks of a column that may stand out of turn.
const MOST: usize = 12;

/// How well each end of the column must go on (in powers of ten), and by how much better than at the next best place.
const FITS: f32 = -0.3;
const BETTER: f32 = 0.5;

fn run(view: &View) -> Vec<Edit> {
    let stray: Vec<usize> = (1..view.blocks.len())
        .filter(|at| is_stray(view, *at))
        .collect();
    if stray.is_empty() {
        return Vec::new();
    }
    // One at a time: what is in its place changes what the others miss.
    let rest = || stray.iter().find_map(|at| rest_of_word(view, &stray, *at));
    let between = || stray.iter().find_map(|at| between(view, *at));
    rest().or_else(between).into_iter().collect()
}

/// Whether a block goes on with a sentence that nothing before it has begun.
fn is_stray(view: &View, at: usize) -> bool {
    let block = &view.blocks[at];
    is_text(block)
        && begins(block.text) == Begin::Lower
        && previous(view, at).is_none_or(|before| {
            let before = &view.blocks[before];
            before.is_prose() && seam(view, before, block).is_none()
        })
        && !is_jump(view.blocks.get(at - 1))
}

/// Whether a block breaks off, and what stands behind it does not go on.
fn is_open(view: &View, at: usize) -> bool {
    let block = &view.blocks[at];
    is_text(block)
        && matches!(ends(block.text), End::Open | End::Comma | End::Hyphen)
        && next(view, at).is_none_or(|next| seam(view, block, &view.blocks[next]).is_none())
        && !is_jump(view.blocks.get(at + 1))
}

fn is_text(block: &Block) -> bool {
    block.is_prose() && !block.item && !block.is_formal() && block.words() >= LEAST
}

fn is_jump(block: Option<&Block>) -> bool {
    block.is_some_and(|block| matches!(block.role, Role::Jump(Direction::To | Direction::From)))
}

fn previous(view: &View, at: usize) -> Option<usize> {
    (0..at).rev().find(|at| !interrupts(&view.blocks[*at]))
}

fn next(view: &View, at: usize) -> Option<usize> {
    (at + 1..view.blocks.len()).find(|at| !interrupts(&view.blocks[*at]))
}

/// Puts a block that begins with the rest of a word behind the one block that has the word's first half.
fn rest_of_word(view: &View, stray: &[usize], at: usize) -> Option<Edit> {
    let fits = |open: usize, at: usize| halves(view, &view.blocks[open], &view.blocks[at]);
    let mut opens = (0..view.blocks.len()).filter(|open| fits(*open, at) && is_open(view, *open));
    let (open, none) = (opens.next()?, opens.next());
    let others = stray.iter().any(|other| *other != at && fits(open, *other));
    if none.is_some() || others {
        return None;
    }
    Some(moved(
        view,
        at..=at,
        open,
        format!(
            "no other word of the page goes on from \"{}-\" but \"{}\"",
            last_word(view.blocks[open].text).1,
            first_word(view.blocks[at].text).1
        ),
    ))
}

/// Puts text that begins and breaks off within sentences into the sentence that it completes at both ends.
fn between(view: &View, at: usize) -> Option<Edit> {
    let last = (at..view.blocks.len())
        .take(MOST)
        .take_while(|at| is_text(&view.blocks[*at]))
        .find(|at| is_open(view, *at))?;
    let (opening, ending) = (view.blocks[at].text, view.blocks[last].text);
    let mut best: Option<(f32, usize)> = None;
    let mut second = f32::NEG_INFINITY;
    for place in (0..view.blocks.len()).filter(|place| !(at..=last).contains(place)) {
        let left = &view.blocks[place];
        let Some(right) = next(view, place).map(|next| &view.blocks[next]) else {
            continue;
        };
        let cut = is_text(left)
            && begins(right.text) == Begin::Lower
            && seam(view, left, right).is_some()
            && seam(view, left, &view.blocks[at]).is_some()
            && seam(view, &view.blocks[last], right).is_some();
        if !cut {
            continue;
        }
        let ends = [
            follows(view, left.text, opening),
            follows(view, ending, right.text),
        ];
        let score = ends[0] + ends[1] - follows(view, left.text, right.text);
        if ends.iter().any(|end| *end < FITS) {
            continue;
        }
        if best.is_none_or(|(found, _)| score > found) {
            second = best.map_or(second, |(found, _)| found);
            best = Some((score, place));
        } else {
            second = second.max(score);
        }
    }
    let (_, place) = best.filter(|(score, _)| *score >= 0.0 && *score >= second + BETTER)?;
    let left = last_word(view.blocks[place].text).1;
    Some(moved(
        view,
        at..=last,
        place,
        format!(
            "it begins and breaks off within sentences, and so does what stands at \"{left}\": there both are whole"
        ),
    ))
}

fn moved(view: &View, blocks: RangeInclusive<usize>, to: usize, because: String) -> Edit {
    Edit {
        at: view.blocks[blocks.start() - 1].range.end..view.blocks[*blocks.end()].range.end,
        action: Action::Move(view.blocks[to].range.end),
        confidence: Confidence::Likely,
        because,
        seen: Vec::new(),
    }
}
