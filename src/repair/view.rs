//! What a pass sees: the text in blocks with their roles, the page's own spelling, the language.
//!
//! Everything is counted before any pass decides.

use crate::model::SplitWords as _;
use std::cell::OnceCell;
use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::roles::{self, Begin, BlockText, End, Role};

use super::known::Known;
use super::spelling::Spelling;
use super::squeezed::{self, Match, Squeezed};
use super::tokens::Tokens;

/// A block as a pass sees it.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    /// Its range in the text.
    pub range: Range<usize>,
    /// Its characters.
    pub text: &'a str,
    /// What it looks like.
    pub role: Role,
    /// Whether it is an item of a list: behind an introduction with a colon, or one of many short blocks
    /// that do not fill their lines.
    pub item: bool,
}

impl Block<'_> {
    /// Whether it is running text.
    pub fn is_prose(&self) -> bool {
        self.role == Role::Paragraph
    }

    /// Whether it is written in signs as much as in words, as grammars, formulas and programs are: what
    /// looks odd in running text is the rule there. Two signs of their own, and one in ten of the words.
    pub fn is_formal(&self) -> bool {
        let is_sign = |c| {
            matches!(
                c,
                '|' | '→'
                    | '←'
                    | '⇒'
                    | '='
                    | '<'
                    | '>'
                    | '{'
                    | '}'
                    | '['
                    | ']'
                    | '('
                    | ')'
                    | '+'
                    | '*'
                    | '/'
                    | '\\'
                    | '^'
                    | '@'
                    | '~'
                    | ';'
                    | ':'
                    | '?'
            )
        };
        let sign = |word: &&str| word.chars().all(is_sign);
        let signs = self.text.split_words().filter(sign).count();
        signs >= 2 && signs * 10 >= self.words()
    }

    /// Whether it is a short line in capitals, as running heads are.
    pub fn shouts(&self) -> bool {
        // Running text shows a small letter at once.
        !self.text.chars().any(char::is_lowercase)
            && self.words() <= 8
            && self.text.chars().filter(|c| c.is_uppercase()).count() >= 3
    }

    /// Words in it, counted by white space.
    pub fn words(&self) -> usize {
        self.text.split_words().count()
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
    /// What is known of its tokens.
    pub tokens: &'a Tokens,
    /// How sure the reader of a scan was of each word, from 0 to 1, in order; empty where nobody said.
    pub sureness: Vec<(Range<usize>, f32)>,
    dashes: OnceCell<bool>,
    hyphenates: OnceCell<bool>,
    repeats: OnceCell<Vec<(Squeezed, Vec<Match>)>>,
}

impl<'a> View<'a> {
    /// The view of a text whose blocks have these roles (see [`roles_of`]).
    pub fn new(
        text: &'a str,
        spelling: &'a Spelling,
        tokens: &'a Tokens,
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
        mark_entries(&mut blocks);
        View {
            text,
            blocks,
            lexicon: tokens.lexicon,
            spelling,
            tokens,
            sureness: Vec::new(),
            dashes: OnceCell::new(),
            hyphenates: OnceCell::new(),
            repeats: OnceCell::new(),
        }
    }

    /// Whether the page sets dashes as a hyphen and a space, so that such a hyphen proves nothing.
    pub fn dashes(&self) -> bool {
        *self
            .dashes
            .get_or_init(|| sets_dashes(self.text, self.lexicon))
    }

    /// Whether the page writes with a hyphen what others write closed, as older print does: "to-day".
    pub fn hyphenates(&self) -> bool {
        *self
            .hyphenates
            .get_or_init(|| super::hyphens::is_habit(self.spelling, self.lexicon))
    }

    /// What the page repeats, part by part.
    pub fn repeats(&self) -> &[(Squeezed, Vec<Match>)] {
        self.repeats.get_or_init(|| squeezed::repeats(self))
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
pub fn roles_of(text: &str, known: &Known) -> Vec<Role> {
    let mut texts: Vec<BlockText> = crate::model::blocks_of(text)
        .into_iter()
        .map(|range| BlockText::new(&text[range]))
        .collect();
    known.mark(&mut texts);
    roles_of_blocks(&texts)
}

/// What the blocks of a page look like.
pub fn roles_of_blocks(texts: &[BlockText]) -> Vec<Role> {
    let mut roles = roles::classify(texts);
    for (role, block) in roles.iter_mut().zip(texts) {
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

/// Words of an entry of a list, and entries of one, at least.
const ENTRY: usize = 6;
const ENTRIES: usize = 6;

/// Marks the entries of a list, an index or a glossary whose lines stand apart: many short blocks in a row
/// that break before a word for which there was room. Torn lines of a column break where they are full.
fn mark_entries(blocks: &mut [Block]) {
    let width = |block: &Block| block.text.chars().count();
    let is_entry = |block: &Block| {
        block.text.len() < 80 && !block.text.contains('\n') && block.words() <= ENTRY
    };
    let mut number = 0;
    while number < blocks.len() {
        let start = number;
        let mut longest = 0;
        while let Some(block) = blocks.get(number).filter(|block| is_entry(block)) {
            longest = longest.max(width(block));
            number += 1;
        }
        let run = start..number;
        number += 1;
        if run.len() < ENTRIES {
            continue;
        }
        let mut room = 0;
        for pair in blocks[run.clone()].windows(2) {
            let next = pair[1].text.split_words().next().unwrap_or("");
            room += usize::from(width(&pair[0]) + 1 + next.chars().count() < longest);
        }
        if room * 3 >= run.len() * 2 {
            blocks[run].iter_mut().for_each(|block| block.item = true);
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
