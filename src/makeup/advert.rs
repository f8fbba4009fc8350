//! Advertisements: fixed rectangles, sold by columns and height, at the foot and outer edge of pages.
//!
//! Knows the waiting ones and their sizes on the grid. Which page takes which: in the order of the
//! edition, beside the stories they stand among, but where one was sold for a page.

use super::emit::{Sheet, Structure};
use super::picture::{Known, Pictures};
use super::remark::{Remark, RemarkKind};
use super::setter::{How, Kind, Setter, ceiling};
use crate::edition::{Article, BlockKind, inline};
use crate::frame::ElementRole;
use crate::units::{Length, Rect};

/// What ends a line of an advertisement (Unicode's line separator).
const LINE_END: &str = "\u{2028}";
/// Lines of large type that an advertisement may have.
const MOST_LINES: usize = 6;

/// An advertisement that has no page yet.
#[derive(Clone, Debug)]
pub(super) struct Advert {
    /// The article that it stands with in the edition.
    pub(super) article: usize,
    /// Its words; those of a picture say what it shows.
    pub(super) text: String,
    picture: Option<Known>,
    /// Columns.
    pub(super) columns: usize,
    /// Grid lines.
    pub(super) lines: u32,
    /// The page that it was sold for, counted from 0.
    pub(super) page: Option<u32>,
}

impl Advert {
    /// Its area in grid lines of a column.
    pub(super) fn area(&self) -> f64 {
        self.columns as f64 * f64::from(self.lines)
    }
}

/// The advertisements of an article that have a size.
pub(super) fn of_article(
    at: usize,
    article: &Article,
    setter: &Setter<'_>,
    pictures: &mut Pictures<'_>,
    height: u32,
) -> (Vec<Advert>, Vec<Remark>) {
    let mut adverts = Vec::new();
    let mut remarks = Vec::new();
    let blocks = article.blocks.iter();
    for block in blocks.filter(|block| block.kind == BlockKind::Advertisement) {
        let Some(size) = block.size else { continue };
        let columns = usize::from(size.columns).min(setter.layout.page.columns);
        let high = Length::mm(f64::from(size.millimetres));
        let lines = u32::try_from(ceiling(high, setter.leading())).unwrap_or(1);
        let fits = columns == usize::from(size.columns) && lines <= height;
        if !fits {
            remarks.push(Remark {
                kind: RemarkKind::Advert,
                article: Some(at),
                page: None,
                place: super::setter::beginning(&block.text),
                text: format!("{size} is larger than a page; it is made smaller"),
            });
        }
        let picture = pictures.get(block.picture.as_deref(), at);
        adverts.push(Advert {
            article: at,
            text: block.text.clone(),
            picture,
            columns,
            lines: lines.clamp(3, height.max(3)),
            page: size.page.map(|page| page - 1),
        });
    }
    (adverts, remarks)
}

/// Sets an advertisement into its rectangle.
pub(super) fn set(
    sheet: &mut Sheet<'_>,
    structure: &mut Structure,
    advert: &Advert,
    (column, line): (usize, u32),
) {
    let setter = sheet.setter;
    let top = sheet.capitals(line);
    let rect = Rect {
        x: sheet.x(column, advert.columns),
        y: top,
        width: sheet.span(advert.columns),
        height: sheet.baseline(line + advert.lines - 1) - top,
    };
    let article = structure.add(ElementRole::Article, None, "");
    if advert.picture.is_some() {
        let alt = inline::plain(&advert.text);
        let figure = structure.add(ElementRole::Figure, Some(article), &alt);
        sheet.figure(rect, advert.picture, figure);
        return;
    }
    sheet.outline(rect, setter.layout.adverts.rule);
    let element = structure.add(ElementRole::Paragraph, Some(article), "");
    let inset = setter.layout.boxes.inset.max(Length::pt(4.0));
    let width = rect.width - inset * 2;
    let room = rect.height - inset * 2;
    // The largest headline type that fits, its lines as they came if they can be, else running text.
    let lines: Vec<&str> = advert.text.lines().collect();
    let (kept, joined) = (lines.join(LINE_END), lines.join(" "));
    let kinds = [Kind::Second, Kind::Third, Kind::JumpHead];
    let tried = kinds.map(|kind| (kind, &kept)).into_iter();
    let fitted = tried
        .chain(kinds.map(|kind| (kind, &joined)))
        .find_map(|(kind, text)| {
            let set = setter.fit(text, kind, width, MOST_LINES, 0, false)?;
            (set.height() + set.depth <= room).then_some(set)
        });
    if let Some(set) = fitted {
        let drop = (room - set.height()) / 2;
        let y = rect.y + inset + drop.max(Length::ZERO) + set.capital;
        for (at, set_line) in set.lines.iter().enumerate() {
            let x = rect.x + inset + (width - set_line.width) / 2 - set_line.left();
            sheet.line(set_line, x, y + set.pitch * at as i64, Some(element));
        }
        return;
    }
    let how = How {
        flush: true,
        ..How::default()
    };
    let set = setter.set(&kept, Kind::Note, width, how);
    for (at, set_line) in (0..).zip(&set.lines) {
        let y = sheet.baseline(line + at) + inset;
        sheet.line(set_line, rect.x + inset, y, Some(element));
    }
}
