//! What a jump line says: the page that it names, and the word that the story goes by.
//!
//! Knows the lists of `words.txt`; that a block is a jump line at all is decided in `marks`.

use super::marks::{self, Direction};
use super::words::{Words, bare};

/// A jump line, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JumpLine {
    /// Which way it points.
    pub direction: Direction,
    /// The page that it names, in capitals: `4`, `A4`; a front page by its name is `1`.
    pub page: Option<String>,
    /// The words that the story goes by ("BUDGET"), in small letters; mostly none.
    pub keyword: Vec<String>,
    /// Whether it may as well point at another story: "See", or a word and a page alone.
    pub is_reference: bool,
}

/// Takes a jump line apart; `None` when the text is none.
pub fn jump_line(text: &str, words: &Words) -> Option<JumpLine> {
    let direction = marks::jump(text, words)?;
    let mut tokens: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | ',' | ':' | '—' | '–'))
        .map(|token| bare(token).to_lowercase())
        .filter(|token| !token.is_empty())
        .collect();
    // "Page 4, Col. 1"
    if let [.., column, number] = &tokens[..]
        && words.has("column", column)
        && number.chars().all(|c| c.is_ascii_digit())
    {
        tokens.truncate(tokens.len() - 2);
    }
    let list = match direction {
        Direction::From => "from",
        Direction::To => "to",
    };
    let opened = opening(&tokens, words, list);
    let is_reference = opened.is_none();
    let opened = opened
        .or_else(|| opening(&tokens, words, "see"))
        .unwrap_or_default();
    let of_page = |at: usize| marks::is_page_word(&tokens[at], words);
    let numbered = |at: &usize| marks::is_reference(&tokens[*at]);
    let mut free = (0..tokens.len()).filter(|at| !opened.contains(at));
    let behind_page = free
        .clone()
        .find(|at| numbered(at) && at.checked_sub(1).is_some_and(of_page));
    let number = behind_page.or_else(|| free.clone().rev().find(|at| numbered(at)));
    let page = match number {
        Some(at) => Some(tokens[at].to_uppercase()),
        None => free
            .any(|at| words.has("front", &tokens[at]))
            .then(|| "1".to_owned()),
    };
    let keyword = (0..tokens.len())
        .filter(|at| !opened.contains(at) && Some(*at) != number && !of_page(*at))
        .map(|at| tokens[at].clone())
        .filter(|word| !words.is_small(word) && !words.has("front", word))
        .collect();
    Some(JumpLine {
        direction,
        page,
        keyword,
        is_reference,
    })
}

/// The tokens that an entry of a list takes: the longest entry, wherever it stands.
fn opening(tokens: &[String], words: &Words, list: &str) -> Option<std::ops::Range<usize>> {
    let mut best: Option<std::ops::Range<usize>> = None;
    for entry in words.list(list) {
        let entry: Vec<&str> = entry.split_whitespace().map(bare).collect();
        let found = tokens
            .windows(entry.len().max(1))
            .position(|window| window.iter().map(String::as_str).eq(entry.iter().copied()));
        if let Some(at) = found
            && best.as_ref().is_none_or(|best| best.len() < entry.len())
        {
            best = Some(at..at + entry.len());
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::words::of_page;

    #[test]
    fn jump_lines_are_taken_apart() {
        let words = of_page(std::iter::empty());
        for (text, page, keyword, is_reference) in [
            ("Continued on Page A4", "A4", "", false),
            ("(Continued from Page One)", "1", "", false),
            ("See BUDGET, page 3", "3", "budget", true),
            ("BUDGET, Page A4", "A4", "budget", true),
            ("BUDGET from A1", "A1", "budget", false),
            ("From page 1", "1", "", false),
            ("Fortsetzung auf Seite 5", "5", "", false),
            ("Fortsetzung von der Titelseite", "1", "", false),
            ("Suite page 4", "4", "", false),
            ("Suite de la une", "1", "", false),
            ("Sigue en la página 6", "6", "", false),
            ("Viene de la página 1", "1", "", false),
            ("Segue a pagina 3", "3", "", false),
            ("Segue dalla prima", "1", "", false),
            ("Lees verder op pagina 7", "7", "", false),
            ("Vervolg van voorpagina", "1", "", false),
            ("Harbour: continued from page 1", "1", "harbour", false),
            ("Continued on Page 12, Column 3", "12", "", false),
        ] {
            let line = jump_line(text, words);
            let told = line.map(|line| {
                (
                    line.page.unwrap_or_default(),
                    line.keyword.join(" "),
                    line.is_reference,
                )
            });
            let wanted = (page.to_owned(), keyword.to_owned(), is_reference);
            assert_eq!(told, Some(wanted), "{text}");
        }
        for text in ["Rain from A to Z", "News from Page", "MAN FROM MARS"] {
            assert_eq!(jump_line(text, words), None, "{text}");
        }
    }
}
