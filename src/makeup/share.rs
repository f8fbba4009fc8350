//! How much of what is to come a page should take, so that the last page of a section comes out full.
//!
//! Knows sizes in grid lines of one column, estimated before anything is set; knows no text. What a
//! page really holds of such lines is learnt from the pages that are made up.

use super::coming::Coming;
use super::setter::{Kind, Setter};
use crate::edition::{Article, BlockKind, Treatment};
use crate::units::Length;

/// Width of a letter with its share of the spaces, of the size of type.
const LETTER: f64 = 0.43;
/// Words of a short story at most.
const SHORT: usize = 150;
/// Pages ahead beyond which nothing is to be steered yet.
const FAR: f64 = 12.0;
/// By how much a page may hold more than pages do, without looking crowded.
const CROWDED: f64 = 1.05;
/// Pages that the estimate counts for, beside those that are made up.
const PRIOR: f64 = 3.0;
/// The least that a page holds, of what pages do, without looking empty.
const AIRY: f64 = 0.85;

/// What is to come.
#[derive(Debug)]
pub(super) struct Share {
    /// Letters on a line of a column.
    letters: f64,
    /// Distance of baselines, and what a story takes beside its text, of pages for themselves.
    setting: Setting,
    /// Estimated lines on a line of the page, of the pages so far, and how many they were.
    held: (f64, f64),
}

/// What of a layout the estimates need.
#[derive(Clone, Copy, Debug, Default)]
struct Setting {
    leading: f64,
    /// Of stories with more words than a short one, and of short ones.
    heads: (f64, f64),
    /// Columns and lines of a picture of such stories.
    pictures: ((f64, f64), (f64, f64)),
}

impl Share {
    /// Of an issue that nothing is known of yet.
    pub(super) fn new(setter: &Setter<'_>) -> Share {
        let letter = setter.size(Kind::Body).scale(LETTER).to_pt().max(0.1);
        Share {
            letters: (setter.layout.column_width().to_pt() / letter).max(1.0),
            setting: Setting::new(setter),
            held: (PRIOR, PRIOR),
        }
    }

    /// What an article is in lines of a column, before it is set.
    fn size(&self, article: &Article) -> f64 {
        let blocks = || article.blocks.iter();
        let texts = blocks().filter(|b| b.size.is_none());
        let lines = texts.map(|block| (block.text.len() as f64 / self.letters).ceil());
        let text: f64 = lines.sum();
        let sold = blocks().filter_map(|block| block.size).map(|size| {
            let high = Length::mm(f64::from(size.millimetres)).to_pt();
            f64::from(size.columns) * high / self.setting.leading
        });
        let sold: f64 = sold.sum();
        if article.treatment == Treatment::Brief {
            return text + sold + 2.0;
        }
        let words = blocks().map(|b| b.text.len() / 6).sum();
        let pictures = blocks().filter(|b| b.kind == BlockKind::Caption).count();
        text + sold + self.beside(words, pictures)
    }

    /// What a story takes beside its text: its head and its pictures.
    pub(super) fn beside(&self, words: usize, pictures: usize) -> f64 {
        let of = &self.setting;
        let (head, (wide, picture)) = if words > SHORT {
            (of.heads.0, of.pictures.0)
        } else {
            (of.heads.1, of.pictures.1)
        };
        wide * (head + picture * pictures.min(2) as f64)
    }

    /// What is left of a section from an article on, as far as it is worth to know.
    pub(super) fn coming(&self, articles: &Coming<'_>, from: usize, page: f64, own: bool) -> f64 {
        let mut sum = 0.0;
        let later = (from..).map_while(|at| Some((at, articles.get(at)?)));
        for (at, article) in later {
            if (own && article.section.is_some() && at > 0) || sum > page * FAR * 1.2 {
                break;
            }
            sum += self.size(&article);
        }
        sum
    }

    /// What a page of so many lines should take of what is left; `None` where it does not matter: far
    /// from the end, and on the last page.
    pub(super) fn of(&self, left: f64, page: f64) -> Option<f64> {
        let holds = (self.held.0 / self.held.1 * page).max(1.0);
        let pages = left / holds;
        if !(1.0..=FAR).contains(&pages) {
            return None;
        }
        let fewer = pages.floor().max(1.0);
        let count = if pages / fewer <= CROWDED {
            fewer
        } else {
            fewer + 1.0
        };
        (count > 1.0).then(|| (left / count).max(holds * AIRY))
    }

    /// Learns what a page of so many lines held.
    pub(super) fn learn(&mut self, took: f64, page: f64) {
        if page > 0.0 && took > 0.0 {
            self.held.0 += (took / page).clamp(0.4, 1.6);
            self.held.1 += 1.0;
        }
    }
}

impl Setting {
    fn new(setter: &Setter<'_>) -> Setting {
        let leading = setter.leading().to_pt().max(0.1);
        let head = |kind| setter.size(kind).to_pt() * 2.4 / leading + 2.0;
        let ratio = setter.layout.pictures.ratio[1];
        let picture = |columns: usize| {
            let columns = columns.min(setter.layout.page.columns);
            let width = setter.layout.span_width(columns).to_pt();
            (columns as f64, width * ratio / leading + 3.0)
        };
        Setting {
            leading,
            heads: (head(Kind::Second), head(Kind::Third)),
            pictures: (picture(2), picture(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::Block;

    fn share() -> Share {
        Share {
            letters: 10.0,
            setting: Setting {
                leading: 10.0,
                ..Setting::default()
            },
            held: (1.0, 1.0),
        }
    }

    fn article(lines: usize, section: Option<&str>) -> Article {
        Article {
            section: section.map(str::to_owned),
            blocks: vec![Block::new(BlockKind::Paragraph, "x".repeat(lines * 10))],
            ..Article::default()
        }
    }

    #[test]
    fn what_is_left_is_shared_evenly() {
        let share = share();
        // What is more than two pages is three, each of which takes a little less.
        let third = share.of(270.0, 100.0).expect("not the last page");
        assert!((third - 90.0).abs() < 1.0);
        // What is hardly more than two is two.
        assert_eq!(share.of(208.0, 100.0), Some(104.0));
        assert_eq!(share.of(90.0, 100.0), None);
        assert_eq!(share.of(5000.0, 100.0), None);
    }

    #[test]
    fn a_page_is_never_to_be_nearly_empty() {
        let least = share().of(120.0, 100.0).expect("two pages");
        assert!(least >= 80.0);
    }

    #[test]
    fn what_pages_hold_is_learnt() {
        let mut share = share();
        for _ in 0..20 {
            share.learn(60.0, 100.0);
        }
        assert!(share.of(100.0, 100.0).is_some_and(|part| part < 60.0));
    }

    #[test]
    fn a_section_ends_where_the_next_begins() {
        let all = [
            article(10, None),
            article(20, None),
            article(30, Some("Sport")),
        ];
        let coming = Coming::new(all.into_iter());
        assert_eq!(share().coming(&coming, 0, 100.0, true), 30.0);
        assert_eq!(share().coming(&coming, 0, 100.0, false), 60.0);
    }
}
