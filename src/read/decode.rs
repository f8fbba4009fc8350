//! Bytes -> characters, each with its bytes: UTF-8, Windows-1252, UTF-16 with a byte order mark.

use crate::model::Encoding;

use super::{MAX_LINE, ReadError};

/// The encoding of a file and the length of its byte order mark.
///
/// # Errors
/// [`ReadError::Binary`] and [`ReadError::LongLine`].
pub(super) fn detect(bytes: &[u8]) -> Result<(Encoding, usize), ReadError> {
    for (magic, what) in [
        (&b"%PDF-"[..], "a PDF file"),
        (b"PK\x03\x04", "a zip archive (a .docx or .epub is one)"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"II*\0", "a picture"),
        (b"MM\0*", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1f\x8b", "a gzip file"),
        (b"{\\rtf", "a rich text file"),
    ] {
        if bytes.starts_with(magic) {
            return Err(ReadError::Binary {
                byte: 0,
                looks_like: Some(what),
            });
        }
    }
    if bytes.starts_with(&[0xff, 0xfe]) {
        return Ok((Encoding::Utf16Le, 2));
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return Ok((Encoding::Utf16Be, 2));
    }
    let mark = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        3
    } else {
        0
    };
    line_lengths(bytes)?;
    let mut control = 0;
    for (byte, value) in bytes.iter().enumerate() {
        match value {
            0 => return Err(binary(byte)),
            // Printers' and extractors' leftovers stand singly; in other files they abound.
            1..=8 | 14..=31 => {
                control += 1;
                if control > 8 && control * 20 > byte {
                    return Err(binary(byte));
                }
            }
            _ => {}
        }
    }
    if mark > 0 {
        return Ok((Encoding::Utf8, mark));
    }
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += chunk.invalid().len();
    }
    let encoding = if bad == 0 || good > bad * 2 {
        Encoding::Utf8
    } else {
        Encoding::Windows1252
    };
    if encoding == Encoding::Windows1252 {
        // Text is mostly letters and spaces; when it is not, no single-byte table makes it so.
        let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
        if high * 2 > bytes.len() {
            let byte = bytes.iter().position(|byte| *byte >= 0x80).unwrap_or(0);
            return Err(binary(byte));
        }
    }
    Ok((encoding, mark))
}

fn binary(byte: usize) -> ReadError {
    ReadError::Binary {
        byte,
        looks_like: None,
    }
}

fn line_lengths(bytes: &[u8]) -> Result<(), ReadError> {
    for (number, line) in bytes
        .split(|byte| matches!(byte, b'\n' | b'\r' | 0x0c))
        .enumerate()
    {
        if line.len() > MAX_LINE {
            return Err(ReadError::LongLine {
                line: number + 1,
                bytes: line.len(),
            });
        }
    }
    Ok(())
}

/// A character and how many bytes of the source it takes.
pub(super) fn characters(
    bytes: &[u8],
    encoding: Encoding,
) -> Box<dyn Iterator<Item = (char, usize)> + '_> {
    match encoding {
        Encoding::Utf8 => Box::new(bytes.utf8_chunks().flat_map(|chunk| {
            chunk
                .valid()
                .chars()
                .map(|c| (c, c.len_utf8()))
                .chain(chunk.invalid().iter().map(|byte| (single(*byte), 1)))
        })),
        Encoding::Windows1252 => Box::new(bytes.iter().map(|byte| (single(*byte), 1))),
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let unit = move |pair: &[u8]| match (encoding, pair) {
                (Encoding::Utf16Le, [low, high]) => u16::from_le_bytes([*low, *high]),
                (_, [high, low]) => u16::from_be_bytes([*high, *low]),
                _ => 0xfffd,
            };
            Box::new(
                char::decode_utf16(bytes.chunks(2).map(unit)).map(|found| match found {
                    Ok(c) => (c, c.len_utf16() * 2),
                    Err(_) => ('\u{fffd}', 2),
                }),
            )
        }
    }
}

fn single(byte: u8) -> char {
    let table = encoding_rs::WINDOWS_1252;
    let bytes = [byte];
    let text = table.decode_without_bom_handling(&bytes).0;
    text.chars().next().unwrap_or('\u{fffd}')
}
