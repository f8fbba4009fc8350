//! The pages of an issue as one text over one source, in which every place still names its file.
//!
//! Knows where one file ends and the next begins, and where a page ends within a file; nothing of
//! damage or meaning.

use std::ops::Range;
use std::sync::Arc;

use super::{Encoding, Page, Piece, PieceKind, Place, Source, Text};

impl Source {
    /// The sources of an issue's pages as one, their bytes one behind the other.
    ///
    /// Its places are those of the files. `None` when two of the files have one name, so that no place
    /// could tell them apart.
    pub fn of_issue(sources: &[Arc<Source>]) -> Option<Source> {
        for (nth, source) in sources.iter().enumerate() {
            if sources[..nth].iter().any(|other| other.name == source.name) {
                return None;
            }
        }
        let mut bytes = Vec::with_capacity(sources.iter().map(|one| one.bytes.len()).sum());
        let mut parts = Vec::with_capacity(sources.len());
        for source in sources {
            parts.push((bytes.len(), source.clone()));
            bytes.extend_from_slice(&source.bytes);
        }
        let name = sources.first().map_or("", |first| first.name.as_str());
        let mut whole = Source::new(name, Vec::new(), Encoding::Utf8);
        whole.bytes = bytes;
        whole.parts = parts;
        Some(whole)
    }

    /// The file that a range of bytes lies in, and its first byte. An empty range between two files
    /// belongs to the first.
    pub(super) fn part(&self, start: usize, end: usize) -> (usize, &Source) {
        let after = self.parts.partition_point(|(first, _)| {
            *first < start || *first == start && (end > start || start == 0)
        });
        match self.parts.get(after.max(1) - 1) {
            Some((first, part)) => (*first, part),
            None => (0, self),
        }
    }

    /// The file that a range of bytes begins in, by its name, and the range within it.
    pub fn in_file(&self, bytes: Range<usize>) -> (&str, [usize; 2]) {
        let (first, part) = self.part(bytes.start, bytes.end);
        (&part.name, [bytes.start - first, bytes.end - first])
    }

    /// How a byte stands for characters.
    pub fn encoding_at(&self, byte: usize) -> Encoding {
        match self.parts.is_empty() {
            true => self.encoding,
            false => self.part(byte, byte + 1).1.encoding,
        }
    }

    /// A range of bytes, cut where one file ends and the next begins. An empty range stays one.
    pub fn split(&self, bytes: Range<usize>) -> Vec<Range<usize>> {
        let inside = |first: &usize| bytes.start < *first && *first < bytes.end;
        let mut cuts: Vec<usize> = self.parts.iter().map(|(first, _)| *first).collect();
        cuts.retain(inside);
        cuts.dedup();
        cuts.push(bytes.end);
        let mut start = bytes.start;
        cuts.into_iter()
            .map(|end| std::mem::replace(&mut start, end)..end)
            .collect()
    }

    /// The range of bytes that a place speaks of. Of a file by itself the name is not asked; of an issue,
    /// `None` when the place is in none of its files.
    pub fn locate(&self, place: &Place) -> Option<Range<usize>> {
        let first = match self.parts.is_empty() {
            true => 0,
            false => {
                let mut parts = self.parts.iter();
                parts.find(|(_, part)| part.name == place.file)?.0
            }
        };
        Some(first + place.bytes[0]..first + place.bytes[1])
    }
}

/// The pages of an issue, one behind the other.
#[derive(Clone, Debug)]
pub struct Issue {
    /// All pages as one.
    pub whole: Page,
    /// For each page, how many blocks of the whole stand before its first. A file may hold several
    /// pages, parted by form feeds.
    pub starts: Vec<usize>,
}

impl Issue {
    /// The pages as they stand, each behind the one before it. `None` when two of their files have one
    /// name.
    pub fn of(pages: &[Page]) -> Option<Issue> {
        let sources: Vec<Arc<Source>> = pages.iter().map(|page| page.source.clone()).collect();
        let source = Source::of_issue(&sources)?;
        let mut text = Text::default();
        let mut starts = Vec::with_capacity(pages.len());
        let (mut first, mut blocks) = (0, 0);
        for page in pages {
            if !text.string.is_empty() && !page.text.string.is_empty() {
                text.string.push_str("\n\n");
                match text.pieces.last_mut() {
                    // The white space at the end of the file.
                    Some(last) if last.kind == PieceKind::Recoded && last.len == 0 => last.len = 2,
                    _ => text.pieces.push(Piece {
                        from: first..first,
                        len: 2,
                        kind: PieceKind::Recoded,
                    }),
                }
            }
            starts.extend(sheets(page).into_iter().map(|block| blocks + block));
            blocks += page.text.blocks().len();
            text.string.push_str(&page.text.string);
            text.pieces
                .extend(page.text.pieces.iter().map(|piece| Piece {
                    from: first + piece.from.start..first + piece.from.end,
                    ..piece.clone()
                }));
            first += page.source.bytes.len();
        }
        let source = Arc::new(source);
        Some(Issue {
            whole: Page { source, text },
            starts,
        })
    }

    /// The blocks of each page, as ranges of the numbers of the whole's blocks.
    pub fn pages(&self) -> Vec<Range<usize>> {
        let all = self.whole.text.blocks().len();
        let ends = self.starts.iter().skip(1).copied().chain([all]);
        self.starts
            .iter()
            .zip(ends)
            .map(|(start, end)| (*start).min(all)..end.min(all))
            .collect()
    }
}

/// The first blocks of the printed pages in one file: form feeds part them.
pub(crate) fn sheets(page: &Page) -> Vec<usize> {
    let mut starts = vec![0];
    if !page.source.bytes.contains(&0x0c) {
        return starts;
    }
    let (mut out, mut block) = (0, 0);
    for piece in &page.text.pieces {
        let shown = &page.text.string[out..out + piece.len];
        out += piece.len;
        block += shown.matches("\n\n").count();
        let parts = piece.kind == PieceKind::Recoded && shown == "\n\n";
        if parts && page.source.decode(piece.from.clone()).contains('\x0c') {
            starts.push(block);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(name: &str, bytes: &[u8], encoding: Encoding, string: &str) -> Page {
        let source = Arc::new(Source::new(name, bytes.to_vec(), encoding));
        let pieces = vec![Piece {
            from: 0..bytes.len(),
            len: string.len(),
            kind: PieceKind::Recoded,
        }];
        Page {
            source,
            text: Text {
                string: string.to_owned(),
                pieces,
            },
        }
    }

    #[test]
    fn places_name_their_file() {
        let pages = [
            page(
                "a",
                b"caf\xe9\n\nau lait",
                Encoding::Windows1252,
                "café\n\nau lait",
            ),
            page("b", "größer\n".as_bytes(), Encoding::Utf8, "größer"),
        ];
        let issue = Issue::of(&pages).expect("the names differ");
        let source = &issue.whole.source;
        assert_eq!(issue.whole.text.string, "café\n\nau lait\n\ngrößer");
        assert_eq!(issue.pages(), [0..2, 2..3]);
        assert_eq!(source.decode(6..22), "au laitgrößer\n");
        assert_eq!(source.split(6..22), [6..13, 13..22]);
        let place = source.place(13..22);
        assert_eq!((place.file.as_str(), place.bytes), ("b", [0, 9]));
        assert_eq!(source.locate(&place), Some(13..22));
        let between = source.place(13..13);
        assert_eq!((between.file.as_str(), between.bytes), ("a", [13, 13]));
        assert_eq!(source.place(0..0).file, "a");
        assert!(Issue::of(&[pages[0].clone(), pages[0].clone()]).is_none());
    }
}
