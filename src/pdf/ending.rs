//! The end of the file: everything that is not a page.
//!
//! Knows which objects a document has besides its pages, and in which order they are written.

use std::io::Write;

use pdf_writer::types::{OutputIntentSubtype, TabOrder};
use pdf_writer::writers::{OutputIntent as IntentWriter, Page as PageWriter};
use pdf_writer::{Name, Rect, Ref, TextStr};

use super::error::Error;
use super::metadata::{About, Moment};
use super::navigation::{
    Link, Stop, Threads, stops, write_labels, write_link, write_outline, write_threads,
};
use super::structure::{self, Linked, Tree, may_link};
use super::writer::{Closing, Summary, Writer};
use crate::frame::Bead;

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
        let stops = stops(&self.structure, closing.elements);
        let threads = self.threads(&stops, closing)?;
        let links = self.links(closing)?;
        self.write_pages(&threads, &links)?;
        self.write_shared()?;
        let owners: Vec<Ref> = self.written.iter().map(|page| page.owners).collect();
        let tree = Tree {
            structure: &self.structure,
            elements: closing.elements,
            pages: &self.pages,
            page_owners: &owners,
            second_edition: standards.second_edition(),
            links: &links,
            linked: links.iter().map(|link| link.element).collect(),
        };
        let structure_root = structure::write(&tree, &mut self.sink, &mut self.remarks)?;
        let outline = write_outline(&stops, &self.pages, standards.ua2, &mut self.sink)?;
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
            if let Some(threads) = threads.array {
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

    fn threads(&mut self, stops: &[Stop], closing: &Closing<'_>) -> Result<Threads, Error> {
        let written = &self.written;
        let box_of = |bead: &Bead| {
            let page = written.get(bead.page as usize)?;
            Some(to_rect(page.sheet.extent(&bead.rect)))
        };
        let threads = write_threads(stops, closing.beads, &self.pages, box_of, &mut self.sink)?;
        Ok(threads)
    }

    /// Writes the annotations of the links; gives them in the order of their keys in the parent tree.
    fn links(&mut self, closing: &Closing<'_>) -> Result<Vec<Linked>, Error> {
        let mut links = Vec::new();
        for (page, written) in (0u32..).zip(&self.written) {
            for &(extent, element, to) in &written.links {
                let slot = element.0 as usize;
                let sound = closing
                    .elements
                    .get(slot)
                    .is_some_and(|element| may_link(element.role))
                    && self.structure.owner_of(element.0).is_some();
                let (true, Some(target)) = (sound, self.written.get(to as usize)) else {
                    continue;
                };
                let fallback = format!("Page {}", to + 1);
                let linked = Linked {
                    element: element.0,
                    page,
                    annotation: self.sink.reserve(),
                };
                let structured = self.settings.standards.ua2;
                let link = Link {
                    id: linked.annotation,
                    rect: to_rect(extent),
                    key: self.written.len() + links.len(),
                    page: self.pages[to as usize],
                    top: target.sheet.trim[3],
                    owner: structured.then(|| self.structure.first_on(to)).flatten(),
                    text: self.structure.text_of(element.0).unwrap_or(&fallback),
                };
                write_link(&link, &mut self.sink)?;
                links.push(linked);
            }
        }
        Ok(links)
    }

    fn write_pages(&mut self, threads: &Threads, links: &[Linked]) -> Result<(), Error> {
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
                let mut own = links
                    .iter()
                    .filter(|link| link.page as usize == index)
                    .peekable();
                if own.peek().is_some() {
                    let ids = own.map(|link| link.annotation);
                    page.insert(Name(b"Annots")).array().items(ids);
                }
                let beads = &threads.on_page[index];
                if !beads.is_empty() {
                    page.insert(Name(b"B")).array().items(beads.iter().copied());
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

fn to_rect(extent: [i64; 4]) -> Rect {
    let [left, bottom, right, top] = extent.map(|edge| edge as f32 / 1000.0);
    Rect::new(left, bottom, right, top)
}
