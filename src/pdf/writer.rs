//! Pages -> file, as they come.
//!
//! A page's content goes out at once; fonts, structure and ways through the file follow when all pages
//! are known (`ending`). In between only small records of each page are kept.

use std::io::Write;

use pdf_writer::Ref;

use super::content::Content;
use super::divided;
use super::error::{Error, Remark};
use super::faces::Faces;
use super::marks;
use super::page::{Group, Painter, Sheet, extent_of, groups, is_text};
use super::picture::{self, Placed, Profiles};
use super::runs::After;
use super::settings::{ScreenColours, Settings};
use super::sink::Sink;
use super::structure::{Structure, tag};
use crate::font::Fonts;
use crate::frame::{Bead, Document, Element, ElementId, Item, ItemKind, Page, Picture};
use crate::units::Length;

/// What is kept of a page that has been written.
pub(super) struct Written {
    pub(super) content: Ref,
    pub(super) owners: Ref,
    pub(super) sheet: Sheet,
    pub(super) label: String,
    pub(super) pictures: Vec<usize>,
    /// Links: where on the sheet, whose text, and the page that each leads to.
    pub(super) links: Vec<([i64; 4], ElementId, u32)>,
}

/// What is known of a document when its pages are done.
#[derive(Clone, Copy, Debug)]
pub struct Closing<'a> {
    /// All logical elements, as in [`Document::elements`].
    pub elements: &'a [Element],
    /// Columns of articles in reading order.
    pub beads: &'a [Bead],
    /// Title of the document.
    pub title: &'a str,
    /// Language of the document (BCP 47); `und` when unknown.
    pub language: &'a str,
}

impl<'a> From<&'a Document> for Closing<'a> {
    fn from(document: &'a Document) -> Closing<'a> {
        Closing {
            elements: &document.elements,
            beads: &document.beads,
            title: &document.title,
            language: &document.language,
        }
    }
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many pages.
    pub pages: usize,
    /// How many bytes.
    pub bytes: u64,
    /// How many PDF objects.
    pub objects: usize,
    /// What a person should know.
    pub remarks: Vec<Remark>,
}

/// Writes a PDF page by page.
///
/// ```
/// # use reglet::{font::Fonts, frame::Page, pdf::{Closing, Settings, Writer}, units::Length};
/// let fonts = Fonts::default();
/// let settings = Settings::default();
/// let mut bytes = Vec::new();
/// let mut writer = Writer::new(&mut bytes, &fonts, &settings)?;
/// let page = Page { width: Length::mm(280.0), height: Length::mm(400.0), ..Page::default() };
/// writer.page(&page, &[])?;
/// let closing = Closing { elements: &[], beads: &[], title: "An empty page", language: "en" };
/// let summary = writer.finish(&closing)?;
/// assert_eq!(summary.pages, 1);
/// assert!(bytes.starts_with(b"%PDF-1.6"));
/// # Ok::<(), reglet::pdf::Error>(())
/// ```
pub struct Writer<'a, W: Write> {
    pub(super) sink: Sink<W>,
    pub(super) settings: &'a Settings,
    pub(super) faces: Faces<'a>,
    pub(super) structure: Structure,
    pub(super) pages_root: Ref,
    pub(super) fonts: Ref,
    pub(super) states: Ref,
    /// The colour that is on every plate, if marks are asked for.
    pub(super) all_plates: Option<Ref>,
    /// The spot colour, if the accent colour is one.
    pub(super) spot: Option<Ref>,
    pub(super) pages: Vec<Ref>,
    pub(super) written: Vec<Written>,
    pub(super) pictures: Vec<Option<Placed>>,
    pub(super) profiles: Profiles,
    pub(super) remarks: Vec<Remark>,
}

impl<'a, W: Write> Writer<'a, W> {
    /// Begins a file.
    ///
    /// # Errors
    /// [`Error::Standards`] when the settings ask for standards that exclude each other,
    /// [`Error::Output`] when `out` takes no bytes.
    pub fn new(out: W, fonts: &'a Fonts, settings: &'a Settings) -> Result<Self, Error> {
        settings.standards.check()?;
        let mut sink = Sink::new(out, settings.standards.version())?;
        Ok(Writer {
            pages_root: sink.reserve(),
            fonts: sink.reserve(),
            states: sink.reserve(),
            all_plates: settings.marks.as_ref().map(|_| sink.reserve()),
            spot: settings.accent.spot.as_ref().map(|_| sink.reserve()),
            sink,
            settings,
            faces: Faces::new(fonts),
            structure: Structure::default(),
            pages: Vec::new(),
            written: Vec::new(),
            pictures: Vec::new(),
            profiles: Profiles::default(),
            remarks: Vec::new(),
        })
    }

    /// Adds the next picture, so that the pages that follow can show it. A picture that cannot be used
    /// is a remark, not an error.
    ///
    /// # Errors
    /// [`Error::Output`] when the output takes no more bytes.
    pub fn picture(&mut self, picture: &Picture) -> Result<(), Error> {
        let press = match self.settings.screen_colours {
            ScreenColours::Managed => None,
            ScreenColours::Converted => Some(&*self.settings.intent.profile),
        };
        let placed = picture::write(picture, press, &mut self.profiles, &mut self.sink)?;
        if let Ok(Placed { ink: Some(ink), .. }) = placed
            && ink > self.settings.ink_limit
        {
            self.remarks.push(Remark::InkyPicture {
                picture: self.pictures.len(),
                ink,
                limit: self.settings.ink_limit,
            });
        }
        if let Err(reason) = &placed {
            self.remarks.push(Remark::BadPicture {
                picture: self.pictures.len(),
                reason: reason.clone(),
            });
        }
        self.pictures.push(placed.ok());
        Ok(())
    }

    /// Writes the next page. `elements` are all logical elements known so far, those of this page
    /// among them.
    ///
    /// # Errors
    /// [`Error::PageSize`] for a page that no PDF can hold, [`Error::Output`] when the output takes
    /// no more bytes.
    pub fn page(&mut self, page: &Page, elements: &[Element]) -> Result<(), Error> {
        let margin = self
            .settings
            .marks
            .as_ref()
            .map_or(Length::ZERO, |marks| marks.margin);
        let sheet = Sheet::new(page, margin);
        let number = self.pages.len() + 1;
        let fits = |side: i64| (3_000..=14_400_000).contains(&side);
        if !fits(sheet.size.0) || !fits(sheet.size.1) {
            return Err(Error::PageSize {
                page: number,
                width: sheet.size.0 as f64 / 1000.0,
                height: sheet.size.1 as f64 / 1000.0,
            });
        }
        let mut content = Content::default();
        let mut owners = Vec::new();
        let mut painter = Painter {
            faces: &mut self.faces,
            sheet,
            number,
            pictures: &self.pictures,
            least_resolution: self.settings.least_resolution,
            ink_limit: self.settings.ink_limit,
            accent: &self.settings.accent,
            divisions: divided::divisions(&page.items),
            used: Vec::new(),
            remarks: &mut self.remarks,
        };
        for group in groups(&page.items, elements) {
            let items = &page.items[group.items.clone()];
            let start = group.items.start;
            let index = self.pages.len() as u32;
            let tag = group.element.map(|id| {
                let role = elements[id.0 as usize].role;
                let mcid = owners.len() as u32;
                owners.push(self.structure.piece(id, index, mcid, &mut self.sink));
                note(&mut self.structure, &group, items, elements, &sheet, index);
                (tag(role), mcid)
            });
            write_group(&mut content, &mut painter, items, (start, group.after), tag);
        }
        let used = painter.used;
        if let Some(marks) = &self.settings.marks {
            marks::paint(&mut content, &sheet, marks);
            let label = match page.label.as_str() {
                "" => number.to_string(),
                label => label.to_owned(),
            };
            let parts = [&marks.slug, &label, &self.settings.intent.identifier];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            let line = parts.map(String::as_str).collect::<Vec<_>>().join("  |  ");
            marks::slug(&mut content, &mut self.faces, &sheet, &line);
        }
        let id = self.sink.reserve();
        self.sink.deflated(id, &content.finish(), |_| ())?;
        let owners_id = self.sink.reserve();
        self.sink.object(owners_id, |obj| {
            obj.array().items(owners);
        })?;
        self.pages.push(self.sink.reserve());
        self.written.push(Written {
            content: id,
            owners: owners_id,
            sheet,
            label: page.label.clone(),
            pictures: used,
            // PDF/X-4 allows no annotations on the page.
            links: match self.settings.standards.x4 {
                true => Vec::new(),
                false => page
                    .links
                    .iter()
                    .map(|link| (sheet.extent(&link.rect), link.element, link.page))
                    .collect(),
            },
        });
        Ok(())
    }
}

/// Writes a group between its marks. Groups of nothing but text share text objects; others close
/// them first, since marked parts and text objects must nest (ISO 32000-1, 14.6.1).
fn write_group(
    content: &mut Content,
    painter: &mut Painter<'_, '_>,
    items: &[Item],
    (start, after): (usize, After),
    tag: Option<(&str, u32)>,
) {
    let text = is_text(items);
    if text {
        content.begin_text();
    } else {
        content.end_text();
    }
    match tag {
        Some((tag, mcid)) => content.begin_marked(tag, mcid),
        None => content.begin_artifact(),
    }
    let boxes = painter.paint(content, items, start, after);
    if !text {
        content.end_text();
    }
    content.end_marked();
    if !boxes.is_empty() {
        content.end_text();
        content.begin_artifact();
        content.stroke_ink(super::content::BLACK);
        for [left, bottom, right, top] in boxes {
            content.stroke(left, bottom, right - left, top - bottom, 300);
        }
        content.end_marked();
    }
}

/// Keeps of a group what bookmarks, threads and descriptions will need.
fn note(
    structure: &mut Structure,
    group: &Group,
    items: &[Item],
    elements: &[Element],
    sheet: &Sheet,
    page: u32,
) {
    let Some(id) = group.element else { return };
    let role = elements[id.0 as usize].role;
    let mut baseline = None;
    let mut soft = false;
    for item in items {
        structure.place(id, role, page, || extent_of(item, sheet));
        if let ItemKind::Glyphs(run) = &item.kind {
            let joined = soft || baseline == Some(run.at.y);
            structure.text(id, role, &run.text, joined);
            baseline = Some(run.at.y);
            soft = run.soft_hyphen;
        }
    }
}

/// Writes a whole document.
///
/// # Errors
/// As [`Writer::new`], [`Writer::page`] and [`Writer::finish`].
pub fn write(
    document: &Document,
    fonts: &Fonts,
    settings: &Settings,
    out: impl Write,
) -> Result<Summary, Error> {
    let mut writer = Writer::new(out, fonts, settings)?;
    for picture in &document.pictures {
        writer.picture(picture)?;
    }
    for page in &document.pages {
        writer.page(page, &document.elements)?;
    }
    writer.finish(&document.into())
}
