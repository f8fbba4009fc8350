//! Captions and the credits of pictures.
//!
//! Knows the forms of a credit: in brackets, after the last stop, on a line of its own. A credit is
//! what makes a caption certain; without one a caption is taken only for its opening word.

use crate::model::SplitWords as _;
use std::ops::Range;

use super::edges::{End, ends, is_stop};
use super::words::{Words, bare};

/// Credits are short.
const MAX_WORDS: usize = 12;
/// The same in bytes; no more than this much of a block's end is looked at.
const MAX_BYTES: usize = 160;

/// The credit that a block closes with, its brackets included: `(PHOTO: VCG)`, `Photo by X`,
/// `X/Reuters`, `AP Photo/X`. The whole block when it is nothing but a credit.
pub fn find(text: &str, words: &Words) -> Option<Range<usize>> {
    bracketed(text, words).or_else(|| unbracketed(text, words))
}

fn bracketed(text: &str, words: &Words) -> Option<Range<usize>> {
    let body = text.trim_end();
    let body = body.strip_suffix('.').unwrap_or(body);
    let open = match body.chars().next_back()? {
        ')' => '(',
        ']' => '[',
        _ => return None,
    };
    let start = body.rfind(open)?;
    let inner = &body[start + 1..body.len() - 1];
    if inner.len() > MAX_BYTES {
        return None;
    }
    let has_photo = is_credit(inner, words);
    let agency_alone = words.has("agency", inner.trim().to_lowercase().as_str());
    // "(Reuters)" after a long paragraph signs the story, not a picture.
    let few = text.split_words().take(41).count() <= 40;
    let after_prose = start > 0 && !text[..start].trim().is_empty();
    let sound = has_photo || (agency_alone && few && after_prose);
    sound.then_some(start..body.len())
}

/// Whether a few words are a credit: a photo word at an end, or an agency behind a stroke.
fn is_credit(inner: &str, words: &Words) -> bool {
    let lower = inner.trim().to_lowercase();
    let count = lower.split_words().count();
    if count == 0 || count > MAX_WORDS {
        return false;
    }
    if lower.starts_with('©') || lower.starts_with("(c)") {
        return true;
    }
    if let Some((_, rest)) = words.opening("photo", &lower)
        && is_named(rest, inner, words)
    {
        return true;
    }
    let last = bare(lower.split([' ', '/', '\n']).next_back().unwrap_or(""));
    let closes = words.has("photo", last) && count <= 5 && !words.is_small(first_word(&lower));
    let stroke = lower.rsplit_once('/').is_some_and(|(before, after)| {
        let before = before.trim_end();
        words.has("agency", after.trim())
            || before
                .split_words()
                .next_back()
                .is_some_and(|w| words.has("photo", bare(w)))
            || (words.has("agency", before.trim()) && count <= 6)
    });
    closes || stroke
}

/// Whether what follows the photo word is the end, a colon, a stroke, "by", or a name.
fn is_named(rest: &str, whole: &str, words: &Words) -> bool {
    let rest_trim = rest.trim_start();
    if rest_trim.is_empty() || rest_trim.starts_with([':', '/', '|', '—', '–', '-']) {
        return true;
    }
    if words.opening("photo-by", rest_trim).is_some() {
        return true;
    }
    // "FOTO dpa", "Photo Jane Doe": nothing but names and agencies.
    let names = &whole.trim()[whole.trim().len().saturating_sub(rest.len())..];
    words.has("agency", rest_trim)
        || names
            .split_words()
            .all(|w| bare(w).chars().next().is_some_and(char::is_uppercase))
}

fn first_word(lower: &str) -> &str {
    bare(lower.split_words().next().unwrap_or(""))
}

fn unbracketed(text: &str, words: &Words) -> Option<Range<usize>> {
    let body = text.trim_end();
    // On a line of its own, after the last stop, or after a bar; else the whole block.
    let from = body.len().saturating_sub(MAX_BYTES);
    let from = (from..=body.len()).find(|&at| body.is_char_boundary(at))?;
    let end = &body[from..];
    let mut starts: Vec<usize> = Vec::new();
    starts.extend(end.rfind('\n').map(|at| from + at + 1));
    for (at, c) in end.char_indices().map(|(at, c)| (from + at, c)) {
        let next = body[at + c.len_utf8()..].chars().next();
        let closes = is_stop(c) || matches!(c, '"' | '”' | ')' | '|');
        if closes && next.is_some_and(char::is_whitespace) {
            starts.push(at + c.len_utf8());
        }
    }
    if from == 0 {
        starts.push(0);
    }
    starts.sort_unstable();
    starts.dedup();
    for start in starts {
        let lead = body[start..].len() - body[start..].trim_start().len();
        let start = start + lead;
        let tail = &body[start..];
        if holds_sentence_end(tail) {
            continue;
        }
        let sound = is_credit(tail.trim_end_matches('.'), words)
            && (tail.contains([':', '/', '©', '|'])
                || names_a_photographer(tail, words)
                || is_all_caps(tail));
        let whole_block = start == 0;
        if sound && (whole_block || ends(&body[..start]) != End::Comma) {
            return Some(start..body.len());
        }
    }
    None
}

/// Whether a sentence ends inside a text: a stop after a small word, not after an initial.
fn holds_sentence_end(text: &str) -> bool {
    let tokens: Vec<&str> = text.split_words().collect();
    let Some((_, inside)) = tokens.split_last() else {
        return false;
    };
    inside
        .iter()
        .any(|t| ends(t) == End::Stop && bare(t).chars().filter(|c| c.is_lowercase()).count() >= 3)
}

fn names_a_photographer(tail: &str, words: &Words) -> bool {
    let lower = tail.to_lowercase();
    let Some((_, rest)) = words.opening("photo", &lower) else {
        return false;
    };
    let rest = rest.trim_start();
    let Some((_, name)) = words.opening("photo-by", rest) else {
        return words.has("agency", bare(rest));
    };
    let count = name.split_words().count();
    let capitals = tail
        .split_words()
        .rev()
        .take(count)
        .all(|w| bare(w).chars().next().is_none_or(|c| !c.is_lowercase()) || words.is_small(w));
    (1..=8).contains(&count) && capitals
}

fn is_all_caps(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// Whether a block opens as captions do: "Above:", "Pictured:", "Im Bild:".
pub fn opens_as_caption(text: &str, words: &Words) -> bool {
    let opening = text.trim_start_matches(['(', '*', '▲', '▼', '◄', '►', '↑', '↓']);
    let lower: String = opening.trim_start().chars().take(40).collect();
    let lower = lower.to_lowercase();
    words
        .opening("pictured", &lower)
        .is_some_and(|(_, rest)| rest.trim_start().starts_with([':', ')']))
        || text.starts_with(['▲', '▼', '◄', '►', '↑', '↓'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::words::of_page;

    #[test]
    fn credits_in_their_forms() {
        let words = of_page(std::iter::empty());
        for (text, credit) in [
            (
                "A ferry leaves the harbour on Monday. (PHOTO: AFP)",
                "(PHOTO: AFP)",
            ),
            (
                "A ferry leaves the harbour. (COURTESY PHOTO)",
                "(COURTESY PHOTO)",
            ),
            ("A ferry leaves. [Photo by Ann Lee]", "[Photo by Ann Lee]"),
            (
                "A ferry leaves. (Photo: Ann Lee/Reuters).",
                "(Photo: Ann Lee/Reuters)",
            ),
            (
                "A ferry leaves the harbour (AP Photo/Ann Lee)",
                "(AP Photo/Ann Lee)",
            ),
            (
                "A ferry leaves the harbour. AP Photo/Ann Lee",
                "AP Photo/Ann Lee",
            ),
            (
                "A ferry leaves the harbour. Ann Lee/Reuters",
                "Ann Lee/Reuters",
            ),
            (
                "A ferry leaves the harbour. Photo by Ann Lee",
                "Photo by Ann Lee",
            ),
            (
                "A ferry leaves the harbour. Photo courtesy of the Port",
                "Photo courtesy of the Port",
            ),
            (
                "A ferry leaves the harbour.\nPhoto: Ann Lee",
                "Photo: Ann Lee",
            ),
            (
                "A ferry leaves the harbour.\nANN LEE / GETTY IMAGES",
                "ANN LEE / GETTY IMAGES",
            ),
            ("Die Fähre verlässt den Hafen. Foto: dpa", "Foto: dpa"),
            (
                "Die Fähre verlässt den Hafen. Foto: Müller/dpa",
                "Foto: Müller/dpa",
            ),
            ("Le bac quitte le port. Photo AFP", "Photo AFP"),
            ("Le bac quitte le port. (Photo d'archives : AFP)", ""),
            ("El barco sale. Foto: EFE", "Foto: EFE"),
            (
                "A ferry leaves the harbour. © Getty Images",
                "© Getty Images",
            ),
            ("The ferry sailed on Monday. (Reuters)", "(Reuters)"),
            ("Photo: Ann Lee", "Photo: Ann Lee"),
            ("(PHOTO: VCG)", "(PHOTO: VCG)"),
            ("She showed him a photo. He looked at the picture.", ""),
            (
                "He kept every photo by his bed and every letter in a box.",
                "",
            ),
            ("The agency (AP) was founded in 1846.", ""),
            (
                "It went to the Intellectual Property Administration (CNIPA).",
                "",
            ),
            ("He had never seen the picture.", ""),
            ("The either/or of it was plain.", ""),
        ] {
            let found = find(text, words).map_or("", |range| &text[range]);
            assert_eq!(found, credit, "{text}");
        }
    }

    #[test]
    fn captions_open_with_a_place() {
        let words = of_page(std::iter::empty());
        assert!(opens_as_caption("Above: a ferry leaves", words));
        assert!(opens_as_caption("Im Bild: der Hafen", words));
        assert!(!opens_as_caption("Above all, it rained", words));
    }
}
