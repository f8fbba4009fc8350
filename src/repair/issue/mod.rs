//! An issue of many pages as one job: what goes on from one page to another stands together again.
//!
//! A stage of its own, behind the repair of each page: it sees all pages as one text, plans which
//! blocks belong behind which, and lets the engine do it. `sheets` tells which page a block stands on,
//! `ends` where stories break off and go on, `plan` which of these belong together.

use std::ops::Range;

use crate::lexicon::{self, Language, Lexicon};
use crate::model::{Issue, Page};
use crate::roles::{Direction, jump_line, words_of};

use super::engine::{Action, Edit, Engine};
use super::spelling::Spelling;
use super::tokens::Tokens;
use super::view::View;
use super::{Audit, Confidence, Options, Pass, Row, Status};

mod ends;
mod plan;
mod sheets;
mod thread;

use plan::Plan;
use sheets::Sheets;

/// Stories that a jump line continues.
pub(super) const JUMPS: Pass = Pass {
    name: "jumps",
    doc: include_str!("jumps.md"),
    is_asked_for: false,
    run: |_| Vec::new(),
};

/// Paragraphs that the end of a page cuts.
pub(super) const PAGES: Pass = Pass {
    name: "pages",
    doc: include_str!("pages.md"),
    is_asked_for: false,
    run: |_| Vec::new(),
};

/// Bytes of text that are put together as one issue: more than a newspaper of a hundred pages has. What
/// is longer stays page by page, since the whole is looked at for every part that is moved.
const LONGEST: usize = 4 << 20;

/// The same for one file whose pages form feeds part: books, which hardly jump.
const LONGEST_FILE: usize = 1 << 20;

/// Whether a row of this pass was made by [`join`], and may speak of several files.
pub fn is_of_issue(pass: &str) -> bool {
    pass == JUMPS.name || pass == PAGES.name
}

/// Puts together what goes on from one page of an issue to another.
///
/// `pages` are repaired, `audits` say how (see [`super::repair_pages`]). Edits and queries that
/// `is_rejected` names are not made. Gives the issue as one text and the audit of the whole, whose
/// places name their files; `None` when there is one page alone, when two files have one name, and when
/// there is more text than any issue has.
pub fn join(
    pages: &[Page],
    audits: &[Audit],
    options: &Options,
    is_rejected: &dyn Fn(&Row) -> bool,
) -> Option<(Issue, Audit)> {
    /// Times that a rejection may bring up something else.
    const MOST: usize = 16;
    let size: usize = pages.iter().map(|page| page.text.string.len()).sum();
    if size
        > if pages.len() > 1 {
            LONGEST
        } else {
            LONGEST_FILE
        }
    {
        return None;
    }
    let found = Issue::of(pages)?;
    if found.starts.len() < 2 {
        return None;
    }
    let language = match &options.language {
        Some(tag) => tag.parse().unwrap_or(Language::Unknown),
        None => lexicon::detect(&found.whole.text.string),
    };
    let lexicon = Lexicon::of(language);
    let source = found.whole.source.clone();
    let mut barred: Vec<Range<usize>> = Vec::new();
    for _ in 0..MOST {
        let (issue, mut audit) = join_but(found.clone(), pages, audits, lexicon, &barred)?;
        let own = |row: &&Row| is_of_issue(&row.pass) && is_rejected(row);
        let rejected = audit.rows.iter().filter(own);
        let before = barred.len();
        barred.extend(
            rejected
                .filter(|row| row.status == Status::Applied)
                .filter_map(|row| source.locate(&row.at)),
        );
        if barred.len() == before {
            audit.rows.retain(|row| !own(&row));
            return Some((issue, audit));
        }
    }
    None
}

/// The same, without the edits at some places.
fn join_but(
    mut issue: Issue,
    pages: &[Page],
    audits: &[Audit],
    lexicon: &'static Lexicon,
    barred: &[Range<usize>],
) -> Option<(Issue, Audit)> {
    let source = issue.whole.source.clone();
    let rows = numbered(audits);
    let mut starts = std::mem::take(&mut issue.starts);
    let mut engine = Engine::of_issue(issue, &rows)?;
    part_jump_lines(&mut engine, &mut starts);
    let (plan, settled) = {
        let text = &engine.text().string;
        let spelling = Spelling::of(text);
        let sheets = Sheets::of(
            &engine.text().blocks(),
            text,
            &starts,
            pages,
            &source,
            engine.text(),
        );
        let tokens = Tokens::new(lexicon);
        let view = View::new(text, &spelling, &tokens, &sheets.roles);
        let is_barred = |range: Range<usize>| {
            let from = engine.text().origin(range);
            from.iter().any(|one| {
                barred
                    .iter()
                    .any(|other| one.start <= other.end && other.start <= one.end)
            })
        };
        let plan = Plan::of(&view, &sheets, &is_barred);
        let settled: Vec<Range<usize>> = plan
            .settled(&view)
            .into_iter()
            .flat_map(|range| engine.text().origin(range))
            .collect();
        (plan, settled)
    };
    engine.apply(JUMPS.name, plan.queries);
    let starts = thread::draw(&mut engine, &plan.threads, &starts);
    let mut moves = rows.iter().filter(|row| row.moved.is_some()).count();
    let (text, made) = engine.finish(&mut moves);
    let mut all: Vec<Row> = made;
    all.extend(rows.into_iter().filter(|row| {
        let asked = row.status == Status::Query
            && !source.locate(&row.at).is_some_and(|at| {
                let meets = |range: &Range<usize>| at.start <= range.end && range.start <= at.end;
                row.pass == "lost-text" && settled.iter().any(meets)
            });
        asked || row.moved.is_some()
    }));
    all.sort_by_key(|row| {
        let at = source.locate(&row.at).unwrap_or_default();
        (at.start, at.end, row.moved)
    });
    let whole = Page { source, text };
    Some((Issue { whole, starts }, Audit { rows: all }))
}

/// The rows of all pages, their moves numbered through: the last page first, since a move to the
/// beginning of a page goes behind the last byte of the page before it, which must still stand there.
fn numbered(audits: &[Audit]) -> Vec<Row> {
    let mut moves = 0;
    let mut pages: Vec<Vec<Row>> = Vec::with_capacity(audits.len());
    for audit in audits.iter().rev() {
        let mut rows = audit.rows.clone();
        let mut moved: Vec<&mut Row> = rows.iter_mut().filter(|row| row.moved.is_some()).collect();
        moved.sort_by_key(|row| row.moved);
        for row in moved {
            moves += 1;
            row.moved = Some(moves);
        }
        pages.push(rows);
    }
    pages.into_iter().rev().flatten().collect()
}

/// Parts a jump line from the paragraph that it was printed at, where raw lines run on.
fn part_jump_lines(engine: &mut Engine, starts: &mut [usize]) {
    let text = &engine.text().string;
    let blocks = engine.text().blocks();
    let words = words_of(blocks.iter().map(|range| &text[range.clone()]));
    let is = |line: &str, direction: Direction| {
        jump_line(line, words).is_some_and(|jump| jump.direction == direction && !jump.is_reference)
    };
    let mut edits = Vec::new();
    let mut parted: Vec<usize> = Vec::new();
    for (number, range) in blocks.iter().enumerate() {
        let block = &text[range.clone()];
        let first = block
            .find('\n')
            .filter(|at| is(&block[..*at], Direction::From));
        let last = block
            .rfind('\n')
            .filter(|at| is(&block[*at + 1..], Direction::To));
        for at in [first, last].into_iter().flatten() {
            edits.push(Edit {
                at: range.start + at..range.start + at + 1,
                action: Action::Replace("\n\n".to_owned()),
                confidence: Confidence::Certain,
                because: "a jump line is no line of its paragraph".to_owned(),
                seen: Vec::new(),
            });
            parted.push(number);
        }
    }
    for start in starts {
        *start += parted.iter().filter(|number| **number < *start).count();
    }
    engine.apply(JUMPS.name, edits);
}
