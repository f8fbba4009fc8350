//! A font with codes of one byte: half the bytes of a composite one, and spaces that one operator widens.
//!
//! Knows simple fonts of PDF (ISO 32000-1, 9.6) and what their programs need. A code is a glyph *and* what it
//! says, so that the hyphen of a word and the hyphen that a line's end put there are two codes of one font.

use std::io::Write;

use pdf_writer::types::UnicodeCmap;
use pdf_writer::{Finish, Name, Ref};
use rustc_hash::FxHashMap;
use subsetter::GlyphRemapper;

use super::cff;
use super::error::Error;
use super::faces::{IDENTITY, Program, describe, table, tag, width};
use super::sfnt;
use super::sink::Sink;
use crate::font::{Face, FaceId, Outlines};

/// The code of the space, which `Tw` widens (9.3.3).
pub(super) const SPACE: u8 = 32;

/// More texts than these of one glyph are left to composite fonts.
const MOST_TEXTS: usize = 4;

/// A glyph and what it says.
type Said = (u16, Box<str>);

/// The codes of a face that have been given.
pub(super) struct Simple {
    /// The font's number in the resources.
    pub font: u32,
    codes: Vec<Option<Said>>,
    by_glyph: FxHashMap<u16, Vec<u8>>,
    /// Where to look for the next code for what is no plain letter.
    free: usize,
}

/// Codes for what is no plain letter: those that no string must escape first.
fn others() -> impl Iterator<Item = u8> {
    (128..=255).chain(1..=31).chain(33..=127).chain([0])
}

impl Simple {
    /// No codes yet. `None` for a face whose program cannot be written for one-byte codes.
    pub fn new(face: &Face, font: u32) -> Option<Simple> {
        let fit = match face.outlines() {
            Outlines::TrueType => true,
            Outlines::Cff => table(face.bytes(), b"CFF ").is_some_and(cff::is_named),
        };
        fit.then(|| Simple {
            font,
            codes: vec![None; 256],
            by_glyph: FxHashMap::default(),
            free: 0,
        })
    }

    /// The code of a glyph that says a text; `None` when all are given. `space` when it is the glyph of the
    /// space.
    pub fn code(&mut self, glyph: u16, text: &str, space: bool) -> Option<u8> {
        let known = self.by_glyph.entry(glyph).or_default();
        let says = |code: &&u8| {
            let said = self.codes[usize::from(**code)].as_ref();
            said.is_some_and(|(_, said)| **said == *text)
        };
        if let Some(code) = known.iter().find(says) {
            return Some(*code);
        }
        if known.len() >= MOST_TEXTS {
            return None;
        }
        let is_free = |code: u8| self.codes[usize::from(code)].is_none();
        let own = match text.as_bytes() {
            [SPACE] => space.then_some(SPACE),
            [b'(' | b')' | b'\\'] => None,
            [letter @ 33..=126] => Some(*letter),
            _ => None,
        };
        let code = own.filter(|&code| is_free(code)).or_else(|| {
            let (at, code) = others()
                .enumerate()
                .skip(self.free)
                .find(|&(_, code)| is_free(code))?;
            self.free = at;
            Some(code)
        })?;
        known.push(code);
        self.codes[usize::from(code)] = Some((glyph, text.into()));
        Some(code)
    }

    /// Writes the font, if it has any codes.
    pub fn write<W: Write>(
        &self,
        face: &Face,
        id: FaceId,
        sink: &mut Sink<W>,
    ) -> Result<Option<Ref>, Error> {
        let used: Vec<(u8, &Said)> = (0..=255u8)
            .filter_map(|code| Some((code, self.codes[usize::from(code)].as_ref()?)))
            .collect();
        let (Some(&(first, _)), Some(&(last, _))) = (used.first(), used.last()) else {
            return Ok(None);
        };
        let mut glyphs = GlyphRemapper::new();
        let shown: Vec<(u8, u16)> = used
            .iter()
            .map(|&(code, (glyph, _))| (code, glyphs.remap(*glyph)))
            .collect();
        let (program, name) = self.program(face, id, &glyphs, &shown)?;
        let cff = face.outlines() == Outlines::Cff;
        let file = sink.reserve();
        sink.deflated(file, &program, |stream| {
            if cff {
                stream.pair(Name(b"Subtype"), Name(b"Type1C"));
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
            describe(obj.start(), face, &name, embedded)
        })?;
        let mut map = UnicodeCmap::<u8>::new(Name(b"Text"), IDENTITY);
        for (code, (_, text)) in &used {
            map.pair_with_multiple(*code, text.chars());
        }
        let texts = sink.reserve();
        sink.deflated(texts, map.finish().as_slice(), |_| ())?;
        let font = sink.reserve();
        sink.object(font, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Font"));
            let kind: &[u8] = if cff { b"Type1" } else { b"TrueType" };
            dict.pair(Name(b"Subtype"), Name(kind));
            dict.pair(Name(b"BaseFont"), Name(name.as_bytes()));
            dict.pair(Name(b"FirstChar"), i32::from(first));
            dict.pair(Name(b"LastChar"), i32::from(last));
            let widths = (first..=last).map(|code| {
                let said = self.codes[usize::from(code)].as_ref();
                said.map_or(0.0, |(glyph, _)| width(face, *glyph) as f32)
            });
            dict.insert(Name(b"Widths")).array().items(widths);
            dict.pair(Name(b"FontDescriptor"), descriptor);
            dict.pair(Name(b"ToUnicode"), texts);
            // A symbolic TrueType font has its codes in its own table (ISO 19005-2, 6.2.11.6).
            if cff {
                let mut encoding = dict.insert(Name(b"Encoding")).dict();
                encoding.pair(Name(b"Type"), Name(b"Encoding"));
                let mut differences = encoding.insert(Name(b"Differences")).array();
                let mut next = None;
                for &(code, glyph) in &shown {
                    if next != Some(code) {
                        differences.item(i32::from(code));
                    }
                    differences.item(Name(cff::name_of(glyph).as_bytes()));
                    next = code.checked_add(1);
                }
                differences.finish();
            }
        })?;
        Ok(Some(font))
    }

    /// The program of the glyphs that are used, and the font's name.
    fn program(
        &self,
        face: &Face,
        id: FaceId,
        glyphs: &GlyphRemapper,
        shown: &[(u8, u16)],
    ) -> Result<(Vec<u8>, String), Error> {
        let name = face.postscript_name();
        let wrong = |reason: &str| Error::Face {
            face: id,
            name: name.to_owned(),
            reason: reason.to_owned(),
        };
        let subset = subsetter::subset(face.bytes(), face.index(), glyphs)
            .map_err(|error| wrong(&error.to_string()))?;
        let program = match face.outlines() {
            Outlines::TrueType => sfnt::with_codes(&subset, shown),
            Outlines::Cff => table(&subset, b"CFF ").and_then(|cff| cff::named(name, cff)),
        };
        let program = program.ok_or_else(|| wrong("its subset is built in an unknown way"))?;
        let name = format!("{}+{name}", tag(&program));
        Ok((program, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::Fonts;

    #[test]
    fn codes_are_letters_where_they_can_be() {
        let fonts = Fonts::default();
        let mut simple = Simple::new(fonts.face(FaceId(0)), 1).expect("a face of ours");
        assert_eq!(simple.code(5, "A", false), Some(b'A'));
        assert_eq!(simple.code(5, "A", false), Some(b'A'));
        assert_eq!(simple.code(6, "A", false), Some(128));
        assert_eq!(simple.code(7, "-", false), Some(b'-'));
        assert_eq!(simple.code(7, "\u{AD}", false), Some(129));
        assert_eq!(simple.code(1, " ", true), Some(SPACE));
        assert_eq!(simple.code(8, " ", false), Some(130));
        assert_eq!(simple.code(9, "(", false), Some(131));
    }

    #[test]
    fn a_full_font_gives_no_more_codes_and_never_the_space() {
        let fonts = Fonts::default();
        let mut simple = Simple::new(fonts.face(FaceId(0)), 1).expect("a face of ours");
        let given: Vec<Option<u8>> = (0..300)
            .map(|glyph| simple.code(glyph, "é", false))
            .collect();
        assert_eq!(given.iter().flatten().count(), 255);
        assert!(!given.contains(&Some(SPACE)));
        assert_eq!(simple.code(400, " ", true), Some(SPACE));
    }
}
