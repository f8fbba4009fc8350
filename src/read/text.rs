//! Plain text: whole paragraphs a line, or raw lines.

use std::sync::Arc;

use crate::model::{Encoding, Page, Piece, PieceKind, Source, Text};

use super::lines::{Line, breaks, split};
use super::{ReadError, columns, decode};

/// Reads plain text: whole paragraphs a line or raw lines, any line ending, UTF-8 with or without
/// byte order mark, Windows-1252, or UTF-16 with a mark.
///
/// `name` is how places in the file are given; `-` for standard input.
///
/// # Errors
/// [`ReadError`] when the bytes are empty, are no text, or hold a line beyond [`super::MAX_LINE`].
pub fn text(name: &str, bytes: Vec<u8>) -> Result<Page, ReadError> {
    let (encoding, mark) = decode::detect(&bytes)?;
    let lines = split(&bytes, encoding, mark);
    if lines.is_empty() {
        return Err(ReadError::Empty);
    }
    let text = in_order(&bytes, encoding, &lines);
    let mut page = Page {
        source: Arc::new(Source::new(name, bytes, encoding)),
        text,
    };
    let bytes = &page.source.bytes;
    // What is typed may be set flush on both sides, with wide spaces that are no gutters.
    if let Some(ordered) = columns::in_order(bytes, encoding, &lines).filter(|_| !page.is_typed()) {
        page.text = rearranged(bytes, encoding, &lines, &ordered);
    }
    Ok(page)
}

/// What stands between the lines of a text, before each but the first.
fn separators(lines: &[Line]) -> impl Iterator<Item = &'static str> {
    let parted = breaks(lines);
    let gaps = parted
        .into_iter()
        .map(|parted| if parted { "\n\n" } else { "\n" });
    std::iter::once("").chain(gaps)
}

fn in_order(bytes: &[u8], encoding: Encoding, lines: &[Line]) -> Text {
    let mut text = Text::default();
    let mut at = 0;
    for (line, separator) in lines.iter().zip(separators(lines)) {
        push_recoded(&mut text, at..line.bytes.start, separator);
        push_line(&mut text, bytes, encoding, line);
        at = line.bytes.end;
    }
    push_recoded(&mut text, at..bytes.len(), "");
    text
}

/// Lines that stand side by side, in reading order. Each brings the white space before it.
fn rearranged(bytes: &[u8], encoding: Encoding, lines: &[Line], ordered: &[Line]) -> Text {
    let mut starts: Vec<usize> = ordered.iter().map(|line| line.bytes.end).collect();
    starts.sort_unstable();
    let before = |line: &Line| {
        let nth = starts.partition_point(|end| *end <= line.bytes.start);
        nth.checked_sub(1).map_or(0, |nth| starts[nth])
    };
    let mut text = Text::default();
    for (line, separator) in ordered.iter().zip(separators(ordered)) {
        push_recoded(&mut text, before(line)..line.bytes.start, separator);
        push_line(&mut text, bytes, encoding, line);
    }
    let end = lines.last().map_or(0, |line| line.bytes.end);
    push_recoded(&mut text, end..bytes.len(), "");
    text
}

fn push_recoded(text: &mut Text, from: std::ops::Range<usize>, shown: &str) {
    if from.is_empty() && shown.is_empty() {
        return;
    }
    text.string.push_str(shown);
    text.pieces.push(Piece {
        from,
        len: shown.len(),
        kind: PieceKind::Recoded,
    });
}

/// Adds the characters of a line: stretches that are UTF-8 already as one piece, others singly.
fn push_line(text: &mut Text, bytes: &[u8], encoding: Encoding, line: &Line) {
    if encoding == Encoding::Utf8
        && let Ok(shown) = std::str::from_utf8(&bytes[line.bytes.clone()])
    {
        text.string.push_str(shown);
        text.pieces.push(Piece {
            from: line.bytes.clone(),
            len: shown.len(),
            kind: PieceKind::Verbatim,
        });
        return;
    }
    let mut at = line.bytes.start;
    for (found, len) in decode::characters(&bytes[line.bytes.clone()], encoding) {
        let end = (at + len).min(line.bytes.end);
        let mut buffer = [0; 4];
        let shown = found.encode_utf8(&mut buffer);
        let verbatim = bytes[at..end] == *shown.as_bytes();
        match text.pieces.last_mut() {
            Some(last) if verbatim && last.kind == PieceKind::Verbatim && last.from.end == at => {
                last.from.end = end;
                last.len += shown.len();
            }
            _ => text.pieces.push(Piece {
                from: at..end,
                len: shown.len(),
                kind: if verbatim {
                    PieceKind::Verbatim
                } else {
                    PieceKind::Recoded
                },
            }),
        }
        text.string.push_str(shown);
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Page {
        text("t", bytes.to_vec()).expect("it is text")
    }

    #[test]
    fn every_byte_belongs_to_one_piece_in_order() {
        for bytes in [
            &b"\xef\xbb\xbfOne.\r\n\r\n\r\nTwo \r\n"[..],
            b"caf\xe9 au lait\n\n\x93quoted\x94",
            "ein Satz \u{2014} noch einer\n\n\u{a0}zweiter".as_bytes(),
            b"\xff\xfeO\0n\0\n\0\n\0\xac\x20x\0",
        ] {
            let page = read(bytes);
            let mut at = 0;
            let mut out = 0;
            for piece in &page.text.pieces {
                assert_eq!(piece.from.start, at);
                at = piece.from.end;
                out += piece.len;
            }
            assert_eq!(at, bytes.len());
            assert_eq!(out, page.text.string.len());
        }
    }

    #[test]
    fn line_endings_and_marks_are_structure() {
        for bytes in [
            &b"One.\n\nTwo."[..],
            b"One.\r\n\r\nTwo.",
            b"One.\r\rTwo.\r",
            b"\xef\xbb\xbf\n One. \n \n\n Two.\n\n",
            b"\xff\xfeO\0n\0e\0.\0\n\0\n\0T\0w\0o\0.\0",
        ] {
            assert_eq!(read(bytes).text.string, "One.\n\nTwo.", "{bytes:?}");
        }
    }

    #[test]
    fn a_list_is_parted_from_the_line_that_leads_in() {
        for (items, text) in [
            ("The council will:\n- mend it\n- paint it", true),
            (
                "The council will:\n\u{2022} mend it\n\u{2022} paint it",
                true,
            ),
            ("The council will:\n1. mend it\n2. paint it", true),
            ("It will do so:\n12 men mend it\n-paint it", false),
            ("He said one thing:\n- mend it", false),
            ("It will come to\n- mend it\n- paint it", false),
        ] {
            let found = read(items.as_bytes()).text.string;
            assert_eq!(found.contains(":\n\n"), text, "{items:?}");
        }
    }

    #[test]
    fn windows_1252_is_detected() {
        assert_eq!(
            read(b"\x93Caf\xe9\x94 \x96 10 \x80").text.string,
            "\u{201c}Caf\u{e9}\u{201d} \u{2013} 10 \u{20ac}"
        );
    }

    #[test]
    fn a_stray_byte_does_not_spoil_utf8() {
        let page = read("größer, höher, \u{201c}weiter\u{201d} caf".as_bytes());
        assert!(page.text.string.starts_with("größer"));
        let mut bytes = "größer, höher, \u{201c}weiter\u{201d} caf"
            .as_bytes()
            .to_vec();
        bytes.push(0xe9);
        assert!(read(&bytes).text.string.ends_with("weiter\u{201d} café"));
    }

    #[test]
    fn places_are_those_of_the_file() {
        let page = read(b"\xef\xbb\xbfOne.\r\n\r\nTwo words.");
        let at = page.text.string.find("words").expect("there");
        let from = page.text.origin(at..at + 5);
        assert_eq!(from, vec![15..20]);
        let place = page.source.place(from[0].clone());
        assert_eq!((place.line, place.column), (3, 5));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(text("t", b" \n ".to_vec()).err(), Some(ReadError::Empty));
        assert!(matches!(
            text("t", b"abc\0def".to_vec()),
            Err(ReadError::Binary { byte: 3, .. })
        ));
        assert!(matches!(
            text("t", vec![b'x'; super::super::MAX_LINE + 1]),
            Err(ReadError::LongLine { line: 1, .. })
        ));
    }
}
