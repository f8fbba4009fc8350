//! Font programs in CFF that no subsetter makes: a few outlines, each as often as it is wanted, keyed by
//! number; and a subset keyed by name, as fonts with codes of one byte need it.
//!
//! Knows the Compact Font Format (Adobe Technical Note 5176) and Type 2 charstrings (5177) as far as
//! that takes. Why one would want a glyph many times is said in `faces`.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::types::GlyphId16;
use skrifa::{FontRef, MetadataProvider};

use crate::font::Face;

/// Units of the em of the fonts that are written.
const EM: f32 = 1000.0;

/// The outline of a glyph with its advance, as a Type 2 charstring; `None` when the face cannot be read.
pub(super) fn charstring(face: &Face, glyph: u16) -> Option<Vec<u8>> {
    let font = FontRef::from_index(face.bytes(), face.index()).ok()?;
    let outline = font.outline_glyphs().get(GlyphId16::new(glyph).into())?;
    let scale = EM / f32::from(face.units_per_em().max(1));
    let mut pen = Pen::default();
    // The advance stands before the first move; 0 is what the private dictionary leaves unsaid.
    pen.numbers(&[(f32::from(face.advance(glyph)) * scale).round() as i32]);
    let settings = DrawSettings::unhinted(Size::new(EM), LocationRef::default());
    outline.draw(settings, &mut pen).ok()?;
    pen.out.push(14); // endchar
    Some(pen.out)
}

/// Draws an outline as a charstring: every place as its distance from the one before.
#[derive(Default)]
struct Pen {
    out: Vec<u8>,
    at: (i32, i32),
    /// The same place before rounding, for curves of the second degree.
    exact: (f32, f32),
}

impl Pen {
    fn numbers(&mut self, numbers: &[i32]) {
        for &number in numbers {
            match number {
                -107..=107 => self.out.push((number + 139) as u8),
                108..=1131 => {
                    let rest = number - 108;
                    self.out.extend([247 + (rest >> 8) as u8, rest as u8]);
                }
                _ => {
                    let number = number.clamp(-32_000, 32_000) as i16;
                    self.out.push(28);
                    self.out.extend(number.to_be_bytes());
                }
            }
        }
    }

    fn step(&mut self, x: f32, y: f32) -> [i32; 2] {
        let to = (x.round() as i32, y.round() as i32);
        let step = [to.0 - self.at.0, to.1 - self.at.1];
        self.at = to;
        self.exact = (x, y);
        step
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let step = self.step(x, y);
        self.numbers(&step);
        self.out.push(21); // rmoveto
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let step = self.step(x, y);
        self.numbers(&step);
        self.out.push(5); // rlineto
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let third = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
        let (x0, y0) = self.exact;
        let (one, two) = ((third(x0, cx), third(y0, cy)), (third(x, cx), third(y, cy)));
        self.curve_to(one.0, one.1, two.0, two.1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        for (x, y) in [(x1, y1), (x2, y2), (x, y)] {
            let step = self.step(x, y);
            self.numbers(&step);
        }
        self.out.push(8); // rrcurveto
    }

    fn close(&mut self) {}
}

/// A font of charstrings, numbered from 1 after an empty one. At most 65,534.
pub(super) fn program(name: &str, glyphs: &[&[u8]]) -> Vec<u8> {
    let count = glyphs.len() as u16 + 1;
    let mut all: Vec<&[u8]> = vec![&[139, 14]]; // .notdef: no advance, endchar
    all.extend(glyphs);
    let header = [1, 0, 4, 4];
    let names = index(&[name.as_bytes()]);
    let strings = index(&[b"Adobe", b"Identity"]);
    let subroutines = index(&[]);
    // Format 2, one range: the glyph's number is its name (5176, 13).
    let mut charset = vec![2, 0, 1];
    charset.extend(count.saturating_sub(2).to_be_bytes());
    // Format 3, one range: all glyphs have the first dictionary (5176, 19).
    let mut select = vec![3, 0, 1, 0, 0, 0];
    select.extend(count.to_be_bytes());
    let charstrings = index(&all);

    // Numbers of five bytes make the dictionaries' sizes known before the places in them are.
    let top = |at: [usize; 4]| {
        let mut dict = Vec::new();
        for number in [391, 392, 0] {
            long(&mut dict, number);
        }
        dict.extend([12, 30]); // ROS: Adobe, Identity, 0
        long(&mut dict, usize::from(count));
        dict.extend([12, 34]); // CIDCount
        let [charset, select, charstrings, fonts] = at;
        for (place, operator) in [
            (charset, &[15][..]),
            (select, &[12, 37]),
            (charstrings, &[17]),
            (fonts, &[12, 36]),
        ] {
            long(&mut dict, place);
            dict.extend(operator);
        }
        index(&[&dict])
    };
    let start = header.len() + names.len() + top([0; 4]).len() + strings.len() + subroutines.len();
    let select_at = start + charset.len();
    let charstrings_at = select_at + select.len();
    let fonts_at = charstrings_at + charstrings.len();
    let mut font = Vec::new();
    long(&mut font, 0);
    long(&mut font, fonts_at);
    font.push(18); // Private: nothing, anywhere
    [
        &header[..],
        &names,
        &top([start, select_at, charstrings_at, fonts_at]),
        &strings,
        &subroutines,
        &charset,
        &select,
        &charstrings,
        &index(&[&font]),
    ]
    .concat()
}

/// The name of a glyph in a font that [`named`] makes.
pub(super) fn name_of(glyph: u16) -> String {
    format!("g{glyph}")
}

/// Whether a font program is keyed by name, so that its subset can be.
pub(super) fn is_named(cff: &[u8]) -> bool {
    top_of(cff).is_some_and(|(dict, _)| entry(dict, &[12, 30]).is_none())
}

/// The subset of a font that [`is_named`], which the subsetter keys by number, keyed by name again; the
/// names are those of [`name_of`]. `None` when it is built in another way.
pub(super) fn named(name: &str, subset: &[u8]) -> Option<Vec<u8>> {
    let (top, _) = top_of(subset)?;
    let charstrings_at = place(entry(top, &[17])?)?;
    let (charstrings, charstrings_end) = objects(subset, charstrings_at)?;
    let (dicts, _) = objects(subset, place(entry(top, &[12, 36])?)?)?;
    let &[own] = dicts.as_slice() else {
        return None;
    };
    let [length, at] = integers(entry(own, &[18])?)[..] else {
        return None;
    };
    let (length, at) = (usize::try_from(length).ok()?, usize::try_from(at).ok()?);
    let private = subset.get(at..at.checked_add(length)?)?;
    let count = u16::try_from(charstrings.len()).ok()?;
    let charstrings = subset.get(charstrings_at..charstrings_end)?;

    // FontMatrix and FontBBox. That of the font dictionary, which the subsetter adds, changes nothing.
    let mut kept = Vec::new();
    for operator in [&[12, 7][..], &[5]] {
        if let Some(value) = entry(top, operator) {
            kept.extend(value);
            kept.extend(operator);
        }
    }
    let names: Vec<String> = (1..count).map(name_of).collect();
    let strings = index(&names.iter().map(String::as_bytes).collect::<Vec<_>>());
    let head = [&[1, 0, 4, 4][..], &index(&[name.as_bytes()])].concat();
    let subroutines = index(&[]);
    // Format 2, one range: the first name of our own is number 391.
    let mut charset = vec![2, 1, 135];
    charset.extend(count.saturating_sub(2).to_be_bytes());
    let dict = |at: [usize; 3]| {
        let mut dict = kept.clone();
        for (numbers, operator) in [
            (&[at[0]][..], 15),
            (&[at[1]], 17),
            (&[private.len(), at[2]], 18),
        ] {
            numbers.iter().for_each(|&number| long(&mut dict, number));
            dict.push(operator);
        }
        index(&[&dict])
    };
    let charset_at = head.len() + dict([0; 3]).len() + strings.len() + subroutines.len();
    let charstrings_at = charset_at + charset.len();
    let private_at = charstrings_at + charstrings.len();
    let top = dict([charset_at, charstrings_at, private_at]);
    let parts = [
        &head[..],
        &top,
        &strings,
        &subroutines,
        &charset,
        charstrings,
        private,
    ];
    Some(parts.concat())
}

/// The first top dictionary of a font program, and where the index of strings begins.
fn top_of(cff: &[u8]) -> Option<(&[u8], usize)> {
    let (_, at) = objects(cff, usize::from(*cff.get(2)?))?;
    let (dicts, end) = objects(cff, at)?;
    Some((dicts.first()?, end))
}

/// The objects of an INDEX, and where it ends.
fn objects(cff: &[u8], at: usize) -> Option<(Vec<&[u8]>, usize)> {
    let number = |at: usize, size: usize| {
        let bytes = cff.get(at..at.checked_add(size)?)?;
        Some(
            bytes
                .iter()
                .fold(0, |sum, &byte| sum << 8 | usize::from(byte)),
        )
    };
    let count = number(at, 2)?;
    if count == 0 {
        return Some((Vec::new(), at + 2));
    }
    let size = number(at + 2, 1)?;
    let offset = |object: usize| number(at + 3 + object * size, size);
    let before = (at + 3 + (count + 1) * size).checked_sub(1)?;
    let all = (0..count).map(|object| {
        cff.get(before.checked_add(offset(object)?)?..before.checked_add(offset(object + 1)?)?)
    });
    Some((
        all.collect::<Option<_>>()?,
        before.checked_add(offset(count)?)?,
    ))
}

/// The operands of an operator of a dictionary (5176, 4), as they are written.
fn entry<'d>(dict: &'d [u8], operator: &[u8]) -> Option<&'d [u8]> {
    let (mut at, mut start) = (0, 0);
    while at < dict.len() {
        let step = match dict[at] {
            12 => 2,
            0..=21 => 1,
            28 => 3,
            29 => 5,
            30 => {
                2 + dict
                    .get(at + 1..)?
                    .iter()
                    .position(|b| b & 15 == 15 || b >> 4 == 15)?
            }
            247..=254 => 2,
            _ => 1,
        };
        if dict[at] <= 21 {
            if dict.get(at..at + step)? == operator {
                return Some(&dict[start..at]);
            }
            start = at + step;
        }
        at += step;
    }
    None
}

/// Operands that are integers.
fn integers(mut operands: &[u8]) -> Vec<i32> {
    let mut all = Vec::new();
    loop {
        let (number, size) = match *operands {
            [28, a, b, ..] => (i32::from(i16::from_be_bytes([a, b])), 3),
            [29, a, b, c, d, ..] => (i32::from_be_bytes([a, b, c, d]), 5),
            [a @ 32..=246, ..] => (i32::from(a) - 139, 1),
            [a @ 247..=250, b, ..] => ((i32::from(a) - 247) * 256 + i32::from(b) + 108, 2),
            [a @ 251..=254, b, ..] => ((251 - i32::from(a)) * 256 - i32::from(b) - 108, 2),
            _ => return all,
        };
        all.push(number);
        operands = &operands[size..];
    }
}

/// The one operand of an operator, as a place in the file.
fn place(operands: &[u8]) -> Option<usize> {
    match integers(operands)[..] {
        [at] => usize::try_from(at).ok(),
        _ => None,
    }
}

/// An integer of a dictionary in five bytes.
fn long(out: &mut Vec<u8>, number: usize) {
    out.push(29);
    out.extend((number as i32).to_be_bytes());
}

/// An INDEX: a count, the places of the objects, the objects (5176, 5).
fn index(objects: &[&[u8]]) -> Vec<u8> {
    let mut out = (objects.len() as u16).to_be_bytes().to_vec();
    if objects.is_empty() {
        return out;
    }
    out.push(4);
    let mut place = 1u32;
    out.extend(place.to_be_bytes());
    for object in objects {
        place += object.len() as u32;
        out.extend(place.to_be_bytes());
    }
    out.extend(objects.concat());
    out
}

#[cfg(test)]
mod tests {
    use skrifa::raw::{FontData, FontRead};

    use super::*;
    use crate::font::Fonts;

    #[test]
    fn a_font_of_copies_is_read_back() {
        let fonts = Fonts::default();
        for (family, weight) in [("Barlow Condensed", 700), ("Source Serif 4 SmText", 400)] {
            let face = fonts.find(family, weight, false).expect("an embedded face");
            let face = fonts.face(face);
            let hyphen = face.glyph('-').expect("it has a hyphen");
            let outline = charstring(face, hyphen).expect("it has an outline");
            let font = program("Copies", &[&outline, &outline, &outline]);
            let read = skrifa::raw::tables::cff::Cff::read(FontData::new(&font));
            assert_eq!(read.expect("it is CFF").top_dicts().count(), 1, "{family}");
            let copies = font
                .windows(outline.len())
                .filter(|window| *window == outline);
            assert_eq!(copies.count(), 3, "{family}");
        }
    }

    #[test]
    fn a_subset_gets_names() {
        let fonts = Fonts::default();
        let face = fonts
            .find("Source Serif 4 SmText", 400, true)
            .expect("a face");
        let face = fonts.face(face);
        let mut glyphs = subsetter::GlyphRemapper::new();
        for letter in "Rain".chars() {
            glyphs.remap(face.glyph(letter).expect("it has letters"));
        }
        let file = subsetter::subset(face.bytes(), face.index(), &glyphs).expect("a subset");
        let at = file
            .windows(4)
            .position(|tag| tag == b"CFF ")
            .expect("a table");
        let number = |at: usize| {
            file[at..at + 4]
                .iter()
                .fold(0, |sum, &byte| sum << 8 | usize::from(byte))
        };
        let subset = &file[number(at + 8)..number(at + 8) + number(at + 12)];
        assert!(!is_named(subset));
        let font = named("Rain", subset).expect("it has one private dictionary");
        assert!(is_named(&font));
        let read = skrifa::raw::tables::cff::Cff::read(FontData::new(&font)).expect("it is CFF");
        assert_eq!(read.top_dicts().count(), 1);
        let (top, _) = top_of(&font).expect("a dictionary");
        let at = place(entry(top, &[17]).expect("outlines")).expect("a place");
        let (outlines, _) = objects(&font, at).expect("an index");
        assert_eq!(outlines.len(), 5);
        for (was, is) in [(1, 1), (4, 4)] {
            let (old, _) = top_of(subset).expect("a dictionary");
            let at = place(entry(old, &[17]).expect("outlines")).expect("a place");
            assert_eq!(objects(subset, at).expect("an index").0[was], outlines[is]);
        }
        for cut in 0..subset.len() {
            let _ = named("Rain", &subset[..cut]);
        }
    }

    #[test]
    fn numbers_take_as_many_bytes_as_they_need() {
        let mut pen = Pen::default();
        pen.numbers(&[0, 107, 108, 1131, -108, 2000]);
        assert_eq!(
            pen.out,
            [139, 246, 247, 0, 250, 255, 28, 255, 148, 28, 7, 208]
        );
    }
}
