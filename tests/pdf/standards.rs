//! Every set of standards, before the outside judge.

use std::path::Path;

use reglet::pdf::{Marks, Settings};

use super::tools::{run, write};

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
        eprintln!("NOT RUN: {text}");
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
