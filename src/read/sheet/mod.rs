//! A sheet of placed words -> text in the order of reading, by geometry alone.
//!
//! Knows boxes, baselines, sizes and faces; nothing of formats. The order in which a file names its
//! words is never asked: it is what extractors and OCR engines get wrong. Stages, a file each: white
//! gutters between words, lines that no gutter cuts, regions cut out of the sheet, blocks of a column,
//! and the flow of paragraphs over columns and around pictures.

mod blocks;
mod floats;
mod flow;
mod gutters;
mod lines;
mod regions;
mod text;

use std::sync::Arc;

use crate::model::{Area, Encoding, Page, PlacedPicture, Source, Unit};

/// A word as a reader found it.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    /// Its characters; no white space.
    pub text: String,
    /// Where it stands, turned so that its line runs from left to right.
    pub at: Bounds,
    /// Height of its baseline.
    pub base: f32,
    /// Size of its type: the height of the em, or what comes near it.
    pub em: f32,
    /// Which face it is set in; equal numbers are equal faces. Size is not part of it.
    pub face: u64,
    /// Where it stands on the sheet as it lies in the file.
    pub area: Area,
    /// How sure it was read.
    pub confidence: Option<f32>,
    /// The name of its element.
    pub element: Option<String>,
    /// The whole word, for the first part of a parted one.
    pub whole: Option<String>,
    /// The line of the file that it belongs to, where the file knows lines.
    pub line: Option<usize>,
}

/// Edges of a box; `y` grows downward.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Bounds {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Bounds {
    pub(super) fn width(&self) -> f32 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f32 {
        self.bottom - self.top
    }

    pub(super) fn with(&self, other: &Bounds) -> Bounds {
        Bounds {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// How far two boxes overlap from left to right; negative when they are apart.
    fn across(&self, other: &Bounds) -> f32 {
        self.right.min(other.right) - self.left.max(other.left)
    }

    /// How far two boxes overlap from top to bottom; negative when they are apart.
    fn down(&self, other: &Bounds) -> f32 {
        self.bottom.min(other.bottom) - self.top.max(other.top)
    }

    pub(super) fn holds(&self, other: &Bounds) -> bool {
        let (x, y) = other.centre();
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    fn centre(&self) -> (f32, f32) {
        (
            (self.left + self.right) / 2.0,
            (self.top + self.bottom) / 2.0,
        )
    }
}

/// A sheet as a reader found it.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    /// Number of the page in its file, counted from 1.
    pub number: u32,
    /// Width and height as they lie in the file.
    pub size: (f32, f32),
    /// What lengths are in.
    pub unit: Unit,
    /// The words, in groups that run in one direction each, the greatest group first.
    pub groups: Vec<Vec<Word>>,
    /// Drawn lines and edges of tints, turned like the first group.
    pub rules: Vec<Bounds>,
    /// Pictures, turned like the first group.
    pub holes: Vec<Bounds>,
    /// Pictures as they lie in the file.
    pub pictures: Vec<PlacedPicture>,
    /// Whether boxes and sizes come from a scan, and are no better than that.
    pub scanned: bool,
}

/// The most words of a sheet. A broadsheet page of small advertisements has some 15,000.
pub(super) const MAX_WORDS: usize = 200_000;

/// The page that a sheet holds; `None` when there is no word on it.
pub(super) fn page(name: String, sheet: Sheet) -> Option<Page> {
    let mut sheet = sheet;
    let mut writer = text::Writer::default();
    let type_ = Type::of(&sheet);
    if sheet.scanned {
        straighten(&mut sheet, type_);
    }
    for (number, words) in sheet.groups.iter().enumerate() {
        let (rules, holes) = match number {
            0 => (sheet.rules.as_slice(), sheet.holes.as_slice()),
            _ => (&[][..], &[][..]),
        };
        let gutters = gutters::find(words, rules, type_);
        let lines = lines::of(words, &gutters, type_);
        let (floats, rest) = floats::apart(&lines, holes, type_);
        let mut taken: Vec<Bounds> = floats.iter().map(|float| float.at).collect();
        taken.extend(holes);
        let columns = regions::in_order(&lines, &rest, &taken, type_);
        let blocks: Vec<blocks::Block> = columns
            .iter()
            .flat_map(|column| blocks::of(words, &lines, column, type_))
            .collect();
        let blocks = flow::arranged(words, &lines, blocks, &floats, type_);
        writer.add(words, &blocks);
    }
    let (string, pieces, geometry) = writer.finish(sheet, type_)?;
    let source = Source::new(name, string.clone().into_bytes(), Encoding::Utf8).placed(geometry);
    Some(Page {
        source: Arc::new(source),
        text: crate::model::Text { string, pieces },
    })
}

/// Turns a sheet that was put into the scanner askew, so that its lines lie level. Boxes as the file has
/// them stay.
fn straighten(sheet: &mut Sheet, type_: Type) {
    let Some(main) = sheet.groups.first() else {
        return;
    };
    let slope = lines::slope(main, type_);
    if slope == 0.0 {
        return;
    }
    // A small angle: lengths stay.
    let level = |at: &mut Bounds| {
        let (x, y) = at.centre();
        (at.left, at.right) = (at.left + slope * y, at.right + slope * y);
        (at.top, at.bottom) = (at.top - slope * x, at.bottom - slope * x);
    };
    for word in sheet.groups.iter_mut().take(1).flatten() {
        word.base -= slope * word.at.centre().0;
        level(&mut word.at);
    }
    sheet.holes.iter_mut().for_each(level);
    sheet.rules.iter_mut().for_each(level);
}

/// The type that most of a sheet is set in.
#[derive(Clone, Copy, Debug)]
struct Type {
    /// Size of its em.
    em: f32,
    /// Its face.
    face: u64,
    /// Whether sizes are estimates from a scan.
    scanned: bool,
}

impl Type {
    /// Counted by characters: the commonest size first, then the commonest face in that size.
    fn of(sheet: &Sheet) -> Type {
        let words = || sheet.groups.iter().flatten();
        let mut sizes: Vec<(f32, usize)> = words().map(|word| (word.em, word.text.len())).collect();
        sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let near = if sheet.scanned { 0.12 } else { 0.03 };
        let (mut best, mut em) = (0, 1.0);
        let (mut from, mut sum) = (0, 0);
        for (size, len) in &sizes {
            sum += len;
            while sizes[from].0 < size * (1.0 - 2.0 * near) {
                sum -= sizes[from].1;
                from += 1;
            }
            if sum > best {
                (best, em) = (sum, size * (1.0 - near));
            }
        }
        let em: f32 = if em.is_finite() { em.max(0.01) } else { 1.0 };
        let mut faces = std::collections::BTreeMap::<u64, usize>::new();
        for word in words().filter(|word| (word.em / em - 1.0).abs() < 0.1) {
            *faces.entry(word.face).or_default() += word.text.len();
        }
        let face = faces.iter().max_by_key(|(_, count)| **count);
        Type {
            em,
            face: face.map_or(0, |(face, _)| *face),
            scanned: sheet.scanned,
        }
    }

    /// Whether two sizes are one size.
    fn same_size(&self, one: f32, other: f32) -> bool {
        let ratio = one.max(other) / one.min(other).max(0.001);
        ratio < if self.scanned { 1.45 } else { 1.1 }
    }

    /// Whether a line is set as running text is.
    fn is_text(&self, line: &lines::Line) -> bool {
        self.same_size(line.em, self.em) && line.face == self.face
    }
}
