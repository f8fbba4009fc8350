//! The readings of every token of a block: as it stands, as another word, joined to the next token,
//! parted in two, or dropped as noise.
//!
//! Knows what each costs by itself; neighbours are not looked at here.

use std::ops::Range;

use crate::lexicon::Edge;
use crate::repair::apart::apart;
use crate::repair::view::Block;

use super::tokens::{Joint, Token, in_capitals_of};
use super::{Reader, SCANNED, is_letters, is_short};

/// One reading of one or two tokens.
#[derive(Clone, Debug)]
pub struct Way {
    /// Tokens that it accounts for.
    pub tokens: usize,
    /// What it costs by itself: -log10 of how likely it is.
    pub cost: f32,
    /// What the token before it is the neighbour of.
    pub first: Edge,
    /// What the token behind it is the neighbour of.
    pub last: Edge,
    /// The range of the block that is read otherwise; empty where all stays.
    pub at: Range<usize>,
    /// What is read there.
    pub now: String,
    /// By how many powers of ten it must be likelier than what stands there.
    pub needs: f32,
    /// Whether what stands there is a word.
    pub is_word: bool,
}

impl Way {
    /// Whether all stays as it stands.
    pub fn stays(&self) -> bool {
        self.at.is_empty()
    }
}

/// What a reading needs to be taken, in powers of ten: of a string in small letters that is no word, of
/// one with a capital, of a word, of a sign or a scrap that is dropped.
const WORD: f32 = 0.7;
const NAME: f32 = 1.6;
const REAL: f32 = 2.2;
const DROP: f32 = 1.3;
/// What it needs besides in a language whose pairs nobody has counted.
const ALONE: f32 = 0.8;

/// Shares of the ways to misread what parts words, as -log10: a space inside a word, a hyphen of a
/// line's end, a stop for that hyphen; a space that is lost; a scrap where nothing should be.
const SPLIT: f32 = 1.3;
const HYPHEN: f32 = 0.3;
const STOP: f32 = 1.5;
const RUN: f32 = 1.3;
const SCRAP: f32 = 1.2;
/// Every sign of a scrap.
const SCRAP_SIGN: f32 = 0.9;

/// Words that are commoner than this are not doubted.
const REPLACED: f32 = -4.0;

/// Readings of a token that are followed.
const KEPT: usize = 5;

impl<'a> Reader<'a> {
    /// The readings of the tokens of a stretch, what stands there first.
    pub(super) fn ways(
        &mut self,
        block: &Block,
        tokens: &'a [Token<'a>],
        stretch: Range<usize>,
    ) -> Vec<Vec<Way>> {
        let mut all = Vec::with_capacity(stretch.len());
        for number in stretch.clone() {
            let token = &tokens[number];
            let next = tokens.get(number + 1).filter(|_| number + 1 < stretch.end);
            let start = block.range.start;
            let mut ways = vec![self.staying(token)];
            ways[0].cost += self.doubt(start + token.at..start + token.end());
            if !token.is_marks() {
                self.others(token, &mut ways);
            }
            if !token.is_marks() && !is_short(self.view.lexicon.language()) {
                if let Some(next) = next {
                    self.joined(token, next, &mut ways);
                }
                self.parted(token, &mut ways);
            }
            if let Some(next) = next {
                // What begins a line may be the mark of a list.
                if block.text[token.range.end..next.range.start] == *" " {
                    self.dropping(token, next, &mut ways);
                }
            }
            all.push(ways);
        }
        all
    }

    /// Whether a token may have to be read otherwise.
    pub(super) fn is_doubtful(&mut self, token: &'a Token<'a>) -> bool {
        let known = self.known(token);
        if !known.is_word || self.rate < SCANNED {
            return !known.is_word;
        }
        token.is_marks()
            || token.core.len() == 1
            || self
                .limit(token, known)
                .is_some_and(|limit| !self.guess(token.core, limit).is_empty())
    }

    fn staying(&mut self, token: &'a Token<'a>) -> Way {
        // A sign that stands alone is no word of any text.
        const SIGN: f32 = -4.0;
        let known = self.known(token);
        let score = if token.core.is_empty() {
            SIGN
        } else {
            known.score
        };
        self.way(token, token.core, -score, 0..0, 0.0, known.is_word)
    }

    /// A reading of one token as this word.
    fn way(
        &self,
        token: &Token,
        now: &str,
        cost: f32,
        at: Range<usize>,
        needs: f32,
        is_word: bool,
    ) -> Way {
        let lexicon = self.view.lexicon;
        let (first, last) = match token.behind.is_empty() || token.core.is_empty() {
            true => (lexicon.opening(now), lexicon.ending(now)),
            false => (
                lexicon.opening(now),
                lexicon.ending(&format!("{now}{}", token.behind)),
            ),
        };
        Way {
            tokens: 1,
            cost,
            first,
            last,
            at,
            now: now.to_owned(),
            needs,
            is_word,
        }
    }

    /// The most that another word may cost in the place of this one; `None` where none is looked for.
    fn limit(&self, token: &Token, known: super::Known) -> Option<f32> {
        /// What neighbours may add at the most.
        const AROUND: f32 = 1.2;
        /// The same where a word stands already.
        const INSTEAD: f32 = 0.3;
        let core = token.core;
        let letters = core.chars().filter(|c| c.is_alphabetic()).count();
        let capital = core.starts_with(char::is_uppercase);
        // A word is doubted only where letters are misread, and then only for a much commoner one.
        let sound = known.is_word
            && (capital || self.rate < SCANNED || letters < 3 || known.score > REPLACED);
        // A short piece behind a dash is hardly a word by itself: "soo-oop".
        let piece = letters < 4 && token.before == Joint::Dash;
        let read = letters >= 2 && letters * 2 >= core.chars().count();
        let around = if known.is_word { INSTEAD } else { AROUND };
        (read && !sound && !piece).then_some(around - known.score)
    }

    /// The token as other words.
    fn others(&mut self, token: &'a Token<'a>, ways: &mut Vec<Way>) {
        let (core, known) = (token.core, self.known(token));
        let Some(limit) = self.limit(token, known) else {
            return;
        };
        let capital = core.starts_with(char::is_uppercase);
        let needs = match (known.is_word, capital) {
            (true, _) => REAL,
            (false, true) => NAME,
            (false, false) => WORD,
        };
        // Without counted pairs the neighbours tell nothing.
        let needs = match self.view.lexicon.has_classes() {
            true => needs,
            false => needs + ALONE,
        };
        for guess in self.guess(core, limit).into_iter().take(KEPT) {
            let now = in_capitals_of(core, &guess.word);
            if now != core {
                let at = token.at..token.end();
                let cost = guess.cost - guess.score;
                ways.push(self.way(token, &now, cost, at, needs, known.is_word));
            }
        }
    }

    /// The token and the next one as one word that a space, a hyphen or a stop parts.
    fn joined(&mut self, token: &'a Token<'a>, next: &'a Token<'a>, ways: &mut Vec<Way>) {
        let sign = match token.behind {
            "" => SPLIT,
            "-" => HYPHEN,
            "." | "," | "·" | "_" | "~" | "=" => STOP,
            _ => return,
        };
        let (left, right) = (token.core, next.core);
        if next.before != Joint::Space
            || !next.ahead.is_empty()
            || !next.core.starts_with(char::is_lowercase)
            || !is_letters(left)
            || !is_letters(right)
            || (left.chars().count() == 1 && right.chars().count() == 1)
        {
            return;
        }
        let (a, b) = (self.known(token), self.known(next));
        if a.is_word && b.is_word && left.chars().count() > 1 && right.chars().count() > 1 {
            return;
        }
        let whole = format!("{left}{right}");
        let own = self.look(&whole);
        let at = token.at..next.end();
        let cost = self.base + sign;
        let mut add = |reader: &Reader, now: &str, cost: f32, needs: f32| {
            let one = Token {
                core: now,
                at: token.at,
                range: token.range.start..next.range.end,
                ahead: token.ahead,
                behind: next.behind,
                before: token.before,
            };
            let way = reader.way(&one, now, cost, at.clone(), needs, false);
            ways.push(Way { tokens: 2, ..way });
        };
        // Half a name is as likely a name.
        let needs = if left.starts_with(char::is_uppercase) {
            NAME
        } else {
            WORD
        };
        if own.is_word && own.score > -6.4 {
            add(self, &whole, cost - own.score, needs);
            return;
        }
        let limit = -a.score - b.score - cost;
        if left.chars().count() + right.chars().count() < 6 || limit < 0.0 {
            return;
        }
        for guess in self.guess(&whole, limit).into_iter().take(2) {
            let now = in_capitals_of(&whole, &guess.word);
            if now != whole {
                add(self, &now, cost + guess.cost - guess.score, needs);
            }
        }
    }

    /// The token as two words that run together, or that a sign was read between.
    fn parted(&mut self, token: &'a Token<'a>, ways: &mut Vec<Way>) {
        let core = token.core;
        if self.known(token).is_word || core.len() < 4 || core.len() > 40 {
            return;
        }
        let small = is_letters(core) && core.chars().skip(1).all(char::is_lowercase);
        // A stop between may be a shortened word or an address.
        if !small && self.rate < SCANNED {
            return;
        }
        let lexicon = self.view.lexicon;
        // Half a name is as likely a name.
        let capital = core.starts_with(char::is_uppercase);
        let needs = if capital { NAME } else { WORD };
        let mut best: Vec<Way> = Vec::new();
        for (at, c) in core.char_indices().skip(1) {
            let sign = matches!(c, ',' | ';' | ':' | '.' | '~' | '*' | '_' | '·');
            if !small && !sign {
                continue;
            }
            let left = &core[..at];
            let right = &core[if small { at } else { at + c.len_utf8() }..];
            let Some(a) = self.common(left) else {
                continue;
            };
            let mark = match c {
                ',' | ';' | ':' => &core[at..at + c.len_utf8()],
                _ => "",
            };
            let (now, cost) = if let Some(b) = self.common(right) {
                let (one, two) = (format!("{left}{mark}"), lexicon.opening(right));
                let joint = lexicon.joint(&lexicon.ending(&one), &two);
                let whole = format!("{left}-{right}");
                match sign && lexicon.compound(&whole).is_some() {
                    true => (whole, self.base + RUN - a - b),
                    false => (format!("{one} {right}"), self.base + RUN - a - b - joint),
                }
            } else if sign && right.chars().count() == 1 && token.behind.is_empty() {
                // A scrap behind the end of a sentence.
                let kept = core[..at + c.len_utf8()].to_owned();
                (kept, self.base + SCRAP + SCRAP_SIGN - a)
            } else {
                continue;
            };
            let mut way = self.way(token, right, cost, token.at..token.end(), needs, false);
            way.first = lexicon.opening(left);
            way.now = now;
            best.push(way);
        }
        // More than two: where one space is lost, others are.
        if let Some(found) = apart(lexicon, core).filter(|found| found.words.len() > 2) {
            let gaps = (found.words.len() - 1) as f32;
            let cost = self.base + RUN * gaps - found.score;
            let last = found.words[found.words.len() - 1];
            let mut way = self.way(token, last, cost, token.at..token.end(), needs, false);
            way.first = lexicon.opening(found.words[0]);
            way.now = found.words.join(" ");
            best.push(way);
        }
        best.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        ways.extend(best.into_iter().take(2));
    }

    /// The score of a word that is common enough to be one of two that run together.
    fn common(&self, word: &str) -> Option<f32> {
        /// The rarest that is.
        const COMMON: f32 = -4.7;
        let lexicon = self.view.lexicon;
        let found = lexicon.look(word).filter(|_| lexicon.knows(word))?;
        let one = word.chars().count() == 1;
        let fits = found.is_word()
            && !found.is_short_form()
            && found.score() > COMMON
            && (!one || matches!(word, "a" | "A" | "I"));
        fits.then(|| found.score())
    }

    /// The readings of a token with the scrap behind it dropped.
    fn dropping(&mut self, token: &'a Token<'a>, scrap: &'a Token<'a>, ways: &mut Vec<Way>) {
        let language = self.view.lexicon.language();
        if self.rate < SCANNED || scrap.before != Joint::Space || is_short(language) {
            return;
        }
        let core = scrap.core;
        let signs = scrap.range.len();
        let letters = core.chars().filter(|c| c.is_alphanumeric()).count();
        let is_scrap = match letters {
            // Dots and dashes that stand alone may be meant.
            0 => !matches!(
                scrap.behind.chars().next(),
                Some(
                    '.' | '-'
                        | '–'
                        | '—'
                        | '…'
                        | '&'
                        | '"'
                        | '“'
                        | '”'
                        | '\''
                        | '‘'
                        | '’'
                        | '='
                        | '+'
                        | '/'
                        | '£'
                        | '§'
                )
            ),
            1 => {
                core.chars().all(char::is_lowercase) && !matches!(core, "a" | "o" | "s" | "d" | "l")
            }
            2 => !self.known(scrap).is_word && core.chars().all(char::is_lowercase),
            _ => false,
        };
        if !is_scrap || signs > 4 {
            return;
        }
        let cost = self.base + SCRAP + SCRAP_SIGN * signs as f32;
        let mut more: Vec<Way> = ways
            .iter()
            .filter(|way| way.tokens == 1 && way.stays())
            .cloned()
            .collect();
        for way in &mut more {
            way.tokens = 2;
            way.cost += cost;
            way.at = token.range.end..scrap.range.end;
            way.now = String::new();
            way.needs = DROP;
        }
        ways.extend(more);
    }
}
