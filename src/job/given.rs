//! An edition file as an input: what is a headline and what a caption is known, and only the words
//! are repaired.
//!
//! The texts of an edition become the blocks of a page, which is repaired as any page is; then each
//! block goes back to where its text came from. So a repair of what a repair wrote changes nothing.

use std::ops::Range;
use std::sync::Arc;

use crate::edition::{Article, Block, BlockKind, Edition, flow};
use crate::model::{Encoding, Page, Piece, PieceKind, Source, Text};
use crate::write::{WriteError, json, markdown};

/// The edition that some bytes hold; `None` when they are no edition file.
///
/// JSON is one by its `articles`, Markdown by its head between lines `---`, or by beginning with
/// `# ` and a headline.
///
/// # Errors
/// [`WriteError`] when the bytes are an edition file with a mistake in it.
pub fn edition(bytes: &[u8]) -> Option<Result<Edition, WriteError>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let read = if let Some(inside) = start.strip_prefix('{') {
        let is_json = inside.trim_start().starts_with('"');
        if !is_json || !start.contains("\"articles\"") {
            return None;
        }
        json::from(text)
    } else if has_head(start) || start.starts_with("# ") {
        match markdown::from(text) {
            // Other programs write Markdown too: what ours cannot read is text as found.
            Err(_) => return None,
            read => read,
        }
    } else {
        return None;
    };
    match read {
        Ok(edition) if edition.articles.is_empty() => None,
        read => Some(read),
    }
}

/// Whether a text begins with the head of an edition file.
fn has_head(text: &str) -> bool {
    let mut lines = text.lines();
    let keys = ["title:", "date:", "language:", "furniture:"];
    lines.next().is_some_and(|line| line.trim_end() == "---")
        && lines
            .next()
            .is_some_and(|line| keys.iter().any(|key| line.starts_with(key)))
}

/// Where a text of an edition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Kicker(usize),
    Headline(usize),
    Standfirst(usize),
    Byline(usize),
    Jump(usize),
    Block(usize, usize),
}

/// An edition as a page, and what tells where its blocks belong.
pub(super) struct Given {
    pub page: Page,
    edition: Edition,
    /// Every text: where it stands in the source, and in the edition.
    slots: Vec<(Range<usize>, Slot)>,
}

impl Given {
    pub(super) fn new(name: &str, bytes: Vec<u8>, edition: Edition) -> Given {
        let texts = texts(&edition);
        let placed = laid(&bytes, &texts);
        let (bytes, (text, slots)) = match placed {
            Some(placed) => (bytes, placed),
            // Where the file says a text in other signs, places are those of the bare text.
            None => {
                let bare: Vec<&str> = texts.iter().map(|(_, text)| *text).collect();
                let bare = bare.join("\n\n").into_bytes();
                let placed = laid(&bare, &texts).unwrap_or_default();
                (bare, placed)
            }
        };
        Given {
            page: Page {
                source: Arc::new(Source::new(name, bytes, Encoding::Utf8)),
                text,
            },
            slots,
            edition,
        }
    }

    /// The edition with the blocks of its page as they read now.
    pub(super) fn with(mut self, repaired: &Page) -> Edition {
        let mut now: Vec<Vec<String>> = vec![Vec::new(); self.slots.len()];
        let string = &repaired.text.string;
        for range in repaired.text.blocks() {
            let text = &string[range.clone()];
            if text.trim().is_empty() {
                continue;
            }
            let from = repaired.text.origin(range)[0].start;
            let slot = self.slots.partition_point(|(at, _)| at.end <= from);
            if let Some(texts) = now.get_mut(slot.min(self.slots.len().saturating_sub(1))) {
                texts.push(text.to_owned());
            }
        }
        // From the last to the first, so that numbers of blocks hold.
        for ((_, slot), texts) in self.slots.iter().zip(now).rev() {
            put(&mut self.edition, *slot, texts);
        }
        self.edition
            .articles
            .retain(|article| *article != Article::default());
        self.edition
    }
}

/// The texts of an edition in the order of reading.
fn texts(edition: &Edition) -> Vec<(Slot, &str)> {
    let mut texts = Vec::new();
    for (nth, article) in edition.articles.iter().enumerate() {
        let head = [
            (Slot::Kicker(nth), &article.kicker),
            (Slot::Headline(nth), &article.headline),
            (Slot::Standfirst(nth), &article.standfirst),
            (Slot::Byline(nth), &article.byline),
            (Slot::Jump(nth), &article.jump),
        ];
        let head = head
            .into_iter()
            .filter_map(|(slot, text)| Some((slot, text.as_deref()?)));
        // Short lines of their own say little of how they go on: what is no running text stays.
        let running = |block: &Block| {
            use BlockKind::{Caption, Note, Paragraph, Subhead};
            matches!(block.kind, Paragraph | Subhead | Caption | Note)
        };
        let blocks = article.blocks.iter().enumerate();
        let blocks = blocks
            .filter(|(_, block)| running(block))
            .map(|(at, block)| (Slot::Block(nth, at), block.text.as_str()));
        texts.extend(head.chain(blocks).filter(|(_, text)| is_plain(text)));
    }
    texts
}

/// Whether a text is a block as a page has it.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text
            .lines()
            .all(|line| !line.is_empty() && line.trim() == line)
}

fn put(edition: &mut Edition, slot: Slot, texts: Vec<String>) {
    let joined = || {
        let lines: Vec<String> = texts.iter().map(|text| flow::join(text)).collect();
        Some(lines.join(" ")).filter(|text| !text.is_empty())
    };
    let articles = &mut edition.articles;
    match slot {
        Slot::Kicker(nth) => articles[nth].kicker = joined(),
        Slot::Headline(nth) => articles[nth].headline = joined(),
        Slot::Standfirst(nth) => articles[nth].standfirst = joined(),
        Slot::Byline(nth) => articles[nth].byline = joined(),
        Slot::Jump(nth) => articles[nth].jump = joined(),
        Slot::Block(nth, at) => {
            let blocks = &mut articles[nth].blocks;
            let old = blocks.remove(at);
            // A picture stays, whatever becomes of its words.
            let stays = old.picture.is_some() || old.credit.is_some() || old.size.is_some();
            let texts = if texts.is_empty() && stays {
                vec![String::new()]
            } else {
                texts
            };
            for (more, text) in texts.into_iter().enumerate().rev() {
                let text = flow::join(&text);
                let block = match more {
                    0 => Block {
                        text,
                        ..old.clone()
                    },
                    _ => Block {
                        source: old.source.clone(),
                        ..Block::new(old.kind, text)
                    },
                };
                blocks.insert(at, block);
            }
        }
    }
}

type Placed = (Text, Vec<(Range<usize>, Slot)>);

/// The texts as blocks of one text, with the bytes that they came from; `None` when one of them is not
/// found in its turn.
fn laid(bytes: &[u8], texts: &[(Slot, &str)]) -> Option<Placed> {
    let mut text = Text::default();
    let mut slots = Vec::new();
    let mut at = 0;
    let recoded = |text: &mut Text, from: Range<usize>, shown: &str| {
        if !from.is_empty() || !shown.is_empty() {
            text.string.push_str(shown);
            text.pieces.push(Piece {
                from,
                len: shown.len(),
                kind: PieceKind::Recoded,
            });
        }
    };
    for (slot, wanted) in texts {
        let (start, pieces) = found(bytes, at, wanted)?;
        let separator = if text.string.is_empty() { "" } else { "\n\n" };
        recoded(&mut text, at..start, separator);
        at = pieces.last().map_or(start, |piece| piece.from.end);
        text.string.push_str(wanted);
        text.pieces.extend(pieces);
        slots.push((start..at, *slot));
    }
    recoded(&mut text, at..bytes.len(), "");
    Some((text, slots))
}

/// Where a text stands behind a place, and the pieces that it is made of there.
fn found(bytes: &[u8], from: usize, text: &str) -> Option<(usize, Vec<Piece>)> {
    let first = *text.as_bytes().first()?;
    // A text may begin with a sign that a backslash stands before.
    let begins = |at: &usize| {
        bytes[*at] == first || bytes[*at] == b'\\' && bytes.get(at + 1) == Some(&first)
    };
    (from..bytes.len())
        .filter(begins)
        .find_map(|at| Some((at, spelled(&bytes[at..], at, text)?)))
}

/// The pieces of a text that begins here, in the signs of JSON or Markdown: a backslash before a sign,
/// a line end for a space, the bullet of an item.
fn spelled(bytes: &[u8], base: usize, text: &str) -> Option<Vec<Piece>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |from: Range<usize>, len: usize, kind: PieceKind| {
        let from = base + from.start..base + from.end;
        match pieces.last_mut() {
            Some(last)
                if kind == PieceKind::Verbatim
                    && last.kind == kind
                    && last.from.end == from.start =>
            {
                last.from.end = from.end;
                last.len += len;
            }
            _ => pieces.push(Piece { from, len, kind }),
        }
    };
    let mut at = 0;
    for (nth, &wanted) in text.as_bytes().iter().enumerate() {
        let is = *bytes.get(at)?;
        if is == wanted && wanted != b'\n' {
            push(at..at + 1, 1, PieceKind::Verbatim);
            at += 1;
        } else if is == b'\\' && bytes.get(at + 1) == Some(&wanted) && wanted.is_ascii_punctuation()
        {
            push(at..at + 1, 0, PieceKind::Recoded);
            push(at + 1..at + 2, 1, PieceKind::Verbatim);
            at += 2;
        } else if wanted == b' ' && is.is_ascii_whitespace() {
            let end = at + white(&bytes[at..]);
            push(at..end, 1, PieceKind::Recoded);
            at = end;
        } else if wanted == b'\n' {
            let next = text.as_bytes().get(nth + 1)?;
            let end = at + line_end(&bytes[at..], *next)?;
            push(at..end, 1, PieceKind::Recoded);
            at = end;
        } else {
            return None;
        }
    }
    Some(pieces)
}

fn white(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count()
}

/// The length of a line end of a list, of verse or of a table, with the sign before it and the bullet
/// behind it.
fn line_end(bytes: &[u8], next: u8) -> Option<usize> {
    if bytes.starts_with(b"\\n") {
        return Some(2);
    }
    let sign = usize::from(bytes.first() == Some(&b'\\'));
    let gap = white(&bytes[sign..]);
    if gap == 0 {
        return None;
    }
    let at = sign + gap;
    let bullet = matches!(bytes.get(at), Some(b'-' | b'*' | b'+')) && bytes.get(at) != Some(&next);
    Some(if bullet {
        at + 1 + white(&bytes[at + 1..])
    } else {
        at
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::{self, Settings};

    const FOUND: &str = "MILL SOLD AT LAST\n\nBy Ann Lee\n\nThe old mill was sold for half of what it \
        cost, and the buy-\n\ner has not been named: \"Nobody,\" he said, \"will tell.\"\n\nThe next \
        meeting of the council is on Monday at the town hall, and everybody may come to it.\n";

    fn again(name: &str, file: String) -> job::Repaired {
        let bytes = file.into_bytes();
        let edition = edition(&bytes).expect("it is one").expect("it is sound");
        job::repair_edition(name, bytes, edition, &Settings::default())
    }

    #[test]
    fn a_repair_of_a_repair_changes_nothing() {
        let page = job::read("page.txt", FOUND.into()).expect("it is text");
        let first = job::repair(vec![page], &Settings::default());
        for file in [json::to(&first.edition), markdown::to(&first.edition)] {
            let second = again("edition", file.clone());
            assert!(second.audit.rows.is_empty(), "{:?}", second.audit.rows);
            let back = match file.starts_with('{') {
                true => json::to(&second.edition),
                false => markdown::to(&second.edition),
            };
            assert_eq!(back, file);
        }
    }

    #[test]
    fn what_an_editor_left_is_mended_where_it_stands() {
        let file = "---\nlanguage: en\n---\n\n# \\# 1 of the year\n\nByline: By Ann Lee\n\nThe old mill\nwas \
            sold, and the buy-\n\ner has not been named. He is known in the town.\n\nCaption: The mill on \
            Monday.\nCredit: Tom Roe\n\n- one thing\n- another\n";
        let done = again("page.md", file.to_owned());
        let article = &done.edition.articles[0];
        assert_eq!(article.headline.as_deref(), Some("# 1 of the year"));
        let blocks: Vec<_> = article
            .blocks
            .iter()
            .map(|b| (b.kind, b.text.as_str()))
            .collect();
        assert_eq!(
            blocks,
            [
                (
                    BlockKind::Paragraph,
                    "The old mill was sold, and the buyer has not been named. He is known in the town."
                ),
                (BlockKind::Caption, "The mill on Monday."),
                (BlockKind::List, "one thing\nanother"),
            ]
        );
        assert_eq!(article.blocks[1].credit.as_deref(), Some("Tom Roe"));
        assert!(done.text().contains("one thing"), "{}", done.text());
        for row in &done.audit.rows {
            assert_eq!(&file[row.at.bytes[0]..row.at.bytes[1]], row.was);
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "{",
            "{ he said } \"articles\"",
            "---\n\nA text.",
            "The mill",
            "#1 song",
            "{\"a\": 1}",
        ] {
            assert!(edition(text.as_bytes()).is_none(), "{text}");
        }
        assert!(edition(b"{\"articles\": 3}").is_some_and(|read| read.is_err()));
    }
}
