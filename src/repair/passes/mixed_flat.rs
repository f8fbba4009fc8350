#![doc = include_str!("mixed_flat.md")]

use std::ops::Range;

use crate::lexicon::{Language, Neighbour};
use crate::repair::engine::{Action, Edit};
use crate::repair::hyphens::{Verdict, at_line_end};
use crate::repair::view::{Block, View, first_word, last_word, trim};
use crate::repair::{Confidence, Pass};
use crate::roles::{Begin, End, begins, ends};

/// The pass.
pub const PASS: Pass = Pass {
    name: "mixed-flat",
    doc: include_str!("mixed_flat.md"),
    run,
};

/// Measures of newspaper columns, in characters.
const MEASURES: std::ops::RangeInclusive<usize> = 22..=66;

/// By how many characters a line may fall short of its measure.
const SLACK: usize = 12;

/// What a character of shortfall costs.
const SHORTFALL: f32 = 0.1;

/// What a line costs that is much shorter or longer than its column, before the last.
const ODD: f32 = 2.5;

/// What a cut costs: it may be put in any of about as many places as a line has words.
const CUT: f32 = 0.45;

/// Spaces between two columns that stand side by side.
const GAP: usize = 3;

/// By how much the text taken apart must read better than the text as it stands, in powers of ten.
const MARGIN: f32 = 6.5;

/// Line ends that can tell: two lines of each column at least, and one more for doubt.
const FEWEST: usize = 4;

/// Measures that are looked at together before each is looked at alone.
const BAND: usize = 9;

/// What sums of the same numbers in another order may differ by.
const ROUNDING: f32 = 0.01;

/// Characters of a block that are looked at: no column is longer.
const MOST: usize = 12_000;

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (number, block) in view.blocks.iter().enumerate() {
        if !block.is_prose()
            || view.lexicon.language() == Language::Unknown
            || block.text.len() > MOST
        {
            continue;
        }
        let before = number.checked_sub(1).map(|number| &view.blocks[number]);
        if let Some(cuts) = seams(view, block) {
            take_apart(view, block, before, &cuts, &mut edits);
        }
    }
    edits
}

/// A place where a line of the one column may end and a line of the other begin.
#[derive(Clone, Debug)]
struct Cut<'a> {
    /// The end of the line before, without white space.
    left: usize,
    /// The start of the line after.
    right: usize,
    /// How well the text reads over this place as it stands.
    stands: f32,
    /// Characters before the end of the line before, from the start of the block.
    left_chars: usize,
    /// Characters before the start of the line after.
    right_chars: usize,
    /// The text up to here.
    line: Line<'a>,
    /// The text from here.
    next: Next<'a>,
}

impl Cut<'_> {
    /// Whether the line end broke a word and its hyphen is lost.
    fn glued(&self) -> bool {
        self.left == self.right
    }

    /// Whether a sentence ends with the line before.
    fn stop(&self) -> bool {
        self.line.end == End::Stop
    }
}

/// How a text ends, looked at once.
#[derive(Clone, Debug)]
struct Line<'a> {
    end: End,
    word: &'a str,
    known: Neighbour,
}

impl<'a> Line<'a> {
    fn of(view: &View, text: &'a str) -> Line<'a> {
        let (_, word) = last_word(text);
        Line {
            end: ends(text),
            word,
            known: view.lexicon.neighbour(word),
        }
    }

    /// The same of a text whose last word was looked at before, as the first of `next`.
    fn after(view: &View, text: &'a str, next: &Next) -> Line<'a> {
        match last_word(text) {
            (_, word) if word == next.word => Line {
                end: ends(text),
                word,
                known: next.known,
            },
            _ => Line::of(view, text),
        }
    }
}

/// How a text begins, looked at once.
#[derive(Clone, Debug)]
struct Next<'a> {
    begin: Begin,
    /// Whether nothing stands before its first word.
    bare: bool,
    word: &'a str,
    known: Neighbour,
    /// Whether its first word is a function word.
    small: bool,
    /// Whether it starts with what may be left of a torn token: a sound word, or a name.
    whole: bool,
}

impl<'a> Next<'a> {
    fn of(view: &View, text: &'a str) -> Next<'a> {
        let (start, word) = first_word(text);
        let lexicon = view.lexicon;
        let small = lexicon.is_function_word(word);
        Next {
            begin: match begins(text) {
                // Every noun has a capital there: only a small word shows a sentence.
                Begin::Upper if lexicon.language() == Language::German && !small => Begin::Uncased,
                begin => begin,
            },
            bare: start == 0,
            word,
            known: lexicon.neighbour(word),
            small,
            whole: true,
        }
    }
}

/// A line that may end at a later place.
struct Reach {
    /// The number of the place.
    end: usize,
    /// The printed length of the line.
    length: usize,
    /// How much better the words before the line go on behind it than in it.
    gain: f32,
}

/// The line ends of a block of two mixed columns, in order; `None` when it is sound.
fn seams<'a>(view: &View, block: &Block<'a>) -> Option<Vec<Cut<'a>>> {
    // Where the lines are still lines, columns change at their ends, or at a gap inside them.
    let gap = |white: &str| white.contains('\n') || white.len() >= GAP;
    let gaps = between(block.text).filter(|white| gap(white)).take(FEWEST);
    let in_lines = gaps.count() >= FEWEST;
    if !in_lines && block.text.contains('\n') {
        return None;
    }
    let mut cuts = places(view, block.text);
    if in_lines {
        cuts.retain(|cut| gap(&block.text[cut.left..cut.right]));
    }
    if cuts.iter().filter(|cut| cut.stands <= -1.5).count() < 2 {
        return None;
    }
    // For each place the places where the line after it may end, and how well the words before it
    // go on there.
    let most = if in_lines { 90 } else { *MEASURES.end() + 1 };
    let cost = if in_lines { 0.0 } else { CUT };
    let reaches: Vec<Vec<Reach>> = cuts
        .iter()
        .enumerate()
        .map(|(at, cut)| {
            (at + 1..cuts.len())
                .map(|end| (end, length(cut.right_chars, &cuts[end])))
                .take_while(|(_, length)| *length <= most)
                .filter_map(|(end, length)| {
                    let gain = joint(view, cut, &cuts[end])? - cuts[end].stands - cost;
                    Some(Reach { end, length, gain })
                })
                .collect()
        })
        .collect();
    let mut best: Option<(f32, Vec<usize>)> = None;
    let longest = block
        .text
        .split('\n')
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    let (measures, band) = if in_lines {
        (longest..=longest, 1)
    } else {
        (MEASURES, BAND)
    };
    for first in measures.clone().step_by(band) {
        let last = (first + band - 1).min(*measures.end());
        let least = best.as_ref().map_or(MARGIN, |(score, _)| *score);
        let fits = Fits {
            first,
            last,
            in_lines,
        };
        // What no measure of the band could reach, the single ones need not be asked.
        match chain(block.text, &cuts, &reaches, &fits) {
            Some((most, _)) if most + ROUNDING >= least => {}
            _ => continue,
        }
        for measure in first..=last {
            let fits = Fits {
                first: measure,
                last: measure,
                in_lines,
            };
            if let Some(found) = chain(block.text, &cuts, &reaches, &fits)
                && best.as_ref().is_none_or(|best| found.0 > best.0)
            {
                best = Some(found);
            }
        }
    }
    let (score, chain) = best?;
    let chain: Vec<Cut> = chain.into_iter().map(|at| cuts[at].clone()).collect();
    let mut torn: Vec<usize> = cuts
        .iter()
        .filter(|cut| cut.glued())
        .map(|cut| word_start(block.text, cut.left))
        .collect();
    torn.dedup();
    let explains = |start: usize| {
        chain
            .iter()
            .any(|cut| word_start(block.text, cut.left) == start || cut.right == start)
    };
    let unexplained = torn.iter().filter(|start| !explains(**start)).count();
    // Where many words are unknown, as in old spelling, a few that fit prove nothing.
    let believable = unexplained <= 1 + (torn.len() - unexplained) / 2;
    (score >= MARGIN && chain.len() >= FEWEST && believable).then_some(chain)
}

/// The white space between the words of a text.
fn between(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_whitespace())
        .filter(|white| !white.is_empty())
}

/// Where the token around a place starts.
fn word_start(text: &str, at: usize) -> usize {
    text[..at]
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + 1)
}

/// What a line of a printed length costs where the measure is one of several.
struct Fits {
    /// The narrowest measure.
    first: usize,
    /// The widest.
    last: usize,
    /// Lines that are there need not be guessed, but one of another length is a surprise.
    in_lines: bool,
}

impl Fits {
    /// The cost at the measure that suits best; `None` when the length fits none.
    fn cost(&self, length: usize) -> Option<f32> {
        let odd = self.in_lines.then_some(ODD);
        let measure = length.saturating_sub(1).clamp(self.first, self.last);
        match (measure + 1).checked_sub(length) {
            Some(short) if short <= SLACK + 1 => Some(SHORTFALL * short.saturating_sub(2) as f32),
            _ => odd,
        }
    }
}

/// The best chain of cuts for a measure, and its score.
fn chain(
    text: &str,
    cuts: &[Cut],
    reaches: &[Vec<Reach>],
    fits: &Fits,
) -> Option<(f32, Vec<usize>)> {
    /// Of the best chain that ends at a place.
    #[derive(Clone, Copy)]
    struct Best {
        score: f32,
        from: usize,
        count: usize,
    }
    let mut to = vec![
        Best {
            score: f32::NEG_INFINITY,
            from: usize::MAX,
            count: 0,
        };
        cuts.len()
    ];
    for (cut, to) in cuts.iter().zip(&mut to) {
        let first = length(0, cut);
        if first > fits.last + 1 && !fits.in_lines {
            break;
        }
        if let Some(cost) = fits.cost(first) {
            to.score = -cut.stands - CUT - cost + opening(&text[cut.right..]);
            to.count = 1;
        }
    }
    let mut best: Option<(f32, usize, usize)> = None;
    for at in 0..cuts.len() {
        let Best { score, count, .. } = to[at];
        if score == f32::NEG_INFINITY {
            continue;
        }
        for reach in &reaches[at] {
            let sum = score + reach.gain;
            if let Some(cost) = fits.cost(reach.length) {
                let end = &mut to[reach.end];
                if sum - cost > end.score {
                    *end = Best {
                        score: sum - cost,
                        from: at,
                        count: count + 1,
                    };
                }
            }
            // The last line of the column that ends first may be of any length.
            let end = &cuts[reach.end];
            if (fits.in_lines || reach.length <= fits.last + 1) && count >= 2 && !end.glued() {
                let sum = sum + if end.stop() { 0.7 } else { -2.5 };
                if best.is_none_or(|(best, _, _)| sum > best) {
                    best = Some((sum, at, reach.end));
                }
            }
        }
    }
    let (sum, mut at, end) = best?;
    let mut chain = vec![end, at];
    while to[at].from != usize::MAX {
        at = to[at].from;
        chain.push(at);
    }
    chain.reverse();
    Some((sum, chain))
}

/// How likely the second column begins with this text.
fn opening(text: &str) -> f32 {
    match begins(text) {
        Begin::Upper | Begin::Digit => 0.4,
        _ => -0.3,
    }
}

/// The printed length of a line that starts after so many characters: a hyphen that was lost counts.
fn length(start: usize, end: &Cut) -> usize {
    end.left_chars
        .checked_sub(start)
        .map_or(0, |chars| chars + usize::from(end.glued()))
}

/// The places where a line may end: between two words, and inside what is no word.
fn places<'a>(view: &View, text: &'a str) -> Vec<Cut<'a>> {
    let mut cuts = Vec::new();
    let mut last: Option<(Range<usize>, Next)> = None;
    // Characters up to `seen`: places come in order, and each stretch is counted once.
    let (mut seen, mut chars) = (0, 0);
    let mut count = |at: usize| {
        chars += text[seen..at].chars().count();
        seen = at;
        chars
    };
    for token in text.split_whitespace() {
        let start = token.as_ptr() as usize - text.as_ptr() as usize;
        let range = start..start + token.len();
        let next = Next::of(view, &text[start..]);
        let torn = torn(view, token, &next);
        if let Some((last, first)) = last {
            let line = Line::after(view, &text[..last.end], &first);
            cuts.push(Cut {
                stands: reads(view, &line, &next),
                left_chars: count(last.end),
                right_chars: count(start),
                left: last.end,
                right: start,
                line,
                next: next.clone(),
            });
        }
        if torn < 0.0 {
            let inner = token.char_indices().map(|(at, _)| at).skip(2);
            for at in inner {
                let before = token[..at].chars().rev().take(2);
                let after = token[at..].chars().next();
                if before.filter(|c| c.is_alphabetic()).count() == 2
                    && after.is_some_and(char::is_alphanumeric)
                {
                    let chars = count(start + at);
                    let rest = trim(&token[at..]);
                    let mut next = Next::of(view, &text[start + at..]);
                    next.whole = rest.starts_with(char::is_uppercase) || sound(view, rest);
                    cuts.push(Cut {
                        left: start + at,
                        right: start + at,
                        stands: torn,
                        left_chars: chars,
                        right_chars: chars,
                        line: Line::of(view, &text[..start + at]),
                        next,
                    });
                }
            }
        }
        last = Some((range, next));
    }
    cuts
}

/// How little a token can stand as it is: 0 when it is sound, less when it may be two.
fn torn(view: &View, token: &str, next: &Next) -> f32 {
    let word = trim(token);
    // Most words are in the list, as they were looked up already.
    if word == next.word && next.known.word.is_some_and(|found| found.is_word()) {
        return 0.0;
    }
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    if letters.by_ref().nth(2).is_none() || sound(view, word) {
        return 0.0;
    }
    let first_only = word.chars().skip(1).all(|c| !c.is_uppercase());
    if word.starts_with(char::is_uppercase) && first_only {
        // It may be a name.
        -1.0
    } else {
        -3.0
    }
}

/// Whether a word may stand as it is.
fn sound(view: &View, word: &str) -> bool {
    let known = |word: &str| view.lexicon.knows(word) || view.spelling.count(word) > 1;
    let figures = |word: &str| word.starts_with(|c: char| c.is_numeric());
    known(word)
        || figures(word)
        || word.split(['-', '\'', '’', '/', '—', '–']).all(|part| {
            part.is_empty() || figures(part) || known(part) || known(&part.to_lowercase())
        })
}

/// How well the words before a cut go on after another one; `None` when they cannot.
fn joint(view: &View, before: &Cut, after: &Cut) -> Option<f32> {
    let (line, next) = (&before.line, &after.next);
    if before.glued() || line.end == End::Hyphen {
        if !next.bare || next.word.is_empty() || line.word.is_empty() {
            return None;
        }
        let (left, right) = (line.word, next.word);
        let left = left.rsplit(['-', '\'', '’']).next().unwrap_or(left);
        let lower = right.starts_with(char::is_lowercase);
        let known = |word: &str| view.lexicon.knows(word) || view.spelling.count(word) > 0;
        let compound = || format!("{left}-{right}");
        return if lower && known(&format!("{left}{right}")) {
            Some(3.5)
        } else if view.lexicon.compound(&compound()).is_some()
            || view.spelling.count(&compound()) > 0
        {
            Some(2.5)
        } else if known(left) && known(right) && left.chars().count() > 2 {
            Some(0.0)
        } else {
            None
        };
    }
    // What is left of a torn token must be whole words then.
    if after.glued() && !next.whole {
        return None;
    }
    Some(reads(view, line, next))
}

/// How well a text goes on from another; see [`reads`].
fn follows(view: &View, line: &str, next: &str) -> f32 {
    reads(view, &Line::of(view, line), &Next::of(view, next))
}

/// How well a text goes on from another, in powers of ten: how much oftener such neighbours stand
/// in sound text than two words from anywhere do. Measured on 400,000 words of English speeches;
/// other languages are taken to be alike, save for the capitals of German.
fn reads(view: &View, line: &Line, next: &Next) -> f32 {
    let lexicon = view.lexicon;
    let small = next.small;
    match (line.end, next.begin) {
        (End::Hyphen, Begin::Lower) if lexicon.suspends(next.word) => 0.3,
        (End::Hyphen, begin) => {
            let (left, right) = (line.word, next.word);
            let known = |word: &str| lexicon.knows(word) || view.spelling.count(word) > 0;
            let whole = begin == Begin::Lower && known(&format!("{left}{right}"));
            if whole || known(&format!("{left}-{right}")) {
                1.5
            } else {
                -2.0
            }
        }
        (End::Stop, _) if lexicon.is_abbreviation(line.word) => 0.0,
        (End::Stop, Begin::Lower | Begin::Continuation) => -2.8,
        (End::Stop, Begin::Upper) if small || next.word == "I" => 1.2,
        (End::Stop, Begin::Upper) => 0.4,
        (End::Stop, Begin::Digit) => -0.9,
        (_, Begin::Upper) if next.word == "I" => -0.3,
        (End::Comma, Begin::Upper) if small => -0.9,
        (End::Comma, Begin::Upper) => -0.2,
        (End::Comma, Begin::Lower) if small => 0.2,
        (End::Comma, Begin::Lower) => -0.3,
        (End::Open, Begin::Upper) if small => -1.8,
        (End::Open, Begin::Upper | Begin::Lower | Begin::Uncased) => {
            paired(view, &line.known, &next.known)
        }
        _ => 0.0,
    }
}

/// The same for two words inside a sentence.
fn paired(view: &View, left: &Neighbour, right: &Neighbour) -> f32 {
    let lexicon = view.lexicon;
    match (left.score(), right.score()) {
        (Some(a), Some(b)) => match lexicon.pair_of(left, right).map(|pair| pair - a - b) {
            Some(over) if over > 0.0 => (0.75 * (over - 0.95)).min(1.8),
            Some(over) => (1.7 * over - 0.7).max(-3.0),
            // Only English pairs were counted.
            None if lexicon.language() != Language::English => 0.0,
            // A pair that was never counted says the more, the commoner its words are.
            None => (-0.6 * (a + b + 8.3) - 0.3).clamp(-2.0, -0.2),
        },
        _ => 0.0,
    }
}

/// The edits that make a block of its own of the second column.
fn take_apart(
    view: &View,
    block: &Block,
    before: Option<&Block>,
    cuts: &[Cut],
    edits: &mut Vec<Edit>,
) {
    let text = block.text;
    // The column that goes on from the block before stays first.
    let second = match before.filter(|before| before.is_prose()) {
        Some(before) if ends(before.text) != End::Stop => {
            let first = follows(view, before.text, text);
            let other = follows(view, before.text, &text[cuts[0].right..]);
            usize::from(other <= first + 0.5)
        }
        _ => 1,
    };
    let last = cuts.len();
    let start = |line: usize| line.checked_sub(1).map_or(0, |cut| cuts[cut].right);
    // The last line of the page stays: the second column is gathered before it or behind it.
    let to = if last % 2 == second {
        start(last)
    } else {
        text.len()
    };
    let mut edit = |at: Range<usize>, action: Action, because: &str| {
        edits.push(Edit {
            at: block.range.start + at.start..block.range.start + at.end,
            action,
            confidence: Confidence::Likely,
            because: because.to_owned(),
            seen: Vec::new(),
        });
    };
    edit(
        start(second)..start(second),
        Action::Replace("\n\n".to_owned()),
        "a column of its own begins here",
    );
    // White space behind a line goes with the line; at the end of a column it goes, and where the
    // line broke a word, with the printer's hyphen.
    let mut closed: Vec<Option<usize>> = vec![None; cuts.len()];
    for (line, cut) in cuts.iter().enumerate() {
        if cut.glued() {
            continue;
        }
        let from = match cuts.get(line + 1) {
            None => Some(cut.left),
            Some(next) => hyphen(view, &text[..cut.left], &text[next.right..]),
        };
        if let Some(from) = from {
            closed[line] = Some(from);
            edit(
                from..cut.right,
                Action::Replace(String::new()),
                if line + 1 == last {
                    "a column ends here"
                } else {
                    "a word was broken by the line end"
                },
            );
        }
    }
    for line in (second..last).step_by(2) {
        edit(
            start(line)..closed[line].unwrap_or(start(line + 1)),
            Action::Move(block.range.start + to),
            "this line goes on from the last but one, not from the one before: two columns were mixed",
        );
    }
}

/// Where the line end that broke a word begins, with the hyphen when it was the printer's; `None`
/// when no word was broken.
fn hyphen(view: &View, line: &str, next: &str) -> Option<usize> {
    if ends(line) != End::Hyphen {
        return None;
    }
    let (_, left) = last_word(line);
    let (start, right) = first_word(next);
    if start > 0 {
        return None;
    }
    match at_line_end(view, left, right)?.verdict {
        Verdict::Join => line.char_indices().next_back().map(|(at, _)| at),
        Verdict::Keep => Some(line.len()),
        Verdict::Space => None,
    }
}
