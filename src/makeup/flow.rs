//! Stories down the columns, one after the other, page by page.
//!
//! Knows a window of the stories to come, no more: any number of pages costs the same memory. Also
//! the way out when no cuts can be found for a modular page, since it never fails.

use std::collections::VecDeque;

use super::column::{Cursor, End, Filling, Fragment, Shape, fill};
use super::emit::{Sheet, Structure};
use super::place::{advance, fragment_of, inspect};
use super::plan::rules;
use super::remark::Remark;
use super::setter::Setter;
use super::story::Story;
use crate::frame::Bead;
use crate::units::Rect;

/// A price that a page may have before paragraphs are set with more or fewer lines for its sake.
const QUIET: i64 = 0;

/// The pieces that the next page may need, of one or more stories.
struct Window {
    shapes: Vec<Shape>,
    /// Story and piece of every shape.
    from: Vec<(usize, usize)>,
    /// Of pieces that stand partly on an earlier page, but for the first: the form that they were
    /// begun in, and the lines of it that stand there.
    begun: Vec<(usize, usize, u32)>,
    cursor: Cursor,
    /// Whether no piece is left beyond the window.
    whole: bool,
}

impl Window {
    fn new(stories: &VecDeque<Story>, lines: u32, more: bool) -> Window {
        let mut window = Window {
            shapes: Vec::new(),
            from: Vec::new(),
            begun: Vec::new(),
            cursor: Cursor::default(),
            whole: !more,
        };
        let mut have = 0;
        'all: for (number, story) in stories.iter().enumerate() {
            for piece in story.cursor.piece..story.pieces.len() {
                if have > lines {
                    window.whole = false;
                    break 'all;
                }
                let mut shape = story.shapes[piece].clone();
                let Cursor { form, line, .. } = story.cursor;
                if number > 0 && piece == story.cursor.piece && line > 0 {
                    shape.forms = vec![shape.forms.swap_remove(form).after(line)];
                    window.begun.push((window.shapes.len(), form, line));
                }
                have += shape.forms.first().map_or(0, |form| form.lines) + shape.before;
                if number == 0 && piece == story.cursor.piece {
                    window.cursor = Cursor {
                        piece: 0,
                        ..story.cursor
                    };
                }
                window.shapes.push(shape);
                window.from.push((number, piece));
            }
        }
        window
    }

    /// The form of a story's piece that a shape's form stands for, and the lines of it that are placed.
    fn begun_in(&self, shape: usize, form: usize) -> (usize, u32) {
        let known = self.begun.iter().find(|(at, ..)| *at == shape);
        known.map_or((form, 0), |(_, form, line)| (*form, *line))
    }
}

/// Fills a page from its first free line on. Gives back whether anything was placed.
pub(super) fn page(
    sheet: &mut Sheet<'_>,
    structure: &mut Structure,
    remarks: &mut Vec<Remark>,
    stories: &mut VecDeque<Story>,
    more: bool,
) -> bool {
    let setter = sheet.setter;
    let columns = setter.layout.page.columns;
    let height = sheet.lines;
    let reserve = height * columns as u32 * 5 / 4 + 40;
    let rules = rules(setter);
    let full = vec![height; columns];
    let mut window = Window::new(stories, reserve, more);
    if window.shapes.is_empty() {
        return false;
    }
    let run = |window: &Window, heights: &[u32], end| {
        fill(&window.shapes, heights, window.cursor, rules, end)
    };
    let mut heights = full.clone();
    let mut filled = run(&window, &full, End::GoesOn);
    if filled.price > QUIET {
        vary(stories, &window, &filled, setter);
        window = Window::new(stories, reserve, more);
        filled = run(&window, &full, End::GoesOn);
    }
    if filled.rest.is_none() && window.whole {
        (heights, filled) = balance(&window, &heights, filled, &run);
    }
    lay(
        sheet, structure, remarks, stories, &window, &filled, &heights,
    );
    !filled.fragments.is_empty()
}

/// The last page: as short as it can be with columns that end on one line.
fn balance(
    window: &Window,
    full: &[u32],
    filled: Filling,
    run: &dyn Fn(&Window, &[u32], End) -> Filling,
) -> (Vec<u32>, Filling) {
    let columns = full.len() as u32;
    if columns < 2 {
        return (full.to_vec(), filled);
    }
    let used: u32 = filled.fragments.iter().map(|f| f.lines).sum();
    let mut best: Option<(i64, Vec<u32>, Filling)> = None;
    for height in (used / columns).max(1)..=full[0] {
        let heights = vec![height; full.len()];
        let filling = run(window, &heights, End::Flush);
        let placed = filling.fragments.iter().map(|f| f.at + f.lines).max();
        if placed.is_some_and(|end| end > height) {
            continue;
        }
        if best
            .as_ref()
            .is_some_and(|(price, ..)| filling.price >= *price)
        {
            break;
        }
        best = Some((filling.price, heights, filling));
    }
    match best {
        Some((_, heights, filling)) => (heights, filling),
        None => (full.to_vec(), filled),
    }
}

/// Sets the variants of what the page may hold.
fn vary(stories: &mut VecDeque<Story>, window: &Window, filled: &Filling, setter: &Setter<'_>) {
    let last = filled.fragments.last().map_or(0, |f| f.piece) + 2;
    let mut counts = vec![0usize; stories.len()];
    for (number, _) in window.from.iter().take(last) {
        counts[*number] += 1;
    }
    for (story, count) in stories.iter_mut().zip(counts) {
        if count > 0 {
            story.vary(setter, count);
        }
    }
}

fn lay(
    sheet: &mut Sheet<'_>,
    structure: &mut Structure,
    remarks: &mut Vec<Remark>,
    stories: &mut VecDeque<Story>,
    window: &Window,
    filled: &Filling,
    heights: &[u32],
) {
    let mut parts: Vec<Filling> = (0..stories.len()).map(|_| Filling::default()).collect();
    let mut last = 0;
    for fragment in &filled.fragments {
        let (number, piece) = window.from[fragment.piece];
        last = last.max(number);
        let (form, line) = window.begun_in(fragment.piece, fragment.form);
        parts[number].fragments.push(Fragment {
            piece,
            form,
            from: fragment.from + line,
            ..*fragment
        });
    }
    // Where the next page begins: the stories before it are done.
    let next = filled.rest.and_then(|rest| {
        let (number, piece) = *window.from.get(rest.piece)?;
        let (form, line) = window.begun_in(rest.piece, rest.form);
        let line = rest.line + line;
        Some((number, Cursor { piece, form, line }))
    });
    let beyond = window.from.len();
    for (number, part) in parts.iter_mut().enumerate() {
        let Some(story) = stories.get_mut(number) else {
            break;
        };
        part.rest = match next {
            Some((at, cursor)) if at == number => Some(cursor),
            // The window ended before the story did.
            None if !window.whole && window.from.get(beyond - 1).is_some_and(|f| f.0 == number) => {
                Some(Cursor {
                    piece: window.from[beyond - 1].1 + 1,
                    ..Cursor::default()
                })
            }
            _ => None,
        };
        if part.fragments.is_empty() {
            if next.is_some_and(|(at, _)| number < at) || (next.is_none() && number <= last) {
                advance(story, part);
            }
            continue;
        }
        for fragment in &part.fragments {
            fragment_of(sheet, structure, story, fragment, fragment.column, 0);
        }
        beads(sheet, structure, story, part);
        inspect(remarks, sheet, story, part, &[], true);
        advance(story, part);
    }
    let _ = heights;
}

fn beads(sheet: &Sheet<'_>, structure: &mut Structure, story: &mut Story, part: &Filling) {
    let article = story.element(structure);
    for column in 0..sheet.setter.layout.page.columns {
        let mine = || part.fragments.iter().filter(|f| f.column == column);
        let (Some(from), Some(end)) = (
            mine().map(|f| f.at).min(),
            mine().map(|f| f.at + f.lines).max(),
        ) else {
            continue;
        };
        let top = sheet.y(from);
        structure.beads.push(Bead {
            article,
            page: sheet.number,
            rect: Rect {
                x: sheet.x(column, 1),
                y: top,
                width: sheet.setter.layout.column_width(),
                height: sheet.y(end) - top,
            },
        });
    }
}
