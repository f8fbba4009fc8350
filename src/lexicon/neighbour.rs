//! A word made ready to be looked up in many pairs: folded once, its own entry found once. Knows no
//! word and changes no answer.

use super::pairs::{START, hashed, mixed};
use super::word::Folded;
use super::{Lexicon, Word};

/// The longest word that stands in pairs, in folded bytes; no counted pair has a longer one.
const LONGEST: usize = 30;

/// A word that is asked about together with many others; see [`Lexicon::neighbour`].
#[derive(Debug, Clone, Copy)]
pub struct Neighbour {
    /// What the lexicon holds of it.
    pub word: Option<Word>,
    /// The state of the pairs' hash after the word and a blank.
    state: u64,
    folded: [u8; LONGEST],
    /// Zero for a word that stands in no pair.
    len: u8,
}

impl Neighbour {
    /// log10 of the word's relative frequency, `None` if it is not known.
    pub fn score(&self) -> Option<f32> {
        self.word.map(Word::score)
    }
}

impl Lexicon {
    /// A word made ready for [`Lexicon::pair_of`].
    pub fn neighbour(&self, word: &str) -> Neighbour {
        let mut neighbour = Neighbour {
            word: self.look(word),
            state: 0,
            folded: [0; LONGEST],
            len: 0,
        };
        if let Some(folded) = Folded::of(word)
            && let Some(room) = neighbour.folded.get_mut(..folded.bytes().len())
        {
            room.copy_from_slice(folded.bytes());
            neighbour.len = folded.bytes().len() as u8;
            neighbour.state = hashed(hashed(START, folded.bytes()), b" ");
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
