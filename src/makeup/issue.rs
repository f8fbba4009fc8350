//! Stories onto pages: which page takes which, until all are placed.
//!
//! Knows the queue of stories and the pages' heads. Decides by areas, then by the search for cuts;
//! what no cuts can be found for goes down the columns.

use std::collections::VecDeque;

use super::cuts::{Cuts, Rule, Sheet as Board};
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

/// Price a story up to which cuts are taken without trying fewer stories.
const GOOD: i64 = 700;
/// Price a story up to which cuts are taken at all.
const FAIR: i64 = 2_600;

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
    queue: VecDeque<Story>,
    next: usize,
    number: u32,
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
            queue: VecDeque::new(),
            next: 0,
            number: 0,
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
            story.part(makeup.gap.unsigned_abs(), makeup.article_rule);
        }
        for mut remark in self.setter.remarks() {
            remark.article = Some(at);
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
                    if at > 0 {
                        let makeup = &self.setter.layout.makeup;
                        self.queue[at].part(makeup.gap.unsigned_abs(), makeup.article_rule);
                    }
                }
            }
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
    }

    /// The stories that this page takes, cut; `None` when no cuts look well.
    fn cuts(&mut self, sheet: &Sheet<'_>) -> Option<(Cuts, Vec<Plans>)> {
        let layout = self.setter.layout;
        let columns = layout.page.columns;
        let area = sheet.lines * columns as u32;
        let gap = layout.makeup.gap.unsigned_abs();
        let all_here = self.next >= self.edition.articles.len();
        let most = layout.makeup.articles.min(self.queue.len());
        let mut plans: Vec<Plans> = Vec::new();
        let (mut least, mut greatest) = (0u32, 0u32);
        let mut fitting = 0;
        for at in 0..most {
            let plan = self.plans(at, sheet, false);
            let (low, high) = plan.area().unwrap_or((u32::MAX / 64, 0));
            plans.push(plan);
            least = least.saturating_add(low + if at > 0 { gap * 2 } else { 0 });
            greatest = greatest.saturating_add(high);
            if least > area {
                break;
            }
            fitting = at + 1;
        }
        let mut best: Option<(i64, Cuts, usize)> = None;
        for count in (1..=fitting).rev() {
            let last = all_here && count == self.queue.len();
            let stories: Vec<&Plans> = plans[..count].iter().collect();
            let board = Board {
                stories: &stories,
                columns,
                height: sheet.lines,
                gap,
                last,
            };
            if let Some(cuts) = board.cut() {
                let each = cuts.price / count as i64;
                if best.as_ref().is_none_or(|(price, ..)| each < *price) {
                    best = Some((each, cuts, count));
                }
            }
            if last || best.as_ref().is_some_and(|(price, ..)| *price < GOOD) {
                break;
            }
        }
        if let Some((price, cuts, count)) = best.take() {
            let last = all_here && count == self.queue.len();
            if price < GOOD || last {
                plans.truncate(count);
                return Some((cuts, plans));
            }
            best = Some((price, cuts, count));
        }
        // One story goes on on the next page: the last of those that fit, or the first that does not.
        for at in (0..(fitting + 1).min(most)).rev() {
            let whole: u32 = self.queue[at].natural();
            if whole < 14 {
                continue;
            }
            let open = self.plans(at, sheet, true);
            let mut stories: Vec<&Plans> = plans[..at].iter().collect();
            stories.push(&open);
            let board = Board {
                stories: &stories,
                columns,
                height: sheet.lines,
                gap,
                last: false,
            };
            if let Some(cuts) = board.cut() {
                let each = cuts.price / (at as i64 + 1);
                if each < FAIR && best.as_ref().is_none_or(|(price, ..)| each < *price) {
                    plans.truncate(at);
                    plans.push(open);
                    return Some((cuts, plans));
                }
            }
        }
        let (price, cuts, count) = best?;
        plans.truncate(count);
        (price < FAIR).then_some((cuts, plans))
    }

    fn plans(&mut self, at: usize, sheet: &Sheet<'_>, may_go_on: bool) -> Plans {
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
                0 => Kind::Lead,
                _ if at <= 2 && words > 150 => Kind::Second,
                _ => Kind::Third,
            },
            columns: if first && !story.placed { lead } else { 1 },
            height: sheet.lines,
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
