//! The places of a block where a line of one column may end and a line of another begin.

use crate::model::SplitWords as _;
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

use crate::repair::squeezed::{Side, Squeezed};
use crate::repair::tokens::{Soundness, Token, is_sound};
use crate::repair::view::{Block, View, trim};
use crate::roles::End;

use super::joints::{Line, Next, reads};

/// Spaces between two columns that stand side by side.
const GAP: usize = 3;

/// How well a token can stand that is no word, one that may be a name, and a rare word.
pub const TORN: f32 = -3.0;
const NAME: f32 = -1.0;
const BY_CHANCE: f32 = 1.0;

/// Score of a rare word.
const RARE: f32 = -5.4;

/// One word in so many is none, where the text is of another language.
const FOREIGN: usize = 4;

/// Words of a few lines of two columns.
const STRETCH: usize = 40;

/// Line ends from which on a block counts as lines that are still lines.
const LINES: usize = 3;

/// A place where a line of the one column may end and a line of the other begin.
#[derive(Clone, Debug)]
pub struct Cut<'a> {
    /// The end of the line before, without white space.
    pub left: usize,
    /// The start of the line after.
    pub right: usize,
    /// How well the text reads over this place as it stands.
    pub stands: f32,
    /// Characters before the end of the line before, from the start of the block.
    pub left_chars: usize,
    /// Characters before the start of the line after.
    pub right_chars: usize,
    /// The text up to here.
    pub line: Line<'a>,
    /// The text from here.
    pub next: Next<'a>,
    /// Where the token behind or around this place starts.
    pub token: usize,
    /// Whether what is left of a torn token behind this place is whole words.
    pub whole: bool,
}

impl Cut<'_> {
    /// Whether the line end broke a word and its hyphen is lost.
    pub fn glued(&self) -> bool {
        self.left == self.right
    }

    /// Whether a sentence ends with the line before.
    pub fn stop(&self) -> bool {
        self.line.end == End::Stop && !self.glued()
    }
}

/// The places of a block.
pub struct Places<'a> {
    /// The places in order.
    pub cuts: Vec<Cut<'a>>,
    /// Whether the lines are still lines, so that columns change at their ends.
    pub in_lines: bool,
}

impl<'a> Places<'a> {
    /// Finds the places of a block; `None` when there are lines, but too few to tell, and when the
    /// block does not read `badly` enough.
    pub fn of(
        view: &View,
        block: &Block<'a>,
        badly: impl Fn(bool) -> f32,
    ) -> Option<(Places<'a>, f32)> {
        let text = block.text;
        // Most text has nothing but single spaces.
        let plain = |pair: &[u8]| !pair[0].is_ascii_whitespace() || !pair[1].is_ascii_whitespace();
        let single = text.is_ascii() && text.as_bytes().windows(2).all(plain);
        let gaps = || {
            text.split(|c: char| !c.is_whitespace())
                .filter(|white| gap(white))
        };
        let in_lines = (text.contains('\n') || !single) && gaps().take(LINES).count() >= LINES;
        if !in_lines && text.contains('\n') {
            return None;
        }
        let bad = how_badly(view, text, in_lines);
        if bad < badly(in_lines) {
            return None;
        }
        let cuts = if in_lines {
            ends_of_lines(view, text)
        } else {
            between_words(view, text)
        };
        Some((Places { cuts, in_lines }, bad))
    }

    /// Measures the text anew.
    pub fn measure(&mut self, text: &str, width: Width) {
        let (mut seen, mut sum) = (0, 0);
        let mut to = |at: usize| {
            let stretch = &text[seen..at];
            sum += match width {
                Width::Even => stretch.chars().count() * 100,
                Width::Printed => stretch.chars().map(hundredths).sum(),
            };
            seen = at;
            (sum + 50) / 100
        };
        for cut in &mut self.cuts {
            cut.left_chars = to(cut.left);
            cut.right_chars = to(cut.right);
        }
    }

    /// Lets what stands elsewhere on the page speak for the text as it stands.
    pub fn seen_elsewhere(&mut self, view: &View, squeezed: &Squeezed, number: usize) {
        let block = &view.blocks[number];
        for cut in &mut self.cuts {
            let before = Side::before(&block.text[..cut.left]);
            let after = Side::after(&block.text[cut.right..]);
            let shared = squeezed.shared(&before, &after, number);
            if shared > 0 {
                cut.stands = cut.stands.max(0.0) + proof(shared);
            }
        }
    }
}

/// What it proves that so many letters on either side of a place stand together elsewhere.
pub fn proof(shared: usize) -> f32 {
    1.5 + 0.2 * (shared as f32 - 7.0)
}

/// Whether white space may part two columns that stand side by side, or two lines.
fn gap(white: &str) -> bool {
    white.contains('\n') || white.len() >= GAP
}

/// How badly the text reads as it stands: the worst stretch of a few lines. A torn word counts once,
/// and a name does not.
fn how_badly(view: &View, text: &str, in_lines: bool) -> f32 {
    let mut stretch = Stretch::default();
    let mut last: Option<(Rc<Token>, &str, usize)> = None;
    let mut broken = false;
    for token in text.split_words() {
        let start = token.as_ptr() as usize - text.as_ptr() as usize;
        let known = view.tokens.of(token);
        if let Some((before, left, end)) = &last
            && (!in_lines || gap(&text[*end..start]))
        {
            let line = Line::of_token(before, left);
            let stands = reads(view, &line, &Next::of_token(&known, token));
            stretch.add((-stands - 0.3).max(0.0));
        }
        let rest = std::mem::replace(&mut broken, token.ends_with('-'));
        if !in_lines && !rest && !broken {
            let torn = torn(view, &known, token).filter(|stands| *stands <= TORN);
            if torn.is_some() && inside(token).next().is_some() {
                stretch.add(-TORN);
            }
        }
        last = Some((known, token, start + token.len()));
    }
    stretch.most
}

/// The last few lines, and the worst that there were.
#[derive(Default)]
struct Stretch {
    bad: VecDeque<f32>,
    sum: f32,
    most: f32,
}

impl Stretch {
    fn add(&mut self, bad: f32) {
        if self.bad.len() == STRETCH {
            self.sum -= self.bad.pop_front().unwrap_or(0.0);
        }
        self.bad.push_back(bad);
        self.sum += bad;
        self.most = self.most.max(self.sum);
    }
}

/// Line ends, and gaps between columns side by side.
fn ends_of_lines<'a>(view: &View, text: &'a str) -> Vec<Cut<'a>> {
    let mut cuts = Vec::new();
    let mut count = Count::of(text);
    let mut at = 0;
    for (start, _) in text.match_indices(|c: char| c.is_whitespace()) {
        if start < at {
            continue;
        }
        let white = &text[start..];
        let end = start + white.len() - white.trim_start().len();
        at = end;
        if start > 0 && end < text.len() && gap(&text[start..end]) {
            cuts.push(between(view, text, start..end, &mut count));
        }
    }
    cuts
}

/// The place of a stretch of white space.
fn between<'a>(view: &View, text: &'a str, white: Range<usize>, count: &mut Count) -> Cut<'a> {
    let line = Line::of(view, &text[..white.start]);
    let next = Next::of(view, &text[white.end..]);
    Cut {
        stands: reads(view, &line, &next),
        left_chars: count.to(white.start),
        right_chars: count.to(white.end),
        left: white.start,
        right: white.end,
        token: white.end,
        line,
        next,
        whole: true,
    }
}

/// Characters up to a place; places come in order, and each stretch is counted once.
struct Count<'a> {
    text: &'a str,
    seen: usize,
    chars: usize,
}

/// How long a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// In characters, as on a typewriter.
    Even,
    /// In characters of middle width, as in print.
    Printed,
}

/// The width of a character in hundredths of the middle one, about as in the text faces of newspapers.
fn hundredths(c: char) -> usize {
    match c {
        ' ' | 'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ';' | ':' | '\'' | '’' | '!'
        | '|' => 62,
        'r' | 's' | '-' | '(' | ')' | '"' | '“' | '”' => 85,
        'm' | 'w' | '—' => 170,
        'M' | 'W' => 200,
        _ if c.is_uppercase() => 150,
        _ => 112,
    }
}

impl Count<'_> {
    fn of(text: &str) -> Count<'_> {
        Count {
            text,
            seen: 0,
            chars: 0,
        }
    }

    fn to(&mut self, at: usize) -> usize {
        self.chars += self.text[self.seen..at].chars().count();
        self.seen = at;
        self.chars
    }
}

/// Between two words, and inside what is no word.
fn between_words<'a>(view: &View, text: &'a str) -> Vec<Cut<'a>> {
    let mut cuts = Vec::new();
    let mut last: Option<usize> = None;
    let mut count = Count::of(text);
    let mut broken = false;
    let foreign = is_foreign(view, text);
    for token in text.split_words() {
        let start = token.as_ptr() as usize - text.as_ptr() as usize;
        if let Some(last) = last {
            cuts.push(between(view, text, last..start, &mut count));
        }
        last = Some(start + token.len());
        // A word that still has its hyphen was not run together with another.
        let rest = std::mem::replace(&mut broken, token.ends_with('-'));
        let known = view.tokens.of(token);
        let Some(torn) = torn(view, &known, token).filter(|_| !rest && !broken && !foreign) else {
            continue;
        };
        for at in inside(token) {
            let chars = count.to(start + at);
            let rest = trim(&token[at..]);
            cuts.push(Cut {
                left: start + at,
                right: start + at,
                stands: torn,
                left_chars: chars,
                right_chars: chars,
                token: start,
                line: Line::of(view, &token[..at]),
                next: Next::of(view, &token[at..]),
                whole: rest.starts_with(char::is_uppercase) || sound(view, rest),
            });
        }
    }
    cuts
}

/// Whether so many words are no words that the text is of another language, or of another spelling: of two
/// columns that were run together, there is hardly one in a line.
fn is_foreign(view: &View, text: &str) -> bool {
    let (mut unknown, mut all) = (0, 0);
    for token in text.split_words() {
        all += 1;
        let stands = torn(view, &view.tokens.of(token), token);
        unknown += usize::from(stands.is_some_and(|stands| stands <= TORN));
    }
    unknown * FOREIGN > all
}

/// How well a token can stand as it is, when it may be two that were run together.
pub fn torn(view: &View, known: &Token, token: &str) -> Option<f32> {
    let word = trim(token);
    // Two pieces may make a word by chance; a common one they hardly do.
    let rare = || (view.spelling.count(word) < 2).then_some(BY_CHANCE);
    match known.word {
        Soundness::Short | Soundness::Sound => None,
        Soundness::Rare => rare(),
        Soundness::Unknown if sound(view, word) => {
            let small = word.starts_with(char::is_lowercase);
            let score = view.lexicon.score(word);
            (small && score.is_some_and(|score| score < RARE))
                .then(rare)
                .flatten()
        }
        Soundness::Unknown => {
            let first_only = word.chars().skip(1).all(|c| !c.is_uppercase());
            let name = word.starts_with(char::is_uppercase) && first_only;
            Some(if name { NAME } else { TORN })
        }
    }
}

/// Whether a word may stand as it is.
fn sound(view: &View, word: &str) -> bool {
    is_sound(word, |word| {
        view.lexicon.knows(word) || view.spelling.count(word) > 1
    })
}

/// The places inside a token where a line end may have torn it: letters before it.
fn inside(token: &str) -> impl Iterator<Item = usize> + '_ {
    let places = token.char_indices().skip(2);
    places.filter_map(|(at, after)| {
        let mut before = token[..at].chars().rev().take(2);
        let letters = before.all(char::is_alphabetic);
        (letters && (after.is_alphanumeric() || "\"“'‘([".contains(after))).then_some(at)
    })
}
