use super::*;

fn body() -> (Fonts, FaceId) {
    let fonts = Fonts::embedded();
    let face = fonts.find("Source Serif 4 SmText", 400, false).unwrap();
    (fonts, face)
}

#[test]
fn every_embedded_face_can_be_read_and_embedded() {
    let fonts = Fonts::embedded();
    assert!(fonts.len() >= 25);
    for at in 0..fonts.len() {
        let face = fonts.face(FaceId(at as u16));
        assert!(face.glyph_count() > 100, "{face:?}");
        assert!(face.ascent() > 0 && face.descent() < 0, "{face:?}");
        assert!(face.cap_height() > face.x_height(), "{face:?}");
        assert_eq!(face.italic(), face.italic_angle() != 0.0, "{face:?}");
        let bytes = face.bytes().to_vec();
        let mut own = Fonts::embedded();
        let added = own.add_file(face.file(), bytes).unwrap();
        let again = own.face(added[0]);
        assert_eq!(again.family(), face.family(), "{face:?}");
        assert_eq!(again.italic(), face.italic(), "{face:?}");
        assert_eq!(again.weight(), face.weight(), "{face:?}");
    }
}

#[test]
fn the_nearest_weight_and_the_right_slope_are_found() {
    let fonts = Fonts::embedded();
    let find = |weight, italic| {
        let id = fonts.find("source serif 4 smtext", weight, italic).unwrap();
        (fonts.face(id).weight(), fonts.face(id).italic())
    };
    assert_eq!(find(300, false), (400, false));
    assert_eq!(find(900, true), (700, true));
    // A family without italics gives its upright face.
    let oswald = fonts.find("Oswald", 600, true).unwrap();
    assert!(!fonts.face(oswald).italic());
}

#[test]
fn an_unknown_family_is_an_error_that_names_the_nearest() {
    let error = Fonts::embedded().family("Source Sens 3").unwrap_err();
    assert!(error.to_string().contains("\"Source Sans 3\""), "{error}");
}

#[test]
fn kerning_and_ligatures_are_set() {
    let (fonts, face) = body();
    let mut shaper = fonts.shaper();
    let mut width = |text| shaper.shape(face, Features::default(), "en", text).width;
    assert!(width("AV") < width("A") + width("V"));
    let stix = fonts.find("Source Serif 4 SmText", 400, true).unwrap();
    let fi = fonts.shaper().shape(stix, Features::default(), "en", "fi");
    assert_eq!(fi.glyphs.len(), 1, "{fi:?}");
    let plain = Features {
        ligatures: false,
        ..Features::default()
    };
    let fi = fonts.shaper().shape(stix, plain, "en", "fi");
    assert_eq!(fi.glyphs.len(), 2);
}

#[test]
fn shaping_twice_gives_the_same_word() {
    let (fonts, face) = body();
    let mut shaper = fonts.shaper();
    let one = shaper.shape(face, Features::default(), "en", "newspaper");
    let two = shaper.shape(face, Features::default(), "en", "newspaper");
    assert!(std::sync::Arc::ptr_eq(&one, &two));
    drop(shaper);
    let three = fonts
        .shaper()
        .shape(face, Features::default(), "en", "newspaper");
    assert!(std::sync::Arc::ptr_eq(&one, &three));
}

#[test]
fn a_character_that_the_face_lacks_comes_from_another() {
    let fonts = Fonts::embedded();
    let face = fonts.find("League Gothic", 400, false).unwrap();
    let shaped = fonts
        .shaper()
        .shape(face, Features::default(), "en", "aя†b");
    assert_eq!(shaped.glyphs.len(), 4);
    assert!(shaped.parts.len() > 1);
    assert_eq!(shaped.missing, []);
    assert!(shaped.glyphs.iter().all(|glyph| glyph.id != 0));
    let clusters: Vec<u32> = shaped.glyphs.iter().map(|glyph| glyph.cluster).collect();
    assert_eq!(clusters, [0, 1, 3, 6]);
}

#[test]
fn a_character_that_no_face_has_is_a_box_and_is_reported() {
    let (fonts, face) = body();
    let shaped = fonts
        .shaper()
        .shape(face, Features::default(), "en", "a\u{13000}b");
    assert_eq!(shaped.missing, [(1, '\u{13000}')]);
    assert_eq!(shaped.glyphs.len(), 3);
    assert!(shaped.glyphs.iter().all(|glyph| glyph.id != 0));
}

#[test]
fn no_break_spaces_and_hyphens_never_come_from_another_face() {
    let fonts = Fonts::embedded();
    let face = fonts.find("League Gothic", 400, false).unwrap();
    let text = "a\u{202F}b\u{2011}c";
    let shaped = fonts.shaper().shape(face, Features::default(), "fr", text);
    assert_eq!(shaped.parts.len(), 1);
    assert!(shaped.glyphs.iter().all(|glyph| glyph.id != 0));
}

#[test]
fn small_capitals_are_other_glyphs() {
    let (fonts, face) = body();
    let small = Features {
        small_capitals: true,
        ..Features::default()
    };
    let mut shaper = fonts.shaper();
    let capitals = shaper.shape(face, small, "en", "abc");
    let letters = shaper.shape(face, Features::default(), "en", "abc");
    assert_ne!(capitals.glyphs[0].id, letters.glyphs[0].id);
}

#[test]
fn what_is_not_a_font_is_refused_by_name() {
    let mut fonts = Fonts::embedded();
    let error = fonts.add_file("mine.otf", b"hello".as_slice()).unwrap_err();
    assert!(error.to_string().starts_with("mine.otf: "), "{error}");
    let error = fonts
        .add_file("web.woff2", b"wOF2....".as_slice())
        .unwrap_err();
    assert!(error.to_string().contains("WOFF"), "{error}");
}

#[test]
fn a_font_cut_short_or_scrambled_is_refused_or_read_but_never_a_panic() {
    let (fonts, face) = body();
    let whole = fonts.face(face).bytes().to_vec();
    for cut in (0..whole.len()).step_by(whole.len() / 40) {
        let mut own = Fonts::embedded();
        if let Ok(added) = own.add_file("cut.otf", whole[..cut].to_vec()) {
            own.shaper()
                .shape(added[0], Features::default(), "en", "affable");
        }
        let mut scrambled = whole.clone();
        for byte in scrambled.iter_mut().skip(cut).take(64) {
            *byte ^= 0xA5;
        }
        let mut own = Fonts::embedded();
        if let Ok(added) = own.add_file("scrambled.otf", scrambled) {
            own.shaper()
                .shape(added[0], Features::default(), "en", "affable");
        }
    }
}

#[test]
fn a_font_that_forbids_embedding_is_refused() {
    let (fonts, face) = body();
    let mut bytes = fonts.face(face).bytes().to_vec();
    // The table list: tag, checksum, offset, length, 16 bytes a table from byte 12.
    let count = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
    let entry = (0..count)
        .map(|table| 12 + 16 * table)
        .find(|&at| &bytes[at..at + 4] == b"OS/2")
        .unwrap();
    let offset: [u8; 4] = bytes[entry + 8..entry + 12].try_into().unwrap();
    let offset = u32::from_be_bytes(offset) as usize;
    bytes[offset + 8..offset + 10].copy_from_slice(&2u16.to_be_bytes());
    let mut own = Fonts::embedded();
    let error = own.add_file("closed.otf", bytes).unwrap_err();
    assert!(matches!(error, FontError::Restricted { .. }), "{error}");
}

#[test]
fn fonts_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Fonts::embedded());
}
