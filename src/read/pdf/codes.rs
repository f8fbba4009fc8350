//! Glyphs without a name that means anything: what their codes tell.
//!
//! Fonts of bitmaps, as TeX makes them, name their glyphs by number alone (`a36`). Their codes are
//! those of TeX's encodings, which agree with ASCII on letters and figures. Programs that make
//! such fonts for a few glyphs number these one after the other instead, and then codes tell nothing.

use super::device::Shown;

/// So many codes in an unbroken row are numbers that were given, not characters that were typed.
const ROW: usize = 3;

/// Takes the codes of nameless glyphs for characters, where they can be.
pub(super) fn read(shown: &mut [Shown]) {
    let mut used = [0usize; 256];
    for code in shown.iter().filter_map(nameless) {
        used[usize::from(code)] += 1;
    }
    if !are_characters(&used) {
        return;
    }
    // The ligatures tell TeX's old encoding (OT1) from its newer one (T1).
    let newer = used[27..=31].iter().sum::<usize>() > used[11..=15].iter().sum::<usize>();
    for glyph in shown {
        if let Some(meaning) = nameless(glyph).and_then(|code| character(code, newer)) {
            glyph.text = Some(meaning.to_owned());
        }
    }
}

fn nameless(glyph: &Shown) -> Option<u8> {
    glyph.text.is_none().then_some(glyph.code?)
}

/// Whether codes are spread as the characters of a text are.
fn are_characters(used: &[usize; 256]) -> bool {
    let codes: Vec<usize> = (0..256).filter(|code| used[*code] > 0).collect();
    let figures = codes.iter().all(|code| (48..58).contains(code));
    let [first, .., last] = codes[..] else {
        // One sign alone, and not the first that there is.
        return codes.first().is_some_and(|code| (34..127).contains(code));
    };
    let in_a_row = last - first + 1 == codes.len();
    figures || !(in_a_row && codes.len() >= ROW || last < 33)
}

/// What a code of TeX's text encodings stands for.
fn character(code: u8, newer: bool) -> Option<&'static str> {
    const ASCII: &str = "!\"#$%&’()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_‘abcdefghijklmnopqrstuvwxyz{|}~";
    let plain = |at: usize| {
        let (from, sign) = ASCII.char_indices().nth(at)?;
        ASCII.get(from..from + sign.len_utf8())
    };
    Some(match (code, newer) {
        (11, false) | (27, true) => "ff",
        (12, false) | (28, true) => "fi",
        (13, false) | (29, true) => "fl",
        (14, false) | (30, true) => "ffi",
        (15, false) | (31, true) => "ffl",
        (16, true) | (92, false) => "“",
        (17, true) | (34, false) => "”",
        (21, true) | (123, false) => "–",
        (22, true) | (124, false) => "—",
        (60, false) => "¡",
        (62, false) => "¿",
        (33..127, _) => plain(usize::from(code) - 33)?,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_codes(codes: &[u8]) -> String {
        let mut shown: Vec<Shown> = codes
            .iter()
            .map(|code| Shown {
                code: Some(*code),
                ..Shown::default()
            })
            .collect();
        read(&mut shown);
        shown
            .into_iter()
            .map(|glyph| glyph.text.unwrap_or("?".into()))
            .collect()
    }

    #[test]
    fn codes_of_tex_are_characters() {
        assert_eq!(read_codes(b"$"), "$");
        assert_eq!(read_codes(b"1234567890"), "1234567890");
        assert_eq!(
            read_codes(b"the \x0cnest o\x0bers".as_slice()),
            "the?finest?offers"
        );
        assert_eq!(read_codes(b"the \x1cnest o\x1bers'"), "the?finest?offers’");
    }

    #[test]
    fn numbers_that_were_given_are_none() {
        assert_eq!(read_codes(&[33, 34, 35, 36, 35]), "?????");
        assert_eq!(read_codes(&[1, 2, 3, 7]), "????");
        assert_eq!(read_codes(&[33]), "?");
        assert_eq!(read_codes(&[]), "");
    }
}
