//! Odd documents: whatever make-up may hand over, a sound file or an error comes out.

use proptest::prelude::*;
use reglet::font::{FaceId, Fonts};
use reglet::frame::{
    Bead, Document, Element, ElementId, ElementRole, Glyph, GlyphRun, Ink, Item, ItemKind, Page,
};
use reglet::pdf::check::{Limits, Severity, check};
use reglet::pdf::{self, Error, Settings};
use reglet::units::{Length, Point, Rect};

fn length() -> impl Strategy<Value = Length> {
    prop_oneof![
        8 => (-50.0..1000.0f64).prop_map(Length::pt),
        1 => Just(Length(i64::MAX / 4)),
        1 => Just(Length(i64::MIN / 4)),
        1 => Just(Length::ZERO),
    ]
}

fn rect() -> impl Strategy<Value = Rect> {
    (length(), length(), length(), length()).prop_map(|(x, y, width, height)| Rect {
        x,
        y,
        width,
        height,
    })
}

fn ink() -> impl Strategy<Value = Ink> {
    let part = prop_oneof![
        Just(0.0f32),
        Just(1.0),
        Just(f32::NAN),
        Just(-3.0),
        0.0..1.0f32
    ];
    prop_oneof![
        part.clone().prop_map(Ink::Black),
        [part.clone(), part.clone(), part.clone(), part].prop_map(Ink::Cmyk),
    ]
}

fn run() -> impl Strategy<Value = GlyphRun> {
    let glyph = (0..2000u16, length(), length(), length(), 0..40u32);
    let text = prop_oneof![
        "[a-z ]{0,20}",
        Just("fi \u{E000}\u{0}\u{FEFF} אב e\u{301}".to_owned()),
    ];
    let faces = 0..30u16;
    (
        faces,
        length(),
        (length(), length()),
        0..2000i32,
        ink(),
        text,
        any::<bool>(),
        any::<bool>(),
        proptest::collection::vec(glyph, 0..12),
    )
        .prop_map(
            |(face, size, (x, y), stretch, ink, text, soft_hyphen, foreign, glyphs)| GlyphRun {
                face: FaceId(face),
                size,
                at: Point { x, y },
                stretch,
                ink,
                tracking: x / 1000,
                glyphs: glyphs
                    .into_iter()
                    .map(|(id, advance, dx, dy, cluster)| Glyph {
                        id,
                        advance,
                        dx,
                        dy,
                        cluster,
                    })
                    .collect(),
                text,
                language: foreign.then(|| "de)>>".to_owned()),
                soft_hyphen,
            },
        )
}

fn item() -> impl Strategy<Value = Item> {
    let kind = prop_oneof![
        4 => run().prop_map(ItemKind::Glyphs),
        1 => (rect(), ink()).prop_map(|(rect, ink)| ItemKind::Fill { rect, ink }),
        1 => (rect(), length(), ink()).prop_map(|(rect, weight, ink)| ItemKind::Stroke { rect, weight, ink }),
        1 => (rect(), rect(), 0..3usize).prop_map(|(rect, whole, picture)| ItemKind::Picture { rect, whole, picture }),
    ];
    (proptest::option::of(0..12u32), kind).prop_map(|(element, kind)| Item {
        element: element.map(ElementId),
        kind,
    })
}

fn element() -> impl Strategy<Value = Element> {
    let role = prop::sample::select(vec![
        ElementRole::Article,
        ElementRole::Masthead,
        ElementRole::Kicker,
        ElementRole::Headline,
        ElementRole::Subhead,
        ElementRole::Paragraph,
        ElementRole::Figure,
        ElementRole::Caption,
        ElementRole::List,
        ElementRole::ListItem,
        ElementRole::Jump,
        ElementRole::PullQuote,
    ]);
    (role, proptest::option::of(0..12u32), any::<bool>()).prop_map(|(role, parent, foreign)| {
        Element {
            role,
            parent: parent.map(ElementId),
            alt: String::new(),
            language: foreign.then(|| "fr".to_owned()),
        }
    })
}

fn document() -> impl Strategy<Value = Document> {
    let page = (
        (10.0..900.0f64, 10.0..900.0f64),
        proptest::collection::vec(item(), 0..8),
        "[A-C0-9]{0,3}",
    );
    let bead = (0..12u32, 0..4u32, rect());
    (
        proptest::collection::vec(page, 1..4),
        proptest::collection::vec(element(), 0..10),
        proptest::collection::vec(bead, 0..5),
        ".{0,8}",
    )
        .prop_map(|(pages, elements, beads, title)| Document {
            pages: pages
                .into_iter()
                .map(|((width, height), items, label)| Page {
                    width: Length::pt(width),
                    height: Length::pt(height),
                    bleed: Length::ZERO,
                    label,
                    items,
                    links: Vec::new(),
                })
                .collect(),
            elements,
            beads: beads
                .into_iter()
                .map(|(article, page, rect)| Bead {
                    article: ElementId(article),
                    page,
                    rect,
                })
                .collect(),
            title,
            language: String::new(),
            ..Document::default()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_breaks_the_writer(document in document()) {
        let fonts = Fonts::default();
        let mut bytes = Vec::new();
        match pdf::write(&document, &fonts, &Settings::default(), &mut bytes) {
            Ok(summary) => {
                prop_assert_eq!(summary.pages, document.pages.len());
                let report = check(&bytes, &Limits::default());
                let broken = ["file", "content", "output-intent", "font-embedded", "metadata", "headings", "figure-alt"];
                let faults = report.findings.into_iter().filter(|finding| finding.severity == Severity::Fault);
                for finding in faults {
                    prop_assert!(!broken.contains(&finding.rule), "{}", finding);
                }
            }
            Err(Error::Face { .. }) => {}
            Err(error) => prop_assert!(false, "{}", error),
        }
    }
}

#[test]
fn a_document_without_pages_is_an_error() {
    let fonts = Fonts::default();
    let error = pdf::write(
        &Document::default(),
        &fonts,
        &Settings::default(),
        Vec::new(),
    );
    assert!(matches!(error, Err(Error::NoPages)));
}

#[test]
fn a_page_beyond_all_sizes_is_an_error_with_its_number() {
    let fonts = Fonts::default();
    let small = Page {
        width: Length::pt(100.0),
        height: Length::pt(100.0),
        ..Page::default()
    };
    let large = Page {
        width: Length::pt(20_000.0),
        ..small.clone()
    };
    let document = Document {
        pages: vec![small, large],
        ..Document::default()
    };
    let error = pdf::write(&document, &fonts, &Settings::default(), Vec::new());
    let error = error.expect_err("no PDF takes it");
    assert!(
        error
            .to_string()
            .starts_with("page 2 is 20000.0 by 100.0 points"),
        "{error}"
    );
}

#[test]
fn an_output_that_is_full_is_an_error() {
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self
                .0
                .checked_sub(bytes.len())
                .ok_or(std::io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let fonts = Fonts::default();
    let page = Page {
        width: Length::pt(100.0),
        height: Length::pt(100.0),
        ..Page::default()
    };
    let document = Document {
        pages: vec![page],
        ..Document::default()
    };
    for room in [0, 10, 100, 5_000, 80_000] {
        let error = pdf::write(&document, &fonts, &Settings::default(), Full(room));
        assert!(matches!(error, Err(Error::Output(_))), "{room}");
    }
}
