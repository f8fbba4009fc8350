//! The Markdown form of an edition: for people, in any editor.
//!
//! ```markdown
//! ---
//! title: The Harbour Post
//! date: Monday, March 4, 2024
//! language: en
//! ---
//!
//! # Bridge Shut for Repairs
//!
//! Kicker: Transport
//!
//! Standfirst: The council has no money for the work.
//!
//! Byline: By Ann Lee
//!
//! The *Post* learned on Monday that the old bridge …
//!
//! ## Nobody to pay
//!
//! The council said …
//!
//! Caption: Lorries wait on the quay.
//! Credit: Photo: Tom Roe
//!
//! ![The ferry at sunrise.](ferry.jpg "Photo: Tom Roe")
//!
//! > I have not seen such a queue in forty years.
//!
//! - Monday: quay shut
//! - Tuesday: council meets
//!
//! Turn: Continued on page 4
//! ```
//!
//! - **Head of the file**, between two lines `---`, may be left out: `title`, `date`, `language` (a
//!   BCP 47 tag), and `furniture`, a list of what stood on the pages outside the stories.
//! - **`# `** starts an article. A story without a headline starts with a line `* * *`; the first
//!   one needs no line.
//! - **Labels**, each in a paragraph of its own or on a line of its own: `Kicker:` (also directly
//!   before the `# ` line), `Standfirst:`, `Byline:` and `Jump:` ("From page 1") belong to the
//!   article, as do `Section:` (the section that begins with it), `Treatment:` (`brief`, `box` or
//!   `tint`) and `Place:` (`page 1, columns 1-4, 0-180 mm`); `Caption:`, `Note:`, `Advertisement:` and `Turn:` ("Continued on page 4") are blocks;
//!   `Credit:` and `Picture:` belong to the caption before them, `Picture:` and `Size:` (`2 x 80 mm, page
//!   3`) to the advertisement. `Paragraph:`, `Verse:` and `Table:`
//!   name a kind that cannot be seen otherwise, such as a verse of one line.
//! - **`## `** is a subhead (so are `###` and deeper), **`> `** a pull quote, **`- `** or **`1. `** an
//!   item of a list. A picture with its caption is `![caption](file "credit")`.
//! - **Verse** has a backslash at the end of every line but the last; **tables** stand between two lines
//!   of three backticks, kept as they are.
//! - `*emphasis*` and `**strong**` are kept; `_emphasis_` is read as well.
//! - A backslash takes the meaning from the sign behind it: a paragraph that begins with the word
//!   "Note:" is written `Note\: …`. `<br>` is a line break, `&#32;` a space that would be lost, and
//!   `<!-- … -->` a remark that is not read; one between two lists keeps them apart.
//!
//! What is read is kinder than what is written: missing blank lines, any line ending, tabs, spaces
//! at the ends of lines, paragraphs over several lines, bullets `*` and `+`, headings underlined with
//! `===`, and tables in `|` columns are understood. What is written reads back the same, save for the
//! `source` of blocks, which only the JSON form keeps.

mod articles;
mod escape;
mod front;
mod read;
mod write;

pub use articles::{Articles, articles};
pub use read::from;
pub use write::to;

/// A word that opens a line of a certain meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Kicker,
    Standfirst,
    Byline,
    Jump,
    Caption,
    Credit,
    Picture,
    Note,
    Advertisement,
    Section,
    Treatment,
    Place,
    Size,
    Turn,
    Paragraph,
    Verse,
    Table,
}

const LABELS: [(&str, Label); 17] = [
    ("Kicker", Label::Kicker),
    ("Standfirst", Label::Standfirst),
    ("Byline", Label::Byline),
    ("Jump", Label::Jump),
    ("Caption", Label::Caption),
    ("Credit", Label::Credit),
    ("Picture", Label::Picture),
    ("Note", Label::Note),
    ("Advertisement", Label::Advertisement),
    ("Section", Label::Section),
    ("Treatment", Label::Treatment),
    ("Place", Label::Place),
    ("Size", Label::Size),
    ("Turn", Label::Turn),
    ("Paragraph", Label::Paragraph),
    ("Verse", Label::Verse),
    ("Table", Label::Table),
];

/// The label that a line opens with, and the length of its word.
fn label(line: &str) -> Option<(Label, usize)> {
    let (word, _) = line.split_once(':')?;
    LABELS
        .into_iter()
        .find(|(name, _)| word.eq_ignore_ascii_case(name))
        .map(|(name, label)| (label, name.len()))
}

/// Whether a line is a rule: three or more of one of `-*_`, spaces between them allowed.
fn is_rule(line: &str) -> bool {
    let mut signs = line.chars().filter(|c| !matches!(c, ' ' | '\t'));
    let Some(first @ ('-' | '*' | '_')) = signs.next() else {
        return false;
    };
    let mut count = 1;
    for c in signs {
        if c != first {
            return false;
        }
        count += 1;
    }
    count >= 3
}

/// The length of the number that opens an item of a list, its stop and space included: `12. `. At
/// most `digits` digits; the item must not be empty.
fn item_number(line: &str, digits: usize) -> Option<usize> {
    let count = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[count..];
    let stop = rest.starts_with(". ") || rest.starts_with(") ");
    let text = rest
        .get(2..)
        .is_some_and(|t| !t.starts_with([' ', '\t']) && !t.is_empty());
    ((1..=digits).contains(&count) && stop && text).then_some(count + 2)
}

#[cfg(test)]
mod tests;
