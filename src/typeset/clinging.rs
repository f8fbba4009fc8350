//! Words that should not end a line of a headline: articles, prepositions, conjunctions. Knows
//! languages; the words are lists that an editor may correct (`clinging/*.txt`).

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::hyphenate::primary;

const LISTS: &[(&str, &str)] = &[
    ("de", include_str!("clinging/de.txt")),
    ("en", include_str!("clinging/en.txt")),
    ("es", include_str!("clinging/es.txt")),
    ("fr", include_str!("clinging/fr.txt")),
    ("it", include_str!("clinging/it.txt")),
    ("nl", include_str!("clinging/nl.txt")),
    ("pl", include_str!("clinging/pl.txt")),
    ("pt", include_str!("clinging/pt.txt")),
    ("sv", include_str!("clinging/sv.txt")),
];

/// Whether a word clings to the one after it.
pub(super) fn clings(word: &str, language: &str) -> bool {
    let language = primary(language);
    static SMALL: OnceLock<Vec<(&str, FxHashSet<String>)>> = OnceLock::new();
    let small = SMALL.get_or_init(|| {
        let words = |list: &str| list.split_whitespace().map(str::to_lowercase).collect();
        LISTS
            .iter()
            .map(|(code, list)| (*code, words(list)))
            .collect()
    });
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let list = small.iter().find(|(code, _)| *code == language);
    list.is_some_and(|(_, words)| words.contains(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_cling_and_nouns_do_not() {
        assert!(clings("The", "en-US"));
        assert!(clings("‘of", "en"));
        assert!(clings("DER", "de"));
        assert!(!clings("council", "en"));
        assert!(!clings("of.", "en"));
        assert!(!clings("the", ""));
    }
}
