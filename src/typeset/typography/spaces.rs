//! Spaces that must not break, and spaces that a language sets with its punctuation.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Cell, character, primary, rows};

const BOUND: &str = include_str!("bound.txt");

const NO_BREAK: char = '\u{A0}';
const NARROW: char = '\u{202F}';

/// What binds a word to the next one or to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Bond {
    /// After a figure.
    Unit,
    /// Before a name.
    Title,
    /// Before a figure.
    Mark,
    /// After a figure with a full stop.
    Month,
    /// Before anything.
    Short,
}

type Bonds = FxHashMap<(&'static str, Bond), FxHashSet<&'static str>>;

fn bonds() -> &'static Bonds {
    static READ: OnceLock<Bonds> = OnceLock::new();
    READ.get_or_init(|| {
        let mut bonds = Bonds::default();
        for row in rows(BOUND) {
            let Some((head, words)) = row.split_once(':') else {
                continue;
            };
            let (language, kind) = head.split_once(' ').unwrap_or((head, ""));
            let bond = match kind {
                "unit" => Bond::Unit,
                "title" => Bond::Title,
                "month" => Bond::Month,
                "short" => Bond::Short,
                _ => Bond::Mark,
            };
            let list = bonds.entry((language, bond)).or_default();
            list.extend(words.split_whitespace());
        }
        bonds
    })
}

fn bound(language: &str, bond: Bond, word: &str) -> bool {
    let lists = ["*", language].map(|code| bonds().get(&(code, bond)));
    lists.into_iter().flatten().any(|list| list.contains(word))
}

/// Whether a piece of text can be seen to need nothing: letters, spaces, and signs that stay as they are,
/// with no title or initial before a name.
pub(super) fn is_plain(text: &str, language: &str) -> bool {
    let code = primary(language);
    if code == "fr" || bonds().contains_key(&(code.as_str(), Bond::Short)) {
        return false;
    }
    let bytes = text.as_bytes();
    let mut before = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b',' | b';' | b':' | b'!' | b'?' | b')' => {}
            b'.' if !matches!(bytes.get(at + 1), Some(b'.')) && before < at => {}
            b' ' => {
                let word = &text[before..at];
                let name = bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase);
                if name && (bound(&code, Bond::Title, word) || is_initial(word)) {
                    return false;
                }
                before = at + 1;
            }
            _ => return false,
        }
    }
    true
}

/// Makes spaces unbreakable, and sets French punctuation apart.
pub(super) fn convert(cells: &mut Vec<Cell>, language: &str) {
    let code = primary(language);
    if code == "fr" {
        french(cells, language);
    }
    let thousands = groups_thousands(&code);
    let shorts = bonds().get(&(code.as_str(), Bond::Short));
    let (mut before, mut after) = (String::new(), String::new());
    for at in 0..cells.len() {
        if cells[at].character != ' ' {
            continue;
        }
        if let Some(shorts) = shorts
            && at > 0
            && let Some(letter) = lone_letter(cells, at)
            && shorts.contains(letter.encode_utf8(&mut [0; 4]) as &str)
            && cells
                .get(at + 1)
                .is_some_and(|next| next.character.is_alphanumeric())
        {
            cells[at].character = NO_BREAK;
            continue;
        }
        if !may_bind(cells, at) {
            continue;
        }
        word_before(cells, at, &mut before);
        word_after(cells, at, &mut after);
        if thousands && is_thousands_gap(cells, at) {
            cells[at].character = NARROW;
        } else if binds(&code, &before, &after) {
            cells[at].character = NO_BREAK;
        }
    }
}

/// Whether there is anything to look up for the space at a place: a figure beside it, or a capital after
/// it.
fn may_bind(cells: &[Cell], at: usize) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let back = |count| character(cells, at.checked_sub(count)).is_some_and(digit);
    let stopped = character(cells, at.checked_sub(1)) == Some('.');
    let before = back(1) || (stopped && back(2));
    let mut after = cells[at + 1..].iter().map(|cell| cell.character);
    let first = after.next();
    let bare = match first {
        Some(c) if opening(c) => after.find(|c| !opening(*c)),
        other => other,
    };
    before || first.is_some_and(digit) || bare.is_some_and(char::is_uppercase)
}

/// The letter before the space at a place, where it is a word by itself.
fn lone_letter(cells: &[Cell], at: usize) -> Option<char> {
    let letter = character(cells, at.checked_sub(1))?;
    let before = at.checked_sub(2).and_then(|at| character(cells, Some(at)));
    let alone = before.is_none_or(|c| c.is_whitespace() || opening(c));
    (letter.is_alphabetic() && alone).then_some(letter)
}

/// Letters of a word that are looked at.
const LONGEST: usize = 24;

fn word_before(cells: &[Cell], at: usize, word: &mut String) {
    let letters = || cells[..at].iter().rev().map(|cell| cell.character);
    let length = letters().take_while(|c| !c.is_whitespace());
    let start = at - length.take(LONGEST).count();
    word.clear();
    word.extend(cells[start..at].iter().map(|cell| cell.character));
}

fn word_after(cells: &[Cell], at: usize, word: &mut String) {
    let letters = cells[at + 1..].iter().map(|cell| cell.character);
    word.clear();
    word.extend(letters.take_while(|c| !c.is_whitespace()).take(LONGEST));
}

/// Signs that open what a word stands in.
fn opening(c: char) -> bool {
    matches!(
        c,
        '(' | '[' | '\u{201C}' | '\u{2018}' | '«' | '„' | '‚' | '¿' | '¡'
    )
}

/// Whether the space between two words is not to break.
fn binds(language: &str, before: &str, after: &str) -> bool {
    let starts_with_figure = after.starts_with(|c: char| c.is_ascii_digit());
    let bare_before = before.trim_start_matches(opening);
    let closing = |c: char| {
        !c.is_alphanumeric() && !matches!(c, '%' | '€' | '£' | '$' | '°' | '²' | '³' | '‰')
    };
    let bare_after = after.trim_end_matches(closing);
    let is_figure = bare_before.ends_with(|c: char| c.is_ascii_digit())
        && bare_before.starts_with(|c: char| {
            c.is_ascii_digit() || matches!(c, '$' | '£' | '€' | '-' | '−' | '+')
        });
    // A unit keeps its own full stop (p.m.), or loses that of the sentence.
    let is_unit = [
        after,
        bare_after,
        after.trim_end_matches([',', ';', ':', '!', '?', ')']),
    ]
    .iter()
    .any(|word| bound(language, Bond::Unit, word));
    if is_figure && is_unit {
        return true;
    }
    let is_ordinal = before
        .strip_suffix('.')
        .is_some_and(|day| (1..=2).contains(&day.len()) && day.bytes().all(|b| b.is_ascii_digit()));
    if is_ordinal && bound(language, Bond::Month, bare_after) {
        return true;
    }
    let is_name = after
        .trim_start_matches(opening)
        .starts_with(char::is_uppercase);
    if is_name && bound(language, Bond::Title, bare_before) {
        return true;
    }
    if starts_with_figure && bound(language, Bond::Mark, bare_before) {
        return true;
    }
    is_name && is_initial(bare_before) && !language.is_empty()
}

/// A letter that stands for a name: `J.`, or several: `J.R.`.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    let mut some = false;
    loop {
        match (letters.next(), letters.next()) {
            (None, _) => return some,
            (Some(letter), Some('.')) if letter.is_uppercase() => some = true,
            _ => return false,
        }
    }
}

/// Languages that part thousands by a space.
fn groups_thousands(language: &str) -> bool {
    let known = [
        "fr", "sv", "nb", "nn", "no", "fi", "pl", "cs", "sk", "ru", "uk", "be", "bg", "hu", "et",
        "lv", "lt",
    ];
    known.contains(&language)
}

/// Whether the space at a place parts thousands: up to three figures before it, exactly three after.
fn is_thousands_gap(cells: &[Cell], at: usize) -> bool {
    let digit = |at: Option<usize>| character(cells, at).is_some_and(|c| c.is_ascii_digit());
    let before = (1..=4)
        .take_while(|back| digit(at.checked_sub(*back)))
        .count();
    let after = (1..=4).take_while(|on| digit(Some(at + on))).count();
    (1..=3).contains(&before) && after == 3
}

/// Spaces inside guillemets and before high punctuation. Swiss and Canadian papers differ.
fn french(cells: &mut Vec<Cell>, language: &str) {
    let swiss = language.eq_ignore_ascii_case("fr-CH");
    let canadian = language.eq_ignore_ascii_case("fr-CA");
    let mut at = 0;
    while at < cells.len() {
        let cell = cells[at];
        let previous = character(cells, at.checked_sub(1));
        let next = character(cells, Some(at + 1));
        let is_space = |c: Option<char>| c == Some(' ');
        let ends_word = next.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '»' | ')' | '\u{201D}' | '!' | '?' | '\u{2026}')
        });
        let after_word = previous.is_some_and(|c| {
            c.is_alphanumeric() || matches!(c, ')' | '»' | '\u{201D}' | '%' | '€')
        });
        match cell.character {
            '«' if is_space(next) => cells[at + 1].character = NARROW,
            '«' if next.is_some_and(|c| !c.is_whitespace()) && !swiss => {
                cells.insert(
                    at + 1,
                    Cell {
                        character: NARROW,
                        ..cell
                    },
                );
            }
            '»' if is_space(previous) && at >= 2 => cells[at - 1].character = NARROW,
            '»' if previous.is_some_and(|c| !c.is_whitespace()) && !swiss => {
                cells.insert(
                    at,
                    Cell {
                        character: NARROW,
                        ..cell
                    },
                );
                at += 1;
            }
            ';' | '!' | '?' | ':' if is_space(previous) && ends_word && at >= 2 => {
                cells[at - 1].character = if cell.character == ':' {
                    NO_BREAK
                } else {
                    NARROW
                };
            }
            ';' | '!' | '?' | ':' if after_word && ends_word && !swiss => {
                let colon = cell.character == ':';
                if colon || !canadian {
                    let character = if colon { NO_BREAK } else { NARROW };
                    cells.insert(at, Cell { character, ..cell });
                    at += 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
}
