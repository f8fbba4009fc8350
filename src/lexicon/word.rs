//! One word's packed entry and the folding that finds it. Knows no list and no language.

/// The SCOWL sizes a level may take, smallest (commonest words) first.
/// Source: SCOWL's README, "size" of a list.
const LEVELS: [u8; 8] = [10, 20, 35, 40, 50, 55, 60, 70];

/// One step of a stored score, in log10.
pub(super) const STEP: f32 = 0.125;

const WORD: u16 = 1 << 4;
const NAME: u16 = 1 << 5;
const SHORT: u16 = 1 << 6;
const CODE: u32 = 7;

/// What the lexicon holds of one word: how ordinary it is and in which spellings it stands.
///
/// A copy of the few bits stored with the word, so one look-up answers every question about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word(pub(super) u16);

impl Word {
    /// The smallest list that has the word, 10 (a thousand commonest) to 70 (large dictionary).
    ///
    /// English levels are the SCOWL sizes; other languages use 35 for words met in running text
    /// and 70 for words of a large list. `None` for a word that only a frequency list has.
    pub fn level(self) -> Option<u8> {
        let place = (self.0 & 0xf) as usize;
        place.checked_sub(1).and_then(|at| LEVELS.get(at)).copied()
    }

    /// log10 of the word's relative frequency: about -1.1 for *the*, below -8 for the rarest.
    pub fn score(self) -> f32 {
        (((self.0 >> CODE) & 0x7f) as f32 - 1.0).max(0.0) * -STEP
    }

    /// Whether it is written in lower case: *page*, not *London*.
    pub fn is_word(self) -> bool {
        self.0 & WORD != 0
    }

    /// Whether it is written with a capital, as a name is.
    pub fn is_name(self) -> bool {
        self.0 & NAME != 0
    }

    /// Whether it is known as an abbreviation, or as a string of one or two letters that is no word.
    pub fn is_short_form(self) -> bool {
        self.0 & SHORT != 0
    }

    /// Whether the word, spelled with these capitals, is known.
    pub(super) fn knows(self, capitals: Capitals) -> bool {
        let allowed = match capitals {
            Capitals::None => WORD,
            Capitals::Some => WORD | NAME | SHORT,
        };
        self.0 & allowed != 0
    }
}

/// All that a look-up finds of a word, in as many bits as a table's entry leaves free.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held(pub(super) u16);

impl Held {
    const KNOWN: u16 = 1 << 15;
    const FUNCTION: u16 = 1 << 14;

    pub(super) fn of(word: Option<Word>, function: bool) -> Self {
        let word = word.map_or(0, |word| word.0 & (Self::FUNCTION - 1) | Self::KNOWN);
        Self(word | if function { Self::FUNCTION } else { 0 })
    }

    pub(super) fn word(self) -> Option<Word> {
        (self.0 & Self::KNOWN != 0).then_some(Word(self.0 & (Self::FUNCTION - 1)))
    }

    pub(super) fn is_function_word(self) -> bool {
        self.0 & Self::FUNCTION != 0
    }
}

/// Whether a spelling begins with a capital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Capitals {
    /// *page*
    None,
    /// *Page*, *PAGE*
    Some,
}

impl Capitals {
    pub(super) fn of(word: &str) -> Self {
        match word.as_bytes().first() {
            Some(first) if first.is_ascii() => match first.is_ascii_uppercase() {
                true => Self::Some,
                false => Self::None,
            },
            Some(_) if word.starts_with(char::is_uppercase) => Self::Some,
            _ => Self::None,
        }
    }
}

/// The longest key a look-up folds, in bytes. Longer strings are in no list.
const LONGEST: usize = 96;

/// A word in the spelling the tables use: lower case, straight apostrophe, *ss* for *ß*,
/// *oe* and *ae* for their ligatures.
///
/// Held on the stack, so that a look-up allocates nothing.
pub(super) struct Folded {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Folded {
    /// Folds a word, or `None` if it is empty or too long for any list.
    pub(super) fn of(word: &str) -> Option<Self> {
        let mut folded = Self {
            bytes: [0; LONGEST],
            len: 0,
        };
        folded.push(word)?;
        (folded.len > 0).then_some(folded)
    }

    /// Folds two words with one sign between them.
    pub(super) fn joined(left: &str, sign: Option<u8>, right: &str) -> Option<Self> {
        let mut folded = Self {
            bytes: [0; LONGEST],
            len: 0,
        };
        folded.push(left)?;
        if let Some(sign) = sign {
            folded.put(&[sign])?;
        }
        folded.push(right)?;
        Some(folded)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    fn push(&mut self, word: &str) -> Option<()> {
        if word.is_ascii() {
            let from = self.len;
            self.put(word.as_bytes())?;
            self.bytes[from..self.len].make_ascii_lowercase();
            return Some(());
        }
        for character in word.chars() {
            if character.is_ascii() {
                self.put(&[character.to_ascii_lowercase() as u8])?;
                continue;
            }
            match character {
                '\u{2019}' => self.put(b"'")?,
                'ß' | 'ẞ' => self.put(b"ss")?,
                'œ' | 'Œ' => self.put(b"oe")?,
                'æ' | 'Æ' => self.put(b"ae")?,
                _ => {
                    for lower in character.to_lowercase() {
                        self.put(lower.encode_utf8(&mut [0; 4]).as_bytes())?;
                    }
                }
            }
        }
        Some(())
    }

    fn put(&mut self, bytes: &[u8]) -> Option<()> {
        let room = self.bytes.get_mut(self.len..self.len + bytes.len())?;
        room.copy_from_slice(bytes);
        self.len += bytes.len();
        Some(())
    }
}

/// The stem of a possessive or of a plural one, in folded bytes: *page's*, *pages'*.
pub(super) fn without_possessive(folded: &[u8]) -> Option<&[u8]> {
    folded
        .strip_suffix(b"'s")
        .or_else(|| {
            folded
                .strip_suffix(b"s'")
                .map(|_| &folded[..folded.len() - 1])
        })
        .filter(|stem| !stem.is_empty())
}
