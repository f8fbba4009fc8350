//! The words of a language: how common each is, which pairs are common, which compounds take a
//! hyphen, and the short lists an editor may correct.
//!
//! Knows words and nothing of pages, lines or damage; it never says what a text should be, only what
//! is known about a string. The data is embedded and read in place (`lexicon/README.md` has its sources,
//! licences and recipe); opening a language parses nothing but its short lists, once. No look-up
//! allocates.
//!
//! ```
//! use reglet::lexicon::{Language, Lexicon};
//!
//! let english = Lexicon::of(Language::English);
//! assert!(english.knows("newspaper") && english.knows("London") && !english.knows("london"));
//! assert!(english.joins_with_hyphen("mother-in", "law") > 0.9);
//! assert!(english.joins_with_hyphen("news", "paper") < 0.1);
//! ```

mod classes;
mod hyphen;
mod language;
mod lists;
mod memo;
mod neighbour;
mod pairs;
mod stem;
mod tree;
mod word;

use std::sync::{LazyLock, OnceLock};

use fst::Map;

pub use classes::{Edge, pack_joints};
pub use hyphen::{HyphenSigns, SIGNS};
pub use language::{Language, LanguageError, detect};
pub use neighbour::Neighbour;
pub use pairs::pack_pairs;
pub use stem::Stem;
pub use tree::{Letters, Tree, letter_bit};
pub use word::Word;

use classes::Classes;
use lists::Lists;
use memo::remember;
use pairs::{Pairs, START, hashed, mixed};
use word::{Capitals, Folded, Held, without_possessive};

/// What is known of one language's words. Opened once, shared by every page and thread.
pub struct Lexicon {
    language: Language,
    words: Option<Map<&'static [u8]>>,
    compounds: Option<Map<&'static [u8]>>,
    pairs: Pairs,
    classes: Classes,
    lists: Lists,
    grown: OnceLock<tree::Grown>,
}

/// Where a hyphenated compound is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compound {
    /// A dictionary has it as an entry.
    pub in_dictionary: bool,
    /// It stood in counted running text with its hyphen.
    pub in_text: bool,
}

impl Lexicon {
    /// The lexicon of a language; [`Language::Unknown`] has an empty one, so that only the page proves.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::French => &FRENCH,
            Language::Spanish => &SPANISH,
            Language::Dutch => &DUTCH,
            Language::Italian => &ITALIAN,
            Language::Unknown => &UNKNOWN,
        }
    }

    /// The language this is the lexicon of.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Everything held of a word, in any capitals, or `None`. *Page's* and *pages'* find *page*. A
    /// capitalised word that the language lacks may be a name known in every language.
    pub fn look(&self, word: &str) -> Option<Word> {
        let folded = Folded::of(word)?;
        let key = mixed(hashed(START, folded.bytes()));
        self.held(word, &folded, key).word()
    }

    /// What is held of a word, given as it stands, folded and hashed.
    fn held(&self, word: &str, folded: &Folded, key: u64) -> Held {
        let capital = Capitals::of(word) == Capitals::Some;
        let table = self.language as u8 * 2 + 1 + u8::from(capital);
        let bits = remember(table, key, || {
            let find = |key: &[u8]| {
                let words = self.words.as_ref()?;
                let name = || NAMES.as_ref()?.get(key).filter(|_| capital);
                words.get(key).or_else(name)
            };
            let stem = || find(without_possessive(folded.bytes())?);
            let found = find(folded.bytes()).or_else(stem);
            let held = Held::of(
                found.map(|bits| Word(bits as u16)),
                self.lists.function_words.contains(folded.text()),
            );
            Some(held.0)
        });
        Held(bits.unwrap_or(0))
    }

    /// Whether the word is known as it is capitalised: *London* and *LONDON* but not *london*, *page*,
    /// *Page* and *PAGE*; *Mr* but not *mr*. Possessives are known with their words. A word with
    /// hyphens is known if it is a known [compound](Self::compound).
    pub fn knows(&self, word: &str) -> bool {
        match self.look(word) {
            Some(found) => found.knows(Capitals::of(word)),
            None => word.contains('-') && self.compound(word).is_some(),
        }
    }

    /// The smallest word list that has the word: 10 (commonest) to 70; see [`Word::level`].
    pub fn level(&self, word: &str) -> Option<u8> {
        self.look(word)?.level()
    }

    /// log10 of the word's relative frequency, -1.1 (*the*) to -7.9; see [`Word::score`].
    pub fn score(&self, word: &str) -> Option<f32> {
        Some(self.look(word)?.score())
    }

    /// log10 of the relative frequency of two words standing next to each other, -1.8 (*of the*) to
    /// about -7; `None` if the pair is in no count.
    pub fn pair(&self, left: &str, right: &str) -> Option<f32> {
        self.pairs.score(left, right)
    }

    /// What is known of a compound written with its hyphens, *mother-in-law*; in any capitals.
    pub fn compound(&self, hyphenated: &str) -> Option<Compound> {
        self.compound_of(Folded::of(hyphenated)?)
    }

    fn compound_of(&self, folded: Folded) -> Option<Compound> {
        let find = |key: &[u8]| {
            let listed =
                std::str::from_utf8(key).is_ok_and(|key| self.lists.compounds.contains(key));
            let bits = self
                .compounds
                .as_ref()
                .and_then(|compounds| compounds.get(key));
            (listed || bits.is_some()).then(|| bits.unwrap_or(0) | u64::from(listed))
        };
        let bits = find(folded.bytes()).or_else(|| find(without_possessive(folded.bytes())?))?;
        Some(Compound {
            in_dictionary: bits & 1 != 0,
            in_text: bits & 2 != 0,
        })
    }

    /// Whether the word carries grammar rather than matter: *the*, *of*, *because*.
    pub fn is_function_word(&self, word: &str) -> bool {
        Folded::of(word).is_some_and(|folded| {
            let key = mixed(hashed(START, folded.bytes()));
            self.held(word, &folded, key).is_function_word()
        })
    }

    /// Whether the string is a first element of words, written closed or with a hyphen: *re*, *non*.
    pub fn is_prefix(&self, part: &str) -> bool {
        Folded::of(part).is_some_and(|part| {
            self.lists.joined_prefixes.contains(part.text())
                || self.lists.hyphened_prefixes.contains(part.text())
        })
    }

    /// Whether the string is a first element of words that may be written closed: *non*, *pro*, and not
    /// *self* or *full*.
    pub fn is_closed_prefix(&self, part: &str) -> bool {
        Folded::of(part).is_some_and(|part| {
            self.lists.joined_prefixes.contains(part.text())
                || self.lists.either_prefixes.contains(part.text())
        })
    }

    /// Whether the string is a first element that is written both ways: *non*, *co*, *re*.
    pub fn is_either_prefix(&self, part: &str) -> bool {
        Folded::of(part).is_some_and(|part| self.lists.either_prefixes.contains(part.text()))
    }

    /// Whether the string is a last element of words, written closed or after a hyphen: *tion*, *based*.
    pub fn is_suffix(&self, part: &str) -> bool {
        Folded::of(part).is_some_and(|part| {
            self.lists.joined_suffixes.contains(part.text())
                || self.lists.hyphened_suffixes.contains(part.text())
        })
    }

    /// Whether a full stop after the word need not end a sentence: *Mr*, *U.S*, *Co*. The word may be
    /// given with its last stop or without.
    pub fn is_abbreviation(&self, word: &str) -> bool {
        let word = word.strip_suffix('.').unwrap_or(word);
        Folded::of(word).is_some_and(|word| self.lists.abbreviations.contains(word.text()))
    }

    /// Whether the word is a known one as it was once spelled: *publick*, *connexion*, *dropt*.
    pub fn is_old_spelling(&self, word: &str) -> bool {
        let Some(folded) = Folded::of(word) else {
            return false;
        };
        let word = folded.text();
        self.lists.old_spellings.iter().any(|(old, new)| {
            word.match_indices(old.as_ref()).any(|(at, _)| {
                let (before, behind) = (&word[..at], &word[at + old.len()..]);
                let new = format!("{before}{new}{behind}");
                new.len() > 2 && self.look(&new).is_some_and(Word::is_word)
            })
        })
    }

    /// Whether the word is a title that is shortened with a full stop and stands before a name: *Mrs*. The
    /// word may be given with its stop or without.
    pub fn is_title(&self, word: &str) -> bool {
        let word = word.strip_suffix('.').unwrap_or(word);
        Folded::of(word).is_some_and(|word| self.lists.titles.contains(word.text()))
    }

    /// Whether the word may stand after a suspended hyphen: the *and* of *first- and second-order*.
    pub fn suspends(&self, word: &str) -> bool {
        Folded::of(word).is_some_and(|word| self.lists.suspends.contains(word.text()))
    }

    /// The function words, folded, in no order.
    pub fn function_words(&self) -> impl Iterator<Item = &str> {
        self.lists.function_words.iter().map(AsRef::as_ref)
    }

    fn open(language: Language, files: Files) -> Self {
        let map = |bytes: &'static [u8]| Map::new(bytes).ok().filter(|map| !map.is_empty());
        Self {
            language,
            words: map(files.words),
            compounds: map(files.compounds),
            pairs: Pairs::open(files.pairs),
            classes: Classes::open(files.classes, files.joints),
            lists: Lists::read(files.text),
            grown: OnceLock::new(),
        }
    }
}

/// The embedded files of one language; an empty one stands for none.
#[derive(Default)]
struct Files {
    words: &'static [u8],
    compounds: &'static [u8],
    pairs: &'static [u8],
    classes: &'static [u8],
    joints: &'static [u8],
    text: &'static str,
}

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::open(
        Language::English,
        Files {
            words: include_bytes!("../../lexicon/en-words.fst"),
            compounds: include_bytes!("../../lexicon/en-compounds.fst"),
            pairs: include_bytes!("../../lexicon/en.pairs"),
            classes: include_bytes!("../../lexicon/en-classes.fst"),
            joints: include_bytes!("../../lexicon/en.joints"),
            text: include_str!("../../lexicon/text/en.txt"),
        },
    )
});

static GERMAN: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::open(
        Language::German,
        Files {
            words: include_bytes!("../../lexicon/de-words.fst"),
            text: include_str!("../../lexicon/text/de.txt"),

            ..Files::default()
        },
    )
});

static FRENCH: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::open(
        Language::French,
        Files {
            words: include_bytes!("../../lexicon/fr-words.fst"),
            text: include_str!("../../lexicon/text/fr.txt"),

            ..Files::default()
        },
    )
});

static SPANISH: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::open(
        Language::Spanish,
        Files {
            words: include_bytes!("../../lexicon/es-words.fst"),
            text: include_str!("../../lexicon/text/es.txt"),

            ..Files::default()
        },
    )
});

static DUTCH: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::open(
        Language::Dutch,
        Files {
            words: include_bytes!("../../lexicon/nl-words.fst"),
            text: include_str!("../../lexicon/text/nl.txt"),
            compounds: include_bytes!("../../lexicon/nl-compounds.fst"),
            ..Files::default()
        },
    )
});

static ITALIAN: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::open(
        Language::Italian,
        Files {
            words: include_bytes!("../../lexicon/it-words.fst"),
            text: include_str!("../../lexicon/text/it.txt"),

            ..Files::default()
        },
    )
});

/// Names of people and places, known in capitals in every language that has words.
static NAMES: LazyLock<Option<Map<&'static [u8]>>> =
    LazyLock::new(|| Map::new(include_bytes!("../../lexicon/names.fst").as_slice()).ok());

static UNKNOWN: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::open(Language::Unknown, Files::default()));

#[cfg(test)]
mod tests;
