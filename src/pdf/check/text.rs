//! What a reader of text gets from a file, and whether it is what was to be printed.

use std::collections::HashMap;

use super::mark::Shown;
use super::tree::Owners;
use super::{Finding, Severity};

/// Puts the shown strings together, one logical element after the other.
#[derive(Default)]
pub(super) struct Reader {
    /// Texts, each with its element's place in the order of reading.
    parts: Vec<(usize, String)>,
    by_owner: HashMap<u32, usize>,
    /// A stretch that is read from right to left, and may go on with the next string.
    leftward: Option<Leftward>,
}

/// Glyphs from left to right that are read the other way.
struct Leftward {
    /// Their part.
    at: usize,
    glyphs: Vec<String>,
    /// Where the next one would stand.
    end: (f64, f64),
}

impl Reader {
    /// Takes a string into the element that owns it; artifacts are left out.
    pub fn show(&mut self, shown: &Shown, owners: &Owners) {
        if shown.artifact {
            return;
        }
        let owner = shown.part.and_then(|(key, mcid)| owners.owner(key?, mcid));
        let at = match owner {
            Some(owner) => *self.by_owner.entry(owner).or_insert_with(|| {
                let rank = owners.rank_of(owner).unwrap_or(usize::MAX);
                self.parts.push((rank, String::new()));
                self.parts.len() - 1
            }),
            None => {
                self.parts.push((usize::MAX, String::new()));
                self.parts.len() - 1
            }
        };
        let text = |&code: &u32| shown.font.text(code).unwrap_or("\u{FFFD}");
        let texts: Vec<&str> = match &shown.instead {
            Some(instead) => vec![instead],
            None => shown.codes.iter().map(text).collect(),
        };
        // Most text is read as it stands.
        let leftward = texts.iter().any(|text| is_leftward(text));
        if !leftward && self.leftward.is_none() {
            self.parts[at].1.extend(texts);
            return;
        }
        let goes_on = self.leftward.take_if(|before| {
            let step = (shown.from.0 - before.end.0, shown.from.1 - before.end.1);
            before.at == at
                && (leftward || !texts.iter().any(|text| is_rightward(text)))
                && step.0.abs().max(step.1.abs()) < shown.size * 0.6
        });
        let mut glyphs = match goes_on {
            Some(before) => before.glyphs,
            None => {
                self.turn_round();
                Vec::new()
            }
        };
        glyphs.extend(texts.into_iter().map(str::to_owned));
        let end = shown.to;
        self.leftward = Some(Leftward { at, glyphs, end });
    }

    /// Adds the stretch that waits, in the order of reading.
    fn turn_round(&mut self) {
        if let Some(Leftward { at, glyphs, .. }) = self.leftward.take() {
            let glyphs: Vec<&str> = glyphs.iter().map(String::as_str).collect();
            in_reading_order(&glyphs, &mut self.parts[at].1);
        }
    }

    /// The text of every element.
    pub fn finish(mut self) -> Vec<String> {
        self.turn_round();
        let invisible = |c: char| matches!(c, '\u{AD}' | '\u{2060}');
        // In the order of the structure, which is that of reading; without one, that of the content.
        self.parts.sort_by_key(|&(rank, _)| rank);
        self.parts
            .into_iter()
            .map(|(_, part)| part.replace(invisible, "").trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    }
}

/// Adds what the glyphs of a string say, which stand from left to right whatever they say (ISO 32000-1,
/// 14.8.2.3.3): stretches that are read from right to left are turned round, but for the numbers in them.
fn in_reading_order(glyphs: &[&str], out: &mut String) {
    let mut at = 0;
    while at < glyphs.len() {
        if !is_leftward(glyphs[at]) {
            out.push_str(glyphs[at]);
            at += 1;
            continue;
        }
        // As far as the last of its letters before one that is read the other way.
        let rest = &glyphs[at..];
        let stop = rest.iter().position(|glyph| is_rightward(glyph));
        let rest = &rest[..stop.unwrap_or(rest.len())];
        let length = rest.iter().rposition(|glyph| is_leftward(glyph));
        let length = length.map_or(1, |last| last + 1);
        let is_digit = |glyph: &&str| glyph.chars().all(char::is_numeric);
        for group in rest[..length]
            .chunk_by(|one, next| is_digit(one) && is_digit(next))
            .rev()
        {
            out.extend(group.iter().copied());
        }
        at += length;
    }
}

/// Whether a text begins with a letter of a script that is read from right to left.
fn is_leftward(text: &str) -> bool {
    text.chars().next().is_some_and(|letter| {
        !letter.is_numeric()
            && matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
                | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    })
}

/// Whether a text begins with a letter that is read from left to right.
fn is_rightward(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphabetic) && !is_leftward(text)
}

/// Compares the text of a file with what it should say, word by word, wherever lines end. `None` when
/// they are equal, else a fault that shows the first difference.
pub fn compare<'t>(
    found: impl IntoIterator<Item = &'t str>,
    expected: impl IntoIterator<Item = &'t str>,
) -> Option<Finding> {
    let found: Vec<&str> = found.into_iter().flat_map(str::split_whitespace).collect();
    let expected: Vec<&str> = expected
        .into_iter()
        .flat_map(str::split_whitespace)
        .collect();
    if found == expected {
        return None;
    }
    let same = found
        .iter()
        .zip(&expected)
        .take_while(|(a, b)| a == b)
        .count();
    let near = |words: &[&str]| {
        let start = same.saturating_sub(3).min(words.len());
        words[start..(same + 4).min(words.len())].join(" ")
    };
    Some(Finding {
        page: None,
        severity: Severity::Fault,
        rule: "text",
        text: format!(
            "the file's text is not the edition's from word {} on: it says \"{}\", not \"{}\"",
            same + 1,
            near(&found),
            near(&expected)
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_the_way_their_letters_run() {
        for (shown, read) in [
            ("office", "office"),
            (
                "\u{5DD}\u{5D5}\u{5DC}\u{5E9}",
                "\u{5E9}\u{5DC}\u{5D5}\u{5DD}",
            ),
            // Words on both sides, and a number inside.
            ("a \u{5D1} 12 \u{5D0} b", "a \u{5D0} 12 \u{5D1} b"),
            (
                "\u{5D1}\u{5D0}, x \u{5D3}\u{5D2}.",
                "\u{5D0}\u{5D1}, x \u{5D2}\u{5D3}.",
            ),
        ] {
            let glyphs: Vec<String> = shown.chars().map(String::from).collect();
            let mut out = String::new();
            let glyphs: Vec<&str> = glyphs.iter().map(String::as_str).collect();
            in_reading_order(&glyphs, &mut out);
            assert_eq!(out, read);
        }
    }

    #[test]
    fn the_first_difference_is_shown() {
        assert_eq!(compare(["a b", "c"], ["a", "b c"]), None);
        let finding = compare(["one two three"], ["one too three"]).expect("they differ");
        assert!(finding.text.contains("word 2"), "{finding}");
        assert!(compare(["a"], ["a", "b"]).is_some());
    }
}
