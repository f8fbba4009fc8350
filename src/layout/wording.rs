//! What make-up says by itself in the language of an edition: jump lines, the head of the index.
//!
//! Knows `layouts/wording.toml`, which an editor may correct; knows no page.

use toml::de::{DeTable, DeValue};

/// The words of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    to: String,
    see: String,
    from: String,
    inside: String,
    brief: String,
    page: String,
}

/// Where a page's number stands in a phrase.
const PAGE: &str = "{page}";
/// Where the word by which a story is found again stands in one.
const WORD: &str = "{word}";

impl Wording {
    /// The words of a language (BCP 47): of the whole tag, else of its language, else signs that need
    /// none.
    ///
    /// ```
    /// let words = reglet::layout::Wording::of("de-AT");
    /// assert_eq!(words.to("4"), "Fortsetzung auf Seite 4");
    /// ```
    pub fn of(language: &str) -> Wording {
        let file = DeTable::parse(include_str!("../../layouts/wording.toml")).ok();
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let table = file.as_ref().and_then(|file| {
            [language, primary, "und"].into_iter().find_map(|wanted| {
                let mut rows = file.get_ref().iter();
                let row = rows.find(|(name, _)| name.get_ref().eq_ignore_ascii_case(wanted))?;
                match row.1.get_ref() {
                    DeValue::Table(table) => Some(table),
                    _ => None,
                }
            })
        });
        let text = |key: &str| {
            let found =
                table.and_then(|table| table.iter().find(|(name, _)| name.get_ref() == key));
            let found = found.and_then(|(_, value)| value.get_ref().as_str());
            found.unwrap_or(PAGE).to_owned()
        };
        Wording {
            to: text("to"),
            see: text("see"),
            from: text("from"),
            inside: text("inside"),
            brief: text("brief"),
            page: text("page"),
        }
    }

    /// The jump line at the foot of a story that goes on on another page.
    pub fn to(&self, page: &str) -> String {
        self.to.replace(PAGE, page)
    }

    /// The same, by the word that stands over the part that goes on.
    pub fn see(&self, word: &str, page: &str) -> String {
        self.see.replace(PAGE, page).replace(WORD, word)
    }

    /// The jump line at the head of the part that went on.
    pub fn from(&self, page: &str) -> String {
        self.from.replace(PAGE, page)
    }

    /// The head of the index of stories.
    pub fn inside(&self) -> &str {
        &self.inside
    }

    /// The head of the column of short news.
    pub fn brief(&self) -> &str {
        &self.brief
    }

    /// A page, named.
    pub fn page(&self, page: &str) -> String {
        self.page.replace(PAGE, page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_everything() {
        let file = DeTable::parse(include_str!("../../layouts/wording.toml")).expect("it is TOML");
        for (language, _) in file.get_ref() {
            let words = Wording::of(language.get_ref());
            for phrase in [words.to("17"), words.from("17"), words.page("17")] {
                assert!(phrase.contains("17"), "{language:?}: {phrase}");
            }
            let see = words.see("BUDGET", "17");
            assert!(
                see.contains("17") && see.contains("BUDGET"),
                "{language:?}: {see}"
            );
            for head in [words.inside(), words.brief()] {
                assert!(!head.is_empty() && !head.contains(PAGE), "{language:?}");
            }
        }
    }

    #[test]
    fn a_language_that_is_not_there_gets_signs() {
        assert_eq!(Wording::of("xx"), Wording::of(""));
        assert_eq!(Wording::of("pt-BR"), Wording::of("pt"));
        assert_eq!(Wording::of("EN").from("2"), "From page 2");
    }
}
