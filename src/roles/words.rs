//! The word lists of `words.txt`, read once, and the page's language as they tell it.
//!
//! Knows lists; decides nothing about blocks.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// The lists of one language, those of `[any]` included.
#[derive(Debug, Default)]
pub struct Words {
    /// BCP 47 tag; empty for the lists of all languages together.
    pub language: String,
    lists: FxHashMap<String, FxHashSet<String>>,
    small: FxHashSet<String>,
}

impl Words {
    /// Whether a list holds a word or phrase, given in small letters.
    pub fn has(&self, list: &str, word: &str) -> bool {
        self.lists.get(list).is_some_and(|set| set.contains(word))
    }

    /// The entries of a list, in no order.
    pub fn list(&self, list: &str) -> impl Iterator<Item = &str> {
        self.lists
            .get(list)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// Whether a word, in small letters, is one of the small words of the language.
    pub fn is_small(&self, word: &str) -> bool {
        self.small.contains(word)
    }

    /// The longest entry of a list that a text in small letters opens with, as a whole word, and
    /// the rest of the text.
    pub fn opening<'t>(&self, list: &str, lower: &'t str) -> Option<(usize, &'t str)> {
        self.list(list)
            .filter_map(|entry| {
                let rest = lower.strip_prefix(entry)?;
                let whole = !entry.ends_with(char::is_alphanumeric)
                    || !rest.starts_with(char::is_alphanumeric);
                whole.then_some((entry.len(), rest))
            })
            .max_by_key(|(length, _)| *length)
    }

    /// Whether a text in small letters holds an entry of a list as whole words.
    pub fn within(&self, list: &str, lower: &str) -> bool {
        self.list(list).any(|entry| {
            lower.match_indices(entry).any(|(at, _)| {
                let before = lower[..at].chars().next_back();
                let after = lower[at + entry.len()..].chars().next();
                let joined = |c: Option<char>, edge: Option<char>| {
                    c.is_some_and(char::is_alphanumeric) && edge.is_some_and(char::is_alphanumeric)
                };
                !joined(before, entry.chars().next()) && !joined(after, entry.chars().next_back())
            })
        })
    }
}

/// The lists of small words.
const SMALL: [&str; 5] = ["article", "pronoun", "preposition", "conjunction", "verb"];

struct All {
    together: Words,
    each: Vec<Words>,
    /// The languages that have a small word, as bits in the order of `each`.
    speakers: FxHashMap<String, u32>,
}

static ALL: LazyLock<All> = LazyLock::new(|| parse(include_str!("words.txt")));

fn parse(file: &str) -> All {
    let mut sections: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for line in file.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            sections.push((name.to_string(), Vec::new()));
        } else if let Some((list, entries)) = line.split_once('=')
            && !line.starts_with('#')
            && let Some((_, lines)) = sections.last_mut()
        {
            lines.push((list.trim().to_string(), entries.to_string()));
        }
    }
    let gather = |language: &str, wanted: &dyn Fn(&str) -> bool| {
        let mut words = Words {
            language: language.to_string(),
            ..Words::default()
        };
        for (list, entries) in sections
            .iter()
            .filter(|(name, _)| wanted(name))
            .flat_map(|(_, lines)| lines)
        {
            let entries = entries.split(',').map(|e| e.trim().to_lowercase());
            let set = words.lists.entry(list.clone()).or_default();
            set.extend(entries.filter(|e| !e.is_empty()));
        }
        for list in SMALL {
            words
                .small
                .extend(words.lists.get(list).into_iter().flatten().cloned());
        }
        words
    };
    let each: Vec<Words> = sections
        .iter()
        .filter(|(name, _)| name != "any")
        .map(|(name, _)| gather(name, &|n| n == "any" || n == name))
        .collect();
    let mut speakers: FxHashMap<String, u32> = FxHashMap::default();
    for (at, words) in each.iter().enumerate() {
        for word in &words.small {
            *speakers.entry(word.clone()).or_default() |= 1 << at;
        }
    }
    All {
        together: gather("", &|_| true),
        each,
        speakers,
    }
}

/// The lists for a page: of the language that its small words show, or of all languages when they
/// show none clearly.
pub fn of_page<'t>(texts: impl Iterator<Item = &'t str>) -> &'static Words {
    // Enough to tell; a page has thousands of words.
    const SAMPLE: usize = 600;
    let mut counts = vec![0usize; ALL.each.len()];
    let mut seen = 0;
    for word in texts.flat_map(str::split_whitespace).take(SAMPLE) {
        let word = bare(word).to_lowercase();
        seen += 1;
        let bits = ALL.speakers.get(&word).copied().unwrap_or(0);
        for (at, count) in counts.iter_mut().enumerate() {
            *count += usize::from(bits & (1 << at) != 0);
        }
    }
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(counts[i]));
    match order[..] {
        // Running text has a small word in two or three; related languages share many of them.
        [best, second, ..]
            if counts[best] * 6 >= seen && counts[best] * 9 > counts[second] * 10 =>
        {
            &ALL.each[best]
        }
        _ => &ALL.together,
    }
}

/// A word without the punctuation around it.
pub fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_shows_in_the_small_words() {
        for (text, language) in [
            (
                "The mayor said that the bridge will be closed for a week.",
                "en",
            ),
            (
                "Der Bürgermeister sagte, dass die Brücke für eine Woche gesperrt wird.",
                "de",
            ),
            (
                "Le maire a dit que le pont sera fermé pour une semaine à partir de lundi.",
                "fr",
            ),
            (
                "El alcalde dijo que el puente será cerrado por una semana desde el lunes.",
                "es",
            ),
            (
                "Il sindaco ha detto che il ponte sarà chiuso per una settimana da lunedì.",
                "it",
            ),
            (
                "De burgemeester zei dat de brug voor een week dicht is en dat het druk wordt.",
                "nl",
            ),
            ("Xyzzy plugh frotz.", ""),
        ] {
            assert_eq!(of_page(std::iter::once(text)).language, language, "{text}");
        }
    }

    #[test]
    fn phrases_are_found_whole() {
        let words = of_page(std::iter::empty());
        assert!(words.opening("byline", "by jane doe").is_some());
        assert!(words.opening("byline", "bystanders saw").is_none());
        assert!(words.within("agency", "jane doe/reuters"));
        assert!(!words.within("agency", "the map shows"));
    }
}
