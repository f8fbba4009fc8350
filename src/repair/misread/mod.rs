//! Letters that a reader of scans misread: what a word may have been, and which of it fits its
//! neighbours.
//!
//! One model: a word costs what its letters cost to be misread so ([`channel`]) and how rare it is; two
//! neighbours cost what the language tells of them; a string that is no word may be one that no list
//! has, at a price. The cheapest way along a stretch of tokens ([`path`]) is proposed where it is
//! clearly cheaper than what stands there. How often letters are misread is told by the page: on sound
//! text no letter is, so nothing is cheap enough.

mod channel;
mod marks;
mod path;
mod tokens;
mod ways;

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use rustc_hash::FxBuildHasher;

use crate::lexicon::{self, Language, Tree};
use crate::roles::Role;

use super::Confidence;
use super::engine::{Action, Edit};
use super::view::{Block, View};

use channel::Guess;
use path::Found;
use tokens::{Token, tokens};

/// A string of small letters that is in no list and yet no misreading, as log10 of its share: one word in
/// five hundred of English, one in twelve of languages with short lists.
fn unlisted(language: Language) -> f32 {
    match language {
        Language::English => -2.7,
        Language::German | Language::Dutch => -1.9,
        _ => -1.1,
    }
}

/// Whether a language's list is too short for a strange word to prove anything by itself.
fn is_short(language: Language) -> bool {
    matches!(
        language,
        Language::French | Language::Spanish | Language::Italian
    )
}

/// The same of a string with a capital: most names are in no list.
const UNLISTED_NAME: f32 = -1.5;
/// Words of the page that are taken to be sound before they are looked at.
const TAKEN: f32 = 40.0;
/// Misread words of these: somebody has asked for misread letters to be looked for.
const SUSPECTED: f32 = 0.3;
/// Letters of a word, on average.
const LETTERS: f32 = 5.0;
/// The share of misread letters from which on a text is known to come from a reader of scans, so that
/// sound words and marks are doubted too.
const SCANNED: f32 = 0.005;
/// The share that is not exceeded: text in which more is misread tells nothing.
const MOST: f32 = 0.12;

/// Proposes other readings of misread words.
pub fn run(view: &View) -> Vec<Edit> {
    if view.lexicon.language() == Language::Unknown {
        return Vec::new();
    }
    let blocks: Vec<(&Block, Vec<Token>)> = view
        .blocks
        .iter()
        .filter(|block| is_read(view, block))
        .map(|block| (block, tokens(block.text)))
        .collect();
    let mut reader = Reader::new(view, &blocks);
    let mut edits = Vec::new();
    for (block, tokens) in &blocks {
        reader.read(block, tokens, &mut edits);
        marks::look(&reader, block, tokens, &mut edits);
    }
    edits
}

/// Whether the words of a block are looked at: text, in the page's language as far as it tells.
fn is_read(view: &View, block: &Block) -> bool {
    let role = matches!(
        block.role,
        Role::Paragraph | Role::Headline | Role::Subhead | Role::Caption { .. } | Role::PullQuote
    );
    /// Words of a block that tell their language.
    const TELLING: usize = 12;
    let language = || match lexicon::detect(block.text) {
        Language::Unknown => block.words() < TELLING,
        found => found == view.lexicon.language(),
    };
    role && !block.is_formal() && language()
}

/// Strings whose guesses are remembered.
const REMEMBERED: usize = 20_000;

/// A string in a language, what a misread letter costs, and the limit, the two in fifths.
type Asked = (String, Language, u32, u32);

thread_local! {
    static GUESSES: RefCell<HashMap<Asked, Vec<Guess>, FxBuildHasher>> =
        const { RefCell::new(HashMap::with_hasher(FxBuildHasher)) };
}

/// What is known of a string on the page.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// Whether it is a word as it stands.
    is_word: bool,
    /// log10 of how likely it stands there on purpose.
    score: f32,
}

/// A page in reading.
pub(super) struct Reader<'a> {
    view: &'a View<'a>,
    /// The share of letters that are misread.
    rate: f32,
    /// -log10 of it.
    base: f32,
    /// Words of the page that no list has.
    own: Tree,
    known: HashMap<&'a str, Known, FxBuildHasher>,
    guesses: HashMap<String, Vec<Guess>, FxBuildHasher>,
}

impl<'a> Reader<'a> {
    fn new(view: &'a View<'a>, blocks: &'a [(&Block, Vec<Token>)]) -> Reader<'a> {
        let mut reader = Reader {
            view,
            rate: 0.0,
            base: 9.0,
            own: Tree::default(),
            known: HashMap::default(),
            guesses: HashMap::default(),
        };
        let (mut all, mut small, mut odd) = (0.0_f32, 0.0_f32, 0.0_f32);
        let mut own: HashMap<String, f32, FxBuildHasher> = HashMap::default();
        for token in blocks.iter().flat_map(|(_, tokens)| tokens) {
            all += 1.0;
            let known = reader.known(token);
            let count = view.spelling.count(token.core);
            if token.core.starts_with(char::is_lowercase) && token.core.len() > 2 {
                small += 1.0;
                // What the page has again and again is no chance of its letters.
                odd += f32::from(u8::from(!known.is_word && count <= 2));
            }
            if !known.is_word && count >= 2 && is_letters(token.core) && token.core.len() > 3 {
                own.insert(token.core.to_lowercase(), count as f32);
            }
        }
        let sound = 10_f32.powf(unlisted(view.lexicon.language()));
        let share = ((odd - sound * small).max(0.0) + SUSPECTED) / (small + TAKEN);
        reader.rate = (share / LETTERS).min(MOST);
        reader.base = -reader.rate.log10();
        let score = |count: f32| (count / (all + TAKEN)).log10();
        reader.own = Tree::of(
            own.into_iter()
                .map(|(word, count)| (word, score(count)))
                .collect(),
        );
        reader
    }

    /// What is known of a token's word.
    fn known(&mut self, token: &'a Token<'a>) -> Known {
        let core = token.core;
        if let Some(known) = self.known.get(core) {
            return *known;
        }
        let mut known = self.look(core);
        // The apostrophe may be a part of the word: 'tis.
        if !known.is_word
            && token.ahead.ends_with(['\'', '’', '‘', '`'])
            && self.view.lexicon.look(&format!("'{core}")).is_some()
        {
            known = Known {
                is_word: true,
                ..known
            };
        }
        self.known.insert(core, known);
        known
    }

    fn look(&self, core: &str) -> Known {
        /// The score of a word that is known by its parts alone, and of figures.
        const PARTS: f32 = -6.5;
        let lexicon = self.view.lexicon;
        let capital = core.starts_with(char::is_uppercase);
        let word = |score: f32| Known {
            is_word: true,
            score,
        };
        if let Some(found) = lexicon.look(core).filter(|_| lexicon.knows(core)) {
            // Capitals inside a word are none of its own.
            let odd = core.contains(char::is_lowercase)
                && core.chars().skip(1).any(char::is_uppercase)
                && found.is_word();
            return Known {
                is_word: !odd,
                score: found.score(),
            };
        }
        let figure = core.starts_with(|c: char| c.is_ascii_digit())
            && core.chars().filter(|c| c.is_alphabetic()).count() <= 3;
        if figure || core.chars().count() < 2 || is_numeral(core) {
            return word(PARTS);
        }
        if lexicon.is_derived(&core.to_lowercase(), capital) || lexicon.is_old_spelling(core) {
            return word(PARTS);
        }
        // An elided word before another: l'eau, dell'arte.
        if let Some((before, rest)) = core.split_once(['\'', '’'])
            && before.chars().count() <= 6
            && is_letters(before)
            && lexicon.knows(rest)
            && lexicon.language() != Language::English
        {
            return word(PARTS);
        }
        let count = self.view.spelling.count(core);
        let often = match count {
            0 | 1 => 0.0,
            count => 0.5 + 0.5 * (count as f32).log10(),
        };
        let small = unlisted(lexicon.language());
        let unlisted = if capital {
            small.max(UNLISTED_NAME)
        } else {
            small
        };
        // Names are spelled in other ways than words; nothing is as unlikely as to be impossible.
        let spelled = lexicon.letters().score(core);
        let floor = if capital { -1.2 } else { -1.6 } * (core.chars().count() + 1) as f32;
        Known {
            is_word: false,
            score: unlisted + spelled.max(floor) + often,
        }
    }

    /// The words that a string may have been, the likeliest first; `limit` is the most that misreading
    /// and rareness may cost together.
    fn guess(&mut self, core: &str, limit: f32) -> Vec<Guess> {
        if let Some(found) = self.guesses.get(core) {
            return found.clone();
        }
        let mut found = self.listed(core, limit);
        found.extend(channel::guesses(&self.own, core, self.base, limit));
        let folded = core.to_lowercase();
        found.retain(|guess| guess.word != folded || folded != core);
        // Where lists are short, the page has to have the word, or every page.
        if is_short(self.view.lexicon.language()) {
            found.retain(|guess| {
                self.view.spelling.count(&guess.word) > 0
                    || self.view.lexicon.is_function_word(&guess.word)
            });
        }
        for guess in &mut found {
            // What the page has is likelier than what it has not.
            let count = self.view.spelling.count(&guess.word) as f32;
            guess.cost -= (0.4 * (1.0 + count).log10()).min(0.8);
        }
        found.sort_by(|a, b| (a.cost - a.score).total_cmp(&(b.cost - b.score)));
        self.guesses.insert(core.to_owned(), found.clone());
        found
    }

    /// What it adds to the cost of a word at a place of the text that the reader of the scan was so
    /// sure of: less than nothing where it was sure.
    fn doubt(&self, at: Range<usize>) -> f32 {
        /// A sureness that tells nothing.
        const USUAL: f32 = 0.9;
        let odds = |sure: f32| ((1.03 - sure) / (sure + 0.03)).log10();
        let words = &self.view.sureness;
        let first = words.partition_point(|(word, _)| word.end <= at.start);
        let here = words[first..]
            .iter()
            .take_while(|(word, _)| word.start < at.end);
        let least = here.map(|(_, sure)| *sure).min_by(f32::total_cmp);
        least.map_or(0.0, |sure| (odds(sure) - odds(USUAL)).clamp(-0.6, 1.0))
    }

    /// The words of the language that a string may have been, remembered from one run to the next.
    fn listed(&self, core: &str, limit: f32) -> Vec<Guess> {
        let tree = self.view.lexicon.tree();
        let steps = |value: f32| (value * 5.0).ceil() as u32;
        let key = (
            core.to_owned(),
            self.view.lexicon.language(),
            steps(self.base),
            steps(limit),
        );
        GUESSES.with_borrow_mut(|guesses| {
            if guesses.len() > REMEMBERED {
                guesses.clear();
            }
            let find = || channel::guesses(tree, core, key.2 as f32 / 5.0, key.3 as f32 / 5.0);
            if let Some(found) = guesses.get(&key) {
                return found.clone();
            }
            let found = find();
            guesses.insert(key, found.clone());
            found
        })
    }

    /// Reads a block: the cheapest way along its doubtful stretches.
    fn read(&mut self, block: &Block, tokens: &'a [Token<'a>], edits: &mut Vec<Edit>) {
        let mut from = 0;
        while let Some(stretch) = self.stretch(tokens, from) {
            from = stretch.end;
            let ways = self.ways(block, tokens, stretch.clone());
            for found in path::best(self.view.lexicon, &ways) {
                edits.extend(self.edit(block, tokens, stretch.start, &found));
            }
        }
    }

    /// The next stretch in which something is doubtful, with a sound token on both sides.
    fn stretch(&mut self, tokens: &'a [Token<'a>], from: usize) -> Option<Range<usize>> {
        let mut number = from;
        while !self.is_doubtful(tokens.get(number)?) {
            number += 1;
        }
        let start = number.saturating_sub(1).max(from);
        let mut end = number + 1;
        // Two sound tokens part two stretches.
        while let Some(token) = tokens.get(end) {
            let doubtful = self.is_doubtful(token);
            if !doubtful
                && !tokens
                    .get(end + 1)
                    .is_some_and(|next| self.is_doubtful(next))
            {
                end += 1;
                break;
            }
            end += 1;
        }
        Some(start..end.min(tokens.len()))
    }

    /// The edit that a reading comes to, if it is clear enough to be proposed.
    fn edit(&self, block: &Block, tokens: &[Token], start: usize, found: &Found) -> Option<Edit> {
        let way = found.way;
        let at = block.range.start + way.at.start..block.range.start + way.at.end;
        let was = &block.text[way.at.clone()];
        let first = start + found.token;
        let last = first + way.tokens - 1;
        // Odd words side by side are as likely a foreign phrase.
        let odd = |number: Option<usize>| {
            let token = number.and_then(|number| tokens.get(number));
            let known = token.and_then(|token| self.known.get(token.core));
            known.is_some_and(|known| !known.is_word)
        };
        let odd = u8::from(odd(first.checked_sub(1))) + u8::from(odd(Some(last + 1)));
        let foreign = f32::from(odd) * 0.4 * ((self.base - 1.0) / 1.5).clamp(0.0, 1.0);
        let clear = found.margin - way.needs - foreign;
        let confidence = match clear {
            clear if clear < -0.6 => return None,
            clear if clear < 0.0 || found.second < ALIKE => Confidence::Query,
            clear if clear > PROVEN && self.view.spelling.count(&way.now) > 2 => {
                Confidence::Certain
            }
            _ => Confidence::Likely,
        };
        let because = match (way.now.is_empty(), way.is_word) {
            (true, _) => format!(
                "\"{}\" is no word, and the words around it go together",
                was.trim()
            ),
            (_, true) => format!(
                "\"{was}\" hardly fits here; its letters are easily misread for \"{}\"",
                way.now
            ),
            (_, false) => format!(
                "\"{was}\" is no word; its letters are easily misread for \"{}\"",
                way.now
            ),
        };
        Some(Edit {
            at,
            action: match confidence {
                Confidence::Query => Action::Ask(way.now.clone()),
                _ => Action::Replace(way.now.clone()),
            },
            confidence,
            because,
            seen: Vec::new(),
        })
    }
}

/// Powers of ten by which the best reading must beat the second best.
const ALIKE: f32 = 0.3;
/// Powers of ten from which on a reading that the page has elsewhere is certain.
const PROVEN: f32 = 3.0;

fn is_letters(core: &str) -> bool {
    core.chars().all(char::is_alphabetic)
}

/// Whether it is a Roman numeral in capitals.
fn is_numeral(core: &str) -> bool {
    core.chars().all(|c| "IVXLCDM".contains(c))
}
