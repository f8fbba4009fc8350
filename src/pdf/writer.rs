//! Pages -> file, as they come.
//!
//! A page's content goes out at once, the structure of an article when its last page has come; fonts, pages
//! and ways through the file follow when all pages are known (`ending`). In between only small records
//! of each page are kept.

use std::io::Write;

use pdf_writer::{Rect, Ref};
use rustc_hash::FxHashMap;

use super::content::Content;
use super::divided;
use super::error::{Error, Remark};
use super::faces::Faces;
use super::marks;
use super::navigation::{Outline, write_thread};
use super::page::{Painter, Sheet, extent_of, groups, is_text, to_rect};
use super::picture::{self, Placed, Profiles};
use super::runs::After;
use super::settings::{ScreenColours, Settings};
use super::sink::Sink;
use super::structure::{Structure, tag};
use crate::font::Fonts;
use crate::frame::{Bead, Document, ElementId, Item, ItemKind, Page, Picture, Since};
use crate::units::Length;

/// What is kept of a page that has been written.
pub(super) struct Written {
    pub(super) content: Ref,
    pub(super) owners: Ref,
    pub(super) sheet: Sheet,
    pub(super) label: String,
    pub(super) pictures: Vec<usize>,
    pub(super) links: Vec<Jump>,
    /// The first structure element that stands on it.
    pub(super) first: Option<Ref>,
    /// The beads of threads on it.
    pub(super) beads: Vec<Ref>,
}

/// A link on a page.
pub(super) struct Jump {
    pub(super) annotation: Ref,
    /// The structure element whose text it is.
    pub(super) owner: Ref,
    /// Where on the sheet.
    pub(super) extent: [i64; 4],
    /// The page that it leads to.
    pub(super) page: u32,
    pub(super) text: String,
}

/// What is known of a document when its pages are done.
#[derive(Clone, Copy, Debug)]
pub struct Closing<'a> {
    /// Title of the document.
    pub title: &'a str,
    /// Language of the document (BCP 47); `und` when unknown.
    pub language: &'a str,
}

impl<'a> From<&'a Document> for Closing<'a> {
    fn from(document: &'a Document) -> Closing<'a> {
        Closing {
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
/// # use reglet::{font::Fonts, pdf::{Closing, Settings, Writer}, units::Length};
/// # use reglet::frame::{Page, Since};
/// let fonts = Fonts::default();
/// let settings = Settings::default();
/// let mut bytes = Vec::new();
/// let mut writer = Writer::new(&mut bytes, &fonts, &settings)?;
/// let page = Page { width: Length::mm(280.0), height: Length::mm(400.0), ..Page::default() };
/// writer.page(&page, Since::default())?;
/// let closing = Closing { title: "An empty page", language: "en" };
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
    pub(super) outline: Outline,
    /// Columns of articles that are not written yet.
    pub(super) beads: FxHashMap<ElementId, Vec<Bead>>,
    /// Threads by article.
    pub(super) threads: Vec<(ElementId, Ref)>,
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
            structure: Structure::new(settings.standards.second_edition(), &mut sink),
            outline: Outline::new(settings.standards.ua2),
            beads: FxHashMap::default(),
            threads: Vec::new(),
            sink,
            settings,
            faces: Faces::new(fonts),
            pages: Vec::new(),
            written: Vec::new(),
            pictures: Vec::new(),
            profiles: Profiles::default(),
            remarks: Vec::new(),
        })
    }

    /// Adds the next picture. One that cannot be used is a remark, not an error.
    fn picture(&mut self, picture: &Picture) -> Result<(), Error> {
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

    /// Writes the next page. `since` has the logical elements of this page, as far as they are not known yet,
    /// and the pictures that it shows; a picture that cannot be used is a remark, not an error. Articles that
    /// are finished with this page are written, and kept no longer.
    ///
    /// # Errors
    /// [`Error::PageSize`] for a page that no PDF can hold, [`Error::Output`] when the output takes
    /// no more bytes.
    pub fn page(&mut self, page: &Page, since: Since<'_>) -> Result<(), Error> {
        for picture in since.pictures {
            self.picture(picture)?;
        }
        self.structure.add(since.elements);
        for bead in since.beads {
            self.beads.entry(bead.article).or_default().push(*bead);
        }
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
        for group in groups(&page.items, &self.structure) {
            let items = &page.items[group.items.clone()];
            let start = group.items.start;
            let index = self.pages.len() as u32;
            let tag = group.element.and_then(|id| {
                let role = self.structure.element(id)?.role;
                let mcid = owners.len() as u32;
                owners.push(self.structure.piece(id, index, mcid, &mut self.sink)?);
                note(&mut self.structure, id, items, &sheet, index);
                Some((tag(role), mcid))
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
        let first = owners.first().copied();
        let links = self.links(page, &sheet);
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
            links,
            first,
            beads: Vec::new(),
        });
        for &article in since.finished {
            self.finish_article(article)?;
        }
        if !since.finished.is_empty() {
            let next = self.structure.first_article().unwrap_or(u32::MAX);
            self.outline.write(next, &self.pages, &mut self.sink)?;
        }
        Ok(())
    }

    /// The links of a page.
    fn links(&mut self, page: &Page, sheet: &Sheet) -> Vec<Jump> {
        // PDF/X-4 allows no annotations on the page.
        if self.settings.standards.x4 {
            return Vec::new();
        }
        let index = self.pages.len() as u32;
        let links = page.links.iter().filter_map(|link| {
            let owner = self.structure.owner_of(link.element)?;
            let linked = self.structure.link(link.element, index, &mut self.sink);
            let (annotation, text) = linked?;
            Some(Jump {
                annotation,
                owner,
                extent: sheet.extent(&link.rect),
                page: link.page,
                text,
            })
        });
        links.collect()
    }

    /// Writes all that is left of an article: its structure, its bookmark, its thread.
    pub(super) fn finish_article(&mut self, article: ElementId) -> Result<(), Error> {
        let stop = self.structure.stop(article).unwrap_or_default();
        let beads = self.beads.remove(&article).unwrap_or_default();
        let columns: Vec<(u32, (Ref, Rect))> = beads
            .iter()
            .filter_map(|bead| {
                let written = self.written.get(bead.page as usize)?;
                let rect = to_rect(written.sheet.extent(&bead.rect));
                Some((bead.page, (self.pages[bead.page as usize], rect)))
            })
            .collect();
        if !columns.is_empty() {
            let places: Vec<(Ref, Rect)> = columns.iter().map(|(_, place)| *place).collect();
            let (thread, ids) = write_thread(&stop.title, &places, &mut self.sink)?;
            self.threads.push((article, thread));
            for ((page, _), id) in columns.iter().zip(ids) {
                self.written[*page as usize].beads.push(id);
            }
        }
        self.outline.add(article.0, stop);
        self.structure
            .write(article, &self.pages, &mut self.sink, &mut self.remarks)?;
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
fn note(structure: &mut Structure, id: ElementId, items: &[Item], sheet: &Sheet, page: u32) {
    let mut baseline = None;
    let mut soft = false;
    for item in items {
        structure.place(id, page, || extent_of(item, sheet));
        if let ItemKind::Glyphs(run) = &item.kind {
            let joined = soft || baseline == Some(run.at.y);
            structure.text(id, &run.text, joined);
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
    let mut since = Since::from(document);
    for page in &document.pages {
        writer.page(page, std::mem::take(&mut since))?;
    }
    writer.finish(&document.into())
}
