//! Pixels as a press sees them: from a screen's colours to inks, and how much ink there is.
//!
//! Knows pixels, eight bits a part, and profiles; not files. The colour arithmetic is `moxcms`'s, the
//! decoding of JPEG `zune-jpeg`'s, both without the instructions of single processors, so that every
//! machine gets the same bytes.

use super::jpeg;
use moxcms::{ColorProfile, Layout, RenderingIntent, TransformOptions};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// More pixels than these are not decoded: 400 million, 1.6 GB of inks.
const MOST_PIXELS: u64 = 400_000_000;

/// How many pixels are converted at once.
const STRETCH: usize = 1 << 16;

/// The colours of a screen as inks of a printing condition, each under its profile.
///
/// # Errors
/// In words, when a profile cannot be used.
pub(super) fn to_inks(rgb: &[u8], screen: &[u8], press: &[u8]) -> Result<Vec<u8>, String> {
    let wrong = |which: &str| format!("the colour profile of the {which} cannot be used");
    let from = ColorProfile::new_from_slice(screen).map_err(|_| wrong("picture"))?;
    let to = ColorProfile::new_from_slice(press).map_err(|_| wrong("printing condition"))?;
    let options = TransformOptions {
        // What pictures want: colours that the paper does not have give way to ones that it has.
        rendering_intent: RenderingIntent::Perceptual,
        ..TransformOptions::default()
    };
    // Four parts of eight bits: for a CMYK profile these are the inks.
    let transform = from
        .create_transform_8bit(Layout::Rgb, &to, Layout::Rgba, options)
        .map_err(|_| wrong("picture"))?;
    let mut inks = vec![0; rgb.len() / 3 * 4];
    for (rgb, inks) in rgb.chunks(STRETCH * 3).zip(inks.chunks_mut(STRETCH * 4)) {
        let whole = rgb.len() / 3 * 3;
        transform
            .transform(&rgb[..whole], inks)
            .map_err(|_| "the picture's colours cannot be converted".to_owned())?;
    }
    Ok(inks)
}

/// The ink of the heaviest parts of a picture in percent, 0 to 400: what one pixel in a thousand goes
/// beyond is left out, since it is noise or too small to trouble a press.
pub(super) fn heaviest(inks: &[u8]) -> u32 {
    let mut sums = vec![0u64; 4 * 255 + 1];
    for pixel in inks.chunks_exact(4) {
        sums[pixel.iter().map(|&ink| usize::from(ink)).sum::<usize>()] += 1;
    }
    let noise = (inks.len() / 4) as u64 / 1000;
    let mut beyond = 0;
    for (sum, count) in sums.iter().enumerate().rev() {
        beyond += count;
        if beyond > noise {
            return (sum as u32 * 100).div_ceil(255);
        }
    }
    0
}

/// The pixels of a JPEG: `parts` is 3 for a screen's colours, 4 for inks (255 is full).
///
/// # Errors
/// In words, for a file that is damaged or too large.
pub(super) fn of_jpeg(bytes: &[u8], parts: u8) -> Result<Vec<u8>, String> {
    let space = match parts {
        4 => ColorSpace::CMYK,
        _ => ColorSpace::RGB,
    };
    let options = DecoderOptions::default()
        .jpeg_set_out_colorspace(space)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let wrong = |error| format!("the JPEG file cannot be decoded ({error})");
    decoder.decode_headers().map_err(wrong)?;
    let (width, height) = decoder.dimensions().unwrap_or_default();
    if width as u64 * height as u64 > MOST_PIXELS {
        return Err("the JPEG file is too large to decode; save it smaller".to_owned());
    }
    let mut pixels = decoder.decode().map_err(wrong)?;
    // The decoder takes every file in inks for one of Adobe's, where 0 is full.
    if parts == 4 && !jpeg::read(bytes)?.inverted {
        for part in &mut pixels {
            *part = 255 - *part;
        }
    }
    Ok(pixels)
}

/// Rows of four inks a pixel with PNG's filters before them (ISO 15948, 9), each row with the one that
/// leaves the least.
pub(super) fn filtered(inks: &[u8], width: usize) -> Vec<u8> {
    const STEP: usize = 4;
    let row = width.max(1) * STEP;
    let mut out = Vec::with_capacity(inks.len() + inks.len() / row + 1);
    let mut above = vec![0u8; row];
    let mut tries = [vec![0u8; row], vec![0u8; row]];
    for line in inks.chunks_exact(row) {
        for at in 0..row {
            let left = if at < STEP { 0 } else { line[at - STEP] };
            tries[0][at] = line[at].wrapping_sub(left);
            tries[1][at] = line[at].wrapping_sub(above[at]);
        }
        let weight = |row: &Vec<u8>| -> u64 {
            let far = |&byte: &u8| u64::from((byte as i8).unsigned_abs());
            row.iter().map(far).sum()
        };
        let best = usize::from(weight(&tries[1]) < weight(&tries[0]));
        out.push(best as u8 + 1);
        out.extend_from_slice(&tries[best]);
        above.copy_from_slice(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_stays_paper_and_black_keeps_within_the_limit() {
        let press = include_bytes!("icc/IFRA26S_2004_newsprint.icc");
        let screen = include_bytes!("icc/srgb.icc");
        let rgb = [255, 255, 255, 0, 0, 0, 255, 0, 0];
        let inks = to_inks(&rgb, screen, press).expect("sound profiles");
        assert_eq!(inks[..4], [0; 4]);
        assert!(heaviest(&inks[4..8]) <= 231, "{inks:?}");
        let [c, m, y, k] = inks[8..12] else {
            panic!("{inks:?}")
        };
        assert!(c < 30 && m > 200 && y > 200 && k < 30, "red is {inks:?}");
        assert!(to_inks(&rgb, b"no profile", press).is_err());
    }

    #[test]
    fn single_pixels_do_not_count() {
        let mut inks = vec![51; 4 * 2000];
        assert_eq!(heaviest(&inks), 80);
        inks[..4].fill(255);
        assert_eq!(heaviest(&inks), 80);
        inks[..16].fill(255);
        assert_eq!(heaviest(&inks), 400);
        assert_eq!(heaviest(&[]), 0);
    }

    #[test]
    fn inks_of_a_jpeg_are_the_right_way_up() {
        // A black mark in the upper left corner, with Adobe's marker and without it.
        let adobe = include_bytes!("../../tests/pdf/pictures/inks.jpg");
        let inks = of_jpeg(adobe, 4).expect("a sound file");
        assert_eq!(inks[..4], [0, 0, 0, 255]);
        assert!(of_jpeg(&adobe[..200], 4).is_err());
        let at = adobe.windows(2).position(|pair| pair == [0xFF, 0xEE]);
        let at = at.expect("Adobe's marker");
        let length = usize::from(u16::from_be_bytes([adobe[at + 2], adobe[at + 3]]));
        let plain = [&adobe[..at], &adobe[at + 2 + length..]].concat();
        let inks = of_jpeg(&plain, 4).expect("a sound file");
        assert_eq!(inks[..4], [255, 255, 255, 0]);
    }

    #[test]
    fn filtered_rows_are_as_long_as_readers_expect() {
        let inks: Vec<u8> = (0..=255).cycle().take(4 * 6 * 5).collect();
        assert_eq!(filtered(&inks, 6).len(), (4 * 6 + 1) * 5);
    }
}
