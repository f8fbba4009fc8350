//! What a pass sees: the text in blocks with their roles, the page's own spelling, the language.
//!
//! Everything is counted before any pass decides.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::lexicon::Lexicon;
use crate::model::Page;
use crate::roles::{self, Begin, BlockText, End, Role};

/// A block as a pass sees it.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    /// Its range in the text.
    pub range: Range<usize>,
    /// Its characters.
    pub text: &'a str,
    /// What it looks like.
    pub role: Role,
    /// Whether it is an item of a list that an introduction with a colon opens.
    pub item: bool,
}

impl Block<'_> {
    /// Whether it is running text.
    pub fn is_prose(&self) -> bool {
        self.role == Role::Paragraph
    }

    /// Whether it is a short line in capitals, as running heads are.
    pub fn shouts(&self) -> bool {
        self.words() <= 8
            && self.text.chars().filter(|c| c.is_uppercase()).count() >= 3
            && !self.text.chars().any(char::is_lowercase)
    }

    /// Words in it, counted by white space.
    pub fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }
}

/// What a pass sees of a page.
pub struct View<'a> {
    /// The text; blocks parted by `\n\n`, lines by `\n`.
    pub text: &'a str,
    /// Its blocks in order.
    pub blocks: Vec<Block<'a>>,
    /// Words of the page's language.
    pub lexicon: &'static Lexicon,
    /// The page's own spelling, as it was before the first pass.
    pub spelling: &'a Spelling,
    /// Whether the page sets dashes as a hyphen and a space, so that such a hyphen proves nothing.
    pub dashes: bool,
}

impl<'a> View<'a> {
    /// The view of a text whose blocks have these roles (see [`roles_of`]).
    pub fn new(
        text: &'a str,
        lexicon: &'static Lexicon,
        spelling: &'a Spelling,
        roles: &[Role],
    ) -> View<'a> {
        let ranges = crate::model::blocks_of(text);
        let mut blocks: Vec<Block> = ranges
            .into_iter()
            .zip(roles)
            .map(|(range, role)| Block {
                text: &text[range.clone()],
                item: false,
                range,
                role: role.clone(),
            })
            .collect();
        mark_items(&mut blocks);
        View {
            text,
            blocks,
            lexicon,
            spelling,
            dashes: sets_dashes(text, lexicon),
        }
    }

    /// Whether a word is in the language's list, or on the page more than once.
    pub fn is_listed(&self, word: &str) -> bool {
        self.lexicon.knows(word) || self.spelling.count(word) > 1
    }

    /// Whether a word may be one: listed, or made by a regular ending or beginning.
    pub fn is_word(&self, word: &str) -> bool {
        self.lexicon.knows(word)
            || self.lexicon.is_derived(word, false)
            || self.spelling.count(word) > 1
    }
}

/// What the blocks of a text look like.
pub fn roles_of(text: &str) -> Vec<Role> {
    let texts: Vec<BlockText> = crate::model::blocks_of(text)
        .into_iter()
        .map(|range| BlockText::new(&text[range]))
        .collect();
    let mut roles = roles::classify(&texts);
    for (role, block) in roles.iter_mut().zip(&texts) {
        if *role == Role::Paragraph && is_signs(block.text) {
            *role = Role::Table;
        }
    }
    roles
}

/// Whether a text is program code, a chart or the like: signs that running text hardly has, one in
/// twenty characters and more.
fn is_signs(text: &str) -> bool {
    const OF_TEXT: &str = ".,;:!?'\"()-–—’‘“”„«»‚‹›…&%$£€/*§°";
    let (mut signs, mut all) = (0, 0);
    for found in text.chars().take(400) {
        all += 1;
        let plain = found.is_alphanumeric() || found.is_whitespace() || found.is_control();
        signs += usize::from(!plain && !OF_TEXT.contains(found));
    }
    let brackets = text.trim_end().ends_with(['{', '}', ';']) && text.contains(['{', '}', '=']);
    signs >= 2 && (signs * 20 > all || brackets)
}

/// Words of an item of a list, at the most.
const ITEM: usize = 12;

/// Marks the items after an introduction that ends in a colon: two short blocks and more that begin
/// with a small letter.
fn mark_items(blocks: &mut [Block]) {
    let mut number = 0;
    while number < blocks.len() {
        let start = number + 1;
        number += 1;
        if roles::ends(blocks[start - 1].text) != End::Colon {
            continue;
        }
        let count = blocks[start..]
            .iter()
            .take_while(|block| {
                block.is_prose()
                    && roles::begins(block.text) == Begin::Lower
                    && block.words() <= ITEM
            })
            .count();
        if count >= 2 {
            for block in &mut blocks[start..start + count] {
                block.item = true;
            }
            number = start + count;
        }
    }
}

/// Whether a hyphen with a space behind it stands before a word that no compound ends in.
fn sets_dashes(text: &str, lexicon: &Lexicon) -> bool {
    text.match_indices("- ").any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let (start, word) = first_word(&text[at + 2..]);
        start == 0
            && before.is_some_and(char::is_alphabetic)
            && lexicon.is_function_word(word)
            && !lexicon.suspends(word)
            && lexicon
                .compound(&format!("{}-{word}", last_word(&text[..at]).1))
                .is_none()
    })
}

/// How a page spells its words.
#[derive(Debug, Default)]
pub struct Spelling {
    /// Times that a word stands on the page, folded to small letters, hyphens kept.
    words: FxHashMap<String, u32>,
    /// Hyphenated words by what they are without the hyphens.
    hyphenated: FxHashMap<String, FxHashMap<String, u32>>,
    /// Words that stand somewhere with a small first letter.
    small: FxHashMap<String, u32>,
    /// Words that stand with a capital where no sentence begins: behind another word of the line.
    capital: FxHashMap<String, u32>,
    /// First parts of words that a line end parts, and the whole words, as the input tells them.
    told: FxHashSet<(String, String)>,
}

impl Spelling {
    /// Counts the words of a page. Words cut by the end of a line count as the pieces they are in.
    pub fn of(text: &str) -> Spelling {
        let mut spelling = Spelling::default();
        let mut inside = false;
        let lines = text.split('\n').flat_map(|line| {
            let words = line.split_whitespace().enumerate();
            words.map(|(nth, word)| (nth > 0, word))
        });
        for (same_line, whole) in lines {
            let token = trim(whole);
            if token.is_empty() {
                inside = false;
                continue;
            }
            let within = inside && same_line && whole.starts_with(char::is_alphanumeric);
            inside = whole.ends_with(|c: char| c.is_alphanumeric() || c == ',');
            let folded = token.to_lowercase();
            if folded.contains('-') {
                let closed: String = folded.chars().filter(|c| *c != '-').collect();
                *spelling
                    .hyphenated
                    .entry(closed)
                    .or_default()
                    .entry(folded.clone())
                    .or_default() += 1;
            }
            if token.starts_with(char::is_lowercase) {
                *spelling.small.entry(folded.clone()).or_default() += 1;
            } else if within && token.starts_with(char::is_uppercase) {
                *spelling.capital.entry(folded.clone()).or_default() += 1;
            }
            *spelling.words.entry(folded).or_default() += 1;
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

    /// Whether the input says that this part, at the end of a line, is of this word.
    pub fn is_told(&self, part: &str, whole: &str) -> bool {
        !self.told.is_empty()
            && self
                .told
                .contains(&(part.to_lowercase(), whole.to_lowercase()))
    }

    /// Times that the page has the word, whatever its capitals.
    pub fn count(&self, word: &str) -> u32 {
        self.words.get(&word.to_lowercase()).copied().unwrap_or(0)
    }

    /// Times that the page has the word with a small first letter.
    pub fn count_small(&self, word: &str) -> u32 {
        self.small.get(&word.to_lowercase()).copied().unwrap_or(0)
    }

    /// Times that the page has the word with a capital inside a sentence, as names are.
    pub fn count_capital(&self, word: &str) -> u32 {
        self.capital.get(&word.to_lowercase()).copied().unwrap_or(0)
    }

    /// The page's hyphenated spelling of a word that is written without: the commonest, and how
    /// often it stands there.
    pub fn hyphenated(&self, closed: &str) -> Option<(&str, u32)> {
        self.hyphenated
            .get(&closed.to_lowercase())?
            .iter()
            .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
            .map(|(word, count)| (word.as_str(), *count))
    }

    /// The page's one word that begins so and is longer by two letters at least, for a suggestion;
    /// `None` when there are several.
    pub fn completion(&self, start: &str) -> Option<&str> {
        let start = start.to_lowercase();
        if start.chars().count() < 3 {
            return None;
        }
        let mut found: Vec<(&String, u32)> = self
            .words
            .iter()
            .filter(|(word, _)| word.len() > start.len() + 1 && word.starts_with(&start))
            .map(|(word, count)| (word, *count))
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

/// A token without the punctuation around it; hyphens and apostrophes inside stay.
pub fn trim(token: &str) -> &str {
    token.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The last word of a text (hyphens and apostrophes inside it included) and where it starts; a
/// hyphen behind it is passed over.
pub fn last_word(text: &str) -> (usize, &str) {
    let end = text.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let start = text[..end]
        .char_indices()
        .rev()
        .take_while(|(_, c)| in_word(*c))
        .last()
        .map_or(end, |(at, _)| at);
    let word = text[start..end].trim_start_matches(|c: char| !c.is_alphanumeric());
    (end - word.len(), word)
}

/// The first word of a text, and where it starts; opening quotes and brackets are passed over.
pub fn first_word(text: &str) -> (usize, &str) {
    let start = text
        .find(|c: char| c.is_alphanumeric())
        .unwrap_or(text.len());
    let rest = &text[start..];
    let end = rest.find(|c: char| !in_word(c)).unwrap_or(rest.len());
    let word = rest[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
    (start, word)
}

/// Whether a character may stand inside a word.
pub fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '\u{2010}' | '\u{2011}')
}
