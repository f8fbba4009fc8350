//! The passes, one a file: each knows one kind of damage, proposes edits and touches nothing.

mod captions;
mod characters;
pub(super) mod columns;
mod continued;
mod duplicates;
mod heads;
mod homes;
mod hyphen_spaces;
mod line_hyphens;
mod lost;
mod lost_hyphens;
mod misread;
mod mixed;
mod order;
mod word_spaces;
mod woven;

use super::{Pass, issue};

pub(super) use captions::{fits, interrupts};
pub(super) use continued::{Seam, seam};

/// All passes in the order in which they run: first those that move or drop whole lines and
/// fragments, then those that edit inside a block, last those that only ask.
pub const PASSES: &[Pass] = &[
    // Where every line stands was known to the reader alone, which has put them in order.
    columns::PASS,
    // Everything later compares words: they must be spelled in plain characters.
    characters::PASS,
    // A running head among the lines is none of them.
    heads::PASS,
    // Before duplicates and continued paragraphs: a mixed line hides both.
    mixed::PASS,
    // What is too short for that, a copy may explain.
    woven::PASS,
    // A line printed twice must not be joined to its copy.
    duplicates::PASS,
    // What stands inside a sentence goes before the sentence is joined.
    captions::PASS,
    // A sentence must not be joined to the wrong column.
    order::PASS,
    continued::PASS,
    // Whole paragraphs tell best what a story is about.
    homes::PASS,
    line_hyphens::PASS,
    hyphen_spaces::PASS,
    // Before anything takes half a misread word for a word.
    misread::PASS,
    lost_hyphens::PASS,
    // What is no compound that lost its hyphen may be words that run together.
    word_spaces::PASS,
    // What is still open now is open for good.
    lost::PASS,
    // When all pages of an issue are repaired: first the stories that say where they go on.
    issue::JUMPS,
    issue::PAGES,
];

/// Whether a pass moves, drops or joins lines and blocks.
pub(super) fn is_of_order(pass: &Pass) -> bool {
    let of_order = [
        mixed::PASS,
        woven::PASS,
        duplicates::PASS,
        captions::PASS,
        continued::PASS,
        homes::PASS,
    ];
    of_order.iter().any(|other| other.name == pass.name)
}
