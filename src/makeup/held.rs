//! Pages that wait for the number of a later page, which they print.
//!
//! Knows finished pages and what is still to be written on them. Gives them back in order, as soon as
//! they want nothing; an issue without an index holds a page or two at a time.

use std::collections::VecDeque;

use super::emit::{items, label};
use super::setter::{How, Kind, Setter};
use crate::frame::{ElementId, Item, Link, Page};
use crate::units::{Length, Rect};

/// A line of a page that is to be written when a page's number is known.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// The article whose continuation it names; `None` for the index.
    pub(super) article: Option<usize>,
    /// Before which item of the page it comes.
    pub(super) at: usize,
    /// Left edge and first baseline.
    pub(super) from: (Length, Length),
    /// Its width.
    pub(super) width: Length,
    /// Grid lines that it may take.
    pub(super) lines: u32,
    /// Its element: the jump line, or the index.
    pub(super) element: ElementId,
    /// The word by which the story is found again.
    pub(super) word: Option<String>,
}

/// A line for the index: the story's headline, the page, the element of the entry.
pub(super) type Entry = (String, u32, ElementId);

/// The pages that wait.
#[derive(Debug, Default)]
pub(super) struct Held {
    pages: VecDeque<(Page, Vec<Slot>)>,
}

impl Held {
    /// Takes a page that is made up.
    pub(super) fn push(&mut self, page: Page, slots: Vec<Slot>) {
        self.pages.push_back((page, slots));
    }

    /// The next page that wants nothing more.
    pub(super) fn release(&mut self) -> Option<Page> {
        let (_, slots) = self.pages.front()?;
        if slots.is_empty() {
            self.pages.pop_front().map(|(page, _)| page)
        } else {
            None
        }
    }

    /// The next page, whether or not it wants something: at the end of an issue.
    pub(super) fn give_up(&mut self) -> Option<Page> {
        self.pages.pop_front().map(|(page, _)| page)
    }

    /// Writes the jump line of an article, now that the page of its continuation is known.
    pub(super) fn arrived(&mut self, article: usize, number: u32, setter: &Setter<'_>) {
        for (page, slots) in &mut self.pages {
            let Some(found) = slots.iter().position(|slot| slot.article == Some(article)) else {
                continue;
            };
            let slot = slots.remove(found);
            let number_named = label(setter.layout, number);
            let how = How {
                right: true,
                ..How::default()
            };
            let set = |text: &str| setter.set(text, Kind::Jump, slot.width, how);
            let see = slot.word.as_ref();
            let see = see.map(|word| set(&setter.wording.see(word, &number_named)));
            // A long word may not find room in the lines that are kept.
            let set = see
                .filter(|set| set.count() <= slot.lines)
                .unwrap_or_else(|| set(&setter.wording.to(&number_named)));
            let lines = (0i64..).zip(&set.lines).take(slot.lines as usize);
            let (x, y) = slot.from;
            let written: Vec<Item> = lines
                .flat_map(|(at, line)| {
                    items(line, x, y + setter.leading() * at, Some(slot.element))
                })
                .collect();
            page.links.push(link(
                &slot,
                number,
                setter,
                (x, y),
                slot.lines,
                slot.element,
            ));
            insert(page, slots, slot.at, written);
            return;
        }
    }

    /// Whether a page waits for the index.
    pub(super) fn wants_index(&self) -> bool {
        let mut slots = self.pages.iter().flat_map(|(_, slots)| slots);
        slots.any(|slot| slot.article.is_none())
    }

    /// Writes the index.
    pub(super) fn index(&mut self, entries: &[Entry], setter: &Setter<'_>) {
        for (page, slots) in &mut self.pages {
            let Some(found) = slots.iter().position(|slot| slot.article.is_none()) else {
                continue;
            };
            let slot = slots.remove(found);
            let (x, mut y) = slot.from;
            let leading = setter.leading();
            let mut written = Vec::new();
            let mut left = slot.lines;
            for (headline, number, element) in entries {
                let name = setter.wording.page(&label(setter.layout, *number));
                let flush = How {
                    flush: true,
                    ..How::default()
                };
                let name = setter.set(&name, Kind::Jump, slot.width, flush);
                let headline = setter.set(headline, Kind::Brief, slot.width, flush);
                let lines = name.count() + headline.count();
                if lines > left {
                    continue;
                }
                page.links
                    .push(link(&slot, *number, setter, (x, y), lines, *element));
                for line in name.lines.iter().chain(&headline.lines) {
                    let mut line = line.clone();
                    // Entries are read one after the other: a space parts their lines.
                    if let Some(run) = line.runs.last_mut()
                        && !run.text.ends_with(' ')
                    {
                        run.text.push(' ');
                    }
                    written.extend(items(&line, x, y, Some(*element)));
                    y += leading;
                }
                left -= lines;
                if left > 0 {
                    y += leading / 2;
                    left -= 1;
                    y += leading / 2;
                }
            }
            insert(page, slots, slot.at, written);
            return;
        }
    }

    /// Gives up the jump line of an article that goes on nowhere.
    pub(super) fn lost(&mut self, article: usize) {
        for (_, slots) in &mut self.pages {
            slots.retain(|slot| slot.article != Some(article));
        }
    }
}

fn link(
    slot: &Slot,
    page: u32,
    setter: &Setter<'_>,
    (x, y): (Length, Length),
    lines: u32,
    element: ElementId,
) -> Link {
    Link {
        rect: Rect {
            x,
            y: y - setter.baseline(),
            width: slot.width,
            height: setter.leading() * i64::from(lines.max(1)),
        },
        element,
        page,
    }
}

/// Puts items into a page, and moves the places of what still waits behind them.
fn insert(page: &mut Page, slots: &mut [Slot], at: usize, written: Vec<Item>) {
    let count = written.len();
    let at = at.min(page.items.len());
    page.items.splice(at..at, written);
    for slot in slots.iter_mut().filter(|slot| slot.at > at) {
        slot.at += count;
    }
}
