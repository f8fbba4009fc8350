#![doc = include_str!("lost_hyphens.md")]

use crate::repair::engine::{Action, Edit};
use crate::repair::view::View;
use crate::repair::{Confidence, Pass};
use crate::roles::Role;

/// The pass.
pub const PASS: Pass = Pass {
    name: "lost-hyphens",
    doc: include_str!("lost_hyphens.md"),
    is_asked_for: false,
    run,
};

/// Words of an unknown language, and short words, are too easily something else.
const SHORTEST: usize = 6;

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    for block in &view.blocks {
        if matches!(block.role, Role::Table | Role::Verse | Role::Advertisement) {
            continue;
        }
        for (offset, word) in words(block.text) {
            let at = block.range.start + offset;
            let Some((now, confidence, because)) = restored(view, word, at) else {
                continue;
            };
            edits.push(Edit {
                at: at..at + word.len(),
                action: match confidence {
                    Confidence::Query => Action::Ask(now),
                    _ => Action::Replace(now),
                },
                confidence,
                because,
                seen: Vec::new(),
            });
        }
    }
    edits
}

/// Runs of small letters that stand alone between spaces and punctuation, long enough to look at.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(parts)
        .filter(|word| {
            word.len() >= SHORTEST && word.chars().all(|c| c.is_alphabetic() && c.is_lowercase())
        })
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// Whether a character stands between words.
fn parts(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' => false,
        '"' | '“' | '”' | '‘' | '’' | '\'' | '(' | ')' | '[' | ']' => true,
        ',' | '.' | ';' | ':' | '!' | '?' | '…' | '—' | '–' => true,
        _ => c.is_whitespace(),
    }
}

fn restored(view: &View, word: &str, at: usize) -> Option<(String, Confidence, String)> {
    let lexicon = view.lexicon;
    if lexicon.knows(word) || lexicon.is_derived(word, false) || prefixed(view, word) {
        return None;
    }
    if let Some((spelled, times)) = view.spelling.hyphenated(word) {
        // A page that writes the word closed as often as not has its own mind about it.
        let closed = view.spelling.count(word);
        // Prefixes are written both ways by right: "profamily", "pro-family".
        let prefixed = spelled
            .split_once('-')
            .is_some_and(|(left, _)| lexicon.is_closed_prefix(left));
        if times < closed || prefixed {
            return None;
        }
        // In a long text other authors have spellings of their own.
        let (confidence, place) = match is_near(view.text, spelled, at) {
            true => (Confidence::Certain, "the page"),
            false => (Confidence::Query, "the text"),
        };
        let because = format!("{place} has \"{spelled}\" elsewhere");
        return Some((spelled.to_owned(), confidence, because));
    }
    if view.spelling.count(word) > 1 {
        // What the page writes twice is the page's word, whatever the dictionary.
        return None;
    }
    let mut queries: Vec<(f32, String)> = Vec::new();
    for (at, _) in word.char_indices().skip(2) {
        let (left, right) = word.split_at(at);
        if right.chars().count() < 2 {
            break;
        }
        let spelled = format!("{left}-{right}");
        // Prefixes are written both ways by right: "nonviolent", "non-violent".
        if lexicon.compound(&spelled).is_some() && !lexicon.is_closed_prefix(left) {
            return Some((
                spelled.clone(),
                Confidence::Likely,
                format!("\"{spelled}\" is a known compound, and \"{word}\" is no word"),
            ));
        }
        if let Some(spelled) = in_three(view, left, right) {
            return Some((
                spelled.clone(),
                Confidence::Likely,
                format!("\"{spelled}\" is a known compound, and \"{word}\" is no word"),
            ));
        }
        if left.chars().count() >= 4
            && right.chars().count() >= 4
            && let (Some(a), Some(b)) = (common(view, left), common(view, right))
        {
            queries.push((a + b, format!("{left} {right}")));
        }
    }
    queries.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (_, apart) = queries.into_iter().next()?;
    Some((
        apart.clone(),
        Confidence::Query,
        format!("\"{word}\" is no known word; perhaps \"{apart}\", or with a hyphen"),
    ))
}

/// Whether a spelling stands within a page's length of a place, in any capitals.
fn is_near(text: &str, spelled: &str, at: usize) -> bool {
    /// Bytes of a page of print.
    const PAGE: usize = 12_000;
    let start = text.floor_char_boundary(at.saturating_sub(PAGE));
    let end = text.ceil_char_boundary((at + PAGE).min(text.len()));
    text[start..end].to_lowercase().contains(spelled)
}

/// Whether a word is a known one behind a first element that is written closed by right as well:
/// "noninvolvement", "profamily".
fn prefixed(view: &View, word: &str) -> bool {
    (2..=7)
        .filter(|at| word.is_char_boundary(*at) && word.len() > at + 3)
        .map(|at| word.split_at(at))
        .any(|(prefix, stem)| view.lexicon.is_closed_prefix(prefix) && view.lexicon.knows(stem))
}

/// A known compound of three words: "face-to-face". The middle one is short.
fn in_three(view: &View, left: &str, rest: &str) -> Option<String> {
    let middles = rest
        .char_indices()
        .map(|(at, _)| at)
        .filter(|at| (1..=4).contains(at));
    middles
        .map(|at| format!("{left}-{}-{}", &rest[..at], &rest[at..]))
        .find(|spelled| view.lexicon.compound(spelled).is_some())
}

/// How common a word is, when it is an ordinary word of the language.
fn common(view: &View, word: &str) -> Option<f32> {
    let found = view.lexicon.look(word)?;
    let affix = view.lexicon.is_suffix(word) || view.lexicon.is_prefix(word);
    (found.is_word() && !affix && found.score() > -5.0).then(|| found.score())
}
