//! Total-fit line breaking: a list of items in, the best breaks out. Knows numbers only.
//!
//! This is the algorithm of Knuth and Plass ("Breaking Paragraphs into Lines", Software: Practice
//! and Experience 11, 1981) as TeX has it (TeX: The Program, parts 38 and 39), in integers and with
//! TeX's own rounding, so that TeX's answers are the test. With boxes that do not give and all
//! demerits that TeX does not know at zero, breaks and demerits are TeX's.
//!
//! What is added, and off in TeX's terms: glyphs that stretch and shrink before spaces do, margins
//! that punctuation hangs into, and demerits for ladders of hyphens, short last lines and words
//! stacked on themselves at the edges of neighbouring lines.

/// A length in any fixed unit; all items and measures in the same one.
pub type Width = i64;

/// Badness that no line exceeds but an overfull one (TeX's `inf_bad`).
pub const INFINITELY_BAD: i32 = 10_000;
/// Penalty that forbids a break, or, below zero, forces one.
pub const INFINITE_PENALTY: i32 = 10_000;

/// What happens at the edges of the lines that a break makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edges {
    /// How far the line that ends here may hang out at its end.
    pub end: Width,
    /// How far the line that starts here may hang out at its start.
    pub start: Width,
    /// A number for the word before the break; 0 for none.
    pub last_word: u32,
    /// A number for the word after the break; 0 for none.
    pub first_word: u32,
}

/// One thing in the horizontal list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Something that is printed and never divided.
    Box {
        /// Its width.
        width: Width,
        /// By how much its glyphs can be stretched.
        stretch: Width,
        /// By how much its glyphs can be shrunk.
        shrink: Width,
    },
    /// A space that is fixed and never a break (a font's kern).
    Kern {
        /// Its width.
        width: Width,
    },
    /// A space. A break after something printed; vanishes at a break.
    Glue {
        /// Its natural width.
        width: Width,
        /// How much it may grow.
        stretch: Width,
        /// 0 for finite stretch, more for infinite (fi, fil, fill, filll).
        order: u8,
        /// How much it may shrink.
        shrink: Width,
        /// The edges of a break here.
        edges: Edges,
    },
    /// A place to break, at a price.
    Penalty {
        /// The price; 10000 and above forbids, -10000 and below forces.
        penalty: i32,
        /// The edges of a break here.
        edges: Edges,
    },
    /// A hyphenation point, or a hyphen that the text itself has.
    Discretionary {
        /// Width before the break, if it is taken.
        pre: Width,
        /// Width after the break, if it is taken.
        post: Width,
        /// Width if it is not taken.
        replace: Width,
        /// The price.
        penalty: i32,
        /// Whether the text itself has the hyphen: also tried in the first pass.
        explicit: bool,
        /// The edges of a break here.
        edges: Edges,
    },
    /// Something without width that is never a break but counts as printed.
    Mark,
}

/// Limits and prices; names as in The TeXbook, chapter 14.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Params {
    /// Highest badness of a line without hyphenation; below zero skips that pass.
    pub pretolerance: i32,
    /// Highest badness of a line.
    pub tolerance: i32,
    /// Stretch added to every line of the last pass.
    pub emergency_stretch: Width,
    /// Demerits of every line, before squaring.
    pub line_penalty: i32,
    /// Demerits of two hyphens in a row.
    pub double_hyphen_demerits: i64,
    /// Demerits of a hyphen on the last line but one.
    pub final_hyphen_demerits: i64,
    /// Demerits of neighbours of unlike tightness.
    pub adjacent_demerits: i64,
    /// Demerits of a line that gives all that is even beside one that gives nothing; they grow with the
    /// square of the difference.
    pub jump_demerits: i64,
    /// Lines more, or, below zero, fewer than the best.
    pub looseness: i32,
    /// Stretch at the ragged edge of every line.
    pub ragged: Width,
    /// What the glyphs of a line give less than their sum: no tracking follows the last one.
    pub last_glyph: Width,
    /// How far the first line may hang out at its start.
    pub first_start: Width,
    /// Demerits more for the third hyphen in a row, twice that for the fourth, and so on.
    pub ladder_demerits: i64,
    /// Demerits of a last line shorter than 15 % of its measure.
    pub runt_demerits: i64,
    /// Demerits of the same word at the same edge of two lines in a row.
    pub stack_demerits: i64,
    /// Whether a last resort follows TeX's passes: any looseness rather than an overfull line.
    pub rescue: bool,
}

/// The lines chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breaks {
    /// For every line the item that ends it; the number of items for the last.
    pub ends: Vec<usize>,
    /// Total demerits.
    pub demerits: i64,
    /// Whether some line had to be taken though no way to set it is within the limits.
    pub forced: bool,
}

/// More demerits than any sound paragraph has. TeX's bound (2^30 - 1) overflows on long ones.
const AWFUL: i64 = i64::MAX / 4;
const NONE: u32 = u32::MAX;

const VERY_LOOSE: u8 = 0;
const LOOSE: u8 = 1;
const DECENT: u8 = 2;
const TIGHT: u8 = 3;

/// Badness of stretching or shrinking what can give `total` by `by`: about 100 (by/total)³, exactly
/// as TeX rounds it (TeX: The Program, section 108).
pub fn badness(by: Width, total: Width) -> i32 {
    if by == 0 {
        return 0;
    }
    if total <= 0 {
        return INFINITELY_BAD;
    }
    let ratio = if by <= 7_230_584 {
        by * 297 / total
    } else if total >= 1_663_497 {
        by / (total / 297)
    } else {
        by
    };
    if ratio > 1290 {
        INFINITELY_BAD
    } else {
        ((ratio * ratio * ratio + 0o400_000) / 0o1_000_000) as i32
    }
}

/// Sums over the items before some place.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    width: Width,
    stretch: Width,
    shrink: Width,
    infinite: Width,
    flex_stretch: Width,
    flex_shrink: Width,
}

/// A place where a line may end.
#[derive(Clone, Copy, Debug)]
struct Place {
    item: u32,
    penalty: i32,
    hyphen: bool,
    explicit: bool,
    /// What the line that ends here has, the hyphen included, hanging parts left out.
    before: Sums,
    /// What is not on the line that starts here, hanging parts counted as not on it.
    after: Sums,
    last_word: u32,
    first_word: u32,
}

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
}

/// A paragraph ready to be broken; the same places serve any measure and looseness.
#[derive(Clone, Debug, Default)]
pub struct Places {
    places: Vec<Place>,
}

impl Places {
    /// Finds every legal break of a list (TeX: The Program, section 866).
    pub fn new(items: &[Item]) -> Places {
        let mut places = Vec::with_capacity(items.len() / 2 + 1);
        let mut sums = Sums::default();
        let mut printed_before = false;
        for (at, item) in items.iter().enumerate() {
            let breaks = match item {
                Item::Glue { .. } => printed_before,
                Item::Penalty { penalty, .. } => *penalty < INFINITE_PENALTY,
                Item::Discretionary { penalty, .. } => *penalty < INFINITE_PENALTY,
                Item::Box { .. } | Item::Kern { .. } | Item::Mark => false,
            };
            if breaks {
                places.push(place(items, at, sums));
            }
            sums.add(item);
            printed_before = match item {
                Item::Glue { .. } | Item::Penalty { .. } => false,
                Item::Kern { .. } => printed_before,
                Item::Box { .. } | Item::Discretionary { .. } | Item::Mark => true,
            };
        }
        // The end of the paragraph is a forced break of its own (section 873).
        places.push(Place {
            item: items.len() as u32,
            penalty: -INFINITE_PENALTY,
            hyphen: true,
            explicit: true,
            before: sums,
            after: sums,
            last_word: 0,
            first_word: 0,
        });
        Places { places }
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

/// The place at `items[at]`, where `sums` counts what stands before it.
fn place(items: &[Item], at: usize, sums: Sums) -> Place {
    let mut before = sums;
    let mut after = sums;
    let (penalty, edges, hyphen, explicit) = match items[at] {
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
    // Spaces and penalties after the break vanish (sections 837 to 840).
    let vanish = match items[at] {
        Item::Discretionary { post, .. } if post != 0 => &items[at..at],
        Item::Discretionary { .. } => &items[at + 1..],
        _ => &items[at..],
    };
    for item in vanish {
        match item {
            Item::Glue { .. } => after.add(item),
            Item::Penalty { .. } => {}
            _ => break,
        }
    }
    before.width -= edges.end;
    after.width += edges.start;
    Place {
        item: at as u32,
        penalty,
        hyphen,
        explicit,
        before,
        after,
        last_word: edges.last_word,
        first_word: edges.first_word,
    }
}

/// What differs from pass to pass.
#[derive(Clone, Copy)]
struct Limits {
    threshold: i32,
    hyphens: bool,
    is_last: bool,
    extra: Width,
}

/// How well a line can be set.
#[derive(Clone, Copy)]
struct Judged {
    badness: i32,
    fitness: u8,
    /// How much of what is even the line has to give, in 1/100; below zero where it is tight. Zero
    /// where glyphs do not give.
    tension: i16,
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
struct Search<'a> {
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
}

impl<'a> Search<'a> {
    fn new(
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
            nodes: vec![Node {
                place: NONE,
                previous: NONE,
                line: 0,
                fitness: DECENT,
                hyphens: 0,
                tension: 0,
                demerits: 0,
            }],
            active: vec![0],
            kept: Vec::new(),
            best: [NO_BEST; 4],
            least: AWFUL,
            forced: false,
        }
    }

    fn run(mut self) -> Option<Breaks> {
        for at in 0..self.places.len() {
            let place = &self.places[at];
            if !self.limits.hyphens && place.hyphen && !place.explicit {
                continue;
            }
            self.try_break(at as u32);
            if self.active.is_empty() {
                return None;
            }
        }
        self.choose()
    }

    fn measure(&self, line: u32) -> Width {
        let special = self.special.get(line as usize);
        special.copied().unwrap_or(self.rest)
    }

    /// Considers ending a line at a place (section 829).
    fn try_break(&mut self, at: u32) {
        // Lines after the last special one are alike, so they need not be told apart, unless their
        // number matters (section 848).
        let easy = if self.params.looseness == 0 {
            self.special.len() as u32
        } else {
            u32::MAX
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
        let from = self.nodes[node as usize];
        let start = match self.places.get(from.place as usize) {
            Some(start) => start.after,
            None => Sums {
                width: self.params.first_start,
                ..Sums::default()
            },
        };
        let before = &place.before;
        let width = before.width - start.width;
        let short = measure - width;
        let judged = if short > 0 && before.infinite != start.infinite {
            Judged::plain(0, DECENT)
        } else if short >= 0 {
            let flex = before.flex_stretch - start.flex_stretch - self.params.last_glyph;
            let stretch = before.stretch - start.stretch + self.limits.extra + self.params.ragged;
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
            demerits = self.demerits(&from, place, judged, is_end);
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
            demerits += params.stack_demerits * self.stacked(from, place);
        }
        demerits
    }

    /// How many edges of the line from a node to a place have the same word as the line before.
    fn stacked(&self, from: &Node, place: &Place) -> i64 {
        let Some(start) = self.places.get(from.place as usize) else {
            return 0;
        };
        let same = |one: u32, other: u32| i64::from(one != 0 && one == other);
        let before = self.nodes[from.previous as usize].place;
        let above = self.places.get(before as usize);
        same(start.last_word, place.last_word)
            + above.map_or(0, |above| same(above.first_word, start.first_word))
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
                self.nodes.push(Node {
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
        let demerits = node(best).demerits;
        let mut ends = Vec::with_capacity(node(best).line as usize);
        let mut index = best;
        while let Some(place) = self.places.get(node(index).place as usize) {
            ends.push(place.item as usize);
            index = node(index).previous;
        }
        ends.reverse();
        Some(Breaks {
            ends,
            demerits,
            forced: self.forced,
        })
    }
}

/// Up to here a line is decent (section 817).
const DECENT_BADNESS: i32 = 12;

/// What a line can give before it looks anything but even: its glyphs all they have, and its spaces at
/// the same time half of what they have. So a line's looseness is spread over both, and neighbouring
/// lines do not differ in one of them alone.
pub(super) fn even_give(flex: Width, spaces: Width) -> Width {
    flex + spaces / 2
}

impl Judged {
    /// A line whose glyphs do not give.
    fn plain(badness: i32, fitness: u8) -> Judged {
        Judged {
            badness,
            fitness,
            tension: 0,
        }
    }
}

/// Judges a line that is `short` of its measure (section 852). Where glyphs give, half of what is even is
/// decent, and the rest as bad as it would be for spaces alone.
fn loose(short: Width, flex: Width, stretch: Width) -> Judged {
    if flex <= 0 {
        // No badness function is needed to see that this is hopeless.
        if short > 7_230_584 && stretch < 1_663_497 {
            return Judged::plain(INFINITELY_BAD, VERY_LOOSE);
        }
        let badness = badness(short, stretch);
        let fitness = if badness <= DECENT_BADNESS {
            DECENT
        } else if badness <= 99 {
            LOOSE
        } else {
            VERY_LOOSE
        };
        return Judged::plain(badness, fitness);
    }
    let even = even_give(flex, stretch);
    let tension = (short * 100 / even).min(200) as i16;
    if short <= even {
        return Judged {
            badness: badness(short, even) / 4,
            fitness: if tension > 50 { LOOSE } else { DECENT },
            tension,
        };
    }
    let badness = badness(short - flex, stretch) + DECENT_BADNESS;
    Judged {
        badness: badness.min(INFINITELY_BAD),
        fitness: if badness > 99 { VERY_LOOSE } else { LOOSE },
        tension,
    }
}

/// Judges a line that is `long` beyond its measure (section 853).
fn tight(long: Width, flex: Width, shrink: Width) -> Judged {
    if long > flex.max(0) + shrink {
        return Judged::plain(INFINITELY_BAD + 1, TIGHT);
    }
    if flex <= 0 {
        let badness = badness(long, shrink);
        let decent = badness <= DECENT_BADNESS;
        return Judged::plain(badness, if decent { DECENT } else { TIGHT });
    }
    let even = even_give(flex, shrink);
    let tension = -(long * 100 / even).min(200) as i16;
    if long <= even {
        return Judged {
            badness: badness(long, even) / 4,
            fitness: if tension < -50 { TIGHT } else { DECENT },
            tension,
        };
    }
    Judged {
        badness: badness(long - flex, shrink) + DECENT_BADNESS,
        fitness: TIGHT,
        tension,
    }
}
