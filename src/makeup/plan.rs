//! How one story may stand as a rectangle: over some columns, at every height that it can have.
//!
//! Knows one story. A rectangle of `columns` by `lines` is good when the story's text, its head and
//! its pictures fill it to the last line; pictures and the space round the headline give way in whole
//! grid lines, paragraphs by a line more or less, and what that costs is the rectangle's price.

use super::column::{Cursor, End, Filling, Rules, fill};
use super::head::{Head, heads};
use super::picture::Figure;
use super::setter::{Kind, Set, Setter};
use super::story::{Story, captioned};
use crate::units::Length;

/// A story's rectangles.
#[derive(Clone, Debug, Default)]
pub(super) struct Plans {
    /// By number of columns (from 1), then by lines.
    pub(super) by_columns: Vec<Vec<Option<Plan>>>,
    /// Forms of the head by number of columns.
    pub(super) heads: Vec<Vec<Head>>,
    /// Captions of the figures by number of columns.
    pub(super) captions: Vec<Vec<Caption>>,
    /// Whether the story stands in a box.
    pub(super) boxed: bool,
}

/// The columns of a story under its head, for every number of them and every height: what does not
/// change while the story waits for its page.
#[derive(Clone, Debug)]
pub(super) struct Bodies {
    height: u32,
    jump: bool,
    ease: Ease,
    cursor: Cursor,
    by_columns: Vec<Vec<Option<Plan>>>,
}

impl Bodies {
    /// Whether they are still those of the story.
    fn fit(&self, story: &Story, place: Place) -> bool {
        self.height == place.height
            && self.jump == place.jump.is_some()
            && self.ease == place.ease
            && self.cursor == story.cursor
    }
}

/// A figure's caption, set for a width.
#[derive(Clone, Debug)]
pub(super) struct Caption {
    /// The text.
    pub(super) set: Set,
    /// The credit.
    pub(super) credit: Option<Set>,
    /// Grid lines of both.
    pub(super) lines: u32,
}

/// One way to set a story as a rectangle.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// Which form of the head.
    pub(super) head: usize,
    /// Grid lines of space that the head gets beyond its own.
    pub(super) extra: u32,
    /// Where the figures stand.
    pub(super) figures: Vec<Stand>,
    /// What it costs.
    pub(super) price: i64,
    /// Whether the story goes on elsewhere: its columns are just filled.
    pub(super) goes_on: bool,
    /// Grid lines at the foot of its last column for the jump line.
    pub(super) jump: u32,
    /// Grid lines of text that go on elsewhere, as far as can be told beforehand.
    pub(super) left: u32,
}

/// Where a figure stands in its story's rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    /// First of the columns that it stands over.
    pub(super) column: usize,
    /// How many columns.
    pub(super) columns: usize,
    /// Grid line below the head at which it begins.
    pub(super) at: u32,
    /// Grid lines of the picture.
    pub(super) lines: u32,
    /// Grid lines of picture, caption, and the free line under or over them.
    pub(super) whole: u32,
    /// Whether it stands at the foot of its columns, with the free line above.
    pub(super) foot: bool,
}

/// How much the rules of a page give way when it cannot be made up otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ease {
    /// Not at all.
    #[default]
    None,
    /// More white under headlines, pictures cropped further, shorter parts of stories.
    Some,
    /// Holes may stay in columns and at the foot.
    Rough,
}

/// What a story is on its page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// Style of its headline.
    pub(super) kind: Kind,
    /// Columns from which on its headline has another style, that style, and the size in it that is
    /// the largest for this story.
    pub(super) wide: (usize, Kind, Length),
    /// Columns that it takes at least, if it can.
    pub(super) columns: usize,
    /// Price of every column that it is narrower; `None` where it must not be.
    pub(super) narrow: Option<i64>,
    /// Grid lines of the page.
    pub(super) height: u32,
    /// What it costs to let it go on on a later page; `None` where it must not.
    pub(super) jump: Option<i64>,
    /// How much the rules give way, where nothing better can be had.
    pub(super) ease: Ease,
}

/// Rules of breaking for a layout.
pub(super) fn rules(setter: &Setter<'_>) -> Rules {
    Rules {
        club: setter.layout.makeup.club.unsigned_abs(),
        widow: setter.layout.makeup.widow.unsigned_abs(),
    }
}

impl Plans {
    /// All rectangles of a story on a page of so many columns.
    pub(super) fn new(story: &mut Story, place: Place, setter: &Setter<'_>) -> Plans {
        let columns = setter.layout.page.columns;
        let mut plans = Plans {
            boxed: story.boxed(),
            ..Plans::default()
        };
        for width in 1..=columns {
            let (from, wide, most) = place.wide;
            let style = if width >= from {
                (wide, most)
            } else {
                (place.kind, Length(i64::MAX))
            };
            let heads = heads(story, width, style, setter);
            plans.heads.push(heads);
            let measure = setter.layout.span_width(width) - story.inset * 2;
            let captions = story.figures.iter().map(|figure| {
                let (set, credit, lines) = captioned(setter, figure, measure);
                Caption { set, credit, lines }
            });
            plans.captions.push(captions.collect());
        }
        let known = story.bodies.take();
        let mut bodies = known
            .filter(|known| known.fit(story, place))
            .unwrap_or(Bodies {
                height: place.height,
                jump: place.jump.is_some(),
                ease: place.ease,
                cursor: story.cursor,
                by_columns: Vec::new(),
            });
        for width in 1..=columns {
            let search = Search {
                story,
                setter,
                place,
                plans: &plans,
                width,
                rules: rules(setter),
            };
            if bodies.by_columns.len() < width {
                let all = (0..=place.height).map(|body| search.body(body));
                bodies.by_columns.push(all.collect());
            }
            let mut found = search.all(&bodies.by_columns[width - 1]);
            if story.boxed() {
                // A line of the box above, and one below.
                found.splice(0..0, [None, None]);
                found.truncate(place.height as usize + 1);
            }
            plans.by_columns.push(found);
        }
        story.bodies = Some(bodies);
        plans
    }

    /// One rectangle that cannot be changed, but for some lines of white under or over it.
    pub(super) fn fixed(columns: usize, of: usize, lines: u32, white: u32) -> Plans {
        let mut plans = Plans::default();
        for width in 1..=of {
            let mut by_lines = Vec::new();
            if width == columns {
                by_lines.resize((lines + white) as usize + 1, None);
                for more in 0..=white {
                    by_lines[(lines + more) as usize] = Some(Plan {
                        price: i64::from(more * more) * 60,
                        ..Plan::default()
                    });
                }
            }
            plans.by_columns.push(by_lines);
        }
        plans
    }

    /// The plan of a rectangle.
    pub(super) fn plan(&self, columns: usize, lines: u32) -> Option<&Plan> {
        self.by_columns
            .get(columns.wrapping_sub(1))?
            .get(lines as usize)?
            .as_ref()
    }

    /// The size of a plan's headline in points; 0 for none, and in a box, which keeps it apart.
    pub(super) fn head_size(&self, columns: usize, plan: &Plan) -> u16 {
        let heads = self.heads.get(columns.wrapping_sub(1));
        let head = heads.and_then(|heads| heads.get(plan.head));
        let size = head.filter(|_| !self.boxed).map(|head| head.size.to_pt());
        size.map_or(0, |size| size.round() as u16)
    }

    /// Least and greatest area in grid lines of one column that the story can fill at a fair price.
    pub(super) fn area(&self) -> Option<(u32, u32)> {
        let mut range: Option<(u32, u32)> = None;
        for (at, by_lines) in self.by_columns.iter().enumerate() {
            let columns = at as u32 + 1;
            for (lines, plan) in by_lines.iter().enumerate() {
                if plan
                    .as_ref()
                    .is_some_and(|plan| plan.price < FAIR && !plan.goes_on)
                {
                    let area = columns * lines as u32;
                    let (least, most) = range.unwrap_or((area, area));
                    range = Some((least.min(area), most.max(area)));
                }
            }
        }
        range
    }
}

/// Ways to stand the figures that are tried with the text.
const TRIED: usize = 3;

/// Price of columns from which a hole in them is likely larger than two lines.
const HOLED: i64 = 4_400;

/// Price of such columns beyond that of their hole, where nothing else can be had.
const HOLE: i64 = 12_000;

/// Part of the page up to which an empty frame costs nothing.
const FRAME: f64 = 0.15;

/// Price up to which a rectangle looks well.
pub(super) const FAIR: i64 = 900;

/// Heights of the columns under a head, figures taken off.
pub(super) fn heights(columns: usize, body: u32, figures: &[Stand]) -> Vec<u32> {
    (0..columns)
        .map(|column| {
            let taken: u32 = figures
                .iter()
                .filter(|f| (f.column..f.column + f.columns).contains(&column))
                .map(|f| f.whole)
                .sum();
            body.saturating_sub(taken)
        })
        .collect()
}

/// Fills the columns of a plan: the story's text as it will stand.
pub(super) fn filling(
    story: &Story,
    plan: &Plan,
    head: &Head,
    columns: usize,
    lines: u32,
    rules: Rules,
) -> Filling {
    let body = lines.saturating_sub(head.lines + plan.extra);
    let end = if plan.goes_on {
        End::GoesOn
    } else {
        End::Flush
    };
    let mut heights = heights(columns, body, &plan.figures);
    if let Some(last) = heights.iter_mut().rfind(|height| **height > 0) {
        *last = last.saturating_sub(plan.jump);
    }
    fill(&story.shapes, &heights, story.cursor, rules, end)
}

struct Search<'a> {
    story: &'a Story,
    setter: &'a Setter<'a>,
    place: Place,
    plans: &'a Plans,
    width: usize,
    rules: Rules,
}

impl Search<'_> {
    /// The best plan for every height: the best filling of every height of the columns, under every
    /// form of the head.
    fn all(&self, bodies: &[Option<Plan>]) -> Vec<Option<Plan>> {
        let heads = &self.plans.heads[self.width - 1];
        let less = self.place.columns.saturating_sub(self.width) as i64;
        let Some(narrow) = self.place.narrow.or((less == 0).then_some(0)) else {
            return vec![None; self.place.height as usize + 1];
        };
        let narrow = narrow * less;
        let loose = if heads.iter().all(|head| head.lines == 0) {
            0
        } else {
            self.setter.layout.makeup.loose.unsigned_abs() + 3 * u32::from(self.eased())
        };
        (0..=self.place.height)
            .map(|lines| {
                let mut best: Option<(i64, usize, u32, &Plan)> = None;
                for (number, head) in heads.iter().enumerate() {
                    for extra in 0..=loose {
                        let Some(body) = lines.checked_sub(head.lines + extra) else {
                            break;
                        };
                        let Some(plan) = &bodies[body as usize] else {
                            continue;
                        };
                        let holed = plan.price > HOLED;
                        if holed && self.place.ease < Ease::Rough {
                            continue;
                        }
                        let hole = if holed { HOLE } else { 0 };
                        let jump = self.place.jump.unwrap_or(0) * i64::from(plan.goes_on);
                        let loosened = i64::from(extra * extra) * 22;
                        let price = plan.price + head.price + loosened + jump + narrow + hole;
                        if best.is_none_or(|known| price < known.0) {
                            best = Some((price, number, extra, plan));
                        }
                    }
                }
                best.map(|(price, head, extra, plan)| Plan {
                    head,
                    extra,
                    price,
                    ..plan.clone()
                })
            })
            .collect()
    }

    /// The best way to fill columns of so many lines with text and figures.
    fn body(&self, body: u32) -> Option<Plan> {
        let natural = self.story.natural();
        if body == 0 {
            return (natural == 0 && self.story.figures.is_empty()).then(Plan::default);
        }
        let (fewer, more) = self.story.give();
        let mut drafts: Vec<Plan> = Vec::new();
        for figures in self.figures(body, natural) {
            let area: u32 = heights(self.width, body, &figures).iter().sum();
            let slack = i64::from(area) - i64::from(natural);
            let reach = if slack < 0 { fewer + 1 } else { more + 2 };
            let goes_on = self.place.jump.is_some()
                && slack < 0
                && self.may_jump(area, natural, &figures, body);
            if slack.unsigned_abs() > u64::from(reach) + self.width as u64 && !goes_on {
                continue;
            }
            let fixed =
                self.figure_price(&figures, body) + self.shape_price(body, &figures, goes_on);
            let price = fixed + if goes_on { 0 } else { slack.abs() * 30 };
            let line = if goes_on { self.setter.jump_lines } else { 0 };
            drafts.push(Plan {
                figures,
                price,
                goes_on,
                jump: line,
                left: if goes_on { natural + line - area } else { 0 },
                ..Plan::default()
            });
        }
        drafts.sort_by_key(|draft| draft.price);
        let mut best: Option<Plan> = None;
        for mut draft in drafts.into_iter().take(TRIED) {
            if !draft.goes_on || self.story.has_blocks() {
                let bare = Head::default();
                let filling = filling(self.story, &draft, &bare, self.width, body, self.rules);
                draft.price = self.figure_price(&draft.figures, body)
                    + self.shape_price(body, &draft.figures, draft.goes_on)
                    + filling.price;
            }
            if best.as_ref().is_none_or(|known| draft.price < known.price) {
                best = Some(draft);
            }
        }
        best.filter(|plan| plan.price < 20_000)
    }

    fn eased(&self) -> bool {
        self.place.ease > Ease::None
    }

    /// Whether a story may be parted after so much of it.
    fn may_jump(&self, area: u32, natural: u32, figures: &[Stand], body: u32) -> bool {
        let jumps = &self.setter.layout.jumps;
        let least = |lines: i32| {
            let lines = lines.unsigned_abs();
            if self.eased() { lines.min(8) } else { lines }
        };
        let line = self.setter.jump_lines;
        let here = area.saturating_sub(line);
        let heights = heights(self.width, body, figures);
        // The last column holds more than the jump line.
        let last = heights.iter().rfind(|height| **height > 0);
        here >= least(jumps.before)
            && natural.saturating_sub(here) >= least(jumps.after)
            && last.is_some_and(|height| *height >= line + 4)
    }

    /// Ways to stand the figures in a body of some lines, for about the text there is.
    fn figures(&self, body: u32, natural: u32) -> Vec<Vec<Stand>> {
        if self.story.placed || self.story.figures.is_empty() {
            return vec![Vec::new()];
        }
        let mut ways = Vec::new();
        let second = self.second(body);
        for taken in second {
            let free: u32 = heights(self.width, body, &taken).iter().sum();
            let broadest = self.story.figures.first().map_or(1, broadest);
            for columns in 1..=self.width.min(broadest) {
                for column in self.starts(columns) {
                    let Some(stand) = self.stand(column, columns, body, free, natural) else {
                        continue;
                    };
                    for stand in stand {
                        let mut figures = vec![stand];
                        figures.extend(taken.iter().copied());
                        if fits(self.width, body, &figures) {
                            ways.push(figures);
                        }
                    }
                }
            }
        }
        ways
    }

    /// Where a figure over some columns may begin: at the right, or in the middle of wide stories.
    fn starts(&self, columns: usize) -> Vec<usize> {
        if columns == self.width {
            return vec![0];
        }
        let right = self.width - columns;
        if self.width >= 4 && right >= 2 && right.is_multiple_of(2) {
            vec![right, right / 2]
        } else {
            vec![right]
        }
    }

    /// The second figure of a story: at the foot of its first columns, in the wanted proportions.
    fn second(&self, body: u32) -> Vec<Vec<Stand>> {
        let Some(figure) = self.story.figures.get(1) else {
            return vec![Vec::new()];
        };
        let mut ways = Vec::new();
        for columns in 1..=self.width.min(broadest(figure).min(3)) {
            let (_, wanted, _) = self.range(figure, columns);
            let whole = wanted + self.plans.captions[columns - 1][1].lines + 1;
            if whole > body {
                continue;
            }
            ways.push(vec![Stand {
                column: 0,
                columns,
                at: body - whole + 1,
                lines: wanted,
                whole,
                foot: true,
            }]);
        }
        ways
    }

    /// Least, wanted and greatest grid lines of a figure over some columns.
    fn range(&self, figure: &Figure, columns: usize) -> (u32, u32, u32) {
        let width = self.setter.layout.span_width(columns) - self.story.inset * 2;
        let lines = |ratio: f64| {
            let height: Length = width.scale(ratio);
            (height.to_pt() / self.setter.leading().to_pt())
                .round()
                .max(2.0) as u32
        };
        if figure.quote.is_some() {
            return (0, 0, 0);
        }
        match figure.picture {
            // A picture loses a seventh of its height or width at most, or a fifth.
            Some(known) => {
                let (least, most) = if self.eased() {
                    (0.78, 1.28)
                } else {
                    (0.86, 1.16)
                };
                (
                    lines(known.ratio * least),
                    lines(known.ratio),
                    lines(known.ratio * most),
                )
            }
            None => {
                let [least, wanted, most] = self.setter.layout.pictures.ratio;
                (lines(least), lines(wanted), lines(most))
            }
        }
    }

    /// A figure at the head of columns, as high as makes the text come out even.
    fn stand(
        &self,
        column: usize,
        columns: usize,
        body: u32,
        free: u32,
        natural: u32,
    ) -> Option<Vec<Stand>> {
        let figure = self.story.figures.first()?;
        let caption = self.plans.captions[columns - 1][0].lines;
        let (least, wanted, most) = self.range(figure, columns);
        let even = i64::from(free) - i64::from(natural);
        let each = even.div_euclid(columns as i64);
        let make = |whole: i64, gap: u32| {
            let lines = whole - i64::from(caption + gap);
            let lines = u32::try_from(lines).ok()?;
            let within = lines >= least && lines <= most;
            (within && u32::try_from(whole).ok()? <= body).then_some(Stand {
                column,
                columns,
                at: 0,
                lines,
                whole: u32::try_from(whole).ok()?,
                foot: false,
            })
        };
        let mut stands = Vec::new();
        for whole in [each, each + 1] {
            stands.extend(make(whole, 1));
        }
        // A story that is to go on takes the picture as it is wanted.
        if self.place.jump.is_some() || figure.quote.is_some() {
            stands.extend(make(i64::from(wanted + caption + 1), 1));
        }
        // The picture may fill its columns to the foot.
        if columns < self.width && figure.quote.is_none() {
            stands.extend(make(i64::from(body), 0));
        }
        stands.dedup();
        (!stands.is_empty()).then_some(stands)
    }

    fn figure_price(&self, figures: &[Stand], body: u32) -> i64 {
        let mut price = 0;
        for (stand, figure) in figures.iter().zip(&self.story.figures) {
            if figure.quote.is_some() {
                // Over two columns it is a relief, over one an interruption.
                price += if stand.columns == 1 && self.width > 1 {
                    90
                } else {
                    0
                };
                continue;
            }
            let (_, wanted, _) = self.range(figure, stand.columns);
            let away = f64::from(stand.lines) / f64::from(wanted.max(1)) - 1.0;
            price += (away * away * 900.0) as i64;
            {
                // A picture should not rule the page, an empty frame still less.
                let page = f64::from(self.place.height) * self.setter.layout.page.columns as f64;
                let share = stand.columns as f64 * f64::from(stand.lines) / page.max(1.0);
                let (free, each) = if figure.picture.is_none() {
                    (FRAME, 90_000.0)
                } else {
                    (FRAME * 1.4, 32_000.0)
                };
                price += ((share - free).max(0.0).powi(2) * each) as i64;
            }
            // A picture over one column of a wide story is a stamp.
            if stand.columns == 1 && self.width > 2 {
                price += 60 * (self.width as i64 - 2).pow(2);
            }
            // One that leaves a single column of text beside it squeezes the text.
            if self.width > 2 && stand.columns + 1 == self.width && !stand.foot {
                price += 25;
            }
            let under = body.saturating_sub(stand.whole);
            if under > 0 && under < 6 && !stand.foot {
                price += 70 * i64::from(6 - under);
            }
        }
        price
    }

    fn shape_price(&self, body: u32, figures: &[Stand], goes_on: bool) -> i64 {
        let mut price = 0;
        let shortest = heights(self.width, body, figures)
            .into_iter()
            .filter(|height| *height > 0)
            .min()
            .unwrap_or(0);
        if self.width > 1 && shortest < 6 {
            price += 60 * i64::from(6 - shortest);
        }
        // Long legs tire: beyond some seventy lines a column wants a break.
        if self.width < self.setter.layout.page.columns {
            price += 5 * i64::from(body.saturating_sub(60));
        }
        if goes_on && body < 8 {
            price += 80 * i64::from(8 - body);
        }
        if self.story.brief {
            price += 220 * (self.width as i64 - 1);
        }
        price
    }
}

/// Columns that a figure stands over at most.
fn broadest(figure: &Figure) -> usize {
    if figure.quote.is_some() {
        2
    } else {
        usize::MAX
    }
}

/// Whether figures fit into the body without standing on one another.
fn fits(width: usize, body: u32, figures: &[Stand]) -> bool {
    (0..width).all(|column| {
        let taken: u32 = figures
            .iter()
            .filter(|f| (f.column..f.column + f.columns).contains(&column))
            .map(|f| f.whole)
            .sum();
        taken <= body
    })
}
