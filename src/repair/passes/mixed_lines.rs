#![doc = include_str!("mixed_lines.md")]

use std::ops::Range;

use crate::lexicon::Language;
use crate::repair::engine::{Action, Edit};
use crate::repair::view::{Block, View, first_word, last_word};
use crate::repair::{Confidence, Pass};
use crate::roles::{Begin, End, begins, ends};

/// The pass.
pub const PASS: Pass = Pass {
    name: "mixed-lines",
    doc: include_str!("mixed_lines.md"),
    run,
};

/// Lines of a block that can tell: two of each column at least.
const FEWEST: usize = 4;

/// Lines of a block that are looked at: no column is longer, and the time goes with the square.
const MOST: usize = 400;

/// By how much the two readings must differ, for each line (see [`follows`] for the scale).
const MARGIN: f32 = 0.9;

/// By how much they must differ in all.
const LEAST: f32 = 11.0;

/// Seams that make no sense as the lines stand.
const BROKEN: usize = 2;

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (number, block) in view.blocks.iter().enumerate() {
        if !block.is_prose() || !block.text.contains('\n') {
            continue;
        }
        let before = number.checked_sub(1).map(|number| &view.blocks[number]);
        if let Some(columns) = columns(view, block, before) {
            take_apart(block, &columns, &mut edits);
        }
    }
    edits
}

/// The lines of a block, as ranges of its text.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split('\n')
        .map(|line| {
            let range = start..start + line.len();
            start = range.end + 1;
            range
        })
        .collect()
}

/// For each line the column it belongs to, when the block is woven of several.
fn columns(view: &View, block: &Block, before: Option<&Block>) -> Option<Vec<usize>> {
    let ranges = lines(block.text);
    if ranges.len() < FEWEST || ranges.len() > MOST {
        return None;
    }
    let texts: Vec<&str> = ranges
        .iter()
        .map(|range| &block.text[range.clone()])
        .collect();
    let seams: Vec<f32> = texts
        .windows(2)
        .map(|pair| follows(view, pair[0], pair[1]))
        .collect();
    let senseless = |seams: &[f32]| seams.iter().filter(|score| **score <= -1.5).count();
    let broken = senseless(&seams);
    if broken < BROKEN {
        return None;
    }
    let straight: f32 = seams.iter().sum();
    let (two, columns) = in_two(view, &texts);
    let (best, columns) = match in_three(view, &texts) {
        Some((three, columns)) if three > two => (three, columns),
        _ => (two, columns),
    };
    let many = columns.iter().filter(|column| **column > 0).count();
    let turns: Vec<usize> = (1..columns.len())
        .filter(|line| columns[*line] != columns[line - 1])
        .collect();
    let mixed = match turns.as_slice() {
        // Two lines of either column at least stand in turn.
        [first, _, .., last] => last - first + 1,
        _ => return None,
    };
    if best - straight < (MARGIN * mixed as f32).max(LEAST) || many < 2 || broken * 5 < mixed {
        return None;
    }
    let mended: Vec<f32> = (0..=columns.iter().max().copied().unwrap_or(0))
        .flat_map(|column| {
            let own: Vec<&str> = texts
                .iter()
                .zip(&columns)
                .filter(|(_, found)| **found == column)
                .map(|(text, _)| *text)
                .collect();
            own.windows(2)
                .map(|pair| follows(view, pair[0], pair[1]))
                .collect::<Vec<f32>>()
        })
        .collect();
    if senseless(&mended) * 4 > broken {
        return None;
    }
    // The column that goes on from the block before stays where it is.
    let mut columns = columns;
    if let Some(before) = before.filter(|before| before.is_prose()) {
        let last = before.text.rsplit('\n').next().unwrap_or(before.text);
        let first_of = |column: usize| {
            let line = columns.iter().position(|found| *found == column)?;
            Some(follows(view, last, texts[line]))
        };
        if let (Some(first), Some(second)) = (first_of(0), first_of(1))
            && second > first + 1.0
        {
            for column in &mut columns {
                *column = match *column {
                    0 => 1,
                    1 => 0,
                    other => other,
                };
            }
        }
    }
    Some(columns)
}

/// The best way to deal the lines to two columns, and its score: lines of one column first, then
/// lines in turn, then what is left of the longer column.
fn in_two(view: &View, texts: &[&str]) -> (f32, Vec<usize>) {
    let count = texts.len();
    // Sums of the seams of lines that follow one another, and of lines with one between them.
    let next: Vec<f32> = sums(count, |line| follows(view, texts[line], texts[line + 1]), 1);
    let over: Vec<f32> = sums(count, |line| follows(view, texts[line], texts[line + 2]), 2);
    let mut best = (f32::NEG_INFINITY, 0, 0, 0);
    // Lines `start..end` stand in turn; the line before `start` and line `start + 1`, `start + 3`,
    // … are of the first column.
    for start in 1..count {
        for end in start + 1..=count {
            let head = next[start - 1];
            let turn = over[end - 2] - over[start - 1];
            // Behind them the column of the last line goes on, or the other one.
            let same = if end < count {
                next[count - 1] - next[end - 1]
            } else {
                0.0
            };
            let other = if end < count {
                follows(view, texts[end - 2], texts[end]) + next[count - 1] - next[end]
            } else {
                f32::NEG_INFINITY
            };
            let (tail, changes) = if other > same { (other, 1) } else { (same, 0) };
            let score = head + turn + tail;
            if score > best.0 {
                best = (score, start, end, changes);
            }
        }
    }
    let (score, start, end, changes) = best;
    let columns = (0..count)
        .map(|line| {
            if line < start {
                0
            } else if line < end {
                (line - start + 1) % 2
            } else {
                (end - start + changes) % 2
            }
        })
        .collect();
    (score, columns)
}

/// `sums[n]`: the scores of seams 0 to n - 1, where there are `count - span` of them.
fn sums(count: usize, score: impl Fn(usize) -> f32, span: usize) -> Vec<f32> {
    let mut sums = vec![0.0; count + 1];
    for line in 0..count {
        let more = if line + span < count {
            score(line)
        } else {
            0.0
        };
        sums[line + 1] = sums[line] + more;
    }
    sums
}

/// Three columns strictly in turn, and the score of it.
fn in_three(view: &View, texts: &[&str]) -> Option<(f32, Vec<usize>)> {
    if texts.len() < 6 {
        return None;
    }
    let score = texts
        .iter()
        .zip(&texts[3..])
        .map(|(line, next)| follows(view, line, next))
        .sum();
    Some((score, (0..texts.len()).map(|line| line % 3).collect()))
}

/// How well a line goes on from another, about -4 (never) to 4 (surely); 0 says nothing.
pub(super) fn follows(view: &View, line: &str, next: &str) -> f32 {
    let (_, left) = last_word(line);
    let (_, right) = first_word(next);
    let begin = begins(next);
    match ends(line) {
        End::Hyphen => {
            let whole = format!("{left}{right}");
            let compound = format!("{left}-{right}");
            let of_page = view.spelling.count(&whole) > 0 || view.spelling.count(&compound) > 0;
            if of_page || (begin == Begin::Lower && view.lexicon.knows(&whole)) {
                4.0
            } else if begin != Begin::Lower {
                -3.0
            } else if view.lexicon.knows(left) && view.lexicon.knows(right) {
                0.5
            } else {
                -2.0
            }
        }
        End::Stop if abbreviated(view, line) => 0.0,
        End::Stop => match begin {
            Begin::Lower | Begin::Continuation => -3.0,
            _ => 0.5,
        },
        _ => match begin {
            Begin::Continuation => 0.0,
            Begin::Lower => paired(view, left, right),
            Begin::Upper if view.lexicon.language() == Language::German => {
                // Every noun has a capital: only a small word shows a new sentence.
                if view.lexicon.is_function_word(right) {
                    -2.5
                } else {
                    0.3
                }
            }
            Begin::Upper => {
                let name = view.spelling.count_capital(right) > 0;
                let ordinary = view.lexicon.is_function_word(right)
                    || (!name
                        && (view.spelling.count_small(right) > 0
                            || view
                                .lexicon
                                .look(right)
                                .is_some_and(|word| word.is_word() && !word.is_name())));
                if right == "I" {
                    0.0
                } else if ordinary {
                    -2.5
                } else {
                    paired(view, left, right).max(-0.5)
                }
            }
            _ => 0.0,
        },
    }
}

/// Whether a line's full stop is that of an abbreviation.
fn abbreviated(view: &View, line: &str) -> bool {
    let word = line.rsplit(char::is_whitespace).next().unwrap_or(line);
    let inner = word.trim_end_matches('.');
    word.ends_with('.') && (view.lexicon.is_abbreviation(word) || inner.contains('.'))
}

/// How much oftener two words stand together than chance has it, in powers of ten.
fn paired(view: &View, left: &str, right: &str) -> f32 {
    let lexicon = view.lexicon;
    match (lexicon.score(left), lexicon.score(right)) {
        (Some(a), Some(b)) => match lexicon.pair(left, right) {
            Some(pair) => (pair - a - b).clamp(-1.5, 2.0),
            // Only English pairs were counted.
            None if lexicon.language() != Language::English => 0.0,
            // Two common words that never met belong apart; of rarer ones nothing is known.
            None if a + b > -7.5 => -1.0,
            None => -0.2,
        },
        _ => 0.0,
    }
}

/// The edits that put the lines of later columns behind the block, each column as its own block.
fn take_apart(block: &Block, columns: &[usize], edits: &mut Vec<Edit>) {
    let ranges = lines(block.text);
    let last = columns.iter().max().copied().unwrap_or(0);
    let because =
        "this line goes on from the last but one, not from the one before: two columns were mixed";
    for column in 1..=last {
        let mut first = true;
        for (line, range) in ranges.iter().enumerate() {
            if columns[line] != column {
                continue;
            }
            let start = block.range.start + range.start;
            let end = block.range.start + range.end;
            if first {
                first = false;
                edits.push(Edit {
                    at: start - 1..start - 1,
                    action: Action::Replace("\n".to_owned()),
                    confidence: Confidence::Likely,
                    because: "a column of its own begins here".to_owned(),
                    seen: Vec::new(),
                });
            }
            edits.push(Edit {
                at: start - 1..end,
                action: Action::Move(block.range.end),
                confidence: Confidence::Likely,
                because: because.to_owned(),
                seen: Vec::new(),
            });
        }
    }
}
