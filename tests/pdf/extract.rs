//! What readers of text get back.

use reglet::font::Fonts;
use reglet::frame::ElementRole;
use reglet::pdf::check::{Limits, check};
use reglet::pdf::{self, Settings};

use super::sample::Sample;
use super::tools::{missing, run, write};

/// Words of an extracted text, without what the page says outside of stories, and whole over lines.
fn words(text: &str) -> Vec<String> {
    text.replace("\u{AD}\r\n", "")
        .replace("\u{AD}\n", "")
        .replace('\u{AD}', "")
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// Whether `all` has the words of `some` in order, with nothing between but what `extra` allows.
fn assert_in_order(all: &[String], some: &[String], tool: &str) {
    let mut at = 0;
    for word in some {
        let found = all[at..].iter().take(12).position(|other| other == word);
        let Some(found) = found else {
            let near = &all[at.saturating_sub(3)..(at + 9).min(all.len())];
            panic!("{tool}: \"{word}\" is not where it should be, but {near:?}");
        };
        at += found + 1;
    }
}

#[test]
fn words_come_back_whole_and_in_order() {
    let (path, expected) = write("words.pdf", 2, &Settings::default());
    let path = path.to_string_lossy().into_owned();
    if let Some((good, text)) = run("pdftotext", &["-raw", &path, "-"], None) {
        assert!(good, "{text}");
        assert_in_order(&words(&text), &expected, "pdftotext -raw");
    }
    if let Some((good, text)) = run("mutool", &["draw", "-q", "-F", "txt", &path], None) {
        assert!(good, "{text}");
        assert_in_order(&words(&text), &expected, "mutool");
    }
}

/// What pdf.js, and with it Firefox, gives; `None`, said on standard error, when it is not installed.
fn pdfjs(path: &str) -> Option<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/validate/text.mjs");
    let (good, text) = run("node", &[script, path], None)?;
    if text.contains("pdf.js is not installed") {
        missing(&text);
        return None;
    }
    assert!(good, "{text}");
    Some(text)
}

/// Words as they come, with nothing put together by the test.
fn raw_words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// pdf.js knows no `ActualText` and drops U+00AD: the fonts alone must give whole words.
#[test]
fn readers_that_go_by_fonts_alone_get_whole_words() {
    let (path, expected) = write("echo.pdf", 2, &Settings::default());
    if let Some(text) = pdfjs(&path.to_string_lossy()) {
        assert_in_order(&raw_words(&text), &expected, "pdf.js");
    }
}

#[test]
fn justified_lines_end_at_the_edge() {
    let (path, _) = write("edges.pdf", 1, &Settings::default());
    let path = path.to_string_lossy();
    let Some((_, text)) = run("pdftotext", &["-bbox", &path, "-"], None) else {
        return;
    };
    // The right edge of every line of the first column, by its top.
    let mut edges = std::collections::BTreeMap::<String, f64>::new();
    for line in text.lines().filter(|line| line.contains("<word ")) {
        let number = |key: &str| -> f64 {
            let start = line.find(key).expect("a word has its box") + key.len() + 2;
            let rest = &line[start..];
            rest[..rest.find('"').expect("quoted")]
                .parse()
                .expect("a number")
        };
        let (left, right) = (number("xMin") - 8.504, number("xMax") - 8.504);
        if (39.0..209.0).contains(&left) && number("yMin") > 130.0 {
            let edge = edges.entry(format!("{:.0}", number("yMin"))).or_default();
            *edge = edge.max(right);
        }
    }
    let full = edges
        .values()
        .filter(|edge| (*edge - 208.0).abs() < 0.03)
        .count();
    let near = edges
        .values()
        .filter(|edge| (*edge - 208.0).abs() < 1.0)
        .count();
    assert!(full > 40 && full == near, "{full} of {near}: {edges:?}");
}

#[test]
fn words_of_a_tight_line_stay_apart() {
    let fonts = Fonts::default();
    let mut sample = Sample::new(&fonts);
    sample.page("1");
    let article = sample.element(ElementRole::Article, None);
    let paragraph = sample.element(ElementRole::Paragraph, Some(article));
    let face = fonts
        .find("Source Serif 4 SmText", 400, false)
        .expect("an embedded face");
    let text = "By 2027, investment of key field. This ";
    for (line, spread) in [-0.4, -0.7, -0.9, -1.1].into_iter().enumerate() {
        let y = 100.0 + 10.0 * line as f64;
        sample.run(
            Some(paragraph),
            face,
            9.0,
            40.0,
            y,
            text,
            spread,
            1000,
            false,
        );
    }
    let mut bytes = Vec::new();
    pdf::write(&sample.document, &fonts, &Settings::default(), &mut bytes).expect("it is sound");
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("tight.pdf");
    std::fs::write(&path, &bytes).expect("the test folder takes files");
    let expected: Vec<String> = words(&text.repeat(4));
    let report = check(&bytes, &Limits::default());
    assert_eq!(words(&report.text.join("\n")), expected);
    let path = path.to_string_lossy();
    for arguments in [vec!["-raw", &path, "-"], vec![&*path, "-"]] {
        if let Some((_, text)) = run("pdftotext", &arguments, None) {
            assert_eq!(words(&text), expected, "{arguments:?}");
        }
    }
    if let Some(text) = pdfjs(&path) {
        assert_eq!(raw_words(&text), expected);
    }
}

#[test]
fn a_word_divided_at_its_own_hyphen_keeps_it() {
    let fonts = Fonts::default();
    let mut sample = Sample::new(&fonts);
    sample.page("1");
    let article = sample.element(ElementRole::Article, None);
    let paragraph = sample.element(ElementRole::Paragraph, Some(article));
    let face = fonts
        .find("Source Serif 4 SmText", 400, false)
        .expect("an embedded face");
    let lines = [
        "a service of high-",
        "quality in the sci-",
        "tech zones ",
        "of the town-",
    ];
    for (line, text) in lines.into_iter().enumerate() {
        let y = 100.0 + 10.0 * line as f64;
        sample.run(Some(paragraph), face, 9.0, 40.0, y, text, 0.0, 1000, false);
    }
    let other = sample.element(ElementRole::Paragraph, Some(article));
    sample.run(
        Some(other),
        face,
        9.0,
        40.0,
        180.0,
        "Then",
        0.0,
        1000,
        false,
    );
    let mut bytes = Vec::new();
    pdf::write(&sample.document, &fonts, &Settings::default(), &mut bytes).expect("it is sound");
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("divided.pdf");
    std::fs::write(&path, &bytes).expect("the test folder takes files");
    let expected = words("a service of high-quality in the sci-tech zones of the town- Then");
    let report = check(&bytes, &Limits::default());
    assert_eq!(words(&report.text.join("\n")), expected);
    let path = path.to_string_lossy();
    for arguments in [vec!["-raw", &path, "-"], vec![&*path, "-"]] {
        if let Some((_, text)) = run("pdftotext", &arguments, None) {
            assert_eq!(words(&text), expected, "{arguments:?}: {text}");
        }
    }
    if let Some(text) = pdfjs(&path) {
        assert_eq!(raw_words(&text), expected);
    }
}

/// pdf.js widens every glyph that says a space, and those of a word that the line above has said do.
#[test]
fn a_word_behind_a_divided_one_stays_apart_from_other_type() {
    let fonts = Fonts::default();
    let mut sample = Sample::new(&fonts);
    sample.page("1");
    let article = sample.element(ElementRole::Article, None);
    let paragraph = sample.element(ElementRole::Paragraph, Some(article));
    let face = |italic| {
        let found = fonts.find("Source Serif 4 SmText", 400, italic);
        found.expect("an embedded face")
    };
    for (line, spread) in [0.4, 0.9, 1.5].into_iter().enumerate() {
        let y = 100.0 + 20.0 * line as f64;
        let mut set = |face, x, y, text, hyphen| {
            sample.run(Some(paragraph), face, 9.0, x, y, text, spread, 1000, hyphen)
        };
        set(face(false), 40.0, y, "he said in an in", true);
        let pen = set(face(false), 40.0, y + 10.0, "terview with", false);
        set(face(true), pen, y + 10.0, " Economic News ", false);
    }
    let mut bytes = Vec::new();
    pdf::write(&sample.document, &fonts, &Settings::default(), &mut bytes).expect("it is sound");
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("behind.pdf");
    std::fs::write(&path, &bytes).expect("the test folder takes files");
    let expected = words(&"he said in an interview with Economic News ".repeat(3));
    let report = check(&bytes, &Limits::default());
    assert_eq!(words(&report.text.join("\n")), expected);
    let path = path.to_string_lossy();
    for arguments in [vec!["-raw", &path, "-"], vec![&*path, "-"]] {
        if let Some((_, text)) = run("pdftotext", &arguments, None) {
            assert_eq!(words(&text), expected, "{arguments:?}: {text}");
        }
    }
    if let Some(text) = pdfjs(&path) {
        assert_eq!(raw_words(&text), expected);
    }
}
