//! What a difference is: joined, split, dropped, put in, or other words.
//!
//! Knows letters and boundaries. One hunk of a diff may be several changes as a person counts them,
//! and is cut where the letters of both sides agree.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::moves::{Rest, letters, runs};
use super::token::{Token, is_hyphen};
use super::{Change, Kind, Sides};

/// The most words of a side that are paired one by one; beyond, the stretch is one change.
const PAIRED: usize = 48;

/// How like two words must be to be one word that was mended, in hundredths.
const LIKE: usize = 45;

/// Turns what is left of hunks into changes.
pub(super) struct Classifier<'a> {
    sides: &'a Sides<'a>,
    /// Where the next change stands that has no token of its own.
    at: (usize, usize),
    pub changes: Vec<Change>,
}

impl<'a> Classifier<'a> {
    pub(super) fn new(sides: &'a Sides<'a>) -> Classifier<'a> {
        Classifier {
            sides,
            at: (0, 0),
            changes: Vec::new(),
        }
    }

    /// Adds the changes of what is left of a hunk.
    pub(super) fn add(&mut self, rest: &Rest) {
        self.at = rest.at;
        let (mut before, mut after) = (rest.before.clone(), rest.after.clone());
        let gone = whole_blocks(self.sides.one, self.sides.before, &mut before, || {
            letters_of(self.sides.two, self.sides.after, &rest.after)
        });
        let come = if gone.is_empty() {
            whole_blocks(self.sides.two, self.sides.after, &mut after, || {
                letters_of(self.sides.one, self.sides.before, &rest.before)
            })
        } else {
            Vec::new()
        };
        for block in gone {
            let range = self.bytes(self.sides.one, &block);
            let place = self.point(
                self.sides.two,
                rest.after.first().copied().unwrap_or(rest.at.1),
            );
            self.push(Kind::Deleted, range, place);
        }
        for block in come {
            let range = self.bytes(self.sides.two, &block);
            let place = self.point(
                self.sides.one,
                rest.before.first().copied().unwrap_or(rest.at.0),
            );
            self.push(Kind::Inserted, place, range);
        }
        self.walk(&before, &after);
    }

    /// Cuts from both ends where the letters agree; what is left in the middle is other words.
    fn walk(&mut self, before: &[usize], after: &[usize]) {
        let (sides, mut cut) = (self.sides, (0, 0));
        let mut groups: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        while let Some((one, two)) = agreeing(sides, &before[cut.0..], &after[cut.1..], false) {
            groups.push((cut.0..cut.0 + one, cut.1..cut.1 + two));
            cut = (cut.0 + one, cut.1 + two);
        }
        let mut end = (before.len(), after.len());
        let mut tail = Vec::new();
        while let Some((one, two)) =
            agreeing(sides, &before[cut.0..end.0], &after[cut.1..end.1], true)
        {
            tail.push((end.0 - one..end.0, end.1 - two..end.1));
            end = (end.0 - one, end.1 - two);
        }
        for (one, two) in groups {
            self.same_letters(&before[one], &after[two]);
        }
        self.other_letters(&before[cut.0..end.0], &after[cut.1..end.1]);
        for (one, two) in tail.into_iter().rev() {
            self.same_letters(&before[one], &after[two]);
        }
    }

    /// A group whose letters agree: boundaries, spaces and hyphens alone differ.
    fn same_letters(&mut self, before: &[usize], after: &[usize]) {
        let (one, two) = (self.sides.one, self.sides.two);
        let breaks = |tokens: &[Token], own: &[usize]| {
            own.iter()
                .filter(|&&token| tokens[token].is_break())
                .count()
        };
        let same = before.len() == after.len()
            && before
                .iter()
                .zip(after)
                .all(|(&a, &b)| one[a].id == two[b].id);
        if !same {
            let (lost, won) = (breaks(one, before), breaks(two, after));
            let kind = match lost.cmp(&won) {
                std::cmp::Ordering::Greater => Kind::Joined,
                std::cmp::Ordering::Less => Kind::Split,
                std::cmp::Ordering::Equal => match (before.is_empty(), after.is_empty()) {
                    (true, _) => Kind::Inserted,
                    (_, true) => Kind::Deleted,
                    _ => Kind::Replaced,
                },
            };
            let (range, place) = (
                self.stretch(one, before, self.at.0),
                self.stretch(two, after, self.at.1),
            );
            self.push(kind, range, place);
        }
        self.pass(before, after);
    }

    /// A group whose letters differ.
    fn other_letters(&mut self, before: &[usize], after: &[usize]) {
        if before.is_empty() && after.is_empty() {
            return;
        }
        if before.is_empty() || after.is_empty() {
            return self.one_sided(before, after);
        }
        if let Some((kind, range, place)) = self.inside(before, after) {
            self.push(kind, range, place);
            return self.pass(before, after);
        }
        if before.len() <= PAIRED && after.len() <= PAIRED {
            for (one, two) in paired(self.sides, before, after) {
                let (before, after) = (&before[one], &after[two]);
                if before.is_empty() || after.is_empty() {
                    self.one_sided(before, after);
                } else if letters_of(self.sides.one, self.sides.before, before)
                    == letters_of(self.sides.two, self.sides.after, after)
                {
                    self.same_letters(before, after);
                } else {
                    self.replaced(before, after);
                }
            }
            return;
        }
        self.replaced(before, after);
    }

    fn replaced(&mut self, before: &[usize], after: &[usize]) {
        let range = self.stretch(self.sides.one, before, self.at.0);
        let place = self.stretch(self.sides.two, after, self.at.1);
        self.push(Kind::Replaced, range, place);
        self.pass(before, after);
    }

    /// Words on one side only, each run a change; boundaries among them are changes of their own.
    fn one_sided(&mut self, before: &[usize], after: &[usize]) {
        let (one, two) = (self.sides.one, self.sides.two);
        for run in runs(before, one) {
            let (range, place) = (self.bytes(one, &run), self.point(two, self.at.1));
            self.push(Kind::Deleted, range, place);
        }
        for run in runs(after, two) {
            let (range, place) = (self.bytes(two, &run), self.point(one, self.at.0));
            self.push(Kind::Inserted, place, range);
        }
        for &token in before.iter().filter(|&&token| one[token].is_break()) {
            let place = self.point(two, self.at.1);
            self.push(Kind::Joined, one[token].range(), place);
        }
        for &token in after.iter().filter(|&&token| two[token].is_break()) {
            let place = self.point(one, self.at.0);
            self.push(Kind::Split, place, two[token].range());
        }
        self.pass(before, after);
    }

    /// Text that was put into a word or a phrase, or taken out of one, when all the rest of both
    /// sides agrees: cut between letters as people count them.
    fn inside(
        &self,
        before: &[usize],
        after: &[usize],
    ) -> Option<(Kind, Range<usize>, Range<usize>)> {
        let one = self.stretch(self.sides.one, before, self.at.0);
        let two = self.stretch(self.sides.two, after, self.at.1);
        let (a, b) = (
            &self.sides.before[one.clone()],
            &self.sides.after[two.clone()],
        );
        let words = |text: &str| text.split_whitespace().count();
        // Within one word a person sees the word change, not its letters.
        if words(a).max(words(b)) < 3 || a.len().max(b.len()) > 4000 {
            return None;
        }
        let (front, back) = ends(a, b);
        if front + back < a.len().min(b.len()) || front + back == 0 {
            return None;
        }
        let (kind, back) = if a.len() > b.len() {
            (Kind::Deleted, b.len() - front)
        } else {
            (Kind::Inserted, a.len() - front)
        };
        let cut = |range: &Range<usize>| range.start + front..range.end - back;
        Some((kind, cut(&one), cut(&two)))
    }

    fn pass(&mut self, before: &[usize], after: &[usize]) {
        self.at.0 = before.last().map_or(self.at.0, |token| token + 1);
        self.at.1 = after.last().map_or(self.at.1, |token| token + 1);
    }

    fn push(&mut self, kind: Kind, before: Range<usize>, after: Range<usize>) {
        self.changes.push(Change {
            kind,
            before,
            after,
            edits: Vec::new(),
            reasons: Vec::new(),
        });
    }

    fn bytes(&self, tokens: &[Token], run: &Range<usize>) -> Range<usize> {
        super::bytes(tokens, run)
    }

    /// The bytes from the first of some tokens to the last, or the place where they would stand.
    fn stretch(&self, tokens: &[Token], own: &[usize], at: usize) -> Range<usize> {
        match (own.first(), own.last()) {
            (Some(&first), Some(&last)) => tokens[first].start as usize..tokens[last].end as usize,
            _ => self.point(tokens, at),
        }
    }

    /// The place before a token: behind the one before it.
    fn point(&self, tokens: &[Token], at: usize) -> Range<usize> {
        let place = match at.checked_sub(1).and_then(|at| tokens.get(at)) {
            Some(last) => last.end as usize,
            None => tokens.first().map_or(0, |first| first.start as usize),
        };
        place..place
    }
}

fn letters_of(tokens: &[Token], text: &str, own: &[usize]) -> String {
    let own: Vec<Token> = own.iter().map(|&token| tokens[token]).collect();
    letters(text, &own)
}

/// Takes whole blocks out of a side, when without them its letters are those of the other side.
fn whole_blocks(
    tokens: &[Token],
    text: &str,
    own: &mut Vec<usize>,
    other: impl FnOnce() -> String,
) -> Vec<Range<usize>> {
    let is_end = |at: Option<usize>| at.is_none_or(|at| tokens.get(at).is_none_or(Token::is_break));
    let blocks: Vec<Range<usize>> = runs(own, tokens)
        .into_iter()
        .filter(|run| is_end(run.start.checked_sub(1)) && is_end(Some(run.end)))
        .collect();
    if blocks.is_empty() {
        return blocks;
    }
    let mut rest = own.clone();
    for block in &blocks {
        rest.retain(|token| !block.contains(token));
        let boundary = [block.start.checked_sub(1), Some(block.end)];
        let boundary = boundary
            .into_iter()
            .flatten()
            .find_map(|at| rest.binary_search(&at).ok());
        if let Some(at) = boundary {
            rest.remove(at);
        }
    }
    let other = other();
    if letters_of(tokens, text, &rest) != other {
        return Vec::new();
    }
    *own = rest;
    blocks
}

/// How many tokens of either side, from the front or the back, have the same letters; the fewest,
/// but whole words. `None` when there are none.
fn agreeing(
    sides: &Sides,
    before: &[usize],
    after: &[usize],
    back: bool,
) -> Option<(usize, usize)> {
    if before.is_empty() && after.is_empty() {
        return None;
    }
    let spell = |tokens: &[Token], text: &str, own: &[usize], nth: usize| -> String {
        let token = if back {
            own[own.len() - 1 - nth]
        } else {
            own[nth]
        };
        let word = letters(text, &tokens[token..=token]);
        if back {
            word.chars().rev().collect()
        } else {
            word
        }
    };
    let (mut one, mut two) = (String::new(), String::new());
    let (mut i, mut j) = (0, 0);
    loop {
        // Boundaries and lone hyphens have no letters and stand by themselves, unless both have one.
        if i + j > 0 && one == two {
            return Some((i, j));
        }
        let shorter = one.len() <= two.len();
        let (take_one, take_two) = (shorter && i < before.len(), !shorter && j < after.len());
        if take_one || (one.len() == two.len() && i < before.len()) {
            let word = spell(sides.one, sides.before, before, i);
            i += 1;
            if word.is_empty() && i == 1 && j == 0 {
                // A boundary against a boundary is no difference.
                let other = after
                    .first()
                    .filter(|_| !back)
                    .or(after.last().filter(|_| back));
                if other.is_some_and(|&at| spell(sides.two, sides.after, &[at], 0).is_empty()) {
                    return Some((1, 1));
                }
                return Some((1, 0));
            }
            one.push_str(&word);
        } else if j < after.len() && (take_two || one.len() == two.len() || i >= before.len()) {
            if one.len() > two.len() || i == 0 || one.len() == two.len() {
                let word = spell(sides.two, sides.after, after, j);
                j += 1;
                if word.is_empty() && j == 1 && i == 0 {
                    return Some((0, 1));
                }
                two.push_str(&word);
            } else {
                return None;
            }
        } else {
            return None;
        }
        let least = one.len().min(two.len());
        if one.as_bytes()[..least] != two.as_bytes()[..least] {
            return None;
        }
    }
}

/// Bytes that two texts have in common at the front and at the back, in whole graphemes, without
/// overlap; white space counts as one space.
fn ends(a: &str, b: &str) -> (usize, usize) {
    let front = common(a.graphemes(true), b.graphemes(true));
    let most = a.len().min(b.len()) - front;
    let mut back = common(a.graphemes(true).rev(), b.graphemes(true).rev());
    while back > most {
        back -= 1;
    }
    let (x, y) = (a.len() - back, b.len() - back);
    if !a.is_char_boundary(x) || !b.is_char_boundary(y) {
        return (front, 0);
    }
    (front, back)
}

fn common<'t>(a: impl Iterator<Item = &'t str>, b: impl Iterator<Item = &'t str>) -> usize {
    a.zip(b)
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len())
        .sum()
}

/// How like two stretches are, in hundredths of the longer one.
fn likeness(a: &str, b: &str) -> usize {
    let longest = a.chars().count().max(b.chars().count());
    if longest == 0 {
        return 100;
    }
    let apart = rapidfuzz::distance::levenshtein::distance(a.chars(), b.chars());
    100 - (apart * 100) / longest
}

/// Pairs the words of two stretches: a word with a like word, up to three words with one; what has
/// no like stands alone.
fn paired(sides: &Sides, before: &[usize], after: &[usize]) -> Vec<(Range<usize>, Range<usize>)> {
    let spell = |tokens: &[Token], text: &str, own: &[usize]| -> Vec<String> {
        own.iter()
            .map(|&token| match tokens[token].is_break() {
                true => "\n".to_owned(),
                false => text[tokens[token].range()]
                    .chars()
                    .filter(|c| !is_hyphen(*c))
                    .collect(),
            })
            .collect()
    };
    let one = spell(sides.one, sides.before, before);
    let two = spell(sides.two, sides.after, after);
    let cost = |one: &[String], two: &[String]| -> Option<usize> {
        let whole =
            |words: &[String]| -> String { words.iter().filter(|w| *w != "\n").cloned().collect() };
        if (one.len(), two.len()) == (1, 1) && (one[0] == "\n") != (two[0] == "\n") {
            return None;
        }
        let like = likeness(&whole(one), &whole(two));
        // Two words for one must be much the same, or any neighbour would be swallowed.
        let least = if one.len() + two.len() == 2 { LIKE } else { 80 };
        (like >= least).then_some((100 - like) * one.len().max(two.len()))
    };
    const ALONE: usize = 60;
    const STEPS: [(usize, usize); 7] = [(1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (1, 0), (0, 1)];
    let (n, m) = (one.len(), two.len());
    let mut best = vec![vec![(usize::MAX, 0); m + 1]; n + 1];
    best[0][0] = (0, 0);
    for i in 0..=n {
        for j in 0..=m {
            for (step, &(a, b)) in STEPS.iter().enumerate() {
                if a > i || b > j || best[i - a][j - b].0 == usize::MAX {
                    continue;
                }
                let here = match (a, b) {
                    (1, 0) | (0, 1) => Some(ALONE),
                    _ => cost(&one[i - a..i], &two[j - b..j]),
                };
                if let Some(here) = here {
                    let all = best[i - a][j - b].0 + here;
                    if all < best[i][j].0 {
                        best[i][j] = (all, step);
                    }
                }
            }
        }
    }
    let mut pairs: Vec<(Range<usize>, Range<usize>, bool)> = Vec::new();
    let (mut i, mut j) = (n, m);
    while i + j > 0 {
        let (a, b) = STEPS[best[i][j].1];
        pairs.push((i - a..i, j - b..j, a == 0 || b == 0));
        (i, j) = (i - a, j - b);
    }
    pairs.reverse();
    // Words without a like, side by side, are one stretch that replaced another.
    let mut joined: Vec<(Range<usize>, Range<usize>, bool)> = Vec::new();
    for (one, two, alone) in pairs {
        match joined.last_mut() {
            Some(last) if alone && last.2 => {
                last.0.end = one.end;
                last.1.end = two.end;
            }
            _ => joined.push((one, two, alone)),
        }
    }
    joined.into_iter().map(|(one, two, _)| (one, two)).collect()
}
