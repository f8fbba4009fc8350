//! Whether a block is two or three columns mixed line by line, and which line is whose.
//!
//! Reads a block in both ways, as it stands and taken apart, and believes the second only where it is
//! very much likelier. Knows no edit.

use std::ops::Range;

use crate::lexicon::Language;
use crate::repair::squeezed::Squeezed;
use crate::repair::view::{Block, View, trim};
use crate::roles::{Begin, End};

mod broken;
mod chain;
mod filling;
mod gaps;
mod joints;
mod places;
mod subject;
mod table;

use broken::{WORD, joint};
use chain::{Chain, Lines, Links};
use filling::{Filling, filled};
use joints::Line;
use places::{Places, TORN, Width};
use table::Joints;

pub use gaps::{Gap, Gaps};
pub use joints::{Next, follows};
pub use places::Cut;

/// Measures of newspaper columns, in characters.
const MEASURES: std::ops::RangeInclusive<usize> = 22..=66;

/// By how much the text taken apart must read better than the text as it stands, in powers of ten:
/// where lines are still lines, and where the measure must be guessed as well.
const MARGIN_IN_LINES: f32 = 4.5;
const MARGIN: f32 = 6.0;

/// The same, more, where nobody counted which words go together.
const COARSE: f32 = 1.0;

/// Measures that are looked at together before each is looked at alone.
const BAND: usize = 9;

/// By how much less, where other blocks of the page were mixed: what an extractor does once, it does again.
const OTHERS: f32 = 2.0;

/// What sums of the same numbers in another order may differ by.
const ROUNDING: f32 = 0.01;

/// How much must be left of that without the line end that tells most.
const LEFT: f32 = 2.5;

/// By how much three columns must read better than two.
const THIRD: f32 = 2.0;

/// Line ends that can tell: two lines of each column at least, and one more for doubt.
const FEWEST: usize = 4;

/// Line ends that must be proven by a copy, where there are fewer.
const PROVEN: usize = 2;

/// How well a column must go on from the block before, to be one with it.
const BEGUN: f32 = -0.3;

/// What it tells that a column ends where what stands elsewhere does, and that what stands elsewhere
/// goes on otherwise.
const COPY_ENDS: f32 = -0.2;
const OTHERWISE: f32 = -1.5;

/// What it tells that only a few words stand elsewhere.
const BY_CHANCE: f32 = -1.2;

/// What it tells that a column would begin with letters that are no word.
const NO_WORD: f32 = -3.0;

/// Powers of ten by which two readings must differ more, for each word that neither explains.
const UNKNOWN: f32 = 4.0;

/// Characters of a block that are looked at: no column is longer.
const MOST: usize = 12_000;

/// How badly a few lines must read, in powers of ten, before the block is looked at closely. Two in a
/// hundred of the mixed paragraphs of the benchmark read better, and nine in ten sound ones.
const BAD: f32 = 3.5;
const BAD_IN_LINES: f32 = 2.5;

/// The same, before three columns are thought of: they have more line ends.
const VERY_BAD: f32 = 5.0;

/// By how much less a block may read better taken apart that is only asked about.
const SUSPECTED: f32 = 2.0;

/// By how much a chain that fills a gap of the page must be better than one that fills none.
const FILLS: f32 = 3.0;

/// What a word tells that was broken: without one, no gap is filled.
const BROKEN: f32 = 2.0;

/// Line ends that can tell where a gap of the page tells as well.
const FEWEST_WITH_GAP: usize = 3;

/// What a block is.
pub enum Reading<'a> {
    /// Sound, or nothing is known.
    Sound,
    /// It may be two columns, from the first line end to the last.
    Suspected(Range<usize>),
    /// Two or three columns.
    Mixed(Mix<'a>),
}

/// A block taken apart.
pub struct Mix<'a> {
    /// The line ends at which the text goes from one column to another, in order.
    pub cuts: Vec<Cut<'a>>,
    /// For each line the column that it belongs to, by number: the first line is of column 0.
    pub columns: Vec<usize>,
    /// Of the columns, the one that goes on from the block before, if that is known.
    pub first: Option<usize>,
    /// Whether it does so with a capital, so that nothing but this shows it.
    pub begun: bool,
    /// The one that goes on in the block behind.
    pub last: Option<usize>,
    /// Whether it does so with a capital, so that nothing but this shows it.
    pub goes_on: bool,
    /// Whether the line ends are too few to tell anything if no column stands elsewhere.
    pub few: bool,
    /// The column that was taken from another place of the page, and the place.
    pub gap: Option<(usize, Box<Gap<'a>>)>,
}

/// Takes a block apart.
///
/// With `others` the page has other blocks that were mixed, so that less is asked of this one.
/// `elsewhere` and `gaps` are asked only for a block that reads badly: what stands in other places of the
/// page, and what is missing there.
pub fn read<'a, 's>(
    view: &View<'a>,
    number: usize,
    others: bool,
    elsewhere: impl FnOnce() -> &'s Squeezed,
    gaps: impl FnOnce() -> &'s Gaps<'a>,
) -> Reading<'a>
where
    'a: 's,
{
    let mut suspected = None;
    match apart(view, number, others, elsewhere, gaps, &mut suspected) {
        Some(mix) => Reading::Mixed(mix),
        None => suspected.map_or(Reading::Sound, Reading::Suspected),
    }
}

/// The block taken apart; where that is not certain enough, what is `suspected`.
fn apart<'a, 's>(
    view: &View<'a>,
    number: usize,
    others: bool,
    elsewhere: impl FnOnce() -> &'s Squeezed,
    gaps: impl FnOnce() -> &'s Gaps<'a>,
    suspected: &mut Option<Range<usize>>,
) -> Option<Mix<'a>>
where
    'a: 's,
{
    let block = &view.blocks[number];
    if !block.is_prose() || block.text.len() > MOST {
        return None;
    }
    // Without words every token may be two, and only lines tell.
    if view.lexicon.language() == Language::Unknown && !block.text.contains('\n') {
        return None;
    }
    let bad = |in_lines| if in_lines { BAD_IN_LINES } else { BAD };
    let (mut places, badly) = Places::of(view, block, bad)?;
    if block.is_formal() {
        return None;
    }
    let squeezed = elsewhere();
    places.seen_elsewhere(view, squeezed, number);
    let prose = |block: &&Block<'a>| block.is_prose();
    let before = number
        .checked_sub(1)
        .map(|at| &view.blocks[at])
        .filter(prose);
    let after = view.blocks.get(number + 1).filter(prose);
    let around = Around {
        tail: before
            .map(|block| Line::of(view, block.text))
            .filter(|line| line.end != End::Stop),
        head: after
            .map(|block| Next::of(view, block.text))
            .filter(|next| places.in_lines || next.begin == Begin::Lower),
    };
    let joints = Joints::of(view, number, &places, squeezed);
    for (cut, copied) in places.cuts.iter_mut().zip(&joints.copied) {
        if copied.is_some_and(|copied| copied.long && !copied.goes_on) {
            cut.stands += OTHERWISE;
        }
    }
    let start = Next::of(view, block.text);
    let goes_on = |next: &Next| {
        around
            .tail
            .map(|tail| joint(view, &tail, next).unwrap_or(-2.0))
    };
    let from_start = goes_on(&start);
    let opens: Vec<f32> = places
        .cuts
        .iter()
        .map(|cut| {
            let opening = match cut.next.begin {
                Begin::Upper | Begin::Digit => 0.4,
                _ => -0.3,
            };
            let better = goes_on(&cut.next)
                .zip(from_start)
                .map(|(here, there)| here - there);
            let torn = if cut.glued() && !cut.whole {
                NO_WORD
            } else {
                0.0
            };
            opening + better.unwrap_or(0.0).max(0.0) + torn
        })
        .collect();
    let closes: Vec<f32> = (0..places.cuts.len())
        .map(|at| {
            let cut = &places.cuts[at];
            match joints.copied[at] {
                Some(copied) if copied.goes_on => return COPY_ENDS + OTHERWISE,
                Some(copied) if copied.long => return COPY_ENDS,
                Some(_) => return COPY_ENDS + BY_CHANCE,
                None => {}
            }
            let head = around.head.filter(|_| !cut.glued());
            let Some(score) = head.and_then(|head| joint(view, &cut.line, &head)) else {
                return f32::NEG_INFINITY;
            };
            // A sentence that goes on with a small letter has begun somewhere.
            let small = around.head.is_some_and(|head| head.begin == Begin::Lower);
            if small {
                score.min(1.5) - 0.3
            } else {
                score.min(0.8) - 2.0
            }
        })
        .collect();
    let least = if places.in_lines {
        MARGIN_IN_LINES
    } else {
        MARGIN
    };
    let coarse = if view.lexicon.has_classes() {
        0.0
    } else {
        COARSE
    };
    let least = least + coarse - if others { OTHERS } else { 0.0 };
    // Where nobody counted which words go together, a gap proves too little.
    let known = view.lexicon.has_classes() && !is_dotted(block.text);
    let found = if badly >= VERY_BAD && known {
        gaps().of_block(view, number, &places.cuts)
    } else {
        Vec::new()
    };
    let mut fillings = vec![Filling {
        gap: None,
        tells: 0.0,
        opens,
        closes: [closes.clone(), closes],
    }];
    for gap in found {
        let closes = fillings[0].closes[0].clone();
        fillings.push(filled(view, &places, gap, closes));
    }
    // Whether the letters were of one width nobody knows.
    let mut chain: Option<(Chain, &Filling)> = None;
    for width in [Width::Even, Width::Printed] {
        if places.in_lines && width == Width::Printed {
            break;
        }
        places.measure(block.text, width);
        for filling in &fillings {
            let links = Links {
                cuts: &places.cuts,
                in_lines: places.in_lines,
                joint: &|at, end| joints.get(&places.cuts, at, end),
                opens: &filling.opens,
                closes: [&filling.closes[0], &filling.closes[1]],
                whole: filling.gap.is_none(),
                coheres: &|chain| subject::coheres(view, block.text, &places.cuts, chain),
            };
            let most = chain
                .as_ref()
                .map_or(least - SUSPECTED, |(chain, _)| chain.score);
            let more = if filling.gap.is_some() { FILLS } else { 0.0 };
            let three = badly >= VERY_BAD && filling.gap.is_none();
            let better = best(&links, most + more - filling.tells, three).map(|found| {
                let score = found.score + filling.tells;
                (Chain { score, ..found }, filling)
            });
            chain = match better {
                Some(found) if filling.fits(&found.0, &places, &joints) => Some(found),
                _ => chain,
            };
        }
    }
    let (chain, filling) = chain?;
    let proven = chain
        .cuts
        .windows(2)
        .filter(|pair| joints.is_proven(pair[0], pair[1]))
        .count();
    // One accident must not be all the evidence.
    let told = |at: usize| {
        let goes_on = chain.cuts.get(at + 1);
        let joint = goes_on.map_or(0.0, |next| joints.get(&places.cuts, chain.cuts[at], *next));
        joint.clamp(0.0, WORD) - places.cuts[chain.cuts[at]].stands
    };
    let most = (0..chain.cuts.len()).map(told).fold(0.0, f32::max);
    let few = match filling.gap {
        Some(_) => chain.cuts.len() < FEWEST_WITH_GAP,
        None => chain.cuts.len() < FEWEST,
    };
    let enough = !few || (chain.cuts.len() >= 2 && proven >= PROVEN);
    if !enough
        || chain.score < least
        || chain.score - most < LEFT
        || !explains(block.text, &places.cuts, &chain, chain.score - least)
    {
        let glued = |cut: &&usize| places.cuts[**cut].glued() && places.cuts[**cut].stands <= TORN;
        let broken = filling.broken(&chain, &places, &joints) >= PROVEN;
        if !few && broken && chain.cuts.iter().any(|cut| glued(&cut)) {
            let ends = chain.cuts.first().zip(chain.cuts.last());
            *suspected =
                ends.map(|(first, last)| places.cuts[*first].left..places.cuts[*last].right);
        }
        return None;
    }
    let cuts: Vec<Cut<'a>> = chain
        .cuts
        .iter()
        .map(|at| places.cuts[*at].clone())
        .collect();
    let many = chain.columns.iter().max().map_or(0, |last| last + 1);
    let first = around.tail.map(|tail| {
        let begins = |column: usize| match column {
            0 => start,
            _ => cuts[column - 1].next,
        };
        let score = |column: usize| joint(view, &tail, &begins(column)).unwrap_or(-2.0);
        // The first line's column goes on, unless another one does so much better.
        let found = (1..many).fold(0, |best, column| {
            let better = score(column) > score(best) - if best == 0 { 0.5 } else { 0.0 };
            if better { column } else { best }
        });
        let open = matches!(tail.end, End::Open | End::Comma);
        let capital = matches!(begins(found).begin, Begin::Upper | Begin::Digit);
        (found, open && capital && score(found) >= BEGUN)
    });
    let last: Option<(f32, usize)> = around.head.and_then(|head| {
        let score = |column: usize| {
            let line = chain.columns.iter().rposition(|found| *found == column)?;
            let end = match cuts.get(line) {
                Some(cut) => cut.line,
                None => Line::of(view, block.text),
            };
            (end.end != End::Stop)
                .then(|| joint(view, &end, &head))
                .flatten()
        };
        (0..many)
            .filter_map(|column| Some((score(column)?, column)))
            .max_by(|a, b| a.0.total_cmp(&b.0))
    });
    let small = around.head.is_some_and(|head| head.begin == Begin::Lower);
    let last = last.filter(|(score, _)| small || *score >= 0.0);
    Some(Mix {
        cuts,
        columns: chain.columns,
        first: first.map(|(column, _)| column),
        begun: first.is_some_and(|(_, begun)| begun),
        last: last.map(|(_, column)| column),
        goes_on: last.is_some() && !small,
        few,
        gap: filling
            .gap
            .map(|(column, gap)| (column, Box::new(gap.clone()))),
    })
}

/// Whether dots stand for spaces between words, so that a token that is no word was not torn.
fn is_dotted(text: &str) -> bool {
    let mut tokens = text.split_whitespace().map(trim);
    tokens.any(|token| token.contains(".."))
}

/// What stands beside the block.
struct Around<'a> {
    /// The end of the block before, where no sentence ends with it.
    tail: Option<Line<'a>>,
    /// The beginning of the block behind, where no sentence begins with it.
    head: Option<Next<'a>>,
}

/// The best chain of any measure, of two columns or, where that may be, of `three`.
fn best(links: &Links, least: f32, three: bool) -> Option<Chain> {
    let (measures, band) = if links.in_lines {
        (0..=0, 1)
    } else {
        (MEASURES, BAND)
    };
    let lines = Lines::of(links, *measures.end());
    let mut best: Option<(usize, Chain)> = None;
    let mut score = least;
    for many in 2..=if three { 3 } else { 2 } {
        let chain = |band: (usize, usize)| match many {
            2 => lines.two(band),
            _ => lines.three(band).map(|chain| Chain {
                score: chain.score - THIRD,
                ..chain
            }),
        };
        // What no measure of a band could reach, the single ones need not be asked.
        let worth = |band: (usize, usize), score: f32| {
            chain(band).is_some_and(|most| most.score + ROUNDING >= score)
        };
        if band > 1 && !worth((*measures.start(), *measures.end()), score) {
            continue;
        }
        for first in measures.clone().step_by(band) {
            let last = (first + band - 1).min(*measures.end());
            if band > 1 && !worth((first, last), score) {
                continue;
            }
            for measure in first..=last {
                if let Some(found) = chain((measure, measure))
                    && found.score > score
                {
                    score = found.score;
                    best = Some((measure, found));
                }
            }
        }
    }
    let (measure, chain) = best?;
    // The score stays that of the chain for which nothing but its line ends speaks.
    let ended = lines
        .two_ended(measure)
        .filter(|_| chain.columns.iter().all(|column| *column < 2));
    Some(match ended {
        Some(ended) => Chain {
            score: chain.score,
            ..ended
        },
        None => chain,
    })
}

/// Whether the chain cuts most of the tokens that are no words: where many words are unknown, as in old
/// spelling, a few that fit prove nothing.
fn explains(text: &str, cuts: &[Cut], chain: &Chain, spare: f32) -> bool {
    let word_start = |at: usize| {
        text[..at]
            .trim_end_matches(|c: char| !c.is_whitespace())
            .len()
    };
    let mut torn: Vec<usize> = cuts
        .iter()
        .filter(|cut| cut.glued() && cut.stands <= TORN)
        .map(|cut| word_start(cut.left))
        .collect();
    torn.dedup();
    let explained = |start: &usize| {
        chain.cuts.iter().any(|cut| {
            let cut = &cuts[*cut];
            word_start(cut.left) == *start || cut.right == *start
        })
    };
    let unexplained = torn.iter().filter(|start| !explained(start)).count();
    unexplained <= 1 + (torn.len() - unexplained) / 2 + (spare / UNKNOWN) as usize
}
