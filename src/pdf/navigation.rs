//! Ways through the file: bookmarks, article threads, page labels.
//!
//! Knows outlines, beads and label ranges; gets everything it needs from the structure.

use std::collections::BTreeMap;
use std::io::{self, Write};

use pdf_writer::types::NumberingStyle;
use pdf_writer::writers::PageLabel;
use pdf_writer::{Array, Name, Null, Rect, Ref, TextStr};

use super::sink::Sink;

/// An article, as ways through the file see it.
#[derive(Debug, Default)]
pub(super) struct Stop {
    pub title: String,
    pub at: Option<Spot>,
}

/// A place to go to.
#[derive(Debug)]
pub(super) struct Spot {
    pub page: u32,
    /// Left and top edge, in thousandths of a point.
    pub left: i64,
    pub top: i64,
    /// The structure element that stands there.
    pub owner: Option<Ref>,
}

/// The bookmarks, one for every article that has a headline. Those that are complete are written as they
/// come: each names the next, so the last one waits.
#[derive(Debug, Default)]
pub(super) struct Outline {
    root: Option<Ref>,
    /// Bookmarks by article, of articles that others may still come before.
    waiting: BTreeMap<u32, (String, Spot)>,
    first: Option<Ref>,
    last: Option<Bookmark>,
    count: i32,
    /// Whether bookmarks point at structure elements as well, as PDF/UA-2 wants (ISO 14289-2, 8.8).
    structured: bool,
}

#[derive(Debug)]
struct Bookmark {
    id: Ref,
    before: Option<Ref>,
    title: String,
    at: Spot,
}

impl Outline {
    /// None yet.
    pub fn new(structured: bool) -> Outline {
        Outline {
            structured,
            ..Outline::default()
        }
    }

    /// Adds an article.
    pub fn add(&mut self, article: u32, stop: Stop) {
        if let (false, Some(at)) = (stop.title.is_empty(), stop.at) {
            self.waiting.insert(article, (stop.title, at));
        }
    }

    /// Writes the bookmarks of the articles before one, all of which have come.
    pub fn write<W: Write>(
        &mut self,
        before: u32,
        pages: &[Ref],
        sink: &mut Sink<W>,
    ) -> io::Result<()> {
        while let Some(entry) = self.waiting.first_entry()
            && *entry.key() < before
        {
            let (title, at) = entry.remove();
            self.root.get_or_insert_with(|| sink.reserve());
            let id = sink.reserve();
            self.first.get_or_insert(id);
            self.count += 1;
            let last = self.last.take();
            let next = Bookmark {
                id,
                before: last.as_ref().map(|last| last.id),
                title,
                at,
            };
            if let Some(last) = last {
                self.write_one(&last, Some(id), pages, sink)?;
            }
            self.last = Some(next);
        }
        Ok(())
    }

    fn write_one<W: Write>(
        &self,
        one: &Bookmark,
        next: Option<Ref>,
        pages: &[Ref],
        sink: &mut Sink<W>,
    ) -> io::Result<()> {
        let (Some(root), Some(&page)) = (self.root, pages.get(one.at.page as usize)) else {
            return Ok(());
        };
        sink.object(one.id, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Title"), TextStr(&one.title));
            dict.pair(Name(b"Parent"), root);
            if let Some(before) = one.before {
                dict.pair(Name(b"Prev"), before);
            }
            if let Some(next) = next {
                dict.pair(Name(b"Next"), next);
            }
            match one.at.owner.filter(|_| self.structured) {
                Some(owner) => {
                    let mut action = dict.insert(Name(b"A")).dict();
                    action.pair(Name(b"S"), Name(b"GoTo"));
                    one.at.write(action.insert(Name(b"D")).array(), page);
                    one.at.write(action.insert(Name(b"SD")).array(), owner);
                }
                None => one.at.write(dict.insert(Name(b"Dest")).array(), page),
            }
        })
    }

    /// Writes what is left; gives the outline, if there are bookmarks.
    pub fn finish<W: Write>(
        mut self,
        pages: &[Ref],
        sink: &mut Sink<W>,
    ) -> io::Result<Option<Ref>> {
        self.write(u32::MAX, pages, sink)?;
        let (Some(root), Some(first), Some(last)) = (self.root, self.first, self.last.take())
        else {
            return Ok(None);
        };
        self.write_one(&last, None, pages, sink)?;
        sink.object(root, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Outlines"));
            dict.pair(Name(b"First"), first);
            dict.pair(Name(b"Last"), last.id);
            dict.pair(Name(b"Count"), self.count);
        })?;
        Ok(Some(root))
    }
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

/// Writes a thread through the columns of an article, each with its page and its box on the sheet; gives it
/// and its beads.
pub(super) fn write_thread<W: Write>(
    title: &str,
    columns: &[(Ref, Rect)],
    sink: &mut Sink<W>,
) -> io::Result<(Ref, Vec<Ref>)> {
    let thread = sink.reserve();
    let ids: Vec<Ref> = columns.iter().map(|_| sink.reserve()).collect();
    let count = ids.len();
    for (index, &(page, rect)) in columns.iter().enumerate() {
        sink.object(ids[index], |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Bead"));
            dict.pair(Name(b"T"), thread);
            dict.pair(Name(b"N"), ids[(index + 1) % count]);
            dict.pair(Name(b"V"), ids[(index + count - 1) % count]);
            dict.pair(Name(b"P"), page);
            dict.pair(Name(b"R"), rect);
        })?;
    }
    sink.object(thread, |obj| {
        let mut dict = obj.dict();
        dict.pair(Name(b"Type"), Name(b"Thread"));
        if let Some(&first) = ids.first() {
            dict.pair(Name(b"F"), first);
        }
        if !title.is_empty() {
            let mut info = dict.insert(Name(b"I")).dict();
            info.pair(Name(b"Title"), TextStr(title));
        }
    })?;
    Ok((thread, ids))
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
