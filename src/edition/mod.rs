//! What a story is: kicker, headline, byline, jump line, paragraphs, subheads, captions.
//!
//! The waist of the whole program: repair ends here and typesetting starts here. Knows nothing of
//! damage, of files, of type or of pages.

mod assemble;
pub mod flow;
pub mod inline;
mod place;

pub use assemble::{assemble, assemble_issue};
pub use place::{Place, PlaceError, Size};

use serde::{Deserialize, Serialize};

/// An issue or a page of it: what is to be read, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Name of the newspaper, for the masthead; empty when the text does not tell.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The date of the issue as it is to be printed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Language of the text as a BCP 47 tag, such as `en` or `de-AT`; empty when unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// The stories, most important first or in the order in which they were found.
    #[serde(default)]
    pub articles: Vec<Article>,
    /// What stood on the pages outside the stories: page numbers, running heads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub furniture: Vec<Furniture>,
}

impl Edition {
    /// What is to be read, as plain text: a blank line between blocks, credits in brackets, and what
    /// stood outside the stories at the end.
    pub fn plain_text(&self) -> String {
        let mut text = String::new();
        let mut add = |piece: &str| {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(piece);
        };
        for article in &self.articles {
            let head = [
                &article.kicker,
                &article.headline,
                &article.standfirst,
                &article.byline,
                &article.jump,
            ];
            head.into_iter().flatten().for_each(|piece| add(piece));
            for block in &article.blocks {
                match &block.credit {
                    Some(credit) => add(format!("{} ({credit})", block.text).trim()),
                    None => add(&block.text),
                }
            }
        }
        self.furniture.iter().for_each(|piece| add(&piece.text));
        text
    }
}

/// A piece of a page that belongs to no story: a page number, a running head.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Furniture {
    /// The text, lines joined.
    pub text: String,
    /// Where the text came from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<SourceRange>,
}

/// One story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// The short line over the headline ("Case Study").
    #[serde(default)]
    pub kicker: Option<String>,
    /// The headline; `None` for text that was found without one.
    #[serde(default)]
    pub headline: Option<String>,
    /// The summary line under the headline (standfirst, deck).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standfirst: Option<String>,
    /// The byline as printed, "By" included.
    #[serde(default)]
    pub byline: Option<String>,
    /// The jump line that stands at the head of a continued story ("From page 1").
    #[serde(default)]
    pub jump: Option<String>,
    /// The section that begins with this story ("Sport"); `None` for one of the section before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// How it is to be shown.
    #[serde(default, skip_serializing_if = "Treatment::is_plain")]
    pub treatment: Treatment,
    /// Where it stands; `None` leaves that to the make-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The body in reading order.
    #[serde(default)]
    pub blocks: Vec<Block>,
}

/// How a story is to be shown among the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Treatment {
    /// As its importance asks.
    #[default]
    Plain,
    /// In a column of short news with others.
    Brief,
    /// Between rules on all four sides.
    Box,
    /// On a tint.
    Tint,
}

impl Treatment {
    /// Whether nothing is wanted.
    pub fn is_plain(&self) -> bool {
        *self == Treatment::Plain
    }

    /// The word for it in edition files.
    pub fn name(self) -> &'static str {
        match self {
            Treatment::Plain => "plain",
            Treatment::Brief => "brief",
            Treatment::Box => "box",
            Treatment::Tint => "tint",
        }
    }

    /// The treatment of a name.
    pub fn named(name: &str) -> Option<Treatment> {
        [
            Treatment::Plain,
            Treatment::Brief,
            Treatment::Box,
            Treatment::Tint,
        ]
        .into_iter()
        .find(|treatment| treatment.name().eq_ignore_ascii_case(name.trim()))
    }
}

/// One piece of an article's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// What the piece is.
    pub kind: BlockKind,
    /// The text: plain, save for `*emphasis*` and `**strong**` as in Markdown. The lines of verse,
    /// tables and lists are parted by `\n`. See [`inline`].
    pub text: String,
    /// The credit of a picture, without its brackets ("PHOTO: VCG"). Captions only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// The file of the picture that a caption belongs to, as given. Captions and advertisements only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// The size that an advertisement has on its page; without it, it stands in the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// Where the text came from: ranges of bytes of the input. Empty for text typed by an editor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<SourceRange>,
}

impl Block {
    /// A block of text with no credit, picture or known source.
    pub fn new(kind: BlockKind, text: impl Into<String>) -> Block {
        Block {
            kind,
            text: text.into(),
            credit: None,
            picture: None,
            size: None,
            source: Vec::new(),
        }
    }
}

/// What a block of an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading inside the story (crosshead).
    Subhead,
    /// The text under a picture.
    Caption,
    /// A sentence of the story set large for show.
    PullQuote,
    /// A list: one item a line. Bullets are taken off; numbers ("1. ", "2) ") are part of the text.
    List,
    /// Lines that break where they break: verse, programmes, addresses.
    Verse,
    /// Rows and columns, kept as found.
    Table,
    /// The jump line at the foot of a story that goes on elsewhere ("Continued on page 4").
    Jump,
    /// Text about the story: an author's note, a correction, an end line.
    Note,
    /// A paid or house advertisement.
    Advertisement,
}

/// A range of bytes in an input file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRange {
    /// The file as it was named on the command line; `-` is standard input.
    pub file: String,
    /// First byte and the byte after the last.
    pub bytes: [usize; 2],
}
