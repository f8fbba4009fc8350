//! An article, set for one measure: its pieces with their forms, its head material, its pictures.
//!
//! Knows blocks and lines. Knows no page and not how wide the story will stand.

use super::column::{Cursor, Form, Shape};
use super::emit::Structure;
use super::picture::{Figure, Known, Pictures, Quotation};
use super::plan::Bodies;
use super::quote;
use super::setter::{How, Kind, Set, Setter};
use super::table;
use crate::edition::{Article, Block, BlockKind, Treatment, inline};
use crate::frame::{ElementId, ElementRole};
use crate::layout::{MissingPictures, Mode};
use crate::typeset::SetLine;
use crate::units::Length;

/// Pictures of a story that the make-up places by itself; more stand in the columns.
const PLACED_PICTURES: usize = 2;

/// Columns of a page at least for a quotation set large to stand over some of them.
const QUOTE_COLUMNS: usize = 4;
/// Words of a story at least for that.
const QUOTED: usize = 320;

/// Grid lines beyond which what is not parted leaves a hole at a column's foot.
const BLOCK: u32 = 4;
/// Part of its height that a picture in a column may give or take.
const CROP: f64 = 0.12;
/// Price of a picture in a column cropped by so much.
const CROPPED: f64 = 300.0;

/// Words of a story at least for a large letter at its beginning.
const OPENING: usize = 150;

/// One piece of a story: what stands together and is told to a reader as one thing.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// The article that it belongs to.
    pub(super) article: usize,
    /// Where in the story it comes, for the reading order.
    pub(super) order: usize,
    /// What it is.
    pub(super) role: ElementRole,
    /// Its style.
    pub(super) kind: Kind,
    /// The text set in each form of its [`Shape`].
    pub(super) forms: Vec<Set>,
    /// Forms of more and fewer lines that may yet be taken.
    spare: Vec<Set>,
    /// What stands with it: rules, a frame, a credit.
    pub(super) dress: Dress,
    /// The text, for remarks.
    text: String,
    /// Whether its words stand in the story as well: a reader gets them once.
    pub(super) repeated: bool,
}

/// What stands round a piece's text.
#[derive(Clone, Debug, Default)]
pub(super) struct Dress {
    /// Thickness of the rule above; zero for none.
    pub(super) above: Length,
    /// Thickness of the rule below; zero for none.
    pub(super) below: Length,
    /// The large letter that it begins with, and the lines that it stands over.
    pub(super) cap: Option<(Set, u32)>,
    /// Grid lines of a frame or picture above the text, in the first form.
    pub(super) figure: u32,
    /// Grid lines of the text under it, in all forms.
    pub(super) under: u32,
    /// The picture in it, else a placeholder.
    pub(super) picture: Option<Known>,
    /// A credit set right in its own line or at the end of the last.
    pub(super) credit: Option<Set>,
    /// Grid lines before the piece when it begins a story down the column, and the rule in them.
    pub(super) parting: (u32, Length),
    /// What a reader who does not see the figure is told.
    pub(super) alt: String,
}

/// An article, set.
#[derive(Clone, Debug)]
pub(super) struct Story {
    /// Index in the edition.
    pub(super) article: usize,
    /// Kicker, headline and standfirst as they came.
    pub(super) kicker: Option<String>,
    /// The headline.
    pub(super) headline: Option<String>,
    /// The summary.
    pub(super) standfirst: Option<String>,
    /// The pieces that stand in columns.
    pub(super) pieces: Vec<Piece>,
    /// Their shapes, in step with `pieces`.
    pub(super) shapes: Vec<Shape>,
    /// Pictures to be placed over columns.
    pub(super) figures: Vec<Figure>,
    /// Where its next part begins; beyond the first page it has no head.
    pub(super) cursor: Cursor,
    /// Whether its head and something of it stands on a page.
    pub(super) placed: bool,
    /// The page that it comes from, when it went on from an earlier one.
    pub(super) from: Option<u32>,
    /// The word by which it is found again on a later page, once it was asked for.
    pub(super) keyword: Option<String>,
    /// From the edge of its columns to its text: of a story in a box.
    pub(super) inset: Length,
    /// How it is to be shown.
    pub(super) treatment: Treatment,
    /// Whether it is the column of short news.
    pub(super) brief: bool,
    /// Its columns in all forms, once they were asked for.
    pub(super) bodies: Option<Bodies>,
    /// Whether its first paragraph may begin with a large letter.
    opens: bool,
    /// Whether a quotation of it may yet stand over columns.
    quotes: bool,
    element: Option<ElementId>,
    elements: Vec<Option<ElementId>>,
    /// The elements of other articles in the column of short news, by article.
    joined: Vec<(usize, ElementId)>,
    varied: usize,
}

impl Story {
    /// Sets an article for columns of one width. `flowing` is the style of a headline that stands in
    /// the column, pictures too; without it, head and pictures are left to be placed over columns.
    pub(super) fn new(
        index: usize,
        article: &Article,
        setter: &Setter<'_>,
        pictures: &mut Pictures<'_>,
        flowing: Option<Kind>,
    ) -> Story {
        let placed = flowing.is_none();
        let text = |field: &Option<String>| field.clone().filter(|text| !text.trim().is_empty());
        let mut story = Story {
            article: index,
            kicker: text(&article.kicker),
            headline: text(&article.headline),
            standfirst: text(&article.standfirst),
            pieces: Vec::new(),
            shapes: Vec::new(),
            figures: Vec::new(),
            cursor: Cursor::default(),
            placed: false,
            from: None,
            keyword: None,
            inset: Length::ZERO,
            treatment: article.treatment,
            brief: false,
            bodies: None,
            opens: false,
            quotes: false,
            element: None,
            elements: Vec::new(),
            joined: Vec::new(),
            varied: 0,
        };
        if flowing.is_none() && story.boxed() {
            story.inset = setter.layout.boxes.inset;
        }
        if let Some(kind) = flowing {
            story.head(setter, kind);
        }
        if let Some(jump) = text(&article.jump) {
            story.push(setter, 0, ElementRole::Jump, Kind::Jump, &jump);
            story.heads();
        }
        if let Some(byline) = text(&article.byline) {
            story.push(setter, 0, ElementRole::Byline, Kind::Byline, &byline);
            story.heads();
        }
        let words = article
            .blocks
            .iter()
            .map(|b| b.text.split_whitespace().count());
        let words: usize = words.sum();
        story.opens = placed && story.headline.is_some() && words >= OPENING;
        let captions = article.blocks.iter();
        let captions = captions.filter(|b| b.kind == BlockKind::Caption).count();
        let wide = setter.layout.page.columns >= QUOTE_COLUMNS && words >= QUOTED;
        story.quotes = placed && wide && captions < PLACED_PICTURES && !story.boxed();
        let quote = if placed {
            quote::of(article, setter)
        } else {
            None
        };
        for (at, block) in article.blocks.iter().enumerate() {
            story.block(setter, pictures, at + 1, block, placed);
            if let Some((after, text)) = &quote
                && *after == at
            {
                let (order, kind) = (at + 1, Kind::PullQuote);
                if story.quotes {
                    story.quotation(order, text, Quotation::Repeated);
                    continue;
                }
                story.push(setter, order, ElementRole::PullQuote, kind, text);
                if let Some(piece) = story.pieces.last_mut() {
                    piece.repeated = true;
                }
            }
        }
        // Pictures are given their places before a quotation.
        story.figures.sort_by_key(|figure| figure.quote.is_some());
        story
    }

    fn push(
        &mut self,
        setter: &Setter<'_>,
        order: usize,
        role: ElementRole,
        kind: Kind,
        text: &str,
    ) {
        let first = self.shapes.last().is_none_or(|shape| shape.heads);
        let flush = kind == Kind::Body && first && setter.layout.makeup.flush_first;
        let lines = setter.layout.makeup.drop_cap.unsigned_abs();
        let opens = kind == Kind::Body && self.opens;
        let opens = opens && self.pieces.iter().all(|piece| piece.kind != Kind::Body);
        if lines > 1
            && opens
            && let Some((set, cap)) = setter.dropped(text, lines, self.measure(setter), 0)
        {
            self.add(setter, order, role, kind, text, set);
            if let (Some(piece), Some(shape)) = (self.pieces.last_mut(), self.shapes.last_mut()) {
                piece.dress.cap = Some((cap, lines));
                shape.keep = lines;
            }
            return;
        }
        let width = self.measure(setter);
        if kind == Kind::Body {
            let (set, spare) = setter.draft(text, kind, width, flush);
            let pieces = self.pieces.len();
            let named = self.pieces.last().is_some_and(|p| p.kind == Kind::Byline);
            self.add(setter, order, role, kind, text, set);
            if let (Some(shape), true) = (self.shapes.last_mut(), named) {
                // Under a byline the space may grow.
                (shape.spare, shape.text) = (1, false);
            }
            if let Some(piece) = self.pieces.get_mut(pieces) {
                piece.spare = spare;
            }
            return;
        }
        let set = setter.set(text, kind, width, How::default());
        self.add(setter, order, role, kind, text, set);
    }

    /// Whether it stands in a box of its own.
    pub(super) fn boxed(&self) -> bool {
        matches!(self.treatment, Treatment::Box | Treatment::Tint)
    }

    /// Width of its columns' text.
    fn measure(&self, setter: &Setter<'_>) -> Length {
        setter.layout.column_width() - self.inset * 2
    }

    /// The article as one of the column of short news: its head stands in the column.
    pub(super) fn short(
        index: usize,
        article: &Article,
        setter: &Setter<'_>,
        pictures: &mut Pictures<'_>,
    ) -> Story {
        let mut story = Story::new(index, article, setter, pictures, Some(Kind::Brief));
        story.brief = true;
        story.treatment = Treatment::Brief;
        // Its head is among its pieces.
        (story.kicker, story.headline, story.standfirst) = (None, None, None);
        story
    }

    /// Adds another article of the column of short news below.
    pub(super) fn join(&mut self, mut other: Story, rule: Length) {
        self.bodies = None;
        other.part(1, rule, 0);
        self.pieces.append(&mut other.pieces);
        self.shapes.append(&mut other.shapes);
    }

    /// Kicker, headline and standfirst as pieces of the column.
    fn head(&mut self, setter: &Setter<'_>, kind: Kind) {
        let width = self.measure(setter);
        if let Some(text) = self.kicker.clone() {
            self.push(setter, 0, ElementRole::Kicker, Kind::Kicker, &text);
            self.heads();
        }
        if kind == Kind::Brief {
            if let Some(text) = self.headline.clone() {
                self.push(setter, 0, ElementRole::Headline, kind, &text);
                self.heads();
            }
        } else if let Some(text) = self.headline.clone()
            && let Some(set) = setter.fit_in_column(&text, kind, width)
        {
            self.add(setter, 0, ElementRole::Headline, kind, &text, set);
            self.heads();
        }
        if let Some(text) = self.standfirst.clone() {
            self.push(setter, 0, ElementRole::Standfirst, Kind::Standfirst, &text);
            self.heads();
        }
    }

    /// Parts the story from the one before it in the column: lines of space with a rule in them.
    pub(super) fn part(&mut self, gap: u32, rule: Length, turn: u32) {
        if let (Some(shape), Some(piece)) = (self.shapes.first_mut(), self.pieces.first_mut()) {
            shape.before = gap;
            shape.spare = 2;
            shape.turn = turn;
            piece.dress.parting = (gap, rule);
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn add(
        &mut self,
        setter: &Setter<'_>,
        order: usize,
        role: ElementRole,
        kind: Kind,
        text: &str,
        set: Set,
    ) {
        if set.lines.is_empty() {
            return;
        }
        let style = setter.style_of(kind);
        let lines = setter.lines_for(&set);
        let body = kind == Kind::Body;
        self.shapes.push(Shape {
            forms: vec![Form {
                lines,
                price: 0,
                hyphens: set.hyphens(),
            }],
            before: style.before.unsigned_abs(),
            spare: u32::from(style.before > 0),
            text: body,
            after: style.after.unsigned_abs(),
            heads: false,
            keep: 0,
            whole: !body,
            turn: 0,
        });
        self.pieces.push(Piece {
            article: self.article,
            order,
            role,
            kind,
            forms: vec![set],
            spare: Vec::new(),
            dress: Dress {
                above: style.rule_above,
                below: style.rule_below,
                ..Dress::default()
            },
            text: text.to_owned(),
            repeated: false,
        });
    }

    /// The last piece heads what follows.
    fn heads(&mut self) {
        if let Some(shape) = self.shapes.last_mut() {
            shape.heads = true;
        }
    }

    fn block(
        &mut self,
        setter: &Setter<'_>,
        pictures: &mut Pictures<'_>,
        order: usize,
        block: &Block,
        placed: bool,
    ) {
        let text = block.text.as_str();
        match block.kind {
            BlockKind::Paragraph => {
                self.push(setter, order, ElementRole::Paragraph, Kind::Body, text);
            }
            BlockKind::Subhead => {
                self.push(setter, order, ElementRole::Subhead, Kind::Subhead, text);
                self.heads();
                // A single column may end a little early, as in a book.
                if let Some(shape) = self.shapes.last_mut()
                    && setter.layout.page.columns == 1
                {
                    shape.turn = 4;
                }
            }
            BlockKind::PullQuote if self.quotes => {
                self.quotation(order, text, Quotation::Own);
            }
            BlockKind::PullQuote => {
                self.push(setter, order, ElementRole::PullQuote, Kind::PullQuote, text);
            }
            BlockKind::Jump => {
                let how = How {
                    right: true,
                    ..How::default()
                };
                let set = setter.set(text, Kind::Jump, self.measure(setter), how);
                self.add(setter, order, ElementRole::Jump, Kind::Jump, text, set);
            }
            // The page has a place for it.
            BlockKind::Advertisement
                if block.size.is_some() && setter.layout.makeup.mode == Mode::Modular => {}
            BlockKind::Note | BlockKind::Advertisement => {
                self.lines(setter, order, Kind::Note, block);
                if block.kind == BlockKind::Advertisement {
                    self.rules(Length::pt(1.0));
                }
            }
            BlockKind::List | BlockKind::Verse | BlockKind::Table => {
                self.lines(setter, order, Kind::Body, block);
            }
            BlockKind::Caption => self.caption(setter, pictures, order, block, placed),
        }
    }

    /// A quotation that stands over columns; the story has room for one.
    fn quotation(&mut self, order: usize, text: &str, quote: Quotation) {
        self.quotes = false;
        self.figures.push(Figure {
            order,
            caption: text.to_owned(),
            credit: String::new(),
            picture: None,
            quote: Some(quote),
        });
    }

    /// Lines that break where they break, as one piece.
    fn lines(&mut self, setter: &Setter<'_>, order: usize, kind: Kind, block: &Block) {
        let width = self.measure(setter);
        let how = How {
            flush: true,
            ragged: true,
            // What a line of its own takes more than a line for is told from the next one.
            hanging: kind == Kind::Body,
            ..How::default()
        };
        let lines = block.text.lines().filter(|line| !line.trim().is_empty());
        let mut sets = match block.kind {
            BlockKind::Table => table::set(setter, &block.text, width),
            _ => None,
        }
        .unwrap_or_else(|| {
            lines
                .map(|line| setter.set(line, kind, width, how))
                .collect()
        })
        .into_iter();
        if let Some(mut set) = sets.next() {
            sets.for_each(|next| set.append(next));
            let role = match block.kind {
                BlockKind::List => ElementRole::List,
                _ => ElementRole::Paragraph,
            };
            self.add(setter, order, role, kind, &block.text, set);
        }
    }

    fn rules(&mut self, thickness: Length) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.dress.above = thickness;
            piece.dress.below = thickness;
        }
    }

    fn caption(
        &mut self,
        setter: &Setter<'_>,
        pictures: &mut Pictures<'_>,
        order: usize,
        block: &Block,
        placed: bool,
    ) {
        let picture = pictures.get(block.picture.as_deref(), self.article);
        let frame = setter.layout.pictures.missing == MissingPictures::Frame;
        if picture.is_none() && !frame {
            self.column_figure(setter, order, block, 0, None);
            return;
        }
        if placed && self.figures.len() < PLACED_PICTURES {
            self.figures.push(Figure {
                order,
                caption: block.text.clone(),
                credit: block.credit.clone().unwrap_or_default(),
                picture,
                quote: None,
            });
            return;
        }
        let ratio = picture.map_or(setter.layout.pictures.ratio[1], |picture| picture.ratio);
        let height = self.measure(setter).scale(ratio.clamp(0.2, 2.0));
        let lines = (height.to_pt() / setter.leading().to_pt()).round().max(2.0) as u32;
        self.column_figure(setter, order, block, lines, picture);
    }

    /// A caption in the column, under a figure of some grid lines or between rules.
    fn column_figure(
        &mut self,
        setter: &Setter<'_>,
        order: usize,
        block: &Block,
        figure: u32,
        picture: Option<Known>,
    ) {
        let width = self.measure(setter);
        let (set, credit, lines) = caption(
            setter,
            &block.text,
            block.credit.as_deref().unwrap_or_default(),
            width,
        );
        let before = self.pieces.len();
        self.add(
            setter,
            order,
            ElementRole::Caption,
            Kind::Caption,
            &block.text,
            set,
        );
        if self.pieces.len() == before {
            return;
        }
        let (Some(piece), Some(shape)) = (self.pieces.last_mut(), self.shapes.last_mut()) else {
            return;
        };
        shape.forms[0].lines = lines + figure;
        shape.before = 1;
        shape.after = 1;
        shape.spare = 1;
        piece.dress.figure = figure;
        piece.dress.under = lines;
        piece.dress.picture = picture;
        piece.dress.credit = credit;
        piece.dress.alt = inline::plain(&block.text);
        shape.forms.extend(crops(lines, figure));
        if figure == 0 {
            // The rules stand in the lines before and after, which stay free at column ends too.
            shape.forms[0].lines += 2;
            shape.before = 0;
            shape.after = 0;
            piece.dress.above = Length::pt(0.5);
            piece.dress.below = Length::pt(0.5);
        }
    }

    /// Offers the forms with a line more and a line less of every paragraph up to a number of pieces
    /// from the cursor on.
    pub(super) fn vary(&mut self, setter: &Setter<'_>, pieces: usize) {
        let last = (self.cursor.piece + pieces).min(self.pieces.len());
        let width = self.measure(setter);
        for at in self.varied.max(self.cursor.piece)..last {
            let (piece, shape) = (&mut self.pieces[at], &mut self.shapes[at]);
            if piece.kind != Kind::Body || shape.whole || shape.forms.len() > 1 {
                continue;
            }
            let natural = shape.forms[0].lines;
            if natural < 3 {
                continue;
            }
            let quality = strain(&piece.forms[0]);
            let cap = piece.dress.cap.as_ref();
            let again = cap.into_iter().flat_map(|(_, lines)| {
                let set = |more| Some(setter.dropped(&piece.text, *lines, width, more)?.0);
                let loose = [1, -1].map(|more| (set(more), natural.checked_add_signed(more)));
                loose
                    .into_iter()
                    .filter_map(|(set, wanted)| set.filter(|set| Some(set.count()) == wanted))
            });
            let again: Vec<Set> = again.collect();
            for set in std::mem::take(&mut piece.spare).into_iter().chain(again) {
                if set.lines.iter().any(|l| l.overfull > Length::ZERO) {
                    continue;
                }
                let price = 14 + (strain(&set) - quality).max(0);
                if price > 900 {
                    continue;
                }
                shape.forms.push(Form {
                    lines: set.count(),
                    price,
                    hyphens: set.hyphens(),
                });
                piece.forms.push(set);
            }
        }
        self.varied = self.varied.max(last);
    }

    /// Whether something high that is not to be parted is still to be placed: a picture in the column.
    pub(super) fn has_blocks(&self) -> bool {
        let left = self.shapes.iter().skip(self.cursor.piece);
        let high = |shape: &Shape| shape.forms.first().is_some_and(|form| form.lines > BLOCK);
        left.filter(|shape| shape.whole).any(high)
    }

    /// Lets the space between its paragraphs grow by a line, where nothing else helps.
    pub(super) fn loosen(&mut self) {
        for (at, shape) in self.shapes.iter_mut().enumerate() {
            if at > self.cursor.piece && shape.text {
                shape.spare = 1;
            }
        }
    }

    /// Grid lines of all that is still to be placed, in natural forms.
    pub(super) fn natural(&self) -> u32 {
        let mut lines = 0;
        for (at, shape) in self.shapes.iter().enumerate().skip(self.cursor.piece) {
            let form = if at == self.cursor.piece {
                self.cursor.form
            } else {
                0
            };
            lines += shape.forms.get(form).map_or(0, |form| form.lines);
            lines += shape.after;
            if at > self.cursor.piece {
                lines += shape.before;
            }
        }
        lines.saturating_sub(self.cursor.line)
    }

    /// By how many lines the rest can give and take at a fair price.
    pub(super) fn give(&self) -> (u32, u32) {
        let (mut fewer, mut more) = (0, 0);
        for shape in self.shapes.iter().skip(self.cursor.piece) {
            let natural = shape.forms.first().map_or(0, |form| form.lines);
            more += if shape.text { 0 } else { shape.spare };
            for form in shape.forms.iter().filter(|form| form.price < 260) {
                fewer += u32::from(form.lines < natural);
                more += u32::from(form.lines > natural);
            }
        }
        (fewer, more)
    }

    /// Whether nothing of it is left.
    pub(super) fn done(&self) -> bool {
        self.placed && self.cursor.piece >= self.pieces.len()
    }

    /// Its own element.
    pub(super) fn element(&mut self, structure: &mut Structure) -> ElementId {
        *self
            .element
            .get_or_insert_with(|| structure.add(ElementRole::Article, None, ""))
    }

    /// Whether an element is its own, or that of an article that it has joined.
    pub(super) fn is_of(&self, article: ElementId) -> bool {
        self.element == Some(article) || self.joined.iter().any(|(_, id)| *id == article)
    }

    /// The element of a piece: one for all its lines, wherever they stand.
    pub(super) fn piece_element(&mut self, structure: &mut Structure, at: usize) -> ElementId {
        self.elements.resize(self.pieces.len(), None);
        if let Some(Some(known)) = self.elements.get(at) {
            return *known;
        }
        let article = if self.pieces[at].article == self.article {
            self.element(structure)
        } else {
            self.joined(structure, at)
        };
        let piece = &self.pieces[at];
        let role = match piece.role {
            ElementRole::Caption => ElementRole::Figure,
            role => role,
        };
        let id = structure.add(role, Some(article), &piece.dress.alt);
        if role == ElementRole::Figure {
            // The text of a caption is always the element after its figure.
            structure.add(ElementRole::Caption, Some(id), "");
        }
        if role == ElementRole::List {
            // The items of a list are always the elements after it.
            let items = piece.forms.first().map_or(1, |set| set.starts.len().max(1));
            for _ in 0..items {
                structure.add(ElementRole::ListItem, Some(id), "");
            }
        }
        self.elements[at] = Some(id);
        id
    }

    /// The element of another article in the column of short news: that of the piece before, or a new
    /// one.
    fn joined(&mut self, structure: &mut Structure, at: usize) -> ElementId {
        let mine = self.pieces[at].article;
        if let Some((_, known)) = self.joined.iter().find(|(article, _)| *article == mine) {
            return *known;
        }
        let id = structure.add(ElementRole::Article, None, "");
        self.joined.push((mine, id));
        id
    }

    /// Words of its text, roughly.
    pub(super) fn words(&self) -> usize {
        self.pieces
            .iter()
            .map(|piece| piece.text.split_whitespace().count())
            .sum()
    }

    /// Words still to be placed, roughly.
    pub(super) fn words_left(&self) -> usize {
        self.pieces
            .iter()
            .skip(self.cursor.piece)
            .map(|piece| piece.text.split_whitespace().count())
            .sum()
    }

    /// The beginning of a piece's text.
    pub(super) fn place(&self, piece: usize) -> String {
        self.pieces
            .get(piece)
            .map_or_else(String::new, |piece| super::setter::beginning(&piece.text))
    }
}

/// What stands under or in a figure: a caption with its credit, or a quotation set large. The text,
/// the credit, and the grid lines of both.
pub(super) fn captioned(
    setter: &Setter<'_>,
    figure: &Figure,
    width: Length,
) -> (Set, Option<Set>, u32) {
    if figure.quote.is_none() {
        return caption(setter, &figure.caption, &figure.credit, width);
    }
    let set = setter.set(&figure.caption, Kind::PullQuote, width, How::default());
    // In lines of about one length, like a headline.
    let even = setter.fit(
        &figure.caption,
        Kind::PullQuote,
        width,
        set.lines.len(),
        0,
        false,
    );
    let mut set = even.unwrap_or(set);
    let leading = setter.leading();
    if set.pitch == Length::ZERO {
        set.pitch = leading;
    }
    // Half a line under the rule above, and half a line over that below.
    let lines = super::setter::ceiling(set.height() + set.depth + leading, leading);
    (set, None, u32::try_from(lines).unwrap_or(u32::MAX))
}

/// A caption with its credit: the text, the credit, and the grid lines of both.
fn caption(
    setter: &Setter<'_>,
    caption: &str,
    credit: &str,
    width: Length,
) -> (Set, Option<Set>, u32) {
    let how = How {
        flush: true,
        ..How::default()
    };
    let mut set = setter.set(caption, Kind::Caption, width, how);
    let mut lines = set.count();
    if credit.trim().is_empty() {
        return (set, None, lines);
    }
    let right = How {
        right: true,
        ..How::default()
    };
    let credit = setter.set(credit, Kind::Credit, width, right);
    let room = set.lines.last().map_or(Length::ZERO, |last| {
        credit.lines.first().map_or(width, SetLine::left) - last.width
    });
    // The credit stands at the end of the last line where there is room for it.
    if credit.count() != 1 || room < set.size || set.lines.is_empty() {
        lines += credit.count();
    }
    // A reader that extracts the text must not glue the two together.
    if let Some(run) = set.lines.last_mut().and_then(|line| line.runs.last_mut())
        && !run.text.ends_with(' ')
    {
        run.text.push(' ');
    }
    (set, Some(credit), lines)
}

/// The forms of a picture in a column that is cropped a little, over `lines` of text.
fn crops(lines: u32, figure: u32) -> impl Iterator<Item = Form> {
    let most = (f64::from(figure) * CROP) as u32;
    (1..=most).flat_map(move |by| {
        let part = f64::from(by) / f64::from(most);
        [figure - by, figure + by].map(|figure| Form {
            lines: lines + figure,
            price: (part * part * CROPPED) as i64,
            hyphens: Vec::new(),
        })
    })
}

/// How strained the spaces of a set text are: nothing for natural ones.
fn strain(set: &Set) -> i64 {
    let Some((_, lines)) = set.lines.split_last() else {
        return 0;
    };
    let wide = |space: f64| (space - 1.2).max(0.0).powi(2) * 90.0;
    let tight = |space: f64| (0.85 - space).max(0.0).powi(2) * 900.0;
    let whole: f64 = lines
        .iter()
        .map(|line| {
            let glued = if line.space == 0.0 { 3.0 } else { line.space };
            // A line that gapes is worse than two that are a little wide.
            let gaping = (glued - 2.2).max(0.0) * 500.0;
            wide(glued) + tight(glued) + gaping
        })
        .sum();
    whole.min(1e6) as i64
}
