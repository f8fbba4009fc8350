#![doc = include_str!("captions.md")]

use crate::repair::engine::{Action, Edit};
use crate::repair::view::{Block, View, first_word, last_word};
use crate::repair::{Confidence, Pass};
use crate::roles::{Begin, End, Role, begins, ends};

use super::continued::seam;

/// The pass.
pub const PASS: Pass = Pass {
    name: "captions",
    doc: include_str!("captions.md"),
    is_asked_for: false,
    run,
};

/// Blocks in a row that may stand inside a sentence: two pictures with caption and credit.
const MOST: usize = 4;

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut number = 0;
    while number < view.blocks.len() {
        let Some(next) = continuation(view, number) else {
            number += 1;
            continue;
        };
        // The paragraph may be cut again further on.
        let mut last = next;
        while last + 1 < view.blocks.len()
            && seam(view, &view.blocks[last], &view.blocks[last + 1]).is_some()
        {
            last += 1;
        }
        let (left, right) = (&view.blocks[number], &view.blocks[next]);
        edits.push(Edit {
            at: left.range.end..view.blocks[next - 1].range.end,
            action: Action::Move(view.blocks[last].range.end),
            confidence: Confidence::Likely,
            because: format!(
                "it stands inside a sentence, which stops at \"{}\" and goes on at \"{}\"",
                last_word(left.text).1,
                first_word(right.text).1
            ),
            seen: Vec::new(),
        });
        number = last;
    }
    edits
}

/// The block that goes on where block `number` stops, with something else between them.
fn continuation(view: &View, number: usize) -> Option<usize> {
    let block = &view.blocks[number];
    if !block.is_prose() || ends(block.text) == End::Stop {
        return None;
    }
    let between = view.blocks[number + 1..]
        .iter()
        .take(MOST)
        .take_while(|block| interrupts(block))
        .count();
    let next = number + 1 + between;
    if between > 0
        && let Some(goes_on) = view.blocks.get(next)
        && seam(view, block, goes_on).is_some()
    {
        return Some(next);
    }
    if let Some(next) = rest_of_word(view, number) {
        return Some(next);
    }
    // A caption that does not look like one: whole sentences between two halves of one.
    let (caption, goes_on) = (view.blocks.get(number + 1)?, view.blocks.get(number + 2)?);
    let whole = caption.is_prose()
        && ends(caption.text) == End::Stop
        && begins(caption.text) == Begin::Upper
        && seam(view, block, caption).is_none()
        && caption.words() <= 60;
    let halves = begins(goes_on.text) == Begin::Lower
        && seam(view, block, goes_on).is_some()
        && fits(view, block, goes_on);
    (whole && halves).then_some(number + 2)
}

/// The block with the rest of a word that block `number` breaks off: what stands between the halves of
/// a word is no part of the sentence, whatever it looks like. A headline is where another story begins.
fn rest_of_word(view: &View, number: usize) -> Option<usize> {
    let block = &view.blocks[number];
    if ends(block.text) != End::Hyphen {
        return None;
    }
    let next = (number + 1..view.blocks.len())
        .take(MOST + 1)
        .take_while(|at| !view.blocks[*at].role.opens_story())
        .find(|at| view.blocks[*at].is_prose() && begins(view.blocks[*at].text) == Begin::Lower)?;
    let apart = view.blocks[number + 1..next]
        .iter()
        .all(|between| seam(view, block, between).is_none());
    (next > number + 1 && apart && halves(view, block, &view.blocks[next])).then_some(next)
}

/// Whether a block breaks off a word that another goes on with, and not both are words of their own.
pub fn halves(view: &View, block: &Block, next: &Block) -> bool {
    let (_, left) = last_word(block.text);
    let (start, right) = first_word(next.text);
    start == 0
        && ends(block.text) == End::Hyphen
        && right.starts_with(char::is_lowercase)
        && !(view.is_listed(left) && view.is_listed(right))
        && view.lexicon.knows(&format!("{left}{right}"))
}

/// Whether a block may stand inside a sentence.
pub fn interrupts(block: &Block) -> bool {
    matches!(
        block.role,
        Role::Caption { .. }
            | Role::Credit
            | Role::PullQuote
            | Role::Folio
            | Role::RunningHead
            | Role::Advertisement
            | Role::Jump(_)
    ) || block.shouts()
}

/// Whether the words on both sides of the gap go together.
pub fn fits(view: &View, block: &Block, next: &Block) -> bool {
    let (_, left) = last_word(block.text);
    let (_, right) = first_word(next.text);
    if ends(block.text) == End::Hyphen {
        let whole = format!("{left}{right}");
        return view.lexicon.knows(&whole) || view.spelling.count(&whole) > 0;
    }
    view.lexicon.pair(left, right).is_some()
        || view.lexicon.is_function_word(left)
        || view.lexicon.is_function_word(right)
}
