//! The regions of a sheet in the order of reading: cut by white from top to bottom where columns
//! stand side by side, from left to right where something spans them, again and again.

use super::lines::Line;
use super::{Bounds, Type};

/// Cuts inside cuts: a sheet that needs more is none.
const DEEPEST: usize = 64;

/// The columns of a sheet in the order of reading, each with its lines from top to bottom.
///
/// `holes` are pictures with their captions. A line alone at the head or the foot of the sheet, as
/// folios stand, comes first or last, and is no part of a column.
pub(super) fn in_order(
    lines: &[Line],
    members: &[usize],
    holes: &[Bounds],
    type_: Type,
) -> Vec<Vec<usize>> {
    let (head, members, foot) = without_folios(lines, members, type_);
    let mut columns = Vec::new();
    columns.extend(head);
    cut(lines, members, holes, type_, DEEPEST, &mut columns);
    columns.extend(foot);
    columns
}

/// Characters of a running head or foot, at the most.
const FOLIO: usize = 80;

type Row = Option<Vec<usize>>;

/// The lines of a sheet without the row at its head and the row at its foot, where these are short
/// and stand apart.
fn without_folios(lines: &[Line], members: &[usize], type_: Type) -> (Row, Vec<usize>, Row) {
    let mut rest = sorted(lines, members.to_vec());
    let mut taken = [None, None];
    for (side, taken) in taken.iter_mut().enumerate() {
        let at_foot = side == 1;
        let edge = if at_foot { rest.last() } else { rest.first() };
        let Some(base) = edge.map(|line| lines[*line].base) else {
            break;
        };
        let (row, others): (Vec<usize>, Vec<usize>) = rest
            .iter()
            .partition(|line| (lines[**line].base - base).abs() < 0.4 * type_.em);
        let gap = others
            .iter()
            .map(|line| {
                let (top, bottom) = lines[*line].core();
                if at_foot {
                    base - 0.6 * type_.em - bottom
                } else {
                    top - base
                }
            })
            .fold(f32::MAX, f32::min);
        let characters: f32 = row.iter().map(|line| lines[*line].at.width()).sum();
        let small = row.iter().all(|line| lines[*line].em < 1.3 * type_.em);
        // Half an em is a wide letter.
        let short = characters < FOLIO as f32 * 0.5 * type_.em;
        if small && short && gap > 1.1 * type_.em && gap < f32::MAX {
            *taken = Some(row);
            rest = others;
        }
    }
    let [head, foot] = taken;
    (head, rest, foot)
}

/// How far each line reaches in its region. A heading reaches as far as nothing stands beside it: a
/// short one spans the columns of its story all the same.
fn reaches(lines: &[Line], members: &[usize], holes: &[Bounds], type_: Type) -> Vec<(f32, f32)> {
    let first = lines[members[0]].at;
    let region = members
        .iter()
        .fold(first, |all, line| all.with(&lines[*line].at));
    let mut reaches: Vec<(f32, f32)> = lines
        .iter()
        .map(|line| (line.at.left, line.at.right))
        .collect();
    // Where the heading above ends, and how far it reaches.
    let mut heading = (f32::MIN, 0.0, 0.0);
    for member in sorted(lines, members.to_vec()) {
        let line = &lines[member];
        let is_heading = line.em >= HEADING * type_.em;
        let under = line.base - heading.0 < 3.5 * type_.em
            && line.at.left >= heading.1
            && line.at.right <= heading.2
            && (!type_.is_text(line) || line.at.width() < BYLINE * type_.em);
        if !is_heading && !under {
            continue;
        }
        let (top, bottom) = line.core();
        let (mut left, mut right) = (region.left, region.right);
        let beside = members
            .iter()
            .filter(|other| **other != member)
            .map(|other| &lines[*other].at)
            .chain(holes);
        for other in beside {
            if other.top < bottom && other.bottom > top {
                if other.right <= line.at.left + 0.1 * type_.em {
                    left = left.max(line.at.left);
                } else if other.left >= line.at.right - 0.1 * type_.em {
                    right = right.min(line.at.right);
                }
            }
        }
        reaches[member] = (left.min(line.at.left), right.max(line.at.right));
        if is_heading {
            heading = (line.base, reaches[member].0, reaches[member].1);
        }
    }
    // Lines centred at the head of a region stand over all of it: a title, names under it.
    for member in sorted(lines, members.to_vec()) {
        let line = &lines[member];
        let (top, bottom) = line.core();
        let alone = members.iter().all(|other| {
            let (its_top, its_bottom) = lines[*other].core();
            *other == member || its_top >= bottom || its_bottom <= top
        });
        let off = (line.at.left + line.at.right - region.left - region.right) / 2.0;
        if !alone || off.abs() > 0.6 * type_.em {
            break;
        }
        reaches[member] = (region.left, region.right);
    }
    reaches
}

/// A byline under a heading is narrower than this, in ems, even where it is set as text is.
const BYLINE: f32 = 14.0;

/// A line this much larger than running text is a heading.
const HEADING: f32 = 1.3;

fn cut(
    lines: &[Line],
    members: Vec<usize>,
    holes: &[Bounds],
    type_: Type,
    depth: usize,
    out: &mut Vec<Vec<usize>>,
) {
    if members.is_empty() {
        return;
    }
    if members.len() == 1 || depth == 0 {
        out.push(sorted(lines, members));
        return;
    }
    let reaches = reaches(lines, &members, holes, type_);
    let strips = strips(&reaches, &members, type_);
    if strips.len() > 1 {
        for strip in strips {
            cut(lines, strip, holes, type_, depth - 1, out);
        }
        return;
    }
    let runs = runs(lines, &reaches, &members, type_);
    if runs.len() > 1 {
        for run in runs {
            cut(lines, run, holes, type_, depth - 1, out);
        }
        return;
    }
    out.extend(interlocked(lines, members, type_));
}

/// From top to bottom; what stands on one line, from left to right.
fn sorted(lines: &[Line], mut members: Vec<usize>) -> Vec<usize> {
    members.sort_by(|a, b| {
        let (a, b) = (&lines[*a], &lines[*b]);
        a.base
            .total_cmp(&b.base)
            .then(a.at.left.total_cmp(&b.at.left))
    });
    members
}

/// Widths of white that no line reaches into, from left to right: pairs of edges between text.
fn valleys(reaches: &[(f32, f32)], members: &[usize], type_: Type) -> Vec<(f32, f32)> {
    let mut spans: Vec<(f32, f32)> = members.iter().map(|line| reaches[*line]).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut found = Vec::new();
    let mut reach = f32::MIN;
    for (left, right) in spans {
        if reach > f32::MIN && left - reach > 0.25 * type_.em {
            found.push((reach, left));
        }
        reach = reach.max(right);
    }
    found
}

/// The lines parted by white from top to bottom, from left to right.
fn strips(reaches: &[(f32, f32)], members: &[usize], type_: Type) -> Vec<Vec<usize>> {
    let valleys = valleys(reaches, members, type_);
    let mut strips = vec![Vec::new(); valleys.len() + 1];
    for &member in members {
        let nth = valleys.partition_point(|valley| valley.1 <= reaches[member].0 + 0.01);
        strips[nth].push(member);
    }
    strips.retain(|strip| !strip.is_empty());
    strips
}

/// The lines in runs from top to bottom: a run ends where something spans the white between its
/// columns, and where columns begin under something that spans them.
fn runs(lines: &[Line], reaches: &[(f32, f32)], members: &[usize], type_: Type) -> Vec<Vec<usize>> {
    let bands = bands(lines, members);
    let cover = |band: &[usize]| {
        let mut cover = Cover::new(type_);
        band.iter().for_each(|line| cover.add(reaches[*line]));
        cover
    };
    let covers: Vec<Cover> = bands.iter().map(|band| cover(band)).collect();
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut run = Cover::new(type_);
    for (nth, band) in bands.into_iter().enumerate() {
        let alone = covers[nth].is_parted();
        let mut together = run.clone();
        together.take(&covers[nth]);
        let goes_on = if together.is_parted() {
            // White that what stands above leaves by chance is soon closed, where the columns' own
            // white goes on: the line above spans them, or headings begin other columns.
            let heads = band
                .iter()
                .all(|line| lines[*line].em >= HEADING * type_.em);
            run.is_parted() && !heads
                || !alone
                || depth(&together, &covers[nth + 1..]) >= depth(&covers[nth], &covers[nth + 1..])
        } else {
            !(run.is_parted() || alone)
        };
        match runs.last_mut() {
            Some(last) if goes_on => {
                last.extend(band);
                run = together;
            }
            _ => {
                runs.push(band);
                run = covers[nth].clone();
            }
        }
    }
    runs
}

/// Rows of lines that stand beside each other, from top to bottom.
fn bands(lines: &[Line], members: &[usize]) -> Vec<Vec<usize>> {
    let mut order = members.to_vec();
    order.sort_by(|a, b| lines[*a].core().0.total_cmp(&lines[*b].core().0));
    let mut bands: Vec<Vec<usize>> = Vec::new();
    let mut reach = f32::MIN;
    for member in order {
        let (top, bottom) = lines[member].core();
        match bands.last_mut() {
            Some(band) if top < reach => band.push(member),
            _ => bands.push(vec![member]),
        }
        reach = reach.max(bottom);
    }
    bands
}

/// How many bands further down the white of a run stays open.
fn depth(run: &Cover, bands: &[Cover]) -> usize {
    let mut run = run.clone();
    bands
        .iter()
        .take_while(|band| {
            run.take(band);
            run.is_parted()
        })
        .count()
}

/// What lines cover from left to right, white of less than a quarter of an em not counted.
#[derive(Clone)]
struct Cover {
    least: f32,
    spans: Vec<(f32, f32)>,
}

impl Cover {
    fn new(type_: Type) -> Cover {
        Cover {
            least: 0.25 * type_.em,
            spans: Vec::new(),
        }
    }

    fn add(&mut self, (mut left, mut right): (f32, f32)) {
        let least = self.least;
        let from = self.spans.partition_point(|span| span.1 + least < left);
        let to = self.spans.partition_point(|span| span.0 <= right + least);
        if from < to {
            left = left.min(self.spans[from].0);
            right = right.max(self.spans[to - 1].1);
        }
        self.spans.splice(from..to.max(from), [(left, right)]);
    }

    fn take(&mut self, other: &Cover) {
        other.spans.iter().for_each(|span| self.add(*span));
    }

    /// Whether white runs through it from top to bottom.
    fn is_parted(&self) -> bool {
        self.spans.len() > 1
    }
}

/// Lines that no straight cut parts: one column, or columns that interlock. Among these a line comes
/// before those under it that it overlaps, and before those to its right that nothing between leads
/// round to (T. Breuel, High Performance Document Layout Analysis, 2003).
fn interlocked(lines: &[Line], members: Vec<usize>, type_: Type) -> Vec<Vec<usize>> {
    let members = sorted(lines, members);
    let columns = chains(lines, &members, type_);
    if columns.len() == 1 {
        return columns;
    }
    let boxes: Vec<Bounds> = columns
        .iter()
        .map(|column| {
            let first = lines[column[0]].at;
            column
                .iter()
                .fold(first, |all, line| all.with(&lines[*line].at))
        })
        .collect();
    let before = |a: usize, b: usize| {
        let (one, other) = (&boxes[a], &boxes[b]);
        if one.across(other) > 0.3 * type_.em {
            return one.top < other.top;
        }
        one.left < other.left
            && !boxes.iter().enumerate().any(|(c, between)| {
                c != a
                    && c != b
                    && between.across(one) > 0.3 * type_.em
                    && between.across(other) > 0.3 * type_.em
                    && between.top > one.top.min(other.top)
                    && between.bottom < one.bottom.max(other.bottom)
            })
    };
    let mut left: Vec<usize> = (0..columns.len()).collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let free = left
            .iter()
            .position(|b| left.iter().all(|a| a == b || !before(*a, *b)))
            // A ring of columns: the leftmost of the highest begins.
            .unwrap_or(0);
        order.push(columns[left.remove(free)].clone());
    }
    order
}

/// Lines one under the other, by their overlap.
fn chains(lines: &[Line], members: &[usize], type_: Type) -> Vec<Vec<usize>> {
    let mut chains: Vec<Vec<usize>> = Vec::new();
    for &member in members {
        let line = &lines[member];
        let fits = chains.iter().position(|chain| {
            chain.last().is_some_and(|last| {
                let above = &lines[*last];
                let across = above.at.across(&line.at);
                let near = line.base - above.base < 6.0 * type_.em.max(line.em);
                near && across > 0.4 * above.at.width().min(line.at.width())
            })
        });
        match fits {
            Some(chain) => chains[chain].push(member),
            None => chains.push(vec![member]),
        }
    }
    // Pieces that end up alone in one column make one column.
    let side_by_side = chains.iter().enumerate().any(|(nth, one)| {
        chains[nth + 1..].iter().any(|other| {
            let (a, b) = (extent(lines, one), extent(lines, other));
            a.down(&b) > 3.0 * type_.em && a.across(&b) < 0.0
        })
    });
    if side_by_side {
        chains
    } else {
        vec![members.to_vec()]
    }
}

fn extent(lines: &[Line], members: &[usize]) -> Bounds {
    let first = lines[members[0]].at;
    members
        .iter()
        .fold(first, |all, line| all.with(&lines[*line].at))
}
