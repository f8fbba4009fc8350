//! An issue, page by page: what waits, which section a page belongs to, what becomes of the end.
//!
//! Knows the queue of stories and the pages' heads. What a page takes and how it is cut is decided in
//! `page`; what no cuts can be found for goes down the columns.

use std::cell::OnceCell;
use std::collections::VecDeque;

use super::advert::{self, Advert};
use super::coming::Coming;
use super::copyfit::Outcome;
use super::cuts::{Cuts, MOST, Rule, white};
use super::emit::{Sheet, Structure};
use super::flow;
use super::held::{Entry, Held};
use super::keyword::Common;
use super::masthead::{Imprint, head};
use super::page::{self, SLIT, Tile};
use super::picture::Pictures;
use super::plan::{Ease, Plans};
use super::remark::{Remark, RemarkKind};
use super::setter::{Kind, Setter};
use super::share::Share;
use super::story::Story;
use crate::edition::{Article, Treatment};
use crate::frame::{ElementRole, Page, Since};
use crate::layout::{JumpHead, Mode, Overset, SectionStart};
use crate::units::Length;

/// Part of the last page that text should fill.
const UNDERFULL: f64 = 0.9;
/// Lines of white at most at the foot of a single column for a story to begin on the next page.
const SINGLE_TURN: u32 = 9;
/// Price of a page whose stories no cuts were found for.
const DOWN: i64 = 6_000;
/// Part of a page that the column of short news takes at most.
const BRIEFS: f64 = 0.8;

/// What takes the pages as they are finished.
pub(super) type Take<'t> = dyn FnMut(Page, Since<'_>) + 't;

/// An issue on its way.
pub(super) struct Issue<'a, 'p> {
    pub(super) articles: Coming<'a>,
    pub(super) setter: &'a Setter<'a>,
    pub(super) imprint: Imprint,
    pub(super) pictures: Pictures<'p>,
    pub(super) structure: Structure,
    pub(super) remarks: Vec<Remark>,
    /// What its pages cost together, white at the foot of the last one left out.
    pub(super) price: i64,
    /// How much of the last page is used, 0 to 1.
    pub(super) used: f64,
    pub(super) queue: VecDeque<Story>,
    next: usize,
    pub(super) number: u32,
    /// Pages that have been given away.
    given: u32,
    /// How much the rules give way on the page that is decided on.
    pub(super) ease: Ease,
    share: Share,
    common: OnceCell<Common>,
    adverts: Vec<Advert>,
    held: Held,
    /// Articles that the index may name, their headlines, and the pages that they begin on.
    begun: Vec<(usize, String, u32)>,
}

impl<'a, 'p> Issue<'a, 'p> {
    pub(super) fn new(
        articles: Coming<'a>,
        setter: &'a Setter<'a>,
        imprint: Imprint,
        pictures: Pictures<'p>,
    ) -> Issue<'a, 'p> {
        Issue {
            articles,
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
            given: 0,
            ease: Ease::None,
            share: Share::new(setter),
            common: OnceCell::new(),
            adverts: Vec::new(),
            held: Held::default(),
            begun: Vec::new(),
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
            let opens = self.section(take);
            let mut sheet = Sheet::new(self.setter, self.number);
            head(&mut sheet, &self.imprint, opens, &mut self.structure);
            if self.setter.proof {
                super::proof::grid(&mut sheet);
            }
            self.refill(&sheet);
            let empty = self.queue.is_empty() && self.adverts.is_empty();
            if empty && self.number > 0 {
                break;
            }
            if most > 0 && self.number >= most && makeup.overset == Overset::Cut {
                self.cut();
                break;
            }
            if most > 0 && self.number == most && idle == 0 {
                self.beyond();
            }
            let before: Vec<_> = self.queue.iter().map(|s| (s.cursor, s.placed)).collect();
            let waiting = self.adverts.len();
            if !empty {
                match makeup.mode {
                    Mode::Flow => self.flow(&mut sheet),
                    Mode::Modular if self.galleys() && !self.queue.is_empty() => {
                        self.down(&mut sheet)
                    }
                    Mode::Modular => self.modular(&mut sheet),
                }
            }
            let after: Vec<_> = self.queue.iter().map(|s| (s.cursor, s.placed)).collect();
            // A page too small for what must stay whole would never end.
            idle = if before == after && !empty && waiting == self.adverts.len() {
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
                let ends = self.all_read() && self.queue.is_empty() && self.adverts.is_empty();
                if ends {
                    self.underfull();
                }
                self.finish(sheet, take);
            }
        }
        self.end(take);
    }

    /// Hands a page on as soon as it wants nothing more.
    fn finish(&mut self, sheet: Sheet<'_>, take: &mut Take<'_>) {
        for article in &sheet.arrived {
            self.held.arrived(*article, sheet.number, self.setter);
        }
        if sheet.number > 0 && self.held.wants_index() {
            for &article in &sheet.begun {
                let known = self.articles.get(article);
                if let Some(headline) = known.and_then(|article| article.headline.clone()) {
                    self.begun.push((article, headline, sheet.number));
                }
            }
        }
        self.held.push(sheet.page, sheet.slots);
        let queue = &self.queue;
        let goes_on = |article| queue.iter().any(|story| story.is_of(article));
        self.structure.end(self.number, goes_on);
        self.number += 1;
        let waiting = self.queue.iter().map(|story| story.article);
        let first = waiting.chain([self.next]).min();
        self.articles.forget(first.unwrap_or_default());
        if self.first_of_pages().count() >= self.entries_wanted() && !self.begun.is_empty() {
            self.index();
        }
        self.release(take);
    }

    fn release(&mut self, take: &mut Take<'_>) {
        while let Some(page) = self.held.release() {
            self.give(page, take);
        }
    }

    /// Gives a page away, with all that has come since the last one.
    fn give(&mut self, page: Page, take: &mut Take<'_>) {
        let finished = self.structure.ended(self.given);
        let since = Since {
            elements: &self.structure.elements,
            beads: &self.structure.beads,
            pictures: &self.pictures.found,
            finished: &finished,
        };
        take(page, since);
        self.structure.give();
        self.pictures.give();
        self.given += 1;
    }

    /// What is done when all text is placed: the index, the blank pages of the last sheet.
    fn end(&mut self, take: &mut Take<'_>) {
        let multiple = self.setter.layout.sections.multiple.unsigned_abs().max(1);
        while !self.number.is_multiple_of(multiple) {
            let text = format!("it is blank: an issue has a multiple of {multiple} pages");
            self.blank(&text, take);
        }
        let most = self.setter.layout.makeup.pages.unsigned_abs();
        if most > 0 && self.number > most {
            self.remarks.push(Remark {
                kind: RemarkKind::Pages,
                article: None,
                page: None,
                place: String::new(),
                text: format!(
                    "{} pages more than the {most} that the layout wants",
                    self.number - most
                ),
            });
        }
        self.index();
        self.release(take);
        while let Some(page) = self.held.give_up() {
            self.give(page, take);
        }
    }

    fn blank(&mut self, text: &str, take: &mut Take<'_>) {
        let mut sheet = Sheet::new(self.setter, self.number);
        head(&mut sheet, &self.imprint, false, &mut self.structure);
        self.remarks.push(Remark {
            kind: RemarkKind::Blank,
            article: None,
            page: Some(self.number),
            place: String::new(),
            text: text.to_owned(),
        });
        self.finish(sheet, take);
    }

    /// How many stories the index is to name.
    fn entries_wanted(&self) -> usize {
        self.setter.layout.inside.entries.unsigned_abs() as usize
    }

    /// The first story of every page after the front, as places in `begun`.
    fn first_of_pages(&self) -> impl Iterator<Item = usize> {
        let begun = &self.begun;
        (0..begun.len()).filter(|&at| at == 0 || begun[at - 1].2 != begun[at].2)
    }

    /// Writes the index: the first story of every page after the front, then others in order of
    /// importance, as many as are wanted. It can be written as soon as pages enough are made up.
    fn index(&mut self) {
        if !self.held.wants_index() {
            return;
        }
        let wanted = self.entries_wanted();
        let mut found: Vec<usize> = self.first_of_pages().take(wanted).collect();
        for other in 0..self.begun.len() {
            if found.len() < wanted && !found.contains(&other) {
                found.push(other);
            }
        }
        found.sort_by_key(|&at| (self.begun[at].2, self.begun[at].0));
        let entries: Vec<Entry> = found
            .into_iter()
            .map(|at| {
                let element = self.structure.add(ElementRole::Paragraph, None, "");
                let (_, headline, page) = &self.begun[at];
                (headline.clone(), *page, element)
            })
            .collect();
        self.held.index(&entries, self.setter);
        self.begun = Vec::new();
    }

    /// Grid lines of the index, when this page has one that it must find room for.
    pub(super) fn wants_index(&self) -> Option<u32> {
        let entries = self.setter.layout.inside.entries.unsigned_abs();
        let more = self.articles.has(self.setter.layout.makeup.articles);
        (self.number == 0 && entries > 0 && more).then_some(entries * 3 + 5)
    }

    /// The section of the next page; gives back whether it begins there.
    fn section(&mut self, take: &mut Take<'_>) -> bool {
        let start = self.setter.layout.sections.start;
        let first = self.queue.front().map_or(self.next, |story| story.article);
        let name = self.articles.section_of(first);
        let Some(name) = name.filter(|name| *name != self.imprint.section) else {
            return false;
        };
        let opens = self.number > 0 && start != SectionStart::Run;
        // Right-hand pages have odd numbers, and the first is one.
        if opens && start == SectionStart::Right && self.number % 2 == 1 {
            self.blank(
                "it is blank: the next section begins on a right-hand page",
                take,
            );
        }
        self.imprint.section = name;
        opens && self.setter.layout.sections.show
    }

    /// Whether an article begins a section, on a page of its own.
    fn begins_section(&self, article: usize) -> bool {
        let own = self.setter.layout.sections.start != SectionStart::Run;
        let begins = || self.articles.get(article)?.section.clone();
        own && article > 0 && begins().is_some()
    }

    /// Whether a story of the queue leads the issue, or its section, and is yet to be placed.
    pub(super) fn opens(&self, at: Option<usize>) -> bool {
        let article = at.map(|at| self.queue[at].article);
        article.is_some_and(|article| self.number == 0 || self.begins_section(article))
    }

    /// Whether a story of the queue has its place on a later page.
    pub(super) fn waits(&self, at: usize) -> bool {
        let article = self.articles.get(self.queue[at].article);
        let place = article.and_then(|article| article.place);
        place.is_some_and(|place| place.page > self.number + 1)
    }

    /// Says how much of the rectangle that is fixed for it a story leaves white.
    pub(super) fn short_of(&mut self, at: usize, lines: u32) {
        if lines > SLIT {
            self.remarks.push(Remark {
                kind: RemarkKind::Hole,
                article: Some(self.queue[at].article),
                page: Some(self.number),
                place: String::new(),
                text: format!("{lines} lines of the rectangle that is fixed for it stay white"),
            });
        }
    }

    /// Whether no article is left to be read for this section.
    pub(super) fn all_read(&self) -> bool {
        !self.articles.has(self.next) || self.begins_section(self.next)
    }

    /// Says when the last page of an issue or a section ends early.
    fn underfull(&mut self) {
        if self.used < UNDERFULL {
            let last = !self.articles.has(self.next);
            let text = if last || self.imprint.section.is_empty() {
                let which = if last { "" } else { " before the next section" };
                format!("the last page{which} is {:.0} % full", self.used * 100.0)
            } else {
                let section = &self.imprint.section;
                let full = self.used * 100.0;
                format!("the last page of \u{201c}{section}\u{201d} is {full:.0} % full")
            };
            self.remarks.push(Remark {
                kind: RemarkKind::Underfull,
                article: None,
                page: Some(self.number),
                place: String::new(),
                text,
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
            // Few words in many stories may yet be the whole page.
            let short = have < page && self.queue.len() < MOST;
            let many = !flowing && self.queue.len() > layout.makeup.articles && !short;
            if enough || many {
                return;
            }
            let Some(article) = self.articles.get(self.next) else {
                return;
            };
            if self.begins_section(self.next) && !self.queue.is_empty() {
                return;
            }
            let at = self.next;
            self.next += 1;
            let most = layout.makeup.pages.unsigned_abs();
            if !flowing && most > 0 && self.number > most {
                self.stands_beyond(at, words(&article));
            }
            if !flowing {
                let height = self.inner_lines();
                let pictures = &mut self.pictures;
                let (adverts, remarks) =
                    advert::of_article(at, &article, self.setter, pictures, height);
                self.adverts.extend(adverts);
                self.remarks.extend(remarks);
            }
            if !flowing && self.is_brief(at, &article) {
                self.brief(at, &article, sheet.lines);
                continue;
            }
            let kind = flowing.then(|| flowing_kind(at, &article));
            let story = self.story(at, &article, kind);
            if !story.pieces.is_empty() || story.headline.is_some() || !story.figures.is_empty() {
                self.queue.push_back(story);
            }
        }
    }

    fn is_brief(&self, at: usize, article: &Article) -> bool {
        let most = self.setter.layout.makeup.briefs.unsigned_abs() as usize;
        let words = || -> usize {
            let blocks = article.blocks.iter();
            blocks.map(|b| b.text.split_whitespace().count()).sum()
        };
        let small = at > 0 && most > 0 && article.treatment == Treatment::Plain;
        article.treatment == Treatment::Brief || (small && words() <= most)
    }

    /// Adds an article to the column of short news that waits, or begins one.
    fn brief(&mut self, at: usize, article: &Article, height: u32) {
        let short = Story::short(at, article, self.setter, &mut self.pictures);
        self.note(at);
        if short.pieces.is_empty() {
            return;
        }
        let room = (f64::from(height) * BRIEFS) as u32;
        let rule = self.setter.layout.makeup.side_rule;
        let waiting = self
            .queue
            .iter_mut()
            .find(|story| story.brief && !story.placed && story.natural() + short.natural() < room);
        match waiting {
            Some(story) => story.join(short, rule),
            None => self.queue.push_back(short),
        }
    }

    fn story(&mut self, at: usize, article: &Article, flowing: Option<Kind>) -> Story {
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
        self.note(at);
        story
    }

    /// Keeps what was found while an article was set.
    fn note(&mut self, at: usize) {
        for mut remark in self.setter.remarks() {
            if remark.kind != RemarkKind::MissingFace {
                remark.article = Some(at);
            }
            self.remarks.push(remark);
        }
    }

    fn flow(&mut self, sheet: &mut Sheet<'_>) {
        let more = self.articles.has(self.next);
        flow::page(
            sheet,
            &mut self.structure,
            &mut self.remarks,
            &mut self.queue,
            more,
        );
    }

    fn modular(&mut self, sheet: &mut Sheet<'_>) {
        let adverts = self.adverts_of(sheet);
        if self.queue.is_empty() {
            self.advertisements(sheet, adverts);
            return;
        }
        let mut draft = page::draft(self, sheet, &adverts);
        let mut placed = adverts;
        if draft.is_none() && !placed.is_empty() {
            // Rather a page without them than one without cuts.
            self.adverts.splice(0..0, placed.drain(..));
            draft = page::draft(self, sheet, &[]);
        }
        let Some(draft) = draft else {
            self.down(sheet);
            return;
        };
        self.name_jumps(&draft);
        let before = self.left();
        page::set(self, sheet, &draft, &placed);
        let sold = placed.iter().map(|advert| advert.area()).sum::<f64>();
        let area = f64::from(sheet.lines) * self.setter.layout.page.columns as f64;
        self.share.learn(before - self.left() + sold, area);
        let cuts = &draft.cuts;
        rules(sheet, cuts);
        self.price += cuts.price - white(cuts, sheet.lines);
        self.used = f64::from(cuts.lines) / f64::from(sheet.lines.max(1));
        let free = sheet.lines.saturating_sub(cuts.lines);
        let done = self.queue.iter().all(Story::done) && self.all_read();
        if free > SLIT && !done {
            self.remarks.push(Remark {
                kind: RemarkKind::Hole,
                article: None,
                page: Some(self.number),
                place: String::new(),
                text: format!("{free} lines of white at the foot of the page"),
            });
        }
    }

    /// Finds the words by which the stories that this page parts are found again.
    fn name_jumps(&mut self, draft: &page::Draft) {
        if self.setter.layout.jumps.head != JumpHead::Keyword {
            return;
        }
        for at in draft.parted() {
            let story = &mut self.queue[at];
            if story.keyword.is_none() {
                let common = &self.common;
                let common = common.get_or_init(|| Common::new(self.articles.near(self.next)));
                let article = self.articles.get(story.article);
                story.keyword = article.and_then(|article| common.keyword(&article));
            }
        }
    }

    /// What a story of the queue, or an advertisement, is in lines of a column, as far as can be told.
    pub(super) fn size(&self, tile: Tile, adverts: &[Advert]) -> f64 {
        match tile {
            Tile::Story(at) => self.story_size(&self.queue[at]),
            Tile::Advert(at) => adverts[at].area(),
            Tile::Index => 0.0,
        }
    }

    fn story_size(&self, story: &Story) -> f64 {
        let text = f64::from(story.natural());
        if story.placed || story.brief {
            return text + 3.0;
        }
        text + self.share.beside(story.words(), story.figures.len())
    }

    /// The same of all that is left for this page and the later ones of the section.
    fn left(&self) -> f64 {
        let setter = self.setter;
        let waiting = self.queue.iter().filter(|story| !story.done());
        let waiting: f64 = waiting.map(|story| self.story_size(story)).sum();
        let sold: f64 = self.adverts.iter().map(Advert::area).sum();
        let sections = setter.layout.sections.start != SectionStart::Run;
        let page = &setter.layout.page;
        let high = (page.size.1 - page.top - page.bottom).to_pt() / setter.leading().to_pt();
        let page = high * page.columns as f64;
        waiting + sold + self.share.coming(&self.articles, self.next, page, sections)
    }

    /// Whether all that is left of the issue seems to find room on a page of so many lines.
    pub(super) fn ends_on(&self, page: f64) -> bool {
        !self.articles.has(self.next) && self.left() <= page
    }

    /// How much of what is left a page should take, for the last one to come out full.
    pub(super) fn share_of(&self, sheet: &Sheet<'_>, adverts: &[Advert]) -> Option<f64> {
        let sold: f64 = adverts.iter().map(Advert::area).sum();
        let page = f64::from(sheet.lines) * self.setter.layout.page.columns as f64;
        self.share.of(self.left() + sold, page)
    }

    /// A page whose stories no cuts were found for: down the columns.
    fn down(&mut self, sheet: &mut Sheet<'_>) {
        // Heads and pictures that were to stand over columns go into them.
        for at in 0..self.queue.len() {
            if !self.queue[at].placed && !self.queue[at].brief {
                let kind = if at == 0 { Kind::Second } else { Kind::Third };
                self.set_anew(at, Some(kind));
            }
        }
        self.price += DOWN;
        if !self.galleys() {
            self.remarks.push(Remark {
                kind: RemarkKind::Down,
                article: None,
                page: Some(sheet.number),
                place: String::new(),
                text: "no cuts look well: its stories stand one after the other down the columns"
                    .into(),
            });
        }
        let number = sheet.number;
        let was: Vec<_> = self
            .queue
            .iter()
            .map(|story| (story.article, story.placed, story.cursor))
            .collect();
        self.flow(sheet);
        // What was not begun goes back to be placed on the next page.
        for (at, (article, placed, cursor)) in was.into_iter().enumerate() {
            let story = &mut self.queue[at];
            if placed && story.cursor != cursor {
                sheet.arrived.push(article);
            } else if !placed && story.placed {
                sheet.begun.push(article);
            }
            if story.placed && !story.done() && story.cursor != cursor {
                story.from = Some(number);
            }
            if !story.placed && !story.brief {
                self.set_anew(at, None);
            }
        }
    }

    /// Sets a story of the queue as another kind.
    fn set_anew(&mut self, at: usize, kind: Option<Kind>) {
        let number = self.queue[at].article;
        if let Some(article) = self.articles.get(number) {
            self.queue[at] = self.story(number, &article, kind);
        }
    }

    /// The advertisements that this page is to hold: those sold for it, and those that stand in the
    /// edition before the first story that it may take, while there is room.
    fn adverts_of(&mut self, sheet: &Sheet<'_>) -> Vec<Advert> {
        let layout = self.setter.layout;
        let page = f64::from(sheet.lines) * layout.page.columns as f64;
        // Those that stand among the first half of the stories that wait.
        let mut waiting: Vec<usize> = self.queue.iter().map(|story| story.article).collect();
        waiting.sort_unstable();
        let first = match waiting.get(waiting.len() / 2) {
            Some(middle) if !self.all_read() => *middle,
            _ => usize::MAX,
        };
        // The front page has none while there is another.
        let single = self.ends_on(page);
        let mut room = page * layout.adverts.most;
        let mut taken = Vec::new();
        let mut kept = Vec::new();
        for advert in std::mem::take(&mut self.adverts) {
            let area = advert.columns as f64 * f64::from(advert.lines);
            let here = match advert.page {
                Some(wanted) => wanted <= self.number,
                None => (self.number > 0 || single) && advert.article <= first,
            };
            let fits = area <= room && advert.lines <= sheet.lines && taken.len() < 4;
            if !here || (!fits && !self.queue.is_empty()) || (!fits && !taken.is_empty()) {
                kept.push(advert);
                continue;
            }
            if advert.page.is_some_and(|wanted| wanted < self.number) {
                self.remarks.push(Remark {
                    kind: RemarkKind::Advert,
                    article: Some(advert.article),
                    page: Some(self.number),
                    place: super::setter::beginning(&advert.text),
                    text: "it did not fit on the page that it was sold for".into(),
                });
            }
            room -= area;
            taken.push(advert);
        }
        if self.queue.is_empty() && taken.is_empty() && !kept.is_empty() {
            // Those sold for a page that the issue does not have.
            taken.push(kept.remove(0));
        }
        self.adverts = kept;
        taken
    }

    /// A page that holds nothing but advertisements.
    fn advertisements(&mut self, sheet: &mut Sheet<'_>, adverts: Vec<Advert>) {
        let gap = self.setter.layout.makeup.gap.unsigned_abs();
        let (mut column, mut foot, mut high) = (0, sheet.lines, 0);
        for advert in adverts {
            if column + advert.columns > self.setter.layout.page.columns {
                foot = foot.saturating_sub(high + gap);
                (column, high) = (0, 0);
            }
            if advert.lines > foot {
                self.adverts.push(advert);
                continue;
            }
            let at = (column, foot - advert.lines);
            advert::set(sheet, &mut self.structure, &advert, at);
            column += advert.columns;
            high = high.max(advert.lines);
        }
        self.used = f64::from(sheet.lines - foot + high) / f64::from(sheet.lines.max(1));
    }

    /// Grid lines of the pages after the first.
    pub(super) fn inner_lines(&self) -> u32 {
        let mut sheet = Sheet::new(self.setter, 1);
        head(&mut sheet, &self.imprint, false, &mut Structure::default());
        sheet.lines
    }

    /// The rectangles of a story of the queue, as the `rank`th of the page.
    pub(super) fn plans(&mut self, at: usize, rank: usize, height: u32) -> Plans {
        let place = page::place_of(self, at, rank, height);
        let story = &mut self.queue[at];
        story.vary(self.setter, usize::MAX / 2);
        if place.ease > Ease::None {
            story.loosen();
        }
        Plans::new(story, place, self.setter)
    }

    /// Whether this page is behind those that the layout wants, and holds what goes on there.
    fn galleys(&self) -> bool {
        let makeup = &self.setter.layout.makeup;
        let most = makeup.pages.unsigned_abs();
        makeup.overset == Overset::Continue && most > 0 && self.number >= most
    }

    /// Says what stands behind the last page that the layout wants, when this page is the first there.
    fn beyond(&mut self) {
        let waiting = self.queue.iter().filter(|story| !story.done());
        let waiting = waiting.map(|story| (story.article, story.words_left()));
        for (article, words) in waiting.collect::<Vec<_>>() {
            self.stands_beyond(article, words);
        }
    }

    fn stands_beyond(&mut self, article: usize, words: usize) {
        let how = if self.galleys() {
            "go on behind the last page that the layout wants, down the columns"
        } else {
            "stand on pages more than the layout wants"
        };
        self.remarks.push(Remark {
            kind: RemarkKind::Overset,
            article: Some(article),
            page: Some(self.number),
            place: String::new(),
            text: format!("{words} words {how}"),
        });
    }

    /// Leaves out what is beyond the last page, and says so.
    fn cut(&mut self) {
        for story in &self.queue {
            let words: usize = story.words_left();
            self.held.lost(story.article);
            self.remarks.push(Remark {
                kind: RemarkKind::Overset,
                article: Some(story.article),
                page: None,
                place: story.place(story.cursor.piece),
                text: format!("{words} words are beyond the last page that the layout permits"),
            });
        }
        for advert in &self.adverts {
            self.remarks.push(Remark {
                kind: RemarkKind::Advert,
                article: Some(advert.article),
                page: None,
                place: super::setter::beginning(&advert.text),
                text: "it is beyond the last page that the layout permits".into(),
            });
        }
        let mut at = self.next;
        while let Some(article) = self.articles.get(at) {
            let words = words(&article);
            self.remarks.push(Remark {
                kind: RemarkKind::Overset,
                article: Some(at),
                page: None,
                place: String::new(),
                text: format!(
                    "the whole article, {words} words, is beyond the last page that the layout permits"
                ),
            });
            at += 1;
            self.articles.forget(at);
        }
        self.queue.clear();
        self.adverts.clear();
        self.next = at;
    }

    /// A page takes nothing of the next story: leave it, and say so.
    fn give_up(&mut self) {
        if let Some(story) = self.queue.pop_front() {
            self.held.lost(story.article);
            self.remarks.push(Remark {
                kind: RemarkKind::Overset,
                article: Some(story.article),
                page: Some(self.number),
                place: story.place(story.cursor.piece),
                text: "no column of the page is high enough for the next lines".into(),
            });
        } else {
            self.adverts.clear();
        }
    }
}

/// Words of an article's blocks.
fn words(article: &Article) -> usize {
    let blocks = article.blocks.iter();
    blocks.map(|b| b.text.split_whitespace().count()).sum()
}

/// What a story is among those that go down the columns.
fn flowing_kind(at: usize, article: &Article) -> Kind {
    let words: usize = article
        .blocks
        .iter()
        .map(|block| block.text.len() / 6)
        .sum();
    match at {
        0 => Kind::Lead,
        _ if words >= 150 => Kind::Second,
        _ => Kind::Third,
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
                let (x, width) = (sheet.x(column, columns), layout.span_width(columns));
                sheet.rule(x, y, width, weight);
            }
            Rule::Down {
                column,
                line,
                lines,
            } => {
                let weight = makeup.side_rule;
                let x = sheet.gutter(column, weight);
                let top = sheet.capitals(line);
                let foot = sheet.baseline((line + lines).saturating_sub(1));
                sheet.rule(x, top, weight, foot - top);
            }
        }
    }
    let foot = cuts.lines;
    if foot + 3 < sheet.lines && makeup.article_rule > Length::ZERO {
        let y = sheet.y(foot) + sheet.setter.leading() / 2;
        sheet.rule(sheet.edge(), y, layout.type_width(), makeup.article_rule);
    }
}
