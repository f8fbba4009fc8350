//! How well two neighbours go together, by classes of words where the words themselves were never
//! counted together. Knows tokens and classes, and nothing of lines or damage.
//!
//! Every word has one class as the left of two neighbours and one as the right; a table has how much
//! oftener two classes stand together than chance has it. `lexicon/find_classes.rs` finds both.
//! Words that are too rare to have a class of their own are told by their endings, capitals by
//! themselves, and what ends a sentence or a clause is a left neighbour too.

use std::sync::LazyLock;

use fst::Map;

use super::memo::remember;
use super::pairs::hash;
use super::word::Folded;
use super::{Lexicon, Neighbour};

/// A token at one side of a junction, looked up once.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    class: Option<u8>,
    /// The word and its score, where pairs of words may be counted.
    word: Option<(Neighbour, f32)>,
}

/// Words and classes of a language; empty for most.
pub(super) struct Classes {
    words: Option<Map<&'static [u8]>>,
    joints: &'static [u8],
    count: usize,
}

/// The number of the table of classes among those whose answers are remembered.
const TABLE: u8 = 100;

/// Steps of a score of the table in one power of ten.
const STEPS: f32 = 32.0;

/// Words of all counts: what a relative frequency is multiplied with to be a count again.
const WORDS: f32 = 1.4e6;

/// Times that two neighbours are taken to have been seen as often as their classes have it.
const TAKEN: f32 = 1.0;

/// Scores of two words, added up, of which chance would not make a twentieth of a pair.
const RARE: f32 = -7.5;

/// What the score of a junction is multiplied with to be the logarithm of odds: found on 60,000
/// words of news that no count has.
const ODDS: f32 = 0.7;

/// Score of a word from which on its capital tells of a sentence that begins, and not of a name.
const COMMON: f32 = -3.6;

/// Packs the scores of a square table, in powers of ten, into its bytes.
///
/// Used by the recipe that builds the data.
pub fn pack_joints(scores: &[f32]) -> Vec<u8> {
    let step = |score: &f32| (score * STEPS).round().clamp(-128.0, 127.0) as i8 as u8;
    scores.iter().map(step).collect()
}

impl Classes {
    pub(super) fn open(words: &'static [u8], joints: &'static [u8]) -> Classes {
        Classes {
            words: Map::new(words).ok().filter(|map| !map.is_empty()),
            joints,
            count: joints.len().isqrt(),
        }
    }

    fn of(&self, key: &str, left: bool) -> Option<u8> {
        let words = self.words.as_ref()?;
        let both = remember(TABLE, hash(key.as_bytes()), || Some(words.get(key)? as u16))?;
        Some(if left { both as u8 } else { (both >> 8) as u8 })
    }

    fn joint(&self, left: u8, right: u8) -> f32 {
        let at = usize::from(left) * self.count + usize::from(right);
        self.joints
            .get(at)
            .map_or(0.0, |step| f32::from(*step as i8) / STEPS)
    }
}

impl Lexicon {
    /// Whether the language has classes of words, so that [`Lexicon::joint`] tells anything.
    pub fn has_classes(&self) -> bool {
        self.classes.words.is_some()
    }

    /// A token (what stands between white space) as the left of two neighbours.
    pub fn ending(&self, token: &str) -> Edge {
        self.edge(token, true)
    }

    /// A token as the right of two neighbours.
    pub fn opening(&self, token: &str) -> Edge {
        self.edge(token, false)
    }

    fn edge(&self, token: &str, left: bool) -> Edge {
        const NOTHING: Edge = Edge {
            class: None,
            word: None,
        };
        if !self.has_classes() {
            return NOTHING;
        }
        let mut class = None;
        let found = self.edge_key(token, left, |word| {
            class = self.classes.of(word, left);
            class.is_some()
        });
        let class = class.or_else(|| self.classes.of(found?.text(), left));
        let word = plain(token, left)
            .filter(|word| *word == "I" || !word.starts_with(char::is_uppercase))
            .map(|word| self.neighbour(word))
            .and_then(|word| Some((word, word.score()?)));
        Edge { class, word }
    }

    /// How well the text goes on from `left` to `right`: the logarithm (powers of ten) of how much likelier
    /// the two are neighbours than not, about -2 to 2; 0 where nothing is known.
    pub fn joint(&self, left: &Edge, right: &Edge) -> f32 {
        let (Some(a), Some(b)) = (left.class, right.class) else {
            return 0.0;
        };
        let classes = self.classes.joint(a, b);
        let (Some((left, a)), Some((right, b))) = (&left.word, &right.word) else {
            return ODDS * classes;
        };
        let seen = self
            .pair_of(left, right)
            .map_or(0.0, |pair| WORDS * power(pair));
        // Of rare words that never met, their classes alone tell.
        if seen == 0.0 && a + b < RARE {
            return ODDS * classes;
        }
        let chance = WORDS * power(a + b);
        let taken = TAKEN * power(classes);
        ODDS * ((seen + taken) / (chance + TAKEN)).log10()
    }

    /// What the table of classes has a token under, as the left or the right of two neighbours;
    /// `None` for what tells nothing.
    fn edge_key(
        &self,
        token: &str,
        left: bool,
        mut common: impl FnMut(&str) -> bool,
    ) -> Option<Folded> {
        if left && let Some(mark) = mark(token) {
            return Folded::of(mark);
        }
        let word = plain(token, left)?;
        let first = word.chars().next()?;
        if first.is_numeric() {
            return Folded::of("<1>");
        }
        if first.is_uppercase() && word != "I" && !word.starts_with("I'") {
            let small = !left && self.score(word).is_some_and(|score| score >= COMMON);
            return if small {
                Folded::joined("^", None, word)
            } else {
                Folded::of("<a>")
            };
        }
        let folded = Folded::of(word)?;
        if common(folded.text()) {
            return Some(folded);
        }
        const ENDINGS: [&str; 12] = [
            "'s", "ing", "ed", "ly", "tion", "ness", "ment", "ity", "al", "ive", "ous", "s",
        ];
        let known = |ending: &&&str| folded.text().ends_with(**ending);
        Folded::joined("<", Some(b'-'), ENDINGS.iter().find(known).unwrap_or(&""))
    }

    /// What the recipe that finds the classes calls a token by.
    #[doc(hidden)]
    pub fn name_of_edge(
        &self,
        token: &str,
        left: bool,
        common: impl FnMut(&str) -> bool,
    ) -> Option<String> {
        let key = self.edge_key(token, left, common)?;
        Some(key.text().to_owned())
    }
}

/// Ten to the power of a score, or of a sum of two. All scores are stored in steps.
fn power(score: f32) -> f32 {
    /// Of the finer steps from the lowest sum of two scores to the highest of a joint.
    static POWERS: LazyLock<Vec<f32>> = LazyLock::new(|| {
        let steps = LOWEST as i32 * STEPS as i32..=4 * STEPS as i32;
        steps.map(|step| 10_f32.powf(step as f32 / STEPS)).collect()
    });
    const LOWEST: f32 = -32.0;
    let step = (score - LOWEST) * STEPS;
    POWERS
        .get(step as usize)
        .copied()
        .unwrap_or_else(|| 10_f32.powf(score))
}

/// The word of a token, without what stands around it.
fn plain(token: &str, left: bool) -> Option<&str> {
    let word = token.trim_matches(|c: char| !c.is_alphanumeric());
    // Of "well-known" and "and/or" the part at the junction counts.
    let mut parts = word
        .split(['-', '/', '—', '–'])
        .filter(|part| !part.is_empty());
    if left {
        parts.next_back()
    } else {
        parts.next()
    }
}

/// What a token ends with, when that says more than its word.
fn mark(token: &str) -> Option<&'static str> {
    let inner = token.trim_end_matches(['"', '”', '’', '\'', ')', ']', '*', '_', '»', '“']);
    match inner.chars().next_back()? {
        '.' | '!' | '?' | '…' => Some("."),
        ',' => Some(","),
        ';' | ':' => Some(";"),
        '-' | '–' | '—' => Some("-"),
        _ => None,
    }
}
