//! Two texts, aligned: what was joined, split, moved, un-mixed, dropped, replaced.
//!
//! Words and paragraph boundaries are the tokens. A change is what a person would count as one: a
//! paragraph boundary taken away, a block moved (once, with the edits inside it), a word mended.
//! Knows texts and, when there is one, the audit of a repair; nothing of files or terminals.
//!
//! ```
//! use reglet::compare::{Kind, compare};
//!
//! let comparison = compare("The old\n\nmill is sold.", "The old mill was sold.");
//! let kinds: Vec<Kind> = comparison.changes.iter().map(|change| change.kind).collect();
//! assert_eq!(kinds, [Kind::Joined, Kind::Replaced]);
//! ```

use std::ops::Range;

use crate::model::Page;
use crate::repair::{Confidence, Row};

mod align;
mod classify;
mod copies;
mod explain;
mod moves;
mod score;
mod token;
pub mod view;

pub use explain::{explain, explained, text_of};
pub use score::{EXACT, Figure, Scores, score};

use align::hunks;
use classify::Classifier;
use token::{Token, Words};

/// What a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Two paragraphs became one; a word cut between them may have become whole.
    Joined,
    /// One paragraph became two.
    Split,
    /// A stretch of text stands elsewhere.
    Moved,
    /// A stretch that stood in the midst of other text was taken out of it, and stands where it
    /// belongs.
    Unmixed,
    /// A block, a line or a word that stood twice stands once.
    Duplicate,
    /// Other words for the same place.
    Replaced,
    /// Text that was not there.
    Inserted,
    /// Text that is there no longer.
    Deleted,
}

impl Kind {
    /// Every kind, in the order in which they are listed.
    pub const ALL: [Kind; 8] = [
        Kind::Joined,
        Kind::Split,
        Kind::Moved,
        Kind::Unmixed,
        Kind::Duplicate,
        Kind::Replaced,
        Kind::Inserted,
        Kind::Deleted,
    ];

    /// Its name, as the JSON has it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Joined => "joined",
            Kind::Split => "split",
            Kind::Moved => "moved",
            Kind::Unmixed => "unmixed",
            Kind::Duplicate => "duplicate",
            Kind::Replaced => "replaced",
            Kind::Inserted => "inserted",
            Kind::Deleted => "deleted",
        }
    }
}

/// One change, as a person would count it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is.
    pub kind: Kind,
    /// The bytes of the first text that it speaks of; empty where nothing stood.
    pub before: Range<usize>,
    /// The bytes of the second text that it speaks of; empty where nothing stands.
    pub after: Range<usize>,
    /// What changed inside a stretch that was moved.
    pub edits: Vec<Change>,
    /// Why, when an audit tells: the rows that made it.
    pub reasons: Vec<Reason>,
}

/// What an audit says of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The pass that made it.
    pub pass: String,
    /// Why, in words.
    pub because: String,
    /// How sure.
    pub confidence: Confidence,
}

/// A question of the audit, and where it stands in the first text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The bytes of the first text that it speaks of.
    pub before: Range<usize>,
    /// The row.
    pub row: Row,
}

/// Two texts, aligned.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The first text.
    pub before: String,
    /// The second text.
    pub after: String,
    /// What changed, in the order of the first text.
    pub changes: Vec<Change>,
    /// What a person has to decide, by the audit.
    pub queries: Vec<Query>,
    /// Stretches of both texts that stand side by side: they begin and end at paragraph boundaries that
    /// both have.
    pub rows: Vec<(Range<usize>, Range<usize>)>,
    /// Where the lines of the first text's own file begin in it, when that is known.
    pub lines: Vec<(usize, usize)>,
    /// Whether an audit was at hand, so that a change without reasons is one that nothing explains.
    pub audited: bool,
}

/// Compares two texts. Paragraphs are parted by blank lines; other white space is a space.
pub fn compare(before: &str, after: &str) -> Comparison {
    let mut words = Words::default();
    let one = words.tokens(before);
    let two = words.tokens(after);
    let hunks = hunks(&one, &two, words.count());
    let sides = Sides {
        before,
        after,
        one: &one,
        two: &two,
        words: words.count(),
    };
    let rows = rows(&sides, &hunks);
    let mut changes = changes(&sides, hunks, true);
    copies::find(&sides, &mut changes);
    changes.sort_by_key(|change| (change.before.start, change.after.start));
    Comparison {
        before: before.to_owned(),
        after: after.to_owned(),
        changes,
        queries: Vec::new(),
        rows,
        lines: Vec::new(),
        audited: false,
    }
}

/// Both texts and their tokens.
#[derive(Clone, Copy, Debug)]
struct Sides<'a> {
    before: &'a str,
    after: &'a str,
    one: &'a [Token],
    two: &'a [Token],
    words: u32,
}

/// The stretches between the boundaries that both texts keep.
fn rows(sides: &Sides, hunks: &[align::Hunk]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut rows = Vec::new();
    let mut start = (0, 0);
    let mut at = (0, 0);
    let mut cut = |one: usize, two: usize, rows: &mut Vec<_>| {
        rows.push((
            bytes(sides.one, &(start.0..one)),
            bytes(sides.two, &(start.1..two)),
        ));
        start = (one + 1, two + 1);
    };
    let end = align::Hunk {
        before: sides.one.len()..sides.one.len(),
        after: sides.two.len()..sides.two.len(),
    };
    for hunk in hunks.iter().chain([&end]) {
        for one in at.0..hunk.before.start {
            if sides.one[one].is_break() {
                cut(one, at.1 + one - at.0, &mut rows);
            }
        }
        at = (hunk.before.end, hunk.after.end);
    }
    cut(sides.one.len(), sides.two.len(), &mut rows);
    rows
}

impl Comparison {
    /// How many changes there are of each kind that occurs.
    pub fn counts(&self) -> Vec<(Kind, usize)> {
        let count = |kind| {
            self.changes
                .iter()
                .filter(|change| change.kind == kind)
                .count()
        };
        let all = Kind::ALL.iter().map(|&kind| (kind, count(kind)));
        all.filter(|(_, count)| *count > 0).collect()
    }

    /// Learns the lines of the files that the first text was read from.
    pub fn name_lines(&mut self, pages: &[Page]) {
        self.lines.clear();
        let mut out = 0;
        for page in pages {
            let bytes = &page.source.bytes;
            let (mut line, mut at) = (1, 0);
            for piece in &page.text.pieces {
                if piece.len > 0 && !piece.from.is_empty() && piece.from.start >= at {
                    let passed = &bytes[at.min(bytes.len())..piece.from.start.min(bytes.len())];
                    line += passed.iter().filter(|byte| **byte == b'\n').count();
                    at = piece.from.start;
                    self.lines.push((out, line));
                }
                out += piece.len;
            }
            out += 2;
        }
    }

    /// The line of the first text's file, counted from 1, on which a byte of the text stands.
    pub fn line(&self, byte: usize) -> usize {
        match self
            .lines
            .partition_point(|(start, _)| *start <= byte)
            .checked_sub(1)
        {
            Some(at) => self.lines[at].1,
            None => 1 + self.before[..byte].matches('\n').count(),
        }
    }

    /// What a change made of what, as it can be shown: with the words on either side of a paragraph
    /// boundary, and without what only passed through.
    pub fn shown(&self, change: &Change) -> (String, String) {
        let boundary = matches!(change.kind, Kind::Joined | Kind::Split);
        let side = |text: &str, range: &Range<usize>, own: fn(&Change) -> &Range<usize>| {
            let passed = |range: &Range<usize>| -> Vec<Range<usize>> {
                let others = self
                    .changes
                    .iter()
                    .filter(|other| matches!(other.kind, Kind::Moved | Kind::Unmixed));
                let others = others
                    .map(own)
                    .filter(|other| !other.is_empty() && *other != range);
                others.cloned().collect()
            };
            let moved = if change.edits.is_empty() {
                passed(range)
            } else {
                Vec::new()
            };
            let mut range = range.clone();
            if boundary && text[range.clone()].trim().is_empty() {
                // The words on either side, and not those of a block that only passed through.
                let end = |at: usize| text[..at].trim_end().len();
                range.start = end(range.start);
                while let Some(block) = moved.iter().find(|block| block.end == range.start) {
                    range.start = end(block.start);
                }
                let word = text[..range.start].rfind(char::is_whitespace);
                let white = |at: usize| text[at..].chars().next().map_or(1, char::len_utf8);
                range.start = word.map_or(0, |at| at + white(at));
                let start = |at: usize| text.len() - text[at..].trim_start().len();
                range.end = start(range.end);
                while let Some(block) = moved.iter().find(|block| block.start == range.end) {
                    range.end = start(block.end);
                }
                let rest = &text[range.end..];
                range.end += rest.find(char::is_whitespace).unwrap_or(rest.len());
            }
            let mut shown = String::new();
            let mut at = range.start;
            for other in moved
                .iter()
                .filter(|other| range.start <= other.start && other.end <= range.end)
            {
                if other.start >= at {
                    shown.push_str(text[at..other.start].trim_end());
                    at = other.end;
                }
            }
            shown.push_str(&text[at..range.end]);
            shown
        };
        (
            side(&self.before, &change.before, |change| &change.before),
            side(&self.after, &change.after, |change| &change.after),
        )
    }
}

/// The changes of hunks; `moving` looks for moves among them.
fn changes(sides: &Sides, hunks: Vec<align::Hunk>, moving: bool) -> Vec<Change> {
    let mut changes = Vec::new();
    let (moves, rest) = if moving {
        moves::find(sides, hunks)
    } else {
        (Vec::new(), hunks.iter().map(moves::Rest::of).collect())
    };
    for found in moves {
        let inner = align::hunks(
            &sides.one[found.before.clone()],
            &sides.two[found.after.clone()],
            sides.words,
        );
        let inner = inner.into_iter().map(|hunk| align::Hunk {
            before: hunk.before.start + found.before.start..hunk.before.end + found.before.start,
            after: hunk.after.start + found.after.start..hunk.after.end + found.after.start,
        });
        let edits = self::changes(sides, inner.collect(), false);
        changes.push(Change {
            kind: if found.whole {
                Kind::Moved
            } else {
                Kind::Unmixed
            },
            before: bytes(sides.one, &found.before),
            after: bytes(sides.two, &found.after),
            edits,
            reasons: Vec::new(),
        });
    }
    let mut classifier = Classifier::new(sides);
    for rest in &rest {
        classifier.add(rest);
    }
    changes.extend(classifier.changes);
    changes
}

/// The bytes from the first token of a range to its last.
fn bytes(tokens: &[Token], range: &Range<usize>) -> Range<usize> {
    match (tokens.get(range.start), tokens[..range.end].last()) {
        (Some(first), Some(last)) if !range.is_empty() => first.start as usize..last.end as usize,
        (_, Some(last)) => last.end as usize..last.end as usize,
        _ => 0..0,
    }
}
