//! Whether two pieces of a word that a hyphen parts are one word, a compound, or two words.
//!
//! The page's own spelling goes first; the language is asked only when the page does not tell.

use crate::lexicon::{Language, Lexicon};

use super::Confidence;
use super::spelling::Spelling;
use super::view::{View, last_word};

/// What becomes of the hyphen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It goes: the pieces are one word.
    Join,
    /// It stays, and the pieces stand together.
    Keep,
    /// It stays, and a space after it: "first- and second-order".
    Space,
}

/// A verdict, how sure it is, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What becomes of the hyphen.
    pub verdict: Verdict,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in words.
    pub because: String,
    /// The letters at the seam of a joined word that are not those of its pieces.
    pub seam: Option<Seam>,
}

/// Letters that a line end changed: German "Zuk-/ker" is "Zucker", Dutch "ge-/evacueerd" "geëvacueerd".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seam {
    /// Bytes of the left piece that go.
    pub before: usize,
    /// What stands there instead.
    pub letter: char,
    /// Bytes of the right piece that go.
    pub after: usize,
}

fn decided(verdict: Verdict, confidence: Confidence, because: String) -> Option<Decision> {
    Some(Decision {
        verdict,
        confidence,
        because,
        seam: None,
    })
}

/// Decides on `left-`, `right` at the end of a line. `None` when nothing tells.
pub fn at_line_end(view: &View, left: &str, right: &str) -> Option<Decision> {
    if left.is_empty() || right.is_empty() {
        return None;
    }
    for (verdict, whole) in [
        (Verdict::Join, format!("{left}{right}")),
        (Verdict::Keep, format!("{left}-{right}")),
    ] {
        if view.spelling.is_told(left, &whole) {
            let because = format!("the file itself says \"{whole}\"");
            return decided(verdict, Confidence::Certain, because);
        }
    }
    if let Some(decision) = by_page(view, left, right) {
        return Some(decision);
    }
    if suspended(view, left, right) {
        return decided(
            Verdict::Space,
            Confidence::Likely,
            format!("\"{left}-\" is a suspended hyphen before \"{right}\""),
        );
    }
    if is_letter(left) || is_letter(right) || left.ends_with('.') {
        // Compositors never part a single letter from its word.
        return decided(
            Verdict::Keep,
            Confidence::Likely,
            format!("no word is broken after one letter or a stop: \"{left}-{right}\""),
        );
    }
    let ends_in_digit = left.ends_with(|c: char| c.is_ascii_digit());
    if ends_in_digit && right.starts_with(|c: char| c.is_ascii_digit()) {
        return decided(
            Verdict::Keep,
            Confidence::Likely,
            "a hyphen between figures is a range or a number".to_owned(),
        );
    }
    if view.lexicon.language() == Language::Unknown {
        return None;
    }
    if let Some(decision) = respelled(view, left, right) {
        return Some(decision);
    }
    let left = without_elided(view, left);
    let hard = view.lexicon.joins_with_hyphen(left, right);
    let whole = format!("{left}{right}");
    if let Some(like) = like_others(view, left, right).filter(|_| hard < 0.5) {
        decided(Verdict::Keep, Confidence::Likely, like)
    } else if hard >= 0.5 {
        decided(
            Verdict::Keep,
            Confidence::Likely,
            format!("\"{left}-{right}\" is more likely a compound than a word broken by the line"),
        )
    } else if view.lexicon.knows(&whole) {
        decided(
            Verdict::Join,
            Confidence::Likely,
            format!("\"{whole}\" is a word"),
        )
    } else {
        decided(
            Verdict::Join,
            Confidence::Likely,
            format!("\"{left}\" and \"{right}\" are more likely a broken word than a compound"),
        )
    }
}

/// Decides on `left- right` within a line, where an extractor left a space after the hyphen.
/// `None` when the text should stay.
pub fn within_line(view: &View, left: &str, right: &str) -> Option<Decision> {
    if let Some(decision) = by_page(view, left, right) {
        return Some(decision);
    }
    if suspended(view, left, right) {
        return None;
    }
    let lexicon = view.lexicon;
    if lexicon.language() == Language::Unknown {
        return None;
    }
    if lexicon.compound(&format!("{left}-{right}")).is_some() {
        return decided(
            Verdict::Keep,
            Confidence::Likely,
            format!("\"{left}-{right}\" is a known compound"),
        );
    }
    let left = without_elided(view, left);
    let whole = format!("{left}{right}");
    let halves = lexicon.knows(left) && lexicon.knows(right);
    // German and Dutch write their compounds closed: a known one is no pair of words with a hyphen.
    let closes = matches!(lexicon.language(), Language::German | Language::Dutch)
        && right.starts_with(char::is_lowercase);
    if lexicon.knows(&whole) && closes && halves {
        return decided(
            Verdict::Join,
            Confidence::Likely,
            format!("\"{whole}\" is a word, and written closed"),
        );
    }
    if lexicon.knows(&whole) && !halves {
        return decided(
            Verdict::Join,
            Confidence::Likely,
            format!("\"{whole}\" is a word, and its halves are not"),
        );
    }
    let figures = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    if figures(left) && figures(right) {
        return decided(
            Verdict::Keep,
            Confidence::Likely,
            "a hyphen directly behind a figure and before another is a range".to_owned(),
        );
    }
    if lexicon.is_function_word(right)
        || (lexicon.is_function_word(left) && !lexicon.is_prefix(left) && !left.ends_with('.'))
    {
        // "throat- with": as likely a dash as a hyphen.
        return decided(
            Verdict::Keep,
            Confidence::Query,
            format!("\"{left}-\" and \"{right}\" may belong together, or be parted by a dash"),
        );
    }
    let hard = lexicon.joins_with_hyphen(left, right);
    let known = lexicon.knows(&whole) || lexicon.is_derived(&whole, false);
    let prefix = lexicon.is_prefix(left) || is_letter(left) || left.ends_with('.');
    // Of two words in a rare whole the hyphen in print is believed: "hand-picked".
    let common = lexicon.score(&whole).is_some_and(|score| score > COMMON);
    let same_vowel = left.chars().next_back() == right.chars().next();
    if known
        && !in_compound(view, left, right)
        && (common || !(halves || (prefix && same_vowel)))
        && hard < 0.15
        && right.starts_with(char::is_lowercase)
    {
        return decided(
            Verdict::Join,
            Confidence::Likely,
            format!("\"{whole}\" is a word, and seldom has a hyphen"),
        );
    }
    if halves || prefix || figures(left) {
        // A page that sets its dashes so, or a name before it: as likely a dash.
        let dash = view.dashes() || (left.starts_with(char::is_uppercase) && !is_letter(left));
        let pair = lexicon.pair(left, right).is_some();
        return decided(
            Verdict::Keep,
            if dash && !pair && !prefix {
                Confidence::Query
            } else {
                Confidence::Likely
            },
            format!("the hyphen is in print: \"{left}-{right}\""),
        );
    }
    if hard < 0.2 && right.starts_with(char::is_lowercase) {
        return decided(
            Verdict::Join,
            if known {
                Confidence::Likely
            } else {
                Confidence::Query
            },
            format!("\"{left}\" and \"{right}\" are likely one broken word"),
        );
    }
    decided(
        Verdict::Keep,
        Confidence::Query,
        format!("\"{left}-{right}\" may be one word"),
    )
}

/// A piece without the elided word before it, which has no part in the matter: the "aug" of "d'aug-".
fn without_elided<'a>(view: &View, piece: &'a str) -> &'a str {
    let elides = matches!(
        view.lexicon.language(),
        Language::French | Language::Italian
    );
    match piece.rsplit_once(['\'', '’']) {
        Some((_, rest)) if elides && !rest.is_empty() => rest,
        _ => piece,
    }
}

/// The word of two pieces whose letters the line end changed, when only that is a word.
fn respelled(view: &View, left: &str, right: &str) -> Option<Decision> {
    let lexicon = view.lexicon;
    let (last, first) = (left.chars().next_back()?, right.chars().next()?);
    let seam = match (lexicon.language(), last, first) {
        (Language::German, 'k', 'k') => Seam {
            before: 1,
            letter: 'c',
            after: 0,
        },
        (Language::Dutch, _, 'e' | 'i' | 'o' | 'u') if is_vowel(last) => Seam {
            before: 0,
            letter: match first {
                'e' => 'ë',
                'i' => 'ï',
                'o' => 'ö',
                _ => 'ü',
            },
            after: 1,
        },
        _ => return None,
    };
    let (head, tail) = (&left[..left.len() - seam.before], &right[seam.after..]);
    let whole = format!("{head}{}{tail}", seam.letter);
    let known = lexicon.knows(&whole) && !lexicon.knows(&format!("{left}{right}"));
    known.then(|| Decision {
        verdict: Verdict::Join,
        confidence: Confidence::Likely,
        because: format!("\"{whole}\" is a word, and is broken so at a line end"),
        seam: Some(seam),
    })
}

fn is_vowel(c: char) -> bool {
    matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Why a word that may be written closed has a hyphen here: the page writes others of its kind so.
fn like_others(view: &View, left: &str, right: &str) -> Option<String> {
    let lexicon = view.lexicon;
    if lexicon.language() != Language::English || !right.starts_with(char::is_lowercase) {
        return None;
    }
    let spelled = format!("{left}-{right}");
    if lexicon.is_either_prefix(left) && lexicon.knows(right) {
        let prefix = left.to_lowercase();
        let stem = |word: &str| word.strip_prefix(&prefix).map(str::to_owned);
        let (mut open, mut closed) = (0, 0);
        for rest in view.spelling.words().filter_map(stem) {
            match rest.strip_prefix('-') {
                Some(stem) => open += u8::from(lexicon.knows(stem) && open < 9),
                None => closed += u8::from(lexicon.knows(&rest) && closed < 9),
            }
        }
        if open > closed {
            return Some(format!("the page has other words with \"{left}-\""));
        }
    }
    let clash = lexicon.is_either_prefix(left) && is_vowel_clash(left, right);
    let may = (clash && lexicon.knows(right)) || lexicon.compound(&spelled).is_some();
    (may && view.hyphenates())
        .then(|| "the page writes with a hyphen what others write closed".to_owned())
}

/// Whether two vowels meet that would be read as one: "co-operate", "re-enter".
fn is_vowel_clash(left: &str, right: &str) -> bool {
    let (last, first) = (left.chars().next_back(), right.chars().next());
    last.is_some_and(is_vowel) && last == first
}

/// Whether a page writes with a hyphen what others write closed: more often than it writes closed
/// what others write with a hyphen.
pub fn is_habit(spelling: &Spelling, lexicon: &Lexicon) -> bool {
    let letters = |word: &str| word.chars().all(char::is_alphabetic);
    let (mut open, mut closed) = (0, 0);
    for word in spelling.words() {
        match word.split_once('-') {
            Some((left, right)) => {
                let pieces = letters(left) && letters(right) && left.len() > 1 && right.len() > 1;
                open += usize::from(pieces && lexicon.knows(&format!("{left}{right}")));
            }
            None => {
                let splits = word.char_indices().map(|(at, _)| at).skip(2);
                let apart =
                    |at: usize| lexicon.compound(&format!("{}-{}", &word[..at], &word[at..]));
                closed += usize::from(
                    word.len() > 4 && lexicon.knows(word) && splits.map(apart).any(|c| c.is_some()),
                );
            }
        }
    }
    open > 1 && open > closed
}

/// The score (see [`Lexicon::score`](crate::lexicon::Lexicon::score)) of a word that everybody writes
/// closed: one in some 200,000 words and commoner.
const COMMON: f32 = -5.3;

/// The word before a hyphen, and where it starts in the text that ends before the hyphen: letters,
/// figures, or an abbreviation of single letters ("U.S."). `None` where a hyphen stands free.
pub fn stem(text: &str) -> Option<(usize, &str)> {
    let (at, word) = last_word(text);
    if !word.is_empty() && at + word.len() == text.len() {
        return Some((at, word));
    }
    let token = text.rsplit(char::is_whitespace).next().unwrap_or(text);
    let word = token.trim_start_matches(|c: char| !c.is_alphanumeric());
    let inner = word.strip_suffix('.')?;
    let letters = |part: &str| is_letter(part);
    inner
        .split('.')
        .all(letters)
        .then_some((text.len() - word.len(), word))
}

/// Whether a piece of a word is a single letter.
fn is_letter(piece: &str) -> bool {
    let mut letters = piece.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// Whether `left-right` is a known compound with a further ending: "easy-going-ness".
fn in_compound(view: &View, left: &str, right: &str) -> bool {
    right.char_indices().skip(3).any(|(at, _)| {
        let (stem, ending) = right.split_at(at);
        view.lexicon.is_suffix(ending) && view.lexicon.compound(&format!("{left}-{stem}")).is_some()
    })
}

/// What the page's own spelling says.
fn by_page(view: &View, left: &str, right: &str) -> Option<Decision> {
    let closed = format!("{left}{right}");
    let open = format!("{left}-{right}");
    let (whole, hyphenated) = (view.spelling.count(&closed), view.spelling.count(&open));
    match (whole, hyphenated) {
        (0, 0) => None,
        (whole, hyphenated) if hyphenated > whole => decided(
            Verdict::Keep,
            if whole == 0 {
                Confidence::Certain
            } else {
                Confidence::Likely
            },
            format!("the page has \"{open}\" elsewhere"),
        ),
        (whole, hyphenated) => decided(
            Verdict::Join,
            if hyphenated == 0 && whole > 0 {
                Confidence::Certain
            } else {
                Confidence::Likely
            },
            format!("the page has \"{closed}\" elsewhere"),
        ),
    }
}

fn suspended(view: &View, left: &str, right: &str) -> bool {
    let one_word = || view.lexicon.knows(&format!("{left}{right}"));
    view.lexicon.suspends(right) && (view.lexicon.knows(left) || !one_word())
}
