//! The languages the lexicon has data for, and how a block's language is told from its words.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasherDefault;
use std::str::FromStr;
use std::sync::LazyLock;

use super::lists::{Fnv, sections};
use super::word::Folded;
use super::{Lexicon, Word};

/// A language reglet has word data for; for [`Unknown`](Language::Unknown) only the page proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English, all spellings (`en`).
    English,
    /// German (`de`).
    German,
    /// French (`fr`).
    French,
    /// Spanish (`es`).
    Spanish,
    /// Dutch (`nl`).
    Dutch,
    /// Italian (`it`).
    Italian,
    /// Any other language, or one that could not be told (`und`).
    #[default]
    Unknown,
}

impl Language {
    /// Every language with word data, in the order of their codes' first publication here.
    pub const KNOWN: [Self; 6] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Dutch,
        Self::Italian,
    ];

    /// The language's BCP 47 code: `en`, or `und` for an unknown one.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Dutch => "nl",
            Self::Italian => "it",
            Self::Unknown => "und",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

/// Why a string is no language of the lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LanguageError {
    /// A well-formed tag of a language without word data, or no language tag at all.
    NotKnown(String),
}

impl fmt::Display for LanguageError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::NotKnown(tag) = self;
        write!(
            out,
            "no word data for the language \"{tag}\": use en, de, fr, es, nl or it, or und for none of them"
        )
    }
}

impl std::error::Error for LanguageError {}

impl FromStr for Language {
    type Err = LanguageError;

    /// Reads a BCP 47 tag by its primary subtag: `en`, `en-GB`, `de_AT`; `und` is [`Unknown`](Self::Unknown).
    ///
    /// # Errors
    ///
    /// [`LanguageError::NotKnown`] if the lexicon has no data for it.
    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::KNOWN
            .into_iter()
            .chain([Self::Unknown])
            .find(|language| language.code().eq_ignore_ascii_case(primary))
            .ok_or_else(|| LanguageError::NotKnown(tag.to_owned()))
    }
}

/// The words of a text that are looked at: enough to tell, few enough to be cheap.
const LOOKED_AT: usize = 240;

/// The languages that may be told apart: those with data, then their neighbours without.
const TOLD_APART: usize = 32;

/// The language of a text, or [`Language::Unknown`] if its words do not tell.
///
/// First the function words: each speaks for every language that has it, and languages without word
/// data are heard too, so that Portuguese is not taken for Spanish. The best language must have three of
/// them, one in no other language's list, a fifth of the text (a newspaper's running text has a
/// third to a half), and a quarter more than the next. Where that does not tell, as in headlines, the
/// vocabularies must: at least four words of four letters, seven tenths of them known in one
/// language, and clearly fewer in the next.
///
/// Looks at no more than the first 240 words, so the cost does not grow with the text.
pub fn detect(text: &str) -> Language {
    let mut votes = [0_u32; TOLD_APART];
    let mut own = [0_u32; TOLD_APART];
    let mut looked_at = 0;
    for word in words(text).take(LOOKED_AT) {
        looked_at += 1;
        let Some(folded) = Folded::of(word) else {
            continue;
        };
        let speakers = SPEAKERS.get(folded.text()).copied().unwrap_or(0);
        let mut left = speakers;
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            votes[at] += 1;
            own[at] += u32::from(speakers.count_ones() == 1);
            left &= left - 1;
        }
    }
    let best = (0..TOLD_APART)
        .max_by_key(|at| (votes[*at], own[*at]))
        .unwrap_or(0);
    let others = (0..TOLD_APART).filter(|at| *at != best);
    let next = others.map(|at| votes[at]).max().unwrap_or(0);
    let sure = votes[best] >= 3
        && own[best] >= 1
        && votes[best] * 5 >= looked_at
        && votes[best] * 4 >= next * 5;
    match (Language::KNOWN.get(best), sure) {
        (Some(language), true) => *language,
        (None, true) => Language::Unknown,
        (_, false) => by_vocabulary(text),
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !(sign.is_alphabetic() || sign == '\'' || sign == '’'))
        .filter(|word| !word.is_empty())
}

/// The words of a text whose spelling is looked up in every vocabulary, when it comes to that.
const LOOKED_UP: usize = 40;

/// The language that knows most of a text's longer words, if it knows enough and the others do not.
fn by_vocabulary(text: &str) -> Language {
    let mut known = [0_u32; Language::KNOWN.len()];
    let mut looked_up = 0;
    let long = |word: &&str| word.chars().nth(3).is_some();
    for word in words(text).filter(long).take(LOOKED_UP) {
        looked_up += 1;
        for (language, known) in Language::KNOWN.into_iter().zip(&mut known) {
            let found = Lexicon::of(language).look(word);
            *known += u32::from(found.is_some_and(Word::is_word));
        }
    }
    let best = (0..known.len()).max_by_key(|at| known[*at]).unwrap_or(0);
    let others = (0..known.len()).filter(|at| *at != best);
    let next = others.map(|at| known[at]).max().unwrap_or(0);
    match looked_up >= 4 && known[best] * 10 >= looked_up * 7 && known[best] * 3 >= next * 4 {
        true => Language::KNOWN[best],
        false => Language::Unknown,
    }
}

/// Function word -> a bit for each language that has it, those with data first.
static SPEAKERS: LazyLock<Speakers> = LazyLock::new(|| {
    let mut speakers = Speakers::default();
    for (at, language) in Language::KNOWN.into_iter().enumerate() {
        for word in Lexicon::of(language).function_words() {
            *speakers.entry(Cow::Borrowed(word)).or_default() |= 1 << at;
        }
    }
    let mut names = Vec::new();
    for (name, entries) in sections(include_str!("../../lexicon/text/others.txt")) {
        let at = names
            .iter()
            .position(|known| *known == name)
            .unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
        let bit = 1_u32
            .checked_shl((Language::KNOWN.len() + at) as u32)
            .unwrap_or(0);
        for word in entries {
            *speakers.entry(word).or_default() |= bit;
        }
    }
    speakers
});

type Speakers = HashMap<Cow<'static, str>, u32, BuildHasherDefault<Fnv>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_by_its_primary_subtag() {
        assert_eq!("en-GB".parse(), Ok(Language::English));
        assert_eq!("DE_at".parse(), Ok(Language::German));
        assert_eq!("und".parse(), Ok(Language::Unknown));
        assert!("tlh".parse::<Language>().is_err() && "".parse::<Language>().is_err());
    }

    #[test]
    fn running_text_tells_its_language() {
        let cases = [
            (
                Language::English,
                "The harbour was closed on Monday because of the storm, and ferries did not sail.",
            ),
            (
                Language::German,
                "Der Hafen wurde am Montag wegen des Sturms geschlossen, und die Fähren fuhren nicht.",
            ),
            (
                Language::French,
                "Le port a été fermé lundi à cause de la tempête et les bateaux ne sont pas sortis.",
            ),
            (
                Language::Spanish,
                "El puerto se cerró el lunes por la tormenta y los barcos no pudieron salir del muelle.",
            ),
            (
                Language::Dutch,
                "De haven werd maandag gesloten vanwege de storm en de veerboten voeren niet uit.",
            ),
            (
                Language::Italian,
                "Il porto è stato chiuso lunedì per la tempesta e i traghetti non sono partiti dal molo.",
            ),
        ];
        for (language, text) in cases {
            assert_eq!(detect(text), language, "{text}");
        }
    }

    #[test]
    fn what_does_not_tell_stays_unknown() {
        for text in [
            "",
            "PARIS",
            "12.40 3,5",
            "Budapest Wien Praha",
            "fn main() { let x = 1; }",
        ] {
            assert_eq!(detect(text), Language::Unknown, "{text}");
        }
    }

    #[test]
    fn neighbours_without_data_are_not_taken_for_those_with() {
        let texts = [
            "Port został w poniedziałek zamknięty z powodu burzy i promy nie wypłynęły na morze.",
            "Havnen blev mandag lukket på grund af stormen, og færgerne sejlede ikke som planlagt.",
            "O porto foi fechado na segunda-feira por causa da tempestade e os barcos não saíram do cais.",
            "El port es va tancar dilluns a causa de la tempesta i els vaixells no van poder sortir.",
            "Die hawe is Maandag gesluit as gevolg van die storm en die bote kon nie uitvaar nie.",
            "Hamnen stängdes i måndags på grund av stormen och färjorna kunde inte gå som planerat.",
        ];
        for text in texts {
            assert_eq!(detect(text), Language::Unknown, "{text}");
        }
    }
}
