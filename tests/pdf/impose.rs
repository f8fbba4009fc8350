//! Finished pages on sheets: boxes, words, inks.

use reglet::font::Fonts;
use reglet::pdf::check::{Limits, Severity, check};
use reglet::pdf::{self, Imposition, Marks, Settings};

use super::sample::newspaper;
use super::tools::run;

fn pages(count: usize) -> (Vec<u8>, Vec<String>) {
    let fonts = Fonts::default();
    let sample = newspaper(&fonts, count);
    let settings = Settings {
        marks: Some(Marks {
            slug: "The Daily Sample".to_owned(),
            ..Marks::default()
        }),
        ..Settings::default()
    };
    let mut bytes = Vec::new();
    pdf::write(&sample.document, &fonts, &settings, &mut bytes).expect("it is sound");
    (bytes, sample.words)
}

#[test]
fn sheets_keep_boxes_words_and_inks() {
    let (bytes, words) = pages(3);
    // Twice the width of the trim, and bleed and margin on both sides, in points.
    let wide = (2.0 * 280.0 + 2.0 * 15.0) * 72.0 / 25.4;
    let cases = [
        (Imposition::Spreads, 2, wide),
        (Imposition::Saddle, 2, wide),
        (
            Imposition::Grid { across: 3, down: 1 },
            1,
            wide + 280.0 * 72.0 / 25.4,
        ),
    ];
    for (imposition, sides, width) in cases {
        let (sheets, count) = pdf::impose(&bytes, imposition).expect("sound pages");
        assert_eq!(count, sides, "{imposition:?}");
        let report = check(&sheets, &Limits::default());
        let faults: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Fault)
            .collect();
        assert!(faults.is_empty(), "{imposition:?}: {faults:?}");
        assert_eq!(report.pages, sides);
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("sheets.pdf");
        std::fs::write(&path, &sheets).expect("the test folder takes files");
        if let Some((good, said)) = run("qpdf", &["--check"], Some(&path)) {
            assert!(good && !said.contains("WARNING"), "{said}");
        }
        if let Some((_, said)) = run("pdfinfo", &["-box"], Some(&path)) {
            let media = said
                .lines()
                .find(|line| line.starts_with("MediaBox"))
                .and_then(|line| line.split_whitespace().nth(3))
                .and_then(|number| number.parse::<f64>().ok())
                .expect("a width");
            assert!(
                (media - width).abs() < 0.1,
                "{imposition:?}: {media} is not {width}"
            );
        }
        if let Some((_, text)) = run("pdftotext", &["-raw", &path.to_string_lossy(), "-"], None) {
            let long = words
                .iter()
                .find(|word| word.len() > 6)
                .expect("there are long words");
            assert!(text.contains(long.as_str()), "{long} is not on a sheet");
        }
    }
}

#[test]
fn what_cannot_be_imposed_is_an_error() {
    let (bytes, _) = pages(1);
    for end in [0, 100, bytes.len() / 2] {
        let error = pdf::impose(&bytes[..end], Imposition::Saddle).expect_err("it is cut off");
        assert!(error.to_string().contains("put onto sheets"), "{error}");
    }
}
