//! The end of the file: everything that is not a page.
//!
//! Knows which objects a document has besides its pages, and in which order they are written.

use std::io::Write;

use pdf_writer::types::{OutputIntentSubtype, TabOrder};
use pdf_writer::writers::{OutputIntent as IntentWriter, Page as PageWriter};
use pdf_writer::{Name, Ref, TextStr};

use super::error::Error;
use super::metadata::{About, Moment};
use super::navigation::{Link, write_labels, write_link};
use super::page::to_rect;
use super::writer::{Closing, Summary, Writer};
use crate::frame::ElementId;

/// Title of a document that has none: PDF/UA wants one (ISO 14289-1, 7.1).
const UNTITLED: &str = "Untitled";

impl<W: Write> Writer<'_, W> {
    /// Writes everything that is not a page, and ends the file.
    ///
    /// # Errors
    /// [`Error::NoPages`] when no page was written, [`Error::Face`] when a face cannot be embedded,
    /// [`Error::Output`] when the output takes no more bytes.
    pub fn finish(mut self, closing: &Closing<'_>) -> Result<Summary, Error> {
        if self.pages.is_empty() {
            return Err(Error::NoPages);
        }
        let standards = self.settings.standards;
        for top in self.structure.waiting() {
            self.finish_article(top)?;
        }
        // Columns of articles that no page shows anything else of.
        let mut left: Vec<ElementId> = self.beads.keys().copied().collect();
        left.sort_unstable();
        for article in left {
            self.finish_article(article)?;
        }
        self.write_links()?;
        self.write_pages()?;
        self.write_shared()?;
        let links = self.written.iter().flat_map(|page| &page.links);
        let owners = self.written.iter().map(|page| page.owners);
        let parents: Vec<Ref> = owners.chain(links.map(|link| link.owner)).collect();
        let structure_root = self.structure.finish(parents.into_iter(), &mut self.sink)?;
        let outline = std::mem::take(&mut self.outline).finish(&self.pages, &mut self.sink)?;
        let threads = self.write_threads()?;
        let labels: Vec<String> = self
            .written
            .iter_mut()
            .map(|page| std::mem::take(&mut page.label))
            .collect();
        let labels = write_labels(&labels, &mut self.sink)?;
        let intents = self.write_intents()?;

        let title = Some(closing.title.trim()).filter(|title| !title.is_empty());
        let language = Some(closing.language.trim()).filter(|language| !language.is_empty());
        let about = About {
            title: title.unwrap_or(UNTITLED),
            language: language.unwrap_or("und"),
            created: Moment::from_epoch(self.settings.created),
            standards,
            id: self.sink.fingerprint(),
        };
        let metadata = self.sink.reserve();
        self.sink
            .stream(metadata, about.packet().as_bytes(), |stream| {
                stream.pair(Name(b"Type"), Name(b"Metadata"));
                stream.pair(Name(b"Subtype"), Name(b"XML"));
            })?;
        // PDF/A-4 has no information dictionary (ISO 19005-4, 6.1.3): the packet says it all.
        let info = (!standards.second_edition()).then(|| self.sink.reserve());
        if let Some(info) = info {
            self.sink
                .object(info, |obj| about.write_info(obj.start()))?;
        }
        let catalog = self.sink.reserve();
        let pages_root = self.pages_root;
        self.sink.object(catalog, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Catalog"));
            dict.pair(Name(b"Pages"), pages_root);
            dict.pair(Name(b"Metadata"), metadata);
            dict.pair(Name(b"Lang"), TextStr(about.language));
            dict.pair(Name(b"StructTreeRoot"), structure_root);
            dict.insert(Name(b"MarkInfo"))
                .dict()
                .pair(Name(b"Marked"), true);
            dict.insert(Name(b"ViewerPreferences"))
                .dict()
                .pair(Name(b"DisplayDocTitle"), true);
            if !intents.is_empty() {
                dict.insert(Name(b"OutputIntents")).array().items(intents);
            }
            if let Some(labels) = labels {
                dict.pair(Name(b"PageLabels"), labels);
            }
            if let Some(threads) = threads {
                dict.pair(Name(b"Threads"), threads);
            }
            if let Some(outline) = outline {
                dict.pair(Name(b"Outlines"), outline);
                dict.pair(Name(b"PageMode"), Name(b"UseOutlines"));
            }
        })?;
        let objects = self.sink.objects();
        let (_, bytes) = self.sink.finish(catalog, info, about.id)?;
        Ok(Summary {
            pages: self.pages.len(),
            bytes,
            objects,
            remarks: self.remarks,
        })
    }

    /// Writes the array of the threads, in the order of their articles.
    fn write_threads(&mut self) -> Result<Option<Ref>, Error> {
        if self.threads.is_empty() {
            return Ok(None);
        }
        self.threads.sort_unstable();
        let array = self.sink.reserve();
        self.sink.object(array, |obj| {
            obj.array()
                .items(self.threads.iter().map(|&(_, thread)| thread));
        })?;
        Ok(Some(array))
    }

    /// Writes the annotations of the links; their keys in the parent tree come after those of the pages.
    fn write_links(&mut self) -> Result<(), Error> {
        let structured = self.settings.standards.ua2;
        let links = self.written.iter().flat_map(|page| &page.links);
        for (key, link) in (self.written.len()..).zip(links) {
            // The last page, where there is no such page.
            let to = (link.page as usize).min(self.written.len() - 1);
            let target = &self.written[to];
            let fallback = format!("Page {}", to + 1);
            let link = Link {
                id: link.annotation,
                rect: to_rect(link.extent),
                key,
                page: self.pages[to],
                top: target.sheet.trim[3],
                owner: target.first.filter(|_| structured),
                text: if link.text.is_empty() {
                    &fallback
                } else {
                    &link.text
                },
            };
            write_link(&link, &mut self.sink)?;
        }
        Ok(())
    }

    fn write_pages(&mut self) -> Result<(), Error> {
        let spaces = [("All", self.all_plates), ("Spot", self.spot)];
        let shared = (self.fonts, self.states, spaces);
        for (index, written) in self.written.iter().enumerate() {
            let (width, height) = written.sheet.size;
            let pictures: Vec<(usize, Ref)> = written
                .pictures
                .iter()
                .filter_map(|&picture| Some((picture, self.pictures[picture]?.id)))
                .collect();
            let root = self.pages_root;
            self.sink.object(self.pages[index], |obj| {
                let mut page = obj.start::<PageWriter<'_>>();
                page.parent(root);
                page.media_box(to_rect([0, 0, width, height]));
                page.trim_box(to_rect(written.sheet.trim));
                page.bleed_box(to_rect(written.sheet.bleed));
                page.contents(written.content);
                page.struct_parents(index as i32);
                page.tab_order(TabOrder::StructureOrder);
                write_resources(&mut page, shared, &pictures);
                if !written.links.is_empty() {
                    let ids = written.links.iter().map(|link| link.annotation);
                    page.insert(Name(b"Annots")).array().items(ids);
                }
                if !written.beads.is_empty() {
                    let beads = written.beads.iter().copied();
                    page.insert(Name(b"B")).array().items(beads);
                }
            })?;
        }
        self.write_page_tree()
    }

    fn write_page_tree(&mut self) -> Result<(), Error> {
        let pages = &self.pages;
        self.sink.object(self.pages_root, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Pages"));
            dict.pair(Name(b"Count"), pages.len() as i32);
            dict.insert(Name(b"Kids"))
                .array()
                .items(pages.iter().copied());
        })?;
        Ok(())
    }

    /// Writes what all pages share: the fonts, and the two ways of printing over other things.
    fn write_shared(&mut self) -> Result<(), Error> {
        let fonts = self.faces.write(&mut self.sink)?;
        self.sink.object(self.fonts, |obj| {
            let mut dict = obj.dict();
            for (number, id) in fonts {
                dict.pair(Name(format!("F{number}").as_bytes()), id);
            }
        })?;
        if let Some(all_plates) = self.all_plates {
            self.write_separation(all_plates, "All", [1000; 4])?;
        }
        if let (Some(id), Some(name)) = (self.spot, &self.settings.accent.spot) {
            self.write_separation(id, name, self.settings.accent.inks)?;
        }
        self.sink.object(self.states, |obj| {
            let mut dict = obj.dict();
            for (name, on) in [(b"GO", true), (b"GK", false)] {
                let mut state = dict.insert(Name(name)).dict();
                state.pair(Name(b"Type"), Name(b"ExtGState"));
                state.pair(Name(b"OP"), on);
                state.pair(Name(b"op"), on);
                // Mode 1 leaves the other inks alone where an ink is 0 (ISO 32000-1, 8.6.7).
                state.pair(Name(b"OPM"), i32::from(on));
            }
        })?;
        Ok(())
    }

    /// Writes a colour with a plate of its own, and what stands for it on screens and proofs.
    fn write_separation(&mut self, id: Ref, name: &str, inks: [u16; 4]) -> Result<(), Error> {
        self.sink.object(id, |obj| {
            let mut space = obj.array();
            space.item(Name(b"Separation")).item(Name(name.as_bytes()));
            space.item(Name(b"DeviceCMYK"));
            let mut tint = space.push().dict();
            tint.pair(Name(b"FunctionType"), 2);
            tint.insert(Name(b"Domain")).array().items([0, 1]);
            tint.insert(Name(b"C0")).array().items([0; 4]);
            let solid = inks.map(|part| f32::from(part.min(1000)) / 1000.0);
            tint.insert(Name(b"C1")).array().items(solid);
            tint.pair(Name(b"N"), 1);
        })?;
        Ok(())
    }

    /// One profile for both intents: PDF/A wants it so (ISO 19005-2, 6.2.3).
    fn write_intents(&mut self) -> Result<Vec<Ref>, Error> {
        let standards = self.settings.standards;
        let intent = &self.settings.intent;
        let mut subtypes = Vec::new();
        if standards.x4 {
            subtypes.push(OutputIntentSubtype::PDFX);
        }
        if standards.a2a || standards.a4 || !standards.x4 {
            subtypes.push(OutputIntentSubtype::PDFA);
        }
        let profile = self.sink.reserve();
        self.sink.deflated(profile, &intent.profile, |stream| {
            stream.pair(Name(b"N"), 4);
        })?;
        let mut intents = Vec::new();
        for subtype in subtypes {
            let id = self.sink.reserve();
            self.sink.object(id, |obj| {
                let mut dict = obj.start::<IntentWriter<'_>>();
                dict.subtype(subtype);
                dict.output_condition_identifier(TextStr(&intent.identifier));
                dict.output_condition(TextStr(&intent.description));
                dict.info(TextStr(&intent.description));
                if intent.registered {
                    dict.registry_name(TextStr("http://www.color.org"));
                }
                dict.dest_output_profile(profile);
            })?;
            intents.push(id);
        }
        Ok(intents)
    }
}

/// A page's resources: what all pages share, and its own pictures.
fn write_resources(
    page: &mut PageWriter<'_>,
    (fonts, states, spaces): (Ref, Ref, [(&str, Option<Ref>); 2]),
    pictures: &[(usize, Ref)],
) {
    let mut dict = page.insert(Name(b"Resources")).dict();
    dict.pair(Name(b"Font"), fonts);
    dict.pair(Name(b"ExtGState"), states);
    if spaces.iter().any(|(_, space)| space.is_some()) {
        let mut dict = dict.insert(Name(b"ColorSpace")).dict();
        for (name, space) in spaces {
            if let Some(space) = space {
                dict.pair(Name(name.as_bytes()), space);
            }
        }
    }
    if !pictures.is_empty() {
        let mut own = dict.insert(Name(b"XObject")).dict();
        for (index, id) in pictures {
            own.pair(Name(format!("P{index}").as_bytes()), *id);
        }
    }
}
