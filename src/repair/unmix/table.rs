//! How well a block goes on from each of its places to the next ones, as far as two lines may reach.
//!
//! Each pair of places is looked at when it is first asked about: most never are.

use std::cell::{Cell, OnceCell};

use crate::repair::squeezed::{Copied, Side, Squeezed};
use crate::repair::view::View;

use super::broken::{Half, joint};
use super::places::{Cut, Places, proof};
use super::{MEASURES, OTHERWISE};

/// The joints of a block.
pub struct Joints<'v, 'a> {
    view: &'v View<'a>,
    squeezed: &'v Squeezed,
    number: usize,
    /// For each place where its scores begin; and their number.
    starts: Vec<usize>,
    /// By place and later place: a score, or no number where nobody has asked.
    scores: Vec<Cell<f32>>,
    sides: Vec<(Side, Side)>,
    halves: Vec<OnceCell<Half<'a>>>,
    /// For each place whether the words before it stand elsewhere.
    pub copied: Vec<Option<Copied>>,
}

impl<'v, 'a> Joints<'v, 'a> {
    /// The joints of a block of the view.
    pub fn of(
        view: &'v View<'a>,
        number: usize,
        places: &Places,
        squeezed: &'v Squeezed,
    ) -> Joints<'v, 'a> {
        let text = view.blocks[number].text;
        let cuts = &places.cuts;
        let far = 2 * (MEASURES.end() + 1);
        let near = |at: usize, end: usize| {
            if places.in_lines {
                end <= at + 6
            } else {
                cuts[end].left_chars.saturating_sub(cuts[at].right_chars) <= far
            }
        };
        let mut starts = Vec::with_capacity(cuts.len() + 1);
        let mut size = 0;
        for at in 0..cuts.len() {
            starts.push(size);
            size += (at + 1..cuts.len())
                .take_while(|end| near(at, *end))
                .count();
        }
        starts.push(size);
        let sides = |cut: &Cut| {
            (
                Side::before(&text[..cut.left]),
                Side::after(&text[cut.right..]),
            )
        };
        let copied = |cut: &Cut| {
            let next = text[cut.right..].split_whitespace().next().unwrap_or("");
            squeezed.ends_elsewhere(&text[..cut.left], next, number)
        };
        Joints {
            view,
            squeezed,
            number,
            starts,
            scores: vec![Cell::new(f32::NAN); size],
            sides: cuts.iter().map(sides).collect(),
            halves: vec![OnceCell::new(); cuts.len()],
            copied: cuts.iter().map(copied).collect(),
        }
    }

    /// How well the text goes on from the end of a place's left line to a later place's right one;
    /// minus infinity where it cannot. The places are those that the table was made of.
    pub fn get(&self, cuts: &[Cut<'a>], at: usize, end: usize) -> f32 {
        let Some(cell) = self.scores[self.starts[at]..self.starts[at + 1]].get(end - at - 1) else {
            return f32::NEG_INFINITY;
        };
        if cell.get().is_nan() {
            cell.set(self.score(cuts, at, end));
        }
        cell.get()
    }

    fn score(&self, cuts: &[Cut<'a>], at: usize, end: usize) -> f32 {
        let (before, after) = (&cuts[at], &cuts[end]);
        let score = if before.glued() {
            let half = self.halves[at].get_or_init(|| Half::of(self.view, &before.line));
            half.goes_on(self.view, &after.next)
        } else if after.glued() && !after.whole {
            None
        } else {
            joint(self.view, &before.line, &after.next)
        };
        match (score, self.shared(at, end)) {
            (None, 0) => f32::NEG_INFINITY,
            (Some(score), 0) if self.copied[at].is_some() => score + OTHERWISE,
            (Some(score), 0) => score,
            (score, shared) => score.unwrap_or(0.0).max(0.0) + proof(shared),
        }
    }

    fn shared(&self, at: usize, end: usize) -> usize {
        let (before, after) = (&self.sides[at].0, &self.sides[end].1);
        self.squeezed.shared(before, after, self.number)
    }

    /// Whether the two stand together elsewhere.
    pub fn is_proven(&self, at: usize, end: usize) -> bool {
        end - at <= self.starts[at + 1] - self.starts[at] && self.shared(at, end) > 0
    }
}
