//! How a page spells its words: how often each stands there, with capitals and hyphens.
//!
//! Knows tokens and counts; nothing of language or damage.

use std::hash::Hasher as _;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::model::{Page, SplitWords};

use super::view::trim;

/// How a page spells its words.
#[derive(Debug, Default)]
pub struct Spelling {
    /// The words one behind the other, folded to small letters, hyphens kept.
    folded: String,
    words: Vec<Counts>,
    /// Numbers of words by the hash of the folded word; half of the table stays empty.
    table: Vec<u32>,
    /// Hyphenated words by what they are without the hyphens.
    hyphenated: FxHashMap<String, FxHashMap<String, u32>>,
    /// First parts of words that a line end parts, and the whole words, as the input tells them.
    told: FxHashSet<(String, String)>,
    /// The other pages of the issue.
    others: Option<Others>,
}

/// How the other pages of an issue spell their words: all pages without the one in hand.
#[derive(Clone, Debug)]
struct Others {
    all: Arc<Spelling>,
    own: Arc<Spelling>,
}

impl Others {
    fn count(&self, word: &str, of: fn(&Spelling, &str) -> u32) -> u32 {
        of(&self.all, word).saturating_sub(of(&self.own, word))
    }
}

/// Times that a word stands on the page.
#[derive(Debug)]
struct Counts {
    start: u32,
    len: u32,
    /// In any capitals.
    all: u32,
    /// With a small first letter.
    small: u32,
    /// With a capital where no sentence begins: behind another word of the line.
    capital: u32,
}

const NONE: u32 = u32::MAX;

/// The longest word that is folded without asking for memory, in bytes.
const SHORT: usize = 48;

/// Calls with a word folded to small letters.
fn folded<T>(word: &str, then: impl FnOnce(&str) -> T) -> T {
    let mut short = [0; SHORT];
    match short.get_mut(..word.len()) {
        Some(room) if word.is_ascii() => {
            room.copy_from_slice(word.as_bytes());
            room.make_ascii_lowercase();
            then(std::str::from_utf8(room).expect("ASCII is UTF-8"))
        }
        _ => then(&word.to_lowercase()),
    }
}

impl Spelling {
    /// Counts the words of a page. Words cut by the end of a line count as the pieces they are in.
    pub fn of(text: &str) -> Spelling {
        let mut spelling = Spelling::default();
        spelling.grow(1024);
        for line in text.split('\n') {
            let mut inside = false;
            for whole in line.split_words() {
                let token = trim(whole);
                if token.is_empty() {
                    inside = false;
                    continue;
                }
                let within = inside && whole.starts_with(char::is_alphanumeric);
                inside = whole.ends_with(|c: char| c.is_alphanumeric() || c == ',');
                let counts = folded(token, |folded| {
                    if folded.contains('-') {
                        spelling.hyphen(folded);
                    }
                    spelling.entry(folded)
                });
                counts.all += 1;
                if token.starts_with(char::is_lowercase) {
                    counts.small += 1;
                } else if within && token.starts_with(char::is_uppercase) {
                    counts.capital += 1;
                }
            }
        }
        spelling
    }

    /// Adds what an input itself says of words that its line ends part.
    pub fn told(mut self, page: &Page) -> Spelling {
        let source = &page.source;
        for word in source.geometry.iter().flat_map(|table| &table.words) {
            if let Some(whole) = &word.whole {
                let part = source.decode(word.bytes.clone());
                self.told
                    .insert((trim(&part).to_lowercase(), trim(whole).to_lowercase()));
            }
        }
        self
    }

    /// Adds the other pages of an issue, as they were found: `all` are its pages together, `own` is the
    /// one that this is the spelling of.
    pub fn beside(mut self, all: &Arc<Spelling>, own: &Arc<Spelling>) -> Spelling {
        self.others = Some(Others {
            all: all.clone(),
            own: own.clone(),
        });
        self
    }

    /// Whether the input says that this part, at the end of a line, is of this word.
    pub fn is_told(&self, part: &str, whole: &str) -> bool {
        !self.told.is_empty()
            && self
                .told
                .contains(&(part.to_lowercase(), whole.to_lowercase()))
    }

    /// Adds the words of another page.
    pub fn add(&mut self, page: &Spelling) {
        if self.table.is_empty() {
            self.grow(1024);
        }
        for counts in &page.words {
            let sum = self.entry(page.word(counts));
            sum.all += counts.all;
            sum.small += counts.small;
            sum.capital += counts.capital;
        }
        for (closed, spelled) in &page.hyphenated {
            let known = self.hyphenated.entry(closed.clone()).or_default();
            for (word, count) in spelled {
                *known.entry(word.clone()).or_default() += count;
            }
        }
    }

    fn hyphen(&mut self, folded: &str) {
        let closed: String = folded.chars().filter(|c| *c != '-').collect();
        let spelled = self.hyphenated.entry(closed).or_default();
        *spelled.entry(folded.to_owned()).or_default() += 1;
    }

    /// The slot of the table where a folded word is or would be.
    fn slot(&self, folded: &str) -> usize {
        let mut hasher = FxHasher::default();
        hasher.write(folded.as_bytes());
        let mask = self.table.len() - 1;
        let mut slot = hasher.finish() as usize & mask;
        loop {
            let number = self.table[slot];
            if number == NONE || self.word(&self.words[number as usize]) == folded {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn word(&self, counts: &Counts) -> &str {
        &self.folded[counts.start as usize..(counts.start + counts.len) as usize]
    }

    fn grow(&mut self, size: usize) {
        self.table = vec![NONE; size];
        for number in 0..self.words.len() {
            let slot = self.slot(self.word(&self.words[number]));
            self.table[slot] = number as u32;
        }
    }

    fn entry(&mut self, folded: &str) -> &mut Counts {
        if self.words.len() * 2 >= self.table.len() {
            self.grow(self.table.len() * 4);
        }
        let slot = self.slot(folded);
        if self.table[slot] == NONE {
            self.table[slot] = self.words.len() as u32;
            self.words.push(Counts {
                start: self.folded.len() as u32,
                len: folded.len() as u32,
                all: 0,
                small: 0,
                capital: 0,
            });
            self.folded.push_str(folded);
        }
        &mut self.words[self.table[slot] as usize]
    }

    fn counts(&self, word: &str) -> Option<&Counts> {
        if self.table.is_empty() {
            return None;
        }
        let slot = folded(word, |folded| self.slot(folded));
        self.words.get(self.table[slot] as usize)
    }

    /// Times that the page has the word, whatever its capitals.
    pub fn count(&self, word: &str) -> u32 {
        self.counts(word).map_or(0, |counts| counts.all) + self.elsewhere(word, Spelling::count)
    }

    /// Times that the page has the word with a small first letter.
    pub fn count_small(&self, word: &str) -> u32 {
        self.counts(word).map_or(0, |counts| counts.small)
            + self.elsewhere(word, Spelling::count_small)
    }

    /// Times that the page has the word with a capital inside a sentence, as names are.
    pub fn count_capital(&self, word: &str) -> u32 {
        self.counts(word).map_or(0, |counts| counts.capital)
            + self.elsewhere(word, Spelling::count_capital)
    }

    /// Times that the other pages of the issue have it.
    fn elsewhere(&self, word: &str, of: fn(&Spelling, &str) -> u32) -> u32 {
        let others = self.others.as_ref();
        others.map_or(0, |others| others.count(word, of))
    }

    /// The page's hyphenated spelling of a word that is written without: the commonest, and how
    /// often it stands there.
    pub fn hyphenated(&self, closed: &str) -> Option<(&str, u32)> {
        let own = self
            .hyphenated
            .get(&closed.to_lowercase())
            .and_then(|spelled| {
                spelled
                    .iter()
                    .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
            })
            .map(|(word, count)| (word.as_str(), *count));
        own.or_else(|| self.others.as_ref()?.all.hyphenated(closed))
    }

    /// The words of the page, folded, each once, those of the other pages left aside.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|counts| self.word(counts))
    }

    /// The page's one word that begins so and is longer by two letters at least, for a suggestion;
    /// `None` when there are several.
    pub fn completion(&self, start: &str) -> Option<&str> {
        let start = start.to_lowercase();
        if start.chars().count() < 3 {
            return None;
        }
        let mut found: Vec<(&str, u32)> = self
            .words
            .iter()
            .map(|counts| (self.word(counts), counts.all))
            .filter(|(word, _)| word.len() > start.len() + 1 && word.starts_with(&start))
            .collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        match found.as_slice() {
            [(word, _)] => Some(word),
            // Forms of one word ("develop", "development") differ; the much commoner one is meant.
            [(word, many), (_, few), ..] if *many >= few * 3 => Some(word),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_their_capitals() {
        let spelling = Spelling::of("The ship, a Ship of the line.\nShip's ÉTÉ été! Ship");
        assert_eq!(spelling.count("ship"), 3);
        assert_eq!(spelling.count_small("SHIP"), 1);
        // Behind "a"; the last one stands behind a mark, the one in the next line begins it.
        assert_eq!(spelling.count_capital("ship"), 1);
        assert_eq!(spelling.count("Été"), 2);
        assert_eq!(spelling.count("nothing"), 0);
        assert_eq!(Spelling::default().count("ship"), 0);
    }

    #[test]
    fn hyphens_and_beginnings_are_found() {
        let spelling = Spelling::of("self-made, Self-made and selfmade; self - made.");
        assert_eq!(spelling.hyphenated("Selfmade"), Some(("self-made", 2)));
        assert_eq!(spelling.completion("selfm"), Some("selfmade"));
        let many: String = (0..5000).map(|n| format!("w{n} ")).collect();
        let spelling = Spelling::of(&many);
        assert!((0..5000).all(|n| spelling.count(&format!("w{n}")) == 1));
    }
}
