//! Quotation marks, apostrophes and primes. Knows the marks of each language.

use super::{Cell, character, primary, rows};

const MARKS: &str = include_str!("quotes.txt");
const ELISIONS: &str = include_str!("elisions.txt");

/// A mark that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Double,
    Single,
}

/// The quotation marks of a language, and those open so far.
#[derive(Clone, Debug)]
pub(super) struct Quotes {
    outer: (char, char),
    inner: (char, char),
    elisions: Vec<&'static str>,
    open: Vec<Open>,
    previous: Option<char>,
}

impl Quotes {
    pub(super) fn new(language: &str) -> Quotes {
        let row = |wanted: &str| {
            let mut found = rows(MARKS).map(str::split_whitespace);
            let mut row = found.find(|row| {
                row.clone()
                    .next()
                    .is_some_and(|code| code.eq_ignore_ascii_case(wanted))
            })?;
            row.next();
            let marks: Vec<char> = row.filter_map(|mark| mark.chars().next()).collect();
            <[char; 4]>::try_from(marks).ok()
        };
        let primary = primary(language);
        let marks = row(language).or_else(|| row(&primary)).or_else(|| row("*"));
        let [a, b, c, d] = marks.unwrap_or(['\u{201C}', '\u{201D}', '\u{2018}', '\u{2019}']);
        let elisions = rows(ELISIONS)
            .filter_map(|row| row.split_once(':'))
            .filter(|(code, _)| *code == primary)
            .flat_map(|(_, words)| words.split_whitespace());
        Quotes {
            outer: (a, b),
            inner: (c, d),
            elisions: elisions.collect(),
            open: Vec::new(),
            previous: None,
        }
    }

    /// Takes note of a piece without signs to convert, by its last character.
    pub(super) fn pass(&mut self, last: char) {
        self.previous = Some(last);
    }

    pub(super) fn convert(&mut self, cells: &mut Vec<Cell>) {
        join_pairs(cells);
        for at in 0..cells.len() {
            let next = character(cells, Some(at + 1));
            let sign = cells[at].character;
            let mark = match sign {
                '"' => self.double(cells, at, next),
                '\'' => self.single(cells, at, next),
                '`' => self.start(Open::Single),
                _ => {
                    self.see(sign);
                    sign
                }
            };
            cells[at].character = mark;
            // A mark that opens is followed by the start of a word, whatever it looks like.
            let opened = matches!(sign, '"' | '\'' | '`') && self.opens(mark);
            self.previous = Some(if opened { '(' } else { mark });
        }
    }

    /// Whether a mark just put opens a quotation.
    fn opens(&self, mark: char) -> bool {
        match self.open.last() {
            Some(Open::Double) => mark == self.outer.0 && mark != self.outer.1,
            Some(Open::Single) => mark == self.inner.0 && mark != self.inner.1,
            None => false,
        }
    }

    /// Counts marks that are typographic already.
    fn see(&mut self, sign: char) {
        let (open, close) = (self.outer, self.inner);
        if sign == open.0 && open.0 != open.1 {
            self.open.push(Open::Double);
        } else if sign == open.1 && open.0 != open.1 {
            self.end(Open::Double);
        } else if sign == close.0 && close.0 != close.1 {
            self.open.push(Open::Single);
        } else if sign == close.1 && self.open.last() == Some(&Open::Single) {
            self.end(Open::Single);
        }
    }

    fn start(&mut self, kind: Open) -> char {
        self.open.push(kind);
        match kind {
            Open::Double => self.outer.0,
            Open::Single => self.inner.0,
        }
    }

    /// Closes the innermost mark of a kind, and what was left open inside it.
    fn end(&mut self, kind: Open) -> char {
        if let Some(at) = self.open.iter().rposition(|open| *open == kind) {
            self.open.truncate(at);
        }
        match kind {
            Open::Double => self.outer.1,
            Open::Single => self.inner.1,
        }
    }

    fn is_open(&self, kind: Open) -> bool {
        self.open.contains(&kind)
    }

    fn double(&mut self, cells: &[Cell], at: usize, next: Option<char>) -> char {
        let previous = self.previous;
        let after_feet = previous.is_some_and(|c| c.is_ascii_digit()) && feet_before(cells, at);
        let after_figure =
            previous.is_some_and(|c| c.is_ascii_digit()) && !self.is_open(Open::Double);
        if after_feet || (after_figure && !next.is_some_and(char::is_alphanumeric)) {
            return '\u{2033}';
        }
        let may_open = previous.is_none_or(|c| c.is_whitespace() || opens_context(c));
        let may_close = next.is_none_or(|c| c.is_whitespace() || closes_context(c));
        let opens = match (may_open, may_close) {
            (true, false) => true,
            (false, true) => false,
            _ => !self.is_open(Open::Double),
        };
        if opens {
            self.start(Open::Double)
        } else {
            self.end(Open::Double)
        }
    }

    fn single(&mut self, cells: &[Cell], at: usize, next: Option<char>) -> char {
        const APOSTROPHE: char = '\u{2019}';
        let previous = self.previous;
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let figure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if letter(previous) && letter(next) {
            return if figure(previous) && figure(next) {
                '\u{2032}'
            } else {
                APOSTROPHE
            };
        }
        if letter(previous) {
            if figure(previous) && !self.is_open(Open::Single) && next != Some('s') {
                return '\u{2032}';
            }
            return if self.is_open(Open::Single) {
                self.end(Open::Single)
            } else {
                APOSTROPHE
            };
        }
        let may_open = previous.is_none_or(|c| c.is_whitespace() || opens_context(c));
        if letter(next) && may_open {
            return if self.elided(cells, at) {
                APOSTROPHE
            } else {
                self.start(Open::Single)
            };
        }
        if self.is_open(Open::Single) {
            return self.end(Open::Single);
        }
        let may_close = next.is_none_or(|c| c.is_whitespace() || closes_context(c));
        if may_open && !may_close {
            self.start(Open::Single)
        } else {
            APOSTROPHE
        }
    }

    /// Whether the sign before a word stands for letters left out: ’90s, ’tis.
    fn elided(&self, cells: &[Cell], at: usize) -> bool {
        let word: String = cells[at + 1..]
            .iter()
            .map(|cell| cell.character)
            .take_while(|c| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}'))
            .collect();
        let figures = word.chars().take_while(char::is_ascii_digit).count();
        if figures == 2 {
            let rest = &word[2..];
            return matches!(rest, "" | "s" | "er" | "ers" | "'s" | "\u{2019}s");
        }
        let word = word.to_lowercase().replace('\u{2019}', "'");
        let word = word.trim_end_matches('\'');
        self.elisions.contains(&word)
    }
}

/// Characters after which a quotation may open.
fn opens_context(character: char) -> bool {
    matches!(
        character,
        '(' | '[' | '{' | '<' | '/' | '-' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2018}'
                | '\u{201A}'
                | '\u{201C}'
                | '\u{201E}'
                | '«'
                | '‹'
                | '¿'
                | '¡'
                | '\u{2026}'
                | '='
    )
}

/// Characters before which a quotation may close.
fn closes_context(character: char) -> bool {
    matches!(
        character,
        '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '>' | '/' | '-' | '\u{2010}'
            ..='\u{2015}' | '\u{2019}' | '\u{201D}' | '»' | '›' | '\u{2026}' | '\'' | '"'
    )
}

/// Whether the figures before a double sign follow feet, as in 6'2".
fn feet_before(cells: &[Cell], at: usize) -> bool {
    let mut before = cells[..at].iter().rev().map(|cell| cell.character);
    let Some(sign) = before.find(|c| !c.is_ascii_digit() && *c != ' ') else {
        return false;
    };
    matches!(sign, '\u{2032}') && before.next().is_some_and(|c| c.is_ascii_digit())
}

/// Makes one sign of two that stand for it: `''` and ` `` ` for the double one.
fn join_pairs(cells: &mut Vec<Cell>) {
    let mut at = 0;
    while at + 1 < cells.len() {
        let pair = (cells[at].character, cells[at + 1].character);
        if matches!(pair, ('\'', '\'') | ('`', '`')) && cells[at].piece == cells[at + 1].piece {
            cells[at].character = '"';
            cells.remove(at + 1);
        }
        at += 1;
    }
}
