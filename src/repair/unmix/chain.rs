//! The best way to deal the lines of a block to two or three columns: a chain of places, each a line's
//! length from the one before, at which the text goes from one column to the next.
//!
//! Knows scores, and nothing of edits. Lines stand strictly in turn until a column ends; then the others
//! go on in turn, and the last one by itself. So the line after a place goes on from the last but
//! one before it (with three columns, from the last but two), and a chain is found as the best path
//! is: by the places, and with three columns by the lines between two of them.

use crate::roles::End;

use super::places::Cut;

/// By how many characters a line may fall short of its measure.
const SLACK: usize = 12;

/// What a character of shortfall costs.
const SHORTFALL: f32 = 0.1;

/// What a line costs that ends a paragraph early.
const EARLY: f32 = 1.5;

/// What a line costs that is two lines of the page, where lines are still lines.
const ODD: f32 = 4.0;

/// What it costs that one column stands alone before the other begins.
const LEAD: f32 = 2.2;

/// What a cut costs: it may be put in any of about as many places as a line has words.
const CUT: f32 = 0.45;

/// What the last line of a column tells when a sentence ends with it, and when none does; where lines are
/// still lines, more when it is a short one, less when it is full.
const CLOSED: f32 = 0.5;
const OPEN: f32 = -2.5;
const SHORT: f32 = 1.0;
const FULL: f32 = -0.4;

/// How much of its measure a line fills that is not a short one.
const FILLS: f32 = 0.8;

/// Characters by which a word may be longer than the room that was left for it: letters are not of
/// one width.
const UNEVEN: usize = 3;

/// What a character of room costs that the next word of the column could have filled, and the most.
const ROOM: f32 = 0.25;
const MUCH_ROOM: f32 = 1.5;

/// Lines in a row that may be one of a column, where lines are still lines.
const IN_ROW: usize = 3;

/// How much worse than the best an end may be that the words of the last line speak for, and how many are asked.
const DOUBT: f32 = 3.0;
const ENDS: usize = 8;

const NEVER: f32 = f32::NEG_INFINITY;
const NONE: usize = usize::MAX;

/// What a chain is made from.
pub struct Links<'a, 'b> {
    /// The places.
    pub cuts: &'b [Cut<'a>],
    /// Whether the lines are still lines.
    pub in_lines: bool,
    /// How well the text goes on from the end of a place's left line to a later place's right one;
    /// minus infinity where it cannot.
    pub joint: &'b dyn Fn(usize, usize) -> f32,
    /// What it tells that a column begins behind a place.
    pub opens: &'b [f32],
    /// What it tells that a column, the first or the second, ends before a place, where no sentence does;
    /// minus infinity where nothing speaks for it.
    pub closes: [&'b [f32]; 2],
    /// Whether both columns are paragraphs from their beginning, not one of them a piece out of another place.
    pub whole: bool,
    /// What the words of the last line of a chain tell of whether it is of its column.
    pub coheres: &'b dyn Fn(&Chain) -> f32,
}

/// A chain of places.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Its score.
    pub score: f32,
    /// The places, in order.
    pub cuts: Vec<usize>,
    /// For each line the column that it belongs to.
    pub columns: Vec<usize>,
}

impl Chain {
    fn of_two(score: f32, cuts: Vec<usize>) -> Chain {
        Chain {
            score,
            columns: dealt(cuts.len() + 1, NONE, 2),
            cuts,
        }
    }
}

/// The places of the best way over a place to the last one.
fn path_to(best: &[Best], mut at: usize, end: usize) -> Vec<usize> {
    let mut path = vec![end, at];
    while best[at].before != NONE {
        at = best[at].before;
        path.push(at);
    }
    path.reverse();
    path
}

/// A line from a place to a later one.
struct Line {
    start: usize,
    end: usize,
    length: usize,
    /// Characters of the first word behind it.
    word: usize,
    /// Whether a sentence ends with it.
    stop: bool,
    /// What is gained by a cut at its end.
    gain: f32,
    /// How well its column of two goes on behind it.
    joint: f32,
}

/// All lines that a block may be cut into, whatever the measure.
pub struct Lines<'a, 'b> {
    links: &'b Links<'a, 'b>,
    lines: Vec<Line>,
    /// By place, where the lines that start there begin in `lines`.
    from: Vec<usize>,
    /// By column and place, what it tells that the column ends there.
    closing: [Vec<f32>; 2],
    /// By place, whether the line before it was filled up: its last word is broken.
    filled: Vec<bool>,
    /// Characters of the longest line of the page, where lines are still lines.
    longest: usize,
}

/// The best way to a place, or to the end of a line.
#[derive(Clone, Copy)]
struct Best {
    score: f32,
    before: usize,
    count: usize,
    /// Characters of the last line on it.
    length: usize,
}

const NO_WAY: Best = Best {
    score: NEVER,
    before: NONE,
    count: 0,
    length: 0,
};

/// Measures that are looked at together: the narrowest and the widest.
type Band = (usize, usize);

impl<'a, 'b> Lines<'a, 'b> {
    /// Gathers the lines up to a length.
    pub fn of(links: &'b Links<'a, 'b>, most: usize) -> Lines<'a, 'b> {
        let cuts = links.cuts;
        let mut all = Lines {
            links,
            lines: Vec::new(),
            from: Vec::with_capacity(cuts.len() + 1),
            closing: [0, 1].map(|_| Vec::with_capacity(cuts.len())),
            filled: Vec::with_capacity(cuts.len()),
            longest: 0,
        };
        if links.in_lines {
            let lengths = cuts
                .windows(2)
                .map(|pair| length(pair[0].right_chars, &pair[1]));
            all.longest = lengths.max().unwrap_or(0);
        }
        let price = if links.in_lines { 0.0 } else { CUT };
        for (start, cut) in cuts.iter().enumerate() {
            all.from.push(all.lines.len());
            all.filled.push(cut.glued() || cut.line.end == End::Hyphen);
            for (closing, closes) in all.closing.iter_mut().zip(links.closes) {
                closing.push(match (cut.glued(), cut.stop()) {
                    (true, _) => closes[start],
                    (_, true) => CLOSED.max(closes[start]),
                    _ => OPEN.max(closes[start]),
                });
            }
            for (end, last) in cuts.iter().enumerate().skip(start + 1) {
                let length = length(cut.right_chars, last);
                let far = if links.in_lines {
                    end - start > IN_ROW
                } else {
                    length > most + 1
                };
                if far {
                    break;
                }
                // No line is a part of one word.
                if cut.glued() && last.glued() && cut.token == last.token {
                    continue;
                }
                all.lines.push(Line {
                    start,
                    end,
                    length,
                    word: last.next.length,
                    stop: last.stop(),
                    gain: -last.stands - price,
                    joint: (links.joint)(start, end),
                });
            }
        }
        all.from.push(all.lines.len());
        all
    }

    /// The lines that start at a place, by number.
    fn at(&self, place: usize) -> std::ops::Range<usize> {
        self.from[place]..self.from[place + 1]
    }

    /// What a line costs by its length; `None` for one that can be none but the last.
    fn cost(&self, line: &Line, band: Band) -> Option<f32> {
        if self.links.in_lines {
            return Some(ODD * (line.end - line.start - 1) as f32);
        }
        fits(line.length, line.stop, band)
    }

    /// What it tells that a column ends with this line.
    fn closing(&self, line: &Line, column: usize) -> f32 {
        let closing = self.closing[column][line.end];
        if !self.links.in_lines || !line.stop {
            return closing;
        }
        let short = (line.length as f32) < FILLS * self.longest as f32;
        closing + if short { SHORT } else { FULL }
    }

    /// What it costs that the line before a place was left so short, though the first word behind a later line,
    /// with which its column goes on, would have fitted into it.
    fn room(&self, length: usize, end: usize, next: &Line, band: Band) -> f32 {
        if self.filled[end] {
            return 0.0;
        }
        let measure = if self.links.in_lines {
            self.longest
        } else {
            band.0
        };
        let filled = length + 1 + next.word + UNEVEN;
        (ROOM * measure.saturating_sub(filled) as f32).min(MUCH_ROOM)
    }

    /// What the first place of a chain costs and tells.
    fn first(&self, at: usize, band: Band) -> f32 {
        let cut = &self.links.cuts[at];
        let chars = length(0, cut);
        let cost = if self.links.in_lines {
            if at == 0 { 0.0 } else { 0.5 * LEAD }
        } else if !self.links.whole {
            CUT
        } else if let Some(cost) = fits(chars, cut.stop(), band) {
            cost + CUT
        } else if chars > band.1 {
            LEAD + CUT
        } else {
            return NEVER;
        };
        -cut.stands - cost + self.links.opens[at]
    }

    /// The best chain of two columns.
    pub fn two(&self, band: Band) -> Option<Chain> {
        let mut best = self.begun(band);
        let (score, path) = self.in_two(&mut best, band, &mut Vec::new())?;
        Some(Chain::of_two(score, path))
    }

    /// The chain of two columns and of one measure that is the best, once the words of its last line are heard:
    /// where both columns could have ended, nothing else tells which of them went on.
    pub fn two_ended(&self, measure: usize) -> Option<Chain> {
        let band = (measure, measure);
        let mut best = self.begun(band);
        let mut ends = Vec::new();
        let (most, _) = self.in_two(&mut best, band, &mut ends)?;
        ends.retain(|(score, ..)| *score >= most - DOUBT);
        ends.sort_by(|a, b| b.0.total_cmp(&a.0));
        let chains = ends.into_iter().take(ENDS).map(|(score, at, end)| {
            let chain = Chain::of_two(score, path_to(&best, at, end));
            (score + (self.links.coheres)(&chain), chain)
        });
        let (_, chain) = chains.max_by(|a, b| a.0.total_cmp(&b.0))?;
        Some(chain)
    }

    /// Where a chain of two columns may begin.
    fn begun(&self, band: Band) -> Vec<Best> {
        (0..self.links.cuts.len())
            .map(|at| Best {
                score: self.first(at, band),
                before: NONE,
                count: 1,
                length: length(0, &self.links.cuts[at]),
            })
            .collect()
    }

    /// Goes on in two columns from what is reached; the best score and its places. `ends` gets every end
    /// that was better than all before it or not much worse.
    fn in_two(
        &self,
        best: &mut [Best],
        band: Band,
        ends: &mut Vec<(f32, usize, usize)>,
    ) -> Option<(f32, Vec<usize>)> {
        let mut last: Option<(f32, usize, usize)> = None;
        for at in 0..best.len() {
            let Best {
                score,
                count,
                length,
                ..
            } = best[at];
            if score == NEVER {
                continue;
            }
            for line in &self.lines[self.at(at)] {
                if !self.links.in_lines && line.length > band.1 + 1 {
                    break;
                }
                let room = self.room(length, at, line, band);
                let sum = score + line.joint + line.gain - room;
                let to = &mut best[line.end];
                if sum > to.score
                    && let Some(cost) = self.cost(line, band)
                    && sum - cost > to.score
                {
                    *to = Best {
                        score: sum - cost,
                        before: at,
                        count: count + 1,
                        length: line.length,
                    };
                }
                // The last line of the column that ends first may be of any length.
                let sum = sum + self.closing(line, count % 2);
                let most = last.map_or(NEVER, |last| last.0);
                if count >= 2 && sum > most {
                    last = Some((sum, at, line.end));
                }
                if count >= 2 && sum > most - DOUBT {
                    ends.push((sum, at, line.end));
                }
            }
        }
        let (score, at, end) = last?;
        Some((score, path_to(best, at, end)))
    }

    /// The best chain of three columns, or of three and then two.
    pub fn three(&self, band: Band) -> Option<Chain> {
        let mut best = vec![NO_WAY; self.lines.len()];
        let mut switched = vec![NO_WAY; self.links.cuts.len()];
        // By place that three columns reach last: the line before it.
        let mut through = vec![NONE; self.links.cuts.len()];
        let mut last: Option<(f32, usize, usize)> = None;
        for number in 0..self.lines.len() {
            let line = &self.lines[number];
            let Some(cost) = self.cost(line, band) else {
                continue;
            };
            let first = self.first(line.start, band) + line.gain - cost;
            let first = first + self.links.opens[line.end];
            if first > best[number].score {
                best[number] = Best {
                    score: first,
                    before: NONE,
                    count: 1,
                    length: length(0, &self.links.cuts[line.start]),
                };
            }
            // The length is that of the line before this one.
            let Best {
                score,
                before,
                length,
                ..
            } = best[number];
            if score == NEVER {
                continue;
            }
            // The column of the line before this one may have ended with it.
            let ended = match self.lines.get(before) {
                Some(last) => self.closing(last, 0),
                None => NEVER,
            };
            for next in self.at(line.end) {
                let to = &self.lines[next];
                if !self.links.in_lines && to.length > band.1 + 1 {
                    break;
                }
                let room = self.room(length, line.start, to, band);
                let sum = score + (self.links.joint)(line.start, to.end) + to.gain - room;
                let cost = self.cost(to, band);
                if let Some(cost) = cost
                    && sum - cost > best[next].score
                {
                    best[next] = Best {
                        score: sum - cost,
                        before: number,
                        count: 2,
                        length: line.length,
                    };
                }
                let sum = sum + self.closing(line, 0) + self.closing(to, 0);
                if before != NONE && sum > last.map_or(NEVER, |last| last.0) {
                    last = Some((sum, number, to.end));
                }
                // A column has ended where this line begins: the others go on.
                if ended != NEVER
                    && let Some(cost) = cost
                {
                    let room = self.room(line.length, line.end, to, band);
                    let sum = score + to.joint + to.gain - cost - room + ended;
                    if sum > switched[to.end].score {
                        switched[to.end] = Best {
                            score: sum,
                            before: NONE,
                            count: 3,
                            length: to.length,
                        };
                        through[to.end] = number;
                    }
                }
            }
        }
        let whole = |mut number: usize| {
            let mut path = vec![self.lines[number].end, self.lines[number].start];
            while best[number].before != NONE {
                number = best[number].before;
                path.push(self.lines[number].start);
            }
            path.reverse();
            path
        };
        let straight = last.map(|(score, number, end)| {
            let mut path = whole(number);
            path.push(end);
            Chain {
                score,
                columns: dealt(path.len() + 1, NONE, 3),
                cuts: path,
            }
        });
        let fewer = self
            .in_two(&mut switched, band, &mut Vec::new())
            .map(|(score, tail)| {
                let mut path = whole(through[tail[0]]);
                let switch = path.len() + 1;
                path.extend(tail);
                Chain {
                    score,
                    columns: dealt(path.len() + 1, switch, 3),
                    cuts: path,
                }
            });
        let both = straight.into_iter().chain(fewer);
        both.max_by(|a, b| a.score.total_cmp(&b.score))
    }
}

/// What a length costs where the measure is one of a band; `None` where it fits none.
fn fits(length: usize, stop: bool, band: Band) -> Option<f32> {
    let measure = length.saturating_sub(1).clamp(band.0, band.1);
    match (measure + 1).checked_sub(length) {
        Some(short) if short <= SLACK + 1 => Some(SHORTFALL * short.saturating_sub(2) as f32),
        Some(_) if stop => Some(EARLY),
        _ => None,
    }
}

/// The columns of lines of which each goes on from the last but two (with `many` 3), and from line
/// `switch` on from the last but one.
fn dealt(lines: usize, switch: usize, many: usize) -> Vec<usize> {
    let mut columns: Vec<usize> = Vec::with_capacity(lines);
    for line in 0..lines {
        let back = if line < switch { many } else { 2 };
        columns.push(
            line.checked_sub(back)
                .map_or(line, |before| columns[before]),
        );
    }
    columns
}

/// The printed length of a line that starts after so many characters: a hyphen that was lost counts.
fn length(start: usize, end: &Cut) -> usize {
    end.left_chars
        .checked_sub(start)
        .map_or(0, |chars| chars + usize::from(end.glued()))
}
