//! Lines of type: words one behind the other that no gutter parts.

use super::gutters::Gutter;
use super::{Bounds, Type, Word};

/// Words further apart than this, in ems, stand on lines of their own until their column is known.
const APART: f32 = 2.2;

/// The widest space of a justified line, in ems, that is taken for one.
const WIDEST: f32 = 7.0;

/// A line of type, or a part of one.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its words from left to right.
    pub words: Vec<usize>,
    /// The box around them.
    pub at: Bounds,
    /// Height of the baseline.
    pub base: f32,
    /// Size of most of its type.
    pub em: f32,
    /// Face of most of its type.
    pub face: u64,
    /// Whether all of it is in that face.
    pub uniform: bool,
}

impl Line {
    pub(super) fn new(words: &[Word], members: Vec<usize>) -> Line {
        let first = &words[members[0]];
        let mut at = first.at;
        let mut sizes: Vec<(f32, f32, usize)> = Vec::new();
        let mut faces: Vec<(u64, usize)> = Vec::new();
        for &member in &members {
            let word = &words[member];
            at = at.with(&word.at);
            sizes.push((word.em, word.base, word.text.len()));
            match faces.iter_mut().find(|(face, _)| *face == word.face) {
                Some((_, count)) => *count += word.text.len(),
                None => faces.push((word.face, word.text.len())),
            }
        }
        sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let all: usize = sizes.iter().map(|size| size.2).sum();
        let mut passed = 0;
        let middle = sizes.iter().find(|size| {
            passed += size.2;
            passed * 2 >= all
        });
        let (em, base, _) = middle.copied().unwrap_or((first.em, first.base, 0));
        let face = faces.iter().max_by_key(|(_, count)| *count);
        let (face, count) = face.copied().unwrap_or((0, 0));
        Line {
            words: members,
            at,
            base,
            em,
            face,
            uniform: count * 20 >= all * 19,
        }
    }

    /// Its box without what hangs below and rises above: what the next line may not come near.
    pub(super) fn core(&self) -> (f32, f32) {
        (self.base - 0.6 * self.em, self.base)
    }
}

/// How far lines fall from left to right, for every unit of their length: the middle of the lines of
/// several words. Nothing for a sheet that lies straight.
pub(super) fn slope(words: &[Word], type_: Type) -> f32 {
    let mut slopes: Vec<f32> = of(words, &[], type_)
        .iter()
        .filter_map(|line| {
            let (first, last) = (line.words.first()?, line.words.last()?);
            let run = words[*last].at.left - words[*first].at.left;
            let fall = words[*last].base - words[*first].base;
            (run > 8.0 * line.em && line.uniform).then_some(fall / run)
        })
        .collect();
    slopes.sort_by(f32::total_cmp);
    slopes
        .get(slopes.len() / 2)
        .copied()
        .filter(|slope| slope.abs() > 0.000_5)
        .unwrap_or(0.0)
}

/// The lines among words.
pub(super) fn of(words: &[Word], gutters: &[Gutter], type_: Type) -> Vec<Line> {
    let mut next = neighbours(words, gutters);
    for (word, next) in next.iter_mut().enumerate() {
        // An initial stands on the baseline of the last line beside it, and begins the first.
        if next.is_some() && is_dropped(words, word, type_) {
            *next = None;
        }
    }
    let mut is_first = vec![true; words.len()];
    for follower in next.iter().flatten() {
        is_first[*follower] = false;
    }
    let mut lines = Vec::new();
    for first in (0..words.len()).filter(|word| is_first[*word]) {
        let mut members = vec![first];
        let mut at = first;
        while let Some(follower) = next[at] {
            members.push(follower);
            at = follower;
        }
        lines.push(Line::new(words, members));
    }
    let mut lines = drawn_out(words, lines, gutters, type_);
    drop_caps(words, &mut lines, type_);
    lines
}

/// Pieces of a justified line whose spaces are wider than those between columns, put together: the
/// lines above and below go through where they are apart.
fn drawn_out(words: &[Word], mut lines: Vec<Line>, gutters: &[Gutter], type_: Type) -> Vec<Line> {
    lines.sort_by(|a, b| {
        a.base
            .total_cmp(&b.base)
            .then(a.at.left.total_cmp(&b.at.left))
    });
    let mut follows: Vec<Option<usize>> = vec![None; lines.len()];
    let mut has_before = vec![false; lines.len()];
    for nth in 0..lines.len() {
        let one = &lines[nth];
        let near = |other: &Line| (other.base - one.base).abs() < 0.1 * one.em;
        let behind = lines[..nth]
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, other)| near(other))
            .chain(
                lines
                    .iter()
                    .enumerate()
                    .skip(nth + 1)
                    .take_while(|(_, other)| near(other)),
            )
            .filter(|(_, other)| other.at.left > one.at.right)
            .min_by(|a, b| a.1.at.left.total_cmp(&b.1.at.left));
        let Some((next, other)) = behind else {
            continue;
        };
        let gap = (one.at.right, other.at.left);
        let em = one.em.max(other.em);
        let alike = type_.is_text(one) && type_.is_text(other);
        let (a, b) = (one.words[one.words.len() - 1], other.words[0]);
        let wide = gap.1 - gap.0;
        if !alike || wide > WIDEST * em || parted(&words[a], &words[b], wide, em, gutters) {
            continue;
        }
        if !has_before[next] && is_one_column(&lines, nth, gap, em, type_) {
            follows[nth] = Some(next);
            has_before[next] = true;
        }
    }
    let mut joined = Vec::with_capacity(lines.len());
    for first in (0..lines.len()).filter(|line| !has_before[*line]) {
        if follows[first].is_none() {
            joined.push(lines[first].clone());
            continue;
        }
        let mut members = Vec::new();
        let mut at = Some(first);
        while let Some(line) = at {
            members.extend(&lines[line].words);
            at = follows[line];
        }
        joined.push(Line::new(words, members));
    }
    joined
}

/// What a row next to a gap shows about it.
enum Beside {
    /// A line goes through where the gap is.
    Through,
    /// It has a gap there, too, at this height.
    Gap(usize),
    /// A line begins there.
    Begins,
    /// Nothing.
    Quiet,
}

/// So many rows with a gap in one place are drawn out by chance, where lines go through above and below
/// them, or on one side only.
const BY_CHANCE: (usize, usize) = (4, 2);

/// Whether the lines above and below a gap show that it is inside a column: soon one goes through, and
/// none begins there.
fn is_one_column(lines: &[Line], nth: usize, gap: (f32, f32), em: f32, type_: Type) -> bool {
    let mut rows = 1;
    let mut through = 0;
    for upward in [true, false] {
        let mut at = nth;
        loop {
            match beside(lines, at, upward, gap, em, type_) {
                Beside::Gap(further) if rows < BY_CHANCE.0 => {
                    at = further;
                    rows += 1;
                }
                Beside::Through => {
                    through += 1;
                    break;
                }
                Beside::Quiet => break,
                Beside::Gap(_) | Beside::Begins => return false,
            }
        }
    }
    through == 2 || through == 1 && rows <= BY_CHANCE.1
}

/// What the row next to a line shows about a gap.
fn beside(
    lines: &[Line],
    nth: usize,
    upward: bool,
    gap: (f32, f32),
    em: f32,
    type_: Type,
) -> Beside {
    let base = lines[nth].base;
    let close = |at: &usize| {
        let line = &lines[*at];
        let step = (line.base - base).abs();
        step > 0.5 * em && line.at.left < gap.1 + 1.5 * em && line.at.right > gap.0 - 1.5 * em
    };
    let within = |at: &usize| (lines[*at].base - base).abs() < 1.8 * em;
    let row: Vec<usize> = if upward {
        (0..nth).rev().take_while(within).filter(close).collect()
    } else {
        (nth + 1..lines.len())
            .take_while(within)
            .filter(close)
            .collect()
    };
    let mut found = Beside::Quiet;
    for at in &row {
        let line = &lines[*at];
        if line.at.left > gap.0 + 0.3 * em {
            // What stands before it on its row is near enough to be of one line with it.
            let is_pair = row.iter().any(|other| {
                let before = &lines[*other];
                let wide = line.at.left - before.at.right;
                (before.base - line.base).abs() < 0.1 * em
                    && before.at.left < gap.0
                    && (0.0..WIDEST * em).contains(&wide)
            });
            if !is_pair {
                return Beside::Begins;
            }
            found = Beside::Gap(*at);
        } else if type_.same_size(line.em, type_.em)
            && line.at.left < gap.0 - em
            && line.at.right > gap.1 + 0.5 * em
        {
            return Beside::Through;
        }
    }
    found
}

/// The word that follows each word on its line.
fn neighbours(words: &[Word], gutters: &[Gutter]) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by(|a, b| words[*a].base.total_cmp(&words[*b].base));
    let largest = words.iter().map(|word| word.em).fold(0.0, f32::max);
    // The nearest word to the right, and for that one the nearest to the left: only pairs that
    // choose each other hold.
    let mut behind: Vec<Option<(f32, usize)>> = vec![None; words.len()];
    let mut before: Vec<Option<(f32, usize)>> = vec![None; words.len()];
    for (nth, &one) in order.iter().enumerate() {
        for &other in &order[nth + 1..] {
            let (a, b) = (&words[one], &words[other]);
            if b.base - a.base > 0.5 * largest {
                break;
            }
            let given = a.line.is_some() && a.line == b.line;
            if !given && !on_one_line(a, b) {
                continue;
            }
            let (left, right) = if a.at.left <= b.at.left {
                (one, other)
            } else {
                (other, one)
            };
            let gap = words[right].at.left - words[left].at.right;
            if gap < -0.6 * a.em.min(b.em) && !given {
                continue;
            }
            if behind[left].is_none_or(|(known, _)| gap < known) {
                behind[left] = Some((gap, right));
            }
            if before[right].is_none_or(|(known, _)| gap < known) {
                before[right] = Some((gap, left));
            }
        }
    }
    (0..words.len())
        .map(|word| {
            let (gap, follower) = behind[word]?;
            let mutual = before[follower].is_some_and(|(_, back)| back == word);
            let (a, b) = (&words[word], &words[follower]);
            let em = a.em.max(b.em);
            let far = if a.line.is_some() && a.line == b.line {
                APART * 2.0
            } else {
                APART
            };
            let apart = gap > far * em || parted(a, b, gap, em, gutters);
            (mutual && !apart && follower != word).then_some(follower)
        })
        .collect()
}

fn on_one_line(a: &Word, b: &Word) -> bool {
    let (small, large) = (a.em.min(b.em), a.em.max(b.em));
    let shift = (a.base - b.base).abs();
    // Raised figures stand higher than the line, but inside its height.
    shift <= 0.25 * small || (small < 0.8 * large && shift <= 0.42 * large && shift <= small)
}

fn parted(a: &Word, b: &Word, gap: f32, em: f32, gutters: &[Gutter]) -> bool {
    let y = (a.at.top + a.at.bottom + b.at.top + b.at.bottom) / 4.0;
    gutters.iter().any(|gutter| {
        gutter.at.top <= y
            && y <= gutter.at.bottom
            && gutter.at.left >= a.at.right - 0.05 * em
            && gutter.at.right <= b.at.left + 0.1 * em
            && (gap >= 0.42 * em || gutter.drawn)
    })
}

/// Whether a word is an initial's letter, by its looks.
fn is_initial(word: &Word, type_: Type) -> bool {
    word.text.chars().count() <= 2
        && word.text.starts_with(char::is_alphabetic)
        && word.em > 1.7 * type_.em
}

/// Whether a word is an initial that reaches down into lines under the first beside it.
fn is_dropped(words: &[Word], initial: usize, type_: Type) -> bool {
    let cap = &words[initial];
    is_initial(cap, type_)
        && words.iter().any(|word| {
            word.em < 0.7 * cap.em
                && word.base > cap.base - 0.75 * cap.em
                && word.base < cap.base - 0.5 * word.em
                && (-0.5..2.5).contains(&((word.at.left - cap.at.right) / word.em))
        })
}

/// Puts an initial of two lines and more before the line that it begins.
fn drop_caps(words: &[Word], lines: &mut Vec<Line>, type_: Type) {
    let is_initial =
        |line: &Line| line.words.len() == 1 && is_initial(&words[line.words[0]], type_);
    let mut initials: Vec<usize> = (0..lines.len())
        .filter(|at| is_initial(&lines[*at]))
        .collect();
    let mut gone = Vec::new();
    while let Some(initial) = initials.pop() {
        let cap = &lines[initial];
        let top = cap.base - 0.75 * cap.em;
        let follows = lines
            .iter()
            .enumerate()
            .filter(|(at, line)| {
                *at != initial
                    && line.em < 0.7 * cap.em
                    && line.base > top
                    && line.base < cap.base - 0.5 * line.em
                    && (-0.5..2.5).contains(&((line.at.left - cap.at.right) / line.em))
            })
            .min_by(|a, b| a.1.base.total_cmp(&b.1.base));
        if let Some((at, _)) = follows {
            let head = lines[initial].words[0];
            let (em, base, face) = (lines[at].em, lines[at].base, lines[at].face);
            lines[at].words.insert(0, head);
            // The line goes on as if the initial were none: its place is that of its text.
            (lines[at].em, lines[at].base, lines[at].face) = (em, base, face);
            gone.push(initial);
        }
    }
    gone.sort_unstable();
    for initial in gone.into_iter().rev() {
        lines.remove(initial);
    }
}
