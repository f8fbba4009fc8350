//! Pictures as files: those of a PDF, and those that OCR found on a scan that lies beside it.
//!
//! Knows images and how to cut one out of another; nothing of captions. What cannot be had is left out:
//! a page is no worse for a picture that is missing.

use std::io::Cursor;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::model::{Area, Page};

use super::format::{self, Format};
use super::xml::Tree;
use super::{Beside, gzip, pages, pdf};

/// A picture of a page, as a JPEG or PNG file in the colours of a screen or in greys.
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    /// The page, named as in [`Source::name`](crate::model::Source::name).
    pub page: String,
    /// Where it stands on the page.
    pub area: Area,
    /// The file.
    pub file: Vec<u8>,
}

/// The most pixels of a picture: a broadsheet page at 400 dots an inch has 50 million.
const MOST_PIXELS: usize = 120_000_000;

/// The pictures of an input. `beside` looks up the scans that OCR names.
pub fn photos(name: &str, bytes: Vec<u8>, beside: Beside) -> Vec<Photo> {
    let Ok(bytes) = gzip::unpacked(bytes) else {
        return Vec::new();
    };
    match format::of(&bytes) {
        Format::Pdf => pdf::photos(name, bytes),
        kind @ (Format::Alto | Format::Hocr | Format::PageXml) => {
            of_scan(name, bytes, kind, beside).unwrap_or_default()
        }
        Format::Mets | Format::Zip | Format::Text => Vec::new(),
    }
}

fn of_scan(name: &str, bytes: Vec<u8>, kind: Format, beside: Beside) -> Option<Vec<Photo>> {
    let told = image_name(&bytes, kind);
    let found = pages(name, bytes, beside).ok()?;
    // The scan of one page is one file.
    let [page] = &found.pages[..] else {
        return None;
    };
    let table = page.source.geometry.as_ref()?;
    if table.pictures.is_empty() {
        return None;
    }
    let scan = names(told, name)
        .iter()
        .find_map(|name| Image::of(&beside(name)?))?;
    Some(cut(page, &scan))
}

/// The name of the scan that a file of OCR tells.
fn image_name(bytes: &[u8], kind: Format) -> Option<String> {
    let tree = Tree::parse(bytes, "a file of OCR", kind == Format::Hocr).ok()?;
    match kind {
        Format::Alto => {
            let nth = *tree.find(0, "fileName").first()?;
            Some(tree.text(nth).trim().to_owned())
        }
        Format::PageXml => {
            let page = *tree.find(0, "Page").first()?;
            tree.nodes[page].get("imageFilename").map(str::to_owned)
        }
        _ => {
            let is_page = |class: &str| class.split_whitespace().any(|name| name == "ocr_page");
            let page = *tree
                .pick(0, &|node| node.get("class").is_some_and(is_page))
                .first()?;
            let title = tree.nodes[page].get("title")?;
            let image = title
                .split(';')
                .find_map(|part| part.trim().strip_prefix("image "))?;
            Some(image.trim().trim_matches(['"', '\'']).to_owned())
        }
    }
}

/// The names under which a scan may lie beside a file of OCR.
fn names(told: Option<String>, name: &str) -> Vec<String> {
    let last = |name: &str| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    let mut names: Vec<String> = Vec::new();
    if let Some(told) = told.filter(|told| !told.is_empty()) {
        names.extend([told.clone(), last(&told)]);
    }
    let own = last(name);
    let stem = own.split('.').next().unwrap_or(&own);
    names.extend(["jpg", "jpeg", "png"].map(|ending| format!("{stem}.{ending}")));
    names
}

/// The pictures of a page, cut out of its scan.
fn cut(page: &Page, scan: &Image) -> Vec<Photo> {
    let Some(table) = &page.source.geometry else {
        return Vec::new();
    };
    let across = scan.width as f32 / table.width.max(1.0);
    let down = scan.height as f32 / table.height.max(1.0);
    let known = table.width > 0.0 && table.height > 0.0;
    let (across, down) = if known { (across, down) } else { (1.0, 1.0) };
    let photos = table.pictures.iter().filter_map(|picture| {
        let at = &picture.area;
        let edges = [
            at.x * across,
            at.y * down,
            at.right() * across,
            at.bottom() * down,
        ];
        let [left, top, right, bottom] = edges.map(|edge| edge.round().max(0.0) as usize);
        Some(Photo {
            page: page.source.name.clone(),
            area: *at,
            file: scan
                .part(left, top, right.min(scan.width), bottom.min(scan.height))?
                .png()?,
        })
    });
    photos.collect()
}

/// Pixels: grey or red, green and blue, a byte each.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Image {
    pub width: usize,
    pub height: usize,
    /// Bytes of a pixel: 1 or 3.
    pub depth: usize,
    pub data: Vec<u8>,
}

impl Image {
    /// The pixels of a JPEG or PNG.
    fn of(file: &[u8]) -> Option<Image> {
        if file.starts_with(b"\x89PNG") {
            Image::of_png(file)
        } else {
            Image::of_jpeg(file)
        }
    }

    fn of_jpeg(file: &[u8]) -> Option<Image> {
        let options = DecoderOptions::default()
            .jpeg_set_out_colorspace(ColorSpace::RGB)
            .set_max_width(1 << 16)
            .set_max_height(1 << 16);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file), options);
        decoder.decode_headers().ok()?;
        let (width, height) = decoder.dimensions()?;
        if width.checked_mul(height)? > MOST_PIXELS {
            return None;
        }
        let data = decoder.decode().ok()?;
        let depth = data.len() / (width * height).max(1);
        let is_whole = data.len() == width * height * depth && matches!(depth, 1 | 3);
        is_whole.then_some(Image {
            width,
            height,
            depth,
            data,
        })
    }

    fn of_png(file: &[u8]) -> Option<Image> {
        let mut decoder = png::Decoder::new(Cursor::new(file));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().ok()?;
        let (width, height) = (reader.info().width as usize, reader.info().height as usize);
        if width.checked_mul(height)? > MOST_PIXELS {
            return None;
        }
        let mut data = vec![0; reader.output_buffer_size()?];
        let info = reader.next_frame(&mut data).ok()?;
        data.truncate(info.buffer_size());
        let samples = info.color_type.samples();
        let depth = if samples < 3 { 1 } else { 3 };
        if samples != depth {
            // The last sample says how opaque a pixel is; behind a scan there is paper.
            data = data
                .chunks_exact(samples)
                .flat_map(|pixel| {
                    let opaque = u16::from(pixel[samples - 1]);
                    let over = move |value: &u8| {
                        ((u16::from(*value) * opaque + 255 * (255 - opaque)) / 255) as u8
                    };
                    pixel[..depth].iter().map(over).collect::<Vec<u8>>()
                })
                .collect();
        }
        Some(Image {
            width,
            height,
            depth,
            data,
        })
    }

    /// What lies between four edges.
    fn part(&self, left: usize, top: usize, right: usize, bottom: usize) -> Option<Image> {
        if left >= right || top >= bottom {
            return None;
        }
        let row = self.width * self.depth;
        let rows = self.data.chunks_exact(row).skip(top).take(bottom - top);
        Some(Image {
            width: right - left,
            height: bottom - top,
            depth: self.depth,
            data: rows
                .flat_map(|row| &row[left * self.depth..right * self.depth])
                .copied()
                .collect(),
        })
    }

    /// The pixels as a PNG.
    pub(super) fn png(&self) -> Option<Vec<u8>> {
        if self.width.checked_mul(self.height)? > MOST_PIXELS {
            return None;
        }
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(
            &mut file,
            u32::try_from(self.width).ok()?,
            u32::try_from(self.height).ok()?,
        );
        encoder.set_color(if self.depth == 1 {
            png::ColorType::Grayscale
        } else {
            png::ColorType::Rgb
        });
        encoder.set_depth(png::BitDepth::Eight);
        encoder
            .write_header()
            .ok()?
            .write_image_data(&self.data)
            .ok()?;
        Some(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_cut_out_of_its_scan() {
        // Four by four pixels of grey, of which the four in the middle are dark.
        let mut scan = Image {
            width: 4,
            height: 4,
            depth: 1,
            data: vec![200; 16],
        };
        for at in [5, 6, 9, 10] {
            scan.data[at] = 7;
        }
        let file = scan.png().expect("it can be written");
        let hocr = "<html><body><div class='ocr_page' title='image \"scans/p1.png\"; bbox 0 0 400 400'>\
            <div class='ocr_photo' title='bbox 100 100 300 300'></div>\
            <span class='ocr_line' title='bbox 0 350 400 380'><span class='ocrx_word' title='bbox 0 350 400 380'>Dark.</span></span>\
            </div></body></html>";
        let beside = |name: &str| (name == "p1.png").then(|| file.clone());
        let found = photos("p1.hocr", hocr.into(), &beside);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].area, Area::new(100.0, 100.0, 300.0, 300.0));
        let back = Image::of(&found[0].file).expect("it is a PNG");
        assert_eq!((back.width, back.height, back.data), (2, 2, vec![7; 4]));
        assert!(photos("p1.hocr", hocr.into(), &|_| None).is_empty());
    }

    #[test]
    fn what_is_no_image_is_none() {
        for file in [&b""[..], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a"] {
            assert_eq!(Image::of(file), None);
        }
    }
}
