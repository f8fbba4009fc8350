//! The short lists an editor may correct (`lexicon/text/*.txt`): how such a file is read, and what
//! each of its sections is for. Knows no word itself.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use super::pairs::hash;
use super::word::Folded;

/// The sections of one language's file, folded.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) function_words: Set,
    pub(super) hyphened_prefixes: Set,
    pub(super) joined_prefixes: Set,
    pub(super) either_prefixes: Set,
    pub(super) hyphened_suffixes: Set,
    pub(super) joined_suffixes: Set,
    /// What stands behind the name of a street or a house.
    pub(super) place_elements: Set,
    pub(super) abbreviations: Set,
    pub(super) titles: Set,
    pub(super) suspends: Set,
    pub(super) compounds: Set,
    /// Endings as they were once spelled, and as they are now.
    pub(super) old_spellings: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

impl Lists {
    /// Reads a file: `[section]` lines, entries parted by blanks, `#` to the end of a line a comment.
    /// Sections the program does not use (the build recipe's own) are passed over.
    pub(super) fn read(text: &'static str) -> Self {
        let mut lists = Self::default();
        for (name, entries) in sections(text) {
            if name == "old spellings" {
                let pairs = entries.filter_map(|entry| {
                    let (old, new) = entry.split_once('=')?;
                    Some((Cow::Owned(old.to_owned()), Cow::Owned(new.to_owned())))
                });
                lists.old_spellings.extend(pairs);
            } else if let Some(set) = lists.section(name) {
                set.extend(entries);
            }
        }
        lists
    }

    fn section(&mut self, name: &str) -> Option<&mut Set> {
        match name {
            "function words" => Some(&mut self.function_words),
            "hyphened prefixes" => Some(&mut self.hyphened_prefixes),
            "joined prefixes" => Some(&mut self.joined_prefixes),
            "either prefixes" => Some(&mut self.either_prefixes),
            "hyphened suffixes" => Some(&mut self.hyphened_suffixes),
            "place elements" => Some(&mut self.place_elements),
            "joined suffixes" => Some(&mut self.joined_suffixes),
            "abbreviations" => Some(&mut self.abbreviations),
            "titles" => Some(&mut self.titles),
            "suspends" => Some(&mut self.suspends),
            "compounds" => Some(&mut self.compounds),
            _ => None,
        }
    }
}

/// The lines of a file of sections: the section's name, and the line's entries, folded.
pub(super) fn sections(
    text: &'static str,
) -> impl Iterator<Item = (&'static str, impl Iterator<Item = Cow<'static, str>>)> {
    let mut section = None;
    text.lines().filter_map(move |line| {
        let line = line.split('#').next().unwrap_or_default().trim();
        match line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            Some(name) => {
                section = Some(name);
                None
            }
            None => Some((section?, line.split_whitespace().map(folded))),
        }
    })
}

/// An entry as look-ups fold theirs, so that an editor may write *Fuß* or *Mrs*.
fn folded(entry: &'static str) -> Cow<'static, str> {
    match Folded::of(entry) {
        Some(folded) if folded.text() != entry => Cow::Owned(folded.text().to_owned()),
        _ => Cow::Borrowed(entry),
    }
}

/// A set of folded entries, looked up without allocating.
pub(super) type Set = HashSet<Cow<'static, str>, BuildHasherDefault<Fnv>>;

/// The pair table's hash as a [`Hasher`]: these keys are our own, no stranger's.
#[derive(Default)]
pub(super) struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = self.0.rotate_left(5) ^ hash(bytes);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_read_and_comments_are_not() {
        let lists =
            Lists::read("# top\n[function words]\nthe of # and\n[recipe]\nfor\n[suspends]\nAND\n");
        assert!(lists.function_words.contains("the") && lists.function_words.contains("of"));
        assert_eq!(lists.function_words.len(), 2);
        assert_eq!(lists.suspends.iter().collect::<Vec<_>>(), ["and"]);
    }
}
