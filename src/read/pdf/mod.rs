//! PDF with a text layer, born digital or from OCR: every glyph with its place, put in order by
//! [`sheet`](super::sheet).
//!
//! Knows pages, encryption and how to stay alive: whatever a file does to its interpreter ends in a
//! sentence about this file or this page.

mod bombs;
mod codes;
mod device;
mod fonts;
mod glyphs;
mod photos;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, Device, InterpreterCache, InterpreterSettings, RenderContent, TransformExt as _,
    interpret_page,
};

use super::photos::Photo;
use super::{Defect, Found, MAX_PAGES, ReadError, Remark, sheet};
use device::{Enough, Glyphs};

const WHAT: &str = "a PDF file";

/// A page with more than this share of characters without a meaning is remarked upon.
const UNMAPPED: usize = 20;

/// Reads the pages of a PDF.
///
/// # Errors
/// [`ReadError::Encrypted`], [`ReadError::Damaged`], [`ReadError::Bomb`], and
/// [`ReadError::NeedsOcr`] when no page has text.
pub(super) fn pages(name: &str, bytes: Vec<u8>) -> Result<Found, ReadError> {
    let pdf = opened(bytes)?;
    let pages = pdf.pages().len();
    let cache = InterpreterCache::new();
    let mut found = Found::default();
    for (nth, page) in pdf.pages().iter().enumerate() {
        let page_name = page_name(name, nth, pages);
        let mut remark = |what| {
            found.remarks.push(Remark {
                page: page_name.clone(),
                what,
            });
        };
        let read = catch_unwind(AssertUnwindSafe(|| read_page(&pdf, page, &cache, nth + 1)));
        let (sheet, lost, of) = match read {
            Ok(read) => read,
            Err(cause) if cause.is::<Enough>() => {
                remark(Defect::Unread(
                    "it draws more than any page does".to_owned(),
                ));
                continue;
            }
            Err(_) => {
                remark(Defect::Unread(
                    "it is damaged and stops the reader".to_owned(),
                ));
                continue;
            }
        };
        if lost * UNMAPPED > of {
            remark(Defect::Unmapped { lost, of });
        }
        match sheet::page(page_name.clone(), sheet) {
            Some(page) => found.pages.push(page),
            None if lost == 0 => remark(Defect::NeedsOcr),
            None => {}
        }
    }
    if found.pages.is_empty() {
        return Err(ReadError::NeedsOcr { pages });
    }
    Ok(found)
}

/// A PDF that can be looked into: it has pages, and nothing in it asks for more memory than there is.
fn opened(bytes: Vec<u8>) -> Result<Pdf, ReadError> {
    bombs::none_in(&bytes)?;
    let damaged = |why: &str| ReadError::Damaged {
        what: WHAT,
        why: why.to_owned(),
    };
    let pdf = catch_unwind(AssertUnwindSafe(|| Pdf::new(bytes)))
        .map_err(|_| damaged("its structure stops the reader"))?
        .map_err(|error| match error {
            LoadPdfError::Decryption(_) => ReadError::Encrypted,
            LoadPdfError::Invalid => {
                damaged("its pages cannot be found; it may have been cut short")
            }
        })?;
    let pages = catch_unwind(AssertUnwindSafe(|| pdf.pages().len()))
        .map_err(|_| damaged("its pages stop the reader"))?;
    if pages == 0 {
        return Err(damaged("it has no pages"));
    }
    if pages > MAX_PAGES {
        return Err(damaged("it has more pages than any issue"));
    }
    let wide = catch_unwind(AssertUnwindSafe(|| fonts::are_too_wide(&pdf)));
    if !matches!(wide, Ok(false)) {
        return Err(damaged(
            "a font of it has widths of more characters than there are",
        ));
    }
    Ok(pdf)
}

/// The pictures of a PDF, page by page.
pub(super) fn photos(name: &str, bytes: Vec<u8>) -> Vec<Photo> {
    let Ok(pdf) = opened(bytes) else {
        return Vec::new();
    };
    let cache = InterpreterCache::new();
    let mut found = Vec::new();
    let count = pdf.pages().len();
    for (nth, page) in pdf.pages().iter().enumerate() {
        let taken = catch_unwind(AssertUnwindSafe(|| {
            let mut device = photos::Photos::new(extent(page));
            interpret(&pdf, page, &cache, &mut device);
            device.found
        }));
        let page_name = page_name(name, nth, count);
        // A page that stops its reader was remarked upon when its text was read.
        found.extend(
            taken
                .unwrap_or_default()
                .into_iter()
                .map(|(area, file)| Photo {
                    page: page_name.clone(),
                    area,
                    file,
                }),
        );
    }
    found
}

fn page_name(name: &str, nth: usize, count: usize) -> String {
    match count {
        1 => name.to_owned(),
        _ => format!("{name}#page={}", nth + 1),
    }
}

fn extent(page: &PdfPage) -> Rect {
    let (width, height) = page.render_dimensions();
    Rect::new(0.0, 0.0, f64::from(width), f64::from(height))
}

fn interpret<'a>(
    pdf: &'a Pdf,
    page: &PdfPage<'a>,
    cache: &InterpreterCache<'a>,
    device: &mut impl Device<'a>,
) {
    let settings = InterpreterSettings {
        // What is written on a page afterwards is not the page's text.
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    };
    let start = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(start, extent(page), cache, pdf.xref(), settings);
    interpret_page(page, &mut context, device);
}

/// The sheet of a page, how many of its characters have no meaning, and how many it has.
fn read_page<'a>(
    pdf: &'a Pdf,
    page: &PdfPage<'a>,
    cache: &InterpreterCache<'a>,
    number: usize,
) -> (sheet::Sheet, usize, usize) {
    let mut device = Glyphs::new(extent(page));
    interpret(pdf, page, cache, &mut device);
    glyphs::sheet(device, number as u32, page.render_dimensions())
}
