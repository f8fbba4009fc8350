//! The pictures of a PDF as files: a JPEG as it lies in the file, where it needs nothing but itself;
//! everything else (other packings, inks, masks, tables of colours) as a PNG in a screen's colours.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_syntax::Filter;
use hayro_interpret::hayro_syntax::object::dict::keys;
use hayro_interpret::hayro_syntax::object::{Array, Name, Stream};
use hayro_interpret::kurbo::{BezPath, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image as Drawn, ImageData, ImageDrawProps,
    LumaData, RasterImage, SoftMask,
};

use super::glyphs::area_of;
use crate::model::Area;
use crate::read::photos::Image;

/// A picture of less than so many pixels a side is an ornament.
const LEAST: u32 = 24;

/// The most pictures of a page: what is cut into more is no photograph.
const MOST: usize = 60;

/// The largest JPEG that is taken along, in bytes.
const LARGEST: usize = 32 << 20;

/// Collects the pictures that a page draws.
pub(super) struct Photos {
    whole: Rect,
    pub found: Vec<(Area, Vec<u8>)>,
}

impl Photos {
    pub(super) fn new(whole: Rect) -> Photos {
        Photos {
            whole,
            found: Vec::new(),
        }
    }
}

impl<'a> Device<'a> for Photos {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}

    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {}

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}

    fn draw_image(&mut self, image: Drawn<'a, '_>, props: ImageDrawProps<'a>) {
        let (width, height) = (image.width(), image.height());
        let Drawn::Raster(raster) = &image else {
            return;
        };
        let size = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let area = props.transform.transform_rect_bbox(size);
        let [across, b, c, down, ..] = props.transform.as_coeffs();
        // What stands askew, on its head or in a mirror would have to be turned.
        let is_upright =
            across > 0.0 && down > 0.0 && b.abs() < 0.01 * across && c.abs() < 0.01 * down;
        let is_photo = width >= LEAST
            && height >= LEAST
            && area.width() > 24.0
            && area.height() > 24.0
            && area.area() < 0.6 * self.whole.area();
        if !is_upright || !is_photo || self.found.len() >= MOST {
            return;
        }
        let file = match jpeg(raster.stream()) {
            Some(file) => Some(file),
            None => pixels(raster).and_then(|pixels| pixels.png()),
        };
        if let Some(file) = file {
            self.found.push((area_of(&area), file));
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// The file of a JPEG that says all about itself: grey or red, green and blue, and all of it opaque.
fn jpeg(stream: &Stream) -> Option<Vec<u8>> {
    let dict = stream.dict();
    let changed = [keys::SMASK, keys::MASK, keys::DECODE, keys::SMASK_IN_DATA];
    let plain = changed.iter().all(|key| !dict.contains_key(key));
    let space = match dict.get::<Array>(keys::COLORSPACE) {
        Some(array) => array.iter::<Name>().next(),
        None => dict.get::<Name>(keys::COLORSPACE),
    };
    let screen = [
        &b"DeviceRGB"[..],
        b"DeviceGray",
        b"ICCBased",
        b"CalRGB",
        b"CalGray",
    ];
    let screen = space.is_some_and(|space| screen.contains(&space.as_ref()));
    if !plain || !screen || stream.filters().as_slice() != [Filter::DctDecode] {
        return None;
    }
    let data = stream.raw_data();
    let fits = data.len() <= LARGEST && matches!(components(&data), Some(1 | 3));
    fits.then(|| data.into_owned())
}

/// How many components a JPEG has (ITU T.81, B.2.2).
fn components(data: &[u8]) -> Option<u8> {
    let mut at = 2;
    loop {
        match data.get(at..at + 2)? {
            [0xff, 0xff] => at += 1,
            [0xff, 0xc4 | 0xc8 | 0xcc] => at += 2 + length(data, at + 2)?,
            [0xff, 0xc0..=0xcf] => return data.get(at + 9).copied(),
            [0xff, _] => at += 2 + length(data, at + 2)?,
            _ => return None,
        }
    }
}

fn length(data: &[u8], at: usize) -> Option<usize> {
    let two = data.get(at..at + 2)?;
    Some(usize::from(two[0]) << 8 | usize::from(two[1]))
}

/// The pixels of a picture on white paper.
fn pixels(raster: &RasterImage) -> Option<Image> {
    let mut found = None;
    raster.with_rgba(
        |data, alpha| {
            let (width, height, depth, mut data) = match data {
                ImageData::Rgb(rgb) => (rgb.width, rgb.height, 3, rgb.data),
                ImageData::Luma(luma) => (luma.width, luma.height, 1, luma.data),
            };
            if let Some(alpha) = &alpha {
                on_white(&mut data, alpha, width as usize, depth);
            }
            found = Some(Image {
                width: width as usize,
                height: height as usize,
                depth,
                data,
            });
        },
        None,
    );
    found.filter(|image| image.data.len() == image.width * image.height * image.depth)
}

/// Puts pixels onto white paper; a mask may have another resolution than its picture.
fn on_white(data: &mut [u8], alpha: &LumaData, width: usize, depth: usize) {
    let width = width.max(1);
    let rows = data.len() / (width * depth);
    let (mask_width, mask_height) = (alpha.width as usize, alpha.height as usize);
    for (nth, pixel) in data.chunks_exact_mut(depth).enumerate() {
        let x = (nth % width) * mask_width / width;
        let y = (nth / width) * mask_height / rows.max(1);
        let opaque = alpha.data.get(y * mask_width + x).copied().unwrap_or(255);
        for value in pixel {
            let mixed = u16::from(*value) * u16::from(opaque) + 255 * u16::from(255 - opaque);
            *value = (mixed / 255) as u8;
        }
    }
}
