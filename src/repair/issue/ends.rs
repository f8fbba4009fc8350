//! Where stories of an issue break off, and where they go on.
//!
//! Knows the parts of a page by their roles; what belongs together is decided in `plan`.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::repair::view::{Block, View};
use crate::roles::{Begin, Direction, JumpLine, Role, Words, begins, jump_line, words_of};

use super::sheets::Sheets;

/// A place where a story breaks off.
#[derive(Clone, Debug)]
pub struct Tail {
    /// The page.
    pub sheet: usize,
    /// Its last block there.
    pub last: usize,
    /// The jump line, and what it says; `None` where the page, or the story on it, just ends.
    pub line: Option<(usize, JumpLine)>,
    /// The words of the story's heading.
    pub heading: BTreeSet<String>,
}

/// A place where a story goes on.
#[derive(Clone, Debug)]
pub struct Head {
    /// The page.
    pub sheet: usize,
    /// The jump line, and what it says; `None` where text just goes on.
    pub line: Option<(usize, JumpLine)>,
    /// The blocks that stand over it: jump lines and the head of the continued part.
    pub over: Vec<usize>,
    /// The words of these.
    pub heading: BTreeSet<String>,
    /// What goes on, the first block first.
    pub blocks: Vec<usize>,
}

/// Whether a block belongs to the page and to no story.
pub fn is_furniture(block: &Block) -> bool {
    matches!(
        block.role,
        Role::Folio | Role::RunningHead | Role::Advertisement
    )
}

/// Whether a block is a part of a heading.
fn is_heading(block: &Block) -> bool {
    matches!(
        block.role,
        Role::Headline | Role::Kicker | Role::Byline | Role::Standfirst
    )
}

/// The stories of an issue, broken off and gone on with.
pub struct Ends<'v, 'a> {
    view: &'v View<'a>,
    sheets: &'v Sheets,
    words: &'static Words,
    /// What each block says, where it is a jump line.
    lines: Vec<Option<JumpLine>>,
}

impl<'v, 'a> Ends<'v, 'a> {
    /// The blocks of an issue.
    pub fn of(view: &'v View<'a>, sheets: &'v Sheets) -> Ends<'v, 'a> {
        let words = words_of(view.blocks.iter().map(|block| block.text));
        let lines = view
            .blocks
            .iter()
            .map(|block| match block.role {
                Role::Jump(_) => jump_line(block.text, words),
                _ => None,
            })
            .collect();
        Ends {
            view,
            sheets,
            words,
            lines,
        }
    }

    fn block(&self, at: usize) -> &'v Block<'a> {
        &self.view.blocks[at]
    }

    fn points(&self, at: usize, direction: Direction) -> bool {
        self.lines[at]
            .as_ref()
            .is_some_and(|line| line.direction == direction)
    }

    /// The words of a block that tell one story from another, in small letters.
    pub fn telling(&self, at: usize) -> impl Iterator<Item = String> + '_ {
        let words = self.block(at).text.split(|c: char| !c.is_alphanumeric());
        words
            .map(str::to_lowercase)
            .filter(|word| word.chars().count() > 2 && !self.words.is_small(word))
    }

    /// The words of the heading of the story that a block stands in.
    fn heading_over(&self, sheet: &Range<usize>, at: usize) -> BTreeSet<String> {
        let mut words = BTreeSet::new();
        let mut seen = false;
        for number in sheet.clone().rev().filter(|number| *number < at) {
            match is_heading(self.block(number)) {
                true => {
                    seen = true;
                    words.extend(self.telling(number));
                }
                false if seen && !is_furniture(self.block(number)) => break,
                false => {}
            }
        }
        words
    }

    /// The last block of running text before block `at` on its page; `None` when a heading or a jump
    /// line stands between.
    fn text_before(&self, sheet: &Range<usize>, at: usize) -> Option<usize> {
        let mut before = sheet.clone().rev().skip_while(|number| *number >= at);
        before
            .find(|number| {
                let block = self.block(*number);
                !(block.role != Role::Jump(Direction::To)
                    && block.role.may_interrupt()
                    && self.lines[*number].is_none())
            })
            .filter(|number| self.block(*number).is_prose())
    }

    /// Where stories say that they go on elsewhere.
    pub fn jumps_to(&self) -> Vec<Tail> {
        let sheets = self.sheets.blocks.iter().enumerate();
        sheets
            .flat_map(|(nth, sheet)| {
                let lines = sheet.clone().filter(|at| self.points(*at, Direction::To));
                lines.filter_map(move |at| {
                    let last = self.text_before(sheet, at)?;
                    Some(Tail {
                        sheet: nth,
                        last,
                        line: Some((at, self.lines[at].clone()?)),
                        heading: self.heading_over(sheet, last),
                    })
                })
            })
            .collect()
    }

    /// Where text stops before a heading, or with the page, and nothing says that it goes on.
    pub fn stops(&self) -> Vec<Tail> {
        let mut tails = Vec::new();
        for (nth, sheet) in self.sheets.blocks.iter().enumerate() {
            let heads = sheet
                .clone()
                .filter(|at| is_heading(self.block(*at)) || self.points(*at, Direction::From));
            for at in heads.chain([sheet.end]) {
                let Some(last) = self.text_before(sheet, at) else {
                    continue;
                };
                tails.push(Tail {
                    sheet: nth,
                    last,
                    line: None,
                    heading: self.heading_over(sheet, last),
                });
            }
        }
        tails
    }

    /// Where text goes on under a jump line, and where it does so under a heading or at the top of a
    /// page with a small letter.
    pub fn heads(&self) -> Vec<Head> {
        let mut heads = Vec::new();
        for (nth, sheet) in self.sheets.blocks.iter().enumerate() {
            let lines: Vec<usize> = sheet
                .clone()
                .filter(|at| self.points(*at, Direction::From))
                .collect();
            for at in &lines {
                heads.extend(self.head(nth, sheet, *at));
            }
            let taken = |at: usize| heads.iter().any(|head: &Head| head.over.contains(&at));
            let bare: Vec<usize> = sheet
                .clone()
                .filter(|at| {
                    let before = (sheet.start..*at).rev();
                    let mut over = before.skip_while(|at| is_furniture(self.block(*at)));
                    let opens = match over.next() {
                        None => true,
                        Some(over) => is_heading(self.block(over)) && !taken(over),
                    };
                    opens
                        && self.block(*at).is_prose()
                        && begins(self.block(*at).text) == Begin::Lower
                })
                .collect();
            for at in bare {
                heads.push(self.under(nth, sheet, at));
            }
        }
        heads
    }

    /// What goes on under a head on a page that a jump line of another page names by a word.
    pub fn named(&self, sheet: usize, keyword: &[String]) -> Option<Head> {
        let range = &self.sheets.blocks[sheet];
        let mut found = range.clone().filter(|at| {
            let block = self.block(*at);
            let loud = is_heading(block) || block.role == Role::Subhead || block.shouts();
            loud && self.telling(*at).eq(keyword.iter().cloned())
        });
        let over = found.next()?;
        let first = (over + 1..range.end).find(|at| self.block(*at).is_prose())?;
        let head = self.under(sheet, range, first);
        (found.next().is_none() && head.over.contains(&over)).then_some(head)
    }

    /// The head around a jump line from another page.
    fn head(&self, nth: usize, sheet: &Range<usize>, line: usize) -> Option<Head> {
        let is_over = |at: usize| {
            is_heading(self.block(at))
                || self.points(at, Direction::From)
                || self.block(at).shouts() && !is_furniture(self.block(at))
        };
        let mut start = line;
        while start > sheet.start && line - start < MOST_OVER && is_over(start - 1) {
            start -= 1;
        }
        let mut end = line + 1;
        // A headline below the line is the head only where none stands above it.
        while end < sheet.end
            && end - line <= MOST_OVER
            && (is_over(end) && (start == line || self.block(end).role != Role::Headline))
        {
            end += 1;
        }
        let over: Vec<usize> = (start..end).collect();
        let blocks = self.span(sheet, end);
        let first = blocks.first()?;
        (!self.points(*first, Direction::To)).then(|| Head {
            sheet: nth,
            line: self.lines[line].clone().map(|jump| (line, jump)),
            heading: over.iter().flat_map(|at| self.telling(*at)).collect(),
            over,
            blocks,
        })
    }

    /// Text that goes on without a jump line, and the heading over it.
    fn under(&self, nth: usize, sheet: &Range<usize>, first: usize) -> Head {
        let mut start = first;
        while start > sheet.start
            && first - start < MOST_OVER
            && (is_heading(self.block(start - 1))
                || self.block(start - 1).role == Role::Subhead
                || self.block(start - 1).shouts())
            && !is_furniture(self.block(start - 1))
        {
            start -= 1;
        }
        let over: Vec<usize> = (start..first).collect();
        Head {
            sheet: nth,
            line: None,
            heading: over.iter().flat_map(|at| self.telling(*at)).collect(),
            over,
            blocks: self.span(sheet, first),
        }
    }

    /// The blocks of a story from block `start` on: to the next heading, or to its jump line. Pictures
    /// that stand before its text come behind the first paragraph.
    fn span(&self, sheet: &Range<usize>, start: usize) -> Vec<usize> {
        let mut blocks = Vec::new();
        for at in start..sheet.end {
            let block = self.block(at);
            if is_heading(block) || self.points(at, Direction::From) {
                break;
            }
            if is_furniture(block) {
                continue;
            }
            blocks.push(at);
            if self.points(at, Direction::To) {
                break;
            }
        }
        let text = blocks
            .iter()
            .position(|at| !self.block(*at).role.may_interrupt() || self.lines[*at].is_some());
        if let Some(text) = text {
            let first = blocks.remove(text);
            blocks.insert(0, first);
        }
        blocks
    }

    /// The first paragraph of a page, when nothing but furniture and pictures stands before it.
    pub fn top(&self, sheet: usize) -> Option<usize> {
        let mut blocks = self.sheets.blocks[sheet].clone();
        blocks
            .find(|at| !self.is_aside(*at))
            .filter(|at| self.block(*at).is_prose())
    }

    /// The last paragraph of a page, when nothing but furniture and pictures stands behind it.
    pub fn bottom(&self, sheet: usize) -> Option<usize> {
        let mut blocks = self.sheets.blocks[sheet].clone().rev();
        blocks
            .find(|at| !self.is_aside(*at))
            .filter(|at| self.block(*at).is_prose())
    }

    fn is_aside(&self, at: usize) -> bool {
        self.lines[at].is_none() && super::super::passes::interrupts(self.block(at))
    }

    /// Stories that begin on a page.
    pub fn stories(&self, sheet: usize) -> usize {
        let blocks = self.sheets.blocks[sheet].clone();
        let headline = |at: &usize| self.block(*at).role == Role::Headline;
        let mut before = false;
        blocks
            .filter(|at| {
                let now = headline(at);
                let begins = now && !before;
                before = now;
                begins
            })
            .count()
    }
}

/// Blocks over the text of a continued story: its slug, headline, byline, jump line.
const MOST_OVER: usize = 4;
