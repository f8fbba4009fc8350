//! One page of a modular layout: which of the waiting stories it takes, and how it is cut.
//!
//! Knows the stories that wait, the advertisements of the page and the index; looks as far ahead as
//! they go. A story may be parted where the layout lets it jump: the rest stands on the next page.

use super::advert::{self, Advert};
use super::cuts::{Board, Cuts, MOST, Place as Rectangle, Rule, Set, Table};
use super::emit::{Sheet, Structure};
use super::held::Slot;
use super::issue::Issue;
use super::place::rectangle;
use super::plan::{Ease, Place, Plans};
use super::setter::Kind;
use crate::frame::ElementRole;
use crate::units::Length;

/// Price of a story that jumps.
const JUMP: i64 = 2_500;
/// The same on a front page where stories jump readily.
const FRONT_JUMP: i64 = 260;
/// Price of a story that jumps a second time.
const AGAIN: i64 = 2_000;
/// Price of a page more.
const PAGE: i64 = 700;
/// Price of a story set before one that is more important.
const SKIP: i64 = 90;
/// Price of a story that has to wait although more important ones than it are placed.
const PASSED: i64 = 220;
/// Price of a last page that is all white.
const UNUSED: i64 = 2_500;
/// Price of every story fewer on a page than would look lively.
const FEW: i64 = 45;
/// Price a story beyond which the columns are better filled one after the other.
const DOWN: i64 = 7_000;
/// Lines of white at the foot of a page that nobody sees.
pub(super) const SLIT: u32 = 2;
/// How much larger than its style has it the headline of a secondary story may be over many columns.
const SECOND: f64 = 1.2;
/// Stories that come before the column of short news.
const BRIEF: usize = 3;
/// Price of a column that the lead of a page is narrower than it should be; that of the issue or a
/// section is not, while it can be had.
const NARROW: i64 = 260;
/// Price of a page that takes twice its share of what is to come, or nothing of it.
const UNEVEN: f64 = 24_000.0;
/// The most that this costs.
const UNEVEN_MOST: f64 = 1_600.0;
/// Grid lines of white at most that an advertisement may have over it.
const AIR: u32 = 2;

/// What stands in a rectangle of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tile {
    /// A story of the queue.
    Story(usize),
    /// An advertisement of the page.
    Advert(usize),
    /// The index.
    Index,
}

/// A page, decided.
pub(super) struct Draft {
    /// The rectangles.
    pub(super) cuts: Cuts,
    /// What stands in them, in step with the stories of the cuts.
    pub(super) tiles: Vec<Tile>,
    plans: Vec<Plans>,
}

impl Draft {
    /// The stories of the queue that go on on a later page.
    pub(super) fn parted(&self) -> impl Iterator<Item = usize> {
        self.cuts.places.iter().filter_map(|place| {
            let plan = self.plans[place.story].plan(place.columns, place.lines)?;
            match self.tiles[place.story] {
                Tile::Story(at) if plan.goes_on => Some(at),
                _ => None,
            }
        })
    }
}

/// A page whose rectangles the edition fixes; `None` when it fixes none on this page.
///
/// A story that is longer than its rectangle goes on elsewhere, one that is shorter leaves it white.
fn fixed(issue: &mut Issue<'_, '_>, sheet: &Sheet<'_>) -> Option<Draft> {
    let layout = issue.setter.layout;
    let leading = issue.setter.leading().to_pt();
    let gap = layout.makeup.gap.unsigned_abs();
    let lines = |millimetres: u16| {
        let points = Length::mm(f64::from(millimetres)).to_pt();
        ((points / leading).round() as u32).min(sheet.lines)
    };
    let mut draft = Draft {
        cuts: Cuts::default(),
        tiles: Vec::new(),
        plans: Vec::new(),
    };
    for at in 0..issue.queue.len() {
        let story = &issue.queue[at];
        let article = issue.articles.get(story.article);
        let place = article.and_then(|article| article.place);
        let Some(place) = place.filter(|p| !story.placed && p.page == issue.number + 1) else {
            continue;
        };
        let column = usize::from(place.columns.0 - 1);
        let last = usize::from(place.columns.1).min(layout.page.columns);
        let (line, foot) = (lines(place.millimetres.0), lines(place.millimetres.1));
        if column >= last || line >= foot {
            continue;
        }
        let columns = last - column;
        let plan = issue.plans(at, draft.tiles.len(), sheet.lines);
        // The highest that the story can fill, when it cannot fill it all.
        let high = (1..=foot - line)
            .rev()
            .find(|high| plan.plan(columns, *high).is_some());
        let Some(high) = high else { continue };
        if line >= gap && line > 0 {
            draft.cuts.rules.push(Rule::Across {
                column,
                columns,
                line: line - gap,
            });
        }
        if column > 0 {
            draft.cuts.rules.push(Rule::Down {
                column,
                line,
                lines: foot - line,
            });
        }
        draft.cuts.places.push(Rectangle {
            story: draft.tiles.len(),
            column,
            columns,
            line,
            lines: high,
        });
        draft.cuts.lines = draft.cuts.lines.max(foot);
        issue.short_of(at, (foot - line).saturating_sub(high));
        draft.tiles.push(Tile::Story(at));
        draft.plans.push(plan);
    }
    (!draft.tiles.is_empty()).then_some(draft)
}

/// Decides on a page; `None` when no cuts look well.
pub(super) fn draft(
    issue: &mut Issue<'_, '_>,
    sheet: &Sheet<'_>,
    adverts: &[Advert],
) -> Option<Draft> {
    issue.ease = Ease::Rough;
    if let Some(draft) = fixed(issue, sheet) {
        return Some(draft);
    }
    [Ease::None, Ease::Some, Ease::Rough]
        .into_iter()
        .find_map(|ease| {
            issue.ease = ease;
            search(issue, sheet, adverts)
        })
}

fn search(issue: &mut Issue<'_, '_>, sheet: &Sheet<'_>, adverts: &[Advert]) -> Option<Draft> {
    let layout = issue.setter.layout;
    let columns = layout.page.columns;
    let inner = issue.inner_lines().max(sheet.lines);
    let count = issue.queue.len();
    let (mut new, begun): (Vec<usize>, Vec<usize>) =
        (0..count).partition(|at| !issue.queue[*at].placed);
    // The column of short news leads no page; one of them stands among the first stories.
    new.sort_by_key(|at| issue.queue[*at].brief);
    let short = new.iter().position(|at| issue.queue[*at].brief);
    if let Some(short) = short.filter(|short| *short > BRIEF) {
        new[BRIEF..=short].rotate_right(1);
    }
    // One that has its place on a later page waits for it, while there is another.
    let ready = |at: &usize| !issue.waits(*at);
    let new = match new.iter().copied().filter(ready).collect::<Vec<_>>() {
        ready if ready.is_empty() && begun.is_empty() => new,
        ready => ready,
    };
    // What must stand on this page comes first, so that the first of the new stories are its
    // neighbours; these head the page nevertheless.
    let mut tiles: Vec<Tile> = Vec::new();
    let mut plans: Vec<Plans> = Vec::new();
    if let Some(lines) = issue.wants_index() {
        let wide = layout.inside.columns.min(columns);
        plans.push(Plans::fixed(wide, columns, lines, 6));
        tiles.push(Tile::Index);
    }
    let free: Set = (1 << tiles.len()) - 1;
    for at in begun.iter().copied().take(MOST - 2) {
        plans.push(issue.plans(at, 1, inner));
        tiles.push(Tile::Story(at));
    }
    let before = tiles.len();
    let most = MOST.saturating_sub(before + adverts.len());
    // More than the layout wants only so that no page is begun for a few lines.
    let page = f64::from(sheet.lines) * columns as f64;
    let most = if issue.ends_on(page) {
        most
    } else {
        layout.makeup.articles.min(most)
    };
    let mut least = 0u32;
    for (rank, at) in new.iter().copied().take(most).enumerate() {
        let plan = issue.plans(at, rank, inner);
        let area = plan
            .area()
            .map_or(issue.queue[at].natural(), |(low, _)| low);
        least = least.saturating_add(area);
        tiles.push(Tile::Story(at));
        plans.push(plan);
        // Two pages and a little are as far as it is worth to look.
        if least > inner * columns as u32 * 2 {
            break;
        }
    }
    let fresh = tiles.len() - before;
    let waiting = (0..count).any(|at| issue.waits(at));
    let all_here = issue.all_read() && fresh == new.len() && !waiting;
    let news: Set = ((1 << fresh) - 1) << before;
    let mut must: Set = (1 << before) - 1;
    let mut foot: Set = 0;
    for (number, advert) in adverts.iter().enumerate() {
        foot |= 1 << tiles.len();
        plans.push(Plans::fixed(advert.columns, columns, advert.lines, AIR));
        tiles.push(Tile::Advert(number));
    }
    must |= foot;
    let stories: Vec<&Plans> = plans.iter().collect();
    let board = Board {
        stories: &stories,
        columns,
        height: inner,
        gap: layout.makeup.gap.unsigned_abs(),
        foot,
        free,
        news,
        left: layout.page.facing && sheet.number % 2 == 1,
    };
    let table = board.table()?;
    let opens = issue.opens(new.first().copied());
    let sizes = tiles
        .iter()
        .map(|tile| issue.size(*tile, adverts))
        .collect();
    let search = Search {
        table: &table,
        plans: &plans,
        must,
        before,
        new: fresh,
        height: sheet.lines,
        inner,
        columns,
        all_here,
        lively: layout.makeup.articles.div_ceil(2) + 1,
        ease: issue.ease,
        opens,
        sizes,
        share: issue.share_of(sheet, adverts),
    };
    let cuts = search.best()?;
    Some(Draft { cuts, tiles, plans })
}

struct Search<'a> {
    table: &'a Table<'a>,
    plans: &'a [Plans],
    must: Set,
    /// Number of the first story that begins here or later: what must stand here comes before.
    before: usize,
    /// How many begin here or later.
    new: usize,
    height: u32,
    inner: u32,
    columns: usize,
    all_here: bool,
    lively: usize,
    ease: Ease,
    /// Whether the first story is to be here: it leads the issue or its section.
    opens: bool,
    /// What the tiles are in lines of a column, as far as can be told before they are placed.
    sizes: Vec<f64>,
    /// How much of that this page should take.
    share: Option<f64>,
}

impl Search<'_> {
    /// The set of stories for this page that leaves the best for the next.
    fn best(&self) -> Option<Cuts> {
        let all: Set = (1 << self.plans.len()) - 1;
        let free: Set = (1 << self.new) - 1;
        let mut best: Option<(i64, i64, Set, u32)> = None;
        for chosen in 0..=free {
            let set = self.must | chosen << self.before;
            // The most important story waits only for one that fills the page.
            let passed = chosen & 1 == 0 && self.new > 0;
            if set == 0 || passed && (self.must == 0 || self.opens && self.ease < Ease::Rough) {
                continue;
            }
            let mut last = self.all_here && set == all;
            let Some((mut price, mut lines)) = self.table.price(set, self.height, last) else {
                continue;
            };
            if last && self.rest(set, lines) > 0 {
                // Something goes on: it is not the last page after all, and to be full.
                last = false;
                let Some(full) = self.table.price(set, self.height, last) else {
                    continue;
                };
                (price, lines) = full;
            }
            if !last && self.ease < Ease::Rough && self.height - lines > SLIT {
                continue;
            }
            let count = i64::from(set.count_ones());
            if price / count > DOWN && self.ease < Ease::Rough {
                continue;
            }
            let order = SKIP * skipped(chosen) + if passed { PASSED } else { 0 };
            let few = FEW * (self.lively as i64 - count).max(0).pow(2);
            let score = if self.all_here {
                let after = if last {
                    0
                } else {
                    PAGE + self.after(all & !set, self.rest(set, lines))
                };
                price + after + order
            } else {
                // More is to come: what was passed over waits for a page.
                let passed = !chosen & ((1 << (Set::BITS - chosen.leading_zeros())) - 1);
                (price + order) / count + i64::from(passed.count_ones()) * PASSED + few
            };
            if best.is_some_and(|known| score >= known.0) {
                continue;
            }
            let score = score + if last { 0 } else { self.uneven(set, lines) };
            if best.is_none_or(|known| score < known.0) {
                best = Some((score, price, set, lines));
            }
        }
        let (_, price, set, lines) = best?;
        Some(self.table.cuts(set, lines, price))
    }

    /// What it costs that a page takes more or less than its share.
    fn uneven(&self, set: Set, lines: u32) -> i64 {
        let Some(share) = self.share.filter(|share| *share > 0.0) else {
            return 0;
        };
        let sizes = self.sizes.iter().enumerate();
        let takes: f64 = sizes
            .filter(|(at, _)| set & (1 << at) != 0)
            .map(|(_, size)| size)
            .sum();
        let takes = takes - self.rest(set, lines) as f64;
        let away = takes / share - 1.0;
        (away * away * UNEVEN).min(UNEVEN_MOST) as i64
    }

    /// Grid lines of text that would go on elsewhere.
    fn rest(&self, set: Set, lines: u32) -> i64 {
        let cuts = self.table.cuts(set, lines, 0);
        let left = cuts.places.iter().map(|place| {
            let plan = self.plans[place.story].plan(place.columns, place.lines);
            plan.map_or(0, |plan| i64::from(plan.left))
        });
        left.sum()
    }

    /// What the stories left for later pages, and what goes on there, will cost as far as can be seen.
    fn after(&self, rest: Set, left: i64) -> i64 {
        if left == 0
            && let Some((price, _)) = self.table.price(rest, self.inner, true)
        {
            return price;
        }
        // More than a page, or not to be told: how full the last of them will be.
        let page = i64::from(self.inner) * self.columns as i64;
        let low: i64 = (0..self.plans.len())
            .filter(|at| rest & (1 << at) != 0)
            .map(|at| {
                self.plans[at]
                    .area()
                    .map_or(page, |(low, _)| i64::from(low))
            })
            .sum();
        let low = low + left;
        if low == 0 {
            return 0;
        }
        let over = low % page.max(1);
        low / page.max(1) * PAGE + (page - over) * UNUSED / page.max(1)
    }
}

/// How many stories of a set come before one that was passed over, in pairs.
fn skipped(set: Set) -> i64 {
    (0..Set::BITS - set.leading_zeros())
        .filter(|at| set & (1 << at) == 0)
        .map(|at| i64::from((set >> at).count_ones()))
        .sum()
}

/// What a story of the queue may be on this page, as the `rank`th of it.
pub(super) fn place_of(issue: &Issue<'_, '_>, at: usize, rank: usize, height: u32) -> Place {
    let layout = issue.setter.layout;
    let columns = layout.page.columns;
    let lead = match layout.makeup.lead_columns {
        0 => columns.div_ceil(2),
        some => some.min(columns),
    };
    let story = &issue.queue[at];
    let words = story.words();
    let front = issue.number == 0;
    let any = Length(i64::MAX);
    let most = issue.setter.size(Kind::Second).scale(SECOND);
    let ladder = layout.styles.lead.sizes.iter();
    let ladder = ladder.filter(|size| **size <= most).count();
    let kind = match rank {
        0 if front => Kind::Lead,
        _ if rank <= 2 && words > 150 => Kind::Second,
        _ => Kind::Third,
    };
    let jump = if !layout.jumps.allow || story.brief || story.boxed() {
        None
    } else if story.placed {
        Some(JUMP + AGAIN)
    } else if front && layout.jumps.front {
        Some(FRONT_JUMP)
    } else {
        Some(JUMP)
    };
    Place {
        kind,
        // Over many columns a headline has the next larger style.
        wide: match kind {
            Kind::Third => (columns * 2 / 3 + 1, Kind::Second, any),
            Kind::Second if rank == 0 => (columns.div_ceil(2) + 1, Kind::Lead, any),
            Kind::Second if ladder > 2 => (columns * 2 / 3 + 1, Kind::Lead, most),
            _ => (columns + 1, kind, any),
        },
        columns: if rank == 0 && !story.placed { lead } else { 1 },
        narrow: (!issue.opens(Some(at)) || issue.ease > Ease::None).then_some(NARROW),
        height,
        jump,
        ease: issue.ease,
    }
}

/// Sets a page as it was decided.
pub(super) fn set(
    issue: &mut Issue<'_, '_>,
    sheet: &mut Sheet<'_>,
    draft: &Draft,
    adverts: &[Advert],
) {
    for place in &draft.cuts.places {
        match draft.tiles[place.story] {
            Tile::Story(at) => rectangle(
                sheet,
                &mut issue.structure,
                &mut issue.remarks,
                &mut issue.queue[at],
                &draft.plans[place.story],
                (place.column, place.columns),
                (place.line, place.lines),
            ),
            Tile::Advert(number) => {
                let advert = &adverts[number];
                let line = place.line + place.lines - advert.lines;
                advert::set(sheet, &mut issue.structure, advert, (place.column, line));
            }
            Tile::Index => index(
                sheet,
                &mut issue.structure,
                (place.column, place.columns),
                (place.line, place.lines),
            ),
        }
    }
}

/// Keeps the place of the index: its box and its head; the entries are written when all is made up.
fn index(
    sheet: &mut Sheet<'_>,
    structure: &mut Structure,
    (column, columns): (usize, usize),
    (line, lines): (u32, u32),
) {
    let setter = sheet.setter;
    sheet.boxed(
        crate::edition::Treatment::Tint,
        (column, columns),
        (line, lines),
    );
    sheet.inset = setter.layout.boxes.inset;
    let element = structure.add(ElementRole::Paragraph, None, "");
    let width = sheet.span(columns);
    let (x, first) = (sheet.x(column, columns), line + 1);
    let mut taken = 1;
    if let Some(head) = setter.fit(setter.wording.inside(), Kind::JumpHead, width, 1, 0, true) {
        let y = sheet.capitals(first) + head.capital;
        sheet.set(&head, x, y, Some(element));
        taken = setter.lines_for(&head);
    }
    sheet.slots.push(Slot {
        article: None,
        at: sheet.page.items.len(),
        from: (x, sheet.baseline(first + taken)),
        width: sheet.span(columns),
        lines: lines.saturating_sub(taken + 2),
        element,
        word: None,
    });
    sheet.inset = Length::ZERO;
}
