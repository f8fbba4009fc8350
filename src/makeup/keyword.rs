//! The word of a headline by which a story is found again where it goes on.
//!
//! Knows headlines and how often words stand in the articles of an edition; knows no language. A word
//! that the story says often and other stories seldom tells most; the words that every headline has
//! are in every story too.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::edition::{Article, inline};

/// Articles that are read to learn which words are in every story.
const READ: usize = 80;
/// Letters of a word at least, but of an abbreviation.
const SHORT: usize = 4;
/// Part of a story's words beyond which a word is grammar.
const GRAMMAR: f64 = 0.04;

/// In how many articles a word stands.
#[derive(Debug, Default)]
pub(super) struct Common {
    articles: usize,
    with: BTreeMap<String, u32>,
}

impl Common {
    /// Counts the words of some articles.
    pub(super) fn new(articles: Vec<Rc<Article>>) -> Common {
        let mut common = Common::default();
        for article in articles.iter().take(READ) {
            let words: BTreeSet<String> = body(article).collect();
            for word in words {
                *common.with.entry(word).or_default() += 1;
            }
            common.articles += 1;
        }
        common
    }

    /// The word for a story, in capitals; `None` when its headline has none that would do.
    pub(super) fn keyword(&self, article: &Article) -> Option<String> {
        let headline = inline::plain(article.headline.as_deref()?);
        let text: Vec<String> = body(article).collect();
        let candidates: Vec<&str> = words(&headline).collect();
        // Where not every word has a capital, one inside the headline is a name, or a noun.
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        let sentence = candidates.iter().skip(1).filter(|w| !capital(w)).count() * 2
            > candidates.len().saturating_sub(1);
        let mut best: Option<(f64, &str)> = None;
        for (at, word) in candidates.iter().enumerate() {
            let letters = word.chars().count();
            let short = letters < SHORT && !word.chars().all(char::is_uppercase);
            if short || letters < 2 || !word.chars().any(char::is_alphabetic) {
                continue;
            }
            let lower = word.to_lowercase();
            let stem = stem(&lower);
            let said = text.iter().filter(|word| word.starts_with(stem)).count() as f64;
            if text.len() > 100 && said > text.len() as f64 * GRAMMAR {
                continue;
            }
            let with = f64::from(self.with.get(&lower).copied().unwrap_or(0));
            let rare = (self.articles as f64 + 1.0) / (with + 0.5);
            let rare = 1.0 + rare.ln().max(0.0) / 2.0;
            // What the story itself never says again may be any word.
            let said = if said > 0.0 {
                said.min(8.0).ln_1p()
            } else {
                0.2
            };
            let named = if sentence && at > 0 && capital(word) {
                1.5
            } else {
                1.0
            };
            let score = said * rare * named * letters.min(8) as f64;
            if best.is_none_or(|known| score >= known.0) {
                best = Some((score, word));
            }
        }
        best.map(|(_, word)| word.to_uppercase())
    }
}

/// The words of an article's running text, in small letters.
fn body(article: &Article) -> impl Iterator<Item = String> {
    let blocks = article.blocks.iter();
    blocks.flat_map(|block| {
        let text = inline::plain(&block.text).to_lowercase();
        words(&text).map(str::to_owned).collect::<Vec<_>>()
    })
}

/// Words with the hyphens and apostrophes inside them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .map(|word| word.strip_suffix("'s").unwrap_or(word))
        .map(|word| word.strip_suffix("’s").unwrap_or(word))
        .filter(|word| !word.is_empty())
}

/// A word without its ending, as far as that can be told without knowing the language.
fn stem(word: &str) -> &str {
    let letters = word.chars().count();
    let kept = match letters {
        0..=4 => letters,
        5..=6 => letters - 1,
        _ => letters - 2,
    };
    let end = word
        .char_indices()
        .nth(kept)
        .map_or(word.len(), |(at, _)| at);
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::{Block, BlockKind};

    fn article(headline: &str, text: &str) -> Article {
        Article {
            headline: Some(headline.into()),
            blocks: vec![Block::new(BlockKind::Paragraph, text)],
            ..Article::default()
        }
    }

    fn keyword(articles: Vec<Article>) -> Option<String> {
        let articles: Vec<Rc<Article>> = articles.into_iter().map(Rc::new).collect();
        let first = articles[0].clone();
        Common::new(articles).keyword(&first)
    }

    #[test]
    fn the_word_that_the_story_is_about() {
        let found = keyword(vec![
            article(
                "Governor Says Budget Is to Be Cut",
                "The governor said on Friday that the budget would be cut. A budget of that size, he said, is to be had.",
            ),
            article(
                "Rain Is to Come",
                "The governor said that rain is to be had, and cut the grass.",
            ),
            article(
                "A Long Night",
                "The governor of the bank is to be there, he said; it is cut.",
            ),
        ]);
        assert_eq!(found.as_deref(), Some("BUDGET"));
    }

    #[test]
    fn a_noun_among_small_letters() {
        let found = keyword(vec![
            article(
                "Stadt will das alte Theater doch nicht verkaufen",
                "Das Theater bleibt. Die Stadt will es.",
            ),
            article("Regen", "Die Stadt will, dass es regnet."),
        ]);
        assert_eq!(found.as_deref(), Some("THEATER"));
    }

    #[test]
    fn a_headline_without_words_has_none() {
        assert_eq!(keyword(vec![article("0:2", "No goals.")]), None);
    }
}
