//! Where lines may end, and the sums from which the width of any line follows. Chooses nothing.

use super::search::{Limits, Search};
use super::{Breaks, Edges, INFINITE_PENALTY, INFINITELY_BAD, Item, Params, Width};

/// Sums over the items before some place.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::typeset) struct Sums {
    pub(in crate::typeset) width: Width,
    pub(in crate::typeset) stretch: Width,
    pub(in crate::typeset) shrink: Width,
    pub(in crate::typeset) infinite: Width,
    pub(in crate::typeset) flex_stretch: Width,
    pub(in crate::typeset) flex_shrink: Width,
}

/// A place where a line may end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) item: u32,
    pub(super) penalty: i32,
    pub(super) hyphen: bool,
    pub(super) explicit: bool,
    /// What the line that ends here has, the hyphen included, hanging parts left out.
    pub(super) before: Sums,
    /// What is not on the line that starts here, hanging parts counted as not on it.
    pub(super) after: Sums,
    pub(super) last_word: u32,
    pub(super) first_word: u32,
}

/// A paragraph ready to be broken; the same places serve any measure and looseness.
#[derive(Clone, Debug, Default)]
pub struct Places {
    pub(super) places: Vec<Place>,
}

impl Places {
    /// Finds every legal break of a list (TeX: The Program, section 866).
    pub fn new(items: &[Item]) -> Places {
        let mut finder = Finder::with_capacity(items.len() / 2 + 1);
        for (at, item) in items.iter().enumerate() {
            finder.item(item, at as u32);
        }
        finder.finish(items.len() as u32)
    }

    /// The best breaks of all, and the best with so many lines more or fewer than these; `None` where
    /// there are none within the limits. The best of all are always there: they are [`Places::solve`]'s, or
    /// as good.
    pub fn solve_all(
        &self,
        params: &Params,
        special: &[Width],
        rest: Width,
        more: &[i32],
    ) -> (Breaks, Vec<Option<Breaks>>) {
        let limits = Limits {
            threshold: params.tolerance.min(INFINITELY_BAD),
            hyphens: true,
            is_last: false,
            extra: 0,
        };
        let mut wanted = vec![0];
        wanted.extend_from_slice(more);
        let found = Search::new(self, params, limits, special, rest).run_all(&wanted);
        let Some(mut found) = found else {
            return (self.solve(params, special, rest), vec![None; more.len()]);
        };
        let best = found.remove(0).unwrap_or_default();
        (best, found)
    }

    /// The best breaks. `special` are the widths of the first lines, `rest` that of all others.
    pub fn solve(&self, params: &Params, special: &[Width], rest: Width) -> Breaks {
        let last = i32::from(params.emergency_stretch <= 0);
        let start = if params.pretolerance >= 0 { 0 } else { 1 };
        let mut found = None;
        for pass in start..=2 {
            let is_last = pass == 2 || (pass == 1 && last == 1);
            let limits = Limits {
                threshold: if pass == 0 {
                    params.pretolerance
                } else {
                    params.tolerance
                }
                .min(INFINITELY_BAD),
                hyphens: pass > 0,
                is_last,
                extra: if pass == 2 {
                    params.emergency_stretch
                } else {
                    0
                },
            };
            found = Search::new(self, params, limits, special, rest).run();
            if found.is_some() || is_last {
                break;
            }
        }
        let found = found.unwrap_or_default();
        if !found.forced || !params.rescue {
            return found;
        }
        let limits = Limits {
            threshold: INFINITELY_BAD,
            hyphens: true,
            is_last: true,
            extra: params.emergency_stretch.max(rest / 4),
        };
        match Search::new(self, params, limits, special, rest).run() {
            Some(better) if !better.ends.is_empty() => better,
            _ => found,
        }
    }
}

impl Places {
    /// What stands on the line between two items where lines may end; `None` starts at the beginning, with
    /// what hangs out there.
    pub(in crate::typeset) fn line(&self, from: Option<usize>, to: usize, first: Width) -> Sums {
        let place = |item: usize| {
            let at = self.places.partition_point(|p| (p.item as usize) < item);
            self.places.get(at)
        };
        let start = match from {
            Some(from) => place(from).map_or(Sums::default(), |place| place.after),
            None => Sums {
                width: first,
                ..Sums::default()
            },
        };
        let end = place(to).map_or(start, |place| place.before);
        Sums {
            width: end.width - start.width,
            stretch: end.stretch - start.stretch,
            shrink: end.shrink - start.shrink,
            infinite: end.infinite - start.infinite,
            flex_stretch: end.flex_stretch - start.flex_stretch,
            flex_shrink: end.flex_shrink - start.flex_shrink,
        }
    }
}

impl Sums {
    fn add(&mut self, item: &Item) {
        match *item {
            Item::Box {
                width,
                stretch,
                shrink,
            } => {
                self.width += width;
                self.flex_stretch += stretch;
                self.flex_shrink += shrink;
            }
            Item::Kern { width } => self.width += width,
            Item::Glue {
                width,
                stretch,
                order,
                shrink,
                ..
            } => {
                self.width += width;
                self.shrink += shrink;
                if order == 0 {
                    self.stretch += stretch;
                } else {
                    self.infinite += stretch;
                }
            }
            Item::Discretionary { replace, .. } => self.width += replace,
            Item::Penalty { .. } | Item::Mark => {}
        }
    }
}

/// Finds places, item by item.
#[derive(Debug, Default)]
pub(in crate::typeset) struct Finder {
    places: Vec<Place>,
    sums: Sums,
    printed: bool,
    /// The first of the last places after which nothing has been printed: spaces that come still vanish
    /// there (sections 837 to 840).
    open: usize,
}

impl Finder {
    /// With room for so many places.
    pub(in crate::typeset) fn with_capacity(places: usize) -> Finder {
        Finder {
            places: Vec::with_capacity(places),
            ..Finder::default()
        }
    }

    /// Takes the next item; a break at it will be called `number`. Gives whether there can be one.
    #[inline]
    pub(in crate::typeset) fn item(&mut self, item: &Item, number: u32) -> bool {
        let breaks = match item {
            Item::Glue { .. } => self.printed,
            Item::Penalty { penalty, .. } => *penalty < INFINITE_PENALTY,
            Item::Discretionary { penalty, .. } => *penalty < INFINITE_PENALTY,
            Item::Box { .. } | Item::Kern { .. } | Item::Mark => false,
        };
        match item {
            Item::Glue { .. } | Item::Penalty { .. } => {}
            _ => self.open = self.places.len(),
        }
        if breaks {
            self.place(item, number);
        }
        if let Item::Glue { .. } = item {
            for place in &mut self.places[self.open..] {
                place.after.add(item);
            }
        }
        self.sums.add(item);
        match item {
            Item::Glue { .. } | Item::Penalty { .. } => self.printed = false,
            Item::Kern { .. } => {}
            Item::Box { .. } | Item::Discretionary { .. } | Item::Mark => self.printed = true,
        }
        breaks
    }

    /// The end of the paragraph is a forced break of its own (section 873).
    pub(in crate::typeset) fn finish(mut self, number: u32) -> Places {
        self.places.push(Place {
            item: number,
            penalty: -INFINITE_PENALTY,
            hyphen: true,
            explicit: true,
            before: self.sums,
            after: self.sums,
            last_word: 0,
            first_word: 0,
        });
        Places {
            places: self.places,
        }
    }

    fn place(&mut self, item: &Item, number: u32) {
        let (mut before, mut after) = (self.sums, self.sums);
        let (penalty, edges, hyphen, explicit) = match *item {
            Item::Penalty { penalty, edges } => (penalty, edges, false, true),
            Item::Discretionary {
                pre,
                post,
                replace,
                penalty,
                explicit,
                edges,
            } => {
                before.width += pre;
                after.width += replace - post;
                (penalty, edges, true, explicit)
            }
            Item::Glue { edges, .. } => (0, edges, false, true),
            Item::Box { .. } | Item::Kern { .. } | Item::Mark => (0, Edges::default(), false, true),
        };
        before.width -= edges.end;
        after.width += edges.start;
        self.places.push(Place {
            item: number,
            penalty,
            hyphen,
            explicit,
            before,
            after,
            last_word: edges.last_word,
            first_word: edges.first_word,
        });
        if matches!(item, Item::Discretionary { post, .. } if *post != 0) {
            self.open = self.places.len();
        }
    }
}
