//! TrueType subsets with a table of codes, as simple fonts need one: a subsetter for composite fonts
//! leaves it out.
//!
//! Knows the table directory of an OpenType file and the oldest form of `cmap`.

/// A TrueType file with a `cmap` of one encoding, (1, 0), that brings codes to glyphs; `None` when the file
/// is damaged or a glyph's number does not fit into a byte.
pub(super) fn with_codes(file: &[u8], codes: &[(u8, u16)]) -> Option<Vec<u8>> {
    let mut tables: Vec<([u8; 4], Vec<u8>)> = Vec::new();
    let count = u16::from_be_bytes(file.get(4..6)?.try_into().ok()?);
    for record in file.get(12..)?.chunks_exact(16).take(usize::from(count)) {
        let number = |at: usize| {
            let bytes = record[at..at + 4].try_into().ok()?;
            usize::try_from(u32::from_be_bytes(bytes)).ok()
        };
        let start = number(8)?;
        let data = file.get(start..start.checked_add(number(12)?)?)?;
        let tag = record[..4].try_into().ok()?;
        if tag != *b"cmap" {
            tables.push((tag, data.to_vec()));
        }
    }
    // Version, one encoding: platform 1, encoding 0, at byte 12. Format 0, its length, any language.
    let mut cmap: Vec<u8> = vec![0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 12, 0, 0, 1, 6, 0, 0];
    let glyphs = cmap.len();
    cmap.resize(glyphs + 256, 0);
    for &(code, glyph) in codes {
        cmap[glyphs + usize::from(code)] = u8::try_from(glyph).ok()?;
    }
    tables.push((*b"cmap", cmap));
    tables.sort_unstable_by_key(|(tag, _)| *tag);
    Some(assembled(file.get(..4)?, &mut tables))
}

/// A file of tables, with their sums.
fn assembled(version: &[u8], tables: &mut [([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let log = count.max(1).ilog2() as u16;
    let mut out = version.to_vec();
    for number in [count, 16 << log, log, count * 16 - (16 << log)] {
        out.extend(number.to_be_bytes());
    }
    let mut at = out.len() + tables.len() * 16;
    let mut head = None;
    for (tag, data) in tables.iter_mut() {
        if tag == b"head" && data.len() >= 12 {
            data[8..12].fill(0);
            head = Some(at + 8);
        }
        out.extend(*tag);
        out.extend(sum(data).to_be_bytes());
        out.extend((at as u32).to_be_bytes());
        out.extend((data.len() as u32).to_be_bytes());
        at += data.len().next_multiple_of(4);
    }
    for (_, data) in tables {
        out.extend(&*data);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    if let Some(at) = head {
        // OpenType, `head`: what makes the sum of the whole file this number.
        let whole = 0xB1B0_AFBA_u32.wrapping_sub(sum(&out));
        out[at..at + 4].copy_from_slice(&whole.to_be_bytes());
    }
    out
}

/// The sum of the words of four bytes, the last one filled up.
fn sum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0, |sum, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::Fonts;

    #[test]
    fn a_subset_gets_codes_and_stays_whole() {
        let fonts = Fonts::default();
        let face = fonts
            .find("Barlow Condensed", 700, false)
            .expect("an embedded face");
        let face = fonts.face(face);
        let mut glyphs = subsetter::GlyphRemapper::new();
        let glyph = glyphs.remap(face.glyph('R').expect("it has letters"));
        let subset = subsetter::subset(face.bytes(), face.index(), &glyphs).expect("a subset");
        let file = with_codes(&subset, &[(b'x', glyph)]).expect("it is sound");
        assert_eq!(sum(&file), 0xB1B0_AFBA);
        let font = skrifa::FontRef::new(&file).expect("it is a font");
        let cmap = font
            .table_data(skrifa::Tag::new(b"cmap"))
            .expect("it has codes");
        assert_eq!(u16::from(cmap.as_bytes()[18 + usize::from(b'x')]), glyph);
        for cut in 0..subset.len().min(400) {
            let _ = with_codes(&subset[..cut], &[(1, 1)]);
        }
        assert_eq!(with_codes(&subset, &[(1, 256)]), None);
    }
}
