//! Stories onto pages: which page takes which, until all are placed.
//!
//! Knows the queue of stories and the pages' heads. Decides by areas, then by the search for cuts;
//! what no cuts can be found for goes down the columns.

use std::collections::VecDeque;

use super::copyfit::Outcome;
use super::cuts::{Board, Cuts, Rule, Set, Table, white};
use super::emit::{Sheet, Structure};
use super::flow;
use super::masthead::{Imprint, head};
use super::picture::Pictures;
use super::place::rectangle;
use super::plan::{Place, Plans};
use super::remark::{Remark, RemarkKind};
use super::setter::{Kind, Setter};
use super::story::Story;
use crate::edition::Edition;
use crate::frame::Page;
use crate::layout::{Mode, Overset};
use crate::units::Length;

/// Price a story up to which no story need go on on the next page.
const WHOLE: i64 = 1_300;
/// Price a story up to which cuts are taken at all.
const FAIR: i64 = 2_600;

/// Part of the last page that text should fill.
const UNDERFULL: f64 = 0.9;
/// Price of a page more.
const PAGE: i64 = 700;
/// Price of a story set before one that is more important.
const SKIP: i64 = 90;
/// Price of a last page that is all white.
const UNUSED: i64 = 2_500;
/// Lines of white at most at the foot of a single column for a story to begin on the next page.
const SINGLE_TURN: u32 = 9;

/// Price of a page whose stories no cuts were found for.
const DOWN: i64 = 6_000;

/// What takes the pages as they are finished.
pub(super) type Take<'t> = dyn FnMut(Page, &Structure, &Pictures<'_>) + 't;

/// An issue on its way.
pub(super) struct Issue<'a, 'p> {
    pub(super) edition: &'a Edition,
    pub(super) setter: &'a Setter<'a>,
    pub(super) imprint: Imprint,
    pub(super) pictures: Pictures<'p>,
    pub(super) structure: Structure,
    pub(super) remarks: Vec<Remark>,
    /// What its pages cost together, white at the foot of the last one left out.
    pub(super) price: i64,
    /// How much of the last page is used, 0 to 1.
    pub(super) used: f64,
    queue: VecDeque<Story>,
    next: usize,
    pub(super) number: u32,
}

impl<'a, 'p> Issue<'a, 'p> {
    pub(super) fn new(
        edition: &'a Edition,
        setter: &'a Setter<'a>,
        imprint: Imprint,
        pictures: Pictures<'p>,
    ) -> Issue<'a, 'p> {
        Issue {
            edition,
            setter,
            imprint,
            pictures,
            structure: Structure::default(),
            remarks: Vec::new(),
            price: 0,
            used: 1.0,
            queue: VecDeque::new(),
            next: 0,
            number: 0,
        }
    }

    /// How it came out, when all pages are made up.
    pub(super) fn outcome(&self) -> Outcome {
        Outcome {
            scale: self.setter.scale(),
            pages: self.number,
            used: self.used,
            price: self.price,
        }
    }

    /// Makes up all pages. An edition without text has one page with its head.
    pub(super) fn run(&mut self, take: &mut Take<'_>) {
        let makeup = &self.setter.layout.makeup;
        let most = makeup.pages.unsigned_abs();
        let mut idle = 0;
        loop {
            let mut sheet = Sheet::new(self.setter, self.number);
            head(&mut sheet, &self.imprint, &mut self.structure);
            self.refill(&sheet);
            let empty = self.queue.is_empty();
            if empty && self.number > 0 {
                self.underfull();
                break;
            }
            if most > 0 && self.number >= most && makeup.overset == Overset::Cut {
                self.cut();
                break;
            }
            let before: Vec<_> = self.queue.iter().map(|s| (s.cursor, s.placed)).collect();
            if !empty {
                match makeup.mode {
                    Mode::Flow => self.flow(&mut sheet),
                    Mode::Modular => self.modular(&mut sheet),
                }
            }
            let after: Vec<_> = self.queue.iter().map(|s| (s.cursor, s.placed)).collect();
            // A page too small for what must stay whole would never end.
            idle = if before == after && !empty {
                idle + 1
            } else {
                0
            };
            if idle > 1 {
                self.give_up();
            }
            self.queue.retain(|story| !story.done());
            self.remarks.extend(self.setter.remarks());
            if idle == 0 {
                self.number += 1;
                take(sheet.page, &self.structure, &self.pictures);
            }
        }
    }

    /// Says when the last page ends early.
    fn underfull(&mut self) {
        if self.used < UNDERFULL && self.number > 0 {
            self.remarks.push(Remark {
                kind: RemarkKind::Underfull,
                article: None,
                page: Some(self.number - 1),
                place: String::new(),
                text: format!("the last page is {:.0} % full", self.used * 100.0),
            });
        }
    }

    /// Sets the articles that the next page may need.
    fn refill(&mut self, sheet: &Sheet<'_>) {
        let layout = self.setter.layout;
        let page = sheet.lines * layout.page.columns as u32;
        let flowing = layout.makeup.mode == Mode::Flow;
        loop {
            let have: u32 = self.queue.iter().map(Story::natural).sum();
            let enough = have > page + page / 2 + 80;
            let many = !flowing && self.queue.len() > layout.makeup.articles;
            if enough || many || self.next >= self.edition.articles.len() {
                return;
            }
            let kind = flowing.then(|| self.flowing_kind());
            let story = self.story(self.next, kind);
            self.next += 1;
            if !story.pieces.is_empty() || story.headline.is_some() || !story.figures.is_empty() {
                self.queue.push_back(story);
            }
        }
    }

    fn flowing_kind(&self) -> Kind {
        let words: usize = self.edition.articles[self.next]
            .blocks
            .iter()
            .map(|block| block.text.len() / 6)
            .sum();
        match self.next {
            0 => Kind::Lead,
            _ if words >= 150 => Kind::Second,
            _ => Kind::Third,
        }
    }

    fn story(&mut self, at: usize, flowing: Option<Kind>) -> Story {
        let article = &self.edition.articles[at];
        let mut story = Story::new(at, article, self.setter, &mut self.pictures, flowing);
        let makeup = &self.setter.layout.makeup;
        if flowing.is_some() && at > 0 {
            let turn = if self.setter.layout.page.columns == 1 {
                SINGLE_TURN
            } else {
                0
            };
            story.part(makeup.gap.unsigned_abs(), makeup.article_rule, turn);
        }
        for mut remark in self.setter.remarks() {
            if remark.kind != RemarkKind::MissingFace {
                remark.article = Some(at);
            }
            self.remarks.push(remark);
        }
        story
    }

    fn flow(&mut self, sheet: &mut Sheet<'_>) {
        let more = self.next < self.edition.articles.len();
        flow::page(
            sheet,
            &mut self.structure,
            &mut self.remarks,
            &mut self.queue,
            more,
        );
    }

    fn modular(&mut self, sheet: &mut Sheet<'_>) {
        let Some((cuts, plans)) = self.cuts(sheet) else {
            // Heads and pictures that were to stand over columns go into them.
            for at in 0..self.queue.len() {
                if !self.queue[at].placed {
                    let article = self.queue[at].article;
                    let kind = if at == 0 { Kind::Second } else { Kind::Third };
                    self.queue[at] = self.story(article, Some(kind));
                }
            }
            self.price += DOWN;
            self.flow(sheet);
            // What was not begun goes back to be placed on the next page.
            for at in 0..self.queue.len() {
                if !self.queue[at].placed {
                    let article = self.queue[at].article;
                    self.queue[at] = self.story(article, None);
                }
            }
            return;
        };
        for place in &cuts.places {
            rectangle(
                sheet,
                &mut self.structure,
                &mut self.remarks,
                &mut self.queue[place.story],
                &plans[place.story],
                (place.column, place.columns),
                (place.line, place.lines),
            );
        }
        rules(sheet, &cuts);
        self.price += cuts.price - white(&cuts, sheet.lines);
        self.used = f64::from(cuts.lines) / f64::from(sheet.lines.max(1));
    }

    /// The stories that this page takes, cut; `None` when no cuts look well.
    fn cuts(&mut self, sheet: &Sheet<'_>) -> Option<(Cuts, Vec<Plans>)> {
        let layout = self.setter.layout;
        let columns = layout.page.columns;
        let gap = layout.makeup.gap.unsigned_abs();
        let inner = self.inner_lines();
        let most = layout.makeup.articles.min(self.queue.len());
        let all_here = self.next >= self.edition.articles.len() && most == self.queue.len();
        let mut plans: Vec<Plans> = Vec::new();
        let mut least = 0u32;
        for at in 0..most {
            let plan = self.plans(at, inner.max(sheet.lines), false);
            least = least.saturating_add(plan.area().map_or(0, |(low, _)| low));
            plans.push(plan);
            // Two pages and a little are as far as it is worth to look.
            if least > inner * columns as u32 * 2 {
                break;
            }
        }
        let all_here = all_here && plans.len() == most;
        let whole = self.choose(&plans, sheet.lines, inner, all_here);
        if let Some((cuts, price)) = &whole
            && (*price < WHOLE || (all_here && cuts.places.len() == plans.len()))
        {
            return whole.map(|(cuts, _)| (cuts, plans));
        }
        // One story goes on on the next page: the last of those that fit, or the first that does not.
        let mut area = sheet.lines * columns as u32;
        let mut fitting = 0;
        for plan in &plans {
            let low = plan.area().map_or(u32::MAX, |(low, _)| low + gap * 2);
            if low > area {
                break;
            }
            area -= low;
            fitting += 1;
        }
        for at in (0..(fitting + 1).min(plans.len())).rev() {
            if self.queue[at].natural() < 14 {
                continue;
            }
            let open = self.plans(at, sheet.lines, true);
            let mut stories: Vec<&Plans> = plans[..at].iter().collect();
            stories.push(&open);
            let board = Board {
                stories: &stories,
                columns,
                height: sheet.lines,
                gap,
            };
            let table = board.table()?;
            let all = (1 << stories.len()) - 1;
            let Some((price, lines)) = table.price(all, sheet.lines, false) else {
                continue;
            };
            let each = price / (at as i64 + 1);
            if each < FAIR && whole.as_ref().is_none_or(|(_, price)| each < *price) {
                let cuts = table.cuts(all, lines, price);
                plans.truncate(at);
                plans.push(open);
                return Some((cuts, plans));
            }
        }
        let (cuts, price) = whole?;
        (price < FAIR).then_some((cuts, plans))
    }

    /// The set of stories for this page that leaves the best for the next: the first story, and
    /// others that fill the page with it. Gives back the price a story.
    fn choose(
        &self,
        plans: &[Plans],
        height: u32,
        inner: u32,
        all_here: bool,
    ) -> Option<(Cuts, i64)> {
        let layout = self.setter.layout;
        let stories: Vec<&Plans> = plans.iter().collect();
        let board = Board {
            stories: &stories,
            columns: layout.page.columns,
            height: inner.max(height),
            gap: layout.makeup.gap.unsigned_abs(),
        };
        let table = board.table()?;
        let all: Set = (1 << stories.len()) - 1;
        let mut best: Option<(i64, i64, Set, u32)> = None;
        for set in (1..=all).step_by(2) {
            let last = all_here && set == all;
            let Some((price, lines)) = table.price(set, height, last) else {
                continue;
            };
            let rest = all & !set;
            let after = if last {
                0
            } else if all_here {
                PAGE + self.after(&table, plans, rest, inner)
            } else {
                // More is to come: what was passed over waits for a page.
                let passed = rest & ((1 << (Set::BITS - set.leading_zeros())) - 1);
                i64::from(passed.count_ones()) * 400
            };
            let order = SKIP * skipped(set);
            let score = if all_here {
                price + after + order
            } else {
                (price + order) / i64::from(set.count_ones()) + after
            };
            if best.is_none_or(|known| score < known.0) {
                best = Some((score, price, set, lines));
            }
        }
        let (_, price, set, lines) = best?;
        let each = price / i64::from(set.count_ones());
        Some((table.cuts(set, lines, price), each))
    }

    /// What the stories left for later pages will cost, as far as can be seen.
    fn after(&self, table: &Table<'_>, plans: &[Plans], rest: Set, height: u32) -> i64 {
        if let Some((price, _)) = table.price(rest, height, true) {
            return price;
        }
        // More than a page: how full the last of them will be.
        let page = height * self.setter.layout.page.columns as u32;
        let low: u32 = (0..plans.len())
            .filter(|at| rest & (1 << at) != 0)
            .map(|at| plans[at].area().map_or(page, |(low, _)| low))
            .sum();
        // Not to be had on one page, whatever the areas say.
        let low = low.max(page + page / 20);
        let over = low % page.max(1);
        i64::from(low / page.max(1)) * PAGE
            + i64::from(page - over) * UNUSED / i64::from(page.max(1))
    }

    /// Grid lines of the pages after the first.
    fn inner_lines(&self) -> u32 {
        let mut sheet = Sheet::new(self.setter, 1);
        head(&mut sheet, &self.imprint, &mut Structure::default());
        sheet.lines
    }

    fn plans(&mut self, at: usize, height: u32, may_go_on: bool) -> Plans {
        let layout = self.setter.layout;
        let columns = layout.page.columns;
        let lead = match layout.makeup.lead_columns {
            0 => columns.div_ceil(2),
            some => some.min(columns),
        };
        let story = &mut self.queue[at];
        let first = at == 0;
        let words = story.words();
        let place = Place {
            kind: match at {
                0 if self.number == 0 => Kind::Lead,
                _ if at <= 2 && words > 150 => Kind::Second,
                _ => Kind::Third,
            },
            columns: if first && !story.placed { lead } else { 1 },
            height,
            may_go_on,
        };
        story.vary(self.setter, usize::MAX / 2);
        Plans::new(story, place, self.setter)
    }

    /// Leaves out what is beyond the last page, and says so.
    fn cut(&mut self) {
        for story in &self.queue {
            let words: usize = story.words_left();
            self.remarks.push(Remark {
                kind: RemarkKind::Overset,
                article: Some(story.article),
                page: None,
                place: story.place(story.cursor.piece),
                text: format!("{words} words are beyond the last page that the layout permits"),
            });
        }
        for article in self.next..self.edition.articles.len() {
            self.remarks.push(Remark {
                kind: RemarkKind::Overset,
                article: Some(article),
                page: None,
                place: String::new(),
                text: "the whole article is beyond the last page that the layout permits".into(),
            });
        }
        self.queue.clear();
        self.next = self.edition.articles.len();
    }

    /// A page takes nothing of the next story: leave it, and say so.
    fn give_up(&mut self) {
        if let Some(story) = self.queue.pop_front() {
            self.remarks.push(Remark {
                kind: RemarkKind::Overset,
                article: Some(story.article),
                page: Some(self.number),
                place: story.place(story.cursor.piece),
                text: "no column of the page is high enough for the next lines".into(),
            });
        }
    }
}

/// How many stories of a set come before one that was passed over, in pairs.
fn skipped(set: Set) -> i64 {
    (0..Set::BITS - set.leading_zeros())
        .filter(|at| set & (1 << at) == 0)
        .map(|at| i64::from((set >> at).count_ones()))
        .sum()
}

/// The rules between the stories of a page, in the middle of gaps and gutters.
fn rules(sheet: &mut Sheet<'_>, cuts: &Cuts) {
    let layout = sheet.setter.layout;
    let makeup = &layout.makeup;
    let gap = makeup.gap.unsigned_abs();
    for rule in &cuts.rules {
        match *rule {
            Rule::Across {
                column,
                columns,
                line,
            } => {
                let weight = makeup.article_rule;
                // The white over a rule ends at a baseline, that under it at capitals.
                let above = if line > 0 {
                    sheet.baseline(line - 1)
                } else {
                    sheet.y(0)
                };
                let below = sheet.capitals(line + gap);
                let y = above + (below - above - weight).ratio(11, 20);
                let (x, width) = (sheet.x(column), layout.span_width(columns));
                sheet.rule(x, y, width, weight);
            }
            Rule::Down {
                column,
                line,
                lines,
            } => {
                let weight = makeup.side_rule;
                let x = sheet.x(column) - (layout.page.gutter + weight) / 2;
                let top = sheet.capitals(line);
                let foot = sheet.baseline((line + lines).saturating_sub(1));
                sheet.rule(x, top, weight, foot - top);
            }
        }
    }
    let foot = cuts.lines;
    if foot + 3 < sheet.lines && makeup.article_rule > Length::ZERO {
        let y = sheet.y(foot) + sheet.setter.leading() / 2;
        sheet.rule(sheet.x(0), y, layout.type_width(), makeup.article_rule);
    }
}
