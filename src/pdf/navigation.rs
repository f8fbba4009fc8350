//! Ways through the file: bookmarks, article threads, page labels.
//!
//! Knows outlines, beads and label ranges; finds everything it needs in the structure.

use std::io::{self, Write};

use pdf_writer::types::NumberingStyle;
use pdf_writer::writers::PageLabel;
use pdf_writer::{Array, Name, Null, Rect, Ref, TextStr};

use super::sink::Sink;
use super::structure::Structure;
use crate::frame::{Bead, Element, ElementRole};

/// An article, as ways through the file see it.
pub(super) struct Stop {
    element: u32,
    title: String,
    at: Option<Spot>,
}

/// A place to go to.
struct Spot {
    page: u32,
    /// Left and top edge of the headline, in thousandths of a point.
    left: i64,
    top: i64,
    /// The headline's structure element.
    owner: Option<Ref>,
}

/// The articles in order, each with its headline, else its kicker.
pub(super) fn stops(structure: &Structure, elements: &[Element]) -> Vec<Stop> {
    let mut stops: Vec<Stop> = Vec::new();
    let mut by_article = vec![None; elements.len()];
    for (at, element) in elements.iter().enumerate() {
        match element.role {
            ElementRole::Article => {
                by_article[at] = Some((stops.len(), false));
                stops.push(Stop {
                    element: at as u32,
                    title: String::new(),
                    at: None,
                });
            }
            ElementRole::Headline | ElementRole::Kicker => {
                let headline = element.role == ElementRole::Headline;
                let parent = element.parent.map(|parent| parent.0 as usize);
                let known = parent.and_then(|parent| by_article.get_mut(parent)?.as_mut());
                let Some((stop, named)) = known else { continue };
                let stop = &mut stops[*stop];
                if stop.at.is_none() {
                    let place = structure.place_of(at as u32);
                    stop.at = place.map(|(page, extent)| Spot {
                        page,
                        left: extent[0],
                        top: extent[3],
                        owner: structure.owner_of(at as u32),
                    });
                }
                if let Some(text) = structure.text_of(at as u32)
                    && (stop.title.is_empty() || (headline && !*named))
                {
                    stop.title = text.to_owned();
                    *named = headline;
                }
            }
            _ => {}
        }
    }
    stops
}

/// Writes a bookmark for every article that has a headline; gives the outline. `structured` bookmarks
/// point at structure elements as well, as PDF/UA-2 wants (ISO 14289-2, 8.8).
pub(super) fn write_outline<W: Write>(
    stops: &[Stop],
    pages: &[Ref],
    structured: bool,
    sink: &mut Sink<W>,
) -> io::Result<Option<Ref>> {
    let named: Vec<(&Stop, &Spot, Ref)> = stops
        .iter()
        .filter(|stop| !stop.title.is_empty())
        .filter_map(|stop| Some((stop, stop.at.as_ref()?)))
        .map(|(stop, spot)| (stop, spot, sink.reserve()))
        .collect();
    let (Some(&(_, _, first)), Some(&(_, _, last))) = (named.first(), named.last()) else {
        return Ok(None);
    };
    let outline = sink.reserve();
    sink.object(outline, |obj| {
        let mut dict = obj.dict();
        dict.pair(Name(b"Type"), Name(b"Outlines"));
        dict.pair(Name(b"First"), first);
        dict.pair(Name(b"Last"), last);
        dict.pair(Name(b"Count"), named.len() as i32);
    })?;
    for (index, &(stop, spot, id)) in named.iter().enumerate() {
        sink.object(id, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Title"), TextStr(&stop.title));
            dict.pair(Name(b"Parent"), outline);
            if index > 0 {
                dict.pair(Name(b"Prev"), named[index - 1].2);
            }
            if let Some(&(_, _, next)) = named.get(index + 1) {
                dict.pair(Name(b"Next"), next);
            }
            let page = pages[spot.page as usize];
            match spot.owner.filter(|_| structured) {
                Some(owner) => {
                    let mut action = dict.insert(Name(b"A")).dict();
                    action.pair(Name(b"S"), Name(b"GoTo"));
                    spot.write(action.insert(Name(b"D")).array(), page);
                    spot.write(action.insert(Name(b"SD")).array(), owner);
                }
                None => spot.write(dict.insert(Name(b"Dest")).array(), page),
            }
        })?;
    }
    Ok(Some(outline))
}

impl Spot {
    fn write(&self, mut array: Array<'_>, of: Ref) {
        array.item(of).item(Name(b"XYZ"));
        array
            .item(self.left as f32 / 1000.0)
            .item(self.top as f32 / 1000.0)
            .item(Null);
    }
}

/// A link, ready to be written.
pub(super) struct Link<'t> {
    pub id: Ref,
    /// Where on the sheet.
    pub rect: Rect,
    /// Its number in the parent tree.
    pub key: usize,
    /// The page that it leads to.
    pub page: Ref,
    /// The top edge of that page, in thousandths of a point.
    pub top: i64,
    /// The first structure element of that page, where links are to lead to structure.
    pub owner: Option<Ref>,
    /// What it says.
    pub text: &'t str,
}

/// Writes a link. It is printed and has no border (ISO 19005-2, 6.3.2; ISO 14289-1, 7.18.5).
pub(super) fn write_link<W: Write>(link: &Link<'_>, sink: &mut Sink<W>) -> io::Result<()> {
    let spot = Spot {
        page: 0,
        left: 0,
        top: link.top,
        owner: link.owner,
    };
    sink.object(link.id, |obj| {
        let mut dict = obj.dict();
        dict.pair(Name(b"Type"), Name(b"Annot"));
        dict.pair(Name(b"Subtype"), Name(b"Link"));
        dict.pair(Name(b"Rect"), link.rect);
        dict.pair(Name(b"F"), 4);
        dict.insert(Name(b"Border")).array().items([0, 0, 0]);
        dict.pair(Name(b"StructParent"), link.key as i32);
        dict.pair(Name(b"Contents"), TextStr(link.text));
        match link.owner {
            Some(owner) => {
                let mut action = dict.insert(Name(b"A")).dict();
                action.pair(Name(b"S"), Name(b"GoTo"));
                spot.write(action.insert(Name(b"D")).array(), link.page);
                spot.write(action.insert(Name(b"SD")).array(), owner);
            }
            None => spot.write(dict.insert(Name(b"Dest")).array(), link.page),
        }
    })
}

/// Article threads: the array for the catalog, and the beads of every page.
pub(super) struct Threads {
    pub array: Option<Ref>,
    pub on_page: Vec<Vec<Ref>>,
}

/// Writes a thread for every article, through its columns. `box_of` gives a bead's box on the sheet.
pub(super) fn write_threads<W: Write>(
    stops: &[Stop],
    beads: &[Bead],
    pages: &[Ref],
    box_of: impl Fn(&Bead) -> Option<Rect>,
    sink: &mut Sink<W>,
) -> io::Result<Threads> {
    let mut on_page = vec![Vec::new(); pages.len()];
    let mut beads: Vec<(&Bead, Rect)> = beads
        .iter()
        .filter_map(|bead| Some((bead, box_of(bead)?)))
        .collect();
    beads.sort_by_key(|(bead, _)| bead.article);
    let mut threads = Vec::new();
    for chain in beads.chunk_by(|one, next| one.0.article == next.0.article) {
        let thread = sink.reserve();
        threads.push(thread);
        let ids: Vec<Ref> = chain.iter().map(|_| sink.reserve()).collect();
        let count = chain.len();
        for (index, (bead, rect)) in chain.iter().enumerate() {
            on_page[bead.page as usize].push(ids[index]);
            sink.object(ids[index], |obj| {
                let mut dict = obj.dict();
                dict.pair(Name(b"Type"), Name(b"Bead"));
                dict.pair(Name(b"T"), thread);
                dict.pair(Name(b"N"), ids[(index + 1) % count]);
                dict.pair(Name(b"V"), ids[(index + count - 1) % count]);
                dict.pair(Name(b"P"), pages[bead.page as usize]);
                dict.pair(Name(b"R"), *rect);
            })?;
        }
        let article = chain.first().map(|(bead, _)| bead.article.0);
        let title = stops
            .binary_search_by_key(&article, |stop| Some(stop.element))
            .ok()
            .map(|at| stops[at].title.as_str())
            .filter(|title| !title.is_empty());
        sink.object(thread, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Thread"));
            dict.pair(Name(b"F"), ids[0]);
            if let Some(title) = title {
                let mut info = dict.insert(Name(b"I")).dict();
                info.pair(Name(b"Title"), TextStr(title));
            }
        })?;
    }
    if threads.is_empty() {
        return Ok(Threads {
            array: None,
            on_page,
        });
    }
    let array = sink.reserve();
    sink.object(array, |obj| {
        obj.array().items(threads);
    })?;
    Ok(Threads {
        array: Some(array),
        on_page,
    })
}

/// Writes the labels of the pages, in as few ranges as they need; `None` when there are none.
pub(super) fn write_labels<W: Write>(
    labels: &[String],
    sink: &mut Sink<W>,
) -> io::Result<Option<Ref>> {
    if labels.iter().all(String::is_empty) {
        return Ok(None);
    }
    let tree = sink.reserve();
    sink.object(tree, |obj| {
        let mut dict = obj.dict();
        let mut numbers = dict.insert(Name(b"Nums")).array();
        let mut expected: Option<(String, u32)> = None;
        for (page, label) in labels.iter().enumerate() {
            let (prefix, number) = split_label(label);
            let goes_on = match (&expected, number) {
                (Some((known, next)), Some(number)) => known == prefix && *next == number,
                _ => false,
            };
            expected = number.and_then(|number| Some((prefix.to_owned(), number.checked_add(1)?)));
            if goes_on {
                continue;
            }
            numbers.item(page as i32);
            let mut range = numbers.push().start::<PageLabel<'_>>();
            if let Some(number) = number {
                range.style(NumberingStyle::Arabic);
                range.offset(number as i32);
            }
            if !prefix.is_empty() {
                range.prefix(TextStr(prefix));
            }
        }
    })?;
    Ok(Some(tree))
}

/// A label as what stands before its number, and its number, if it ends in one that counts on.
fn split_label(label: &str) -> (&str, Option<u32>) {
    let start = label.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (prefix, digits) = label.split_at(start);
    match digits.parse::<u32>() {
        Ok(number) if number > 0 && !digits.starts_with('0') && i32::try_from(number).is_ok() => {
            (prefix, Some(number))
        }
        _ => (label, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_count_from_their_number() {
        assert_eq!(split_label("12"), ("", Some(12)));
        assert_eq!(split_label("A4"), ("A", Some(4)));
        assert_eq!(split_label("iv"), ("iv", None));
        assert_eq!(split_label("A04"), ("A04", None));
        assert_eq!(split_label(""), ("", None));
    }
}
