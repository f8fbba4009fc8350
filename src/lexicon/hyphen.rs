//! How likely a hyphen at the end of a line belongs to the word. Knows the two pieces and nothing of
//! the page they stand on: what the page itself spells goes before this.
//!
//! The signs are counted in the open (one function) and weighed by one logistic model, whose
//! weights `lexicon/weigh_hyphens.rs` finds and prints.

use super::word::Folded;
use super::{Language, Lexicon, Word};

/// How many signs the model weighs, the constant one included.
pub const SIGNS: usize = 26;

/// The signs of one line end, each 0 to 1, in the order of the weights.
pub type HyphenSigns = [f32; SIGNS];

/// Weights of the signs for English, in the order of [`Lexicon::hyphen_signs`].
#[rustfmt::skip]
const WEIGHTS: HyphenSigns = [
    -0.006, -8.086, 0.018, -0.496, 3.167, 0.213, 0.524, -0.508, -2.787,
    1.392, -0.458, 2.336, -2.084, 2.122, 2.403, 3.139, 2.758, -1.658,
    0.160, 2.599, 2.457, 0.472, 1.972, 1.177, 1.234, -2.650,
];

impl Lexicon {
    /// The probability that `left-right`, broken over two lines at that hyphen, keeps the hyphen when the
    /// line end goes: high for *self-* + *made*, low for *news-* + *paper*. Both pieces without
    /// blanks or the hyphen between them; either may hold hyphens of its own (*mother-in*, *law*).
    ///
    /// Assumes that one line-end hyphen in twenty is hard, as in newspapers. The caller's own
    /// evidence (this page spells it so) should go before this.
    pub fn joins_with_hyphen(&self, left: &str, right: &str) -> f32 {
        match self.language {
            Language::English if self.is_place(left, right) => 0.9,
            Language::English => {
                let signs = self.hyphen_signs(left, right);
                let sum: f32 = signs
                    .iter()
                    .zip(WEIGHTS)
                    .map(|(sign, weight)| sign * weight)
                    .sum();
                1.0 / (1.0 + (-sum).exp())
            }
            _ => self.judged(left, right),
        }
    }

    /// Whether it is a known name or word and what stands behind the name of a street or a house, which together
    /// are no known word: *Oxford-* + *street*.
    fn is_place(&self, left: &str, right: &str) -> bool {
        let shouted = left.chars().count() > 1 && !left.chars().any(char::is_lowercase);
        left.starts_with(char::is_uppercase)
            && !shouted
            && right.starts_with(char::is_lowercase)
            && Folded::of(right)
                .is_some_and(|right| self.lists.place_elements.contains(right.text()))
            && self.knows(left)
            && !matches!(self.whole(left, right), Whole::Known(_))
    }

    /// The same for the languages without counted text: a short table of judged chances, not measured
    /// ones. German and Dutch write new compounds closed, so two known halves say nothing there.
    fn judged(&self, left: &str, right: &str) -> f32 {
        let l = left.rsplit_once('-').map_or(left, |(_, last)| last);
        let r = right.split_once('-').map_or(right, |(first, _)| first);
        let known = |piece: &str| self.look(piece).is_some_and(Word::is_word);
        let in_list = |set: &super::lists::Set, piece: &str| {
            Folded::of(piece).is_some_and(|piece| set.contains(piece.text()))
        };
        let whole = match Folded::joined(l, None, r) {
            Some(folded) => known(folded.text()),
            None => false,
        };
        let shouted = !l.chars().any(char::is_lowercase) && l.chars().count() > 1;
        let capital =
            r.starts_with(char::is_uppercase) && (!shouted || r.contains(char::is_lowercase));
        let closes = matches!(
            self.language,
            Language::German | Language::Dutch | Language::Unknown
        );
        let compound =
            Folded::joined(left, Some(b'-'), right).and_then(|folded| self.compound_of(folded));
        let hyphened = (shouted && r.starts_with(char::is_lowercase))
            || (in_list(&self.lists.hyphened_prefixes, l) && known(r))
            || (in_list(&self.lists.hyphened_suffixes, r)
                && (known(l) || l.len() < left.len())
                && !closes);
        let long = |piece: &str| piece.chars().count() > 3;
        if compound.is_some() {
            0.97
        } else if capital {
            0.95
        } else if l.ends_with(|c: char| c.is_ascii_digit()) {
            0.9
        } else if whole {
            0.01
        } else if hyphened {
            0.8
        } else if !closes && long(l) && long(r) && known(l) && known(r) {
            0.4
        } else {
            0.02
        }
    }

    /// The signs that [`joins_with_hyphen`](Self::joins_with_hyphen) weighs. Public for the program
    /// that finds the weights.
    pub fn hyphen_signs(&self, left: &str, right: &str) -> HyphenSigns {
        let flag = |condition: bool| f32::from(u8::from(condition));
        // Of a longer compound only the pieces at the break count: mother-in + law -> in + law.
        let (outer, l) = left
            .rsplit_once('-')
            .map_or((false, left), |(_, last)| (true, last));
        let (r, further) = right
            .split_once('-')
            .map_or((right, false), |(first, _)| (first, true));
        let word = |piece: &str| self.look(piece).filter(|word| word.is_word());
        let (lw, rw) = (word(l), word(r));
        let (ln, rn) = (self.names(l), self.names(r));
        let whole = self.whole(l, r);
        let shouted = !l.chars().any(char::is_lowercase) && l.chars().count() > 1;
        let capital = r.starts_with(char::is_uppercase) && !shouted;
        let digit = l.ends_with(|c: char| c.is_ascii_digit())
            || r.starts_with(|c: char| c.is_ascii_digit());
        let known = match whole {
            Whole::Known(word) => 0.5 + 0.5 * scaled(word),
            _ => 0.0,
        };
        let both = match (lw, rw) {
            (Some(l), Some(r)) => scaled(l).min(scaled(r)),
            _ => 0.0,
        };
        let in_list = |set: &super::lists::Set, piece: &str| {
            flag(Folded::of(piece).is_some_and(|piece| set.contains(piece.text())))
        };
        let compound =
            Folded::joined(left, Some(b'-'), right).and_then(|folded| self.compound_of(folded));
        let pair = self.pair(l, r);
        let open = flag(!matches!(whole, Whole::Known(_)));
        [
            1.0,
            known,
            flag(matches!(whole, Whole::Known(_))),
            flag(whole == Whole::Derived),
            both,
            flag(both > 0.0),
            flag(both > 0.0 && whole == Whole::Unknown),
            flag(lw.is_none() && !ln),
            flag(rw.is_none() && !rn),
            in_list(&self.lists.hyphened_prefixes, l) * open,
            in_list(&self.lists.joined_prefixes, l),
            in_list(&self.lists.hyphened_suffixes, r) * open,
            in_list(&self.lists.joined_suffixes, r),
            flag(compound.is_some()),
            flag(capital),
            flag(digit),
            pair.map_or(0.0, |score| 1.0 + score / 9.0),
            flag(self.is_function_word(l)),
            flag(self.is_function_word(r)),
            flag(outer || further),
            flag(r.chars().count() <= 2),
            flag(whole == Whole::Unknown),
            in_list(&self.lists.hyphened_prefixes, l) * (1.0 - open),
            in_list(&self.lists.hyphened_suffixes, r) * (1.0 - open),
            match (whole, pair) {
                (Whole::Known(word), Some(pair)) => {
                    ((word.score() - pair + 2.0) / 6.0).clamp(0.0, 1.0)
                }
                _ => 0.0,
            },
            flag(l.starts_with(char::is_uppercase) && r.starts_with(char::is_lowercase)) * open,
        ]
    }

    /// Whether a piece is known as a name and written as one.
    fn names(&self, piece: &str) -> bool {
        piece.starts_with(char::is_uppercase) && self.look(piece).is_some_and(Word::is_name)
    }

    /// What is known of the two pieces written as one word.
    fn whole(&self, left: &str, right: &str) -> Whole {
        let Some(folded) = Folded::joined(left, None, right) else {
            return Whole::Unknown;
        };
        let whole = folded.text();
        if let Some(word) = self.look(whole) {
            let fits = word.is_word() || (word.is_name() && left.starts_with(char::is_uppercase));
            if fits {
                return Whole::Known(word);
            }
        }
        match self.is_derived(whole, left.starts_with(char::is_uppercase)) {
            true => Whole::Derived,
            false => Whole::Unknown,
        }
    }

    /// Whether a word that is in no list is a known one with a regular ending or beginning;
    /// `capital` when it was written with one, so that a name counts as a stem.
    pub fn is_derived(&self, whole: &str, capital: bool) -> bool {
        if self.language != Language::English {
            return false;
        }
        let known = |stem: &str| stem.len() > 2 && self.look(stem).is_some_and(Word::is_word);
        let named = |stem: &str| stem.len() > 2 && self.look(stem).is_some_and(Word::is_name);
        // The stem's last y may have become i: happiness, sanctities.
        let y_for_i = |stem: &str| {
            let y = stem
                .strip_suffix('i')
                .and_then(|stem| Folded::joined(stem, None, "y"));
            y.is_some_and(|y| known(y.text()))
        };
        ENDINGS
            .iter()
            .filter_map(|ending| whole.strip_suffix(ending))
            .any(|stem| known(stem) || y_for_i(stem) || (capital && named(stem)))
            || whole
                .char_indices()
                .map(|(at, _)| at)
                .filter(|at| (2..=8).contains(at) && whole.len() - at > 4)
                .map(|at| whole.split_at(at))
                .any(|(prefix, stem)| self.lists.joined_prefixes.contains(prefix) && known(stem))
    }
}

/// Regular endings of English words.
const ENDINGS: [&str; 17] = [
    "s", "es", "ed", "d", "ing", "ly", "ness", "less", "er", "ers", "r", "rs", "like", "able",
    "ism", "ist", "ists",
];

/// What is known of two pieces written as one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {
    Known(Word),
    Derived,
    Unknown,
}

/// A word's score from 0 (rarest) to 1.
fn scaled(word: Word) -> f32 {
    (1.0 + word.score() / 9.0).clamp(0.05, 1.0)
}
