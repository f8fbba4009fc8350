//! How likely it is that one letter was read for another, and the words that a string may have been.
//!
//! Knows shapes of letters and a tree of words; nothing of pages or neighbours. The weights are no
//! count of any text: letters are twins, kin or strangers by their shape in a roman type, which is
//! what all readers of scans have in common. How often letters are misread at all is not known
//! here; the page tells.

use std::ops::Range;
use std::sync::LazyLock;

use crate::lexicon::{Tree, letter_bit};

/// Letters that are taken for each other most: the same strokes, joined or parted otherwise.
const TWINS: &[(char, &str)] = &[
    ('c', "eo"),
    ('e', "co"),
    ('o', "ceau"),
    ('a', "usoe"),
    ('h', "bkl"),
    ('b', "hlo"),
    ('n', "umri"),
    ('u', "nai"),
    ('m', "nw"),
    ('i', "ltjr"),
    ('l', "itfj"),
    ('t', "lif"),
    ('f', "tlsr"),
    ('s', "fae"),
    ('r', "tinv"),
    ('v', "yrw"),
    ('y', "vg"),
    ('w', "vm"),
    ('d', "al"),
    ('g', "qys"),
    ('q', "g"),
    ('p', "n"),
    ('x', "z"),
    ('z', "x"),
    ('k', "h"),
    ('j', "i"),
];

/// Letters of one build.
const KIN: &[&str] = &[
    "aceosu", "nmuhrwi", "bdhkltfi", "vwxyzkr", "gjpqy", "iljtfr", "dao", "pnyr",
];

/// Figures and signs, and the letters that are taken for them.
const SIGNS: &[(char, &str)] = &[
    ('1', "lit"),
    ('0', "oe"),
    ('5', "s"),
    ('6', "boe"),
    ('9', "gsy"),
    ('3', "se"),
    ('8', "sae"),
    ('4', "ad"),
    ('2', "z"),
    ('7', "ty"),
    ('!', "li"),
    ('|', "li"),
    (']', "lj"),
    ('[', "l"),
    (')', "lj"),
    ('(', "cl"),
    ('/', "lt"),
    ('ſ', "sf"),
    ('é', "e"),
    ('è', "e"),
    ('ê', "e"),
    ('ë', "e"),
    ('ö', "o"),
    ('ü', "u"),
    ('ä', "a"),
    ('ï', "i"),
    ('î', "i"),
    ('ñ', "n"),
    ('ç', "c"),
    ('$', "s"),
    ('§', "s"),
    ('\'', "i"),
    ('&', "s"),
    ('£', "e"),
    ('€', "eco"),
    ('ﬁ', "h"),
];

/// What two letters are taken for, and the other way round.
const JOINED: &[(&str, char)] = &[
    ("rn", 'm'),
    ("in", 'm'),
    ("ni", 'm'),
    ("nr", 'm'),
    ("nn", 'm'),
    ("iu", 'm'),
    ("cl", 'd'),
    ("el", 'd'),
    ("ol", 'd'),
    ("li", 'h'),
    ("ii", 'u'),
    ("il", 'u'),
    ("li", 'u'),
    ("ll", 'u'),
    ("ri", 'n'),
    ("ii", 'n'),
    ("vv", 'w'),
    ("lc", 'k'),
    ("lo", 'b'),
    ("tl", 'h'),
    ("ti", 'h'),
    ("il", 'h'),
    ("ai", 'm'),
    ("ct", 'd'),
    ("fi", 'h'),
    ("ij", 'y'),
    ("oi", 'a'),
];

/// Shares of the ways to misread one letter, as -log10: a twin, one of its kin, another letter, a
/// sign for a letter that looks like it, any other sign.
const TWIN: f32 = 0.9;
const AKIN: f32 = 1.6;
const STRANGER: f32 = 2.3;
const LIKE_SIGN: f32 = 0.9;
const SIGN: f32 = 1.9;
/// A capital inside a word.
const CAPITAL: f32 = 1.1;
/// Two letters for one or one for two.
const FOLD: f32 = 1.2;
/// A letter that is not there any more.
const LOST: f32 = 1.4;
/// A letter, a sign, a letter twice, where nothing should be.
const EXTRA: f32 = 2.3;
const EXTRA_SIGN: f32 = 1.4;
const DOUBLED: f32 = 1.7;

const ASCII: usize = 128;

/// Shares of taking one letter (second) for another (first), both ASCII.
static SWAPS: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let mut table = vec![SIGN; ASCII * ASCII];
    for read in 'a'..='z' {
        for meant in 'a'..='z' {
            let lists = |letter: char, of: char| {
                TWINS
                    .iter()
                    .any(|(one, others)| *one == of && others.contains(letter))
            };
            table[read as usize * ASCII + meant as usize] =
                if lists(read, meant) || lists(meant, read) {
                    TWIN
                } else if KIN
                    .iter()
                    .any(|kin| kin.contains(read) && kin.contains(meant))
                {
                    AKIN
                } else {
                    STRANGER
                };
        }
    }
    table
});

/// What it costs that a letter was read for another.
fn swapped(read: char, meant: char) -> f32 {
    let (small, meant) = (read.to_ascii_lowercase(), meant.to_ascii_lowercase());
    if small == meant {
        return if read == small { 0.0 } else { CAPITAL };
    }
    if small.is_ascii_lowercase() && meant.is_ascii_lowercase() {
        return SWAPS[small as usize * ASCII + meant as usize];
    }
    let like = |one: char, other: char| {
        SIGNS
            .iter()
            .any(|(sign, letters)| *sign == one && letters.contains(other))
    };
    match small.is_alphabetic() && meant.is_alphabetic() {
        _ if like(small, meant) || like(meant, small) => LIKE_SIGN,
        true => STRANGER,
        false => SIGN,
    }
}

/// A word that a string may have been.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The word, folded.
    pub word: String,
    /// How unlikely the misreading is, as -log10.
    pub cost: f32,
    /// The word's own score.
    pub score: f32,
}

/// Places of the tree that one search looks at, at the most: no string makes it slow.
const STEPS: usize = 20_000;

/// Guesses that are kept.
const KEPT: usize = 6;

/// How much dearer than the best guess another may be.
const SLACK: f32 = 1.6;

/// What one of several mistakes may cost besides its base.
const MISTAKE: f32 = 1.8;

/// What a word that is not rare costs with one mistake besides its base.
const EXPLAINED: f32 = 7.5;

/// Longer strings are no words.
const LONGEST: usize = 28;

/// Letters that a word may have more than what was read.
const LONGER: usize = 8;

/// The words that `read` may have been, the likeliest first: those for which misreading and rareness
/// together cost no more than `limit`, when every misread letter costs `base` besides its kind.
pub fn guesses(tree: &Tree, read: &str, base: f32, limit: f32) -> Vec<Guess> {
    let read: Vec<char> = read.chars().collect();
    if read.is_empty() || read.len() > LONGEST {
        return Vec::new();
    }
    let mut search = Search::new(tree, &read, base);
    // One mistake is the rule; more are looked for where that explains nothing well.
    let mistakes = match read.len() {
        ..=3 => 1,
        4..=9 => 2,
        _ => 3,
    };
    search.limit = limit;
    for mistake in 1..=mistakes {
        search.most = mistake as f32 * (base + MISTAKE) + (STRANGER - MISTAKE);
        search.steps = 0;
        search.found.clear();
        search.walk(Tree::ROOT, None, 0, 0..read.len() + 1);
        let total = |guess: &Guess| guess.cost - guess.score;
        let best = search.found.iter().map(total).fold(f32::INFINITY, f32::min);
        if best <= base + EXPLAINED {
            break;
        }
    }
    let mut found = search.found;
    found.sort_by(|a, b| (a.cost - a.score).total_cmp(&(b.cost - b.score)));
    found.truncate(KEPT);
    found
}

/// A walk through a tree of words with the table of what every beginning of what was read costs.
struct Search<'a> {
    tree: &'a Tree,
    /// What each misread letter costs besides its kind, as -log10.
    base: f32,
    /// The most that misreading and rareness may cost together.
    limit: f32,
    /// The most that misreading alone may cost.
    most: f32,
    /// Letters that were read.
    count: usize,
    /// Costs of every letter a to z for every letter that was read.
    swaps: Vec<f32>,
    /// What was read, for letters beyond a to z.
    read: &'a [char],
    /// Costs of every letter that was read as one too many.
    extra: Vec<f32>,
    /// For every letter that was read, it and the one before it as one: a bit for each letter.
    joined: Vec<u32>,
    /// For every letter that was read: its bit.
    bits: Vec<u32>,
    /// For every place: the bits of all letters from there on.
    rest: Vec<u32>,
    /// The rows of the table, one behind the other by their depth in the tree.
    rows: Vec<f32>,
    word: String,
    found: Vec<Guess>,
    steps: usize,
}

/// The letters that two are taken for.
fn singles(one: char, two: char) -> u32 {
    let (one, two) = (one.to_ascii_lowercase(), two.to_ascii_lowercase());
    let same = |pair: &str| pair.chars().eq([one, two]);
    let found = JOINED.iter().filter(|(pair, _)| same(pair));
    found.fold(0, |bits, (_, single)| bits | letter_bit(*single))
}

/// The same for all pairs of letters.
static SINGLES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let letters = || 'a'..='z';
    letters()
        .flat_map(|one| letters().map(move |two| singles(one, two)))
        .collect()
});

impl<'a> Search<'a> {
    fn new(tree: &'a Tree, read: &'a [char], base: f32) -> Search<'a> {
        let swap = |read: char, meant: char| match swapped(read, meant) {
            0.0 => 0.0,
            kind => base + kind,
        };
        let mut swaps = Vec::with_capacity(26 * read.len());
        for meant in 'a'..='z' {
            swaps.extend(read.iter().map(|read| swap(*read, meant)));
        }
        let same = |at: usize, other: usize| {
            let letter = |at: usize| read.get(at).map(|c| c.to_ascii_lowercase());
            letter(at) == letter(other)
        };
        let extra = |(at, c): (usize, &char)| {
            base + match c.is_alphanumeric() {
                false => EXTRA_SIGN,
                true if same(at, at + 1) || (at > 0 && same(at, at - 1)) => DOUBLED,
                true => EXTRA,
            }
        };
        let joined = |at: usize| match at {
            0 => 0,
            at => singles(read[at - 1], read[at]),
        };
        let extra: Vec<f32> = read.iter().enumerate().map(extra).collect();
        let width = read.len() + 1;
        let mut rows = vec![f32::INFINITY; width * (read.len() + LONGER + 1)];
        rows[0] = 0.0;
        for (at, cost) in extra.iter().enumerate() {
            rows[at + 1] = rows[at] + cost;
        }
        let bits: Vec<u32> = read.iter().map(|c| letter_bit(*c)).collect();
        let mut rest = vec![0; width];
        for at in (0..read.len()).rev() {
            rest[at] = rest[at + 1] | bits[at];
        }
        Search {
            tree,
            base,
            limit: 0.0,
            most: 0.0,
            count: read.len(),
            swaps,
            read,
            extra,
            joined: (0..read.len()).map(joined).collect(),
            bits,
            rest,
            rows,
            word: String::new(),
            found: Vec::new(),
            steps: 0,
        }
    }

    /// Goes on from a place of the tree: its depth, and the part of its row that is not too dear.
    fn walk(&mut self, place: u32, before: Option<char>, depth: usize, open: Range<usize>) {
        let tree = self.tree;
        if depth >= self.count + LONGER {
            return;
        }
        let width = self.count + 1;
        let row = &self.rows[depth * width..][..width];
        let least = row[open.clone()]
            .iter()
            .copied()
            .fold(f32::INFINITY, f32::min);
        // A letter that was not read here is a mistake more.
        let mistaken = least + self.base + TWIN.min(LIKE_SIGN);
        let kinds = open.clone().filter_map(|at| self.bits.get(at));
        let here = kinds.fold(0, |here, bit| here | bit);
        for (letter, child) in tree.children(place) {
            let room = (self.limit + tree.best(child)).min(self.most);
            let own = letter_bit(letter);
            if own != 0 && own & here == 0 && mistaken > room {
                continue;
            }
            self.steps += 1;
            if self.steps > STEPS {
                return;
            }
            let open = self.row(letter, before, child, depth + 1, open.clone(), room);
            if open.is_empty() {
                continue;
            }
            self.word.push(letter);
            let cost = self.rows[(depth + 2) * width - 1];
            if let Some(score) = tree.score(child)
                && cost - score <= self.limit
                && cost <= self.most
            {
                self.limit = self.limit.min(cost - score + SLACK);
                self.found.push(Guess {
                    word: self.word.clone(),
                    cost,
                    score,
                });
            }
            self.walk(child, Some(letter), depth + 1, open);
            self.word.pop();
        }
    }

    /// Fills the row of a letter, and says which part of it costs no more than `room` with the least that the
    /// rest of what was read must cost below; cells beyond it are infinite.
    fn row(
        &mut self,
        letter: char,
        before: Option<char>,
        place: u32,
        depth: usize,
        open: Range<usize>,
        room: f32,
    ) -> Range<usize> {
        let width = self.count + 1;
        let start = depth * width;
        let (old, new) = self.rows.split_at_mut(start);
        let new = &mut new[..width];
        new.fill(f32::INFINITY);
        let above = &old[start - width..];
        let higher = start
            .checked_sub(2 * width)
            .map(|from| &old[from..start - width]);
        let own = letter_bit(letter);
        let number = |letter: char| (letter as usize).wrapping_sub('a' as usize);
        let swaps = self
            .swaps
            .get(number(letter) * self.count..)
            .filter(|_| own != 0);
        let pair = match before {
            Some(before) if own != 0 && letter_bit(before) != 0 => {
                SINGLES[number(before) * 26 + number(letter)]
            }
            _ => 0,
        };
        let (lost, fold) = (self.base + LOST, self.base + FOLD);
        let least = Least::below(self.tree, place, self.base);
        let (mut first, mut end) = (usize::MAX, 0);
        let mut cell = |at: usize, cost: f32, new: &mut [f32]| {
            if cost + least.of(self.rest[at], self.count - at) <= room {
                new[at] = cost;
                first = first.min(at);
                end = at + 1;
            }
        };
        if open.start == 0 {
            cell(0, above[0] + lost, new);
        }
        // Two letters for one reach back by a row: from before the open part of the row above.
        let from = match pair {
            0 => open.start.saturating_sub(1),
            _ => 0,
        };
        for at in from..self.count {
            if at > open.end && new[at] == f32::INFINITY && pair == 0 {
                break;
            }
            let swap = match swaps {
                Some(swaps) => swaps[at],
                None if self.read[at] == letter => 0.0,
                None => self.base + swapped(self.read[at], letter),
            };
            let mut cost = (above[at] + swap)
                .min(above[at + 1] + lost)
                .min(new[at] + self.extra[at]);
            if self.joined[at] & own != 0 {
                cost = cost.min(above[at - 1] + fold);
            }
            if pair & self.bits[at] != 0
                && let Some(higher) = higher
            {
                cost = cost.min(higher[at] + fold);
            }
            if cost <= room {
                cell(at + 1, cost, new);
            }
        }
        first.min(end)..end
    }
}

/// The least that the rest of what was read costs below a place of the tree.
struct Least {
    letters: u32,
    nearest: usize,
    farthest: usize,
    /// One letter misread, and two for one.
    swap: f32,
    fold: f32,
}

impl Least {
    fn below(tree: &Tree, place: u32, base: f32) -> Least {
        let (letters, nearest, farthest) = tree.below(place);
        Least {
            letters,
            nearest,
            farthest,
            swap: base + TWIN.min(LIKE_SIGN),
            fold: base + FOLD,
        }
    }

    /// For so many letters, of these kinds: those that no word below has are misread, and those that are too
    /// many or too few were parted, joined, lost or added.
    fn of(&self, kinds: u32, count: usize) -> f32 {
        let missing = (kinds & !self.letters).count_ones();
        let misread = (missing / 2) as f32 * self.fold + (missing % 2) as f32 * self.swap;
        let off = self.nearest.saturating_sub(count) + count.saturating_sub(self.farthest);
        misread.max(off as f32 * self.fold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Language, Lexicon};

    fn first(read: &str) -> String {
        let tree = Lexicon::of(Language::English).tree();
        let guesses = guesses(tree, read, 1.5, 11.0);
        guesses
            .first()
            .map_or(String::new(), |guess| guess.word.clone())
    }

    #[test]
    fn words_are_found_by_the_shapes_of_their_letters() {
        for (read, meant) in [
            ("tbe", "the"),
            ("fuch", "such"),
            ("govemment", "government"),
            ("liouse", "house"),
            ("prisouer", "prisoner"),
            ("sawr", "saw"),
            ("inqueit", "inquest"),
            ("unoc6upied", "unoccupied"),
            ("e~xamine", "examine"),
            ("bodly", "body"),
        ] {
            let found = first(read);
            assert!(found == meant, "{read}: {found}");
        }
    }

    #[test]
    fn what_no_word_is_like_stays_alone_and_quick() {
        let tree = Lexicon::of(Language::English).tree();
        assert!(guesses(tree, "qxzvkjqxzvkj", 2.5, 9.0).is_empty());
        assert!(guesses(tree, &"mn".repeat(400), 1.0, 14.0).is_empty());
    }
}
