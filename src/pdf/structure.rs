//! The logical structure: what a screen reader is told, and where on the pages it stands.
//!
//! Knows structure elements and the parent tree (ISO 32000-1, 14.7); not operators. Of every page
//! only the marked parts are kept, twelve bytes each; the tree is written when all pages are.

use std::io::{self, Write};

use pdf_writer::{Dict, Name, Rect, Ref, TextStr};
use rustc_hash::{FxHashMap, FxHashSet};

use super::error::Remark;
use super::sink::Sink;
use crate::frame::{Element, ElementId, ElementRole};

/// PDF 2.0's namespace of structure types (ISO 32000-2, 14.8.6). `pdf-writer` 0.15 writes another.
const NAMESPACE_2: &str = "http://iso.org/pdf2/ssn";

/// What a figure without any description is called, so that it is not silent.
const NAMELESS_FIGURE: &str = "Picture";

/// No element.
const NONE: u32 = u32::MAX;

/// A marked part of a page that belongs to an element.
#[derive(Clone, Copy, Debug)]
struct Piece {
    element: u32,
    page: u32,
    mcid: u32,
}

/// A box on a page, in thousandths of a point: left, bottom, right, top.
pub(super) type Extent = [i64; 4];

/// What is known of the structure while pages are written.
#[derive(Debug, Default)]
pub(super) struct Structure {
    pieces: Vec<Piece>,
    /// By element: the object that owns its marked parts.
    owners: Vec<Option<Ref>>,
    /// Text of headlines and captions: for bookmarks, threads, and figures without a description.
    texts: FxHashMap<u32, String>,
    /// Where headlines, figures and jump lines first stand: the page and the box.
    places: FxHashMap<u32, (u32, Extent)>,
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
    /// Records a marked part of a page; gives the object that will own it.
    pub fn piece<W: Write>(
        &mut self,
        element: ElementId,
        page: u32,
        mcid: u32,
        sink: &mut Sink<W>,
    ) -> Ref {
        self.pieces.push(Piece {
            element: element.0,
            page,
            mcid,
        });
        let slot = element.0 as usize;
        if self.owners.len() <= slot {
            self.owners.resize(slot + 1, None);
        }
        *self.owners[slot].get_or_insert_with(|| sink.reserve())
    }

    /// Keeps the text of an element whose words are wanted later; `joined` when it goes on within a
    /// word or after a space.
    pub fn text(&mut self, element: ElementId, role: ElementRole, text: &str, joined: bool) {
        if !text_is_kept(role) {
            return;
        }
        let kept = self.texts.entry(element.0).or_default();
        if !kept.is_empty() && !joined && !kept.ends_with(' ') {
            kept.push(' ');
        }
        kept.push_str(text);
    }

    /// Keeps the place of an element that something will point to.
    pub fn place(
        &mut self,
        element: ElementId,
        role: ElementRole,
        page: u32,
        extent: impl FnOnce() -> Extent,
    ) {
        if !place_is_kept(role) {
            return;
        }
        let extent = extent();
        let (first, known) = self.places.entry(element.0).or_insert((page, extent));
        if *first == page {
            *known = [
                known[0].min(extent[0]),
                known[1].min(extent[1]),
                known[2].max(extent[2]),
                known[3].max(extent[3]),
            ];
        }
    }

    /// The text of an element, if it was kept.
    pub fn text_of(&self, element: u32) -> Option<&str> {
        self.texts.get(&element).map(|text| text.trim())
    }

    /// The object that owns the marked parts of an element.
    pub fn owner_of(&self, element: u32) -> Option<Ref> {
        self.owners.get(element as usize).copied().flatten()
    }

    /// The first element that stands on a page, as the object that owns its marked parts.
    pub fn first_on(&self, page: u32) -> Option<Ref> {
        let piece = self.pieces.iter().find(|piece| piece.page == page)?;
        self.owner_of(piece.element)
    }

    /// Where an element stands, if it was kept.
    pub fn place_of(&self, element: u32) -> Option<(u32, Extent)> {
        self.places.get(&element).copied()
    }
}

/// What the structure tree is made from, when all pages are written.
pub(super) struct Tree<'a> {
    pub structure: &'a Structure,
    pub elements: &'a [Element],
    pub pages: &'a [Ref],
    /// By page: the array of the owners of its marked parts.
    pub page_owners: &'a [Ref],
    /// Whether the file is PDF 2.0.
    pub second_edition: bool,
    /// The links, in the order of their annotations.
    pub links: &'a [Linked],
    /// The elements that have links.
    pub linked: FxHashSet<u32>,
}

/// A link on a page, and the element whose text it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Linked {
    pub element: u32,
    /// The page that it stands on.
    pub page: u32,
    pub annotation: Ref,
}

impl Tree<'_> {
    /// The structure types of an element, and that of the link that its text is.
    fn types(&self, at: u32) -> (Option<&'static str>, &'static str) {
        let types = types(self.elements[at as usize].role, self.second_edition);
        match types {
            (None, name) if self.links.iter().any(|link| link.element == at) => {
                (Some(name), "Link")
            }
            types => types,
        }
    }
}

/// Whether the text of such an element may be a link: one structure type is its own.
pub(super) fn may_link(role: ElementRole) -> bool {
    types(role, false).0.is_none() && types(role, true).0.is_none()
}

/// Which elements hold which, those only that show something.
struct Family {
    first_child: Vec<u32>,
    next: Vec<u32>,
    shown: Vec<bool>,
    top: Vec<u32>,
}

impl Family {
    fn new(elements: &[Element], pieces: &[Piece]) -> Family {
        let count = elements.len();
        let parent = |at: usize| match elements[at].parent {
            // Parents come before children; anything else would make a ring.
            Some(ElementId(parent)) if (parent as usize) < at => Some(parent as usize),
            _ => None,
        };
        let mut shown = vec![false; count];
        for piece in pieces {
            if let Some(shown) = shown.get_mut(piece.element as usize) {
                *shown = true;
            }
        }
        let mut first_child = vec![NONE; count];
        let mut next = vec![NONE; count];
        let mut top = Vec::new();
        // Backward: children before their parents, and each list of siblings grows at its front.
        for at in (0..count).rev() {
            if !shown[at] {
                continue;
            }
            match parent(at) {
                Some(parent) => {
                    shown[parent] = true;
                    next[at] = first_child[parent];
                    first_child[parent] = at as u32;
                }
                None => top.push(at as u32),
            }
        }
        top.reverse();
        Family {
            first_child,
            next,
            shown,
            top,
        }
    }

    fn children(&self, of: u32) -> impl Iterator<Item = u32> {
        let mut at = self.first_child[of as usize];
        std::iter::from_fn(move || {
            let child = (at != NONE).then_some(at)?;
            at = self.next[child as usize];
            Some(child)
        })
    }

    /// All shown elements, parents before children, siblings in order.
    fn in_order(&self) -> Vec<u32> {
        let mut order = Vec::with_capacity(self.shown.iter().filter(|&&shown| shown).count());
        let mut open: Vec<u32> = self.top.iter().rev().copied().collect();
        while let Some(at) = open.pop() {
            order.push(at);
            let start = open.len();
            open.extend(self.children(at));
            open[start..].reverse();
        }
        order
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

/// Writes the structure tree; gives its root.
pub(super) fn write<W: Write>(
    tree: &Tree<'_>,
    sink: &mut Sink<W>,
    remarks: &mut Vec<Remark>,
) -> io::Result<Ref> {
    let root = sink.reserve();
    let document = sink.reserve();
    let namespace = tree.second_edition.then(|| sink.reserve());
    let family = Family::new(tree.elements, &tree.structure.pieces);
    let mut pieces = tree.structure.pieces.clone();
    pieces.sort_by_key(|piece| piece.element);

    // What each element is called from above: its wrapper if it has one, else itself.
    let order = family.in_order();
    let count = tree.elements.len();
    let mut inner: Vec<Option<Ref>> = tree.structure.owners.clone();
    inner.resize(count.max(inner.len()), None);
    let mut outer = inner.clone();
    for &at in &order {
        let slot = at as usize;
        let own = *inner[slot].get_or_insert_with(|| sink.reserve());
        let wrapped = tree.types(at).0.is_some();
        outer[slot] = Some(if wrapped { sink.reserve() } else { own });
    }
    let mut writer = ElementWriter {
        tree,
        namespace,
        level: 0,
    };
    for &at in &order {
        let slot = at as usize;
        let element = &tree.elements[slot];
        let parent = match element.parent {
            Some(ElementId(parent)) if (parent as usize) < slot => inner[parent as usize],
            _ => None,
        };
        let start = pieces.partition_point(|piece| piece.element < at);
        let end = pieces.partition_point(|piece| piece.element <= at);
        let children: Vec<Ref> = family
            .children(at)
            .filter_map(|child| outer[child as usize])
            .collect();
        let (Some(own), Some(whole)) = (inner[slot], outer[slot]) else {
            continue;
        };
        let place = Place {
            own,
            whole,
            parent: parent.unwrap_or(document),
        };
        let description = description(tree, &family, at, remarks);
        writer.element(at, place, &pieces[start..end], &children, description, sink)?;
    }
    sink.object(document, |obj| {
        let mut dict = obj.dict();
        dict.pair(Name(b"S"), Name(b"Document"));
        dict.pair(Name(b"P"), root);
        if let Some(namespace) = namespace {
            dict.pair(Name(b"NS"), namespace);
        }
        let kids = family.top.iter().filter_map(|&top| outer[top as usize]);
        dict.insert(Name(b"K")).array().items(kids);
    })?;
    if let Some(namespace) = namespace {
        sink.object(namespace, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Namespace"));
            dict.pair(Name(b"NS"), TextStr(NAMESPACE_2));
        })?;
    }
    write_root(tree, root, document, namespace, sink)?;
    Ok(root)
}

fn write_root<W: Write>(
    tree: &Tree<'_>,
    root: Ref,
    document: Ref,
    namespace: Option<Ref>,
    sink: &mut Sink<W>,
) -> io::Result<()> {
    let parents = sink.reserve();
    sink.object(parents, |obj| {
        let mut dict = obj.dict();
        let mut numbers = dict.insert(Name(b"Nums")).array();
        for (page, &owners) in tree.page_owners.iter().enumerate() {
            numbers.item(page as i32).item(owners);
        }
        for (key, link) in (tree.page_owners.len()..).zip(tree.links) {
            if let Some(owner) = tree.structure.owner_of(link.element) {
                numbers.item(key as i32).item(owner);
            }
        }
    })?;
    sink.object(root, |obj| {
        let mut dict = obj.dict();
        dict.pair(Name(b"Type"), Name(b"StructTreeRoot"));
        dict.pair(Name(b"K"), document);
        dict.pair(Name(b"ParentTree"), parents);
        dict.pair(
            Name(b"ParentTreeNextKey"),
            (tree.page_owners.len() + tree.links.len()) as i32,
        );
        if let Some(namespace) = namespace {
            dict.insert(Name(b"Namespaces")).array().item(namespace);
        }
    })
}

/// The words for a figure: its own, else those of its caption.
fn description<'t>(
    tree: &'t Tree<'_>,
    family: &Family,
    at: u32,
    remarks: &mut Vec<Remark>,
) -> Option<&'t str> {
    let element = &tree.elements[at as usize];
    if !element.alt.trim().is_empty() {
        return Some(&element.alt);
    }
    if element.role != ElementRole::Figure {
        return None;
    }
    let caption = family
        .children(at)
        .filter(|&child| tree.elements[child as usize].role == ElementRole::Caption)
        .filter_map(|child| tree.structure.text_of(child))
        .find(|text| !text.is_empty());
    if caption.is_none() {
        remarks.push(Remark::NoAlt { element: at });
    }
    Some(caption.unwrap_or(NAMELESS_FIGURE))
}

/// The objects of an element: its own, the one that its parent names, and its parent.
struct Place {
    own: Ref,
    whole: Ref,
    parent: Ref,
}

struct ElementWriter<'a> {
    tree: &'a Tree<'a>,
    namespace: Option<Ref>,
    /// The level of the last heading.
    level: u8,
}

impl ElementWriter<'_> {
    fn element<W: Write>(
        &mut self,
        at: u32,
        place: Place,
        pieces: &[Piece],
        children: &[Ref],
        description: Option<&str>,
        sink: &mut Sink<W>,
    ) -> io::Result<()> {
        let element = &self.tree.elements[at as usize];
        let (wrapper, name) = self.tree.types(at);
        let name = match name {
            // No level may be skipped (ISO 14289-1, 7.4.2): a subhead before any headline is one.
            "H2" if self.level == 0 => "H1",
            name => name,
        };
        match name {
            "H1" => self.level = 1,
            "H2" => self.level = 2,
            _ => {}
        }
        let language = element.language.as_deref();
        let mut parent = place.parent;
        if let Some(wrapper) = wrapper {
            sink.object(place.whole, |obj| {
                let mut dict = obj.dict();
                self.head(&mut dict, wrapper, parent);
                dict.pair(Name(b"K"), place.own);
            })?;
            parent = place.whole;
        }
        sink.object(place.own, |obj| {
            let mut dict = obj.dict();
            self.head(&mut dict, name, parent);
            if let Some(language) = language {
                dict.pair(Name(b"Lang"), TextStr(language));
            }
            if let Some(description) = description {
                dict.pair(Name(b"Alt"), TextStr(description));
            }
            if name == "Figure" {
                self.figure_box(&mut dict, at);
            }
            self.kids(&mut dict, at, pieces, children);
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

    fn figure_box(&self, dict: &mut Dict<'_>, at: u32) {
        if let Some((_, extent)) = self.tree.structure.place_of(at) {
            let [left, bottom, right, top] = extent.map(|edge| edge as f32 / 1000.0);
            let mut attributes = dict.insert(Name(b"A")).dict();
            attributes.pair(Name(b"O"), Name(b"Layout"));
            attributes.pair(Name(b"BBox"), Rect::new(left, bottom, right, top));
        }
    }

    /// The children: marked parts on the element's first page by number alone, others with their page.
    fn kids(&self, dict: &mut Dict<'_>, at: u32, pieces: &[Piece], children: &[Ref]) {
        let first = pieces.first();
        if let Some(page) = first.and_then(|piece| self.page(piece)) {
            dict.pair(Name(b"Pg"), page);
        }
        let linked = self.tree.linked.contains(&at);
        match (pieces, children) {
            ([piece], []) if !linked => {
                dict.pair(Name(b"K"), piece.mcid as i32);
                return;
            }
            ([], [child]) if !linked => {
                dict.pair(Name(b"K"), *child);
                return;
            }
            _ => {}
        }
        let mut kids = dict.insert(Name(b"K")).array();
        for piece in pieces {
            match self.page(piece) {
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
        if !linked {
            return;
        }
        for link in self.tree.links.iter().filter(|link| link.element == at) {
            let mut object = kids.push().dict();
            object.pair(Name(b"Type"), Name(b"OBJR"));
            object.pair(Name(b"Obj"), link.annotation);
            if let Some(&page) = self.tree.pages.get(link.page as usize) {
                object.pair(Name(b"Pg"), page);
            }
        }
    }

    fn page(&self, piece: &Piece) -> Option<Ref> {
        self.tree.pages.get(piece.page as usize).copied()
    }
}
