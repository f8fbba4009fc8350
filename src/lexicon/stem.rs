//! The beginning of a word, looked up once and tried with many endings. Knows no word and changes no
//! answer: it only says early where [`Lexicon::knows`] and [`Lexicon::compound`] would find nothing.

use fst::Map;

use super::Lexicon;
use super::word::{Capitals, Folded};

/// Where the tables go on behind the beginning of a word; see [`Lexicon::stem`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Stem {
    words: Option<usize>,
    names: Option<usize>,
    compounds: Option<usize>,
    /// Whether it has an apostrophe, so that the whole may be a possessive.
    apostrophe: bool,
}

impl Lexicon {
    /// The beginning of a word, made ready to be tried with many endings.
    pub fn stem(&self, left: &str) -> Stem {
        let Some(folded) = Folded::of(left) else {
            return Stem::default();
        };
        let from_root = |map: &Map<&'static [u8]>| {
            let root = map.as_fst().root().addr();
            walk(map, root, folded.bytes())
        };
        let names = super::NAMES
            .as_ref()
            .filter(|_| Capitals::of(left) == Capitals::Some);
        let compounds = self.compounds.as_ref();
        Stem {
            words: self.words.as_ref().and_then(from_root),
            names: names.and_then(from_root),
            apostrophe: folded.bytes().contains(&b'\''),
            compounds: compounds.and_then(|map| walk(map, from_root(map)?, b"-")),
        }
    }

    /// Whether the language may know a stem and this ending, written closed; `false` when it surely
    /// does not.
    pub fn may_know(&self, stem: &Stem, right: &str) -> bool {
        let Some(folded) = Folded::of(right) else {
            return true;
        };
        if stem.apostrophe || folded.bytes().iter().any(|byte| b"-'".contains(byte)) {
            return true;
        }
        let tables = [
            (self.words.as_ref(), stem.words),
            (super::NAMES.as_ref(), stem.names),
        ];
        tables
            .into_iter()
            .any(|(map, from)| ends(map, from, &folded))
    }

    /// The same of the two with a hyphen between them.
    pub fn may_be_compound(&self, stem: &Stem, right: &str) -> bool {
        let Some(folded) = Folded::of(right) else {
            return true;
        };
        !self.lists.compounds.is_empty()
            || stem.apostrophe
            || folded.bytes().contains(&b'\'')
            || ends(self.compounds.as_ref(), stem.compounds, &folded)
    }
}

/// Whether a table has an entry that goes on so from a place in it.
fn ends(map: Option<&Map<&'static [u8]>>, from: Option<usize>, folded: &Folded) -> bool {
    map.zip(from).is_some_and(|(map, from)| {
        walk(map, from, folded.bytes()).is_some_and(|to| map.as_fst().node(to).is_final())
    })
}

/// The place in a table behind these bytes.
fn walk(map: &Map<&'static [u8]>, from: usize, bytes: &[u8]) -> Option<usize> {
    let table = map.as_fst();
    let mut node = table.node(from);
    for byte in bytes {
        let next = node.find_input(*byte)?;
        node = table.node(node.transition_addr(next));
    }
    Some(node.addr())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Language;

    #[test]
    fn what_is_known_may_be_known() {
        let english = Lexicon::of(Language::English);
        for word in ["newspaper", "London", "government's", "wells'", "Ångström"] {
            for (at, _) in word.char_indices().skip(1) {
                let (left, right) = word.split_at(at);
                let may = english.may_know(&english.stem(left), right);
                assert!(may || !english.knows(word), "{left} {right}");
            }
        }
        assert!(!english.may_know(&english.stem("gover"), "paper"));
        assert!(english.may_be_compound(&english.stem("well"), "known"));
    }
}
