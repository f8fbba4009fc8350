//! A word made ready to be looked up in many pairs: folded once, its own entry found once. Knows no
//! word and changes no answer.

use super::pairs::{START, hashed, mixed};
use super::word::{Folded, Held};
use super::{Lexicon, Word};

/// The longest word that stands in pairs, in folded bytes; no counted pair has a longer one.
const LONGEST: usize = 30;

/// A word that is asked about together with many others; see [`Lexicon::neighbour`].
#[derive(Debug, Clone, Copy)]
pub struct Neighbour {
    /// What the lexicon holds of it.
    held: Held,
    /// The state of the pairs' hash after the word and a blank.
    state: u64,
    folded: [u8; LONGEST],
    /// Zero for a word that stands in no pair.
    len: u8,
}

impl Neighbour {
    /// What the lexicon holds of the word, as [`Lexicon::look`] finds it.
    pub fn word(&self) -> Option<Word> {
        self.held.word()
    }

    /// log10 of the word's relative frequency, `None` if it is not known.
    pub fn score(&self) -> Option<f32> {
        self.word().map(Word::score)
    }

    /// Whether the word carries grammar rather than matter.
    pub fn is_function_word(&self) -> bool {
        self.held.is_function_word()
    }
}

impl Lexicon {
    /// A word made ready for [`Lexicon::pair_of`].
    pub fn neighbour(&self, word: &str) -> Neighbour {
        let mut neighbour = Neighbour {
            held: Held(0),
            state: 0,
            folded: [0; LONGEST],
            len: 0,
        };
        let Some(folded) = Folded::of(word) else {
            return neighbour;
        };
        let state = hashed(START, folded.bytes());
        neighbour.held = self.held(word, &folded, mixed(state));
        if let Some(room) = neighbour.folded.get_mut(..folded.bytes().len()) {
            room.copy_from_slice(folded.bytes());
            neighbour.len = folded.bytes().len() as u8;
            neighbour.state = hashed(state, b" ");
        }
        neighbour
    }

    /// The same as [`Lexicon::pair`], for words made ready.
    pub fn pair_of(&self, left: &Neighbour, right: &Neighbour) -> Option<f32> {
        if left.len == 0 || right.len == 0 {
            return None;
        }
        let right = &right.folded[..usize::from(right.len)];
        self.pairs.find(mixed(hashed(left.state, right)))
    }
}
