//! One page: items -> a content stream, with the parts marked that belong to logical elements.
//!
//! Knows the sheet's geometry and the nesting of marked parts and text objects; writes no object.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::content::{BLACK, Content, Inks, milli};
use super::divided::Division;
use super::error::Remark;
use super::faces::Faces;
use super::picture::{Placed, matrix};
use super::runs::{After, Missing, write_run};
use super::settings::Accent;
use super::structure::Structure;
use crate::frame::{ElementId, GlyphRun, Ink, Item, ItemKind, Page};
use crate::units::{Length, Rect};

/// Where the trimmed page lies on the sheet, in thousandths of a point from the lower left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Width and height of the sheet with bleed and marks.
    pub size: (i64, i64),
    /// The trimmed page: left, bottom, right, top.
    pub trim: [i64; 4],
    /// The page with its bleed.
    pub bleed: [i64; 4],
}

impl Sheet {
    /// The sheet of a page, with `margin` beyond the bleed for marks.
    pub fn new(page: &Page, margin: Length) -> Sheet {
        let bleed = milli(page.bleed.max(Length::ZERO));
        let margin = milli(margin.max(Length::ZERO));
        let edge = bleed + margin;
        let (width, height) = (milli(page.width), milli(page.height));
        Sheet {
            size: (width + 2 * edge, height + 2 * edge),
            trim: [edge, edge, edge + width, edge + height],
            bleed: [margin, margin, edge + width + bleed, edge + height + bleed],
        }
    }

    /// A place on the page as a place on the sheet.
    pub fn at(&self, x: Length, y: Length) -> (i64, i64) {
        (self.trim[0] + milli(x), self.trim[3] - milli(y))
    }

    /// A box on the page as left, bottom, right, top on the sheet. Edges are rounded, not widths, so
    /// that boxes that touch still touch.
    pub fn extent(&self, rect: &Rect) -> [i64; 4] {
        let (left, top) = self.at(rect.x, rect.y);
        let (right, bottom) = self.at(rect.right(), rect.bottom());
        [
            left.min(right),
            bottom.min(top),
            left.max(right),
            bottom.max(top),
        ]
    }
}

/// A part of the page that belongs to one element, or to none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// The element; `None` for artifacts.
    pub element: Option<ElementId>,
    /// Its items.
    pub items: Range<usize>,
    /// What follows its last line.
    pub after: After,
}

/// The items of a page in groups of one element each. Elements that do not exist count as none.
pub(super) fn groups(items: &[Item], structure: &Structure) -> Vec<Group> {
    let known = |item: &Item| item.element.filter(|id| structure.element(*id).is_some());
    let mut at = 0;
    let mut groups: Vec<Group> = items
        .chunk_by(|one, next| known(one) == known(next))
        .map(|group| {
            let start = at;
            at += group.len();
            Group {
                element: group.first().and_then(known),
                items: start..at,
                after: After::Unknown,
            }
        })
        .collect();
    let mut later = FxHashSet::default();
    let mut last_of_parent: FxHashMap<Option<ElementId>, ElementId> = FxHashMap::default();
    for group in groups.iter_mut().rev() {
        let Some(id) = group.element else { continue };
        let parent = structure.element(id).and_then(|element| element.parent);
        let last = last_of_parent.entry(parent).or_insert(id);
        if later.contains(&id) {
            group.after = After::Line;
        } else if id < *last {
            group.after = After::End;
        }
        *last = id.max(*last);
        later.insert(id);
    }
    groups
}

/// What painting a page needs to know of the rest of the file.
pub(super) struct Painter<'p, 'f> {
    pub faces: &'p mut Faces<'f>,
    pub sheet: Sheet,
    /// The page, counted from 1, for remarks.
    pub number: usize,
    /// The pictures of the document; `None` for one that cannot be used.
    pub pictures: &'p [Option<Placed>],
    /// Pixels to the inch below which a picture is remarked on.
    pub least_resolution: u32,
    /// Total ink in percent.
    pub ink_limit: u32,
    /// The accent colour.
    pub accent: &'p Accent,
    /// The page's divided words, by place in its items.
    pub divisions: FxHashMap<usize, Division>,
    /// Pictures that the page uses.
    pub used: Vec<usize>,
    pub remarks: &'p mut Vec<Remark>,
}

impl Painter<'_, '_> {
    /// Paints the items of a group, the first of which is the page's item `start`. Returns boxes for missing glyphs, to be painted as artifacts when
    /// the group is closed.
    pub fn paint(
        &mut self,
        content: &mut Content,
        items: &[Item],
        start: usize,
        after: After,
    ) -> Vec<[i64; 4]> {
        let mut boxes = Vec::new();
        for (at, item) in items.iter().enumerate() {
            match &item.kind {
                ItemKind::Glyphs(run) => {
                    let after = after_run(run, &items[at + 1..]).unwrap_or(after);
                    let division = self.divisions.remove(&(start + at)).unwrap_or_default();
                    let last = item.element.is_some() && is_last(&items[at + 1..]);
                    self.run(content, run, (after, &division, last), &mut boxes);
                }
                ItemKind::Fill { rect, ink } => {
                    let [left, bottom, right, top] = self.sheet.extent(rect);
                    match self.spot(*ink) {
                        Some(amount) => content.fill_spot(amount),
                        None => content.fill_ink(self.inks(*ink)),
                    }
                    content.fill(left, bottom, right - left, top - bottom);
                }
                ItemKind::Stroke { rect, weight, ink } => {
                    let [left, bottom, right, top] = self.sheet.extent(rect);
                    match self.spot(*ink) {
                        Some(amount) => content.stroke_spot(amount),
                        None => content.stroke_ink(self.inks(*ink)),
                    }
                    let weight = milli(*weight).max(0);
                    content.stroke(left, bottom, right - left, top - bottom, weight);
                }
                ItemKind::Picture {
                    rect,
                    whole,
                    picture,
                } => self.picture(content, rect, whole, *picture),
            }
        }
        boxes
    }

    fn run(
        &mut self,
        content: &mut Content,
        run: &GlyphRun,
        (after, division, last): (After, &Division, bool),
        boxes: &mut Vec<[i64; 4]>,
    ) {
        content.fill_ink(self.inks(run.ink));
        let origin = self.sheet.at(run.at.x, run.at.y);
        let missing = write_run(content, self.faces, run, origin, after, division, last);
        for Missing { x, width, text } in missing {
            // As high as a capital and a little narrower than the glyph would be.
            let (start, bottom) = self.sheet.at(run.at.x, run.at.y);
            let left = start + x;
            let height = milli(run.size) * 65 / 100;
            boxes.push([
                left + width / 10,
                bottom,
                left + width * 9 / 10,
                bottom + height,
            ]);
            self.remarks.push(Remark::MissingGlyph {
                page: self.number,
                text,
            });
        }
    }

    fn picture(&mut self, content: &mut Content, rect: &Rect, whole: &Rect, picture: usize) {
        let [left, bottom, right, top] = self.sheet.extent(rect);
        match self.pictures.get(picture) {
            Some(Some(placed)) => {
                if !self.used.contains(&picture) {
                    self.used.push(picture);
                }
                let shown = [left, bottom, right - left, top - bottom];
                let [left, bottom, right, top] = self.sheet.extent(whole);
                let clip = (whole != rect).then_some(shown);
                self.check_resolution(picture, placed, right - left, top - bottom);
                let matrix = matrix(placed.orientation, [left, bottom, right, top]);
                // What is over a picture is over it: black text overprints, pictures never do.
                content.knock_out();
                content.picture(picture, matrix, clip);
                return;
            }
            Some(None) => {}
            None => self.remarks.push(Remark::NoSuchPicture {
                page: self.number,
                picture,
            }),
        }
        content.stroke_ink(BLACK);
        content.stroke(left, bottom, right - left, top - bottom, 500);
        content.rule((left, bottom), (right, top), 500);
        content.rule((left, top), (right, bottom), 500);
    }

    fn check_resolution(&mut self, picture: usize, placed: &Placed, width: i64, height: i64) {
        let inches = |length: i64| length.max(1) as f64 / 72_000.0;
        let across = f64::from(placed.width) / inches(width);
        let down = f64::from(placed.height) / inches(height);
        let resolution = across.min(down).round() as u32;
        if resolution < self.least_resolution {
            self.remarks.push(Remark::LowResolution {
                page: self.number,
                picture,
                resolution,
            });
        }
    }

    /// How much of the spot colour an ink is, if it is that.
    fn spot(&self, ink: Ink) -> Option<u16> {
        match ink {
            Ink::Accent(amount) => self.accent.spot.as_ref().map(|_| thousandths(amount)),
            _ => None,
        }
    }

    /// An ink within the limit of the paper: colours give way first, black last.
    fn inks(&mut self, ink: Ink) -> Inks {
        let inks = match ink {
            Ink::Black(black) => return [0, 0, 0, thousandths(black)],
            Ink::Cmyk(parts) => parts.map(thousandths),
            Ink::Accent(amount) => {
                let amount = u32::from(thousandths(amount));
                self.accent
                    .inks
                    .map(|part| (u32::from(part.min(1000)) * amount / 1000) as u16)
            }
        };
        let sum: u32 = inks.iter().map(|&part| u32::from(part)).sum();
        let limit = self.ink_limit.saturating_mul(10);
        if sum <= limit {
            return inks;
        }
        self.remarks.push(Remark::InkOverLimit {
            page: self.number,
            asked: sum.div_ceil(10),
            limit: self.ink_limit,
        });
        let black = u32::from(inks[3]).min(limit);
        let colours = sum - u32::from(inks[3]);
        let room = limit - black;
        let less = |part: u16| (u32::from(part) * room / colours.max(1)).min(1000) as u16;
        [less(inks[0]), less(inks[1]), less(inks[2]), black as u16]
    }
}

/// What follows a run in its group: another line, or more of its line, of which nothing need be known.
fn after_run(run: &GlyphRun, rest: &[Item]) -> Option<After> {
    rest.iter().find_map(|item| match &item.kind {
        ItemKind::Glyphs(next) if next.at.y == run.at.y => Some(After::Unknown),
        ItemKind::Glyphs(_) => Some(After::Line),
        _ => None,
    })
}

/// Whether no text follows.
fn is_last(rest: &[Item]) -> bool {
    !rest
        .iter()
        .any(|item| matches!(item.kind, ItemKind::Glyphs(_)))
}

/// A part in thousandths; what is no number or out of range is brought into it.
fn thousandths(part: f32) -> u16 {
    if part.is_nan() {
        return 0;
    }
    (part.clamp(0.0, 1.0) * 1000.0).round() as u16
}

/// Whether a group is nothing but text, so that it may share a text object with its neighbours.
pub(super) fn is_text(items: &[Item]) -> bool {
    items
        .iter()
        .all(|item| matches!(item.kind, ItemKind::Glyphs(_)))
}

/// The box that an item takes on the sheet, near enough to point at.
pub(super) fn extent_of(item: &Item, sheet: &Sheet) -> [i64; 4] {
    match &item.kind {
        ItemKind::Glyphs(run) => {
            let (left, line) = sheet.at(run.at.x, run.at.y);
            let width: i64 = run.glyphs.iter().map(|glyph| milli(glyph.advance)).sum();
            let size = milli(run.size);
            [left, line - size / 4, left + width, line + size]
        }
        ItemKind::Fill { rect, .. }
        | ItemKind::Stroke { rect, .. }
        | ItemKind::Picture { rect, .. } => sheet.extent(rect),
    }
}

/// A box as a dictionary has it.
pub(super) fn to_rect(extent: [i64; 4]) -> pdf_writer::Rect {
    let [left, bottom, right, top] = extent.map(|edge| edge as f32 / 1000.0);
    pdf_writer::Rect::new(left, bottom, right, top)
}
