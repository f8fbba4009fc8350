#![doc = include_str!("heads.md")]

use std::collections::HashMap;
use std::ops::Range;

use crate::repair::engine::{Action, Edit};
use crate::repair::view::{Block, View};
use crate::repair::{Confidence, Pass};
use crate::roles::{Begin, End, begins, ends};

/// The pass.
pub const PASS: Pass = Pass {
    name: "running-heads",
    doc: include_str!("heads.md"),
    is_asked_for: false,
    run,
};

/// Letters of a running head: fewer are initials or a mark, more are text.
const LETTERS: std::ops::RangeInclusive<usize> = 8..=60;

/// Digits of a page number.
const DIGITS: usize = 3;

/// Lines in a row that may be a running head.
const MOST: usize = 3;

fn run(view: &View) -> Vec<Edit> {
    let is_raw = |block: &&Block| block.is_prose() && block.text.contains('\n');
    if !view.blocks.iter().any(|block| is_raw(&block)) {
        return Vec::new();
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    for head in view.text.lines().filter_map(head) {
        *seen.entry(head).or_default() += 1;
    }
    seen.retain(|_, count| *count > 1);
    if seen.is_empty() {
        return Vec::new();
    }
    let raw = view.blocks.iter().filter(is_raw);
    raw.flat_map(|block| in_block(&seen, block)).collect()
}

/// The letters of a line that is written as running heads are.
fn head(line: &str) -> Option<String> {
    let words = line.split_whitespace().count();
    let shouts = line.contains(char::is_uppercase) && !line.contains(char::is_lowercase);
    let letters: String = line.chars().filter(|c| c.is_alphabetic()).collect();
    (shouts && words > 1 && LETTERS.contains(&letters.chars().count())).then_some(letters)
}

fn is_number(line: &str) -> bool {
    let line = line.trim();
    (1..=DIGITS).contains(&line.len()) && line.chars().all(|c| c.is_ascii_digit())
}

/// Parts the heads in a block from the sentences that go on over them.
fn in_block(seen: &HashMap<String, usize>, block: &Block) -> Vec<Edit> {
    let lines: Vec<Range<usize>> = block
        .text
        .split('\n')
        .map(|line| {
            let start = line.as_ptr() as usize - block.text.as_ptr() as usize;
            start..start + line.len()
        })
        .collect();
    let text = |nth: usize| &block.text[lines[nth].clone()];
    let is_head = |nth: usize| head(text(nth)).is_some_and(|head| seen.contains_key(&head));
    let mut edits = Vec::new();
    let mut nth = 1;
    while nth < lines.len() {
        let many = (nth..lines.len())
            .take_while(|nth| is_head(*nth) || is_number(text(*nth)))
            .count();
        let behind = nth + many;
        let parts = (1..=MOST).contains(&many)
            && behind < lines.len()
            && (nth..behind).any(is_head)
            && matches!(ends(text(nth - 1)), End::Open | End::Comma | End::Hyphen)
            && begins(text(behind)) == Begin::Lower;
        if parts {
            for line in nth..=behind {
                let start = block.range.start;
                edits.push(Edit {
                    at: start + lines[line - 1].end..start + lines[line].start,
                    action: Action::Replace("\n\n".to_owned()),
                    confidence: Confidence::Certain,
                    because: "a line that the page has elsewhere, too, stands inside a sentence"
                        .to_owned(),
                    seen: Vec::new(),
                });
            }
        }
        nth = behind.max(nth + 1);
    }
    edits
}
