//! Whether what stands before a line end and what stands behind it are one word that was broken.

use crate::lexicon::Stem;
use crate::repair::view::View;
use crate::roles::End;

use super::joints::{Line, Next, reads};

/// What it tells that two pieces make a word.
pub const WORD: f32 = 3.2;

/// How well the words before a line end go on behind it; `None` when they cannot.
pub fn joint(view: &View, line: &Line, next: &Next) -> Option<f32> {
    if line.end != End::Hyphen {
        return Some(reads(view, line, next));
    }
    Half::of(view, line).goes_on(view, next)
}

/// The piece of a word at the end of a line, looked at once.
#[derive(Clone, Debug)]
pub struct Half<'a> {
    /// What stands behind the last hyphen or apostrophe in it.
    left: &'a str,
    stem: Stem,
    /// Whether its hyphen is there.
    hyphen: bool,
    /// Whether it has a hyphen of its own.
    compound: bool,
    known: bool,
    prefix: bool,
    long: bool,
}

impl<'a> Half<'a> {
    /// Looks at the end of a line.
    pub fn of(view: &View, line: &Line<'a>) -> Half<'a> {
        let left = line.word.rsplit(['-', '\'', '’']).next();
        let left = left.unwrap_or(line.word);
        Half {
            left,
            stem: view.lexicon.stem(left),
            hyphen: line.end == End::Hyphen,
            compound: line.word != left,
            known: !left.is_empty() && is_known(view, left),
            prefix: view.lexicon.is_prefix(left),
            long: left.chars().count() > 2,
        }
    }

    /// How well the word goes on in the next line; `None` when it cannot.
    pub fn goes_on(&self, view: &View, next: &Next) -> Option<f32> {
        let (left, right) = (self.left, next.word);
        if !next.bare || right.is_empty() || (left.is_empty() && !self.compound) {
            return None;
        }
        let lower = right.starts_with(char::is_lowercase);
        let known_right = || next.known || view.spelling.count(right) > 0;
        if lower {
            let whole = [left, right].concat();
            let may = view.lexicon.may_know(&self.stem, right);
            if may && view.lexicon.knows(&whole) || view.spelling.count(&whole) > 0 {
                return Some(WORD - by_chance(view, &whole));
            }
        }
        let compound = [left, "-", right].concat();
        let may = view.lexicon.may_be_compound(&self.stem, right);
        if may && view.lexicon.compound(&compound).is_some() || view.spelling.count(&compound) > 0 {
            Some(2.5)
        } else if lower && self.hyphen && self.prefix && known_right() {
            Some(1.5)
        } else if self.known && (self.long || self.compound) && known_right() {
            // A compound with a hyphen of its own, which shows or is lost.
            Some(if self.hyphen || self.compound {
                0.0
            } else {
                -1.0
            })
        } else if lower && self.hyphen {
            // A tenth of the words that are broken are in no list.
            Some(-0.9)
        } else {
            None
        }
    }
}

/// Whether a word is in the list or on the page.
fn is_known(view: &View, word: &str) -> bool {
    view.lexicon.knows(word) || view.spelling.count(word) > 0
}

/// How likely it is that two pieces of words make this one by chance: short words are everywhere, and
/// rare ones are many.
fn by_chance(view: &View, whole: &str) -> f32 {
    let score = view.lexicon.score(whole).unwrap_or(-5.0);
    let short = 0.2 * (6.0 - (whole.len() as f32).clamp(3.0, 8.0));
    let rare = 0.5 * (-5.0 - score);
    short + rare.clamp(-0.5, 1.0)
}
