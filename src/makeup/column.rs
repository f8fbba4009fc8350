//! Pieces of a story into columns: dynamic programming over lines of the grid.
//!
//! Knows heights in whole grid lines, keeps and prices; knows no glyph, no point and no page.
//!
//! Every paragraph comes in variants of more or fewer lines at a price (their looseness), subheads
//! have space that may grow, and every column end is a break with its own price: a widow, a club, a
//! hyphen, a heading left alone, a line of white. The cheapest way through is found for all columns
//! together (Plass, Optimal Pagination Techniques, Stanford 1981; Mittelbach, DocEng 2016), so
//! columns end on one line because somewhere a paragraph could give or take one.
//!
//! Nothing is forbidden, bad things only cost much: there is always a result.

/// Price of a line of white after the end of a story; grows with the square of the lines.
const HOLE: i64 = 500;
/// Price of a line of white at the foot of a column from which the story goes on: dearer than any form
/// of a paragraph, so that columns end on one line.
const FOOT: i64 = 1_200;
/// Price of a hyphen at a column's end.
const HYPHEN: i64 = 260;
/// Price of a widow or a club.
const WIDOW: i64 = 4_600;
/// Price of a heading parted from what it heads.
const PARTED: i64 = 9_000;
/// Price of a piece cut that should stay whole.
const CUT: i64 = 6_000;
/// Price of every line beyond the last column.
const OVERSET: i64 = 50_000;
/// Price of a line of space more than wanted, over a heading and the like.
const SPACE: i64 = 130;
/// The same between paragraphs.
const PARTING: i64 = 750;
/// Lines of space before a piece that may end with a column, where they are white at its foot.
const SPACED: u32 = 2;
/// Price of a line of white left so that a story begins at a column's head.
const TURN: i64 = 400;
/// States kept after every piece.
const BEAM: usize = 28;

/// One form of a piece.
#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    /// Height in grid lines.
    pub(super) lines: u32,
    /// What choosing it costs; the natural form costs nothing.
    pub(super) price: i64,
    /// Lines that end in a hyphen, by number.
    pub(super) hyphens: Vec<u32>,
}

impl Form {
    /// What is left of it when some lines are placed.
    pub(super) fn after(self, placed: u32) -> Form {
        Form {
            lines: self.lines.saturating_sub(placed),
            price: 0,
            hyphens: self
                .hyphens
                .iter()
                .filter_map(|line| line.checked_sub(placed))
                .collect(),
        }
    }
}

/// What the filling of columns knows of a piece.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// The forms it may take, the natural one first.
    pub(super) forms: Vec<Form>,
    /// Grid lines of space before, but at the head of a column.
    pub(super) before: u32,
    /// How much the space before may grow.
    pub(super) spare: u32,
    /// Whether it is running text, which looks odd with space before it.
    pub(super) text: bool,
    /// Grid lines of space after, but at the foot of a column.
    pub(super) after: u32,
    /// Whether it heads what follows: no column may end after it.
    pub(super) heads: bool,
    /// Lines of it at least at the foot of a column, when that is more than the rules want.
    pub(super) keep: u32,
    /// Whether it stays whole.
    pub(super) whole: bool,
    /// Lines of white that may be left at the foot of a column for it to begin the next one.
    pub(super) turn: u32,
}

/// How paragraphs may be parted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// Lines at least at the foot of a column.
    pub(super) club: u32,
    /// Lines at least at the head of a column.
    pub(super) widow: u32,
}

/// A place in a story: where the next page goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The piece.
    pub(super) piece: usize,
    /// The form that it was begun in.
    pub(super) form: usize,
    /// Lines of that form already placed.
    pub(super) line: u32,
}

/// Some lines of one piece in one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fragment {
    /// The piece.
    pub(super) piece: usize,
    /// Its form.
    pub(super) form: usize,
    /// First line of the form.
    pub(super) from: u32,
    /// How many lines.
    pub(super) lines: u32,
    /// The column.
    pub(super) column: usize,
    /// Grid line in the column.
    pub(super) at: u32,
}

/// Columns, filled.
#[derive(Clone, Debug, Default)]
pub(super) struct Filling {
    /// What stands where, in order.
    pub(super) fragments: Vec<Fragment>,
    /// What it costs.
    pub(super) price: i64,
    /// What is left for the next page; `None` when all is placed.
    pub(super) rest: Option<Cursor>,
}

/// What becomes of the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// All pieces should end with the last column.
    Flush,
    /// The columns should be full; what remains goes on elsewhere.
    GoesOn,
}

#[derive(Clone, Copy)]
struct Node {
    piece: usize,
    form: usize,
    start: u32,
    from: u32,
}

/// Where a piece ended, and what that cost.
struct Run {
    end: u32,
    price: i64,
    /// Lines placed when the last column ended before the piece did.
    stopped: Option<u32>,
}

struct Filler<'a> {
    shapes: &'a [Shape],
    bounds: Vec<u32>,
    /// Grid lines of the highest column.
    highest: u32,
    rules: Rules,
    end: End,
}

/// Fills columns of the given heights with the pieces from `from` on.
pub(super) fn fill(
    shapes: &[Shape],
    heights: &[u32],
    from: Cursor,
    rules: Rules,
    end: End,
) -> Filling {
    let mut bounds = vec![0];
    for height in heights.iter().filter(|height| **height > 0) {
        bounds.push(bounds[bounds.len() - 1] + height);
    }
    let filler = Filler {
        shapes,
        bounds,
        highest: heights.iter().copied().max().unwrap_or(0),
        rules,
        end,
    };
    let mut filling = filler.fill(from);
    // Columns of no height were left out: number the others as the caller does.
    let kept: Vec<usize> = (0..heights.len()).filter(|c| heights[*c] > 0).collect();
    for fragment in &mut filling.fragments {
        let last = kept.last().copied().unwrap_or(0);
        fragment.column = kept.get(fragment.column).copied().unwrap_or(last);
    }
    filling
}

impl Filler<'_> {
    fn total(&self) -> u32 {
        self.bounds[self.bounds.len() - 1]
    }

    /// The column that a line is in, and where that column ends.
    fn column(&self, at: u32) -> (usize, u32) {
        let column = self.bounds.partition_point(|bound| *bound <= at);
        let column = column.clamp(1, (self.bounds.len() - 1).max(1));
        let end = self.bounds.get(column).copied().unwrap_or(0);
        (column - 1, end)
    }

    fn at_head(&self, at: u32) -> bool {
        self.bounds.binary_search(&at).is_ok()
    }

    fn fill(&self, from: Cursor) -> Filling {
        const NONE: u32 = u32::MAX;
        let mut nodes: Vec<(Node, u32)> = Vec::new();
        // Line reached, price so far, last node.
        let mut states: Vec<(u32, i64, u32)> = vec![(0, 0, NONE)];
        // Price, last node, rest.
        let mut best: Option<(i64, u32, Option<Cursor>)> = None;
        let better = |best: &mut Option<(i64, u32, Option<Cursor>)>,
                      found: (i64, u32, Option<Cursor>)| {
            if best.as_ref().is_none_or(|known| found.0 < known.0) {
                *best = Some(found);
            }
        };
        let mut next: Vec<(u32, i64, u32)> = Vec::new();
        for piece in from.piece..self.shapes.len() {
            let shape = &self.shapes[piece];
            let after_heading = piece > from.piece && self.shapes[piece - 1].heads;
            let begun = piece == from.piece && from.line > 0;
            next.clear();
            for &(at, price, last) in &states {
                if self.end == End::GoesOn && at >= self.total() {
                    let parted = if after_heading { PARTED } else { 0 };
                    let rest = Cursor {
                        piece,
                        form: 0,
                        line: 0,
                    };
                    better(&mut best, (price + parted, last, Some(rest)));
                    continue;
                }
                let head = self.at_head(at);
                let spaces = if head || begun {
                    0..=0
                } else {
                    shape.before..=shape.before + shape.spare
                };
                let (_, column_end) = self.column(at);
                let white = column_end.saturating_sub(at);
                let turn = (!head && white > 0 && white <= shape.turn).then_some(u32::MAX);
                for space in spaces.chain(turn) {
                    let turned = space == u32::MAX;
                    let wider = if head || begun || turned {
                        0
                    } else {
                        space - shape.before
                    };
                    let start = if turned {
                        column_end
                    } else {
                        self.skip(at, space)
                    };
                    let parted = after_heading && self.at_head(start) && start > 0;
                    let each = if shape.text { PARTING } else { SPACE };
                    let loose = each * i64::from(wider * wider);
                    // Space before that reaches the column's end is white at its foot, and much of it a hole.
                    let reaches = !head && !turned && start == column_end && start > at;
                    let turning = if turned || reaches {
                        TURN * i64::from(white)
                    } else {
                        0
                    };
                    let hole = if reaches && white > SPACED {
                        self.white(white)
                    } else {
                        0
                    };
                    let so_far = price + loose + turning + hole + if parted { PARTED } else { 0 };
                    if turned && self.end == End::GoesOn && start >= self.total() {
                        let rest = Cursor {
                            piece,
                            form: 0,
                            line: 0,
                        };
                        better(&mut best, (so_far, last, Some(rest)));
                        continue;
                    }
                    for (number, form) in shape.forms.iter().enumerate() {
                        if begun && number != from.form {
                            continue;
                        }
                        let first = if begun { from.line } else { 0 };
                        let run =
                            self.run(shape, form, first, start, after_heading, &mut |_, _, _| {});
                        let choice = if begun { 0 } else { form.price };
                        let cost = so_far + choice + run.price;
                        nodes.push((
                            Node {
                                piece,
                                form: number,
                                start,
                                from: first,
                            },
                            last,
                        ));
                        let node = (nodes.len() - 1) as u32;
                        if let Some(line) = run.stopped {
                            let rest = Cursor {
                                piece,
                                form: if line == 0 { 0 } else { number },
                                line,
                            };
                            better(&mut best, (cost, node, Some(rest)));
                            continue;
                        }
                        let end = if self.at_head(run.end) {
                            run.end
                        } else {
                            self.skip(run.end, shape.after)
                        };
                        match next.iter_mut().find(|state| state.0 == end) {
                            Some(state) if state.1 <= cost => {}
                            Some(state) => *state = (end, cost, node),
                            None => next.push((end, cost, node)),
                        }
                    }
                }
            }
            next.sort_unstable_by_key(|state| state.1);
            next.truncate(BEAM);
            std::mem::swap(&mut states, &mut next);
            if states.is_empty() {
                break;
            }
        }
        for &(at, price, last) in &states {
            let free = self.total().saturating_sub(at);
            let white = match self.end {
                End::Flush => self.white(free),
                End::GoesOn => 0,
            };
            better(&mut best, (price + white, last, None));
        }
        let Some((price, mut last, rest)) = best else {
            return Filling::default();
        };
        let mut path = Vec::new();
        while last != NONE {
            let (node, previous) = nodes[last as usize];
            path.push(node);
            last = previous;
        }
        path.reverse();
        Filling {
            fragments: self.fragments(&path),
            price,
            rest,
        }
    }

    /// Goes on by some lines of space; space does not reach into the next column.
    fn skip(&self, at: u32, space: u32) -> u32 {
        if space == 0 || at >= self.total() {
            return at;
        }
        let (_, end) = self.column(at);
        (at + space).min(end)
    }

    /// Price of free lines after the end: a few lines short at the foot of the last column.
    fn white(&self, free: u32) -> i64 {
        let free = i64::from(free);
        HOLE * free * free
    }

    fn fragments(&self, path: &[Node]) -> Vec<Fragment> {
        let mut fragments = Vec::new();
        for node in path {
            let shape = &self.shapes[node.piece];
            let form = &shape.forms[node.form];
            let headed = node.piece > 0 && self.shapes[node.piece - 1].heads;
            self.run(
                shape,
                form,
                node.from,
                node.start,
                headed,
                &mut |from, lines, at| {
                    let (column, _) = self.column(at);
                    let head = self.bounds.get(column).copied().unwrap_or(0);
                    fragments.push(Fragment {
                        piece: node.piece,
                        form: node.form,
                        from,
                        lines,
                        column,
                        at: at - head,
                    });
                },
            );
        }
        fragments
    }

    /// Sets a form down from `start` on, parting it where columns end; tells `place` of every part.
    fn run(
        &self,
        shape: &Shape,
        form: &Form,
        first: u32,
        start: u32,
        headed: bool,
        place: &mut dyn FnMut(u32, u32, u32),
    ) -> Run {
        let mut run = Run {
            end: start,
            price: 0,
            stopped: None,
        };
        let mut line = first;
        loop {
            let rest = form.lines - line;
            let (_, column_end) = self.column(run.end);
            let room = column_end.saturating_sub(run.end);
            let last_column = column_end >= self.total();
            if rest <= room {
                if rest > 0 {
                    place(line, rest, run.end);
                }
                run.end += rest;
                return run;
            }
            if last_column && self.end == End::Flush {
                place(line, rest, run.end);
                run.price += OVERSET * i64::from(rest - room);
                run.end += rest;
                return run;
            }
            let at_head = self.at_head(run.end);
            if shape.whole && line == 0 && rest <= self.highest {
                // It goes to a column that is high enough, or to one of the next page.
                let parted = if headed && !at_head { PARTED } else { 0 };
                run.price += FOOT * i64::from(room * room) + parted;
                run.end = column_end;
                if last_column {
                    run.stopped = Some(0);
                    return run;
                }
                continue;
            }
            // A head that nothing of the piece may follow leaves only a cut.
            let can_move = !(at_head || headed && line == 0);
            let (lines, price) = self.part(shape, form, line, room, can_move, at_head);
            run.price += price;
            if lines > 0 {
                place(line, lines, run.end);
            }
            line += lines;
            run.end = column_end;
            if last_column {
                run.stopped = Some(line);
                return run;
            }
        }
    }

    /// How many of the lines after `line` stay in a column with `room`, and what that costs.
    fn part(
        &self,
        shape: &Shape,
        form: &Form,
        line: u32,
        room: u32,
        can_move: bool,
        at_head: bool,
    ) -> (u32, i64) {
        let mut best = (room, i64::MAX);
        let least = room.saturating_sub(6).max(u32::from(at_head));
        for lines in (least..=room).rev() {
            if lines == 0 && !can_move {
                continue;
            }
            let hole = i64::from(room - lines);
            let price = FOOT * hole * hole + self.breaking(shape, form, line + lines, line, lines);
            if price < best.1 {
                best = (lines, price);
            }
        }
        if best.1 == i64::MAX {
            best = (room, CUT);
        }
        best
    }

    /// Price of a break after `upto` lines of a form, `lines` of them in this column.
    fn breaking(&self, shape: &Shape, form: &Form, upto: u32, line: u32, lines: u32) -> i64 {
        if lines == 0 && line == 0 {
            return 0;
        }
        if shape.whole {
            return CUT;
        }
        let mut price = 0;
        if upto < self.rules.club.max(shape.keep) {
            price += WIDOW;
        }
        if form.lines - upto < self.rules.widow {
            price += WIDOW;
        }
        if upto > 0 && form.hyphens.contains(&(upto - 1)) {
            price += HYPHEN;
        }
        price
    }
}

#[cfg(test)]
#[path = "column_tests.rs"]
mod tests;
