//! Copy-fitting: the scale of body and grid at which the last page comes out full.
//!
//! Knows whole issues made up on trial and what they cost. Small issues only: a long one is set as
//! the layout says, since a page more or less does not show in it.

use crate::edition::Article;
use crate::layout::{Layout, Mode};

/// Articles that an issue may have to be made up on trial.
const ARTICLES: usize = 12;
/// Bytes of text that it may have.
const TEXT: usize = 60_000;
/// Price of a last page that is all white.
const WHITE: f64 = 5_000.0;
/// Price of a scale one half larger or smaller than the layout's.
const SCALE: f64 = 2_000.0;
/// Price of every page after the first.
const PAGE: f64 = 500.0;
/// White at the foot of the last page that needs no remedy, as a part of the page.
const EVEN: f64 = 0.03;

/// How an issue came out at one scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    /// The scale.
    pub(super) scale: f64,
    /// Pages.
    pub(super) pages: u32,
    /// How much of the last one is used.
    pub(super) used: f64,
    /// What its pages cost.
    pub(super) price: i64,
}

impl Outcome {
    /// What the outcome costs with its white and its scale.
    pub(super) fn cost(&self) -> f64 {
        let white = (1.0 - self.used - EVEN).max(0.0) * WHITE;
        let more = f64::from(self.pages.saturating_sub(1)) * PAGE;
        self.price as f64 + more + white + (self.scale - 1.0).abs() * SCALE
    }

    /// Whether nothing needs to be tried.
    fn good(&self) -> bool {
        1.0 - self.used <= EVEN && self.price < 900 * i64::from(self.pages)
    }
}

/// The first articles of an issue, and whether it has no others and is small enough to be made up on trial.
pub(super) fn small(
    layout: &Layout,
    articles: &mut dyn Iterator<Item = Article>,
) -> (Vec<Article>, bool) {
    let [least, most] = layout.grid.copyfit;
    if layout.makeup.mode != Mode::Modular || least >= most {
        return (Vec::new(), false);
    }
    let mut first = Vec::new();
    let mut text = 0;
    while first.len() <= ARTICLES && text <= TEXT {
        let Some(article) = articles.next() else {
            return (first, true);
        };
        text += article
            .blocks
            .iter()
            .map(|block| block.text.len())
            .sum::<usize>();
        first.push(article);
    }
    (first, false)
}

/// The scales worth a trial after the first outcome, at the layout's own scale.
pub(super) fn scales(layout: &Layout, first: Outcome) -> Vec<f64> {
    let [least, most] = layout.grid.copyfit;
    // Two full pages may be one: pictures took what the text left.
    if first.pages == 2 && first.used > 0.4 {
        let more = (2.0 / (1.0 + first.used)).sqrt().min(most);
        return if first.good() {
            vec![least]
        } else {
            vec![least, more]
        };
    }
    if first.good() {
        return Vec::new();
    }
    let full = f64::from(first.pages) - 1.0 + first.used;
    // The area that text takes grows with the square of its size.
    let fewer = ((f64::from(first.pages) - 1.0) / full).sqrt();
    let more = (f64::from(first.pages) / full).sqrt();
    let mut scales = Vec::new();
    // Pictures give way too: what is nearly a page may be had with less scaling than its text asks for.
    if fewer > least - 0.03 {
        scales.push((fewer - 0.02).max(least));
        if scales[0] > least + 0.01 {
            scales.push(least);
        }
    }
    if more < most + 0.03 {
        scales.push(more.min(most));
    }
    scales.retain(|scale| (*scale - 1.0).abs() > 0.004 && *scale >= least && *scale <= most);
    scales
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(pages: u32, used: f64) -> Outcome {
        Outcome {
            scale: 1.0,
            pages,
            used,
            price: 100,
        }
    }

    #[test]
    fn a_full_page_needs_no_trial() {
        let layout = Layout::embedded("broadsheet").unwrap_or_default();
        assert!(scales(&layout, outcome(1, 0.99)).is_empty());
    }

    #[test]
    fn a_page_and_a_little_is_tried_smaller_and_most_of_a_page_larger() {
        let layout = Layout::embedded("broadsheet").unwrap_or_default();
        let scales = scales(&layout, outcome(2, 0.06));
        let larger = super::scales(&layout, outcome(1, 0.9));
        assert!(larger.iter().all(|s| *s > 1.0) && !larger.is_empty());
        assert!(scales.iter().all(|s| *s < 1.0) && !scales.is_empty());
        let [least, most] = layout.grid.copyfit;
        assert!(scales.iter().all(|s| (least..=most).contains(s)));
    }

    #[test]
    fn white_costs_more_than_a_little_scaling() {
        let scaled = Outcome {
            scale: 0.97,
            ..outcome(1, 1.0)
        };
        assert!(scaled.cost() < outcome(2, 0.2).cost());
    }
}
