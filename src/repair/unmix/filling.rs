//! What a chain may begin and end with: as its block stands, or where a gap of the page is filled with one of
//! its columns. Knows scores, and nothing of edits.

use crate::repair::view::View;
use crate::roles::Begin;

use super::chain::Chain;
use super::gaps::Gap;
use super::joints::Next;
use super::places::Places;
use super::table::Joints;
use super::{BROKEN, PROVEN};

/// What a chain may begin and end with, where one of its columns was taken from a gap of the page.
pub struct Filling<'s, 'a> {
    /// The column and the gap.
    pub gap: Option<(usize, &'s Gap<'a>)>,
    /// What the gap tells.
    pub tells: f32,
    /// By place, what it tells that the second column begins there.
    pub opens: Vec<f32>,
    /// By column and place, what it tells that the column ends there.
    pub closes: [Vec<f32>; 2],
}

impl<'a> Filling<'_, 'a> {
    /// Whether the column ends in the block, so that it can be joined to what goes on, and broken words prove
    /// it: one at an end of the gap, unless that is between blocks. At both ends the text must read well.
    pub fn fits(&self, chain: &Chain, places: &Places<'a>, joints: &Joints<'_, 'a>) -> bool {
        let Some((column, gap)) = self.gap else {
            return true;
        };
        let (first, last) = (chain.cuts[0], chain.cuts[chain.cuts.len() - 1]);
        // What only breaks off may go on with anything.
        if gap.after.is_none() || chain.columns.last() == Some(&column) {
            return false;
        }
        let (opens, closes) = (self.opens[first], self.closes[column][last]);
        if opens < 0.0 || closes < 0.0 {
            return false;
        }
        let begun = usize::from(opens >= BROKEN);
        (begun > 0 || closes >= BROKEN || gap.beside)
            && self.broken(chain, places, joints) + begun >= PROVEN
    }

    /// Words that lines of a chain broke, and that are whole in the columns or with what is behind the gap.
    pub fn broken(&self, chain: &Chain, places: &Places<'a>, joints: &Joints<'_, 'a>) -> usize {
        let whole = |nth: &usize| {
            let at = chain.cuts[*nth];
            let score = match chain.cuts.get(nth + 1) {
                Some(next) => joints.get(&places.cuts, at, *next),
                None => self.closes[nth % 2][at],
            };
            score >= BROKEN
        };
        (0..chain.cuts.len()).filter(whole).count()
    }
}

/// How a gap may be filled with the second column of a block; `closes` is what the places tell without it.
pub fn filled<'s, 'a>(
    view: &View<'a>,
    places: &Places<'a>,
    (gap, tells): (&'s Gap<'a>, f32),
    closes: Vec<f32>,
) -> Filling<'s, 'a> {
    let cuts = places.cuts.iter();
    let ends = cuts.map(|cut| gap.closes(view, &cut.line, cut.glued()));
    let begins = |next: &Next| {
        let opening = if next.begin == Begin::Lower {
            -0.3
        } else {
            0.4
        };
        gap.opens(view, next).unwrap_or(opening)
    };
    Filling {
        gap: Some((1, gap)),
        tells,
        opens: places.cuts.iter().map(|cut| begins(&cut.next)).collect(),
        closes: [closes, ends.collect()],
    }
}
