//! The logical structure: what a screen reader is told, and where on the pages it stands.
//!
//! Knows structure elements and the parent tree (ISO 32000-1, 14.7); not operators. An article is written as
//! soon as no later page can show more of it, and forgotten.

use std::io::{self, Write};

use pdf_writer::{Dict, Name, Rect, Ref, TextStr};
use rustc_hash::{FxHashMap, FxHashSet};

use super::error::Remark;
use super::navigation::{Spot, Stop};
use super::sink::Sink;
use crate::frame::{Element, ElementId, ElementRole};

/// PDF 2.0's namespace of structure types (ISO 32000-2, 14.8.6). `pdf-writer` 0.15 writes another.
const NAMESPACE_2: &str = "http://iso.org/pdf2/ssn";

/// What a figure without any description is called, so that it is not silent.
const NAMELESS_FIGURE: &str = "Picture";

/// A marked part of a page that belongs to an element.
#[derive(Clone, Copy, Debug)]
struct Piece {
    page: u32,
    mcid: u32,
}

/// A box on a page, in thousandths of a point: left, bottom, right, top.
pub(super) type Extent = [i64; 4];

/// An element that later pages may show more of.
#[derive(Debug)]
struct Live {
    element: Element,
    /// The object that owns its marked parts.
    own: Option<Ref>,
    pieces: Vec<Piece>,
    children: Vec<u32>,
    /// Its text, if that is needed: for bookmarks, threads, and figures without a description.
    text: String,
    /// Where it first stands, if that is needed: the page and the box.
    place: Option<(u32, Extent)>,
    /// Links that its text is: the page, and the annotation.
    links: Vec<(u32, Ref)>,
}

/// The logical structure, as far as it is not written yet.
#[derive(Debug)]
pub(super) struct Structure {
    live: FxHashMap<u32, Live>,
    /// How many elements there have been.
    count: u32,
    root: Ref,
    document: Ref,
    /// The namespace of PDF 2.0, where the file is that.
    namespace: Option<Ref>,
    /// Elements without a parent that are written.
    top: Vec<(u32, Ref)>,
    /// The first headline that a page shows.
    first_heading: u32,
}

/// Whether the text of such an element is needed when the pages are gone.
fn text_is_kept(role: ElementRole) -> bool {
    matches!(
        role,
        ElementRole::Headline
            | ElementRole::Kicker
            | ElementRole::Caption
            | ElementRole::Masthead
            | ElementRole::Jump
    )
}

/// Whether the place of such an element is needed when the pages are gone.
fn place_is_kept(role: ElementRole) -> bool {
    matches!(
        role,
        ElementRole::Headline | ElementRole::Kicker | ElementRole::Figure | ElementRole::Jump
    )
}

impl Structure {
    /// Nothing yet.
    pub fn new<W: Write>(second_edition: bool, sink: &mut Sink<W>) -> Structure {
        Structure {
            live: FxHashMap::default(),
            count: 0,
            root: sink.reserve(),
            document: sink.reserve(),
            namespace: second_edition.then(|| sink.reserve()),
            top: Vec::new(),
            first_heading: u32::MAX,
        }
    }

    /// Adds the next elements.
    pub fn add(&mut self, elements: &[Element]) {
        for element in elements {
            let id = self.count;
            self.count += 1;
            let mut element = element.clone();
            // Parents come before children; anything else would make a ring.
            let parent = element
                .parent
                .and_then(|parent| self.live.get_mut(&parent.0));
            match parent {
                Some(parent) => parent.children.push(id),
                None => element.parent = None,
            }
            let live = Live {
                element,
                own: None,
                pieces: Vec::new(),
                children: Vec::new(),
                text: String::new(),
                place: None,
                links: Vec::new(),
            };
            self.live.insert(id, live);
        }
    }

    /// What an element is; `None` for one that is not known, or written.
    pub fn element(&self, id: ElementId) -> Option<&Element> {
        self.live.get(&id.0).map(|live| &live.element)
    }

    /// Records a marked part of a page; gives the object that will own it.
    pub fn piece<W: Write>(
        &mut self,
        element: ElementId,
        page: u32,
        mcid: u32,
        sink: &mut Sink<W>,
    ) -> Option<Ref> {
        let live = self.live.get_mut(&element.0)?;
        live.pieces.push(Piece { page, mcid });
        if types(live.element.role, self.namespace.is_some()).1 == "H1" {
            self.first_heading = self.first_heading.min(element.0);
        }
        Some(*live.own.get_or_insert_with(|| sink.reserve()))
    }

    /// Keeps the text of an element whose words are wanted later; `joined` when it goes on within a
    /// word or after a space.
    pub fn text(&mut self, element: ElementId, text: &str, joined: bool) {
        let Some(live) = self.live.get_mut(&element.0) else {
            return;
        };
        if !text_is_kept(live.element.role) {
            return;
        }
        if !live.text.is_empty() && !joined && !live.text.ends_with(' ') {
            live.text.push(' ');
        }
        live.text.push_str(text);
    }

    /// Keeps the place of an element that something will point to.
    pub fn place(&mut self, element: ElementId, page: u32, extent: impl FnOnce() -> Extent) {
        let Some(live) = self.live.get_mut(&element.0) else {
            return;
        };
        if !place_is_kept(live.element.role) {
            return;
        }
        let extent = extent();
        let (first, known) = live.place.get_or_insert((page, extent));
        if *first == page {
            *known = [
                known[0].min(extent[0]),
                known[1].min(extent[1]),
                known[2].max(extent[2]),
                known[3].max(extent[3]),
            ];
        }
    }

    /// Makes the text of an element a link, if one may be made of it: gives the annotation, the element's own
    /// object, and the text.
    pub fn link<W: Write>(
        &mut self,
        element: ElementId,
        page: u32,
        sink: &mut Sink<W>,
    ) -> Option<(Ref, String)> {
        let live = self.live.get_mut(&element.0)?;
        live.own.filter(|_| may_link(live.element.role))?;
        let annotation = sink.reserve();
        live.links.push((page, annotation));
        Some((annotation, live.text.trim().to_owned()))
    }

    /// The object that owns the marked parts of an element.
    pub fn owner_of(&self, element: ElementId) -> Option<Ref> {
        self.live.get(&element.0)?.own
    }

    /// The first article that is not written.
    pub fn first_article(&self) -> Option<u32> {
        let articles = self.live.iter();
        let articles = articles.filter(|(_, live)| live.element.role == ElementRole::Article);
        articles.map(|(&id, _)| id).min()
    }

    /// The elements without a parent that are not written, in order.
    pub fn waiting(&self) -> Vec<ElementId> {
        let top = self
            .live
            .iter()
            .filter(|(_, live)| live.element.parent.is_none());
        let mut top: Vec<ElementId> = top.map(|(&id, _)| ElementId(id)).collect();
        top.sort_unstable();
        top
    }

    /// What ways through the file need to know of an article: its headline, else its kicker.
    pub fn stop(&self, article: ElementId) -> Option<Stop> {
        let article = self.live.get(&article.0)?;
        let mut stop = Stop::default();
        let mut named = false;
        for child in article
            .children
            .iter()
            .filter_map(|child| self.live.get(child))
        {
            let headline = child.element.role == ElementRole::Headline;
            if !headline && child.element.role != ElementRole::Kicker {
                continue;
            }
            if let (None, Some((page, extent))) = (&stop.at, child.place) {
                stop.at = Some(Spot {
                    page,
                    left: extent[0],
                    top: extent[3],
                    owner: child.own,
                });
            }
            let text = child.text.trim();
            if !text.is_empty() && (stop.title.is_empty() || (headline && !named)) {
                stop.title = text.to_owned();
                named = headline;
            }
        }
        Some(stop)
    }

    /// Writes an element without a parent and all that it holds, and forgets them.
    pub fn write<W: Write>(
        &mut self,
        top: ElementId,
        pages: &[Ref],
        sink: &mut Sink<W>,
        remarks: &mut Vec<Remark>,
    ) -> io::Result<()> {
        let order = self.under(top.0);
        let mut shown = FxHashSet::default();
        for &id in order.iter().rev() {
            let live = &self.live[&id];
            if !live.pieces.is_empty() || live.children.iter().any(|child| shown.contains(child)) {
                shown.insert(id);
            }
        }
        // What each element is called from above: its wrapper if it has one, else itself.
        let mut outer: FxHashMap<u32, Ref> = FxHashMap::default();
        for id in order.iter().filter(|id| shown.contains(id)) {
            let Some(live) = self.live.get_mut(id) else {
                continue;
            };
            let own = *live.own.get_or_insert_with(|| sink.reserve());
            let wrapped = live.types(self.namespace.is_some()).0.is_some();
            outer.insert(*id, if wrapped { sink.reserve() } else { own });
        }
        for &id in &order {
            if let Some(&whole) = outer.get(&id) {
                self.write_element(id, whole, &outer, pages, sink, remarks)?;
            }
        }
        for id in &order {
            self.live.remove(id);
        }
        self.top
            .extend(outer.get(&top.0).map(|&whole| (top.0, whole)));
        Ok(())
    }

    /// An element and all that it holds, parents before children, siblings in order.
    fn under(&self, top: u32) -> Vec<u32> {
        let mut order = Vec::new();
        let mut open = vec![top];
        while let Some(id) = open.pop() {
            if let Some(live) = self.live.get(&id) {
                order.push(id);
                open.extend(live.children.iter().rev());
            }
        }
        order
    }

    fn write_element<W: Write>(
        &self,
        id: u32,
        whole: Ref,
        outer: &FxHashMap<u32, Ref>,
        pages: &[Ref],
        sink: &mut Sink<W>,
        remarks: &mut Vec<Remark>,
    ) -> io::Result<()> {
        let live = &self.live[&id];
        let Some(own) = live.own else { return Ok(()) };
        let held_by = live.element.parent.and_then(|parent| self.owner_of(parent));
        let mut parent = held_by.unwrap_or(self.document);
        let (wrapper, name) = live.types(self.namespace.is_some());
        let name = match name {
            // No level may be skipped (ISO 14289-1, 7.4.2): a subhead before any headline is one.
            "H2" if self.first_heading > id => "H1",
            name => name,
        };
        if let Some(wrapper) = wrapper {
            sink.object(whole, |obj| {
                let mut dict = obj.dict();
                self.head(&mut dict, wrapper, parent);
                dict.pair(Name(b"K"), own);
            })?;
            parent = whole;
        }
        let description = self.description(id, live, remarks);
        let children = live
            .children
            .iter()
            .filter_map(|child| outer.get(child).copied());
        sink.object(own, |obj| {
            let mut dict = obj.dict();
            self.head(&mut dict, name, parent);
            if let Some(language) = &live.element.language {
                dict.pair(Name(b"Lang"), TextStr(language));
            }
            if let Some(description) = description {
                dict.pair(Name(b"Alt"), TextStr(description));
            }
            if let (Some((_, extent)), "Figure") = (live.place, name) {
                let [left, bottom, right, top] = extent.map(|edge| edge as f32 / 1000.0);
                let mut attributes = dict.insert(Name(b"A")).dict();
                attributes.pair(Name(b"O"), Name(b"Layout"));
                attributes.pair(Name(b"BBox"), Rect::new(left, bottom, right, top));
            }
            kids(&mut dict, live, &children.collect::<Vec<_>>(), pages);
        })
    }

    fn head(&self, dict: &mut Dict<'_>, name: &str, parent: Ref) {
        dict.pair(Name(b"S"), Name(name.as_bytes()));
        dict.pair(Name(b"P"), parent);
        if let Some(namespace) = self.namespace {
            dict.pair(Name(b"NS"), namespace);
        }
        if name == "L" {
            let mut attributes = dict.insert(Name(b"A")).dict();
            attributes.pair(Name(b"O"), Name(b"List"));
            attributes.pair(Name(b"ListNumbering"), Name(b"None"));
        }
    }

    /// The words for a figure: its own, else those of its caption.
    fn description<'t>(
        &'t self,
        id: u32,
        live: &'t Live,
        remarks: &mut Vec<Remark>,
    ) -> Option<&'t str> {
        if !live.element.alt.trim().is_empty() {
            return Some(&live.element.alt);
        }
        if live.element.role != ElementRole::Figure {
            return None;
        }
        let children = live
            .children
            .iter()
            .filter_map(|child| self.live.get(child));
        let caption = children
            .filter(|child| child.element.role == ElementRole::Caption)
            .map(|child| child.text.trim())
            .find(|text| !text.is_empty());
        if caption.is_none() {
            remarks.push(Remark::NoAlt { element: id });
        }
        Some(caption.unwrap_or(NAMELESS_FIGURE))
    }

    /// Writes the root, when all elements are written; gives it. `parents` has the owners of every key of
    /// the parent tree: the marked parts of a page, or a link.
    pub fn finish<W: Write>(
        &mut self,
        parents: impl ExactSizeIterator<Item = Ref>,
        sink: &mut Sink<W>,
    ) -> io::Result<Ref> {
        self.top.sort_unstable();
        sink.object(self.document, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"S"), Name(b"Document"));
            dict.pair(Name(b"P"), self.root);
            if let Some(namespace) = self.namespace {
                dict.pair(Name(b"NS"), namespace);
            }
            let kids = self.top.iter().map(|&(_, whole)| whole);
            dict.insert(Name(b"K")).array().items(kids);
        })?;
        if let Some(namespace) = self.namespace {
            sink.object(namespace, |obj| {
                let mut dict = obj.dict();
                dict.pair(Name(b"Type"), Name(b"Namespace"));
                dict.pair(Name(b"NS"), TextStr(NAMESPACE_2));
            })?;
        }
        let count = parents.len();
        let tree = sink.reserve();
        sink.object(tree, |obj| {
            let mut dict = obj.dict();
            let mut numbers = dict.insert(Name(b"Nums")).array();
            for (key, owners) in parents.enumerate() {
                numbers.item(key as i32).item(owners);
            }
        })?;
        sink.object(self.root, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"StructTreeRoot"));
            dict.pair(Name(b"K"), self.document);
            dict.pair(Name(b"ParentTree"), tree);
            dict.pair(Name(b"ParentTreeNextKey"), count as i32);
            if let Some(namespace) = self.namespace {
                dict.insert(Name(b"Namespaces")).array().item(namespace);
            }
        })?;
        Ok(self.root)
    }
}

impl Live {
    /// The structure types, and that of the link that its text is.
    fn types(&self, second_edition: bool) -> (Option<&'static str>, &'static str) {
        match types(self.element.role, second_edition) {
            (None, name) if !self.links.is_empty() => (Some(name), "Link"),
            types => types,
        }
    }
}

/// Whether the text of such an element may be a link: one structure type is its own.
fn may_link(role: ElementRole) -> bool {
    types(role, false).0.is_none() && types(role, true).0.is_none()
}

/// The children: marked parts on the element's first page by number alone, others with their page.
fn kids(dict: &mut Dict<'_>, live: &Live, children: &[Ref], pages: &[Ref]) {
    let page_of = |piece: &Piece| pages.get(piece.page as usize).copied();
    let first = live.pieces.first();
    if let Some(page) = first.and_then(page_of) {
        dict.pair(Name(b"Pg"), page);
    }
    match (live.pieces.as_slice(), children, live.links.as_slice()) {
        ([piece], [], []) => {
            dict.pair(Name(b"K"), piece.mcid as i32);
            return;
        }
        ([], [child], []) => {
            dict.pair(Name(b"K"), *child);
            return;
        }
        _ => {}
    }
    let mut kids = dict.insert(Name(b"K")).array();
    for piece in &live.pieces {
        match page_of(piece) {
            Some(page) if first.is_some_and(|first| first.page != piece.page) => {
                let mut part = kids.push().dict();
                part.pair(Name(b"Type"), Name(b"MCR"));
                part.pair(Name(b"Pg"), page);
                part.pair(Name(b"MCID"), piece.mcid as i32);
            }
            _ => {
                kids.item(piece.mcid as i32);
            }
        }
    }
    kids.items(children.iter().copied());
    for &(page, annotation) in &live.links {
        let mut object = kids.push().dict();
        object.pair(Name(b"Type"), Name(b"OBJR"));
        object.pair(Name(b"Obj"), annotation);
        if let Some(&page) = pages.get(page as usize) {
            object.pair(Name(b"Pg"), page);
        }
    }
}

/// The structure types of an element: that of an element around it where the standard wants one
/// (an item of a list holds its body), and its own.
fn types(role: ElementRole, second_edition: bool) -> (Option<&'static str>, &'static str) {
    match role {
        // PDF 2.0 knows no articles and no block quotations (ISO 32000-2, annex L).
        ElementRole::Article if second_edition => (None, "Sect"),
        ElementRole::Article => (None, "Art"),
        ElementRole::PullQuote if second_edition => (Some("Div"), "P"),
        ElementRole::PullQuote => (Some("BlockQuote"), "P"),
        ElementRole::Masthead if second_edition => (None, "Title"),
        ElementRole::Masthead | ElementRole::Headline => (None, "H1"),
        ElementRole::Subhead => (None, "H2"),
        ElementRole::Figure => (None, "Figure"),
        ElementRole::Caption => (None, "Caption"),
        ElementRole::List => (None, "L"),
        ElementRole::ListItem => (Some("LI"), "LBody"),
        ElementRole::Kicker
        | ElementRole::Standfirst
        | ElementRole::Byline
        | ElementRole::Paragraph
        | ElementRole::Jump => (None, "P"),
    }
}

/// The name of the marked parts of an element on a page: its structure type, as is the custom.
pub(super) fn tag(role: ElementRole) -> &'static str {
    types(role, false).1
}
