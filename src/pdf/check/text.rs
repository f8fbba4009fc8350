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
        let part = &mut self.parts[at].1;
        match &shown.instead {
            Some(text) => part.push_str(text),
            None => {
                for &code in &shown.codes {
                    part.push_str(shown.font.text(code).unwrap_or("\u{FFFD}"));
                }
            }
        }
    }

    /// The text of every element.
    pub fn finish(mut self) -> Vec<String> {
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
    fn the_first_difference_is_shown() {
        assert_eq!(compare(["a b", "c"], ["a", "b c"]), None);
        let finding = compare(["one two three"], ["one too three"]).expect("they differ");
        assert!(finding.text.contains("word 2"), "{finding}");
        assert!(compare(["a"], ["a", "b"]).is_some());
    }
}
