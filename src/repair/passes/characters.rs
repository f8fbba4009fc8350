#![doc = include_str!("characters.md")]

use crate::repair::engine::{Action, Edit};
use crate::repair::view::View;
use crate::repair::{Confidence, Pass};

/// The pass.
pub const PASS: Pass = Pass {
    name: "characters",
    doc: include_str!("characters.md"),
    is_asked_for: false,
    run,
};

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    // Nearly all text is free of them: look at the bytes that such characters start with.
    if !view.text.bytes().any(|byte| !(0x20..0xc2).contains(&byte)) {
        return edits;
    }
    let mut padded: Option<bool> = None;
    for (at, found) in view.text.char_indices() {
        let Some((now, what)) = replacement(found) else {
            continue;
        };
        if is_bound(found)
            && !*padded.get_or_insert_with(|| is_padded(view.text))
            && is_set(view.text, at, found)
        {
            continue;
        }
        let mut end = at + found.len_utf8();
        let mut now = now.to_owned();
        // A soft hyphen at a line end is the sign of a broken word.
        if found == '\u{ad}' && view.text[end..].starts_with('\n') {
            if view.text[end..].starts_with("\n\n") {
                now = "-".to_owned();
            } else {
                end += 1;
            }
        }
        let confidence = if found == '\u{fffd}' {
            Confidence::Query
        } else {
            Confidence::Certain
        };
        edits.push(Edit {
            at: at..end,
            action: if confidence == Confidence::Query {
                Action::Ask(String::new())
            } else {
                Action::Replace(now)
            },
            confidence,
            because: what.to_owned(),
            seen: Vec::new(),
        });
    }
    edits
}

/// Whether a character is a space at which no line may end.
fn is_bound(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// Whether such spaces stand all over a text, so that nobody chose where: one in so many.
fn is_padded(text: &str) -> bool {
    const ONE_IN: usize = 4;
    let plain = text
        .bytes()
        .filter(|byte| matches!(byte, b' ' | b'\n'))
        .count();
    text.chars().filter(|c| is_bound(*c)).count() * ONE_IN > plain
}

/// Whether such a space stands by itself between two characters, as a compositor puts it.
fn is_set(text: &str, at: usize, found: char) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + found.len_utf8()..].chars().next();
    before.is_some_and(|c| !c.is_whitespace() && c != '-')
        && after.is_some_and(|c| !c.is_whitespace())
}

/// What a character becomes, and what it is; `None` for one that stays.
fn replacement(found: char) -> Option<(&'static str, &'static str)> {
    Some(match found {
        '\u{fb00}' => ("ff", "a ligature in one character"),
        '\u{fb01}' => ("fi", "a ligature in one character"),
        '\u{fb02}' => ("fl", "a ligature in one character"),
        '\u{fb03}' => ("ffi", "a ligature in one character"),
        '\u{fb04}' => ("ffl", "a ligature in one character"),
        '\u{fb05}' => ("ſt", "a ligature in one character"),
        '\u{fb06}' => ("st", "a ligature in one character"),
        '\u{ad}' => ("", "a soft hyphen"),
        '\u{a0}' | '\u{2007}' | '\u{202f}' => (" ", "a no-break space"),
        '\u{200b}' | '\u{2060}' | '\u{feff}' => ("", "a character without width"),
        '\u{fffd}' => ("", "a character was lost before the text came here"),
        '\n' => return None,
        '\t' => return None,
        _ if found.is_control() => ("", "a control character"),
        _ => return None,
    })
}
