//! The languages the lexicon has data for, and how a block's language is told from its words.

use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasherDefault;
use std::str::FromStr;
use std::sync::LazyLock;

use super::Lexicon;
use super::lists::Fnv;
use super::word::Folded;

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

/// The language of a text by its function words, or [`Language::Unknown`] if they do not tell.
///
/// A function word speaks for every language that has it, divided among them. The best language
/// must have words that no other has, hold at least an eighth of the text (a newspaper's running
/// text has a third to a half) and a third more than the next. Headlines and other short strings
/// are mostly `Unknown`: give the language of the page then. Looks at no more than the first 240
/// words, so the cost does not grow with the text.
pub fn detect(text: &str) -> Language {
    let mut votes = [0.0_f32; Language::KNOWN.len()];
    let mut own = [0_u32; Language::KNOWN.len()];
    let mut words = 0;
    for word in text.split(|sign: char| !(sign.is_alphabetic() || sign == '\'' || sign == '’')) {
        if word.is_empty() {
            continue;
        }
        words += 1;
        let Some(folded) = Folded::of(word) else {
            continue;
        };
        let speakers = SPEAKERS.get(folded.text()).copied().unwrap_or(0);
        for (at, vote) in votes.iter_mut().enumerate() {
            if speakers & 1 << at != 0 {
                *vote += 1.0 / speakers.count_ones() as f32;
                own[at] += u32::from(speakers.count_ones() == 1);
            }
        }
        if words == LOOKED_AT {
            break;
        }
    }
    let best = (0..votes.len())
        .max_by(|a, b| votes[*a].total_cmp(&votes[*b]))
        .unwrap_or(0);
    let next = (0..votes.len())
        .filter(|at| *at != best)
        .map(|at| votes[at])
        .fold(0.0, f32::max);
    let sure = own[best] >= 2 && votes[best] * 8.0 >= words as f32 && votes[best] >= next * 1.33;
    match sure {
        true => Language::KNOWN[best],
        false => Language::Unknown,
    }
}

/// Function word -> a bit for each known language that has it.
static SPEAKERS: LazyLock<HashMap<&'static str, u8, BuildHasherDefault<Fnv>>> =
    LazyLock::new(|| {
        let mut speakers = HashMap::default();
        for (at, language) in Language::KNOWN.into_iter().enumerate() {
            for word in Lexicon::of(language).function_words() {
                *speakers.entry(word).or_default() |= 1 << at;
            }
        }
        speakers
    });

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
        let polish =
            "Port został w poniedziałek zamknięty z powodu burzy i promy nie wypłynęły na morze.";
        let danish =
            "Havnen blev mandag lukket på grund af stormen, og færgerne sejlede ikke som planlagt.";
        for text in [
            "",
            "PARIS",
            "12.40 3,5",
            "Budapest Wien Praha",
            "fn main() { let x = 1; }",
            polish,
            danish,
        ] {
            assert_eq!(detect(text), Language::Unknown, "{text}");
        }
    }
}
