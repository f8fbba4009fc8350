//! Running heads and page numbers that several pages prove: a line that comes again at the head or
//! the foot of pages, its number going along with them.
//!
//! Compares lines of pages; knows nothing of stories.

use crate::model::SplitWords as _;
use std::collections::{BTreeMap, HashSet};

use super::BlockText;
use super::edges::{Begin, End, begins, ends};
use super::marks;
use super::words::{Words, bare, of_page};

/// So many blocks at either end of a page may be furniture of the page.
const EDGE: usize = 3;

/// Words and characters of a running head, at the most.
const MOST_WORDS: usize = 12;
const MOST_CHARS: usize = 90;

/// Words of one that is written in small letters: a name, not a piece of a sentence.
const MOST_SMALL: usize = 4;

/// The lines that the pages of an issue have in common at their heads and feet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    /// At the head (or the foot), in small letters, figures as `#`.
    patterns: HashSet<(bool, String)>,
}

/// A line at an edge of a page.
struct Line {
    page: usize,
    numbers: Vec<usize>,
    /// Whether it is the outermost block, or nothing but a page number stands outside of it.
    outermost: bool,
    /// Whether its page has a page number of its own.
    numbered: bool,
}

impl Heads {
    /// The running heads of an issue, from the blocks of each of its pages.
    pub fn of(pages: &[Vec<&str>]) -> Heads {
        let words = of_page(std::iter::empty());
        let mut lines: BTreeMap<(bool, String), Vec<Line>> = BTreeMap::new();
        for (page, blocks) in pages.iter().enumerate() {
            for (at, head) in edges(blocks.len()) {
                let Some((pattern, numbers)) = pattern(blocks[at]) else {
                    continue;
                };
                let outer = match head {
                    true => at.checked_sub(1),
                    false => Some(at + 1).filter(|at| *at < blocks.len()),
                };
                let is_folio = |at: usize| marks::is_folio(blocks[at], words);
                let line = Line {
                    page,
                    numbers,
                    outermost: outer.is_none_or(is_folio),
                    numbered: edges(blocks.len()).any(|(at, _)| is_folio(at)),
                };
                let known = lines.entry((head, pattern)).or_default();
                if known.last().is_none_or(|last| last.page != page) {
                    known.push(line);
                }
            }
        }
        let proved = |((_, pattern), lines): &(&(bool, String), &Vec<Line>)| {
            is_head(pattern, lines, pages.len(), words)
        };
        let found = lines.iter().filter(proved);
        Heads {
            patterns: found.map(|(key, _)| key.clone()).collect(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Marks the running heads among the blocks of a page.
    pub fn mark(&self, blocks: &mut [BlockText]) {
        if self.is_empty() {
            return;
        }
        for (at, head) in edges(blocks.len()) {
            blocks[at].is_head |= pattern(blocks[at].text)
                .is_some_and(|(pattern, _)| self.patterns.contains(&(head, pattern)));
        }
    }

    /// Marks them wherever they stand, in a text in which the ends of its pages cannot be seen.
    pub fn mark_anywhere(&self, blocks: &mut [BlockText]) {
        if self.is_empty() {
            return;
        }
        for block in blocks {
            block.is_head |= pattern(block.text).is_some_and(|(pattern, _)| {
                [true, false]
                    .into_iter()
                    .any(|head| self.patterns.contains(&(head, pattern.clone())))
            });
        }
    }
}

/// The blocks at the edges of a page, and whether each is at its head.
fn edges(blocks: usize) -> impl Iterator<Item = (usize, bool)> {
    let head = (0..EDGE.min(blocks)).map(|at| (at, true));
    head.chain((blocks.saturating_sub(EDGE)..blocks).map(|at| (at, false)))
}

/// A line with its figures put aside; `None` when it is too long, a piece of a sentence, or has no
/// letters.
fn pattern(text: &str) -> Option<(String, Vec<usize>)> {
    let count = text.split_words().count();
    if text.len() > MOST_CHARS || count > MOST_WORDS {
        return None;
    }
    let torn = matches!(begins(text), Begin::Lower | Begin::Continuation) && count > MOST_SMALL
        || matches!(ends(text), End::Comma | End::Hyphen);
    if torn {
        return None;
    }
    let mut numbers = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for token in text.split_words() {
        let word = bare(token).to_lowercase();
        if word.is_empty() {
            continue;
        }
        match word.parse::<usize>() {
            Ok(number) => {
                numbers.push(number);
                words.push("#".to_owned());
            }
            Err(_) => words.push(word),
        }
    }
    let letters = words
        .iter()
        .any(|word| word.chars().any(char::is_alphabetic));
    letters.then(|| (words.join(" "), numbers))
}

/// Whether lines of one pattern are a running head: with a number that goes along with the pages; the
/// same on three pages and on a third of all; outermost on most of them, or on pages that are
/// numbered.
fn is_head(pattern: &str, lines: &[Line], pages: usize, words: &Words) -> bool {
    let [first, .., last] = lines else {
        return false;
    };
    let of_words: Vec<&str> = pattern.split(' ').filter(|word| *word != "#").collect();
    let along = (0..first.numbers.len()).any(|nth| {
        last.numbers.get(nth) != first.numbers.get(nth)
            && lines.windows(2).all(|pair| {
                let step = pair[1].page - pair[0].page;
                let [one, two] = [&pair[0].numbers, &pair[1].numbers];
                one.get(nth).map(|number| number + step) == two.get(nth).copied()
            })
    });
    let changes = lines.iter().any(|line| line.numbers != first.numbers);
    if changes {
        // "Chapter 3" goes along, too, where chapters are as long as pages; "3 The Post" is none.
        let named = of_words.len() >= 2
            || pattern.starts_with('#')
            || of_words.iter().any(|word| marks::is_page_word(word, words));
        return along && named;
    }
    let outermost = lines.iter().all(|line| line.outermost);
    let numbered = lines.iter().all(|line| line.numbered);
    lines.len() >= 3 && lines.len() * 3 >= pages
        || outermost && (numbered || lines.len() * 2 > pages)
}

/// The number that a page gives itself, among its running heads and folios: `4`, `A4`.
pub fn label(text: &str, words: &Words) -> Option<String> {
    let tokens: Vec<&str> = text.split_words().map(bare).collect();
    let reference = |at: usize| marks::is_reference(tokens[at]).then(|| tokens[at].to_uppercase());
    let behind_page = (1..tokens.len())
        .filter(|at| marks::is_page_word(&tokens[at - 1].to_lowercase(), words))
        .find_map(reference);
    // The date has figures, too: the number of the page stands at an end.
    let last = tokens.len().checked_sub(1)?;
    behind_page
        .or_else(|| reference(0))
        .or_else(|| reference(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_come_again() {
        let pages = [
            vec!["The Harbour Post", "Bridge shut", "It was shut.", "Page 1"],
            vec!["2 The Harbour Post", "Rain", "It rained.", "Page 2"],
            vec!["3 The Harbour Post", "Snow", "It snowed.", "Page 3"],
        ];
        let heads = Heads::of(&pages);
        let marked = |page: &[&str]| -> Vec<bool> {
            let mut blocks: Vec<BlockText> = page.iter().map(|text| BlockText::new(text)).collect();
            heads.mark(&mut blocks);
            blocks.iter().map(|block| block.is_head).collect()
        };
        assert_eq!(marked(&pages[1]), [true, false, false, true]);
        // The first page has no number: it alone proves nothing.
        assert_eq!(marked(&pages[0]), [false, false, false, true]);
        let chapters = [
            vec!["Chapter 1", "It rained."],
            vec!["Chapter 2", "It snowed."],
        ];
        assert!(Heads::of(&chapters).is_empty());
        let weather = [vec!["Rain", "It rained."], vec!["Snow", "It snowed."]];
        assert!(Heads::of(&weather).is_empty());
    }

    #[test]
    fn pages_give_themselves_numbers() {
        let words = of_page(std::iter::empty());
        for (text, number) in [
            ("A4", Some("A4")),
            ("Page 4", Some("4")),
            ("4 The Harbour Post", Some("4")),
            ("The Harbour Post, March 3, 1900   B6", Some("B6")),
            ("Seite 12 | Kreisblatt", Some("12")),
            ("The Harbour Post", None),
        ] {
            assert_eq!(label(text, words).as_deref(), number, "{text}");
        }
    }
}
