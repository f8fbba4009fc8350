//! Words and spaces -> boxes, glue and penalties, each with the stop that it is.

use super::{Space, Stop, em, space_shrink, space_stretch};
use crate::typeset::linebreak::{Edges, Finder, INFINITE_PENALTY, Item, Places};
use crate::typeset::style::{Align, ParagraphStyle};
use crate::typeset::words::{Division, Point, Word};
use crate::units::Length;

/// Price of breaking an address after one of its signs.
const ADDRESS_PENALTY: i32 = 200;
/// Price of dividing a word where nothing allows it.
const FORCED_PENALTY: i32 = 3000;

/// A box of a width that does not give.
pub(super) fn plain_box(width: i64) -> Item {
    Item::Box {
        width,
        stretch: 0,
        shrink: 0,
    }
}

/// The items being made: the places where lines may end, each with the stop that it is.
pub(super) struct Items<'a> {
    pub(super) style: &'a ParagraphStyle,
    pub(super) justified: bool,
    finder: Finder,
    pub(super) stops: Vec<Stop>,
    pub(super) widest: i64,
    /// Width since the last place where a line may end.
    pub(super) solid: i64,
    pub(super) first_start: Option<i64>,
}

impl<'a> Items<'a> {
    /// None yet; `places` are expected.
    pub(super) fn new(style: &'a ParagraphStyle, places: usize) -> Self {
        Items {
            style,
            justified: style.align == Align::Justified,
            finder: Finder::with_capacity(places),
            stops: Vec::with_capacity(places),
            widest: 0,
            solid: 0,
            first_start: None,
        }
    }

    #[inline]
    pub(super) fn push(&mut self, item: Item, stop: Option<Stop>) {
        match item {
            Item::Box { width, .. } => self.solid += width,
            Item::Penalty { penalty, .. } if penalty >= INFINITE_PENALTY => {}
            Item::Glue { width, .. } if stop.is_none() => self.solid += width,
            _ => self.solid = 0,
        }
        self.widest = self.widest.max(self.solid);
        let number = self.stops.len() as u32;
        if self.finder.item(&item, number) {
            self.stops.push(stop.unwrap_or(Stop {
                atom: usize::MAX,
                end: 0,
                next: 0,
                division: None,
            }));
        }
    }

    fn em(&self, width: i64) -> i64 {
        em(width, self.style.text.size)
    }

    pub(super) fn hang(&self, width: i32) -> i64 {
        if self.style.breaking.hang && self.justified {
            self.em(i64::from(width))
        } else {
            0
        }
    }

    /// A part of a word: a width in 1/65536 em and a number of glyphs.
    fn part(&mut self, width: i64, glyphs: usize) {
        let breaking = &self.style.breaking;
        let size = self.style.text.size.0;
        let glyphs = glyphs as i64;
        let tracking = glyphs * size * i64::from(self.style.text.tracking) / 1000;
        let width = self.em(width);
        let give = if self.justified {
            width * i64::from(breaking.stretch_limit) / 1000
                + glyphs * size * i64::from(breaking.tracking_limit) / 1000
        } else {
            0
        };
        let item = Item::Box {
            width: width + tracking,
            stretch: give,
            shrink: give,
        };
        self.push(item, None);
    }

    pub(super) fn word(&mut self, atom: usize, word: &Word, start: usize, end: usize) {
        if self.first_start.is_none() {
            self.first_start = Some(self.hang(word.hang_start));
        }
        let (mut width, mut glyphs) = (0, 0);
        for point in &word.points {
            let count = point.count as usize;
            self.part(point.before - width, count - glyphs);
            (width, glyphs) = (point.before, count);
            let at = start + point.at as usize;
            let stop = Stop {
                atom,
                end: at,
                next: at,
                division: Some(point.division),
            };
            let item = self.division(point);
            self.push(item, Some(stop));
        }
        self.part(word.shaped.width - width, word.shaped.glyphs.len() - glyphs);
        debug_assert!(end >= start);
    }

    fn division(&self, point: &Point) -> Item {
        let breaking = &self.style.breaking;
        let edges = Edges {
            end: self.hang(point.hang_end),
            start: self.hang(point.hang_start),
            last_word: 0,
            first_word: 0,
        };
        let discretionary = |penalty, explicit| Item::Discretionary {
            pre: self.em(i64::from(point.pre)),
            post: self.em(i64::from(point.post)),
            replace: 0,
            penalty,
            explicit,
            edges,
        };
        match point.division {
            Division::Soft => discretionary(breaking.hyphen_penalty, false),
            Division::Hyphen => discretionary(breaking.explicit_hyphen_penalty, true),
            Division::Forced(_) => discretionary(FORCED_PENALTY, true),
            Division::Sign => Item::Penalty {
                penalty: breaking.explicit_hyphen_penalty,
                edges,
            },
            Division::Address => Item::Penalty {
                penalty: ADDRESS_PENALTY,
                edges,
            },
            // Lines without word spaces are justified between their characters.
            Division::Ideograph => Item::Glue {
                width: 0,
                stretch: if self.justified {
                    self.style.text.size.0 / 8
                } else {
                    0
                },
                order: 0,
                shrink: 0,
                edges,
            },
        }
    }

    pub(super) fn space(&mut self, space: Length, kind: Space, edges: Edges, stop: Stop) {
        let (stretch, shrink) = if self.justified {
            (space_stretch(space).0, space_shrink(space).0)
        } else {
            (0, 0)
        };
        let glue = Item::Glue {
            width: space.0,
            stretch,
            order: 0,
            shrink,
            edges,
        };
        match kind {
            Space::Break(0) => self.push(glue, Some(stop)),
            Space::Break(penalty) => {
                self.push(Item::Penalty { penalty, edges }, Some(stop));
                self.push(glue, Some(stop));
            }
            Space::Keep => {
                let penalty = INFINITE_PENALTY;
                self.push(Item::Penalty { penalty, edges }, None);
                self.push(glue, None);
            }
            Space::Force => {
                self.fill();
                let penalty = -INFINITE_PENALTY;
                self.push(Item::Penalty { penalty, edges }, Some(stop));
            }
        }
    }

    /// Space that takes up what a last line leaves (TeX's parfillskip).
    fn fill(&mut self) {
        let edges = Edges::default();
        let penalty = INFINITE_PENALTY;
        self.push(Item::Penalty { penalty, edges }, None);
        let fill = Item::Glue {
            width: 0,
            stretch: 65_536,
            order: 2,
            shrink: 0,
            edges,
        };
        self.push(fill, None);
    }

    /// The places where lines may end; each is called by the index of its stop.
    pub(super) fn finish(&mut self) -> Places {
        self.fill();
        std::mem::take(&mut self.finder).finish(self.stops.len() as u32)
    }
}
