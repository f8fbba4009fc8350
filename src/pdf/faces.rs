//! Faces in the file: which glyphs are used, what text each stands for, the embedded subsets.
//!
//! Knows PDF font dictionaries. A face is shown by a font with codes of one byte (`simple`) as long as that
//! has codes; what is beyond goes through composite fonts. A `ToUnicode` map can say only one text for a
//! code. When a glyph of a composite font stands for two (the hyphen of a word, and the hyphen at the end of
//! a line, which is not in the word), the second goes through another *voice* of the face: a second composite
//! font over the same embedded subset with another `ToUnicode`. Every reader understands that; readers that
//! know `ActualText` are few, and an encoding of one's own loses all text in some of them.
//!
//! Two means keep words whole that a line divides. In the *echo*, a font of its own, the hyphen stands as
//! often as there are rests of words, and each copy says one; *hushed*, all letters say a space. A
//! reader that goes by `ToUnicode` alone gets the whole word where it begins, and space where it goes on;
//! one that knows `ActualText` is told by spans what each line really says (`runs`).

use std::io::{self, Write};

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::writers::{CidFont, FontDescriptor, Type0Font};
use pdf_writer::{Name, Rect, Ref, Str};
use rustc_hash::FxHashMap;
use subsetter::GlyphRemapper;

use super::cff;
use super::error::Error;
use super::simple::{SPACE, Simple};
use super::sink::{Sink, fingerprint};
use crate::font::{Face, FaceId, Fonts, Outlines};

/// More texts than these of one glyph are not kept apart in fonts; the span says them itself.
const MOST_VOICES: usize = 16;

/// More copies than these are not put into an echo: a font has 65,535 glyphs.
const MOST_ECHOES: usize = 60_000;

pub(super) const IDENTITY: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// How to show a glyph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// The font's number in the resources.
    pub font: u32,
    /// The code to show.
    pub code: Code,
    /// Whether the font says the text that was asked for.
    pub says: bool,
}

/// A glyph's code in a font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// In a simple font.
    One(u8),
    /// In a composite font: the glyph's number in the subset.
    Two(u16),
}

impl Code {
    /// Whether `Tw` widens it: only the space of a simple font.
    pub fn is_space(self) -> bool {
        self == Code::One(SPACE)
    }
}

/// A face that the document uses.
struct UsedFace {
    id: FaceId,
    simple: Option<Simple>,
    /// The glyph of its space.
    space: Option<u16>,
    subset: GlyphRemapper,
    /// By glyph of the face: what it stands for in the first voice, the second, …
    texts: Vec<Vec<Box<str>>>,
    /// By glyph: the character that it was last said to stand for, and how it was shown.
    recent: Vec<Option<(char, Shape)>>,
    /// Font numbers of its voices.
    voices: Vec<u32>,
    /// Font number of the font whose glyphs all say a space.
    hush: Option<u32>,
    /// Font number of the font of copies, each with the glyph and what it says.
    echo: Option<u32>,
    echoes: Vec<(u16, Box<str>)>,
    echo_codes: FxHashMap<(u16, Box<str>), u16>,
}

/// All faces that the document uses.
pub(super) struct Faces<'a> {
    fonts: &'a Fonts,
    used: Vec<UsedFace>,
    /// By face number: its place in `used`.
    index: Vec<Option<usize>>,
    fonts_given: u32,
}

impl<'a> Faces<'a> {
    /// None used yet.
    pub fn new(fonts: &'a Fonts) -> Faces<'a> {
        Faces {
            fonts,
            used: Vec::new(),
            index: Vec::new(),
            fonts_given: 0,
        }
    }

    /// The face itself.
    pub fn face(&self, id: FaceId) -> &'a Face {
        self.fonts.face(id)
    }

    /// How to show a glyph that stands for `text`.
    pub fn shape(&mut self, id: FaceId, glyph: u16, text: &str) -> Shape {
        let place = self.place(id);
        let used = &mut self.used[place];
        if let Some(shape) = used.simple(glyph, text) {
            return shape;
        }
        let code = used.subset.remap(glyph);
        let slot = usize::from(glyph);
        if used.texts.len() <= slot {
            used.texts.resize_with(slot + 1, Vec::new);
        }
        let texts = &mut used.texts[slot];
        let known = texts.iter().position(|known| **known == *text);
        let (voice, says) = match known {
            Some(voice) => (voice, true),
            None if texts.len() < MOST_VOICES => {
                texts.push(text.into());
                (texts.len() - 1, true)
            }
            None => (0, false),
        };
        while used.voices.len() <= voice {
            self.fonts_given += 1;
            used.voices.push(self.fonts_given);
        }
        Shape {
            font: used.voices[voice],
            code: Code::Two(code),
            says,
        }
    }

    /// The glyph that shows the space of a face with a code that `Tw` widens, if it has one.
    pub fn widened_space(&mut self, id: FaceId) -> Option<u16> {
        let place = self.place(id);
        let used = &self.used[place];
        used.simple.as_ref().and(used.space)
    }

    /// How to show a glyph that says no more than a space.
    pub fn hushed(&mut self, id: FaceId, glyph: u16) -> Shape {
        let place = self.place(id);
        let used = &mut self.used[place];
        if let Some(shape) = used.simple(glyph, " ") {
            return shape;
        }
        let fonts_given = &mut self.fonts_given;
        Shape {
            font: *used.hush.get_or_insert_with(|| {
                *fonts_given += 1;
                *fonts_given
            }),
            code: Code::Two(used.subset.remap(glyph)),
            says: true,
        }
    }

    /// How to show a glyph that says a text of many; `None` when there are too many.
    pub fn echoed(&mut self, id: FaceId, glyph: u16, text: &str) -> Option<Shape> {
        let place = self.place(id);
        let used = &mut self.used[place];
        let key = (glyph, Box::from(text));
        let code = match used.echo_codes.get(&key) {
            Some(&code) => code,
            None if used.echoes.len() < MOST_ECHOES => {
                used.echoes.push(key.clone());
                let code = used.echoes.len() as u16;
                used.echo_codes.insert(key, code);
                code
            }
            None => return None,
        };
        let fonts_given = &mut self.fonts_given;
        let font = *used.echo.get_or_insert_with(|| {
            *fonts_given += 1;
            *fonts_given
        });
        Some(Shape {
            font,
            code: Code::Two(code),
            says: true,
        })
    }

    /// How to show a glyph that stands for one character: as [`Faces::shape`], and quick.
    pub fn shape_of(&mut self, id: FaceId, glyph: u16, character: char) -> Shape {
        let place = self.place(id);
        let recent = &mut self.used[place].recent;
        let slot = usize::from(glyph);
        if recent.len() <= slot {
            recent.resize(slot + 1, None);
        }
        if let Some((said, shape)) = recent[slot]
            && said == character
        {
            return shape;
        }
        let shape = self.shape(id, glyph, character.encode_utf8(&mut [0; 4]));
        self.used[place].recent[slot] = Some((character, shape));
        shape
    }

    /// Advance of a glyph as the file's width table says it, in thousandths of the em.
    pub fn width(&self, id: FaceId, glyph: u16) -> f64 {
        width(self.face(id), glyph)
    }

    fn place(&mut self, id: FaceId) -> usize {
        let slot = usize::from(id.0);
        if self.index.len() <= slot {
            self.index.resize(slot + 1, None);
        }
        *self.index[slot].get_or_insert_with(|| {
            let face = self.fonts.face(id);
            let simple = Simple::new(face, self.fonts_given + 1);
            self.fonts_given += u32::from(simple.is_some());
            self.used.push(UsedFace {
                id,
                simple,
                space: face.glyph(' '),
                subset: GlyphRemapper::new(),
                texts: Vec::new(),
                recent: Vec::new(),
                voices: Vec::new(),
                hush: None,
                echo: None,
                echoes: Vec::new(),
                echo_codes: FxHashMap::default(),
            });
            self.used.len() - 1
        })
    }

    /// Writes all fonts. Gives their numbers in the resources and their objects, in order.
    pub fn write<W: Write>(&self, sink: &mut Sink<W>) -> Result<Vec<(u32, Ref)>, Error> {
        let mut all = Vec::new();
        for used in &self.used {
            used.write(self.fonts.face(used.id), sink, &mut all)?;
        }
        all.sort_unstable_by_key(|&(number, _)| number);
        Ok(all)
    }
}

/// Advance of a glyph in thousandths of the em, to two decimals: what the `W` array says.
pub(super) fn width(face: &Face, glyph: u16) -> f64 {
    let per_em = f64::from(face.units_per_em().max(1));
    (f64::from(face.advance(glyph)) * 100_000.0 / per_em).round() / 100.0
}

impl UsedFace {
    /// How the simple font shows a glyph, if it has a code for it.
    fn simple(&mut self, glyph: u16, text: &str) -> Option<Shape> {
        let simple = self.simple.as_mut()?;
        let code = simple.code(glyph, text, self.space == Some(glyph))?;
        Some(Shape {
            font: simple.font,
            code: Code::One(code),
            says: true,
        })
    }

    fn write<W: Write>(
        &self,
        face: &Face,
        sink: &mut Sink<W>,
        all: &mut Vec<(u32, Ref)>,
    ) -> Result<(), Error> {
        if let Some(simple) = &self.simple
            && let Some(font) = simple.write(face, self.id, sink)?
        {
            all.push((simple.font, font));
        }
        if !self.voices.is_empty() || self.hush.is_some() {
            self.write_composite(face, sink, all)?;
        }
        self.write_echo(face, sink, all)
    }

    /// Writes the voices and the hush, over one subset.
    fn write_composite<W: Write>(
        &self,
        face: &Face,
        sink: &mut Sink<W>,
        all: &mut Vec<(u32, Ref)>,
    ) -> Result<(), Error> {
        let program = self.program(face)?;
        let name = format!("{}+{}", tag(&program), face.postscript_name());
        let cff = face.outlines() == Outlines::Cff;
        let file = sink.reserve();
        sink.deflated(file, &program, |stream| {
            if cff {
                stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
            } else {
                stream.pair(Name(b"Length1"), program.len() as i32);
            }
        })?;
        let descriptor = sink.reserve();
        let embedded = if cff {
            Program::Cff(file)
        } else {
            Program::TrueType(file)
        };
        sink.object(descriptor, |obj| {
            describe(obj.start(), face, &name, embedded);
        })?;
        let cid = sink.reserve();
        sink.object(cid, |obj| {
            let mut font = obj.start::<CidFont<'_>>();
            font.subtype(if cff {
                CidFontType::Type0
            } else {
                CidFontType::Type2
            });
            font.base_font(Name(name.as_bytes()));
            font.system_info(IDENTITY);
            font.font_descriptor(descriptor);
            font.default_width(0.0);
            let widths = self
                .subset
                .remapped_gids()
                .map(|glyph| width(face, glyph) as f32);
            font.widths().consecutive(0, widths);
            if !cff {
                font.cid_to_gid_map_predefined(Name(b"Identity"));
            }
        })?;
        // The name of a composite font over CFF ends in that of its encoding (9.7.6.2).
        let composite = if cff {
            format!("{name}-Identity-H")
        } else {
            name
        };
        for (voice, &number) in self.voices.iter().enumerate() {
            let map = self.texts(|glyph| Some(&**self.texts.get(usize::from(glyph))?.get(voice)?));
            all.push((number, composite_font(&composite, cid, map, sink)?));
        }
        if let Some(number) = self.hush {
            let map = self.texts(|_| Some(" "));
            all.push((number, composite_font(&composite, cid, map, sink)?));
        }
        Ok(())
    }

    /// Writes the font of copies.
    fn write_echo<W: Write>(
        &self,
        face: &Face,
        sink: &mut Sink<W>,
        all: &mut Vec<(u32, Ref)>,
    ) -> Result<(), Error> {
        let Some(number) = self.echo else {
            return Ok(());
        };
        let mut outlines: FxHashMap<u16, Vec<u8>> = FxHashMap::default();
        for &(glyph, _) in &self.echoes {
            outlines.entry(glyph).or_insert_with(|| {
                // A glyph without an outline is endchar alone.
                cff::charstring(face, glyph).unwrap_or_else(|| vec![14])
            });
        }
        let copies: Vec<&[u8]> = self
            .echoes
            .iter()
            .map(|(glyph, _)| outlines[glyph].as_slice())
            .collect();
        let program = cff::program(face.postscript_name(), &copies);
        let name = format!("{}+{}", tag(&program), face.postscript_name());
        let file = sink.reserve();
        sink.deflated(file, &program, |stream| {
            stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
        })?;
        let descriptor = sink.reserve();
        sink.object(descriptor, |obj| {
            describe(obj.start(), face, &name, Program::Cff(file));
        })?;
        let cid = sink.reserve();
        sink.object(cid, |obj| {
            let mut font = obj.start::<CidFont<'_>>();
            font.subtype(CidFontType::Type0);
            font.base_font(Name(name.as_bytes()));
            font.system_info(IDENTITY);
            font.font_descriptor(descriptor);
            font.default_width(0.0);
            let mut widths = font.widths();
            let mut first = 1;
            for same in self.echoes.chunk_by(|one, next| one.0 == next.0) {
                let last = first + same.len() as u16 - 1;
                widths.same(first, last, width(face, same[0].0) as f32);
                first = last + 1;
            }
        })?;
        let mut map = UnicodeCmap::<u16>::new(Name(b"Text"), IDENTITY);
        for ((_, text), code) in self.echoes.iter().zip(1..) {
            map.pair_with_multiple(code, text.chars());
        }
        let composite = format!("{name}-Identity-H");
        all.push((number, composite_font(&composite, cid, map, sink)?));
        Ok(())
    }

    /// The subset's font program.
    fn program(&self, face: &Face) -> Result<Vec<u8>, Error> {
        let wrong = |reason: String| Error::Face {
            face: self.id,
            name: face.postscript_name().to_owned(),
            reason,
        };
        let subset = subsetter::subset(face.bytes(), face.index(), &self.subset)
            .map_err(|error| wrong(error.to_string()))?;
        match face.outlines() {
            Outlines::TrueType => Ok(subset),
            Outlines::Cff => table(&subset, b"CFF ")
                .map(<[u8]>::to_vec)
                .ok_or_else(|| wrong("its CFF table was lost in the subset".to_owned())),
        }
    }

    /// What the codes of the subset say.
    fn texts<'t>(&self, text_of: impl Fn(u16) -> Option<&'t str>) -> UnicodeCmap<u16> {
        let mut map = UnicodeCmap::<u16>::new(Name(b"Text"), IDENTITY);
        for (code, glyph) in self.subset.remapped_gids().enumerate() {
            if let Some(text) = text_of(glyph) {
                map.pair_with_multiple(code as u16, text.chars());
            }
        }
        map
    }
}

/// Writes a composite font over a simple one.
fn composite_font<W: Write>(
    name: &str,
    descendant: Ref,
    map: UnicodeCmap<u16>,
    sink: &mut Sink<W>,
) -> io::Result<Ref> {
    let texts = sink.reserve();
    sink.deflated(texts, map.finish().as_slice(), |_| ())?;
    let font = sink.reserve();
    sink.object(font, |obj| {
        let mut font = obj.start::<Type0Font<'_>>();
        font.base_font(Name(name.as_bytes()));
        font.encoding_predefined(Name(b"Identity-H"));
        font.descendant_font(descendant);
        font.to_unicode(texts);
    })?;
    Ok(font)
}

/// An embedded font program.
pub(super) enum Program {
    Cff(Ref),
    TrueType(Ref),
}

pub(super) fn describe(
    mut descriptor: FontDescriptor<'_>,
    face: &Face,
    name: &str,
    program: Program,
) {
    let scale = 1000.0 / f32::from(face.units_per_em().max(1));
    let em = |units: i16| (f32::from(units) * scale).round();
    let [left, bottom, right, top] = face.bounds();
    let mut flags = FontFlags::SYMBOLIC;
    if face.monospaced() {
        flags |= FontFlags::FIXED_PITCH;
    }
    if face.italic_angle() != 0.0 {
        flags |= FontFlags::ITALIC;
    }
    descriptor.name(Name(name.as_bytes()));
    descriptor.flags(flags);
    descriptor.bbox(Rect::new(em(left), em(bottom), em(right), em(top)));
    descriptor.italic_angle(face.italic_angle());
    descriptor.ascent(em(face.ascent()));
    descriptor.descent(em(face.descent()));
    descriptor.cap_height(em(face.cap_height()));
    descriptor.x_height(em(face.x_height()));
    descriptor.stem_v((f32::from(face.stem()) * scale).round());
    descriptor.weight(face.weight().clamp(100, 900) / 100 * 100);
    match program {
        Program::Cff(file) => descriptor.font_file3(file),
        Program::TrueType(file) => descriptor.font_file2(file),
    };
}

/// The six letters before a subset's name (9.6.4), the same for the same subset.
pub(super) fn tag(program: &[u8]) -> String {
    let mut number = fingerprint(program);
    let mut letter = || {
        let letter = b'A' + (number % 26) as u8;
        number /= 26;
        char::from(letter)
    };
    (0..6).map(|_| letter()).collect()
}

/// A table of an OpenType file.
pub(super) fn table<'f>(file: &'f [u8], tag: &[u8; 4]) -> Option<&'f [u8]> {
    let count = usize::from(u16::from_be_bytes(file.get(4..6)?.try_into().ok()?));
    let record = file
        .get(12..)?
        .chunks_exact(16)
        .take(count)
        .find(|record| record[..4] == *tag)?;
    let number = |at: usize| {
        let bytes = record[at..at + 4].try_into().ok()?;
        usize::try_from(u32::from_be_bytes(bytes)).ok()
    };
    let start = number(8)?;
    file.get(start..start.checked_add(number(12)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glyph_of_two_texts_has_two_codes_of_one_font() {
        let fonts = Fonts::default();
        let mut faces = Faces::new(&fonts);
        let face = FaceId(0);
        let hyphen = faces.shape(face, 5, "-");
        let soft = faces.shape(face, 5, "\u{AD}");
        assert_eq!(hyphen.font, soft.font);
        assert_ne!(hyphen.code, soft.code);
        assert_eq!(faces.shape(face, 5, "-"), hyphen);
        assert_eq!(hyphen.code, Code::One(b'-'));
    }

    #[test]
    fn beyond_the_codes_of_one_byte_a_glyph_of_two_texts_has_two_fonts_and_one_code() {
        let fonts = Fonts::default();
        let mut faces = Faces::new(&fonts);
        let face = FaceId(0);
        for glyph in 100..400 {
            faces.shape(face, glyph, "x");
        }
        let hyphen = faces.shape(face, 5, "-");
        let soft = faces.shape(face, 5, "\u{AD}");
        assert_eq!(hyphen.code, soft.code);
        assert_ne!(hyphen.font, soft.font);
        assert_eq!(faces.shape(face, 5, "-"), hyphen);
        assert_eq!(faces.shape(face, 6, "a").font, hyphen.font);
        let last = (0..20).map(|n| faces.shape(face, 5, &n.to_string())).last();
        assert!(last.is_some_and(|shape| !shape.says));
    }

    #[test]
    fn echoes_are_copies_and_the_hush_is_one_font() {
        let fonts = Fonts::default();
        let mut faces = Faces::new(&fonts);
        let face = FaceId(0);
        let one = faces.echoed(face, 5, "ple").expect("there is room");
        let two = faces.echoed(face, 5, "ment").expect("there is room");
        let codes = (Code::Two(1), Code::Two(2));
        assert_eq!(((one.code, two.code), one.font), (codes, two.font));
        assert_eq!(faces.echoed(face, 5, "ple"), Some(one));
        let hushed = faces.hushed(face, 6);
        assert_ne!(hushed.font, one.font);
        assert_eq!(faces.hushed(face, 7).font, hushed.font);
        let loud = faces.shape(face, 6, "a");
        assert_eq!(loud.font, hushed.font);
        assert_ne!(loud.code, hushed.code);
        assert!(!hushed.code.is_space());
    }

    #[test]
    fn only_used_faces_are_written_and_subsets_are_named_by_what_is_in_them() {
        assert_eq!(tag(b"a program"), tag(b"a program"));
        assert_ne!(tag(b"a program"), tag(b"another"));
        assert!(tag(b"x").bytes().all(|byte| byte.is_ascii_uppercase()));
        assert_eq!(tag(b"x").len(), 6);
    }
}
