//! Pictures in the file: JPEG as it is, PNG as it is where PDF can, colours under their profiles.
//!
//! Knows image dictionaries and colour spaces. Grey prints in black ink alone and inks go to the
//! press untouched; colours of a screen keep their profile, or get that of sRGB, and the press converts
//! them (PDF/X-4 allows that; ISO 15930-7, 6.2), or they are converted here, by choice.

use std::io::{self, Write};

use pdf_writer::types::Predictor;
use pdf_writer::{Filter, Name, Ref, Str, Stream};
use rustc_hash::FxHashMap;

use super::sink::{Sink, deflate, fingerprint};
use super::{colour, jpeg};
use crate::frame::Picture;

/// The profile of pictures that bring none.
const SRGB: &[u8] = include_bytes!("icc/srgb.icc");

/// A picture in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub id: Ref,
    /// Pixels across, as printed.
    pub width: u32,
    /// Pixels down, as printed.
    pub height: u32,
    /// How it is to be turned: 1 to 8 as in Exif.
    pub orientation: u8,
    /// The ink of its heaviest parts in percent; `None` when that is left to the press.
    pub ink: Option<u32>,
}

/// Profiles that are in the file already.
#[derive(Debug, Default)]
pub(super) struct Profiles {
    known: FxHashMap<u128, Ref>,
}

/// A picture's samples and what they mean.
struct Image {
    width: u32,
    height: u32,
    colours: u8,
    bits: u8,
    data: Vec<u8>,
    filter: Filter,
    /// Whether the samples have PNG's filters.
    filtered: bool,
    inverted: bool,
    palette: Option<Vec<u8>>,
    profile: Option<Vec<u8>>,
    orientation: u8,
}

/// Puts a picture into the file.
///
/// With a `press`, the profile of the printing condition, the colours of a screen become inks. The inner
/// error says in words why it cannot be printed.
pub(super) fn write<W: Write>(
    picture: &Picture,
    press: Option<&[u8]>,
    profiles: &mut Profiles,
    sink: &mut Sink<W>,
) -> io::Result<Result<Placed, String>> {
    let read = read(&picture.bytes).and_then(|image| match press {
        Some(press) if image.colours == 3 => image.in_inks(&picture.bytes, press),
        _ => {
            let jpeg = image.colours == 4;
            let inks = jpeg.then(|| colour::of_jpeg(&picture.bytes, 4));
            let ink = inks
                .and_then(Result::ok)
                .map(|inks| colour::heaviest(&inks));
            Ok((image, ink))
        }
    });
    let (image, ink) = match read {
        Ok(read) => read,
        Err(reason) => return Ok(Err(reason)),
    };
    let profile = match image.colours {
        3 => {
            let own = image.profile.as_deref().filter(|profile| is_rgb(profile));
            Some(profiles.write(own.unwrap_or(SRGB), sink)?)
        }
        _ => None,
    };
    let id = sink.reserve();
    sink.stream(id, &image.data, |stream| image.describe(stream, profile))?;
    let turned = image.orientation > 4;
    Ok(Ok(Placed {
        id,
        width: if turned { image.height } else { image.width },
        height: if turned { image.width } else { image.height },
        orientation: image.orientation,
        ink,
    }))
}

fn read(bytes: &[u8]) -> Result<Image, String> {
    if bytes.starts_with(&[0xFF, 0xD8]) {
        let jpeg = jpeg::read(bytes)?;
        return Ok(Image {
            width: jpeg.width,
            height: jpeg.height,
            colours: jpeg.components,
            bits: 8,
            data: bytes[..jpeg.length].to_vec(),
            filter: Filter::DctDecode,
            filtered: false,
            inverted: jpeg.inverted,
            palette: None,
            profile: jpeg.profile,
            orientation: jpeg.orientation,
        });
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        let png = super::png::read(bytes)?;
        let (data, filtered) = match png.data {
            super::png::Data::Filtered(data) => (data, true),
            super::png::Data::Plain(rows) => (deflate(&rows), false),
        };
        return Ok(Image {
            width: png.width,
            height: png.height,
            colours: png.colours,
            bits: png.bits,
            data,
            filter: Filter::FlateDecode,
            filtered,
            inverted: false,
            palette: png.palette,
            profile: png.profile,
            orientation: 1,
        });
    }
    if bytes.is_empty() {
        return Err("the picture file is empty".to_owned());
    }
    Err("the picture is neither a JPEG nor a PNG file".to_owned())
}

/// Whether an ICC profile may describe the colours of a screen: complete, RGB, of a class for pictures
/// and of a version that PDF 1.6 knows (ICC.1, 7.2).
fn is_rgb(profile: &[u8]) -> bool {
    let at = |range| profile.get::<std::ops::Range<usize>>(range);
    let size = at(0..4).map(|size| {
        size.iter()
            .fold(0, |sum, &byte| sum << 8 | usize::from(byte))
    });
    size == Some(profile.len())
        && at(8..9).is_some_and(|version| matches!(version[0], 2 | 4))
        && matches!(at(12..16), Some(b"mntr" | b"scnr" | b"prtr" | b"spac"))
        && at(16..20) == Some(b"RGB ")
        && at(36..40) == Some(b"acsp")
}

impl Profiles {
    fn write<W: Write>(&mut self, profile: &[u8], sink: &mut Sink<W>) -> io::Result<Ref> {
        let name = fingerprint(profile);
        if let Some(&known) = self.known.get(&name) {
            return Ok(known);
        }
        let id = sink.reserve();
        sink.deflated(id, profile, |stream| {
            stream.pair(Name(b"N"), 3);
        })?;
        self.known.insert(name, id);
        Ok(id)
    }
}

impl Image {
    /// The same picture in inks, and the ink of its heaviest parts.
    fn in_inks(self, bytes: &[u8], press: &[u8]) -> Result<(Image, Option<u32>), String> {
        let rgb = match self.filter {
            Filter::DctDecode => colour::of_jpeg(bytes, 3)?,
            _ => super::png::pixels(bytes)?,
        };
        let own = self.profile.as_deref().filter(|profile| is_rgb(profile));
        let inks = colour::to_inks(&rgb, own.unwrap_or(SRGB), press)?;
        let ink = colour::heaviest(&inks);
        let image = Image {
            colours: 4,
            bits: 8,
            data: deflate(&colour::filtered(&inks, self.width as usize)),
            filter: Filter::FlateDecode,
            filtered: true,
            inverted: false,
            palette: None,
            profile: None,
            ..self
        };
        Ok((image, Some(ink)))
    }

    fn describe(&self, stream: &mut Stream<'_>, profile: Option<Ref>) {
        stream.pair(Name(b"Type"), Name(b"XObject"));
        stream.pair(Name(b"Subtype"), Name(b"Image"));
        stream.pair(Name(b"Width"), self.width as i32);
        stream.pair(Name(b"Height"), self.height as i32);
        stream.pair(Name(b"BitsPerComponent"), i32::from(self.bits));
        stream.filter(self.filter);
        if self.filtered {
            let colours = if self.palette.is_some() {
                1
            } else {
                self.colours
            };
            stream
                .decode_parms()
                .predictor(Predictor::PngOptimum)
                .colors(i32::from(colours))
                .bits_per_component(i32::from(self.bits))
                .columns(self.width as i32);
        }
        if self.inverted {
            let upside_down = [1, 0, 1, 0, 1, 0, 1, 0];
            stream.insert(Name(b"Decode")).array().items(upside_down);
        }
        match (profile, &self.palette) {
            (Some(profile), Some(palette)) => {
                let mut space = stream.insert(Name(b"ColorSpace")).array();
                space.item(Name(b"Indexed"));
                let mut base = space.push().array();
                base.item(Name(b"ICCBased")).item(profile);
                drop(base);
                space.item((palette.len() / 3).min(256) as i32 - 1);
                space.item(Str(&palette[..palette.len().min(768)]));
            }
            (Some(profile), None) => {
                let mut space = stream.insert(Name(b"ColorSpace")).array();
                space.item(Name(b"ICCBased")).item(profile);
            }
            (None, _) if self.colours == 1 => {
                stream.pair(Name(b"ColorSpace"), Name(b"DeviceGray"));
            }
            (None, _) => {
                stream.pair(Name(b"ColorSpace"), Name(b"DeviceCMYK"));
            }
        }
    }
}

/// The matrix that brings the unit square of a picture into a box, turned as Exif wants: the box's
/// left, bottom, right and top edge, in any unit.
pub(super) fn matrix(orientation: u8, [left, bottom, right, top]: [i64; 4]) -> [i64; 6] {
    let (width, height) = (right - left, top - bottom);
    match orientation {
        2 => [-width, 0, 0, height, right, bottom],
        3 => [-width, 0, 0, -height, right, top],
        4 => [width, 0, 0, -height, left, top],
        5 => [0, -height, -width, 0, right, top],
        6 => [0, -height, width, 0, left, top],
        7 => [0, height, width, 0, left, bottom],
        8 => [0, height, -width, 0, right, bottom],
        _ => [width, 0, 0, height, left, bottom],
    }
}
