//! One pass over the places: the best way to end a line at each. Knows no items.

use super::judge::{DECENT, Judged, TIGHT, VERY_LOOSE, loose, tight};
use super::places::{Place, Places, Sums};
use super::{Breaks, INFINITE_PENALTY, INFINITELY_BAD, Params, Width};

/// More demerits than any sound paragraph has. TeX's bound (2^30 - 1) overflows on long ones.
const AWFUL: i64 = i64::MAX / 4;
const NONE: u32 = u32::MAX;

/// A break that some best way to set the text so far ends with (TeX's active and passive node).
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The place, or `NONE` for the start of the paragraph.
    place: u32,
    /// The node before it.
    previous: u32,
    /// The line that starts here, counted from 0.
    line: u32,
    fitness: u8,
    /// Hyphens in a row up to here.
    hyphens: u8,
    /// How loose the line that ends here is; see [`Judged::tension`].
    tension: i16,
    demerits: i64,
    /// What is not on the line that starts here: [`Place::after`].
    after: Sums,
    /// The word before the break.
    last_word: u32,
    /// Whether this line and the one before it begin with the same word.
    stacked: bool,
}

/// What differs from pass to pass.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) threshold: i32,
    pub(super) hyphens: bool,
    pub(super) is_last: bool,
    pub(super) extra: Width,
}

/// The best way found to end a line at the present place, for one fitness class.
#[derive(Clone, Copy)]
struct Best {
    demerits: i64,
    node: u32,
    line: u32,
    hyphens: u8,
    tension: i16,
}

const NO_BEST: Best = Best {
    demerits: AWFUL,
    node: NONE,
    line: 0,
    hyphens: 0,
    tension: 0,
};

/// One pass.
pub(super) struct Search<'a> {
    places: &'a [Place],
    params: &'a Params,
    limits: Limits,
    special: &'a [Width],
    rest: Width,
    nodes: Vec<Node>,
    active: Vec<u32>,
    kept: Vec<u32>,
    best: [Best; 4],
    least: i64,
    forced: bool,
    /// Whether lines are told apart by their number though they are alike.
    by_line: bool,
    /// Spaces stretched to more than so many hundredths of what they can are beyond the threshold, and
    /// need not be judged: most lines that are tried are far too short.
    hopeless: i64,
}

/// See [`Search::hopeless`]; with a margin for rounding.
fn hopeless(threshold: i32) -> i64 {
    if threshold < INFINITELY_BAD {
        ((f64::from(threshold.max(0)) / 100.0).cbrt() * 102.0 + 20.0) as i64
    } else {
        1 << 24
    }
}

/// The first node, with room for those that usually follow.
fn start_of(places: &Places, first: Node) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(places.places.len() * 2 + 1);
    nodes.push(first);
    nodes
}

impl<'a> Search<'a> {
    pub(super) fn new(
        places: &'a Places,
        params: &'a Params,
        limits: Limits,
        special: &'a [Width],
        rest: Width,
    ) -> Self {
        Search {
            places: &places.places,
            params,
            limits,
            special,
            rest,
            nodes: start_of(
                places,
                Node {
                    place: NONE,
                    previous: NONE,
                    line: 0,
                    fitness: DECENT,
                    hyphens: 0,
                    tension: 0,
                    demerits: 0,
                    after: Sums {
                        width: params.first_start,
                        ..Sums::default()
                    },
                    last_word: 0,
                    stacked: false,
                },
            ),
            active: vec![0],
            kept: Vec::new(),
            best: [NO_BEST; 4],
            least: AWFUL,
            forced: false,
            by_line: params.looseness != 0,
            hopeless: hopeless(limits.threshold),
        }
    }

    /// The best breaks for each looseness that can be had exactly; `None` when this pass finds none at
    /// all.
    pub(super) fn run_all(mut self, wanted: &[i32]) -> Option<Vec<Option<Breaks>>> {
        self.by_line = true;
        if !self.search() {
            return None;
        }
        let &first = self.active.first()?;
        let demerits = |index: u32| self.nodes[index as usize].demerits;
        let best = self.active.iter().fold(first, |best, &index| {
            if demerits(index) < demerits(best) {
                index
            } else {
                best
            }
        });
        let line = |index: u32| i64::from(self.nodes[index as usize].line);
        let all = wanted.iter().map(|&more| {
            let lines = line(best) + i64::from(more);
            let ends = self.active.iter().copied().filter(|&i| line(i) == lines);
            ends.min_by_key(|&index| demerits(index))
                .map(|index| self.breaks(index))
        });
        Some(all.collect())
    }

    pub(super) fn run(mut self) -> Option<Breaks> {
        if self.search() { self.choose() } else { None }
    }

    /// Goes over all places; false when no way leads to the end.
    fn search(&mut self) -> bool {
        for at in 0..self.places.len() {
            let place = &self.places[at];
            if !self.limits.hyphens && place.hyphen && !place.explicit {
                continue;
            }
            self.try_break(at as u32);
            if self.active.is_empty() {
                return false;
            }
        }
        true
    }

    fn measure(&self, line: u32) -> Width {
        let special = self.special.get(line as usize);
        special.copied().unwrap_or(self.rest)
    }

    /// Considers ending a line at a place (section 829).
    fn try_break(&mut self, at: u32) {
        // Lines after the last special one are alike, so they need not be told apart, unless their
        // number matters (section 848).
        let easy = if self.by_line {
            u32::MAX
        } else {
            self.special.len() as u32
        };
        let active = std::mem::take(&mut self.active);
        self.kept.clear();
        let mut group: Option<u32> = None;
        let mut measure = self.rest;
        for (index, &node) in active.iter().enumerate() {
            let line = self.nodes[node as usize].line;
            let new_group = group.is_none_or(|group| line > group);
            if new_group {
                if self.least < AWFUL && group != Some(easy.wrapping_sub(1)) {
                    self.keep_best(at);
                }
                if line >= easy {
                    group = Some(u32::MAX);
                    measure = self.rest;
                } else {
                    group = Some(line);
                    measure = self.measure(line);
                }
            }
            let alone = self.kept.is_empty() && index + 1 == active.len();
            if self.consider(node, at, measure, alone) {
                self.kept.push(node);
            }
        }
        if self.least < AWFUL {
            self.keep_best(at);
        }
        self.active = active;
        std::mem::swap(&mut self.active, &mut self.kept);
    }

    /// Considers the line from a node to a place; false if the node can start no further line
    /// (sections 851 to 855).
    fn consider(&mut self, node: u32, at: u32, measure: Width, alone: bool) -> bool {
        let place = &self.places[at as usize];
        let from = &self.nodes[node as usize];
        let start = &from.after;
        let before = &place.before;
        let width = before.width - start.width;
        let short = measure - width;
        let judged = if short > 0 && before.infinite != start.infinite {
            Judged::plain(0, DECENT)
        } else if short >= 0 {
            let flex = before.flex_stretch - start.flex_stretch - self.params.last_glyph;
            let stretch = before.stretch - start.stretch + self.limits.extra + self.params.ragged;
            let beyond = (short - flex.max(0)) * 100 > stretch.max(0) * self.hopeless;
            if beyond && place.penalty > -INFINITE_PENALTY {
                return true;
            }
            loose(short, flex, stretch)
        } else {
            let flex = before.flex_shrink - start.flex_shrink - self.params.last_glyph;
            tight(-short, flex, before.shrink - start.shrink)
        };
        let badness = judged.badness;
        let forced_break = place.penalty <= -INFINITE_PENALTY;
        let mut artificial = false;
        let stays = if badness > INFINITELY_BAD || forced_break {
            if self.limits.is_last && self.least == AWFUL && alone {
                artificial = true;
            } else if badness > self.limits.threshold {
                return false;
            }
            false
        } else if badness > self.limits.threshold {
            return true;
        } else {
            true
        };
        let is_end = at as usize + 1 == self.places.len();
        let mut demerits = 0;
        if artificial && badness > self.limits.threshold {
            self.forced = true;
        }
        if !artificial {
            demerits = self.demerits(from, place, judged, is_end);
            if is_end && self.params.runt_demerits != 0 && width * 100 < measure * 15 {
                demerits += self.params.runt_demerits;
            }
        }
        let demerits = demerits + from.demerits;
        let best = &mut self.best[usize::from(judged.fitness)];
        if demerits <= best.demerits {
            *best = Best {
                demerits,
                node,
                line: from.line,
                hyphens: if place.hyphen && !is_end {
                    from.hyphens.saturating_add(1)
                } else {
                    0
                },
                tension: judged.tension,
            };
            self.least = self.least.min(demerits);
        }
        stays
    }

    /// Demerits of one line (section 859).
    fn demerits(&self, from: &Node, place: &Place, judged: Judged, is_end: bool) -> i64 {
        let params = self.params;
        let line = i64::from(params.line_penalty) + i64::from(judged.badness);
        let mut demerits = if line.abs() >= 10_000 {
            100_000_000
        } else {
            line * line
        };
        let penalty = i64::from(place.penalty);
        if penalty > 0 {
            demerits += penalty * penalty;
        } else if penalty > -i64::from(INFINITE_PENALTY) {
            demerits -= penalty * penalty;
        }
        if place.hyphen && from.hyphens > 0 {
            if is_end {
                demerits += params.final_hyphen_demerits;
            } else {
                demerits += params.double_hyphen_demerits;
                demerits += params.ladder_demerits * i64::from(from.hyphens - 1);
            }
        }
        if judged.fitness.abs_diff(from.fitness) > 1 {
            demerits += params.adjacent_demerits;
        }
        if params.jump_demerits != 0 && from.place != NONE && !is_end {
            let jump = i64::from(judged.tension) - i64::from(from.tension);
            demerits += params.jump_demerits * jump * jump / 10_000;
        }
        if params.stack_demerits != 0 {
            let ends = from.last_word != 0 && from.last_word == place.last_word;
            let edges = i64::from(ends) + i64::from(from.stacked);
            demerits += params.stack_demerits * edges;
        }
        demerits
    }

    /// Makes nodes of the best ways found for this group of lines (section 845).
    fn keep_best(&mut self, at: u32) {
        let bound = self
            .least
            .saturating_add(self.params.adjacent_demerits.abs());
        for fitness in VERY_LOOSE..=TIGHT {
            let best = std::mem::replace(&mut self.best[usize::from(fitness)], NO_BEST);
            if best.node != NONE && best.demerits <= bound {
                self.kept.push(self.nodes.len() as u32);
                let place = &self.places[at as usize];
                let above = self.nodes[best.node as usize].place;
                let above = self.places.get(above as usize);
                let stacked = above.is_some_and(|above| {
                    above.first_word != 0 && above.first_word == place.first_word
                });
                self.nodes.push(Node {
                    after: place.after,
                    last_word: place.last_word,
                    stacked,
                    place: at,
                    previous: best.node,
                    line: best.line + 1,
                    fitness,
                    hyphens: best.hyphens,
                    tension: best.tension,
                    demerits: best.demerits,
                });
            }
        }
        self.least = AWFUL;
    }

    /// The best of the ways to end the paragraph (sections 874 and 875).
    fn choose(self) -> Option<Breaks> {
        let node = |index: u32| &self.nodes[index as usize];
        let &first = self.active.first()?;
        let mut best = first;
        for &index in &self.active {
            if node(index).demerits < node(best).demerits {
                best = index;
            }
        }
        let wanted = i64::from(self.params.looseness);
        if wanted != 0 {
            let usual = i64::from(node(best).line);
            let mut got = 0;
            for &index in &self.active {
                let more = i64::from(node(index).line) - usual;
                let nearer = (more < got && wanted <= more) || (more > got && wanted >= more);
                if nearer || (more == got && node(index).demerits < node(best).demerits) {
                    best = index;
                    got = more;
                }
            }
            if got != wanted && !self.limits.is_last {
                return None;
            }
        }
        Some(self.breaks(best))
    }

    /// The breaks that lead to a node.
    fn breaks(&self, end: u32) -> Breaks {
        let node = |index: u32| &self.nodes[index as usize];
        let mut ends = Vec::with_capacity(node(end).line as usize);
        let mut index = end;
        while let Some(place) = self.places.get(node(index).place as usize) {
            ends.push(place.item as usize);
            index = node(index).previous;
        }
        ends.reverse();
        Breaks {
            ends,
            demerits: node(end).demerits,
            forced: self.forced,
        }
    }
}
