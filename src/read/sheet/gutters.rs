//! White gutters between columns: strips without a word that lines start along.
//!
//! A gutter shows by the lines to its right, which begin at one height after another in the same
//! place, with a gap before them. The spaces between words of set text, however wide, do not.

use super::{Bounds, Type, Word};

/// The narrowest gutter, in ems of the type beside it; old papers have a rule and little else.
const NARROWEST: f32 = 0.5;

/// How sure a strip must be: its gaps in ems, each counted up to two, summed over its lines.
const EVIDENCE: f32 = 3.4;

/// What stands close before a gutter is wider than this, in ems: the numbers of a list are not.
const BEFORE: f32 = 2.2;

/// What begins behind a gutter is wider than this, in ems: the figures of a table are not.
const BEHIND: f32 = 1.5;

/// Most lines before a gutter reach as near to it as this, in ems, when the nearest is at its edge:
/// the cells of a table do not.
const RAGGED: f32 = 2.5;

/// Most lines on both sides of a gutter are longer than this, in ems, where they are running text, which
/// may be as ragged as it likes; cells of a table are shorter.
const TEXT: f32 = 8.0;

/// Where starts are further apart than this from top to bottom, in ems, a gutter pauses: a picture or a
/// heading stands between what lies above and below.
const PAUSE: f32 = 3.5;

/// Words in a strip that are looked at for a line next to it.
const NEAR: usize = 6;

/// A line this near above or below, from middle to middle in ems, is of the same column.
const PITCH: f32 = 1.9;

/// So many lines whose words stand apart in one place are drawn out by chance, where the lines next to
/// them on both sides, or on one, go through.
const BY_CHANCE: (usize, usize) = (4, 2);

/// A strip that parts columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gutter {
    /// The narrowest white of it.
    pub at: Bounds,
    /// Whether it is a rule that was drawn, and no white.
    pub drawn: bool,
}

/// Words stand beside each other when their boxes overlap by this share of their height. The lines of
/// neighbouring columns need not stand on one height.
const BESIDE: f32 = 0.15;

/// A word with the words beside it.
struct Start {
    x: f32,
    y: f32,
    em: f32,
    /// Width of the gap before it.
    gap: f32,
    /// Whether that gap is wider than those beside it: in a justified line all spaces are one width.
    stands_out: bool,
    /// Whether the gap begins where the lines of a column end.
    at_edge: bool,
    /// Widths of the words before and behind it that stand close together.
    before: f32,
    behind: f32,
}

/// The gutters among the words of a sheet, and its upright rules, which are gutters too.
pub(super) fn find(words: &[Word], rules: &[Bounds], type_: Type) -> Vec<Gutter> {
    let mut gutters: Vec<Gutter> = rules
        .iter()
        .filter(|rule| rule.width() < type_.em * 0.5 && rule.height() > type_.em * 2.5)
        .map(|rule| Gutter {
            at: *rule,
            drawn: true,
        })
        .collect();
    let mut starts = starts(words);
    starts.sort_by(|a, b| a.x.total_cmp(&b.x));
    let near = if type_.scanned { 0.35 } else { 0.2 };
    let mut last = f32::MIN;
    for first in 0..starts.len() {
        let (x, em) = (starts[first].x, starts[first].em);
        if x < last + near * em * 0.5 {
            continue;
        }
        last = x;
        let end = starts.partition_point(|start| start.x <= x + near * em);
        along(words, &starts[first..end], &mut gutters);
    }
    gutters
}

/// The words that start behind a gap.
fn starts(words: &[Word]) -> Vec<Start> {
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by(|a, b| words[*a].at.top.total_cmp(&words[*b].at.top));
    let tallest = words
        .iter()
        .map(|word| word.at.height())
        .fold(0.0, f32::max);
    let mut before: Vec<Option<usize>> = vec![None; words.len()];
    let mut behind: Vec<Option<usize>> = vec![None; words.len()];
    for (nth, &one) in order.iter().enumerate() {
        let at = &words[one].at;
        for &other in &order[nth + 1..] {
            let it = &words[other].at;
            if it.top > at.top + tallest || it.top > at.bottom {
                break;
            }
            if at.down(it) < BESIDE * at.height().min(it.height()) {
                continue;
            }
            let (left, right) = if at.left <= it.left {
                (one, other)
            } else {
                (other, one)
            };
            // The nearest on either side.
            let better = |known: Option<usize>,
                          edge: fn(&Bounds) -> f32,
                          wins: fn(f32, f32) -> bool,
                          new: usize| {
                known.is_none_or(|old| wins(edge(&words[new].at), edge(&words[old].at)))
            };
            if better(before[right], |at| at.right, |new, old| new > old, left) {
                before[right] = Some(left);
            }
            if better(behind[left], |at| at.left, |new, old| new < old, right) {
                behind[left] = Some(right);
            }
        }
    }
    let reach = |from: usize, next: &[Option<usize>], leftward: bool| {
        let mut at = from;
        for _ in 0..8 {
            let Some(further) = next[at] else { break };
            let width = if leftward {
                gap(words, further, at)
            } else {
                gap(words, at, further)
            };
            if width > words[from].em {
                break;
            }
            at = further;
        }
        words[at].at.with(&words[from].at).width()
    };
    let ends = line_ends(words, &behind);
    (0..words.len())
        .filter_map(|word| {
            let left = before[word]?;
            let em = words[word].em;
            let gap = gap(words, left, word);
            let beside = [
                before[left].map(|further| self::gap(words, further, left)),
                behind[word].map(|further| self::gap(words, word, further)),
            ];
            let stands_out = beside
                .iter()
                .flatten()
                .all(|other| gap > 1.25 * other || *other > 3.0 * em);
            (gap >= NARROWEST * em && gap.is_finite()).then(|| Start {
                stands_out,
                at_edge: is_edge(&ends, &words[left]),
                x: words[word].at.left,
                y: (words[word].at.top + words[word].at.bottom) / 2.0,
                em,
                gap,
                before: reach(left, &before, true),
                behind: reach(word, &behind, false),
            })
        })
        .collect()
}

/// So many lines that end in one place make the edge of a column.
const EDGE: usize = 5;

/// Where lines end with nothing beside them: their right edges, in order.
fn line_ends(words: &[Word], behind: &[Option<usize>]) -> Vec<f32> {
    let mut ends: Vec<f32> = (0..words.len())
        .filter(|word| {
            behind[*word].is_none_or(|next| gap(words, *word, next) > 3.0 * words[*word].em)
        })
        .map(|word| words[word].at.right)
        .collect();
    ends.sort_by(f32::total_cmp);
    ends
}

/// Whether many lines end where a word does.
fn is_edge(ends: &[f32], word: &Word) -> bool {
    let slack = 0.08 * word.em;
    let from = ends.partition_point(|end| *end < word.at.right - slack);
    let to = ends.partition_point(|end| *end <= word.at.right + slack);
    to - from >= EDGE
}

fn gap(words: &[Word], left: usize, right: usize) -> f32 {
    words[right].at.left - words[left].at.right
}

/// The gutters along words that start at about the same place.
fn along(words: &[Word], starts: &[Start], gutters: &mut Vec<Gutter>) {
    if starts.len() < 2 {
        return;
    }
    let em = starts.iter().map(|start| start.em).fold(f32::MAX, f32::min);
    let right = starts[0].x - 0.06 * em;
    let left = right - (NARROWEST - 0.06) * em;
    // What stands in the strip parts it.
    let mut blocked: Vec<Block> = words
        .iter()
        .filter(|word| word.at.left < right && word.at.right > left)
        .map(|word| Block {
            top: word.at.top,
            y: word.at.centre().1,
            em: word.em,
        })
        .collect();
    blocked.sort_by(|a, b| a.top.total_cmp(&b.top));
    let mut heights: Vec<&Start> = starts.iter().collect();
    heights.sort_by(|a, b| a.y.total_cmp(&b.y));
    let (mut next, mut nth) = (0, 0);
    while nth < heights.len() {
        // The blocks above this start are behind us; the next one ends the strip.
        let first = heights[nth].y;
        while next < blocked.len() && blocked[next].top <= first {
            next += 1;
        }
        let end = blocked.get(next).map_or(f32::MAX, |block| block.top);
        let mut until = nth + 1;
        while until < heights.len() && heights[until].y < end {
            until += 1;
        }
        let strip = &heights[nth..until];
        let near = |blocks: &[Block], start: &Start| {
            let few = blocks
                .iter()
                .take(NEAR)
                .chain(blocks.iter().rev().take(NEAR));
            few.into_iter().any(|block| goes_on(block, start))
        };
        let above = near(&blocked[..next], strip[0]);
        let below = near(&blocked[next..], strip[strip.len() - 1]);
        if !is_drawn_out(strip.len(), above, below) && is_gutter(strip) {
            // At either end a line behind a pause, next to one that goes through, is drawn out.
            let alone = |one: &Start, next: &Start| (one.y - next.y).abs() > PAUSE * em;
            let last = strip.len() - 1;
            let from = usize::from(last > 0 && above && alone(strip[0], strip[1]));
            let to = last - usize::from(last > 0 && below && alone(strip[last], strip[last - 1]));
            if from <= to {
                gutters.push(Gutter {
                    at: Bounds {
                        left,
                        right,
                        top: strip[from].y - 1.6 * em,
                        bottom: strip[to].y + 1.6 * em,
                    },
                    drawn: false,
                });
            }
        }
        nth = until;
    }
}

/// A word that stands in a strip.
struct Block {
    top: f32,
    y: f32,
    em: f32,
}

/// Whether a word in a strip is of a line that is set as one with a gap is, next to it.
fn goes_on(block: &Block, start: &Start) -> bool {
    (block.y - start.y).abs() < PITCH * start.em && (0.8..1.25).contains(&(block.em / start.em))
}

/// Whether so few lines with a gap in one place are lines of one column with wide spaces.
fn is_drawn_out(count: usize, above: bool, below: bool) -> bool {
    let (both, one) = BY_CHANCE;
    above && below && count <= both || (above || below) && count <= one
}

/// Whether words that start in one place show a gutter.
fn is_gutter(starts: &[&Start]) -> bool {
    let sure = starts.iter().filter(|start| start.stands_out).count();
    let evidence: f32 = starts
        .iter()
        .filter(|start| start.stands_out)
        .map(|start| (start.gap / start.em).min(2.0))
        .sum();
    let mostly =
        |test: &dyn Fn(&&&Start) -> bool| starts.iter().filter(test).count() * 2 > starts.len();
    let nearest = starts
        .iter()
        .map(|start| start.gap)
        .fold(f32::MAX, f32::min);
    let columns = mostly(&|start| start.before > BEFORE * start.em)
        && mostly(&|start| start.behind > BEHIND * start.em)
        && (mostly(&|start| start.gap < nearest + RAGGED * start.em)
            || mostly(&|start| start.before.min(start.behind) > TEXT * start.em)
            || starts.iter().any(|start| start.at_edge && start.stands_out));
    let em = starts[0].em;
    // Lines that start in the very same place are hardly there by chance.
    let (least, most) = starts
        .iter()
        .fold((f32::MAX, f32::MIN), |(least, most), start| {
            (least.min(start.x), most.max(start.x))
        });
    let wanted = if most - least < 0.03 * em {
        EVIDENCE / 2.0
    } else {
        EVIDENCE
    };
    sure >= 2 && evidence >= wanted && columns
}
