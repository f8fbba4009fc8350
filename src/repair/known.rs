//! What the pages of an issue know of one another before any of them is repaired: how the others spell
//! their words, and which lines are running heads.
//!
//! Counted over the pages as they were found, so that it is the same whatever the order of the work.

use std::sync::Arc;

use crate::model::{Page, blocks_of, sheets};
use crate::roles::{BlockText, Heads};

use super::spelling::Spelling;

/// What one page is told by the others of its issue; nothing, for a page by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    heads: Arc<Heads>,
    /// Whether the text holds several pages, whose ends cannot be seen any more.
    several: bool,
    /// The words of all pages, and of this one.
    words: Option<(Arc<Spelling>, Arc<Spelling>)>,
}

impl Known {
    /// What each page is told.
    pub(super) fn of(pages: &[Page]) -> Vec<Known> {
        if let [page] = pages
            && !page.source.bytes.contains(&0x0c)
        {
            return vec![Known::default()];
        }
        let mut edges: Vec<Vec<&str>> = Vec::new();
        let mut several = Vec::with_capacity(pages.len());
        for page in pages {
            let text = &page.text.string;
            let blocks: Vec<&str> = blocks_of(text).into_iter().map(|at| &text[at]).collect();
            let starts = sheets(page);
            let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
            edges.extend(
                starts
                    .iter()
                    .zip(ends)
                    .map(|(start, end)| blocks[*start.min(&end)..end].to_vec()),
            );
            several.push(starts.len() > 1);
        }
        let heads = Arc::new(Heads::of(&edges));
        let own: Vec<Arc<Spelling>> = match pages {
            [_] => Vec::new(),
            _ => pages
                .iter()
                .map(|page| Arc::new(Spelling::of(&page.text.string)))
                .collect(),
        };
        let mut all = Spelling::default();
        own.iter().for_each(|page| all.add(page));
        let all = Arc::new(all);
        several
            .into_iter()
            .enumerate()
            .map(|(page, several)| Known {
                heads: heads.clone(),
                several,
                words: own.get(page).map(|own| (all.clone(), own.clone())),
            })
            .collect()
    }

    /// Marks the running heads of a page.
    pub(super) fn mark(&self, blocks: &mut [BlockText]) {
        match self.several {
            true => self.heads.mark_anywhere(blocks),
            false => self.heads.mark(blocks),
        }
    }

    /// A page's spelling with that of the others.
    pub(super) fn told(&self, spelling: Spelling) -> Spelling {
        match &self.words {
            Some((all, own)) => spelling.beside(all, own),
            None => spelling,
        }
    }
}
