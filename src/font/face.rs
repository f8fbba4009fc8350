//! One face: its file, its measures, its characters. Knows font tables; shapes nothing.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use skrifa::font::Blob;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::tables::os2::SelectionFlags;
use skrifa::raw::types::NameId;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::{Font, FontRef, MetadataProvider};

use super::FontError;

/// How the outlines of a face are written in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlines {
    /// Quadratic curves (`glyf`).
    TrueType,
    /// Cubic curves in the Compact Font Format (`CFF ` or `CFF2`).
    Cff,
}

/// Everything of a face that is read once, on first use.
pub(super) struct Read {
    pub(super) font: Font,
    postscript_name: String,
    units_per_em: u16,
    ascent: i16,
    descent: i16,
    cap_height: i16,
    x_height: i16,
    italic_angle: f32,
    stem: u16,
    bounds: [i16; 4],
    monospaced: bool,
    outlines: Outlines,
    advances: Vec<u16>,
    ascii: [u16; 128],
}

/// A face: a file's bytes, and what the file says of itself.
pub struct Face {
    file: String,
    family: String,
    weight: u16,
    italic: bool,
    bytes: Blob,
    index: u32,
    read: OnceLock<Read>,
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Face({})", self.file)
    }
}

impl Face {
    /// A face whose file is known to be sound and is read when it is first used.
    pub(super) fn unread(
        file: String,
        family: String,
        weight: u16,
        italic: bool,
        bytes: &'static [u8],
    ) -> Face {
        Face {
            file,
            family,
            weight,
            italic,
            bytes: Blob::Static(bytes),
            index: 0,
            read: OnceLock::new(),
        }
    }

    /// What its file is called.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The name of its family.
    pub fn family(&self) -> &str {
        &self.family
    }

    /// Its weight, 1 to 1000; 400 is regular, 700 bold.
    pub fn weight(&self) -> u16 {
        self.weight
    }

    /// Whether it is italic or oblique.
    pub fn italic(&self) -> bool {
        self.italic
    }

    /// The bytes of its file, or of the collection that it is in.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its place in the collection; 0 for a file of one face.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// Its PostScript name (letters, digits and hyphens).
    pub fn postscript_name(&self) -> &str {
        &self.read().postscript_name
    }

    /// Units in one em: the unit of the measures below.
    pub fn units_per_em(&self) -> u16 {
        self.read().units_per_em
    }

    /// Height of the tallest letters above the baseline, in font units.
    pub fn ascent(&self) -> i16 {
        self.read().ascent
    }

    /// Depth of the deepest letters, in font units; below zero.
    pub fn descent(&self) -> i16 {
        self.read().descent
    }

    /// Height of capitals, in font units.
    pub fn cap_height(&self) -> i16 {
        self.read().cap_height
    }

    /// Height of small letters without ascenders, in font units.
    pub fn x_height(&self) -> i16 {
        self.read().x_height
    }

    /// Slant in degrees, counter-clockwise from the vertical: below zero for italics.
    pub fn italic_angle(&self) -> f32 {
        self.read().italic_angle
    }

    /// Estimate of the thickness of vertical stems in font units (PDF `StemV`), from the weight:
    /// no table of the file says it.
    pub fn stem(&self) -> u16 {
        self.read().stem
    }

    /// The box around all glyphs in font units: left, bottom, right, top.
    pub fn bounds(&self) -> [i16; 4] {
        self.read().bounds
    }

    /// Whether all glyphs are equally wide.
    pub fn monospaced(&self) -> bool {
        self.read().monospaced
    }

    /// How its outlines are written.
    pub fn outlines(&self) -> Outlines {
        self.read().outlines
    }

    /// How many glyphs it has.
    pub fn glyph_count(&self) -> usize {
        self.read().advances.len()
    }

    /// Advance of a glyph in font units; 0 for a glyph that there is not.
    pub fn advance(&self, glyph: u16) -> u16 {
        let advances = &self.read().advances;
        advances.get(usize::from(glyph)).copied().unwrap_or(0)
    }

    /// The lowest and the highest place of a glyph's outline over the baseline, in font units, points
    /// off its curves included; `None` for one without ink.
    pub fn extent(&self, glyph: u16) -> Option<(i16, i16)> {
        let font = FontRef::from_index(&self.bytes, self.index).ok()?;
        let outline = font.outline_glyphs().get(glyph.into())?;
        let mut reach = Reach::default();
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        outline.draw(settings, &mut reach).ok()?;
        let (low, high) = reach.0?;
        Some((low.floor() as i16, high.ceil() as i16))
    }

    /// The glyph of a character; `None` if the face lacks it.
    pub fn glyph(&self, character: char) -> Option<u16> {
        let read = self.read();
        let glyph = match read.ascii.get(character as usize) {
            Some(&glyph) => glyph,
            None => mapped(&read.font, character),
        };
        (glyph != 0).then_some(glyph)
    }

    /// Advance of a character in 1/65536 em; `None` if the face lacks it.
    pub fn character_advance(&self, character: char) -> Option<i32> {
        let glyph = self.glyph(character)?;
        Some(self.to_em(i32::from(self.advance(glyph))))
    }

    /// A measure in font units as 1/65536 em, to the nearest.
    pub fn to_em(&self, units: i32) -> i32 {
        let per_em = i64::from(self.units_per_em().max(1));
        let doubled = i64::from(units) * 65_536 * 2 + per_em;
        (doubled.div_euclid(per_em * 2)) as i32
    }

    pub(super) fn read(&self) -> &Read {
        self.read.get_or_init(|| {
            Read::new(self.bytes.clone(), self.index, self.weight)
                .expect("files are read when they are added, embedded ones by a test")
        })
    }
}

/// The lowest and the highest point of an outline.
#[derive(Default)]
struct Reach(Option<(f32, f32)>);

impl Reach {
    fn points(&mut self, all: &[f32]) {
        for &y in all {
            let (low, high) = self.0.unwrap_or((y, y));
            self.0 = Some((low.min(y), high.max(y)));
        }
    }
}

impl OutlinePen for Reach {
    fn move_to(&mut self, _: f32, y: f32) {
        self.points(&[y]);
    }

    fn line_to(&mut self, _: f32, y: f32) {
        self.points(&[y]);
    }

    fn quad_to(&mut self, _: f32, y0: f32, _: f32, y: f32) {
        self.points(&[y0, y]);
    }

    fn curve_to(&mut self, _: f32, y0: f32, _: f32, y1: f32, _: f32, y: f32) {
        self.points(&[y0, y1, y]);
    }

    fn close(&mut self) {}
}

fn mapped(font: &Font, character: char) -> u16 {
    font.charmap()
        .map_unicode(character)
        .and_then(|glyph| u16::try_from(glyph.to_u32()).ok())
        .unwrap_or(0)
}

/// A vertical stem's thickness grows from about 50/1000 em (thin) over 88 (regular) to 166 (bold) and
/// 220 (black); the curve is the one PDF writers have used since Type 1 fonts lost their hints:
/// 50 + (weight / 65)².
fn stem(weight: u16, per_em: u16) -> u16 {
    let root = f32::from(weight) / 65.0;
    let thousandths = 50.0 + root * root;
    (thousandths * f32::from(per_em) / 1000.0).min(f32::from(u16::MAX)) as u16
}

impl Read {
    fn new(bytes: Blob, index: u32, weight: u16) -> Result<Read, &'static str> {
        let font = Font::new(bytes.clone(), index).ok_or("it has no readable face")?;
        let table = |why| move |_| why;
        let tables =
            FontRef::from_index(&bytes, index).map_err(table("its table list is damaged"))?;
        let head = tables
            .head()
            .map_err(table("its head table is missing or damaged"))?;
        let hhea = tables
            .hhea()
            .map_err(table("its hhea table is missing or damaged"))?;
        let maxp = tables
            .maxp()
            .map_err(table("its maxp table is missing or damaged"))?;
        let hmtx = tables
            .hmtx()
            .map_err(table("its hmtx table is missing or damaged"))?;
        if !font.charmap().has_unicode() {
            return Err("it has no table of Unicode characters");
        }
        let units_per_em = head.units_per_em();
        if !(16..=16_384).contains(&units_per_em) {
            return Err("its em is not between 16 and 16,384 units");
        }
        let outlines = if tables.glyf().is_ok() {
            Outlines::TrueType
        } else if tables.cff().is_ok() || tables.cff2().is_ok() {
            Outlines::Cff
        } else {
            return Err("it has no outlines (glyf or CFF)");
        };
        let os2 = tables.os2().ok();
        let post = tables.post().ok();
        let typo = os2.as_ref().filter(|os2| {
            os2.fs_selection()
                .contains(SelectionFlags::USE_TYPO_METRICS)
                || (hhea.ascender().to_i16() == 0 && hhea.descender().to_i16() == 0)
        });
        let (ascent, descent) = match typo {
            Some(os2) => (os2.s_typo_ascender(), os2.s_typo_descender()),
            None => (hhea.ascender().to_i16(), hhea.descender().to_i16()),
        };
        // Fractions of the em for the few old files that do not say: those of Times.
        let part = |thousandths: i32| (i32::from(units_per_em) * thousandths / 1000) as i16;
        let said = |height: Option<i16>| height.filter(|&height| height > 0);
        let ascii = std::array::from_fn(|code| {
            char::from_u32(code as u32).map_or(0, |character| mapped(&font, character))
        });
        let advances = (0..maxp.num_glyphs())
            .map(|glyph| hmtx.advance(glyph.into()).unwrap_or(0))
            .collect();
        Ok(Read {
            postscript_name: postscript_name(&font),
            units_per_em,
            ascent,
            descent: -descent.saturating_abs(),
            cap_height: said(os2.as_ref().and_then(|os2| os2.s_cap_height())).unwrap_or(part(662)),
            x_height: said(os2.as_ref().and_then(|os2| os2.sx_height())).unwrap_or(part(450)),
            italic_angle: post
                .as_ref()
                .map_or(0.0, |post| post.italic_angle().to_f64() as f32),
            stem: stem(weight, units_per_em),
            bounds: [head.x_min(), head.y_min(), head.x_max(), head.y_max()],
            monospaced: post.is_some_and(|post| post.is_fixed_pitch() != 0),
            outlines,
            advances,
            ascii,
            font,
        })
    }
}

fn name(font: &Font, id: NameId) -> Option<String> {
    let text: String = font
        .names()
        .get(id)?
        .english_or_first()?
        .name()
        .chars()
        .collect();
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// The PostScript name with nothing in it that PDF names would have to escape.
fn postscript_name(font: &Font) -> String {
    let said = name(font, NameId::POSTSCRIPT_NAME)
        .or_else(|| name(font, NameId::FULL_NAME))
        .unwrap_or_default();
    let plain: String = said
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+'))
        .take(63)
        .collect();
    if plain.is_empty() {
        "Unnamed".to_owned()
    } else {
        plain
    }
}

/// Reads and checks all faces of a file.
pub(super) fn read_file(file: &str, bytes: Cow<'static, [u8]>) -> Result<Vec<Face>, FontError> {
    let broken = |why| FontError::Broken {
        name: file.to_owned(),
        why,
    };
    if bytes.starts_with(b"wOFF") || bytes.starts_with(b"wOF2") {
        return Err(broken(
            "it is packed for the web (WOFF); bring the OTF or TTF file",
        ));
    }
    let bytes = match bytes {
        Cow::Borrowed(bytes) => Blob::Static(bytes),
        Cow::Owned(bytes) => Blob::from(bytes),
    };
    let count = match FileRef::new(&bytes) {
        Ok(FileRef::Font(_)) => 1,
        Ok(FileRef::Collection(collection)) => collection.len(),
        Err(_) => return Err(broken("it is not an OpenType or TrueType file")),
    };
    let mut faces = Vec::new();
    for index in 0..count {
        let read = Read::new(bytes.clone(), index, 400).map_err(broken)?;
        let family = name(&read.font, NameId::TYPOGRAPHIC_FAMILY_NAME)
            .or_else(|| name(&read.font, NameId::FAMILY_NAME))
            .unwrap_or_else(|| read.postscript_name.clone());
        if restricted(&bytes, index) {
            return Err(FontError::Restricted {
                name: file.to_owned(),
                font: read.postscript_name,
            });
        }
        let attributes = read.font.default_attributes();
        let weight = attributes.weight.value().clamp(1.0, 1000.0) as u16;
        faces.push(Face {
            file: file.to_owned(),
            family,
            weight,
            italic: attributes.style != skrifa::font::attribute::Style::Normal,
            bytes: bytes.clone(),
            index,
            read: OnceLock::from(Read {
                stem: stem(weight, read.units_per_em),
                ..read
            }),
        });
    }
    Ok(faces)
}

/// Whether the licence flags forbid embedding: OS/2 `fsType` with usage permission 2 and nothing
/// weaker beside it, or "bitmaps only" (OpenType 1.9, OS/2).
fn restricted(bytes: &[u8], index: u32) -> bool {
    const USAGE: u16 = 0x000F;
    const RESTRICTED: u16 = 0x0002;
    const BITMAPS_ONLY: u16 = 0x0200;
    let flags = FontRef::from_index(bytes, index)
        .and_then(|font| font.os2().map(|os2| os2.fs_type()))
        .unwrap_or(0);
    flags & USAGE == RESTRICTED || flags & BITMAPS_ONLY != 0
}
