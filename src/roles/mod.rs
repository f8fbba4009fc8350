//! What a block looks like: headline, byline, caption, jump line, or plain text.
//!
//! Knows the forms that newspapers give to the parts of a page, by punctuation, by capitals, by
//! place, and by the short word lists in `words.txt`. It sees text that may be damaged: a paragraph
//! can be cut anywhere, so that a short line may be a piece of a sentence. When unsure it says
//! [`Role::Paragraph`]. It changes nothing and must not know what damage is or how it is mended.

mod credit;
mod edges;
mod heading;
mod heads;
mod jump;
mod lines;
mod marks;
mod page;
mod words;

use crate::model::SplitWords as _;
use std::ops::Range;

pub use edges::{
    Begin, End, begins, ends, hangs, is_closer, is_dash, is_hyphen, is_opener, is_stop, opens_quote,
};
pub use heading::fragment_score;
pub use heads::{Heads, label};
pub use jump::{JumpLine, jump_line};
pub use marks::Direction;
pub use words::{Words, of_page as words_of};

/// A block as `classify` sees it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct BlockText<'a> {
    /// Its text, lines parted by `\n`.
    pub text: &'a str,
    /// Its size compared with that of the running text, where the page tells.
    pub size: Option<f32>,
    /// Whether other pages show it to be a running head (see [`Heads`]).
    pub is_head: bool,
}

impl<'a> BlockText<'a> {
    /// A block of which only the text is known.
    pub fn new(text: &'a str) -> BlockText<'a> {
        BlockText {
            text,
            size: None,
            is_head: false,
        }
    }

    /// This block, in type of this size compared with that of the running text.
    pub fn sized(mut self, size: Option<f32>) -> BlockText<'a> {
        self.size = size;
        self
    }

    /// Whether its type alone makes it a heading: larger than text, short, and no sentence, which in
    /// large type is a standfirst or a quotation.
    fn is_set_as_heading(&self) -> bool {
        let short = self.text.split_words().take(31).count() <= 30;
        let sentence = self
            .text
            .trim_end()
            .ends_with(['.', '”', '"', '»', '’', '!', ':']);
        self.size.is_some_and(|size| size >= HEADING) && short && !sentence
    }
}

/// Type this much larger than that of running text is that of a heading; standfirsts and first
/// paragraphs are up to a quarter larger.
const HEADING: f32 = 1.3;

/// What a block looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// The title of a story, or one line or deck of it: neighbouring headlines belong together.
    Headline,
    /// The short line over (or, as extracted, under) a headline.
    Kicker,
    /// Who wrote it.
    Byline,
    /// Where and when it was written, on a line of its own.
    Dateline,
    /// A heading inside a story.
    Subhead,
    /// The summary under a headline.
    Standfirst,
    /// The text under a picture.
    Caption {
        /// The credit at its end, brackets included, as a range of bytes of the block.
        credit: Option<Range<usize>>,
    },
    /// The credit of a picture, alone.
    Credit,
    /// A line that sends the reader to or from another page.
    Jump(Direction),
    /// A page number.
    Folio,
    /// The nameplate, or a line with the newspaper's name or the date.
    RunningHead,
    /// A sentence of the story, printed again for show.
    PullQuote,
    /// An advertisement or its label.
    Advertisement,
    /// One item a line.
    List,
    /// Lines that break where they break.
    Verse,
    /// Rows and columns.
    Table,
    /// Text about the story: a correction, who contributed.
    Note,
    /// Running text, whole or a piece; also whatever is not clearly something else.
    Paragraph,
}

impl Role {
    /// Whether the block is running text, which may be cut and go on in a later block.
    pub fn is_running_text(&self) -> bool {
        matches!(self, Role::Paragraph)
    }

    /// Whether the block stands outside the running text, so that a sentence may go on behind it:
    /// pictures' texts, furniture of the page, advertisements, text for show, jump lines.
    pub fn may_interrupt(&self) -> bool {
        matches!(
            self,
            Role::Caption { .. }
                | Role::Credit
                | Role::Jump(_)
                | Role::Folio
                | Role::RunningHead
                | Role::PullQuote
                | Role::Advertisement
        )
    }

    /// Whether the block begins a story.
    pub fn opens_story(&self) -> bool {
        matches!(self, Role::Headline | Role::Kicker | Role::Byline)
    }
}

/// The role of every block of a page, in the order of the page.
///
/// ```
/// use reglet::roles::{BlockText, Role, classify};
/// let page = ["Bridge Shut for Repairs", "By Ann Lee", "The old bridge was shut on Monday."];
/// let roles = classify(&page.map(BlockText::new));
/// assert_eq!(roles, [Role::Headline, Role::Byline, Role::Paragraph]);
/// ```
pub fn classify(blocks: &[BlockText]) -> Vec<Role> {
    let mut roles = page::classify(blocks);
    for (role, block) in roles.iter_mut().zip(blocks) {
        let plain = matches!(
            role,
            Role::Paragraph | Role::Subhead | Role::List | Role::Verse
        );
        if plain && block.is_set_as_heading() {
            *role = Role::Headline;
        }
    }
    roles
}

/// Whether a line names a date, in any of the languages known: `Monday, March 4, 2024`.
pub fn names_date(line: &str) -> bool {
    marks::names_date(line, words::of_page(std::iter::empty()))
}
