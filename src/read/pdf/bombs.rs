//! Streams that unpack to more than memory holds, found before they are unpacked.
//!
//! The PDF library unpacks a stream whole. Deflate packs a thousand bytes into one at best, so that
//! only long streams, and streams packed twice, can do harm; these are looked at first.

use std::io::{Read as _, copy, sink};

use flate2::read::ZlibDecoder;

use crate::read::{MAX_UNPACKED, ReadError};

/// The greatest ratio of deflate (RFC 1951: 258 bytes by a code of two bits) is about 1032.
const RATIO: usize = 1032;

/// Looks for streams that unpack to more than [`MAX_UNPACKED`].
///
/// # Errors
/// [`ReadError::Bomb`].
pub(super) fn none_in(bytes: &[u8]) -> Result<(), ReadError> {
    let bomb = ReadError::Bomb { what: "a PDF file" };
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        let start = at + found + b"stream".len();
        at = start;
        // `endstream`, or a word in a text.
        let Some(skip) = line_end(&bytes[start..]) else {
            continue;
        };
        if bytes[..start].ends_with(b"endstream") {
            continue;
        }
        let head = &bytes[start.saturating_sub(1024)..start];
        let head = &head[rfind(head, b"obj").unwrap_or(0)..];
        let packed = count(head, b"FlateDecode") + count(head, b"/Fl ") + count(head, b"LZWDecode");
        if packed > 1 {
            return Err(bomb);
        }
        let data = &bytes[start + skip..];
        let end = find(data, b"endstream").unwrap_or(data.len());
        if packed == 1 && end > MAX_UNPACKED / RATIO && data[0] & 0x0f == 8 {
            let mut unpacked = ZlibDecoder::new(&data[..end]).take(MAX_UNPACKED as u64 + 1);
            // A stream that is damaged ends where it is.
            let _ = copy(&mut unpacked, &mut sink());
            if unpacked.limit() == 0 {
                return Err(bomb);
            }
        }
        at = start + skip + end;
    }
    Ok(())
}

fn line_end(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'\r', b'\n', _, ..] => Some(2),
        [b'\n' | b'\r', _, ..] => Some(1),
        _ => None,
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = wanted[0];
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
}

fn rfind(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .rposition(|window| window == wanted)
}

fn count(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes
        .windows(wanted.len())
        .filter(|window| *window == wanted)
        .count()
}
