//! The articles of an issue, as they come: only those that the pages under way need are kept.
//!
//! Knows how far an issue has been read; nothing of stories or pages.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::edition::Article;

/// The articles of an issue.
pub(super) struct Coming<'a>(RefCell<Window<'a>>);

struct Window<'a> {
    rest: Box<dyn Iterator<Item = Article> + 'a>,
    /// The number of the first article that is kept.
    first: usize,
    kept: VecDeque<Rc<Article>>,
    /// The section of the articles before it.
    section: Option<String>,
}

impl<'a> Coming<'a> {
    /// None read yet.
    pub(super) fn new(articles: impl Iterator<Item = Article> + 'a) -> Coming<'a> {
        Coming(RefCell::new(Window {
            rest: Box::new(articles),
            first: 0,
            kept: VecDeque::new(),
            section: None,
        }))
    }

    /// An article, read now if it has not been; `None` beyond the last one, and for one forgotten.
    pub(super) fn get(&self, at: usize) -> Option<Rc<Article>> {
        let window = &mut *self.0.borrow_mut();
        while window.first + window.kept.len() <= at {
            window.kept.push_back(Rc::new(window.rest.next()?));
        }
        window.kept.get(at.checked_sub(window.first)?).cloned()
    }

    /// Whether there is such an article.
    pub(super) fn has(&self, at: usize) -> bool {
        self.get(at).is_some()
    }

    /// The section that an article belongs to.
    pub(super) fn section_of(&self, at: usize) -> Option<String> {
        self.get(at)?;
        let window = self.0.borrow();
        let upto = window.kept.iter().take(at + 1 - window.first);
        let own = upto.rev().find_map(|article| article.section.clone());
        own.or_else(|| window.section.clone())
    }

    /// Those that are kept, and some from one on that may yet have to be read: what an issue is like.
    pub(super) fn near(&self, at: usize) -> Vec<Rc<Article>> {
        const MORE: usize = 40;
        self.get(at + MORE);
        self.0.borrow().kept.iter().cloned().collect()
    }

    /// Forgets the articles before one.
    pub(super) fn forget(&self, before: usize) {
        let window = &mut *self.0.borrow_mut();
        while window.first < before
            && let Some(article) = window.kept.pop_front()
        {
            window.first += 1;
            if let Some(section) = &article.section {
                window.section = Some(section.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(section: Option<&str>) -> Article {
        Article {
            section: section.map(str::to_owned),
            ..Article::default()
        }
    }

    #[test]
    fn articles_come_when_they_are_asked_for_and_go_when_they_are_done() {
        let read = std::cell::Cell::new(0);
        let all = [Some("News"), None, Some("Sport"), None];
        let coming = Coming::new(all.into_iter().map(|section| {
            read.set(read.get() + 1);
            article(section)
        }));
        assert!(coming.has(1));
        assert_eq!(read.get(), 2);
        assert_eq!(coming.section_of(1).as_deref(), Some("News"));
        coming.forget(1);
        assert!(!coming.has(0));
        assert_eq!(coming.section_of(1).as_deref(), Some("News"));
        assert_eq!(coming.section_of(3).as_deref(), Some("Sport"));
        assert!(!coming.has(4));
        assert_eq!(coming.section_of(4), None);
    }
}
