//! How likely it is that one letter was read for another, and the words that a string may have been.
//!
//! Knows shapes of letters and a tree of words; nothing of pages or neighbours. The weights are no
//! count of any text: letters are twins, kin or strangers by their shape in a roman type, which is
//! what all readers of scans have in common. How often letters are misread at all is not known
//! here; the page tells.

use std::sync::LazyLock;

use crate::lexicon::Tree;

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
const KIN: &[&str] = &["aceosu", "nmuhrwi", "bdhkltfi", "vwxyzkr", "gjpqy", "iljtfr", "dao", "pnyr"];

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
                TWINS.iter().any(|(one, others)| *one == of && others.contains(letter))
            };
            table[read as usize * ASCII + meant as usize] = if lists(read, meant) || lists(meant, read) {
                TWIN
            } else if KIN.iter().any(|kin| kin.contains(read) && kin.contains(meant)) {
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
    let (read, meant) = (letter(read), letter(meant));
    if read.is_ascii_lowercase() && meant.is_ascii_lowercase() {
        return SWAPS[read as usize * ASCII + meant as usize];
    }
    let like = |one: char, other: char| {
        SIGNS.iter().any(|(sign, letters)| *sign == one && letters.contains(other))
    };
    match read.is_alphabetic() && meant.is_alphabetic() {
        _ if like(read, meant) || like(meant, read) => LIKE_SIGN,
        true => STRANGER,
        false => SIGN,
    }
}

fn letter(c: char) -> char {
    c.to_ascii_lowercase()
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

/// Finds the words that a string may have been.
pub struct Search<'a> {
    /// What was read.
    read: Vec<char>,
    /// What each misread letter costs besides its kind, as -log10.
    base: f32,
    /// The most that misreading and rareness may cost together.
    limit: f32,
    tree: &'a Tree,
    word: String,
    found: Vec<Guess>,
    steps: usize,
}

/// Places of the tree that one search looks at, at the most: no string makes it slow.
const STEPS: usize = 60_000;

/// Guesses that are kept.
const KEPT: usize = 6;

/// The words that `read` may have been, the likeliest first: those for which misreading and rareness
/// together cost no more than `limit`, when every misread letter costs `base` besides its kind.
pub fn guesses(tree: &Tree, read: &str, base: f32, limit: f32) -> Vec<Guess> {
    let mut search = Search {
        read: read.chars().collect(),
        base,
        limit,
        tree,
        word: String::new(),
        found: Vec::new(),
        steps: 0,
    };
    search.walk(Tree::ROOT, 0, 0.0);
    let mut found = search.found;
    found.sort_by(|a, b| {
        let (a_cost, b_cost) = (a.cost - a.score, b.cost - b.score);
        a.word.cmp(&b.word).then(a_cost.total_cmp(&b_cost))
    });
    found.dedup_by(|b, a| a.word == b.word);
    found.sort_by(|a, b| (a.cost - a.score).total_cmp(&(b.cost - b.score)));
    found.truncate(KEPT);
    found
}

impl Search<'_> {
    /// Goes on from a place of the tree when the first letters of what was read are accounted for.
    fn walk(&mut self, place: u32, at: usize, cost: f32) {
        self.steps += 1;
        if self.steps > STEPS || cost - self.tree.best(place) > self.limit {
            return;
        }
        let next = self.read.get(at).copied();
        if next.is_none()
            && let Some(score) = self.tree.score(place)
            && cost - score <= self.limit
        {
            self.found.push(Guess {
                word: self.word.clone(),
                cost,
                score,
            });
        }
        // The letter is one too many.
        if let Some(read) = next {
            let near = |other: Option<&char>| other.is_some_and(|other| letter(*other) == letter(read));
            let doubled = near(self.read.get(at + 1)) || (at > 0 && near(self.read.get(at - 1)));
            let kind = match read.is_alphanumeric() {
                false => EXTRA_SIGN,
                true if doubled => DOUBLED,
                true => EXTRA,
            };
            let cost = cost + self.base + kind;
            if cost - self.tree.best(place) <= self.limit {
                self.walk(place, at + 1, cost);
            }
        }
        let tree = self.tree;
        for (meant, child) in tree.children(place) {
            let best = tree.best(child);
            let room = self.limit - cost + best;
            if room < 0.0 {
                continue;
            }
            self.word.push(meant);
            if let Some(read) = next {
                let swap = match read == meant {
                    true => 0.0,
                    false if letter(read) == meant => self.base + CAPITAL,
                    false => self.base + swapped(read, meant),
                };
                if swap <= room {
                    self.walk(child, at + 1, cost + swap);
                }
            }
            if self.base + LOST <= room {
                self.walk(child, at, cost + self.base + LOST);
            }
            if self.base + FOLD <= room {
                self.folded(child, meant, at, cost + self.base + FOLD);
            }
            self.word.pop();
        }
    }

    /// Goes on where two letters stand for one, or one for two of which `meant` is the first.
    fn folded(&mut self, child: u32, meant: char, at: usize, cost: f32) {
        let (Some(one), two) = (self.read.get(at).copied(), self.read.get(at + 1).copied()) else {
            return;
        };
        let pair = |joined: &str, a: char, b: char| {
            let mut letters = joined.chars();
            letters.next() == Some(letter(a)) && letters.next() == Some(letter(b))
        };
        if let Some(two) = two
            && JOINED.iter().any(|(joined, single)| *single == meant && pair(joined, one, two))
        {
            self.walk(child, at + 2, cost);
        }
        let tree = self.tree;
        for (second, grandchild) in tree.children(child) {
            if JOINED.iter().any(|(joined, single)| *single == letter(one) && pair(joined, meant, second)) {
                self.word.push(second);
                self.walk(grandchild, at + 1, cost);
                self.word.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Language, Lexicon};

    fn first(read: &str) -> String {
        let tree = Lexicon::of(Language::English).tree();
        let guesses = guesses(tree, read, 1.5, 11.0);
        guesses.first().map_or(String::new(), |guess| guess.word.clone())
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
