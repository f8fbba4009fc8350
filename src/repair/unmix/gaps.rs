//! Places of a page where text is missing: a column may have stood there that now runs through another one.
//!
//! Knows how texts begin and end, and nothing of columns or edits.

use std::ops::Range;

use crate::repair::view::{Block, View};
use crate::roles::{Begin, End, Role};

use super::BROKEN;
use super::broken::{Half, joint};
use super::joints::{Line, Next, reads};
use super::places::{Cut, TORN, torn};

/// How badly two words must go together before something may be missing between them.
const BADLY: f32 = -1.8;

/// What a word tells that is none, so that it may be the rest of one.
const REST: f32 = -1.5;

/// How badly a paragraph stands that breaks off, or that begins inside a sentence.
const BREAKS_OFF: f32 = -1.0;

/// Words of a block that is more than a heading.
const WORDS: usize = 4;

/// Gaps that are tried.
const TRIED: usize = 4;

/// What it costs that any gap of the page may be the one, beyond their number.
const CHOICE: f32 = 1.5;

/// A place where text may be missing.
#[derive(Clone, Debug)]
pub struct Gap<'a> {
    /// From the end of what stands before it to the beginning of what stands behind it, in the text.
    pub at: Range<usize>,
    /// The blocks that it is in or between.
    blocks: Range<usize>,
    /// What stands before it, where that breaks off.
    pub before: Option<Line<'a>>,
    /// What stands behind it, where that goes on from something.
    pub after: Option<Next<'a>>,
    /// Whether the word before it is none.
    torn: bool,
    /// Whether it is beside a block that breaks off or that begins inside a sentence, not in a block.
    pub beside: bool,
    /// How well the text reads over it.
    stands: f32,
}

impl Gap<'_> {
    /// How well a text goes on from what stands before the gap; `None` where nothing does.
    pub fn opens(&self, view: &View, next: &Next) -> Option<f32> {
        let line = self.before.as_ref()?;
        let whole = self.torn.then(|| Half::of(view, line).goes_on(view, next));
        let score = whole.flatten().or_else(|| joint(view, line, next));
        Some(score.unwrap_or(f32::NEG_INFINITY))
    }

    /// Whether what stands before it and what comes behind are one word, without a hyphen between them.
    pub fn is_in_word(&self, view: &View, next: &Next) -> bool {
        let line = self.before.as_ref().filter(|_| self.torn);
        line.is_some_and(|line| {
            let whole = Half::of(view, line).goes_on(view, next);
            whole.is_some_and(|score| score > reads(view, line, next))
        })
    }

    /// How well what stands behind the gap goes on from a line; minus infinity where it cannot.
    pub fn closes(&self, view: &View, line: &Line, glued: bool) -> f32 {
        let Some(next) = &self.after else {
            return f32::NEG_INFINITY;
        };
        let score = if glued {
            Half::of(view, line).goes_on(view, next)
        } else {
            joint(view, line, next)
        };
        score.unwrap_or(f32::NEG_INFINITY)
    }

    /// What it tells that something is missing here, among so many places.
    pub fn tells(&self, many: usize) -> f32 {
        -self.stands - CHOICE - (many.max(1) as f32).log10()
    }
}

/// The gaps of a part of a page.
pub struct Gaps<'a> {
    /// Those that show.
    open: Vec<Gap<'a>>,
    /// All other places between two words: half a word of another block may show them.
    other: Vec<Gap<'a>>,
}

impl<'a> Gaps<'a> {
    /// Finds the gaps in some blocks.
    pub fn of(view: &View<'a>, blocks: Range<usize>) -> Gaps<'a> {
        let mut gaps = Gaps {
            open: Vec::new(),
            other: Vec::new(),
        };
        for number in blocks {
            let block = &view.blocks[number];
            if tells(block) && !block.is_formal() {
                gaps.inside(view, number);
                gaps.beside(view, number);
            }
        }
        gaps
    }

    /// Between the words of a block.
    fn inside(&mut self, view: &View<'a>, number: usize) {
        let block = &view.blocks[number];
        let start = |token: &str| token.as_ptr() as usize - view.text.as_ptr() as usize;
        let is_torn = |token: &str| {
            let known = view.tokens.of(token);
            token.chars().next().is_some_and(char::is_lowercase)
                && torn(view, &known, token).is_some_and(|stands| stands <= TORN)
        };
        let mut last: Option<(&str, Line<'a>, bool)> = None;
        for token in block.text.split_whitespace() {
            let next = Next::of(view, token);
            let none = is_torn(token);
            if let Some((left, line, torn)) = last {
                let stands = joint(view, &line, &next).unwrap_or(BADLY);
                let worse = |no_word: bool| if no_word { REST } else { 0.0 };
                let gap = Gap {
                    at: start(left) + left.len()..start(token),
                    blocks: number..number + 1,
                    before: Some(line),
                    after: Some(next),
                    torn,
                    beside: false,
                    stands: stands + worse(torn) + worse(none),
                };
                let broken = line.end == End::Hyphen;
                if gap.stands <= BADLY || (none && !broken) {
                    self.open.push(gap);
                } else if next.begin == Begin::Lower && next.bare {
                    self.other.push(gap);
                }
            }
            last = Some((token, Line::of(view, token), none));
        }
    }

    /// Before a block that begins inside a sentence, and behind one that breaks off.
    fn beside(&mut self, view: &View<'a>, number: usize) {
        let block = &view.blocks[number];
        let next = Next::of(view, block.text);
        let line = Line::of(view, block.text);
        let shown = |block: &Block| matches!(block.role, Role::Caption { .. } | Role::Credit);
        let before = view.blocks[..number]
            .iter()
            .rposition(|block| !shown(block))
            .filter(|before| tells(&view.blocks[*before]));
        if next.begin == Begin::Lower && !block.item {
            let open = before
                .map(|before| (before, Line::of(view, view.blocks[before].text)))
                .filter(|(_, line)| line.end != End::Stop);
            let start = block.range.start;
            let from = match &open {
                Some((before, _)) if before + 1 == number => view.blocks[*before].range.end,
                _ => start,
            };
            let stands = open.as_ref().map(|(_, line)| joint(view, line, &next));
            self.open.push(Gap {
                at: from..start,
                blocks: before.unwrap_or(number.saturating_sub(1))..number + 1,
                before: open.map(|(_, line)| line),
                after: Some(next),
                torn: false,
                beside: true,
                stands: stands.map_or(BREAKS_OFF, |stands| stands.unwrap_or(BADLY)),
            });
        }
        let after = view.blocks[number + 1..]
            .iter()
            .position(|block| !shown(block));
        let goes_on = after.is_some_and(|after| {
            Next::of(view, view.blocks[number + 1 + after].text).begin == Begin::Lower
        });
        if matches!(line.end, End::Open | End::Comma | End::Hyphen) && !goes_on {
            let end = block.range.end;
            self.open.push(Gap {
                at: end..end,
                blocks: number..number + 2,
                before: Some(line),
                after: None,
                torn: false,
                beside: true,
                stands: BREAKS_OFF,
            });
        }
    }

    /// The gaps that may be those of a column of a block with these places, each with what it tells: those
    /// beside a block, and those inside one that half a word of this block fits into.
    pub fn of_block(&self, view: &View, number: usize, cuts: &[Cut<'a>]) -> Vec<(&Gap<'a>, f32)> {
        let torn = |cut: &&Cut<'a>| cut.glued() && cut.stands <= TORN;
        let broken = |cut: &&Cut<'a>| cut.line.end == End::Hyphen && cut.stands < 0.0;
        let half = |cut: &Cut<'a>| Half::of(view, &cut.line);
        let (kept, lost): (Vec<Half>, Vec<Half>) = (
            cuts.iter().filter(broken).map(half).collect(),
            cuts.iter().filter(torn).map(half).collect(),
        );
        let is_word = |half: &Half, next: &Next| {
            half.goes_on(view, next)
                .is_some_and(|score| score >= BROKEN)
        };
        let ends = |gap: &Gap, halves: &[Half]| {
            let after = gap.after.as_ref();
            after.is_some_and(|next| halves.iter().any(|half| is_word(half, next)))
        };
        let begins = |gap: &Gap| {
            let line = gap.before.as_ref();
            let half = line.filter(|line| gap.torn || line.end == End::Hyphen);
            let half = half.map(|line| Half::of(view, line));
            half.is_some_and(|half| cuts.iter().any(|cut| is_word(&half, &cut.next)))
        };
        let elsewhere = |gap: &&Gap| !gap.blocks.contains(&number);
        let open = self
            .open
            .iter()
            .filter(elsewhere)
            .filter(|gap| gap.beside || ends(gap, &kept) || ends(gap, &lost) || begins(gap));
        let other = self.other.iter().filter(elsewhere);
        let other = other.filter(|gap| ends(gap, &kept));
        let many = self.open.len();
        let opens = |gap: &Gap, cut: &Cut| match gap.opens(view, &cut.next) {
            Some(score) => score,
            None if cut.next.begin == Begin::Upper => 0.4,
            None => -0.3,
        };
        let closes = |gap: &Gap, cut: &Cut| match gap.after {
            None if cut.stop() => 0.5,
            _ => gap.closes(view, &cut.line, cut.glued()),
        };
        let most = |tells: &dyn Fn(&Cut) -> f32| cuts.iter().map(tells).fold(0.0, f32::max);
        let mut found: Vec<(f32, &Gap, f32)> = open
            .map(|gap| (gap, gap.tells(many)))
            .chain(other.map(|gap| (gap, gap.tells(many + self.other.len()))))
            .map(|(gap, tells)| {
                let both = most(&|cut| opens(gap, cut)) + most(&|cut| closes(gap, cut));
                (both + tells, gap, tells)
            })
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let best = found.into_iter().take(TRIED);
        best.map(|(_, gap, tells)| (gap, tells)).collect()
    }
}

/// Whether a block is running text of more than a few words.
fn tells(block: &Block) -> bool {
    block.is_prose() && block.words() >= WORDS
}
