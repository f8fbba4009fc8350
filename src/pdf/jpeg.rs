//! What a JPEG file says of itself. Decodes nothing: PDF takes the file as it is.
//!
//! Markers after ITU-T T.81, annex B; the Adobe marker after Adobe's Technical Note 5116; profiles after
//! ICC.1:2010, annex B.4.

use crate::frame::exif;

/// What printing a JPEG needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Jpeg {
    pub width: u32,
    pub height: u32,
    /// 1 (grey), 3 (colours of a screen) or 4 (inks).
    pub components: u8,
    /// Whether full ink is 0, as Adobe's programs write inks.
    pub inverted: bool,
    /// How the picture is to be turned: 1 to 8 as in Exif.
    pub orientation: u8,
    /// The ICC profile in the file.
    pub profile: Option<Vec<u8>>,
    /// How many bytes the picture takes: what follows its end is no part of it.
    pub length: usize,
}

/// Reads a JPEG to its end marker.
///
/// # Errors
/// In words, for a file that is cut off, damaged, or of a kind that PDF cannot hold.
pub(super) fn read(bytes: &[u8]) -> Result<Jpeg, String> {
    let cut = || "the JPEG file is cut off".to_owned();
    let mut jpeg = Jpeg {
        width: 0,
        height: 0,
        components: 0,
        inverted: false,
        orientation: 1,
        profile: None,
        length: 0,
    };
    let mut chunks: Vec<(u8, &[u8])> = Vec::new();
    // Bytes of the first scan.
    let mut scanned = None;
    let mut at = 2;
    loop {
        // Markers may be preceded by any number of fill bytes (B.1.1.2).
        let start = at;
        while bytes.get(at) == Some(&0xFF) {
            at += 1;
        }
        let marker = *bytes.get(at).ok_or_else(cut)?;
        if at == start {
            return Err(format!("the JPEG file is damaged at byte {at}"));
        }
        at += 1;
        if marker == 0xD9 {
            break;
        }
        if matches!(marker, 0x01 | 0xD0..=0xD8) {
            continue;
        }
        let size = bytes.get(at..at + 2).ok_or_else(cut)?;
        let size = usize::from(u16::from_be_bytes([size[0], size[1]]));
        if size < 2 {
            return Err(format!("the JPEG file is damaged at byte {at}"));
        }
        let segment = bytes.get(at + 2..at + size).ok_or_else(cut)?;
        at += size;
        match marker {
            0xC0..=0xC2 => frame(segment, &mut jpeg)?,
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                return Err(
                    "lossless, hierarchical and arithmetic JPEG files cannot be \
                            printed; save it as a baseline or progressive one"
                        .to_owned(),
                );
            }
            0xE1 => jpeg.orientation = exif::orientation(segment).unwrap_or(jpeg.orientation),
            0xE2 => {
                if let Some(chunk) = segment.strip_prefix(b"ICC_PROFILE\0")
                    && chunk.len() > 2
                {
                    chunks.push((chunk[0], &chunk[2..]));
                }
            }
            0xEE if segment.starts_with(b"Adobe") => jpeg.inverted = true,
            0xDA => {
                let start = at;
                at = scan_end(bytes, at).ok_or_else(cut)?;
                scanned = Some(scanned.unwrap_or(at - start));
            }
            _ => {}
        }
    }
    let Some(scanned) = scanned.filter(|_| jpeg.components > 0) else {
        return Err("the JPEG file has no picture in it".to_owned());
    };
    if least_bytes(jpeg.width, jpeg.height) > scanned as u64 {
        return Err(format!(
            "the JPEG file says that it is {} by {} pixels, and has too few bytes for that",
            jpeg.width, jpeg.height
        ));
    }
    jpeg.inverted &= jpeg.components == 4;
    chunks.sort_by_key(|&(number, _)| number);
    if !chunks.is_empty() {
        jpeg.profile = Some(
            chunks
                .iter()
                .flat_map(|&(_, chunk)| chunk)
                .copied()
                .collect(),
        );
    }
    jpeg.length = at;
    Ok(jpeg)
}

/// The frame header: precision, height, width, components (B.2.2).
fn frame(segment: &[u8], jpeg: &mut Jpeg) -> Result<(), String> {
    let [precision, h1, h2, w1, w2, components, ..] = *segment else {
        return Err("the JPEG file has a damaged frame header".to_owned());
    };
    if precision != 8 {
        return Err(format!(
            "the JPEG file has {precision} bits a sample; save it with 8"
        ));
    }
    jpeg.height = u32::from(u16::from_be_bytes([h1, h2]));
    jpeg.width = u32::from(u16::from_be_bytes([w1, w2]));
    jpeg.components = components;
    if jpeg.width == 0 || jpeg.height == 0 {
        return Err("the JPEG file is nothing wide or high".to_owned());
    }
    if !matches!(components, 1 | 3 | 4) {
        return Err(format!(
            "the JPEG file has {components} colours; 1, 3 or 4 can be printed"
        ));
    }
    Ok(())
}

/// The bytes that the first scan of a picture takes at least: every unit of at most 32 by 32 pixels (A.2.3) has
/// a code of its own, which is a bit or more.
fn least_bytes(width: u32, height: u32) -> u64 {
    u64::from(width.div_ceil(32)) * u64::from(height.div_ceil(32)) / 8
}

/// Where the next marker that is no part of a scan stands (B.1.1.5).
fn scan_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == 0xFF)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bones of a JPEG: header segments, a frame, a scan of nothing.
    fn bones(extra: &[u8], components: u8) -> Vec<u8> {
        let mut out = vec![0xFF, 0xD8];
        out.extend_from_slice(extra);
        out.extend_from_slice(&[
            0xFF,
            0xC0,
            0,
            8 + 3 * components,
            8,
            0,
            20,
            0,
            30,
            components,
        ]);
        out.extend(std::iter::repeat_n(0, usize::from(components) * 3));
        out.extend_from_slice(&[
            0xFF, 0xDA, 0, 2, 1, 2, 0xFF, 0x00, 3, 0xFF, 0xD3, 4, 0xFF, 0xD9,
        ]);
        out
    }

    #[test]
    fn headers_are_read_and_what_follows_the_end_is_left() {
        let mut file = bones(&[], 3);
        let length = file.len();
        file.extend_from_slice(b"a second picture");
        let jpeg = read(&file).expect("it is sound");
        assert_eq!((jpeg.width, jpeg.height, jpeg.components), (30, 20, 3));
        assert_eq!(jpeg.length, length);
        assert!(!jpeg.inverted);
    }

    #[test]
    fn adobe_inks_are_upside_down_and_exif_turns() {
        let mut extra = vec![0xFF, 0xEE, 0, 14];
        extra.extend_from_slice(b"Adobe\0\x64\0\0\0\0\x02");
        let exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0";
        extra.extend_from_slice(&[0xFF, 0xE1, 0, exif.len() as u8 + 2]);
        extra.extend_from_slice(exif);
        let jpeg = read(&bones(&extra, 4)).expect("it is sound");
        assert!(jpeg.inverted);
        assert_eq!(jpeg.orientation, 6);
        let grey = read(&bones(&extra, 1)).expect("it is sound");
        assert!(!grey.inverted);
    }

    #[test]
    fn a_size_that_no_data_bears_out_is_found() {
        let mut file = bones(&[], 1);
        let frame = file.windows(2).position(|pair| pair == [0xFF, 0xC0]);
        let at = frame.expect("it has a frame") + 5;
        file[at..at + 4].fill(0xFF);
        let reason = read(&file).expect_err("nothing is that large");
        assert!(reason.contains("65535 by 65535"), "{reason}");
    }

    #[test]
    fn every_cut_is_found() {
        let file = bones(&[], 1);
        for end in 0..file.len() {
            assert!(read(&file[..end]).is_err(), "cut at {end}");
        }
    }
}
