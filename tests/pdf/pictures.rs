//! Pictures of every kind, whole and broken.

use std::path::Path;

use reglet::font::Fonts;
use reglet::frame::{Document, Element, ElementId, ElementRole, Item, ItemKind, Page, Picture};
use reglet::pdf::{self, Remark, Settings, Summary};
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
