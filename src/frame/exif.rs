//! How a photograph wants to be turned, as its camera says (Exif 2.32, 4.6.4).
//!
//! Knows a segment of a JPEG file; make-up wants it for the room that a picture takes, and the PDF to turn it.

/// The orientation in a JPEG's Exif segment (APP1), 1 to 8: tag 0x0112 of the first directory. From 5 on, width and
/// height change places.
pub fn orientation(segment: &[u8]) -> Option<u8> {
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let little = tiff.starts_with(b"II");
    let short = |at: usize| -> Option<u16> {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let long = |at: usize| -> Option<u32> {
        let bytes = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    };
    let directory = long(4)? as usize;
    let count = usize::from(short(directory)?);
    (0..count)
        .map(|entry| directory + 2 + entry * 12)
        .find(|&entry| short(entry) == Some(0x0112))
        .and_then(|entry| short(entry + 8))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
}
