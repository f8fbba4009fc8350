//! Stories onto a page: guillotine cuts, found by dynamic programming over sets of stories.
//!
//! Knows rectangles and prices; knows no text. A page is one story, or two parts one above the other,
//! or two parts side by side of one height (Gange, Marriott, Stuckey: Optimal guillotine layout,
//! DocEng 2012). Every story offers its rectangles with their prices; the cheapest tree of cuts that
//! fills the page is found from small sets of stories to large ones. The most important story of
//! every part stands at its head or at its left.

use super::plan::Plans;

/// Stories, and how many others may lie between those of a set in importance: of few stories all sets
/// are tried, of many only such as stay nearly together.
const BETWEEN: [(usize, u32); 3] = [(6, 16), (8, 2), (10, 1)];
/// Stories at most.
pub(super) const MOST: usize = 14;
/// Heights kept for a set of stories over a width.
const KEPT: usize = 48;
/// Price of two headlines of one size at one height side by side, which read as one.
const TOMBSTONE: i64 = 130;
/// Price of two headlines side by side that differ in size.
const BESIDE: i64 = 20;
/// Price of a line of white at the foot of the last page.
const FOOT: i64 = 60;
/// Price of a line of white at the foot of a page that should be full.
const SHORT: i64 = 900;

/// A story's rectangle on the page, in columns and grid lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Number of the story among those of the page.
    pub(super) story: usize,
    /// First column.
    pub(super) column: usize,
    /// Columns.
    pub(super) columns: usize,
    /// First grid line.
    pub(super) line: u32,
    /// Grid lines.
    pub(super) lines: u32,
}

/// A rule between stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Between stacked parts: in the gap that begins at `line`.
    Across {
        column: usize,
        columns: usize,
        line: u32,
    },
    /// In the gutter before `column`.
    Down {
        column: usize,
        line: u32,
        lines: u32,
    },
}

/// A page, cut.
#[derive(Clone, Debug, Default)]
pub(super) struct Cuts {
    /// Where the stories stand, in reading order.
    pub(super) places: Vec<Place>,
    /// The rules between them.
    pub(super) rules: Vec<Rule>,
    /// Grid lines used.
    pub(super) lines: u32,
    /// What the page costs.
    pub(super) price: i64,
}

#[derive(Clone, Copy)]
enum Make {
    Leaf(usize),
    Stack { top: usize, at: u32 },
    Side { left: usize, columns: usize },
}

#[derive(Clone, Copy)]
struct Cell {
    lines: u32,
    price: i64,
    make: Make,
    /// Sizes of the headlines at the head of the part, in points: at its left and at its right.
    heads: (u16, u16),
}

/// A page, or more of them, as the search sees it.
pub(super) struct Board<'a> {
    /// The stories' rectangles, most important first.
    pub(super) stories: &'a [&'a Plans],
    /// Columns of the page.
    pub(super) columns: usize,
    /// Grid lines of the highest page.
    pub(super) height: u32,
    /// Grid lines between stacked parts.
    pub(super) gap: u32,
    /// Those of the stories that are advertisements: they stand at the foot of their part.
    pub(super) foot: Set,
    /// Those that may stand beside any others, whatever their importance: the index.
    pub(super) free: Set,
    /// Those that head the part that they stand in, in their order, before all others: new stories.
    pub(super) news: Set,
    /// Whether advertisements stand at the left edge of the page, as on a left-hand page.
    pub(super) left: bool,
}

/// For every set of stories and every width: the heights that it can be made up to, and how.
pub(super) struct Table<'a> {
    board: &'a Board<'a>,
    cells: Vec<Vec<Cell>>,
}

/// The number of a set of stories: a bit for each.
pub(super) type Set = usize;

impl Board<'_> {
    /// Tries all sets of the stories; none when there are too many.
    pub(super) fn table(&self) -> Option<Table<'_>> {
        let count = self.stories.len();
        if count == 0 || count > MOST {
            return None;
        }
        let all = (1usize << count) - 1;
        let mut cells: Vec<Vec<Cell>> = vec![Vec::new(); (all + 1) * self.columns];
        let between = BETWEEN.iter().find(|(most, _)| count <= *most);
        let between = between.map_or(0, |(_, between)| *between);
        // Advertisements go with any of them.
        let admitted = |set: Set| missing(set & !self.foot & !self.free) <= between;
        let mut splits: Vec<(Set, Set)> = Vec::new();
        for set in (1..=all).filter(|set| admitted(*set)) {
            splits.clear();
            // All parts that hold the most important story, but the whole.
            let news = if set & self.news == 0 {
                set
            } else {
                set & self.news
            };
            let lowest = news & news.wrapping_neg();
            let others = set & !lowest;
            let mut with = others;
            while with > 0 {
                with = (with - 1) & others;
                let first = with | lowest;
                if admitted(first) && admitted(set & !first) {
                    splits.push((first, set & !first));
                }
            }
            for width in 1..=self.columns {
                cells[self.key(set, width)] = self.cells(set, width, &splits, &cells);
            }
        }
        Some(Table { board: self, cells })
    }

    fn key(&self, set: Set, width: usize) -> usize {
        set * self.columns + width - 1
    }

    /// Which of two parts side by side stands left: the first, but for advertisements, which stand at
    /// the edge of the page.
    fn sides(&self, first: Set, second: Set) -> (Set, Set) {
        let (one, two) = (first & self.foot != 0, second & self.foot != 0);
        if (self.left && two && !one) || (!self.left && one && !two) {
            (second, first)
        } else {
            (first, second)
        }
    }

    fn cells(
        &self,
        set: Set,
        width: usize,
        splits: &[(Set, Set)],
        table: &[Vec<Cell>],
    ) -> Vec<Cell> {
        let mut best: Vec<Option<Cell>> = vec![None; self.height as usize + 1];
        let mut offer = |cell: Cell| {
            let slot = &mut best[cell.lines as usize];
            if slot.is_none_or(|known| cell.price < known.price) {
                *slot = Some(cell);
            }
        };
        if set.is_power_of_two() {
            let story = set.trailing_zeros() as usize;
            for lines in 1..=self.height {
                if let Some(plan) = self.stories[story].plan(width, lines) {
                    let size = self.stories[story].head_size(width, plan);
                    offer(Cell {
                        lines,
                        price: plan.price,
                        make: Make::Leaf(story),
                        heads: (size, size),
                    });
                }
            }
        }
        for &(first, second) in splits {
            // Nothing but advertisements stands under an advertisement.
            let stacks = first & self.foot == 0 || second & !self.foot == 0;
            let below = &table[self.key(second, width)];
            for top in table[self.key(first, width)].iter().filter(|_| stacks) {
                for bottom in below {
                    let lines = top.lines + self.gap + bottom.lines;
                    if lines > self.height {
                        break;
                    }
                    offer(Cell {
                        lines,
                        price: top.price + bottom.price,
                        make: Make::Stack {
                            top: first,
                            at: top.lines,
                        },
                        heads: top.heads,
                    });
                }
            }
            let (first, second) = self.sides(first, second);
            for columns in 1..width {
                let left = &table[self.key(first, columns)];
                let right = &table[self.key(second, width - columns)];
                let mut at = 0;
                for cell in left {
                    while at < right.len() && right[at].lines < cell.lines {
                        at += 1;
                    }
                    if let Some(beside) = right.get(at).filter(|r| r.lines == cell.lines) {
                        offer(Cell {
                            lines: cell.lines,
                            price: cell.price
                                + beside.price
                                + tombstone(cell.heads.1, beside.heads.0),
                            make: Make::Side {
                                left: first,
                                columns,
                            },
                            heads: (cell.heads.0, beside.heads.1),
                        });
                    }
                }
            }
        }
        let mut cells: Vec<Cell> = best.into_iter().flatten().collect();
        if width < self.columns && cells.len() > KEPT {
            cells.sort_by_key(|cell| cell.price);
            cells.truncate(KEPT);
            cells.sort_by_key(|cell| cell.lines);
        }
        cells
    }
}

impl Table<'_> {
    /// The least price at which a set of stories makes a page of so many lines, and the lines that
    /// it then takes. White at the foot is cheap on the last page of an issue only.
    pub(super) fn price(&self, set: Set, height: u32, last: bool) -> Option<(i64, u32)> {
        let white = |lines: u32| i64::from(height - lines) * if last { FOOT } else { SHORT };
        self.cells[self.board.key(set, self.board.columns)]
            .iter()
            .filter(|cell| cell.lines <= height)
            .map(|cell| (cell.price + white(cell.lines), cell.lines))
            .min()
    }

    /// The cuts of a set of stories over the whole page.
    pub(super) fn cuts(&self, set: Set, lines: u32, price: i64) -> Cuts {
        let mut cuts = Cuts {
            lines,
            price,
            ..Cuts::default()
        };
        self.lay(set, self.board.columns, lines, (0, 0), &mut cuts);
        cuts
    }

    fn lay(
        &self,
        set: Set,
        width: usize,
        lines: u32,
        (column, line): (usize, u32),
        cuts: &mut Cuts,
    ) {
        let cells = &self.cells[self.board.key(set, width)];
        let Some(cell) = cells.iter().find(|cell| cell.lines == lines) else {
            return;
        };
        match cell.make {
            Make::Leaf(story) => cuts.places.push(Place {
                story,
                column,
                columns: width,
                line,
                lines,
            }),
            Make::Stack { top, at } => {
                self.lay(top, width, at, (column, line), cuts);
                cuts.rules.push(Rule::Across {
                    column,
                    columns: width,
                    line: line + at,
                });
                let gap = self.board.gap;
                let below = line + at + gap;
                let rest = lines - at - gap;
                self.lay(set & !top, width, rest, (column, below), cuts);
            }
            Make::Side { left, columns } => {
                self.lay(left, columns, lines, (column, line), cuts);
                let right = column + columns;
                cuts.rules.push(Rule::Down {
                    column: right,
                    line,
                    lines,
                });
                self.lay(set & !left, width - columns, lines, (right, line), cuts);
            }
        }
    }
}

/// What the white at the foot of a last page cost.
pub(super) fn white(cuts: &Cuts, height: u32) -> i64 {
    FOOT * i64::from(height.saturating_sub(cuts.lines))
}

/// How many stories that are not of a set lie between the first and the last of it.
fn missing(set: Set) -> u32 {
    if set == 0 {
        return 0;
    }
    Set::BITS - set.leading_zeros() - set.trailing_zeros() - set.count_ones()
}

/// What two headlines beside each other cost, by their sizes in points; none has size 0.
fn tombstone(left: u16, right: u16) -> i64 {
    let (small, large) = (left.min(right), left.max(right));
    if small == 0 || u32::from(small) * 100 < u32::from(large) * 72 {
        return BESIDE;
    }
    TOMBSTONE - i64::from((large - small) * 100 / large) * 3
}

#[cfg(test)]
mod tests {
    use super::super::plan::Plan;
    use super::*;

    /// A story that fills `area` lines of a column, with a head of `head` lines over any width.
    fn story(area: u32, head: u32, columns: usize) -> Plans {
        let by_columns = (1..=columns as u32)
            .map(|width| {
                (0..=60u32)
                    .map(|lines| {
                        let body = lines.checked_sub(head)?;
                        let slack = i64::from(body * width) - i64::from(area);
                        (slack.abs() <= 3).then(|| Plan {
                            price: slack.abs() * 10,
                            ..Plan::default()
                        })
                    })
                    .collect()
            })
            .collect();
        Plans {
            by_columns,
            ..Plans::default()
        }
    }

    fn cut(stories: &[Plans], height: u32) -> Option<Cuts> {
        let stories: Vec<&Plans> = stories.iter().collect();
        let board = Board {
            stories: &stories,
            columns: 4,
            height,
            gap: 2,
            foot: 0,
            free: 0,
            news: Set::MAX,
            left: false,
        };
        let table = board.table()?;
        let all = (1 << stories.len()) - 1;
        let (price, lines) = table.price(all, height, false)?;
        Some(table.cuts(all, lines, price))
    }

    #[test]
    fn two_stories_fill_a_page() {
        let cuts = cut(&[story(60, 5, 4), story(60, 3, 4)], 40).expect("cuts");
        assert_eq!(cuts.lines, 40);
        assert_eq!(cuts.places.len(), 2);
        assert_eq!((cuts.places[0].story, cuts.places[0].line), (0, 0));
    }

    #[test]
    fn rectangles_never_overlap_and_leave_only_gaps() {
        let stories = [
            story(50, 5, 4),
            story(30, 4, 4),
            story(24, 3, 4),
            story(20, 3, 4),
        ];
        let cuts = cut(&stories, 42).expect("cuts");
        let mut cover = [[0u8; 4]; 42];
        for place in &cuts.places {
            for line in place.line..place.line + place.lines {
                let row = &mut cover[line as usize];
                for cell in &mut row[place.column..place.column + place.columns] {
                    *cell += 1;
                }
            }
        }
        assert!(cover.iter().flatten().all(|count| *count <= 1));
        let white = cover.iter().flatten().filter(|count| **count == 0).count();
        let gaps: usize = cuts
            .rules
            .iter()
            .map(|rule| match rule {
                Rule::Across { columns, .. } => 2 * columns,
                Rule::Down { .. } => 0,
            })
            .sum();
        assert_eq!(white, gaps, "only the gaps are free");
    }

    #[test]
    fn stories_too_short_do_not_fill_a_page() {
        assert!(cut(&[story(20, 3, 4)], 60).is_none_or(|cuts| cuts.price >= SHORT));
    }

    #[test]
    fn sets_in_a_row_are_told_from_others() {
        assert_eq!((missing(0b0110), missing(1), missing(0)), (0, 0, 0));
        assert_eq!((missing(0b101), missing(0b1_0010)), (1, 2));
    }

    #[test]
    fn headlines_of_one_size_are_kept_apart() {
        assert!(tombstone(30, 30) > tombstone(36, 30));
        assert!(tombstone(36, 30) > tombstone(60, 30));
        assert_eq!(tombstone(0, 30), BESIDE);
    }

    #[test]
    fn ten_stories_fill_a_page() {
        let stories: Vec<Plans> = (0..10).map(|n| story(44 - 3 * n, 4 - n / 4, 4)).collect();
        let cuts = cut(&stories, 90).expect("cuts");
        assert!(
            cuts.places.len() == 10 && cuts.lines >= 88,
            "{}",
            cuts.lines
        );
    }
}
