#![doc = include_str!("mixed.md")]

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::repair::engine::{Action, Edit};
use crate::repair::hyphens::{Verdict, at_line_end};
use crate::repair::squeezed::{Squeezed, windows};
use crate::repair::unmix::{self, Gaps, Mix, Reading};
use crate::repair::view::{Block, View, first_word, last_word};
use crate::repair::{Confidence, Pass};
use crate::roles::{Begin, End, begins, ends};

use super::woven::shortened;

mod gap;

/// The pass.
pub const PASS: Pass = Pass {
    name: "mixed-columns",
    doc: include_str!("mixed.md"),
    is_asked_for: false,
    run,
};

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (nth, window) in windows(view).into_iter().enumerate() {
        let mut mixed = BTreeSet::new();
        let mut suspected = BTreeMap::new();
        let gaps = OnceCell::new();
        // A page that has one such block may have others that do not show it as well.
        for others in [false, true] {
            if others && mixed.is_empty() {
                break;
            }
            for number in window.clone() {
                if mixed.contains(&number) {
                    continue;
                }
                let squeezed = || &view.repeats()[nth].0;
                let gaps = || gaps.get_or_init(|| Gaps::of(view, window.clone()));
                let mix = match unmix::read(view, number, others, squeezed, gaps) {
                    Reading::Mixed(mix) => mix,
                    Reading::Suspected(place) => {
                        suspected.insert(number, place);
                        continue;
                    }
                    Reading::Sound => continue,
                };
                let squeezed = squeezed();
                let few = mix.few;
                let apart = Apart::of(view, number, mix, squeezed);
                if !few || !apart.copies.is_empty() {
                    apart.edits(view, number, &mut edits);
                    mixed.insert(number);
                }
            }
        }
        suspected.retain(|number, _| !mixed.contains(number));
        edits.extend(suspected.into_iter().map(|(number, place)| {
            let start = view.blocks[number].range.start;
            Edit {
                at: start + place.start..start + place.end,
                action: Action::Ask(String::new()),
                confidence: Confidence::Query,
                because: "the lines of two columns may be mixed here: words run together, and the sentence does not read".to_owned(),
                seen: Vec::new(),
            }
        }));
    }
    edits
}

/// A block and its columns.
struct Apart<'a> {
    block: &'a Block<'a>,
    mix: Mix<'a>,
    /// The columns that stay, in the order in which they are to stand.
    order: Vec<usize>,
    /// The columns that stand elsewhere: where.
    copies: Vec<Copy>,
}

/// A column that stands elsewhere on the page.
struct Copy {
    column: usize,
    /// The place.
    seen: Range<usize>,
    /// Words at its beginning that are missing there.
    head: Option<String>,
}

impl<'a> Apart<'a> {
    fn of(view: &'a View<'a>, number: usize, mix: Mix<'a>, squeezed: &Squeezed) -> Apart<'a> {
        let many = mix.columns.iter().max().map_or(0, |last| last + 1);
        let mut apart = Apart {
            block: &view.blocks[number],
            mix,
            order: Vec::new(),
            copies: Vec::new(),
        };
        let copies: Vec<Copy> = (0..many)
            .filter_map(|column| apart.copy(view, squeezed, number, column))
            .collect();
        // What is left must be something.
        if copies.len() < many && apart.mix.gap.is_none() {
            apart.copies = copies;
        }
        apart.order = (0..many)
            .filter(|column| apart.copies.iter().all(|copy| copy.column != *column))
            .filter(|column| {
                apart
                    .mix
                    .gap
                    .as_ref()
                    .is_none_or(|(gone, _)| gone != column)
            })
            .collect();
        if let Some(last) = apart.mix.last {
            apart.order.sort_by_key(|column| *column == last);
        }
        if let Some(first) = apart.mix.first {
            apart.order.sort_by_key(|column| *column != first);
        }
        apart
    }

    /// Where a column's text stands elsewhere, all of it.
    fn copy(&self, view: &View, squeezed: &Squeezed, number: usize, column: usize) -> Option<Copy> {
        let mut text = String::new();
        for line in self.lines(column) {
            text.push_str(&self.block.text[self.range(line)]);
        }
        let (missing, found) = squeezed.find(&text, number)?;
        let there = &view.blocks[squeezed.block(found.start)];
        let seen = squeezed.text(found);
        if missing == 0 {
            return Some(Copy {
                column,
                seen,
                head: None,
            });
        }
        let mut left = missing;
        let end = text
            .char_indices()
            .find(|(_, c)| {
                let counts = !c.is_whitespace() && *c != '-';
                let here = left == 0;
                left = left.saturating_sub(if counts { c.len_utf8() } else { 0 });
                here && counts
            })
            .map_or(0, |(at, _)| at);
        let head = &text[..end];
        let lost = seen.start == there.range.start
            && begins(there.text) == Begin::Lower
            && head.split_whitespace().count() <= 2
            && head.ends_with(char::is_whitespace);
        lost.then(|| Copy {
            column,
            seen,
            head: Some(head.split_whitespace().collect::<Vec<_>>().join(" ")),
        })
    }

    fn lines(&self, column: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let lines = 0..self.mix.columns.len();
        lines.filter(move |line| self.mix.columns[*line] == column)
    }

    fn start(&self, line: usize) -> usize {
        line.checked_sub(1)
            .map_or(0, |cut| self.mix.cuts[cut].right)
    }

    /// A line of the block, with the white space behind it.
    fn range(&self, line: usize) -> Range<usize> {
        let end = self
            .mix
            .cuts
            .get(line)
            .map_or(self.block.text.len(), |cut| cut.right);
        self.start(line)..end
    }

    /// The next line of the same column.
    fn next(&self, line: usize) -> Option<usize> {
        let column = self.mix.columns[line];
        (line + 1..self.mix.columns.len()).find(|next| self.mix.columns[*next] == column)
    }

    fn edit(&self, at: Range<usize>, action: Action, because: &str) -> Edit {
        let start = self.block.range.start;
        Edit {
            at: start + at.start..start + at.end,
            action,
            confidence: Confidence::Likely,
            because: because.to_owned(),
            seen: Vec::new(),
        }
    }

    fn edits(&self, view: &View, number: usize, edits: &mut Vec<Edit>) {
        let text = self.block.text;
        let last = self.mix.columns.len() - 1;
        let stays = |line: usize| {
            let column = self.mix.columns[line];
            self.order.iter().position(|found| *found == column)
        };
        // White space behind a line goes with the line; at the end of a column it goes, and where the
        // line broke a word, with the printer's hyphen.
        let mut closed: Vec<Option<usize>> = vec![None; self.mix.cuts.len()];
        for (line, cut) in self.mix.cuts.iter().enumerate() {
            let next = self.next(line);
            if cut.glued() || stays(line).is_none() {
                continue;
            }
            let from = match next {
                None => Some(cut.left),
                Some(next) => hyphen(view, &text[..cut.left], &text[self.start(next)..]),
            };
            let Some(from) = from else { continue };
            closed[line] = Some(from);
            let because = match next {
                None => "a column ends here",
                Some(_) => "a word was broken by the line end",
            };
            edits.push(self.edit(from..cut.right, Action::Replace(String::new()), because));
        }
        self.drop_copies(edits);
        self.fill(view, edits);
        if self.mix.begun && self.order.first() == self.mix.first.as_ref() {
            let before = &view.blocks[number - 1];
            edits.push(Edit {
                at: before.range.end..self.block.range.start,
                ..self.edit(
                    0..0,
                    Action::Replace(" ".to_owned()),
                    &format!(
                        "the sentence stops at \"{}\", and a column that was mixed with another goes on with it",
                        last_word(before.text).1
                    ),
                )
            });
        }
        if self.mix.goes_on && self.order.last() == self.mix.last.as_ref() {
            let next = view.blocks[number + 1].range.start - self.block.range.start;
            let white = if text.contains('\n') { "\n" } else { " " };
            edits.push(self.edit(
                text.len()..next,
                Action::Replace(white.to_owned()),
                "a column that was mixed with another goes on here",
            ));
        }
        // The last line of the page stays: what comes before its column is gathered before it, what
        // comes after it behind it.
        let place_of_last = stays(last);
        for (place, column) in self.order.iter().enumerate().skip(1) {
            let first = self
                .lines(*column)
                .next()
                .map_or(0, |line| self.start(line));
            edits.push(self.edit(
                first..first,
                Action::Replace("\n\n".to_owned()),
                "a column of its own begins here",
            ));
            let to = match place_of_last {
                Some(of_last) if place <= of_last => self.start(last),
                _ => text.len(),
            };
            for line in self.lines(*column).filter(|line| *line != last) {
                let range = self.range(line);
                let end = closed[line].unwrap_or(range.end);
                if range.start < end && end != to {
                    edits.push(self.edit(
                        range.start..end,
                        Action::Move(self.block.range.start + to),
                        "this line goes on from one before the last, not from the last: columns were mixed",
                    ));
                }
            }
        }
    }

    /// Takes out the lines of columns that stand elsewhere.
    fn drop_copies(&self, edits: &mut Vec<Edit>) {
        for copy in &self.copies {
            for line in self.lines(copy.column) {
                let mut range = self.range(line);
                if line == self.mix.cuts.len() && line > 0 {
                    // Nothing is behind it that the white space before it parts it from.
                    let before = self.mix.columns[line - 1];
                    if self.next(line - 1).is_none() && self.order.contains(&before) {
                        range.start = self.mix.cuts[line - 1].right;
                    }
                }
                edits.push(Edit {
                    confidence: Confidence::Certain,
                    seen: vec![copy.seen.clone()],
                    ..self.edit(
                        range.clone(),
                        Action::Replace(String::new()),
                        &format!(
                            "these words stand in another place of the page and break the sentence here: \"{}\"",
                            shortened(&self.block.text[range])
                        ),
                    )
                });
            }
            if let Some(head) = &copy.head {
                edits.push(Edit {
                    at: copy.seen.start..copy.seen.start,
                    because: format!("the copy of this sentence has \"{head}\" before it"),
                    action: Action::Replace(format!("{head} ")),
                    confidence: Confidence::Certain,
                    seen: vec![self.block.range.clone()],
                });
            }
        }
    }
}

/// Where the line end that broke a word begins, with the hyphen when it was the printer's; `None`
/// when no word was broken.
fn hyphen(view: &View, line: &str, next: &str) -> Option<usize> {
    if ends(line) != End::Hyphen {
        return None;
    }
    let (_, left) = last_word(line);
    let (start, right) = first_word(next);
    if start > 0 {
        return None;
    }
    match at_line_end(view, left, right)?.verdict {
        Verdict::Join => line.char_indices().next_back().map(|(at, _)| at),
        Verdict::Keep => Some(line.len()),
        Verdict::Space => None,
    }
}
