//! Every set of standards, before the outside judge.

use std::path::Path;

use reglet::font::Fonts;
use reglet::frame::{Document, Ink, Item, ItemKind, Page};
use reglet::pdf::check::{Limits, check};
use reglet::pdf::{self, Accent, Marks, Settings};
use reglet::units::Length;

use super::sample::rect;
use super::tools::{missing, run, write};

/// Asks veraPDF's engine whether a sample in some standards keeps some flavours.
fn judge(standards: &str, flavours: &str) {
    let settings = Settings {
        standards: standards.parse().expect("a known set"),
        ..Settings::default()
    };
    let (path, _) = write(&format!("{standards}.pdf"), 2, &settings);
    judge_file(&path, flavours);
}

fn judge_file(path: &Path, flavours: &str) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/validate/validate.sh");
    let path = path.to_string_lossy();
    let Some((good, text)) = run("bash", &[script, flavours, &path], None) else {
        return;
    };
    if text.contains("--install") {
        missing(&text);
        return;
    }
    assert!(good, "{text}");
    assert_eq!(
        text.matches("PASS").count(),
        flavours.split(',').count(),
        "{text}"
    );
}

#[test]
fn the_default_is_archive_and_accessible_at_once() {
    judge("x4+a2a+ua1", "2a,ua1");
}

#[test]
fn marks_keep_the_standards_and_stay_outside_of_the_bleed() {
    let settings = Settings {
        marks: Some(Marks::default()),
        ..Settings::default()
    };
    let (path, _) = write("marks.pdf", 1, &settings);
    judge_file(&path, "2a,ua1");
    // Every plate has the marks on the sheet; inside the bleed nothing is added to the text's.
    let Some((_, box_list)) = run("pdfinfo", &["-box"], Some(&path)) else {
        return;
    };
    let boxes = |name: &str| -> Vec<f64> {
        let line = box_list
            .lines()
            .find(|line| line.starts_with(name))
            .expect("a box");
        line.split_whitespace()
            .skip(1)
            .map(|number| number.parse().expect("a number"))
            .collect()
    };
    let (media, bleed, trim) = (boxes("MediaBox"), boxes("BleedBox"), boxes("TrimBox"));
    for (outer, inner, by) in [(&media, &bleed, 12.0), (&bleed, &trim, 3.0)] {
        let points = by * 72.0 / 25.4;
        assert!((inner[0] - outer[0] - points).abs() < 0.02, "{box_list}");
        assert!((outer[3] - inner[3] - points).abs() < 0.02, "{box_list}");
    }
    let plain = ["-q", "-o", "-", "-sDEVICE=inkcov"];
    let trimmed = ["-q", "-o", "-", "-sDEVICE=inkcov", "-dUseTrimBox"];
    let cyan = |arguments: &[&str]| -> Option<f64> {
        let (_, text) = run("gs", arguments, Some(&path))?;
        text.split_whitespace().next()?.parse().ok()
    };
    let (Some(sheet), Some(page)) = (cyan(&plain), cyan(&trimmed)) else {
        return;
    };
    assert!(
        sheet > 0.0 && page > 0.0 && sheet > page * 1.02,
        "{sheet} {page}"
    );
}

#[test]
fn each_alone_is_kept() {
    judge("a2a", "2a");
    judge("ua1", "ua1");
}

#[test]
fn the_second_edition_is_kept() {
    judge("a4+ua2", "4,ua2");
}

/// Rules in the accent colour, and what Ghostscript's plates say of them.
fn plates(spot: Option<&str>) -> Vec<u8> {
    let fill = |left: f64, amount| Item {
        element: None,
        kind: ItemKind::Fill {
            rect: rect(left, 50.0, 40.0, 100.0),
            ink: Ink::Accent(amount),
        },
    };
    let document = Document {
        pages: vec![Page {
            width: Length::pt(200.0),
            height: Length::pt(200.0),
            items: vec![fill(20.0, 1.0), fill(100.0, 0.5)],
            ..Page::default()
        }],
        title: "Accents".to_owned(),
        language: "en".to_owned(),
        ..Document::default()
    };
    let settings = Settings {
        accent: Accent {
            inks: [0, 950, 1000, 0],
            spot: spot.map(str::to_owned),
        },
        ..Settings::default()
    };
    let mut bytes = Vec::new();
    pdf::write(&document, &Fonts::default(), &settings, &mut bytes).expect("it is sound");
    bytes
}

#[test]
fn an_accent_colour_is_a_plate_of_its_own_or_a_mixture() {
    for (spot, name) in [(Some("PANTONE 485 C"), "spot.pdf"), (None, "mixed.pdf")] {
        let bytes = plates(spot);
        assert!(check(&bytes, &Limits::default()).good());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(&path, &bytes).expect("the test folder takes files");
        judge_file(&path, "2a,ua1");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name.replace(".pdf", "-plates"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let out = folder.join("p.tif").to_string_lossy().into_owned();
        let arguments = ["-q", "-sDEVICE=tiffsep", "-r36", "-o", &out];
        let Some((good, said)) = run("gs", &arguments, Some(&path)) else {
            return;
        };
        assert!(good, "{said}");
        let plates = std::fs::read_dir(&folder).expect("it is there");
        let own = plates.filter_map(Result::ok).any(|plate| {
            plate
                .file_name()
                .to_string_lossy()
                .contains("PANTONE 485 C")
        });
        assert_eq!(own, spot.is_some(), "{name}");
        let coverage = ["-q", "-o", "-", "-sDEVICE=inkcov"];
        if let (None, Some((_, said))) = (spot, run("gs", &coverage, Some(&path))) {
            let inks: Vec<&str> = said.split_whitespace().take(4).collect();
            assert!(
                inks[0] == "0.00000" && inks[1] != "0.00000" && inks[3] == "0.00000",
                "{said}"
            );
        }
    }
}
