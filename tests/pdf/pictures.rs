//! Pictures of every kind, whole and broken.

use std::path::Path;

use reglet::font::Fonts;
use reglet::frame::{Document, Element, ElementId, ElementRole, Item, ItemKind, Page, Picture};
use reglet::pdf::check::{Limits, Severity, check};
use reglet::pdf::{self, Remark, ScreenColours, Settings, Summary};
use reglet::units::Length;

use super::sample::rect;
use super::tools::run;

const WHOLE: [&str; 12] = [
    "grey.jpg",
    "colour.jpg",
    "inks.jpg",
    "turned.jpg",
    "grey.png",
    "colour.png",
    "palette.png",
    "bits.png",
    "alpha.png",
    "opaque.png",
    "deep.png",
    "laced.png",
];

fn bytes(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/pictures");
    std::fs::read(folder.join(name)).expect("it is beside the tests")
}

/// A page of pictures in rows of four, each a figure with a description.
fn page_of(pictures: Vec<Vec<u8>>) -> Document {
    let mut document = Document {
        title: "Pictures".to_owned(),
        language: "en".to_owned(),
        ..Document::default()
    };
    let mut page = Page {
        width: Length::pt(400.0),
        height: Length::pt(300.0),
        ..Page::default()
    };
    for (index, bytes) in pictures.into_iter().enumerate() {
        document.elements.push(Element {
            role: ElementRole::Figure,
            parent: None,
            alt: format!("Picture {index}"),
            language: None,
        });
        let (column, row) = ((index % 4) as f64, (index / 4) as f64);
        page.items.push(Item {
            element: Some(ElementId(index as u32)),
            kind: ItemKind::Picture {
                rect: rect(10.0 + 96.0 * column, 10.0 + 70.0 * row, 90.0, 60.0),
                whole: rect(10.0 + 96.0 * column, 10.0 + 70.0 * row, 90.0, 60.0),
                picture: index,
            },
        });
        document.pictures.push(Picture { bytes });
    }
    document.pages.push(page);
    document
}

fn print(document: &Document, name: &str) -> (std::path::PathBuf, Summary) {
    let settings = Settings {
        least_resolution: 0,
        ink_limit: 400,
        ..Settings::default()
    };
    let mut out = Vec::new();
    let fonts = Fonts::default();
    let summary =
        pdf::write(document, &fonts, &settings, &mut out).expect("no picture stops a PDF");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, out).expect("the test folder takes files");
    (path, summary)
}

fn assert_sound(path: &Path) {
    if let Some((good, text)) = run("qpdf", &["--check"], Some(path)) {
        assert!(good && !text.contains("WARNING"), "{text}");
    }
    let arguments = [
        "-q",
        "-o",
        "/dev/null",
        "-sDEVICE=ppmraw",
        "-r72",
        "-dPDFSTOPONERROR",
    ];
    if let Some((good, text)) = run("gs", &arguments, Some(path)) {
        assert!(good && text.trim().is_empty(), "{text}");
    }
}

#[test]
fn every_kind_is_printed_without_a_remark() {
    let (path, summary) = print(&page_of(WHOLE.map(bytes).to_vec()), "pictures.pdf");
    assert_eq!(summary.remarks, []);
    assert_sound(&path);
    if let Some((_, text)) = run("pdfimages", &["-list"], Some(&path)) {
        for kind in ["gray", "cmyk", "icc", "index"] {
            assert!(text.contains(kind), "{kind} in {text}");
        }
        assert_eq!(text.matches(" jpeg ").count(), 4, "{text}");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/validate/validate.sh");
    let path = path.to_string_lossy();
    if let Some((good, text)) = run("bash", &[script, "2a,ua1", &path], None) {
        assert!(good || text.contains("--install"), "{text}");
    }
}

#[test]
fn broken_pictures_are_remarks_and_the_pdf_is_whole() {
    let mut broken = vec![Vec::new(), b"GIF89a".to_vec(), b"\xFF\xD8".to_vec()];
    for name in WHOLE {
        let mut cut = bytes(name);
        cut.truncate(cut.len() * 3 / 5);
        broken.push(cut);
    }
    let mut flipped = bytes("colour.png");
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x55;
    broken.push(flipped);
    let count = broken.len();
    let (path, summary) = print(&page_of(broken), "broken-pictures.pdf");
    assert_eq!(summary.remarks.len(), count, "{:?}", summary.remarks);
    for remark in &summary.remarks {
        assert!(matches!(remark, Remark::BadPicture { .. }), "{remark}");
    }
    assert_sound(&path);
}

#[test]
fn a_picture_too_coarse_for_its_place_is_remarked_on() {
    let document = page_of(vec![bytes("colour.png")]);
    let fonts = Fonts::default();
    let summary = pdf::write(&document, &fonts, &Settings::default(), Vec::new()).expect("sound");
    let expected = Remark::LowResolution {
        page: 1,
        picture: 0,
        resolution: 38,
    };
    assert_eq!(summary.remarks, [expected]);
}

#[test]
fn a_picture_that_is_not_there_is_remarked_on() {
    let mut document = page_of(vec![bytes("grey.jpg")]);
    document.pictures.clear();
    let (path, summary) = print(&document, "no-picture.pdf");
    let expected = Remark::NoSuchPicture {
        page: 1,
        picture: 0,
    };
    assert_eq!(summary.remarks, [expected]);
    assert_sound(&path);
}

/// A grey PNG of a size, its rows all alike, with an extra chunk before the samples.
fn png(width: u32, height: u32, extra: &[u8]) -> Vec<u8> {
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let mut out = (data.len() as u32).to_be_bytes().to_vec();
        let mut sum = flate2::Crc::new();
        for part in [name.as_slice(), data] {
            out.extend_from_slice(part);
            sum.update(part);
        }
        out.extend(sum.sum().to_be_bytes());
        out
    };
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend([8, 0, 0, 0, 0]);
    let mut row = vec![0u8];
    row.extend((0..width).map(|x| x as u8));
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..height {
        std::io::Write::write_all(&mut packed, &row).expect("memory takes it");
    }
    let packed = packed.finish().expect("memory takes it");
    let mut out = b"\x89PNG\r\n\x1A\n".to_vec();
    out.extend(chunk(b"IHDR", &head));
    if !extra.is_empty() {
        out.extend(chunk(b"acTL", extra));
    }
    out.extend(chunk(b"IDAT", &packed));
    out.extend(chunk(b"IEND", b""));
    out
}

#[test]
fn the_smallest_the_widest_and_the_animated_are_printed() {
    let pictures = vec![
        png(1, 1, b""),
        png(20_000, 40, b""),
        // Two frames, shown for ever: the first is what a reader without animation shows.
        png(30, 20, &[0, 0, 0, 2, 0, 0, 0, 0]),
    ];
    let (path, summary) = print(&page_of(pictures), "odd-pictures.pdf");
    assert_eq!(summary.remarks, []);
    assert_sound(&path);
    if let Some((_, text)) = run("pdfimages", &["-list"], Some(&path)) {
        assert!(text.contains(" 20000 "), "{text}");
    }
}

#[test]
fn colours_of_a_screen_become_inks_where_a_press_wants_them() {
    let document = page_of(WHOLE.map(bytes).to_vec());
    let settings = Settings {
        screen_colours: ScreenColours::Converted,
        least_resolution: 0,
        ink_limit: 400,
        ..Settings::default()
    };
    let mut out = Vec::new();
    let fonts = Fonts::default();
    let summary = pdf::write(&document, &fonts, &settings, &mut out).expect("sound");
    assert_eq!(summary.remarks, []);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("inks.pdf");
    std::fs::write(&path, &out).expect("the test folder takes files");
    assert_sound(&path);
    let limits = Limits {
        resolution: 0,
        ink: 400,
        ..Limits::default()
    };
    let found = check(&out, &limits).findings;
    assert!(
        found
            .iter()
            .all(|finding| finding.severity < Severity::Fault),
        "{found:?}"
    );
    if let Some((_, text)) = run("pdfimages", &["-list"], Some(&path)) {
        assert!(!text.contains(" icc ") && !text.contains(" rgb "), "{text}");
        assert!(text.matches(" cmyk ").count() > 4, "{text}");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/validate/validate.sh");
    if let Some((good, text)) = run("bash", &[script, "2a,ua1", &path.to_string_lossy()], None) {
        assert!(good || text.contains("--install"), "{text}");
    }
}

#[test]
fn a_picture_with_more_ink_than_the_paper_holds_is_said() {
    let document = page_of(vec![bytes("inks.jpg")]);
    let settings = Settings {
        ink_limit: 240,
        least_resolution: 0,
        ..Settings::default()
    };
    let mut out = Vec::new();
    let summary = pdf::write(&document, &Fonts::default(), &settings, &mut out).expect("sound");
    let said = |remark: &Remark| matches!(remark, Remark::InkyPicture { ink, limit: 240, .. } if *ink > 300);
    assert!(summary.remarks.iter().any(said), "{:?}", summary.remarks);
    let limits = |ink| Limits {
        ink,
        resolution: 0,
        ..Limits::default()
    };
    let found = check(&out, &limits(240)).findings;
    let inky = |rule: &str| rule == "ink-limit";
    assert!(found.iter().any(|finding| inky(finding.rule)), "{found:?}");
    let found = check(&out, &limits(400)).findings;
    assert!(!found.iter().any(|finding| inky(finding.rule)), "{found:?}");
}
